"""Patients to date, and days: what all tests of timelines begin from."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from resecta.case import Case
from resecta.timeline.ics import Sheet
from resecta.timeline.model import Timeline

RESECTABLE: dict[str, Any] = {
    "primary_status": "in situ",
    "primary_r0_resectable": True,
    "primary_bleeding": "none",
    "primary_obstruction": "none",
    "metastasis_timing": "synchronous",
    "segments_resected": 2,
    "complete_resection_feasible": True,
    "future_liver_remnant": 60,
    "extrahepatic_disease": "none",
    "pelvic_radiotherapy": "none",
    "chemotherapy_months": 0,
}
UNRESECTABLE: dict[str, Any] = {
    **RESECTABLE,
    "complete_resection_feasible": False,
    "clearance_with_ablation_feasible": False,
    "liver_metastases_count": 9,
}
SHORT_COURSE = {"activity": "short_course_radiotherapy", "start": "2026-03-02", "end": "2026-03-06"}

Make = Callable[..., Case]
Plan = Callable[..., Timeline]


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def sheet(salt: bytes = b"a value that only the site knows") -> Sheet:
    """What the site of these patients puts on its calendars."""
    written = datetime.datetime(2026, 6, 1, 9, tzinfo=datetime.UTC)
    return Sheet("a_guideline 1.0, not reviewed by clinicians", "", written, salt)
