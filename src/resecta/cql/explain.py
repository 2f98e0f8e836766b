"""The whole tree of one conclusion for one case: every definition, condition and fact below it, each with its value.

``explain(values, name)`` gives nested branches; whoever prints them puts ✓, ✗ or ? before each by its value. Of a
choice only the way that was taken is told; of a date, a number or a text, what it was worked out from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Protocol

from resecta.cql.constants import is_constant
from resecta.cql.tree import nodes
from resecta.cql.tree.library import Library
from resecta.cql.tree.visitor import Visitor
from resecta.cql.tree.walk import children
from resecta.cql.types import BOOLEAN
from resecta.cql.values import Value
from resecta.cql.words import say, sentence, told
from resecta.cql.words.atom import Atom
from resecta.lazy_dataclass import dataclass


class Values(Protocol):
    """One case worked out: the value of every name and node of a library."""

    @property
    def library(self) -> Library:
        """The library that was worked out."""

    def value(self, name: str) -> Value:
        """The value of a definition or parameter."""

    def value_at(self, node: nodes.Expression) -> Value:
        """The value of an expression that stands in one of the library's definitions."""

    def conditions(self, node: nodes.Case) -> tuple[tuple[nodes.Expression, nodes.Expression], ...]:
        """The conditions of a ``case`` with their results; with a comparand, each is the comparison it stands for."""

    def atom_at(self, node: nodes.Expression, define: str) -> Atom:
        """An expression of the library as a reason: the facts it read, or those it waits for."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One part of a conclusion: in words, with its value. ``define`` is set where the part is a definition itself;
    ``denied``: its children are those of what it denies.
    """

    text: str
    value: Value
    children: tuple[Branch, ...] = ()
    define: str = ""
    statements: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    denied: bool = False

    @property
    def forcing(self) -> tuple[Branch, ...]:
        """The children by which it has its value: one that is false makes an *and* false. Where none has the value of
        the whole (a comparison), all of them.
        """
        whole = not self.value if self.denied and self.value is not None else self.value
        alike = tuple(child for child in self.children if child.value is whole)
        return alike or self.children


def explain(values: Values, name: str) -> Branch:
    """The tree of a definition."""
    definition = values.library.definitions[name]
    explainer = _Explainer(values, name)
    node = definition.expression
    # An "and" lists its parts without a line of its own.
    below = explainer.operands(node) if isinstance(node, nodes.And) else (explainer.visit(node),)
    return Branch(name, values.value(name), below, name, definition.statements, definition.readings)


def conditions(values: Values, name: str) -> tuple[Branch, ...]:
    """The conditions of a definition that is a ``case``, in their order, those below the one that holds too."""
    node = values.library.definitions[name].expression
    explainer = _Explainer(values, name)
    return tuple(explainer.visit(when) for when, _ in values.conditions(node)) if isinstance(node, nodes.Case) else ()


class _Explainer(Visitor[Branch]):
    """Branches of the nodes of one definition."""

    def __init__(self, values: Values, define: str) -> None:
        self._values = values
        self._define = define

    # ------------------------------------------------------------------ what has parts of its own

    def visit_definition_reference(self, node: nodes.DefinitionReference) -> Branch:
        return explain(self._values, node.name)

    def visit_not(self, node: nodes.Not) -> Branch:
        denied = self.visit(node.operand)
        # A fact is worded as it came out, so that only a whole conclusion needs to be said to be denied.
        text = denied.text if _is_worded_as_it_came_out(node.operand) else f"Not: {denied.text}"
        return replace(denied, text=text, value=self._values.value_at(node), define="", denied=not denied.denied)

    def visit_and(self, node: nodes.And) -> Branch:
        return self._composed(node, "All of these")

    def visit_or(self, node: nodes.Or) -> Branch:
        return self._composed(node, "One of these")

    def visit_xor(self, node: nodes.Xor) -> Branch:
        return self._composed(node, "One of these, not both")

    def visit_implies(self, node: nodes.Implies) -> Branch:
        return self._composed(node, "If the first, then the second")

    def _composed(self, node: nodes.And | nodes.Or | nodes.Xor | nodes.Implies, title: str) -> Branch:
        return Branch(title, self._values.value_at(node), self.operands(node))

    def operands(self, node: nodes.And | nodes.Or | nodes.Xor | nodes.Implies) -> tuple[Branch, ...]:
        """What a connective joins; a row of "and" or "or" is one row."""
        parts = _flat(node, type(node)) if isinstance(node, nodes.And | nodes.Or) else (node.left, node.right)
        return tuple(self.visit(part) for part in parts)

    def visit_is_true(self, node: nodes.IsTrue) -> Branch:
        return self._truth_test(node, "true")

    def visit_is_false(self, node: nodes.IsFalse) -> Branch:
        return self._truth_test(node, "false")

    def _truth_test(self, node: nodes.IsTrue | nodes.IsFalse, wanted: str) -> Branch:
        if isinstance(node.operand, nodes.ParameterReference):
            return self._leaf(node)
        text = f"{'Not known' if node.negated else 'Known'} to be {wanted}"
        return Branch(text, self._values.value_at(node), (self.visit(node.operand),))

    def visit_if(self, node: nodes.If) -> Branch:
        return self._choice(node)

    def visit_case(self, node: nodes.Case) -> Branch:
        return self._choice(node)

    def _choice(self, node: nodes.If | nodes.Case) -> Branch:
        """The conditions as far as they were asked, and the branch that was taken."""
        below: list[Branch] = []
        taken = _last(node)
        for condition, result in self._choices(node):
            asked = self.visit(condition)
            below.append(replace(asked, text=f"If: {asked.text}"))
            if asked.value is True:
                taken = result
                break
        then = self.visit(taken)
        below.append(replace(then, text=f"Then: {then.text}"))
        return Branch("The first that holds", self._values.value_at(node), tuple(below))

    def _choices(self, node: nodes.Expression) -> Iterator[tuple[nodes.Expression, nodes.Expression]]:
        if isinstance(node, nodes.If):
            yield node.condition, node.then
            yield from self._choices(node.otherwise)
        elif isinstance(node, nodes.Case):
            yield from self._values.conditions(node)

    def visit_coalesce(self, node: nodes.Coalesce) -> Branch:
        """The operand that was known, or what is not recorded and what it therefore counts as."""
        for operand in node.operands[:-1]:
            if self._values.value_at(operand) is not None:
                return self.visit(operand)
        last = node.operands[-1]
        if not isinstance(last, nodes.Literal) or len(node.operands) == 1:
            return self.visit(last)
        value = self._values.value_at(node)
        absent = self.visit(node.operands[0])
        return replace(absent, text=f"{absent.text}; taken as {say(value)}", value=value)

    def visit_as(self, node: nodes.As) -> Branch:
        return self.visit(node.operand)

    def visit_promote(self, node: nodes.Promote) -> Branch:
        return self.visit(node.operand)

    # ------------------------------------------------------------------ leaves

    def visit_null(self, node: nodes.Null) -> Branch:
        return Branch("Unknown", None)

    def visit_literal(self, node: nodes.Literal) -> Branch:
        return Branch(say(node.value), node.value)

    def visit_parameter_reference(self, node: nodes.ParameterReference) -> Branch:
        value = self._values.value(node.name)
        if node.type == BOOLEAN or value is None:
            return self._leaf(node)
        return Branch(f"{node.name} {say(value)}", value)

    # ------------------------------------------------------------------ conditions and things, in words

    def _leaf(self, node: nodes.Expression) -> Branch:
        """A condition in words; below it, what its sides were worked out from."""
        atom = self._values.atom_at(node, self._define)
        if atom.value is None or isinstance(atom.value, bool):
            text = sentence(atom, self._values.value, asked=True)
        else:
            text = f"{told(atom, self._values.value)} is {say(atom.value)}"
        return Branch(text, atom.value, tuple(self._inside(node)))

    def _inside(self, node: nodes.Expression) -> Iterator[Branch]:
        """The definitions and choices that stand in a condition or a thing; a fact is named in its words already."""
        for child in children(node):
            if isinstance(child, nodes.DefinitionReference | nodes.If | nodes.Case):
                if not is_constant(child, self._values.library):
                    yield self.visit(child)
            else:
                yield from self._inside(child)

    visit_type_extent = _leaf
    visit_is_null = _leaf
    visit_is_type = _leaf
    visit_convert = _leaf
    visit_comparison = _leaf
    visit_equivalent = _leaf
    visit_between = _leaf
    visit_in_list = _leaf
    visit_in_interval = _leaf
    visit_interval_of = _leaf
    visit_start_of = _leaf
    visit_end_of = _leaf
    visit_arithmetic = _leaf
    visit_negate = _leaf
    visit_call = _leaf
    visit_successor = _leaf
    visit_predecessor = _leaf
    visit_date_of = _leaf
    visit_date_component = _leaf
    visit_date_distance = _leaf
    visit_date_comparison = _leaf


_FACTS = (
    nodes.ParameterReference, nodes.Comparison, nodes.Equivalent, nodes.Between, nodes.InList, nodes.InInterval,
    nodes.DateComparison, nodes.IsNull, nodes.IsType,
)  # fmt: skip


def _is_worded_as_it_came_out(node: nodes.Expression) -> bool:
    if isinstance(node, nodes.As | nodes.Promote):
        return _is_worded_as_it_came_out(node.operand)
    if isinstance(node, nodes.Coalesce):
        return _is_worded_as_it_came_out(node.operands[0])
    if isinstance(node, nodes.IsTrue | nodes.IsFalse):
        return isinstance(node.operand, nodes.ParameterReference)
    return isinstance(node, _FACTS)


def _flat(node: nodes.Expression, kind: type[nodes.Expression]) -> Iterable[nodes.Expression]:
    if isinstance(node, nodes.And | nodes.Or) and isinstance(node, kind):
        yield from _flat(node.left, kind)
        yield from _flat(node.right, kind)
    else:
        yield node


def _last(node: nodes.Expression) -> nodes.Expression:
    while isinstance(node, nodes.If):
        node = node.otherwise
    return node.otherwise if isinstance(node, nodes.Case) else node
