"""The design system as one style sheet to write into a document: typeface, tokens, components, what a page adds."""

from __future__ import annotations

import base64
from functools import cache
from importlib.resources import files

from markupsafe import Markup

_SHIPPED = files("resecta.draw")


@cache
def sheet(*names: str) -> Markup:
    """The shared style with the named additions (``page.css`` …), typeface included: no network, no second file."""
    parts = [_typeface(), *(_text(name) for name in ("style.css", *names))]
    return Markup("\n".join(parts))  # noqa: S704 - shipped files only, nothing from a case or a pack


@cache
def linked(typeface: str, *names: str) -> str:
    """The same as a file of its own: the typeface stands at the address ``typeface`` and not within."""
    face = _text("typeface.css").replace("data:font/woff2;base64,FONT_DATA", typeface)
    return "\n".join([face, *(_text(name) for name in ("style.css", *names))])


def typeface_file() -> bytes:
    """The typeface as WOFF2."""
    return _SHIPPED.joinpath("fonts", "resecta-sans.woff2").read_bytes()


@cache
def icons() -> Markup:
    """The icons as one hidden SVG; a ``<use>`` shows one of them."""
    return Markup(_text("icons.svg"))  # noqa: S704 - a shipped file


def _text(name: str) -> str:
    return _SHIPPED.joinpath("templates", name).read_text(encoding="utf-8").strip()


def _typeface() -> str:
    data = base64.b64encode(typeface_file()).decode("ascii")
    return _text("typeface.css").replace("FONT_DATA", data)
