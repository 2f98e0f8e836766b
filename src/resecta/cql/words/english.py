"""Expressions, reasons and values in English.

``in_words`` words the guideline itself ("Future liver remnant is above 30 %"); ``sentence`` words one reason for one
case with the case's values ("Future liver remnant 24 % is not above 30 %"); ``say`` words a value ("25 May 2026").
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from resecta.cql.constants import constant_value, is_constant
from resecta.cql.tree import nodes
from resecta.cql.tree.library import Library
from resecta.cql.tree.operators import ComparisonOperator
from resecta.cql.types import BOOLEAN
from resecta.cql.values import Value
from resecta.cql.words.atom import Atom
from resecta.cql.words.clauses import Clauses
from resecta.cql.words.speech import Speech
from resecta.cql.words.values import NOT_RECORDED, listed, say

__all__ = ["clause", "in_words", "say", "sentence", "told"]


def in_words(expression: nodes.Expression, library: Library, settings: Mapping[str, Value] | None = None) -> str:
    """The expression as a reader would say it, the guideline's numbers and the given settings as values."""
    text = _written(library, settings).thing(expression)
    return text[:1].upper() + text[1:]


def clause(condition: nodes.Expression, library: Library, settings: Mapping[str, Value] | None = None) -> str:
    """A condition as it stands inside a sentence, after "if"; numbers as in ``in_words``."""
    return _written(library, settings).of(condition)


def _written(library: Library, settings: Mapping[str, Value] | None) -> Clauses:
    numbers = _Numbers(library, settings or {})
    return Clauses(Speech(numbers, numbers.value))


class _Numbers:
    """The names that are written as their value: given settings, and definitions that no fact enters."""

    def __init__(self, library: Library, settings: Mapping[str, Value]) -> None:
        self._library = library
        self._settings = settings

    def __contains__(self, name: object) -> bool:
        definition = self._library.definitions.get(str(name))
        if definition is None:
            return name in self._settings
        return definition.type != BOOLEAN and is_constant(definition.expression, self._library)

    def value(self, name: str) -> Value:
        """The value of a name that is one of these."""
        definition = self._library.definitions.get(name)
        return self._settings[name] if definition is None else constant_value(definition.expression, self._library)


def sentence(atom: Atom, value_of: Callable[[str], Value], *, asked: bool = False) -> str:
    """The reason with the values of the case; ``value_of`` gives the value of a parameter or definition by name.

    A fact that is not the value asked about is said as it is; ``asked``: the question is said too ("…, not impending").
    """
    if atom.value is None:
        return _assumption(atom, value_of)
    node = atom.expression
    holds = atom.value is True
    speech = Speech(atom.constants, value_of, told=True)
    match node:
        case nodes.Comparison() if node.operator in _EQUALITIES:
            equal = holds is (node.operator is ComparisonOperator.EQUAL)
            return _value(node.left, [node.right], speech, asked=asked and not equal, equal=equal)
        case nodes.InList():
            return _value(node.operand, node.items, speech, asked=asked and not holds, equal=holds)
        case nodes.IsNull():
            return _null_test(node, speech)
        case _:
            text = Clauses(speech).of(node, holds=holds)
            return text[:1].upper() + text[1:]


def told(atom: Atom, value_of: Callable[[str], Value]) -> str:
    """The thing that a reason speaks of, with the values of the case: "6 weeks after Last bevacizumab 4 May 2026"."""
    text = _noun(atom.expression, Speech(atom.constants, value_of, told=True))
    return text[:1].upper() + text[1:]


_EQUALITIES = (ComparisonOperator.EQUAL, ComparisonOperator.NOT_EQUAL)


def _value(
    thing: nodes.Expression, others: Sequence[nodes.Expression], speech: Speech, *, asked: bool, equal: bool
) -> str:
    """What the thing is; where ``asked``, or where the other side is no plain value, also what it was compared with."""
    said = _subject(thing, speech)
    if not asked and all(isinstance(other, nodes.Literal) for other in others):
        return said
    return f"{said}, {'as' if equal else 'not'} {listed([_noun(other, speech) for other in others], 'or')}"


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
    return f"{listed(absent, 'and')} {_is(absent)} {NOT_RECORDED}"


def _subject(node: nodes.Expression, speech: Speech) -> str:
    """A thing and what it is here: "Primary status is resected"."""
    if isinstance(node, nodes.ParameterReference | nodes.DefinitionReference) and node.name not in speech.constants:
        return f"{node.name} is {say(speech.value_of(node.name))}"
    if isinstance(node, nodes.Promote | nodes.As | nodes.Convert):
        return _subject(node.operand, speech)
    if isinstance(node, nodes.Coalesce):
        return _first_known(node, speech)
    return _noun(node, speech)


def _noun(node: nodes.Expression, speech: Speech) -> str:
    return Clauses(speech).noun(node)


def _first_known(node: nodes.Coalesce, speech: Speech) -> str:
    """The first operand that is known here; the last, a value as written, says that the others are not recorded."""
    absent: list[str] = []
    for operand in node.operands:
        if isinstance(operand, nodes.ParameterReference | nodes.DefinitionReference):
            if speech.value_of(operand.name) is not None:
                return _subject(operand, speech)
            absent.append(operand.name)
        elif isinstance(operand, nodes.Literal) and absent:
            return f"{listed(absent, 'and')} {_is(absent)} {NOT_RECORDED} and taken as {say(operand.value)}"
    return _noun(node, speech)


def _is(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"
