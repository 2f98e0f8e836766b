"""The case page: what the page of a case file shows, in the board, and the same for the room, read from four metres."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from resecta.board.rights import Action
from resecta.web.answers import on_to, page
from resecta.web.pages.of_patient import awaited_view, framed, opened
from resecta.web.visit import Page

if TYPE_CHECKING:
    from starlette.responses import Response

    from resecta.board.patients import PatientFile
    from resecta.web.visit import Visit


def _show(visit: Visit) -> Response:
    file = opened(visit)
    item = awaited_view(visit, file.patient.id)
    if item is not None:
        return on_to(f"/items/{item}")
    return page(visit, "case.html", sheet_name="case_style", **_values(visit, file))


def _values(visit: Visit, file: PatientFile) -> dict[str, Any]:
    return {**framed(visit, file, "case"), **visit.site.laid_out(file.case(visit.site.today))}


PAGES = (Page("GET", "/patients/{patient}", Action.READ_PATIENT, _show),)
