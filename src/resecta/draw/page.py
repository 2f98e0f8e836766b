"""The page of one case: guideline and assessment in, one HTML file out, readable without script or network."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from resecta.draw import headline, view
from resecta.draw.plan import plan
from resecta.draw.sources import source
from resecta.draw.templating import environment
from resecta.guideline.status import Status

if TYPE_CHECKING:
    from resecta.guideline.pack import Guideline
    from resecta.timeline.assessment import Assessment


def render(guideline: Guideline, assessed: Assessment, theme: str = "") -> str:
    """The page as text. ``theme`` is "light" or "dark"; empty follows the reader's own setting."""
    case, advice = assessed.case, assessed.advice
    said = headline.verdict(guideline, advice)
    beside, others = view.compared(advice)
    return (
        environment()
        .get_template("page.html")
        .render(
            guideline=guideline,
            case=case,
            advice=advice,
            theme=theme,
            verdict=said,
            deciding=() if said.status is Status.UNDETERMINED else headline.deciding_facts(advice),
            answers=view.answers(case),
            disputed={conflict.element for conflict in advice.conflicts},
            talk=headline.needs_talk(advice),
            beside=beside,
            others=others,
            forces=view.by_force(advice),
            timing=view.timing(advice),
            groups=view.facts(guideline, case, advice.assessed_on),
            band=view.band(guideline, case),
            context=view.context_rows(guideline, advice.context),
            plan=plan(assessed),
            source=partial(source, guideline),
        )
    )
