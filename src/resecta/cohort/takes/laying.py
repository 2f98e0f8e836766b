"""Elements laid over a table of patients that has their measures: of each its value and whether that is disputed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_

import ibis
import ibis.expr.types as ir

from resecta.cohort.columns.column import SQL
from resecta.cohort.takes.known import NO, Known, combined, contradicted, denied, on_both, stated_only, unless_denied
from resecta.cohort.takes.measured import Aggregate, Measured, counted, some
from resecta.cohort.takes.visitor import TakesInColumns, side_of
from resecta.guideline import takes
from resecta.guideline.model import Element
from resecta.guideline.pack import Guideline

PARTS = ("fact", "derived", "disputed", "denied")
"""What is kept of an element that follows from others, each a column named by it and the element."""
SIDES = ("one", "other")


class Laying:
    """``table``: case, assessed_on, the stated elements under their ids and, once there are any, the measures."""

    def __init__(self, guideline: Guideline, table: ir.Table) -> None:
        self._guideline, self.table = guideline, table
        self._stated = frozenset(table.columns)
        self._denied_by = {id: one.id for one in guideline.elements.values() for id in one.zero_denies}

    def measured(self, element: Element) -> tuple[Measured, ...]:
        """The measures of an element: twice where the day that it counts from may be disputed, once for each side."""
        take = element.derive
        if take is None:
            return ()
        sides = SIDES if isinstance(take, takes.First) and take.since is not None else SIDES[:1]
        return tuple(TakesInColumns(self._guideline, element.id, self.known, side).visit(take) for side in sides)

    def evidence(self, element: Element) -> Mapping[str, Aggregate]:
        """Whether there are events of this episode that contradict a stated 0."""
        take = element.derive
        if not element.zero_denies or not isinstance(take, takes.EpisodeTake):
            return {}
        return {_evidence(element): lambda events: some(counted(events, take.events, takes.Episode.SURE))}

    def lay(self, elements: Iterable[Element]) -> None:
        """Add the elements; their measures stand in the table."""
        for together in self._ranks(elements):
            fresh: dict[str, ir.Value] = {}
            for element in together:
                own = [self._own(element, each) for each in self.measured(element)]
                known = self._settled(element, own or [stated_only(self.stated(element))])
                parts = (known.value, known.derived, known.disputed, known.denied)
                fresh.update({f"{what} {element.id}": part for what, part in zip(PARTS, parts, strict=True)})
            self.table = self.table.mutate(**fresh)

    def known(self, id: str) -> Known:
        """What is known of an element: what is stated, until it is laid."""
        stated = self.stated(self._guideline.elements[id])
        if f"fact {id}" not in self.table.columns:
            return stated_only(stated)
        value, derived, disputed, denied_ = (self.table[f"{what} {id}"] for what in PARTS)
        return Known(value, stated, derived, disputed, denied_)

    def stated(self, element: Element) -> ir.Value:
        """What the patients' table says of an element; null in every row where it lacks the column."""
        kind = SQL[element.type]
        return self.table[element.id].cast(kind) if element.id in self._stated else ibis.null(kind)

    def sides(self, id: str) -> Mapping[str, ir.Value]:
        """The day on either side of a dispute, for what counts from it; the same day twice where there is none."""
        return {side_of(side, id): day for side, day in zip(SIDES, self.known(id).sides, strict=True)}

    def _ranks(self, elements: Iterable[Element]) -> Iterator[list[Element]]:
        """Elements after those that they rest on; what a 0 denies before what denies it."""
        left = list(elements)
        while left:
            ids = {one.id for one in left}
            free = [one for one in left if not (ids - {one.id}) & _needs(one)]
            yield free
            left = [one for one in left if one not in free]

    def _own(self, element: Element, measured: Measured) -> Known:
        take = element.derive
        tolerance = take.tolerance if isinstance(take, takes.Share) else None
        return combined(self.stated(element), measured.answer(lambda name: self.table[name]), tolerance)

    def _settled(self, element: Element, own: Sequence[Known]) -> Known:
        known = own[0] if len(own) == 1 else on_both(own[0], own[1])
        if isinstance(element.derive, takes.First) and element.derive.since is not None:
            known = unless_denied(known, self.known(element.derive.since).denied)
        by = self._denied_by.get(element.id)
        if by is not None and by in self._stated:
            known = denied(known, self.table[by])
        if element.zero_denies and element.id in self._stated:
            said = [self.known(id).any for id in element.zero_denies]
            name = _evidence(element)
            found = self.table[name].fill_null(False) if name in self.table.columns else NO
            known = contradicted(known, reduce(or_, said, found))
        return known


def _needs(element: Element) -> set[str]:
    needs = set() if element.derive is None else set(element.derive.rests_on.values())
    return needs | set(element.zero_denies)


def _evidence(element: Element) -> str:
    return f"evidence of {element.id}"
