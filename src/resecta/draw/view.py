"""The parts of the page as values: advice sorted and grouped the way a reader goes through it, before any markup."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from resecta.draw.speech import Speech
from resecta.draw.values import date, days, listed, shown, spoken, with_unit
from resecta.draw.wording import DirectionWords, wording
from resecta.guideline import model
from resecta.guideline.status import Status
from resecta.lazy_dataclass import dataclass
from resecta.timeline.judgement import missed_by, none_on_record

if TYPE_CHECKING:
    from resecta.advice.model import Advice, Finding, FindingWindow, Recommendation
    from resecta.case.model import Case, Dispute, Fact
    from resecta.cql.values import Value
    from resecta.guideline.model import Element
    from resecta.guideline.pack import Guideline

_PROHIBITIONS = (model.Direction.AVOID, model.Direction.CONTRAINDICATED)
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

    direction: DirectionWords
    items: tuple[Recommendation, ...]


@dataclass(frozen=True, slots=True)
class TimingRow:
    """One interval of the guideline: its window, what was done, and the judgement in words with an icon. Where every
    side of a dispute settles it and each by another window, it has none, and its own sentence is the judgement.
    """

    finding: Finding
    target: bool
    judgement: str
    icon: str


def by_force(guideline: Guideline, advice: Advice) -> tuple[ForceGroup, ...]:
    """What applies to this patient, what must not be done first."""
    groups: dict[str, list[Recommendation]] = {}
    for recommendation in advice.recommendations:
        if recommendation.status.open and not guideline.recommendations[recommendation.id].beyond_scope:
            groups.setdefault(recommendation.direction, []).append(recommendation)
    directions = sorted((wording().direction[id] for id in groups), key=lambda direction: direction.rank)
    return tuple(ForceGroup(direction, tuple(groups[direction.id])) for direction in directions)


def folded(guideline: Guideline, advice: Advice) -> tuple[tuple[str, str, tuple[Recommendation, ...]], ...]:
    """What needs no reading at once, as (id, title, recommendations): what stands for every patient, prohibitions that
    nothing goes against, and what does not apply.
    """
    always = tuple(
        item for item in advice.recommendations if item.status.open and guideline.recommendations[item.id].beyond_scope
    )
    closed = [item for item in advice.recommendations if item.status is Status.NOT_APPLICABLE]
    unopposed = tuple(item for item in closed if item.direction in _PROHIBITIONS)
    rest = tuple(item for item in closed if item not in unopposed)
    words = wording().idle
    return (
        ("always", words["always"], always),
        ("unopposed", words["unopposed"], unopposed),
        ("idle", words["idle"], rest),
    )


def timing(guideline: Guideline, advice: Advice) -> tuple[TimingRow, ...]:
    """Every interval for which the guideline gives dates here, or that is settled whichever dates are right."""
    timed = [finding for finding in advice.findings if guideline.findings[finding.id].window is not None]
    return tuple(
        _timing_row(finding, finding.window, advice.assessed_on)
        if finding.window is not None
        else TimingRow(finding, False, finding.text, _mark_without_days(finding))
        for finding in timed
        if finding.window is not None or finding.value is not None
    )


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
    return tuple(_fact_group(guideline.groups.get(group, group.capitalize()), rows) for group, rows in groups.items())


def answers(guideline: Guideline, case: Case) -> dict[str, tuple[tuple[Value, str], ...]]:
    """The answers to each disputed element: (value, who says so and when)."""
    return {dispute.element: tuple(_signed(guideline, dispute)) for dispute in case.disputes}


def _signed(guideline: Guideline, dispute: Dispute) -> Iterator[tuple[Value, str]]:
    speech, days = Speech(guideline), {opinion.by: opinion.date for opinion in reversed(dispute.opinions)}
    for side in dispute.sides:
        said = [f"{name}, {shown(days[name])}" if days.get(name) else speech.source(name) for name in side.sources]
        yield side.value, listed(said)


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


def written_out(value: Any) -> str:
    """Whatever a case brings as context: text; names with values; or a list, its entries without names."""
    return _free(value, named=True)


def _free(value: Any, *, named: bool) -> str:
    if isinstance(value, Mapping):
        parts = [(str(key).replace("_", " "), _free(part, named=True)) for key, part in value.items()]
        return "; ".join(f"{key}: {part}" for key, part in parts) if named else ", ".join(part for _, part in parts)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(_free(part, named=False) for part in value)
    return spoken(shown(value))


def _fact_group(title: str, rows: list[FactRow]) -> FactGroup:
    answered = tuple(row for row in rows if row.fact is not None or row.dispute is not None)
    unrecorded = tuple(row.element for row in rows if row.fact is None and row.dispute is None)
    return FactGroup(title, answered, unrecorded)


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


def _timing_row(finding: Finding, window: FindingWindow, today: datetime.date | None) -> TimingRow:
    target = window.earliest is not None and window.earliest == window.latest
    said, icon = _judgement(finding.value, window, today, target=target)
    return TimingRow(finding, target, f"{said[:1].upper()}{said[1:]}", icon)


def _mark_without_days(finding: Finding) -> str:
    """The mark of what is settled on every side, each with days of its own."""
    if finding.kept is None:
        return "fails" if finding.hazards else "open"
    return "holds" if finding.kept else "fails"


def _still_open(window: FindingWindow, today: datetime.date | None) -> str:
    """Where today lies of a window that nothing kept or missed; one without a last day is past once it has opened."""
    if today is None:
        return "open"
    begun = window.earliest is not None and window.earliest <= today
    if begun if window.latest is None else window.latest < today:
        return "past"
    return "due" if begun else "open"


def _judgement(
    value: bool | None, window: FindingWindow, today: datetime.date | None, *, target: bool
) -> tuple[str, str]:
    """The words by the facts: kept, done or planned too early or too late, due with none on record, due now, not due
    yet, or past where nothing is left to judge; of a window that does not bind, that missing it is a warning.
    """
    words, missed = wording().timing, window.missed_by_days
    if missed is None:
        if window.latest is None and window.earliest is not None and _still_open(window, today) == "open":
            return words["not_before"].format(earliest=date(window.earliest)), "open"
        open_ = words[_still_open(window, today)].format(latest=date(window.latest))
        return (words["kept"], "holds") if value is True else (open_, "open")
    if target and missed == 0:
        return words["target_hit"], Status.UNDETERMINED  # a target is neither kept nor missed
    if missed == 0:
        return words["kept"], "holds"
    if target and window.actual is None:
        return words["target_past"].format(days=days(missed)), Status.UNDETERMINED
    if target:
        side = words["target_after" if missed > 0 else "target_before"]
        return side.format(days=days(missed)), Status.UNDETERMINED
    if window.waived:
        return words["waived"].format(days=days(missed)), Status.UNDETERMINED
    if window.actual is None:
        return none_on_record(date(window.latest), missed), "fails"
    return missed_by(missed, window.actual, today), "fails"
