"""The windows, arguments and texts of conditions.md a second time: what the guideline's own cases are judged by.

Shares no code with the product, like ``reference``, which it completes.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from .reference import Reference, Truth, is_, k_and, k_not, months_on

Ends = dict[str, str]


def windows(reference: Reference) -> dict[str, Ends]:
    """Finding → the ends of its window that can be computed, while the statement applies (section 3)."""
    f, today = reference.f, reference.today
    start, bevacizumab = (f.get(key) for key in ("chemotherapy_start", "last_bevacizumab"))
    found: dict[str, Ends] = {id: {} for id in TIMED}
    last = reference.short_course_of_the_sequence()
    if last is not None:
        ends = (last + dt.timedelta(11), last + dt.timedelta(18))
        waited = today if reference.begun is False else None
        found["chemotherapy_started_in_window"] = _window(waited, *ends, start)
    if reference.sequence is True and start is not None:
        ends = (start + dt.timedelta(42), start + dt.timedelta(56))
        found["evaluation_in_window"] = _window(today, *ends, f.get("first_restaging"))
        found["operation_about_three_months"] = _operation(reference, start)
    found["hepatectomy_about_three_months"] = _hepatectomy(reference)
    left = today if reference.place is True else None
    last = reference.short_course_in_synchronous_disease()
    if last is not None:
        after = reference.rectal_operation_after(last)
        found["rectal_delay_within_limit"] = _window(left, None, months_on(last, 6), after, months_on(last, 5))
    last = reference.full_dose_chemoradiation()
    if last is not None:
        ends = (last + dt.timedelta(35), last + dt.timedelta(70))
        after = reference.rectal_operation_after(last)
        found["operation_in_chemoradiation_window"] = _window(left, *ends, after)
    if bevacizumab is not None:
        operation = reference.operation_after(bevacizumab)
        found["bevacizumab_interval_kept"] = _window(today, bevacizumab + dt.timedelta(42), None, operation)
    base = reference.counted_from()
    if base is not None:
        due = months_on(base, 2)
        found["restaging_overdue"] = _window(today, due, due + dt.timedelta(14), None)
    return found


def _operation(reference: Reference, start: dt.date) -> Ends:
    """The target for the operation after the start of chemotherapy; what is done is not late."""
    f = reference.f
    rectal = None if reference.place is True else f.get("rectal_operation")
    done = [day for day in (rectal, f.get("liver_operation")) if day is not None and day >= start]
    waited = None if reference.out is True and reference.liver_done else reference.today
    target = months_on(start, 3)
    return _window(waited, target, target, min(done, default=reference.planned))


def _hepatectomy(reference: Reference) -> Ends:
    """The target for the hepatectomy after the rectal operation; none where the liver came first or with it."""
    rectal, liver = (reference.f.get(key) for key in ("rectal_operation", "liver_operation"))
    staged = reference.out is True and reference.synchronous is True and not reference.recurrent
    if not staged or rectal is None or (liver is not None and liver <= rectal):
        return {}
    target = months_on(rectal, 3)
    if reference.liver_done:
        return _window(None, target, target, liver)
    return _window(reference.today, target, target, liver or reference.planned)


TIMED = (
    "bevacizumab_interval_kept",
    "chemotherapy_started_in_window",
    "evaluation_in_window",
    "operation_about_three_months",
    "hepatectomy_about_three_months",
    "operation_in_chemoradiation_window",
    "rectal_delay_within_limit",
    "restaging_overdue",
)


def _window(
    today: dt.date | None,
    earliest: dt.date | None,
    latest: dt.date | None,
    actual: dt.date | None,
    caution_from: dt.date | None = None,
) -> Ends:
    """The ends that are known. ``today`` is left out where nothing waits to be done any more."""
    missed: int | None = None
    if actual is not None:
        missed = 0
        if earliest is not None and actual < earliest:
            missed = (actual - earliest).days
        elif latest is not None and actual > latest:
            missed = (actual - latest).days
    elif latest is not None and today is not None and today > latest:
        missed = (today - latest).days
    ends: dict[str, Any] = {
        "earliest": earliest,
        "latest": latest,
        "actual": actual,
        "missed_by_days": missed,
        "caution_from": caution_from,
    }
    return {key: str(value) for key, value in ends.items() if value is not None}


def arguments(reference: Reference) -> dict[str, list[Truth]]:
    """Strategy → whether its arguments hold, in their order (section 4)."""
    f, g, able = reference.f, reference.findings, reference.able
    removed, touched = f.get("segments_resected"), f.get("segments_touched")
    boundary = k_and(None if removed is None else removed <= 3, None if touched is None else touched > 3)
    return {
        "simultaneous_resection": [g["within_three_segments"], able, boundary, is_(f, "segments_touched", 0)],
        "primary_first": [
            able,
            is_(f, "greatest_threat", "primary"),
            reference.unclear_margin,
            reference.progression_since_rectal_operation(),
        ],
        "liver_first": [is_(f, "greatest_threat", "liver"), able, g["liver_first_barred"]],
        "liver_resection_alone": [able, reference.unclear_margin],
        "resection_with_ablation": [
            g["clearance_with_ablation"],
            f.get("ablation_accepted_as_clearance") is not True,
        ],
        "re_resection": [reference.recurrent],
        "conversion_chemotherapy": [
            reference.unable,
            f.get("disease_in_limited_sites"),
            f.get("all_original_sites_resectable") is False,
        ],
        "local_treatment_then_chemotherapy": [g["symptomatic_primary"], k_not(g["symptomatic_primary"])],
    }


def asked_by_itself(reference: Reference) -> list[str]:
    """What is on the missing list whatever is open (section 8)."""
    f = reference.f
    asked = ["age", "ecog_performance_status", "comorbidity", "greatest_threat", "primary_tumour_site"]
    if not reference.outside:
        asked += [id for id, holds in _while(reference).items() if holds]
    return [id for id in asked if id not in f or id == "planned_operation"]


def never_asked(reference: Reference) -> list[str]:
    """What must not be on the missing list: plans (section 1), and judgements that nothing waits for (section 8)."""
    unasked = ["proposed_first_treatment", "proposed_biologic", "intended_margin"]
    judgements = ("fit_for_major_surgery", "conversion_conceivable", "planned_operation")
    holds = _while(reference)
    return unasked + [id for id in judgements if reference.outside or not holds[id]]


def _while(reference: Reference) -> dict[str, bool]:
    """What is asked while something holds; whether it is recorded already is not looked at here."""
    f = reference.f
    planned = f.get("planned_operation")
    finished = reference.liver_treated and f.get("liver_surgery_unfinished") is not True
    return {
        "fit_for_major_surgery": reference.capped,
        "conversion_conceivable": reference.unable is True,
        "liver_first_cleared": reference.pending,
        "recurrent_liver_disease": finished and f.get("new_liver_lesion") is True,
        "planned_operation": planned is not None and planned < reference.today,
        "primary_resection_margin": reference.out is True,
        "last_bevacizumab": f.get("undated_bevacizumab") is True,
    }
