"""What a person types in answer to a question: a number, a name, a date, as the element's value."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Protocol

from resecta.case.nodes_from_python import to_node
from resecta.case.value import read_value, wanted_of
from resecta.document import InputError, Mapping, Node, Scalar, Source, Spot, as_mapping

if TYPE_CHECKING:
    from resecta.guideline.model import Element

SPOT = Spot(Source("answer", ()))
_MOST_CHOICES = 4  # digits: longer numbers are no choice, and need not be converted to find that out
YES, NO = ("yes", "y", "true"), ("no", "n", "false")
_NUMBER_AND_UNIT = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)\s*(\D*)\Z", re.ASCII)


class Askable(Protocol):
    """What can be asked for: an element, or a field of an event."""

    @property
    def type(self) -> str: ...

    @property
    def unit(self) -> str: ...

    @property
    def choices(self) -> tuple[str, ...]: ...


def choices_of(element: Askable) -> tuple[str, ...]:
    """What can be chosen by number."""
    return ("yes", "no") if element.type == "Boolean" else element.choices


def read_answer(text: str, element: Element, day: datetime.date | None) -> Node:
    """The answer as it will stand in the case file. Raises InputError with what is wrong and the mend."""
    node = answer_node(text, element)
    read_value(node, wanted_of(element), day)
    return node


def answer_node(text: str, element: Askable) -> Node:
    """What was typed as it would stand in a case file, not yet held against what it may be. Raises InputError for the
    number of no choice.
    """
    if element.type == "Boolean":
        word = _chosen(text, choices_of(element)).casefold()
        plain = "true" if word in YES else "false" if word in NO else word
        return Scalar(plain, quoted=False, spot=SPOT)
    if element.choices:
        return Scalar(_chosen(text, element.choices), quoted=True, spot=SPOT)
    match = _NUMBER_AND_UNIT.match(text)
    if match and element.unit and match[2]:
        return _with_unit(match[1], match[2].strip(), element)
    return Scalar(text, quoted=element.type == "String", spot=SPOT)


def _chosen(text: str, choices: tuple[str, ...]) -> str:
    """The choice of that number, or of that name whatever its capitals; any other text as it stands."""
    if text.isdecimal() and text.isascii() and len(text) < _MOST_CHOICES:
        if not 1 <= int(text) <= len(choices):
            raise InputError([SPOT.problem(f"there is no choice {text}", f"answer 1 to {len(choices)}")])
        return choices[int(text) - 1]
    return next((choice for choice in choices if choice.casefold() == text.casefold()), text)


def _with_unit(number: str, unit: str, element: Askable) -> Node:
    """A number with its unit: dropped where it is the element's own, kept where it must be converted."""
    value = Scalar(number, quoted=False, spot=SPOT)
    if unit == element.unit:
        return value
    parts = as_mapping(to_node({"value": None, "unit": unit}, SPOT.source.file))
    return Mapping({**parts.entries, "value": value}, parts.keys, parts.spot)
