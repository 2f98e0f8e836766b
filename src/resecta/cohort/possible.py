"""Which answers a conclusion can come to at all where some facts are known of nobody: one visitor over the core.

Every part of an expression is taken as free of every other, so that more may be held possible than is; what is held
impossible is so for every patient.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import product
from types import EllipsisType

from resecta.cohort.settled import settings_of, settled
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
from resecta.guideline.model import ASSESSED_ON
from resecta.guideline.pack import Guideline

Possible = frozenset[bool | str | EllipsisType | None]
"""What a part of an expression can come to; ``...`` stands for any value that is neither a truth nor a word that an
expression writes.
"""
UNKNOWN, KNOWN, TRUTHS = Possible({None}), Possible({...}), Possible({True, False})


def possible_answers(guideline: Guideline, nobodys: Collection[str]) -> Mapping[str, Possible]:
    """Definition → what it can come to for a patient of whom none of these elements (by name) is known."""
    found: dict[str, Possible] = {}
    visitor = _Possible(frozenset(nobodys), found)
    for name, node in settled(guideline.logic.definitions, settings_of(guideline)).items():
        found[name] = visitor.visit(node)
    return found


class _Possible(CoreVisitor[Possible]):
    def __init__(self, nobodys: frozenset[str], definitions: Mapping[str, Possible]) -> None:
        self._nobodys, self._definitions = nobodys, definitions

    def visit_constant(self, node: Constant) -> Possible:
        return Possible({node.value}) if node.value is None or isinstance(node.value, bool | str) else KNOWN

    def visit_parameter(self, node: Parameter) -> Possible:
        if node.name in self._nobodys:
            return UNKNOWN
        return KNOWN if node.name == ASSESSED_ON else _of_type(node) | UNKNOWN

    def visit_definition(self, node: Definition) -> Possible:
        return self._definitions[node.name]

    def visit_and(self, node: And) -> Possible:
        return _connected(self.visit(node.left), self.visit(node.right), decisive=False)

    def visit_or(self, node: Or) -> Possible:
        return _connected(self.visit(node.left), self.visit(node.right), decisive=True)

    def visit_not(self, node: Not) -> Possible:
        return Possible(None if value is None else value is False for value in self.visit(node.operand))

    def visit_is_null(self, node: IsNull) -> Possible:
        return Possible(value is None for value in self.visit(node.operand))

    def visit_if(self, node: If) -> Possible:
        condition = self.visit(node.condition)
        then = self.visit(node.then) if True in condition else Possible()
        return then | (self.visit(node.otherwise) if condition - {True} else Possible())

    def visit_coalesce(self, node: Coalesce) -> Possible:
        found = UNKNOWN
        for operand in node.operands:
            if None in found:
                found = (found - UNKNOWN) | self.visit(operand)
        return found

    def visit_operation(self, node: Operation) -> Possible:
        operands = [self.visit(operand) for operand in node.operands]
        if node.strict and UNKNOWN in operands:
            return UNKNOWN
        return _of_type(node) if node.total else _of_type(node) | UNKNOWN


def _of_type(node: Node) -> Possible:
    return TRUTHS if node.type.name == "Boolean" else KNOWN


def _connected(left: Possible, right: Possible, *, decisive: bool) -> Possible:
    """Kleene's, of every pair."""
    return Possible(
        decisive if decisive in pair else None if None in pair else not decisive for pair in product(left, right)
    )
