"""The Jinja2 environment of every document: autoescape on, a missing name raises instead of printing as nothing."""

from __future__ import annotations

from functools import cache

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from resecta.document.visible import visible
from resecta.draw import style
from resecta.draw.values import (
    choice_text,
    date,
    days,
    inside,
    listed,
    sentence,
    shown,
    spoken,
    uncited,
    with_unit,
)
from resecta.draw.view import written_out
from resecta.draw.wording import regimen_word, wording


@cache
def environment(*packages: str) -> Environment:
    """The environment of the documents, made once: templates are compiled once. ``packages``: others whose templates
    stand beside these and may include them.
    """
    made = Environment(
        loader=ChoiceLoader([PackageLoader(name, "templates") for name in (*packages, "resecta.draw")]),
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
        written_out=written_out,
        uncited=uncited,
        sentence=sentence,
        spoken=spoken,
    )
    made.globals.update(words=wording(), regimen_word=regimen_word, sheet=style.sheet, icons=style.icons)
    return made


def css_text(text: str) -> str:
    """Text for a CSS string: all but plain letters and digits as hexadecimal escapes, so that nothing can end it."""
    return "".join(sign if sign.isascii() and sign.isalnum() else f"\\{ord(sign):06x}" for sign in text)


def shown_whole(value: object) -> object:
    """What a template prints: text with all that hides made visible, so that no name can turn or blank a line."""
    return visible(value) if type(value) is str else value  # markup is made of such text already
