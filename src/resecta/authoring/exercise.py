"""What a guideline's own cases exercise: for every part of the guideline and every statement, the cases in which it
is decided.

A part is decided in a case where its conclusion stands: a finding is true or false, a recommendation applies, a
strategy or regimen is open, preferred or closed by its own bar, an argument or notice holds. Unknown, and merely not
applicable, exercise nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from resecta.advice import assess
from resecta.advice.model import Advice
from resecta.case import read_case
from resecta.guideline import Guideline
from resecta.guideline.ladder import UNDECIDED_INTENT
from resecta.guideline.status import Status
from resecta.lazy_dataclass import dataclass

CASE_FILES = (".yaml", ".yml", ".json")
DECIDED = (Status.APPLIES, Status.PREFERRED, Status.OPTION, Status.CONTRAINDICATED, Status.BLOCKED)


@dataclass(frozen=True, slots=True)
class Exercised:
    """``parts``: ``kind:id`` → case → status. ``statements``: statement → cases. ``cases``: ids in the order of their
    files.
    """

    cases: tuple[str, ...]
    parts: Mapping[str, Mapping[str, str]]
    statements: Mapping[str, tuple[str, ...]]


def case_files(guideline: Guideline) -> list[Path]:
    """The files of the guideline's own cases, by name."""
    folder = guideline.cases_path
    return sorted(path for path in folder.iterdir() if path.suffix in CASE_FILES) if folder.is_dir() else []


def exercise(guideline: Guideline) -> Exercised:
    """Assess every case of the guideline. Raises InputError where one cannot be read."""
    parts: dict[str, dict[str, str]] = {}
    statements: dict[str, dict[str, None]] = {id: {} for id in guideline.statements}
    cases: list[str] = []
    for path in case_files(guideline):
        advice = assess(guideline, read_case(path, guideline))
        cases.append(advice.case)
        for part, status, cited in _decided(advice):
            parts.setdefault(part, {})[advice.case] = status
            for id in cited:
                statements[id][advice.case] = None
    return Exercised(tuple(cases), parts, {id: tuple(found) for id, found in statements.items()})


def _decided(advice: Advice) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Each decided part: its key, its status in words, the statements it cites."""
    if advice.intent != UNDECIDED_INTENT:
        yield "intent:intent", advice.intent, ()
    for finding in advice.findings:
        if finding.value is not None:
            yield f"finding:{finding.id}", "true" if finding.value else "false", finding.statements
    for recommendation in advice.recommendations:
        if recommendation.status in DECIDED:
            yield f"recommendation:{recommendation.id}", recommendation.status, recommendation.statements
    for strategy in advice.strategies:
        if strategy.status in DECIDED:
            told = (argument.statements for argument in strategy.arguments if argument.holds is True)
            for cited in (strategy.statements, *told):
                yield f"strategy:{strategy.id}", strategy.status, cited
    for regimen in advice.regimens:
        if regimen.status in DECIDED:
            yield f"regimen:{regimen.id}", regimen.status, regimen.statements
    for notice in advice.silent:
        yield f"notice:{notice.id}", "holds", ()
