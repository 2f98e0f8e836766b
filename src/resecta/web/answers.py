"""What a page answers: a template filled in, a part of a page, a way on, a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.responses import HTMLResponse, RedirectResponse, Response

from resecta.draw.templating import environment
from resecta.web import assets
from resecta.web.csrf import FIELD
from resecta.web.menu import menu

if TYPE_CHECKING:
    from resecta.web.visit import Visit


def page(visit: Visit, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A whole page."""
    return HTMLResponse(written(visit, template, **values), status_code=status)


def written(visit: Visit, template: str, **values: Any) -> str:
    """A template as text, with what every page has."""
    site = visit.site
    return (
        environment("resecta.web")
        .get_template(template)
        .render(
            guideline=site.guideline,
            settings=site.settings,
            actor=visit.actor,
            csrf=visit.csrf,
            csrf_field=FIELD,
            menu=() if visit.actor is None else menu(visit.actor),
            asset=assets.address,
            today=site.today,
            **values,
        )
    )


def parts(visit: Visit, *templates: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Parts of a page for its script: each element with an id takes the place of the one that is there."""
    text = "\n".join(written(visit, template, **values) for template in templates)
    return HTMLResponse(text, status_code=status, headers={"X-Parts": "1"})


def on_to(address: str) -> RedirectResponse:
    """The way on after something was done; the back button will not do it again."""
    return RedirectResponse(address, status_code=303)


def download(content: bytes, media_type: str, name: str) -> Response:
    """A file to keep. ``name`` says nothing of the patient."""
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})
