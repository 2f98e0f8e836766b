"""Boolean expressions as clauses: "Future liver remnant is above 30 %", "Primary bleeding is not none"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from resecta.cql.tree import nodes
from resecta.cql.tree.operators import ComparisonOperator, Relation
from resecta.cql.types import BOOLEAN, DATE, INTEGER
from resecta.cql.values import Date
from resecta.cql.words.nouns import Nouns, equal_to
from resecta.cql.words.speech import Speech
from resecta.cql.words.values import listed

_QUANTITIES = {
    ComparisonOperator.LESS: "below {0}",
    ComparisonOperator.LESS_OR_EQUAL: "at most {0}",
    ComparisonOperator.GREATER: "above {0}",
    ComparisonOperator.GREATER_OR_EQUAL: "at least {0}",
}
_COUNTS = {
    ComparisonOperator.LESS: "fewer than {0}",
    ComparisonOperator.LESS_OR_EQUAL: "{0} or fewer",
    ComparisonOperator.GREATER: "more than {0}",
    ComparisonOperator.GREATER_OR_EQUAL: "at least {0}",
}
_DATES = {
    ComparisonOperator.LESS: "before {0}",
    ComparisonOperator.LESS_OR_EQUAL: "no later than {0}",
    ComparisonOperator.GREATER: "after {0}",
    ComparisonOperator.GREATER_OR_EQUAL: "no earlier than {0}",
}
_DENIED_DATES = {
    ComparisonOperator.LESS_OR_EQUAL: "later than {0}",
    ComparisonOperator.GREATER_OR_EQUAL: "earlier than {0}",
}
_RELATIONS = {
    Relation.SAME: "on the same {1} as {0}",
    Relation.BEFORE: "before {0}",
    Relation.AFTER: "after {0}",
    Relation.SAME_OR_BEFORE: "no later than {0}",
    Relation.SAME_OR_AFTER: "no earlier than {0}",
}
_QUOTED = re.compile("“[^”]*”")
_JOINED = re.compile(r" and | or |, ")
_ABSENT_COUNTS = "not recorded counts as no"
_ABSENT_TOO = "or is not recorded"


class Clauses:
    """Words conditions. A definition stands in quotes, so that where a name ends and the sentence goes on is plain."""

    def __init__(self, speech: Speech) -> None:
        self._speech = speech
        self._nouns = Nouns(speech, self.of)

    def of(self, node: nodes.Expression, *, holds: bool = True) -> str:
        """The clause, or (``holds`` false) its denial."""
        match node:
            case nodes.Not():
                return self.of(node.operand, holds=not holds)
            case nodes.And() | nodes.Or() | nodes.Xor() | nodes.Implies():
                return self._connected(node, holds=holds)
            case nodes.Comparison():
                return self._comparison(node, holds=holds)
            case nodes.IsNull():
                return self._null_test(node.operand, recorded=node.negated == holds)
            case nodes.IsTrue() | nodes.IsFalse():
                return self._truth_test(node, holds=holds != node.negated)
            case nodes.Coalesce():
                return self._coalesce(node, holds=holds)
            case nodes.If() | nodes.Case():
                return self._choice(node, holds=holds)
            case nodes.As() | nodes.Promote() | nodes.Convert():
                return self.of(node.operand, holds=holds)
            case _:
                return self._simple(node, holds=holds)

    def thing(self, node: nodes.Expression) -> str:
        """An expression of any type: a clause where it is Boolean, else a noun."""
        below = node
        while isinstance(below, nodes.As | nodes.Promote):
            below = below.operand
        boolean = node.type == BOOLEAN or isinstance(below, _BOOLEAN_NODES)
        return self.of(node) if boolean else self._nouns.of(node)

    def noun(self, node: nodes.Expression) -> str:
        """An expression as a thing."""
        return self._nouns.of(node)

    def _simple(self, node: nodes.Expression, *, holds: bool) -> str:
        no = "" if holds else "not "
        match node:
            case nodes.Literal():
                return "always" if node.value is holds else "never"
            case nodes.Null():
                return "unknown"
            case nodes.ParameterReference():
                return f"{node.name}: {'yes' if holds else 'no'}"
            case nodes.DefinitionReference():
                return f"{no}“{node.name}”"
            case nodes.Equivalent():
                denied = "not " if holds is node.negated else ""
                return f"{self._nouns.of(node.left)} is {denied}equivalent to {self._nouns.of(node.right)}"
            case nodes.Between():
                ends = f"{self._nouns.of(node.low)} and {self._nouns.of(node.high)}"
                return f"{self._nouns.of(node.operand)} is {no}{'strictly ' if node.properly else ''}between {ends}"
            case nodes.InList():
                items = listed([self._nouns.of(item) for item in node.items], "or")
                return f"{self._nouns.of(node.operand)} is {no}{items or 'anything'}"
            case nodes.InInterval():
                strictly = "strictly " if node.properly else ""
                return f"{self._nouns.of(node.operand)} is {no}{strictly}within {self._nouns.of(node.interval)}"
            case nodes.DateComparison():
                unit = node.precision or "day"
                words = _RELATIONS[node.relation].format(self._nouns.of(node.right), unit)
                counted = f" (counted in {unit}s)" if node.precision and node.relation is not Relation.SAME else ""
                return f"{self._nouns.of(node.left)} is {no}{words}{counted}"
            case nodes.IsType():
                return f"{self._nouns.of(node.operand)} is {no}recorded as {node.target}"
            case _:
                return f"{self._nouns.of(node)} is {'true' if holds else 'false'}"

    def _comparison(self, node: nodes.Comparison, *, holds: bool) -> str:
        left, right = self._nouns.of(node.left), self._nouns.of(node.right)
        operator = node.operator
        if operator in {ComparisonOperator.EQUAL, ComparisonOperator.NOT_EQUAL}:
            equal = (operator is ComparisonOperator.EQUAL) is holds
            return f"{left} is {'' if equal else 'not '}{right}"
        scale = _scale(node)
        if scale is _DATES and not holds and operator in _DENIED_DATES:  # "is not no later than" is no English
            return f"{left} is {_DENIED_DATES[operator].format(right)}"
        return f"{left} is {'' if holds else 'not '}{scale[operator].format(right)}"

    def _null_test(self, operand: nodes.Expression, *, recorded: bool) -> str:
        no = "" if recorded else "not "
        match operand:
            case nodes.ParameterReference():
                return f"{operand.name} is {no}recorded"
            case nodes.DefinitionReference():
                return f"“{operand.name}” is {no}known"
            case _ if operand.type == BOOLEAN or isinstance(operand, _BOOLEAN_NODES):
                return f"it is {no}known whether {self._grouped(operand)}"
            case _:
                return f"{self._nouns.of(operand)} is {no}known"

    def _truth_test(self, node: nodes.IsTrue | nodes.IsFalse, *, holds: bool) -> str:
        wanted = isinstance(node, nodes.IsTrue)
        no = "" if holds else "not "
        operand = node.operand
        if isinstance(operand, nodes.ParameterReference):
            return f"{operand.name} is {no}recorded as {'yes' if wanted else 'no'}"
        return f"it is {no}known that {self._grouped(operand, holds=wanted)}"

    def _coalesce(self, node: nodes.Coalesce, *, holds: bool) -> str:
        *first, last = node.operands
        if len(first) == 1 and isinstance(last, nodes.Literal):
            absent = _ABSENT_TOO if last.value is holds else _ABSENT_COUNTS
            return f"{self._grouped(first[0], holds=holds)} ({absent})"
        return ", or if not recorded ".join(self._grouped(operand, holds=holds) for operand in node.operands)

    def _choice(self, node: nodes.If | nodes.Case, *, holds: bool) -> str:
        if isinstance(node, nodes.If):
            pairs = [(node.condition, node.then)]
        else:
            pairs = [(equal_to(node.comparand, item.when), item.then) for item in node.items]
        parts = [f"if {self.of(condition)}, then {self._result(result, holds=holds)}" for condition, result in pairs]
        return f"{'; '.join(parts)}; otherwise {self._result(node.otherwise, holds=holds)}"

    def _result(self, node: nodes.Expression, *, holds: bool) -> str:
        if isinstance(node, nodes.Literal):
            return "yes" if node.value is holds else "no"
        return self.of(node, holds=holds)

    def _connected(self, node: nodes.And | nodes.Or | nodes.Xor | nodes.Implies, *, holds: bool) -> str:
        if isinstance(node, nodes.Implies):
            text = f"if {self.of(node.left)}, then {self.of(node.right)}"
        elif isinstance(node, nodes.Xor):
            text = f"either {self._grouped(node.left)} or {self._grouped(node.right)}, but not both"
        else:
            text = self._row(node)
        return text if holds else f"not ({text})"

    def _row(self, node: nodes.And | nodes.Or) -> str:
        word = "and" if isinstance(node, nodes.And) else "or"
        members = self._merged(_flat(node, type(node)), node)
        if len(members) == 2 and not any(_JOINED.search(_QUOTED.sub("", member)) for member in members):
            return f" {word} ".join(members)
        return f"{', '.join(members[:-1])}, {word} {members[-1]}" if len(members) > 1 else members[0]

    def _merged(self, members: Sequence[nodes.Expression], whole: nodes.And | nodes.Or) -> list[str]:
        """The members in words; neighbours that ask the same fact for several values become one clause."""
        operator = ComparisonOperator.EQUAL if isinstance(whole, nodes.Or) else ComparisonOperator.NOT_EQUAL
        texts: list[str] = []
        rest = list(members)
        while rest:
            alike = [rest.pop(0)]
            while rest and _same_question(alike[0], rest[0], operator):
                alike.append(rest.pop(0))
            texts.append(self._values(alike) if len(alike) > 1 else self._grouped(alike[0]))
        return texts

    def _values(self, alike: Sequence[nodes.Expression]) -> str:
        comparisons = [node for node in alike if isinstance(node, nodes.Comparison)]
        no = "not " if comparisons[0].operator is ComparisonOperator.NOT_EQUAL else ""
        values = listed([self._nouns.of(node.right) for node in comparisons], "or")
        return f"{self._nouns.of(comparisons[0].left)} is {no}{values}"

    def _grouped(self, node: nodes.Expression, *, holds: bool = True) -> str:
        """A clause inside another: brackets where it is itself made of several."""
        text = self.of(node, holds=holds)
        below = node
        while isinstance(below, nodes.As | nodes.Promote):
            below = below.operand
        return f"({text})" if holds and isinstance(below, _COMPOSED) and not self._is_one_question(below) else text

    def _is_one_question(self, node: nodes.Expression) -> bool:
        if not isinstance(node, nodes.And | nodes.Or):
            return False
        return len(self._merged(_flat(node, type(node)), node)) == 1


_COMPOSED = (nodes.And, nodes.Or, nodes.Xor, nodes.Implies, nodes.If, nodes.Case)
_BOOLEAN_NODES = (
    nodes.And,
    nodes.Or,
    nodes.Xor,
    nodes.Implies,
    nodes.Not,
    nodes.Comparison,
    nodes.Equivalent,
    nodes.Between,
    nodes.InList,
    nodes.InInterval,
    nodes.DateComparison,
    nodes.IsNull,
    nodes.IsTrue,
    nodes.IsFalse,
    nodes.IsType,
)


def _scale(node: nodes.Comparison) -> dict[ComparisonOperator, str]:
    kinds = (node.left.type, node.right.type)
    values = [side.value for side in (node.left, node.right) if isinstance(side, nodes.Literal)]
    if DATE in kinds or any(isinstance(value, Date) for value in values):
        return _DATES
    if INTEGER in kinds or any(isinstance(value, int) for value in values):
        return _COUNTS
    return _QUANTITIES


def _flat(node: nodes.Expression, kind: type[nodes.Expression]) -> list[nodes.Expression]:
    if isinstance(node, nodes.And | nodes.Or) and isinstance(node, kind):
        return [*_flat(node.left, kind), *_flat(node.right, kind)]
    return [node]


def _same_question(one: nodes.Expression, other: nodes.Expression, operator: ComparisonOperator) -> bool:
    if not isinstance(one, nodes.Comparison) or not isinstance(other, nodes.Comparison):
        return False
    literals = isinstance(one.right, nodes.Literal) and isinstance(other.right, nodes.Literal)
    return literals and one.operator is operator and other.operator is operator and one.left == other.left
