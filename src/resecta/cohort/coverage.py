"""How far a table goes, before anything is run: how many rows have each element, and what hangs on the others."""

from __future__ import annotations

from collections.abc import Sequence

from resecta.cohort.engines import Engine
from resecta.cohort.patients import Patients
from resecta.guideline.pack import Guideline
from resecta.guideline.status import Kind
from resecta.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Covered:
    """One element: in how many rows it is recorded, in how many a cell of it cannot be read, and the statuses that it
    enters.
    """

    id: str
    rows: int
    broken: int
    column: bool
    enters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The rows of a table and each element of the guideline."""

    rows: int
    elements: tuple[Covered, ...]

    @property
    def open(self) -> tuple[Covered, ...]:
        """The elements that no row has: what they enter stays open wherever it hangs on them."""
        return tuple(one for one in self.elements if one.rows == 0)


def cover(guideline: Guideline, engine: Engine, patients: Patients) -> Coverage:
    """One pass over the table."""
    ids = [id for id in guideline.elements if id in patients.cells]
    table = patients.table
    counts = {f"rows {id}": patients.cells[id].value.count() for id in ids}
    broken = {f"broken {id}": (~patients.cells[id].sound).sum() for id in ids}
    (found,) = engine.fetched(table.agg(rows=table.count(), **counts, **broken))
    entering = _entering(guideline)
    return Coverage(
        found["rows"],
        tuple(
            Covered(id, found.get(f"rows {id}", 0), found.get(f"broken {id}") or 0, id in ids, tuple(entering[id]))
            for id in guideline.elements
        ),
    )


def _entering(guideline: Guideline) -> dict[str, Sequence[str]]:
    """Element → the strategies, regimens and recommendations whose status it can enter."""
    found: dict[str, list[str]] = {id: [] for id in guideline.elements}
    for kind, id, define in guideline.answers:
        if kind in (Kind.STRATEGY, Kind.REGIMEN, Kind.RECOMMENDATION):
            for name in guideline.logic.cones.facts[define]:
                if name in guideline.element_ids:
                    found[guideline.element_ids[name]].append(f"{kind} {id}")
    return dict(found)
