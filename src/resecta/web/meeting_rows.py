"""What the meeting must see, as fields: the pack's rows of context and what stands in each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from resecta.board.entry import Entry, EntrySubject
from resecta.draw.view import written_out
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.guideline.pack import Guideline


@dataclass(frozen=True, slots=True)
class ContextField:
    """One row: ``stands`` is what is recorded in words, ``typed`` what is in the field: the same, until something typed
    cannot be taken; ``seen`` the entry ("" for none), ``above`` whether it stands above the verdict.
    """

    id: str
    label: str
    above: bool
    stands: str
    typed: str
    seen: str


def context_rows(guideline: Guideline, entries: Iterable[Entry]) -> tuple[ContextField, ...]:
    """Every row of the guideline, those above the verdict first."""
    stands = {one.key: one for one in entries if one.kind is EntrySubject.CONTEXT}
    fields = [_field(row.id, row.label, row.above_verdict, stands.get(row.id)) for row in guideline.context]
    return tuple(sorted(fields, key=lambda field: not field.above))


def typed_over(rows: Iterable[ContextField], typed: Mapping[str, str]) -> tuple[ContextField, ...]:
    """The rows with what was typed, by id, beside what stands: nothing is cleared when something cannot be taken."""
    return tuple(replace(row, typed=typed.get(row.id, row.typed)) for row in rows)


def _field(id: str, label: str, above: bool, entry: Entry | None) -> ContextField:
    if entry is None or entry.content is None:
        return ContextField(id, label, above, "", "", "" if entry is None else entry.id)
    words = written_out(entry.content)
    return ContextField(id, label, above, words, words, entry.id)
