"""Assess one case: guideline and case in, advice out. Pure; the clock is never read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from resecta.advice.conclusions import Conclusions, conclude
from resecta.advice.disputes import conflicts, explore, merge
from resecta.advice.model import Advice, Missing, SettingInForce
from resecta.case.model import Case, Dispute, Fact
from resecta.case.read import case_from
from resecta.cql.values import Value
from resecta.guideline.pack import Guideline


def assess(guideline: Guideline, case: Case | Mapping[str, Any]) -> Advice:
    """What ``guideline`` says of ``case`` (a ``Case``, or a mapping as in a case file).

    Raises InputError where a mapping is not a sound case.
    """
    if not isinstance(case, Case):
        case = case_from(case, guideline)
    day = case.assessed_on

    def side(values: Mapping[str, Value]) -> Conclusions:
        return conclude(guideline, {**case.facts, **_taken(values)}, day)

    if not case.disputes:
        return _advice(guideline, case, conclude(guideline, case.facts, day))
    sides = explore(case.disputes, side)
    merged = merge(guideline, sides)
    advice = _advice(guideline, case, merged, conflicts=conflicts(guideline, sides, merged, side))
    return advice if not sides.left_out else _say_left_out(guideline, advice, sides.left_out)


def _taken(values: Mapping[str, Value]) -> dict[str, Fact]:
    return {id: Fact(id, value, "disputed") for id, value in values.items() if value is not None}


def _advice(guideline: Guideline, case: Case, conclusions: Conclusions, **parts: Any) -> Advice:
    disputed = [dispute.element for dispute in case.disputes]
    return Advice(
        case=case.id,
        guideline_id=guideline.id,
        guideline_version=guideline.version,
        guideline_digest=guideline.digest,
        assessed_on=None if case.assessed_on is None else case.assessed_on.to_date(),
        intent=conclusions.intent,
        findings=conclusions.findings,
        recommendations=conclusions.recommendations,
        strategies=conclusions.strategies,
        regimens=conclusions.regimens,
        silent=conclusions.silent,
        readings=tuple(
            SettingInForce(
                reading.id, reading.choice or str(reading.default), reading.choice in (None, reading.default)
            )
            for reading in guideline.readings.values()
            if reading.options
        ),
        departures=guideline.departures,
        missing=_missing(guideline, conclusions, disputed),
        disciplines_required=guideline.disciplines_required,
        remarks=case.remarks,
        context=case.context,
        **{"conflicts": (), **parts},
    )


def _missing(guideline: Guideline, conclusions: Conclusions, disputed: list[str]) -> tuple[Missing, ...]:
    """What to find out, disputed facts first, then by how many open conclusions name it (conditions.md, section 8)."""
    settles: Counter[str] = Counter()
    for recommendation in conclusions.recommendations:
        if recommendation.status == "undetermined":
            settles.update(recommendation.missing)
    for strategy in conclusions.strategies:
        if strategy.status == "undetermined":
            settles.update(strategy.missing)
    for regimen in conclusions.regimens:
        if regimen.status == "blocked":
            settles.update(regimen.missing)
    order = {id: place for place, id in enumerate(guideline.elements)}
    named = sorted(
        {*settles, *conclusions.asked, *disputed}, key=lambda id: (id not in disputed, -settles[id], order[id])
    )
    return tuple(Missing(id, guideline.elements[id].question, settles[id]) for id in named)


def _say_left_out(guideline: Guideline, advice: Advice, left_out: tuple[Dispute, ...]) -> Advice:
    names = ", ".join(guideline.elements[dispute.element].name for dispute in left_out)
    remark = (
        f"Too many disputes to assess every combination; taken as unknown, having the fewest consequences: {names}."
    )
    return replace(advice, remarks=(*advice.remarks, remark))
