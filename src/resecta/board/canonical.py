"""Plain data as the one text that stands for it: what is stored, and what hashes are taken of.

Keys are sorted, nothing is spaced, text is UTF-8, numbers keep their digits. ``read`` gives back what ``write`` was
given, a number with a point as ``Decimal``.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any


def write(value: Any) -> str:
    """The canonical JSON of plain data. Raises TypeError where the value is none, ValueError for no number."""
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("a key of plain data is a text")
        parts = (f"{write(key)}:{write(value[key])}" for key in sorted(value))
        return f"{{{','.join(parts)}}}"
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return f"[{','.join(write(item) for item in value)}]"
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError("not a finite number")
        return format(value, "f")
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return f'"{value.isoformat()}"'
    if value is None or isinstance(value, bool | int | float | str):
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    raise TypeError(f"a Python {type(value).__name__} is no plain data")


def read(text: str) -> Any:
    """The plain data of a JSON text."""
    return json.loads(text, parse_float=Decimal)


def digest(value: Any) -> str:
    """The SHA-256 of the canonical text, in hexadecimal digits."""
    return hashlib.sha256(write(value).encode()).hexdigest()
