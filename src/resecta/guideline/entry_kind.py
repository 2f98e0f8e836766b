"""A kind of entry, and how entries of one kind are read: a mapping from ids to records, each under an id of its own."""

from __future__ import annotations

import re
from typing import Any

from resecta.document import Mapping, Problem, as_mapping, did_you_mean, misspelt, quote
from resecta.guideline.fields import IDENTIFIER
from resecta.guideline.gathering import Gathering
from resecta.guideline.schema import Kinds, Record
from resecta.lazy_dataclass import dataclass

NUMBERED = re.compile(r"[A-Z][0-9]{2,3}\Z", re.ASCII)
"""The ids of statements and readings."""


@dataclass(frozen=True, slots=True)
class EntryKind:
    """A kind of entry: what its entries are called in ``kind:id``, the file that holds them, how one is read.

    ``names``: the kinds of name that an entry gives or uses inside it, lost with an entry that cannot be read.
    """

    name: str
    file: str
    record: Record[Any] | Kinds[Any]
    id: re.Pattern[str]
    names: tuple[str, ...] = ()


def read_entries(node: Any, kind: EntryKind, gathering: Gathering) -> dict[str, Any]:
    """A mapping from ids to entries of one kind. Those refused are left out; their problems are noted, and their ids
    are named all the same.
    """
    mapping = gathering.problems.read(as_mapping, node)
    entries: dict[str, Any] = {}
    if mapping is None:
        gathering.unread.update((kind.name, *kind.names))
        return entries
    outer = gathering.by, gathering.key
    for id, entry in mapping.items():
        gathering.name(kind.name, id)
        problem = _wrong_id(mapping, id, kind)
        if problem is not None:
            gathering.problems.note(problem)
            gathering.unread.update(kind.names)
            continue
        gathering.by, gathering.key = f"{kind.name}:{id}", ""
        value = kind.record.read(entry, gathering, id=id, place=mapping.keys[id].place)
        if value is not None:
            entries[id] = value
        elif not kind.record.told(entry):
            gathering.unread.update(kind.names)
    gathering.by, gathering.key = outer
    return entries


def _wrong_id(mapping: Mapping, id: str, kind: EntryKind) -> Problem | None:
    """The problem of an id that is none, or of one that was meant for another entry: what is wrong with its keys is
    the same fault.
    """
    if not kind.id.match(id):
        shape = (
            "lower case words joined by underscores" if kind.id is IDENTIFIER else "a capital and two digits, as S01"
        )
        message = f"{quote(id)} cannot be the id of {kind.record.what}"
        return mapping.keys[id].problem(message, did_you_mean(id, _others(mapping, id, kind)) or f"write {shape}")
    entry = mapping[id]
    lacking = kind.record.lacking(entry) if isinstance(entry, Mapping) else ()
    meant = misspelt(id, _others(mapping, id, kind)) if lacking else None
    if meant is None:
        return None
    message = f"{quote(id)} is {kind.record.what} of its own, and lacks {', '.join(map(quote, lacking))}"
    return mapping.keys[id].problem(message, f"did you mean {meant}?")


def _others(mapping: Mapping, id: str, kind: EntryKind) -> list[str]:
    """The ids beside this one."""
    return [other for other in mapping.entries if other != id and kind.id.match(other)]
