"""The patients of one's teams with what waits for each, and adding one."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from resecta.board.own_teams import own_teams
from resecta.board.patients import register_patient
from resecta.board.rights import Action, may
from resecta.document import InputError
from resecta.lazy_dataclass import dataclass
from resecta.web.answers import on_to, page
from resecta.web.forms import FieldOption
from resecta.web.posted import FormError, Refused, refused_of
from resecta.web.visit import Page
from resecta.web.waiting import waiting
from resecta.web.wording import wording

if TYPE_CHECKING:
    from starlette.responses import Response

    from resecta.web.visit import Visit


def _list(visit: Visit) -> Response:
    return _listed(visit, "", "")


def _search(visit: Visit) -> Response:
    """What is looked for comes in the body: a name has no place in an address."""
    return _listed(visit, visit.text("wanted"), visit.text("kind"))


def _listed(visit: Visit, wanted: str, kind: str) -> Response:
    return page(
        visit,
        "patients.html",
        rows=[row for row in waiting(visit) if row.found_by(wanted) and kind in ("", *row.kinds)],
        wanted=wanted,
        kind=kind,
        kinds=[FieldOption(*one) for one in wording().kinds.items()],
        may_register=may(visit.who, Action.REGISTER_PATIENT),
        here="/patients",
    )


@dataclass(frozen=True, slots=True)
class _Typed:
    name: str = ""
    hospital_number: str = ""
    born: str = ""
    team: str = ""


def _empty(visit: Visit) -> Response:
    return _new(visit, _Typed(), ())


def _new(visit: Visit, typed: _Typed, refused: tuple[Refused, ...]) -> Response:
    teams = tuple(FieldOption(team.id, team.name) for team in own_teams(visit.site.board, visit.who))
    status = 422 if refused else 200
    return page(visit, "patient_new.html", status, typed=typed, refused=refused, teams=teams, here="/patients")


def _add(visit: Visit) -> Response:
    typed = _Typed(*(visit.text(name) for name in ("name", "hospital_number", "born", "team")))
    try:
        born = read_day("born", typed.born)
        made = register_patient(
            visit.site.board,
            visit.who,
            team=typed.team,
            hospital_number=typed.hospital_number,
            name=typed.name,
            born=born,
        )
    except FormError as error:
        return _new(visit, typed, error.refused)
    except InputError as error:
        return _new(visit, typed, refused_of(error))
    return on_to(f"/patients/{made.id}/facts")


def read_day(field: str, typed: str) -> datetime.date:
    """A whole date from a form. Raises FormError."""
    try:
        return datetime.date.fromisoformat(typed)
    except ValueError:
        raise FormError((Refused(field, "this is no date", "write it as 1961-05-03"),)) from None


PAGES = (
    Page("GET", "/patients", Action.LIST_PATIENTS, _list),
    Page("POST", "/patients", Action.LIST_PATIENTS, _search),
    Page("GET", "/patients/new", Action.REGISTER_PATIENT, _empty),
    Page("POST", "/patients/new", Action.REGISTER_PATIENT, _add),
)
