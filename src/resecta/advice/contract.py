"""The advice as JSON: exactly the contract of the design, nothing more. Dates in ISO form, unknown is null."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from resecta.advice.model import (
    Advice,
    Argument,
    Because,
    Conflict,
    Finding,
    FindingWindow,
    Recommendation,
    Regimen,
    Strategy,
)
from resecta.cql.values import Date, Quantity, Value, literal


def to_json(
    advice: Advice, plans: Mapping[str, Any] = MappingProxyType({}), remarks: Sequence[str] = ()
) -> dict[str, Any]:
    """The advice as the mapping that ``resecta assess --json`` prints (schema: docs/schema/advice.json).

    ``plans``: strategy → its timeline as JSON, null for one that has none; ``remarks``: what the plans say.
    """
    return {
        "case": advice.case,
        "guideline": {
            "id": advice.guideline_id,
            "version": advice.guideline_version,
            "digest": advice.guideline_digest,
        },
        "assessed_on": _iso(advice.assessed_on),
        "intent": advice.intent,
        "findings": [_finding(finding) for finding in advice.findings],
        "recommendations": [_recommendation(item) for item in advice.recommendations],
        "strategies": [_strategy(strategy, plans.get(strategy.id)) for strategy in advice.strategies],
        "regimens": [_regimen(regimen) for regimen in advice.regimens],
        "hazards": [
            {"finding": h.finding, "text": h.text, "statements": list(h.statements), "readings": list(h.readings)}
            for h in advice.hazards
        ],
        "silent": [{"id": s.id, "text": s.text, "readings": list(s.readings)} for s in advice.silent],
        "conflicts": [_conflict(c) for c in advice.conflicts],
        "readings": [{"id": r.id, "choice": r.choice, "default": r.default} for r in advice.readings],
        "departures": [{"file": d.file, "id": d.id, "shipped": d.shipped, "site": d.site} for d in advice.departures],
        "missing": [
            {"element": m.element, "question": m.question, "settles": m.settles, "moves": list(m.moves)}
            for m in advice.missing
        ],
        "criteria": [
            {"finding": one.id, "value": one.value, "text": one.text, "missing": list(one.missing)}
            for one in advice.criteria
        ],
        "remarks": [*advice.remarks, *remarks],
        "context": dict(advice.context),
        "board": {"disciplines_required": list(advice.disciplines_required)},
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "title": finding.title,
        "value": finding.value,
        "text": finding.text,
        "statements": list(finding.statements),
        "because": _reasons(finding.because),
        "window": _window(finding.window),
    }


def _recommendation(item: Recommendation) -> dict[str, Any]:
    return {
        "id": item.id,
        "status": item.status,
        "direction": item.direction,
        "target": item.target,
        "text": " ".join((item.text, *item.notes)),
        "statements": list(item.statements),
        "because": _reasons(item.because),
        "missing": list(item.missing),
    }


def _strategy(strategy: Strategy, plan: Any) -> dict[str, Any]:
    return {
        "id": strategy.id,
        "title": strategy.title,
        "status": strategy.status,
        "pending": strategy.pending,
        "statements": list(strategy.statements),
        "arguments": [_argument(argument) for argument in strategy.arguments],
        "because": _reasons(strategy.because),
        "missing": list(strategy.missing),
        "timeline": plan,
    }


def _argument(argument: Argument) -> dict[str, Any]:
    return {
        "side": argument.side,
        "text": argument.text,
        "statements": list(argument.statements),
        "readings": list(argument.readings),
        "holds": argument.holds,
    }


def _regimen(regimen: Regimen) -> dict[str, Any]:
    return {
        "id": regimen.id,
        "title": regimen.title,
        "status": regimen.status,
        "because": _reasons(regimen.because),
        "missing": list(regimen.missing),
        "statements": list(regimen.statements),
    }


def _reasons(reasons: tuple[Because, ...]) -> list[dict[str, Any]]:
    return [
        {
            "element": because.element,
            "value": json_value(because.value),
            "source": because.source,
            "text": because.text,
            "statements": list(because.statements),
        }
        for because in reasons
    ]


def json_value(value: Value) -> Any:
    """A value as JSON: dates in ISO form, a quantity as {value, unit}, exact decimals as numbers."""
    if isinstance(value, Date):
        return str(value)
    if isinstance(value, Quantity):
        return {"value": _number(value.value), "unit": value.unit}
    if isinstance(value, Decimal):
        return _number(value)
    if value is None or isinstance(value, bool | int | str):
        return value
    return literal(value)


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _iso(date: datetime.date | None) -> str | None:
    return None if date is None else date.isoformat()


def _window(window: FindingWindow | None) -> dict[str, Any] | None:
    if window is None:
        return None
    dates = {
        "earliest": _iso(window.earliest),
        "latest": _iso(window.latest),
        "actual": _iso(window.actual),
        "missed_by_days": window.missed_by_days,
    }
    return dates if window.caution_from is None else {**dates, "caution_from": _iso(window.caution_from)}


def _conflict(conflict: Conflict) -> dict[str, Any]:
    return {
        "element": conflict.element,
        "values": [{"value": json_value(side.value), "source": ", ".join(side.sources)} for side in conflict.sides],
        "text": conflict.text,
        "sides": [
            {
                "value": json_value(side.value),
                "changes": [{"kind": c.kind, "id": c.id, "status": c.status} for c in side.changes],
            }
            for side in conflict.sides
        ],
    }
