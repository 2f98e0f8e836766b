"""The whole schedule of a guideline: its entries by id, and sorted by what they are."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, TypeVar

from resecta.document.problem import Place
from resecta.guideline.schedule.model import Bound, Calendar, Common, Entry, Measure, PlanMeasures, Step
from resecta.guideline.schedule.reference import Reference
from resecta.guideline.schedule.sentences import Sentences, usual
from resecta.lazy_dataclass import dataclass

E = TypeVar("E", bound=Entry)

EVERY_DAY = Calendar("", None, None, {}, Place(""))
"""The calendar of a guideline that lays out nothing in time."""


@dataclass(frozen=True)
class Schedule:
    """Everything a guideline says of time, by id, in the order of the file."""

    entries: Mapping[str, Entry]

    @cached_property
    def steps(self) -> Mapping[str, Step]:
        """The activities as they stand in a plan."""
        return _of(self.entries, Step)

    @cached_property
    def bounds(self) -> Mapping[str, Bound]:
        """What holds between two days."""
        return _of(self.entries, Bound)

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """The figures by which plans are compared."""
        return tuple(row for comparison in _of(self.entries, PlanMeasures).values() for row in comparison.rows)

    @cached_property
    def common(self) -> Common | None:
        """What can be dated whichever way is chosen; None where the guideline names nothing."""
        return next(iter(_of(self.entries, Common).values()), None)

    @cached_property
    def calendar(self) -> Calendar:
        """The hospital's days."""
        return next(iter(_of(self.entries, Calendar).values()), EVERY_DAY)

    @cached_property
    def sentences(self) -> Sentences:
        """What a plan says beside its dates."""
        return next(iter(_of(self.entries, Sentences).values()), None) or usual()

    def meant(self, reference: Reference) -> Mapping[str, tuple[str, ...]]:
        """The points that a reference may mean, by the id of their step."""
        found = self._meant.get(reference)
        if found is None:
            found = self._meant[reference] = {id: step.means(reference) for id, step in self.steps.items()}
        return found

    @cached_property
    def _meant(self) -> dict[Reference, Mapping[str, tuple[str, ...]]]:
        return {}

    def chosen(self, ids: tuple[str, ...], kind: type[E]) -> tuple[E, ...]:
        """The entries of one class among these ids, in the order of the ids."""
        found = self._chosen.get((ids, kind))
        if found is None:
            found = self._chosen[ids, kind] = tuple(
                entry for entry in map(self.entries.__getitem__, ids) if isinstance(entry, kind)
            )
        return found

    @cached_property
    def _chosen(self) -> dict[tuple[tuple[str, ...], type[Any]], tuple[Any, ...]]:
        return {}


def _of(entries: Mapping[str, Entry], kind: type[E]) -> dict[str, E]:
    return {id: entry for id, entry in entries.items() if isinstance(entry, kind)}
