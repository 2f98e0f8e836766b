"""The history of one fact: every value it ever had, who wrote it, when and from where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resecta.board.accounts import names_of
from resecta.board.entries import history
from resecta.board.entry import Entry, EntrySubject
from resecta.board.rights import Action, NotFoundError
from resecta.lazy_dataclass import dataclass
from resecta.web.answers import page
from resecta.web.pages.of_patient import framed, opened
from resecta.web.sheet import long_form, words_of
from resecta.web.visit import Page

if TYPE_CHECKING:
    from starlette.responses import Response

    from resecta.guideline.model import Element
    from resecta.web.visit import Visit


@dataclass(frozen=True, slots=True)
class WordedEntry:
    """One entry in words: what it says, whose it is, and where it came from."""

    entry: Entry
    words: str
    what: str
    by: str
    source: str


def _show(visit: Visit) -> Response:
    file, element = opened(visit), visit.site.guideline.elements.get(visit.params["element"])
    if element is None:
        raise NotFoundError("the guideline has no such fact")
    board, who = visit.site.board, visit.who
    found = [
        one
        for kind in (EntrySubject.FACT, EntrySubject.OPINION, EntrySubject.SETTLED)
        for one in history(board, who, file.patient.id, kind, element.id)
    ]
    names = names_of(board, {one.recorded_by for one in found if one.recorded_by is not None})
    rows = [_written(one, element, names) for one in sorted(found, key=lambda one: one.number, reverse=True)]
    return page(visit, "history.html", element=element, rows=rows, **framed(visit, file, "facts"))


def _written(entry: Entry, element: Element, names: dict[str, str]) -> WordedEntry:
    what = {EntrySubject.OPINION: f"Opinion of {entry.whose}", EntrySubject.SETTLED: "The board’s word"}.get(
        entry.kind, "Fact"
    )
    words = "Taken back" if entry.withdrawn else words_of(entry.content, element)
    by = "" if entry.recorded_by is None else names.get(entry.recorded_by, "")
    source = "" if entry.withdrawn else str(long_form(entry.content).get("source") or entry.source)
    return WordedEntry(entry, words, what, by, source)


PAGES = (Page("GET", "/patients/{patient}/history/{element}", Action.READ_PATIENT, _show),)
