"""Adding, changing and taking back a row of a patient, and what the meeting must see: question, news, wishes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from resecta.board.act import new_id
from resecta.board.entries import record
from resecta.board.entry import EntrySubject, New
from resecta.board.rights import Action, NotFoundError
from resecta.document import InputError
from resecta.web.pages.facts import answered, meeting_refused, refused_page
from resecta.web.pages.of_patient import opened
from resecta.web.posted import FormError, Refused, refused_of
from resecta.web.rows import RowForm, Typed, posted_row, row_forms
from resecta.web.visit import Page

if TYPE_CHECKING:
    from starlette.responses import Response

    from resecta.web.visit import Visit


_ROWS = "row_lists.html"
_MEETING = "meeting_rows.html"
_MEANWHILE = ("somebody else has changed this meanwhile", "look at what now stands here")
"""What is wrong, and the mend."""


def _save_row(visit: Visit) -> Response:
    """A new row, or one that takes the place of the row it was filled from."""
    form = _form(visit)
    try:
        row = posted_row(form, {field.id: visit.text(field.id) for field in form.fields})
        key = visit.text("key") or (str(row.get("id", "")) if form.kind is EntrySubject.LESION else new_id())
        new = New(form.kind, key or new_id(), row, seen=visit.text("seen") or None)
        written = record(visit.site.board, visit.site.guideline, visit.who, visit.params["patient"], [new])
    except FormError as error:
        return _row_again(visit, form, error.refused)
    except InputError as error:
        return _row_again(visit, form, refused_of(error))
    if written.conflicts:
        return _row_again(visit, form, tuple(Refused(new.key, *_MEANWHILE) for _ in written.conflicts))
    return answered(visit, tuple(one.id for one in written.entries), _ROWS)


def _row_again(visit: Visit, form: RowForm, refused: tuple[Refused, ...]) -> Response:
    """The form as it was typed, what is wrong at its fields: that of the row that stands, or of a new one."""
    file = opened(visit)
    sent = {field.id: next(iter(visit.posted.get(field.id, ())), "").strip() for field in form.fields}
    key = next(iter(visit.posted.get("key", ())), "")
    stands = any((one.kind, one.key) == (form.kind, key) for one in file.entries)
    typed = Typed(form, key if stands else "", sent)
    return refused_page(visit, file, tuple(_placed(one, typed) for one in refused), typed)


def _placed(refused: Refused, typed: Typed) -> Refused:
    """At its field in this form; one part of a list is refused at the field of the list."""
    field = refused.field.partition("[")[0]
    return replace(refused, field=f"{typed.prefix}{field}") if field in typed.fields else refused


def _take_back(visit: Visit) -> Response:
    """A row that was entered by mistake; it stays in the history."""
    kind = visit.text("kind")
    if kind not in (EntrySubject.EVENT, EntrySubject.LESION, EntrySubject.EXTRAHEPATIC):
        raise NotFoundError("there is no such kind of row")
    taken_back = New(EntrySubject(kind), visit.text("key"), seen=visit.text("seen") or None, withdrawn=True)
    try:
        written = record(visit.site.board, visit.site.guideline, visit.who, visit.params["patient"], [taken_back])
    except InputError as error:
        return refused_page(visit, opened(visit), refused_of(error))
    if written.conflicts:
        return refused_page(
            visit, opened(visit), tuple(Refused(one.yours.key, *_MEANWHILE) for one in written.conflicts)
        )
    return answered(visit, tuple(one.id for one in written.entries), _ROWS)


def _save_meeting(visit: Visit) -> Response:
    """What the meeting must see, row by row; only what was changed is written."""
    try:
        news = tuple(_changed_context(visit))
        if not news:
            opened(visit)  # nothing is written that would ask whose patient it is
            return answered(visit, (), _MEETING)
        written = record(visit.site.board, visit.site.guideline, visit.who, visit.params["patient"], news)
    except FormError as error:
        return _meeting_again(visit, error.refused)
    except InputError as error:
        return _meeting_again(visit, refused_of(error))
    if written.conflicts:
        refused = (Refused(f"context.{one.yours.key}", *_MEANWHILE) for one in written.conflicts)
        return _meeting_again(visit, tuple(refused))
    return answered(visit, tuple(one.id for one in written.entries), _MEETING)


def _changed_context(visit: Visit) -> Iterator[New]:
    """An entry for each row in which something else was typed. Raises FormError for what nobody can read."""
    for row in visit.site.guideline.context:
        typed = visit.text(f"context.{row.id}")
        if not visit.has(f"context.{row.id}") or typed == visit.text(f"was.{row.id}"):
            continue
        seen = visit.text(f"seen.context.{row.id}") or None
        if typed:
            yield New(EntrySubject.CONTEXT, row.id, typed, seen=seen)
        elif seen is not None:
            yield New(EntrySubject.CONTEXT, row.id, seen=seen, withdrawn=True)


def _meeting_again(visit: Visit, refused: tuple[Refused, ...]) -> Response:
    """The rows as they were typed, with what now stands beside them."""
    sent = {name: next(iter(texts), "").strip() for name, texts in visit.posted.items()}
    typed = {
        row.id: sent[f"context.{row.id}"]
        for row in visit.site.guideline.context
        if sent.get(f"context.{row.id}") not in (None, sent.get(f"was.{row.id}", ""))
    }
    return meeting_refused(visit, opened(visit), refused, typed)


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
