"""``--explain`` takes any definition of the logic by its name, and says where its value comes from."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console
from tests.shipped import shipped_guideline

from resecta.advice.reasoning import Reasoning
from resecta.case.model import Case
from resecta.case.read import case_from, read_case
from resecta.document import InputError
from resecta.draw.explain import FORCING, WHOLE, DetailShown, explained, print_explanation


def printed(case: Case, name: str, extent: DetailShown = WHOLE) -> str:
    out = io.StringIO()
    print_explanation(explained(shipped_guideline(), case, name), Console(file=out, width=200), extent)
    return out.getvalue()


@pytest.fixture
def case(root: object) -> Case:
    return read_case(f"{root}/docs/examples/friday.yaml", shipped_guideline())


@pytest.mark.parametrize("name", ["Least future liver remnant", "definition:Least future liver remnant"])
def test_a_definition_is_explained_by_its_name(case: Case, name: str) -> None:
    assert "= 30 %" in printed(case, name)


@pytest.mark.slow
def test_every_definition_of_the_shipped_guideline_is_explained(case: Case) -> None:
    names = list(shipped_guideline().own_definitions)
    assert len(names) > 150
    assert all(name in printed(case, f"definition:{name}") for name in names[::10])


def test_a_name_that_nothing_has_is_refused_with_the_nearest(case: Case) -> None:
    with pytest.raises(InputError, match="did you mean Least future liver remnant"):
        printed(case, "Least future liver remnants")


def rungs(text: str) -> list[str]:
    """The rungs of a printed ladder, without the conditions below them."""
    return [line[4:] for line in text.splitlines() if line.startswith(("├── ", "└── "))]


@pytest.mark.slow
def test_a_strategy_is_explained_by_its_ladder_and_the_rung_that_decides(root: object) -> None:
    waiting = read_case(f"{root}/docs/examples/monday.yaml", shipped_guideline())
    found = rungs(printed(waiting, "strategy:liver_first"))
    assert [line.partition(",")[0] for line in found] == [
        "✗ Condition not met",
        "✗ Contraindicated",
        "? Condition not met",
        "✗ Condition not met",
        "✓ Undetermined",
        "✓ Preferred",
        "Option",
    ]
    (decides,) = (line for line in found if "← decides" in line)
    assert decides.startswith("✓ Undetermined, where  ← decides: waits for Future liver remnant")


@pytest.mark.slow
def test_what_forces_a_conclusion_ends_with_the_rung_that_decides(root: object) -> None:
    waiting = read_case(f"{root}/docs/examples/monday.yaml", shipped_guideline())
    for ladder in shipped_guideline().ladders:
        every = rungs(printed(waiting, ladder))
        decides = next(place for place, line in enumerate(every) if "← decides" in line)
        assert rungs(printed(waiting, ladder, FORCING)) == every[: decides + 1], ladder


def test_what_forces_a_denied_conclusion_is_what_makes_that_false() -> None:
    """A restaging of no known episode does not count, since a later one is known; that there is one is no reason."""
    events = [
        {"activity": "restaging", "date": "2026-02-10"},
        {"activity": "chemotherapy", "regimen": "folfox", "start": "2026-03-16"},
        {"activity": "restaging", "date": "2026-05-20"},
    ]
    facts = {"metastasis_timing": "metachronous"}
    found = case_from({"case": "T", "assessed_on": "2026-07-01", "facts": facts, "events": events}, shipped_guideline())
    text = printed(found, "Re-assessment can be counted", FORCING)
    below = text[text.index("✓ Not: Undated restaging may count") :]
    assert "✗ Last restaging is 20 May 2026" in below
    assert "Undated restaging is recorded as yes" not in below


def test_the_conditions_of_a_rung_stand_below_it_with_their_values(case: Case) -> None:
    text = printed(case, "strategy:liver_first")
    barred = text[text.index("Contraindicated, where") :].partition("\n├── ")[0]
    assert "✗ Liver first closed (S12)" in barred
    assert "✗ Primary bleeding is" in barred


def test_a_definition_is_written_out_once_and_named_from_then_on(case: Case) -> None:
    text = printed(case, "strategy:liver_first")
    whole = [line for line in text.splitlines() if "Liver first closed (S12)" in line]
    assert [line.endswith("as above") for line in whole] == [False, True]


def test_where_no_rung_holds_the_last_line_decides(case: Case) -> None:
    found = rungs(printed(replace(case, facts={}), "intent"))
    assert [line for line in found if "← decides" in line] == ["Undetermined, where none of these holds  ← decides"]


@pytest.mark.slow
def test_every_ladder_decides_on_one_rung_and_on_the_one_that_gives_the_answer(case: Case) -> None:
    from resecta.guideline.ladder import answer_in_words

    reasoning = Reasoning(shipped_guideline(), case.facts, case.assessed_on)
    for key, ladder in shipped_guideline().ladders.items():
        (decides,) = (line for line in rungs(printed(case, key)) if "← decides" in line)
        answer = reasoning.value(key)
        assert isinstance(answer, str | bool)
        assert decides.removeprefix("✓ ").startswith(answer_in_words(answer)), ladder.key


def test_a_rung_that_is_unknown_and_passed_over_says_why(case: Case) -> None:
    found = rungs(printed(replace(case, facts={}), "intent"))
    assert "? Curative, where (unknown: an intent is named once it is known to hold)" in found


@pytest.mark.slow
def test_a_date_known_to_its_month_is_named_with_what_holds_on_each_of_its_days() -> None:
    facts = {
        "primary_status": "in situ",
        "primary_r0_resectable": True,
        "metastasis_timing": "synchronous",
        "complete_resection_feasible": True,
        "future_liver_remnant": 60,
        "extrahepatic_disease": "none",
        "chemotherapy_start": "2026-03",
    }
    late = case_from({"assessed_on": "2026-06-15", "facts": facts}, shipped_guideline())
    told = printed(late, "evaluation_in_window")
    assert "Its day is not known, one is shown: the first day of chemotherapy (March 2026)" in told
    assert "Whatever they turn out to be: false" in told
    open_ = case_from({"assessed_on": "2026-05-10", "facts": facts}, shipped_guideline())
    assert "Whatever" not in printed(open_, "evaluation_in_window"), "from 3 March on the window is still open"
    assert "Whatever" not in printed(
        case_from({"facts": facts | {"chemotherapy_start": "2026-03-01"}}, shipped_guideline()), "folfox"
    )


@pytest.mark.slow
def test_a_status_that_is_the_same_on_every_side_is_told_beside_the_dispute() -> None:
    opinions = {"opinions": [{"by": "A", "value": "liver"}, {"by": "B", "value": "primary"}]}
    disputed = case_from({"facts": {"primary_tumour_site": "colon", "greatest_threat": opinions}}, shipped_guideline())
    told = printed(disputed, "strategy:liver_first")
    assert "Disputed, one side is shown: Greatest threat (liver)" in told
    assert "Whatever they turn out to be: Condition not met" in told


@pytest.mark.slow
def test_what_is_disputed_or_known_to_its_month_is_explained_as_recorded() -> None:
    begun = {"complete_resection_feasible": False, "clearance_with_ablation_feasible": False}
    facts = {"primary_tumour_site": "rectum", **begun, "chemotherapy_start": "2026-03"}
    told = printed(
        case_from({"assessed_on": "2026-06-01", "facts": facts}, shipped_guideline()), "start_chemotherapy_now"
    )
    assert "Not applicable, where  ← decides" in told
    assert "Chemotherapy start is not recorded" not in told
    given = [{"activity": "bevacizumab", "date": "2026-05-25"}]
    facts = {"last_bevacizumab": "2026-05-15", "planned_operation": "2026-07-01"}
    case = case_from({"assessed_on": "2026-06-01", "facts": facts, "events": given}, shipped_guideline())
    told = printed(case, "bevacizumab_interval_kept")
    assert "Disputed, one side is shown: Last bevacizumab (15 May 2026)" in told
    assert "On another side or day: false" in told
