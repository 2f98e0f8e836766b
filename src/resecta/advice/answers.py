"""The answers that an element could still get, as far as they can make a difference: each choice, yes and no, and for
numbers and dates the values around each bound that the guideline's logic compares them with.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from resecta.cql.core.meanings import COMPARISONS, OperationKind
from resecta.cql.core.nodes import Coalesce, Definition, If, Node, Operation, Parameter, operands_of
from resecta.cql.values import Date, Interval, Quantity, Value, dates
from resecta.cql.values.units import convert
from resecta.guideline.model import Element
from resecta.guideline.pack import Guideline
from resecta.guideline.takes import EpisodeTake

_COMPARED = frozenset((*COMPARISONS.values(), OperationKind.STANDS, OperationKind.WITHIN))
ValueOf = Callable[[Node], Value]


class Answers:
    """The answers worth trying under one guideline; which comparisons read which fact is found once."""

    def __init__(self, guideline: Guideline) -> None:
        # no reference to the guideline itself: these are kept beside its logic, and would keep it for ever
        self._elements, self._timing = guideline.elements, guideline.episode_timing
        self._definitions: Mapping[str, Node] = guideline.logic.definitions
        self._compared: dict[str, list[tuple[Node, Node]]] = {}
        self._dependents: dict[str, tuple[str, ...]] = {}
        for node in self._definitions.values():
            for operation in _comparisons(node):
                left, right = operation.operands
                for side, other in ((left, right), (right, left)):
                    for name in self._read(side, ()):
                        self._compared.setdefault(name, []).append((side, other))

    def of(self, element: Element, day: Date | None, value_of: ValueOf) -> tuple[Value, ...]:
        """Answers of the element's type; ``value_of`` gives the value of a node of the logic in this case."""
        if element.type == "Boolean":
            return (True, False)
        if element.choices:
            return element.choices
        found: dict[Value, None] = {}
        for side, other in self._compared.get(element.name, ()):
            for target in _bounds(value_of(other)):
                for bound in self._solved(side, target, element.name, value_of):
                    found.update(dict.fromkeys(_around(element, bound)))
        if element.type == "Date" and day is not None:
            found.update(dict.fromkeys(_around(element, day)))
        if not found and element.minimum is not None:
            found.update(dict.fromkeys(_around(element, _number(element, element.minimum))))
        return tuple(found)

    def dependents(self, id: str) -> tuple[str, ...]:
        """The elements that may follow otherwise once this one is known."""
        found = self._dependents.get(id)
        if found is None:
            found = self._dependents[id] = tuple(self._following(id))
        return found

    def _following(self, id: str) -> Iterator[str]:
        for element in self._elements.values():
            take = element.derive
            if take is None or element.id == id:
                continue
            told_by_timing = id == self._timing and isinstance(take, EpisodeTake)
            if told_by_timing or id in take.rests_on.values():
                yield element.id

    def _read(self, node: Node, within: tuple[str, ...]) -> Iterator[str]:
        """The facts whose own value this node may give, moved by lengths of time at most."""
        match node:
            case Parameter():
                yield node.name
            case Definition() if node.name not in within:
                yield from self._read(self._definitions[node.name], (*within, node.name))
            case Operation() if node.kind in (OperationKind.LATER, OperationKind.EARLIER, OperationKind.PROMOTE):
                yield from self._read(node.operands[0], within)
            case Coalesce():
                for operand in node.operands:
                    yield from self._read(operand, within)
            case If():
                yield from self._read(node.then, within)
                yield from self._read(node.otherwise, within)

    def _solved(self, node: Node, target: Value, name: str, value_of: ValueOf) -> Iterator[Value]:
        """The values of the fact at which the node is the target."""
        if target is None:
            return
        match node:
            case Parameter() if node.name == name:
                yield target
            case Definition():
                yield from self._solved(self._definitions[node.name], target, name, value_of)
            case Operation(kind=OperationKind.PROMOTE):
                yield from self._solved(node.operands[0], target, name, value_of)
            case Operation(kind=OperationKind.LATER | OperationKind.EARLIER):
                amount = value_of(node.operands[1])
                if isinstance(target, Date) and isinstance(amount, Quantity):
                    back = dates.add(target, amount.value, amount.unit, -1 if node.kind is OperationKind.LATER else 1)
                    yield from self._solved(node.operands[0], back, name, value_of)
            case Coalesce() | If():
                branches = node.operands if isinstance(node, Coalesce) else (node.then, node.otherwise)
                for branch in branches:
                    yield from self._solved(branch, target, name, value_of)


def _comparisons(node: Node) -> Iterator[Operation]:
    pending = [node]
    while pending:
        at = pending.pop()
        if isinstance(at, Operation) and at.kind in _COMPARED:
            yield at
        pending.extend(operands_of(at))


def _bounds(value: Value) -> tuple[Value, ...]:
    return (value.low, value.high) if isinstance(value, Interval) else (value,)


def _around(element: Element, bound: Value) -> Iterator[Value]:
    """The bound, the value before and the value after it, as far as the element can have them."""
    if isinstance(bound, Date):
        if bound.day is not None:
            day = bound.to_date()
            yield from (Date.of(day + datetime.timedelta(days=step)) for step in (-1, 0, 1))
        return
    number = _in_unit(element, bound)
    if number is None:
        return
    for near in (number - 1, number, number + 1):
        if (element.minimum is None or near >= element.minimum) and (
            element.maximum is None or near <= element.maximum
        ):
            yield _number(element, near)


def _in_unit(element: Element, bound: Value) -> Decimal | None:
    if isinstance(bound, Quantity):
        own = convert(bound, element.unit) if element.type == "Quantity" else None
        return None if own is None else own.value
    return Decimal(bound) if isinstance(bound, int | Decimal) and not isinstance(bound, bool) else None


def _number(element: Element, number: Decimal) -> Value:
    if element.type == "Quantity":
        return Quantity(number, element.unit)
    return int(number) if element.type == "Integer" else number
