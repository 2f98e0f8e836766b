"""What the definitions of the logic come to in one case: what a plan reads and no conclusion shows."""

from __future__ import annotations

from collections.abc import Callable

from resecta.advice.reasoning import Reasoning
from resecta.advice.scenarios import Scenarios
from resecta.case import Case
from resecta.cql.values import Value
from resecta.guideline.pack import Guideline


def defined(guideline: Guideline, case: Case) -> Callable[[str], Value]:
    """A function from the name of a definition to its value; None where it is unknown, or differs by side or day.

    Raises KeyError for a name that is none.
    """

    def value(name: str) -> Value:
        if name not in guideline.library.definitions:
            raise KeyError(name)
        if not (case.disputes or case.hangs):
            return Reasoning(guideline, case.facts, case.assessed_on).value(name)
        found = Scenarios(guideline, case).outcomes(name)
        return found[0] if len(found) == 1 else None

    return value
