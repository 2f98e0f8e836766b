"""What if: a fact or the day changed for a moment, what it would alter beside what is. Nothing of it is stored."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from resecta.board.rights import Action
from resecta.document import InputError
from resecta.draw.headline import verdict
from resecta.draw.summary import hazards, summary
from resecta.draw.wording import wording
from resecta.lazy_dataclass import dataclass
from resecta.web.answers import on_to, page
from resecta.web.forms import FieldOption, FormField, field_of, typed
from resecta.web.pages.of_patient import assessed, awaited_view, framed, opened
from resecta.web.posted import FormError, Refused, read_fact, refused_of
from resecta.web.visit import Page
from resecta.web.wording import wording as spoken

if TYPE_CHECKING:
    from starlette.responses import Response

    from resecta.board.patients import PatientFile
    from resecta.guideline.model import Element
    from resecta.guideline.pack import Guideline
    from resecta.timeline import Assessment
    from resecta.web.visit import Visit

_HAZARD = "avoid"
"""The design system's icon for what must not be overlooked."""


@dataclass(frozen=True, slots=True)
class Supposed:
    """What is supposed instead: an element with a value as typed, and the day."""

    element: str = ""
    value: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """One line that would be otherwise: what is, and what would be. A status is "" where nothing stands."""

    title: str
    now: str
    then: str
    now_status: str
    then_status: str


def _show(visit: Visit) -> Response:
    return _page(visit, opened(visit), Supposed())


def _ask(visit: Visit) -> Response:
    """First which fact, then which value: a form without script asks one after the other."""
    return _page(visit, opened(visit), Supposed(*(visit.text(name) for name in ("element", "value", "day"))))


def _page(visit: Visit, file: PatientFile, supposed: Supposed) -> Response:
    item = awaited_view(visit, file.patient.id)
    if item is not None:
        return on_to(f"/items/{item}")
    guideline, now = visit.site.guideline, assessed(visit, file)
    element = guideline.elements.get(supposed.element)
    refused: tuple[Refused, ...] = ()
    then = None
    try:
        then = _then(visit, file, supposed, element)
    except FormError as error:
        refused = error.refused
    except InputError as error:
        refused = refused_of(error)
    if not visit.has("value"):
        supposed = replace(supposed, value=_stands(element, now))
    return page(
        visit,
        "what_if.html",
        422 if refused else 200,
        supposed=supposed,
        element=element,
        field=_field(element),
        choices=_choices(guideline),
        refused=refused,
        first=summary(guideline, now),
        then=None if then is None else summary(guideline, then),
        compared=() if then is None else compared(guideline, now, then),
        **framed(visit, file, "what-if"),
    )


def _then(visit: Visit, file: PatientFile, supposed: Supposed, element: Element | None) -> Assessment | None:
    """The advice on what is supposed; None while nothing is."""
    day = _day(supposed.day, visit.site.today)
    document: dict[str, Any] = file.case(day)
    if element is not None and (supposed.value or visit.has("value")):
        value = read_fact(element, supposed.value, day, "value")
        document["facts"] = {**document.get("facts", {}), element.id: value}
    elif day == visit.site.today:
        return None
    return visit.site.assess(document)


def _day(typed: str, today: datetime.date) -> datetime.date:
    if not typed:
        return today
    try:
        return datetime.date.fromisoformat(typed)
    except ValueError:
        raise FormError((Refused("day", "this is no date", "write it as 2026-06-15"),)) from None


def compared(guideline: Guideline, now: Assessment, then: Assessment) -> tuple[Compared, ...]:
    """The verdict, every hazard that would fall away or come, and every way and drug that would stand otherwise."""
    words = wording().status
    lines = []
    before, after = (verdict(guideline, one.advice) for one in (now, then))
    if before.sentence != after.sentence:
        lines.append(Compared("Verdict", before.sentence, after.sentence, before.status, after.status))
    lines.extend(_hazards(guideline, now, then))
    for kind in ("strategies", "regimens"):
        for one, other in zip(getattr(now.advice, kind), getattr(then.advice, kind), strict=True):
            if one.status is not other.status:
                pair = (words[one.status].word, words[other.status].word)
                lines.append(Compared(one.title, *pair, one.status, other.status))
    return tuple(lines)


def _hazards(guideline: Guideline, now: Assessment, then: Assessment) -> Iterator[Compared]:
    """What must not be overlooked on one side alone."""
    before, after = ([line.text for line in hazards(guideline, one.advice)] for one in (now, then))
    title, none = (spoken().work[key] for key in ("hazard", "no_hazard"))
    yield from (Compared(title, text, none, _HAZARD, "") for text in before if text not in after)
    yield from (Compared(title, none, text, "", _HAZARD) for text in after if text not in before)


def _stands(element: Element | None, now: Assessment) -> str:
    """What stands of the fact, as its field posts it: it is changed from there."""
    fact = None if element is None else now.case.facts.get(element.id)
    return "" if element is None or fact is None else typed(fact.value)


def _choices(guideline: Guideline) -> tuple[FieldOption, ...]:
    return tuple(FieldOption(element.id, element.name) for element in guideline.elements.values())


def _field(element: Element | None) -> FormField | None:
    return None if element is None else field_of(element)


PAGES = (
    Page("GET", "/patients/{patient}/what-if", Action.READ_PATIENT, _show),
    Page("POST", "/patients/{patient}/what-if", Action.READ_PATIENT, _ask),
)
