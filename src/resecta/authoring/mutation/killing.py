"""Does a case of the guideline notice a mutant? Where no expectation comes out differently, the mutant survives."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from resecta.advice import assess
from resecta.advice.defined import defined
from resecta.advice.expected import UnmetExpectation, compare
from resecta.advice.reasoning import parameters
from resecta.advice.scenarios import Scenarios
from resecta.authoring.exercise import case_files
from resecta.authoring.mutation.mutant import Mutant
from resecta.case import Case, read_case
from resecta.cql.core.lower import Lowering
from resecta.cql.run import Run
from resecta.guideline import Guideline
from resecta.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Judge:
    """A guideline's cases with what differs already without any break (normally nothing). ``runs``: each case under
    the unbroken logic, of an open one a single way that it could be.
    """

    guideline: Guideline
    files: tuple[Path, ...]
    cases: tuple[Case, ...]
    before: tuple[tuple[UnmetExpectation, ...], ...]
    runs: tuple[Run, ...]

    def killer(self, mutant: Mutant, order: Sequence[int]) -> int | None:
        """A case whose comparison changes; None: the mutant survives. Asked first are the cases in which the broken
        definition comes to another value, for these nearly always notice; then as in ``order``.
        """
        broken = mutant.apply(self.guideline)
        told = self._told(mutant, order)
        for index in sorted(told, key=lambda index: not told[index]):
            case = self.cases[index]
            if mutant.setting:  # a setting also bears on how the events of a case are read
                case = read_case(self.files[index], broken)
            if differences(broken, case) != self.before[index]:
                return index
        return None

    def _told(self, mutant: Mutant, order: Sequence[int]) -> dict[int, bool]:
        """The cases that may notice, each with whether the broken definition comes to another value there.

        Left out are those in which it is known and comes to the same: whatever else a case expects hangs on values, and
        what is asked for on what is unknown. Of an open case one way says too little.
        """
        if mutant.expression is None:
            return dict.fromkeys(order, False)
        node = Lowering(self.guideline.logic.definitions).visit(mutant.expression)
        found = {}
        for index in order:
            run, case = self.runs[index], self.cases[index]
            own = run.value(mutant.define)
            try:
                differs = run.value_of(node) != own
            except _BROKEN:
                differs = True
            if differs or own is None or case.disputes or case.hangs or self.before[index]:
                found[index] = differs
        return found


def judge(guideline: Guideline) -> Judge:
    """Read the cases once and compare them with the unbroken guideline."""
    files = tuple(case_files(guideline))
    cases = tuple(read_case(path, guideline) for path in files)
    before = tuple(differences(guideline, case) or () for case in cases)
    return Judge(guideline, files, cases, before, tuple(_one_way(guideline, case) for case in cases))


def _one_way(guideline: Guideline, case: Case) -> Run:
    """The logic on one of the ways that a case could be."""
    facts = Scenarios(guideline, case).reasoning(0).facts
    values = {id: fact.value for id, fact in facts.items()}
    return guideline.logic(parameters(guideline, values, case.assessed_on))


_BROKEN = (TypeError, ValueError, ArithmeticError, KeyError, AttributeError)
"""What a break may raise: it may compare what has no order."""


def differences(guideline: Guideline, case: Case) -> tuple[UnmetExpectation, ...] | None:
    """What differs from the case's expectations; None where the broken guideline cannot even be evaluated."""
    try:
        advice = assess(guideline, case)
        return compare(advice, case.expected, guideline.verdict, value_of=defined(guideline, case))
    except _BROKEN:
        return None
