"""What stands on each paper that goes out: a signed decision or a meeting in, the data of its typesetting out."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from resecta.case import case_from
from resecta.draw.case_sentence import case_sentence
from resecta.draw.summary import summary
from resecta.draw.values import date, sentence
from resecta.draw.view import written_out
from resecta.lazy_dataclass import dataclass
from resecta.timeline import Assessment, assessment
from resecta.web.print import day_of

if TYPE_CHECKING:
    from resecta.board.decision import Decision
    from resecta.board.meetings import MeetingFile
    from resecta.board.patients import Patient
    from resecta.board.snapshots import Snapshot
    from resecta.guideline.pack import Guideline
    from resecta.web.decided import Decided

NOT_RECORDED = "Not recorded"


@dataclass(frozen=True, slots=True)
class Signed:
    """A decision with all that a paper tells of it. ``guideline`` is the one that reads the case in words."""

    guideline: Guideline
    patient: Patient
    meeting: MeetingFile
    decision: Decision
    snapshot: Snapshot
    said: Decided

    @property
    def assessed(self) -> Assessment:
        """The case of that day, assessed again for its words; what is proved of the day is the snapshot."""
        return assessment(self.guideline, case_from(self.snapshot.case, self.guideline))


def sheet(signed: Signed) -> dict[str, Any]:
    """The signed sheet: decision, departures, case, what must not be overlooked, attendance, signatures, addenda."""
    said, decision = signed.said, signed.decision
    first = summary(signed.guideline, signed.assessed)
    return {
        **_frame(signed, "Decision of the tumour board"),
        "plan": said.plan,
        "stands": said.stands,
        "departures": [
            {"text": one.text, "stands": one.stands, "because": one.because, "statements": ", ".join(one.statements)}
            for one in said.departures
        ],
        "because": decision.because,
        "comments": [[discipline.capitalize(), text] for discipline, text in said.comments],
        "case": first.case,
        "hazards": [line.text for line in first.hazards],
        "verdict": first.verdict.sentence,
        "there": _there(signed.meeting),
        "signed": _signatures(decision),
        "addenda": [{"words": one.words, "by": f"{one.name}, {_moment(one.at)}"} for one in decision.addenda],
    }


def letter(signed: Signed) -> dict[str, Any]:
    """The letter to the patient's own doctor: facts and decision, no advice in its place."""
    made = signed.assessed
    return {
        **_frame(signed, "Letter of the tumour board"),
        "discussed": date(signed.meeting.meeting.day),
        "case": case_sentence(signed.guideline, made.case),
        "plan": signed.said.plan,
        "because": signed.decision.because,
        "further": _further(signed),
        "signed": [[one.name, one.discipline or ""] for one in signed.decision.signatures],
    }


def tests(signed: Signed) -> dict[str, Any]:
    """What is to be found out, in the order of what it would move."""
    first = summary(signed.guideline, signed.assessed)
    return {
        **_frame(signed, "Tests and facts to obtain"),
        "missing": [
            {"question": one.question, "discipline": one.discipline, "weight": sentence(one.weight)}
            for one in first.missing
        ],
    }


def minutes(
    guideline: Guideline,
    meeting: MeetingFile,
    cases: Sequence[tuple[Patient, str, Decision | None, Decided | None]],
) -> dict[str, Any]:
    """The minutes of a meeting: attendance, then each case with its minutes and what was decided."""
    return {
        "title": "Minutes of the tumour board",
        "board": "Resecta",
        "day": day_of(meeting.meeting.day),
        "band": f"{date(meeting.meeting.day)}, {meeting.meeting.place}",
        "foot": _foot(guideline),
        "head": [["Day", f"{date(meeting.meeting.day)}, {meeting.meeting.begins}"], ["Place", meeting.meeting.place]],
        "there": _there(meeting),
        "cases": [_minuted(number, *each) for number, each in enumerate(cases, 1)],
    }


def _minuted(
    number: int, patient: Patient, words: str, decision: Decision | None, said: Decided | None
) -> dict[str, Any]:
    rows = [["Minutes", words or NOT_RECORDED]]
    if decision is None or said is None:
        rows.append(["Decision", "None"])
    else:
        rows.append(["Decision", f"{said.plan} ({decision.state})"])
        rows += [["Departs from", one.text] for one in said.departures]
        rows += [["Why", decision.because]] if decision.because else []
        rows += [["Signed", ", ".join(one.name for one in decision.signatures)]] if decision.signatures else []
    return {"number": number, "patient": f"{patient.name}, {patient.hospital_number}", "rows": rows}


def _frame(signed: Signed, title: str) -> dict[str, Any]:
    """What is above and below every paper: whose it is, and by which guideline."""
    patient, held = signed.patient, signed.meeting.meeting
    return {
        "title": title,
        "board": "Resecta",
        "day": day_of(held.day),
        "band": f"{patient.name}, {patient.hospital_number}, born {date(patient.born)}",
        "foot": f"{_foot(signed.guideline)} Digest {signed.snapshot.guideline_digest[:12]}.",
        "head": [
            ["Patient", patient.name],
            ["Hospital number", patient.hospital_number],
            ["Born", date(patient.born)],
            ["Meeting", f"{date(held.day)}, {held.begins}, {held.place}"],
            ["Question", _context(signed, 0)],
        ],
    }


def _further(signed: Signed) -> list[list[str]]:
    """What is recorded for the meeting beside its questions: what the patient's own doctor can use."""
    said: Mapping[str, Any] = signed.snapshot.case.get("context", {})
    rows = [row for row in signed.guideline.context if not row.above_verdict and not row.needed]
    return [[row.label, written_out(said[row.id])] for row in rows if said.get(row.id) not in (None, "", [], {})]


def _context(signed: Signed, place: int) -> str:
    """A row of what the meeting must see, by its place in the guideline."""
    rows = signed.guideline.context
    said: Mapping[str, Any] = signed.snapshot.case.get("context", {})
    value = said.get(rows[place].id) if rows else None
    return NOT_RECORDED if value in (None, "", [], {}) else written_out(value)


def _foot(guideline: Guideline) -> str:
    review = guideline.imprint.partition(", ")[2]
    return f"{guideline.title}, version {guideline.version}, {review}. The guideline advises, the board decides."


def _there(meeting: MeetingFile) -> list[list[str]]:
    """Everybody by discipline, and why a discipline was absent."""
    rows: dict[str, list[str]] = {}
    for one in meeting.present:
        rows.setdefault(one.discipline, []).append(one.name)
    for gone in meeting.absent:
        rows.setdefault(gone.discipline, []).append(f"absent: {gone.because}")
    return [[discipline.capitalize(), ", ".join(names)] for discipline, names in rows.items()]


def _signatures(decision: Decision) -> list[list[str]]:
    return [[one.discipline or "", f"{one.name}, {_moment(one.at)}, by {one.shown_by}"] for one in decision.signatures]


def _moment(at: datetime.datetime) -> str:
    local = at.astimezone()
    return f"{date(local.date())}, {local:%H:%M}"
