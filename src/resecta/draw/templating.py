"""The Jinja2 environment of every document: autoescape on, a missing name raises instead of printing as nothing."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from resecta.document.visible import visible
from resecta.draw import style
from resecta.draw.values import (
    choice_text,
    date,
    days,
    inside,
    listed,
    reason,
    reasons,
    sentence,
    shown,
    spoken,
    with_unit,
)
from resecta.draw.wording import regimen_word, wording
from resecta.guideline.status import Kind

if TYPE_CHECKING:
    from resecta.advice.model import Change
    from resecta.guideline.pack import Guideline


@cache
def environment() -> Environment:
    """One environment for the process: templates are compiled once."""
    made = Environment(
        loader=PackageLoader("resecta.draw", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown_whole,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(
        shown=shown,
        with_unit=with_unit,
        date=date,
        days=days,
        inside=inside,
        listed=listed,
        css_text=css_text,
        choice_text=choice_text,
        named=named,
        sentence=sentence,
        reason=reason,
        reasons=reasons,
        spoken=spoken,
    )
    made.globals.update(words=wording(), regimen_word=regimen_word, sheet=style.sheet, icons=style.icons)
    return made


def named(change: Change, guideline: Guideline) -> str:
    """What a side of a dispute would change, by title: "Liver first: Contraindicated"."""
    words = wording()
    if change.kind == Kind.INTENT:
        return f"Intent: {words.intent_of(str(change.status)).word}"
    if change.kind == Kind.FINDING:
        value = None if change.status is None else change.status is True
        return f"{guideline.findings[change.id].title}: {words.truth_of(value).word}"
    if change.kind == Kind.RECOMMENDATION:
        return f"{guideline.recommendations[change.id].text} {str(change.status).replace('-', ' ').capitalize()}."
    if change.kind == Kind.REGIMEN:
        regimen = guideline.regimens[change.id]
        return f"{regimen.title}: {regimen_word(regimen, str(change.status))}"
    return f"{guideline.strategies[change.id].title}: {words.status[str(change.status)].word}"


def css_text(text: str) -> str:
    """Text for a CSS string: all but plain letters and digits as hexadecimal escapes, so that nothing can end it."""
    return "".join(sign if sign.isascii() and sign.isalnum() else f"\\{ord(sign):06x}" for sign in text)


def shown_whole(value: object) -> object:
    """What a template prints: text with all that hides made visible, so that no name can turn or blank a line."""
    return visible(value) if type(value) is str else value  # markup is made of such text already
