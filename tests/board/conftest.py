"""A board of its own for each test, with a team, another team, and a person for each role."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from resecta.board import SYSTEM, Actor, Board, Database, PasswordCost, Role, Settings, accounts, open_database
from resecta.board.patients import Patient, register_patient
from resecta.board.schema import upgrade

CHEAP = PasswordCost(passes=1, memory=8, lanes=1)
TODAY = datetime.date(2026, 6, 8)


@dataclass
class Ticking:
    """A clock that a test can set; each look moves it on by a second."""

    at: datetime.datetime = datetime.datetime(2026, 6, 8, 14, 2, tzinfo=datetime.UTC)
    step: datetime.timedelta = field(default=datetime.timedelta(seconds=1))

    def __call__(self) -> datetime.datetime:
        self.at += self.step
        return self.at


@dataclass(frozen=True)
class Room:
    """A board and who sits round it. ``outside`` belongs to another team."""

    board: Board
    clock: Ticking
    team: str
    other_team: str
    coordinator: Actor
    radiologist: Actor
    surgeon: Actor
    chair: Actor
    auditor: Actor
    administrator: Actor
    outside: Actor

    def patient(self, number: str = "17") -> Patient:
        """A patient of the team."""
        born = datetime.date(1960, 2, 3)
        return register_patient(
            self.board, self.coordinator, team=self.team, hospital_number=number, name="Ada Test", born=born
        )


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty database that is up to date."""
    made = open_database(f"sqlite:///{tmp_path}/board.db")
    upgrade(made)
    yield made
    made.close()


@pytest.fixture
def room(database: Database) -> Room:
    """A board with two teams."""
    clock = Ticking()
    board = Board(database, Settings(password=CHEAP), clock)
    team, other = (accounts.make_team(board, SYSTEM, name).id for name in ("Colorectal", "Upper gut"))

    def person(name: str, role: Role, at: str = team, discipline: str | None = None) -> Actor:
        return accounts.make_account(
            board, SYSTEM, username=name.lower(), name=name, roles=[role], teams=[at], discipline=discipline
        ).actor

    return Room(
        board,
        clock,
        team,
        other,
        person("Coordinator", Role.COORDINATOR),
        person("Radiologist", Role.CLINICIAN, discipline="radiology"),
        person("Surgeon", Role.CLINICIAN, discipline="hepatobiliary surgery"),
        person("Chair", Role.CHAIR, discipline="colorectal surgery"),
        person("Auditor", Role.AUDITOR),
        person("Administrator", Role.ADMINISTRATOR),
        person("Outside", Role.CLINICIAN, other, "radiology"),
    )
