"""What forgetting facts can do to an answer.

Most of the language is steady: with fewer facts a known answer can only become unknown. ``is null``, ``Coalesce`` and
an ``if`` over an unknown are not. Where a condition is *not true* and steady in that, none of its facts is needed for
the branch that was taken: without them it would not be true either. The tracer uses this to keep reasons as small as
they are.
"""

from __future__ import annotations

from dataclasses import dataclass

from resecta.cql.tree import nodes
from resecta.cql.tree.library import Library
from resecta.cql.tree.visitor import Visitor
from resecta.cql.tree.walk import children


@dataclass(frozen=True, slots=True)
class Steadiness:
    """``untrue``: what is not true stays not true when facts are forgotten; ``unfalse``: likewise for not false."""

    untrue: bool
    unfalse: bool

    @property
    def steady(self) -> bool:
        """Whether a known answer stays or becomes unknown, and an unknown one stays unknown."""
        return self.untrue and self.unfalse


STEADY = Steadiness(untrue=True, unfalse=True)
UNSTEADY = Steadiness(untrue=False, unfalse=False)


def bare(node: nodes.Expression) -> nodes.Expression:
    """The node below what only gives it another type."""
    return bare(node.operand) if isinstance(node, nodes.As | nodes.Promote) else node


def is_literal_null(node: nodes.Expression) -> bool:
    """Whether the node is ``null``, typed or not."""
    return isinstance(bare(node), nodes.Null)


class SteadinessReader(Visitor[Steadiness]):
    """Reads the steadiness of an expression off its form alone, each definition once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: dict[str, Steadiness] = {}

    def _strict(self, node: nodes.Expression) -> Steadiness:
        return STEADY if all(self.visit(child).steady for child in children(node)) else UNSTEADY

    def _tested(self, node: nodes.IsTrue | nodes.IsFalse, *, untrue: bool) -> Steadiness:
        return Steadiness(untrue=False, unfalse=untrue) if node.negated else Steadiness(untrue=untrue, unfalse=False)

    def _chosen(self, conditions: list[nodes.Expression], results: list[nodes.Expression]) -> Steadiness:
        """Of ``if`` and ``case``: forgetting moves the choice down the list, so what stands there must not differ."""
        if not all(self.visit(condition).untrue for condition in conditions):
            return UNSTEADY
        read = [self.visit(result) for result in results]
        return Steadiness(
            untrue=all(one.untrue for one in read) and all(_never(result, true=True) for result in results[1:]),
            unfalse=all(one.unfalse for one in read) and all(_never(result, true=False) for result in results[1:]),
        )

    def visit_literal(self, node: nodes.Literal) -> Steadiness:
        return self._strict(node)

    def visit_null(self, node: nodes.Null) -> Steadiness:
        return self._strict(node)

    def visit_type_extent(self, node: nodes.TypeExtent) -> Steadiness:
        return self._strict(node)

    def visit_parameter_reference(self, node: nodes.ParameterReference) -> Steadiness:
        return self._strict(node)

    def visit_definition_reference(self, node: nodes.DefinitionReference) -> Steadiness:
        if node.name not in self._known:
            self._known[node.name] = self.visit(self._library.definitions[node.name].expression)
        return self._known[node.name]

    def visit_and(self, node: nodes.And) -> Steadiness:
        return self._joined(node.left, node.right)

    def visit_or(self, node: nodes.Or) -> Steadiness:
        return self._joined(node.left, node.right)

    def _joined(self, left: nodes.Expression, right: nodes.Expression) -> Steadiness:
        one, other = self.visit(left), self.visit(right)
        return Steadiness(untrue=one.untrue and other.untrue, unfalse=one.unfalse and other.unfalse)

    def visit_xor(self, node: nodes.Xor) -> Steadiness:
        return self._strict(node)

    def visit_implies(self, node: nodes.Implies) -> Steadiness:
        left, right = self.visit(node.left), self.visit(node.right)
        return Steadiness(untrue=left.unfalse and right.untrue, unfalse=left.untrue and right.unfalse)

    def visit_not(self, node: nodes.Not) -> Steadiness:
        operand = self.visit(node.operand)
        return Steadiness(untrue=operand.unfalse, unfalse=operand.untrue)

    def visit_is_null(self, node: nodes.IsNull) -> Steadiness:
        steady = self.visit(node.operand).steady
        return Steadiness(untrue=steady, unfalse=False) if node.negated else Steadiness(untrue=False, unfalse=steady)

    def visit_is_true(self, node: nodes.IsTrue) -> Steadiness:
        return self._tested(node, untrue=self.visit(node.operand).untrue)

    def visit_is_false(self, node: nodes.IsFalse) -> Steadiness:
        return self._tested(node, untrue=self.visit(node.operand).unfalse)

    def visit_coalesce(self, node: nodes.Coalesce) -> Steadiness:
        return self._chosen([], list(node.operands))

    def visit_as(self, node: nodes.As) -> Steadiness:
        return self.visit(node.operand)

    def visit_is_type(self, node: nodes.IsType) -> Steadiness:
        return Steadiness(untrue=self.visit(node.operand).steady, unfalse=False)

    def visit_convert(self, node: nodes.Convert) -> Steadiness:
        return self._strict(node)

    def visit_promote(self, node: nodes.Promote) -> Steadiness:
        return self.visit(node.operand)

    def visit_comparison(self, node: nodes.Comparison) -> Steadiness:
        return self._strict(node)

    def visit_equivalent(self, node: nodes.Equivalent) -> Steadiness:
        return UNSTEADY

    def visit_between(self, node: nodes.Between) -> Steadiness:
        return self._strict(node)

    def visit_in_list(self, node: nodes.InList) -> Steadiness:
        return Steadiness(untrue=self._strict(node).steady, unfalse=False)

    def visit_in_interval(self, node: nodes.InInterval) -> Steadiness:
        return self._strict(node)

    def visit_arithmetic(self, node: nodes.Arithmetic) -> Steadiness:
        return self._strict(node)

    def visit_negate(self, node: nodes.Negate) -> Steadiness:
        return self._strict(node)

    def visit_call(self, node: nodes.Call) -> Steadiness:
        return self._strict(node)

    def visit_successor(self, node: nodes.Successor) -> Steadiness:
        return self._strict(node)

    def visit_predecessor(self, node: nodes.Predecessor) -> Steadiness:
        return self._strict(node)

    def visit_if(self, node: nodes.If) -> Steadiness:
        return self._chosen([node.condition], [node.then, node.otherwise])

    def visit_case(self, node: nodes.Case) -> Steadiness:
        conditions = [item.when for item in node.items]
        if node.comparand is not None:
            conditions.append(node.comparand)
        return self._chosen(conditions, [*(item.then for item in node.items), node.otherwise])

    def visit_interval_of(self, node: nodes.IntervalOf) -> Steadiness:
        # A forgotten closed bound means "no bound": the interval grows instead of becoming unknown.
        bounds = (bare(node.low), bare(node.high))
        return STEADY if all(isinstance(bound, nodes.Literal | nodes.Null) for bound in bounds) else UNSTEADY

    def visit_start_of(self, node: nodes.StartOf) -> Steadiness:
        return self._strict(node)

    def visit_end_of(self, node: nodes.EndOf) -> Steadiness:
        return self._strict(node)

    def visit_date_of(self, node: nodes.DateOf) -> Steadiness:
        return self._strict(node)

    def visit_date_component(self, node: nodes.DateComponent) -> Steadiness:
        return self._strict(node)

    def visit_date_distance(self, node: nodes.DateDistance) -> Steadiness:
        return self._strict(node)

    def visit_date_comparison(self, node: nodes.DateComparison) -> Steadiness:
        return self._strict(node)


def _never(node: nodes.Expression, *, true: bool) -> bool:
    """Whether the node can plainly never have this truth: ``null``, or the other Boolean as written."""
    below = bare(node)
    return isinstance(below, nodes.Null) or (isinstance(below, nodes.Literal) and below.value is (not true))
