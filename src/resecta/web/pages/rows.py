"""Adding, changing and taking back a row of a patient, and what the meeting must see: question, news, wishes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resecta.board.act import new_id
from resecta.board.entries import record
from resecta.board.entry import Kind, New
from resecta.board.rights import Action, NotFoundError
from resecta.document import InputError
from resecta.web.pages.facts import answered, refused_page
from resecta.web.pages.of_patient import opened
from resecta.web.posted import FormError, Refused, refused_of
from resecta.web.rows import RowForm, posted_row, row_forms
from resecta.web.visit import Page

if TYPE_CHECKING:
    from starlette.responses import Response

    from resecta.board.patients import PatientFile
    from resecta.web.visit import Visit


_ROWS = "row_lists.html"


def _save_row(visit: Visit) -> Response:
    """A new row, or one that takes the place of the row it was filled from."""
    file, form = opened(visit), _form(visit)
    try:
        row = posted_row(form, {field.id: visit.text(field.id) for field in form.fields})
        key = visit.text("key") or (str(row.get("id", "")) if form.kind is Kind.LESION else new_id())
        return _written(visit, file, _ROWS, New(form.kind, key or new_id(), row, seen=visit.text("seen") or None))
    except FormError as error:
        return refused_page(visit, file, error.refused)


def _take_back(visit: Visit) -> Response:
    """A row that was entered by mistake; it stays in the history."""
    file = opened(visit)
    kind = visit.text("kind")
    if kind not in (Kind.EVENT, Kind.LESION, Kind.EXTRAHEPATIC):
        raise NotFoundError("there is no such kind of row")
    taken_back = New(Kind(kind), visit.text("key"), seen=visit.text("seen") or None, withdrawn=True)
    return _written(visit, file, _ROWS, taken_back)


def _save_meeting(visit: Visit) -> Response:
    """What the meeting must see, row by row; only what was changed is written."""
    file = opened(visit)
    stands = {one.key: one for one in file.entries if one.kind is Kind.CONTEXT}
    news = []
    try:
        for row in visit.site.guideline.context:
            typed = visit.text(f"context.{row.id}")
            if not visit.has(f"context.{row.id}") or typed == visit.text(f"was.{row.id}"):
                continue
            seen = visit.text(f"seen.context.{row.id}") or None
            if typed:
                news.append(New(Kind.CONTEXT, row.id, typed, seen=seen))
            elif row.id in stands:
                news.append(New(Kind.CONTEXT, row.id, seen=seen, withdrawn=True))
    except FormError as error:
        return refused_page(visit, file, error.refused)
    return _written(visit, file, "meeting_rows.html", *news)


def _written(visit: Visit, file: PatientFile, template: str, *news: New) -> Response:
    """Write the entries and show again the part of the page that they stand in."""
    ids: tuple[str, ...] = ()
    if news:
        try:
            written = record(visit.site.board, visit.site.guideline, visit.who, file.patient.id, news)
        except InputError as error:
            return refused_page(visit, file, refused_of(error))
        if written.conflicts:
            told = "somebody else has changed this meanwhile"
            refused = tuple(Refused(one.yours.key, told, "look at what now stands here") for one in written.conflicts)
            return refused_page(visit, file, refused)
        ids = tuple(one.id for one in written.entries)
    return answered(visit, ids, template)


def _form(visit: Visit) -> RowForm:
    kind, sort = visit.text("kind"), visit.text("sort")
    for form in row_forms(visit.site.guideline):
        if (form.kind, form.sort) == (kind, sort):
            return form
    raise NotFoundError("there is no such kind of row")


PAGES = (
    Page("POST", "/patients/{patient}/rows", Action.RECORD, _save_row),
    Page("POST", "/patients/{patient}/rows/taken-back", Action.RECORD, _take_back),
    Page("POST", "/patients/{patient}/meeting", Action.RECORD, _save_meeting),
)
