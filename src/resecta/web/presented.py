"""What the room sees, from four metres: who, the question, the verdict, one line for each way, what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from resecta.draw.summary import summary
from resecta.draw.view import context_rows, written_out
from resecta.draw.ways import ranked
from resecta.lazy_dataclass import dataclass
from resecta.web.settings import IdentityShown

if TYPE_CHECKING:
    from resecta.board.patients import Patient
    from resecta.timeline import Assessment
    from resecta.web.pages.of_item import ItemOnAgenda
    from resecta.web.site import Site

MOST_WAYS = 5
MOST_MISSING = 4
MOST_HAZARDS = 2
"""Lines of each kind: with band, question, case and verdict about 22 on the screen."""


@dataclass(frozen=True, slots=True)
class ContextLine:
    """A row above the verdict; "" where nothing is recorded."""

    label: str
    text: str


def presented(site: Site, here: ItemOnAgenda, made: Assessment) -> dict[str, Any]:
    """What room.html lays out."""
    guideline = site.guideline
    first = summary(guideline, made)
    ways = ranked(made.advice)
    rows = context_rows(guideline, made.advice.context)
    return {
        "identity": identity(here.file.patient, site.settings.presented),
        "first": first,
        "asked": [
            ContextLine(label, "" if value is None else written_out(value)) for label, value, above in rows if above
        ],
        "ways": [way for way in ways if way.status != "condition-not-met"][:MOST_WAYS],
        "closed": sum(way.status == "condition-not-met" for way in ways),
        "missing": first.missing[:MOST_MISSING],
        "more_missing": max(0, len(first.missing) - MOST_MISSING),
        "hazards": first.hazards[:MOST_HAZARDS],
        "bars": first.bars,
    }


def identity(patient: Patient, shown: IdentityShown) -> str:
    """The patient as the site lets the room see: in full, by initials, or not at all."""
    if shown is IdentityShown.FULL:
        return f"{patient.name}, {patient.hospital_number}"
    if shown is IdentityShown.INITIALS:
        return " ".join(f"{part[0]}." for part in patient.name.split())
    return ""
