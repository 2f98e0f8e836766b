"""Fifty people clicking through the board at once, over real HTTP on this machine; each reads before the next click."""

from __future__ import annotations

import asyncio
import datetime
import random
import re
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

import httpx

from resecta.board import SYSTEM, Actor, Board, PasswordCost, Role, Settings, open_database
from resecta.board.accounts import make_account, make_team
from resecta.board.agenda import list_case
from resecta.board.credentials import give_password
from resecta.board.entries import record
from resecta.board.entry import EntrySubject, New
from resecta.board.incoming import import_case, read_case_text
from resecta.board.meetings import plan_meeting
from resecta.board.packs import Pack, open_pack
from resecta.board.patients import register_patient
from resecta.board.schema import upgrade
from table import Line

PEOPLE = 50
CLICKS = 12
"""Of each person: with signing in about 650 requests in all."""
READS_SECONDS = 4.0
"""How long somebody reads before the next click, on average."""
TITLE = f"The board over HTTP (SQLite, {PEOPLE} people, a click every {READS_SECONDS:g} s each, p95)"
PASSWORD = "the same for everybody"  # noqa: S105 - of a board that is gone with its folder
CHEAP = PasswordCost(passes=1, memory=8, lanes=1)
MARK = re.compile(r'data-csrf="([^"]+)"')


@dataclass
class Taken:
    """Milliseconds of each kind of request, and what was not answered as it should be."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Requests."""
        return sum(map(len, self.times.values()))

    def p95(self, kind: str) -> float:
        """The 95th of a hundred."""
        return quantiles(self.times[kind], n=20)[-1]


def measure() -> list[Line]:
    """Case page and fragment."""
    pack = open_pack()
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{Path(folder) / 'board.db'}"
        seats = list(_furnished(address, pack))
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        with _served(address) as at:
            taken = asyncio.run(_clicked(at, seats))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    for one in taken.wrong[:5]:
        print(f"  wrong: {one}", file=sys.stderr)
    return [
        Line("the case page in the meeting", taken.p95("case"), "ms", 150),
        Line("a fragment: a row is saved, the advice follows", taken.p95("fragment"), "ms", 80),
        Line("the facts of a patient", taken.p95("facts"), "ms"),
        Line("the list of patients with what waits", taken.p95("list"), "ms"),
        Line(
            "processor time of the server for a request, its start too", 1000 * _used(before, after) / taken.count, "ms"
        ),
        Line("answers that were not as they should be", len(taken.wrong), "", 0),
    ]


def _used(before: resource.struct_rusage, after: resource.struct_rusage) -> float:
    """Seconds of processor time between the two, of processes that have ended."""
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@dataclass(frozen=True)
class Seat:
    """Somebody, with the patient whom they prepare and the case that they look at."""

    username: str
    patient: str
    item: str
    row: str


def _furnished(address: str, pack: Pack) -> Iterator[Seat]:
    """A board with a patient for each person, on the agenda of today; the guideline's cases in turn."""
    board = Board(open_database(address), Settings(password=CHEAP))
    upgrade(board.database)
    team, today = make_team(board, SYSTEM, "One").id, datetime.datetime.now(datetime.UTC).date()
    leads = _person(board, "lead", Role.COORDINATOR, team)
    held = plan_meeting(board, leads, team=team, day=today, begins="14:30", place="Room 1").id
    files = sorted(pack.guideline.cases_path.glob("*.yaml"))
    needed = [row.id for row in pack.guideline.context if row.needed == "listing"]
    for number in range(PEOPLE):
        name = f"person{number}"
        _person(board, name, Role.COORDINATOR, team)
        made = register_patient(
            board, leads, team=team, hospital_number=str(number), name=f"Name {number}", born=datetime.date(1960, 1, 1)
        )
        file = files[number % len(files)]
        document = read_case_text(file.read_bytes(), file.name, pack.guideline)
        document.pop("context", None)
        import_case(board, pack.guideline, leads, made.id, document)
        record(board, pack.guideline, leads, made.id, [New(EntrySubject.CONTEXT, row, "Said") for row in needed])
        item = list_case(board, pack.guideline, leads, held, made.id)
        yield Seat(name, made.id, item.id, needed[0])
    board.database.close()


def _person(board: Board, username: str, role: Role, team: str) -> Actor:
    made = make_account(board, SYSTEM, username=username, name=username, roles=[role], teams=[team])
    give_password(board, SYSTEM, made.id, PASSWORD)
    return made.actor


@contextmanager
def _served(address: str) -> Iterator[str]:
    """The address of the command itself at work."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "resecta", "serve", "--database", address, "--port", str(port)]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as board:
        try:
            ends = time.monotonic() + 120
            while time.monotonic() < ends:
                try:
                    httpx.get(f"http://127.0.0.1:{port}/readyz").raise_for_status()
                    break
                except httpx.HTTPError:
                    time.sleep(0.2)
            yield f"http://127.0.0.1:{port}"
        finally:
            board.terminate()


async def _clicked(at: str, seats: list[Seat]) -> Taken:
    taken = Taken()
    await asyncio.gather(*(_clicks(at, seat, number, taken) for number, seat in enumerate(seats)))
    return taken


async def _clicks(at: str, seat: Seat, number: int, taken: Taken) -> None:
    """Sign in, then list, case, facts and a saved row in turn."""
    chance = random.Random(number)
    async with httpx.AsyncClient(base_url=at, timeout=30) as browser:
        await asyncio.sleep(number * READS_SECONDS / PEOPLE * 2)
        form = (await browser.get("/sign-in")).text
        sent = {"csrf": MARK.search(form)[1], "username": seat.username, "password": PASSWORD, "code": ""}
        answer = await browser.post("/sign-in", data=sent)
        if answer.status_code != httpx.codes.SEE_OTHER:
            taken.wrong.append(f"sign-in: {answer.status_code}")
            return
        kinds = ("list", "case", "facts", "fragment")
        page = ""
        for click in range(CLICKS):
            await asyncio.sleep(chance.uniform(0.5, 1.5) * READS_SECONDS)
            kind = kinds[click % len(kinds)]
            began = time.perf_counter()
            answer = await _click(browser, kind, seat, page, f"Said at {click}")
            taken.times[kind].append(1000 * (time.perf_counter() - began))
            if answer.status_code != httpx.codes.OK or (kind == "fragment" and "X-Parts" not in answer.headers):
                taken.wrong.append(f"{kind}: {answer.status_code}")
            page = answer.text


async def _click(browser: httpx.AsyncClient, kind: str, seat: Seat, page: str, words: str) -> httpx.Response:
    if kind != "fragment":
        where = {"list": "/patients", "case": f"/items/{seat.item}", "facts": f"/patients/{seat.patient}/facts"}
        return await browser.get(where[kind])
    name = f"context.{seat.row}"
    seen = re.search(rf'name="seen.{re.escape(name)}" value="([^"]*)"', page)
    mark = MARK.search(page)
    sent = {name: words, f"was.{seat.row}": "", f"seen.{name}": seen[1], "csrf": mark[1]}
    head = {"X-Fragment": "1", "X-CSRF": mark[1]}
    return await browser.post(f"/patients/{seat.patient}/meeting", data=sent, headers=head)
