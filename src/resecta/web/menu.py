"""The places of the application that somebody may go to."""

from __future__ import annotations

from resecta.board.rights import Action, Actor, may
from resecta.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One entry of the menu."""

    title: str
    address: str
    action: Action


PLACES = (
    MenuEntry("Patients", "/patients", Action.LIST_PATIENTS),
    MenuEntry("Meetings", "/meetings", Action.READ_MEETING),
    MenuEntry("Audit", "/audit", Action.READ_DECISION),
    MenuEntry("Trail", "/trail", Action.READ_TRAIL),
    MenuEntry("People", "/people", Action.READ_PEOPLE),
)


def menu(actor: Actor) -> tuple[MenuEntry, ...]:
    """What this person may open."""
    return tuple(place for place in PLACES if may(actor, place.action))


def home(actor: Actor) -> str:
    """Where this person begins."""
    open_to = menu(actor)
    return open_to[0].address if open_to else "/account"
