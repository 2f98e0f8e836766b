"""Boolean expressions as clauses: "Future liver remnant is above 30 %", "Primary bleeding is not none"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from resecta.cql.tree import nodes
from resecta.cql.tree.operators import ComparisonOperator, Relation
from resecta.cql.tree.visitor import Visitor
from resecta.cql.types import BOOLEAN
from resecta.cql.words.nouns import Nouns, equal_to
from resecta.cql.words.scales import scale_of
from resecta.cql.words.speech import Speech
from resecta.cql.words.values import listed

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
_NOT_BOTH, _NOT_ALL = "not both", "not all of"
_ABSENT_TOO = "or is not recorded"


class Clauses:
    """Words conditions. A definition stands in quotes, so that where a name ends and the sentence goes on is plain."""

    def __init__(self, speech: Speech) -> None:
        nouns = Nouns(speech, self.of)
        self._nouns = nouns
        self._affirmed = _Clause(self, nouns, holds=True)
        self._denied = _Clause(self, nouns, holds=False)

    def of(self, node: nodes.Expression, *, holds: bool = True) -> str:
        """The clause, or (``holds`` false) its denial."""
        return (self._affirmed if holds else self._denied).visit(node)

    def thing(self, node: nodes.Expression) -> str:
        """An expression of any type: a clause where it is Boolean, else a noun."""
        return self.of(node) if _is_truth(node) else self._nouns.visit(node)

    def noun(self, node: nodes.Expression) -> str:
        """An expression as a thing."""
        return self._nouns.visit(node)


class _Clause(Visitor[str]):
    """The clause of a node, or its denial."""

    def __init__(self, clauses: Clauses, nouns: Nouns, *, holds: bool) -> None:
        self._clauses = clauses
        self._nouns = nouns
        self._holds = holds
        self._no = "" if holds else "not "

    # ------------------------------------------------------------------ what is made of clauses

    def visit_not(self, node: nodes.Not) -> str:
        return self._clauses.of(node.operand, holds=not self._holds)

    def visit_and(self, node: nodes.And) -> str:
        row = self._row(node, "and")
        members = _flat(node, nodes.And)
        if self._holds or not all(isinstance(member, nodes.DefinitionReference) for member in members):
            return self._whole(row)
        return f"{_NOT_BOTH if len(members) == 2 else _NOT_ALL} {row}"

    def visit_or(self, node: nodes.Or) -> str:
        return self._whole(self._row(node, "or"))

    def visit_xor(self, node: nodes.Xor) -> str:
        return self._whole(f"either {self._grouped(node.left)} or {self._grouped(node.right)}, but not both")

    def visit_implies(self, node: nodes.Implies) -> str:
        return self._whole(f"if {self._clauses.of(node.left)}, then {self._clauses.of(node.right)}")

    def _whole(self, text: str) -> str:
        return text if self._holds else f"not ({text})"

    def visit_as(self, node: nodes.As) -> str:
        return self.visit(node.operand)

    def visit_promote(self, node: nodes.Promote) -> str:
        return self.visit(node.operand)

    def visit_convert(self, node: nodes.Convert) -> str:
        return self.visit(node.operand)

    def visit_if(self, node: nodes.If) -> str:
        return self._choice([(node.condition, node.then)], node.otherwise)

    def visit_case(self, node: nodes.Case) -> str:
        return self._choice([(equal_to(node.comparand, item.when), item.then) for item in node.items], node.otherwise)

    def _choice(self, pairs: Sequence[tuple[nodes.Expression, nodes.Expression]], otherwise: nodes.Expression) -> str:
        parts = [f"if {self._clauses.of(condition)}, then {self._result(result)}" for condition, result in pairs]
        return f"{'; '.join(parts)}; otherwise {self._result(otherwise)}"

    def _result(self, node: nodes.Expression) -> str:
        if isinstance(node, nodes.Literal):
            return "yes" if node.value is self._holds else "no"
        return self.visit(node)

    def visit_coalesce(self, node: nodes.Coalesce) -> str:
        *first, last = node.operands
        if len(first) == 1 and isinstance(last, nodes.Literal):
            absent = _ABSENT_TOO if last.value is self._holds else _ABSENT_COUNTS
            return f"{self._grouped(first[0], holds=self._holds)} ({absent})"
        return ", or if not recorded ".join(self._grouped(operand, holds=self._holds) for operand in node.operands)

    # ------------------------------------------------------------------ tests for null and truth

    def visit_is_null(self, node: nodes.IsNull) -> str:
        operand = node.operand
        no = "" if node.negated is self._holds else "not "
        if isinstance(operand, nodes.ParameterReference):
            return f"{operand.name} is {no}recorded"
        if isinstance(operand, nodes.DefinitionReference):
            return f"“{operand.name}” is {no}known"
        if _is_truth(operand):
            return f"it is {no}known whether {self._grouped(operand)}"
        return f"{self._nouns.visit(operand)} is {no}known"

    def visit_is_true(self, node: nodes.IsTrue) -> str:
        return self._truth_test(node, wanted=True)

    def visit_is_false(self, node: nodes.IsFalse) -> str:
        return self._truth_test(node, wanted=False)

    def _truth_test(self, node: nodes.IsTrue | nodes.IsFalse, *, wanted: bool) -> str:
        no = "" if self._holds is not node.negated else "not "
        operand = node.operand
        if isinstance(operand, nodes.ParameterReference):
            return f"{operand.name} is {no}recorded as {'yes' if wanted else 'no'}"
        return f"it is {no}known that {self._grouped(operand, holds=wanted)}"

    # ------------------------------------------------------------------ comparisons and names

    def visit_literal(self, node: nodes.Literal) -> str:
        return "always" if node.value is self._holds else "never"

    def visit_null(self, node: nodes.Null) -> str:
        return "unknown"

    def visit_parameter_reference(self, node: nodes.ParameterReference) -> str:
        return f"{node.name}: {'yes' if self._holds else 'no'}"

    def visit_definition_reference(self, node: nodes.DefinitionReference) -> str:
        return f"{self._no}“{node.name}”"

    def visit_comparison(self, node: nodes.Comparison) -> str:
        left, right = self._nouns.visit(node.left), self._nouns.visit(node.right)
        operator = node.operator
        if operator in {ComparisonOperator.EQUAL, ComparisonOperator.NOT_EQUAL}:
            equal = (operator is ComparisonOperator.EQUAL) is self._holds
            return f"{left} is {'' if equal else 'not '}{right}"
        scale = scale_of(node)
        if not self._holds and operator in scale.denied:
            return f"{left} is {scale.denied[operator].format(right)}"
        return f"{left} is {self._no}{scale.said[operator].format(right)}"

    def visit_equivalent(self, node: nodes.Equivalent) -> str:
        denied = "not " if self._holds is node.negated else ""
        return f"{self._nouns.visit(node.left)} is {denied}equivalent to {self._nouns.visit(node.right)}"

    def visit_between(self, node: nodes.Between) -> str:
        ends = f"{self._nouns.visit(node.low)} and {self._nouns.visit(node.high)}"
        strictly = "strictly " if node.properly else ""
        return f"{self._nouns.visit(node.operand)} is {self._no}{strictly}between {ends}"

    def visit_in_list(self, node: nodes.InList) -> str:
        items = listed([self._nouns.visit(item) for item in node.items], "or")
        return f"{self._nouns.visit(node.operand)} is {self._no}{items or 'anything'}"

    def visit_in_interval(self, node: nodes.InInterval) -> str:
        operand, interval = self._nouns.visit(node.operand), self._nouns.visit(node.interval)
        if node.properly:
            return self._whole(f"{operand} is within {interval} and not all of it")
        return f"{operand} is {self._no}within {interval}"

    def visit_date_comparison(self, node: nodes.DateComparison) -> str:
        unit = node.precision or "day"
        words = _RELATIONS[node.relation].format(self._nouns.visit(node.right), unit)
        counted = f" (counted in {unit}s)" if node.precision and node.relation is not Relation.SAME else ""
        return f"{self._nouns.visit(node.left)} is {self._no}{words}{counted}"

    def visit_is_type(self, node: nodes.IsType) -> str:
        return f"{self._nouns.visit(node.operand)} is {self._no}recorded as {node.target}"

    # ------------------------------------------------------------------ things, whose truth is asked

    def _thing(self, node: nodes.Expression) -> str:
        return f"{self._nouns.visit(node)} is {'true' if self._holds else 'false'}"

    visit_type_extent = _thing
    visit_interval_of = _thing
    visit_start_of = _thing
    visit_end_of = _thing
    visit_arithmetic = _thing
    visit_negate = _thing
    visit_call = _thing
    visit_successor = _thing
    visit_predecessor = _thing
    visit_date_of = _thing
    visit_date_component = _thing
    visit_date_distance = _thing

    # ------------------------------------------------------------------ rows of clauses

    def _row(self, node: nodes.And | nodes.Or, word: str) -> str:
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
        values = listed([self._nouns.visit(node.right) for node in comparisons], "or")
        return f"{self._nouns.visit(comparisons[0].left)} is {no}{values}"

    def _grouped(self, node: nodes.Expression, *, holds: bool = True) -> str:
        """A clause inside another: brackets where it is itself made of several."""
        text = self._clauses.of(node, holds=holds)
        below = _bare(node)
        several = holds and isinstance(below, _COMPOSED) and not self._is_one_question(below)
        return f"({text})" if several or text.startswith((_NOT_BOTH, _NOT_ALL)) else text

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


def _bare(node: nodes.Expression) -> nodes.Expression:
    while isinstance(node, nodes.As | nodes.Promote):
        node = node.operand
    return node


def _is_truth(node: nodes.Expression) -> bool:
    return node.type == BOOLEAN or isinstance(_bare(node), _BOOLEAN_NODES)


def _flat(node: nodes.Expression, kind: type[nodes.Expression]) -> list[nodes.Expression]:
    if isinstance(node, nodes.And | nodes.Or) and isinstance(node, kind):
        return [*_flat(node.left, kind), *_flat(node.right, kind)]
    return [node]


def _same_question(one: nodes.Expression, other: nodes.Expression, operator: ComparisonOperator) -> bool:
    if not isinstance(one, nodes.Comparison) or not isinstance(other, nodes.Comparison):
        return False
    literals = isinstance(one.right, nodes.Literal) and isinstance(other.right, nodes.Literal)
    return literals and one.operator is operator and other.operator is operator and one.left == other.left
