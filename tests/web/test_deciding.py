"""A case from the agenda to the signed sheet: nothing is signed that was not seen, and nothing signed ever changes."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from tests.web.conftest import Room, Visitor, password_of
from tests.web.test_facts import plain

from resecta.board.decision import DecisionState
from resecta.board.decisions import decisions_of
from resecta.board.patients import Patient

pytestmark = pytest.mark.slow

SIMULTANEOUS = "synchronous_resectable_two_segments_the_simultaneous_standard"
TODAY = datetime.date(2026, 6, 8)


def listed(
    room: Room, case_file: Path, *, wishes: str = "No stoma if it can be helped; met by Dr A"
) -> tuple[Patient, str]:
    """A patient on the agenda of a meeting at which everybody is; the item's address."""
    patient = room.patient(case_file)
    coordinator = room.visitor("coordinator")
    facts = f"/patients/{patient.id}/facts"
    rows = {"context.question": "Which way?", "context.new_problem": "None", "context.wishes": wishes}
    assert coordinator.fill(facts, f"/patients/{patient.id}/meeting", **rows).status_code == 303
    planned = {"day": "2026-06-09", "begins": "14:30", "place": "Room 3", "team": room.team}
    meeting = coordinator.post("/meetings", "/meetings", fields=planned).headers["location"]
    assert coordinator.post(meeting, f"{meeting}/cases", fields={"patient": patient.id}).status_code == 303
    for discipline in room.site.guideline.disciplines_required:
        fields = {"discipline": discipline, "name": f"Dr {discipline.title()}"}
        assert coordinator.post(meeting, f"{meeting}/present", fields=fields).status_code == 303
    (item,) = set(re.findall(r'href="(/items/[0-9a-f]{16})"', coordinator.get(meeting).text))
    return patient, item


def request_of(visitor: Visitor, item: str) -> str:
    found = re.search(r'name="request" value="([^"]+)"', visitor.get(item).text)
    assert found
    return found[1]


def propose(visitor: Visitor, item: str, **fields: Any) -> Response:
    return visitor.post(item, f"{item}/decision", fields={"request": request_of(visitor, item), **fields})


def sign(visitor: Visitor, decision: str, who: str, password: str | None = None) -> Response:
    fields = {"username": who, "password": password or password_of(who), "code": ""}
    return visitor.post(decision, f"{decision}/sign", fields=fields)


def test_from_the_agenda_to_the_signed_sheet(room: Room, case_files: dict[str, Path]) -> None:
    patient, item = listed(room, case_files[SIMULTANEOUS])
    chair = room.visitor("chair")
    answer = propose(chair, item, strategy="simultaneous_resection", regimen="folfox")
    decision = answer.headers["location"]
    assert "Departs from" not in chair.get(decision).text
    assert chair.get(f"{decision}/sheet.pdf").status_code == 404
    assert sign(chair, decision, "chair").status_code == 303
    assert "Sign and close the case" in chair.get(decision).text
    assert sign(chair, decision, "surgeon").status_code == 303
    text = plain(chair.get(decision).text)
    assert "Simultaneous resection, with FOLFOX" in text
    assert "Chair" in text
    for name in ("sheet", "letter", "tests"):
        paper = chair.get(f"{decision}/{name}.pdf")
        assert paper.status_code == 200, name
        assert paper.content.startswith(b"%PDF-")
        assert paper.content == chair.get(f"{decision}/{name}.pdf").content
    assert f"{decision}/plan.ics" in chair.get(decision).text
    assert "BEGIN:VCALENDAR" in chair.get(f"{decision}/plan.ics").text
    assert "Decided and signed" in plain(chair.get(item).text)
    (kept,) = decisions_of(room.site.board, room.people["chair"], patient.id)
    assert [one.name for one in kept.signatures] == ["Chair", "Surgeon"]


def test_a_departure_needs_its_reason_and_the_system_names_the_statement(
    room: Room, case_files: dict[str, Path]
) -> None:
    _, item = listed(room, case_files[SIMULTANEOUS])
    chair = room.visitor("chair")
    answer = propose(chair, item, strategy="liver_resection_alone")
    assert answer.status_code == 422
    text = plain(answer.text)
    assert "This departs from the guideline" in text
    assert "condition not met" in text
    statements = room.site.guideline.strategies["liver_resection_alone"].statements
    assert all(id in text for id in statements)
    answer = propose(
        chair, item, strategy="liver_resection_alone", because="The patient wants no operation on the rectum"
    )
    assert answer.status_code == 303
    assert "wants no operation on the rectum" in chair.get(answer.headers["location"]).text


def test_another_plan_in_words_departs_from_what_the_guideline_puts_first(
    room: Room, case_files: dict[str, Path]
) -> None:
    _, item = listed(room, case_files[SIMULTANEOUS])
    chair = room.visitor("chair")
    assert propose(chair, item, strategy="another").status_code == 422
    answer = propose(chair, item, strategy="another", words="Best supportive care")
    assert answer.status_code == 422
    assert "Simultaneous resection" in plain(answer.text)
    assert ">Best supportive care</textarea>" in answer.text


def test_what_must_not_be_overlooked_stands_on_the_signed_sheet_and_no_plan_is_offered_where_none_is_dated(
    room: Room, case_files: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[dict[str, Any]] = []
    monkeypatch.setattr("resecta.web.pages.papers.pdf", lambda _, data: printed.append(data) or b"%PDF-")
    _, item = listed(room, case_files["bevacizumab_three_weeks_before_planned_surgery"])
    chair = room.visitor("chair")
    decision = propose(chair, item, strategy="another", words="Wait", because="Bevacizumab").headers["location"]
    for who in ("chair", "surgeon"):
        assert sign(chair, decision, who).status_code == 303
    assert "plan.ics" not in chair.get(decision).text
    assert chair.get(f"{decision}/plan.ics").status_code == 404
    assert chair.get(f"{decision}/sheet.pdf").status_code == 200
    (hazard,) = (one for one in printed[0]["hazards"] if "bevacizumab" in one)
    assert hazard.startswith("Do not operate")


def test_empty_wishes_are_asked_about_once(room: Room, case_files: dict[str, Path]) -> None:
    _, item = listed(room, case_files[SIMULTANEOUS], wishes="")
    chair = room.visitor("chair")
    answer = propose(chair, item, strategy="simultaneous_resection")
    assert answer.status_code == 422
    assert "What the patient wants, and who has met them: not recorded" in plain(answer.text)
    fields = {"strategy": "simultaneous_resection", "asked.wishes": "yes"}
    assert propose(chair, item, **fields).status_code == 303


def test_a_double_click_proposes_and_signs_once(room: Room, case_files: dict[str, Path]) -> None:
    patient, item = listed(room, case_files[SIMULTANEOUS])
    chair = room.visitor("chair")
    request = request_of(chair, item)
    fields = {"strategy": "simultaneous_resection", "request": request}
    first, second = (chair.post(item, f"{item}/decision", fields=fields) for _ in range(2))
    assert first.headers["location"] == second.headers["location"]
    decision = first.headers["location"]
    for _ in range(2):
        assert sign(chair, decision, "chair").status_code == 303
    (kept,) = decisions_of(room.site.board, room.people["chair"], patient.id)
    assert len(kept.signatures) == 1
    assert kept.state is DecisionState.PROPOSED


def test_a_signature_takes_the_signers_own_credentials(room: Room, case_files: dict[str, Path]) -> None:
    _, item = listed(room, case_files[SIMULTANEOUS])
    chair = room.visitor("chair")
    decision = propose(chair, item, strategy="simultaneous_resection").headers["location"]
    answer = sign(chair, decision, "surgeon", "not their password")
    assert answer.status_code == 422
    assert "name, password or code is not right" in answer.text.lower()
    assert "Nobody has signed yet" in plain(chair.get(decision).text)
    assert sign(chair, decision, "auditor").status_code == 403
    assert sign(chair, decision, "coordinator").status_code == 403


def test_nothing_is_signed_while_a_discipline_is_missing_without_a_reason(
    room: Room, case_files: dict[str, Path]
) -> None:
    _, item = listed(room, case_files[SIMULTANEOUS])
    coordinator, chair = room.visitor("coordinator"), room.visitor("chair")
    meeting = re.search(r"/meetings/[0-9a-f]{16}", coordinator.get(item).text)[0]  # type: ignore[index]  # the band has it
    first = room.site.guideline.disciplines_required[0]
    fields = {"discipline": first, "name": f"Dr {first.title()}"}
    assert coordinator.post(meeting, f"{meeting}/gone", fields=fields).status_code == 303
    decision = propose(chair, item, strategy="simultaneous_resection").headers["location"]
    refused = sign(chair, decision, "chair")
    assert refused.status_code == 422
    assert "Absent, and nobody has said why" in plain(refused.text)
    assert (
        coordinator.post(meeting, f"{meeting}/absent", fields={"discipline": first, "because": "On leave"}).status_code
        == 303
    )
    assert sign(chair, decision, "chair").status_code == 303


def test_what_was_recorded_meanwhile_must_be_seen_before_it_is_signed(room: Room, case_files: dict[str, Path]) -> None:
    patient, item = listed(room, case_files[SIMULTANEOUS])
    chair = room.visitor("chair")
    decision = propose(chair, item, strategy="simultaneous_resection").headers["location"]
    facts = f"/patients/{patient.id}/facts"
    answer = room.visitor("radiologist").fill(facts, facts, **{"fact.clinical_n_category": "N2b"})
    assert answer.status_code == 303
    stale = sign(chair, decision, "chair")
    assert stale.status_code == 422
    assert "Something was recorded since this was proposed" in plain(stale.text)


def test_the_page_of_that_day_is_shown_again_exactly(room: Room, case_files: dict[str, Path]) -> None:
    patient, item = listed(room, case_files[SIMULTANEOUS])
    chair = room.visitor("chair")
    decision = propose(chair, item, strategy="simultaneous_resection").headers["location"]
    kept = chair.get(f"{decision}/page")
    assert "as of 8 June 2026" in kept.text
    assert patient.name not in kept.text
    assert patient.id not in kept.text
    assert "script-src" not in kept.headers["content-security-policy"]
    assert "sandbox" in kept.headers["content-security-policy"]
    facts = f"/patients/{patient.id}/facts"
    room.visitor("radiologist").fill(facts, facts, **{"fact.clinical_n_category": "N2b"})
    assert chair.get(f"{decision}/page").content == kept.content
    frame = chair.get(f"{decision}/kept").text
    assert patient.name in frame
    assert f'src="{decision}/page"' in frame


def test_what_is_signed_is_changed_by_an_addendum_only_and_followed_up(room: Room, case_files: dict[str, Path]) -> None:
    _, item = listed(room, case_files[SIMULTANEOUS])
    chair = room.visitor("chair")
    decision = propose(chair, item, strategy="simultaneous_resection").headers["location"]
    for who in ("chair", "surgeon"):
        sign(chair, decision, who)
    assert chair.post(decision, f"{decision}/withdraw", fields={"because": "x"}).status_code == 422
    fields = {
        "username": "surgeon",
        "password": password_of("surgeon"),
        "code": "",
        "words": "CT shows more",
        "request": "r",
    }
    assert chair.post(decision, f"{decision}/addenda", fields=fields).status_code == 303
    done = {"done": "done otherwise", "reason": "", "follow_words": ""}
    assert chair.post(decision, f"{decision}/follow-up", fields=done).status_code == 422
    done["reason"] = "patient decided otherwise"
    assert chair.post(decision, f"{decision}/follow-up", fields=done).status_code == 303
    text = plain(chair.get(decision).text)
    assert "CT shows more" in text
    assert "Patient decided otherwise" in text


def test_what_was_typed_below_a_decision_stays_in_its_field_when_it_is_refused(
    room: Room, case_files: dict[str, Path]
) -> None:
    _, item = listed(room, case_files[SIMULTANEOUS])
    chair = room.visitor("chair")
    decision = propose(chair, item, strategy="simultaneous_resection").headers["location"]
    wrong = sign(chair, decision, "chair", "another")
    assert 'name="username" type="text" value="chair"' in wrong.text
    assert "another" not in wrong.text
    for who in ("chair", "surgeon"):
        sign(chair, decision, who)
    credentials = {"username": "surgeon", "password": "another", "code": ""}
    fields = {**credentials, "words": "CT shows more <b>", "request": "r"}
    refused = chair.post(decision, f"{decision}/addenda", fields=fields)
    assert refused.status_code == 422
    assert ">CT shows more &lt;b&gt;</textarea>" in refused.text
    done = {"done": "done otherwise", "reason": "", "follow_words": "At home"}
    answer = chair.post(decision, f"{decision}/follow-up", fields=done)
    assert '<option value="done otherwise" selected>' in answer.text
    assert 'value="At home"' in answer.text


def test_a_case_is_listed_with_its_question_and_moved_with_a_reason(room: Room) -> None:
    patient = room.patient()
    coordinator = room.visitor("coordinator")
    for day in ("2026-06-09", "2026-06-16"):
        planned = {"day": day, "begins": "14:30", "place": "Room 3", "team": room.team}
        meeting = coordinator.post("/meetings", "/meetings", fields=planned).headers["location"]
    refused = coordinator.post(meeting, f"{meeting}/cases", fields={"patient": patient.id})
    assert refused.status_code == 422
    assert "Question to the board: not recorded" in plain(refused.text)


@pytest.mark.parametrize(
    "typed", [{"day": "9 June", "begins": "14:30", "place": "R"}, {"day": "2026-06-09", "begins": "25:00", "place": ""}]
)
def test_a_meeting_that_cannot_be_keeps_what_was_typed(room: Room, typed: dict[str, str]) -> None:
    coordinator = room.visitor("coordinator")
    answer = coordinator.post("/meetings", "/meetings", fields={**typed, "team": room.team})
    assert answer.status_code == 422
    for value in typed.values():
        assert f'value="{value}"' in answer.text


def test_the_order_of_an_agenda_is_changed_by_buttons_and_its_minutes_are_printed(
    room: Room, case_files: dict[str, Path]
) -> None:
    _, item = listed(room, case_files[SIMULTANEOUS])
    coordinator = room.visitor("coordinator")
    meeting = re.search(r"/meetings/[0-9a-f]{16}", coordinator.get(item).text)[0]  # type: ignore[index]  # the band has it
    other = room.patient(number="4712")
    rows = {"context.question": "Q", "context.new_problem": "N"}
    coordinator.fill(f"/patients/{other.id}/facts", f"/patients/{other.id}/meeting", **rows)
    assert coordinator.post(meeting, f"{meeting}/cases", fields={"patient": other.id}).status_code == 303
    first, second = (
        dict.fromkeys(re.findall(r'<b><bdi>|href="(/items/[0-9a-f]{16})"><b>', coordinator.get(meeting).text)) or ()
    )
    assert coordinator.post(meeting, f"{second or first}/move", fields={"position": "1"}).status_code == 303
    assert coordinator.post(item, f"{item}/minutes", fields={"minutes": "Said so", "seen": ""}).status_code == 303
    stale = coordinator.post(item, f"{item}/minutes", fields={"minutes": "Said otherwise", "seen": ""})
    assert stale.status_code == 422
    assert coordinator.get(f"{meeting}/minutes.pdf").content.startswith(b"%PDF-")


def waits_for(visitor: Visitor) -> set[str]:
    """The kinds of what waits for the only patient: of the list and of the interface for programs, which agree."""
    (row,) = re.findall(r'data-kinds="([^"]+)"', visitor.get("/patients").text)
    (told,) = visitor.get("/api/v1/worklist").json()
    kinds = {task["kind"] for task in told["tasks"]}
    assert kinds == set(row.split())
    return kinds


def test_where_one_judges_first_the_advice_opens_once_the_own_view_is_recorded(
    room: Room, case_files: dict[str, Path]
) -> None:
    strict = replace(room.site.board, settings=replace(room.site.board.settings, judge_first=True))
    careful = replace(room, site=replace(room.site, board=strict))
    patient, item = listed(careful, case_files[SIMULTANEOUS])
    chair = careful.visitor("chair")
    for end in ("", "/what-if"):
        assert chair.get(f"/patients/{patient.id}{end}").headers["location"] == item
    assert "The advice opens once your own view is recorded" in plain(chair.get(f"/patients/{patient.id}/facts").text)
    assert chair.get(f"/api/v1/patients/{patient.id}/advice").status_code == 422
    closed = chair.get(item).text
    assert "What would you do?" in plain(closed)
    assert "Simultaneous resection" not in closed
    assert chair.get(f"{item}/room").headers["location"] == item
    assert chair.post(item, f"{item}/own-view", fields={"words": " "}).status_code == 422
    assert chair.post(item, f"{item}/own-view", fields={"words": "Both at once"}).status_code == 303
    opened = plain(chair.get(item).text)
    assert "Views recorded before the advice was opened Chair Both at once" in opened
    assert "What would you do?" in plain(careful.visitor("surgeon").get(item).text)
    assert "What would you do?" not in plain(careful.visitor("coordinator").get(item).text)


def test_what_if_begins_from_what_stands_and_tells_a_hazard_that_falls_away_or_comes(
    room: Room, case_files: dict[str, Path]
) -> None:
    patient = room.patient(case_files["bevacizumab_three_weeks_before_planned_surgery"])
    surgeon, page = room.visitor("surgeon"), f"/patients/{patient.id}/what-if"
    asked = surgeon.post(page, page, fields={"element": "planned_operation"}).text
    assert re.search(r'id="field-value" name="value" type="text" value="2026-06-15"', asked)
    later = plain(surgeon.post(page, page, fields={"element": "planned_operation", "value": "2026-07-30"}).text)
    assert re.search(r"Must not be overlooked Do not operate on 15 June 2026[^|]* Does not stand", later)
    sooner = plain(surgeon.post(page, page, fields={"element": "planned_operation", "value": "2026-06-16"}).text)
    assert "Must not be overlooked Does not stand Do not operate on 16 June 2026" in sooner
    same = plain(surgeon.post(page, page, fields={"element": "planned_operation", "value": "2026-06-15"}).text)
    assert "Nothing: the verdict" in same


@pytest.mark.parametrize(
    ("case", "telling"),
    [
        ("bevacizumab_three_weeks_before_planned_surgery", "HAZARD"),
        ("unresectable_kras_unknown_start_now_block_the_egfr_inhibitor", "WAITING"),
    ],
)
def test_where_one_judges_first_the_list_does_not_tell_the_advice(
    room: Room, case_files: dict[str, Path], case: str, telling: str
) -> None:
    strict = replace(room.site.board, settings=replace(room.site.board.settings, judge_first=True))
    careful = replace(room, site=replace(room.site, board=strict))
    _, item = listed(careful, case_files[case])
    chair, coordinator = careful.visitor("chair"), careful.visitor("coordinator")
    assert telling in waits_for(coordinator)
    assert not waits_for(chair) & {"HAZARD", "WAITING"}
    assert "OWN_VIEW" in waits_for(chair)
    assert chair.post(item, f"{item}/own-view", fields={"words": "Wait"}).status_code == 303
    assert waits_for(chair) == waits_for(coordinator)
