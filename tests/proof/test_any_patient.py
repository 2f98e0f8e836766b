"""For patients drawn at random the solver's formulas give what the interpreter gives, definition by definition."""

from __future__ import annotations

import pytest
import z3

from resecta.guideline import Guideline
from resecta.proof.forms import TruthForm
from resecta.proof.patient import AnyPatient, World
from resecta.proof.record import Described, case_file, values_of
from resecta.proof.sample import patients
from resecta.proof.solving import Solving
from resecta.proof.terms import every
from resecta.proof.uninterpreted import value_in

PATIENTS = 40


def is_patient(patient: AnyPatient, one: Described) -> z3.BoolRef:
    """That the facts are these and no others."""
    parts = [patient.day.value == one.day.to_date().toordinal()]
    for id in patient.guideline.elements:
        term = patient.of(id)
        parts.append(term.known == (id in one.facts))
        if id in one.facts:
            value = one.facts[id]
            parts.append(term.value == (value is True if isinstance(term.form, TruthForm) else term.form.number(value)))
    return every(parts)


@pytest.mark.slow
def test_possible_patients_are_those_of_case_files_and_every_definition_has_the_value_of_the_interpreter(
    shipped: Guideline,
) -> None:
    patient = AnyPatient(shipped, World.new())
    names = list(shipped.logic.definitions)
    terms = [patient.formulas.definition(name) for name in names]
    solving = Solving([patient.formulas], patient.possible)
    possible = 0
    for one in patients(shipped, PATIENTS, seed=13):
        model = solving.model(is_patient(patient, one), about=terms)
        assert (model is None) is (case_file(shipped, one, "drawn", "") is None), one
        if model is None:
            continue
        possible += 1
        found = {name: value_in(model, term) for name, term in zip(names, terms, strict=True)}
        expected = values_of(shipped, one)
        wrong = [name for name in names if not same(found[name], expected[name])]
        assert [(name, found[name], expected[name]) for name in wrong] == [], one
    assert possible > PATIENTS / 3


def same(one: object, other: object) -> bool:
    return type(one) is type(other) and one == other


def test_no_case_file_says_what_the_elements_refuse(shipped: Guideline) -> None:
    patient = AnyPatient(shipped, World.new())
    solving = Solving([patient.formulas], patient.possible)
    remnant, age, last = patient.of("future_liver_remnant"), patient.of("age"), patient.of("last_bevacizumab")
    status, operated = patient.of("primary_status"), patient.of("rectal_operation")
    for impossible in (
        z3.And(age.known, age.value > 120),
        z3.And(remnant.known, remnant.value > 0, remnant.value < 10**8),
        z3.And(last.known, last.value > patient.day.value),
        z3.And(operated.known, z3.Not(status.known)),
    ):
        assert solving.model(impossible) is None
    assert (
        solving.model(z3.And(remnant.known, remnant.value == 0, operated.known, age.known, age.value == 120))
        is not None
    )
