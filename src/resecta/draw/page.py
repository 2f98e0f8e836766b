"""The page of one case: guideline and assessment in, one HTML file out, readable without script or network."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from resecta.draw import view
from resecta.draw.departures import departures
from resecta.draw.headline import needs_talk
from resecta.draw.plan import collisions, left_out, plans, unplanned, warned
from resecta.draw.sides import disputes
from resecta.draw.sources import source
from resecta.draw.speech import Speech
from resecta.draw.summary import summary
from resecta.draw.templating import environment
from resecta.draw.timeline import svg
from resecta.draw.ways import ways
from resecta.guideline.status import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from resecta.draw.asked import AnsweredQuestion
    from resecta.draw.plan import Plan
    from resecta.guideline.pack import Guideline
    from resecta.timeline.assessment import Assessment


def render(guideline: Guideline, assessed: Assessment, theme: str = "", asked: Sequence[AnsweredQuestion] = ()) -> str:
    """The page as text. ``theme`` is "light" or "dark"; empty follows the reader's own setting. ``asked``: what was
    asked of its conclusions.
    """
    values = {**parts(guideline, assessed), "inquiries": asked}
    return environment().get_template("page.html").render(guideline=guideline, theme=theme, **values)


def parts(guideline: Guideline, assessed: Assessment) -> dict[str, Any]:
    """What ``page/body.html`` lays out, by name: for the page, and for whatever else the body stands in."""
    case, advice = assessed.case, assessed.advice
    dated, first = plans(assessed), summary(guideline, assessed)
    return {
        "case": case,
        "advice": advice,
        "first": first,
        "talk": needs_talk(advice, first.silent),
        "disputes": disputes(guideline, case, advice),
        "ways": ways(guideline, assessed),
        "inquiries": (),
        "plans": dated,
        "unplanned": unplanned(guideline, assessed),
        "collisions": collisions(dated, warned(advice)),
        "left_out": left_out(dated),
        "pictures": _pictures(dated),
        "forces": view.by_force(guideline, advice),
        "folded": view.folded(guideline, advice),
        "timing": view.timing(guideline, advice),
        "answers": view.answers(guideline, case),
        "groups": view.facts(guideline, case, advice.assessed_on),
        "departures": tuple(departures(guideline)),
        "band": view.band(guideline, case),
        "context": view.context_rows(guideline, advice.context),
        "speech": Speech(guideline),
        "source": partial(source, guideline),
    }


def _pictures(dated: tuple[Plan, ...]) -> dict[str, Markup]:
    """By the class of where it is shown: all plans on one axis; on paper, where one way is preferred, that one's alone,
    since the table beside it has the dates of the others.
    """
    if not dated:
        return {}
    timelines = [plan.timeline for plan in dated]
    preferred = [timeline for timeline in timelines if timeline.status == Status.PREFERRED]
    if not preferred or len(preferred) == len(timelines):
        return {"everywhere": svg(*timelines)}
    return {"paper-not": svg(*timelines), "paper-only": svg(*preferred, shape="paper")}
