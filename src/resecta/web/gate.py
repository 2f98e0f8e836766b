"""How somebody gets in: what the application asks of whatever keeps sessions."""

from __future__ import annotations

from typing import Protocol

from resecta.board.rights import Actor


class SignInRefusedError(Exception):
    """Nobody is let in. ``told`` says what to do, and never which part was wrong."""

    def __init__(self, told: str) -> None:
        super().__init__(told)
        self.told = told


class Gate(Protocol):
    """Sessions. A token is a secret of one browser; it is made new at each sign-in."""

    def sign_in(self, username: str, password: str, code: str, address: str) -> str:
        """The token of a new session. Raises SignInRefusedError."""

    def actor_of(self, token: str) -> Actor | None:
        """Who the session belongs to, as the account stands now; None where it is none, or has ended."""

    def sign_out(self, token: str) -> None:
        """End the session."""
