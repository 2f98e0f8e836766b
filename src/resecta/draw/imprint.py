"""The foot of whatever goes out of the program: which patient, by which guideline and version, on which day, and how
far clinicians have reviewed it.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from resecta.draw.values import date
from resecta.draw.wording import wording

if TYPE_CHECKING:
    from resecta.guideline.pack import Guideline

_DIGEST = 12


def imprint(guideline: Guideline, case: str, day: datetime.date | None) -> str:
    """The foot as one line. ``case``: the id of the case, "" where the day says enough."""
    words = wording().imprint
    seen = words["seen"].format(day=date(day)) if day is not None else ""
    told = [part for part in (case, seen) if part]
    whose = f"{', '.join(told)}. " if told else ""
    edition = f"{guideline.title} ({guideline.imprint}; {guideline.digest[:_DIGEST]})"
    return f"{whose}{edition}. {words['no_device']}"
