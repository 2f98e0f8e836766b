"""The fast back end: a checked library in, one generated Python function out that computes every definition for one
case.

Each definition becomes a few lines over local variables, in an order in which each comes after those it needs. Logic is
written out
as Python tests; all else calls the functions that the reference evaluator calls, once its operands are known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from resecta.cql.codegen import Emitter
from resecta.cql.evaluate import given
from resecta.cql.tree.dependencies import needed, order
from resecta.cql.tree.nodes import Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from resecta.cql.tree.library import Library
    from resecta.cql.values import Value


class Program:
    """Call it with the facts of a case; it gives the value of every definition it was compiled for."""

    __slots__ = ("_run", "source")

    def __init__(self, run: Callable[[Mapping[str, Value]], dict[str, Value]], source: str) -> None:
        """``source`` is the generated Python, for who wants to see it."""
        self._run = run
        self.source = source

    def __call__(self, facts: Mapping[str, Value]) -> dict[str, Value]:
        """The value of every definition. A parameter that ``facts`` lacks takes its default, else null."""
        return self._run(facts)


def compile_library(library: Library, only: Collection[str] | None = None) -> Program:
    """A program for the definitions named in ``only`` (and what they need), or for all."""
    wanted = [name for name in library.definitions if only is None or name in only]
    required = _required(library, wanted)
    emitter = Emitter()
    defaults = given(library, {})
    parameters: dict[str, str] = {}
    for number, name in enumerate(library.parameters):
        parameters[name] = f"p{number}"
        fallback = emitter.constant(defaults[name]) if defaults[name] is not None else "None"
        emitter.line(f"p{number} = get({name!r}, {fallback})")
    locals_of: dict[str, str] = {}
    emitter.names(parameters, locals_of)
    for number, name in enumerate(name for name in order(library) if name in required):
        expression = library.definitions[name].expression
        value = emitter.value_of(expression)
        if isinstance(expression, Literal):  # a number with a name is the number
            locals_of[name] = value
        else:
            emitter.line(f"d{number} = {value}")
            locals_of[name] = f"d{number}"
    result = ", ".join(f"{name!r}: {locals_of[name]}" for name in wanted)
    source = "def run(facts):\n    get = facts.get\n" + emitter.body() + f"    return {{{result}}}\n"
    scope = emitter.scope()
    # The text is made here and nowhere else; what a pack says comes into it only as a quoted literal.
    exec(compile(source, "<guideline>", "exec"), scope)  # noqa: S102  # text of our own making
    return Program(scope["run"], source)


def _required(library: Library, wanted: Collection[str]) -> set[str]:
    required: set[str] = set()
    pending = list(wanted)
    while pending:
        name = pending.pop()
        if name not in required:
            required.add(name)
            pending += needed(library, name)
    return required
