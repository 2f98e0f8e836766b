"""What the texts of an advice must and must not hold, worked out a second time."""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import Any

from .reference import Reference, k_and, k_or, months_on
from .windows_reference import windows

Fragments = dict[str, list[str]]


def notes(reference: Reference) -> tuple[Fragments, Fragments]:
    """Part → words of the notes that must stand there; part → words that must not."""
    said: Fragments = {}
    unsaid: Fragments = {}
    for part, words, holds in [*_notes(reference), *dated(reference)]:
        if holds is True:
            said.setdefault(part, []).append(words)
        else:
            unsaid.setdefault(part, []).append(_before_values(words))
    return said, unsaid


def _notes(reference: Reference) -> list[tuple[str, str, bool | None]]:
    f, g = reference.f, reference.findings
    raised, clears = reference._ablation_raised(), reference._ablation_clears()
    hangs = g["complete_resection"] is None and raised and clears and "ablation_accepted_as_clearance" not in f
    remnant, removed, touched = (
        f.get(key) for key in ("future_liver_remnant", "segments_resected", "segments_touched")
    )
    grave = k_or(
        f.get("primary_bleeding") in ("relevant", "transfused", "uncontrolled"),
        f.get("primary_obstruction") in ("impending", "complete"),
    )
    pending = g["liver_first_barred"] is True and not grave
    emergency = f.get("operation_urgency") == "emergency" and g["bevacizumab_interval_kept"] is False
    last = f.get("last_radiotherapy_fraction")
    after = reference._rectal_after(last) if last is not None else None
    upper = last is not None and after is not None and months_on(last, 5) < after <= months_on(last, 6)
    one_done = k_and(k_or(reference.out, reference.liver_done), _not(k_and(reference.out, reference.liver_done)))
    months = f.get("chemotherapy_months")
    begun = "chemotherapy_start" in f or (months is not None and months > 0)
    irradiated = f.get("pelvic_radiotherapy") not in (None, "none")
    return [
        ("finding:complete_resection", "whether ablation counts", hangs),
        ("finding:adequate_remnant", "On the threshold", remnant == 30),
        (
            "finding:adequate_remnant",
            "estimated, not measured",
            remnant is not None and f.get("remnant_volume_method") == "estimated",
        ),
        ("finding:adequate_remnant", "A liver disease is recorded", f.get("liver_disease") not in (None, "none")),
        (
            "finding:within_three_segments",
            "a boundary for the board",
            removed is not None and removed <= 3 and touched is not None and touched > 3,
        ),
        ("finding:liver_first_barred", "pending the word", pending),
        ("strategy:liver_first", "pending the word", pending),
        ("finding:bevacizumab_interval_kept", "this is a warning", emergency),
        ("finding:rectal_delay_within_limit", "In the upper zone", upper),
        ("recommendation:resect_both_sites", "One site is done", one_done),
        ("recommendation:resect_both_sites", "not fit for major surgery", reference.unfit),
        ("recommendation:start_chemotherapy_now", "under way since", k_and(reference.unable, begun)),
        ("recommendation:short_course_radiotherapy_first", "Done: the pelvis has been irradiated", irradiated),
        ("recommendation:postoperative_radiotherapy", "already irradiated", irradiated),
        ("regimen:add_bevacizumab", "Whatever the KRAS status", True),
    ]


def dated(reference: Reference) -> list[tuple[str, str, bool | None]]:
    """The notes that write dates: their words, and whether they stand there."""
    f = reference.f
    seen = windows(reference)
    start, last, bevacizumab = (
        f.get(key) for key in ("chemotherapy_start", "last_radiotherapy_fraction", "last_bevacizumab")
    )
    ends = {id: {key: _read(end) for key, end in window.items()} for id, window in seen.items()}
    operation = ends["bevacizumab_interval_kept"].get("actual")
    sequence = reference.able is True and reference.synchronous is True and start is not None
    counted = sequence and last is not None
    early = start is not None and last is not None and start < last
    gap = "not recorded" if start is None or last is None else (start - last).days
    follows = f.get("pelvic_radiotherapy") == "short course" and reference.synchronous is True and not early
    after = reference._rectal_after(last) if last is not None else None
    chemotherapy, chemoradiation = ends["chemotherapy_started_in_window"], ends["operation_in_chemoradiation_window"]
    evaluation, delay = ends["evaluation_in_window"], ends["rectal_delay_within_limit"]
    target, hepatectomy = ends["operation_about_three_months"], ends["hepatectomy_about_three_months"]
    due = ends["restaging_overdue"].get("earliest")
    return [
        (
            "finding:bevacizumab_interval_kept",
            f"Elective surgery not before {day(_on(bevacizumab, 42))}.",
            bevacizumab is not None and operation is None,
        ),
        (
            "finding:chemotherapy_started_in_window",
            f"It began on {day(start)}, day {gap}.",
            follows and start is not None,
        ),
        (
            "finding:chemotherapy_started_in_window",
            f"The window is {day(chemotherapy.get('earliest'))} to {day(chemotherapy.get('latest'))}.",
            bool(chemotherapy) and start is None,
        ),
        (
            "finding:evaluation_in_window",
            f"Window {day(evaluation.get('earliest'))} to {day(evaluation.get('latest'))}, counted from",
            sequence,
        ),
        (
            "finding:evaluation_in_window",
            "Content: imaging as the site chooses; the source names none.",
            sequence,
        ),
        (
            "finding:evaluation_in_window",
            f"it would be {day(_on(last, 42))} to {day(_on(last, 56))}.",
            counted,
        ),
        (
            "finding:evaluation_in_window",
            f"First restaging on {day(f.get('first_restaging'))}.",
            sequence and "first_restaging" in f,
        ),
        ("finding:operation_about_three_months", f"That is about {day(target.get('earliest'))}.", sequence),
        (
            "finding:operation_about_three_months",
            f"it would be about {day(months_on(last, 3) if last else None)}.",
            counted,
        ),
        (
            "finding:operation_about_three_months",
            f"Operation on record for {day(target.get('actual'))}.",
            target.get("actual") is not None,
        ),
        ("finding:hepatectomy_about_three_months", f"That is {day(hepatectomy.get('earliest'))}.", bool(hepatectomy)),
        (
            "finding:hepatectomy_about_three_months",
            f"Hepatectomy on record for {day(hepatectomy.get('actual'))}.",
            hepatectomy.get("actual") is not None,
        ),
        (
            "finding:operation_in_chemoradiation_window",
            f"Window {day(chemoradiation.get('earliest'))} to {day(chemoradiation.get('latest'))}.",
            bool(chemoradiation),
        ),
        (
            "recommendation:surgery_after_chemoradiation",
            f"That is {day(chemoradiation.get('earliest'))} to {day(chemoradiation.get('latest'))}.",
            bool(chemoradiation),
        ),
        (
            "finding:rectal_delay_within_limit",
            f"Safe up to {day(delay.get('caution_from'))}, at the latest {day(delay.get('latest'))}.",
            bool(delay),
        ),
        ("finding:rectal_delay_within_limit", f"Rectal operation on record for {day(after)}.", after is not None),
        ("finding:restaging_overdue", f"Due on {day(due)}.", due is not None),
        ("recommendation:reassess_every_two_months", f"Next due on {day(due)}.", due is not None),
        (
            "recommendation:bevacizumab_free_interval",
            f"Last dose on {day(bevacizumab)}; elective surgery not before {day(_on(bevacizumab, 42))}.",
            bevacizumab is not None,
        ),
    ]


def values(reference: Reference) -> Fragments:
    """Part → what its sentence must say in numbers and dates."""
    f, g = reference.f, reference.findings
    said: Fragments = {}
    segments, months, start = (f.get(key) for key in ("segments_resected", "chemotherapy_months", "chemotherapy_start"))
    if segments is not None:
        said["finding:within_three_segments"] = [f"{segments} segments", "limit of 3"]
    if g["adequate_remnant"] is not None:
        said["finding:adequate_remnant"] = ["above 30 %"]
    if g["bevacizumab_interval_kept"] is not None:
        said["finding:bevacizumab_interval_kept"] = _bevacizumab(reference)
    if g["chemotherapy_total_complete"] is False and months is not None:
        said["finding:chemotherapy_total_complete"] = [f"of 6 months were given; {6 - months:g} are left"]
    if g["restaging_overdue"] is True and start is not None:
        restaging = f.get("last_restaging")
        base = restaging if restaging is not None and restaging >= start else start
        said["finding:restaging_overdue"] = [f"none recorded since {day(base)}"]
    if reference.unable is True:
        said["recommendation:reassess_every_two_months"] = ["after 2 months of chemotherapy and every 2 months"]
    said.update(_lengths(reference))
    return said


def _lengths(reference: Reference) -> Fragments:
    """The lengths of time that the directions which apply must name."""
    said: Fragments = {}
    said["recommendation:short_course_radiotherapy_first"] = [
        "chemotherapy from 11 days to 18 days later, evaluation 6 weeks to 8 weeks after its start",
        "operation at about 3 months",
        "The rectum may wait 5 months, at most 6 months",
    ]
    said["recommendation:perioperative_chemotherapy_six_months"] = ["a total of 6 months"]
    said["recommendation:surgery_after_chemoradiation"] = ["Operate 5 weeks to 10 weeks after"]
    said["recommendation:bevacizumab_free_interval"] = ["at least 6 weeks"]
    said["finding:hepatectomy_about_three_months"] = ["3 months after rectal surgery"]
    applies = [f"recommendation:{id}" for id, status in reference.recommendations().items() if status == "applies"]
    return {part: words for part, words in said.items() if part in applies or part.startswith("finding:")}


def _bevacizumab(reference: Reference) -> list[str]:
    f = reference.f
    bevacizumab = f["last_bevacizumab"]
    operation = reference.operation_after(bevacizumab)
    assert operation is not None
    days = (operation - bevacizumab).days
    left, least, most = (math.floor(100 * 2 ** (-days / half_life) + 0.5) for half_life in (20, 11, 50))
    return [f"{days} days lie between", f"bout {left} % of it", f"({least}–{most} %, half-life 20 days, range 11–50)"]


def _before_values(words: str) -> str:
    """The beginning of a note that must not stand there, whatever values it would write."""
    return re.split(r" (?=\d|not recorded)", words)[0]


def _read(end: str) -> Any:
    """A window's end as a date; days missed as they are."""
    return dt.date.fromisoformat(end) if len(end) == 10 else end


def day(date: dt.date | None) -> str:
    """The date as the sentences have it."""
    return "not recorded" if date is None else f"{date.day} {date:%B} {date.year}"


def _on(date: dt.date | None, days: int) -> dt.date | None:
    return None if date is None else date + dt.timedelta(days)


def _not(a: bool | None) -> bool | None:
    return None if a is None else not a
