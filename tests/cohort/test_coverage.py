"""Coverage says, before anything is run, which answers no row of a table can come to for want of what nobody has."""

from __future__ import annotations

import random
from pathlib import Path

from tests.cohort.random_cases import DAY, random_case

from resecta.advice.reasoning import parameters
from resecta.cohort.coverage import UnreachableAnswers, cover
from resecta.cohort.engines import Engine
from resecta.cohort.patients import patients
from resecta.cohort.possible import possible_answers
from resecta.cohort.source import find
from resecta.cql import Date
from resecta.guideline import Guideline
from resecta.guideline.status import ConclusionKind


def test_no_random_patient_has_an_answer_that_is_said_to_be_impossible(shipped: Guideline) -> None:
    rnd = random.Random(3)
    for _ in range(40):
        nobodys = {id for id in shipped.elements if rnd.random() < 0.3}
        possible = possible_answers(shipped, [shipped.elements[id].name for id in nobodys])
        case = random_case(shipped, rnd, [*shipped.elements], with_events=False)
        stated = {id: fact.value for id, fact in case.facts.items() if id not in nobodys}
        answers = shipped.logic.values(parameters(shipped, stated, Date.of(DAY)))
        for _, id, define in shipped.answers:
            assert answers[define] in possible[define], (id, nobodys, stated)


def test_everything_recorded_every_answer_of_a_strategy_is_possible(shipped: Guideline) -> None:
    possible = possible_answers(shipped, ())
    assert {"preferred", "option", "contraindicated", "undetermined"} <= possible["strategy:liver_first"]
    assert possible["Resectable"] == {True, False, None}


def test_a_table_without_resectability_is_told_what_nobody_in_it_can_come_to(
    shipped: Guideline, duck: Engine, tmp_path: Path
) -> None:
    table = tmp_path / "registry.csv"
    table.write_text("case,assessed_on,kras_status,liver_metastases_count,metastasis_timing\na,2026-01-01,,3,\n")
    found = cover(shipped, duck, patients(shipped, duck.table(find(str(table))), "registry.csv"))
    of = {one.id: one for one in found.elements}
    assert UnreachableAnswers(ConclusionKind.FINDING, "resectable", ("true",)) in found.never
    assert (
        UnreachableAnswers(ConclusionKind.FINDING, "synchronous", ("false", "true")) in of["metastasis_timing"].never
    )  # a column of nothing
    assert of["liver_metastases_count"].never == ()  # somebody has it
    assert of["last_bevacizumab"].never == ()  # events may tell it
    assert not of["last_bevacizumab"].nobodys
