"""What programs send, checked as it is read; what does not fit is refused with its place."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from resecta.board.decision import Fulfilment, Reason
from resecta.board.entry import EntrySubject
from resecta.web.posted import FormError, Refused

if TYPE_CHECKING:
    from resecta.web.visit import Visit

B = TypeVar("B", bound=msgspec.Struct)


class Credentials(msgspec.Struct, forbid_unknown_fields=True):
    """Who somebody is. ``code``: the one-time code of accounts that have one."""

    username: str
    password: str
    code: str = ""


class PatientBody(msgspec.Struct, forbid_unknown_fields=True):
    """A new patient; ``team`` is an id."""

    team: str
    hospital_number: str
    name: str
    born: datetime.date


class IdentityBody(msgspec.Struct, forbid_unknown_fields=True):
    """Who a patient is, corrected; ``seen``: the id of the identity that stood when it was looked at."""

    hospital_number: str
    name: str
    born: datetime.date
    because: str
    seen: str


class EntryBody(msgspec.Struct, forbid_unknown_fields=True):
    """An entry in the terms of the case file. ``seen``: the id of the entry that it takes the place of."""

    kind: EntrySubject
    key: str
    content: Any = None
    seen: str | None = None
    source: str = ""
    withdrawn: bool = False


class EntriesBody(msgspec.Struct, forbid_unknown_fields=True):
    """Entries that are written together, all or none."""

    entries: list[EntryBody]


class UndoneBody(msgspec.Struct, forbid_unknown_fields=True):
    """Entries of one's own that are undone together, by their ids."""

    entries: list[str]


class OffBody(msgspec.Struct, forbid_unknown_fields=True):
    """Why a case is taken off its agenda; ``meeting``: the meeting that discusses it instead."""

    because: str
    meeting: str | None = None


class MeetingBody(msgspec.Struct, forbid_unknown_fields=True):
    """A new meeting; ``begins`` as HH:MM."""

    team: str
    day: datetime.date
    begins: str
    place: str


class ItemBody(msgspec.Struct, forbid_unknown_fields=True):
    """A patient to be put on an agenda."""

    patient: str


class PositionBody(msgspec.Struct, forbid_unknown_fields=True):
    """A place on an agenda, from 1."""

    position: int


class DecisionBody(msgspec.Struct, forbid_unknown_fields=True):
    """A decision to be proposed: ids of the guideline, or words. ``request`` names the click: sent twice, done once.
    ``asked``: rows of the context without which the board decides.
    """

    request: str
    strategy: str | None = None
    regimen: str | None = None
    words: str = ""
    because: str = ""
    comments: dict[str, str] = {}
    asked: list[str] = []


class PresentBody(msgspec.Struct, forbid_unknown_fields=True):
    """Somebody who is there, for a discipline."""

    discipline: str
    name: str


class AbsentBody(msgspec.Struct, forbid_unknown_fields=True):
    """Why a discipline is not there."""

    discipline: str
    because: str


class WithdrawalBody(msgspec.Struct, forbid_unknown_fields=True):
    """Why a proposal is given up."""

    because: str


class AddendumBody(Credentials, forbid_unknown_fields=True, kw_only=True):
    """What is added to a signed decision, and by whom. ``request`` names the click: sent twice, added once."""

    words: str
    request: str


class FollowUpBody(msgspec.Struct, forbid_unknown_fields=True):
    """What became of a decision."""

    done: Fulfilment
    reason: Reason | None = None
    words: str = ""


def body(visit: Visit, kind: type[B]) -> B:
    """The body as that kind. Raises FormError, which names the place that does not fit."""
    try:
        return msgspec.json.decode(visit.body, type=kind)
    except msgspec.ValidationError as error:
        message, _, place = str(error).partition(" - at `")
        raise FormError((Refused(place.rstrip("`").lstrip("$."), message[:1].lower() + message[1:], ""),)) from None
    except msgspec.DecodeError:
        raise FormError((Refused("", "the body is no JSON", "send JSON in UTF-8"),)) from None
