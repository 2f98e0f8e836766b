"""A case on an agenda that is ready to be decided, and people who have just shown who they are."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.board.conftest import TODAY, Room

from resecta.board import Actor
from resecta.board.accounts import account_by_id
from resecta.board.agenda import Item, list_case
from resecta.board.attendance import mark_present
from resecta.board.credentials import Proved
from resecta.board.decision import Decision, Proposed
from resecta.board.decisions import Stale, propose
from resecta.board.departures import DecidedPlan
from resecta.board.incoming import import_case, read_case_text
from resecta.board.meetings import Meeting, plan_meeting
from resecta.board.packs import Pack
from resecta.board.patients import Patient
from resecta.timeline import Assessment

CASE = b"""
case: K
assessed_on: 2026-06-08
facts:
  age: 61
  sex: female
  primary_tumour_site: rectum
  metastasis_timing: synchronous
  future_liver_remnant: 41.5
  ecog_performance_status: 0
  primary_status: in situ
  primary_r0_resectable: true
  primary_bleeding: none
  primary_obstruction: none
  primary_pain: none
  liver_metastases_count: 3
  segments_resected: 3
  complete_resection_feasible: true
  extrahepatic_disease: none
context: {question: Which first?, new_problem: New scan, wishes: No stoma; met by the nurse}
"""
WORDS = Proposed(DecidedPlan(words="Wait for the scan"), because="the scan was not read yet")


def page(assessed: Assessment) -> str:
    """A page that shows which case it is of, and how much was advised."""
    return f"<html>{assessed.case.id}: {len(assessed.advice.conclusions)} conclusions</html>"


@dataclass
class Table:
    """The case on the agenda; every discipline is there."""

    room: Room
    pack: Pack
    patient: Patient
    meeting: Meeting
    item: Item
    requests: int = field(default=0)

    def propose(self, draft: Proposed = WORDS, request: str | None = None) -> Decision | Stale:
        """What the coordinator proposes with a click of its own, or with this one."""
        self.requests += 1
        named = f"{self.item.id} {self.requests}" if request is None else request
        return propose(
            self.room.board, self.pack, self.room.coordinator, self.item.id, draft, render=page, request=named
        )

    def proposed(self, draft: Proposed = WORDS) -> Decision:
        """A decision that was proposed."""
        made = self.propose(draft)
        assert isinstance(made, Decision)
        return made

    def proved(self, actor: Actor) -> Proved:
        """The actor, who has just shown who they are."""
        with self.room.board.database.reading() as connection:
            return Proved(account_by_id(connection, actor.account), self.room.clock(), "password and code")


def table(room: Room, pack: Pack, number: str = "17", case: bytes = CASE) -> Table:
    """A patient with facts, question, news and wishes, listed in a meeting at which every discipline is present."""
    patient = room.patient(number)
    document = read_case_text(case, "case.yaml", pack.guideline)
    import_case(room.board, pack.guideline, room.coordinator, patient.id, document, "case.yaml")
    held = plan_meeting(room.board, room.coordinator, team=room.team, day=TODAY, begins="14:30", place="Room 3")
    for discipline in pack.guideline.disciplines_required:
        mark_present(room.board, room.coordinator, held.id, discipline, f"Dr {discipline}")
    return Table(
        room, pack, patient, held, list_case(room.board, pack.guideline, room.coordinator, held.id, patient.id)
    )
