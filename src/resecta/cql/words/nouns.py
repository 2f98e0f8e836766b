"""Expressions that stand for a thing (a number, a date, a quantity) as nouns: "6 weeks after Chemotherapy start"."""

from __future__ import annotations

from collections.abc import Callable

from resecta.cql.tree import nodes
from resecta.cql.tree.operators import ArithmeticOperator, ComparisonOperator, Distance, Extent, Function
from resecta.cql.types import DATE
from resecta.cql.values import Date, Value
from resecta.cql.words.speech import Speech
from resecta.cql.words.values import listed, say

_VERBS = {
    ArithmeticOperator.ADD: "plus",
    ArithmeticOperator.SUBTRACT: "minus",
    ArithmeticOperator.MULTIPLY: "times",
    ArithmeticOperator.DIVIDE: "divided by",
    ArithmeticOperator.TRUNCATED_DIVIDE: "divided, without remainder, by",
    ArithmeticOperator.MODULO: "modulo",
    ArithmeticOperator.POWER: "to the power of",
}
FUNCTIONS = {
    (Function.ABS, 1): "the size of {0}",
    (Function.CEILING, 1): "{0} rounded up",
    (Function.FLOOR, 1): "{0} rounded down",
    (Function.TRUNCATE, 1): "{0} without its fraction",
    (Function.ROUND, 1): "{0} rounded",
    (Function.ROUND, 2): "{0} rounded to {1} decimal places",
    (Function.EXP, 1): "e to the power of {0}",
    (Function.LN, 1): "the natural logarithm of {0}",
    (Function.LOG, 2): "the logarithm of {0} to the base {1}",
}
"""The words for a function called with so many arguments."""


class Nouns:
    """Names things. ``clause`` words a Boolean expression where one stands inside a thing ("… if …")."""

    def __init__(self, speech: Speech, clause: Callable[[nodes.Expression], str]) -> None:
        self._speech = speech
        self._clause = clause

    def of(self, node: nodes.Expression) -> str:
        """The node as a noun."""
        match node:
            case nodes.Literal():
                return say(node.value)
            case nodes.Null():
                return "unknown"
            case nodes.ParameterReference() | nodes.DefinitionReference():
                return self._speech.name(node.name)
            case nodes.As() | nodes.Promote() | nodes.Convert():
                return self.of(node.operand)
            case nodes.TypeExtent():
                return f"the {'smallest' if node.extent is Extent.MINIMUM else 'largest'} {node.target}"
            case nodes.Arithmetic():
                return self._arithmetic(node)
            case nodes.Coalesce():
                return self._coalesce(node)
            case nodes.If() | nodes.Case():
                return self._choice(node)
            case nodes.Call():
                return self._call(node)
            case _:
                return self._rest(node)

    def _rest(self, node: nodes.Expression) -> str:
        match node:
            case nodes.Negate():
                return f"minus {self.of(node.operand)}"
            case nodes.Successor():
                return f"the next after {self.of(node.operand)}"
            case nodes.Predecessor():
                return f"the last before {self.of(node.operand)}"
            case nodes.IntervalOf():
                return self._interval(node)
            case nodes.StartOf():
                return f"the start of {self.of(node.operand)}"
            case nodes.EndOf():
                return f"the end of {self.of(node.operand)}"
            case nodes.DateOf():
                return f"the date {'-'.join(self.of(part) for part in node.parts)}"
            case nodes.DateComponent():
                return f"the {node.component} of {self.of(node.operand)}"
            case nodes.DateDistance():
                whole = "whole " if node.distance is Distance.DURATION else ""
                return f"{whole}{node.precision}s from {self.of(node.left)} to {self.of(node.right)}"
            case _:
                return f"whether {self._clause(node)}"

    def _arithmetic(self, node: nodes.Arithmetic) -> str:
        if _is_date(node.left) or node.type == DATE:
            word = "after" if node.operator is ArithmeticOperator.ADD else "before"
            return f"{self.of(node.right)} {word} {self.of(node.left)}"
        return f"{self._part(node.left)} {_VERBS[node.operator]} {self._part(node.right)}"

    def _part(self, node: nodes.Expression) -> str:
        text = self.of(node)
        return f"({text})" if isinstance(node, nodes.Arithmetic | nodes.If | nodes.Case | nodes.Coalesce) else text

    def _coalesce(self, node: nodes.Coalesce) -> str:
        known = self._known(node) if self._speech.told else None
        if known is not None:
            return self.of(known)
        return ", or if not recorded ".join(self.of(operand) for operand in node.operands)

    def _known(self, node: nodes.Coalesce) -> nodes.Expression | None:
        for operand in node.operands:
            if isinstance(operand, nodes.Literal):
                return operand
            if not isinstance(operand, nodes.ParameterReference | nodes.DefinitionReference):
                return None
            if self._speech.value_of(operand.name) is not None:
                return operand
        return None

    def _choice(self, node: nodes.If | nodes.Case) -> str:
        """``if`` and ``case`` over things: "Segments touched if …, otherwise Segments resected"."""
        if isinstance(node, nodes.If):
            pairs = [(node.condition, node.then)]
        else:
            pairs = [(equal_to(node.comparand, item.when), item.then) for item in node.items]
        chosen = [f"{self.of(result)} if {self._clause(condition)}" for condition, result in pairs]
        return f"{', '.join(chosen)}, otherwise {self.of(node.otherwise)}"

    def _call(self, node: nodes.Call) -> str:
        parts = [self._part(argument) for argument in node.arguments]
        return FUNCTIONS[node.function, len(parts)].format(*parts)

    def _interval(self, node: nodes.IntervalOf) -> str:
        ends = [(node.low, node.low_closed), (node.high, node.high_closed)]
        excluded = [self.of(end) for end, closed in ends if not closed]
        text = f"{self.of(node.low)} to {self.of(node.high)}"
        return f"{text} ({listed(excluded, 'and')} not included)" if excluded else text


def equal_to(comparand: nodes.Expression | None, when: nodes.Expression) -> nodes.Expression:
    """The condition that a ``when`` of a ``case`` stands for."""
    if comparand is None:
        return when
    return nodes.Comparison(ComparisonOperator.EQUAL, comparand, when)


def _is_date(node: nodes.Expression) -> bool:
    value: Value = node.value if isinstance(node, nodes.Literal) else None
    return node.type == DATE or isinstance(value, Date)
