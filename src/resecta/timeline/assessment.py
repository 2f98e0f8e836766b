"""What is known, what is advised and when: guideline and case in, case, advice and timelines out, each made once.

What JSON, page and terminal take. The advice itself knows of no timeline: it is complete without one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import resecta.advice
from resecta.timeline.model import Timeline
from resecta.timeline.plan import timelines

if TYPE_CHECKING:
    from resecta.advice.model import Advice
    from resecta.case.model import Case
    from resecta.guideline.pack import Guideline


@dataclass(frozen=True, slots=True)
class Assessment:
    """``timelines``: strategy → its dated plan, for every open strategy that the guideline lays out in time, the
    preferred ones first; none for a case without a day of assessment.
    """

    case: Case
    advice: Advice
    timelines: Mapping[str, Timeline]


def assessment(guideline: Guideline, case: Case) -> Assessment:
    """Assess the case and date what is open. Raises InputError where a length gives none for this case."""
    advice = resecta.advice.assess(guideline, case)
    return Assessment(case, advice, timelines(guideline, case, advice))
