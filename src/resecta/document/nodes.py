"""What a document is made of once its syntax is read: mappings, sequences and scalars, each with its place in the text.

A scalar stays the text that stands there, with whether it was quoted, until a type reads it (``read.py`` says why).
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterator
from dataclasses import field
from typing import NamedTuple

from resecta.document.problem import Place, Problem
from resecta.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A file's name and its lines: what a message quotes from."""

    file: str
    lines: tuple[str, ...] = field(repr=False)

    def line(self, number: int) -> str:
        """The text of that line, 1-based; empty where the file has no such line."""
        return self.lines[number - 1] if 1 <= number <= len(self.lines) else ""


class Spot(NamedTuple):
    """A place together with the text it lies in. (A named tuple: every value of every file has one.)"""

    source: Source
    line: int = 0
    column: int = 0
    length: int = 0

    @property
    def place(self) -> Place:
        """The place as problems and pack values carry it."""
        return Place(self.source.file, self.line, self.column, self.length)

    @property
    def source_line(self) -> str:
        """The line of the file that holds this spot."""
        return self.source.line(self.line)

    def problem(self, message: str, mend: str) -> Problem:
        """A problem at this spot."""
        return Problem(self.place, message, mend, self.source_line)


class Located:
    """What every node can tell of itself: where it stands."""

    __slots__ = ()
    spot: Spot

    @property
    def place(self) -> Place:
        """File, line, column and length."""
        return self.spot.place

    @property
    def source_line(self) -> str:
        """The line of the file on which the node begins."""
        return self.spot.source_line

    def problem(self, message: str, mend: str) -> Problem:
        """A problem with this node."""
        return self.spot.problem(message, mend)


@dataclass(frozen=True, slots=True)
class Scalar(Located):
    """One piece of text. ``quoted``: it stood in quotes (or as a block), so it is text whatever it looks like."""

    text: str
    quoted: bool
    spot: Spot

    @property
    def is_null(self) -> bool:
        """True where nothing stands, or the word null: the writer says that this is not known."""
        return not self.quoted and self.text in ("", "~", "null")


@dataclass(frozen=True, slots=True)
class Sequence(Located):
    """A list of nodes."""

    items: tuple[Node, ...]
    spot: Spot

    def __iter__(self) -> Iterator[Node]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


@dataclass(frozen=True, slots=True)
class Mapping(Located):
    """Keys, in the order of the text, each with its own place and its value."""

    entries: dict[str, Node]
    keys: dict[str, Scalar]
    spot: Spot

    def __contains__(self, key: str) -> bool:
        return key in self.entries

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __getitem__(self, key: str) -> Node:
        return self.entries[key]

    def get(self, key: str) -> Node | None:
        """The value under that key, or None where the key is absent."""
        return self.entries.get(key)

    def without(self, key: str) -> Mapping:
        """The same mapping but for that key."""
        entries = {name: node for name, node in self.entries.items() if name != key}
        return Mapping(entries, {name: self.keys[name] for name in entries}, self.spot)

    def items(self) -> ItemsView[str, Node]:
        """Keys with their values, in the order of the text."""
        return self.entries.items()


Node = Mapping | Sequence | Scalar


def kind_of(node: Node) -> str:
    """What a person calls this node."""
    if isinstance(node, Mapping):
        return "a mapping"
    if isinstance(node, Sequence):
        return "a list"
    return "nothing" if node.is_null else "a single value"


def is_null(node: Node) -> bool:
    """True for a scalar that says: not known."""
    return isinstance(node, Scalar) and node.is_null


def given(node: Mapping, key: str) -> Node | None:
    """What stands under that key; None where the key is absent or says: not known."""
    part = node.get(key)
    return None if part is None or is_null(part) else part
