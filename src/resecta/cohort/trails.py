"""What an unknown waits for, in columns: of every node the facts that an unknown value hangs on (``missing``), and
those that a known one was read from (``leaning``). The rules are those of ``resecta.cql.unsettled``, where each has its
reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum

import ibis
import ibis.expr.types as ir

from resecta.cohort.columns import Columns
from resecta.cohort.columns.column import unknown
from resecta.cohort.sets import EMPTY, Words, bit, both, chosen, is_empty, union, where
from resecta.cql.core.meanings import COMPARISONS, OperationKind
from resecta.cql.core.nodes import (
    And,
    Coalesce,
    Constant,
    CoreVisitor,
    Definition,
    If,
    IsNull,
    Node,
    Not,
    Operation,
    Or,
    Parameter,
    operands_in_a_row,
)
from resecta.lazy_dataclass import dataclass


class TrailSet(StrEnum):
    """The two sets of a trail."""

    MISSING = "missing"
    LEANING = "leaning"


Named = tuple[str, TrailSet]
SURE = frozenset(
    (
        *COMPARISONS.values(),
        *(
            OperationKind.STANDS,
            OperationKind.LATER,
            OperationKind.EARLIER,
            OperationKind.DISTANCE,
            OperationKind.COMPONENT,
            OperationKind.NEGATE,
            OperationKind.PROMOTE,
        ),
        *(OperationKind.ADD, OperationKind.SUBTRACT, OperationKind.MULTIPLY),
    )
)
"""Operations on the whole days and the numbers of a table that are known wherever their operands are."""


@dataclass(frozen=True, slots=True)
class Trail:
    """The two sets, each made only if it is asked for. ``missing`` is empty where the value is known."""

    missing: Callable[[], Words]
    leaning: Callable[[], Words]


def _nothing() -> Words:
    return EMPTY


NOTHING = Trail(_nothing, _nothing)


class Trails(CoreVisitor[Trail]):
    """Makes the trails of nodes. ``named``: the sets of definitions that stand in the table; ``places``: the bit of
    each fact; ``absent``: the facts that are unknown in a row; ``asks``: what a definition asks for, where that is not
    all that it waits for.
    """

    def __init__(
        self,
        columns: Columns,
        named: Callable[[Named], Words],
        places: Mapping[str, int],
        absent: Words,
        asks: Mapping[str, Words],
    ) -> None:
        self._columns, self._named, self._places = columns, named, places
        self._absent, self._asks = absent, asks

    def of_definition(self, name: str, part: TrailSet, node: Node) -> Words:
        """A set of a definition, which may ask for less than it waits for."""
        trail = self.visit(node)
        if part is TrailSet.LEANING:
            return trail.leaning()
        asks, missing = self._asks.get(name), trail.missing()
        if asks is None:
            return missing
        asked = both(missing, asks)
        return where(is_empty(asked), missing, asked) if asks else EMPTY

    def _value(self, node: Node) -> ir.Value:
        return self._columns.column(node).value

    def _open(self, node: Node) -> ir.BooleanValue:
        return unknown(self._value(node))

    def visit_constant(self, node: Constant) -> Trail:
        return NOTHING

    def visit_parameter(self, node: Parameter) -> Trail:
        place = self._places.get(node.name)
        return NOTHING if place is None else Trail(lambda: where(self._open(node), bit(place)), lambda: bit(place))

    def visit_definition(self, node: Definition) -> Trail:
        return Trail(
            lambda: self._named((node.name, TrailSet.MISSING)), lambda: self._named((node.name, TrailSet.LEANING))
        )

    def visit_and(self, node: And) -> Trail:
        return self._connected(node, decisive=False)

    def visit_or(self, node: Or) -> Trail:
        return self._connected(node, decisive=True)

    def _connected(self, node: And | Or, *, decisive: bool) -> Trail:
        row = operands_in_a_row(node)
        trails = [self.visit(operand) for operand in row]

        def missing() -> Words:
            return where(self._open(node), union(*(trail.missing() for trail in trails)))

        def leaning() -> Words:
            sets = [trail.leaning() for trail in trails]
            cases = [(self._value(one) == decisive, words) for one, words in zip(row, sets, strict=True)]
            return chosen(cases, union(*sets))

        return Trail(missing, leaning)

    def visit_not(self, node: Not) -> Trail:
        return self.visit(node.operand)

    def visit_is_null(self, node: IsNull) -> Trail:
        operand = self.visit(node.operand)

        def leaning() -> Words:
            return where(self._open(node.operand), _or_else(operand.missing(), operand.leaning()), operand.leaning())

        return Trail(_nothing, leaning)

    def visit_if(self, node: If) -> Trail:
        """Each way through the row of conditions with what led there: those passed, and the one that held."""
        conditions, results = _branches(node)
        return Trail(
            lambda: self._of_branches(conditions, results, self._missing_of),
            lambda: self._of_branches(conditions, results, self._leaning_of),
        )

    def _of_branches(
        self, conditions: list[Node], results: list[Node], of: Callable[[Node, list[Node]], Words]
    ) -> Words:
        cases = [
            (self._value(condition).fill_null(False), of(result, conditions[: place + 1]))
            for place, (condition, result) in enumerate(zip(conditions, results, strict=False))
        ]
        return chosen(cases, of(results[-1], conditions))

    def _missing_of(self, result: Node, passed: list[Node]) -> Words:
        """Of a null that the text chose, the absent facts of what led there; else what the result waits for."""
        if isinstance(result, Constant):
            if result.value is not None:
                return EMPTY
            led = self._led(passed)
            return _or_else(both(led, self._absent), led)
        waiting = [self.visit(condition).missing() for condition in passed]
        return where(self._open(result), union(self.visit(result).missing(), *waiting))

    def _leaning_of(self, result: Node, passed: list[Node]) -> Words:
        led = self._led(passed)
        if isinstance(result, Constant):
            return led
        own = self.visit(result).leaning()
        return where(self._open(result), own, union(own, led))

    def _led(self, passed: list[Node]) -> Words:
        return union(*(self._leading(condition) for condition in passed))

    def _leading(self, node: Node) -> Words:
        """What a condition waits for or was read from, with the facts that it asks for where it says so."""
        trail = self.visit(node)
        asks = self._asks.get(node.name) if isinstance(node, Definition) else None
        leaning = both(trail.leaning(), asks) if asks else trail.leaning()
        return where(self._open(node), trail.missing(), leaning)

    def visit_coalesce(self, node: Coalesce) -> Trail:
        trails = [self.visit(operand) for operand in node.operands]

        def waiting() -> Words:
            return where(self._open(node), union(*(trail.missing() for trail in trails)))

        def leaning() -> Words:
            known = [(~self._open(one), trail.leaning()) for one, trail in zip(node.operands, trails, strict=True)]
            return chosen(known, waiting())

        return Trail(waiting, leaning)

    def visit_operation(self, node: Operation) -> Trail:
        trails = [self.visit(operand) for operand in node.operands]

        def leaning() -> Words:
            return union(*(trail.leaning() for trail in trails))

        def missing() -> Words:
            waiting = union(*(trail.missing() for trail in trails))
            if node.kind in SURE:
                return waiting
            told = _or_else(waiting, leaning())
            if node.strict:  # where an operand is unknown, its own facts say it all
                none = ibis.literal(False)
                for operand in node.operands:
                    none = none | self._open(operand)
                told = where(none, waiting, told)
            return where(self._open(node), told)

        return Trail(missing, leaning)


def _or_else(words: Words, otherwise: Words) -> Words:
    return where(is_empty(words), otherwise, words) if words else otherwise


def _branches(node: If) -> tuple[list[Node], list[Node]]:
    """The conditions of a row of ``if`` and, one more, its results."""
    conditions: list[Node] = []
    results: list[Node] = []
    rest: Node = node
    while isinstance(rest, If) and rest.type == node.type:
        conditions.append(rest.condition)
        results.append(rest.then)
        rest = rest.otherwise
    return conditions, [*results, rest]


def asked_by(node: Node, part: TrailSet) -> Iterator[Named]:
    """The sets of definitions from which a set of a node is made."""
    match node:
        case Definition():
            yield node.name, part
        case IsNull():
            if part is TrailSet.LEANING:
                yield from _both_parts(node.operand)
        case If():
            conditions, results = _branches(node)
            chosen_null = any(isinstance(one, Constant) and one.value is None for one in results)
            for condition in conditions:
                led = part is TrailSet.LEANING or chosen_null
                yield from _both_parts(condition) if led else asked_by(condition, part)
            for result in results:
                yield from asked_by(result, part)
        case And() | Or():
            for operand in operands_in_a_row(node):
                yield from asked_by(operand, part)
        case Not():
            yield from asked_by(node.operand, part)
        case Coalesce() | Operation():
            whole = (
                part is TrailSet.LEANING
                if isinstance(node, Coalesce)
                else part is TrailSet.MISSING and node.kind not in SURE
            )
            for operand in node.operands:
                yield from _both_parts(operand) if whole else asked_by(operand, part)


def _both_parts(node: Node) -> Iterator[Named]:
    yield from asked_by(node, TrailSet.MISSING)
    yield from asked_by(node, TrailSet.LEANING)
