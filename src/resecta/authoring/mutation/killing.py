"""Does a case of the guideline notice a mutant? Where no expectation comes out differently, the mutant survives."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from resecta.advice import assess
from resecta.advice.defined import defined
from resecta.advice.expected import Difference, compare
from resecta.authoring.exercise import case_files
from resecta.authoring.mutation.mutant import Mutant
from resecta.case import Case, read_case
from resecta.guideline import Guideline
from resecta.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Judge:
    """A guideline's cases with what differs already without any break (normally nothing)."""

    guideline: Guideline
    files: tuple[Path, ...]
    cases: tuple[Case, ...]
    before: tuple[tuple[Difference, ...], ...]

    def killer(self, mutant: Mutant, order: Sequence[int]) -> int | None:
        """The first case, in that order, whose comparison changes; None: the mutant survives."""
        broken = mutant.apply(self.guideline)
        for index in order:
            case = self.cases[index]
            if mutant.setting:  # a setting also bears on how the events of a case are read
                case = read_case(self.files[index], broken)
            if differences(broken, case) != self.before[index]:
                return index
        return None


def judge(guideline: Guideline) -> Judge:
    """Read the cases once and compare them with the unbroken guideline."""
    files = tuple(case_files(guideline))
    cases = tuple(read_case(path, guideline) for path in files)
    return Judge(guideline, files, cases, tuple(differences(guideline, case) or () for case in cases))


def differences(guideline: Guideline, case: Case) -> tuple[Difference, ...] | None:
    """What differs from the case's expectations; None where the broken guideline cannot even be evaluated."""
    try:
        advice = assess(guideline, case)
        return compare(advice, case.expected, guideline.verdict, value_of=defined(guideline, case))
    except (TypeError, ValueError, ArithmeticError, KeyError, AttributeError):  # a break may compare what has no order
        return None
