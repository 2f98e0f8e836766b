"""How a conclusion of one case stands: on each side of what is disputed, and on each day that a date known to its month
or year can be. What is open so is recorded, and is never taken as not known.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from resecta.advice.disputes import merge
from resecta.advice.scenarios import Scenarios
from resecta.case import Case
from resecta.cql.values import Value
from resecta.document import InputError, Place, Problem
from resecta.guideline import Guideline
from resecta.guideline.status import ConclusionKind
from resecta.lazy_dataclass import dataclass
from resecta.proof.conclusion import Conclusion
from resecta.proof.record import Described

MOST_NAMED = 5
"""So much of what is open is named where it is too much."""


@dataclass(frozen=True, slots=True)
class Standing:
    """``answer``: what the advice says; ``sides``: the patients that the case can be, one where nothing is open that
    the conclusion can hang on; ``answers``: what it comes to for each; ``open``: the elements in which they differ.
    """

    answer: Value
    sides: tuple[Described, ...]
    answers: tuple[Value, ...]
    open: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether one side says otherwise than the advice, since what differs hangs on the side or is to be settled."""
        return any(answer != self.answer for answer in self.answers)

    def telling(self, outcomes: Sequence[object]) -> tuple[str, ...]:
        """The fewest open elements by whose values it can be told which side has which of these outcomes."""
        for size in range(len(self.open) + 1):
            for ids in itertools.combinations(self.open, size):
                found: dict[tuple[Value, ...], object] = {}
                pairs = zip(self.sides, outcomes, strict=True)
                if all(found.setdefault(side.only(ids), outcome) == outcome for side, outcome in pairs):
                    return ids
        return self.open


def standing(guideline: Guideline, case: Case, conclusion: Conclusion) -> Standing:
    """Raises InputError without a day of assessment, and where more is open than can be asked side by side."""
    if case.assessed_on is None:
        raise InputError([Problem(Place(case.id), "a case without assessed_on cannot be explained so", "add the day")])
    now = Described({id: fact.value for id, fact in case.facts.items()}, case.assessed_on)
    if not (case.disputes or case.hangs):
        answer = conclusion.answer(guideline, now)
        return Standing(answer, (now,), (answer,), ())
    scenarios = Scenarios(guideline, case)
    below = {guideline.element_ids.get(name) for name in guideline.logic.cones.facts[conclusion.define]}
    among = {id: pairs for id, pairs in scenarios.among.items() if id in below}
    if any(root.key in {open_.key for open_ in scenarios.open} for id in among for root in scenarios.roots_of(id)):
        names = ", ".join(list(dict.fromkeys(root.name for root in scenarios.open))[:MOST_NAMED])
        message = f"too much is open in this case to be asked side by side: {names}"
        raise InputError([Problem(Place(case.id), message, "settle one of them first, or write its day")])
    rows = dict.fromkeys(
        tuple(next((value for value, mask in pairs if mask >> scenario & 1), None) for pairs in among.values())
        for scenario in range(scenarios.count)
    )
    sides = tuple(
        Described(
            {**now.facts, **{id: value for id, value in zip(among, row, strict=True) if value is not None}}, now.day
        )
        for row in rows
    )
    answers = tuple(conclusion.answer(guideline, side) for side in sides)
    return Standing(_merged(scenarios, conclusion, answers), sides, answers, tuple(among) if len(sides) > 1 else ())


def _merged(scenarios: Scenarios, conclusion: Conclusion, answers: tuple[Value, ...]) -> Value:
    """As the advice says it; a notice that holds on one side is shown."""
    if conclusion.kind is ConclusionKind.SILENT:
        return True if True in answers else answers[0]
    key = (conclusion.kind, conclusion.id)
    return next(one.answer for one in merge(scenarios).conclusions if one.key == key)
