"""Where a part of a guideline is used: ``kind:id`` of everything that names it."""

from __future__ import annotations

from collections.abc import Mapping

from resecta.cql.tree import nodes
from resecta.cql.tree.library import Definition
from resecta.cql.tree.walk import walk
from resecta.guideline import Guideline
from resecta.guideline.mention import TARGETED, Mention
from resecta.guideline.names_of_logic import KINDS as LOGIC

UNLISTED = ("tag", "day kind")
"""What mentions name that is no part of its own."""


def uses(guideline: Guideline) -> Mapping[str, tuple[str, ...]]:
    """``kind:id`` → the parts that name it, each once, in the guideline's order."""
    found: dict[str, dict[str, None]] = {}

    def note(named: str, by: str) -> None:
        if named != by:
            found.setdefault(named, {})[by] = None

    for mention in guideline.mentions:
        if mention.kind not in UNLISTED:
            by = "intent:intent" if gives_intent(mention) else mention.by
            note(_key(guideline, mention.kind, mention.name), by)
    for definition in guideline.own_definitions.values():
        by = f"definition:{definition.name}"
        for id in definition.statements:
            note(f"statement:{id}", by)
        for id in definition.readings:
            note(f"reading:{id}", by)
        for name in named_in(definition):
            note(_key(guideline, "value", name), by)
    return {key: tuple(by) for key, by in found.items()}


def gives_intent(mention: Mention) -> bool:
    """Whether it names the condition of an intent: that stands in the guideline's head, and is a part of its own."""
    return mention.by == "guideline" and mention.key.partition(".")[0] == "intent"


def named_in(definition: Definition) -> tuple[str, ...]:
    """The parameters and definitions that a definition reads, each once."""
    references = (nodes.ParameterReference, nodes.DefinitionReference)
    return tuple(dict.fromkeys(node.name for node in walk(definition.expression) if isinstance(node, references)))


def _key(guideline: Guideline, kind: str, name: str) -> str:
    """The key of what a mention names: a target says its own kind, a name of logic is an element, a setting or a
    definition.
    """
    if kind in TARGETED:
        return name
    if kind in ("step", "point", "event", "part"):
        return f"constraint:{name.partition('.')[0]}"
    if kind in LOGIC:
        if name in guideline.library.definitions:
            return f"definition:{name}"
        return f"element:{guideline.element_ids[name]}" if name in guideline.element_ids else f"setting:{name}"
    return f"{kind}:{name}"
