"""The advice as JSON keeps its contract: schema, every id in its order, dates, and what is passed through."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.shipped import shipped_guideline

from resecta.advice import assess, to_json
from resecta.case import read_case
from resecta.timeline import assessment, assessment_to_json

GUIDELINE = shipped_guideline()
SCHEMA = json.loads(Path("docs/schema/advice.json").read_text(encoding="utf-8"))
CASES = sorted(GUIDELINE.cases_path.glob("*.yaml"))


def _json(path: Path) -> dict[str, Any]:
    case = read_case(path, GUIDELINE)
    return assessment_to_json(assessment(GUIDELINE, case))


def test_there_are_cases() -> None:
    """The pack brings its own worked cases."""
    assert len(CASES) >= 8


@pytest.mark.slow
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem[:40])
def test_every_advice_fits_the_schema_and_holds_every_id_in_its_order(path: Path) -> None:
    """What does not apply stands there too, in the order of the guideline."""
    advice = _json(path)
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(json.dumps(advice, default=str)))
    for kind in ("findings", "recommendations", "strategies", "regimens"):
        assert [item["id"] for item in advice[kind]] == list(getattr(GUIDELINE, kind))
    for strategy in advice["strategies"]:
        assert len(strategy["arguments"]) == len(GUIDELINE.strategies[strategy["id"]].arguments)


@pytest.mark.slow
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem[:40])
def test_what_is_decided_has_reasons_and_what_is_not_names_what_would_settle_it(path: Path) -> None:
    """A decided conclusion asks for nothing; an undetermined one names a fact, or a remark says what to write."""
    advice = _json(path)
    to_be_written = any("Write episode:" in remark for remark in advice["remarks"])
    for strategy in advice["strategies"]:
        assert bool(strategy["missing"]) == (strategy["status"] == "undetermined")
        assert strategy["because"] or strategy["status"] == "undetermined"
    for recommendation in advice["recommendations"]:
        undetermined = recommendation["status"] == "undetermined"
        assert undetermined or not recommendation["missing"]
        assert recommendation["missing"] or to_be_written or not undetermined


def test_no_facts_at_all_is_advice_too() -> None:
    """Nothing known: nothing decided that could be otherwise, and the drugs that need no fact are open."""
    advice = to_json(assess(GUIDELINE, {"case": "empty", "facts": {}}))
    assert advice["assessed_on"] is None
    assert advice["intent"] == "undetermined"
    assert {s["status"] for s in advice["strategies"]} <= {"undetermined", "condition-not-met"}
    status = {r["id"]: r["status"] for r in advice["regimens"]}
    assert status["folfox"] == "option"
    assert status["add_cetuximab"] == "blocked"
    assert next(r for r in advice["recommendations"] if r["id"] == "settle_resectability")["status"] == "applies"


def test_the_reason_reads_as_a_sentence_with_its_statement() -> None:
    """The design's own example."""
    advice = assess(GUIDELINE, {"facts": {"future_liver_remnant": 24}})
    (because,) = advice.finding("adequate_remnant").because
    assert because.text == "Future liver remnant 24 % is not above 30 % (S06)"
    assert because.element == "future_liver_remnant"


def test_context_passes_through() -> None:
    """What the meeting must see and no rule reads comes out as it went in."""
    context = {"question": "Simultaneous or staged?", "wishes": "No stoma"}
    assert to_json(assess(GUIDELINE, {"facts": {}, "context": context}))["context"] == context


def _from_events(facts: dict[str, Any], events: list[dict[str, Any]], day: str) -> Any:
    return assess(GUIDELINE, {"case": "events", "assessed_on": day, "facts": facts, "events": events})


def test_the_first_operation_after_bevacizumab_counts_not_the_latest() -> None:
    """Operated on day 36 and again later: the interval was not kept."""
    events = [
        {"activity": "bevacizumab", "date": "2026-05-25"},
        {"activity": "liver_operation", "date": "2026-06-30"},
        {"activity": "liver_operation", "date": "2026-07-20"},
    ]
    finding = _from_events({}, events, "2026-08-08").finding("bevacizumab_interval_kept")
    assert finding.value is False
    assert finding.window.missed_by_days == -6


UNRESECTABLE_METACHRONOUS = {
    "metastasis_timing": "metachronous",
    "complete_resection_feasible": False,
    "future_liver_remnant": 20,
}


def test_chemotherapy_of_no_known_episode_never_starts_chemotherapy_now() -> None:
    """Not even beside a stated zero: whether it was of this episode is what has to be found out."""
    events = [{"activity": "chemotherapy", "start": "2026-05-01", "end": "2026-08-01", "cycles": 6}]
    facts = {**UNRESECTABLE_METACHRONOUS, "chemotherapy_months": 0}
    advice = _from_events(facts, events, "2026-09-01")
    assert advice.recommendation("start_chemotherapy_now").status == "undetermined"
    assert advice.recommendation("start_chemotherapy_now").missing == ()  # no fact settles it: the event's episode does
    assert any("Write episode: current or episode: earlier" in remark for remark in advice.remarks)


def test_a_restaging_of_no_known_episode_is_not_no_restaging() -> None:
    """Nothing is called overdue while a restaging waits to be dated."""
    events = [{"activity": "restaging", "date": "2026-08-01"}]
    facts = {**UNRESECTABLE_METACHRONOUS, "chemotherapy_start": "2026-05-01"}
    assert _from_events(facts, events, "2026-09-01").finding("restaging_overdue").value is None
    dated = [{**events[0], "episode": "current"}]
    assert _from_events(facts, dated, "2026-09-01").finding("restaging_overdue").value is False
