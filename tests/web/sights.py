"""Every page of the board with something on it, on the demonstration: what pictures and checks walk through."""

from __future__ import annotations

import datetime
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page
from starlette.testclient import TestClient
from tests.board.conftest import CHEAP, SEAL
from tests.web.conftest import Visitor
from tests.web.served import served

from resecta.board import Board, Role, Settings, open_database
from resecta.board.packs import Pack
from resecta.board.schema import upgrade
from resecta.web.application import application
from resecta.web.demo import Demo, furnish, people_of
from resecta.web.settings import WebSettings
from resecta.web.site import Site

AT = datetime.datetime(2026, 6, 8, 14, 2, tzinfo=datetime.UTC)
NOBODY = ""


@dataclass(frozen=True)
class Sight:
    """One page: its name, whose it is (``NOBODY`` for anybody), its path, and what is done there before one looks."""

    name: str
    who: str
    path: str
    do: Callable[[Page], None] | None = None


@dataclass(frozen=True)
class Stage:
    """A demonstration that is served, on which a case is signed and another proposed."""

    address: str
    site: Site
    password: str
    sights: tuple[Sight, ...]

    def sign_in(self, page: Page, who: str) -> None:
        """Sign in as somebody of the demonstration."""
        page.goto(f"{self.address}/sign-in")
        page.fill("[name=username]", who)
        page.fill("[name=password]", self.password)
        page.click("main form button")
        page.wait_for_load_state()

    def open(self, page: Page, sight: Sight) -> None:
        """Go to a page, as whoever has signed in, and do there what is to be done."""
        page.goto(self.address + sight.path)
        if sight.do is not None:
            sight.do(page)
            page.wait_for_load_state()


@contextmanager
def stage(pack: Pack) -> Iterator[Stage]:
    """The demonstration of one day, served while the context lasts."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/demo.db")
        upgrade(database)
        board, demo = Board(database, Settings(password=CHEAP, seal=SEAL), lambda: AT), people_of(pack)
        furnish(board, pack, AT.date())
        settings = WebSettings(demo_people=demo.people, demo_password=demo.password, rate=1e6, burst=1_000_000)
        site = Site(board, pack, settings)
        app = application(site)
        client = TestClient(app, base_url="http://board.example", follow_redirects=False)
        case_file = max(pack.guideline.cases_path.glob("*.yaml"))
        sights = tuple(_sights(Visitor(client), demo, case_file))
        with served(app) as address:
            yield Stage(address, site, demo.password, sights)
        database.close()


def _sights(visitor: Visitor, demo: Demo, case_file: Path) -> Iterator[Sight]:
    password, roles = demo.password, set(map(str, Role))
    clinician = next(person.username for person in demo.people if person.what not in roles)
    assert visitor.sign_in("chair", password).status_code == 303
    meeting = re.findall(r"/meetings/[0-9a-f]{16}", visitor.get("/meetings").text)[0]
    items = list(dict.fromkeys(re.findall(r"/items/[0-9a-f]{16}", visitor.get(meeting).text)))
    patients = [re.findall(r"/patients/[0-9a-f]{16}", visitor.get(item).text)[0] for item in items]
    signed, proposed = (_proposed(visitor, item) for item in items[:2])
    for who in ("chair", clinician):
        assert _signed(visitor, signed, who, password)
    assert _signed(visitor, proposed, "chair", password)
    yield Sight("sign-in", NOBODY, "/sign-in")
    yield Sight("sign-in-refused", NOBODY, "/sign-in", _sign_in_wrongly)
    yield Sight("patients", "chair", "/patients")
    yield Sight("meetings", "chair", "/meetings")
    yield Sight("meeting", "chair", meeting)
    yield Sight("case", "chair", items[3])
    yield Sight("room", "chair", f"{items[3]}/room")
    yield Sight("departure", "chair", items[2], _depart)
    yield Sight("facts", "chair", f"{patients[3]}/facts")
    yield Sight("history", "chair", f"{patients[3]}/history/age")
    yield Sight("what-if", "chair", f"{patients[3]}/what-if")
    yield Sight("decisions", "chair", f"{patients[0]}/decisions")
    yield Sight("decision-proposed", "chair", proposed)
    yield Sight("decision-signed", "chair", signed)
    yield Sight("kept", "chair", f"{signed}/kept")
    yield Sight("audit", "chair", "/audit")
    yield Sight("account", "chair", "/account")
    yield Sight("account-code", "chair", "/account", lambda page: page.click("text=Set up a one-time code"))
    yield Sight("patient-new", "coordinator", "/patients/new")
    yield Sight("identity", "coordinator", f"{patients[3]}/identity")
    yield Sight("files", "coordinator", f"{patients[3]}/files")
    yield Sight("review", "coordinator", f"{patients[3]}/files", lambda page: _import(page, case_file))
    yield Sight("facts-refused", "coordinator", f"{patients[4]}/facts", _type_wrongly)
    yield Sight("people", "admin", "/people")
    yield Sight("not-allowed", "admin", "/patients")
    yield Sight("trail", "auditor", "/trail")
    yield Sight("nothing-here", "auditor", "/patients/0000000000000000")


def _proposed(visitor: Visitor, item: str) -> str:
    """A decision in words, which departs from the guideline; its path."""
    text = visitor.get(item).text
    request = re.search(r'name="request" value="([^"]+)"', text)
    assert request
    asked = dict.fromkeys(re.findall(r'name="(asked\.[a-z_]+)"', text), "yes")
    fields = {"request": request[1], "strategy": "another", "words": "Chemotherapy first, then a new scan", **asked}
    fields["because"] = "The patient wants no operation before the summer"
    return visitor.post(item, f"{item}/decision", fields=fields).headers["location"]


def _signed(visitor: Visitor, decision: str, who: str, password: str) -> bool:
    fields = {"username": who, "password": password, "code": ""}
    return visitor.post(decision, f"{decision}/sign", fields=fields).status_code == 303


def _sign_in_wrongly(page: Page) -> None:
    page.fill("[name=username]", "nobody")
    page.fill("[name=password]", "not the password")
    page.click("main form button")


def _depart(page: Page) -> None:
    page.check("#way-another")
    page.fill("#field-words", "Watch and wait")
    page.click("text=Propose, then sign")


def _import(page: Page, case_file: Path) -> None:
    page.set_input_files("[name=case]", case_file)
    page.click("text=Review the file")


def _type_wrongly(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details.fold').forEach((one) => { one.open = true; })")
    page.fill("[name='fact.age']", "eleven")
    page.keyboard.press("Tab")
    page.wait_for_selector(".wrong")
