"""One thing that programs can ask for or do: an address, the right that it takes, and a line for the description."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resecta.lazy_dataclass import dataclass
from resecta.web.address import BASE
from resecta.web.visit import Page

if TYPE_CHECKING:
    import msgspec

    from resecta.board.rights import Action
    from resecta.web.visit import Handler


@dataclass(frozen=True, slots=True)
class Resource(Page):
    """A page for programs. ``says``: one line for the description; ``takes``: what the body must be (None: none)."""

    says: str
    takes: type[msgspec.Struct] | None = None


def get(path: str, action: Action, answer: Handler, says: str) -> Resource:
    """What is read at an address below the API's own."""
    return Resource("GET", f"{BASE}{path}", action, answer, says)


def post(path: str, action: Action, answer: Handler, says: str, takes: type[msgspec.Struct]) -> Resource:
    """What is done there."""
    return Resource("POST", f"{BASE}{path}", action, answer, says, takes)
