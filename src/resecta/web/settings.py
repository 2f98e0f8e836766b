"""How one site runs its board: where people reach it, and what it shows in the room."""

from __future__ import annotations

from enum import StrEnum

from resecta.lazy_dataclass import dataclass


class IdentityShown(StrEnum):
    """How much of who the patient is stands on the screen of the meeting room."""

    FULL = "full"
    INITIALS = "initials"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody of the demonstration, whom the page of signing in names."""

    username: str
    name: str
    what: str


@dataclass(frozen=True, slots=True)
class WebSettings:
    """``encrypted``: people reach the board by https, so cookies travel by nothing else. ``demo_people``: who can sign
    in to a demonstration, whose data is made up and says so; none elsewhere. ``presented``: the patient's identity in
    presentation mode. ``rate`` and ``burst``: requests of one address a second in the long run, and at once.
    """

    encrypted: bool = False
    demo_people: tuple[DemoPerson, ...] = ()
    demo_password: str = ""
    presented: IdentityShown = IdentityShown.INITIALS
    rate: float = 20.0
    burst: int = 200

    @property
    def demo(self) -> bool:
        """Whether this is a demonstration."""
        return bool(self.demo_people)
