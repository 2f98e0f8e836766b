"""What every page of one patient begins with: the patient, opened in the visitor's name, and the other pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from resecta.board.own_views import awaited_items
from resecta.board.patients import PatientFile, read_patient
from resecta.board.rights import Action, may
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.board.rights import Actor
    from resecta.timeline import Assessment
    from resecta.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Tab:
    """One page of a patient."""

    id: str
    title: str
    address: str


_TABS = (
    ("case", "Case", "", Action.READ_PATIENT),
    ("facts", "Facts", "/facts", Action.READ_PATIENT),
    ("what-if", "What if", "/what-if", Action.READ_PATIENT),
    ("decisions", "Decisions", "/decisions", Action.READ_DECISION),
    ("files", "Files", "/files", Action.READ_PATIENT),
    ("identity", "Identity", "/identity", Action.READ_PATIENT),
)


def opened(visit: Visit) -> PatientFile:
    """The patient whom the address names. Raises NotFoundError for another team's."""
    return read_patient(visit.site.board, visit.who, visit.params["patient"])


def assessed(visit: Visit, file: PatientFile) -> Assessment:
    """The advice of today on what stands of the patient."""
    return visit.site.assess(file.case(visit.site.today))


def awaited_view(visit: Visit, patient: str) -> str | None:
    """Where a hospital judges first: the item on which the visitor's own view is still to be recorded before any page
    shows them the advice on this patient; None where nothing stays closed.
    """
    return awaited_items(visit.site.board, visit.who).get(patient)


def framed(visit: Visit, file: PatientFile, here: str) -> dict[str, Any]:
    """What patient.html shows."""
    return {"patient": file.patient, "tabs": tabs(visit.who, file.patient.id), "tab_here": here}


def tabs(actor: Actor, patient: str) -> tuple[Tab, ...]:
    """The pages of a patient that this person may open."""
    base = f"/patients/{patient}"
    return tuple(Tab(id, title, f"{base}{end}") for id, title, end, action in _TABS if may(actor, action))
