"""A document as one self-contained page: everything cross-linked, a search box that works offline, nothing fetched."""

from __future__ import annotations

import base64
import re
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from resecta.authoring.document import Document
from resecta.document.visible import visible

KINDS = {
    "statement": "The source, statement by statement",
    "finding": "Findings",
    "strategy": "Strategies",
    "regimen": "Regimens",
    "recommendation": "Recommendations",
    "notice": "Where the source is silent",
    "reading": "How the source is read",
    "element": "Facts",
    "activity": "Events",
    "constraint": "Steps of a plan, and the times between them",
    "definition": "Definitions",
}
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


def render(document: Document) -> str:
    """The page as HTML."""
    parts = {kind: [part for part in document.parts if part.kind == kind] for kind in KINDS}
    shown = {part.key for part in document.parts}
    page = _environment().get_template("guideline.html")
    return page.render(
        document=document, guideline=document.guideline, kinds=KINDS, parts=parts, shown=shown, style=_style()
    )


def anchor(key: str) -> str:
    """The fragment of a part's heading: letters, digits and dashes; names that differ in anything stay apart."""
    return re.sub(
        r"[^A-Za-z0-9]", lambda match: {":": "--", " ": "-", "_": "_"}.get(match[0], f"-{ord(match[0]):x}-"), key
    )


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("resecta.authoring", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown_whole,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(anchor=anchor, pieces=_pieces)
    return made


def _shown_whole(value: object) -> object:
    """What a template prints: text with all that hides made visible."""
    return visible(value) if type(value) is str else value  # markup is made of such text already


def _pieces(text: str) -> list[tuple[str, bool]]:
    """A sentence cut at its ``{Name}`` places: text, and whether it is such a name."""
    return [(piece, index % 2 == 1) for index, piece in enumerate(_PLACEHOLDER.split(text)) if piece]


@cache
def _style() -> Markup:
    """The design system that the advice page uses (a sibling's files, no import of its code), and what this page
    adds.
    """
    shared = files("resecta.draw")
    font = base64.b64encode((shared / "fonts" / "resecta-sans.woff2").read_bytes()).decode("ascii")
    typeface = (shared / "templates" / "typeface.css").read_text(encoding="utf-8").replace("FONT_DATA", font)
    system = (shared / "templates" / "style.css").read_text(encoding="utf-8")
    own = (files("resecta.authoring") / "templates" / "guideline.css").read_text(encoding="utf-8")
    return Markup(f"{typeface}\n{system}\n{own}")  # noqa: S704 - shipped files only, nothing from a pack
