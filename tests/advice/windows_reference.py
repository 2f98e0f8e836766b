"""The windows, arguments and texts of conditions.md a second time: what the guideline's own cases are judged by.

Shares no code with the product, like ``reference``, which it completes.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from .reference import Reference, Truth, is_, k_not, months_on

Ends = dict[str, str]


def windows(reference: Reference) -> dict[str, Ends]:
    """Finding → the ends of its window that can be computed, while the statement applies (section 3)."""
    f, today = reference.f, reference.today
    start, last, bevacizumab = (
        f.get(key) for key in ("chemotherapy_start", "last_radiotherapy_fraction", "last_bevacizumab")
    )
    rectal, liver, planned = (f.get(key) for key in ("rectal_operation", "liver_operation", "planned_operation"))
    synchronous, sequence = reference.synchronous is True, reference.able is True and reference.synchronous is True
    short = f.get("pelvic_radiotherapy") == "short course" and synchronous
    dose = f.get("pelvic_radiotherapy_dose")
    full = f.get("pelvic_radiotherapy") == "long course" and dose is not None and dose >= 45
    after = reference._rectal_after(last) if last is not None else None
    found: dict[str, Ends] = {id: {} for id in TIMED}
    if short and last is not None and not (start is not None and start < last):
        ends = (last + dt.timedelta(11), last + dt.timedelta(18))
        found["chemotherapy_started_in_window"] = _window(today, *ends, start)
    if sequence and start is not None:
        ends = (start + dt.timedelta(42), start + dt.timedelta(56))
        found["evaluation_in_window"] = _window(today, *ends, f.get("first_restaging"))
        done = [day for day in (rectal, liver) if day is not None and day >= start]
        target = months_on(start, 3)
        found["operation_about_three_months"] = _window(today, target, target, min(done) if done else planned)
    if reference.out is True and synchronous and rectal is not None:
        hepatectomy = liver if liver is not None and liver > rectal else (planned if not reference.liver_done else None)
        target = months_on(rectal, 3)
        found["hepatectomy_about_three_months"] = _window(today, target, target, hepatectomy)
    if short and last is not None:
        found["rectal_delay_within_limit"] = _window(
            today, None, months_on(last, 6), after, caution_from=months_on(last, 5)
        )
    if full and last is not None:
        ends = (last + dt.timedelta(35), last + dt.timedelta(70))
        found["operation_in_chemoradiation_window"] = _window(today, *ends, after)
    if bevacizumab is not None:
        operation = reference.operation_after(bevacizumab)
        found["bevacizumab_interval_kept"] = _window(today, bevacizumab + dt.timedelta(42), None, operation)
    if reference.unable is True and start is not None and not reference.nothing_to_count_from():
        restaging = f.get("last_restaging")
        due = months_on(restaging if restaging is not None and restaging >= start else start, 2)
        found["restaging_overdue"] = _window(today, due, due + dt.timedelta(14), None)
    return found


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
    today: dt.date,
    earliest: dt.date | None,
    latest: dt.date | None,
    actual: dt.date | None,
    caution_from: dt.date | None = None,
) -> Ends:
    missed: int | None = None
    if actual is not None:
        missed = 0
        if earliest is not None and actual < earliest:
            missed = (actual - earliest).days
        elif latest is not None and actual > latest:
            missed = (actual - latest).days
    elif latest is not None and today > latest:
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
    boundary = _and(None if removed is None else removed <= 3, None if touched is None else touched > 3)
    return {
        "simultaneous_resection": [g["within_three_segments"], able, boundary],
        "primary_first": [able, is_(f, "greatest_threat", "primary")],
        "liver_first": [is_(f, "greatest_threat", "liver"), able, g["liver_first_barred"]],
        "liver_resection_alone": [able],
        "resection_with_ablation": [
            g["clearance_with_ablation"],
            f.get("ablation_accepted_as_clearance") is not True,
        ],
        "re_resection": [reference.recurrent],
        "conversion_chemotherapy": [
            reference.unable,
            f.get("disease_in_limited_sites"),
            k_not(f.get("all_original_sites_resectable")),
        ],
        "local_treatment_then_chemotherapy": [g["symptomatic_primary"], k_not(g["symptomatic_primary"])],
    }


def asked_by_itself(reference: Reference) -> list[str]:
    """What is on the missing list whatever is open (section 8)."""
    f = reference.f
    always = ["age", "ecog_performance_status", "comorbidity", "greatest_threat", "primary_tumour_site"]
    if reference.capped:
        always.append("fit_for_major_surgery")
    if reference.unable is True:
        always.append("conversion_conceivable")
    return [id for id in always if id not in f]


def never_asked(reference: Reference) -> list[str]:
    """What must not be on the missing list: plans (section 1), and judgements that nothing waits for (section 8)."""
    unasked = ["proposed_first_treatment", "proposed_biologic", "intended_margin", "planned_operation"]
    if not reference.capped:
        unasked.append("fit_for_major_surgery")
    if reference.unable is not True:
        unasked.append("conversion_conceivable")
    return unasked


def _and(*parts: Truth) -> Truth:
    if any(part is False for part in parts):
        return False
    return None if any(part is None for part in parts) else True
