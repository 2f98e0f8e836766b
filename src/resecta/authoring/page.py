"""A document as one self-contained page: everything cross-linked, a search box that works offline, nothing fetched."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from resecta.authoring.describe import reviewed
from resecta.authoring.document import Document
from resecta.authoring.part import LabelledSentence, Part
from resecta.document.visible import visible

KINDS = {
    "intent": "The intent",
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
ROWS = ("definition", "activity", "constraint", "element")
"""Kinds of which there are many and each says little: a paragraph each."""
_LEFT_TO_THE_PART = ("Activities", "Times", "Codes", "Comment", "Label")
"""Lines that only the page of one part has: they are long, and nobody signs off a whole guideline by them."""
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


def render(document: Document) -> str:
    """The page as HTML."""
    parts = {kind: [part for part in document.parts if part.kind == kind] for kind in KINDS}
    page = _environment().get_template("guideline.html")
    return page.render(
        document=document,
        guideline=document.guideline,
        kinds=KINDS,
        rows=ROWS,
        parts=parts,
        shown=fragments(document.parts),
        style=_style(),
    )


def fragments(parts: Iterable[Part]) -> dict[str, str]:
    """``kind:id`` → the fragment of its place: statements and readings by their id, rows by number, the rest by
    both.
    """
    found: dict[str, str] = {}
    for number, part in enumerate(parts):
        if part.kind in ROWS:
            found[part.key] = f"d{number}"
        else:
            found[part.key] = part.id if part.kind in ("statement", "reading") else f"{part.kind}-{part.id}"
    return found


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
    made.filters.update(
        pieces=_pieces,
        said=_said,
        used=_used,
        exercised=_exercised,
        ids=_id,
        reviewed=reviewed,
        chosen=_chosen,
        ended=_ended,
    )
    return made


def _said(text: str) -> Markup:
    """Text between tags: quotation marks need no escape there, and logic is full of them."""
    return Markup(escape(visible(text), quote=False))  # noqa: S704 - escaped here


def _id(key: str) -> str:
    return key.partition(":")[2]


def _chosen(lines: Iterable[LabelledSentence]) -> list[LabelledSentence]:
    """The lines of a part that the page of the whole guideline has."""
    return [line for line in lines if line.label not in _LEFT_TO_THE_PART]


def _ended(text: str) -> str:
    """A sentence with its stop, once."""
    return text if text.endswith((".", "?", "!")) else text + Markup(".")


def _used(part: Part, shown: Mapping[str, str]) -> Markup:
    """Where a part is used. Only a statement names each place: everything else names what it uses in its own place."""
    links = [
        Markup('<a href="#{}">{}</a>').format(shown[key], _id(key))
        for key in part.uses
        if key in shown and part.kind == "statement" and key.partition(":")[0] not in ROWS
    ]
    return Markup("Used by {}. ").format(Markup(", ").join(links)) if links else Markup("")


def _exercised(part: Part) -> str:
    """How many of the guideline's cases exercise a part, by status."""
    if not part.cases:
        return ""
    count = Counter(str(status) for _, status in part.cases)
    by_status = ", ".join(f"{status} {number}" for status, number in count.items() if status)
    cases = f"{len(part.cases)} case{'' if len(part.cases) == 1 else 's'}"
    return f"Exercised by {cases}{f' ({by_status})' if by_status else ''}. "


def _shown_whole(value: object) -> object:
    """What a template prints: text with all that hides made visible."""
    return visible(value) if type(value) is str else value  # markup is made of such text already


def _pieces(text: str) -> list[tuple[str, bool]]:
    """A sentence cut at its ``{Name}`` places: text, and whether it is such a name."""
    return [(piece, index % 2 == 1) for index, piece in enumerate(_PLACEHOLDER.split(text)) if piece]


@cache
def _style() -> Markup:
    """The design system that the advice page uses (a sibling's files, no import of its code) without its typeface, and
    what this page adds.
    """
    system = (files("resecta.draw") / "templates" / "style.css").read_text(encoding="utf-8")
    own = (files("resecta.authoring") / "templates" / "guideline.css").read_text(encoding="utf-8")
    return Markup(f"{system}\n{own}")  # noqa: S704 - shipped files only, nothing from a pack
