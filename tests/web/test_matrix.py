"""Every route for every role, at home and in another team: what the table of rights does not allow is refused."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.web.conftest import Room, Visitor, password_of
from tests.web.test_deciding import SIMULTANEOUS, listed, propose, sign

from resecta.board import Action, may
from resecta.web.csrf import HEADER
from resecta.web.routes import PAGES
from resecta.web.visit import Open, Page

ROLES = ("coordinator", "surgeon", "chair", "auditor", "administrator")


@dataclass(frozen=True)
class World:
    """A board on which everything has happened once; ``names`` fills the places of an address."""

    room: Room
    names: dict[str, str]

    def address(self, page: Page) -> str:
        filled = page.path
        for place, id in self.names.items():
            filled = filled.replace(f"{{{place}}}", id)
        return filled

    def ask(self, visitor: Visitor, page: Page) -> int:
        mark = "" if page.method == "GET" else visitor.mark("/account")
        if page.path.startswith("/api/"):
            said = visitor.client.request(page.method, self.address(page), headers={HEADER: mark}, json={})
        else:
            said = visitor.client.request(page.method, self.address(page), data={"csrf": mark})
        return said.status_code


@pytest.fixture
def world(room: Room, case_files: dict[str, Path]) -> World:
    patient, item = listed(room, case_files[SIMULTANEOUS])
    chair = room.visitor("chair")
    decision = propose(chair, item, strategy="simultaneous_resection").headers["location"]
    for who in ("chair", "surgeon"):
        assert sign(chair, decision, who).status_code == 303
    meeting = chair.get("/meetings").text.partition('href="/meetings/')[2][:16]
    names = {"patient": patient.id, "item": item[-16:], "decision": decision[-16:], "meeting": meeting}
    return World(
        room,
        {
            **names,
            "element": "age",
            "token": "no-such-token",
            "change": "0" * 16,
            "account": room.people["auditor"].account,
        },
    )


def test_no_role_is_answered_more_than_its_rights(world: World) -> None:
    answered = 0
    for role in ROLES:
        actor = world.room.people[role]
        for page in PAGES:
            if isinstance(page.action, Open):
                continue
            status = world.ask(world.room.visitor(role), page)
            assert (status == 403) == (not may(actor, page.action)), (role, page.method, page.path, status)
            assert status < 500, (role, page.method, page.path, status)
            answered += status in (200, 303)
    assert answered > 60


def test_nothing_of_another_team_is_there_for_anybody(world: World) -> None:
    elsewhere = world.room.visitor("elsewhere")
    for page in PAGES:
        if isinstance(page.action, Open) or "{" not in page.path or "{account}" in page.path:
            continue
        status = world.ask(elsewhere, page)
        allowed = may(world.room.people["elsewhere"], page.action)
        unread = {422} if page.path.startswith("/api/") else set()  # a body that says nothing is refused of any patient
        assert status in ({404} | unread if allowed else {403}), (page.method, page.path, status)


def test_every_action_of_the_board_that_people_take_has_a_route() -> None:
    routed = {page.action for page in PAGES}
    assert {Action.READ_PATIENT, Action.RECORD, Action.SIGN_DECISION, Action.IMPORT_CASE} <= routed
    assert all(isinstance(page.action, Action | Open) for page in PAGES)
    assert password_of("x") not in str(PAGES)
