"""The takes as a table: which keys each may have under ``derive:`` of an element. The values are those of ``takes``."""

from __future__ import annotations

from typing import Any

from resecta.guideline import takes
from resecta.guideline.fields import (
    Field,
    amount,
    enumeration,
    name_of,
    optional,
    text,
    whole_number,
)
from resecta.guideline.schedule.model import MOST_WEEKS
from resecta.guideline.schema import Record, key_names, many, table
from resecta.guideline.takes.lesions import MOST_SITES, SEGMENTS


def _events() -> Field[Any]:
    return many(name_of("activity")).must()


def _episode() -> Field[Any]:
    return enumeration(takes.Episode, "an episode", takes.Episode.ANY)


def _element() -> Field[Any]:
    return optional(name_of("element"))


_A_PLAN = "a plan of a lesion"


def _plans() -> Field[Any]:
    return many(enumeration(takes.LesionPlan, _A_PLAN))


def _segments() -> Field[Any]:
    return many(whole_number(1, SEGMENTS))


def _gone() -> Field[Any]:
    return many(enumeration(takes.Now, "what a lesion may be now"))


def _record(take: type[takes.Take], **fields: Field[Any]) -> Record[Any]:
    return Record(take, f"take: {take.name}", **fields)


_ALL: dict[type[takes.Take], dict[str, Field[Any]]] = {
    takes.First: {
        "of": text().must(),
        "events": _events(),
        "episode": _episode(),
        "since": _element(),
        "otherwise": _element(),
        "stands_for": optional(name_of("definition", "Quantity")),
    },
    takes.Latest: {"of": text().must(), "events": _events(), "episode": _episode()},
    takes.LatestOfOneKind: {"of": text().must(), "events": _events(), "episode": _episode()},
    takes.Kind: {"events": table(text(), key_names("activity")).must(), "several": optional(text())},
    takes.Months: {
        "events": _events(),
        "episode": _episode(),
        "weeks_in_a_month": whole_number(1, MOST_WEEKS).must(),
        "unnamed_cycle_weeks": whole_number(1, MOST_WEEKS).must(),
        "regimens_given": table(whole_number(1, MOST_WEEKS)),
    },
    takes.Undated: {"events": _events()},
    takes.Given: {"events": _events(), "episode": _episode()},
    takes.Marked: {"events": _events()},
    takes.LatestDay: {"days": table(text(), key_names("activity")).must(), "undated": optional(text())},
    takes.UndatedDay: {"days": table(text(), key_names("activity")).must(), "undated": text().must()},
    takes.Done: {"element": name_of("element").must(), "events": many(name_of("activity")), "value": text().must()},
    takes.AtLeast: {"element": name_of("element").must(), "least": whole_number(1, MOST_SITES).must()},
    takes.Share: {
        "part": name_of("element").must(),
        "whole": name_of("element").must(),
        "less": _element(),
        "tolerance": amount().must(),
    },
    takes.WorstSite: {
        "order": many(enumeration(takes.Disease, "a word for disease at a site")).must(),
        "none": text().must(),
    },
    takes.Count: {"without": _gone()},
    takes.AnyNow: {"now": _gone().must()},
    takes.Largest: {"without": _gone()},
    takes.BothLobes: {"without": _gone(), "left": _segments().must(), "right": _segments().must()},
    takes.EveryPlan: {
        "plans": _plans().must(),
        "false_if": _plans(),
        "only_with": enumeration(takes.LesionPlan, _A_PLAN),
    },
    takes.Unfinished: {
        "events": _events(),
        "of": text().must(),
        "elements": many(name_of("element")).must(),
        "plans": _plans().must(),
    },
}

KINDS_OF_TAKES: tuple[type[takes.Take], ...] = tuple(_ALL)
"""Every way in which an element may follow."""

TAKES: dict[str, Record[Any]] = {take.name: _record(take, **fields) for take, fields in _ALL.items()}
"""``take:`` → how its other keys are read."""
