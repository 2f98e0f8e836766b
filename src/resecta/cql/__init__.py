"""A scalar subset of CQL 1.5: text in, a checked tree out, and two evaluations of it, one plain and one fast.

``parse_library`` and ``check`` find every problem of a text at once (InputError). A checked library goes to
``evaluate_library`` (the reference) or ``compile_library`` (the same answers in microseconds); ``resecta.cql.trace``
gives the answers with their reasons.
"""

from resecta.cql.compile import Program, compile_library
from resecta.cql.evaluate import evaluate_library
from resecta.cql.syntax.read import evaluate_expression, overlay_library, parse_expression, parse_library
from resecta.cql.tree.dependencies import order
from resecta.cql.tree.library import Definition, Library, Parameter
from resecta.cql.types.check import check, check_all
from resecta.cql.values import Date, Interval, Quantity, Value, literal

__all__ = [
    "Date",
    "Definition",
    "Interval",
    "Library",
    "Parameter",
    "Program",
    "Quantity",
    "Value",
    "check",
    "check_all",
    "compile_library",
    "evaluate_expression",
    "evaluate_library",
    "literal",
    "order",
    "overlay_library",
    "parse_expression",
    "parse_library",
]
