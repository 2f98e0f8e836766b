"""A case file to fill in, made from the guideline: every fact with its question, its unit and its choices."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING

from resecta.case.read import CONTEXT

if TYPE_CHECKING:
    from resecta.guideline.model import Activity, Element
    from resecta.guideline.pack import Guideline

_WIDTH = 100

_HEAD = """\
# A case for: {title}, version {version}.
# What is left empty is unknown: nothing is taken for granted. Any fact may also be written with its origin:
#   {example}: {{value: …, unit: …, date: YYYY-MM-DD, source: CT report}}
# A judgement on which people differ: {{opinions: [{{by: …, value: …}}, {{by: …, value: …}}]}}; the board settles it by
# adding settled: … beside the opinions.

case: new
assessed_on: {day}  # the day of this assessment, YYYY-MM-DD

context:  # what the meeting must see; no rule reads it
{context}

"""

_LESIONS = """
# Each site in the liver; what follows from them (how many, how large, on which side) need not be written above.
lesions:
#  - id: 1
#    segments: [5, 6]
#    size: {value: 22, unit: mm}
#    baseline: visible  # visible, absent
#    now: visible  # visible, vanished, new
#    near: [right hepatic vein]
#    plan: resect  # resect, ablate, none, watch
#    margin: R0

# What has been done; the facts that follow from it need not be written above. An empty list says nothing of the past.
events:
"""


def template_of(guideline: Guideline, day: str = "2026-01-01") -> str:
    """A commented case file that is itself a valid case in which nothing is known."""
    with_unit = (element.id for element in guideline.elements.values() if element.type == "Quantity")
    example = next(with_unit, next(iter(guideline.elements)))
    context = "\n".join(f"  {key}:" for key in CONTEXT)
    head = _HEAD.format(title=guideline.title, version=guideline.version, example=example, day=day, context=context)
    parts = [head, "facts:\n"]
    group = ""
    for element in guideline.elements.values():
        if element.group != group:
            group = element.group
            parts.append(f"\n  # ---- {group}\n")
        parts.append(_fact(element))
    parts.append(_LESIONS)
    parts.extend(_event(activity) for activity in guideline.activities.values())
    return "".join(parts)


def _fact(element: Element) -> str:
    lines = [element.question, *([element.help] if element.help else [])]
    lines.append(f"{_allowed(element)}{' A judgement.' if element.judgement else ''}")
    lines.append(f"Not recorded: {element.unrecorded}")
    return "\n" + _comment(lines) + f"  {element.id}:\n"


def _allowed(element: Element) -> str:
    """What may be written there."""
    if element.choices:
        return f"One of: {', '.join(element.choices)}."
    words = {"Boolean": "true or false", "Integer": "A whole number", "Date": "A date, YYYY-MM-DD"}
    kind = words.get(element.type, "A number" if element.type in ("Decimal", "Quantity") else "Text")
    span = _span(element)
    unit = f" {element.unit}" if element.unit else ""
    return f"{kind}{f', {span}' if span else ''}{unit}."


def _span(element: Element) -> str:
    if element.minimum is None or element.maximum is None:
        return "in" if element.unit else ""
    return f"{element.minimum} to {element.maximum}"


def _event(activity: Activity) -> str:
    days = "start: YYYY-MM-DD, end: YYYY-MM-DD" if activity.course else "date: YYYY-MM-DD"
    fields = []
    for field in activity.fields:
        if field.choices:
            fields.append(f"{field.id}: {' | '.join(field.choices)}")
        elif field.type == "Quantity":
            fields.append(f"{field.id}: {{value: …, unit: {field.unit}}}")
        else:
            fields.append(f"{field.id}: …")
    return f"#  - {{{', '.join([f'activity: {activity.id}', days, *fields])}}}\n"


def _comment(paragraphs: Iterable[str]) -> str:
    lines = [line for text in paragraphs for line in textwrap.wrap(text, _WIDTH)]
    return "".join(f"  # {line}\n" for line in lines)
