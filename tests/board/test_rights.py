"""Who may do what: deny by default, and a team's patients for the team alone."""

from __future__ import annotations

import pytest

from resecta.board import SYSTEM, Action, Actor, Role, may
from resecta.board.rights import RIGHTS, AccessScope, matrix

PEOPLE = [role for role in Role if role is not Role.SYSTEM]


def actor(role: Role, *teams: str) -> Actor:
    return Actor("a", "A", frozenset({role}), frozenset(teams))


def test_every_action_has_a_row() -> None:
    assert set(RIGHTS) == set(Action)


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", PEOPLE)
def test_a_right_reaches_the_own_team_and_never_another_unless_it_reaches_all(role: Role, action: Action) -> None:
    reach = RIGHTS[action].get(role)
    member = actor(role, "ours")
    assert may(member, action, "ours") is (reach is not None)
    assert may(member, action, "theirs") is (reach is AccessScope.ALL)
    assert may(member, action) is (reach is not None)
    assert may(actor(role), action) is (reach is AccessScope.ALL)


def test_who_has_no_role_may_nothing() -> None:
    nobody = Actor("a", "A", frozenset(), frozenset({"ours"}))
    assert not any(may(nobody, action, "ours") or may(nobody, action) for action in Action)


def test_an_administrator_sees_no_patient_and_an_auditor_changes_nothing() -> None:
    rights = {role: {action for action in Action if role in RIGHTS[action]} for role in PEOPLE}
    assert rights[Role.ADMINISTRATOR] == {Action.READ_PEOPLE, Action.KEEP_PEOPLE}
    assert rights[Role.AUDITOR]
    assert all(str(action).startswith(("read ", "list patients")) for action in rights[Role.AUDITOR])
    assert {action for action in Action if may(SYSTEM, action, "ours")} == {Action.REFRESH_WORKLIST, Action.KEEP_PEOPLE}


def test_the_table_for_people_says_what_the_table_says() -> None:
    head, *rows = matrix(PEOPLE)
    assert head == ("", *map(str, PEOPLE))
    assert [row[0] for row in rows] == [str(action) for action in Action]
    for row, action in zip(rows, Action, strict=True):
        assert [cell != "" for cell in row[1:]] == [role in RIGHTS[action] for role in PEOPLE]
