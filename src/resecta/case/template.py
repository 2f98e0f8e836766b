"""A case file to fill in, made from the guideline: every fact with its question, its unit and its choices."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING

from resecta.guideline.takes import Disease, LesionPlan, Now

if TYPE_CHECKING:
    from resecta.guideline.model import Activity, Element
    from resecta.guideline.pack import Guideline

_WIDTH = 100

_HEAD = """\
# A case for: {title}, version {version}.
# What is left empty is unknown: nothing is taken for granted. Any fact may also be written with its origin:
#   {example}
# A judgement on which people differ: {{opinions: [{{by: …, value: …}}, {{by: …, value: …}}]}}; the board settles it by
# adding settled: … beside the opinions. A date may end at its month or year, where no more is known.

case: new
assessed_on: {day}  # the day of this assessment, YYYY-MM-DD
{context}
"""

_REGISTERS = """
# Each site in the liver; what follows from them (how many, how large, on which side) need not be written above.
lesions:
#  - id: 1
#    segments: [5, 6]  # 1 to 8, I to VIII, IVa, IVb
#    size: {{value: 22, unit: mm}}
#    baseline: visible  # visible, absent
#    now: visible  # {now}
#    near: [right hepatic vein]
#    plan: resect  # {plan}
#    margin: R0

# Each site of disease outside the liver and the rectum. An empty list, [], says that there is none.
extrahepatic:
#  - {{site: lung, disease: {disease}, date: YYYY-MM-DD}}

# What has been done; the facts that follow from it need not be written above. An empty list says nothing of the past.
events:
"""


def template_of(guideline: Guideline, day: str = "2026-01-01") -> str:
    """A commented case file that is itself a valid case in which nothing is known."""
    head = _HEAD.format(
        title=guideline.title,
        version=guideline.version,
        example=_example(guideline),
        day=day,
        context=_context(guideline),
    )
    parts = [head, "facts:\n"]
    group = ""
    for element in guideline.elements.values():
        if element.group != group:
            group = element.group
            parts.append(f"\n  # ---- {group}\n")
        parts.append(_fact(element))
    words = {"now": ", ".join(Now), "plan": ", ".join(LesionPlan), "disease": " | ".join(Disease)}
    parts.append(_REGISTERS.format(**words))
    parts.extend(_event(activity) for activity in guideline.activities.values())
    return "".join(parts)


def _example(guideline: Guideline) -> str:
    """One fact with its origin; with a unit where a fact has one."""
    elements = list(guideline.elements.values())
    with_unit = next((element.id for element in elements if element.type == "Quantity"), None)
    if with_unit is not None:
        return f"{with_unit}: {{value: …, unit: …, date: YYYY-MM-DD, source: CT report}}"
    id = elements[0].id if elements else "fact"
    return f"{id}: {{value: …, date: YYYY-MM-DD, source: CT report}}"


def _context(guideline: Guideline) -> str:
    if not guideline.context:
        return ""
    rows = "\n".join(f"  {row.id}:  # {row.label}" for row in guideline.context)
    return f"\ncontext:  # what the meeting must see; no rule reads it\n{rows}\n"


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
