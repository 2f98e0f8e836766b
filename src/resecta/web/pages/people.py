"""People and teams, kept by the administrator, who sees no patient."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from resecta.board.accounts import accounts, change_account, close_account, make_account, make_team, teams
from resecta.board.credentials import give_password
from resecta.board.rights import Action, Role, may
from resecta.document import InputError
from resecta.web.answers import on_to, page
from resecta.web.forms import FieldOption, disciplines
from resecta.web.posted import Refused, refused_of
from resecta.web.visit import Page

if TYPE_CHECKING:
    from starlette.responses import Response

    from resecta.web.visit import Visit

ROLES = tuple(role for role in Role if role is not Role.SYSTEM)


def _list(visit: Visit) -> Response:
    return _people(visit, ())


def _people(visit: Visit, refused: Sequence[Refused]) -> Response:
    board = visit.site.board
    typed = {name: visit.text(name) for name in ("username", "name", "team_name")} if refused else {}
    return page(
        visit,
        "people.html",
        422 if refused else 200,
        people=accounts(board, visit.who),
        teams=teams(board, visit.who),
        roles=ROLES,
        disciplines=tuple(FieldOption(name, name.capitalize()) for name in disciplines(visit.site.guideline)),
        may_keep=may(visit.who, Action.KEEP_PEOPLE),
        typed=typed,
        refused=refused,
        here="/people",
    )


def _chosen(visit: Visit) -> dict[str, Any]:
    """What somebody is to the board, as ticked. Raises InputError for a role that is none."""
    roles = [Role(word) for word in visit.posted.get("roles", ()) if word in tuple(ROLES)]
    return {
        "roles": roles,
        "teams": list(visit.posted.get("teams", ())),
        "discipline": visit.text("discipline") or None,
    }


def _add(visit: Visit) -> Response:
    board, who = visit.site.board, visit.who
    known = {team.id for team in teams(board, who)}
    chosen = _chosen(visit)
    if not chosen["roles"] or not known.issuperset(chosen["teams"]):
        return _people(visit, (Refused("roles", "no role or no known team is chosen", "tick what the person is"),))
    try:
        made = make_account(board, who, username=visit.text("username"), name=visit.text("name"), **chosen)
        give_password(board, who, made.id, next(iter(visit.posted.get("new_password", ())), ""))
    except InputError as error:
        return _people(visit, refused_of(error))
    return on_to("/people")


def _change(visit: Visit) -> Response:
    try:
        change_account(visit.site.board, visit.who, visit.params["account"], **_chosen(visit))
    except InputError as error:
        return _people(visit, refused_of(error))
    return on_to("/people")


def _password(visit: Visit) -> Response:
    password = next(iter(visit.posted.get("new_password", ())), "")
    try:
        give_password(visit.site.board, visit.who, visit.params["account"], password)
    except InputError as error:
        return _people(visit, refused_of(error))
    return on_to("/people")


def _close(visit: Visit) -> Response:
    close_account(visit.site.board, visit.who, visit.params["account"])
    return on_to("/people")


def _team(visit: Visit) -> Response:
    try:
        make_team(visit.site.board, visit.who, visit.text("team_name"))
    except InputError as error:
        return _people(visit, refused_of(error))
    return on_to("/people")


PAGES = (
    Page("GET", "/people", Action.READ_PEOPLE, _list),
    Page("POST", "/people", Action.KEEP_PEOPLE, _add),
    Page("POST", "/people/teams", Action.KEEP_PEOPLE, _team),
    Page("POST", "/people/{account}", Action.KEEP_PEOPLE, _change),
    Page("POST", "/people/{account}/password", Action.KEEP_PEOPLE, _password),
    Page("POST", "/people/{account}/close", Action.KEEP_PEOPLE, _close),
)
