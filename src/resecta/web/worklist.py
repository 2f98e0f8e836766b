"""What waits to be done for one patient, in sentences: an assessment in, the most urgent first out.

The words that are clinical are the guideline's: titles of findings, names and nouns of elements. Worked out for the day
of the assessment, so that a window closes on the list without anybody opening the page.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from enum import IntEnum
from typing import TYPE_CHECKING

from resecta.board.worklist import Task
from resecta.cql.values import Date
from resecta.draw.speech import Speech
from resecta.draw.values import date, days, listed, shown
from resecta.draw.wording import wording as drawn
from resecta.guideline.status import Status
from resecta.lazy_dataclass import dataclass
from resecta.web.wording import wording

if TYPE_CHECKING:
    from resecta.advice.model import Advice, FindingWindow
    from resecta.board.patients import PatientFile
    from resecta.case.model import Case
    from resecta.guideline.pack import Guideline
    from resecta.web.site import Site

_WEEK = 7
_NAMED = 2
"""Facts named one by one; of more, their number."""


class Urgency(IntEnum):
    """How soon: what stands above every verdict, what is too late already, what closes within days, what is asked of
    people, what waits for a fact.
    """

    HAZARD = 0
    OVERDUE = 1
    CLOSING = 2
    PASSED = 3
    DISPUTED = 4
    OWN_VIEW = 5
    WAITING = 6


@dataclass(frozen=True, slots=True)
class WorklistItem:
    """One thing that waits. ``due``: the day that it hangs on, where there is one; ``element``: the fact to enter."""

    urgency: Urgency
    sentence: str
    due: datetime.date | None
    element: str | None


def worklist(guideline: Guideline, case: Case, advice: Advice) -> tuple[WorklistItem, ...]:
    """Everything that waits for this patient on the day of the assessment; none without one."""
    today = advice.assessed_on
    if today is None:
        return ()
    found = [
        *_hazards(advice, today),
        *_windows(guideline, advice, today),
        *_passed(guideline, case, today),
        *_disputed(guideline, case),
        *_missing(guideline, advice),
    ]
    return tuple(sorted(found, key=lambda one: (one.urgency, one.due or datetime.date.max)))


def tasks(site: Site, file: PatientFile, day: datetime.date) -> tuple[Task, ...]:
    """The same as the board keeps it, of a patient as they stand."""
    made = site.assess(file.case(day))
    found = worklist(site.guideline, made.case, made.advice)
    return tuple(Task(one.urgency.name, one.sentence, one.due) for one in found)


def _hazards(advice: Advice, today: datetime.date) -> Iterator[WorklistItem]:
    """What stands above every verdict, but for what was due: that is told with its days, as a window."""
    for finding in advice.findings:
        window = finding.window
        if window is None or window.latest is None or window.actual is not None or window.latest >= today:
            yield from (WorklistItem(Urgency.HAZARD, hazard.text, None, None) for hazard in finding.hazards)


def _windows(guideline: Guideline, advice: Advice, today: datetime.date) -> Iterator[WorklistItem]:
    """What closes within the guideline's days, and what was due and is not on record."""
    words, within = wording().work, guideline.closing_within_days
    for finding in advice.findings:
        window = finding.window
        if window is None or window.latest is None or window.actual is not None or _is_target(window):
            continue
        left = (window.latest - today).days
        if left < 0:
            sentence = words["overdue"].format(title=finding.title, day=date(window.latest), days=days(left))
            yield WorklistItem(Urgency.OVERDUE, sentence, window.latest, None)
        elif within is not None and left <= within:
            sentence = words["closing"].format(title=finding.title, day=_near(window.latest, left))
            yield WorklistItem(Urgency.CLOSING, sentence, window.latest, None)


def _is_target(window: FindingWindow) -> bool:
    """A single day that is aimed at: missing it by a day closes nothing."""
    return window.earliest == window.latest


def _near(day: datetime.date, left: int) -> str:
    """A day as people say it within a week: today, tomorrow, Thursday (5 March 2026)."""
    if left == 0:
        return wording().work["today"]
    if left == 1:
        return wording().work["tomorrow"]
    return f"{day:%A} ({date(day)})" if left < _WEEK else f"on {date(day)}"


def _passed(guideline: Guideline, case: Case, today: datetime.date) -> Iterator[WorklistItem]:
    """Dates of what was planned that lie behind us: nobody has said whether it was done."""
    for element in guideline.elements.values():
        fact = case.facts.get(element.id)
        if element.type != "Date" or element.done or fact is None or not isinstance(fact.value, Date):
            continue
        if fact.value.day is not None and fact.value.to_date() < today:
            sentence = wording().work["passed"].format(name=element.name, day=shown(fact.value))
            yield WorklistItem(Urgency.PASSED, sentence, fact.value.to_date(), element.id)


def _disputed(guideline: Guideline, case: Case) -> Iterator[WorklistItem]:
    speech, words = Speech(guideline), wording().work
    for dispute in case.disputes:
        noun, count = speech.noun(dispute.element), len(dispute.sides)
        told = words["two_answers" if count == 2 else "answers"].format(noun=noun, count=count)
        yield WorklistItem(Urgency.DISPUTED, told, None, dispute.element)


def _missing(guideline: Guideline, advice: Advice) -> Iterator[WorklistItem]:
    """Facts that drugs wait for, each by itself; and in one sentence what the verdict waits for."""
    speech, words = Speech(guideline), wording().work
    blocked = [one for one in advice.regimens if one.status is Status.BLOCKED]
    undecided = [one for one in advice.strategies if one.status is Status.UNDETERMINED]
    for missing in advice.missing:
        drugs = sum(missing.element in one.missing for one in blocked)
        if drugs:
            told = words["drug_waits" if drugs == 1 else "drugs_wait"]
            noun = speech.noun(missing.element)
            yield WorklistItem(
                Urgency.WAITING, told.format(noun=noun, count=drawn().count(drugs)), None, missing.element
            )
    awaited = [one.element for one in advice.missing if any(one.element in each.missing for each in undecided)]
    if awaited:
        yield WorklistItem(
            Urgency.WAITING, words["verdict_waits"].format(nouns=_few(speech, awaited)), None, awaited[0]
        )


def _few(speech: Speech, elements: list[str]) -> str:
    """The first facts by name, of the others their number."""
    words, more = wording().work, len(elements) - _NAMED
    named = [speech.noun(id) for id in elements[:_NAMED]]
    if more > 0:
        named.append(words["one_more"] if more == 1 else words["more"].format(count=drawn().count(more)))
    return listed(named)
