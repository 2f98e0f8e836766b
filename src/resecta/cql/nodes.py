"""The nodes of the syntax tree: frozen, one per idea of the language, each with its place and (once checked) its type.

``type`` is filled in by ``check``; it and ``span`` take no part in comparing two trees.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from resecta.cql.operators import (
    ArithmeticOperator,
    ComparisonOperator,
    Distance,
    Extent,
    Function,
    Membership,
    Precision,
    Relation,
)
from resecta.cql.types import ANY, Type
from resecta.cql.values import Value

if TYPE_CHECKING:
    from resecta.cql.visitor import Visitor

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Span:
    """Where a node begins in its file (1-based) and how many characters of that line it takes."""

    line: int = 0
    column: int = 0
    length: int = 0


NOWHERE = Span()


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """Any node that has a value. ``type`` is Any until ``check`` has filled it in."""

    span: Span = field(default=NOWHERE, compare=False, repr=False)
    type: Type = field(default=ANY, compare=False, repr=False)

    def accept(self, visitor: Visitor[T]) -> T:
        """Call the visitor's method for this node."""
        raise NotImplementedError(type(self).__name__)


@dataclass(frozen=True, slots=True)
class Literal(Expression):
    """A value as written: Boolean, Integer, Decimal, String, Date or Quantity."""

    value: Value

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_literal(self)


@dataclass(frozen=True, slots=True)
class Null(Expression):
    """``null``; the checker gives it the type that its place wants."""

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_null(self)


@dataclass(frozen=True, slots=True)
class TypeExtent(Expression):
    """``minimum Integer``, ``maximum Date``."""

    extent: Extent
    target: Type

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_type_extent(self)


@dataclass(frozen=True, slots=True)
class ParameterReference(Expression):
    """A fact or a setting by name."""

    name: str

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_parameter_reference(self)


@dataclass(frozen=True, slots=True)
class DefinitionReference(Expression):
    """Another definition by name."""

    name: str

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_definition_reference(self)


@dataclass(frozen=True, slots=True)
class And(Expression):
    """``left and right``: one false operand decides."""

    left: Expression
    right: Expression

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_and(self)


@dataclass(frozen=True, slots=True)
class Or(Expression):
    """``left or right``: one true operand decides."""

    left: Expression
    right: Expression

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_or(self)


@dataclass(frozen=True, slots=True)
class Xor(Expression):
    """``left xor right``: unknown where either side is."""

    left: Expression
    right: Expression

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_xor(self)


@dataclass(frozen=True, slots=True)
class Implies(Expression):
    """``left implies right``: true where left is false or right is true."""

    left: Expression
    right: Expression

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_implies(self)


@dataclass(frozen=True, slots=True)
class Not(Expression):
    """``not operand``."""

    operand: Expression

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_not(self)


@dataclass(frozen=True, slots=True)
class IsNull(Expression):
    """``operand is [not] null``: always true or false."""

    operand: Expression
    negated: bool = False

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_is_null(self)


@dataclass(frozen=True, slots=True)
class IsTrue(Expression):
    """``operand is [not] true``: always true or false."""

    operand: Expression
    negated: bool = False

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_is_true(self)


@dataclass(frozen=True, slots=True)
class IsFalse(Expression):
    """``operand is [not] false``: always true or false."""

    operand: Expression
    negated: bool = False

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_is_false(self)


@dataclass(frozen=True, slots=True)
class Coalesce(Expression):
    """The first operand that is not null."""

    operands: tuple[Expression, ...]

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_coalesce(self)


@dataclass(frozen=True, slots=True)
class As(Expression):
    """``operand as target``: the value where it has that type, else null. ``strict``: ``cast operand as target``."""

    operand: Expression
    target: Type
    strict: bool = False

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_as(self)


@dataclass(frozen=True, slots=True)
class IsType(Expression):
    """``operand is target``: whether there is a value and it has that type."""

    operand: Expression
    target: Type

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_is_type(self)


@dataclass(frozen=True, slots=True)
class Convert(Expression):
    """``convert operand to Type`` (or ``ToType(operand)``), or to a unit: exactly one of ``target`` and ``unit`` is given."""

    operand: Expression
    target: Type | None = None
    unit: str | None = None

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_convert(self)


@dataclass(frozen=True, slots=True)
class Promote(Expression):
    """Put in by the checker, never written: an Integer where a Decimal is wanted, a number where a Quantity is, and their intervals."""

    operand: Expression

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_promote(self)


@dataclass(frozen=True, slots=True)
class Comparison(Expression):
    """``left < right`` and its kin."""

    operator: ComparisonOperator
    left: Expression
    right: Expression

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_comparison(self)


@dataclass(frozen=True, slots=True)
class Equivalent(Expression):
    """``left ~ right`` (``!~`` where negated): never unknown; two nulls are equivalent."""

    left: Expression
    right: Expression
    negated: bool = False

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_equivalent(self)


@dataclass(frozen=True, slots=True)
class Between(Expression):
    """``operand [properly] between low and high``."""

    operand: Expression
    low: Expression
    high: Expression
    properly: bool = False

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_between(self)


@dataclass(frozen=True, slots=True)
class InList(Expression):
    """``operand in { … }`` (or ``{ … } contains operand``): a null operand is in no list of values, so the answer is false."""

    operand: Expression
    items: tuple[Expression, ...]
    spelling: Membership = Membership.IN

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_in_list(self)


@dataclass(frozen=True, slots=True)
class InInterval(Expression):
    """``operand in interval`` and its kin; ``properly`` leaves out the interval's own ends."""

    operand: Expression
    interval: Expression
    precision: Precision | None = None
    properly: bool = False
    spelling: Membership = Membership.IN

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_in_interval(self)


@dataclass(frozen=True, slots=True)
class Arithmetic(Expression):
    """``left + right`` and its kin, also date ± quantity."""

    operator: ArithmeticOperator
    left: Expression
    right: Expression

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_arithmetic(self)


@dataclass(frozen=True, slots=True)
class Negate(Expression):
    """``-operand``."""

    operand: Expression

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_negate(self)


@dataclass(frozen=True, slots=True)
class Call(Expression):
    """A numeric function and its arguments: ``Round(x, 2)``."""

    function: Function
    arguments: tuple[Expression, ...]

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_call(self)


@dataclass(frozen=True, slots=True)
class Successor(Expression):
    """``successor of operand``: the next value of its type."""

    operand: Expression

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_successor(self)


@dataclass(frozen=True, slots=True)
class Predecessor(Expression):
    """``predecessor of operand``: the value before it."""

    operand: Expression

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_predecessor(self)


@dataclass(frozen=True, slots=True)
class If(Expression):
    """``if condition then … else …``: an unknown condition takes the else branch."""

    condition: Expression
    then: Expression
    otherwise: Expression

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_if(self)


@dataclass(frozen=True, slots=True)
class CaseItem:
    """``when … then …``: not itself an expression."""

    when: Expression
    then: Expression


@dataclass(frozen=True, slots=True)
class Case(Expression):
    """``case [comparand] when … then … else … end``: the first item that holds (or equals the comparand)."""

    comparand: Expression | None
    items: tuple[CaseItem, ...]
    otherwise: Expression

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_case(self)


@dataclass(frozen=True, slots=True)
class IntervalOf(Expression):
    """``Interval[low, high)``."""

    low: Expression
    high: Expression
    low_closed: bool = True
    high_closed: bool = True

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_interval_of(self)


@dataclass(frozen=True, slots=True)
class StartOf(Expression):
    """``start of operand``: the first point of an interval."""

    operand: Expression

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_start_of(self)


@dataclass(frozen=True, slots=True)
class EndOf(Expression):
    """``end of operand``: the last point of an interval."""

    operand: Expression

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_end_of(self)


@dataclass(frozen=True, slots=True)
class DateOf(Expression):
    """``Date(year, month, day)``; month and day may be left out."""

    parts: tuple[Expression, ...]

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_date_of(self)


@dataclass(frozen=True, slots=True)
class DateComponent(Expression):
    """``year from date``."""

    component: Precision
    operand: Expression

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_date_component(self)


@dataclass(frozen=True, slots=True)
class DateDistance(Expression):
    """``difference in days between left and right``, ``duration in weeks between …``."""

    distance: Distance
    precision: Precision
    left: Expression
    right: Expression

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_date_distance(self)


@dataclass(frozen=True, slots=True)
class DateComparison(Expression):
    """``left same day or before right``, ``left before right``; without a precision as far as the dates go."""

    relation: Relation
    left: Expression
    right: Expression
    precision: Precision | None = None

    def accept(self, visitor: Visitor[T]) -> T:
        return visitor.visit_date_comparison(self)
