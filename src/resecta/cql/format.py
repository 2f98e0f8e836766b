"""Write a tree back as CQL text: as few parentheses as can be read safely, so that ``parse(to_cql(tree)) == tree``.

Where the language's precedence surprises (``not`` before ``=``, ``and`` beside ``or``, comparison beside ``is true``)
the parentheses are written although the grammar could do without them.
"""

from __future__ import annotations

from resecta.cql.tree import nodes
from resecta.cql.tree.operators import ArithmeticOperator, Distance, Membership, Relation
from resecta.cql.tree.visitor import Visitor
from resecta.cql.types import Type
from resecta.cql.values import CALENDAR_UNITS, Quantity, literal

_SIMPLE = (
    nodes.Literal,
    nodes.Null,
    nodes.ParameterReference,
    nodes.DefinitionReference,
    nodes.Coalesce,
    nodes.Call,
    nodes.DateOf,
    nodes.IntervalOf,
)
_PREFIXED = (nodes.Negate, nodes.StartOf, nodes.EndOf, nodes.Successor, nodes.Predecessor, nodes.DateComponent)
_TRUTHS = (
    nodes.Comparison, nodes.Equivalent, nodes.Between, nodes.InList, nodes.InInterval, nodes.DateComparison,
    nodes.IsNull, nodes.IsTrue, nodes.IsFalse, nodes.Not, nodes.IsType,
)  # fmt: skip


def to_cql(expression: nodes.Expression) -> str:
    """The CQL text of an expression, on one line."""
    return _Formatter().visit(expression)


def quoted(name: str) -> str:
    """A name as a quoted identifier."""
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


class _Formatter(Visitor[str]):
    def _simple(self, node: nodes.Expression) -> str:
        """The operand of a prefix or postfix operator: anything composed goes in parentheses."""
        if isinstance(node, nodes.Promote):
            return self._simple(node.operand)
        text = self.visit(node)
        return text if isinstance(node, _SIMPLE) and not _is_negative(node) else f"({text})"

    def _term(self, node: nodes.Expression) -> str:
        """The operand of a comparison: arithmetic may stand bare."""
        if isinstance(node, nodes.Promote):
            return self._term(node.operand)
        bare = isinstance(node, (*_PREFIXED, nodes.Arithmetic, nodes.Convert))
        return self.visit(node) if bare else self._simple(node)

    def _truth(self, node: nodes.Expression, same: type[nodes.Expression] | None = None) -> str:
        """The operand of a connective: comparisons may stand bare, and its own kind on its left."""
        bare = isinstance(node, _TRUTHS) or (same is not None and isinstance(node, same))
        return self.visit(node) if bare else self._simple(node)

    def _connect(self, node: nodes.And | nodes.Or | nodes.Xor | nodes.Implies, word: str) -> str:
        same = type(node) if isinstance(node, nodes.And | nodes.Or) else None
        return f"{self._truth(node.left, same)} {word} {self._truth(node.right)}"

    def _list(self, items: tuple[nodes.Expression, ...]) -> str:
        return ", ".join(self.visit(item) for item in items)

    def visit_literal(self, node: nodes.Literal) -> str:
        value = node.value
        if isinstance(value, Quantity) and value.unit not in CALENDAR_UNITS:  # 30 '%' stays 30 '%', not 30.0 '%'
            return f"{value.value:f} {literal(value.unit)}"
        return literal(value)

    def visit_null(self, node: nodes.Null) -> str:
        return "null"

    def visit_type_extent(self, node: nodes.TypeExtent) -> str:
        return f"{node.extent} {node.target}"

    def visit_parameter_reference(self, node: nodes.ParameterReference) -> str:
        return quoted(node.name)

    def visit_definition_reference(self, node: nodes.DefinitionReference) -> str:
        return quoted(node.name)

    def visit_and(self, node: nodes.And) -> str:
        return self._connect(node, "and")

    def visit_or(self, node: nodes.Or) -> str:
        return self._connect(node, "or")

    def visit_xor(self, node: nodes.Xor) -> str:
        return self._connect(node, "xor")

    def visit_implies(self, node: nodes.Implies) -> str:
        return self._connect(node, "implies")

    def visit_not(self, node: nodes.Not) -> str:
        return f"not {self._simple(node.operand)}"

    def visit_is_null(self, node: nodes.IsNull) -> str:
        return self._is(node.operand, "null", negated=node.negated)

    def visit_is_true(self, node: nodes.IsTrue) -> str:
        return self._is(node.operand, "true", negated=node.negated)

    def visit_is_false(self, node: nodes.IsFalse) -> str:
        return self._is(node.operand, "false", negated=node.negated)

    def _is(self, operand: nodes.Expression, what: str, *, negated: bool) -> str:
        return f"{self._simple(operand)} is {'not ' if negated else ''}{what}"

    def visit_coalesce(self, node: nodes.Coalesce) -> str:
        operands = self._list(node.operands)
        return f"Coalesce({operands})" if 2 <= len(node.operands) <= 5 else f"Coalesce({{{operands}}})"

    def visit_as(self, node: nodes.As) -> str:
        if node.strict:
            return f"cast {self._simple(node.operand)} as {_type(node.target)}"
        return f"{self._simple(node.operand)} as {_type(node.target)}"

    def visit_is_type(self, node: nodes.IsType) -> str:
        return f"{self._simple(node.operand)} is {_type(node.target)}"

    def visit_convert(self, node: nodes.Convert) -> str:
        target = _type(node.target) if node.target is not None else literal(node.unit)
        return f"convert {self._simple(node.operand)} to {target}"

    def visit_promote(self, node: nodes.Promote) -> str:
        return self.visit(node.operand)

    def visit_comparison(self, node: nodes.Comparison) -> str:
        return f"{self._term(node.left)} {node.operator} {self._term(node.right)}"

    def visit_equivalent(self, node: nodes.Equivalent) -> str:
        return f"{self._term(node.left)} {'!~' if node.negated else '~'} {self._term(node.right)}"

    def visit_between(self, node: nodes.Between) -> str:
        properly = "properly " if node.properly else ""
        return f"{self._term(node.operand)} {properly}between {self._term(node.low)} and {self._term(node.high)}"

    def visit_in_list(self, node: nodes.InList) -> str:
        items = f"{{{self._list(node.items)}}}"
        if node.spelling is Membership.CONTAINS:
            return f"{items} contains {self._term(node.operand)}"
        return f"{self._term(node.operand)} {node.spelling} {items}"

    def visit_in_interval(self, node: nodes.InInterval) -> str:
        properly = "properly " if node.properly else ""
        precision = f" {node.precision} of" if node.precision is not None else ""
        left, right = self._term(node.operand), self._term(node.interval)
        if node.spelling in {Membership.CONTAINS, Membership.INCLUDES}:  # the interval stands on the left
            left, right = right, left
        return f"{left} {properly}{node.spelling}{precision} {right}"

    def visit_arithmetic(self, node: nodes.Arithmetic) -> str:
        left, right = _bare(node.left), _bare(node.right)
        # Sums and products lean to the left by themselves; nothing else is left to the reader's memory.
        rank = _rank(node)
        before = self.visit(left) if _PRODUCT >= _rank(left) >= rank else self._simple(left)
        after = self.visit(right) if _PRODUCT >= _rank(right) > rank else self._simple(right)
        return f"{before} {node.operator} {after}"

    def visit_negate(self, node: nodes.Negate) -> str:
        return f"-{self._simple(node.operand)}"

    def visit_call(self, node: nodes.Call) -> str:
        return f"{node.function}({self._list(node.arguments)})"

    def visit_successor(self, node: nodes.Successor) -> str:
        return f"successor of {self._simple(node.operand)}"

    def visit_predecessor(self, node: nodes.Predecessor) -> str:
        return f"predecessor of {self._simple(node.operand)}"

    def visit_if(self, node: nodes.If) -> str:
        then = self.visit(node.then)
        if isinstance(node.then, nodes.If):  # a dangling else is read wrongly even where the grammar knows better
            then = f"({then})"
        return f"if {self.visit(node.condition)} then {then} else {self.visit(node.otherwise)}"

    def visit_case(self, node: nodes.Case) -> str:
        comparand = f" {self._simple(node.comparand)}" if node.comparand is not None else ""
        items = " ".join(f"when {self.visit(item.when)} then {self.visit(item.then)}" for item in node.items)
        return f"case{comparand} {items} else {self.visit(node.otherwise)} end"

    def visit_interval_of(self, node: nodes.IntervalOf) -> str:
        opening, closing = "[" if node.low_closed else "(", "]" if node.high_closed else ")"
        return f"Interval{opening}{self.visit(node.low)}, {self.visit(node.high)}{closing}"

    def visit_start_of(self, node: nodes.StartOf) -> str:
        return f"start of {self._simple(node.operand)}"

    def visit_end_of(self, node: nodes.EndOf) -> str:
        return f"end of {self._simple(node.operand)}"

    def visit_date_of(self, node: nodes.DateOf) -> str:
        return f"Date({self._list(node.parts)})"

    def visit_date_component(self, node: nodes.DateComponent) -> str:
        return f"{node.component} from {self._simple(node.operand)}"

    def visit_date_distance(self, node: nodes.DateDistance) -> str:
        counted = "difference" if node.distance is Distance.DIFFERENCE else "duration"
        between = f"between {self._simple(node.left)} and {self._simple(node.right)}"
        return f"{counted} in {node.precision}s {between}"

    def visit_date_comparison(self, node: nodes.DateComparison) -> str:
        left, right = self._term(node.left), self._term(node.right)
        if node.relation in {Relation.BEFORE, Relation.AFTER}:
            precision = f" {node.precision} of" if node.precision is not None else ""
            return f"{left} {node.relation}{precision} {right}"
        words = str(node.relation)
        if node.precision is not None:
            words = words.replace("same", f"same {node.precision}", 1)
        return f"{left} {words} {right}"


_NO_ARITHMETIC, _SUM, _PRODUCT, _POWER = -1, 0, 1, 2


def _rank(node: nodes.Expression) -> int:
    """How tightly an operation binds; what is no operation ranks lowest, and takes parentheses if it needs any."""
    if not isinstance(node, nodes.Arithmetic):
        return _NO_ARITHMETIC
    if node.operator is ArithmeticOperator.POWER:
        return _POWER
    return _SUM if node.operator in {ArithmeticOperator.ADD, ArithmeticOperator.SUBTRACT} else _PRODUCT


def _bare(node: nodes.Expression) -> nodes.Expression:
    return _bare(node.operand) if isinstance(node, nodes.Promote) else node


def _is_negative(node: nodes.Expression) -> bool:
    return isinstance(node, nodes.Literal) and literal(node.value).startswith("-")


def _type(kind: Type | None) -> str:
    return str(kind)
