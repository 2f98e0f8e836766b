"""Nodes to Python: each visit writes the lines that compute the node and gives back a Python expression for its value.

What comes back is an *atom* (a local variable or a literal) wherever it is read twice, so that nothing is computed
twice. Lines keep
CQL's laziness: a branch of ``if`` and a later operand of ``Coalesce`` run only where they are needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from resecta.cql.evaluate import count, make_interval, move
from resecta.cql.tree import nodes
from resecta.cql.tree.operators import ArithmeticOperator, ComparisonOperator, Extent, Precision, Relation
from resecta.cql.tree.visitor import Visitor
from resecta.cql.types import BOOLEAN, DATE, DECIMAL, INTEGER, QUANTITY, STRING, Type
from resecta.cql.values import Quantity, Value, comparing, dates, units
from resecta.cql.values.arithmetic import ARITHMETIC, FUNCTIONS, negate
from resecta.cql.values.converting import convert, promote

if TYPE_CHECKING:
    from collections.abc import Mapping

_PYTHON = {
    ComparisonOperator.EQUAL: "==",
    ComparisonOperator.NOT_EQUAL: "!=",
    ComparisonOperator.LESS: "<",
    ComparisonOperator.LESS_OR_EQUAL: "<=",
    ComparisonOperator.GREATER: ">",
    ComparisonOperator.GREATER_OR_EQUAL: ">=",
}
_RELATIONS = {
    Relation.SAME: "==",
    Relation.BEFORE: "<",
    Relation.AFTER: ">",
    Relation.SAME_OR_BEFORE: "<=",
    Relation.SAME_OR_AFTER: ">=",
}
_COMPARED_DIRECTLY = (BOOLEAN, INTEGER, DECIMAL, STRING)


class Emitter(Visitor[str]):
    """Collects lines, constants and the functions they call."""

    def __init__(self) -> None:
        """Start with no lines."""
        self._lines: list[str] = []
        self._indent = 1
        self._count = 0
        self._scope: dict[str, Any] = {}
        self._constants: dict[tuple[type, object], str] = {}
        self._parameters: Mapping[str, str] = {}
        self._definitions: Mapping[str, str] = {}

    # ------------------------------------------------------------------ what the program is made of

    def names(self, parameters: Mapping[str, str], definitions: Mapping[str, str]) -> None:
        """The local variables of parameters and of the definitions computed so far."""
        self._parameters, self._definitions = parameters, definitions

    def line(self, text: str) -> None:
        """Write a line at the present depth."""
        self._lines.append("    " * self._indent + text)

    def body(self) -> str:
        """All lines so far."""
        return "".join(line + "\n" for line in self._lines)

    def scope(self) -> dict[str, Any]:
        """The constants and functions that the lines name."""
        return dict(self._scope)

    def constant(self, value: Value) -> str:
        """A Python expression for the value."""
        if value is None or isinstance(value, bool | int | str):
            return repr(value)
        key = (type(value), str(value))
        if key not in self._constants:
            self._constants[key] = f"c{len(self._constants)}"
            self._scope[self._constants[key]] = value
        return self._constants[key]

    def value_of(self, node: nodes.Expression) -> str:
        """Write what computes the node; a Python expression for its value."""
        return self.visit(node)

    def _function(self, function: Any) -> str:
        name = f"{function.__module__.rpartition('.')[2]}_{function.__name__}"
        self._scope[name] = function
        return name

    def _atom(self, node: nodes.Expression) -> str:
        text = self.visit(node)
        if text.isidentifier() or isinstance(node, nodes.Literal | nodes.DefinitionReference):
            return text
        return self._store(text)

    def _new(self) -> str:
        self._count += 1
        return f"t{self._count}"

    def _store(self, text: str) -> str:
        name = self._new()
        self.line(f"{name} = {text}")
        return name

    def _known(self, operands: list[str], text: str) -> str:
        """The text where every operand is known, else null."""
        unknown = [
            f"{operand} is None"
            for operand in dict.fromkeys(operands)
            if operand.isidentifier() and not _is_constant(operand)
        ]
        if "None" in operands:
            return "None"
        return f"(None if {' or '.join(unknown)} else {text})" if unknown else f"({text})"

    # ------------------------------------------------------------------ leaves

    def visit_literal(self, node: nodes.Literal) -> str:
        return self.constant(node.value)

    def visit_null(self, node: nodes.Null) -> str:  # every null is the same
        return "None"

    def visit_type_extent(self, node: nodes.TypeExtent) -> str:
        extent = comparing.smallest if node.extent == Extent.MINIMUM else comparing.largest
        return self.constant(extent(node.target))

    def visit_parameter_reference(self, node: nodes.ParameterReference) -> str:
        return self._parameters[node.name]

    def visit_definition_reference(self, node: nodes.DefinitionReference) -> str:
        return self._definitions[node.name]

    # ------------------------------------------------------------------ logic

    def _decided(self, left: nodes.Expression, right: nodes.Expression, decisive: str, other: str) -> str:
        """``and`` and ``or``: the decisive value of one side decides, and the right is not computed where the left
        does.
        """
        result = self._new()
        first = self._atom(left)
        self.line(f"if {first} is {decisive}:")
        self.line(f"    {result} = {decisive}")
        self.line("else:")
        self._indent += 1
        second = self._atom(right)
        unknown = f"None if {first} is None or {second} is None else {other}"
        self.line(f"{result} = {decisive} if {second} is {decisive} else {unknown}")
        self._indent -= 1
        return result

    def visit_and(self, node: nodes.And) -> str:
        return self._decided(node.left, node.right, "False", "True")

    def visit_or(self, node: nodes.Or) -> str:
        return self._decided(node.left, node.right, "True", "False")

    def visit_xor(self, node: nodes.Xor) -> str:
        left, right = self._atom(node.left), self._atom(node.right)
        return f"(None if {left} is None or {right} is None else {left} is not {right})"

    def visit_implies(self, node: nodes.Implies) -> str:
        left, right = self._atom(node.left), self._atom(node.right)
        return f"(True if {left} is False or {right} is True else None if {left} is None or {right} is None else False)"

    def visit_not(self, node: nodes.Not) -> str:
        operand = self._atom(node.operand)
        return f"(None if {operand} is None else not {operand})"

    def visit_is_null(self, node: nodes.IsNull) -> str:
        return f"({self._atom(node.operand)} is {'not ' if node.negated else ''}None)"

    def visit_is_true(self, node: nodes.IsTrue) -> str:
        return f"({self._atom(node.operand)} is {'not ' if node.negated else ''}True)"

    def visit_is_false(self, node: nodes.IsFalse) -> str:
        return f"({self._atom(node.operand)} is {'not ' if node.negated else ''}False)"

    def visit_coalesce(self, node: nodes.Coalesce) -> str:
        result = self._new()
        depth = self._indent
        for index, operand in enumerate(node.operands):
            if index:
                self.line(f"if {result} is None:")
                self._indent += 1
            self.line(f"{result} = {self.visit(operand)}")
        self._indent = depth
        return result

    def visit_if(self, node: nodes.If) -> str:
        result = self._new()
        self._branch(f"if {self._atom(node.condition)} is True:", node.then, result)
        self._branch("else:", node.otherwise, result)
        return result

    def _branch(self, head: str, node: nodes.Expression, result: str) -> None:
        self.line(head)
        self._indent += 1
        self.line(f"{result} = {self.visit(node)}")
        self._indent -= 1

    def visit_case(self, node: nodes.Case) -> str:
        result = self._new()
        comparand = self._atom(node.comparand) if node.comparand is not None else None
        depth = self._indent
        for item in node.items:
            when = self._atom(item.when)
            if comparand is None:
                test = f"{when} is True"
            else:
                test = f"{self._function(comparing.equal)}({comparand}, {when}) is True"
            self._branch(f"if {test}:", item.then, result)
            self.line("else:")
            self._indent += 1
        self.line(f"{result} = {self.visit(node.otherwise)}")
        self._indent = depth
        return result

    # ------------------------------------------------------------------ from type to type

    def visit_as(self, node: nodes.As) -> str:
        return self.visit(node.operand)

    def visit_is_type(self, node: nodes.IsType) -> str:
        operand = self._atom(node.operand)
        return f"({operand} is not None)" if node.operand.type == node.target else "False"

    def visit_convert(self, node: nodes.Convert) -> str:
        operand = self._atom(node.operand)
        if node.unit is not None:
            return self._known([operand], f"{self._function(units.convert)}({operand}, {node.unit!r})")
        return self._known([operand], f"{self._function(convert)}({operand}, {self._type(node.type)})")

    def visit_promote(self, node: nodes.Promote) -> str:
        if isinstance(node.operand, nodes.Literal):
            return self.constant(promote(node.operand.value, node.type))
        operand = self._atom(node.operand)
        return self._known([operand], f"{self._function(promote)}({operand}, {self._type(node.type)})")

    def _type(self, kind: Type) -> str:
        name = f"type_{str(kind).replace('<', '_').replace('>', '')}"
        self._scope[name] = kind
        return name

    # ------------------------------------------------------------------ comparison and membership

    def visit_comparison(self, node: nodes.Comparison) -> str:
        left, right = self._atom(node.left), self._atom(node.right)
        kind, operator = node.left.type, _PYTHON[node.operator]
        if kind in _COMPARED_DIRECTLY:
            return self._known([left, right], f"{left} {operator} {right}")
        if kind in (DATE, QUANTITY):
            compare = self._function(dates.compare if kind == DATE else units.compare)
            sign = self._store(self._known([left, right], f"{compare}({left}, {right})"))
            return f"(None if {sign} is None else {sign} {operator} 0)"
        same = self._store(f"{self._function(comparing.equal)}({left}, {right})")
        return f"(None if {same} is None else {same} {operator} True)"

    def visit_equivalent(self, node: nodes.Equivalent) -> str:
        left, right = self._atom(node.left), self._atom(node.right)
        return f"({self._function(comparing.equivalent)}({left}, {right}) is {'not ' if node.negated else ''}True)"

    def visit_between(self, node: nodes.Between) -> str:
        value, low, high = self._atom(node.operand), self._atom(node.low), self._atom(node.high)
        compare, past = self._function(comparing.compare), ">=" if node.properly else ">"
        below = self._store(f"{compare}({low}, {value})")
        above = self._store(f"{compare}({value}, {high})")
        return (
            f"(False if ({below} is not None and {below} {past} 0) or ({above} is not None and {above} {past} 0)"
            f" else None if {below} is None or {above} is None else True)"
        )

    def visit_in_list(self, node: nodes.InList) -> str:
        operand = self._atom(node.operand)
        values = [item.value for item in node.items if isinstance(item, nodes.Literal)]
        if node.items and node.operand.type in (STRING, INTEGER) and len(values) == len(node.items):
            name = self._new()
            self._scope[f"list_{name}"] = frozenset(values)
            return f"({operand} in list_{name})"
        items = "".join(f"{self._atom(item)}, " for item in node.items)
        return f"{self._function(comparing.in_list)}({operand}, ({items}))"

    def visit_in_interval(self, node: nodes.InInterval) -> str:
        operand, interval = self._atom(node.operand), self._atom(node.interval)
        within = self._function(comparing.within)
        return f"{within}({operand}, {interval}, {self._precision(node.precision)}, properly={node.properly})"

    def _precision(self, precision: Precision | None) -> str:
        if precision is None:
            return "None"
        self._scope[f"by_{precision}"] = precision
        return f"by_{precision}"

    def visit_interval_of(self, node: nodes.IntervalOf) -> str:
        low, high = self._atom(node.low), self._atom(node.high)
        return f"{self._function(make_interval)}({low}, {high}, {node.low_closed}, {node.high_closed})"

    def visit_start_of(self, node: nodes.StartOf) -> str:
        return f"{self._function(comparing.start)}({self._atom(node.operand)}, {self._type(node.type)})"

    def visit_end_of(self, node: nodes.EndOf) -> str:
        return f"{self._function(comparing.end)}({self._atom(node.operand)}, {self._type(node.type)})"

    # ------------------------------------------------------------------ numbers

    def visit_arithmetic(self, node: nodes.Arithmetic) -> str:
        left, right = self._atom(node.left), self._atom(node.right)
        if node.type == DATE:
            return self._moved(node, left, right)
        return self._known([left, right], f"{self._function(ARITHMETIC[node.type, node.operator])}({left}, {right})")

    def _moved(self, node: nodes.Arithmetic, left: str, right: str) -> str:
        sign = 1 if node.operator == ArithmeticOperator.ADD else -1
        amount = self._scope.get(right)
        if isinstance(amount, Quantity):
            days = dates.in_days(amount.value, amount.unit, sign)
            months = dates.in_months(amount.value, amount.unit, sign)
            if days is not None:
                return self._known([left], f"{self._function(dates.add_days)}({left}, {days})")
            if months is not None:
                return self._known([left], f"{self._function(dates.add_months)}({left}, {months})")
        return self._known([left, right], f"{self._function(move)}({left}, {right}, {sign})")

    def visit_negate(self, node: nodes.Negate) -> str:
        if isinstance(node.operand, nodes.Literal):
            return self.constant(negate(node.operand.value))
        operand = self._atom(node.operand)
        return self._known([operand], f"{self._function(negate)}({operand})")

    def visit_call(self, node: nodes.Call) -> str:
        arguments = [self._atom(argument) for argument in node.arguments]
        return self._known(arguments, f"{self._function(FUNCTIONS[node.function])}({', '.join(arguments)})")

    def visit_successor(self, node: nodes.Successor) -> str:
        return f"{self._function(comparing.successor)}({self._atom(node.operand)})"

    def visit_predecessor(self, node: nodes.Predecessor) -> str:
        return f"{self._function(comparing.predecessor)}({self._atom(node.operand)})"

    # ------------------------------------------------------------------ dates

    def visit_date_of(self, node: nodes.DateOf) -> str:
        return f"{self._function(dates.make)}({', '.join(self._atom(part) for part in node.parts)})"

    def visit_date_component(self, node: nodes.DateComponent) -> str:
        operand = self._atom(node.operand)
        return self._known(
            [operand], f"{self._function(dates.component)}({operand}, {self._precision(node.component)})"
        )

    def visit_date_distance(self, node: nodes.DateDistance) -> str:
        left, right = self._atom(node.left), self._atom(node.right)
        self._scope[f"count_{node.distance}"] = node.distance
        call = f"{self._function(count)}(count_{node.distance}, {self._precision(node.precision)}, {left}, {right})"
        return self._known([left, right], call)

    def visit_date_comparison(self, node: nodes.DateComparison) -> str:
        left, right = self._atom(node.left), self._atom(node.right)
        call = f"{self._function(dates.compare)}({left}, {right}, {self._precision(node.precision)})"
        sign = self._store(self._known([left, right], call))
        return f"(None if {sign} is None else {sign} {_RELATIONS[node.relation]} 0)"


def _is_constant(operand: str) -> bool:
    return operand[0] == "c" and operand[1:].isdigit()
