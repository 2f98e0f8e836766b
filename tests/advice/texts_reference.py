"""What the texts of an advice must and must not hold, worked out a second time."""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import Any

from .reference import EGFR_INHIBITORS, OPERATIONS, Reference, k_and, k_not, k_or, months_on
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
    raised, clears = reference.ablation_raised(), reference.ablation_clears()
    hangs = g["complete_resection"] is None and raised and clears and "ablation_accepted_as_clearance" not in f
    measured, removed, touched = reference.measured(), f.get("segments_resected"), f.get("segments_touched")
    pending = reference.pending
    too_soon = reference.planned is not None and g["bevacizumab_interval_kept"] is False
    emergency = too_soon and f.get("operation_urgency") == "emergency"
    last = reference.short_course_in_synchronous_disease()
    after = reference.rectal_operation_after(last) if last is not None else None
    upper = last is not None and after is not None and months_on(last, 5) < after <= months_on(last, 6)
    start, proposed = reference.f.get("chemotherapy_start"), f.get("proposed_biologic") in EGFR_INHIBITORS
    passed_by = k_and(
        reference.sequence, reference.place, not reference.irradiated, k_or(reference.begun, reference.liver_done)
    )
    to_start = k_and(reference.unable, k_not(reference.begun))
    palliative = reference.unable is True and f.get("conversion_conceivable") is False
    aims = reference.unable is True and not palliative
    return [
        *_held_back(reference),
        *_of_months(reference),
        ("finding:complete_resection", "this criterion is history", reference.liver_done),
        ("finding:adequate_remnant", "this criterion is history", reference.liver_done),
        ("finding:adequate_remnant", "rests on the liver surgeon's word", reference.by_word()),
        (
            "finding:adequate_remnant",
            "a question for the board",
            measured is not None and measured > 30 and f.get("remnant_adequate") is False,
        ),
        ("finding:adequate_remnant", "is above 30 %", measured is not None and measured > 30),
        ("finding:adequate_remnant", "is not above 30 %", measured is not None and measured <= 30),
        ("recommendation:test_kras", "a doublet need not wait", f.get("kras_status") in (None, "failed")),
        ("finding:within_three_segments", "what is planned is no hepatectomy", touched == 0),
        ("recommendation:resect_both_sites", "a third site", _third_site(reference)),
        ("recommendation:re_resection", "R0 must include it", _beside_the_recurrence(reference)),
        ("recommendation:start_chemotherapy_now", "aims at conversion", aims),
        ("strategy:conversion_chemotherapy", "aims at conversion", aims),
        ("recommendation:start_chemotherapy_now", "conversion is not conceivable", palliative),
        ("strategy:conversion_chemotherapy", "conversion is not conceivable", palliative),
        ("recommendation:start_chemotherapy_now", "the source sets no deadline", to_start),
        (
            "recommendation:start_chemotherapy_now",
            "does not rank the two",
            k_and(to_start, g["symptomatic_primary"]),
        ),
        (
            "recommendation:start_chemotherapy_now",
            "its first day is not known",
            k_and(reference.unable, reference.begun, start is None),
        ),
        ("recommendation:resection_after_conversion", "has been converted", reference.conversion()),
        ("recommendation:short_course_radiotherapy_first", "what to do now is the board's to say", passed_by),
        (
            "recommendation:no_egfr_inhibitor_without_wild_type",
            "is contraindicated",
            proposed and f.get("kras_status") == "mutant",
        ),
        (
            "recommendation:no_egfr_inhibitor_without_wild_type",
            "must wait for the test",
            proposed and f.get("kras_status") in (None, "failed"),
        ),
        (
            "recommendation:bevacizumab_free_interval",
            "the day of its last dose is not recorded",
            f.get("undated_bevacizumab") is True and "last_bevacizumab" not in f,
        ),
        (
            "recommendation:no_debulking",
            "is not debulking of metastases",
            k_and(reference.leaves_disease(), g["symptomatic_primary"]),
        ),
        ("regimen:add_bevacizumab", "Too near an operation", reference.too_near()),
        ("finding:complete_resection", "whether ablation counts", hangs),
        ("finding:adequate_remnant", "On the threshold", measured == 30),
        (
            "finding:adequate_remnant",
            "not as this site counts it",
            "future_liver_remnant" in f and f.get("remnant_volume_method") == "estimated",
        ),
        ("finding:adequate_remnant", "A liver disease is recorded", f.get("liver_disease") not in (None, "none")),
        (
            "finding:within_three_segments",
            "a boundary for the board",
            removed is not None and removed <= 3 and touched is not None and touched > 3,
        ),
        ("finding:liver_first_barred", "pending the word", pending),
        ("strategy:liver_first", "pending the word", pending and not reference.liver_done),
        ("finding:bevacizumab_interval_kept", "this is a warning", emergency),
        ("finding:rectal_delay_within_limit", "In the upper zone", upper),
        ("recommendation:resect_both_sites", "One site is done", _one_site_done(reference)),
        ("recommendation:start_chemotherapy_now", "under way since", k_and(reference.unable, start is not None)),
        (
            "recommendation:short_course_radiotherapy_first",
            "Done: the pelvis has been irradiated",
            reference.irradiated,
        ),
        ("recommendation:postoperative_radiotherapy", "already irradiated", reference.irradiated),
        ("regimen:add_bevacizumab", "Whatever the KRAS status", True),
    ]


def _one_site_done(reference: Reference) -> bool | None:
    return k_and(reference.site_left(), k_or(reference.rectum_done, reference.liver_done))


def _third_site(reference: Reference) -> bool | None:
    return k_and(reference.site_left(), reference.f.get("extrahepatic_disease") == "resectable")


def _beside_the_recurrence(reference: Reference) -> bool | None:
    return k_and(reference.recurrent, reference.able, reference.f.get("extrahepatic_disease") == "resectable")


def _held_back(reference: Reference) -> list[tuple[str, str, bool | None]]:
    """What is ours between the source and an operation: the cap, the emergency, a recorded unfitness."""
    unfit = [f"strategy:{id}" for id in OPERATIONS]
    unfit += [
        f"recommendation:{id}"
        for id in (
            "resect_both_sites",
            "short_course_radiotherapy_first",
            "perioperative_chemotherapy_six_months",
            "total_mesorectal_excision",
            "resection_after_conversion",
            "surgery_after_chemoradiation",
            "re_resection",
        )
    ]
    told: list[tuple[str, str, bool | None]] = [(part, "not fit for major surgery", reference.unfit) for part in unfit]
    emergency = reference.findings["emergency"] is True
    for id in OPERATIONS[:4]:
        first = reference.first_by_the_source(id)
        told.append((f"strategy:{id}", "asks for a word on fitness", first and reference.capped))
        told.append((f"strategy:{id}", "the emergency comes first", first and emergency))
    return told


def _of_months(reference: Reference) -> list[tuple[str, str, bool | None]]:
    """How many of the six months are given and left."""
    part, months = "recommendation:perioperative_chemotherapy_six_months", reference.f.get("chemotherapy_months")
    applies = k_and(reference.able, reference.synchronous, not reference.recurrent)
    given = months if applies is True else None
    left = "" if given is None else f"{given:g} given, {6 - given:g} left"
    return [
        (part, left or "left", given is not None and given < 6),
        (part, "given: nothing is left", given is not None and given >= 6),
        (part, "stand under the sequence for synchronous metastases", reference.synchronous is False),
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
    sequence = reference.sequence is True and start is not None
    counted = sequence and last is not None and f.get("pelvic_radiotherapy") != "none"
    gap = "not recorded" if start is None or last is None else (start - last).days
    elective = f.get("operation_urgency", "elective") == "elective"
    too_soon = reference.planned is not None and reference.findings["bevacizumab_interval_kept"] is False
    none_done = reference.place is True and reference.planned is None
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
            "finding:bevacizumab_interval_kept",
            f"So not before {day(_on(bevacizumab, 42))}.",
            too_soon and elective,
        ),
        (
            "finding:chemotherapy_started_in_window",
            f"It began on {day(start)}, day {gap}.",
            bool(chemotherapy) and start is not None,
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
        (
            "finding:evaluation_in_window",
            f"No evaluation is on record; the window closed on {day(evaluation.get('latest'))}.",
            sequence
            and "first_restaging" not in f
            and reference.findings["evaluation_in_window"] is False
            and not reference.evaluated_after_the_window(),
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
            "finding:operation_in_chemoradiation_window",
            "No rectal operation is on record.",
            none_done and reference.findings["operation_in_chemoradiation_window"] is False,
        ),
        (
            "finding:rectal_delay_within_limit",
            "No rectal operation is on record.",
            none_done and reference.findings["rectal_delay_within_limit"] is False,
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
        (
            "finding:rectal_delay_within_limit",
            f"Rectal operation on record for {day(delay.get('actual'))}.",
            delay.get("actual") is not None,
        ),
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
    segments, months = f.get("segments_resected"), f.get("chemotherapy_months")
    if segments is not None:
        said["finding:within_three_segments"] = [f"{segments} segments", "limit of 3"]
    measured = reference.measured()
    if measured is not None:
        said["finding:adequate_remnant"] = [f"{measured:g} %, is {'' if measured > 30 else 'not '}above 30 %"]
    if g["bevacizumab_interval_kept"] is not None:
        said["finding:bevacizumab_interval_kept"] = _bevacizumab(reference)
    if g["chemotherapy_total_complete"] is False and months is not None:
        said["finding:chemotherapy_total_complete"] = [f"of 6 months were given; {6 - months:g} are left"]
    if g["restaging_overdue"] is True:
        said["finding:restaging_overdue"] = [f"none recorded since {day(reference.counted_from())}"]
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
    return [f"{days} days lie between", f"bout {left} % of it", f"({least} % at 11 days, {most} % at 50 days)"]


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
