"""One request, as pages see it: who comes, with what."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from resecta.board.rights import Action, Actor
from resecta.lazy_dataclass import dataclass
from resecta.web.posted import refuse_unreadable

if TYPE_CHECKING:
    from starlette.responses import Response

    from resecta.web.site import Site


class Open(StrEnum):
    """Pages that need no right of the board's: for anybody, or for whoever is signed in, about themselves."""

    ANYBODY = "anybody"
    SIGNED_IN = "signed in"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent: its name as the browser gave it, and what is in it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Visit:
    """``actor`` and ``token`` are None for somebody who has not signed in; ``browser`` tells one session from another
    even while nobody can be asked whose it is. ``csrf``: what a form of this session must bring. ``fragment``: the
    page's own script asks, and takes parts of the page for an answer. ``program``: the API is asked, by JSON in
    ``body``.
    """

    site: Site
    actor: Actor | None
    token: str | None
    browser: str
    csrf: str
    params: Mapping[str, str]
    query: Mapping[str, str]
    cookies: Mapping[str, str]
    posted: Mapping[str, Sequence[str]]
    files: Mapping[str, Upload]
    address: str
    fragment: bool
    body: bytes
    program: bool

    @property
    def who(self) -> Actor:
        """Who has signed in. The guard lets nobody else this far."""
        if self.actor is None:
            raise RuntimeError("a page for people who have signed in was opened by nobody")
        return self.actor

    def text(self, name: str) -> str:
        """What was typed into a field, trimmed; "" where there is none. Raises FormError for what nobody can read."""
        typed = next(iter(self.posted.get(name, ())), "").strip()
        refuse_unreadable(name, typed)
        return typed

    def has(self, name: str) -> bool:
        """Whether the form brought this field at all: a button that was pressed, a box that was ticked."""
        return name in self.posted


Handler = Callable[[Visit], "Response"]


@dataclass(frozen=True, slots=True)
class Page:
    """One thing that the application answers. ``action`` is the right that it takes: none comes without one."""

    method: str
    path: str
    action: Action | Open
    answer: Handler
