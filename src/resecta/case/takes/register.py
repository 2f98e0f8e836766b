"""Takes over the register of lesions, for one case. An empty register says nothing."""

from __future__ import annotations

from collections.abc import Sequence

from resecta.case.answer import Answer, answer_of
from resecta.case.model import Event, Lesion
from resecta.case.takes.base import Answers, CaseTakes
from resecta.cql.values import Quantity, Value
from resecta.guideline import takes


class RegisterTakes(CaseTakes):
    """How many, how large, on which side, what is planned, what is left."""

    def visit_count(self, take: takes.Count) -> Answers:
        return self._register(len(self._left(take)))

    def visit_any_now(self, take: takes.AnyNow) -> Answers:
        return (
            self._register(value=True) if any(lesion.now in take.now for lesion in self.case.recorded.lesions) else ()
        )

    def visit_largest(self, take: takes.Largest) -> Answers:
        sizes = [lesion.size for lesion in self._left(take)]
        known = [size for size in sizes if size is not None]
        if not known or len(known) < len(sizes):
            return ()
        return self._register(Quantity(max(size.value for size in known), known[0].unit))

    def visit_both_lobes(self, take: takes.BothLobes) -> Answers:
        left = self._left(take)
        touched = {segment for lesion in left for segment in lesion.segments}
        if touched & {*take.left} and touched & {*take.right}:
            return self._register(value=True)
        return self._register(value=False) if left and all(lesion.segments for lesion in left) else ()

    def visit_every_plan(self, take: takes.EveryPlan) -> Answers:
        plans = {lesion.plan for lesion in self.case.recorded.lesions}
        if take.only_with is not None and take.only_with not in plans:
            return ()
        if plans & {*take.false_if}:
            return self._register(value=False)
        return self._register(value=True) if plans <= {*take.plans} else ()

    def visit_unfinished(self, take: takes.Unfinished) -> Answers:
        events = self.case.counted(take.events, takes.Episode.CURRENT) or ()
        said = self._words_of_the_latest(take, events)
        if said:
            return said
        left = [lesion for lesion in self.case.recorded.lesions if _still_to_treat(lesion, take)]
        if not left or all(self.value(id) is None for id in take.elements):
            return ()
        ids = ", ".join(lesion.id for lesion in left)
        return (Answer(value=True, source=f"register of lesions: {ids} visible and still planned"),)

    def _words_of_the_latest(self, take: takes.Unfinished, events: Sequence[Event]) -> Answers:
        latest = max((event.start for event in events), default=None)
        said: dict[Value, list[Event]] = {}
        for event in events:
            word = event.fields.get(take.of)
            if event.start == latest and word is not None:
                said.setdefault(word, []).append(event)
        activities = self.case.guideline.activities
        return tuple(answer_of(word, same, activities) for word, same in said.items())

    def _left(self, take: takes.RegisterTake) -> list[Lesion]:
        return [lesion for lesion in self.case.recorded.lesions if lesion.now not in take.without]

    def _register(self, value: Value) -> Answers:
        count = len(self.case.recorded.lesions)
        return (Answer(value, f"register of {count} lesion{'' if count == 1 else 's'}"),) if count else ()


def _still_to_treat(lesion: Lesion, take: takes.Unfinished) -> bool:
    return lesion.original and lesion.now == takes.Now.VISIBLE and lesion.plan in take.plans
