"""Mutants that cannot be told from the guideline, proved by the language itself.

A definition is a combination of questions (comparisons, facts, other definitions). Where the broken combination gives
the same answer for every combination of true, false and unknown, no case can notice the break.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from resecta.authoring.mutation.mutant import Mutant
from resecta.cql.core.lower import Lowering
from resecta.cql.core.nodes import Node
from resecta.cql.evaluate import Evaluator
from resecta.cql.tree import nodes
from resecta.cql.tree.walk import children
from resecta.cql.types import BOOLEAN
from resecta.cql.values import Value
from resecta.guideline import Guideline

MOST_QUESTIONS = 9
_LOGIC = (
    nodes.And,
    nodes.Or,
    nodes.Xor,
    nodes.Implies,
    nodes.Not,
    nodes.IsTrue,
    nodes.IsFalse,
    nodes.Literal,
    nodes.Null,
)


def is_proved_equivalent(guideline: Guideline, mutant: Mutant) -> bool:
    """Whether the mutant's definition is the same function of its questions as the guideline's."""
    if mutant.expression is None:
        return False
    original = guideline.library.definitions[mutant.define].expression
    questions: dict[nodes.Expression, tuple[Value, ...]] = {}
    for expression in (original, mutant.expression):
        for question, answers in _questions(expression):
            questions.setdefault(question, answers)
    if len(questions) > MOST_QUESTIONS:
        return False
    return all(
        _answer(original, dict(zip(questions, answers, strict=True)))
        is _answer(mutant.expression, dict(zip(questions, answers, strict=True)))
        for answers in itertools.product(*questions.values())
    )


def _questions(node: nodes.Expression) -> Iterator[tuple[nodes.Expression, tuple[Value, ...]]]:
    """The parts that the logic does not look into, with the answers each can give."""
    if _is_logic(node):
        for child in children(node):
            yield from _questions(child)
    elif isinstance(node, nodes.IsNull):
        yield node, (True, False)
    else:
        yield node, (True, False, None)


def _is_logic(node: nodes.Expression) -> bool:
    if isinstance(node, nodes.IsNull):
        return node.operand.type == BOOLEAN
    boolean = isinstance(node, nodes.Coalesce | nodes.If | nodes.As | nodes.Promote) and node.type == BOOLEAN
    return isinstance(node, _LOGIC) or boolean


class _Answered(Evaluator):
    """An evaluator for which the questions are answered."""

    def __init__(self, answers: dict[nodes.Expression, Value]) -> None:
        super().__init__({})
        self._answers = answers

    def visit(self, node: Node) -> Value:
        return self._answers[node.origin] if node.origin in self._answers else super().visit(node)


def _answer(expression: nodes.Expression, answers: dict[nodes.Expression, Value]) -> Value:
    return _Answered(answers).visit(Lowering({}).visit(expression))
