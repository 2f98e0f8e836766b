"""Difficult patients by the number: facts only, events only, both, disputed, undated, metachronous, of unknown timing,
everything half done. The same seed gives the same patient.
"""

from __future__ import annotations

import datetime
from random import Random
from typing import Any

from tests.timeline.patients import RESECTABLE, UNRESECTABLE

Patient = dict[str, Any]


def patient(seed: int) -> Patient:
    """One patient, as a case file holds them."""
    draw = Random(seed)
    today = datetime.date(2025, 1, 6) + datetime.timedelta(days=draw.randrange(700))
    facts: Patient = dict(draw.choice([RESECTABLE, RESECTABLE, UNRESECTABLE]))
    facts["segments_resected"] = draw.choice([2, 4, None])
    facts["greatest_threat"] = draw.choice(["liver", "primary", "balanced", None])
    facts["metastasis_timing"] = draw.choice(["synchronous", "synchronous", "metachronous", None])
    facts["baseline_resectable"] = draw.choice([None, None, None, False, True])
    events: list[Patient] = []
    for part in (_symptoms, _radiotherapy, _chemotherapy, _rectum, _liver, _bevacizumab):
        part(draw, today, facts, events)
    _planned(draw, today, facts)
    case = {"case": f"D{seed}", "assessed_on": today, "events": events}
    return _written({**case, "facts": {key: value for key, value in facts.items() if value is not None}})


def _ago(draw: Random, today: datetime.date, most: int, least: int = 1) -> datetime.date:
    return today - datetime.timedelta(days=draw.randint(least, most))


def _symptoms(draw: Random, today: datetime.date, facts: Patient, events: list[Patient]) -> None:
    facts["primary_obstruction"] = draw.choice(["none", "none", "impending", "unspecified", None])
    facts["primary_pain"] = draw.choice(["none", "severe", None])
    if draw.random() < 0.1:
        events.append({"activity": "stoma", "date": _ago(draw, today, 60)})


def _radiotherapy(draw: Random, today: datetime.date, facts: Patient, events: list[Patient]) -> None:
    kind = draw.choice(["none", "none", "short", "long", "unknown", "running"])
    end = _ago(draw, today, 240)
    if kind == "none":
        return
    facts["pelvic_radiotherapy"] = None
    activity = {"short": "short_course_radiotherapy"}.get(kind, "long_course_chemoradiotherapy")
    if kind == "running":
        events.append({"activity": activity, "start": _ago(draw, today, 40)})
    elif kind != "unknown":
        by = draw.choice(["fact", "undated", "event", "both", "disputed"])
        if by != "event":
            facts["pelvic_radiotherapy"] = f"{kind} course"
            facts["pelvic_radiotherapy_dose"] = {"short": 25, "long": 50}[kind]
        if by in ("fact", "both", "disputed"):
            facts["last_radiotherapy_fraction"] = end
        if by in ("event", "both", "disputed"):
            last = end - datetime.timedelta(days=draw.choice([7, 30])) if by == "disputed" else end
            days = 4 if kind == "short" else 34
            events.append({"activity": activity, "start": last - datetime.timedelta(days=days), "end": last})


def _chemotherapy(draw: Random, today: datetime.date, facts: Patient, events: list[Patient]) -> None:
    kind = draw.choice(["none", "none", "months", "start", "running", "ended", "disputed", "unknown", "after"])
    if kind == "none":
        return
    facts["chemotherapy_months"] = None
    start = _ago(draw, today, 200)
    course: Patient = {"activity": "chemotherapy", "start": start, "regimen": draw.choice(["folfox", "folfiri"])}
    if draw.random() < 0.7:
        course["cycles"] = draw.randint(1, 12)
    if kind in ("months", "disputed"):
        facts["chemotherapy_months"] = draw.choice([1, 2, 3, 4.5, 6])
    if kind == "start":
        facts["chemotherapy_start"] = start
    if kind in ("running", "ended", "disputed", "after"):
        events.append(course)
    if kind in ("ended", "after"):
        course["end"] = start + (today - start) / 2
    if kind == "after":
        events.append(
            {"activity": "postoperative_chemotherapy", "start": today - datetime.timedelta(days=10), "cycles": 1}
        )
    if draw.random() < 0.4:
        events.append({"activity": "restaging", "date": _ago(draw, today, 100), "result": "response"})


def _rectum(draw: Random, today: datetime.date, facts: Patient, events: list[Patient]) -> None:
    kind = draw.choice(["in place", "in place", "in place", "fact", "undated", "event", "disputed"])
    if kind == "in place":
        return
    day = _ago(draw, today, 300)
    facts["primary_status"] = None if kind == "event" else "resected"
    facts["primary_resection_margin"] = draw.choice(["R0", "R0", "R1", None])
    if kind in ("fact", "disputed"):
        facts["rectal_operation"] = day
    if kind in ("event", "disputed"):
        shift = datetime.timedelta(days=draw.choice([3, 40]) if kind == "disputed" else 0)
        events.append({"activity": "rectal_operation", "date": day - shift})


def _liver(draw: Random, today: datetime.date, facts: Patient, events: list[Patient]) -> None:
    kind = draw.choice(["to come", "to come", "to come", "fact", "event", "unfinished", "recurrent", "disputed"])
    day = _ago(draw, today, 200)
    if kind in ("fact", "disputed", "recurrent"):
        facts["liver_operation"] = day
    if kind in ("event", "unfinished", "disputed"):
        shift = datetime.timedelta(days=9 if kind == "disputed" else 0)
        events.append({"activity": "liver_operation", "date": day - shift})
    if kind == "unfinished":
        facts["liver_surgery_unfinished"] = True
    if kind == "recurrent":
        facts["recurrent_liver_disease"] = True


def _bevacizumab(draw: Random, today: datetime.date, facts: Patient, events: list[Patient]) -> None:
    facts["proposed_biologic"] = draw.choice([None, "none", "bevacizumab"])
    kind = draw.choice(["no", "no", "no", "fact", "event", "disputed"])
    day = _ago(draw, today, 70)
    if kind in ("fact", "disputed"):
        facts["last_bevacizumab"] = day
    if kind in ("event", "disputed"):
        events.append({"activity": "bevacizumab", "date": _ago(draw, today, 70)})
    if kind != "no" and facts.get("chemotherapy_months") == 0:
        facts["chemotherapy_months"] = None


def _planned(draw: Random, today: datetime.date, facts: Patient) -> None:
    if draw.random() < 0.4:
        facts["planned_operation"] = today + datetime.timedelta(days=draw.choice([-20, 0, 3, 20, 60, 120, 250]))
        facts["operation_urgency"] = draw.choice([None, "elective", "emergency"])


def _written(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _written(item) for key, item in value.items()}
    return [_written(item) for item in value] if isinstance(value, list) else value
