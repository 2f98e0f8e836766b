"""Reading CQL text: a whole library, an overlay over one, or a single expression. Problems are raised together, as
InputError.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from resecta.cql.syntax.parser import MOST_PROBLEMS, Parser, read_expression
from resecta.cql.tree.library import Library
from resecta.cql.types.check import check_all, check_expression
from resecta.document.problem import InputError, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from resecta.cql.tree.nodes import Expression
    from resecta.cql.types import Type

_MOST_LINES = 5


def parse_library(text: str, file: str = "library.cql") -> Library:
    """The library in this text, without types. If it has faults, those of type in its sound parts are told too."""
    return _parse(text, file, None)


def overlay_library(base: Library, text: str, file: str) -> Library:
    """The base with the declarations of this text in place of those of the same name, and its others added."""
    over = _parse(text, file, base)
    return replace(
        base,
        parameters={**base.parameters, **over.parameters},
        definitions={**base.definitions, **over.definitions},
    )


def parse_expression(
    text: str,
    file: str = "expression",
    parameters: Mapping[str, Type] | None = None,
    definitions: Mapping[str, Type] | None = None,
) -> Expression:
    """One expression, with its types; ``parameters`` and ``definitions`` are the names it may use."""
    expression, problems = read_expression(text, file, parameters, definitions)
    if not problems:
        expression, problems = check_expression(expression, {**(parameters or {}), **(definitions or {})})
    if problems:
        raise InputError(_few(problems, file))
    return expression


def _parse(text: str, file: str, base: Library | None) -> Library:
    parser = Parser(text, file, base)
    library = parser.library()
    if not parser.problems:
        return library
    known = {**base.parameters} if base is not None else {}
    whole = replace(library, parameters={**known, **library.parameters})
    if base is not None:
        whole = replace(whole, definitions={**base.definitions, **library.definitions})
    _, faults = check_all(whole)
    raise InputError(_few([*parser.problems, *(fault for fault in faults if fault.place.file == file)], file))


def _few(problems: list[Problem], file: str) -> list[Problem]:
    """The problems in the order of the text, and no more than a person can use."""
    unique = _each_once(sorted(problems, key=lambda problem: (problem.place.line, problem.place.column)))
    if len(unique) <= MOST_PROBLEMS:
        return unique
    left = len(unique) - MOST_PROBLEMS
    return [*unique[:MOST_PROBLEMS], Problem(Place(file), f"and {left} more problems", "mend these first")]


def _each_once(problems: Iterable[Problem]) -> list[Problem]:
    """The same fault at several places is one problem: told at the first, with the lines of the others."""
    alike: dict[tuple[str, str, str], list[Problem]] = {}
    for problem in problems:
        alike.setdefault((problem.place.file, problem.message, problem.mend), []).append(problem)
    return [_with_lines(first, others) for first, *others in alike.values()]


def _with_lines(first: Problem, others: Sequence[Problem]) -> Problem:
    lines = list(dict.fromkeys(str(each.place.line) for each in others if each.place.line != first.place.line))
    if not lines:
        return first
    shown = lines if len(lines) <= _MOST_LINES else [*lines[:_MOST_LINES], f"{len(lines) - _MOST_LINES} more"]
    listed = f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else shown[0]
    return replace(first, message=f"{first.message} (also in line{'s' if len(lines) > 1 else ''} {listed})")
