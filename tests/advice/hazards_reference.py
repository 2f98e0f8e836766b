"""What must stand above every verdict, a second time: a booked day inside an interval, and what was due and is not on
record. Follows from the findings and windows of conditions.md alone. Shares no code with the product.
"""

from __future__ import annotations

import datetime as dt

from .reference import Reference
from .texts_reference import day
from .windows_reference import Ends, windows

Told = dict[str, list[str]]
DUE = {
    "chemotherapy_started_in_window": "Chemotherapy after short-course radiotherapy was due by {}; none is on record",
    "evaluation_in_window": "The first evaluation was due by {}; none is on record",
    "operation_in_chemoradiation_window": "The rectal operation after full-dose chemoradiation was due by {}; none is",
    "rectal_delay_within_limit": "The rectal operation after radiotherapy was due by {}; none is on record",
}
BOOKED = {
    "operation_in_chemoradiation_window": "Do not operate on the rectum on {}: after full-dose chemoradiation",
    "rectal_delay_within_limit": "Do not leave the rectum until {}: what the source calls safe",
}


def hazards(reference: Reference) -> Told:
    """Finding → what each of its hazards says, in their order."""
    found: Told = {}
    ends = windows(reference)
    for id, told in (("bevacizumab_interval_kept", _bevacizumab(reference, ends)), *_due(reference, ends)):
        if told:
            found.setdefault(id, []).extend(told)
    if reference.findings["restaging_overdue"] is True:
        due = _date(ends["restaging_overdue"], "earliest")
        found["restaging_overdue"] = [f"Re-assessment was due on {day(due)}; none is on record since"]
    return found


def _bevacizumab(reference: Reference, ends: dict[str, Ends]) -> list[str]:
    """S36: an operation is booked too soon, or a dose proposed too near one; of an emergency it is a warning."""
    planned, told = reference.planned, []
    if planned is None:
        return []
    booked = _date(ends["bevacizumab_interval_kept"], "actual") == planned
    if booked and reference.findings["bevacizumab_interval_kept"] is False:
        emergency = reference.f.get("operation_urgency") == "emergency"
        told.append(f"{'The emergency operation of' if emergency else 'Do not operate on'} {day(planned)}")
    proposed = reference.f.get("proposed_biologic") in ("bevacizumab", "bevacizumab with EGFR inhibitor")
    if proposed and planned - reference.today < dt.timedelta(42):
        told.append(f"Do not give bevacizumab: the operation planned for {day(planned)} is less than 6 weeks away")
    return told


def _due(reference: Reference, ends: dict[str, Ends]) -> list[tuple[str, list[str]]]:
    """A window that the booked day lies outside of, or that has passed with nothing on record."""
    found = []
    for id, due in DUE.items():
        if reference.findings[id] is not False:
            continue
        actual, latest = _date(ends[id], "actual"), _date(ends[id], "latest")
        booked = reference.planned is not None and actual == reference.planned and reference.place is True
        if booked and id in BOOKED:
            found.append((id, [BOOKED[id].format(day(actual))]))
        if actual is None and latest is not None and latest < reference.today:
            found.append((id, [_word_of(reference, id, due).format(day(latest))]))
    return found


def _word_of(reference: Reference, id: str, due: str) -> str:
    """What is said of the window: an evaluation that is on record, but later, is not none."""
    if id != "evaluation_in_window" or not reference.evaluated_after_the_window():
        return due
    return f"The first evaluation was due by {{}}; the one on record is of {day(reference.f['last_restaging'])}"


def _date(ends: Ends, end: str) -> dt.date | None:
    return dt.date.fromisoformat(ends[end]) if end in ends else None
