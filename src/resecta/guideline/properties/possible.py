"""Can what a property compares with ever be? A status or a choice that never comes makes it hold of everybody, or of
nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from resecta.cql.tree import nodes
from resecta.cql.tree.walk import walk
from resecta.document import Mapping
from resecta.document.problem import Problem
from resecta.guideline.ladder import UNDECIDED_INTENT
from resecta.guideline.lint.value_outside_the_choices import Chosen, strays
from resecta.guideline.properties.claims import AtMostOne
from resecta.guideline.status import STATUSES, ConclusionKind

if TYPE_CHECKING:
    from resecta.guideline.pack import Guideline


def strays_of(guideline: Guideline, expression: nodes.Expression) -> Iterator[tuple[str, str]]:
    """What is wrong, and the mend, of each text that stands against a fact or conclusion that is never that."""
    elements = {element.name: element for element in guideline.elements.values()}

    def choices(node: nodes.Expression) -> Chosen | None:
        if isinstance(node, nodes.ParameterReference):
            element = elements.get(node.name)
            return (node.name, element.choices) if element is not None and element.choices else None
        if isinstance(node, nodes.DefinitionReference) and words_of(guideline, node.name):
            return node.name, words_of(guideline, node.name)
        return None

    return ((message, mend) for _, message, mend in strays(tuple(walk(expression)), choices))


def words_of(guideline: Guideline, define: str) -> tuple[str, ...]:
    """The words that a conclusion of that kind can come to; none for a truth, and for what is no conclusion.

    Of the kind and not of the one: that none ever is a status may be just what a property says.
    """
    kind = define.partition(":")[0]
    if kind == ConclusionKind.INTENT:
        return (*(intent.value for intent in guideline.intents), UNDECIDED_INTENT)
    return STATUSES.get(kind, ())


def never_any(guideline: Guideline, claim: AtMostOne, entry: Mapping) -> Problem | None:
    """What is wrong where nothing of the kind ever has the status, of which at most one may have it."""
    if not claim.of:
        message = "this guideline has nothing of this kind"
        return entry["of"].problem(message, "name another kind, or leave the property out")
    known = dict.fromkeys(word for define in claim.of for word in words_of(guideline, define))
    if claim.answer in known:
        return None
    mend = f"known: {', '.join(known)}" if known else "name a kind of conclusion that has statuses"
    return entry["status" if known else "of"].problem(f"nothing of this kind is ever {claim.answer}", mend)
