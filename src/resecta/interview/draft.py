"""The case while it is being filled in: a document, so that what the interview never asks about stays as it is."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from resecta.case.nodes_from_python import to_node
from resecta.case.read import case_of
from resecta.document import Mapping, Node, Sequence, as_mapping, is_null, read_document
from resecta.document.whole_file import write_whole
from resecta.document.write import write_json, write_yaml
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.case import Case
    from resecta.guideline import Guideline


@dataclass(frozen=True)
class Draft:
    """A case file's root. Each answer gives a new draft; the old one is what ``back`` returns to."""

    root: Mapping

    @classmethod
    def empty(cls) -> Draft:
        """A case of which nothing is known, not even its day."""
        return cls(as_mapping(to_node({}, "answer")))

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Draft:
        """A case file that is half filled in."""
        return cls(as_mapping(read_document(path)))

    def case(self, guideline: Guideline) -> Case:
        """What the draft says so far. Raises InputError where it is no sound case."""
        return case_of(self.root, guideline)

    def has(self, *path: str) -> bool:
        """Whether the file has something under this top-level key, or under a key within it."""
        value: Node | None = self.root
        for key in path:
            value = value.get(key) if isinstance(value, Mapping) else None
        return value is not None and not is_null(value)

    def count(self, key: str) -> int:
        """How many items the list under this top-level key has."""
        value = self.root.get(key)
        return len(value.items) if isinstance(value, Sequence) else 0

    def opinions(self, element: str) -> Node | None:
        """The opinions that the file holds on an element."""
        facts = self.root.get("facts")
        fact = facts.get(element) if isinstance(facts, Mapping) else None
        return fact.get("opinions") if isinstance(fact, Mapping) else None

    def with_entry(self, key: str, value: Node) -> Draft:
        """The draft with this top-level entry."""
        return Draft(put(self.root, key, value))

    def with_entry_in(self, key: str, inner: str, value: Node) -> Draft:
        """The draft with this entry in the mapping under a top-level key."""
        held = self.root.get(key)
        known = held if isinstance(held, Mapping) else as_mapping(to_node({}, key))
        return self.with_entry(key, put(known, inner, value))

    def with_item(self, key: str, item: Node) -> Draft:
        """The draft with one more item in the list under a top-level key."""
        held = self.root.get(key)
        items = held.items if isinstance(held, Sequence) else ()
        return self.with_entry(key, Sequence((*items, item), item.spot))

    def with_fact(self, element: str, value: Node) -> Draft:
        """The draft with this fact."""
        return self.with_entry_in("facts", element, value)

    def with_facts_of(self, other: Draft) -> Draft:
        """The draft with the facts of another one, and all else its own."""
        facts = other.root.get("facts")
        return self.with_entry("facts", as_mapping(to_node({}, "facts")) if facts is None else facts)

    def settling(self, element: str, value: Node) -> Draft:
        """The draft with the board's word on a disputed fact; opinions stay beside it."""
        opinions = self.opinions(element)
        if opinions is None:
            return self.with_fact(element, _mapping(value=value, settled=to_node(value=True, path=element)))
        return self.with_fact(element, _mapping(opinions=opinions, settled=value))

    def text(self, path: Path | None = None) -> str:
        """The draft as a case file: JSON where the name says so, YAML elsewhere."""
        return write_json(self.root) if path is not None and path.suffix.lower() == ".json" else write_yaml(self.root)

    def save(self, path: Path) -> None:
        """Write the file whole or not at all: a broken connection must not cost what was said before.

        Raises InputError where it cannot be written.
        """
        write_whole(path, self.text(path).encode())


def put(mapping: Mapping, key: str, value: Node) -> Mapping:
    """The mapping with this entry; a key that it has keeps its place."""
    name = mapping.keys.get(key) or next(iter(as_mapping(to_node({key: None}, key)).keys.values()))
    return Mapping({**mapping.entries, key: value}, {**mapping.keys, key: name}, mapping.spot)


def _mapping(**entries: Node) -> Mapping:
    empty = as_mapping(to_node({}, "answer"))
    for key, value in entries.items():
        empty = put(empty, key, value)
    return empty
