"""A running application for each test, on a board of its own, and somebody to sign in as."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from starlette.testclient import TestClient
from tests.board.conftest import CHEAP, SEAL, Ticking
from tests.web.browserless import forms_of

from resecta.board import SYSTEM, Actor, Board, Role, Settings, accounts, open_database
from resecta.board.credentials import give_password
from resecta.board.incoming import import_case, read_case_text
from resecta.board.packs import Pack, open_pack
from resecta.board.patients import Patient, register_patient
from resecta.board.schema import upgrade
from resecta.guideline import Guideline
from resecta.web.application import application
from resecta.web.settings import WebSettings
from resecta.web.site import Site

MARK = re.compile(r'name="csrf" value="([^"]+)"')


def password_of(username: str) -> str:
    """Everybody's password in the tests."""
    return f"the password of {username}"


@dataclass(frozen=True)
class Room:
    """A site with two teams; ``people`` by user name, one for each role, and one of the other team."""

    site: Site
    people: dict[str, Actor]
    team: str
    other_team: str

    def patient(self, case_file: Path | None = None, team: str | None = None, number: str = "4711") -> Patient:
        """A patient, with what a case file says of them."""
        coordinator = self.people["coordinator" if team in (None, self.team) else "elsewhere"]
        made = register_patient(
            self.site.board,
            coordinator,
            team=team or self.team,
            hospital_number=number,
            name="Ada Test",
            born=datetime.date(1960, 2, 3),
        )
        if case_file is not None:
            document = read_case_text(case_file.read_bytes(), case_file.name, self.site.guideline)
            written = import_case(self.site.board, self.site.guideline, coordinator, made.id, document)
            assert not written.conflicts
        return made

    def visitor(self, username: str) -> Visitor:
        """Somebody who has signed in."""
        made = self.stranger()
        answer = made.sign_in(username, password_of(username))
        assert answer.status_code == 303, answer.text
        return made

    def stranger(self) -> Visitor:
        """Somebody who has not."""
        client = TestClient(application(self.site), base_url="http://board.example", follow_redirects=False)
        return Visitor(client)


@dataclass(frozen=True)
class Visitor:
    """A browser without script: forms are sent with the mark of the page that they stand on."""

    client: TestClient

    def get(self, address: str) -> Response:
        return self.client.get(address)

    def mark(self, page: str) -> str:
        found = MARK.search(self.client.get(page).text)
        assert found, f"{page} has no form"
        return found[1]

    def sign_in(self, username: str, password: str, code: str = "") -> Response:
        """Try to sign in."""
        return self.post("/sign-in", "/sign-in", fields={"username": username, "password": password, "code": code})

    def fill(self, page: str, address: str, **changed: str) -> Response:
        """Open a page, change some fields of the first form that goes to an address and has them, and send it."""
        forms = forms_of(self.client.get(page).text)
        form = next(fields for action, fields in forms if action == address and changed.keys() <= fields.keys())
        return self.client.post(address, data={**form, **changed})

    def post(self, page: str, address: str, **fields: Any) -> Response:
        """Send a form of a page. Names with dots are given in one mapping, ``fields``."""
        values = {**fields.pop("fields", {}), **fields}
        return self.client.post(address, data={"csrf": self.mark(page), **values})


@pytest.fixture
def clock() -> Ticking:
    return Ticking()


@pytest.fixture(scope="session")
def pack() -> Pack:
    """The guideline that Resecta ships, with its files."""
    return open_pack()


@pytest.fixture
def room(tmp_path: Path, pack: Pack, clock: Ticking) -> Iterator[Room]:
    database = open_database(f"sqlite:///{tmp_path}/board.db")
    upgrade(database)
    yield furnished(Board(database, Settings(password=CHEAP, seal=SEAL), clock), pack)
    database.close()


def furnished(board: Board, pack: Pack) -> Room:
    """The board with its people."""
    team, other = (accounts.make_team(board, SYSTEM, name).id for name in ("Colorectal", "Upper gut"))
    people: dict[str, Actor] = {}
    person = _hiring(board, people)
    first, second = (*pack.guideline.disciplines_required, "coordination", "coordination")[:2]
    person("coordinator", Role.COORDINATOR, team, None)
    person("surgeon", Role.CLINICIAN, team, first)
    person("radiologist", Role.CLINICIAN, team, second)
    person("chair", Role.CHAIR, team, first)
    person("auditor", Role.AUDITOR, team, None)
    person("administrator", Role.ADMINISTRATOR, team, None)
    person("elsewhere", Role.COORDINATOR, other, None)
    return Room(Site(board, pack, WebSettings(burst=100_000, rate=1e6)), people, team, other)


def _hiring(board: Board, people: dict[str, Actor]) -> Callable[[str, Role, str, str | None], None]:
    def hire(username: str, role: Role, team: str, discipline: str | None) -> None:
        made = accounts.make_account(
            board,
            SYSTEM,
            username=username,
            name=username.capitalize(),
            roles=[role],
            teams=[team],
            discipline=discipline,
        )
        give_password(board, SYSTEM, made.id, password_of(username))
        people[username] = made.actor

    return hire


@pytest.fixture
def case_files(shipped: Guideline) -> dict[str, Path]:
    """The guideline's own cases by name."""
    return {file.stem: file for file in sorted(shipped.cases_path.glob("*.yaml"))}
