"""What a mapping says of one column."""

from __future__ import annotations

from collections.abc import Mapping as PlainMapping

from resecta.document import Node
from resecta.lazy_dataclass import dataclass

DATE_FORMS = ("YYYY-MM-DD", "DD.MM.YYYY", "DD/MM/YYYY", "MM/DD/YYYY", "YYYYMMDD", "YYYY/MM/DD")
"""How a foreign table may write a day; never guessed."""


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """One column of the foreign table. ``values``: its words → ours (None: it does not tell); without it the cells are
    read as they stand. ``missing``: its words for nothing recorded. ``unit``: that of its numbers. ``date``: how its
    days are written, or ``days_from``: the column of dates from which its numbers count days. ``said``: where a mapping
    says so; None where the column bears the name itself.
    """

    column: str
    values: PlainMapping[str, str | None] | None = None
    missing: tuple[str, ...] = ()
    unit: str = ""
    date: str = ""
    days_from: ColumnRule | None = None
    said: Node | None = None


@dataclass(frozen=True, slots=True)
class TableMapping:
    """The rules of a table: of its case and day, and of each element that it tells."""

    case: ColumnRule
    assessed_on: ColumnRule
    elements: PlainMapping[str, ColumnRule]

    @property
    def columns(self) -> frozenset[str]:
        """The foreign columns that are read."""
        rules = (self.case, self.assessed_on, *self.elements.values())
        return frozenset(name for rule in rules for name in _columns(rule))


def _columns(rule: ColumnRule) -> tuple[str, ...]:
    return (rule.column, *(() if rule.days_from is None else _columns(rule.days_from)))
