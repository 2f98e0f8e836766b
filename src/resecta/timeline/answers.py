"""The answers to a disputed fact in the guideline's words: "last bevacizumab 25 May 2026 (the letter)"."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from resecta.cql.words import say
from resecta.document.phrase import spoken
from resecta.guideline.speech import VALUE
from resecta.timeline.situation import noun_of

if TYPE_CHECKING:
    from resecta.case.model import Side
    from resecta.cql.values import Value
    from resecta.guideline.model import Element
    from resecta.guideline.pack import Guideline


def answers_in_words(guideline: Guideline, name: str, sides: Sequence[Side]) -> str:
    """Some of the answers to the fact of that name, each with who gives it: "minor bleeding (A) or no bleeding (B)"."""
    element, noun = guideline.elements[guideline.element_ids[name]], noun_of(guideline, name)
    return " or ".join(
        f"{_told(element, side.value) or f'{noun}: {say(side.value)}'} ({spoken(', '.join(side.sources))})"
        for side in sides
    )


def _told(element: Element, value: Value) -> str:
    """The guideline's words for one answer; "" where it has none."""
    if value is None:
        return ""
    spoken = say(value)
    words = element.says.get(str(value).lower() if isinstance(value, bool) else spoken, element.says.get(VALUE, ""))
    bare = f"{spoken} {element.unit}" if isinstance(value, int | Decimal) and element.unit else spoken
    return words.replace(f"{{{VALUE}}}", bare)
