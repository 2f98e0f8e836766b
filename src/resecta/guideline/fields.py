"""Small readers for the value under one key: each takes a node and gives a typed value, or None once the problem is
noted.

Every name of another part of the pack is noted as a mention, so that references are checked once, in one place
(``references.py``), with their exact places.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic, TypeVar

from resecta import document
from resecta.document import Node, Spot
from resecta.guideline.gathering import Gathering
from resecta.lazy_dataclass import dataclass

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

IDENTIFIER = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*\Z", re.ASCII)
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Field(Generic[T]):
    """How the value under one key is read. ``read`` gives None where the value is refused, its problem noted.

    ``empty`` stands where the key is absent, and for a refused value that may be absent. An entry is refused as a whole
    without a ``required`` value, and where one that is ``vital`` is refused: what it is would be guessed. ``key`` is
    what the key is called in the file where a value of Python cannot be called so (``from``); ``loses`` the kind of
    name that nobody knows any more where the value is refused.
    """

    read: Callable[[Node, Gathering], T | None]
    empty: T
    required: bool = False
    vital: bool = False
    key: str | None = None
    loses: str | None = None

    def must(self) -> Field[T]:
        """The same, but the key may not be absent."""
        return replace(self, required=True, vital=True)

    def decides(self) -> Field[T]:
        """The same, but an entry in which it is refused is refused with it."""
        return replace(self, vital=True)

    def losing(self, kind: str) -> Field[T]:
        """The same, but an entry is refused with it, and names of that kind are lost."""
        return replace(self, vital=True, loses=kind)

    def under(self, key: str) -> Field[T]:
        """The same, written under that key."""
        return replace(self, key=key)


def by(read: Callable[[Node, Gathering], Any], empty: Any) -> Field[Any]:
    """A value that is read by this function."""
    return Field(read, empty)


def text() -> Field[str]:
    """Any text."""
    return Field(lambda node, gathering: gathering.problems.read(document.as_text, node), "")


def flag() -> Field[bool]:
    """true or false; false where absent."""
    return Field(lambda node, gathering: gathering.problems.read(document.as_boolean, node), False)


def whole_number(least: int, most: int) -> Field[int | None]:
    """A whole number within these limits, both included; None where absent."""

    def read(node: Node, gathering: Gathering) -> int | None:
        number = gathering.problems.read(document.as_integer, node)
        if number is not None and not least <= number <= most:
            gathering.problems.add(node, f"{number} is not within {least} to {most}", f"write {least} to {most}")
            return None
        return number

    return Field(read, None)


def decimal() -> Field[Any]:
    """A number, exactly as written; None where absent."""
    return Field(lambda node, gathering: gathering.problems.read(document.as_decimal, node), None)


def amount() -> Field[Any]:
    """A number, exactly as written and not negative; None where absent."""

    def read(node: Node, gathering: Gathering) -> Decimal | None:
        number = gathering.problems.read(document.as_decimal, node)
        if number is not None and number < 0:
            gathering.problems.add(node, f"{number} is below 0", "write 0 or more")
            return None
        return number

    return Field(read, None)


def signatory() -> Field[str]:
    """Who signs: a text that is not blank."""

    def read(node: Node, gathering: Gathering) -> str | None:
        name = gathering.problems.read(document.as_text, node)
        if name is not None and not name.strip():
            gathering.problems.add(node, "a review names nobody", "write name and discipline, or leave review: out")
            return None
        return name

    return Field(read, "")


def day() -> Field[Any]:
    """A day, YYYY-MM-DD; None where absent."""
    return Field(lambda node, gathering: gathering.problems.read(document.as_date, node), None)


def written_day() -> Field[str]:
    """A day, YYYY-MM-DD, as the text that it is."""

    def read(node: Node, gathering: Gathering) -> str | None:
        day = gathering.problems.read(document.as_date, node)
        return None if day is None else str(day)

    return Field(read, "")


def identifier() -> Field[str]:
    """A name for programs and files: lower case words joined by underscores."""

    def read(node: Node, gathering: Gathering) -> str | None:
        name = gathering.problems.read(document.as_text, node)
        if name is not None and not IDENTIFIER.match(name):
            message = f"{document.quote(name)} is no id"
            gathering.problems.add(node, message, "write lower case words joined by underscores")
            return None
        return name

    return Field(read, "")


def optional(field: Field[Any]) -> Field[Any]:
    """The same, but None where absent."""
    return replace(field, empty=None)


def one_of(allowed: tuple[str, ...], what: str) -> Field[str]:
    """One of a few words."""

    def read(node: Node, gathering: Gathering) -> str | None:
        word = gathering.problems.read(document.as_text, node)
        if word is not None and word not in allowed:
            mend = document.did_you_mean(word, allowed) or f"known: {', '.join(allowed)}"
            gathering.problems.add(node, f"{document.quote(word)} is not {what}", mend)
            return None
        return word

    return Field(read, "")


def enumeration(kind: type[E], what: str, otherwise: E | None = None) -> Field[Any]:
    """One of an enumeration's words; ``otherwise`` where absent."""
    words = one_of(tuple(kind), what)

    def read(node: Node, gathering: Gathering) -> E | None:
        word = words.read(node, gathering)
        return None if word is None else kind(word)

    return Field(read, otherwise)


def name_of(kind: str, type: str = "") -> Field[str]:
    """The name of another part of the pack; for a name of the logic, with the CQL type it must have."""

    def read(node: Node, gathering: Gathering) -> str | None:
        name = gathering.problems.read(document.as_text, node)
        if name is not None and name.strip():
            gathering.mention(kind, name, node.spot, type)
        elif name is not None:
            gathering.problems.add(node, "nothing is named here", "write a name, or leave the key out")
            return None
        return name

    return Field(read, "")


def naming(kind: str) -> Field[str]:
    """A word by which other parts of the pack name something of that kind."""

    def read(node: Node, gathering: Gathering) -> str | None:
        name = gathering.problems.read(document.as_text, node)
        if name is not None:
            gathering.name(kind, name)
        return name

    return Field(read, "")


def sentence() -> Field[str]:
    """A text whose ``{Name}`` places show the value of a definition or parameter; ``{Name?}`` may lack one."""

    def read(node: Node, gathering: Gathering) -> str | None:
        words = gathering.problems.read(document.as_text, node)
        for place, spot in _places(words, node, gathering, "Name of a fact or definition"):
            gathering.mention("value", place.removesuffix("?"), spot)
        return words

    return Field(read, "")


def pattern(*places: str) -> Field[str]:
    """A text with places that a plan fills, and no others: ``{at_least}``, ``{date}`` …"""

    def read(node: Node, gathering: Gathering) -> str | None:
        words = gathering.problems.read(document.as_text, node)
        known = ", ".join(f"{{{place}}}" for place in places)
        for place, spot in _places(words, node, gathering, "one of its places"):
            if place not in places:
                meant = document.nearest(place, places)
                mend = f"did you mean {{{meant}}}?" if meant else f"known: {known}" if known else "leave it out"
                gathering.problems.note(spot.problem(f"{{{place}}} is no place of this text", mend))
        return words

    return Field(read, "")


def _places(words: str | None, node: Node, gathering: Gathering, meant: str) -> Iterator[tuple[str, Spot]]:
    """What stands in braces, each with its spot; a brace without its partner is a problem."""
    for match in _PLACEHOLDER.finditer(words or ""):
        yield match[1], _within(node.spot, match[0])
    bare = _PLACEHOLDER.sub("", words or "")
    if "{" in bare or "}" in bare:
        gathering.problems.add(node, "a brace without its partner", f"write {{{meant}}}")


def _within(spot: Spot, part: str) -> Spot:
    """Where ``part`` stands in the text that begins at ``spot``; the text's own place where it was folded in two."""
    for number in range(spot.line, min(spot.line + 40, len(spot.source.lines)) + 1):
        start = spot.column - 1 if number == spot.line else 0
        column = spot.source.line(number).find(part, start)
        if column >= 0:
            return Spot(spot.source, number, column + 1, len(part))
    return spot
