"""What a step of the board needs and nobody has recorded: rows of the context, as the guideline names them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from resecta.board.entry import Entry, EntrySubject

if TYPE_CHECKING:
    from resecta.guideline.model import ContextRow
    from resecta.guideline.pack import Guideline


def unrecorded(
    guideline: Guideline, entries: Iterable[Entry], step: Literal["listing", "signing"]
) -> tuple[ContextRow, ...]:
    """The rows that the guideline says the step needs and that are empty, in its order."""
    said = {one.key for one in entries if one.kind is EntrySubject.CONTEXT and one.content not in (None, "", [], {})}
    return tuple(row for row in guideline.context if row.needed == step and row.id not in said)
