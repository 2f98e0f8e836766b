"""The demonstration, of this guideline and of one of which the application has never heard."""

from __future__ import annotations

import datetime
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.board.conftest import CHEAP, SEAL, Ticking
from tests.web.conftest import Visitor
from tests.web.test_facts import plain

from resecta.advice import assess
from resecta.board import Board, Settings, open_database
from resecta.board.packs import open_pack
from resecta.board.schema import upgrade
from resecta.case import case_from
from resecta.web.application import application
from resecta.web.demo import PATIENTS, furnish, people_of
from resecta.web.demo_cases import demonstrated
from resecta.web.settings import WebSettings
from resecta.web.site import Site
from resecta.web.worklist import Urgency, worklist

SECOND = Path(__file__).parents[1] / "guideline" / "second"
OF_THE_FIRST = re.compile(r"liver|rectal|rectum|KRAS|chemo|bevacizumab|remnant|oncolog", re.IGNORECASE)
ADDRESS = re.compile(r'href="(/(?:patients|meetings|items|decisions|account|audit)[^"#]*)')


@pytest.fixture(scope="module", params=["shipped", "second"])
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    pack = open_pack(None if request.param == "shipped" else SECOND)
    database = open_database(f"sqlite:///{tmp_path_factory.mktemp('demo')}/board.db")
    upgrade(database)
    board = Board(database, Settings(password=CHEAP, seal=SEAL), Ticking())
    furnish(board, pack, datetime.date(2026, 6, 8))
    told = people_of(pack)
    yield Site(board, pack, WebSettings(demo_people=told.people, demo_password=told.password, burst=10**6, rate=1e6))
    database.close()


def signed_in(site: Site, who: str) -> Visitor:
    visitor = Visitor(TestClient(application(site), base_url="http://board.example", follow_redirects=False))
    assert visitor.sign_in(who, site.settings.demo_password).status_code == 303
    return visitor


def test_everybody_whom_the_page_names_can_sign_in_and_begin(demo: Site) -> None:
    front = TestClient(application(demo)).get("/sign-in").text
    assert "every patient here is made up" in front
    for person in demo.settings.demo_people:
        assert f"<code>{person.username}</code>" in front
        visitor = signed_in(demo, person.username)
        assert visitor.get("/account").status_code == 200
    assert {"coordinator", "chair", "auditor", "administrator"} < {one.what for one in demo.settings.demo_people}


def test_every_page_that_a_chair_can_reach_is_there_and_speaks_of_its_own_guideline(demo: Site) -> None:
    chair = signed_in(demo, "chair")
    seen: dict[str, str] = {}
    todo = ["/patients", "/meetings", "/account", "/audit"]
    while todo and len(seen) < 60:
        path = todo.pop(0)
        answer = chair.get(path)
        assert answer.status_code == 200, path
        seen[path] = answer.text if "html" in answer.headers["content-type"] else ""
        todo += [one for one in dict.fromkeys(ADDRESS.findall(answer.text)) if one not in seen and one not in todo]
    assert len(seen) > 12
    other = demo.guideline.id != open_pack().guideline.id
    foreign = {path: OF_THE_FIRST.findall(plain(html)) for path, html in seen.items() if other}
    assert {path: found for path, found in foreign.items() if found} == {}


def test_the_demonstration_is_of_today_and_keeps_its_weekdays(demo: Site) -> None:
    coordinator = signed_in(demo, "coordinator")
    meeting = plain(coordinator.get("/meetings").text)
    assert "Monday 8 June 2026" in meeting
    patients = coordinator.get("/patients").text.count("data-found-by=")
    assert patients == min(12, len(list(demo.guideline.cases_path.glob("*.yaml"))))


def test_something_of_each_kind_waits_whatever_day_the_demonstration_is_of() -> None:
    pack = open_pack()
    for day in (datetime.date(2026, 6, 8), datetime.date(2027, 2, 28)):
        cases = demonstrated(pack, day, PATIENTS, 5)
        made = [case_from({**document, "assessed_on": day.isoformat()}, pack.guideline) for document in cases]
        found = [worklist(pack.guideline, case, assess(pack.guideline, case)) for case in made]
        kinds = {one.urgency for waiting in found for one in waiting}
        depends_on_who_asks = {Urgency.OWN_VIEW}
        assert kinds == set(Urgency) - {Urgency.DISPUTED} - depends_on_who_asks, (
            "no worked case has opinions that differ"
        )
        assert sum(map(bool, found)) > len(found) // 2


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        (["--demo", "--database", "postgresql://board@localhost/board"], "leave --demo out"),
        ([], "try --demo"),
        (["--database", "mysql://x/y"], "sqlite:///board.db or postgresql://"),
        (["--demo", "--time-zone", "Nowhere/City"], "name it as Europe/Copenhagen"),
    ],
)
def test_what_cannot_be_served_is_said_with_its_mend(words: list[str], mend: str) -> None:
    program = [sys.executable, "-m", "resecta", "serve", *words]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert mend in done.stderr
    assert "Traceback" not in done.stderr
