"""What waits for each patient, as one person may see it: nothing that would tell the advice before their own view."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING

from resecta.board.own_views import awaited_items
from resecta.board.worklist import PatientTasks, Task, behind, everybody
from resecta.lazy_dataclass import dataclass
from resecta.web.caretaker import catch_up
from resecta.web.wording import wording
from resecta.web.worklist import Urgency

if TYPE_CHECKING:
    from resecta.board.patients import Patient
    from resecta.web.visit import Visit

QUIET = "quiet"
"""The kind of a patient for whom nothing waits."""
_TELLING = (Urgency.HAZARD.name, Urgency.WAITING.name)
"""The kinds whose sentences say what stands above the verdict, and what it and drugs wait for."""


@dataclass(frozen=True, slots=True)
class WaitingPatient:
    """A patient in the list, with what waits. ``behind``: something was recorded that is not worked out yet."""

    patient: Patient
    waiting: tuple[Task, ...]
    behind: bool

    def found_by(self, wanted: str) -> bool:
        """Whether what somebody looks for stands in this row."""
        texts = (self.patient.name, self.patient.hospital_number, *(one.words for one in self.waiting))
        return any(wanted.casefold() in text.casefold() for text in texts)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of what waits, each once."""
        return tuple(dict.fromkeys(one.kind for one in self.waiting)) or (QUIET,)


def waiting(visit: Visit) -> tuple[WaitingPatient, ...]:
    """Every patient of the visitor's teams, the most urgent first, those for whom nothing waits last, by name."""
    site, who = visit.site, visit.who
    late = frozenset[str]() if catch_up(site) else behind(site.board, site.today)
    awaited = awaited_items(site.board, who)
    rows = [
        WaitingPatient(one.patient, _open(one, awaited), one.patient.id in late) for one in everybody(site.board, who)
    ]
    return tuple(sorted(rows, key=_rank))


def _open(one: PatientTasks, awaited: Mapping[str, str]) -> tuple[Task, ...]:
    """What of it the visitor may be told; where the advice is closed to them, that this is so."""
    if one.patient.id not in awaited:
        return one.tasks
    told = [task for task in one.tasks if task.kind not in _TELLING]
    told.append(Task(Urgency.OWN_VIEW.name, wording().work["own_view"]))
    return tuple(sorted(told, key=lambda task: Urgency[task.kind]))


def _rank(row: WaitingPatient) -> tuple[int, datetime.date, str]:
    """What is too late before what closes, and what closes before what waits; then by day and name."""
    if not row.waiting:
        return len(Urgency), datetime.date.max, row.patient.name
    first = row.waiting[0]
    return Urgency[first.kind], first.due or datetime.date.max, row.patient.name
