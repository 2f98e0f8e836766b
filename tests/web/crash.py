"""The board's server killed in the middle of deciding, over real HTTP: what a browser was told is in the database.

``python -m tests.web.crash`` does 20 rounds on each kind of database.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import uvicorn
from tests.board.conftest import CHEAP, Room, furnish
from tests.board.crash import EMERGENCY, ROOT, Outcome, gone_wrong, looked_at
from tests.board.deciding import Table, table
from tests.board.servers import PostgreSQL

from resecta.board import Board, Settings, open_database
from resecta.board.credentials import give_password
from resecta.board.packs import open_pack
from resecta.board.schema import upgrade
from resecta.web.application import application
from resecta.web.settings import WebSettings
from resecta.web.site import Site

SIGNERS = ("surgeon", "chair")
PATIENCE = 120.0
"""Seconds until the server answers, or so much was acknowledged."""


def password_of(username: str) -> str:
    return f"the password of {username}"


def serve(address: str, port: int) -> None:
    """What the killed process does."""
    board = Board(open_database(address), Settings(password=CHEAP))
    site = Site(board, open_pack(), WebSettings(rate=1e6, burst=1_000_000))
    uvicorn.run(application(site), port=port, log_level="critical")


@contextmanager
def running(address: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The server in a process of its own, once it answers; gone afterwards, by whatever hand."""
    with subprocess.Popen([sys.executable, "-m", "tests.web.crash", address, str(port)], cwd=ROOT) as process:
        try:
            ends = time.monotonic() + PATIENCE
            while time.monotonic() < ends and process.poll() is None:
                try:
                    httpx.get(f"http://127.0.0.1:{port}/readyz").raise_for_status()
                    break
                except httpx.HTTPError:
                    time.sleep(0.1)
            yield process
        finally:
            process.kill()


def decides(port: int, item: str, name: str, told: set[str], enough: threading.Event, after: int) -> None:
    """Propose and sign over and over until the server is gone; ``told``: decisions that were answered as signed."""
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}/api/v1", timeout=60) as program:
            sent = {"username": "chair", "password": password_of("chair")}
            program.headers["x-csrf"] = program.post("/session", json=sent).json()["csrf"]
            for number in range(10_000):
                plan = {"request": f"{name} {number}", "words": "Wait", "because": "the scan was not read yet"}
                answer = program.post(f"/items/{item}/decisions", json=plan)
                for who in SIGNERS:
                    id = answer.json()["decision"]["id"]
                    credentials = {"username": who, "password": password_of(who)}
                    answer = program.post(f"/decisions/{id}/signatures", json=credentials)
                if answer.json()["state"] == "signed":
                    told.add(id)
                if len(told) >= after:
                    enough.set()
    except httpx.HTTPError:
        return  # the server was killed: what it did not answer was not acknowledged


def killed_over_http(at: Table, address: str, port: int, *, clients: int, after: int, name: str) -> Outcome:
    """Let so many programs decide at once and kill the server, with no warning, once so much was acknowledged."""
    told, enough = set[str](), threading.Event()
    with running(address, port) as process:
        threads = [
            threading.Thread(target=decides, args=(port, at.item.id, f"{name} {number}", told, enough, after))
            for number in range(clients)
        ]
        for each in threads:
            each.start()
        enough.wait(PATIENCE)
        process.kill()
        process.wait()
        for each in threads:
            each.join()
    return looked_at(at.room, told)


def at_a_table(room: Room) -> Table:
    """A case to be decided, and people with passwords."""
    for actor in (room.surgeon, room.chair):
        give_password(room.board, room.administrator, actor.account, password_of(actor.name.lower()))
    return table(room, open_pack(), case=EMERGENCY)


def rounds(address: str, kind: str, port: int) -> int:
    """20 rounds; how many went wrong."""
    database = open_database(address)
    upgrade(database)
    room = furnish(database)
    at = at_a_table(replace(room, board=Board(database, Settings(password=CHEAP))))

    def kill(number: int) -> Outcome:
        after = random.Random(number).randint(5, 50)
        return killed_over_http(at, address, port, clients=8, after=after, name=f"round {number}")

    return gone_wrong(f"{kind} over HTTP", kill)


def free_port() -> int:
    """A port of this machine that nobody has."""
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def main() -> int:
    """Both kinds of database."""
    with tempfile.TemporaryDirectory() as folder:
        wrong = rounds(f"sqlite:///{Path(folder) / 'board.db'}", "SQLite", free_port())
    with PostgreSQL() as server:
        return int(bool(wrong + rounds(server.empty(), "PostgreSQL", free_port())))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        serve(sys.argv[1], int(sys.argv[2]))
    else:
        sys.exit(main())
