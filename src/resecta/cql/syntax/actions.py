"""From grammar to tree: one method per rule of grammar.lark, called while the text is parsed.

A method gets every child of its rule, tokens included, and returns the node. A fault that leaves the structure intact
(an
unknown name, a day that does not exist) is noted and the node built all the same, so that one reading finds them all.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from lark import Token, Transformer

from resecta.cql.syntax.calls import CallFault, call
from resecta.cql.syntax.parts import (
    Items,
    Phrase,
    Setting,
    TooDeepError,
    TypeName,
    Word,
    escape_faults,
    extent_of,
    nearest,
    unescape,
)
from resecta.cql.tree import nodes
from resecta.cql.tree.operators import (
    ArithmeticOperator,
    ComparisonOperator,
    Distance,
    Extent,
    Membership,
    Precision,
    Relation,
)
from resecta.cql.types import SCALARS, STRING, interval_of
from resecta.cql.values import Date, Quantity, singular, ucum
from resecta.cql.values.units import unit
from resecta.document.nodes import Spot
from resecta.document.quote import quote

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_LEVELS = 150
"""How deep a tree may grow: every reader walks it by recursion."""
LARGEST_INTEGER = 2**31 - 1
LARGEST_DECIMAL = Decimal("9999999999999999999999999999.99999999")

Children: TypeAlias = "list[Any]"


_MEMBERSHIPS = {
    "CONTAINS": Membership.CONTAINS,
    "DURING": Membership.DURING,
    "INCLUDED_IN": Membership.INCLUDED_IN,
    "INCLUDES": Membership.INCLUDES,
    "IN": Membership.IN,
}
_RELATIONS = {
    (False, True): Relation.BEFORE,
    (True, True): Relation.AFTER,
    (False, False): Relation.SAME_OR_BEFORE,
    (True, False): Relation.SAME_OR_AFTER,
}


class Actions(Transformer[Token, Any]):
    """Makes nodes for one text at a time."""

    def __init__(self) -> None:
        """Start with nothing to read."""
        super().__init__()
        self._setting: Setting
        self._levels: dict[int, tuple[Any, int]] = {}

    def begin(self, setting: Setting) -> None:
        """Turn to a declaration of this text."""
        self._setting = setting
        self._note = setting.note
        self._levels.clear()

    # ------------------------------------------------------------------ places and depth

    def _spot(self, children: Children) -> Spot:
        line, column, _ = extent_of(children[0])
        last_line, last_column, last_length = extent_of(children[-1])
        source = self._setting.source
        end = last_column + last_length if last_line == line else len(source.line(line)) + 1
        return Spot(source, line, column, max(1, end - column))

    def _made(self, node: nodes.Expression, *below: nodes.Expression) -> nodes.Expression:
        level = 1 + max((self._levels[id(child)][1] for child in below if id(child) in self._levels), default=0)
        if level > MOST_LEVELS:
            raise TooDeepError(node.spot)
        self._levels[id(node)] = (node, level)  # holding the node keeps its id from being given to another
        return node

    def _binary(self, make: Callable[..., nodes.Expression], c: Children) -> nodes.Expression:
        return self._made(make(c[0], c[-1], spot=self._spot(c)), c[0], c[-1])

    # ------------------------------------------------------------------ declarations

    def header(self, c: Children) -> tuple[str, str]:
        names = [child.text for child in c if isinstance(child, Word)]
        return ".".join(names), unescape(str(c[-1])) if c[-2] == "version" else ""

    def parameter(self, c: Children) -> tuple[Word, TypeName | None, nodes.Expression | None]:
        default = c[-1] if isinstance(c[-1], nodes.Expression) else None
        return c[1], next((child for child in c if isinstance(child, TypeName)), None), default

    def definition(self, c: Children) -> tuple[Word, nodes.Expression]:
        return c[1], c[3]

    def whole(self, c: Children) -> nodes.Expression:
        return c[0]  # type: ignore[no-any-return]  # lark hands children over as Any

    # ------------------------------------------------------------------ logic

    def implies(self, c: Children) -> nodes.Expression:
        return self._binary(nodes.Implies, c)

    def or_(self, c: Children) -> nodes.Expression:
        return self._binary(nodes.Xor if c[1] == "xor" else nodes.Or, c)

    def and_(self, c: Children) -> nodes.Expression:
        return self._binary(nodes.And, c)

    def not_(self, c: Children) -> nodes.Expression:
        return self._made(nodes.Not(c[1], spot=self._spot(c)), c[1])

    def tested(self, c: Children) -> Phrase:
        return Phrase(c, self._spot(c))

    def is_(self, c: Children) -> nodes.Expression:
        make = {"null": nodes.IsNull, "true": nodes.IsTrue, "false": nodes.IsFalse}[str(c[1].words[-1])]
        return self._made(make(c[0], c[1].has("NOT"), spot=self._spot(c)), c[0])

    def if_(self, c: Children) -> nodes.Expression:
        return self._made(nodes.If(c[1], c[3], c[5], spot=self._spot(c)), c[1], c[3], c[5])

    def case_items(self, c: Children) -> tuple[nodes.CaseItem, ...]:
        return tuple(nodes.CaseItem(c[index + 1], c[index + 3]) for index in range(0, len(c), 4))

    def case(self, c: Children) -> nodes.Expression:
        comparand = c[1] if len(c) == 6 else None
        items, otherwise = c[-4], c[-2]
        below = [part for item in items for part in (item.when, item.then)]
        node = nodes.Case(comparand, items, otherwise, spot=self._spot(c))
        return self._made(node, *below, otherwise, *([comparand] if comparand is not None else []))

    # ------------------------------------------------------------------ types

    def is_type(self, c: Children) -> nodes.Expression:
        return self._made(nodes.IsType(c[0], c[2].type, spot=self._spot(c)), c[0])

    def as_(self, c: Children) -> nodes.Expression:
        return self._made(nodes.As(c[0], c[2].type, spot=self._spot(c)), c[0])

    def cast(self, c: Children) -> nodes.Expression:
        return self._made(nodes.As(c[1], c[3].type, strict=True, spot=self._spot(c)), c[1])

    def convert(self, c: Children) -> nodes.Expression:
        to = c[3]
        target, unit = (to.type, None) if isinstance(to, TypeName) else (None, to.text)
        return self._made(nodes.Convert(c[1], target, unit, spot=self._spot(c)), c[1])

    def type(self, c: Children) -> TypeName:
        spot = self._spot(c)
        if len(c) == 4:
            return TypeName(interval_of(c[2].type), spot)
        name = str(c[-1])
        if name not in SCALARS or (len(c) == 3 and c[0] != "System"):
            self._note(spot, f"{''.join(c)} is not a type of guidelines", f"write one of {', '.join(SCALARS)}")
        return TypeName(SCALARS.get(name, STRING), spot)

    # ------------------------------------------------------------------ comparison and membership

    def comparison(self, c: Children) -> nodes.Expression:
        if c[1] in ("~", "!~"):
            negated = c[1] == "!~"
            return self._binary(lambda left, right, spot: nodes.Equivalent(left, right, negated, spot=spot), c)
        operator = ComparisonOperator(str(c[1]))
        return self._binary(lambda left, right, spot: nodes.Comparison(operator, left, right, spot=spot), c)

    def between(self, c: Children) -> nodes.Expression:
        properly = c[1].startswith("properly")
        return self._made(nodes.Between(c[0], c[-3], c[-1], properly, spot=self._spot(c)), c[0], c[-3], c[-1])

    def member(self, c: Children) -> Phrase:
        return Phrase(c, self._spot(c))

    def included(self, c: Children) -> Phrase:
        return Phrase(c, self._spot(c))

    def within(self, c: Children) -> nodes.Expression:
        phrase: Phrase = c[1]
        spelling = next(_MEMBERSHIPS[word.type] for word in phrase.words if getattr(word, "type", "") in _MEMBERSHIPS)
        turned = spelling in (Membership.CONTAINS, Membership.INCLUDES)
        operand, interval = (c[2], c[0]) if turned else (c[0], c[2])
        node = nodes.InInterval(
            operand, interval, phrase.precision(), phrase.has("PROPERLY"), spelling, spot=self._spot(c)
        )
        return self._made(node, operand, interval)

    def in_list(self, c: Children) -> nodes.Expression:
        return self._made(nodes.InList(c[0], c[2].items, spot=self._spot(c)), c[0], *c[2].items)

    def list_contains(self, c: Children) -> nodes.Expression:
        node = nodes.InList(c[2], c[0].items, Membership.CONTAINS, spot=self._spot(c))
        return self._made(node, c[2], *c[0].items)

    def items(self, c: Children) -> tuple[nodes.Expression, ...]:
        return tuple(c[::2])

    def list(self, c: Children) -> Items:
        return Items(c[1] if len(c) == 3 else (), self._spot(c))

    def opening(self, c: Children) -> Token:
        return c[0]  # type: ignore[no-any-return]  # lark hands children over as Any

    closing = opening

    def interval(self, c: Children) -> nodes.Expression:
        node = nodes.IntervalOf(c[2], c[4], c[1] == "[", c[5] == "]", spot=self._spot(c))
        return self._made(node, c[2], c[4])

    def boundary(self, c: Children) -> nodes.Expression:
        make = nodes.StartOf if c[0] == "start" else nodes.EndOf
        return self._made(make(c[2], spot=self._spot(c)), c[2])

    # ------------------------------------------------------------------ dates

    def precision(self, c: Children) -> Precision:
        return self._unit_of_date(c[0])

    def _unit_of_date(self, token: Token) -> Precision:
        word = str(token) if token.type == "UNIT" else str(token)[:-1]
        if word not in set(Precision):
            self._note(
                self._spot([token]), f"{token} is finer than a day; guidelines count in days", "write day or days"
            )
            return Precision.DAY
        return Precision(word)

    def timed(self, c: Children) -> Phrase:
        return Phrase([self._unit_of_date(x) if getattr(x, "type", "") == "UNIT" else x for x in c], self._spot(c))

    def timed_by(self, c: Children) -> nodes.Expression:
        phrase: Phrase = c[1]
        if phrase.has("AS"):
            relation = Relation.SAME
        else:
            after = any(str(word).endswith("after") for word in phrase.words)
            strict = not any(phrase.has(kind) for kind in ("SAME", "ON_OR", "OR_ON"))
            relation = _RELATIONS[after, strict]
        node = nodes.DateComparison(relation, c[0], c[2], phrase.precision(), spot=self._spot(c))
        return self._made(node, c[0], c[2])

    def distance(self, c: Children) -> tuple[Distance, Precision, Spot]:
        kind = Distance.DIFFERENCE if c[0] == "difference" else Distance.DURATION
        return kind, self._unit_of_date(c[-1]), self._spot(c)

    def distant(self, c: Children) -> nodes.Expression:
        kind, precision, start = c[0]
        end = self._spot(c[1:])
        length = end.column + end.length - start.column if end.line == start.line else start.length
        spot = Spot(start.source, start.line, start.column, length)
        return self._made(nodes.DateDistance(kind, precision, c[2], c[4], spot=spot), c[2], c[4])

    def component(self, c: Children) -> nodes.Expression:
        return self._made(nodes.DateComponent(self._unit_of_date(c[0]), c[2], spot=self._spot(c)), c[2])

    # ------------------------------------------------------------------ arithmetic

    def arithmetic(self, c: Children) -> nodes.Expression:
        operator = ArithmeticOperator(str(c[1]))
        return self._binary(lambda left, right, spot: nodes.Arithmetic(operator, left, right, spot=spot), c)

    def sign(self, c: Children) -> nodes.Expression:
        operand, spot = c[1], self._spot(c)
        if c[0] == "+":
            return operand  # type: ignore[no-any-return]  # lark hands children over as Any
        if isinstance(operand, nodes.Literal) and operand.value == LARGEST_INTEGER + 1:
            return self._made(nodes.Literal(-LARGEST_INTEGER - 1, spot=spot))
        return self._made(nodes.Negate(operand, spot=spot), operand)

    def step(self, c: Children) -> nodes.Expression:
        make = nodes.Successor if c[0] == "successor" else nodes.Predecessor
        return self._made(make(c[2], spot=self._spot(c)), c[2])

    def extent(self, c: Children) -> nodes.Expression:
        return self._made(nodes.TypeExtent(Extent(str(c[0])), c[1].type, spot=self._spot(c)))

    def call(self, c: Children) -> nodes.Expression:
        return self._called(c, c[2] if len(c) == 4 else ())

    def call_list(self, c: Children) -> nodes.Expression:
        items = c[2].items or (nodes.Null(spot=c[2].spot),)
        if c[0].text != "Coalesce":
            self._note(c[2].spot, 'a list stands only after "in" and in Coalesce({…})', "leave the braces out")
            return self._called(c, items)
        return self._made(nodes.Coalesce(items, spot=self._spot(c)), *items)

    def _called(self, c: Children, arguments: tuple[nodes.Expression, ...]) -> nodes.Expression:
        spot = self._spot(c)
        made = call(c[0].text, arguments, spot)
        if isinstance(made, CallFault):
            self._note(c[0].spot, made.message, made.mend)
            made = nodes.Null(spot=spot)
        return self._made(made, *arguments)

    # ------------------------------------------------------------------ leaves

    def parenthesis(self, c: Children) -> nodes.Expression:
        if (
            isinstance(c[1], nodes.Literal) and c[1].value == LARGEST_INTEGER + 1
        ):  # only a sign right before it saves it
            self._note(c[1].spot, f"{c[1].value} is too large for an Integer", f"the largest is {LARGEST_INTEGER}")
        return c[1]  # type: ignore[no-any-return]  # lark hands children over as Any

    def null(self, c: Children) -> nodes.Expression:
        return nodes.Null(spot=self._spot(c))

    def boolean(self, c: Children) -> nodes.Expression:
        return nodes.Literal(c[0] == "true", spot=self._spot(c))

    def string(self, c: Children) -> nodes.Expression:
        return nodes.Literal(self._unescaped(c[0]), spot=self._spot(c))

    def _unescaped(self, token: Token) -> str:
        for message, mend in escape_faults(str(token)):
            self._note(self._spot([token]), message, mend)
        return unescape(str(token))

    def date(self, c: Children) -> nodes.Expression:
        spot = self._spot(c)
        try:
            return nodes.Literal(Date.parse(str(c[0])[1:]), spot=spot)
        except ValueError as error:
            why = "" if "is not a date" in str(error) else f": {error}"
            self._note(spot, f"{str(c[0])[:40]} is not a date{why}", "write a date such as @2026-05-25")
            return nodes.Null(spot=spot)

    def number(self, c: Children) -> nodes.Expression:
        text, spot = str(c[0]), self._spot(c)
        if "." not in text:
            number = int(text[:30])
            if number > LARGEST_INTEGER + 1 or len(text) > 30:
                self._note(spot, f"{text[:30]} is too large for an Integer", f"the largest is {LARGEST_INTEGER}")
            return nodes.Literal(number, spot=spot)
        self._check_decimal(text, spot)
        if len(text.partition(".")[2]) > 8:
            self._note(spot, f"{text[:60]} has more than 8 digits after the point", "write at most 8")
        return nodes.Literal(Decimal(text[:60]), spot=spot)

    def quantity(self, c: Children) -> nodes.Expression:
        text, spot = str(c[0]), self._spot(c)
        self._check_decimal(text, spot)
        return nodes.Literal(Quantity(Decimal(text[:60]), c[1].text), spot=spot)

    def _check_unit(self, code: str, spot: Spot) -> None:
        if unit(code) is None:
            self._note(spot, f"{quote(code)} is not a UCUM unit", ucum.mend())

    def _check_decimal(self, text: str, spot: Spot) -> None:
        if len(text) > 60 or Decimal(text) > LARGEST_DECIMAL:
            self._note(spot, f"{text[:60]} is too large for a Decimal", f"the largest is {LARGEST_DECIMAL}")

    def unit(self, c: Children) -> Word:
        token = c[0]
        spot = self._spot(c)
        if token.type != "STRING":
            return Word(singular(str(token)), spot)
        code = singular(unescape(str(token)))
        self._check_unit(code, spot)
        return Word(code, spot)

    def name(self, c: Children) -> Word:
        token = c[0]
        return Word(self._unescaped(token) if token.type == "QUOTED" else str(token), self._spot(c))

    def reference(self, c: Children) -> nodes.Expression:
        word: Word = c[0]
        if word.text in self._setting.parameters:
            return nodes.ParameterReference(word.text, spot=word.spot)
        if word.text not in self._setting.definitions:
            self._note(
                word.spot, f'"{word.text}" is neither a parameter nor a definition', nearest(word.text, self._setting)
            )
            return nodes.ParameterReference(word.text, spot=word.spot)  # of any type: this fault is told
        return nodes.DefinitionReference(word.text, spot=word.spot)
