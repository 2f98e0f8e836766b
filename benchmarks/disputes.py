"""Cases with six disputed facts of two sides each: 64 combinations, assessed at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from resecta.advice import assess
from resecta.case import read_case
from resecta.case.model import Dispute, Side
from resecta.guideline import load
from table import Line
from timing import best

if TYPE_CHECKING:
    from resecta.case.model import Case
    from resecta.cql.values import Value

TITLE = "Assessing a case with disputes"
DISPUTED = 6


def measure() -> list[Line]:
    """The mean and the slowest of the guideline's own cases that have six facts to dispute."""
    guideline = load()
    cases = [read_case(path, guideline) for path in sorted(guideline.cases_path.glob("*.yaml"))]
    known: dict[str, list[Value]] = {}
    for case in cases:
        for id, fact in case.facts.items():
            known.setdefault(id, []).append(fact.value)
    disputed = [made for case in cases if (made := disputing(case, known)) is not None]
    times = [1e3 * best(lambda case=case: assess(guideline, case), 0.3) for case in disputed]
    combinations = 2**DISPUTED
    return [
        Line(f"{combinations} combinations, mean of {len(times)} cases", sum(times) / len(times), "ms", 80),
        Line("the slowest of them", max(times), "ms", 80),
    ]


def disputing(case: Case, known: dict[str, list[Value]]) -> Case | None:
    """The case, its first facts each against another value that some case has; None where it has too few."""
    disputes = []
    for id, fact in case.facts.items():
        other = next((value for value in known[id] if value != fact.value), None)
        if other is not None:
            disputes.append(Dispute(id, (Side(fact.value, ("stated",)), Side(other, ("derived",)))))
    if len(disputes) < DISPUTED:
        return None
    taken = tuple(disputes[:DISPUTED])
    named = {dispute.element for dispute in taken}
    return replace(case, facts={id: fact for id, fact in case.facts.items() if id not in named}, disputes=taken)
