"""One entry: something clinical that somebody recorded, in the terms of the case file."""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Any

from resecta.lazy_dataclass import dataclass


class EntrySubject(StrEnum):
    """What an entry is about, by the part of the case file that it becomes. Its key and content:

    FACT: an element's id; its value, or {value, unit, date, source, settled}; null is *not known*.
    OPINION: an element's id, ``whose`` opinion; {value, date}.
    SETTLED: an element's id; the value that the board took.
    EVENT, LESION, EXTRAHEPATIC: the row's own key (a lesion's id, else a new id); the row as in the case file.
    CONTEXT: the row's id (``question``, ``new_problem``, ``wishes`` …); a text, or what the case file has there.
    NONE: ``extrahepatic``, ``lesions`` or ``events``; true: the list is there and empty.
    ABOUT: ``case``, ``title``, ``story``, ``expected`` of an imported case file; as it stands there.
    """

    FACT = "fact"
    OPINION = "opinion"
    SETTLED = "settled"
    EVENT = "event"
    LESION = "lesion"
    EXTRAHEPATIC = "extrahepatic"
    CONTEXT = "context"
    NONE = "none"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. ``content`` is plain data in the terms of the case file, numbers with a point as Decimal;
    ``recorded_by`` the account (None: the application); ``supersedes`` the id of the entry whose place it takes;
    ``withdrawn``: it says that what stood there no longer does.
    """

    id: str
    number: int
    patient: str
    kind: EntrySubject
    key: str
    whose: str
    content: Any
    withdrawn: bool
    source: str
    recorded_by: str | None
    recorded_at: datetime.datetime
    supersedes: str | None

    @property
    def slot(self) -> tuple[EntrySubject, str, str]:
        """What it is an entry of: one chain has one current entry."""
        return self.kind, self.key, self.whose


@dataclass(frozen=True, slots=True)
class New:
    """An entry to be written. ``seen``: the id of the entry that the writer saw in its place, None for none.
    ``whose``: the name of an opinion's owner. ``withdrawn`` takes back what stands there; content is then None.
    """

    kind: EntrySubject
    key: str
    content: Any = None
    seen: str | None = None
    whose: str = ""
    source: str = ""
    withdrawn: bool = False

    @property
    def slot(self) -> tuple[EntrySubject, str, str]:
        """What it is to be an entry of."""
        return self.kind, self.key, self.whose
