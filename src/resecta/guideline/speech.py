"""Can every value of a fact, and every event, be said? The words of elements and activities against their values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from resecta.document import Problem, did_you_mean, quote

if TYPE_CHECKING:
    from resecta.guideline.manuscript import Manuscript
    from resecta.guideline.model import Element

VALUE = "value"
"""The key of the words for any value; ``{value}`` shows it."""
UNKNOWN = "unknown"
"""The key of the words for what is not recorded."""

_FIELD = re.compile(r"\{([^{}]*)\}")


def check(manuscript: Manuscript) -> Iterator[Problem]:
    """A problem for each value without words, each word for no value, and each place that no event fills."""
    for element in manuscript.elements.values():
        if element.says:
            yield from _check_values(manuscript, element)
    header = manuscript.header
    told = {*header.get("case_history", ()), *(id for each in header.get("case_sentence", ()) for id in each)}
    for element in manuscript.elements.values():
        if element.id in told and not element.says:
            node = manuscript.node("element", element.id)
            yield node.problem("the case sentence tells this fact, and it has no words", "write says:")
    yield from _check_events(manuscript)


def _check_values(manuscript: Manuscript, element: Element) -> Iterator[Problem]:
    needed = element.choices or (("true", "false") if element.type == "Boolean" else (VALUE,))
    for key in element.says:
        if key not in needed and key != UNKNOWN and not (element.type in ("Integer", "Decimal") and key.isdecimal()):
            mend = did_you_mean(key, (*needed, UNKNOWN)) or f"known: {', '.join((*needed, UNKNOWN))}"
            node = manuscript.node("element", element.id, "says", key)
            yield node.problem(f"{quote(key)} is not a value of {quote(element.name)}", mend)
    for key in needed:
        if key not in element.says:
            node = manuscript.node("element", element.id, "says")
            yield node.problem(f"there are no words for {quote(key)}", f"write {key}: and the words for it")


def _check_events(manuscript: Manuscript) -> Iterator[Problem]:
    for activity in manuscript.activities.values():
        fields = [field.id for field in activity.fields]
        for text in activity.says:
            for place in _FIELD.findall(text):
                if place not in fields:
                    mend = did_you_mean(place, fields) or f"its fields: {', '.join(fields) or 'none'}"
                    node = manuscript.node("activity", activity.id, "says")
                    yield node.problem(f"{{{place}}} is no field of this activity", mend)
