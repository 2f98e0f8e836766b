"""A guideline broken in one place: its cases should notice, and where none does, a case that would is proposed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from resecta.advice import assess
from resecta.authoring.mutation import Mutant, mutants, run
from resecta.authoring.mutation.argued import argued
from resecta.authoring.mutation.equivalence import is_proved_equivalent
from resecta.authoring.mutation.propose import Proposer, said
from resecta.authoring.starter import write_starter
from resecta.document import InputError
from resecta.guideline import Guideline, load


@pytest.fixture
def starter(tmp_path: Path) -> Guideline:
    """The small guideline that ``init`` writes, with one case."""
    write_starter(tmp_path / "mine")
    return load(tmp_path / "mine")


def by_id(guideline: Guideline) -> dict[str, Mutant]:
    """Every mutant by its name."""
    return {mutant.id: mutant for mutant in mutants(guideline)}


@pytest.mark.parametrize(
    "id",
    [
        "Largest lesion to resect: 30 'mm' → 31 'mm'",
        "Largest lesion to resect: 30 'mm' → 29 'mm'",
        'Small enough: "Lesion size" <= "Largest lesion to resect" → "Lesion size" < "Largest lesion to resect"',
        'Small enough: "Lesion size" <= "Largest lesion to resect" → "Lesion size" > "Largest lesion to resect"',
        'Resectable: "Small enough" and "Fit for surgery" → "Small enough" or "Fit for surgery"',
        'Resectable: "Small enough" → "Never"',
        "recommendations.resect.condition: Resectable → Never",
    ],
)
def test_every_kind_of_place_is_broken(starter: Guideline, id: str) -> None:
    assert id in by_id(starter)


@pytest.mark.slow
def test_no_mutant_of_the_shipped_guideline_is_the_guideline_itself(shipped: Guideline) -> None:
    for mutant in mutants(shipped):
        assert mutant.before != mutant.after
        if mutant.expression is not None:
            assert mutant.expression != shipped.library.definitions[mutant.define].expression


@pytest.mark.slow
def test_every_definition_and_every_condition_of_the_shipped_guideline_is_broken_somewhere(shipped: Guideline) -> None:
    found = mutants(shipped)
    assert {mutant.define for mutant in found if mutant.define} == set(shipped.own_definitions)
    places = " ".join(mutant.id for mutant in found if not mutant.define)
    for mention in shipped.mentions:
        kind, _, id = mention.by.partition(":")
        if mention.kind == "definition" and kind not in {
            "constraint",
            "element",
        }:  # what a fact is derived from: tests/case
            assert id in places or kind == "guideline", mention


def test_a_break_that_a_case_notices_is_killed_and_the_rest_survives(starter: Guideline) -> None:
    report = run(starter, processes=1)
    assert report.total == len(report.killed) + len(report.survivors) + len(report.proved) + len(report.argued)
    assert report.killed['Resectable: "Small enough" → "Never"'] == "small_lesion"
    survivors = {mutant.id for mutant in report.survivors}
    assert "Largest lesion to resect: 30 'mm' → 31 'mm'" in survivors
    assert 0 < report.rate < 0.95
    assert not report.enough


def test_an_argued_equivalent_no_longer_counts(starter: Guideline) -> None:
    id = "Largest lesion to resect: 30 'mm' → 31 'mm'"
    (starter.path / "mutants.yaml").write_text(f'"{id}": sizes are measured in steps of five\n', encoding="utf-8")
    report = run(starter, processes=1)
    assert report.argued == {id: "sizes are measured in steps of five"}


def test_the_proposed_case_tells_the_mutant_from_the_guideline_and_holds_nothing_spare(starter: Guideline) -> None:
    mutant = by_id(starter)[
        'Small enough: "Lesion size" <= "Largest lesion to resect" → "Lesion size" < "Largest lesion to resect"'
    ]
    facts = Proposer(starter).propose(mutant)
    assert facts is not None
    assert facts["lesion_size"] == 30
    case = {"case": "A", "assessed_on": "2026-06-15", "facts": facts}
    assert said(assess(starter, case)) != said(assess(mutant.apply(starter), case))


def test_a_case_that_cannot_be_read_ends_the_run_with_its_place(starter: Guideline) -> None:
    (starter.path / "cases" / "broken.yaml").write_text("case: broken\nfacts: {fit: maybe}\n", encoding="utf-8")
    for processes in (1, 2):
        with pytest.raises(InputError, match=r"broken\.yaml:2"):
            run(starter, processes=processes)


@pytest.mark.slow
def test_two_processes_find_what_one_finds(starter: Guideline) -> None:
    one, two = run(starter, processes=1), run(starter, processes=2)
    assert one.killed == two.killed


@pytest.mark.slow
def test_a_form_that_means_the_same_is_proved_and_another_is_not(shipped: Guideline) -> None:
    proved = [mutant for mutant in mutants(shipped) if is_proved_equivalent(shipped, mutant)]
    assert len(proved) < 10
    known = by_id(shipped)
    same = (
        "Outside the guideline: Coalesce(\"Primary tumour site\" = 'colon', false) → \"Primary tumour site\" = 'colon'"
    )
    assert not is_proved_equivalent(shipped, known[same])  # unknown would become unknown instead of no


@pytest.mark.slow
def test_every_argued_equivalent_is_a_mutant_and_random_patients_do_not_tell_it(shipped: Guideline) -> None:
    known = by_id(shipped)
    names = argued(shipped)
    assert set(names) <= set(known)
    proposer = Proposer(shipped)
    assert {id: facts for id in names if (facts := proposer.propose(known[id], tries=4)) is not None} == {}


def test_the_command_prints_survivors_with_a_case_each_and_says_no(starter: Guideline) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "resecta", "guideline", "mutate", "--guideline", str(starter.path), "--processes", "1"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "survives  " in done.stdout
    assert "lesion_size: 30" in done.stdout
    assert "mutants are noticed by the guideline's cases" in done.stdout
    assert "Traceback" not in done.stderr
