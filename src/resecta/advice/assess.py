"""Assess one case: guideline and case in, advice out. Pure; the clock is never read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from resecta.advice.conclusions import Concluded, conclude
from resecta.advice.model import Advice, Conflict, Finding, Missing, SettingInForce, Strategy, Turn
from resecta.advice.moves import Moved, moves
from resecta.advice.reasoning import Reasoning
from resecta.advice.turns import turns
from resecta.case.model import Case
from resecta.case.read import case_from
from resecta.cql.values import Value
from resecta.guideline.pack import Guideline
from resecta.guideline.status import WAITING


def assess(guideline: Guideline, case: Case | Mapping[str, Any]) -> Advice:
    """What ``guideline`` says of ``case`` (a ``Case``, or a mapping as in a case file).

    Raises InputError where a mapping is not a sound case.
    """
    if not isinstance(case, Case):
        case = case_from(case, guideline)
    if not (case.disputes or case.hangs):
        return _advice(guideline, case, conclude(Reasoning(guideline, case.facts, case.assessed_on)), (), {})
    from resecta.advice.disputes import conflicts, merge, remarks_on  # only for a case that leaves something open
    from resecta.advice.scenarios import Scenarios

    open_ = Scenarios(guideline, case)
    values = {id: tuple(value for value, _ in pairs) for id, pairs in open_.among.items()}
    told = replace(case, remarks=(*case.remarks, *remarks_on(open_)))
    return _advice(guideline, told, merge(open_), conflicts(open_), values)


def _advice(
    guideline: Guideline,
    case: Case,
    concluded: Concluded,
    conflicts: tuple[Conflict, ...],
    open_: Mapping[str, Sequence[Value]],
) -> Advice:
    findings = {one.id: one for one in concluded.conclusions if isinstance(one, Finding)}
    return Advice(
        case=case.id,
        guideline_id=guideline.id,
        guideline_version=guideline.version,
        guideline_digest=guideline.digest,
        assessed_on=None if case.assessed_on is None else case.assessed_on.to_date(),
        conclusions=concluded.conclusions,
        criteria=tuple(findings[id] for id in guideline.criteria),
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
        rank=lambda: rank(guideline, case, concluded, open_),
        turn=lambda: turned(guideline, case, concluded, open_),
        disciplines_required=guideline.disciplines_required,
        emergency=guideline.emergency is not None and findings[guideline.emergency].value is True,
        remarks=case.remarks,
        context=case.context,
    )


def turned(
    guideline: Guideline, case: Case, concluded: Concluded, open_: Mapping[str, Sequence[Value]]
) -> tuple[Turn, ...]:
    """What would be otherwise if one of the facts that the strategies rest on were."""
    strategies = [one for one in concluded.conclusions if isinstance(one, Strategy)]
    told = {because.element for one in strategies for because in one.because}
    rested_on = told.union(*(one.critical for one in strategies))
    now = {one.id: one.status for one in strategies}
    return turns(guideline, case, open_, now, [id for id in guideline.elements if id in rested_on])


def rank(
    guideline: Guideline, case: Case, concluded: Concluded, open_: Mapping[str, Sequence[Value]]
) -> tuple[Missing, ...]:
    """What to find out: disputed facts first, then those that move the strategy that is, or
    would be, first, then by the number of strategies moved, by how many open conclusions name it, by the guideline.
    """
    settles: Counter[str] = Counter()
    for one in concluded.conclusions:
        if one.answer in WAITING:
            settles.update(one.missing)
    disputed = {dispute.element for dispute in case.disputes}
    asked = {*settles, *concluded.asked, *disputed}
    now = {one.id: one.status for one in concluded.conclusions if isinstance(one, Strategy)}
    moved = moves(guideline, case, open_, now, [id for id in guideline.elements if id in asked])
    order = {id: place for place, id in enumerate(guideline.elements)}

    def place(id: str) -> tuple[bool, bool, int, int, int]:
        own = moved.get(id, Moved())
        return id not in disputed, not own.first, -len(own.strategies), -settles[id], order[id]

    return tuple(
        Missing(id, guideline.elements[id].question, settles[id], own.strategies, own.closes)
        for id, own in ((id, moved.get(id, Moved())) for id in sorted(asked, key=place))
    )
