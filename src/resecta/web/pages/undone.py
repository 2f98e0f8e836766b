"""Undo: putting back what stood before one's last change of a patient's facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resecta.board.rights import Action
from resecta.board.undo import undo
from resecta.document import InputError
from resecta.web.answers import on_to
from resecta.web.pages.facts import all_parts, refused_page, written_in
from resecta.web.pages.of_patient import opened
from resecta.web.posted import Refused, refused_of
from resecta.web.visit import Page

if TYPE_CHECKING:
    from starlette.responses import Response

    from resecta.web.visit import Visit


def _undo(visit: Visit) -> Response:
    file, site = opened(visit), visit.site
    try:
        written = undo(site.board, site.guideline, visit.who, file.patient.id, written_in(visit.text("entries")))
    except InputError as error:
        return refused_page(visit, file, refused_of(error))
    if written.conflicts:
        told = "somebody has changed this since: it was not undone"
        refused = tuple(Refused(one.yours.key, told, "look at what now stands here") for one in written.conflicts)
        return refused_page(visit, file, refused)
    ids = tuple(one.id for one in written.entries)
    if visit.fragment:
        return all_parts(visit, ids)
    return on_to(f"/patients/{file.patient.id}/facts?undone={'.'.join(ids)}")


PAGES = (Page("POST", "/patients/{patient}/undo", Action.RECORD, _undo),)
