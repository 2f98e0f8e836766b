"""The advice as JSON: exactly the contract of the design, nothing more. Dates in ISO form, unknown is null."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from resecta.advice.model import Advice, Because, Conflict, FindingWindow
from resecta.cql.values import Date, Quantity, Value, literal


def to_json(advice: Advice) -> dict[str, Any]:
    """The advice as the mapping that ``resecta assess --json`` prints (schema: docs/schema/advice.json)."""
    return {
        "case": advice.case,
        "guideline": {
            "id": advice.guideline_id,
            "version": advice.guideline_version,
            "digest": advice.guideline_digest,
        },
        "assessed_on": _iso(advice.assessed_on),
        "intent": advice.intent,
        "findings": [
            {
                "id": f.id,
                "title": f.title,
                "value": f.value,
                "text": f.text,
                "statements": list(f.statements),
                "because": [_because(b) for b in f.because],
                "window": _window(f.window),
            }
            for f in advice.findings
        ],
        "recommendations": [
            {
                "id": r.id,
                "status": r.status,
                "direction": r.direction,
                "target": r.target,
                "text": " ".join((r.text, *r.notes)),
                "statements": list(r.statements),
                "because": [_because(b) for b in r.because],
                "missing": list(r.missing),
            }
            for r in advice.recommendations
        ],
        "strategies": [
            {
                "id": s.id,
                "title": s.title,
                "status": s.status,
                "statements": list(s.statements),
                "arguments": [
                    {
                        "side": a.side,
                        "text": a.text,
                        "statements": list(a.statements),
                        "readings": list(a.readings),
                        "holds": a.holds,
                    }
                    for a in s.arguments
                ],
                "because": [_because(b) for b in s.because],
                "missing": list(s.missing),
                "timeline": s.timeline,
            }
            for s in advice.strategies
        ],
        "regimens": [
            {
                "id": r.id,
                "title": r.title,
                "status": r.status,
                "because": [_because(b) for b in r.because],
                "missing": list(r.missing),
                "statements": list(r.statements),
            }
            for r in advice.regimens
        ],
        "silent": [{"id": s.id, "text": s.text, "readings": list(s.readings)} for s in advice.silent],
        "conflicts": [_conflict(c) for c in advice.conflicts],
        "readings": [{"id": r.id, "choice": r.choice, "default": r.default} for r in advice.readings],
        "departures": [{"file": d.file, "id": d.id, "shipped": d.shipped, "site": d.site} for d in advice.departures],
        "missing": [{"element": m.element, "question": m.question, "settles": m.settles} for m in advice.missing],
        "context": dict(advice.context),
        "board": {"disciplines_required": list(advice.disciplines_required)},
    }


def plain(value: Value) -> Any:
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


def _because(because: Because) -> dict[str, Any]:
    return {
        "element": because.element,
        "value": plain(because.value),
        "source": because.source,
        "text": because.text,
        "statements": list(because.statements),
    }


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
        "values": [{"value": plain(side.value), "source": ", ".join(side.sources)} for side in conflict.sides],
        "text": conflict.text,
        "sides": [
            {
                "value": plain(side.value),
                "changes": [{"kind": c.kind, "id": c.id, "status": c.status} for c in side.changes],
            }
            for side in conflict.sides
        ],
    }
