"""Every statement of the source: where the guideline uses it, and which of its own cases exercise it."""

from __future__ import annotations

from typing import Any

from resecta.authoring.exercise import exercise
from resecta.authoring.uses import uses
from resecta.guideline import Guideline
from resecta.lazy_dataclass import dataclass

ONLY_TOLD = ("element", "reading", "statement", "guideline")
"""Naming a statement here explains a fact or a reading; it computes and advises nothing."""


@dataclass(frozen=True, slots=True)
class StatementCoverage:
    """One statement, the parts that use it, the cases in which one of these is decided."""

    statement: str
    says: str
    used: tuple[str, ...]
    cases: tuple[str, ...]

    @property
    def covered(self) -> bool:
        """Used by the guideline and exercised by a case."""
        return bool(self.used and self.cases)


@dataclass(frozen=True, slots=True)
class Coverage:
    """A row per statement; ``cases`` counts the guideline's cases."""

    rows: tuple[StatementCoverage, ...]
    cases: int

    @property
    def covered(self) -> int:
        """How many statements are used and exercised."""
        return sum(row.covered for row in self.rows)

    @property
    def complete(self) -> bool:
        """Whether every statement is."""
        return self.covered == len(self.rows)

    def __str__(self) -> str:
        return f"{self.covered}/{len(self.rows)}"


def cover(guideline: Guideline) -> Coverage:
    """The coverage of a guideline by its own cases."""
    used, exercised = uses(guideline), exercise(guideline)
    rows = tuple(
        StatementCoverage(
            id,
            statement.says,
            tuple(by for by in used.get(f"statement:{id}", ()) if by.partition(":")[0] not in ONLY_TOLD),
            exercised.statements[id],
        )
        for id, statement in guideline.statements.items()
    )
    return Coverage(rows, len(exercised.cases))


def as_data(coverage: Coverage) -> dict[str, Any]:
    """The coverage as JSON data."""
    return {
        "covered": coverage.covered,
        "statements": len(coverage.rows),
        "cases": coverage.cases,
        "rows": [
            {"statement": row.statement, "says": row.says, "used": list(row.used), "cases": list(row.cases)}
            for row in coverage.rows
        ],
    }
