"""The body of the case page, written once for as long as nothing is recorded: it is the same for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from resecta.draw.page import parts
from resecta.draw.templating import environment
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.guideline.pack import Guideline
    from resecta.timeline import Assessment


@dataclass(frozen=True, slots=True)
class LaidPage:
    """What the page lays out, by name (``resecta.draw.page.parts``), and its body as written from that."""

    values: Mapping[str, Any]
    body: Markup


def laid(guideline: Guideline, assessed: Assessment) -> LaidPage:
    """The page of an assessment."""
    values = parts(guideline, assessed)
    text = environment("resecta.web").get_template("page_body.html").render(guideline=guideline, **values)
    return LaidPage(values, Markup(text))  # noqa: S704 - the template has escaped what it was given
