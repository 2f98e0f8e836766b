"""Every id of the guideline concluded for one undisputed set of facts. Order of status: conditions.md, section 4."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from resecta.advice.model import (
    Argument,
    Finding,
    FindingWindow,
    Recommendation,
    Regimen,
    Silence,
    Strategy,
)
from resecta.advice.reasoning import Reasoning
from resecta.case.model import Fact
from resecta.cql.values import Date
from resecta.guideline import model
from resecta.guideline.pack import Guideline


@dataclass(frozen=True, slots=True)
class Conclusions:
    """What follows from one set of facts in which nothing is disputed.

    ``asked``: elements to ask whatever is open, unknown ones only.
    """

    intent: str
    findings: tuple[Finding, ...]
    recommendations: tuple[Recommendation, ...]
    strategies: tuple[Strategy, ...]
    regimens: tuple[Regimen, ...]
    silent: tuple[Silence, ...]
    asked: tuple[str, ...]


def conclude(guideline: Guideline, facts: Mapping[str, Fact], assessed_on: Date | None) -> Conclusions:
    """Conclude every finding, recommendation, strategy, regimen and notice of ``guideline`` from ``facts``. Pure."""
    reasoning = Reasoning(guideline, facts, assessed_on)
    outside = reasoning.truth(guideline.scope) is True
    return Conclusions(
        intent=_intent(reasoning, outside),
        findings=tuple(_finding(reasoning, item) for item in guideline.findings.values()),
        recommendations=tuple(_recommendation(reasoning, item, outside) for item in guideline.recommendations.values()),
        strategies=tuple(_strategy(reasoning, item, outside) for item in guideline.strategies.values()),
        regimens=tuple(_regimen(reasoning, item, outside) for item in guideline.regimens.values()),
        silent=tuple(
            Silence(item.id, item.title, reasoning.interpolate(item.text), item.readings)
            for item in guideline.notices.values()
            if (item.beyond_scope or not outside) and reasoning.truth(item.condition) is True
        ),
        asked=_asked(reasoning, outside),
    )


def _intent(reasoning: Reasoning, outside: bool) -> str:
    if not outside:
        for intent in reasoning.guideline.intents:
            if reasoning.truth(intent.condition) is True:
                return intent.value
    return "undetermined"


def _finding(reasoning: Reasoning, finding: model.Finding) -> Finding:
    value = reasoning.truth(finding.define)
    words = {True: finding.if_true, False: finding.if_false, None: finding.if_unknown}[value]
    text = " ".join(
        (reasoning.interpolate(words), *reasoning.notes(finding.notes, *finding.statements, *finding.readings))
    )
    return Finding(
        finding.id,
        finding.title,
        value,
        text,
        finding.statements,
        finding.readings,
        reasoning.because(finding.define) if value is not None else (),
        reasoning.missing(finding.define) if value is None else (),
        _window(reasoning, finding.window),
    )


def _window(reasoning: Reasoning, window: model.Window | None) -> FindingWindow | None:
    if window is None or reasoning.truth(window.applies) is not True:
        return None
    earliest, latest = reasoning.date(window.earliest), reasoning.date(window.latest)
    if earliest is None and latest is None:
        return None
    actual, caution = reasoning.date(window.actual), reasoning.date(window.caution_from)
    return FindingWindow(
        earliest.to_date() if earliest else None,
        latest.to_date() if latest else None,
        actual.to_date() if actual else None,
        reasoning.count(window.missed_by_days),
        caution.to_date() if caution else None,
    )


def _recommendation(reasoning: Reasoning, item: model.Recommendation, outside: bool) -> Recommendation:
    closed = outside and not item.beyond_scope
    condition = reasoning.guideline.scope if closed else item.condition
    truth = reasoning.truth(condition)
    status = "not-applicable" if closed else {True: "applies", False: "not-applicable", None: "undetermined"}[truth]
    return Recommendation(
        item.id,
        status,
        str(item.direction),
        item.target,
        reasoning.interpolate(item.text),
        item.statements,
        item.readings,
        reasoning.because(condition) if truth is not None else (),
        reasoning.missing(condition) if truth is None else (),
        reasoning.notes(item.notes, *item.statements, *item.readings),
    )


def _strategy(reasoning: Reasoning, item: model.Strategy, outside: bool) -> Strategy:
    status, decisive = _strategy_status(reasoning, item, outside)
    open_ = status == "undetermined"
    return Strategy(
        item.id,
        item.title,
        reasoning.interpolate(item.summary),
        status,
        item.statements,
        item.readings,
        tuple(
            Argument(a.side, reasoning.interpolate(a.text), a.statements, a.readings, reasoning.truth(a.holds))
            for a in item.arguments
        ),
        () if open_ else reasoning.because(*decisive),
        reasoning.missing(*decisive) if open_ else (),
        reasoning.notes(item.notes, *item.statements, *item.readings),
    )


def _strategy_status(reasoning: Reasoning, item: model.Strategy, outside: bool) -> tuple[str, tuple[str, ...]]:
    """The status, and the definitions that decide it (where undetermined: those that are unknown)."""
    guideline = reasoning.guideline
    if outside:
        return "condition-not-met", (guideline.scope,)
    barred = reasoning.truth(item.barred) if item.barred else False
    if barred is True:
        return "contraindicated", (item.barred,)
    failed = [name for name in item.conditions if reasoning.truth(name) is False]
    if failed:
        return "condition-not-met", (min(failed, key=lambda name: len(reasoning.because(name))),)
    if item.operation and reasoning.truth(guideline.unfit) is True:
        return "condition-not-met", (guideline.unfit,)
    unknown = tuple(name for name in item.conditions if reasoning.truth(name) is None)
    if barred is None:
        unknown = (*unknown, item.barred)
    if unknown:
        return "undetermined", unknown
    deciding = (*item.conditions, item.barred) if item.barred else item.conditions
    if not item.preferred or reasoning.truth(item.preferred) is not True:
        return "option", deciding
    if item.operation and reasoning.truth(guideline.cap) is True:
        return "option", (*deciding, guideline.cap)
    return "preferred", (*deciding, item.preferred)


def _regimen(reasoning: Reasoning, item: model.Regimen, outside: bool) -> Regimen:
    status, decisive = _regimen_status(reasoning, item, outside)
    return Regimen(
        item.id,
        item.title,
        status,
        reasoning.because(*decisive),
        item.waits_for if status == "blocked" else (),
        item.statements,
        item.readings,
        reasoning.notes(item.notes, *item.statements, *item.readings),
    )


def _regimen_status(reasoning: Reasoning, item: model.Regimen, outside: bool) -> tuple[str, tuple[str, ...]]:
    if outside:
        return "condition-not-met", (reasoning.guideline.scope,)
    if item.contraindicated and reasoning.truth(item.contraindicated) is True:
        return "contraindicated", (item.contraindicated,)
    if item.blocked and reasoning.truth(item.blocked) is True:
        return "blocked", (item.blocked,)
    if item.preferred and reasoning.truth(item.preferred) is True:
        return "preferred", (item.preferred,)
    return "option", (item.blocked,) if item.blocked else ()


def _asked(reasoning: Reasoning, outside: bool) -> tuple[str, ...]:
    guideline = reasoning.guideline
    asked = [id for id in guideline.always_asked if id not in reasoning.facts]
    if not outside:
        asked += [item.element for item in guideline.asked_while if reasoning.truth(item.condition) is True]
    return tuple(dict.fromkeys(asked))
