"""Values as JSON: dataclasses by their fields, dates in ISO form, exact numbers as numbers, None as null."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import orjson
from starlette.responses import Response


def json(value: Any, status: int = 200) -> Response:
    """The answer that holds a value."""
    return Response(dumped(value), status_code=status, media_type="application/json")


def dumped(value: Any) -> bytes:
    """The value as JSON."""
    return orjson.dumps(value, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() and value.as_tuple().exponent == 0 else float(value)
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(type(value).__name__)
