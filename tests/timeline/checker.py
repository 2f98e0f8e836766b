"""Everything that a plan must keep, counted a second time: by hand on a calendar, from the case and the plan alone.

``faults`` gives a line for each thing that does not hold. Only the guideline's conditions are asked of the engine;
lengths are written out again.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from resecta.case import Case
from resecta.cql.values import Date
from resecta.document.phrase import inside
from resecta.guideline import Guideline
from resecta.guideline.schedule.model import Bound, Never, Step
from resecta.timeline.model import TimedEvent, Timeline
from resecta.timeline.situation import Situation

COUNTED: dict[str, tuple[tuple[int, int] | None, tuple[int, int] | None]] = {
    "chemotherapy_after_short_course": ((0, 11), (0, 18)),
    "evaluation": ((0, 42), (0, 56)),
    "rectal_delay": (None, (6, 0)),
    "bevacizumab_free": ((0, 42), None),
    "operation_after_chemoradiation": ((0, 35), (0, 70)),
    "reassessments": ((2, -14), (2, 14)),
}
"""What the source says of time, written out a second time: constraint → (months, days) of its two ends."""
OPERATIONS = ("rectal_operation", "liver_operation", "simultaneous_operation", "stoma")
RADIOTHERAPY = ("short_course_radiotherapy", "long_course_chemoradiotherapy")
APART, CYCLE, FREE = 42, 14, 42
COLLIDING = {"minimum", "window", "limit"}


def later(day: datetime.date, months: int, days: int) -> datetime.date:
    """Count months on the calendar, then days, as with a finger on the wall."""
    year, month = day.year, day.month + months
    while month > 12:
        year, month = year + 1, month - 12
    last = calendar.monthrange(year, month)[1]
    return datetime.date(year, month, min(day.day, last)) + datetime.timedelta(days=days)


class Checker:
    """One plan of one case without disputes."""

    def __init__(self, guideline: Guideline, case: Case, timeline: Timeline) -> None:
        self.guideline, self.case, self.timeline = guideline, case, timeline
        self.today = timeline.today
        self.situation = Situation(guideline, case, self.today)
        self.notes = [note.text for note in timeline.notes]
        self.ahead = [event for event in timeline.events if event.proposed is not None]

    def fact(self, id: str) -> Any:
        """The value of a fact; None where it is not recorded."""
        found = self.case.facts.get(id)
        return None if found is None else found.value

    def day(self, id: str) -> datetime.date | None:
        """The day of a fact."""
        value = self.fact(id)
        return value.to_date() if isinstance(value, Date) else None

    def faults(self) -> list[str]:
        """Everything that does not hold, a line each."""
        checks = (
            self.windows,
            self.bounds,
            self.bevacizumab,
            self.staged,
            self.apart,
            self.cycles,
            self.given,
            self.surgery,
            self.planned,
            self.collisions,
            self.complete,
            self.undated,
            self.words,
        )
        return [f"{check.__name__}: {fault}" for check in checks for fault in check()]

    def windows(self) -> Iterator[str]:
        """Every proposal lies in its window and not in the past."""
        for event in self.ahead:
            assert event.proposed is not None
            if event.proposed < self.today:
                yield f"{event.id} is proposed in the past"
            if event.fixed:
                continue
            if event.earliest is not None and event.proposed < event.earliest:
                yield f"{event.id} before its window"
            if event.latest is not None and event.proposed > event.latest:
                yield f"{event.id} after its window"

    def bounds(self) -> Iterator[str]:
        """Every bound that is not said to be broken, past or missed is kept, counted on a calendar."""
        for constraint in self.timeline.constraints:
            ends = COUNTED.get(constraint.id)
            if ends is None or constraint.anchor is None or constraint.actual is None or constraint.kept is False:
                continue
            earliest, latest = ends
            if earliest is not None and constraint.actual < later(constraint.anchor, *earliest):
                yield f"{constraint.id} too early: {constraint.anchor} {constraint.actual}"
            if latest is not None and constraint.actual > later(constraint.anchor, *latest):
                yield f"{constraint.id} too late: {constraint.anchor} {constraint.actual}"

    def operations(self) -> list[TimedEvent]:
        """The operations ahead that have a day."""
        return [event for event in self.ahead if event.activity in OPERATIONS]

    def bevacizumab(self) -> Iterator[str]:
        """Six weeks between a dose, given or proposed, and every elective operation."""
        emergency = self.fact("operation_urgency") == "emergency"
        doses = [event.proposed for event in self.ahead if event.beside]
        given = self.day("last_bevacizumab")
        for operation in self.operations():
            if operation.fixed == "planned" and emergency:
                continue
            assert operation.proposed is not None
            for dose in [*doses, given]:
                if dose is not None and 0 <= (operation.proposed - dose).days < FREE:
                    yield f"{operation.id} on {operation.proposed}, bevacizumab on {dose}"

    def staged(self) -> Iterator[str]:
        """S09 belongs to primary first, whatever the timing."""
        if self.timeline.strategy != "primary_first":
            return
        livers = [event for event in self.timeline.events if event.id == "liver_operation" and event.done is None]
        told = "hepatectomy_about" in {each.id for each in self.timeline.constraints}
        named = any("Hepatectomy 3 months after rectal surgery" in text for text in self.notes)
        if livers and not told and not named:
            yield "the spacing of S09 is absent"

    def apart(self) -> Iterator[str]:
        """Two operations never lie closer than the site plans, without the plan saying so."""
        dated = [each for each in self.timeline.events if each.activity in OPERATIONS and each.day is not None]
        for first, second in pairwise(dated):
            assert first.day is not None
            assert second.day is not None
            close = (second.day - first.day).days < APART and second.done is None
            if close and not any("apart" in text and inside(second.label) in text for text in self.notes):
                yield f"{first.id} {first.day}, {second.id} {second.day}"

    def cycles(self) -> Iterator[str]:
        """No cycle runs through an operation or a course of radiotherapy; numbers rise with the days."""
        cycles = [event for event in self.ahead if event.cycle is not None]
        ordered = sorted(cycles, key=lambda event: event.cycle or 0)
        for one, other in pairwise(ordered):
            assert one.proposed is not None
            assert other.proposed is not None
            if one.cycle == other.cycle or (other.proposed - one.proposed).days < CYCLE:
                yield f"cycle {one.cycle} on {one.proposed}, cycle {other.cycle} on {other.proposed}"
        for cycle in cycles:
            assert cycle.proposed is not None
            end = cycle.proposed + datetime.timedelta(days=CYCLE - 1)
            for first, last in self._taken():
                if cycle.proposed <= last and first <= end:
                    yield f"cycle {cycle.cycle} on {cycle.proposed} runs through {first} to {last}"
        after = [event for event in cycles if event.activity == "postoperative_chemotherapy"]
        for cycle in after:
            if any(
                event.proposed >= cycle.proposed for event in self.operations() if event.proposed and cycle.proposed
            ):
                yield f"cycle {cycle.cycle} is not after the last operation"

    def _taken(self) -> Iterator[tuple[datetime.date, datetime.date]]:
        for event in self.operations():
            assert event.proposed is not None
            yield event.proposed, event.proposed
        days = {event.id: event.day for event in self.timeline.events}
        for step in ("short_course", "short_course_for_symptoms", "long_course"):
            start, end = days.get(f"{step}.start"), days.get(f"{step}.end")
            if start is not None and end is not None:
                yield start, end

    def given(self) -> Iterator[str]:
        """What has been given is never proposed again, and counts."""
        irradiated = self.fact("pelvic_radiotherapy") in ("short course", "long course", "other")
        irradiated = irradiated or any(event.activity in RADIOTHERAPY for event in self.case.events)
        for event in self.ahead:
            if irradiated and event.activity in RADIOTHERAPY and not event.id.endswith(".end"):
                yield f"{event.id} is proposed again"
        if any(event.id.startswith("long_course") and event.id.endswith(".start") for event in self.ahead):
            yield "a long course is proposed"
        months = self.fact("chemotherapy_months")
        begun = self.situation.truth("Chemotherapy begun") is True
        for event in self.ahead:
            if begun and event.cycle == 1 and event.activity == "chemotherapy":
                yield f"{event.id} begins again at cycle 1"
            if event.cycle is not None and event.cycle > 12 and "conversion" not in event.id:
                yield f"{event.id}: more than the total"
            first = None if months is None else int(months * 2) + 1
            if first is not None and event.cycle is not None and event.cycle < first:
                yield f"{event.id}: cycle {event.cycle} though {months} months were given"

    def surgery(self) -> Iterator[str]:
        """A rectal operation only while the primary is in place or not clear, a liver operation only while not done."""
        status, margin = self.fact("primary_status"), self.fact("primary_resection_margin")
        done = self.situation.truth("Liver done")
        for event in self.timeline.events:
            if event.done is not None or event.given:
                continue
            if event.activity == "rectal_operation" and status != "in situ" and margin not in ("R1", "R2"):
                yield f"{event.id} though the rectum is {status} {margin}"
            if event.activity in ("liver_operation", "simultaneous_operation") and done is not False:
                yield f"{event.id} though liver done is {done}"
            if event.id == "second_stage" and self.fact("liver_surgery_unfinished") is not True:
                yield "a second stage that nobody asked for"

    def planned(self) -> Iterator[str]:
        """The day that the board has set stands, or what collides is said."""
        day = self.day("planned_operation")
        if day is None or day < self.today or self.timeline.conflict is not None:
            return
        stands = any(event.fixed == "planned" and event.proposed == day for event in self.timeline.events)
        told = any(
            words in text
            for text in self.notes
            for words in ("no step of this strategy", "which step of this plan it is")
        )
        if not stands and not told:
            yield f"the operation planned on {day} is lost"

    def collisions(self) -> Iterator[str]:
        """Only intervals of the source collide, with each other or with a set date."""
        conflict = self.timeline.conflict
        if conflict is None:
            return
        entries = self.guideline.schedule.entries
        kinds = {entries[id].kind for id in conflict.constraints}
        if not kinds & COLLIDING:
            yield f"{conflict.constraints} collide"
        for id in conflict.constraints:
            entry = entries[id]
            if isinstance(entry, Bound) and not entry.statements:
                yield f"the planning figure {id} collides"

    def complete(self) -> Iterator[str]:
        """No bound of the source is absent without a remark, unless it is known not to apply."""
        told = {each.id for each in self.timeline.constraints}
        said = {id for note in self.timeline.notes for id in note.statements}
        ids = self.guideline.strategies[self.timeline.strategy].constraints
        steps = self.guideline.schedule.chosen(ids, Step)
        ahead = {event.id for event in self.timeline.events if event.done is None and not event.given}
        for bound in self.guideline.schedule.chosen(ids, Bound):
            if bound.id in told or not bound.statements or set(bound.statements) <= said:
                continue
            if self.situation.truth(bound.when) is False or self._follows_what_was_given(bound):
                continue
            starts = [step for step in steps if step.means(bound.start)]
            ends = [step for step in steps if step.means(bound.end)]
            if all(map(self._not_at_all, starts)) or not any(self._ahead(step, bound, ahead) for step in ends):
                continue
            yield f"{bound.id} is absent"

    def _follows_what_was_given(self, bound: Bound) -> bool:
        """Whether it only asks to come after something that has been, on a day not recorded."""
        given = {event.id for event in self.timeline.events if event.given}
        steps = self.guideline.schedule.steps.values()
        starts = {f"{step.id}.{point}" for step in steps for point in step.means(bound.start)}
        return bound.kind == "precedence" and bool(starts & given)

    def _ahead(self, step: Step, bound: Bound, ahead: set[str]) -> bool:
        """Whether the step that a bound ends on is still to come, or may be."""
        return self._open(step) or any(
            (step.id if point == "day" else f"{step.id}.{point}") in ahead for point in step.means(bound.end)
        )

    def _open(self, step: Step) -> bool:
        """Whether nobody knows that the step is to be done."""
        return not isinstance(step.when, Never) and self.situation.truth(step.when) is None and not self._dated(step)

    def _dated(self, step: Step) -> bool:
        """Whether the step stands in the plan, done or to come."""
        return any(event.id in (step.id, f"{step.id}.start", f"{step.id}.end") for event in self.timeline.events)

    def _not_at_all(self, step: Step) -> bool:
        """Whether the step is known to be neither done nor to be done."""
        begun = step.begun is not None and self.situation.truth(step.begun) is not False
        return not self._dated(step) and not begun and not self._open(step)

    def undated(self) -> Iterator[str]:
        """What has no date is said to have none, with what it hangs on."""
        for event in self.timeline.undated:
            if self.timeline.conflict is None and not any(
                "No date is proposed" in text and event.label in text for text in self.notes
            ):
                yield f"{event.id} has no date, and nothing says why"

    def words(self) -> Iterator[str]:
        """No place of a text is left empty."""
        texts = [*self.notes, *(event.label for event in self.timeline.events)]
        texts += [constraint.text for constraint in self.timeline.constraints]
        for text in texts:
            if re.search(r"[{}]|\bNone\b", text):
                yield text
