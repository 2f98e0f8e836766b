"""The interview: how long a person waits for the next question."""

from __future__ import annotations

import statistics
import time

from resecta.case import read_case
from resecta.case.nodes_from_python import to_node
from resecta.cql.values import Date, Value
from resecta.cql.words import say
from resecta.document import as_mapping
from resecta.guideline import load
from resecta.interview import Draft, Interview
from table import Line

TITLE = "The next question of an interview (one answered case)"


def measure() -> list[Line]:
    """The median and the slowest wait while a case of the guideline is answered fact by fact, its dates as unknown."""
    guideline = load()
    case = read_case(min(guideline.cases_path.glob("*.yaml")), guideline)
    begun = to_node({"case": "A", "assessed_on": "2026-06-01", "facts": {}}, "benchmark")
    interview = Interview(guideline, Draft(as_mapping(begun)))
    waits = []
    while (question := interview.question) is not None:
        fact = case.facts.get(question.element.id)
        started = time.perf_counter()
        interview = (
            interview.unknown(question)
            if fact is None or isinstance(fact.value, Date)
            else interview.answered(question, _written(fact.value))
        )
        _ = interview.question
        waits.append(1e3 * (time.perf_counter() - started))
    return [Line("median", statistics.median(waits), "ms", 30), Line("slowest", max(waits), "ms")]


def _written(value: Value) -> str:
    """A value as a person would type it."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else say(value)
