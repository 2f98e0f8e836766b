"""Put the timelines of the open strategies into an advice, in the shape of its JSON contract."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from resecta.advice.model import Strategy
from resecta.timeline.contract import to_json
from resecta.timeline.plan import timelines

if TYPE_CHECKING:
    from resecta.advice.model import Advice
    from resecta.case.model import Case
    from resecta.guideline.pack import Guideline


def attach(guideline: Guideline, case: Case, advice: Advice) -> Advice:
    """The same advice, ``timeline`` filled for every open strategy.

    Without a day of assessment nothing can be dated.
    """
    dated = timelines(guideline, case, advice)
    return replace(
        advice,
        conclusions=tuple(
            replace(one, timeline=to_json(dated[one.id])) if isinstance(one, Strategy) and one.id in dated else one
            for one in advice.conclusions
        ),
    )
