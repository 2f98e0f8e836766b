"""Ibis joins selections into one, which writes a definition out wherever it is used: layers must stay layers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import ibis


@contextmanager
def layered() -> Iterator[None]:
    """Compile queries as they were laid out."""
    before = ibis.options.sql.fuse_selects
    ibis.options.sql.fuse_selects = False
    try:
        yield
    finally:
        ibis.options.sql.fuse_selects = before
