"""Random well-typed expressions: the type of the result is picked first, and the tree grown backwards from it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any

from hypothesis import strategies as st

from resecta.cql.tree import nodes
from resecta.cql.tree.nodes import Expression
from resecta.cql.tree.operators import (
    ArithmeticOperator,
    ComparisonOperator,
    Distance,
    Extent,
    Membership,
    Precision,
    Relation,
)
from resecta.cql.types import (
    ANY,
    BOOLEAN,
    DATE,
    DECIMAL,
    INTEGER,
    NUMBERS,
    POINTS,
    QUANTITY,
    SCALARS,
    STRING,
    Type,
    interval_of,
    is_interval,
)
from resecta.cql.types.functions import SIGNATURES
from resecta.cql.values import Date, Interval, Quantity, Value

Expressions = st.SearchStrategy[Expression]
INTERVALS = tuple(interval_of(point) for point in POINTS)
KINDS = (*SCALARS.values(), *INTERVALS)
PARAMETERS: dict[str, Type] = {f"{kind} {letter}": kind for kind in KINDS for letter in "AB"}

_BY_DATE = st.sampled_from([Precision.YEAR, Precision.MONTH, Precision.DAY])
_BETWEEN_INTERVALS = st.sampled_from([each for each in Membership if each not in (Membership.IN, Membership.CONTAINS)])
_UNITS = ("cm", "mm", "%", "1", "g", "day", "week", "month", "year", "mo")


def values(kind: Type) -> st.SearchStrategy[Any]:
    """Known values of a type: few enough that they meet, and the ends of the type among them."""
    if is_interval(kind):
        assert kind.of is not None
        ends = st.one_of(st.none(), values(kind.of))
        return st.builds(Interval, ends, ends, st.booleans(), st.booleans()).filter(_sound)
    match kind.name:
        case "Boolean":
            return st.booleans()
        case "Integer":
            return st.one_of(st.integers(-3, 12), st.sampled_from([2**31 - 1, -(2**31)]))
        case "Decimal":
            return st.sampled_from(
                [Decimal(text) for text in ("0.0", "0.5", "-1.5", "2.50", "3.33333333", "1e20", "-0.1", "12")]
            )
        case "String":
            return st.sampled_from(["", "a", "A", "b", "it's", "2026-05-25", "7", "true", "1.5 'cm'"])
        case "Date":
            return st.one_of(_dates(), st.sampled_from([Date(1, 1, 1), Date(9999, 12, 31), Date(2024, 2, 29)]))
    return st.builds(Quantity, values(DECIMAL), st.sampled_from(_UNITS))


def _dates() -> st.SearchStrategy[Date]:
    days = st.sampled_from([None, 1, 15, 28])
    months = st.sampled_from([None, 1, 2, 12])
    years = st.sampled_from([2025, 2026])
    return st.builds(lambda year, month, day: Date(year, month, day if month else None), years, months, days)


def _sound(interval: Interval) -> bool:
    from resecta.cql.values.intervals import bounded
    from resecta.cql.values.units import comparable

    low, high = interval.low, interval.high
    if isinstance(low, Quantity) and isinstance(high, Quantity) and not comparable(low.unit, high.unit):
        return False
    return bounded(low, high, interval.low_closed, interval.high_closed) is not None


def facts() -> st.SearchStrategy[dict[str, Value]]:
    """A value or null for every parameter."""
    return st.fixed_dictionaries(
        {name: st.one_of(values(kind), values(kind), st.none()) for name, kind in PARAMETERS.items()}
    )


@cache
def expressions(kind: Type, depth: int = 3) -> Expressions:
    """Expressions of this type, at most so deep."""
    if depth == 0:
        return _leaves(kind)
    own = _OWN[kind.name](kind, depth - 1)
    return st.one_of(_leaves(kind), *_anything(kind, depth - 1), *own, *own)


def productions() -> list[Expressions]:
    """One strategy for every way in which a tree can grow, each over leaves: what must be complete."""
    return [strategy for kind in KINDS for strategy in (_leaves(kind), *_anything(kind, 0), *_OWN[kind.name](kind, 0))]


def _leaves(kind: Type) -> Expressions:
    names = [name for name, of in PARAMETERS.items() if of == kind]
    parts: list[Expressions] = [st.sampled_from(names).map(nodes.ParameterReference)] * 3
    if not is_interval(kind):
        parts.append(values(kind).map(nodes.Literal))
    parts.append(st.just(nodes.As(nodes.Null(), kind)))
    if kind in (INTEGER, DECIMAL, DATE):
        parts.append(st.sampled_from(Extent).map(lambda extent: nodes.TypeExtent(extent, kind)))
    if kind == BOOLEAN:
        parts.append(st.just(nodes.DefinitionReference("Boolean base")))
    return st.one_of(*parts)


def _anything(kind: Type, depth: int) -> list[Expressions]:
    """What has the type of its parts."""
    part, truth = expressions(kind, depth), expressions(BOOLEAN, depth)
    items = st.lists(st.builds(nodes.CaseItem, truth, part), min_size=1, max_size=2).map(tuple)
    chosen = st.lists(st.builds(nodes.CaseItem, expressions(STRING, depth), part), min_size=1, max_size=2).map(tuple)
    return [
        st.builds(nodes.If, truth, part, st.one_of(part, st.just(nodes.Null()))),
        st.builds(nodes.Case, st.none(), items, part),
        st.builds(nodes.Case, expressions(STRING, depth), chosen, part),
        st.lists(part, min_size=1, max_size=3).map(lambda operands: nodes.Coalesce(tuple(operands))),
        st.builds(nodes.As, part, st.just(kind), st.booleans()),
    ]


def _boolean(_: Type, depth: int) -> list[Expressions]:
    truth = expressions(BOOLEAN, depth)
    parts: list[Expressions] = [
        st.builds(make, truth, truth) for make in (nodes.And, nodes.Or, nodes.Xor, nodes.Implies)
    ]
    parts += [st.builds(nodes.Not, truth)]
    parts += [st.builds(make, truth, st.booleans()) for make in (nodes.IsTrue, nodes.IsFalse)]
    parts += [
        st.builds(nodes.Convert, expressions(kind, depth), st.just(BOOLEAN)) for kind in (STRING, INTEGER, DECIMAL)
    ]
    for kind in KINDS:
        part = expressions(kind, depth)
        parts.append(st.builds(nodes.IsNull, part, st.booleans()))
        parts.append(st.builds(nodes.Equivalent, part, part, st.booleans()))
        parts.append(st.builds(nodes.IsType, part, st.sampled_from(KINDS)))
        equality = st.sampled_from([ComparisonOperator.EQUAL, ComparisonOperator.NOT_EQUAL])
        parts.append(st.builds(nodes.Comparison, equality, part, part))
    for kind in (*POINTS, STRING):
        part = expressions(kind, depth)
        parts.append(st.builds(nodes.Comparison, st.sampled_from(ComparisonOperator), part, part))
        parts.append(st.builds(nodes.Between, part, part, part, st.booleans()))
        listed = st.lists(part, max_size=3).map(tuple)
        spelling = st.sampled_from([Membership.IN, Membership.CONTAINS])
        parts.append(st.builds(nodes.InList, part, listed, spelling))
    for kind in POINTS:
        precision = st.one_of(st.none(), _BY_DATE) if kind == DATE else st.none()
        point, interval = expressions(kind, depth), expressions(interval_of(kind), depth)
        parts.append(
            st.builds(nodes.InInterval, point, interval, precision, st.booleans(), st.sampled_from(Membership))
        )
        inner = st.builds(nodes.InInterval, interval, interval, precision, st.booleans(), _BETWEEN_INTERVALS)
        parts += [inner, *_stands(st.one_of(point, interval), interval, precision)]
        parts += [*_stands(interval, point, precision)]
    date, by = expressions(DATE, depth), st.one_of(st.none(), _BY_DATE)
    parts += [st.builds(nodes.DateComparison, st.just(relation), date, date, by) for relation in Relation]
    mixed = st.builds(
        nodes.Comparison, st.sampled_from(ComparisonOperator), expressions(INTEGER, depth), expressions(DECIMAL, depth)
    )
    return [*parts, mixed, *_calls(BOOLEAN, depth)]


def _stands(left: Expressions, right: Expressions, by: st.SearchStrategy[Precision | None]) -> list[Expressions]:
    relations = [relation for relation in Relation if relation is not Relation.SAME]
    return [st.builds(nodes.DateComparison, st.just(relation), left, right, by) for relation in relations]


def _integer(_: Type, depth: int) -> list[Expressions]:
    part, date = expressions(INTEGER, depth), expressions(DATE, depth)
    operators = st.sampled_from([each for each in ArithmeticOperator if each != ArithmeticOperator.DIVIDE])
    return [
        # An exponent written out with a minus makes the power a Decimal, so exponents here are no literals.
        st.builds(nodes.Arithmetic, operators, part, st.builds(nodes.Coalesce, st.tuples(part))),
        st.builds(nodes.Negate, part),
        *_calls(INTEGER, depth),
        *(st.builds(nodes.DateDistance, st.sampled_from(Distance), st.just(unit), date, date) for unit in Precision),
        st.builds(nodes.DateComponent, _BY_DATE, date),
        *_points(INTEGER, depth),
        *(st.builds(nodes.Convert, expressions(kind, depth), st.just(INTEGER)) for kind in (STRING, BOOLEAN)),
    ]


def _decimal(_: Type, depth: int) -> list[Expressions]:
    part, integer = expressions(DECIMAL, depth), expressions(INTEGER, depth)
    return [
        st.builds(nodes.Arithmetic, st.sampled_from(ArithmeticOperator), part, part),
        st.builds(nodes.Arithmetic, st.just(ArithmeticOperator.MULTIPLY), integer, part),
        st.builds(nodes.Arithmetic, st.just(ArithmeticOperator.DIVIDE), integer, integer),
        st.builds(nodes.Negate, part),
        *_calls(DECIMAL, depth),
        *_points(DECIMAL, depth),
        *(st.builds(nodes.Convert, expressions(kind, depth), st.just(DECIMAL)) for kind in (STRING, BOOLEAN, INTEGER)),
    ]


def _string(_: Type, depth: int) -> list[Expressions]:
    kinds = [kind for kind in SCALARS.values() if kind != STRING]
    return [
        *_calls(STRING, depth),
        *(st.builds(nodes.Convert, expressions(kind, depth), st.just(STRING)) for kind in kinds),
    ]


def _date(_: Type, depth: int) -> list[Expressions]:
    signs = st.sampled_from([ArithmeticOperator.ADD, ArithmeticOperator.SUBTRACT])
    parts = st.lists(expressions(INTEGER, depth), min_size=1, max_size=3).map(tuple)
    return [
        st.builds(nodes.Arithmetic, signs, expressions(DATE, depth), expressions(QUANTITY, depth)),
        st.builds(nodes.DateOf, parts),
        *_calls(DATE, depth),
        st.builds(nodes.Convert, expressions(STRING, depth), st.just(DATE)),
        *_points(DATE, depth),
    ]


def _quantity(_: Type, depth: int) -> list[Expressions]:
    part, decimal = expressions(QUANTITY, depth), expressions(DECIMAL, depth)
    operators = st.sampled_from([each for each in ArithmeticOperator if each != ArithmeticOperator.POWER])
    scaled = st.sampled_from([ArithmeticOperator.MULTIPLY, ArithmeticOperator.DIVIDE])
    return [
        st.builds(nodes.Arithmetic, operators, part, part),
        st.builds(nodes.Arithmetic, scaled, part, decimal),
        st.builds(nodes.Negate, part),
        *_calls(QUANTITY, depth),
        st.builds(nodes.Convert, part, st.none(), st.sampled_from(_UNITS)),
        *(st.builds(nodes.Convert, expressions(kind, depth), st.just(QUANTITY)) for kind in (STRING, DECIMAL)),
        *_points(QUANTITY, depth),
    ]


def _calls(kind: Type, depth: int) -> list[Expressions]:
    """Every function that gives this type, with each number of arguments that it takes."""
    found = []
    for function, signature in SIGNATURES.items():
        if kind == signature.gives or (signature.gives == ANY and kind in (*NUMBERS, QUANTITY)):
            parts = [expressions(kind if want == ANY else want, depth) for want in signature.takes]
            found += [st.builds(nodes.Call, st.just(function), st.tuples(*parts[:count])) for count in signature.counts]
    return found


def _interval(kind: Type, depth: int) -> list[Expressions]:
    assert kind.of is not None
    point = expressions(kind.of, depth)
    return [st.builds(nodes.IntervalOf, point, point, st.booleans(), st.booleans())]


def _points(kind: Type, depth: int) -> list[Expressions]:
    point, interval = expressions(kind, depth), expressions(interval_of(kind), depth)
    steps = [st.builds(make, point) for make in (nodes.Successor, nodes.Predecessor)]
    return [*steps, *(st.builds(make, interval) for make in (nodes.StartOf, nodes.EndOf))]


_OWN: dict[str, Callable[[Type, int], list[Expressions]]] = {
    "Boolean": _boolean,
    "Integer": _integer,
    "Decimal": _decimal,
    "String": _string,
    "Date": _date,
    "Quantity": _quantity,
    "Interval": _interval,
}
