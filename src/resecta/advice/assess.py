"""Assess one case: guideline and case in, advice out. Pure; the clock is never read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from resecta.advice.conclusions import Concluded, conclude
from resecta.advice.disputes import conflicts, merge
from resecta.advice.model import Advice, Conflict, Missing, SettingInForce
from resecta.advice.reasoning import Reasoning
from resecta.advice.sides import Sides
from resecta.case.model import Case
from resecta.case.read import case_from
from resecta.guideline.pack import Guideline
from resecta.guideline.status import Status


def assess(guideline: Guideline, case: Case | Mapping[str, Any]) -> Advice:
    """What ``guideline`` says of ``case`` (a ``Case``, or a mapping as in a case file).

    Raises InputError where a mapping is not a sound case.
    """
    if not isinstance(case, Case):
        case = case_from(case, guideline)
    if not case.disputes:
        return _advice(guideline, case, conclude(Reasoning(guideline, case.facts, case.assessed_on)), ())
    sides = Sides(guideline, case)
    return _advice(guideline, case, merge(sides), conflicts(sides))


def _advice(guideline: Guideline, case: Case, concluded: Concluded, conflicts: tuple[Conflict, ...]) -> Advice:
    disputed = [dispute.element for dispute in case.disputes]
    return Advice(
        case=case.id,
        guideline_id=guideline.id,
        guideline_version=guideline.version,
        guideline_digest=guideline.digest,
        assessed_on=None if case.assessed_on is None else case.assessed_on.to_date(),
        conclusions=concluded.conclusions,
        scope=concluded.scope,
        conflicts=conflicts,
        readings=tuple(
            SettingInForce(
                reading.id, reading.choice or str(reading.default), reading.choice in (None, reading.default)
            )
            for reading in guideline.readings.values()
            if reading.options
        ),
        departures=guideline.departures,
        missing=_missing(guideline, concluded, disputed),
        disciplines_required=guideline.disciplines_required,
        remarks=case.remarks,
        context=case.context,
    )


def _missing(guideline: Guideline, concluded: Concluded, disputed: list[str]) -> tuple[Missing, ...]:
    """What to find out, disputed facts first, then by how many open conclusions name it (conditions.md, section 8)."""
    settles: Counter[str] = Counter()
    for one in concluded.conclusions:
        if one.answer in (Status.UNDETERMINED, Status.BLOCKED):
            settles.update(one.missing)
    order = {id: place for place, id in enumerate(guideline.elements)}
    named = sorted(
        {*settles, *concluded.asked, *disputed}, key=lambda id: (id not in disputed, -settles[id], order[id])
    )
    return tuple(Missing(id, guideline.elements[id].question, settles[id]) for id in named)
