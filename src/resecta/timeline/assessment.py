"""What is known, what is advised and when: guideline and case in, case, advice and plans out, each made once.

What JSON, page and terminal take. The advice itself knows of no timeline: it is complete without one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import resecta.advice
from resecta.lazy_dataclass import dataclass
from resecta.timeline.model import Timeline
from resecta.timeline.sides import Plans, SidesPlanner
from resecta.timeline.standing import standing
from resecta.timeline.words import cited

if TYPE_CHECKING:
    from resecta.advice.model import Advice
    from resecta.case.model import Case
    from resecta.guideline.pack import Guideline


@dataclass(frozen=True, slots=True)
class Assessment:
    """``plans``: strategy → its dated plans, for every open strategy that the guideline lays out in time, the
    preferred ones first; none for a case without a day of assessment, and none in an emergency. ``standing``: where no
    way is dated, what can be dated whichever is chosen; None in an emergency, and where nothing can.
    """

    case: Case
    advice: Advice
    plans: Mapping[str, Plans]
    standing: Timeline | None

    @property
    def timelines(self) -> Mapping[str, Timeline]:
        """The plans that stand whichever side of a dispute is right."""
        common = {id: plans.common for id, plans in self.plans.items()}
        return {id: timeline for id, timeline in common.items() if timeline is not None}

    @property
    def remarks(self) -> tuple[str, ...]:
        """What the plans say beside their dates, each once, headed by the strategies it is said of."""
        said: dict[str, list[str]] = {}
        for plans in self.plans.values():
            for note in () if plans.common is None else plans.common.notes:
                said.setdefault(f"{note.text}{cited(note.statements)}", []).append(plans.title)
        notes = (f"{', '.join(titles)}: {text}" for text, titles in said.items())
        return (*(plans.remark for plans in self.plans.values() if plans.remark), *notes)


def assessment(guideline: Guideline, case: Case) -> Assessment:
    """Assess the case and date what is open. Raises InputError where a length gives none for this case."""
    advice = resecta.advice.assess(guideline, case)
    if advice.emergency or case.assessed_on is None:
        return Assessment(case, advice, {}, None)
    planner = SidesPlanner(guideline, case)
    plans = planner.open_plans(advice)
    return Assessment(case, advice, plans, None if plans else standing(planner))
