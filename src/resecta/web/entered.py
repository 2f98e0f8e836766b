"""What a form of facts brings, as entries to be written: only what differs from what its fields were filled from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from resecta.board.entry import EntrySubject, New
from resecta.web.posted import FormError, Refused, read_fact, read_when

if TYPE_CHECKING:
    from resecta.guideline.model import Element
    from resecta.guideline.pack import Guideline
    from resecta.web.sheet import Cell, Sheet
    from resecta.web.visit import Visit

KINDS = (EntrySubject.FACT, EntrySubject.OPINION, EntrySubject.SETTLED)
"""The kinds of entry that a field of an element writes; the field's name begins with it."""


def entered(guideline: Guideline, visit: Visit, sheet: Sheet) -> tuple[New, ...]:
    """Every entry that the form asks for. Raises FormError with all that cannot be taken, at its fields."""
    news: list[New] = []
    refused: list[Refused] = []
    for kind, element in _fields(guideline, visit):
        try:
            new = _new(kind, element, visit, sheet)
        except FormError as error:
            refused += error.refused
        else:
            news += [] if new is None else [new]
    if refused:
        raise FormError(tuple(refused))
    return tuple(news)


def _fields(guideline: Guideline, visit: Visit) -> Iterator[tuple[EntrySubject, Element]]:
    """The fields of elements that were posted; a name that is none of the guideline's is nobody's field."""
    for name in visit.posted:
        kind, _, id = name.partition(".")
        if kind in KINDS and id in guideline.elements:
            yield EntrySubject(kind), guideline.elements[id]


def _new(kind: EntrySubject, element: Element, visit: Visit, sheet: Sheet) -> New | None:
    name = f"{kind}.{element.id}"
    typed = visit.text(name)
    stands = _stands(kind, element.id, sheet)
    date, source = visit.text(f"date.{name}"), visit.text(f"source.{name}")
    if typed == stands.typed and _same_origin(stands, date, source, visit, name):
        return None
    seen = visit.text(f"seen.{name}") or None
    today = visit.site.today
    value = read_fact(element, typed, today, name)
    if value is None:
        return (
            None
            if not stands.seen and not seen
            else New(kind, element.id, seen=seen, withdrawn=True, whose=_whose(kind, sheet))
        )
    when = read_when(f"date.{name}", date, today)
    return New(kind, element.id, _content(kind, value, when, source), seen=seen, whose=_whose(kind, sheet))


def _stands(kind: EntrySubject, element: str, sheet: Sheet) -> Cell:
    if kind is EntrySubject.OPINION:
        return sheet.own(element)
    return sheet.settled(element) if kind is EntrySubject.SETTLED else sheet.fact(element)


def _whose(kind: EntrySubject, sheet: Sheet) -> str:
    return sheet.name if kind is EntrySubject.OPINION else ""


def _same_origin(stands: Cell, date: str, source: str, visit: Visit, name: str) -> bool:
    """Whether date and source stay too; a form that does not show them leaves them."""
    if not visit.has(f"date.{name}"):
        return True
    return date == stands.date and source == stands.source


def _content(kind: EntrySubject, value: Any, when: str, source: str) -> Any:
    """The entry in the terms of the case file, no longer than it need be."""
    if kind is EntrySubject.SETTLED:
        return value
    form = dict(value) if isinstance(value, dict) else {"value": value}
    if when:
        form["date"] = when
    if source and kind is EntrySubject.FACT:
        form["source"] = source
    return form if len(form) > 1 or kind is EntrySubject.OPINION else form["value"]
