"""How a day stands to the window that it missed, in words that plan, page and terminal share; and the warning of the
advice that says the same.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from resecta.timeline.words import cited, count

if TYPE_CHECKING:
    from resecta.advice.model import Advice, Hazard

DONE_LATE, DONE_EARLY = "done {days} late", "done {days} too early"
PLANNED_LATE, PLANNED_EARLY = "planned {days} too late", "planned {days} too early"
TODAY_LATE, TODAY_EARLY = "today, {days} after its window", "today, {days} before its window"
NONE_ON_RECORD = "was due by {latest}, none on record by then: {days}"
EVERY = (DONE_LATE, DONE_EARLY, PLANNED_LATE, PLANNED_EARLY, TODAY_LATE, TODAY_EARLY)


def missed_by(days: int, actual: datetime.date, today: datetime.date | None) -> str:
    """How far outside its window a day lies, ``days`` after it (negative: before it), in the tense of the day. Of today
    nobody can say whether it is planned or done.
    """
    late, early = DONE_LATE, DONE_EARLY
    if today is not None and actual == today:
        late, early = TODAY_LATE, TODAY_EARLY
    elif today is not None and actual > today:
        late, early = PLANNED_LATE, PLANNED_EARLY
    return (late if days > 0 else early).format(days=count(abs(days)))


def none_on_record(latest: str, days: int) -> str:
    """That a window is past by so many days, with nothing done."""
    return NONE_ON_RECORD.format(latest=latest, days=count(days))


def warned_of(
    advice: Advice | None,
    statements: tuple[str, ...],
    window: tuple[datetime.date | None, datetime.date | None],
    actual: datetime.date | None,
) -> str:
    """The warning of the advice that speaks of the same day and window, with its statements; "" where none does."""
    told = warning_of(advice, statements, window, actual)
    return "" if told is None else f"{told.text.rstrip('.')}{cited(told.statements)}"


def warning_of(
    advice: Advice | None,
    statements: tuple[str, ...],
    window: tuple[datetime.date | None, datetime.date | None],
    actual: datetime.date | None,
) -> Hazard | None:
    """The warning of the advice that speaks of the same day and window by the same statement; None where none does."""
    earliest, latest = window
    for finding in () if advice is None else advice.findings:
        theirs = finding.window
        if theirs is None or theirs.actual != actual or not {*statements} & {*finding.statements}:
            continue
        if theirs.latest == latest and (latest is not None or theirs.earliest == earliest):
            return next((one for one in finding.hazards if {*statements} & {*one.statements}), None)
    return None
