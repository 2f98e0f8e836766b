"""Who a patient is: how it was registered, how it was corrected and why, and a form to correct it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from resecta.board.accounts import names_of
from resecta.board.identities import correct_identity, identities
from resecta.board.rights import Action, may
from resecta.document import InputError
from resecta.web.answers import on_to, page
from resecta.web.pages.of_patient import framed, opened
from resecta.web.pages.patients import read_day
from resecta.web.posted import FormError, Refused, refused_of
from resecta.web.visit import Page

if TYPE_CHECKING:
    from starlette.responses import Response

    from resecta.web.visit import Visit

FIELDS = ("name", "hospital_number", "born", "because")


def _show(visit: Visit) -> Response:
    return _shown(visit, {}, ())


def _shown(visit: Visit, typed: Mapping[str, str], refused: tuple[Refused, ...]) -> Response:
    file = opened(visit)
    found = identities(visit.site.board, visit.who, file.patient.id)
    stands = found[-1]
    filled = {"name": stands.name, "hospital_number": stands.hospital_number, "born": stands.born.isoformat()}
    return page(
        visit,
        "identity.html",
        422 if refused else 200,
        rows=tuple(reversed(found)),
        by=names_of(visit.site.board, {one.account for one in found if one.account is not None}),
        typed={**filled, "because": "", **typed},
        may_correct=may(visit.who, Action.CORRECT_IDENTITY),
        refused=refused,
        **framed(visit, file, "identity"),
    )


def _correct(visit: Visit) -> Response:
    typed = {name: visit.text(name) for name in FIELDS}
    try:
        correct_identity(
            visit.site.board,
            visit.who,
            visit.params["patient"],
            hospital_number=typed["hospital_number"],
            name=typed["name"],
            born=read_day("born", typed["born"]),
            because=typed["because"],
            seen=visit.text("seen"),
        )
    except FormError as error:
        return _shown(visit, typed, error.refused)
    except InputError as error:
        return _shown(visit, typed, refused_of(error))
    return on_to(f"/patients/{visit.params['patient']}/identity")


PAGES = (
    Page("GET", "/patients/{patient}/identity", Action.READ_PATIENT, _show),
    Page("POST", "/patients/{patient}/identity", Action.CORRECT_IDENTITY, _correct),
)
