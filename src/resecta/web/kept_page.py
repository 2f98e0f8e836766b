"""The page that is kept with a decision: complete in itself, as it was on that day."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from resecta.draw.page import render
from resecta.draw.values import date

if TYPE_CHECKING:
    from resecta.guideline.pack import Guideline
    from resecta.timeline import Assessment


def kept_page(guideline: Guideline, day: datetime.date) -> Callable[[Assessment], str]:
    """What makes the page of an assessment. It is headed by its day and names no patient: whoever shows it does."""
    heading = f"as of {date(day)}"

    def made(assessed: Assessment) -> str:
        case, advice = replace(assessed.case, id=heading), replace(assessed.advice, case=heading)
        return render(guideline, replace(assessed, case=case, advice=advice))

    return made
