"""What fits where: a typed node and the type that its place asks for in, the node of that type out, or a note."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from resecta.cql.format import to_cql
from resecta.cql.tree import nodes
from resecta.cql.tree.nodes import Expression
from resecta.cql.types import ANY, BOOLEAN, INTEGER, NUMBERS, QUANTITY, Type
from resecta.cql.types.fitting import is_null, mend, widens, with_article
from resecta.cql.types.measures import joined, measured_in, never_compare
from resecta.cql.types.written import out_of_range
from resecta.document.nodes import Spot

Note: TypeAlias = Callable[[Spot, str, str], None]
"""Takes where something does not fit, the message and the mend."""


class Fitter:
    """Makes nodes fit, and notes those that do not."""

    def __init__(self, note: Note) -> None:
        self._note = note

    def fit(self, node: Expression, want: Type) -> Expression:
        """The node where a value of type ``want`` is asked for."""
        have = node.type
        if have == want:
            return node
        if isinstance(node, nodes.Null):
            return replace(node, type=want)
        if have == ANY:
            return nodes.As(node, want, spot=node.spot, type=want)
        if widens(have, want):
            return (
                self._untyped_interval(node, want) if have.of == ANY else nodes.Promote(node, spot=node.spot, type=want)
            )
        self._note(
            node.spot, f"expected {with_article(want)}, but this is {with_article(have)}", mend(node, have, want)
        )
        return nodes.Null(spot=node.spot, type=want)

    def _untyped_interval(self, node: Expression, want: Type) -> Expression:
        """An interval of bare nulls, where one of a known type is wanted."""
        if isinstance(node, nodes.IntervalOf) and want.of is not None:
            return replace(node, low=self.fit(node.low, want.of), high=self.fit(node.high, want.of), type=want)
        return nodes.As(node, want, spot=node.spot, type=want)

    def _together(self, parts: Sequence[Expression], what: str) -> tuple[list[Expression], Type]:
        """The parts, all of the one type that they can share, and quantities among them of one dimension."""
        fitting, shared = self._of_one_type(parts, what)
        return fitting, self._of_one_dimension(fitting, shared)

    def _of_one_dimension(self, parts: Sequence[Expression], shared: Type) -> Type:
        """The type with the unit that the parts come in; a note where they never compare."""
        if QUANTITY not in (shared, shared.of):
            return shared
        told = [part for part in parts if not is_null(part)]
        for part in told[1:]:
            if never_compare(told[0].type, part.type):
                self._note_dimensions(told[0], part)
                return shared
        return joined([part.type for part in told]) if told else shared

    def _note_dimensions(self, one: Expression, other: Expression) -> None:
        first, second = measured_in(one.type), measured_in(other.type)
        message = f"{to_cql(one)} is in {first}, {to_cql(other)} in {second}: the two never compare"
        self._note(other.spot, message, f"give both in {first}")

    def _of_one_type(self, parts: Sequence[Expression], what: str) -> tuple[list[Expression], Type]:
        shared = ANY
        for part in parts:
            if shared == ANY or widens(shared, part.type):
                shared = part.type
            elif part.type not in (ANY, shared) and not widens(part.type, shared):
                self._note(
                    part.spot,
                    f"{what}: {with_article(shared)} and {with_article(part.type)}",
                    mend(part, part.type, shared),
                )
                return [nodes.Null(spot=each.spot, type=shared) for each in parts], ANY
        if shared == ANY:
            return list(parts), ANY
        return [self.fit(part, shared) for part in parts], shared

    def _one_of(self, node: Expression, allowed: Sequence[Type], otherwise: Type) -> Expression:
        """The node, which must have one of these types; a bare null takes ``otherwise``."""
        if node.type == ANY:
            return self.fit(node, otherwise)
        if node.type in allowed:
            return node
        self._note(
            node.spot,
            f"expected {' or '.join(map(str, allowed))}, but this is {with_article(node.type)}",
            mend(node, node.type, otherwise),
        )
        return nodes.Null(spot=node.spot, type=otherwise)

    def _note_reckoned(self, node: nodes.Arithmetic, wrong: Sequence[Expression]) -> None:
        first, types = wrong[0], " and ".join(with_article(each.type) for each in wrong)
        if len(wrong) == 1:
            message = f"expected {' or '.join(map(str, NUMBERS))}, but this is {types}"
            self._note(first.spot, message, mend(first, first.type, INTEGER))
            return
        truths = all(each.type == BOOLEAN for each in wrong)
        instead = "join truths with and or or" if truths else "reckon with numbers, quantities or dates"
        self._note(first.spot, f"{node.operator} reckons with numbers, but these are {types}", instead)

    def _in_range(self, node: Expression, mend: str = "write a value that the type has") -> Expression:
        why = out_of_range(node)
        if why:
            self._note(node.spot, why, mend)
        return node
