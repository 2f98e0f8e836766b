"""What the board remembers: the worklist of thousands of patients, and what opening one costs."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import insert

from resecta.board import SYSTEM, Actor, Board, Role, open_database, tables
from resecta.board.accounts import make_account, make_team
from resecta.board.patients import PatientFile, read_patient
from resecta.board.schema import upgrade
from resecta.board.worklist import Task, refresh_worklist, worklist
from table import Line
from timing import best

TITLE = "The board's memory (SQLite, 5,000 patients with 30 entries each)"
PATIENTS = 5_000
ENTRIES = 30


def measure() -> list[Line]:
    """The list, and one patient."""
    with tempfile.TemporaryDirectory() as folder:
        board = Board(open_database(f"sqlite:///{Path(folder) / 'board.db'}"))
        upgrade(board.database)
        team = make_team(board, SYSTEM, "One").id
        who = make_account(board, SYSTEM, username="a", name="A", roles=[Role.COORDINATOR], teams=[team]).actor
        _fill(board, team)
        while refresh_worklist(board, _waiting, datetime.datetime.now(datetime.UTC).date()):
            pass
        lines = _lines(board, who)
        board.database.close()
    return lines


def _lines(board: Board, who: Actor) -> list[Line]:
    return [
        Line("the worklist, all patients", best(lambda: worklist(board, who)), "s", 1),
        Line(
            "opening a patient, its link in the trail too",
            1e3 * best(lambda: read_patient(board, who, _id(7))),
            "ms",
            50,
        ),
    ]


def _id(number: int) -> str:
    return f"{number:016x}"


def _waiting(_: PatientFile, day: datetime.date) -> Sequence[Task]:
    return [Task("window", "Closes on Thursday", day), Task("missing", "A result is missing")]


def _fill(board: Board, team: str) -> None:
    now = datetime.datetime.now(datetime.UTC)
    people = [
        {"id": _id(one), "team": team, "hospital_number": str(one), "name": f"N {one}", "born": now.date()}
        for one in range(PATIENTS)
    ]
    entries = [
        {"id": _id(one * ENTRIES + number), "patient": _id(one), "kind": "context", "key": f"k{number}"}
        for one in range(PATIENTS)
        for number in range(ENTRIES)
    ]
    said = {"whose": "", "content_json": "1", "withdrawn": False, "source": "", "recorded_at": now}
    with board.database.writing() as connection:
        connection.execute(insert(tables.patient), [{**one, "registered_at": now} for one in people])
        connection.execute(insert(tables.entry), [{**one, **said} for one in entries])
