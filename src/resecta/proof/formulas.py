"""The core of the language for a solver: definitions and the terms of a patient's facts in, a term per definition out.

What a solver can reckon (logic, whole numbers, days) is said in its own terms, exactly. Any other operation is a
function of which the solver knows nothing but that equal operands give equal results: what is proved so holds for the
true function too, and where a model guesses its value wrong it is told the right one
(``UninterpretedCall.lesson``), from the operation's own meaning. So nothing is computed here in a second way, and no
operation is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import z3

from resecta.cql.core.meanings import OperationKind
from resecta.cql.core.nodes import (
    And,
    Coalesce,
    Constant,
    CoreVisitor,
    Definition,
    If,
    IsNull,
    Node,
    Not,
    Operation,
    Or,
    Parameter,
)
from resecta.cql.tree.operators import Distance, Precision, Relation
from resecta.cql.types import DECIMAL, QUANTITY, Type
from resecta.cql.values import Interval, Quantity, Value, dates, decimals, units
from resecta.proof.calendar import MonthArithmetic, in_calendar
from resecta.proof.forms import (
    STEPS,
    Days,
    Decimals,
    Form,
    Forms,
    Integers,
    Quantities,
    TruthForm,
    from_steps,
    in_steps,
)
from resecta.proof.terms import FALSE, TRUE, Term, both, chosen, either, every, is_false, is_true, opposite, some
from resecta.proof.uninterpreted import UninterpretedCall

_COMPARE: dict[OperationKind, Callable[[Any, Any], z3.BoolRef]] = {
    OperationKind.EQUAL: lambda left, right: left == right,
    OperationKind.NOT_EQUAL: lambda left, right: left != right,
    OperationKind.LESS: lambda left, right: left < right,
    OperationKind.LESS_OR_EQUAL: lambda left, right: left <= right,
    OperationKind.GREATER: lambda left, right: left > right,
    OperationKind.GREATER_OR_EQUAL: lambda left, right: left >= right,
}
_STANDS = {
    Relation.SAME: OperationKind.EQUAL,
    Relation.BEFORE: OperationKind.LESS,
    Relation.AFTER: OperationKind.GREATER,
    Relation.SAME_OR_BEFORE: OperationKind.LESS_OR_EQUAL,
    Relation.SAME_OR_AFTER: OperationKind.GREATER_OR_EQUAL,
}
_LARGEST = in_steps(decimals.LARGEST)


class Formulas(CoreVisitor[Term]):
    """The terms of one patient. ``facts``: the term of every parameter that is a fact; ``settings``: the value of every
    other. ``asked``: the uses of functions that the solver does not know.
    """

    def __init__(
        self,
        definitions: Mapping[str, Node],
        facts: Mapping[str, Term],
        settings: Mapping[str, Value],
        forms: Forms,
        calendar: MonthArithmetic | None = None,
    ) -> None:
        """``forms`` and ``calendar`` are shared by formulas that are to be compared with one another."""
        self._definitions = definitions
        self._facts = facts
        self._settings = settings
        self._forms = forms
        self._calendar = MonthArithmetic() if calendar is None else calendar
        self._defined: dict[str, Term] = {}
        self._made: dict[int, tuple[Node, Term]] = {}
        self.asked: list[UninterpretedCall] = []

    def definition(self, name: str) -> Term:
        """The term of a definition."""
        if name not in self._defined:
            self._defined[name] = self.visit(self._definitions[name])
        return self._defined[name]

    def fact(self, name: str) -> Term:
        """The term of a fact."""
        return self._facts[name]

    def is_word(self, name: str, word: str) -> z3.BoolRef:
        """Whether a definition that gives a text gives this one."""
        term = self.definition(name)
        return both(term.known, term.value == self._forms.texts.number(word))

    def visit(self, node: Node) -> Term:
        """The term of a node; one that several share is made once."""
        known = self._made.get(id(node))
        if known is None:
            known = self._made[id(node)] = (node, node.accept(self))
        return known[1]

    # ------------------------------------------------------------------ leaves and logic

    def visit_constant(self, node: Constant) -> Term:
        return self._constant(node.value, node.type)

    def visit_parameter(self, node: Parameter) -> Term:
        if node.name in self._facts:
            return self._facts[node.name]
        return self._constant(self._settings[node.name], node.type)

    def visit_definition(self, node: Definition) -> Term:
        return self.definition(node.name)

    def visit_and(self, node: And) -> Term:
        left, right = self.visit(node.left), self.visit(node.right)
        return _truth(both(left.holds, right.holds), either(left.fails, right.fails))

    def visit_or(self, node: Or) -> Term:
        left, right = self.visit(node.left), self.visit(node.right)
        return _truth(either(left.holds, right.holds), both(left.fails, right.fails))

    def visit_not(self, node: Not) -> Term:
        operand = self.visit(node.operand)
        return Term(operand.known, opposite(operand.value), TruthForm())

    def visit_is_null(self, node: IsNull) -> Term:
        return Term(TRUE, opposite(self.visit(node.operand).known), TruthForm())

    def visit_if(self, node: If) -> Term:
        condition = self.visit(node.condition).holds
        then, otherwise = self._alike(self.visit(node.then), self.visit(node.otherwise))
        return Term(
            chosen(condition, then.known, otherwise.known),
            chosen(condition, then.value, otherwise.value),
            then.form,
        )

    def visit_coalesce(self, node: Coalesce) -> Term:
        *before, last = [self.visit(operand) for operand in node.operands]
        for first in reversed(before):
            one, rest = self._alike(first, last)
            known = either(one.known, rest.known)
            last = Term(known, chosen(one.known, one.value, rest.value), one.form)
        return last

    def _constant(self, value: Value, kind: Type) -> Term:
        form = self._forms.of_value(value, kind)
        if isinstance(form, TruthForm):
            return Term(z3.BoolVal(value is not None), z3.BoolVal(value is True), form)
        number = 0 if value is None else form.number(value)
        return Term(z3.BoolVal(value is not None), z3.IntVal(number), form)

    def _alike(self, left: Term, right: Term) -> tuple[Term, Term]:
        """Both in one form; a value that is never known takes any."""
        if left.form.key == right.form.key:
            return left, right
        if is_false(left.known):
            return Term(FALSE, right.value, right.form), right
        if is_false(right.known):
            return left, Term(FALSE, left.value, left.form)
        return self._in_one_unit(left, right)

    def _in_one_unit(self, left: Term, right: Term) -> tuple[Term, Term]:
        """Both in the finer unit, where a whole step of the coarser is a whole number of its steps; else listed."""
        factor = None
        if isinstance(left.form, Quantities) and isinstance(right.form, Quantities):
            factor = units.ratio(left.form.unit, right.form.unit)
        if factor is not None and factor.denominator == 1:
            return Term(left.known, left.value * factor.numerator, right.form), right
        if factor is not None and factor.numerator == 1:
            return left, Term(right.known, right.value * factor.denominator, left.form)
        return self._listed(left), self._listed(right)

    def _listed(self, term: Term) -> Term:
        """The same value by its place in the list of all that has no number."""
        if term.form.key == self._forms.others.key:
            return term
        name = f"listed from {term.form.key}"
        place = z3.Function(name, term.value.sort(), z3.IntSort())(term.value)
        self.asked.append(
            UninterpretedCall(lambda value: value, True, (term,), (term.value,), Term(TRUE, place, self._forms.others))
        )
        return Term(term.known, place, self._forms.others)

    # ------------------------------------------------------------------ operations

    def visit_operation(self, node: Operation) -> Term:
        operands = tuple(self.visit(operand) for operand in node.operands)
        reckoned = self._reckoned(node, operands)
        return self._unknown_function(node, operands) if reckoned is None else reckoned

    def _reckoned(self, node: Operation, operands: tuple[Term, ...]) -> Term | None:
        """The operation in the solver's own terms; None where it has none."""
        kind = node.kind
        if node.strict and any(is_false(operand.known) for operand in operands):
            return self._constant(None, node.type)
        if kind in _COMPARE:
            return self._compared(kind, *operands)
        if kind is OperationKind.STANDS:
            return self._stands(node, *operands)
        if kind is OperationKind.IN_LIST:
            return self._in_list(*operands)
        if kind is OperationKind.WITHIN:
            return self._within(node, operands[0])
        if kind in (OperationKind.ADD, OperationKind.SUBTRACT):
            return self._sum(node, *operands)
        if kind is OperationKind.NEGATE and isinstance(operands[0].form, Integers | Decimals):
            return _limited(operands[0].known, -operands[0].value, operands[0].form)
        if kind is OperationKind.PROMOTE:
            return _promoted(node.type, operands[0])
        if kind in (OperationKind.LATER, OperationKind.EARLIER):
            return self._moved(kind, *operands)
        if kind is OperationKind.DISTANCE:
            return _distance(node, *operands)
        return None

    def _compared(self, kind: OperationKind, left: Term, right: Term) -> Term | None:
        known = both(left.known, right.known)
        if isinstance(left.form, Quantities) and isinstance(right.form, Quantities):
            factor = units.ratio(left.form.unit, right.form.unit)
            if factor is None:
                return Term(FALSE, FALSE, TruthForm())
            scaled = left.value * factor.numerator, right.value * factor.denominator
            return Term(known, _COMPARE[kind](*scaled), TruthForm())
        if left.form.key != right.form.key or left.form.key == self._forms.others.key:
            return None
        ordered = kind not in (OperationKind.EQUAL, OperationKind.NOT_EQUAL)
        if ordered and not isinstance(left.form, Integers | Decimals | Days):
            return None
        return Term(known, _COMPARE[kind](left.value, right.value), TruthForm())

    def _stands(self, node: Operation, left: Term, right: Term) -> Term | None:
        relation, precision = node.details
        if precision not in (None, Precision.DAY) or not _are(Days, left, right) or not isinstance(relation, Relation):
            return None
        return Term(both(left.known, right.known), _COMPARE[_STANDS[relation]](left.value, right.value), TruthForm())

    def _in_list(self, operand: Term, *items: Term) -> Term | None:
        found: list[z3.BoolRef] = []
        for item in items:
            same = self._compared(OperationKind.EQUAL, operand, item)
            if same is None and not is_false(item.known):
                return None
            null = both(opposite(operand.known), opposite(item.known))
            found.append(null if same is None else either(same.holds, null))
        return Term(TRUE, some(found), TruthForm())

    def _within(self, node: Operation, point: Term) -> Term | None:
        """Membership of an interval that is written out, both of its ends known."""
        written, (precision, properly) = node.operands[1], node.details
        interval = written.value if isinstance(written, Constant) else None
        if not isinstance(interval, Interval) or precision is not None or properly:
            return None
        point_type = written.type.of
        if interval.low is None or interval.high is None or point_type is None:
            return None
        low, high = (self._constant(end, point_type) for end in (interval.low, interval.high))
        above = self._compared(OperationKind.LESS_OR_EQUAL if interval.low_closed else OperationKind.LESS, low, point)
        below = self._compared(OperationKind.LESS_OR_EQUAL if interval.high_closed else OperationKind.LESS, point, high)
        if above is None or below is None:
            return None
        return _truth(both(above.holds, below.holds), either(above.fails, below.fails))

    def _sum(self, node: Operation, left: Term, right: Term) -> Term | None:
        if not isinstance(left.form, Integers | Decimals | Quantities):
            return None
        one, other = self._alike(left, right)
        if one.form.key == self._forms.others.key:
            return None
        value = one.value + other.value if node.kind is OperationKind.ADD else one.value - other.value
        return _limited(both(one.known, other.known), value, one.form)

    def _moved(self, kind: OperationKind, date: Term, amount: Term) -> Term | None:
        """A date so many days or calendar months later; by an amount that no fact changes."""
        if not isinstance(date.form, Days) or not isinstance(amount.form, Quantities):
            return None
        if not is_true(amount.known) or not z3.is_int_value(amount.value):
            return None
        length = Quantity(from_steps(amount.value.as_long()), amount.form.unit)
        return self.later(date, length, 1 if kind is OperationKind.LATER else -1)

    def later(self, date: Term, length: Quantity, sign: int = 1) -> Term:
        """A date so much later (``sign`` -1: earlier)."""
        days = dates.in_days(length.value, length.unit, sign)
        months = dates.in_months(length.value, length.unit, sign)
        if days is not None:
            value = date.value + days
            return Term(both(date.known, in_calendar(value)), value, Days())
        if months is None:
            return Term(FALSE, date.value, Days())
        later = self._calendar.months_later(date.value, months)
        found = Term(in_calendar(later.number), later.number, Days())
        self.asked.append(
            UninterpretedCall(lambda day: dates.add_months(day, months), True, (date,), (date.value,), found, later)
        )
        return Term(both(date.known, found.known), found.value, Days())

    def _unknown_function(self, node: Operation, operands: tuple[Term, ...]) -> Term:
        """The operation as a function that the solver learns by asking."""
        form = self._forms.of_type(node.type)
        arguments: list[z3.ExprRef] = []
        for operand in operands:
            null = FALSE if isinstance(operand.form, TruthForm) else z3.IntVal(0)
            arguments.append(operand.value if node.strict else chosen(operand.known, operand.value, null))
            if not node.strict:
                arguments.append(operand.known)
        name = f"{node.kind} {node.details} {[operand.form.key for operand in operands]} {form.key}"
        sorts = [argument.sort() for argument in arguments]
        result = z3.BoolSort() if isinstance(form, TruthForm) else z3.IntSort()
        known = TRUE if node.total else z3.Function(f"{name} known", *sorts, z3.BoolSort())(*arguments)
        given = Term(known, z3.Function(name, *sorts, result)(*arguments), form)
        self.asked.append(UninterpretedCall(node.call, node.strict, operands, tuple(arguments), given))
        if not node.strict:
            return given
        return Term(both(every(operand.known for operand in operands), known), given.value, form)


def _truth(holds: z3.BoolRef, fails: z3.BoolRef) -> Term:
    return Term(either(holds, fails), holds, TruthForm())


def _are(form: type[Form], *terms: Term) -> bool:
    return all(isinstance(term.form, form) for term in terms)


def _limited(known: z3.BoolRef, value: z3.ExprRef, form: Form) -> Term:
    """A number that must fit its type, else null."""
    low, high = (
        (decimals.SMALLEST_INTEGER, decimals.LARGEST_INTEGER) if isinstance(form, Integers) else (-_LARGEST, _LARGEST)
    )
    return Term(every((known, value >= low, value <= high)), value, form)


def _promoted(target: Type, operand: Term) -> Term | None:
    if not isinstance(operand.form, Integers | Decimals):
        return None
    value = operand.value * STEPS if isinstance(operand.form, Integers) else operand.value
    if target == DECIMAL:
        return Term(operand.known, value, Decimals())
    return Term(operand.known, value, Quantities("1")) if target == QUANTITY else None


def _distance(node: Operation, left: Term, right: Term) -> Term | None:
    kind, precision = node.details
    if not _are(Days, left, right):
        return None
    known = both(left.known, right.known)
    if precision == Precision.DAY:
        return Term(known, right.value - left.value, Integers())
    if precision == Precision.WEEK and kind == Distance.DIFFERENCE:
        return Term(known, right.value / 7 - left.value / 7, Integers())
    return None
