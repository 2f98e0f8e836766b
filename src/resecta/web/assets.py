"""What pages load: style sheets, script and typeface, each under an address that changes with its content."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response

from resecta.draw import style
from resecta.lazy_dataclass import dataclass

FOREVER = "public, max-age=31536000, immutable"
"""An address names one content: a browser may keep it."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent."""

    address: str
    content: bytes
    media_type: str


@cache
def assets() -> Mapping[str, Asset]:
    """Every file by the name that templates call it by."""
    typeface = _asset("resecta-sans.woff2", style.typeface_file(), "font/woff2")
    every = style.linked(typeface.address) + "\n" + _shipped("board.css")
    case = style.linked(typeface.address, "timeline.css", "page.css", "print.css") + "\n" + _shipped("board.css")
    return {
        "typeface": typeface,
        "style": _asset("board.css", every.encode(), "text/css"),
        "case_style": _asset("case.css", case.encode(), "text/css"),
        "script": _asset("board.js", _shipped("board.js").encode(), "text/javascript"),
    }


def address(name: str) -> str:
    """Where a file is. Raises KeyError for a name that is none."""
    return assets()[name].address


async def serve(request: Request) -> Response:
    """Answer with a file, or 404."""
    wanted = f"/static/{request.path_params['name']}"
    found = next((one for one in assets().values() if one.address == wanted), None)
    if found is None:
        return Response("There is no such file.", status_code=404, media_type="text/plain")
    return Response(found.content, media_type=found.media_type, headers={"Cache-Control": FOREVER})


def _asset(name: str, content: bytes, media_type: str) -> Asset:
    stem, _, ending = name.rpartition(".")
    mark = hashlib.sha256(content).hexdigest()[:12]
    return Asset(f"/static/{stem}-{mark}.{ending}", content, media_type)


def _shipped(name: str) -> str:
    return files("resecta.web").joinpath("static", name).read_text(encoding="utf-8")
