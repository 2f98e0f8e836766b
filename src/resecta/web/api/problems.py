"""What goes wrong, for programs: application/problem+json (RFC 9457) in one shape on every route."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from resecta.web.api.written import dumped

if TYPE_CHECKING:
    from resecta.web.posted import Refused

MEDIA_TYPE = "application/problem+json"
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "problems"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "problems": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["place", "message", "mend"],
                "properties": {name: {"type": "string"} for name in ("place", "message", "mend")},
            },
        },
        "conflicts": {"type": "array", "items": {"type": "object"}},
    },
}


def problem(
    status: int, title: str, detail: str, refused: Sequence[Refused] = (), conflicts: Sequence[Any] = ()
) -> Response:
    """One problem. ``refused``: what is wrong at which place of what was sent."""
    problems = [{"place": one.field, "message": one.message, "mend": one.mend} for one in refused]
    told: dict[str, Any] = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "problems": problems,
    }
    if conflicts:
        told["conflicts"] = list(conflicts)
    return Response(dumped(told), status_code=status, media_type=MEDIA_TYPE)
