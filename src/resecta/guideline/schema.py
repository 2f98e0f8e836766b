"""How the entries of a pack are written: small readers that are put together into a table (``entries.py``).

Each takes a node and gives a typed value; what is wrong goes to the problems, and every name of another part of the
pack is noted as a mention, so that references are checked once, in one place (``references.py``), with their exact
places.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from resecta import document
from resecta.document import Collector, Node, Scalar, Sequence, Spot
from resecta.guideline.mention import Mention

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class Reading:
    """What gathers while a pack is read. ``by`` is the entry at hand, ``key`` the key at hand."""

    def __init__(self) -> None:
        self.problems = Collector()
        self.mentions: list[Mention] = []
        self.by = ""
        self.key = ""

    def mention(self, kind: str, name: str, spot: Spot, type: str = "") -> None:
        """Note that the entry at hand names another part of the pack."""
        self.mentions.append(Mention(kind, name, self.by, self.key, spot, type))


@dataclass(frozen=True, slots=True)
class Field(Generic[T]):
    """How the value under one key is read; ``empty`` stands where the key is absent or its value is refused."""

    read: Callable[[Node, Reading], T]
    empty: T
    required: bool = False

    def must(self) -> Field[T]:
        """The same, but the key may not be absent."""
        return replace(self, required=True)


def text() -> Field[str]:
    """Any text."""
    return Field(lambda node, reading: reading.problems.read(document.as_text, node) or "", "")


def flag() -> Field[bool]:
    """true or false; false where absent."""
    return Field(lambda node, reading: reading.problems.read(document.as_boolean, node) or False, False)


def integer() -> Field[int]:
    """A whole number; 0 where absent."""
    return Field(lambda node, reading: reading.problems.read(document.as_integer, node) or 0, 0)


def decimal() -> Field[Any]:
    """A number, exactly as written; None where absent."""
    return Field(lambda node, reading: reading.problems.read(document.as_decimal, node), None)


def optional(field: Field[Any]) -> Field[Any]:
    """The same, but None where absent."""
    return Field(field.read, None)


def one_of(allowed: tuple[str, ...], what: str) -> Field[str]:
    """One of a few words."""

    def read(node: Node, reading: Reading) -> str:
        word = reading.problems.read(document.as_text, node)
        if word is not None and word not in allowed:
            mend = document.did_you_mean(word, allowed) or f"known: {', '.join(allowed)}"
            reading.problems.add(node, f"{document.quote(word)} is not {what}", mend)
        return word or ""

    return Field(read, "")


def enumeration(kind: type[E], what: str, otherwise: E | None = None) -> Field[Any]:
    """One of an enumeration's words; ``otherwise`` where absent."""
    words = one_of(tuple(kind), what)

    def read(node: Node, reading: Reading) -> E | None:
        word = words.read(node, reading)
        return kind(word) if word in tuple(kind) else None

    return Field(read, otherwise)


def name_of(kind: str, type: str = "") -> Field[str]:
    """The name of another part of the pack; for a definition, with the CQL type it must have."""

    def read(node: Node, reading: Reading) -> str:
        name = reading.problems.read(document.as_text, node)
        if name:
            reading.mention(kind, name, node.spot, type)
        return name or ""

    return Field(read, "")


def sentence() -> Field[str]:
    """A text whose ``{Name}`` places show the value of a definition or parameter."""

    def read(node: Node, reading: Reading) -> str:
        words = reading.problems.read(document.as_text, node) or ""
        for match in _PLACEHOLDER.finditer(words):
            reading.mention("value", match[1], _within(node.spot, match[0]))
        bare = _PLACEHOLDER.sub("", words)
        if "{" in bare or "}" in bare:
            reading.problems.add(node, "a brace without its partner", "write {Name of a fact or definition}")
        return words

    return Field(read, "")


def many(item: Field[T]) -> Field[tuple[T, ...]]:
    """A list of such values."""

    def read(node: Node, reading: Reading) -> tuple[T, ...]:
        sequence = reading.problems.read(document.as_sequence, node)
        return tuple(item.read(entry, reading) for entry in sequence or ())

    return Field(read, ())


def table(item: Field[T], key: Callable[[Scalar, Reading], None] | None = None) -> Field[Mapping[str, T]]:
    """A mapping from any key to such values; a plain list stands for a mapping of its items to the empty value."""

    def read(node: Node, reading: Reading) -> Mapping[str, T]:
        if isinstance(node, Sequence):
            scalars = [entry for entry in node if isinstance(entry, Scalar)]
            values = {scalar.text: item.empty for scalar in scalars}
        else:
            mapping = reading.problems.read(document.as_mapping, node)
            scalars = list(mapping.keys.values()) if mapping is not None else []
            values = {name: item.read(value, reading) for name, value in mapping.items()} if mapping is not None else {}
        if key is not None:
            for scalar in scalars:
                key(scalar, reading)
        return MappingProxyType(values)

    return Field(read, MappingProxyType({}))


def key_names(kind: str) -> Callable[[Scalar, Reading], None]:
    """For ``table``: each key is the name of another part of the pack."""
    return lambda scalar, reading: reading.mention(kind, scalar.text, scalar.spot)


class Record(Generic[T]):
    """A mapping with these keys and no others, made into ``make``. ``what`` names it in messages ("a finding")."""

    def __init__(self, make: Callable[..., T], what: str, **fields: Field[Any]) -> None:
        self.what = what
        self.fields = fields
        self._make = make
        self._required = tuple(name for name, field in fields.items() if field.required)

    def read(self, node: Node, reading: Reading, **given: Any) -> T | None:
        """The value, or None where a required key is missing or refused (the problem is noted)."""
        mapping = reading.problems.mapping(node, self.fields, self.what, self._required)
        if mapping is None:
            return None
        outer, values = reading.key, {}
        for name, field in self.fields.items():
            entry = mapping.get(name)
            reading.key = f"{outer}.{name}" if outer else name
            values[name] = field.empty if entry is None else field.read(entry, reading)
        reading.key = outer
        if any(name not in mapping or values[name] is None for name in self._required):
            return None
        return self._make(**given, **values)


def one(record: Record[T]) -> Field[T | None]:
    """A single record; None where absent."""
    return Field(record.read, None)


def variant(tag: str, records: Mapping[str, Record[Any]], what: str) -> Field[Any]:
    """A mapping whose key ``tag`` names the record that reads the rest; None where absent.

    Each variant takes its own keys and no other's.
    """

    def read(node: Node, reading: Reading) -> Any:
        mapping = reading.problems.read(document.as_mapping, node)
        if mapping is None:
            return None
        if tag not in mapping:
            reading.problems.add(
                mapping, f"{what} lacks the key {document.quote(tag)}", f"write {tag}: and one of {', '.join(records)}"
            )
            return None
        name = one_of(tuple(records), what).read(mapping[tag], reading)
        return records[name].read(mapping.without(tag), reading) if name in records else None

    return Field(read, None)


def records(record: Record[T]) -> Field[tuple[T, ...]]:
    """A list of records; those refused are left out (their problems are noted)."""

    def read(node: Node, reading: Reading) -> tuple[T, ...]:
        sequence = reading.problems.read(document.as_sequence, node)
        made = (record.read(entry, reading) for entry in sequence or ())
        return tuple(value for value in made if value is not None)

    return Field(read, ())


def by_id(record: Record[T]) -> Field[tuple[T, ...]]:
    """A mapping from ids to records, as a tuple of records that carry their id."""

    def read(node: Node, reading: Reading) -> tuple[T, ...]:
        mapping = reading.problems.read(document.as_mapping, node)
        entries = mapping.items() if mapping is not None else ()
        made = (record.read(entry, reading, id=key) for key, entry in entries)
        return tuple(value for value in made if value is not None)

    return Field(read, ())


def _within(spot: Spot, part: str) -> Spot:
    """Where ``part`` stands in the text that begins at ``spot``; the text's own place where it was folded in two."""
    for number in range(spot.line, min(spot.line + 40, len(spot.source.lines)) + 1):
        start = spot.column - 1 if number == spot.line else 0
        column = spot.source.line(number).find(part, start)
        if column >= 0:
            return Spot(spot.source, number, column + 1, len(part))
    return spot
