"""Expressions, reasons and values in English.

``in_words`` words the guideline itself ("Future liver remnant is above 30 %"); ``sentence`` words one reason for one
case with the case's values ("Future liver remnant 24 % is not above 30 %"); ``say`` words a value ("25 May 2026").
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from resecta.cql import nodes
from resecta.cql.library import Library
from resecta.cql.operators import ComparisonOperator
from resecta.cql.trace import Atom
from resecta.cql.tracing.build import written_as_value
from resecta.cql.values import Value
from resecta.cql.wording.clauses import Clauses
from resecta.cql.wording.speech import Speech
from resecta.cql.wording.values import NOT_RECORDED, listed, say

__all__ = ["in_words", "say", "sentence"]


def in_words(expression: nodes.Expression, library: Library, settings: Mapping[str, Value] | None = None) -> str:
    """The expression as a reader would say it, the guideline's numbers and the given settings as values."""
    values: dict[str, Value] = dict(written_as_value(library))
    values.update(settings or {})
    text = Clauses(Speech(frozenset(values), values.__getitem__)).thing(expression)
    return text[:1].upper() + text[1:]


def sentence(atom: Atom, value_of: Callable[[str], Value]) -> str:
    """The reason with the values of the case; ``value_of`` gives the value of a parameter or definition by name."""
    if atom.value is None:
        return _assumption(atom, value_of)
    node = atom.expression
    holds = atom.value is True
    speech = Speech(atom.constants, value_of, told=True)
    match node:
        case nodes.Comparison() if node.operator in _EQUALITIES:
            return _equality(node, speech, equal=holds is (node.operator is ComparisonOperator.EQUAL))
        case nodes.InList() if not holds:
            return f"{_subject(node.operand, speech)}, not {listed([_noun(item, speech) for item in node.items], 'or')}"
        case nodes.InList():
            return _subject(node.operand, speech)
        case nodes.IsNull():
            return _null_test(node, speech)
        case _:
            text = Clauses(speech).of(node, holds=holds)
            return text[:1].upper() + text[1:]


_EQUALITIES = (ComparisonOperator.EQUAL, ComparisonOperator.NOT_EQUAL)


def _equality(node: nodes.Comparison, speech: Speech, *, equal: bool) -> str:
    """As it is; where that is another value than asked, both: "Primary bleeding is minor, not uncontrolled"."""
    said = _subject(node.left, speech)
    other = _noun(node.right, speech)
    if equal and isinstance(node.right, nodes.Literal):
        return said
    return f"{said}, {'as' if equal else 'not'} {other}"


def _null_test(node: nodes.IsNull, speech: Speech) -> str:
    operand = node.operand
    if isinstance(operand, nodes.ParameterReference | nodes.DefinitionReference):
        value = speech.value_of(operand.name)
        known = "recorded" if isinstance(operand, nodes.ParameterReference) else "known"
        return f"{operand.name} is not {known}" if value is None else f"{operand.name} is {say(value)}"
    text = Clauses(speech).of(node)
    return text[:1].upper() + text[1:]


def _assumption(atom: Atom, value_of: Callable[[str], Value]) -> str:
    """What is not recorded, and therefore taken as the guideline says."""
    absent = [name for name in atom.parameters if value_of(name) is None] or list(atom.parameters)
    if not absent:
        return f"{atom.define} is not known"
    return f"{listed(absent, 'and')} {'is' if len(absent) == 1 else 'are'} {NOT_RECORDED}"


def _subject(node: nodes.Expression, speech: Speech) -> str:
    """A thing and what it is here: "Primary status is resected"."""
    if isinstance(node, nodes.ParameterReference | nodes.DefinitionReference) and node.name not in speech.constants:
        return f"{node.name} is {say(speech.value_of(node.name))}"
    if isinstance(node, nodes.Promote | nodes.As | nodes.Convert):
        return _subject(node.operand, speech)
    if isinstance(node, nodes.Coalesce):
        for operand in node.operands:
            if isinstance(operand, nodes.ParameterReference) and speech.value_of(operand.name) is not None:
                return _subject(operand, speech)
    return _noun(node, speech)


def _noun(node: nodes.Expression, speech: Speech) -> str:
    return Clauses(speech).noun(node)
