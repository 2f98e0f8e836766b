"""Entries: nobody overwrites what they have not seen, and a case file goes out as it came in."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from tests.board.conftest import TODAY, Room

from resecta.board import NotAllowedError, NotFoundError
from resecta.board.entries import history, record
from resecta.board.entry import EntrySubject, New
from resecta.board.incoming import Novelty, accept, import_case, incoming, read_case_text
from resecta.board.patients import export_case, patients, read_patient, register_patient
from resecta.case import case_from, read_case
from resecta.document import InputError
from resecta.guideline import Guideline

CASES = sorted((Path(__file__).parents[2] / "src/resecta/guidelines/rectal_liver_metastases/cases").glob("*.yaml"))
READ = ("assessed_on", "facts", "disputes", "lesions", "sites", "context", "title", "story", "remarks", "approximate")
JUDGEMENT = "complete_resection_feasible"


def test_there_are_cases_to_import() -> None:
    assert len(CASES) > 20


@pytest.mark.slow
@pytest.mark.parametrize("file", CASES[::9], ids=lambda file: file.stem)
def test_a_case_file_goes_out_as_the_case_that_came_in(room: Room, shipped: Guideline, file: Path) -> None:
    patient = room.patient()
    document = read_case_text(file.read_bytes(), file.name, shipped)
    day = datetime.date.fromisoformat(document["assessed_on"])
    room.clock.at = datetime.datetime.combine(day, datetime.time(12), datetime.UTC)
    import_case(room.board, shipped, room.coordinator, patient.id, document, file.name)
    came, went = read_case(file, shipped), export_case(room.board, room.coordinator, patient.id, day)
    again = case_from(went, shipped)
    assert {key: getattr(again, key) for key in READ} == {key: getattr(came, key) for key in READ}
    assert len(again.events) == len(came.events)
    assert went["expected"] == document["expected"]


def test_a_case_that_is_imported_twice_changes_nothing(room: Room, shipped: Guideline) -> None:
    patient = room.patient()
    document = read_case_text(CASES[0].read_bytes(), "a.yaml", shipped)
    assert import_case(room.board, shipped, room.coordinator, patient.id, document).entries
    assert import_case(room.board, shipped, room.coordinator, patient.id, document).entries == ()


def test_numbers_keep_their_digits(room: Room, shipped: Guideline) -> None:
    patient = room.patient()
    text = b"assessed_on: 2026-06-08\nfacts: {future_liver_remnant: 29.90}\n"
    import_case(room.board, shipped, room.coordinator, patient.id, read_case_text(text, "a.yaml", shipped))
    [entry] = read_patient(room.board, room.radiologist, patient.id).entries
    assert entry.content == Decimal("29.90")
    assert str(entry.content) == "29.90"


def test_what_differs_is_shown_beside_what_stands_and_supersedes_it_only_when_accepted(
    room: Room, shipped: Guideline
) -> None:
    patient = room.patient()
    [age] = record(room.board, shipped, room.coordinator, patient.id, [New(EntrySubject.FACT, "age", 56)]).entries
    file = read_patient(room.board, room.coordinator, patient.id)
    [review] = incoming({"facts": {"age": 57}}, file.entries, "letter")
    assert (review.standing, review.there) == (Novelty.OTHER, age)
    accept(room.board, shipped, room.coordinator, patient.id, [review.new])
    chain = history(room.board, room.coordinator, patient.id, EntrySubject.FACT, "age")
    assert [(one.content, one.supersedes) for one in chain] == [(56, None), (57, age.id)]


def test_the_later_of_two_writers_gets_both_values_and_nothing_is_lost(room: Room, shipped: Guideline) -> None:
    patient = room.patient()
    [first] = record(room.board, shipped, room.coordinator, patient.id, [New(EntrySubject.FACT, "age", 56)]).entries
    mine = New(EntrySubject.FACT, "age", 57, seen=first.id)
    [second] = record(room.board, shipped, room.coordinator, patient.id, [mine]).entries
    late = New(EntrySubject.FACT, "age", 58, seen=first.id)
    beside = New(EntrySubject.FACT, "sex", "male")
    written = record(room.board, shipped, room.radiologist, patient.id, [late, beside])
    assert [(one.yours, one.theirs) for one in written.conflicts] == [(late, second)]
    entries = read_patient(room.board, room.radiologist, patient.id).entries
    assert [(one.key, one.content) for one in entries] == [("age", 57)]


def test_a_withdrawn_entry_stands_no_more_and_stays_in_the_history(room: Room, shipped: Guideline) -> None:
    patient = room.patient()
    [first] = record(room.board, shipped, room.coordinator, patient.id, [New(EntrySubject.FACT, "age", 56)]).entries
    record(
        room.board,
        shipped,
        room.coordinator,
        patient.id,
        [New(EntrySubject.FACT, "age", seen=first.id, withdrawn=True)],
    )
    assert read_patient(room.board, room.coordinator, patient.id).entries == ()
    again = record(room.board, shipped, room.coordinator, patient.id, [New(EntrySubject.FACT, "age", 57)])
    assert again.conflicts == ()
    assert len(history(room.board, room.coordinator, patient.id, EntrySubject.FACT, "age")) == 3


def test_opinions_stand_beside_each_other_under_their_own_names_and_the_board_settles(
    room: Room, shipped: Guideline
) -> None:
    patient = room.patient()
    for actor, value in ((room.radiologist, True), (room.surgeon, False)):
        opinion = New(EntrySubject.OPINION, JUDGEMENT, {"value": value}, whose="somebody else")
        record(room.board, shipped, actor, patient.id, [opinion])
    case = case_from(read_patient(room.board, room.chair, patient.id).case(TODAY), shipped)
    assert [(one.by, one.value) for one in case.disputes[0].opinions] == [("Radiologist", True), ("Surgeon", False)]
    record(room.board, shipped, room.chair, patient.id, [New(EntrySubject.SETTLED, JUDGEMENT, content=False)])
    case = case_from(read_patient(room.board, room.chair, patient.id).case(TODAY), shipped)
    assert (case.facts[JUDGEMENT].value, len(case.facts[JUDGEMENT].opinions)) == (False, 2)


def test_a_judgement_that_was_stated_becomes_one_opinion_among_others(room: Room, shipped: Guideline) -> None:
    patient = room.patient()
    stated = New(EntrySubject.FACT, JUDGEMENT, content=True, source="letter of May")
    record(room.board, shipped, room.coordinator, patient.id, [stated])
    record(room.board, shipped, room.surgeon, patient.id, [New(EntrySubject.OPINION, JUDGEMENT, {"value": False})])
    facts = read_patient(room.board, room.chair, patient.id).case(TODAY)["facts"]
    assert facts[JUDGEMENT]["opinions"] == [{"by": "letter of May", "value": True}, {"by": "Surgeon", "value": False}]


def test_not_known_is_recorded_and_is_not_false(room: Room, shipped: Guideline) -> None:
    patient = room.patient()
    record(room.board, shipped, room.coordinator, patient.id, [New(EntrySubject.FACT, "perforation", None)])
    file = read_patient(room.board, room.coordinator, patient.id)
    assert [(one.key, one.content, one.withdrawn) for one in file.entries] == [("perforation", None, False)]
    assert "perforation" not in case_from(file.case(TODAY), shipped).facts


def test_every_entry_that_no_case_file_could_hold_is_refused_at_once_and_nothing_is_written(
    room: Room, shipped: Guideline
) -> None:
    patient = room.patient()
    wrong = [
        New(EntrySubject.FACT, "age", "x"),
        New(EntrySubject.FACT, "kras_status", "WT"),
        New(EntrySubject.FACT, "sex", "male"),
    ]
    with pytest.raises(InputError) as told:
        record(room.board, shipped, room.coordinator, patient.id, wrong)
    assert [problem.place.file for problem in told.value.problems] == ["case.facts.age", "case.facts.kras_status"]
    assert read_patient(room.board, room.coordinator, patient.id).entries == ()


def test_a_file_that_is_no_case_is_refused_with_its_places(shipped: Guideline) -> None:
    with pytest.raises(InputError, match=r"a\.yaml:2:9"):
        read_case_text(b"assessed_on: 2026-06-08\nfacts: {ag: 3}\n", "a.yaml", shipped)
    with pytest.raises(InputError, match="UTF-8"):
        read_case_text(b"\xff", "a.yaml", shipped)
    with pytest.raises(InputError, match="5 MiB"):
        read_case_text(b" " * (5 * 1024 * 1024 + 1), "a.yaml", shipped)


def test_a_patient_of_another_team_is_not_found(room: Room, shipped: Guideline) -> None:
    patient = room.patient()
    with pytest.raises(NotFoundError):
        read_patient(room.board, room.outside, patient.id)
    with pytest.raises(NotFoundError):
        record(room.board, shipped, room.outside, patient.id, [New(EntrySubject.FACT, "age", 56)])
    assert patients(room.board, room.outside) == ()
    assert patients(room.board, room.auditor) == (patient,)


def test_only_the_chair_settles_and_only_clinicians_give_opinions(room: Room, shipped: Guideline) -> None:
    patient = room.patient()
    with pytest.raises(NotAllowedError):
        record(room.board, shipped, room.surgeon, patient.id, [New(EntrySubject.SETTLED, JUDGEMENT, content=True)])
    mixed = [New(EntrySubject.FACT, "age", 56), New(EntrySubject.OPINION, JUDGEMENT, {"value": True})]
    with pytest.raises(NotAllowedError):
        record(room.board, shipped, room.coordinator, patient.id, mixed)
    with pytest.raises(NotAllowedError):
        read_patient(room.board, room.administrator, patient.id)


def test_a_patient_is_registered_once_with_everything_that_names_one(room: Room) -> None:
    room.patient()
    tomorrow = room.clock.at.date() + datetime.timedelta(days=2)
    with pytest.raises(InputError) as told:
        register_patient(room.board, room.coordinator, team=room.team, hospital_number=" 17 ", name=" ", born=tomorrow)
    assert sorted(problem.place.file for problem in told.value.problems) == ["born", "hospital_number", "name"]
