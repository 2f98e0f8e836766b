"""A scalar subset of CQL 1.5: text in, a checked tree out, and the values of its definitions with their reasons.

``parse_library`` and ``check`` find every problem of a text at once (InputError). A checked library becomes a
``Logic``, and that with the facts of a case a ``Run``: values in microseconds, and on demand what forces each.
``evaluate_library`` is the plain reference that all else is judged by.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from resecta.cql.compile import Program, compile_definitions
from resecta.cql.core.lower import lower
from resecta.cql.evaluate import evaluate_expression, evaluate_library
from resecta.cql.run import Logic, Run
from resecta.cql.tree.dependencies import order
from resecta.cql.tree.library import Definition, Library, Parameter
from resecta.cql.values import Date, Interval, Quantity, Value, literal

if TYPE_CHECKING:
    from resecta.cql.syntax.read import overlay_library, parse_expression, parse_library
    from resecta.cql.types.check import check, check_all

__all__ = [
    "Date",
    "Definition",
    "Interval",
    "Library",
    "Logic",
    "Parameter",
    "Program",
    "Quantity",
    "Run",
    "Value",
    "check",
    "check_all",
    "compile_definitions",
    "evaluate_expression",
    "evaluate_library",
    "literal",
    "lower",
    "order",
    "overlay_library",
    "parse_expression",
    "parse_library",
]

_READ, _CHECKED = "resecta.cql.syntax.read", "resecta.cql.types.check"
_WHEN_ASKED_FOR = {
    "check": _CHECKED,
    "check_all": _CHECKED,
    "overlay_library": _READ,
    "parse_expression": _READ,
    "parse_library": _READ,
}


def __getattr__(name: str) -> object:
    """Import what reads and checks a text when first asked for: a guideline that was found sound does without."""
    if name in _WHEN_ASKED_FOR:
        return getattr(import_module(_WHEN_ASKED_FOR[name]), name)
    raise AttributeError(f"module 'resecta.cql' has no attribute {name!r}")
