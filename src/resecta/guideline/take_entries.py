"""The takes as a table: which keys each may have under ``derive:`` of an element. The values are those of ``takes``."""

from __future__ import annotations

from typing import Any

from resecta.guideline import takes
from resecta.guideline.schema import (
    Field,
    Record,
    enumeration,
    integer,
    key_names,
    many,
    name_of,
    optional,
    table,
    text,
)


def _events() -> Field[Any]:
    return many(name_of("activity")).must()


def _episode() -> Field[Any]:
    return enumeration(takes.Episode, "an episode", takes.Episode.ANY)


def _element() -> Field[Any]:
    return optional(name_of("element"))


def _record(take: type[takes.Take], **fields: Field[Any]) -> Record[Any]:
    return Record(take, f"take: {take.name}", **fields)


_ALL: dict[type[takes.Take], dict[str, Field[Any]]] = {
    takes.First: {
        "of": text().must(),
        "events": _events(),
        "episode": _episode(),
        "since": _element(),
        "otherwise": _element(),
    },
    takes.Latest: {"of": text().must(), "events": _events(), "episode": _episode()},
    takes.LatestOfOneKind: {"of": text().must(), "events": _events(), "episode": _episode()},
    takes.Kind: {"events": table(text(), key_names("activity")).must(), "several": optional(text())},
    takes.Months: {
        "events": _events(),
        "episode": _episode(),
        "weeks_in_a_month": integer().must(),
        "unnamed_cycle_weeks": integer().must(),
    },
    takes.Undated: {"events": _events()},
    takes.Done: {"element": name_of("element").must(), "value": text().must()},
    takes.Count: {},
    takes.Largest: {},
    takes.BothLobes: {"left": many(integer()).must(), "right": many(integer()).must()},
    takes.EveryPlan: {"plans": many(enumeration(takes.Plan, "a plan of a lesion")).must()},
}

KINDS_OF_TAKES: tuple[type[takes.Take], ...] = tuple(_ALL)
"""Every way in which an element may follow."""

TAKES: dict[str, Record[Any]] = {take.name: _record(take, **fields) for take, fields in _ALL.items()}
"""``take:`` → how its other keys are read."""
