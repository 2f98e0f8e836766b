"""Mutants of ``logic.cql``: every operator, threshold, literal and reference of every definition, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from decimal import Decimal

from resecta.authoring.mutation.mutant import Mutant
from resecta.cql.format import to_cql
from resecta.cql.tree import nodes
from resecta.cql.tree.library import Library
from resecta.cql.tree.operators import ArithmeticOperator, ComparisonOperator, Function
from resecta.cql.tree.walk import walk
from resecta.cql.types import BOOLEAN, DATE, Type
from resecta.cql.values import Quantity
from resecta.guideline import Guideline

_COMPARISONS = {
    ComparisonOperator.EQUAL: (ComparisonOperator.NOT_EQUAL,),
    ComparisonOperator.NOT_EQUAL: (ComparisonOperator.EQUAL,),
    ComparisonOperator.LESS: (ComparisonOperator.LESS_OR_EQUAL, ComparisonOperator.GREATER_OR_EQUAL),
    ComparisonOperator.LESS_OR_EQUAL: (ComparisonOperator.LESS, ComparisonOperator.GREATER),
    ComparisonOperator.GREATER: (ComparisonOperator.GREATER_OR_EQUAL, ComparisonOperator.LESS_OR_EQUAL),
    ComparisonOperator.GREATER_OR_EQUAL: (ComparisonOperator.GREATER, ComparisonOperator.LESS),
}
_ARITHMETIC = {
    ArithmeticOperator.ADD: ArithmeticOperator.SUBTRACT,
    ArithmeticOperator.SUBTRACT: ArithmeticOperator.ADD,
    ArithmeticOperator.MULTIPLY: ArithmeticOperator.DIVIDE,
    ArithmeticOperator.DIVIDE: ArithmeticOperator.MULTIPLY,
    ArithmeticOperator.POWER: ArithmeticOperator.MULTIPLY,
}


def logic_mutants(guideline: Guideline) -> Iterator[Mutant]:
    """Every mutant of the definitions, in their order."""
    breaker = _Breaker(guideline)
    for name, definition in guideline.own_definitions.items():
        seen: dict[str, int] = {}
        for node, put in _places(definition.expression):
            for broken in breaker.breaks(node, name):
                expression = put(broken)
                before, after = _short(node), _short(broken)
                if before == after:  # they differ where the text was cut
                    before, after = to_cql(node), to_cql(broken)
                key = f"{before} → {after}"
                seen[key] = seen.get(key, 0) + 1
                number = f" #{seen[key]}" if seen[key] > 1 else ""
                yield Mutant(
                    id=f"{name}: {key}{number}",
                    place=f'{definition.spot.source.file}:{node.spot.line} "{name}"',
                    before=before,
                    after=after,
                    define=name,
                    expression=expression,
                )


Put = Callable[[nodes.Expression], nodes.Expression]


def _places(node: nodes.Expression) -> Iterator[tuple[nodes.Expression, Put]]:
    """Every node, with the function that puts another in its place and gives the whole tree."""
    yield node, lambda broken: broken
    for slot in fields(node):
        value = getattr(node, slot.name)
        if isinstance(value, nodes.Expression):
            yield from _inside(node, slot.name, value)
        elif isinstance(value, tuple):
            yield from _in_tuple(node, slot.name, value)


def _inside(node: nodes.Expression, slot: str, child: nodes.Expression) -> Iterator[tuple[nodes.Expression, Put]]:
    for place, put in _places(child):
        yield place, lambda broken, put=put: replace(node, **{slot: put(broken)})  # type: ignore[misc]  # typed by Put


def _in_tuple(node: nodes.Expression, slot: str, items: tuple[object, ...]) -> Iterator[tuple[nodes.Expression, Put]]:
    def with_item(index: int, item: object) -> nodes.Expression:
        changed = (*items[:index], item, *items[index + 1 :])
        return replace(node, **{slot: changed})  # type: ignore[arg-type]  # the slot is the one the items came from

    for index, item in enumerate(items):
        if isinstance(item, nodes.Expression):
            for place, put in _places(item):
                yield place, lambda new, put=put, at=index: with_item(at, put(new))  # type: ignore[misc]  # typed by Put
        elif isinstance(item, nodes.CaseItem):
            for part in ("when", "then"):
                for place, put in _places(getattr(item, part)):
                    yield (
                        place,
                        lambda new, put=put, at=index, item=item, part=part: with_item(  # type: ignore[misc]  # typed by Put
                            at, replace(item, **{part: put(new)})
                        ),
                    )


_WIDTH = 90


class _Breaker:
    def __init__(self, guideline: Guideline) -> None:
        self._library = guideline.library
        self._own = guideline.own_definitions
        self._choices = {element.name: element.choices for element in guideline.elements.values()}
        self._reads = {name: frozenset(_read(guideline.library, name)) for name in guideline.library.definitions}

    def breaks(self, node: nodes.Expression, define: str) -> Iterator[nodes.Expression]:
        """What to put in the node's place, one at a time."""
        match node:
            case nodes.Comparison():
                for operator in _COMPARISONS[node.operator]:
                    yield replace(node, operator=operator)
                yield from self._other_choices(node)
            case nodes.And():
                yield nodes.Or(node.left, node.right, type=node.type, spot=node.spot)
            case nodes.Or():
                yield nodes.And(node.left, node.right, type=node.type, spot=node.spot)
            case nodes.Literal():
                yield from _other_values(node)
            case nodes.As() if isinstance(node.operand, nodes.Null):
                yield from self._instead_of_null(node)
            case nodes.ParameterReference() | nodes.DefinitionReference():
                yield from self._other_name(node, define)
            case _:
                yield from _other_operator(node)

    def _other_choices(self, node: nodes.Comparison) -> Iterator[nodes.Expression]:
        """A text that is compared: the next of the fact's choices. A literal by itself would not know them."""
        if not isinstance(node.right, nodes.Literal) or not isinstance(node.right.value, str):
            return
        names = [below.name for below in walk(node.left) if isinstance(below, nodes.ParameterReference)]
        choices = next((self._choices[name] for name in names if self._choices.get(name)), ())
        if node.right.value in choices:
            after = choices[(choices.index(node.right.value) + 1) % len(choices)]
            yield replace(node, right=replace(node.right, value=after))

    def _instead_of_null(self, node: nodes.As) -> Iterator[nodes.Expression]:
        if node.target == BOOLEAN:
            yield nodes.Literal(True, type=BOOLEAN, spot=node.spot)
            yield nodes.Literal(False, type=BOOLEAN, spot=node.spot)
        elif node.target == DATE and "Assessed on" in self._library.parameters:
            yield nodes.ParameterReference("Assessed on", type=DATE, spot=node.spot)

    def _other_name(
        self, node: nodes.ParameterReference | nodes.DefinitionReference, define: str
    ) -> Iterator[nodes.Expression]:
        """The next name of the same type; for a definition one that does not lead back here."""
        if isinstance(node, nodes.ParameterReference):
            parameters = self._library.parameters
            after = _next(node.name, [name for name, p in parameters.items() if p.type == self._type(node.name)])
        else:
            fit = [
                name
                for name, d in self._library.definitions.items()
                if d.spot.source.file and d.type == self._type(node.name)
            ]
            sound = [name for name in fit if name == node.name or (name != define and define not in self._reads[name])]
            after = _next(node.name, sound)
        if after is not None:
            yield replace(node, name=after)

    def _type(self, name: str) -> Type:
        return self._library.type_of(name)


def _other_operator(node: nodes.Expression) -> Iterator[nodes.Expression]:
    """Operators with one opposite."""
    match node:
        case nodes.Not() | nodes.Negate():
            yield node.operand
        case nodes.IsNull() | nodes.IsTrue() | nodes.IsFalse():
            yield replace(node, negated=not node.negated)
        case nodes.Coalesce():
            yield node.operands[0]
        case nodes.If():
            yield replace(node, then=node.otherwise, otherwise=node.then)
        case nodes.Arithmetic():
            yield replace(node, operator=_ARITHMETIC[node.operator])
        case nodes.DateDistance():
            yield replace(node, left=node.right, right=node.left)
        case nodes.Call() if node.function is Function.ROUND:
            yield replace(node, function=Function.CEILING)


def _other_values(node: nodes.Literal) -> Iterator[nodes.Expression]:
    match node.value:
        case bool():
            yield replace(node, value=not node.value)
        case int() | Decimal():
            yield replace(node, value=node.value + 1)
            yield replace(node, value=node.value - 1)
        case Quantity():
            for step in (1, -1):
                yield replace(node, value=Quantity(node.value.value + step, node.value.unit))


def _next(name: str, names: list[str]) -> str | None:
    after = names[(names.index(name) + 1) % len(names)]
    return after if after != name else None


def _read(library: Library, name: str) -> Iterator[str]:
    """Every definition that a definition reads, itself or through others."""
    for node in walk(library.definitions[name].expression):
        if isinstance(node, nodes.DefinitionReference):
            yield node.name
            yield from _read(library, node.name)


def _short(node: nodes.Expression) -> str:
    """The node's text, its operator always in sight."""
    text = to_cql(node)
    if len(text) <= _WIDTH:
        return text
    if isinstance(node, nodes.And | nodes.Or):
        return f"{_cut(to_cql(node.left))} {'and' if isinstance(node, nodes.And) else 'or'} {_cut(to_cql(node.right))}"
    return f"{text[:60]} … {text[-28:]}"


def _cut(text: str) -> str:
    return text if len(text) <= _WIDTH // 2 else f"{text[: _WIDTH // 2]} …"
