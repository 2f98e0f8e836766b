"""A case file as people write it: what is read, and what is refused with the mend."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from resecta.case import Case, Opinion, case_from, read_case
from resecta.cql.values import Date, Quantity, Value
from resecta.document import InputError, Problem
from resecta.guideline import Guideline

HEAD = "case: A\nassessed_on: 2026-06-01\n"


def read(shipped: Guideline, tmp_path: Path, text: str) -> Case:
    file = tmp_path / "case.yaml"
    file.write_text(text, encoding="utf-8")
    return read_case(file, shipped)


def refused(shipped: Guideline, tmp_path: Path, text: str) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        read(shipped, tmp_path, text)
    return caught.value.problems


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("age: 58", 58),
        ("sex: female", "female"),
        ("primary_bleeding: none", "none"),
        ("perforation: false", False),
        ("future_liver_remnant: 29.9", Quantity(Decimal("29.9"), "%")),
        ("future_liver_remnant: {value: 0, unit: '%'}", Quantity(Decimal(0), "%")),
        ("largest_liver_metastasis: {value: 4.5, unit: cm}", Quantity(Decimal(45), "mm")),
        ("pelvic_radiotherapy_dose: {value: 2500, unit: cGy}", Quantity(Decimal(25), "Gy")),
        ("chemotherapy_months: 2.5", Decimal("2.5")),
        ("chemotherapy_months: 3", Decimal(3)),
        ("age: {value: 58, unit: years}", 58),
        ("planned_operation: 2026-07-06", Date(2026, 7, 6)),
        ("last_bevacizumab: '2026-05-25'", Date(2026, 5, 25)),
    ],
)
def test_a_fact_is_read_in_the_units_of_the_guideline(
    shipped: Guideline, tmp_path: Path, fact: str, value: Value
) -> None:
    fact_read = read(shipped, tmp_path, f"{HEAD}facts:\n  {fact}\n").facts[fact.split(":")[0]]
    assert fact_read.value == value
    assert fact_read.source == "stated in the case"


@pytest.mark.parametrize(
    "text", ["kras_status: null", "kras_status:", "kras_status: {value: null, source: laboratory}"]
)
def test_what_is_null_is_not_known(shipped: Guideline, tmp_path: Path, text: str) -> None:
    assert dict(read(shipped, tmp_path, f"{HEAD}facts:\n  {text}\n").facts) == {}


def test_a_fact_carries_its_source_and_its_date(shipped: Guideline, tmp_path: Path) -> None:
    text = f"{HEAD}facts:\n  future_liver_remnant: {{value: 28, unit: '%', date: 2026-05-20, source: CT volumetry}}\n"
    fact = read(shipped, tmp_path, text).facts["future_liver_remnant"]
    assert (fact.source, fact.date) == ("CT volumetry", Date(2026, 5, 20))


@pytest.mark.parametrize(
    ("fact", "message", "mend"),
    [
        ("kras_status: WT", '"WT" is not a value of kras_status', "did you mean wild type?"),
        ("kras_status: banana", '"banana" is not a value of kras_status', "allowed: wild type, mutant, failed"),
        ("sex: Female", '"Female" is not a value of sex', "did you mean female?"),
        ("perforation: no", '"no" is neither true nor false', "write false"),
        (
            "futur_liver_remnant: 30",
            '"futur_liver_remnant" is not a key of facts',
            "did you mean future_liver_remnant?",
        ),
        ("future_liver_remnant: -5", "future_liver_remnant -5 % is below its smallest value, 0 %", ""),
        ("future_liver_remnant: 101", "is above its largest value, 100 %", ""),
        ("future_liver_remnant: 0.3", "0.3 % is not plausible", "write 30 for 30 %"),
        ("future_liver_remnant: 0.34", "0.34 % is not plausible", "write 34 for 34 %"),
        ("future_liver_remnant: 30 %", '"30 %" is not a number', "write 30 (it is in %)"),
        ("future_liver_remnant: {value: 30, unit: mm}", '"mm" is not a unit for future_liver_remnant', "give it in %"),
        ("future_liver_remnant: NaN", '"NaN" is not a number', ""),
        ("future_liver_remnant: {value: 30, units: '%'}", '"units" is not a key', "did you mean unit?"),
        ("future_liver_remnant: {unit: '%'}", "future_liver_remnant has no value", "write value:"),
        ("future_liver_remnant: [30]", "a number is expected here, not a list", ""),
        ("largest_liver_metastasis: 4.5 cm", '"4.5 cm" is not a number', "write {value: 4.5, unit: 'cm'}"),
        (
            "future_liver_remnant: 24 cm",
            '"24 cm" is not a number',
            '"cm" is not a unit for future_liver_remnant: give it in %',
        ),
        ("age: 12:30", '"12:30" is not a whole number', ""),
        ("age: 010", '"010" is not a whole number', ""),
        ("age: {value: 58, unit: months}", '"months" is not the unit of age', "write years"),
        (
            "ecog_performance_status: 5",
            "ecog_performance_status 5 is above its largest value, 4",
            "write a value from 0 to 4, or leave it out",
        ),
        ("last_bevacizumab: 31.02.2026", '"31.02.2026" is not a date', "February 2026 has 28 days"),
        ("last_bevacizumab: 2026-06-02", "last_bevacizumab 2026-06-02 lies after the assessment on 2026-06-01", ""),
        ("planned_operation: 2206-06-02", "more than 120 years", ""),
        ("last_bevacizumab: 1826-06-02", "more than 120 years", ""),
        ("kras_status: {value: mutant, date: 2026-07-01}", "the date 2026-07-01 lies after the assessment", ""),
        (
            "kras_status: {opinions: [{by: A, value: mutant}]}",
            "kras_status is not a matter of judgement",
            "write value",
        ),
        ("greatest_threat: {opinions: [{by: A, value: lever}]}", '"lever" is not a value', "did you mean liver?"),
        ("greatest_threat: {opinions: [{value: liver}]}", 'an opinion lacks the key "by"', ""),
        ("greatest_threat: {opinions: [{by: A, value: liver}, {by: A, value: primary}]}", "gives two opinions", ""),
        ("greatest_threat: {opinions: [], value: liver}", '"value" is not a key of the fact greatest_threat', ""),
    ],
)
def test_a_fact_that_is_refused(shipped: Guideline, tmp_path: Path, fact: str, message: str, mend: str) -> None:
    problems = refused(shipped, tmp_path, f"{HEAD}facts:\n  {fact}\n")
    assert len(problems) == 1, problems
    assert message in problems[0].message
    assert mend in problems[0].mend
    assert problems[0].place.line == 4


EVENTS = [
    ("{activity: rectal_operation, date: 2026-06-02}", "2026-06-02 lies after the assessment on 2026-06-01", ""),
    (
        "{activity: chemotherapy, start: 2026-03-14, end: 2026-06-14}",
        "the end of chemotherapy 2026-06-14 lies after",
        "",
    ),
    (
        "{activity: chemotherapy, start: 2026-03-14, end: 2026-03-01}",
        "ends on 2026-03-01, before its start",
        "exchange",
    ),
    ("{activity: chemotherapy, start: 1900-03-14, end: 2026-03-01}", "more than 120 years", ""),
    ("{activity: chemotherapy}", "the event chemotherapy lacks its start", "write start:"),
    ("{activity: chemotherapy, date: 2026-03-01, start: 2026-03-01}", "has a date beside its start or end", "keep one"),
    ("{activity: bevacizumab, start: 2026-03-14}", "the event bevacizumab lacks its date", "write date"),
    ("{activity: bevacizumab, on: 2026-03-14}", '"on" is not a key of the event bevacizumab', "write date:"),
    ("{activity: bevacizumab, dat: 2026-03-14}", '"dat" is not a key of the event bevacizumab', "did you mean date?"),
    ("{activity: bevacizumab, date: 2026-03-14, strat: 3}", '"strat" is not a key', "known: activity, date, episode"),
    ("{activity: chemotherapy, strat: 2026-03-14}", '"strat" is not a key', "did you mean start?"),
    ("{activity: bevazicumab, date: 2026-03-14}", '"bevazicumab" is not an activity', "did you mean bevacizumab?"),
    (
        "{activity: kras_result, date: 2026-03-14, result: WT}",
        '"WT" is not a value of result',
        "did you mean wild type?",
    ),
    ("{activity: restaging, date: 2026-03-14, episode: now}", '"now" is not an episode', "write current or earlier"),
    ("{date: 2026-03-14}", "an event is a mapping that names its activity", ""),
    ("bevacizumab", "an event is a mapping that names its activity", ""),
    (
        "{activity: chemotherapy, start: 2026-03-14, cycle_weeks: 0}",
        "cycle_weeks 0 is below its smallest value, 1",
        "write a value from 1 to 12",
    ),
    ("{activity: liver_operation, unfinished: true}", "the event liver_operation lacks its date", "write date"),
    ("{activity: liver_operation, date: 2026-03-14, segments: 4}", "a list of liver segments is expected", "write [4]"),
    ("{activity: chemotherapy, start: 2026-03-14, cycles: -1}", "cycles -1 is below its smallest value, 0", ""),
    (
        "{activity: short_course_radiotherapy, start: 2026-03-14, dose: 25 Gy}",
        "is not a number",
        "write 25 (it is in Gy)",
    ),
    (
        "{activity: short_course_radiotherapy, start: 2026-03-14, dose: {value: 2, unit: kg}}",
        '"kg" is not a unit',
        "Gy",
    ),
]


@pytest.mark.parametrize(("event", "message", "mend"), EVENTS)
def test_an_event_that_is_refused(shipped: Guideline, tmp_path: Path, event: str, message: str, mend: str) -> None:
    problems = refused(shipped, tmp_path, f"{HEAD}events:\n  - {event}\n")
    assert len(problems) == 1, problems
    assert message in problems[0].message
    assert mend in problems[0].mend


LESIONS = [
    ("{segments: [5]}", 'a lesion lacks the key "id"', ""),
    ("{id: b, segments: [9]}", "there is no liver segment 9", "1 to 8"),
    ("{id: b, segments: [iva]}", 'there is no liver segment "iva"', "write IVa"),
    ("{id: b, segments: [5, 5]}", "segment 5 stands twice", ""),
    ("{id: b, segments: [IV, 4]}", "segment 4 stands twice", ""),
    ("{id: b, plan: [resect, untreatable]}", "a lesion has one plan, not several", "write one of resect"),
    ("{id: b, plan: untreatable, margin: R0}", "an untreatable lesion has no margin", "or write plan: resect"),
    ("{id: b, plan: untreatable, now: removed}", "a lesion that has been removed is not untreatable", "leave the plan"),
    ("{id: a}", 'two lesions have the id "a" (the other on line 4)', "an id of its own"),
    ("{id: b, size: 2 cm}", "is not a number", "unit: 'cm'"),
    ("{id: b, size: {value: 2, unit: kg}}", '"kg" is not a unit', "mm"),
    ("{id: b, now: gone}", '"gone" is not a value of now', "allowed: visible, vanished, new, removed, ablated"),
    ("{id: b, plan: ablation}", '"ablation" is not a value of plan', "did you mean ablate?"),
    (
        "{id: b, baseline: absent, now: vanished}",
        "cannot be absent at baseline and vanished now",
        "cannot have vanished",
    ),
    ("{id: b, vessel: [hilum]}", '"vessel" is not a key of a lesion', ""),
]


@pytest.mark.parametrize(("lesion", "message", "mend"), LESIONS)
def test_a_lesion_that_is_refused(shipped: Guideline, tmp_path: Path, lesion: str, message: str, mend: str) -> None:
    (problem,) = refused(shipped, tmp_path, f"{HEAD}lesions:\n  - {{id: a}}\n  - {lesion}\n")
    assert message in problem.message
    assert mend in problem.mend


def test_a_lesion_is_read_whole(shipped: Guideline, tmp_path: Path) -> None:
    text = (
        f"{HEAD}lesions:\n  - {{id: 1, segments: [5, 6], size: {{value: 2.2, unit: cm}}, baseline: visible, "
        "now: vanished, near: [right hepatic vein], plan: resect, margin: R0}\n"
    )
    (lesion,) = read(shipped, tmp_path, text).lesions
    assert (lesion.id, lesion.segments, lesion.size) == ("1", (5, 6), Quantity(Decimal(22), "mm"))
    assert (lesion.now, lesion.near, lesion.plan, lesion.margin) == (
        "vanished",
        ("right hepatic vein",),
        "resect",
        "R0",
    )


@pytest.mark.parametrize(
    ("text", "message", "mend"),
    [
        ("case: A\n", 'a case lacks the key "assessed_on"', "add assessed_on: YYYY-MM-DD, the day of the assessment"),
        ("assessed_on: 31.02.2026\n", '"31.02.2026" is not a date', "February 2026 has 28 days"),
        ("assessed_on:\n", "a date is expected here, not nothing", ""),
        (f"{HEAD}fact: {{}}\n", '"fact" is not a key of a case', "did you mean facts?"),
        (f"{HEAD}facts: [age]\n", "a mapping (key: value) is expected here, not a list", ""),
        (f"{HEAD}events: {{}}\n", "a list is expected here, not a mapping", ""),
        (f"{HEAD}context: {{wish: home}}\n", '"wish" is not a key of context', "did you mean wishes?"),
        ("- a\n", "a mapping (key: value) is expected here, not a list", ""),
    ],
)
def test_a_file_that_is_refused(shipped: Guideline, tmp_path: Path, text: str, message: str, mend: str) -> None:
    (problem,) = refused(shipped, tmp_path, text)
    assert message in problem.message
    assert mend in problem.mend


def test_every_problem_of_a_file_is_told_at_once_in_its_order(shipped: Guideline, tmp_path: Path) -> None:
    text = f"{HEAD}facts:\n  age: old\n  kras_status: WT\nevents:\n  - {{activity: x, date: 2026-01-01}}\nsurprise: 1\n"
    assert [problem.place.line for problem in refused(shipped, tmp_path, text)] == [4, 5, 7, 8]


def test_a_message_does_not_repeat_the_record(shipped: Guideline, tmp_path: Path) -> None:
    before = "sex: female, age: 58, comorbidity: severe, primary_pain: severe"
    after = "primary_bleeding: transfused, liver_metastases_count: 5, extrahepatic_disease: none"
    text = f"{HEAD}facts: {{{before}, kras_status: WT, {after}}}\n"
    with pytest.raises(InputError) as caught:
        read(shipped, tmp_path, text)
    assert "sex" not in str(caught.value)
    assert "extrahepatic_disease" not in str(caught.value)


def test_opinions_that_agree_are_a_fact_with_all_its_sources(shipped: Guideline, tmp_path: Path) -> None:
    text = f"{HEAD}facts:\n  greatest_threat: {{opinions: [{{by: Ames, value: liver}}, {{by: Bo, value: liver}}]}}\n"
    fact = read(shipped, tmp_path, text).facts["greatest_threat"]
    assert (fact.value, fact.source, len(fact.opinions)) == ("liver", "Ames; Bo", 2)


def test_opinions_that_differ_are_a_dispute(shipped: Guideline, tmp_path: Path) -> None:
    text = f"{HEAD}facts:\n  greatest_threat: {{opinions: [{{by: A, value: liver}}, {{by: B, value: primary}}]}}\n"
    case = read(shipped, tmp_path, text)
    assert "greatest_threat" not in case.facts
    assert [(side.value, side.sources) for side in case.disputes[0].sides] == [("liver", ("A",)), ("primary", ("B",))]


def test_the_boards_word_settles_opinions_and_they_stay_visible(shipped: Guideline, tmp_path: Path) -> None:
    opinions = "[{by: A, value: true, date: 2026-05-01}, {by: B, value: false}]"
    text = f"{HEAD}facts:\n  fit_for_major_surgery: {{opinions: {opinions}, settled: false}}\n"
    case = read(shipped, tmp_path, text)
    fact = case.facts["fit_for_major_surgery"]
    assert (fact.value, fact.settled, case.disputes) == (False, True, ())
    assert fact.opinions == (Opinion("A", True, Date(2026, 5, 1)), Opinion("B", False))


def test_context_is_passed_through_as_it_stands(shipped: Guideline, tmp_path: Path) -> None:
    image = "{kind: CT, date: 2026-05-01, where: 010}"
    text = f"{HEAD}context:\n  question: Which first?\n  frailty: 4\n  images: [{image}]\n"
    assert read(shipped, tmp_path, text).context == {
        "question": "Which first?",
        "frailty": 4,
        "images": [{"kind": "CT", "date": "2026-05-01", "where": "010"}],
    }


def test_a_case_without_a_name_takes_that_of_its_file(shipped: Guideline, tmp_path: Path) -> None:
    assert read(shipped, tmp_path, "assessed_on: 2026-06-01\n").id == "case"


# The Python API


def test_a_mapping_is_read_by_the_same_rules(shipped: Guideline) -> None:
    facts = {
        "age": 58,
        "future_liver_remnant": 29.9,
        "last_bevacizumab": datetime.date(2026, 5, 25),
        "perforation": False,
    }
    case = case_from({"facts": facts}, shipped)
    assert {id: fact.value for id, fact in case.facts.items()} == {
        "age": 58,
        "perforation": False,
        "future_liver_remnant": Quantity(Decimal("29.9"), "%"),
        "last_bevacizumab": Date(2026, 5, 25),
    }
    assert case.assessed_on is None


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), 1e20, 1e-200, Decimal("1e999999"), True, "58", object(), b"58", 5 + 1j, [58]]
)
def test_a_python_value_of_the_wrong_kind_is_refused_with_its_path(shipped: Guideline, value: object) -> None:
    with pytest.raises(InputError) as caught:
        case_from({"facts": {"age": value}}, shipped)
    assert str(caught.value).startswith("case.facts.age: ")


def test_a_mapping_that_holds_itself_is_refused(shipped: Guideline) -> None:
    loop: dict[str, object] = {}
    loop["context"] = loop
    with pytest.raises(InputError, match="nested more than 40 deep"):
        case_from(loop, shipped)
