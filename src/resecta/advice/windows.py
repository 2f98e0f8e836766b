"""The window of a timing finding: dates from definitions, and by how many days it was missed."""

from __future__ import annotations

import datetime

from resecta.advice.model import FindingWindow
from resecta.advice.reasoning import Reasoning
from resecta.cql.values import Date
from resecta.guideline import model
from resecta.guideline.ladder import missed_by


def window_of(reasoning: Reasoning, id: str, window: model.Window | None) -> FindingWindow | None:
    """The window of the finding ``id`` in this case; None where it has none, or none that can be computed."""
    if window is None or reasoning.truth(window.applies) is not True:
        return None
    earliest, latest = reasoning.date(window.earliest), reasoning.date(window.latest)
    if earliest is None and latest is None:
        return None
    missed = reasoning.value(window.missed_by_days or missed_by(id))
    return FindingWindow(
        _day(earliest),
        _day(latest),
        _day(reasoning.date(window.actual)),
        missed if isinstance(missed, int) else None,
        _day(reasoning.date(window.caution_from)),
        waived=window.waived is not None and reasoning.truth(window.waived) is True,
    )


def _day(date: Date | None) -> datetime.date | None:
    return None if date is None or date.day is None else date.to_date()
