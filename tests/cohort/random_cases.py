"""Random patients with random events, as cases: any combination that a case file may hold, the likely ones often."""

from __future__ import annotations

import datetime
import random
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from resecta.case import Case
from resecta.case.read import case_from
from resecta.guideline import Guideline
from resecta.guideline.model import Activity, Element, EventField

DAY = datetime.date(2026, 6, 8)
FAR_BACK = 420
"""Days; the site's limit of an earlier episode lies well inside."""


def random_case(guideline: Guideline, rnd: random.Random, recorded: Sequence[str], *, with_events: bool) -> Case:
    """One patient: about half of the elements that are recorded at all, and up to six events."""
    stated = rnd.uniform(0.1, 0.9)
    facts = {id: _value(guideline.elements[id], rnd) for id in recorded if rnd.random() < stated}
    for volume in ("future_liver_remnant_volume", "total_liver_volume", "tumour_volume"):
        facts.pop(volume, None)
    events = _events(guideline, rnd) if with_events else []
    if events and rnd.random() < 0.7:
        for element in guideline.elements.values():  # what follows is seldom stated as well
            if element.derive is not None and rnd.random() < 0.85:
                facts.pop(element.id, None)
    return case_from({"assessed_on": DAY.isoformat(), "facts": facts, "events": events}, guideline)


def _value(element: Element, rnd: random.Random) -> Any:
    if element.type == "Boolean":
        return rnd.random() < 0.5
    if element.choices:
        return rnd.choice(element.choices)
    if element.type == "Date":
        return _day(rnd, latest=0 if element.done else 60)
    if element.id == "chemotherapy_months" and rnd.random() < 0.3:
        return 0
    return _number(element, rnd)


def _number(limited: Element | EventField, rnd: random.Random) -> Any:
    low = limited.minimum if limited.minimum is not None else Decimal(0)
    high = min(limited.maximum if limited.maximum is not None else Decimal(100), low + 100)
    if limited.type == "Integer":
        return rnd.randint(int(low), int(min(high, rnd.choice((8, 90)))))
    return float(Decimal(rnd.randint(int(low) * 10 + 10, int(high) * 10)) / 10)


def _day(rnd: random.Random, latest: int) -> str:
    return (DAY + datetime.timedelta(days=rnd.randint(-FAR_BACK, latest))).isoformat()


def _events(guideline: Guideline, rnd: random.Random) -> list[dict[str, Any]]:
    days = [_day(rnd, 0) for _ in range(3)]  # few days, so that events meet on one
    found: list[dict[str, Any]] = []
    for _ in range(rnd.randint(0, 6)):
        activity = rnd.choice(list(guideline.activities.values()))
        event = _event(activity, rnd, days)
        if event not in found:
            found.append(event)
    return found


def _event(activity: Activity, rnd: random.Random, days: list[str]) -> dict[str, Any]:
    event: dict[str, Any] = {"activity": activity.id}
    start = rnd.choice(days) if rnd.random() < 0.6 else _day(rnd, 0)
    if activity.course and rnd.random() < 0.8:
        event["start"] = start
        if rnd.random() < 0.7:
            event["end"] = max(start, _day(rnd, 0))
    else:
        event["date"] = start
    if rnd.random() < 0.3:
        event["episode"] = rnd.choice(("current", "earlier"))
    for field in activity.fields:
        if field.required or rnd.random() < 0.6:
            event[field.id] = _field(field, rnd, days)
    return event


def _field(field: EventField, rnd: random.Random, days: list[str]) -> Any:
    if field.id == "regimen":
        return rnd.choice(("FOLFOX", "folfiri", "CAPOX", "xelox", "something new"))
    if field.type == "Boolean":
        return rnd.random() < 0.6
    if field.choices:
        return rnd.choice(field.choices)
    if field.type == "Date":
        return rnd.choice(days)
    if field.type == "Segments":
        return [2, 3]
    return "words" if field.type == "String" else _number(field, rnd)
