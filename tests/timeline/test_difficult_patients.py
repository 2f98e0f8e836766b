"""Whoever the patient is, no plan breaks what a plan must keep, and nothing is absent from it without a word.

``checker.py`` counts, ``difficult.py`` makes the patients. More of them: RESECTA_PATIENTS=5000 pytest this file.
"""

from __future__ import annotations

import datetime
import os
from dataclasses import replace
from itertools import islice, product

import pytest
from tests.timeline.checker import Checker
from tests.timeline.difficult import patient

import resecta.advice
import resecta.document
from resecta.case import Case, case_from
from resecta.case.model import Fact
from resecta.guideline import Guideline
from resecta.timeline import Planner, assessment, assessment_to_json, plans_of
from resecta.timeline.sides import MOST_PLANS

pytestmark = pytest.mark.slow

PATIENTS = int(os.environ.get("RESECTA_PATIENTS", "300"))
BATCH = 50


def sides_of(case: Case) -> list[Case]:
    """The case with each combination of sides taken as facts, the first sixteen."""
    combinations = islice(product(*(dispute.sides for dispute in case.disputes)), 16)
    taken = []
    for combination in combinations:
        facts = {
            dispute.element: Fact(dispute.element, side.value)
            for dispute, side in zip(case.disputes, combination, strict=True)
        }
        taken.append(replace(case, facts={**case.facts, **facts}, disputes=()))
    return taken


@pytest.mark.parametrize("first", range(0, PATIENTS, BATCH))
def test_no_plan_of_a_difficult_patient_breaks_a_rule(guideline: Guideline, first: int) -> None:
    faults: list[str] = []
    dated = 0
    for seed in range(first, first + BATCH):
        case = case_from(patient(seed), guideline)
        advice = resecta.advice.assess(guideline, case)
        found = plans_of(guideline, case, advice)
        for one in sides_of(case):
            for id, plans in found.items():
                timeline = Planner(guideline, one).plan(id, advice)
                dated += any(event.proposed is not None for event in timeline.events)
                faults += [f"{seed} {id}: {fault}" for fault in Checker(guideline, one, timeline).faults()]
                if plans.sides and timeline not in [side.timeline for side in plans.sides]:
                    faults.append(f"{seed} {id}: a side's own plan is not among the plans")
    assert faults == []
    assert dated > BATCH / 2, "the patients have plans to be checked"


@pytest.mark.parametrize("first", range(0, PATIENTS // 3, BATCH))
def test_nor_does_a_plan_with_a_what_if(guideline: Guideline, first: int) -> None:
    faults: list[str] = []
    asked = 0
    for seed in range(first, first + BATCH):
        (case, *_) = sides_of(case_from(patient(seed), guideline))
        advice = resecta.advice.assess(guideline, case)
        planner = Planner(guideline, case)
        date = planner.today + datetime.timedelta(days=seed * 37 % 300)
        for id in plans_of(guideline, case, advice):
            for name in sorted(planner.names(id)):
                try:
                    timeline = planner.plan(id, advice, {name: date})
                except resecta.document.InputError:
                    continue  # it was done, and cannot be moved
                asked += 1
                checker = Checker(guideline, case, timeline)
                checks = (checker.windows, checker.bounds, checker.cycles, checker.bevacizumab, checker.words)
                faults += [f"{seed} {id} {name}={date}: {fault}" for check in checks for fault in check()]
    assert faults == []
    assert asked > BATCH


def test_the_json_has_the_common_plan_or_none_with_a_remark(guideline: Guideline) -> None:
    apart = 0
    for seed in range(120):
        assessed = assessment(guideline, case_from(patient(seed), guideline))
        shape = assessment_to_json(assessed)
        told = {strategy["id"]: strategy["timeline"] for strategy in shape["strategies"]}
        for id, plans in assessed.plans.items():
            assert len(plans.sides) <= MOST_PLANS
            assert (told[id] is None) == (plans.common is None)
            if plans.common is None:
                apart += 1
                assert plans.remark in shape["remarks"]
                assert all(name in plans.remark for name in plans.disputed)
                assert len({side.side for side in plans.sides}) == len(plans.sides), "each plan is headed by its side"
    assert apart > 5
