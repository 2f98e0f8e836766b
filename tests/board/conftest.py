"""A board of its own for each test, with a team, another team, and a person for each role."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import pytest
from cryptography.fernet import Fernet
from tests.board.servers import PostgreSQL, Server, SQLite

from resecta.board import SYSTEM, Actor, Board, Database, PasswordCost, Role, Settings, accounts, open_database
from resecta.board.patients import Patient, register_patient
from resecta.board.schema import upgrade
from resecta.board.seal import Seal

CHEAP = PasswordCost(passes=1, memory=8, lanes=1)
SEAL = Seal((Fernet.generate_key().decode(),))
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


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, Server]]:
    """The two kinds of database, each with one that is furnished: each test gets a copy."""
    with PostgreSQL() as postgresql:
        yield {"sqlite": SQLite(tmp_path_factory.mktemp("board")), "postgresql": postgresql}


@pytest.fixture(scope="session")
def furnished(servers: Mapping[str, Server]) -> Mapping[str, Room]:
    """Two teams and a person for each role, made once in each kind of database."""
    rooms = {}
    for kind, server in servers.items():
        database = open_database(server.furnished())
        upgrade(database)
        rooms[kind] = furnish(database)
        database.close()
    return rooms


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def kind(request: pytest.FixtureRequest) -> str:
    """Which kind of database the test runs on: each test runs on both."""
    return str(request.param)


@pytest.fixture
def database(furnished: Mapping[str, Room], servers: Mapping[str, Server], kind: str) -> Iterator[Database]:
    """A database of its own, with people and teams."""
    assert furnished[kind]
    with servers[kind].copy() as address:
        made = open_database(address)
        yield made
        made.close()


@pytest.fixture
def room(furnished: Mapping[str, Room], kind: str, database: Database) -> Room:
    """A board with two teams."""
    there = furnished[kind]
    clock = Ticking(there.clock.at)
    return replace(there, board=Board(database, Settings(password=CHEAP, seal=SEAL), clock), clock=clock)


def furnish(database: Database) -> Room:
    """Put teams and people into an empty database."""
    clock = Ticking()
    board = Board(database, Settings(password=CHEAP, seal=SEAL), clock)
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
