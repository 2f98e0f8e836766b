"""Definitions in all tries at once: each try is a bit, a truth two sets of tries (in which it is true, in which false),
so that *and*, *or* and *not* are the engine's own operations on whole numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import ibis
import ibis.expr.types as ir

from resecta.cohort.columns import Column, Columns, NotInColumnsError
from resecta.cohort.layers import within
from resecta.cohort.moves.inlined import Inlining
from resecta.cohort.moves.tries import Try
from resecta.cohort.sets import BITS, EMPTY, Words, bits, both, union
from resecta.cohort.settled import Settler
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
)
from resecta.cql.types import BOOLEAN
from resecta.cql.values import Value
from resecta.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Truth:
    """The tries in which something is true, and those in which it is false; in all others it is unknown."""

    true: Words
    false: Words

    @property
    def known(self) -> Words:
        """The tries in which it is known."""
        return union(self.true, self.false)


class Truths(CoreVisitor[Truth]):
    """Reads truths in every try. ``named``: what a definition is; ``facts``: the column of each parameter in this row;
    ``definitions``: those that a condition may name.
    """

    def __init__(
        self,
        named: Callable[[str], Truth],
        facts: Mapping[str, Column],
        tries: Sequence[Try],
        definitions: Mapping[str, Node],
    ) -> None:
        self._named, self._facts, self._tries = named, facts, tries
        self._inlining = Inlining(definitions)
        self._row = Columns(facts, {})
        self.every = bits(range(len(tries)))

    def others(self, words: Words) -> Words:
        """The tries that are not in the set. Taken away, not denied: DuckDB reads ``~a & b`` as ``~(a & b)``."""
        return {place: every - words[place] if place in words else every for place, every in self.every.items()}

    def answers(self, node: Node) -> dict[Value, Words]:
        """What a row of ``if`` comes to: each of its answers with the tries in which it is given."""
        left, found = self.every, dict[Value, Words]()
        while isinstance(node, If) and isinstance(node.then, Constant):
            holds = self.visit(node.condition).true
            found[node.then.value] = union(found.get(node.then.value, EMPTY), both(left, holds))
            left, node = both(left, self.others(holds)), node.otherwise
        if not isinstance(node, Constant):
            raise NotInColumnsError("a status that is worked out has no tries")
        found[node.value] = union(found.get(node.value, EMPTY), left)
        return found

    def visit_constant(self, node: Constant) -> Truth:
        return Truth(self.every if node.value is True else EMPTY, self.every if node.value is False else EMPTY)

    def visit_definition(self, node: Definition) -> Truth:
        return self._named(node.name)

    def visit_and(self, node: And) -> Truth:
        left, right = self.visit(node.left), self.visit(node.right)
        return Truth(both(left.true, right.true), union(left.false, right.false))

    def visit_or(self, node: Or) -> Truth:
        left, right = self.visit(node.left), self.visit(node.right)
        return Truth(union(left.true, right.true), both(left.false, right.false))

    def visit_not(self, node: Not) -> Truth:
        operand = self.visit(node.operand)
        return Truth(operand.false, operand.true)

    def visit_is_null(self, node: IsNull) -> Truth:
        if node.operand.type != BOOLEAN:
            return self._read(node)
        known = self.visit(node.operand).known
        return Truth(self.others(known), known)

    def visit_if(self, node: If) -> Truth:
        holds = self.visit(node.condition).true
        then, otherwise, other = self.visit(node.then), self.visit(node.otherwise), self.others(holds)
        return Truth(
            union(both(holds, then.true), both(other, otherwise.true)),
            union(both(holds, then.false), both(other, otherwise.false)),
        )

    def visit_coalesce(self, node: Coalesce) -> Truth:
        true, false, left = EMPTY, EMPTY, self.every
        for operand in map(self.visit, node.operands):
            true, false = union(true, both(left, operand.true)), union(false, both(left, operand.false))
            left = both(left, self.others(operand.known))
        return Truth(true, false)

    def visit_parameter(self, node: Parameter) -> Truth:
        return self._read(node)

    def visit_operation(self, node: Operation) -> Truth:
        return self._read(node)

    def _read(self, node: Node) -> Truth:
        """A truth that is read from facts: in this row as it stands, and anew in each try that sets one of them."""
        node = self._inlining.visit(node)
        names = {at.name for at in within(node) if isinstance(at, Parameter)}
        own = self._row.column(node).value
        at_once: dict[Value, list[int]] = {True: [], False: [], None: []}
        by_row: list[tuple[int, ir.BooleanValue]] = []
        for place, one in enumerate(self._tries):
            if names & one.answers.keys():
                made = self._in(one, node)
                if isinstance(made, Constant):
                    at_once[made.value].append(place)
                else:
                    by_row.append((place, self._value(one, made)))
        touched = {*at_once[True], *at_once[False], *at_once[None], *(place for place, _ in by_row)}
        rest = [place for place in range(len(self._tries)) if place not in touched]
        return Truth(
            union(_where(own, rest, at_once[True]), *(_where(value, [place], ()) for place, value in by_row)),
            union(_where(~own, rest, at_once[False]), *(_where(~value, [place], ()) for place, value in by_row)),
        )

    def _in(self, one: Try, node: Node) -> Node:
        """The node with the answers of a try that are the same in every row."""
        same = {name: answer for name, answer in one.answers.items() if not isinstance(answer, Column)}
        return Settler(same, {}).visit(node)

    def _value(self, one: Try, node: Node) -> ir.BooleanValue:
        columns = {name: answer for name, answer in one.answers.items() if isinstance(answer, Column)}
        return Columns({**self._facts, **columns}, {}).column(node).value


def _where(holds: ir.BooleanValue, tries: Sequence[int], always: Sequence[int]) -> Words:
    """These tries where it holds, and those others in any case."""
    here, elsewhere = _numbers([*tries, *always]), _numbers(always)
    return {
        place: ibis.ifelse(holds, value, elsewhere.get(place, 0)).cast("int64")
        if value != elsewhere.get(place, 0)
        else ibis.literal(value, "int64")
        for place, value in here.items()
    }


def _numbers(tries: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for place in tries:
        found[place // BITS] = found.get(place // BITS, 0) | 1 << place % BITS
    return found


def read_of(node: Node) -> Iterator[str]:
    """The definitions whose truths a node is made of; those within a condition over values are written out."""
    match node:
        case Definition():
            yield node.name
        case And() | Or():
            yield from read_of(node.left)
            yield from read_of(node.right)
        case Not():
            yield from read_of(node.operand)
        case IsNull() if node.operand.type == BOOLEAN:
            yield from read_of(node.operand)
        case If():
            for part in (node.condition, node.then, node.otherwise):
                yield from read_of(part)
        case Coalesce():
            for operand in node.operands:
                yield from read_of(operand)
