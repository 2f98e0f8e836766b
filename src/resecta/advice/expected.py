"""Compare an advice with what a worked case says that it must be (the ``expected`` of a case file).

A mapping in, one ``UnmetExpectation`` for each expectation that is not met out. An expectation that cannot be compared,
since its key or id is unknown, is unmet too: passed over in silence it would look like a test that passes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from resecta.advice.contract import to_json
from resecta.advice.exact import EXACT
from resecta.advice.model import Advice, Because
from resecta.cql.values import Value
from resecta.document import did_you_mean, quote
from resecta.lazy_dataclass import dataclass

OPEN = ("preferred", "option", "applies")
"""The statuses of a conclusion that a board may follow."""


@dataclass(frozen=True, slots=True)
class UnmetExpectation:
    """One expectation that is not met. ``why`` holds the sentences that force what the advice says instead."""

    key: str
    id: str
    expected: str
    found: str
    why: tuple[str, ...] = ()

    def __str__(self) -> str:
        where = f"{self.key} {self.id}" if self.id else self.key
        return f"{where}: expected {self.expected}, found {self.found}"


def compare(
    advice: Advice,
    expected: Mapping[str, Any],
    verdict: str,
    plans: Mapping[str, Any] = MappingProxyType({}),
    value_of: Callable[[str], Value] | None = None,
) -> tuple[UnmetExpectation, ...]:
    """What differs, in the order of ``expected``.

    ``verdict`` is the finding that ``resectable`` speaks of; ``plans`` are the timelines as JSON, by strategy, in which
    expected ``dates`` may stand too; ``value_of`` gives the value of a definition, or raises KeyError for no such name.
    """
    comparisons: dict[str, Callable[[Any], Iterable[UnmetExpectation]]] = {
        "resectable": lambda value: _finding(advice, "resectable", verdict, value),
        "intent": lambda value: _status("intent", "", value, advice.intent),
        "strategies": lambda value: _statuses(advice.strategies, "strategies", value),
        "recommendations": lambda value: _statuses(advice.recommendations, "recommendations", value),
        "regimens": lambda value: _statuses(advice.regimens, "regimens", value),
        "findings": lambda value: _findings(advice, value),
        "definitions": lambda value: _definitions(value_of, value),
        "silent": lambda value: _subset("silent", value, [silence.id for silence in advice.silent]),
        "missing": lambda value: _subset("missing", value, [missing.element for missing in advice.missing]),
        "says": lambda value: _says(advice, value),
        "dates": lambda value: _dates(to_json(advice, plans), value),
        "one_of_options": lambda value: _one_open(advice, value),
        "never": lambda _: (),  # for readers: what an advice must never be taken to say
    }
    found: list[UnmetExpectation] = []
    for key, value in expected.items():
        if key in EXACT:
            found.extend(UnmetExpectation(key, *pair) for pair in EXACT[key](advice, value))
            continue
        comparison = comparisons.get(key)
        if comparison is None:
            mend = did_you_mean(key, [*comparisons, *EXACT])
            found.append(UnmetExpectation("expected", key, "a key that can be compared", mend or "no such key"))
        else:
            found.extend(comparison(value))
    return tuple(found)


def _statuses(items: Iterable[Any], key: str, expected: Any) -> Iterable[UnmetExpectation]:
    known = {item.id: item for item in items}
    for id, allowed in _pairs(expected):
        item = known.get(id)
        if item is None:
            yield _unknown(key, id, known)
        else:
            yield from _status(key, id, allowed, item.status, item.because)


def _findings(advice: Advice, expected: Any) -> Iterable[UnmetExpectation]:
    known = {finding.id for finding in advice.findings}
    for id, allowed in _pairs(expected):
        if id in known:
            yield from _finding(advice, "findings", id, allowed)
        else:
            yield _unknown("findings", id, known)


def _definitions(value_of: Callable[[str], Value] | None, expected: Any) -> Iterable[UnmetExpectation]:
    """Definition → its value, for what no conclusion shows: what a plan reads."""
    for name, allowed in _pairs(expected):
        try:
            found = None if value_of is None else value_of(name)
        except KeyError:
            yield UnmetExpectation("definitions", name, "a definition of the logic", "no such name")
        else:
            yield from _status("definitions", name, allowed, found)


def _finding(advice: Advice, key: str, id: str, allowed: Any) -> Iterable[UnmetExpectation]:
    finding = advice.finding(id)
    yield from _status(key, "" if key == id else id, allowed, finding.value, finding.because)


def _status(key: str, id: str, allowed: Any, found: Any, because: Iterable[Because] = ()) -> Iterable[UnmetExpectation]:
    choices = [None if choice == "unknown" else choice for choice in _list(allowed)]
    if found not in choices or (isinstance(found, bool) and not any(found is choice for choice in choices)):
        expected = " or ".join(_word(choice) for choice in choices) or "nothing"
        yield UnmetExpectation(key, id, expected, _word(found), tuple(reason.text for reason in because))


def _subset(key: str, expected: Any, found: list[str]) -> Iterable[UnmetExpectation]:
    for id in _list(expected):
        if id not in found:
            yield UnmetExpectation(key, str(id), "it listed", f"only {', '.join(found)}" if found else "nothing listed")


def _says(advice: Advice, expected: Any) -> Iterable[UnmetExpectation]:
    """Each sentence needs one of its statements cited where the advice has decided something."""
    cited = set(_cited(advice))
    for sentence in _list(expected):
        statements = _list(sentence.get("statements", [])) if isinstance(sentence, Mapping) else []
        if not cited.intersection(map(str, statements)):
            text = quote(str(sentence.get("text", ""))) if isinstance(sentence, Mapping) else quote(str(sentence))
            wanted = " or ".join(str(statement) for statement in statements) or "a statement"
            yield UnmetExpectation("says", text, f"{wanted} cited", "no decided conclusion that cites it")


def _cited(advice: Advice) -> Iterable[str]:
    for finding in advice.findings:
        yield from finding.statements
    for recommendation in advice.recommendations:
        if recommendation.status != "undetermined":
            yield from recommendation.statements
    for strategy in advice.strategies:
        yield from strategy.statements
        for argument in strategy.arguments:
            yield from argument.statements
    for regimen in advice.regimens:
        yield from regimen.statements


def _dates(printed: Mapping[str, Any], expected: Any) -> Iterable[UnmetExpectation]:
    text = json.dumps(printed, default=str)
    for date in _list(expected):
        if str(date) not in text:
            yield UnmetExpectation("dates", str(date), "it somewhere in the advice", "nowhere")


def _one_open(advice: Advice, expected: Any) -> Iterable[UnmetExpectation]:
    status = {item.id: item.status for item in advice.recommendations}
    status |= {item.id: item.status for item in advice.regimens}
    status |= {
        item.id: item.status for item in advice.strategies
    }  # last: of two kinds with one id the strategy is meant
    lists = _list(expected)
    for ids in [lists] if lists and not isinstance(lists[0], list) else lists:
        names = [str(id) for id in _list(ids)]
        if not any(status.get(name) in OPEN for name in names):
            found = ", ".join(f"{name} {status.get(name, 'unknown')}" for name in names)
            yield UnmetExpectation("one_of_options", "", f"one of {', '.join(names)} open", found)


def _unknown(key: str, id: str, known: Iterable[str]) -> UnmetExpectation:
    return UnmetExpectation(key, id, f"an id among the {key}", did_you_mean(id, known) or "no such id")


def _pairs(value: Any) -> Iterable[tuple[str, Any]]:
    return value.items() if isinstance(value, Mapping) else ()


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _word(value: Any) -> str:
    if value is None:
        return "unknown"
    return str(value).lower() if isinstance(value, bool) else str(value)
