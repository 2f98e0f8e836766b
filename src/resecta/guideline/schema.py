"""How the entries of a pack are written: readers of one value (``fields.py``) put together into lists, tables and
records. The table of all records is ``entries.py``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from resecta import document
from resecta.document import Node, Scalar, Sequence
from resecta.document.collector import meant_keys
from resecta.document.content import content_of
from resecta.guideline.fields import Field, by, one_of
from resecta.guideline.gathering import Gathering

T = TypeVar("T")

REFUSED = object()
"""In place of a value without which the entry cannot be made."""


def series(item: Field[T]) -> Field[tuple[T, ...]]:
    """A list of such values, of which one may stand again; those refused are left out."""

    def read(node: Node, gathering: Gathering) -> tuple[T, ...] | None:
        sequence = gathering.problems.read(document.as_sequence, node)
        if sequence is None:
            return None
        values = (_written(item, entry, gathering) for entry in sequence)
        return tuple(value for value in values if value is not None)

    return Field(read, ())


def many(item: Field[T]) -> Field[tuple[T, ...]]:
    """A list of such values, each once; those refused are left out."""
    values = series(item)

    def read(node: Node, gathering: Gathering) -> tuple[T, ...] | None:
        once = _each_once(node, gathering) if isinstance(node, Sequence) else node
        return values.read(once, gathering)

    return Field(read, ())


def _each_once(sequence: Sequence, gathering: Gathering) -> Sequence:
    """The list without the items that stand there already, which are problems."""
    once: dict[str, Node] = {}
    for entry in sequence:
        content = json.dumps(content_of(entry), sort_keys=True)
        if content in once:
            what = document.quote(entry.text) if isinstance(entry, Scalar) else "this item"
            gathering.problems.add(entry, f"{what} stands twice in this list", "keep one of them")
        else:
            once[content] = entry
    return Sequence(tuple(once.values()), sequence.spot)


def _written(item: Field[T], node: Node, gathering: Gathering) -> T | None:
    """The value, or None where it is refused; a text without a letter says nothing, and is refused."""
    value = item.read(node, gathering)
    if isinstance(value, str) and not value.strip():
        gathering.problems.add(node, "nothing is written here", "write a text, or leave it out")
        return None
    return value


def table(item: Field[T], key: Callable[[Scalar, Gathering], None] | None = None) -> Field[Mapping[str, T]]:
    """A mapping from any key to such values; the empty value stands for one that is refused."""

    def read(node: Node, gathering: Gathering) -> Mapping[str, T] | None:
        mapping = gathering.problems.read(document.as_mapping, node)
        if mapping is None:
            return None
        read = {name: _written(item, value, gathering) for name, value in mapping.items()}
        if key is not None:
            for scalar in mapping.keys.values():
                key(scalar, gathering)
        return MappingProxyType({name: item.empty if value is None else value for name, value in read.items()})

    return Field(read, MappingProxyType({}))


def words_by(what: str, **items: Field[str]) -> Field[Mapping[str, str]]:
    """A mapping from some of these keys, each to its kind of text."""

    def read(node: Node, gathering: Gathering) -> Mapping[str, str] | None:
        mapping = gathering.problems.mapping(node, items, what)
        if mapping is None:
            return None
        read = {name: _written(items[name], value, gathering) for name, value in mapping.items() if name in items}
        return MappingProxyType({name: value for name, value in read.items() if value is not None})

    return Field(read, MappingProxyType({}))


def key_names(kind: str, type: str = "") -> Callable[[Scalar, Gathering], None]:
    """For ``table``: each key is the name of another part of the pack; of the logic, with its CQL type."""
    return lambda scalar, gathering: gathering.mention(kind, scalar.text, scalar.spot, type)


class Record(Generic[T]):
    """A mapping with these keys and no others, made into ``make``. ``what`` names it in messages ("a finding")."""

    def __init__(self, make: Callable[..., T], what: str, **fields: Field[Any]) -> None:
        self.what = what
        self._make = make
        self._fields = {name if field.key is None else field.key: (name, field) for name, field in fields.items()}
        self._required = tuple(key for key, (_, field) in self._fields.items() if field.required)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that may stand in it."""
        return tuple(self._fields)

    def read(self, node: Node, gathering: Gathering, **given: Any) -> T | None:
        """The value, or None where a required key is missing or refused (the problem is noted)."""
        values = self.values(node, gathering)
        if values is None or any(value is REFUSED for value in values.values()):
            return None
        return self._make(**given, **values)

    def told(self, node: Node) -> bool:
        """Whether the node can be read as such a record at all, key by key."""
        return isinstance(node, document.Mapping)

    def lacking(self, node: document.Mapping) -> tuple[str, ...]:
        """The keys that must stand there and do not."""
        return tuple(key for key in self._required if key not in node)

    def values(self, node: Node, gathering: Gathering) -> dict[str, Any] | None:
        """What stands under each key, a mark where it decides the entry and is missing or refused; None for what is no
        mapping. A key that is meant by a misspelt one is there, and refused.
        """
        mapping = gathering.problems.mapping(node, self._fields, self.what, self._required)
        if mapping is None:
            return None
        lacking = self.lacking(mapping)
        meant = {*meant_keys(mapping, self._fields, self._required).values()}
        outer, values = gathering.key, dict[str, Any]()
        for key, (name, field) in self._fields.items():
            entry = mapping.get(key)
            gathering.key = f"{outer}.{key}" if outer else key
            value = None if entry is None else _whole(field, entry, gathering)
            lost = field.required if entry is None and key not in meant else field.vital
            values[name] = value if value is not None else REFUSED if lost else field.empty
            if field.loses is not None and (values[name] is REFUSED or (entry is None and lacking)):
                gathering.unread.add(field.loses)
        gathering.key = outer
        return values


def _whole(field: Field[T], node: Node, gathering: Gathering) -> T | None:
    """What stands under a key; None where it is refused, and where the entry hangs on it and a part is."""
    before = len(gathering.problems.problems)
    value = field.read(node, gathering)
    if len(gathering.problems.problems) > before:
        return None if field.vital else value
    if _is_blank(value, field) or (field.required and isinstance(value, tuple | Mapping) and not value):
        gathering.problems.add(node, "nothing is written here", "write what this key is for, or leave it out")
        return None
    return value


def _is_blank(value: object, field: Field[Any]) -> bool:
    """Whether a text says nothing although something must be said, or although leaving it out is the way to say so."""
    return isinstance(value, str) and not value.strip() and (field.required or field.empty is None)


class Kinds(Generic[T]):
    """Records that are told apart by the word under one key: each word has its own keys and its own class."""

    def __init__(self, what: str, key: str, **records: Record[Any]) -> None:
        self.what = what
        self._key = key
        self._records = records

    def told(self, node: Node) -> bool:
        """Whether the node can be read as one of the records, key by key."""
        word = node.get(self._key) if isinstance(node, document.Mapping) else None
        return isinstance(word, Scalar) and word.text in self._records

    def lacking(self, node: document.Mapping) -> tuple[str, ...]:
        """The key that must stand there before any other, if it does not."""
        return () if self._key in node else (self._key,)

    def read(self, node: Node, gathering: Gathering, **given: Any) -> T | None:
        """The value, or None where it is refused (the problem is noted)."""
        mapping = gathering.problems.read(document.as_mapping, node)
        if mapping is None:
            return None
        told = mapping.get(self._key)
        known = f"known: {', '.join(self._records)}"
        if told is None:
            gathering.problems.add(mapping, f"{self.what} lacks the key {document.quote(self._key)}", known)
            return None
        word = one_of(tuple(self._records), f"a {self._key} of {self.what.partition(' ')[2]}").read(told, gathering)
        if word is None:
            return None
        entries = {key: value for key, value in mapping.items() if key != self._key}
        keys = {key: scalar for key, scalar in mapping.keys.items() if key != self._key}
        made: T | None = self._records[word].read(document.Mapping(entries, keys, mapping.spot), gathering, **given)
        return made


def one(record: Record[T]) -> Field[T | None]:
    """A single record; None where absent."""
    return Field(record.read, None)


def variant(tag: str, records: Mapping[str, Record[Any]], what: str) -> Field[Any]:
    """A mapping whose key ``tag`` names the record that reads the rest; None where absent.

    Each variant takes its own keys and no other's.
    """

    def read(node: Node, gathering: Gathering) -> Any:
        mapping = gathering.problems.read(document.as_mapping, node)
        if mapping is None:
            return None
        if tag not in mapping:
            gathering.problems.add(
                mapping, f"{what} lacks the key {document.quote(tag)}", f"write {tag}: and one of {', '.join(records)}"
            )
            return None
        name = one_of(tuple(records), what).read(mapping[tag], gathering)
        return None if name is None else records[name].read(mapping.without(tag), gathering)

    return Field(read, None)


def records(record: Record[T] | Kinds[T]) -> Field[tuple[T, ...]]:
    """A list of records; those refused are left out (their problems are noted)."""
    return many(by(record.read, None))


def by_id(record: Record[T]) -> Field[tuple[T, ...]]:
    """A mapping from ids to records, as a tuple of records that carry their id."""

    def read(node: Node, gathering: Gathering) -> tuple[T, ...] | None:
        mapping = gathering.problems.read(document.as_mapping, node)
        if mapping is None:
            return None
        made = (record.read(entry, gathering, id=key) for key, entry in mapping.items())
        return tuple(value for value in made if value is not None)

    return Field(read, ())
