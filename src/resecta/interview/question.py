"""What to ask next, and why: the fact that settles most of what is open, of those that can still change an answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from resecta.advice import assess
from resecta.advice.defined import defined
from resecta.case import Dispute, Fact
from resecta.cql.values import Date, Quantity, Value
from resecta.guideline.status import WAITING, Status
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.advice import Advice
    from resecta.advice.model import Missing
    from resecta.case import Case
    from resecta.guideline import Guideline
    from resecta.guideline.model import Element


@dataclass(frozen=True, slots=True)
class Question:
    """One element to ask for. ``settles``: the titles of the open conclusions that name it, "" for one without;
    ``open``: how many are open in all.
    """

    element: Element
    settles: tuple[str, ...]
    open: int
    dispute: Dispute | None = None


Asks = Callable[["Guideline", "Case", "Advice", Collection[str]], Question | None]
"""What chooses the next question of a case: its guideline, its advice, and what was passed over already."""


def opening_question(guideline: Guideline, case: Case, advice: Advice, passed: Collection[str]) -> Question | None:
    """The next question of those whose answer can void all that follows: whether the guideline speaks of the patient
    at all, and what makes an emergency. None once they are answered, or one of them has voided the rest.
    """
    if advice.emergency or defined(guideline, case)(guideline.scope) is True:
        return None
    known = {id: fact.value for id, fact in case.facts.items()}
    for element in _opening(guideline):
        idle = any(known.get(other) == value for other, value in element.untold_where.items())
        if element.id not in passed and known.get(element.id) is None and not idle and _is_open(case, element):
            return _question(advice, element, None)
    return None


def _opening(guideline: Guideline) -> tuple[Element, ...]:
    """The facts of the opening, each after those that can leave nothing of it to ask."""
    scope = [id for id, always in _scope(guideline).items() if always]
    emergency = (
        () if guideline.emergency is None else _facts_of(guideline, guideline.findings[guideline.emergency].define)
    )
    before = [other for id in emergency for other in guideline.elements[id].untold_where]
    return tuple(guideline.elements[id] for id in dict.fromkeys((*scope, *before, *emergency)))


def _is_open(case: Case, element: Element) -> bool:
    """Whether an answer is wanted; a dispute is settled where all sides are shown."""
    return all(dispute.element != element.id for dispute in case.disputes)


def next_question(guideline: Guideline, case: Case, advice: Advice, passed: Collection[str]) -> Question | None:
    """The most decisive question that is not in ``passed``, or None where nothing is left that matters.

    Disputes first; then the opening; then what may close several ways of treating at once, which can make every other
    question idle; then in the order of the missing list.
    """
    disputes = {dispute.element: dispute for dispute in case.disputes}
    if not disputes.keys() - set(passed):
        opening = opening_question(guideline, case, advice, passed)
        if opening is not None:
            return opening
    scope = _scope(guideline)
    for missing in sorted(advice.missing, key=lambda each: _place(each, disputes, scope)):
        if missing.element in passed:
            continue
        element = guideline.elements[missing.element]
        decisive = missing.settles or missing.moves or element.id in disputes
        if decisive or _can_change(guideline, case, advice, element):
            return _question(advice, element, disputes.get(element.id))
    return None


def any_question(guideline: Guideline, case: Case, advice: Advice, passed: Collection[str]) -> Question | None:
    """The next question; where nothing is left that matters, the next fact that is not recorded."""
    question = next_question(guideline, case, advice, passed)
    unasked = (one for one in guideline.elements.values() if one.id not in passed and one.id not in case.facts)
    return question or next((_question(advice, element, None) for element in unasked), None)


def _place(missing: Missing, disputes: Collection[str], scope: Mapping[str, bool]) -> tuple[bool, bool, int]:
    """By the number of ways that an answer closes, where it closes more than one; a value that no patient of the
    guideline has (no metastases) makes no fact urgent.
    """
    closes = missing.closes if missing.closes > 1 and missing.element not in scope else 0
    return missing.element not in disputes, not scope.get(missing.element, False), -closes


def _scope(guideline: Guideline) -> Mapping[str, bool]:
    """The facts that can place a patient outside the guideline, and whether it always asks for them."""
    return {id: id in guideline.always_asked for id in _facts_of(guideline, guideline.scope)}


def _facts_of(guideline: Guideline, define: str) -> tuple[str, ...]:
    """The facts that a definition rests on."""
    names = guideline.logic.cones.facts[define]
    return tuple(id for id, name in guideline.element_names.items() if name in names)


def _question(advice: Advice, element: Element, dispute: Dispute | None) -> Question:
    open_conclusions = list(_open(advice))
    settles = tuple(title for title, missing in open_conclusions if element.id in missing)
    return Question(element, settles, len(open_conclusions), dispute)


def _open(advice: Advice) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every conclusion that is not settled, with the facts it names; a recommendation has no title."""
    for strategy in advice.strategies:
        if strategy.status is Status.UNDETERMINED:
            yield strategy.title, strategy.missing
    for regimen in advice.regimens:
        if regimen.status in WAITING:
            yield regimen.title, regimen.missing
    for recommendation in advice.recommendations:
        if recommendation.status is Status.UNDETERMINED:
            yield "", recommendation.missing


def _can_change(guideline: Guideline, case: Case, advice: Advice, element: Element) -> bool:
    """Whether some answer would make the advice another one. Only asked of facts that no open conclusion names."""
    before = _said(advice)
    for value in _answers(element):
        fact = Fact(element.id, value)
        if _said(assess(guideline, replace(case, facts={**case.facts, element.id: fact}))) != before:
            return True
    return False


def _said(advice: Advice) -> tuple[object, ...]:
    """All that an answer can change: intent, every truth and status, what the source is silent about."""
    return (
        advice.intent,
        tuple(finding.value for finding in advice.findings),
        tuple(recommendation.status for recommendation in advice.recommendations),
        tuple(strategy.status for strategy in advice.strategies),
        tuple(regimen.status for regimen in advice.regimens),
        tuple(silence.id for silence in advice.silent),
        tuple(argument.holds for strategy in advice.strategies for argument in strategy.arguments),
    )


def _answers(element: Element) -> Iterator[Value]:
    """Answers that stand for all: every choice, or the ends of the range, where a threshold would show."""
    if element.choices:
        yield from reversed(element.choices)
    elif element.type == "Boolean":
        yield from (True, False)
    elif element.type == "Date":
        yield from (Date(1900, 1, 1), Date(2999, 1, 1))
    else:
        for end in (element.maximum, element.minimum):
            if end is not None:
                yield _number(element, end)


def _number(element: Element, number: Decimal) -> Value:
    if element.type == "Integer":
        return int(number)
    return Quantity(number, element.unit) if element.type == "Quantity" else number
