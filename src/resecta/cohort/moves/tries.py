"""The answers that are tried. Most are the same in every row: choices, yes and no, the numbers around each bound. A day
is tried around the other days of its row that the strategies compare it with, and on the day of assessment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

import ibis
import ibis.expr.types as ir

from resecta.advice.answers import Answers
from resecta.advice.moves import dependents
from resecta.cohort.columns import Column
from resecta.cohort.columns.column import literal
from resecta.cohort.columns.moments import as_day
from resecta.cohort.layers import within
from resecta.cohort.moves.inlined import Inlining
from resecta.cohort.settled import Settler, settings_of
from resecta.cohort.takes import Facts
from resecta.cql.core.nodes import Constant, Node, Operation, Parameter
from resecta.cql.types import BOOLEAN
from resecta.cql.values import Value
from resecta.guideline import takes
from resecta.guideline.model import ASSESSED_ON, Element
from resecta.guideline.pack import Guideline
from resecta.lazy_dataclass import dataclass

Answer: TypeAlias = "Value | Column"
"""What a fact is in a try: the same in every row, or a column."""
STEPS = (-1, 0, 1)


@dataclass(frozen=True, slots=True)
class Try:
    """One answer to the question for an element. ``answers``: the parameters of the logic that it sets, those of the
    elements that follow among them.
    """

    element: str
    answers: Mapping[str, Answer]


def tries_of(
    guideline: Guideline, logic: Mapping[str, Node], cone: Mapping[str, Node], facts: Facts, table: ir.Table
) -> list[Try]:
    """Every try that the strategies can notice, in the order of the elements. ``logic``: the settled definitions;
    ``cone``: those that the strategies rest on; ``table``: where the columns of the facts stand.
    """
    read = {at.name for node in cone.values() for at in within(node) if isinstance(at, Parameter)}
    others, answers, settler = _compared(cone), Answers(guideline), Settler(settings_of(guideline), logic)

    def same_everywhere(node: Node) -> Value:
        settled = settler.visit(node)
        return settled.value if isinstance(settled, Constant) else None

    found: list[Try] = []
    for element in guideline.elements.values():
        following = [id for id in dependents(guideline, element.id) if guideline.elements[id].name in read]
        if element.name not in read and not following:
            continue
        tried: list[Answer] = list(answers.of(element, None, same_everywhere))
        tried += _of_row(element, others.get(element.name, ()), facts, table)
        found += [Try(element.id, _with_following(guideline, element, one, following, facts, table)) for one in tried]
    return found


def _compared(cone: Mapping[str, Node]) -> dict[str, list[str]]:
    """The facts that each fact is compared with."""
    inlining, found = Inlining(cone), dict[str, list[str]]()
    for node in cone.values():
        for at in within(node):
            if isinstance(at, Operation):
                operands = [inlining.visit(operand) for operand in at.operands if operand.type != BOOLEAN]
                names = [operand.name for operand in operands if isinstance(operand, Parameter)]
                for name in names:
                    found.setdefault(name, []).extend(other for other in names if other != name)
    return found


def _of_row(element: Element, others: Iterable[str], facts: Facts, table: ir.Table) -> Iterator[Column]:
    own = facts.columns[element.name]
    for name in dict.fromkeys(others):
        value = table[facts.columns[name].value.get_name()]
        for step in STEPS:
            yield own.with_value(_next(value, step))
    if element.type == "Date":
        yield own.with_value(table[facts.columns[ASSESSED_ON].value.get_name()])


def _next(value: ir.Value, step: int) -> ir.Value:
    return as_day(value + ibis.interval(step, unit="D")) if value.type().is_date() else value + step


def _with_following(
    guideline: Guideline, element: Element, answer: Answer, following: Iterable[str], facts: Facts, table: ir.Table
) -> dict[str, Answer]:
    """The answer with what follows otherwise from it in other elements, or no more follows."""
    answers: dict[str, Answer] = {element.name: answer}
    asked = table[facts.columns[element.name].value.get_name()].isnull()
    for id in following:
        other = guideline.elements[id]
        column = facts.columns[other.name]
        own = table[column.value.get_name()]
        told = facts.told_by_timing.get((str(answer), id)) if element.id == guideline.episode_timing else None
        value = _following(guideline, element, answer, other) if told is None else table[told]
        if value is not None:
            free = own.isnull() if told is None else asked
            answers[other.name] = column.with_value(
                ibis.ifelse(free & ~table[facts.disputed[id].get_name()], value, own)
            )
    return answers


def _following(guideline: Guideline, element: Element, answer: Answer, other: Element) -> ir.Value | None:
    """What another element, of which nothing is known yet, is once this one has its answer; None where that does not
    follow in a table.
    """
    take = other.derive
    if isinstance(take, takes.AtLeast) and not isinstance(answer, Column):
        column = literal(answer, guideline.library.parameters[element.name].type)
        return column.value >= take.least if isinstance(column, Column) else None
    return ibis.literal(take.value) if isinstance(take, takes.Done) and take.element == element.id else None
