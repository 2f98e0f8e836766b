"""The page of one case: guideline, case and advice in, one HTML file out, readable without script or network."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from resecta.draw import headline, view
from resecta.draw.plan import plan
from resecta.draw.sources import source
from resecta.draw.templating import environment
from resecta.guideline.status import Status

if TYPE_CHECKING:
    from resecta.advice.model import Advice
    from resecta.case.model import Case
    from resecta.guideline.pack import Guideline


def render(guideline: Guideline, case: Case, advice: Advice, theme: str = "") -> str:
    """The page as text. ``theme`` is "light" or "dark"; empty follows the reader's own setting."""
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
            context=view.context_rows(advice.context),
            plan=plan(guideline, case, advice),
            source=partial(source, guideline),
        )
    )
