"""Facts in the application: typed once, kept with who and when, never overwritten, the advice following."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from tests.web.browserless import forms_of
from tests.web.conftest import Room

from resecta.board.entries import history
from resecta.board.entry import EntrySubject
from resecta.board.patients import read_patient
from resecta.case import case_from
from resecta.timeline import assessment

pytestmark = pytest.mark.slow

KRAS_UNKNOWN = "unresectable_kras_unknown_start_now_block_the_egfr_inhibitor"
SEEN = re.compile(r'name="seen\.fact\.kras_status" value="([^"]*)"')


def plain(html: str) -> str:
    """The text of a page, its spaces made one."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_a_fact_goes_from_the_form_into_the_advice(room: Room, case_files: dict[str, Path]) -> None:
    patient = room.patient(case_files[KRAS_UNKNOWN])
    surgeon, page = room.visitor("surgeon"), f"/patients/{patient.id}/facts"
    before = surgeon.get(page).text
    assert "Missing" in plain(surgeon.get("/patients").text)
    seen = SEEN.search(before)
    assert seen
    fields = {"fact.kras_status": "wild type", "seen.fact.kras_status": seen[1], "group": "medical oncology"}
    answer = surgeon.post(page, page, fields=fields)
    assert answer.status_code == 303
    assert "Missing: the KRAS status" not in plain(surgeon.get("/patients").text)
    last = history(room.site.board, room.people["surgeon"], patient.id, EntrySubject.FACT, "kras_status")[-1]
    assert (last.content, last.recorded_by) == ("wild type", room.people["surgeon"].account)


def test_words_for_the_meeting_have_no_advice_worked_out_anew(room: Room, case_files: dict[str, Path]) -> None:
    patient = room.patient(case_files[KRAS_UNKNOWN])
    site, surgeon = room.site, room.people["surgeon"]
    document = read_patient(site.board, surgeon, patient.id).case(site.today)
    said = [{**document, "context": {"question": words}} for words in ("Now?", "Later?")]
    first, second = map(site.assess, said)
    assert [one.advice.context["question"] for one in (first, second)] == ["Now?", "Later?"]
    assert [one.case.context["question"] for one in (first, second)] == ["Now?", "Later?"]
    assert first.advice.conclusions is second.advice.conclusions
    assert first.advice.missing is second.advice.missing
    other = {**said[0], "facts": {**document["facts"], "kras_status": "mutant"}}
    assert site.assess(other).advice.regimens != first.advice.regimens
    for one in (*said, other):
        assert site.assess(one) == assessment(site.guideline, case_from(one, site.guideline))


def test_only_what_was_changed_is_written(room: Room, case_files: dict[str, Path]) -> None:
    patient = room.patient(case_files[KRAS_UNKNOWN])
    surgeon, page = room.visitor("surgeon"), f"/patients/{patient.id}/facts"
    html = surgeon.get(page).text
    form = html[html.index('id="group-radiology"') : html.index("</form>", html.index('id="group-radiology"'))]
    fields = {
        name: unescape(value) for name, value in re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', form)
    }
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields[name] = unescape(chosen[1]) if chosen else ""
    assert len(fields) > 20
    assert surgeon.post(page, page, fields=fields).status_code == 303
    for element in room.site.guideline.elements:
        entries = history(room.site.board, room.people["surgeon"], patient.id, EntrySubject.FACT, element)
        assert len(entries) <= 1


def test_the_later_of_two_people_sees_both_values_and_nothing_is_lost(room: Room) -> None:
    patient = room.patient()
    page = f"/patients/{patient.id}/facts"
    first, second = room.visitor("surgeon"), room.visitor("radiologist")
    fields = {"seen.fact.kras_status": "", "group": "medical oncology"}
    assert first.post(page, page, fields={"fact.kras_status": "mutant", **fields}).status_code == 303
    answer = second.post(page, page, fields={"fact.kras_status": "wild type", **fields})
    assert answer.status_code == 422
    assert "Somebody saved mutant while you were typing" in plain(answer.text)
    assert 'value="wild type" selected' in answer.text
    seen = SEEN.search(answer.text)
    assert seen
    fields["seen.fact.kras_status"] = seen[1]
    assert second.post(page, page, fields={"fact.kras_status": "wild type", **fields}).status_code == 303
    entries = history(room.site.board, room.people["surgeon"], patient.id, EntrySubject.FACT, "kras_status")
    assert [one.content for one in entries] == ["mutant", "wild type"]


def test_what_cannot_be_taken_stays_in_its_field_with_the_mend(room: Room) -> None:
    patient = room.patient()
    surgeon, page = room.visitor("surgeon"), f"/patients/{patient.id}/facts"
    answer = surgeon.post(page, page, fields={"fact.future_liver_remnant": "0.3", "fact.age": "200"})
    text = plain(answer.text)
    assert answer.status_code == 422
    assert answer.text.count('aria-invalid="true"') == 2
    assert "<title>Error: Facts" in answer.text
    assert 'value="0.3"' in answer.text
    assert "not plausible" in text


def test_a_judgement_is_each_persons_own_and_the_board_settles_it(room: Room) -> None:
    patient = room.patient()
    page = f"/patients/{patient.id}/facts"
    element = "complete_resection_feasible"
    for who, answer in (("surgeon", "true"), ("radiologist", "false")):
        assert room.visitor(who).post(page, page, fields={f"opinion.{element}": answer}).status_code == 303
    text = plain(room.visitor("coordinator").get(page).text)
    assert "Surgeon : Yes" in text
    assert "Radiologist : No" in text
    assert "Two answers on whether all liver disease can be removed" in plain(
        room.visitor("surgeon").get("/patients").text
    )
    assert room.visitor("surgeon").post(page, page, fields={f"settled.{element}": "true"}).status_code == 403
    assert room.visitor("chair").post(page, page, fields={f"settled.{element}": "true"}).status_code == 303
    assert "The board’s word: Yes" in plain(room.visitor("surgeon").get(page).text)


def test_a_row_is_added_changed_and_taken_back_and_stays_in_the_history(room: Room) -> None:
    patient = room.patient()
    surgeon, page = room.visitor("surgeon"), f"/patients/{patient.id}/facts"
    row = {"kind": "event", "sort": "restaging", "date": "2026-05-04", "result": "response"}
    assert surgeon.post(page, f"/patients/{patient.id}/rows", fields=row).status_code == 303
    html = surgeon.get(page).text
    assert "result: Response" in plain(html)
    key, seen = (re.search(rf'name="{name}" value="([0-9a-f]{{16}})"', html)[1] for name in ("key", "seen"))  # type: ignore[index]  # both are there
    changed = {**row, "result": "stable", "key": key, "seen": seen}
    assert surgeon.post(page, f"/patients/{patient.id}/rows", fields=changed).status_code == 303
    stale = surgeon.post(
        page, f"/patients/{patient.id}/rows/taken-back", fields={"kind": "event", "key": key, "seen": seen}
    )
    assert stale.status_code == 422
    assert "somebody else has changed this" in stale.text.lower()
    entries = history(room.site.board, room.people["surgeon"], patient.id, EntrySubject.EVENT, key)
    assert [one.content["result"] for one in entries] == ["response", "stable"]


ROWS = {
    "event": {"kind": "event", "sort": "restaging", "date": "4 May", "result": "response"},
    "lesion": {"kind": "lesion", "sort": "", "id": "L1", "segments": "6, 12", "size": "23"},
    "extrahepatic": {"kind": "extrahepatic", "sort": "", "site": "Left lung", "date": "May"},
}


@pytest.mark.parametrize("kind", ROWS)
def test_a_row_that_cannot_be_taken_stays_in_its_open_form_as_typed(room: Room, kind: str) -> None:
    patient, row = room.patient(), ROWS[kind]
    surgeon, page = room.visitor("surgeon"), f"/patients/{patient.id}/facts"
    answer = surgeon.post(page, f"/patients/{patient.id}/rows", fields=row)
    assert answer.status_code == 422
    assert row_as_typed(answer.text, row) == row
    assert re.search(rf'id="add-{kind}" open', answer.text)
    assert re.search(r'id="wrong-[^"]+"', answer.text)
    (linked,) = re.findall(r'href="#(field-[^"]+)"', answer.text)
    assert f'id="{linked}"' in answer.text


def test_a_changed_row_that_another_was_quicker_with_stays_as_typed_beside_theirs(room: Room) -> None:
    patient = room.patient()
    surgeon, page, rows = room.visitor("surgeon"), f"/patients/{patient.id}/facts", f"/patients/{patient.id}/rows"
    row = {"kind": "event", "sort": "restaging", "date": "2026-05-04", "result": "response"}
    surgeon.post(page, rows, fields=row)
    form = next(one for action, one in forms_of(surgeon.get(page).text) if action == rows and one["key"])
    keys = {"key": form["key"], "seen": form["seen"]}
    assert surgeon.post(page, rows, fields={**row, **keys, "result": "stable"}).status_code == 303
    mine = {**row, **keys, "date": "2026-05-06"}
    answer = surgeon.post(page, rows, fields=mine)
    assert answer.status_code == 422
    assert row_as_typed(answer.text, row)["date"] == "2026-05-06"
    assert "result: Stable" in plain(answer.text)
    again = next(one for action, one in forms_of(answer.text) if action == rows and one["key"])
    assert surgeon.post(page, rows, fields=again).status_code == 303
    assert "6 May 2026; result: Response" in plain(surgeon.get(page).text)


def row_as_typed(html: str, row: dict[str, str]) -> dict[str, str]:
    """What the form of this kind of row holds in the fields of the row."""
    forms = [one for action, one in forms_of(html) if action.endswith("/rows") and one["kind"] == row["kind"]]
    form = next(one for one in forms if one["sort"] == row["sort"])
    return {name: form[name] for name in row}


def test_what_the_meeting_must_see_is_shown_though_empty_and_kept_as_typed(room: Room) -> None:
    patient = room.patient()
    coordinator, page = room.visitor("coordinator"), f"/patients/{patient.id}/facts"
    assert "3 not recorded" in plain(coordinator.get(page).text)
    fields = {"context.question": "<script>alert(1)</script> عائشة", "was.question": ""}
    assert coordinator.post(page, f"/patients/{patient.id}/meeting", fields=fields).status_code == 303
    case = coordinator.get(f"/patients/{patient.id}").text
    assert "<script>alert" not in case
    assert "&lt;script&gt;alert(1)&lt;/script&gt; عائشة" in case


@pytest.mark.parametrize("head", [{}, {"X-Fragment": "1"}], ids=["without script", "with script"])
def test_words_that_somebody_else_changed_meanwhile_stand_beside_what_was_typed(
    room: Room, head: dict[str, str]
) -> None:
    patient = room.patient()
    page, path = f"/patients/{patient.id}/facts", f"/patients/{patient.id}/meeting"
    surgeon, coordinator = room.visitor("surgeon"), room.visitor("coordinator")
    ours = {"context.question": "Liver first?", "was.question": ""}
    assert coordinator.post(page, path, fields={"context.question": "What now?", "was.question": ""}).status_code == 303
    answered = surgeon.client.post(path, data={"csrf": surgeon.mark(page), **ours}, headers=head)
    assert answered.headers.get("X-Parts") == head.get("X-Fragment")
    again = answered.text
    assert ">Liver first?</textarea>" in again
    assert "Now recorded: What now?" in plain(again)
    shown = dict(re.findall(r'name="((?:seen\.context|was)\.question)" value="([^"]*)"', again))
    answer = surgeon.post(page, path, fields={**ours, **shown})
    assert answer.status_code == 303
    assert ">Liver first?</textarea>" in coordinator.get(page).text
    entries = history(room.site.board, room.people["surgeon"], patient.id, EntrySubject.CONTEXT, "question")
    assert [one.content for one in entries] == ["What now?", "Liver first?"]


def test_what_was_saved_is_undone_by_one_button_and_done_again_by_another(room: Room) -> None:
    patient = room.patient()
    surgeon, page = room.visitor("surgeon"), f"/patients/{patient.id}/facts"
    saved = surgeon.post(page, page, fields={"fact.kras_status": "mutant", "group": "medical oncology"})
    there = saved.headers["location"].partition("#")[0]
    assert "Saved" in surgeon.get(there).text
    undone = surgeon.fill(there, f"/patients/{patient.id}/undo")
    assert undone.status_code == 303
    assert 'value="mutant" selected' not in surgeon.get(undone.headers["location"]).text
    surgeon.fill(undone.headers["location"], f"/patients/{patient.id}/undo")
    assert 'value="mutant" selected' in surgeon.get(page).text
    entries = history(room.site.board, room.people["surgeon"], patient.id, EntrySubject.FACT, "kras_status")
    assert [one.withdrawn for one in entries] == [False, True, False]
    assert room.visitor("chair").fill(there, f"/patients/{patient.id}/undo").status_code == 404
    assert "/undo" not in surgeon.get(f"{page}?written=<script>").text
