"""A case on an agenda: the meeting, the case's place on it, and the patient, opened in the visitor's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resecta.board.agenda import Item, item_by_id
from resecta.board.meetings import MeetingFile, read_meeting
from resecta.board.patients import PatientFile, read_patient
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.web.visit import Visit


@dataclass(frozen=True, slots=True)
class ItemOnAgenda:
    """A case where it is discussed; ``before`` and ``after`` are its neighbours on the agenda, None at an end."""

    item: Item
    meeting: MeetingFile
    file: PatientFile
    before: Item | None
    after: Item | None

    @property
    def place(self) -> int:
        """Which case of the agenda it is, from 1; 0 for one that has been moved away."""
        return next((number for number, one in enumerate(self.meeting.items, 1) if one.id == self.item.id), 0)


def listed(visit: Visit, id: str | None = None) -> ItemOnAgenda:
    """The case that the address names. Raises NotFoundError for another team's."""
    board = visit.site.board
    with board.database.reading() as connection:
        item = item_by_id(connection, id or visit.params["item"])
    file = read_patient(board, visit.who, item.patient)
    meeting = read_meeting(board, visit.who, item.meeting)
    ids = [one.id for one in meeting.items]
    if item.id not in ids:
        return ItemOnAgenda(item, meeting, file, None, None)
    at = ids.index(item.id)
    before = meeting.items[at - 1] if at else None
    after = meeting.items[at + 1] if at + 1 < len(ids) else None
    return ItemOnAgenda(item, meeting, file, before, after)
