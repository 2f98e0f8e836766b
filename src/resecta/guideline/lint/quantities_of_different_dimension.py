"""A length compared with a mass is null for every patient: the definition can never hold, and nothing would say so.

Bad::

    define "Adequate remnant": "Future liver remnant" > 30 'cm'

Good::

    define "Adequate remnant": "Future liver remnant" > 30 '%'
"""

from __future__ import annotations

from collections.abc import Iterator

from resecta.cql.format import to_cql
from resecta.cql.tree import nodes
from resecta.cql.tree.library import Definition
from resecta.cql.tree.operators import ArithmeticOperator
from resecta.cql.types import DATE
from resecta.cql.values import CALENDAR_UNITS, Quantity
from resecta.cql.values.units import comparable, unit
from resecta.document import Problem
from resecta.guideline.lint.subject import Subject

_SUMS = (ArithmeticOperator.ADD, ArithmeticOperator.SUBTRACT)
_TIME = "d"


def check(subject: Subject, definition: Definition) -> Iterator[Problem]:
    """A problem for each place where quantities meet whose units are known and do not compare."""
    for node in subject.every_node(definition):
        if isinstance(node, nodes.Arithmetic) and node.operator in _SUMS and node.left.type == DATE:
            added = _unit(subject, node.right)
            if added is not None and added not in CALENDAR_UNITS and not comparable(added, _TIME):
                message = f"{to_cql(node.right)} is no length of time, so the date becomes null"
                yield subject.problem(definition, node, message, "add days, weeks, months or years")
            continue
        known = [(part, code) for part in _meeting(node) if (code := _unit(subject, part)) is not None]
        for part, code in known[1:]:
            first, wanted = known[0]
            if not comparable(wanted, code):
                message = f"{to_cql(first)} is in {wanted}, {to_cql(part)} in {code}: the two never compare"
                yield subject.problem(definition, node, message, f"give both in {wanted}")
                break


def _meeting(node: nodes.Expression) -> tuple[nodes.Expression, ...]:
    """The quantities that a node holds against one another."""
    match node:
        case nodes.Comparison() | nodes.Equivalent():
            return (node.left, node.right)
        case nodes.Arithmetic() if node.operator in _SUMS:
            return (node.left, node.right)
        case nodes.Between():
            return (node.operand, node.low, node.high)
        case nodes.InInterval(interval=nodes.IntervalOf() as interval):
            return (node.operand, interval.low, interval.high)
        case nodes.InList():
            return (node.operand, *node.items)
        case nodes.Coalesce():
            return node.operands
        case nodes.If():
            return (node.then, node.otherwise)
    return ()


def _unit(subject: Subject, node: nodes.Expression, within: frozenset[str] = frozenset()) -> str | None:
    """The unit in which a quantity comes out, where the text tells. ``within``: the definitions gone through (a cycle
    is a problem of its own and must not hang this rule).
    """
    match node:
        case nodes.Literal(value=Quantity() as value):
            return _known(value.unit)
        case nodes.ParameterReference():
            element = subject.elements.get(node.name)
            if element is not None:
                return _known(element.unit) if element.type == "Quantity" else None
            default = subject.library.parameters[node.name].default
            return None if default is None else _unit(subject, default)
        case nodes.DefinitionReference():
            if node.name in within:
                return None
            return _unit(subject, subject.library.definitions[node.name].expression, within | {node.name})
        case nodes.Promote() | nodes.Negate():
            return _unit(subject, node.operand, within)
        case nodes.Convert():
            return None if node.unit is None else _known(node.unit)
        case nodes.Coalesce():
            return _unit(subject, node.operands[0], within)
        case nodes.If():
            return _unit(subject, node.then, within) or _unit(subject, node.otherwise, within)
        case nodes.Arithmetic() if node.operator in _SUMS:
            return _unit(subject, node.left, within)
    return None


def _known(code: str) -> str | None:
    """The unit, unless nobody knows it: that is a problem of its own, and says nothing of dimensions."""
    return code if unit(code) is not None else None
