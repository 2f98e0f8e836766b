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
    try:
        return _QUICK.encode(value)
    except _DigitsError:
        return _with_digits(value)


class _DigitsError(Exception):
    """Somewhere in it is a Decimal, whose digits Python's own encoder cannot write."""


def _other(value: Any) -> Any:
    """What Python's own encoder does not know."""
    if isinstance(value, Decimal):
        raise _DigitsError
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"a Python {type(value).__name__} is no plain data")


_QUICK = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"), default=_other, check_circular=False
)


def _with_digits(value: Any) -> str:
    """The same text, piece by piece."""
    if isinstance(value, Mapping):
        return f"{{{','.join(f'{_QUICK.encode(key)}:{_with_digits(value[key])}' for key in sorted(value))}}}"
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return f"[{','.join(_with_digits(item) for item in value)}]"
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError("not a finite number")
        return format(value, "f")
    return _QUICK.encode(value)


def read(text: str) -> Any:
    """The plain data of a JSON text."""
    return json.loads(text, parse_float=Decimal)


def digest(value: Any) -> str:
    """The SHA-256 of the canonical text, in hexadecimal digits."""
    return hashlib.sha256(write(value).encode()).hexdigest()
