"""The tries carried through the logic, layer by layer, and counted for each element."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import add

import ibis
import ibis.expr.types as ir

from resecta.cohort.columns import Column
from resecta.cohort.layers import below, layers, narrowed, on_table
from resecta.cohort.moves.tries import Try, tries_of
from resecta.cohort.moves.truths import Truth, Truths, read_of
from resecta.cohort.sets import EMPTY, ZERO, Words, bits, both, chosen, is_empty, union, where
from resecta.cohort.takes import Facts
from resecta.cql.core.nodes import Node
from resecta.cql.types import BOOLEAN
from resecta.cql.values import Value
from resecta.guideline.pack import Guideline
from resecta.guideline.status import Status
from resecta.lazy_dataclass import dataclass

MOVED, FIRST, SIDES = "moved", "moves first", ("true", "false")


@dataclass(frozen=True, slots=True)
class Moved:
    """The tries of each element. What they move stands in the table: for each strategy the tries that change it, and
    those that touch the strategy that is or becomes first.
    """

    tries: Mapping[str, tuple[int, ...]]
    strategies: tuple[str, ...]

    def count(self, table: ir.Table, element: str) -> ir.IntegerValue:
        """How many strategies at least one answer to the question for an element changes."""
        own = bits(self.tries.get(element, ()))
        changed = [self._any(table, f"{MOVED} {id}", own).cast("int64") for id in self.strategies] if own else []
        return reduce(add, changed, ibis.literal(0, "int64"))

    def first(self, table: ir.Table, element: str) -> ir.BooleanValue:
        """Where one of these strategies is first, or becomes it."""
        return self._any(table, FIRST, bits(self.tries.get(element, ())))

    def _any(self, table: ir.Table, name: str, own: Words) -> ir.BooleanValue:
        return ~is_empty({place: table[f"{name} {place}"] & value for place, value in own.items()})


def with_moves(
    guideline: Guideline, logic: Mapping[str, Node], table: ir.Table, facts: Facts, made: Mapping[str, Column]
) -> tuple[ir.Table, Moved]:
    """The table with what each try moves. ``logic``: the settled definitions; ``made``: the definitions as columns."""
    keys = {f"strategy:{id}": id for id in guideline.strategies}
    cone = below(logic, keys)
    kept = set(table.columns)
    table, tries = _laid(table, tries_of(guideline, logic, cone, facts, table))
    own = set(table.columns)
    ladders = {name: cone[name] for name in keys}
    order = layers({name: node for name, node in cone.items() if name not in keys and node.type == BOOLEAN})
    found: dict[str, Truth] = {}
    for place, layer in enumerate(order):
        reader = _truths(table, found, facts, tries, cone)
        fresh = {name: reader.visit(node) for name, node in layer.items()}
        found.update(fresh)
        read = {name for after in (*order[place + 1 :], ladders) for node in after.values() for name in read_of(node)}
        later = own | {column for name in read if name in found for column in _columns(name, found[name])}
        columns = {column: value for name in fresh for column, value in _columns(name, found[name]).items()}
        table = narrowed(table, later, {name: value for name, value in columns.items() if name in later})
    reader = _truths(table, found, facts, tries, cone)
    answers = {id: reader.answers(cone[key]) for key, id in keys.items()}
    now = {id: on_table(made[key], table).value for key, id in keys.items()}
    table = narrowed(table, kept, _changed(reader, answers, now))
    places: dict[str, tuple[int, ...]] = {}
    for number, one in enumerate(tries):
        places[one.element] = (*places.get(one.element, ()), number)
    return table, Moved(places, tuple(keys.values()))


def _laid(table: ir.Table, tries: Sequence[Try]) -> tuple[ir.Table, list[Try]]:
    """The answers that differ from row to row as columns of the table."""
    columns: dict[str, ir.Value] = {}
    named: list[Try] = []
    for number, one in enumerate(tries):
        answers = dict(one.answers)
        for name, answer in one.answers.items():
            if isinstance(answer, Column):
                columns[f"answer {number} {name}"] = answer.value
                answers[name] = answer.with_value(answer.value.name(f"answer {number} {name}"))
        named.append(Try(one.element, answers))
    return table.mutate(**columns), named


def _truths(
    table: ir.Table, found: Mapping[str, Truth], facts: Facts, tries: Sequence[Try], cone: Mapping[str, Node]
) -> Truths:
    """The reader of a layer: what it names stands in the table."""
    at = {name: on_table(column, table) for name, column in facts.columns.items()}
    here = [
        Try(
            one.element,
            {name: on_table(each, table) if isinstance(each, Column) else each for name, each in one.answers.items()},
        )
        for one in tries
    ]

    def named(name: str) -> Truth:
        true, false = (
            {place: table[_column(name, side, place)] for place in words}
            for side, words in zip(SIDES, (found[name].true, found[name].false), strict=True)
        )
        return Truth(true, false)

    return Truths(named, at, here, cone)


def _column(name: str, side: str, place: int) -> str:
    return f"{side} {place} {name}"


def _columns(name: str, truth: Truth) -> dict[str, ir.Value]:
    sides = zip(SIDES, (truth.true, truth.false), strict=True)
    return {_column(name, side, place): value for side, words in sides for place, value in words.items()}


def _changed(
    reader: Truths, answers: Mapping[str, Mapping[Value, Words]], now: Mapping[str, ir.Value]
) -> dict[str, ir.Value]:
    """For each strategy the tries in which it stands otherwise than now, and of all those that touch the first."""
    columns: dict[str, ir.Value] = {}
    firsts: list[Words] = []
    preferred = str(Status.PREFERRED)
    for id, given in answers.items():
        same = chosen([(now[id] == answer, words) for answer, words in given.items()], EMPTY)
        moved = both(reader.every, reader.others(same))
        columns.update({f"{MOVED} {id} {place}": value for place, value in moved.items()})
        firsts.append(where(now[id] == preferred, moved, both(moved, given.get(preferred, EMPTY))))
    first = union(*firsts)
    columns.update({f"{FIRST} {place}": first.get(place, ZERO) for place in reader.every})
    return columns
