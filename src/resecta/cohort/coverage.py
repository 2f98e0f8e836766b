"""How far a table goes, before anything is run: how many rows have each element, and what hangs on the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from resecta.cohort.engines import Engine
from resecta.cohort.patients import Patients
from resecta.cohort.possible import Possible, possible_answers
from resecta.guideline.pack import Guideline
from resecta.guideline.status import ConclusionKind
from resecta.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class UnreachableAnswers:
    """Answers that a conclusion cannot come to, as the result writes them."""

    kind: ConclusionKind
    id: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Covered:
    """One element: in how many rows it is recorded, in how many a cell of it cannot be read, whether it has a column,
    and whether it can follow from events where it has none. ``never``: the answers that nobody's comes to who lacks it.
    """

    id: str
    rows: int
    broken: int
    column: bool
    follows: bool
    never: tuple[UnreachableAnswers, ...]

    @property
    def nobodys(self) -> bool:
        """Whether no row of the table can have it."""
        return self.rows == 0 and (self.column or not self.follows)


@dataclass(frozen=True, slots=True)
class TableCoverage:
    """The rows of a table and each element of the guideline. ``never``: the answers that no row comes to for want of
    the elements that no row has, all together; what follows from events is taken to be given.
    """

    rows: int
    elements: tuple[Covered, ...]
    never: tuple[UnreachableAnswers, ...]


def cover(guideline: Guideline, engine: Engine, patients: Patients) -> TableCoverage:
    """One pass over the table."""
    ids = [id for id in guideline.elements if id in patients.cells]
    table = patients.table
    counts = {f"rows {id}": patients.cells[id].value.count() for id in ids}
    broken = {f"broken {id}": (~patients.cells[id].sound).sum() for id in ids}
    (found,) = engine.fetched(table.agg(rows=table.count(), **counts, **broken))
    plain = tuple(
        Covered(id, found.get(f"rows {id}", 0), found.get(f"broken {id}") or 0, id in ids, one.derive is not None, ())
        for id, one in guideline.elements.items()
    )
    nobodys = [one.id for one in plain if one.nobodys]
    every = possible_answers(guideline, ())
    elements = tuple(replace(one, never=_never(guideline, every, [one.id])) if one.nobodys else one for one in plain)
    return TableCoverage(found["rows"], elements, _never(guideline, every, nobodys))


def _never(guideline: Guideline, every: Mapping[str, Possible], ids: Sequence[str]) -> tuple[UnreachableAnswers, ...]:
    """The answers that are possible, but not without these elements."""
    left = possible_answers(guideline, [guideline.elements[id].name for id in ids])
    lost = ((kind, id, every[define] - left[define]) for kind, id, define in guideline.answers)
    return tuple(
        UnreachableAnswers(kind, id, tuple(sorted(map(_said, answers)))) for kind, id, answers in lost if answers
    )


def _said(answer: object) -> str:
    return "unknown" if answer is None else str(answer).lower() if isinstance(answer, bool) else str(answer)
