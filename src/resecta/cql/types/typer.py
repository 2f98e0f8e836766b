"""The type of every kind of node, and what may stand where."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from resecta.cql.format import to_cql
from resecta.cql.tree import nodes
from resecta.cql.tree.nodes import Expression
from resecta.cql.tree.operators import ArithmeticOperator, ComparisonOperator, Function, Precision, Relation
from resecta.cql.tree.visitor import Visitor
from resecta.cql.types import (
    ANY,
    BOOLEAN,
    DATE,
    DECIMAL,
    INTEGER,
    NUMBERS,
    ORDERED,
    POINTS,
    QUANTITY,
    STRING,
    Type,
    interval_of,
    is_interval,
)
from resecta.cql.types.fitter import Fitter, Note
from resecta.cql.types.fitting import CONVERSIONS, constant, is_negative, type_of_value, widens, with_article
from resecta.cql.types.functions import SIGNATURES
from resecta.cql.types.measures import (
    are_lengths_of_time,
    measured_in,
    moves_dates,
    never_compare,
    product,
    quantity_in,
    quotient,
    total,
)
from resecta.cql.values import Quantity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_INTERVAL = "write Interval[low, high]"
_SCALINGS = {ArithmeticOperator.MULTIPLY: product, ArithmeticOperator.DIVIDE: quotient}


class Typer(Fitter, Visitor[Expression]):
    """Gives back each node with its type, notes what does not fit, and goes on."""

    def __init__(self, types: Mapping[str, Type], note: Note) -> None:
        """``types`` of the names an expression may use; ``note`` takes what does not fit."""
        super().__init__(note)
        self._types = types

    def _truth(self, node: Expression) -> Expression:
        return self.fit(self.visit(node), BOOLEAN)

    # ------------------------------------------------------------------ leaves

    def visit_literal(self, node: nodes.Literal) -> Expression:
        if isinstance(node.value, int) and not isinstance(node.value, bool) and node.value >= 2**31:
            self._note(node.spot, f"{node.value} is too large for an Integer", "the largest is 2147483647")
        kind = quantity_in(node.value.unit) if isinstance(node.value, Quantity) else type_of_value(node.value)
        return replace(node, type=kind)

    def visit_null(self, node: nodes.Null) -> Expression:
        return node

    def visit_type_extent(self, node: nodes.TypeExtent) -> Expression:
        if node.target not in (INTEGER, DECIMAL, DATE):
            self._note(node.spot, f"{node.target} has no {node.extent}", "Integer, Decimal and Date have one")
        return replace(node, type=node.target)

    def visit_parameter_reference(self, node: nodes.ParameterReference) -> Expression:
        return replace(node, type=self._types.get(node.name, ANY))

    def visit_definition_reference(self, node: nodes.DefinitionReference) -> Expression:
        return replace(node, type=self._types.get(node.name, ANY))

    # ------------------------------------------------------------------ logic

    def visit_and(self, node: nodes.And) -> Expression:
        return nodes.And(self._truth(node.left), self._truth(node.right), spot=node.spot, type=BOOLEAN)

    def visit_or(self, node: nodes.Or) -> Expression:
        return nodes.Or(self._truth(node.left), self._truth(node.right), spot=node.spot, type=BOOLEAN)

    def visit_xor(self, node: nodes.Xor) -> Expression:
        return nodes.Xor(self._truth(node.left), self._truth(node.right), spot=node.spot, type=BOOLEAN)

    def visit_implies(self, node: nodes.Implies) -> Expression:
        return nodes.Implies(self._truth(node.left), self._truth(node.right), spot=node.spot, type=BOOLEAN)

    def visit_not(self, node: nodes.Not) -> Expression:
        return nodes.Not(self._truth(node.operand), spot=node.spot, type=BOOLEAN)

    def visit_is_null(self, node: nodes.IsNull) -> Expression:
        return replace(node, operand=self.visit(node.operand), type=BOOLEAN)

    def visit_is_true(self, node: nodes.IsTrue) -> Expression:
        return replace(node, operand=self._truth(node.operand), type=BOOLEAN)

    def visit_is_false(self, node: nodes.IsFalse) -> Expression:
        return replace(node, operand=self._truth(node.operand), type=BOOLEAN)

    def visit_coalesce(self, node: nodes.Coalesce) -> Expression:
        operands, kind = self._together(
            [self.visit(each) for each in node.operands], "these cannot stand in for each other"
        )
        return replace(node, operands=tuple(operands), type=kind)

    def visit_if(self, node: nodes.If) -> Expression:
        condition = self._truth(node.condition)
        (then, otherwise), kind = self._together(
            [self.visit(node.then), self.visit(node.otherwise)], "the branches differ in type"
        )
        return nodes.If(condition, then, otherwise, spot=node.spot, type=kind)

    def visit_case(self, node: nodes.Case) -> Expression:
        whens = [self.visit(item.when) for item in node.items]
        comparand = self.visit(node.comparand) if node.comparand is not None else None
        if comparand is None:
            whens = [self.fit(when, BOOLEAN) for when in whens]
        else:
            (comparand, *whens), _ = self._together([comparand, *whens], "these are compared, but differ in type")
        thens, kind = self._together([self.visit(part) for part in _results(node)], "the branches differ in type")
        items = tuple(nodes.CaseItem(when, then) for when, then in zip(whens, thens, strict=False))
        return nodes.Case(comparand, items, thens[-1], spot=node.spot, type=kind)

    # ------------------------------------------------------------------ from type to type

    def visit_as(self, node: nodes.As) -> Expression:
        operand = self.visit(node.operand)
        if operand.type == ANY:
            operand = replace(operand, type=node.target) if isinstance(operand, nodes.Null) else operand
        elif operand.type != node.target:
            self._note(
                node.spot,
                f"{with_article(operand.type)} is never {with_article(node.target)}",
                f"write convert … to {node.target}"
                if operand.type in CONVERSIONS.get(node.target, ())
                else f"leave out as {node.target}",
            )
        return replace(node, operand=operand, type=operand.type if operand.type == node.target else node.target)

    def visit_is_type(self, node: nodes.IsType) -> Expression:
        return replace(node, operand=self.visit(node.operand), type=BOOLEAN)

    def visit_convert(self, node: nodes.Convert) -> Expression:
        operand = self.visit(node.operand)
        if node.unit is not None:
            return self._converted(node, self._one_of(operand, (QUANTITY,), QUANTITY), node.unit)
        target = node.target or ANY
        allowed = CONVERSIONS.get(target, ())
        if not allowed:
            self._note(node.spot, f"nothing converts to {with_article(target)}", "leave the conversion out")
        if operand.type == target != ANY:
            self._note(node.spot, f"this is {with_article(target)} already", "leave the conversion out")
            return operand
        kind = quantity_in("1") if target == QUANTITY and operand.type in NUMBERS else target
        return replace(node, operand=self._one_of(operand, allowed, STRING), type=kind)

    def _converted(self, node: nodes.Convert, operand: Expression, unit: str) -> Expression:
        kind = quantity_in(unit)
        if never_compare(operand.type, kind):
            message = f"{to_cql(operand)} is in {measured_in(operand.type)}, which never converts to {unit}"
            self._note(node.spot, message, f"convert to what measures the same as {measured_in(operand.type)}")
        return replace(node, operand=operand, type=kind)

    def visit_promote(self, node: nodes.Promote) -> Expression:
        return self.visit(node.operand)  # checking a tree twice starts from what was written

    # ------------------------------------------------------------------ comparison and membership

    def _compared(self, left: Expression, right: Expression) -> tuple[list[Expression], Type]:
        parts = [self.visit(left), self.visit(right)]
        if all(isinstance(part, nodes.Null) and part.type == ANY for part in parts):
            self._note(right.spot, "two bare nulls have no type in which to compare them", "write null as Integer")
        return self._of_one_type(parts, "these cannot be compared")

    def visit_comparison(self, node: nodes.Comparison) -> Expression:
        (left, right), kind = self._compared(node.left, node.right)
        self._of_one_dimension((left, right), kind)
        if node.operator not in (ComparisonOperator.EQUAL, ComparisonOperator.NOT_EQUAL) and kind not in (
            *ORDERED,
            ANY,
        ):
            self._note(
                node.spot, f"{with_article(kind)} has no order, so {node.operator} cannot compare it", "write = or !="
            )
        return nodes.Comparison(node.operator, left, right, spot=node.spot, type=BOOLEAN)

    def visit_equivalent(self, node: nodes.Equivalent) -> Expression:
        (left, right), kind = self._compared(node.left, node.right)
        if not are_lengths_of_time((left.type, right.type)):  # a calendar month is equivalent to an average one
            self._of_one_dimension((left, right), kind)
        return nodes.Equivalent(left, right, node.negated, spot=node.spot, type=BOOLEAN)

    def visit_between(self, node: nodes.Between) -> Expression:
        parts = [self.visit(part) for part in (node.operand, node.low, node.high)]
        (operand, low, high), kind = self._together(parts, "these cannot be compared")
        if kind not in (*ORDERED, ANY):
            self._note(
                node.spot, f"{with_article(kind)} has no order, so it lies between nothing", "ask for each value with ="
            )
        return nodes.Between(operand, low, high, node.properly, spot=node.spot, type=BOOLEAN)

    def visit_in_list(self, node: nodes.InList) -> Expression:
        parts = [self.visit(node.operand), *(self.visit(item) for item in node.items)]
        (operand, *items), _ = self._together(parts, "the list holds something else")
        return replace(node, operand=operand, items=tuple(items), type=BOOLEAN)

    def visit_in_interval(self, node: nodes.InInterval) -> Expression:
        operand, interval = self.visit(node.operand), self.visit(node.interval)
        if is_interval(operand.type):
            (operand, interval), _ = self._together([operand, interval], "these cannot be compared")
        elif interval.type != ANY and not is_interval(interval.type):
            self._note(
                interval.spot,
                f"expected an interval or a list, but this is {with_article(interval.type)}",
                _INTERVAL,
            )
        else:
            operand, interval = self._point_and_interval(operand, interval)
        self._precision(node.precision, operand)
        return replace(node, operand=operand, interval=interval, type=BOOLEAN)

    def _point_and_interval(self, operand: Expression, interval: Expression) -> tuple[Expression, Expression]:
        inside = interval.type.of or ANY
        point = operand.type if inside == ANY or widens(inside, operand.type) else inside
        if point == ANY:
            point = INTEGER
        operand, interval = self.fit(operand, point), self.fit(interval, interval_of(point))
        if never_compare(operand.type, interval.type):
            self._note_dimensions(operand, interval)
        return operand, interval

    def _precision(self, precision: Precision | None, node: Expression) -> None:
        if precision == Precision.WEEK:
            self._note(node.spot, "dates are compared by year, month or day, not by week", "write day")
        elif precision is not None and (node.type.of or node.type) not in (DATE, ANY):
            self._note(node.spot, f"only dates are compared by {precision}", f"leave out {precision} of")

    def visit_interval_of(self, node: nodes.IntervalOf) -> Expression:
        (low, high), kind = self._together([self.visit(node.low), self.visit(node.high)], "the ends differ in type")
        if kind not in (*POINTS, ANY):
            self._note(node.spot, f"there are no intervals of {kind}", "ask for each value in a list: … in {a, b}")
        return self._in_range(
            replace(node, low=low, high=high, type=interval_of(kind)),
            "put the lower end first, and a point between them",
        )

    def _end(self, node: nodes.StartOf | nodes.EndOf) -> Expression:
        operand = self.visit(node.operand)
        if operand.type != ANY and not is_interval(operand.type):
            self._note(operand.spot, f"expected an interval, but this is {with_article(operand.type)}", _INTERVAL)
        return replace(node, operand=operand, type=operand.type.of or ANY)

    def visit_start_of(self, node: nodes.StartOf) -> Expression:
        return self._end(node)

    def visit_end_of(self, node: nodes.EndOf) -> Expression:
        return self._end(node)

    # ------------------------------------------------------------------ numbers

    def visit_arithmetic(self, node: nodes.Arithmetic) -> Expression:
        left, right = self.visit(node.left), self.visit(node.right)
        operator = node.operator
        if left.type == DATE and operator in (ArithmeticOperator.ADD, ArithmeticOperator.SUBTRACT):
            return self._in_range(replace(node, left=left, right=self._length_of_time(right), type=DATE))
        if QUANTITY in (left.type, right.type):
            return self._quantities(node, left, right)
        wrong = [each for each in (left, right) if each.type not in (ANY, *NUMBERS)]
        if wrong:
            self._note_reckoned(node, wrong)
            left, right = (nodes.Null(spot=each.spot, type=INTEGER) for each in (left, right))
            return replace(node, left=left, right=right, type=ANY)  # whatever is asked of it: one fault is enough
        (left, right), kind = self._together([left, right], "these cannot be reckoned with")
        if operator == ArithmeticOperator.DIVIDE or (operator == ArithmeticOperator.POWER and is_negative(right)):
            left, right, kind = self.fit(left, DECIMAL), self.fit(right, DECIMAL), DECIMAL
        if kind == ANY:
            left, right, kind = self.fit(left, INTEGER), self.fit(right, INTEGER), INTEGER
        return replace(node, left=left, right=right, type=kind)

    def _length_of_time(self, node: Expression) -> Expression:
        if node.type in NUMBERS:
            mend = "write a length of time, such as 5 days; in a date, month and day have two digits"
            self._note(node.spot, f"a date moves by a length of time, but this is {with_article(node.type)}", mend)
            return nodes.Null(spot=node.spot, type=QUANTITY)
        if node.type == QUANTITY and not moves_dates(node.type):
            message = f"{to_cql(node)} is in {measured_in(node.type)}, which moves no date"
            self._note(node.spot, message, "add days, weeks, months or years")
        return self._one_of(node, (QUANTITY,), QUANTITY)

    def _quantities(self, node: nodes.Arithmetic, left: Expression, right: Expression) -> Expression:
        if node.operator in _SCALINGS:
            left, right = self._quantity(left), self._quantity(right)
            return replace(node, left=left, right=right, type=_SCALINGS[node.operator](left.type, right.type))
        if node.operator == ArithmeticOperator.POWER:
            self._note(node.spot, "a quantity has no power", "multiply it with itself")
        left, right = self.fit(left, QUANTITY), self.fit(right, QUANTITY)
        self._of_one_dimension((left, right), QUANTITY)
        if node.operator in (ArithmeticOperator.ADD, ArithmeticOperator.SUBTRACT):
            return replace(node, left=left, right=right, type=total(left.type, right.type))
        return replace(node, left=left, right=right, type=left.type)

    def _quantity(self, node: Expression) -> Expression:
        if node.type in NUMBERS:
            return nodes.Promote(node, spot=node.spot, type=quantity_in("1"))
        return self.fit(node, QUANTITY)

    def _numeric(self, node: Expression, allowed: Sequence[Type]) -> Expression:
        return self._one_of(self.visit(node), allowed, DECIMAL)

    def visit_negate(self, node: nodes.Negate) -> Expression:
        operand = self._numeric(node.operand, (*NUMBERS, QUANTITY))
        return replace(node, operand=operand, type=operand.type)

    def visit_call(self, node: nodes.Call) -> Expression:
        signature = SIGNATURES[node.function]
        taken = zip(node.arguments, signature.takes, strict=False)  # the last may be left out
        arguments = tuple(self._argument(argument, want) for argument, want in taken)
        if node.function == Function.LN and constant(arguments[0]) == 0:
            self._note(node.spot, "Ln(0) has no value", "give it a number above 0")
        if node.function == Function.EXP and (constant(arguments[0]) or 0) > 65:
            self._note(node.spot, "this is too large for a Decimal", "give Exp a number up to 65")
        given = arguments[0].type if signature.gives == ANY else signature.gives
        return replace(node, arguments=arguments, type=given)

    def _argument(self, node: Expression, want: Type) -> Expression:
        if want == ANY:
            return self._numeric(node, (*NUMBERS, QUANTITY))
        return self._decimal(node) if want == DECIMAL else self.fit(self.visit(node), want)

    def _decimal(self, node: Expression) -> Expression:
        return self.fit(self._numeric(node, NUMBERS), DECIMAL)

    def visit_successor(self, node: nodes.Successor) -> Expression:
        operand = self._one_of(self.visit(node.operand), POINTS, INTEGER)
        return self._in_range(replace(node, operand=operand, type=operand.type))

    def visit_predecessor(self, node: nodes.Predecessor) -> Expression:
        operand = self._one_of(self.visit(node.operand), POINTS, INTEGER)
        return self._in_range(replace(node, operand=operand, type=operand.type))

    # ------------------------------------------------------------------ dates

    def visit_date_of(self, node: nodes.DateOf) -> Expression:
        parts = tuple(self.fit(self.visit(part), INTEGER) for part in node.parts)
        return self._in_range(replace(node, parts=parts, type=DATE))

    def visit_date_component(self, node: nodes.DateComponent) -> Expression:
        if node.component == Precision.WEEK:
            self._note(node.spot, "a date has a year, a month and a day, but no week", "write weeks between … and …")
        return replace(node, operand=self.fit(self.visit(node.operand), DATE), type=INTEGER)

    def visit_date_distance(self, node: nodes.DateDistance) -> Expression:
        left, right = self.fit(self.visit(node.left), DATE), self.fit(self.visit(node.right), DATE)
        return replace(node, left=left, right=right, type=INTEGER)

    def visit_date_comparison(self, node: nodes.DateComparison) -> Expression:
        left, right = self.visit(node.left), self.visit(node.right)
        if is_interval(left.type) or is_interval(right.type):
            return self._intervals_stand(node, left, right)
        (left, right), kind = self._together([left, right], "these cannot be compared")
        self._precision(node.precision, left)
        if kind not in (DATE, ANY):
            self._note(node.spot, f"{node.relation!s} compares dates, not {kind}", "write = or <")
            return nodes.Null(spot=node.spot, type=BOOLEAN)
        return replace(node, left=self.fit(left, DATE), right=self.fit(right, DATE), type=BOOLEAN)

    def _intervals_stand(self, node: nodes.DateComparison, left: Expression, right: Expression) -> Expression:
        if node.relation is Relation.SAME:
            self._note(node.spot, f"{node.relation!s} compares dates, not intervals", "compare their starts and ends")
        if not is_interval(left.type):
            left, right = self._point_and_interval(left, right)
        elif not is_interval(right.type):
            right, left = self._point_and_interval(right, left)
        else:
            (left, right), _ = self._together([left, right], "these cannot be compared")
        self._precision(node.precision, left)
        return replace(node, left=left, right=right, type=BOOLEAN)


def _results(node: nodes.Case) -> list[Expression]:
    return [*(item.then for item in node.items), node.otherwise]
