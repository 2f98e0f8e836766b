"""Where lark keeps the parse tables of our grammar: working them out takes longer than reading a guideline.

The file is lark's own pickle, in the user's cache.
"""

from __future__ import annotations

from resecta.document.cache import cache_folder


def tables_file(version: str) -> str | None:
    """The file for this version of lark; None where there is no safe place for it."""
    folder = cache_folder()
    return None if folder is None else str(folder / f"grammar-lark-{version}.pickle")
