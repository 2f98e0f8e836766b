"""Difficult patients with some dates told to their month or year, and the same on each day that these can be."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Iterator
from random import Random
from typing import Any

from tests.timeline.difficult import Patient, patient

FACTS = (
    "last_bevacizumab",
    "chemotherapy_start",
    "last_radiotherapy_fraction",
    "rectal_operation",
    "liver_operation",
    "planned_operation",
)
Spot = tuple[Any, str]
"""Where a date of a patient stands: the mapping and the key in it."""


def rough_patient(seed: int) -> Patient:
    """One patient; at most two of the dates are told to the month, now and then to the year."""
    draw = Random(seed * 7 + 1)
    found = copy.deepcopy(patient(seed))
    spots = list(_spots(found))
    if found["facts"].get("planned_operation", "") > found["assessed_on"]:
        spots += 3 * [(found["facts"], "planned_operation")]
    for holder, key in draw.sample(spots, min(len(spots), draw.choice([1, 1, 2]))):
        holder[key] = holder[key][: draw.choice([7, 7, 7, 4])]
    return found


def _spots(found: Patient) -> Iterator[Spot]:
    for key in FACTS:
        if key in found["facts"]:
            yield found["facts"], key
    for event in found["events"]:
        for key in ("date", "start", "end"):
            if key in event:
                yield event, key


def rough_spots(found: Patient) -> list[Spot]:
    """Where the dates stand that have no day."""
    return [(holder, key) for holder, key in _spots(found) if len(holder[key]) < len("2026-01-01")]


def on_some_days(found: Patient, seed: int, most: int) -> Iterator[Patient]:
    """The patient with a day for each rough date, by chance: the first, the last or any between."""
    draw = Random(seed)
    for _ in range(most):
        exact = copy.deepcopy(found)
        for holder, key in rough_spots(exact):
            first, last = _span(holder[key], key, exact["assessed_on"])
            if first > last:
                return
            days = (last - first).days
            day = first + datetime.timedelta(days=draw.choice([0, days, draw.randint(0, days), draw.randint(0, days)]))
            holder[key] = day.isoformat()
        if any("end" in event and event["end"] < event["start"] for event in exact["events"]):
            continue
        yield exact


def _span(written: str, key: str, today: str) -> tuple[datetime.date, datetime.date]:
    year, month = int(written[:4]), int(written[5:7] or 0)
    first = datetime.date(year, month or 1, 1)
    following = datetime.date(year + 1, 1, 1) if month in (0, 12) else datetime.date(year, month + 1, 1)
    last, now = following - datetime.timedelta(days=1), datetime.date.fromisoformat(today)
    if key == "planned_operation":
        return (max(first, now), last) if last >= now else (first, last)
    return first, min(last, now)
