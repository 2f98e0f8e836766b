"""A title as a part of a sentence."""

from __future__ import annotations


def inside(title: str) -> str:
    """A title in the middle of a sentence: small first letter, but not for an acronym (CT) or a sign (T category)."""
    return title[:1].lower() + title[1:] if title[1:2].islower() or title.startswith("A ") else title
