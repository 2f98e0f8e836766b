"""What would alter a conclusion and what would settle it: the fewest facts, and each answer replayed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from resecta.advice import assess
from resecta.case import Case, case_from
from resecta.document import InputError
from resecta.guideline import Guideline
from resecta.proof.settle import Leaf, SettlingQuestion, what_would_settle
from resecta.proof.why_not import why_not

pytestmark = pytest.mark.slow

FACTS: dict[str, Any] = {
    "age": 61,
    "primary_status": "in situ",
    "primary_r0_resectable": True,
    "primary_bleeding": "none",
    "primary_obstruction": "none",
    "metastasis_timing": "synchronous",
    "complete_resection_feasible": True,
    "extrahepatic_disease": "none",
    "segments_resected": 3,
    "future_liver_remnant": 28,
}


def case(guideline: Guideline, **facts: Any) -> Case:
    known = {id: value for id, value in {**FACTS, **facts}.items() if value is not None}
    return case_from({"case": "one", "assessed_on": "2026-06-15", "facts": known}, guideline)


def test_a_remnant_too_small_is_the_one_fact_that_keeps_an_operation_closed(shipped: Guideline) -> None:
    found = why_not(shipped, case(shipped), "simultaneous_resection")
    assert found.answer == "condition-not-met"
    ways = {id: str(value) for way in found.ways for id, value in way.changes.items()}
    assert ways["future_liver_remnant"] == "31.0 '%'"
    assert {len(way.changes) for way in found.ways} == {1}


def test_a_way_takes_the_nearest_value_from_either_side(shipped: Guideline) -> None:
    ways = why_not(shipped, case(shipped, future_liver_remnant=60), "adequate_remnant").ways
    (value,) = [str(way.changes[id]) for way in ways for id in way.changes if id == "future_liver_remnant"]
    assert value == "30.0 '%'"


def test_every_way_is_a_case_whose_advice_says_so(shipped: Guideline) -> None:
    found = why_not(shipped, case(shipped, future_liver_remnant=60), "simultaneous_resection")
    assert found.answer == "preferred"
    assert found.ways
    for way in found.ways:
        advice = assess(shipped, way.case)
        assert next(one.status for one in advice.strategies if one.id == "simultaneous_resection") == way.answer


def test_age_sex_and_the_past_stay_as_they_are(shipped: Guideline) -> None:
    one = case(shipped, kras_status="mutant", sex="male")
    stays = {*shipped.stays, *(element.id for element in shipped.elements.values() if element.done)}
    assert {"age", "sex", "rectal_operation"} <= stays
    for id in ("add_cetuximab", "simultaneous_resection", "re_resection", "liver_resection_alone"):
        found = why_not(shipped, one, id)
        assert not stays & {changed for way in found.ways for changed in way.changes}
    assert why_not(shipped, one, "add_cetuximab").ways == ()


def test_what_is_planned_otherwise_is_planned_for_a_day_to_come(shipped: Guideline) -> None:
    one = case(shipped, planned_operation="2026-06-20", kras_status="wild type")
    (way,) = why_not(shipped, one, "add_bevacizumab").ways
    assert str(way.changes["planned_operation"]) == "2026-07-27"


def test_the_fewest_open_facts_settle_whichever_way_they_turn_out(shipped: Guideline) -> None:
    one = case(shipped, segments_resected=None, future_liver_remnant=None)
    found = what_would_settle(shipped, one, "simultaneous_resection")
    assert set(found.asks) == {"segments_resected", "future_liver_remnant"}
    assert found.settles
    leaves = list(leaves_of(found.tree))
    assert {leaf.answer for leaf in leaves} == {"preferred", "condition-not-met"}


def test_a_fact_less_leaves_it_open(shipped: Guideline) -> None:
    one = case(shipped, segments_resected=None, future_liver_remnant=None)
    for id, value in (("segments_resected", 2), ("future_liver_remnant", 40)):
        facts = {**FACTS, "segments_resected": None, "future_liver_remnant": None, id: value}
        advice = assess(shipped, case(shipped, **facts))
        assert next(one.status for one in advice.strategies if one.id == "simultaneous_resection") == "undetermined"
    now = why_not(shipped, one, "simultaneous_resection").now
    assert now.facts.keys().isdisjoint({"segments_resected", "future_liver_remnant"})


def test_the_tree_says_what_each_answer_leads_to(shipped: Guideline) -> None:
    found = what_would_settle(shipped, case(shipped, future_liver_remnant=None), "simultaneous_resection")
    assert isinstance(found.tree, SettlingQuestion)
    assert found.tree.element == "future_liver_remnant"
    said = {branch.text: branch.then for branch in found.tree.branches}
    assert said == {"at most 30 %": Leaf("condition-not-met"), "above 30 %": Leaf("preferred")}


def test_an_answer_that_counts_as_unknown_stands_in_the_tree_as_still_open(shipped: Guideline) -> None:
    found = what_would_settle(shipped, case(shipped), "add_cetuximab")
    assert found.asks == ("kras_status",)
    assert isinstance(found.tree, SettlingQuestion)
    assert {branch.text: branch.then for branch in found.tree.branches}["failed"] == Leaf("blocked")


def test_a_settled_conclusion_asks_for_nothing(shipped: Guideline) -> None:
    found = what_would_settle(shipped, case(shipped), "simultaneous_resection")
    assert (found.asks, found.settles) == ((), True)


def test_a_conclusion_that_is_none_is_one_clear_problem(shipped: Guideline) -> None:
    with pytest.raises(InputError, match="there is no conclusion") as refused:
        why_not(shipped, case(shipped), "simultaneous_resectoin")
    assert "simultaneous_resection" in str(refused.value)


def leaves_of(tree: SettlingQuestion | Leaf) -> list[Leaf]:
    if isinstance(tree, Leaf):
        return [tree]
    return [leaf for branch in tree.branches for leaf in leaves_of(branch.then)]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "resecta", "explain", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ})


def test_the_command_prints_ways_and_trees(tmp_path: Path) -> None:
    file = tmp_path / "one.json"
    facts = {id: value for id, value in FACTS.items() if id != "future_liver_remnant"}
    file.write_text(json.dumps({"case": "one", "assessed_on": "2026-06-15", "facts": facts}), encoding="utf-8")
    done = run(str(file), "--what-would-settle", "simultaneous_resection")
    assert done.returncode == 0, done.stderr
    assert "Future liver remnant above 30 %: preferred" in done.stdout
    told = json.loads(run(str(file), "--why-not", "simultaneous_resection", "--json").stdout)
    assert told["ways"][0]["changes"][0]["from"] is None


def test_the_command_wants_one_question(tmp_path: Path) -> None:
    done = run(str(tmp_path / "none.yaml"))
    assert done.returncode == 2
    assert "--why-not" in done.stderr


def test_both_questions_stand_on_the_page_of_the_case_with_what_each_answer_leads_to(tmp_path: Path) -> None:
    file, page = tmp_path / "one.json", tmp_path / "one.html"
    facts = {id: value for id, value in FACTS.items() if id != "future_liver_remnant"}
    file.write_text(json.dumps({"case": "one", "assessed_on": "2026-06-15", "facts": facts}), encoding="utf-8")
    both = ("--why-not", "simultaneous_resection", "--what-would-settle", "simultaneous_resection")
    done = run(str(file), *both, "--html", str(page))
    assert done.returncode == 0, done.stderr
    html = page.read_text(encoding="utf-8")
    section = html[html.index('id="asked"') :]
    told = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", section[: section.index("</section>")]))
    assert "What would have to be otherwise? Simultaneous resection" in told
    assert "Preferred with future liver remnant 31 % (now not recorded)" in told
    assert "Settled, whichever way they turn out, by future liver remnant." in told
    assert "Future liver remnant: at most 30 % → Condition not met" in told
    assert "Future liver remnant: above 30 % → Preferred" in told
    again = run(str(file), *both)
    assert (again.returncode, again.stdout) == (2, "")
    assert "one of them" in again.stderr


def test_a_page_is_never_written_over_the_case(tmp_path: Path) -> None:
    file = tmp_path / "one.json"
    text = json.dumps({"case": "one", "assessed_on": "2026-06-15", "facts": FACTS})
    file.write_text(text, encoding="utf-8")
    done = run(str(file), "--why-not", "add_cetuximab", "--html", str(file))
    assert done.returncode == 2
    assert file.read_text(encoding="utf-8") == text
