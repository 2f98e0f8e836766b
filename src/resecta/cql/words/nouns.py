"""Expressions that stand for a thing (a number, a date, a quantity) as nouns: "6 weeks after Chemotherapy start"."""

from __future__ import annotations

from collections.abc import Callable

from resecta.cql.tree import nodes
from resecta.cql.tree.operators import ArithmeticOperator, ComparisonOperator, Distance, Extent, Function
from resecta.cql.tree.visitor import Visitor
from resecta.cql.types import DATE
from resecta.cql.types.fitting import is_null
from resecta.cql.values import Date, Value
from resecta.cql.words.speech import Speech
from resecta.cql.words.values import say, span

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


class Nouns(Visitor[str]):
    """Names things. ``clause`` words a Boolean expression where one stands inside a thing ("… if …")."""

    def __init__(self, speech: Speech, clause: Callable[[nodes.Expression], str]) -> None:
        self._speech = speech
        self._clause = clause

    def visit_literal(self, node: nodes.Literal) -> str:
        return say(node.value)

    def visit_null(self, node: nodes.Null) -> str:
        return "unknown"

    def visit_type_extent(self, node: nodes.TypeExtent) -> str:
        return f"the {'smallest' if node.extent is Extent.MINIMUM else 'largest'} {node.target}"

    def visit_parameter_reference(self, node: nodes.ParameterReference) -> str:
        return self._speech.name(node.name)

    def visit_definition_reference(self, node: nodes.DefinitionReference) -> str:
        return self._speech.name(node.name)

    def visit_as(self, node: nodes.As) -> str:
        return self.visit(node.operand)

    def visit_promote(self, node: nodes.Promote) -> str:
        return self.visit(node.operand)

    def visit_convert(self, node: nodes.Convert) -> str:
        return self.visit(node.operand)

    def visit_negate(self, node: nodes.Negate) -> str:
        return f"minus {self.visit(node.operand)}"

    def visit_successor(self, node: nodes.Successor) -> str:
        return f"the next after {self.visit(node.operand)}"

    def visit_predecessor(self, node: nodes.Predecessor) -> str:
        return f"the last before {self.visit(node.operand)}"

    def visit_start_of(self, node: nodes.StartOf) -> str:
        return f"the start of {self.visit(node.operand)}"

    def visit_end_of(self, node: nodes.EndOf) -> str:
        return f"the end of {self.visit(node.operand)}"

    def visit_date_of(self, node: nodes.DateOf) -> str:
        return f"the date {'-'.join(self.visit(part) for part in node.parts)}"

    def visit_date_component(self, node: nodes.DateComponent) -> str:
        return f"the {node.component} of {self.visit(node.operand)}"

    def visit_date_distance(self, node: nodes.DateDistance) -> str:
        whole = "whole " if node.distance is Distance.DURATION else ""
        return f"{whole}{node.precision}s from {self.visit(node.left)} to {self.visit(node.right)}"

    def visit_arithmetic(self, node: nodes.Arithmetic) -> str:
        if _is_date(node.left) or node.type == DATE:
            word = "after" if node.operator is ArithmeticOperator.ADD else "before"
            return f"{self.visit(node.right)} {word} {self.visit(node.left)}"
        return f"{self._part(node.left)} {_VERBS[node.operator]} {self._part(node.right)}"

    def _part(self, node: nodes.Expression) -> str:
        text = self.visit(node)
        return f"({text})" if isinstance(node, nodes.Arithmetic | nodes.If | nodes.Case | nodes.Coalesce) else text

    def visit_coalesce(self, node: nodes.Coalesce) -> str:
        known = self._known(node) if self._speech.told else None
        if known is not None:
            return self.visit(known)
        return ", or if not recorded ".join(self.visit(operand) for operand in node.operands)

    def _known(self, node: nodes.Coalesce) -> nodes.Expression | None:
        for operand in node.operands:
            if isinstance(operand, nodes.Literal):
                return operand
            if not isinstance(operand, nodes.ParameterReference | nodes.DefinitionReference):
                return None
            if self._speech.value_of(operand.name) is not None:
                return operand
        return None

    def visit_if(self, node: nodes.If) -> str:
        return self._choice(node)

    def visit_case(self, node: nodes.Case) -> str:
        return self._choice(node)

    def _choice(self, node: nodes.If | nodes.Case) -> str:
        """``if`` and ``case`` over things: "Segments touched if …, otherwise Segments resected"."""
        if isinstance(node, nodes.If):
            pairs = [(node.condition, node.then)]
        else:
            pairs = [(equal_to(node.comparand, item.when), item.then) for item in node.items]
        chosen = [f"{self.visit(result)} if {self._clause(condition)}" for condition, result in pairs]
        return f"{', '.join(chosen)}, otherwise {self.visit(node.otherwise)}"

    def visit_call(self, node: nodes.Call) -> str:
        parts = [self._part(argument) for argument in node.arguments]
        return FUNCTIONS[node.function, len(parts)].format(*parts)

    def visit_interval_of(self, node: nodes.IntervalOf) -> str:
        low, high = (None if is_null(end) else self.visit(end) for end in (node.low, node.high))
        return span(low, high, (node.low_closed, node.high_closed), dated=(node.type.of or node.low.type) == DATE)

    def _whether(self, node: nodes.Expression) -> str:
        """A truth as a thing."""
        return f"whether {self._clause(node)}"

    visit_and = _whether
    visit_or = _whether
    visit_xor = _whether
    visit_implies = _whether
    visit_not = _whether
    visit_is_null = _whether
    visit_is_true = _whether
    visit_is_false = _whether
    visit_is_type = _whether
    visit_comparison = _whether
    visit_equivalent = _whether
    visit_between = _whether
    visit_in_list = _whether
    visit_in_interval = _whether
    visit_date_comparison = _whether


def equal_to(comparand: nodes.Expression | None, when: nodes.Expression) -> nodes.Expression:
    """The condition that a ``when`` of a ``case`` stands for."""
    if comparand is None:
        return when
    return nodes.Comparison(ComparisonOperator.EQUAL, comparand, when)


def _is_date(node: nodes.Expression) -> bool:
    value: Value = node.value if isinstance(node, nodes.Literal) else None
    return node.type == DATE or isinstance(value, Date)
