"""Texts as parts of a sentence: a title, and a source that holds dates."""

from __future__ import annotations

import datetime
import re

_ISO = re.compile(r"\b\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b")


def inside(title: str) -> str:
    """A title in the middle of a sentence: small first letter, but not for an acronym (CT) or a sign (T category)."""
    return title[:1].lower() + title[1:] if title[1:2].islower() or title.startswith("A ") else title


def spoken(text: str) -> str:
    """Text with its ISO dates written out; what only looks like one (2026-02-30) stays as it is."""
    return _ISO.sub(_written_out, text)


def counted(count: int, noun: str) -> str:
    """So many of something: 1 case, 2 cases, 2 strategies."""
    if count == 1:
        return f"{count} {noun}"
    return f"{count} {noun[:-1]}ies" if noun.endswith("y") else f"{count} {noun}s"


def _written_out(found: re.Match[str]) -> str:
    try:
        day = datetime.date.fromisoformat(found[0])
    except ValueError:
        return found[0]
    return f"{day.day} {day:%B} {day.year}"
