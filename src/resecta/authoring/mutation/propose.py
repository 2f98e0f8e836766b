"""A case for a surviving mutant: facts on which it and the guideline give different advice, as few as will do."""

from __future__ import annotations

import datetime
import random
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from resecta.advice import assess
from resecta.advice.model import Advice
from resecta.authoring.mutation.mutant import Mutant
from resecta.case import case_from
from resecta.cql.tree import nodes
from resecta.cql.tree.walk import walk
from resecta.cql.values import Quantity, Value
from resecta.document import InputError
from resecta.guideline import Guideline
from resecta.guideline.model import Element

ASSESSED_ON = datetime.date(2026, 6, 15)
"""Any day will do: nothing reads the clock."""
TRIES = 200
_FARTHEST_DAYS = 230
CaseFacts = dict[str, Any]


class Proposer:
    """Looks for telling facts at random, near the numbers that the guideline compares with."""

    def __init__(self, guideline: Guideline, seed: int = 0) -> None:
        self._guideline = guideline
        self._random = random.Random(seed)  # noqa: S311 - a search, no secret
        self._numbers = _numbers(guideline)

    def propose(self, mutant: Mutant, tries: int = TRIES) -> CaseFacts | None:
        """Facts as a case file has them; None where none were found."""
        broken = mutant.apply(self._guideline)
        for _ in range(tries):
            facts = self._facts()
            if self._tells(broken, facts):
                return self._fewest(broken, facts)
        return None

    def _facts(self) -> CaseFacts:
        share = self._random.choice((0.15, 0.35, 0.6, 0.85))
        return {
            id: self._value(element)
            for id, element in self._guideline.elements.items()
            if self._random.random() < share
        }

    def _value(self, element: Element) -> Any:
        if element.type == "Boolean":
            return self._random.random() < 0.5
        if element.type == "String":
            return self._random.choice(element.choices)
        if element.type == "Date":
            return str(ASSESSED_ON - datetime.timedelta(self._random.randint(0, _FARTHEST_DAYS)))
        near = [float(number) for number in self._numbers if _fits(element, number)]
        return (
            self._random.choice(near or [0.0]) if element.type != "Integer" else int(self._random.choice(near or [0]))
        )

    def _tells(self, broken: Guideline, facts: CaseFacts) -> bool:
        try:
            case = case_from({"case": "proposed", "assessed_on": str(ASSESSED_ON), "facts": facts}, self._guideline)
        except InputError:  # dates in an impossible order, and the like
            return False
        if case.disputes:
            return False
        return said(assess(self._guideline, case)) != said(assess(broken, case))

    def _fewest(self, broken: Guideline, facts: CaseFacts) -> CaseFacts:
        for id in list(facts):
            fewer = {other: value for other, value in facts.items() if other != id}
            if self._tells(broken, fewer):
                facts = fewer
        return facts


def said(advice: Advice) -> tuple[object, ...]:
    """What the expectations of a case can see of an advice."""
    return (
        advice.intent,
        [(one.value, one.text, one.window) for one in advice.findings],
        [(one.status, one.text, one.notes) for one in advice.recommendations],
        [(one.status, one.notes, [a.holds for a in one.arguments]) for one in advice.strategies],
        [(one.status, one.notes) for one in advice.regimens],
        [one.id for one in advice.silent],
        [one.element for one in advice.missing],
    )


def as_case(facts: Mapping[str, Any]) -> str:
    """The facts as lines of a case file."""
    return "\n".join(
        f"  {id}: {str(value).lower() if isinstance(value, bool) else value}" for id, value in facts.items()
    )


def _numbers(guideline: Guideline) -> list[Decimal]:
    """Every number of the guideline, and its neighbours."""
    values: list[Value] = list(guideline.settings_values.values())
    for definition in guideline.own_definitions.values():
        values += [node.value for node in walk(definition.expression) if isinstance(node, nodes.Literal)]
    found: set[Decimal] = set()
    for value in values:
        number = value.value if isinstance(value, Quantity) else value
        if isinstance(number, int | Decimal) and not isinstance(number, bool):
            found.update(Decimal(number) + step for step in (-1, 0, 1))
    return sorted(found)


def _fits(element: Element, number: Decimal) -> bool:
    above = element.minimum is None or number >= element.minimum
    return above and (element.maximum is None or number <= element.maximum)
