"""Mutants of the YAML files: every reference of an entry to a definition, and every setting in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from typing import Any

from resecta.authoring.mutation.mutant import Mutant
from resecta.cql.types import BOOLEAN, DATE, INTEGER, Type
from resecta.cql.values import Quantity, Value, literal
from resecta.guideline import Guideline

_ENTRIES = ("findings", "notices", "recommendations", "strategies", "regimens")
_CONDITIONS = frozenset(
    {
        "define",
        "condition",
        "when",
        "holds",
        "conditions",
        "barred",
        "preferred",
        "contraindicated",
        "blocked",
        "applies",
    }
)
_DATES = frozenset({"earliest", "latest", "actual", "caution_from"})
_COUNTS = frozenset({"missed_by_days"})
_OWN = ("scope", "cap", "unfit")


def entry_mutants(guideline: Guideline) -> Iterator[Mutant]:
    """Every mutant of the entries, file by file."""
    replacements = _Replacements(guideline)
    for kind in _ENTRIES:
        entries: Mapping[str, Any] = getattr(guideline, kind)
        for id, entry in entries.items():
            for key, before, after, broken in _broken(entry, replacements, ""):
                yield Mutant(
                    id=f"{kind}.{id}.{key}: {before} → {after}",
                    place=f"{entry.place} {id}.{key}",
                    before=before,
                    after=after,
                    changes={kind: {**entries, id: broken}},
                )
    yield from _own_mutants(guideline, replacements)


def setting_mutants(guideline: Guideline) -> Iterator[Mutant]:
    """Every setting in force, a little off."""
    for name, value in guideline.settings_values.items():
        for other in _other_values(value):
            yield Mutant(
                id=f"settings.{name}: {literal(value)} → {literal(other)}",
                place=f'settings.yaml "{name}"',
                before=literal(value),
                after=literal(other),
                setting=name,
                value=other,
            )


class _Replacements:
    """What stands in for a definition: one that always holds (the condition forgotten), and the next one."""

    def __init__(self, guideline: Guideline) -> None:
        self._library = guideline.library
        self._named = {
            kind: [name for name, definition in guideline.own_definitions.items() if definition.type == kind]
            for kind in (BOOLEAN, DATE, INTEGER)
        }
        self._always = [
            name
            for name in self._named[BOOLEAN]
            if getattr(self._library.definitions[name].expression, "value", None) is True
        ][:1]

    def of(self, name: str, kind: Type) -> list[str]:
        """The names to put in place of this one."""
        names = self._named[kind]
        after = names[(names.index(name) + 1) % len(names)]
        always = self._always if kind == BOOLEAN else []
        return list(dict.fromkeys(other for other in (*always, after) if other != name))


Broken = Iterator[tuple[str, str, str, Any]]
"""Key, old name, new name, and what holds the new one."""


def _broken(entry: Any, replacements: _Replacements, prefix: str) -> Broken:
    """Every reference of an entry replaced in turn, in its parts too."""
    for slot in fields(entry):
        value = getattr(entry, slot.name)
        key = f"{prefix}{slot.name}"
        if slot.name == "window" and value is not None:
            found = _broken(value, replacements, f"{key}.")
        elif isinstance(value, tuple):
            found = _broken_items(slot.name, value, replacements, key)
        elif isinstance(value, str) and value and slot.name in _CONDITIONS | _DATES | _COUNTS:
            kind = DATE if slot.name in _DATES else INTEGER if slot.name in _COUNTS else BOOLEAN
            found = ((key, value, after, after) for after in replacements.of(value, kind))
        else:
            continue
        for inner, before, after, changed in found:
            yield inner, before, after, replace(entry, **{slot.name: changed})


def _broken_items(name: str, items: tuple[Any, ...], replacements: _Replacements, key: str) -> Broken:
    for index, item in enumerate(items):
        if name in _CONDITIONS:
            found: Broken = ((key, item, after, after) for after in replacements.of(item, BOOLEAN))
        elif is_dataclass(item):
            found = _broken(item, replacements, f"{key}[{index}].")
        else:
            continue
        for inner, before, after, changed in found:
            yield inner, before, after, (*items[:index], changed, *items[index + 1 :])


def _own_mutants(guideline: Guideline, replacements: _Replacements) -> Iterator[Mutant]:
    """The references of guideline.yaml itself."""
    for key in _OWN:
        name = getattr(guideline, key)
        for after in replacements.of(name, BOOLEAN):
            yield Mutant(
                f"guideline.{key}: {name} → {after}", f"guideline.yaml {key}", name, after, changes={key: after}
            )
    for key in ("intents", "asked_while"):
        items = getattr(guideline, key)
        for index, item in enumerate(items):
            if not item.condition:
                continue
            for after in replacements.of(item.condition, BOOLEAN):
                changed = (*items[:index], replace(item, condition=after), *items[index + 1 :])
                place = f"guideline.yaml {key}[{index}]"
                id = f"guideline.{key}[{index}]: {item.condition} → {after}"
                yield Mutant(id, place, item.condition, after, changes={key: changed})


def _other_values(value: Value) -> Iterator[Value]:
    match value:
        case None:
            yield from (True, False)
        case bool():
            yield not value
        case int() | Decimal():
            yield from (value + 1, value - 1)
        case Quantity():
            yield from (Quantity(value.value + step, value.unit) for step in (1, -1))
        case str():
            yield f"{value}?"
