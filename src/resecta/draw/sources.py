"""Where a sentence comes from: the statements in the guideline's own words and the readings that it leans on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from resecta.guideline.model import Reading, Statement
    from resecta.guideline.pack import Guideline


@dataclass(frozen=True, slots=True)
class Source:
    """What opens under a sentence. ``ids`` in the order in which they are cited."""

    ids: tuple[str, ...]
    statements: tuple[Statement, ...]
    readings: tuple[Reading, ...]


def source(guideline: Guideline, *cited: Iterable[str]) -> Source:
    """The statements and readings of those ids, each once. An id that the guideline does not hold raises KeyError."""
    ids = tuple(dict.fromkeys(id for group in cited for id in group))
    statements = tuple(guideline.statements[id] for id in ids if id not in guideline.readings)
    readings = tuple(guideline.readings[id] for id in ids if id in guideline.readings)
    return Source((*(each.id for each in statements), *(each.id for each in readings)), statements, readings)


def choice_text(reading: Reading) -> str:
    """How a reading is in force: the text of the option chosen, or its title where there is nothing to choose."""
    return next((option.text for option in reading.options if option.id == reading.choice), reading.title)
