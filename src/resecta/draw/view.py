"""The parts of the page as values: advice sorted and grouped the way a reader goes through it, before any markup."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from resecta.draw.values import days, listed, shown, spoken, with_unit
from resecta.draw.wording import Direction, wording
from resecta.guideline.status import Status

if TYPE_CHECKING:
    from resecta.advice.model import Advice, Finding, Recommendation, Strategy
    from resecta.case.model import Case, Dispute, Fact
    from resecta.guideline.model import Element
    from resecta.guideline.pack import Guideline

STATED = ("", "stated in the case")
"""Sources that name nobody."""


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact as known.

    ``age``: the days since its date, given only where that is long. ``named``: its source says more than the
    file does. ``dated``: its date is worth a place, its source not naming one already.
    """

    element: Element
    fact: Fact | None
    dispute: Dispute | None
    age: int | None
    named: bool
    dated: bool


@dataclass(frozen=True, slots=True)
class FactGroup:
    """Facts of one kind: those with an answer in full, the others by name."""

    title: str
    rows: tuple[FactRow, ...]
    unrecorded: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class ForceGroup:
    """Recommendations of one force."""

    direction: Direction
    items: tuple[Recommendation, ...]


@dataclass(frozen=True, slots=True)
class TimingRow:
    """One interval of the guideline: its window, what was done, and the judgement in words with an icon."""

    finding: Finding
    target: bool
    judgement: str
    icon: str


def compared(advice: Advice) -> tuple[tuple[Strategy, ...], tuple[Strategy, ...]]:
    """Strategies to set side by side (at most four, by rank) and the rest."""
    ranked = sorted(advice.strategies, key=lambda strategy: wording().status[strategy.status].rank)
    beside = tuple(strategy for strategy in ranked if strategy.status is not Status.CONDITION_NOT_MET)[:4]
    return beside, tuple(strategy for strategy in ranked if strategy not in beside)


def by_force(advice: Advice) -> tuple[ForceGroup, ...]:
    """What applies, what must not be done first."""
    groups: dict[str, list[Recommendation]] = {}
    for recommendation in advice.recommendations:
        if recommendation.status.open:
            groups.setdefault(recommendation.direction, []).append(recommendation)
    directions = sorted((wording().direction[id] for id in groups), key=lambda direction: direction.rank)
    return tuple(ForceGroup(direction, tuple(groups[direction.id])) for direction in directions)


def timing(advice: Advice) -> tuple[TimingRow, ...]:
    """Every interval for which the guideline gives dates here."""
    return tuple(_timing_row(finding) for finding in advice.findings if finding.window is not None)


def facts(guideline: Guideline, case: Case, assessed_on: datetime.date | None) -> tuple[FactGroup, ...]:
    """Every element of the guideline, grouped; none is left out because it is empty."""
    groups: dict[str, list[FactRow]] = {}
    disputes = {dispute.element: dispute for dispute in case.disputes}
    for element in guideline.elements.values():
        fact = case.facts.get(element.id)
        known = fact if fact is not None and fact.value is not None else None
        age = _age(known, assessed_on, guideline.old_after_days)
        row = _fact_row(element, known, disputes.get(element.id), age)
        groups.setdefault(element.group, []).append(row)
    return tuple(_fact_group(group, rows) for group, rows in groups.items())


def answers(case: Case) -> dict[str, tuple[tuple[object, str], ...]]:
    """The answers to each disputed element: (value, who says so and when)."""
    return {
        dispute.element: tuple(
            (side.value, listed([_signed(dispute, name) for name in side.sources])) for side in dispute.sides
        )
        for dispute in case.disputes
    }


def _signed(dispute: Dispute, name: str) -> str:
    day = next((opinion.date for opinion in dispute.opinions if opinion.by == name), None)
    return f"{name}, {shown(day)}" if day else spoken(name)


def band(guideline: Guideline, case: Case) -> tuple[tuple[str, bool], ...]:
    """What names the patient at the top: (text, whether it is known). What is always asked is missed by name."""
    said: list[tuple[str, bool]] = []
    for element in guideline.elements.values():
        fact = case.facts.get(element.id) if element.band else None
        if fact is not None:
            said.append((with_unit(fact.value, element), True))
        elif element.band and element.id in guideline.always_asked:
            said.append((f"{element.name} not recorded", False))
    return tuple(said)


def context_rows(guideline: Guideline, context: Mapping[str, Any]) -> tuple[tuple[str, Any, bool], ...]:
    """What the meeting must see: (label, value or None, whether it stands above the verdict), empty rows too."""
    return tuple(
        (row.label, None if context.get(row.id) in (None, "", [], {}) else context[row.id], row.above_verdict)
        for row in guideline.context
    )


def _fact_group(group: str, rows: list[FactRow]) -> FactGroup:
    answered = tuple(row for row in rows if row.fact is not None or row.dispute is not None)
    unrecorded = tuple(row.element for row in rows if row.fact is None and row.dispute is None)
    return FactGroup(wording().group.get(group, group.capitalize()), answered, unrecorded)


def _fact_row(element: Element, fact: Fact | None, dispute: Dispute | None, age: int | None) -> FactRow:
    named = fact is not None and fact.source not in STATED
    dated = fact is not None and fact.date is not None and str(fact.date) not in fact.source
    # What follows from an event names its day in the source and does not age; a judgement or a measurement does.
    return FactRow(element, fact, dispute, age if dated else None, named, dated)


def _age(fact: Fact | None, today: datetime.date | None, old_after: int | None) -> int | None:
    """The days since the date of a fact, where it is old."""
    if fact is None or fact.date is None or today is None or fact.date.day is None or old_after is None:
        return None
    elapsed = (today - fact.date.to_date()).days
    return elapsed if elapsed > old_after else None


def _timing_row(finding: Finding) -> TimingRow:
    window = finding.window
    assert window is not None  # noqa: S101 - the caller filters; a narrowing for the type checker
    target = window.earliest is not None and window.earliest == window.latest
    judgement, icon = _judgement(finding, target=target)
    return TimingRow(finding, target, judgement, icon)


def _judgement(finding: Finding, *, target: bool) -> tuple[str, str]:
    """In words: kept, missed by so many days, so many days from a target, overdue, or not due yet."""
    words, window = wording().timing, finding.window
    missed = window.missed_by_days if window else None
    if missed is None:
        return (words["open"], "open") if finding.value is not True else (words["kept"], "holds")
    if missed == 0:
        return (words["target_hit"] if target else words["kept"]), "holds"
    key = ("target_after" if missed > 0 else "target_before") if target else ("late" if missed > 0 else "early")
    return words[key].format(days=days(missed)), (Status.UNDETERMINED if target else "fails")
