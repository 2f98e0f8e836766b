"""Are the elements and activities of a pack coherent: names, units, choices, limits, codes and derivations?"""

from __future__ import annotations

from collections.abc import Iterator

from resecta.cql.values.units import unit
from resecta.document import Node, Problem, did_you_mean, quote
from resecta.guideline.draft import Draft
from resecta.guideline.model import Activity, Derive, Element, EventField

NUMBERS = ("Integer", "Decimal", "Quantity")
SHOWN_UNITS = ("years", "months")
"""Words behind a plain number, for display only."""
DATES = ("start", "end", "date")


def check(draft: Draft) -> Iterator[Problem]:
    """A problem for each fact or event that contradicts itself or the rest of the pack."""
    named: dict[str, str] = {}
    for element in draft.elements.values():
        yield from _check_name(draft, element, named)
        yield from _check_value(_At(draft, "element", element.id), element)
        yield from _check_codes(draft, element)
        if element.derive is not None:
            yield from _check_derive(draft, element, element.derive)
    for activity in draft.activities.values():
        for field in activity.fields:
            yield from _check_value(_At(draft, "activity", activity.id, "fields", field.id), field)


def units(draft: Draft) -> dict[str, str]:
    """The unit of each element that is a quantity, by the element's name."""
    return {element.name: element.unit for element in draft.elements.values() if element.type == "Quantity"}


class _At:
    """The keys of one entry, by their nodes."""

    def __init__(self, draft: Draft, kind: str, *path: str) -> None:
        self._draft, self._kind, self._path = draft, kind, path

    def __call__(self, *keys: str) -> Node:
        id, *rest = self._path
        node: Node = self._draft.node(self._kind, id, *rest, *keys)
        return node


def _check_name(draft: Draft, element: Element, named: dict[str, str]) -> Iterator[Problem]:
    node = draft.node("element", element.id, "name")
    wanted = element.name.lower().replace(" ", "_").replace("-", "_")
    if wanted != element.id:
        mend = f"the id of an element is its name in lower case: {wanted}"
        yield node.problem(f"the name {quote(element.name)} does not fit the id {quote(element.id)}", mend)
    elif element.name in named:
        yield node.problem(f"{quote(element.name)} is the name of two elements: {named[element.name]} and {element.id}")
    named.setdefault(element.name, element.id)


def _check_value(at: _At, value: Element | EventField) -> Iterator[Problem]:
    if value.type == "Quantity":
        if not value.unit:
            yield at().problem("a Quantity needs a unit", "write unit: with a UCUM code, such as mm")
        elif unit(value.unit) is None:
            yield at("unit").problem(f"{quote(value.unit)} is not a UCUM unit", "write a UCUM code, such as mm or %")
    elif value.unit and (value.type not in NUMBERS or value.unit not in SHOWN_UNITS):
        mend = "make the type Quantity" if value.type in NUMBERS else "leave the unit out"
        yield at("unit").problem(f"a {value.type} carries no unit", mend)
    if value.choices and value.type != "String":
        yield at("choices").problem(f"only a String has choices, not a {value.type}")
    if len(set(value.choices)) < len(value.choices):
        yield at("choices").problem("a choice stands twice", "keep one of them")
    if value.type not in NUMBERS:
        for key in ("minimum", "maximum"):
            if getattr(value, key) is not None:
                yield at(key).problem(f"a {value.type} has no {key}")
    elif value.minimum is not None and value.maximum is not None and value.minimum > value.maximum:
        yield at("minimum").problem(f"the minimum {value.minimum} is above the maximum {value.maximum}")


def _check_codes(draft: Draft, element: Element) -> Iterator[Problem]:
    for code in element.codes:
        if code.value is not None and code.value not in _words(element):
            node = draft.node("element", element.id, "codes")
            mend = did_you_mean(code.value, _words(element))
            yield node.problem(
                f"a code stands for {quote(code.value)}, which is not a value of {quote(element.name)}", mend
            )


def _check_derive(draft: Draft, element: Element, derive: Derive) -> Iterator[Problem]:
    at = _At(draft, "element", element.id, "derive")
    stands_for = [
        ("value", derive.value),
        ("several", derive.several),
        *(("events", value) for value in derive.events.values()),
    ]
    if element.choices:
        for key, word in stands_for:
            if word and word not in element.choices:
                mend = did_you_mean(word, element.choices) or f"choices: {', '.join(element.choices)}"
                yield at(key).problem(f"{quote(word)} is not a choice of {quote(element.name)}", mend)
    for activity in (draft.activities[id] for id in derive.events if id in draft.activities):
        fields = _fields(activity)
        if derive.of and derive.of not in fields:
            mend = did_you_mean(derive.of, fields) or f"known: {', '.join(fields)}"
            yield at("of").problem(f"an event {quote(activity.id)} has no {quote(derive.of)}", mend)


def _fields(activity: Activity) -> tuple[str, ...]:
    own = tuple(field.id for field in activity.fields)
    return ("start", "end", *own) if activity.course else ("date", *own)


def _words(element: Element) -> tuple[str, ...]:
    return element.choices if element.type == "String" else ("true", "false") if element.type == "Boolean" else ()
