"""Is what stands beside a guideline sound: can each worked case, property and argument be read, and does a case expect
what an advice can say at all?

A loaded guideline in, problems with their places in the files out. Loading itself leaves these files alone: they are
tests of the guideline and no part of what it says.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from resecta.authoring.exercise import case_files
from resecta.authoring.mutation.argued import argued
from resecta.case import read_case
from resecta.document import InputError, Node, Problem, Sequence, as_date, as_mapping, is_null, read_document
from resecta.guideline import Guideline
from resecta.guideline.fields import Field, by, one_of, text
from resecta.guideline.gathering import Gathering
from resecta.guideline.ladder import UNDECIDED_INTENT
from resecta.guideline.properties import read_properties
from resecta.guideline.schema import Record, many, records, series, words_by
from resecta.guideline.status import STATUSES, ConclusionKind

ENDS = ("earliest", "latest", "actual", "caution_from")


def check_cases(guideline: Guideline) -> tuple[Problem, ...]:
    """A problem for each case that cannot be read, and each expectation that no advice could meet or miss."""
    expected = expectations(guideline)
    return tuple(problem for path in case_files(guideline) for problem in _check_case(guideline, path, expected))


def check_properties(guideline: Guideline, overlays: Iterable[str | os.PathLike[str]] = ()) -> tuple[Problem, ...]:
    """A problem for each property that names what the guideline does not have, or cannot be read."""
    try:
        read_properties(guideline, overlays)
    except InputError as error:
        return error.problems
    return ()


def check_mutants(guideline: Guideline, overlays: Iterable[Path] = ()) -> tuple[Problem, ...]:
    """A problem for each argument about a mutant that cannot be read."""
    try:
        argued(guideline, overlays)
    except InputError as error:
        return error.problems
    return ()


def _check_case(guideline: Guideline, path: Path, expected: Record[Any]) -> Iterable[Problem]:
    try:
        read_case(path, guideline)
    except InputError as error:
        return error.problems
    node = as_mapping(read_document(path)).get("expected")
    if node is None or is_null(node):
        return ()
    gathering = Gathering()
    expected.read(node, gathering)
    return sorted(gathering.problems.problems, key=lambda problem: (problem.place.line, problem.place.column))


def expectations(guideline: Guideline) -> Record[dict[str, Any]]:
    """What a case under this guideline may expect, by key."""
    truth = _choice(by(_truth, None))
    notice = _choice(one_of(tuple(guideline.notices), "a notice of this guideline"))
    element = _choice(one_of(tuple(guideline.elements), "an element of this guideline"))
    statement = one_of(tuple(guideline.statements), "a statement of this guideline")
    intents = (*(intent.value for intent in guideline.intents), UNDECIDED_INTENT)
    open_ones = (*guideline.strategies, *guideline.regimens, *guideline.recommendations)
    option = one_of(open_ones, "a strategy, regimen or recommendation")
    says: Record[dict[str, Any]] = Record(dict, "a sentence", text=text(), statements=many(statement).must())
    texts = words_by("the parts that have a text", **dict.fromkeys(_parts(guideline), _choice(text())))
    return Record(
        dict,
        "expected",
        resectable=truth,
        intent=_choice(one_of(intents, "an intent")),
        strategies=_each(
            "strategies",
            guideline.strategies,
            _choice(one_of(STATUSES[ConclusionKind.STRATEGY], "a status of a strategy")),
        ),
        recommendations=_each(
            "recommendations",
            guideline.recommendations,
            _choice(one_of(STATUSES[ConclusionKind.RECOMMENDATION], "a status of a recommendation")),
        ),
        regimens=_each(
            "regimens", guideline.regimens, _choice(one_of(STATUSES[ConclusionKind.REGIMEN], "a status of a regimen"))
        ),
        findings=_each("findings", guideline.findings, truth),
        definitions=_each("definitions", guideline.own_definitions, truth),
        silent=notice,
        notices=notice,
        missing=element,
        asks=element,
        unasked=element,
        says=records(says),
        dates=_choice(by(_date, None)),
        one_of_options=_choice(_choice(option)),
        never=_choice(text()),
        hazards=_each("hazards", guideline.findings, _choice(text())),
        windows=_each(
            "findings",
            guideline.findings,
            words_by("a window", missed_by_days=text(), **dict.fromkeys(ENDS, by(_date, ""))),
        ),
        arguments=_each("strategies", guideline.strategies, truth),
        words=texts,
        unsaid=texts,
    )


def _parts(guideline: Guideline) -> Iterable[str]:
    """The parts of an advice that have a text, as ``kind:id``."""
    kinds = {
        "finding": guideline.findings,
        "recommendation": guideline.recommendations,
        "strategy": guideline.strategies,
        "regimen": guideline.regimens,
    }
    return (f"{kind}:{id}" for kind, entries in kinds.items() for id in entries)


def _each(what: str, known: Iterable[str], item: Field[Any]) -> Field[Any]:
    """A mapping from ids to such values."""
    return words_by(f"the {what} of this guideline", **dict.fromkeys(known, item))


def _choice(item: Field[Any]) -> Field[Any]:
    """One such value, or a list of them."""

    def read(node: Node, gathering: Gathering) -> Any:
        return series(item).read(node, gathering) if isinstance(node, Sequence) else item.read(node, gathering)

    return by(read, None)


def _truth(node: Node, gathering: Gathering) -> str | None:
    return (
        None if is_null(node) else one_of(("true", "false", "unknown"), "true, false or unknown").read(node, gathering)
    )


def _date(node: Node, gathering: Gathering) -> str | None:
    day = gathering.problems.read(as_date, node)
    return None if day is None else day.isoformat()
