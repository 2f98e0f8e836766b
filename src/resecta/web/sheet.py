"""What stands in the fields of a patient's facts: entries in, for each element what was stated, by whom, when, out."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from resecta.board.accounts import names_of
from resecta.board.entry import Entry, EntrySubject
from resecta.board.rights import Action, Actor, may
from resecta.case.nodes_from_python import to_node
from resecta.case.value import read_value, wanted_of
from resecta.document import InputError
from resecta.draw.values import with_unit
from resecta.lazy_dataclass import dataclass
from resecta.web.forms import typed

if TYPE_CHECKING:
    from resecta.board.act import Board
    from resecta.board.entries import EditConflict
    from resecta.guideline.model import Element
    from resecta.guideline.pack import Guideline


@dataclass(frozen=True, slots=True)
class Cell:
    """One field as filled: ``typed`` is what it posts while nobody touches it, ``words`` the value in words, ``seen``
    the entry it was filled from ("" for none), ``theirs`` what somebody else wrote meanwhile.
    """

    typed: str = ""
    words: str = ""
    seen: str = ""
    date: str = ""
    source: str = ""
    by: str = ""
    at: datetime.datetime | None = None
    theirs: str = ""


@dataclass(frozen=True)
class Sheet:
    """Every field of the elements, by kind and element; ``opinions`` by element and the name of their owner."""

    guideline: Guideline
    cells: Mapping[tuple[EntrySubject, str], Cell]
    opinions: Mapping[str, Mapping[str, Cell]]
    name: str
    judges: bool
    settles: bool

    @classmethod
    def of(cls, guideline: Guideline, actor: Actor, entries: Iterable[Entry], board: Board) -> Sheet:
        """The sheet of what stands, as this person may fill it in."""
        listed = list(entries)
        names = names_of(board, {one.recorded_by for one in listed if one.recorded_by is not None})
        cells: dict[tuple[EntrySubject, str], Cell] = {}
        opinions: dict[str, dict[str, Cell]] = {}
        for one in listed:
            element = guideline.elements.get(one.key)
            if element is None or one.kind not in (EntrySubject.FACT, EntrySubject.OPINION, EntrySubject.SETTLED):
                continue
            cell = _cell(one, element, names)
            if one.kind is EntrySubject.OPINION:
                opinions.setdefault(one.key, {})[one.whose] = cell
            else:
                cells[one.kind, one.key] = cell
        return cls(guideline, cells, opinions, actor.name, may(actor, Action.GIVE_OPINION), may(actor, Action.SETTLE))

    def fact(self, element: str) -> Cell:
        """What is stated of an element."""
        return self.cells.get((EntrySubject.FACT, element), Cell())

    def settled(self, element: str) -> Cell:
        """The board's word on a judgement."""
        return self.cells.get((EntrySubject.SETTLED, element), Cell())

    def own(self, element: str) -> Cell:
        """The visitor's own opinion."""
        return self.opinions.get(element, {}).get(self.name, Cell())

    def others(self, element: str) -> tuple[tuple[str, Cell], ...]:
        """Every opinion with the name of its owner."""
        return tuple(self.opinions.get(element, {}).items())

    def typed_over(self, posted: Mapping[str, Sequence[str]]) -> Sheet:
        """The sheet with what was typed in its fields: nothing is cleared when something cannot be taken."""
        cells = dict(self.cells)
        opinions = {element: dict(owners) for element, owners in self.opinions.items()}
        for name, texts in posted.items():
            kind, _, element = name.partition(".")
            if element not in self.guideline.elements or not texts:
                continue
            if kind == EntrySubject.OPINION:
                owners = opinions.setdefault(element, {})
                owners[self.name] = replace(owners.get(self.name, Cell()), typed=texts[0])
            elif kind in (EntrySubject.FACT, EntrySubject.SETTLED):
                key = (EntrySubject(kind), element)
                cells[key] = replace(cells.get(key, Cell()), typed=texts[0])
        return replace(self, cells=cells, opinions=opinions)

    def meeting(self, conflicts: Iterable[EditConflict]) -> Sheet:
        """The sheet with what others wrote meanwhile beside what was typed; what is sent next has seen it."""
        cells = dict(self.cells)
        for one in conflicts:
            element = self.guideline.elements.get(one.yours.key)
            if element is None or one.yours.kind is EntrySubject.OPINION:
                continue
            theirs = "Not recorded" if one.theirs is None else words_of(one.theirs.content, element)
            seen = "" if one.theirs is None else one.theirs.id
            key = (one.yours.kind, one.yours.key)
            cells[key] = replace(cells.get(key, Cell()), seen=seen, theirs=theirs)
        return replace(self, cells=cells)


def _cell(entry: Entry, element: Element, names: Mapping[str, str]) -> Cell:
    form = long_form(entry.content)
    by = "" if entry.recorded_by is None else names.get(entry.recorded_by, "")
    return Cell(
        typed=_typed(form.get("value"), form.get("unit"), element),
        words=words_of(entry.content, element),
        seen=entry.id,
        date="" if form.get("date") is None else str(form["date"]),
        source=str(form.get("source") or entry.source),
        by=by,
        at=entry.recorded_at,
    )


def long_form(content: Any) -> dict[str, Any]:
    """A fact as {value, …}, however it was written."""
    return (
        dict(content)
        if isinstance(content, Mapping) and ("value" in content or "settled" in content)
        else {"value": content}
    )


def words_of(content: Any, element: Element) -> str:
    """A fact's value in words; "Not recorded" where it says that nothing is known."""
    form = long_form(content)
    value = _value(form.get("value"), form.get("unit"), element)
    return with_unit(value, element)


def _typed(value: Any, unit: Any, element: Element) -> str:
    return typed(_value(value, unit, element))


def _value(value: Any, unit: Any, element: Element) -> Any:
    """The value as the guideline reads it; one that it no longer reads (another edition) as it was written."""
    if value is None:
        return None
    written = value if unit is None else {"value": value, "unit": unit}
    try:
        return read_value(to_node(written, element.id), wanted_of(element), None)
    except InputError:
        return str(value)
