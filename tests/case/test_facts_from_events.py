"""What follows from the events of a case, row by row; what does not follow stays unknown, never "none"."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from resecta.case import Case, Choice, case_from, derived
from resecta.cql.values import Date, Quantity, Value
from resecta.document import InputError
from resecta.guideline import Guideline

SYNCHRONOUS = {"metastasis_timing": "synchronous"}
METACHRONOUS = {"metastasis_timing": "metachronous"}
SHORT = {"activity": "short_course_radiotherapy", "start": "2026-02-23", "end": "2026-02-27", "dose": 25}
LONG = {"activity": "long_course_chemoradiotherapy", "start": "2025-01-06", "end": "2025-02-14", "dose": 50.4}
CHEMO = {"activity": "chemotherapy", "regimen": "folfox", "cycles": 6, "start": "2026-03-14", "end": "2026-05-27"}


def case(
    shipped: Guideline, *events: dict[str, Any], facts: dict[str, Any] | None = None, day: str = "2026-06-08"
) -> Case:
    return case_from({"assessed_on": day, "facts": facts or {}, "events": list(events)}, shipped)


def values(case: Case) -> dict[str, Value]:
    return {id: fact.value for id, fact in case.facts.items() if id != "metastasis_timing"}


def test_no_events_say_nothing_about_the_past(shipped: Guideline) -> None:
    assert values(case(shipped)) == {}
    assert values(case_from({"events": None, "lesions": []}, shipped)) == {}


def test_one_kind_of_radiotherapy_is_that_kind_with_its_dose_and_last_fraction(shipped: Guideline) -> None:
    known = case(shipped, SHORT)
    assert values(known) == {
        "pelvic_radiotherapy": "short course",
        "pelvic_radiotherapy_dose": Quantity(Decimal(25), "Gy"),
        "last_radiotherapy_fraction": Date(2026, 2, 27),
    }
    assert known.facts["pelvic_radiotherapy"].source == "Short-course radiotherapy 2026-02-23 to 2026-02-27"
    assert known.facts["pelvic_radiotherapy"].date == Date(2026, 2, 27)


def test_both_kinds_are_other_with_the_latest_fraction_and_no_dose(shipped: Guideline) -> None:
    assert values(case(shipped, SHORT, LONG)) == {
        "pelvic_radiotherapy": "other",
        "last_radiotherapy_fraction": Date(2026, 2, 27),
    }


def test_of_several_courses_of_one_kind_the_dose_of_the_latest_counts(shipped: Guideline) -> None:
    earlier = {**SHORT, "start": "2020-01-06", "end": "2020-01-10", "dose": 20}
    assert values(case(shipped, SHORT, earlier))["pelvic_radiotherapy_dose"] == Quantity(Decimal(25), "Gy")


def test_a_course_that_goes_on_has_no_last_fraction(shipped: Guideline) -> None:
    going_on = {"activity": "long_course_chemoradiotherapy", "start": "2026-06-01"}
    assert values(case(shipped, going_on)) == {"pelvic_radiotherapy": "long course"}


@pytest.mark.parametrize(
    ("events", "months"),
    [
        ([CHEMO], Decimal(3)),
        ([{**CHEMO, "regimen": "FOLFOX", "cycles": 5}], Decimal("2.5")),
        ([{"activity": "chemotherapy", "start": "2026-03-14", "cycles": 12}], Decimal(6)),
        ([{**CHEMO, "cycles": 0}], Decimal(0)),
        ([CHEMO, {"activity": "postoperative_chemotherapy", "start": "2026-06-01", "cycles": 2}], Decimal(4)),
        ([CHEMO, {"activity": "postoperative_chemotherapy", "start": "2026-06-01"}], None),
        ([{"activity": "chemotherapy", "start": "2026-03-14"}], None),
        ([{**CHEMO, "regimen": "capox"}], Decimal("4.5")),
        ([{**CHEMO, "regimen": "xelox", "cycles": 8}], Decimal(6)),
        ([{**CHEMO, "regimen": "a new one"}], None),
        ([{**CHEMO, "regimen": "a new one", "cycle_weeks": 4}], Decimal(6)),
        ([{**CHEMO, "cycle_weeks": 4}], Decimal(6)),
    ],
)
def test_months_are_cycles_times_weeks_by_four(
    shipped: Guideline, events: list[dict[str, Any]], months: Decimal | None
) -> None:
    known = case(shipped, *events, facts=SYNCHRONOUS)
    assert values(known).get("chemotherapy_months") == months


def test_a_regimen_that_the_guideline_does_not_know_is_remarked_on(shipped: Guideline) -> None:
    known = case(shipped, {**CHEMO, "regimen": "folfux"}, facts=SYNCHRONOUS)
    assert known.remarks == (
        (
            'Chemotherapy 2026-03-14 to 2026-05-27: "folfux" is not a regimen of the guideline, '
            "so its months are unknown. Write cycle_weeks beside it, or the name that was meant (did you mean folfox?)."
        ),
    )


def test_chemotherapy_starts_on_the_first_day_of_the_first_and_not_after_the_operation(shipped: Guideline) -> None:
    later = {**CHEMO, "start": "2026-05-28", "end": None}
    adjuvant = {"activity": "postoperative_chemotherapy", "start": "2026-01-01", "end": "2026-02-01"}
    known = case(shipped, later, CHEMO, adjuvant, facts=SYNCHRONOUS)
    assert values(known)["chemotherapy_start"] == Date(2026, 3, 14)


def test_the_latest_infusion_counts_whenever_it_was_given_and_never_the_end_of_chemotherapy(
    shipped: Guideline,
) -> None:
    infusions = [{"activity": "bevacizumab", "date": day} for day in ("2026-04-11", "2026-05-25", "2026-04-25")]
    assert "last_bevacizumab" not in values(case(shipped, CHEMO, facts=SYNCHRONOUS))
    assert values(case(shipped, *infusions))["last_bevacizumab"] == Date(2026, 5, 25)
    earlier = [{"activity": "bevacizumab", "date": "2019-04-11", "episode": "earlier"}]
    assert values(case(shipped, *earlier, facts=METACHRONOUS))["last_bevacizumab"] == Date(2019, 4, 11)


def test_the_latest_kras_result_counts(shipped: Guideline) -> None:
    results = [
        {"activity": "kras_result", "date": "2026-05-01", "result": "wild type"},
        {"activity": "kras_result", "date": "2026-04-01", "result": "failed"},
    ]
    assert values(case(shipped, *results)) == {"kras_status": "wild type"}


def test_a_later_result_that_is_not_there_yet_leaves_it_unknown(shipped: Guideline) -> None:
    results = [
        {"activity": "kras_result", "date": "2026-04-01", "result": "wild type"},
        {"activity": "kras_result", "date": "2026-05-01"},
    ]
    assert values(case(shipped, *results)) == {}


def test_two_results_of_one_day_that_contradict_each_other_are_a_dispute(shipped: Guideline) -> None:
    results = [{"activity": "kras_result", "date": "2026-05-01", "result": word} for word in ("wild type", "mutant")]
    known = case(shipped, *results)
    assert values(known) == {}
    assert [side.value for side in known.disputes[0].sides] == ["wild type", "mutant"]


# First and last restaging


def restagings(*days: str) -> list[dict[str, Any]]:
    return [{"activity": "restaging", "date": day, "result": "response"} for day in days]


def test_first_restaging_is_the_first_on_or_after_the_start_of_chemotherapy(shipped: Guideline) -> None:
    known = case(shipped, CHEMO, *restagings("2026-05-20", "2026-03-14", "2026-03-01"), facts=SYNCHRONOUS)
    assert values(known)["first_restaging"] == Date(2026, 3, 14)
    assert values(known)["last_restaging"] == Date(2026, 5, 20)
    assert values(known)["restaging_result"] == "response"


def test_without_a_start_there_is_no_first_restaging(shipped: Guideline) -> None:
    assert "first_restaging" not in values(case(shipped, *restagings("2026-05-20"), facts=SYNCHRONOUS))


@pytest.mark.parametrize(
    ("last", "first"), [("2026-05-09", Date(2026, 5, 9)), ("2026-05-10", None), ("2026-03-13", None)]
)
def test_a_stated_last_restaging_alone_stands_for_the_first_until_the_window_of_s15_closes(
    shipped: Guideline, last: str, first: Date | None
) -> None:
    facts = {**SYNCHRONOUS, "chemotherapy_start": "2026-03-14", "last_restaging": last}
    assert values(case(shipped, facts=facts)).get("first_restaging") == first


def test_a_stated_first_restaging_is_not_contradicted_by_a_stated_last_one(shipped: Guideline) -> None:
    facts = {"chemotherapy_start": "2026-03-14", "first_restaging": "2026-05-01", "last_restaging": "2026-06-01"}
    known = case(shipped, facts=facts)
    assert known.disputes == ()
    assert values(known)["first_restaging"] == Date(2026, 5, 1)


# Operations


def test_an_operation_on_both_counts_for_both_and_the_primary_is_out(shipped: Guideline) -> None:
    events = [
        {"activity": "rectal_operation", "date": "2024-01-01"},
        {"activity": "simultaneous_operation", "date": "2026-01-01"},
    ]
    assert values(case(shipped, *events)) == {
        "rectal_operation": Date(2026, 1, 1),
        "liver_operation": Date(2026, 1, 1),
        "primary_status": "resected",
    }


def test_a_stated_rectal_operation_says_that_the_primary_is_out(shipped: Guideline) -> None:
    known = case(shipped, facts={"rectal_operation": "2024-01-01"})
    assert known.facts["primary_status"].value == "resected"
    assert known.facts["primary_status"].source == "Rectal operation: stated in the case"


def test_a_primary_said_to_be_in_place_after_its_operation_is_a_dispute(shipped: Guideline) -> None:
    known = case(shipped, {"activity": "rectal_operation", "date": "2024-01-01"}, facts={"primary_status": "in situ"})
    (dispute,) = known.disputes
    assert (dispute.element, [side.value for side in dispute.sides]) == ("primary_status", ["in situ", "resected"])
    assert dispute.sides[1].sources == ("Rectal operation: Rectal operation 2024-01-01",)


def test_a_date_in_dispute_still_says_that_it_was_done(shipped: Guideline) -> None:
    known = case(
        shipped, {"activity": "rectal_operation", "date": "2024-01-01"}, facts={"rectal_operation": "2024-01-02"}
    )
    assert [dispute.element for dispute in known.disputes] == ["rectal_operation"]
    assert values(known) == {"primary_status": "resected"}


# Stated beside derived


def test_stated_and_derived_that_agree_are_one_fact_with_both_sources(shipped: Guideline) -> None:
    facts = {"pelvic_radiotherapy_dose": {"value": 2500, "unit": "cGy", "source": "letter"}}
    fact = case(shipped, SHORT, facts=facts).facts["pelvic_radiotherapy_dose"]
    assert fact.source == "letter; Short-course radiotherapy 2026-02-23 to 2026-02-27"


def test_stated_and_derived_that_differ_are_a_dispute_with_both_sources(shipped: Guideline) -> None:
    known = case(shipped, SHORT, facts={"pelvic_radiotherapy": "none"})
    assert "pelvic_radiotherapy" not in known.facts
    (dispute,) = known.disputes
    assert [(side.value, side.sources) for side in dispute.sides] == [
        ("none", ("stated in the case",)),
        ("short course", ("Short-course radiotherapy 2026-02-23 to 2026-02-27",)),
    ]


def test_the_boards_word_wins_over_what_is_derived(shipped: Guideline) -> None:
    known = case(shipped, SHORT, facts={"pelvic_radiotherapy": {"value": "none", "settled": True}})
    assert known.disputes == ()
    assert (known.facts["pelvic_radiotherapy"].value, known.facts["pelvic_radiotherapy"].settled) == ("none", True)


def test_a_settled_false_settles_nothing(shipped: Guideline) -> None:
    known = case(shipped, SHORT, facts={"pelvic_radiotherapy": {"value": "none", "settled": False}})
    assert len(known.disputes) == 1


# Episodes

OF_AN_EPISODE = {"chemotherapy_start", "chemotherapy_months", "last_restaging", "first_restaging", "restaging_result"}


def chemotherapy(end: str | None, **more: Any) -> dict[str, Any]:
    return {"activity": "chemotherapy", "start": "2020-01-01", "end": end, "cycles": 4, **more}


@pytest.mark.parametrize(
    ("facts", "event", "told"),
    [
        (SYNCHRONOUS, chemotherapy("2020-03-01"), "current"),
        (SYNCHRONOUS, chemotherapy("2020-03-01", episode="earlier"), "earlier"),
        (METACHRONOUS, chemotherapy("2020-03-01"), "earlier"),
        (METACHRONOUS, chemotherapy("2025-12-06"), "earlier"),  # 184 days before 8 June 2026
        (METACHRONOUS, chemotherapy("2025-12-07"), "undated"),  # 183 days
        (METACHRONOUS, chemotherapy(None), "current"),  # a course that goes on
        ({}, chemotherapy(None), "current"),
        (METACHRONOUS, chemotherapy("2025-12-07", episode="current"), "current"),
        ({}, chemotherapy("2020-03-01"), "undated"),
        ({}, chemotherapy("2020-03-01", episode="earlier"), "earlier"),
        ({}, chemotherapy("2020-03-01", episode="current"), "current"),
    ],
)
def test_the_episode_of_an_event(shipped: Guideline, facts: dict[str, Any], event: dict[str, Any], told: str) -> None:
    known = case(shipped, event, facts=facts)
    found = values(known)
    assert ("chemotherapy_start" in found) is (told == "current")
    assert ("chemotherapy_months" in found) is (told == "current")
    assert found.get("undated_chemotherapy") == (True if told == "undated" else None)
    assert bool(known.remarks) is (told == "undated")


def test_what_is_undated_leaves_everything_that_follows_from_it_unknown_and_says_so(shipped: Guideline) -> None:
    known = case(shipped, CHEMO, *restagings("2026-05-20"))
    assert not OF_AN_EPISODE & set(known.facts)
    assert known.facts["undated_chemotherapy"].source == "Chemotherapy 2026-03-14 to 2026-05-27"
    assert known.remarks == (
        (
            "Chemotherapy 2026-03-14 to 2026-05-27 is not dated to an episode, so what follows from it is unknown: "
            "the first day of chemotherapy; the months of chemotherapy given. "
            "Write episode: current or episode: earlier beside it."
        ),
        (
            "Restaging 2026-05-20 is not dated to an episode, so what follows from it is unknown: "
            "the day of the first restaging; the day of the last restaging; what the last restaging showed. "
            "Write episode: current or episode: earlier beside it."
        ),
    )


def test_one_undated_course_beside_a_current_one_leaves_start_and_months_unknown(shipped: Guideline) -> None:
    known = case(shipped, {**CHEMO, "episode": "current"}, CHEMO, facts=METACHRONOUS)
    assert "chemotherapy_start" not in known.facts
    assert "chemotherapy_months" not in known.facts


def test_what_is_stated_stands_beside_an_undated_course(shipped: Guideline) -> None:
    known = case(shipped, CHEMO, facts={"chemotherapy_start": "2026-03-14"})
    assert known.facts["chemotherapy_start"].value == Date(2026, 3, 14)


def test_without_a_day_of_assessment_metachronous_events_are_undated(shipped: Guideline) -> None:
    known = case_from({"facts": METACHRONOUS, "events": [chemotherapy("2020-03-01")]}, shipped)
    assert "undated_chemotherapy" in known.facts


@pytest.mark.parametrize(
    ("restaged", "first"),
    [("2026-05-20", Date(2026, 5, 20)), ("2026-03-14", None)],
)
def test_where_the_start_is_disputed_the_first_restaging_is_what_follows_on_both_sides(
    shipped: Guideline, restaged: str, first: Date | None
) -> None:
    facts = {**SYNCHRONOUS, "chemotherapy_start": "2026-03-31"}  # the events say 14 March
    known = case(shipped, CHEMO, *restagings(restaged), facts=facts)
    assert [dispute.element for dispute in known.disputes] == ["chemotherapy_start"]
    assert values(known).get("first_restaging") == first


# Operations


@pytest.mark.parametrize(
    ("facts", "event", "dated"),
    [
        (SYNCHRONOUS, {"date": "2020-01-01"}, True),
        ({}, {"date": "2020-01-01"}, True),
        (METACHRONOUS, {"date": "2025-12-07"}, True),  # 183 days before 8 June 2026
        (METACHRONOUS, {"date": "2025-12-06"}, False),
        (METACHRONOUS, {"date": "2020-01-01", "episode": "current"}, True),
        (SYNCHRONOUS, {"date": "2026-01-01", "episode": "earlier"}, False),
    ],
)
def test_an_operation_is_of_this_episode_unless_it_lies_long_ago_in_metachronous_disease(
    shipped: Guideline, facts: dict[str, Any], event: dict[str, Any], *, dated: bool
) -> None:
    known = case(shipped, {"activity": "rectal_operation", **event}, facts=facts)
    assert ("rectal_operation" in known.facts) is dated
    assert known.facts["primary_status"].value == "resected"  # of whatever episode


def test_an_operation_taken_for_an_earlier_one_is_remarked_on(shipped: Guideline) -> None:
    known = case(shipped, {"activity": "rectal_operation", "date": "2024-01-01"}, facts=METACHRONOUS)
    assert known.remarks == (
        (
            "Rectal operation 2024-01-01 lies more than 183 days before the assessment and is taken for one of an "
            "earlier episode. Write episode: current beside it if it is not."
        ),
    )


def test_an_operation_that_is_old_on_some_days_of_its_month_only_is_not_called_old(shipped: Guideline) -> None:
    known = case(shipped, {"activity": "rectal_operation", "date": "2025-12"}, facts=METACHRONOUS)
    (remark,) = [each for each in known.remarks if "183" in each]
    assert remark == (
        "Rectal operation 2025-12 may lie more than 183 days before the assessment, and is taken for one of an earlier "
        "episode on those days only. Write episode: current or episode: earlier beside it."
    )
    old = case(shipped, {"activity": "rectal_operation", "date": "2025-11"}, facts=METACHRONOUS)
    assert any("lies more than 183 days" in each for each in old.remarks)


def test_a_local_excision_leaves_the_rectum_in_place_and_is_an_operation_after_bevacizumab(shipped: Guideline) -> None:
    known = case(
        shipped,
        {"activity": "bevacizumab", "date": "2026-05-01"},
        {"activity": "local_excision", "date": "2026-05-20"},
        facts=SYNCHRONOUS,
    )
    assert not {"primary_status", "rectal_operation"} & set(known.facts)
    assert known.facts["first_operation_after_bevacizumab"].value == Date(2026, 5, 20)


def test_an_ablation_dates_itself_and_is_no_operation(shipped: Guideline) -> None:
    known = case(shipped, {"activity": "ablation", "date": "2026-05-20"}, facts={"last_bevacizumab": "2026-05-01"})
    assert values(known) == {"last_bevacizumab": Date(2026, 5, 1), "ablation_date": Date(2026, 5, 20)}


def test_a_liver_operation_says_itself_that_it_is_of_this_episode(shipped: Guideline) -> None:
    operation = {"activity": "liver_operation", "date": "2026-05-20"}
    assert "liver_operation_since_recurrence" not in case(shipped, operation).facts
    marked = case(shipped, {**operation, "episode": "current"})
    assert marked.facts["liver_operation_since_recurrence"].value is True


def test_an_ablation_of_this_episode_says_nothing_of_an_operation_before_it(shipped: Guideline) -> None:
    ablated = {"activity": "ablation", "date": "2026-05-20", "episode": "current"}
    known = case(shipped, {"activity": "liver_operation", "date": "2024-05-20"}, ablated, facts=SYNCHRONOUS)
    assert known.facts["ablation_since_recurrence"].value is True
    assert "liver_operation_since_recurrence" not in known.facts


# Bevacizumab


@pytest.mark.parametrize(
    ("course", "infusions", "last"),
    [
        ({"last_bevacizumab": "2026-05-20"}, [], Date(2026, 5, 20)),
        ({"last_bevacizumab": "2026-05-20"}, ["2026-05-25"], Date(2026, 5, 25)),
        ({"bevacizumab": True}, [], None),
        ({"bevacizumab": True}, ["2026-05-25"], Date(2026, 5, 25)),  # an infusion of that course
        ({"bevacizumab": True}, ["2026-06-01"], Date(2026, 6, 1)),  # the course was over before it
        ({"bevacizumab": True}, ["2026-01-01"], None),
        ({"bevacizumab": False}, ["2026-01-01"], Date(2026, 1, 1)),
    ],
)
def test_the_last_bevacizumab_is_a_day_of_its_own(
    shipped: Guideline, course: dict[str, Any], infusions: list[str], last: Date | None
) -> None:
    events = [{"activity": "bevacizumab", "date": day} for day in infusions]
    known = case(shipped, {**CHEMO, **course}, *events, facts=SYNCHRONOUS)
    assert values(known).get("last_bevacizumab") == last


# No chemotherapy, and yet there was some


def sides(case: Case) -> dict[str, list[Value]]:
    return {dispute.element: [side.value for side in dispute.sides] for dispute in case.disputes}


@pytest.mark.parametrize("cycles", [{"cycles": 6}, {"cycles": 0}, {}])
def test_no_months_beside_a_course_that_has_started_are_disputed_and_so_is_its_start(
    shipped: Guideline, cycles: dict[str, Any]
) -> None:
    course = {"activity": "chemotherapy", "start": "2026-03-14", **cycles}
    known = case(shipped, course, facts={**SYNCHRONOUS, "chemotherapy_months": 0})
    given = Decimal(3) if cycles.get("cycles") else None
    assert sides(known) == {"chemotherapy_start": [None, Date(2026, 3, 14)], "chemotherapy_months": [0, given]}
    assert {dispute.element: dispute.follows for dispute in known.disputes} == {
        "chemotherapy_start": ("chemotherapy_months",),
        "chemotherapy_months": (),
    }


def test_no_months_beside_a_stated_start_are_disputed(shipped: Guideline) -> None:
    known = case(shipped, facts={"chemotherapy_months": 0, "chemotherapy_start": "2026-03-14"})
    assert sides(known) == {"chemotherapy_start": [None, Date(2026, 3, 14)], "chemotherapy_months": [0, None]}
    assert known.disputes[1].sides[1].sources == ("Chemotherapy start: stated in the case",)


def test_no_months_beside_postoperative_chemotherapy_are_disputed_alone(shipped: Guideline) -> None:
    course = {"activity": "postoperative_chemotherapy", "start": "2026-03-14", "cycles": 2}
    known = case(shipped, course, facts={**SYNCHRONOUS, "chemotherapy_months": 0})
    assert sides(known) == {"chemotherapy_months": [0, 1]}


@pytest.mark.parametrize(
    "event",
    [
        {"activity": "bevacizumab", "date": "2020-05-25"},
        {"activity": "chemotherapy", "start": "2020-03-14", "end": "2020-05-27", "episode": "earlier"},
    ],
)
def test_what_may_be_of_an_earlier_episode_disputes_no_months(shipped: Guideline, event: dict[str, Any]) -> None:
    known = case(shipped, event, facts={**SYNCHRONOUS, "chemotherapy_months": 0})
    assert known.disputes == ()
    assert known.facts["chemotherapy_months"].value == 0


@pytest.mark.parametrize(
    ("taken", "start"),
    [({"chemotherapy_months": Decimal(0)}, None), ({"chemotherapy_months": Decimal(3)}, Date(2026, 3, 14))],
)
def test_a_side_of_the_months_decides_whether_there_is_a_start(
    shipped: Guideline, taken: dict[str, Value], start: Date | None
) -> None:
    known = case(shipped, CHEMO, facts={**SYNCHRONOUS, "chemotherapy_months": 0})
    chosen = derived(shipped, known.recorded, Choice(sides=taken))
    assert chosen.disputes == ()
    assert chosen.facts["chemotherapy_months"].value == taken["chemotherapy_months"]
    fact = chosen.facts.get("chemotherapy_start")
    assert (None if fact is None else fact.value) == start


def test_the_boards_word_on_the_months_settles_the_start(shipped: Guideline) -> None:
    known = case(shipped, CHEMO, facts={**SYNCHRONOUS, "chemotherapy_months": {"value": 0, "settled": True}})
    assert known.disputes == ()
    assert "chemotherapy_start" not in known.facts


# What follows from a dispute


def test_what_follows_from_a_disputed_fact_is_told_apart_by_side(shipped: Guideline) -> None:
    facts = {**SYNCHRONOUS, "chemotherapy_start": "2026-03-31"}
    known = case(shipped, CHEMO, *restagings("2026-03-20"), facts=facts)
    assert known.hangs == {"first_restaging": ("chemotherapy_start",)}
    for day, first in ((Date(2026, 3, 14), Date(2026, 3, 20)), (Date(2026, 3, 31), None)):
        chosen = derived(shipped, known.recorded, Choice(sides={"chemotherapy_start": day}))
        fact = chosen.facts.get("first_restaging")
        assert (None if fact is None else fact.value) == first


def test_everything_of_an_episode_hangs_on_a_disputed_timing(shipped: Guideline) -> None:
    timing = replace(shipped.elements["metastasis_timing"], judgement=True)
    guideline = replace(shipped, elements={**shipped.elements, "metastasis_timing": timing})
    two = {"opinions": [{"by": "A", "value": "synchronous"}, {"by": "B", "value": "metachronous"}]}
    known = case(guideline, chemotherapy("2020-03-01"), facts={"metastasis_timing": two})
    assert known.hangs["chemotherapy_start"] == ("metastasis_timing",)
    assert "chemotherapy_start" not in known.facts


def test_a_restaging_after_the_start_of_a_course_of_this_episode_is_of_it(shipped: Guideline) -> None:
    known = case(shipped, {**CHEMO, "episode": "current"}, *restagings("2026-05-20"), facts=METACHRONOUS)
    assert known.facts["last_restaging"].value == Date(2026, 5, 20)
    before = case(shipped, {**CHEMO, "episode": "current"}, *restagings("2026-03-01"), facts=METACHRONOUS)
    assert "last_restaging" not in before.facts


def test_a_restaging_of_no_known_episode_leaves_a_later_one_of_this_episode_the_last(shipped: Guideline) -> None:
    course, undated = (
        {**CHEMO, "episode": "current"},
        {"activity": "restaging", "date": "2026-03-01", "result": "stable"},
    )
    later = {"activity": "restaging", "date": "2026-05-20", "result": "response"}
    known = case(shipped, course, undated, later, facts=METACHRONOUS)
    assert known.facts["last_restaging"].value == known.facts["first_restaging"].value == Date(2026, 5, 20)
    assert known.facts["restaging_result"].value == "response"
    assert not any("not dated to an episode" in remark for remark in known.remarks), "nothing is left unknown by it"
    marked = case(shipped, undated, {**later, "date": "2026-02-20", "episode": "current"}, facts=METACHRONOUS)
    assert not {"last_restaging", "restaging_result"} & set(marked.facts), "the undated one may be the last"


def test_a_course_of_this_episode_beside_an_undated_one_has_begun_and_nobody_knows_when(shipped: Guideline) -> None:
    known = case(shipped, {**CHEMO, "episode": "current"}, {**CHEMO, "start": "2026-02-01"}, facts=METACHRONOUS)
    assert not {"chemotherapy_start", "chemotherapy_months"} & set(known.facts)
    assert known.facts["course_of_this_episode"].value is True
    assert known.facts["start_of_the_dated_course"].value == Date(2026, 3, 14)


# What does not fit


def test_an_event_that_stands_twice_is_refused(shipped: Guideline) -> None:
    with pytest.raises(InputError, match="the event chemotherapy stands twice"):
        case(shipped, CHEMO, {**CHEMO})


@pytest.mark.parametrize(
    ("events", "remark"),
    [
        (
            [CHEMO, {**CHEMO, "start": "2026-05-01", "end": None}],
            "Chemotherapy 2026-03-14 to 2026-05-27 and Chemotherapy since 2026-05-01 overlap.",
        ),
        (
            [{**CHEMO, "cycles": 7}],
            "Chemotherapy 2026-03-14 to 2026-05-27: 7 cycles of 2 weeks do not fit between its first and last day.",
        ),
        (
            [{**CHEMO, "regimen": "a new one"}],
            (
                'Chemotherapy 2026-03-14 to 2026-05-27: "a new one" is not a regimen of the guideline, '
                "so its months are unknown. Write cycle_weeks beside it."
            ),
        ),
    ],
)
def test_courses_that_do_not_fit_are_said(shipped: Guideline, events: list[dict[str, Any]], remark: str) -> None:
    assert remark in case(shipped, *events, facts=SYNCHRONOUS).remarks
    assert case(shipped, CHEMO, facts=SYNCHRONOUS).remarks == ()


def test_what_is_given_is_kept_by_its_name(shipped: Guideline) -> None:
    events = [
        {"activity": "other", "date": "2026-05-01", "what": "port"},
        {"activity": "cetuximab", "date": "2026-05-02"},
    ]
    known = case(shipped, *events, {**CHEMO, "regimen": "SOX"}, facts=SYNCHRONOUS)
    assert [event.fields.get("what") or event.fields.get("regimen") for event in known.events] == ["port", None, "SOX"]
    with pytest.raises(InputError, match='the event other lacks the key "what"'):
        case(shipped, {"activity": "other", "date": "2026-05-01"})


def test_a_course_that_contradicts_no_chemotherapy_is_named_once_as_the_course(shipped: Guideline) -> None:
    running = {key: value for key, value in CHEMO.items() if key != "end"}
    known = case(shipped, running, facts={"metastasis_timing": "synchronous", "chemotherapy_months": 0})
    (months,) = [dispute for dispute in known.disputes if dispute.element == "chemotherapy_months"]
    assert [side.sources for side in months.sides][1:] == [("Chemotherapy since 2026-03-14",)]


def test_of_two_restagings_of_one_day_the_last_day_is_known_though_one_cannot_be_told_to_an_episode(
    shipped: Guideline,
) -> None:
    events = [
        {"activity": "restaging", "date": "2026-05-20", "result": "stable", "episode": "current"},
        {"activity": "restaging", "date": "2026-05-20", "result": "progression"},
    ]
    known = case(shipped, *events)
    assert known.facts["last_restaging"].value == Date(2026, 5, 20)
    assert "restaging_result" not in known.facts
    apart = case(shipped, *events, facts={"last_restaging": "2026-05-19"})
    assert [dispute.element for dispute in apart.disputes] == ["last_restaging"]
