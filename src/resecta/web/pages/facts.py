"""The facts of a patient, by discipline, with the advice beside them; what is typed is written as entries.

Nothing is overwritten: each field brings the entry that it was filled from, and where somebody was quicker the later
one sees both values.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from resecta.board.entries import record
from resecta.board.rights import Action
from resecta.document import InputError
from resecta.web.answers import on_to, page, parts
from resecta.web.entered import entered
from resecta.web.meeting_rows import context_rows, typed_over
from resecta.web.pages.of_patient import awaited_view, framed, opened
from resecta.web.posted import FormError, Refused, refused_of
from resecta.web.rows import prefix_of, row_forms, shown_rows
from resecta.web.sheet import Sheet
from resecta.web.visit import Page

if TYPE_CHECKING:
    from starlette.responses import Response

    from resecta.board.patients import PatientFile
    from resecta.web.rows import Typed
    from resecta.web.visit import Visit


_ID = re.compile(r"[0-9a-f]{16}")


def _show(visit: Visit) -> Response:
    """The page; after a form without a script has saved or undone, with the way back."""
    undone = "undone" in visit.query
    written = written_in(visit.query.get("undone" if undone else "written", ""))
    values = _values(visit, opened(visit), written=written)
    return page(visit, "facts.html", **{**values, "undone": undone})


def _values(
    visit: Visit,
    file: PatientFile,
    refused: tuple[Refused, ...] = (),
    saved: tuple[str, ...] = (),
    sheet: Sheet | None = None,
    written: tuple[str, ...] = (),
) -> dict[str, Any]:
    """What the page lays out. ``saved``: the groups that were written just now, ``written``: the entries."""
    guideline, ready = visit.site.guideline, visit.site.prepare(file.case(visit.site.today))
    return {
        **framed(visit, file, "facts"),
        "first": ready.first,
        "awaited": awaited_view(visit, file.patient.id),
        "ways": ready.ways,
        "groups": ready.groups,
        "sheet": sheet or Sheet.of(guideline, visit.who, file.entries, visit.site.board),
        "context_rows": context_rows(guideline, file.entries),
        "row_kinds": row_forms(guideline),
        "prefix_of": prefix_of,
        "typed_row": None,
        "standing_rows": shown_rows(guideline, file.entries),
        "refused": refused,
        "saved": saved,
        "written": written,
        "undone": False,
    }


def _save(visit: Visit) -> Response:
    """Write what differs from what the form was filled from."""
    file, site = opened(visit), visit.site
    group = visit.text("group")
    sheet = Sheet.of(site.guideline, visit.who, file.entries, site.board)
    try:
        news = entered(site.guideline, visit, sheet)
        written = record(site.board, site.guideline, visit.who, file.patient.id, news) if news else None
    except FormError as error:
        return _again(visit, file, error.refused, sheet.typed_over(visit.posted))
    except InputError as error:
        return _again(visit, file, refused_of(error), sheet.typed_over(visit.posted))
    if written is not None and written.conflicts:
        return _again(visit, file, (), sheet.typed_over(visit.posted).meeting(written.conflicts))
    ids = () if written is None else tuple(one.id for one in written.entries)
    if visit.fragment:
        values = _values(visit, opened(visit), saved=(group,), written=ids)
        return parts(visit, "fact_group.html", "brief.html", "undo.html", **values, group_id=group)
    return on_to(f"{_saved(file.patient.id, ids)}#group-{group}")


def answered(visit: Visit, written: tuple[str, ...], *templates: str) -> Response:
    """What was done with the entries ``written``: parts of the page as they now are, the advice among them, or without
    a script the way to the page.
    """
    if visit.fragment:
        return parts(visit, *templates, "brief.html", "undo.html", **_values(visit, opened(visit), written=written))
    return on_to(_saved(visit.params["patient"], written))


def all_parts(visit: Visit, written: tuple[str, ...]) -> Response:
    """Every part of the page, after the entries ``written`` have undone others."""
    return parts(visit, "facts.html", **{**_values(visit, opened(visit), written=written), "undone": True})


def written_in(text: str) -> tuple[str, ...]:
    """The ids of entries in a text that holds nothing else; none where it does."""
    ids = tuple(text.split("."))
    return ids if all(_ID.fullmatch(one) for one in ids) else ()


def _saved(patient: str, written: tuple[str, ...]) -> str:
    return f"/patients/{patient}/facts{'?written=' if written else ''}{'.'.join(written)}"


def refused_page(visit: Visit, file: PatientFile, refused: tuple[Refused, ...], typed: Typed | None = None) -> Response:
    """The page with what cannot be taken said above it, and what was typed in the form of a row still in its fields."""
    return page(visit, "facts.html", 422, **{**_values(visit, file, refused), "typed_row": typed})


def meeting_refused(
    visit: Visit, file: PatientFile, refused: tuple[Refused, ...], typed: Mapping[str, str]
) -> Response:
    """The page with what was typed for the meeting still in its fields, by row; to a script, those fields alone."""
    values = _values(visit, file, refused)
    values["context_rows"] = typed_over(values["context_rows"], typed)
    if visit.fragment:
        return parts(visit, "meeting_rows.html", **values)
    return page(visit, "facts.html", 422, **values)


def _again(visit: Visit, file: PatientFile, refused: tuple[Refused, ...], sheet: Sheet) -> Response:
    """The form as it was typed, with what cannot be taken at its fields."""
    values: Mapping[str, Any] = _values(visit, file, refused, sheet=sheet)
    if visit.fragment:
        return parts(visit, "fact_group.html", **values, group_id=visit.text("group"))
    return page(visit, "facts.html", 422, **values)


PAGES = (
    Page("GET", "/patients/{patient}/facts", Action.READ_PATIENT, _show),
    Page("POST", "/patients/{patient}/facts", Action.RECORD, _save),
)
