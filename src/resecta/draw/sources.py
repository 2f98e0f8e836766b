"""Where a sentence comes from: the statements in the guideline's own words and the readings that it leans on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from resecta.draw.templating import environment
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from markupsafe import Markup

    from resecta.guideline.model import Reading, Statement
    from resecta.guideline.pack import Guideline


@dataclass(frozen=True, slots=True)
class Citation:
    """What opens under a sentence. ``ids`` as they are cited; ``origin`` is what opens, as markup."""

    ids: tuple[str, ...]
    statements: tuple[Statement, ...]
    readings: tuple[Reading, ...]
    origin: Markup


_written: dict[tuple[str, tuple[str, ...]], Citation] = {}
"""Sources by the guideline's digest and the ids: most are cited many times on a page, and on every page alike."""


def source(guideline: Guideline, *cited: Iterable[str]) -> Citation:
    """The statements and readings of those ids, each once. An id that the guideline does not hold raises KeyError."""
    ids = tuple(dict.fromkeys(id for group in cited for id in group))
    key = (guideline.digest, ids)
    if key not in _written:
        _written[key] = _write(guideline, ids)
    return _written[key]


def _write(guideline: Guideline, ids: tuple[str, ...]) -> Citation:
    statements = tuple(guideline.statements[id] for id in ids if id not in guideline.readings)
    readings = tuple(guideline.readings[id] for id in ids if id in guideline.readings)
    ordered = (*(each.id for each in statements), *(each.id for each in readings))
    opening: Any = environment().get_template("origin.html").module
    origin = opening.origin({"statements": statements, "readings": readings}, guideline)
    return Citation(ordered, statements, readings, origin)
