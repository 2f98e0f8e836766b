"""What the meeting must see, as fields: the pack's rows of context and what stands in each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from resecta.board.entry import Entry, Kind
from resecta.draw.view import in_words
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.guideline.pack import Guideline


@dataclass(frozen=True, slots=True)
class ContextField:
    """One row: ``typed`` is what stands there in words, ``seen`` its entry ("" for none), ``above`` whether it stands
    above the verdict.
    """

    id: str
    label: str
    above: bool
    typed: str
    seen: str


def context_rows(guideline: Guideline, entries: Iterable[Entry]) -> tuple[ContextField, ...]:
    """Every row of the guideline, those above the verdict first."""
    stands = {one.key: one for one in entries if one.kind is Kind.CONTEXT}
    fields = [_field(row.id, row.label, row.above_verdict, stands.get(row.id)) for row in guideline.context]
    return tuple(sorted(fields, key=lambda field: not field.above))


def _field(id: str, label: str, above: bool, entry: Entry | None) -> ContextField:
    if entry is None or entry.content is None:
        return ContextField(id, label, above, "", "" if entry is None else entry.id)
    return ContextField(id, label, above, in_words(entry.content), entry.id)
