"""Boards that are killed in the middle of deciding: many processes propose and sign at once, and none may finish.

``python -m tests.board.crash`` does 20 rounds of 1,000 decisions on each kind of database.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from tests.board.conftest import CHEAP, Room, furnish
from tests.board.deciding import WORDS, Table, page, table
from tests.board.servers import PostgreSQL

from resecta.board import Board, Settings, open_database, tables
from resecta.board.accounts import account_by_id
from resecta.board.credentials import Proved
from resecta.board.decision import Decision, DecisionState
from resecta.board.decisions import propose, sign
from resecta.board.kept_decisions import whole
from resecta.board.moment import now
from resecta.board.packs import open_pack
from resecta.board.schema import upgrade
from resecta.board.verify import verify

EMERGENCY = b"""
assessed_on: 2026-06-08
facts: {perforation: true}
context: {question: What now?, new_problem: Perforation, wishes: Not asked yet}
"""
"""A case in which no plan is dated: what is tried is the keeping, not the advice."""
ROOT = Path(__file__).parents[2]


def work(address: str, item: str, proposer: str, signers: list[str], name: str, count: int) -> None:
    """Decide so often, and say each time what was acknowledged: the id once all have signed."""
    pack, board = open_pack(), Board(open_database(address), Settings(password=CHEAP))
    with board.database.reading() as connection:
        actor = account_by_id(connection, proposer).actor
        accounts = [account_by_id(connection, each) for each in signers]
    for number in range(count):
        made = propose(board, pack, actor, item, WORDS, render=page, request=f"{name} {number}")
        for account in accounts:
            assert isinstance(made, Decision)
            made = sign(board, Proved(account, now(), "password"), made.id)
        assert isinstance(made, Decision)
        sys.stdout.write(f"{made.id}\n")
        sys.stdout.flush()


@dataclass(frozen=True)
class Outcome:
    """What was acknowledged, and what the database says afterwards."""

    acknowledged: set[str]
    signed: set[str]
    proposed: set[str]
    without_snapshot: int
    broken: str | None

    @property
    def faults(self) -> list[str]:
        """What must never be."""
        lost = len(self.acknowledged - self.signed)
        told = [f"{lost} acknowledged decisions are lost"] if lost else []
        told += [f"{self.without_snapshot} decisions have no snapshot"] if self.without_snapshot else []
        return [*told, *([self.broken] if self.broken else [])]


def killed(at: Table, address: str, *, workers: int, count: int, after: int, name: str) -> Outcome:
    """Let so many processes decide at once, so often each; kill them all once so many decisions were acknowledged."""
    room, acknowledged, enough = at.room, set[str](), threading.Event()
    people = [room.surgeon.account, room.chair.account]
    running = [
        subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.board.crash", address, at.item.id, room.coordinator.account),
                *(",".join(people), f"{name} {number}", str(count)),
            ],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        for number in range(workers)
    ]

    def listen(process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        with process.stdout as said:
            for line in said:
                if line.endswith("\n"):
                    acknowledged.add(line.strip())
                if len(acknowledged) >= after:
                    enough.set()

    listeners = [threading.Thread(target=listen, args=(process,)) for process in running]
    for each in listeners:
        each.start()
    enough.wait(timeout=600)
    for process in running:
        process.kill()
    for process in running:
        process.wait()
    for each in listeners:
        each.join()
    return looked_at(room, acknowledged)


def looked_at(room: Room, acknowledged: set[str]) -> Outcome:
    """What the database holds."""
    with room.board.database.reading() as connection:
        decisions = whole(connection, connection.execute(select(tables.decision)))
        snapshots = connection.scalar(select(func.count()).select_from(tables.snapshot)) or 0
    states = {state: {one.id for one in decisions if one.state is state} for state in DecisionState}
    broken = verify(room.board.database).broken
    return Outcome(
        acknowledged,
        states[DecisionState.SIGNED],
        states[DecisionState.PROPOSED],
        len(decisions) - snapshots,
        None if broken is None else broken.words,
    )


def gone_wrong(kind: str, kill: Callable[[int], Outcome]) -> int:
    """20 rounds, each told as it is over; how many went wrong."""
    wrong = 0
    for number in range(20):
        found = kill(number)
        wrong += bool(found.faults)
        told = "; ".join(found.faults) or "nothing lost, nothing half, the trail whole"
        sys.stdout.write(f"{kind}, round {number + 1}: killed after {len(found.acknowledged)} acknowledged: {told}\n")
        sys.stdout.flush()
    return wrong


def rounds(address: str, kind: str) -> int:
    """20 rounds of 1,000 decisions by 8 processes, each killed at another moment; how many went wrong."""
    database = open_database(address)
    upgrade(database)
    room = furnish(database)
    room = Room(**{**vars(room), "board": Board(database, Settings(password=CHEAP))})
    at = table(room, open_pack(), case=EMERGENCY)

    def kill(number: int) -> Outcome:
        after = random.Random(number).randint(50, 950)
        return killed(at, address, workers=8, count=125, after=after, name=f"round {number}")

    return gone_wrong(kind, kill)


def main() -> int:
    """Both kinds of database."""
    with tempfile.TemporaryDirectory() as folder:
        wrong = rounds(f"sqlite:///{folder}/board.db", "SQLite")
    with PostgreSQL() as server:
        return int(bool(wrong + rounds(server.empty(), "PostgreSQL")))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        work(*sys.argv[1:4], sys.argv[4].split(","), sys.argv[5], int(sys.argv[6]))
    else:
        sys.exit(main())
