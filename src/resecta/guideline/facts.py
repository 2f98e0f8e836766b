"""Are the elements and activities of a pack coherent: names, units, choices, limits and codes?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from resecta.cql.values import ucum
from resecta.cql.values.units import unit
from resecta.document import Node, Problem, did_you_mean, quote
from resecta.guideline.fields import IDENTIFIER
from resecta.guideline.manuscript import Manuscript
from resecta.guideline.model import KEYS_OF_EVENTS, Element, EventField

NUMBERS = ("Integer", "Decimal", "Quantity")
SHOWN_UNITS = ("years", "months")
"""Words behind a plain number, for display only."""
_NEITHER = re.compile("[^a-z0-9]+")


def check(manuscript: Manuscript) -> Iterator[Problem]:
    """A problem for each fact or event that contradicts itself or the rest of the pack."""
    named: dict[str, str] = {}
    for element in manuscript.elements.values():
        yield from _check_name(manuscript, element, named)
        yield from _check_value(_At(manuscript, "element", element.id), element)
        yield from _check_codes(manuscript, element)
        yield from _check_implausible(manuscript, element)
    for activity in manuscript.activities.values():
        for field in activity.fields:
            if field.id in KEYS_OF_EVENTS:
                key = manuscript.node("activity", activity.id, "fields").keys[field.id]
                yield key.problem(f"every event has {quote(field.id)} already", "name the field otherwise")
            yield from _check_value(_At(manuscript, "activity", activity.id, "fields", field.id), field)


def units(manuscript: Manuscript) -> dict[str, str]:
    """The unit of each element that is a quantity, by the element's name."""
    return {element.name: element.unit for element in manuscript.elements.values() if element.type == "Quantity"}


class _At:
    """The keys of one entry, by their nodes."""

    def __init__(self, manuscript: Manuscript, kind: str, *path: str) -> None:
        self._manuscript, self._kind, self._path = manuscript, kind, path

    def __call__(self, *keys: str) -> Node:
        id, *rest = self._path
        node: Node = self._manuscript.node(self._kind, id, *rest, *keys)
        return node


def fitting_id(name: str) -> str:
    """The id of the element of that name: its letters in lower case without their marks (Stärke is ``starke``), and an
    underscore for everything else. It is no id where the name does not begin with a letter of these.
    """
    letters = (each for each in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(each))
    return _NEITHER.sub("_", "".join(letters)).strip("_")


def _check_name(manuscript: Manuscript, element: Element, named: dict[str, str]) -> Iterator[Problem]:
    node, wanted = manuscript.node("element", element.id, "name"), fitting_id(element.name)
    if wanted != element.id:
        mend = (
            f"write the id as the name in lower case: {wanted}"
            if IDENTIFIER.match(wanted)
            else "begin the name with a letter from a to z; the id is the name in lower case"
        )
        yield node.problem(f"the name {quote(element.name)} does not fit the id {quote(element.id)}", mend)
    elif element.name in named:
        message = f"{quote(element.name)} is the name of two elements: {named[element.name]} and {element.id}"
        yield node.problem(message, "rename one of them, with its id")
    named.setdefault(element.name, element.id)


def _check_value(at: _At, value: Element | EventField) -> Iterator[Problem]:
    if value.type == "Quantity":
        if not value.unit:
            yield at("type").problem("a Quantity needs a unit", "write unit: with a UCUM code, such as mm")
        elif unit(value.unit) is None:
            yield at("unit").problem(f"{quote(value.unit)} is not a UCUM unit", ucum.mend())
    elif value.unit and (value.type not in NUMBERS or value.unit not in SHOWN_UNITS):
        mend = "make the type Quantity" if value.type in NUMBERS else "leave the unit out"
        yield at("unit").problem(f"a {value.type} carries no unit", mend)
    if value.choices and value.type != "String":
        yield at("choices").problem(f"only a String has choices, not a {value.type}", "leave the choices out")
    yield from _check_bounds(at, value)


def _check_bounds(at: _At, value: Element | EventField) -> Iterator[Problem]:
    if value.type not in NUMBERS:
        for key in ("minimum", "maximum"):
            if getattr(value, key) is not None:
                yield at(key).problem(f"a {value.type} has no {key}", f"leave the {key} out")
    elif value.minimum is not None and value.maximum is not None and value.minimum > value.maximum:
        yield at("minimum").problem(
            f"the minimum {value.minimum} is above the maximum {value.maximum}", "exchange the two"
        )
    elif value.type == "Integer":
        for key in ("minimum", "maximum"):
            bound = getattr(value, key)
            if bound is not None and bound != bound.to_integral_value():
                yield at(key).problem(f"{bound} bounds whole numbers, and is none", "write a whole number")


def _check_implausible(manuscript: Manuscript, element: Element) -> Iterator[Problem]:
    odd = element.implausible
    if odd is None:
        return
    if odd.above >= odd.below:
        node = manuscript.node("element", element.id, "implausible", "above")
        yield node.problem(f"no value lies above {odd.above} and below {odd.below}", "exchange the two")
    if not odd.times:
        node = manuscript.node("element", element.id, "implausible", "times")
        yield node.problem("0 times a value is no other value that may be meant", "write how many times it is")


def _check_codes(manuscript: Manuscript, element: Element) -> Iterator[Problem]:
    for code in element.codes:
        if code.value is not None and code.value not in _words(element):
            node = manuscript.node("element", element.id, "codes")
            mend = did_you_mean(code.value, _words(element)) or f"values: {', '.join(_words(element))}"
            yield node.problem(
                f"a code stands for {quote(code.value)}, which is not a value of {quote(element.name)}", mend
            )


def _words(element: Element) -> tuple[str, ...]:
    return element.choices if element.type == "String" else ("true", "false") if element.type == "Boolean" else ()
