"""What is asked next, what is never asked, and what becomes of the answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.draw.shared import EIGHT

from resecta.advice import assess
from resecta.case import read_case
from resecta.case.nodes_from_python import to_node
from resecta.cli.interview import in_one_sentence
from resecta.cql.values import Date, Value
from resecta.cql.words import say
from resecta.document import InputError, as_mapping
from resecta.guideline import Guideline, load
from resecta.guideline.status import Status
from resecta.interview import Draft, Interview, Question
from resecta.interview.question import Asks, any_question, next_question, opening_question

SECOND = Path(__file__).parents[1] / "guideline" / "second"


def begin(
    guideline: Guideline, facts: dict[str, Any] | None = None, *, asks: Asks = next_question, **more: Any
) -> Interview:
    document = {"case": "A", "assessed_on": "2026-06-01", "facts": facts or {}, **more}
    return Interview(guideline, Draft(as_mapping(to_node(document, "case"))), asks)


def typed(value: Value) -> str:
    """A value as a person types it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, Date) else say(value)


def asked(interview: Interview) -> Question:
    assert interview.question is not None
    return interview.question


def run(interview: Interview, answers: dict[str, str]) -> tuple[Interview, list[str]]:
    """Answer what is asked, "unknown" where there is no answer, until nothing is asked any more."""
    order = []
    while interview.question is not None:
        question = interview.question
        order.append(question.element.id)
        answer = answers.get(question.element.id)
        interview = interview.unknown(question) if answer is None else interview.answered(question, answer)
    return interview, order


RESECTABLE = {
    "complete_resection_feasible": "yes",
    "primary_status": "in situ",
    "primary_r0_resectable": "yes",
    "extrahepatic_disease": "none",
    "future_liver_remnant": "45 %",
    "metastasis_timing": "synchronous",
    "segments_resected": "2",
    "kras_status": "mutant",
    "primary_tumour_site": "rectum",
    "primary_bleeding": "none",
    "primary_obstruction": "none",
}


def closed(interview: Interview) -> set[str]:
    """The ways of treating that are not open and wait for nothing."""
    return {
        one.id
        for one in interview.advice.strategies
        if one.status in (Status.CONDITION_NOT_MET, Status.CONTRAINDICATED)
    }


NO_EMERGENCY = {"primary_bleeding": "none", "primary_obstruction": "none", "perforation": False}


@pytest.mark.slow
def test_the_site_of_the_primary_is_asked_first_and_then_what_makes_an_emergency(shipped: Guideline) -> None:
    _, order = run(begin(shipped), RESECTABLE)
    assert order[:5] == [
        *("primary_tumour_site", "primary_status"),
        *("primary_bleeding", "primary_obstruction", "perforation"),
    ]


def test_once_it_is_an_emergency_or_outside_the_guideline_the_opening_asks_no_more(shipped: Guideline) -> None:
    bleeds = begin(
        shipped, {"primary_tumour_site": "rectum", "primary_bleeding": "uncontrolled"}, asks=opening_question
    )
    assert bleeds.question is None
    assert begin(shipped, {"primary_tumour_site": "colon"}, asks=opening_question).question is None


def test_a_primary_that_is_out_is_not_asked_about_its_bleeding(shipped: Guideline) -> None:
    out = begin(shipped, {"primary_tumour_site": "rectum", "primary_status": "resected"}, asks=opening_question)
    assert asked(out).element.id == "perforation"


def test_a_guideline_that_knows_no_emergency_opens_with_what_it_always_asks_of_its_scope() -> None:
    doors = load(SECOND)
    assert begin(doors, asks=opening_question).question is None


@pytest.mark.slow
def test_what_can_close_several_ways_comes_before_what_refines(shipped: Guideline) -> None:
    """A question of which some answer closes two ways or more never follows one of which no answer does."""
    interview = begin(shipped, {"primary_tumour_site": "rectum", **NO_EMERGENCY})
    voiding = []
    while (question := interview.question) is not None:
        element, before = question.element, closed(interview)
        answers = element.choices or {"Boolean": ("yes", "no"), "Quantity": ("20",)}.get(element.type, ())
        left = [closed(interview.answered(question, answer)) - before for answer in answers]
        voiding.append(any(len(ways) > 1 for ways in left))
        known = RESECTABLE.get(element.id)
        interview = interview.unknown(question) if known is None else interview.answered(question, known)
    assert voiding[0]
    assert voiding == sorted(voiding, reverse=True)


def test_an_answer_moves_a_conclusion_that_it_was_said_to_open(shipped: Guideline) -> None:
    interview = begin(shipped, {"primary_status": "in situ", "primary_tumour_site": "rectum", **NO_EMERGENCY})
    question = asked(interview)
    before = {one.key: one.answer for one in interview.advice.conclusions if question.element.id in one.critical}
    moved = set()
    for answer in question.element.choices or ("yes", "no"):
        after = interview.answered(question, answer).advice.conclusions
        moved |= {one.key for one in after if one.key in before and one.answer != before[one.key]}
    assert moved


MOST_QUESTIONS = 12


@pytest.mark.slow
@pytest.mark.parametrize("name", EIGHT)
def test_a_worked_case_has_its_verdict_after_twelve_questions(shipped: Guideline, name: str) -> None:
    """Answered from the facts of the case: what stands after twelve answers at most is the verdict of the whole case,
    and no answer after them moves it.
    """
    case = read_case(shipped.cases_path / f"{name}.yaml", shipped)
    interview, verdicts = begin(shipped, assessed_on=str(case.assessed_on)), []
    while (question := interview.question) is not None:
        fact = case.facts.get(question.element.id)
        known = fact is not None and fact.value is not None
        interview = interview.answered(question, typed(fact.value)) if known else interview.unknown(question)
        verdicts.append(in_one_sentence(shipped, interview.advice))
    assert set(verdicts[MOST_QUESTIONS - 1 :]) == {in_one_sentence(shipped, assess(shipped, case))}


@pytest.mark.slow
def test_answers_lead_to_a_verdict_and_nothing_is_asked_twice(shipped: Guideline) -> None:
    interview, order = run(begin(shipped), RESECTABLE)
    assert interview.advice.strategy("simultaneous_resection").status == "preferred"
    assert len(order) == len(set(order))


@pytest.mark.slow
def test_what_can_no_longer_change_an_answer_is_not_asked(shipped: Guideline) -> None:
    _, order = run(begin(shipped), {**RESECTABLE, "extrahepatic_disease": "unresectable"})
    after = order[order.index("extrahepatic_disease") :]
    assert "future_liver_remnant" not in after
    assert "segments_resected" not in after
    assert not {"sex", "distance_from_anal_verge", "clinical_t_category"} & set(order)


@pytest.mark.slow
def test_every_question_that_is_asked_can_change_something(shipped: Guideline) -> None:
    """The last rounds are the ones at stake: all that is open is settled, and still a question is put."""
    _, order = run(begin(shipped), RESECTABLE)
    assert {"age", "comorbidity", "ecog_performance_status"} <= set(order)  # they may ask for a fitness assessment
    assert "greatest_threat" in order  # an argument for or against hangs on it


@pytest.mark.slow
def test_with_all_every_fact_is_asked(shipped: Guideline) -> None:
    _, order = run(begin(shipped, asks=any_question), RESECTABLE)
    assert set(order) == set(shipped.elements)


def test_an_unknown_is_written_down_and_not_asked_again(shipped: Guideline) -> None:
    interview = begin(shipped)
    question = asked(interview)
    after = interview.unknown(question)
    assert f"{question.element.id}: null" in after.draft.text()
    assert asked(after).element.id != question.element.id


def test_back_is_the_moment_before(shipped: Guideline) -> None:
    interview = begin(shipped)
    question = asked(interview)
    after = interview.unknown(question)
    assert after.before is interview
    assert asked(after.before) == question


@pytest.mark.parametrize(
    ("element", "text", "written"),
    [
        ("future_liver_remnant", "45", "45"),
        ("future_liver_remnant", "45 %", "45"),
        ("future_liver_remnant", "45%", "45"),
        ("largest_liver_metastasis", "4.5 cm", "value: 4.5"),
        ("kras_status", "1", "wild type"),
        ("kras_status", "Wild Type", "wild type"),
        ("perforation", "1", "true"),
        ("perforation", "no", "false"),
        ("perforation", "FALSE", "false"),
        ("age", "58 years", "58"),
        ("ecog_performance_status", "1", "1"),
        ("last_bevacizumab", "2026-05-25", "2026-05-25"),
        ("chemotherapy_months", "2.5", "2.5"),
    ],
)
def test_an_answer_by_number_name_or_with_its_unit(shipped: Guideline, element: str, text: str, written: str) -> None:
    interview = begin(shipped)
    after = interview.answered(Question(shipped.elements[element], (), 0), text)
    assert written in after.draft.text()
    assert element in after.case.facts


@pytest.mark.parametrize(
    ("element", "text", "words"),
    [
        ("kras_status", "WT", "did you mean wild type?"),
        ("kras_status", "4", "there is no choice 4"),
        ("kras_status", "0", "answer 1 to 3"),
        ("future_liver_remnant", "0.3", "write 30 for 30 %"),
        ("future_liver_remnant", "45 mm", "is not a unit for future_liver_remnant"),
        ("future_liver_remnant", "lots", "is not a number"),
        ("last_bevacizumab", "31.02.2026", "February 2026 has 28 days"),
        ("last_bevacizumab", "2026-06-02", "lies after the assessment"),
        ("perforation", "perhaps", "is neither true nor false"),
        ("age", "58" * 300, "is not a whole number"),
    ],
)
def test_an_answer_that_is_refused_with_the_mend(shipped: Guideline, element: str, text: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        begin(shipped).answered(Question(shipped.elements[element], (), 0), text)
    assert words in str(caught.value)


def test_opinions_that_differ_are_asked_first_and_the_boards_word_keeps_them(shipped: Guideline) -> None:
    opinions = [{"by": "A", "value": "liver"}, {"by": "B", "value": "primary"}]
    interview = begin(shipped, {"greatest_threat": {"opinions": opinions}})
    question = asked(interview)
    assert question.element.id == "greatest_threat"
    assert question.dispute is not None
    after = interview.answered(question, "liver")
    assert after.case.disputes == ()
    assert after.case.facts["greatest_threat"].settled
    assert len(after.case.facts["greatest_threat"].opinions) == 2


def test_a_dispute_left_open_stays_one(shipped: Guideline) -> None:
    interview = begin(shipped, {"primary_status": "in situ", "rectal_operation": "2026-01-01"})
    question = asked(interview)
    assert question.element.id == "primary_status"
    assert interview.unknown(question).case.disputes == interview.case.disputes
    settled = interview.answered(question, "resected")
    assert settled.case.facts["primary_status"].value == "resected"


def test_an_answer_that_contradicts_what_was_done_is_asked_again_as_a_dispute(shipped: Guideline) -> None:
    events = [{"activity": "rectal_operation", "date": "2026-01-01"}]
    interview = begin(shipped, events=events)
    after = interview.answered(Question(shipped.elements["primary_status"], (), 0), "in situ")
    question = asked(after)
    assert (question.element.id, question.dispute is not None) == ("primary_status", True)


def test_the_rest_of_a_file_stays_as_it_was(shipped: Guideline, tmp_path: Path) -> None:
    file = tmp_path / "half.yaml"
    file.write_text(
        "case: '007'\nassessed_on: 2026-06-01\nstory: |\n  two\n  lines\nfacts: {age: 58}\n"
        "events: [{activity: bevacizumab, date: 2026-05-01}]\ncontext: {wishes: no stoma}\n"
    )
    before = read_case(file, shipped)
    interview = Interview(shipped, Draft.read(file))
    after = interview.unknown(asked(interview))
    after.draft.save(file)
    again = read_case(file, shipped)
    assert (again.id, again.story, again.context, again.events[0].start) == (
        before.id,
        before.story,
        before.context,
        before.events[0].start,
    )
    assert dict(again.facts) == dict(before.facts)
