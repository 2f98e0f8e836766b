"""Can every value of a fact, and every event, be said? The words of elements and activities against their values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from resecta.document import Problem, did_you_mean, nearest, quote

if TYPE_CHECKING:
    from resecta.guideline.manuscript import Manuscript
    from resecta.guideline.model import Element

VALUE = "value"
"""The key of the words for any value; ``{value}`` shows it."""
UNKNOWN = "unknown"
"""The key of the words for what is not recorded."""

FIELD = re.compile(r"\{([^{}:]*)(?::([^{}|]*)\|([^{}|]*))?\}")
"""A place in the words of an event: ``{field}`` shows it, ``{field:word|words}`` has a word for 1, and another."""


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
    for element in manuscript.elements.values():
        yield from _check_untold(manuscript, element)
    yield from _check_events(manuscript)


def _check_values(manuscript: Manuscript, element: Element) -> Iterator[Problem]:
    needed = element.choices or (("true", "false") if element.type == "Boolean" else (VALUE,))
    unsaid = [key for key in needed if key not in element.says]
    node = manuscript.node("element", element.id, "says")
    idle = [key for key in element.says if key not in needed and key != UNKNOWN and not _counts(element, key)]
    if len(idle) > 1 and unsaid == [VALUE]:
        message = f"{quote(element.name)} has no choices, and words for {', '.join(map(quote, idle))}"
        yield node.problem(message, f"write choices: with these, or {VALUE}: and the words for any value")
        return
    for key in idle:
        meant = unsaid[0] if len(unsaid) == len(idle) == 1 else nearest(key, unsaid)
        if meant is not None:
            unsaid.remove(meant)  # one slip, not a word too many and one too few
        known = (*needed, UNKNOWN)
        mend = f"did you mean {meant}?" if meant else did_you_mean(key, known) or f"known: {', '.join(known)}"
        yield node.keys[key].problem(f"{quote(key)} is not a value of {quote(element.name)}", mend)
    for key in unsaid:
        yield node.problem(f"there are no words for {quote(key)}", f"write {key}: and the words for it")


def _counts(element: Element, key: str) -> bool:
    """Whether the key is one of the numbers that the fact may be."""
    return element.type in ("Integer", "Decimal") and key.isdecimal()


def _check_untold(manuscript: Manuscript, element: Element) -> Iterator[Problem]:
    """A problem for each value that passes over a fact and that no fact can have."""
    for id, value in element.untold_where.items():
        choices = manuscript.elements[id].choices if id in manuscript.elements else (value,)
        if value not in choices:
            mend = did_you_mean(value, choices) or f"its choices: {', '.join(choices) or 'none'}"
            node = manuscript.node("element", element.id, "untold_where", id)
            yield node.problem(f"{quote(value)} is not a value of {quote(manuscript.elements[id].name)}", mend)


def _check_events(manuscript: Manuscript) -> Iterator[Problem]:
    for activity in manuscript.activities.values():
        fields = [field.id for field in activity.fields]
        node = manuscript.node("activity", activity.id, "says")
        for text in activity.says:
            bare = FIELD.sub("", text)
            if "{" in bare or "}" in bare:
                yield node.problem("a brace without its partner", "write {name of a field}")
        places = dict.fromkeys(found[1] for text in activity.says for found in FIELD.finditer(text))
        unknown = [place for place in places if place not in fields]
        if unknown and not fields:
            told = ", ".join(f"{{{place}}}" for place in unknown)
            yield node.problem(f"this activity has no fields, and its words show {told}", "write fields: with them")
            continue
        for place in unknown:
            mend = did_you_mean(place, fields) or f"its fields: {', '.join(fields)}"
            yield node.problem(f"{{{place}}} is no field of this activity", mend)
