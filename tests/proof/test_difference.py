"""For whom a conclusion changes between two guidelines is found, shown and proved complete."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cohort.our_patients import result

from resecta.advice import assess
from resecta.case import case_from
from resecta.cli.revision import folder_of
from resecta.cohort.changed import changed
from resecta.cohort.engines import Engine
from resecta.cohort.source import find
from resecta.document import InputError
from resecta.guideline import Guideline, load
from resecta.proof.checked import Result
from resecta.proof.difference import Difference, WitnessedChange, difference

pytestmark = pytest.mark.slow
OUR_HOSPITAL = "define \"Least future liver remnant\": 35 '%'\n"


def overlaid(folder: Path, text: str) -> Guideline:
    (folder / "logic.cql").write_text(text, encoding="utf-8")
    return load(overlays=[folder])


@pytest.fixture(scope="module")
def at_35(tmp_path_factory: pytest.TempPathFactory) -> Guideline:
    return overlaid(tmp_path_factory.mktemp("at_35"), OUR_HOSPITAL)


@pytest.fixture(scope="module")
def found(shipped: Guideline, at_35: Guideline) -> Difference:
    return difference(shipped, at_35)


def test_from_30_to_35_percent_exactly_those_with_a_measured_remnant_between_are_affected(found: Difference) -> None:
    assert found.result is Result.PROVED
    assert found.exactly
    assert [one.text for one in found.who] == [
        "future_liver_remnant is above 30 % and at most 35 %",
        "remnant_volume_method is not estimated",
    ]


def test_every_change_is_shown_on_a_patient_for_whom_the_advice_changes_so(
    shipped: Guideline, at_35: Guideline, found: Difference
) -> None:
    assert len(found.changes) > 50
    for change in found.changes:
        assert (answer(shipped, change), answer(at_35, change)) == (change.before, change.after)


def test_an_example_is_a_patient_as_one_meets_them_with_dates_of_late_and_few_months(found: Difference) -> None:
    facts = [change.case["facts"] for change in found.changes]
    dates = [value for one in facts for value in one.values() if re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(value))]
    assert len(dates) > 5
    assert [date for date in dates if not "2025-01-01" < date < "2027-12-31"] == []
    assert max(one.get("chemotherapy_months", 0) for one in facts) <= 12


def answer(guideline: Guideline, change: WitnessedChange) -> object:
    """What the advice says of the conclusion for the patient of the change."""
    advice = assess(guideline, case_from(change.case, guideline))
    there = [one for one in advice.conclusions if (one.kind, one.id) == (change.kind, change.id)]
    return there[0].answer if there else False  # a notice that does not hold is not listed


def test_what_is_written_otherwise_and_means_the_same_changes_nothing(shipped: Guideline, tmp_path: Path) -> None:
    same = overlaid(tmp_path, 'define "Primary out": not ("Primary status" = \'in situ\')\n')
    found = difference(shipped, same)
    assert found.changes == ()
    assert found.result is Result.PROVED


def test_a_conclusion_that_each_side_makes_constant_changes_for_everybody(tmp_path: Path) -> None:
    sides = []
    for truth in ("true", "false"):
        (tmp_path / truth).mkdir()
        sides.append(overlaid(tmp_path / truth, f'define "All sites amenable": {truth}\n'))
    found = difference(*sides)
    told = [(one.id, one.before, one.after, one.case["facts"]) for one in found.changes]
    assert told == [("all_sites_amenable", True, False, {})]
    assert (found.result, found.who, found.exactly) == (Result.PROVED, (), True)
    done = run(str(tmp_path / "true"), str(tmp_path / "false"))
    assert done.stdout.splitlines()[-1] == "Everybody is affected."


def test_a_setting_that_a_site_chooses_is_told(shipped: Guideline, tmp_path: Path) -> None:
    (tmp_path / "settings.yaml").write_text("C08:\n  choice: age_80_ecog_2\n", encoding="utf-8")
    found = difference(shipped, load(overlays=[tmp_path]))
    assert found.result is Result.PROVED
    assert found.changes
    assert "age is at least 75 years and at most 79 years" in [one.text for one in found.who]


def test_none_of_our_patients_changes_in_a_way_that_was_proved_impossible(
    shipped: Guideline, at_35: Guideline, found: Difference, duck: Engine, tmp_path: Path
) -> None:
    counted = changed(duck, find(result(shipped, tmp_path / "out.parquet")), shipped, at_35)
    assert counted.changes
    assert {*counted.changes} <= {(one.kind, one.id, one.before, one.after) for one in found.changes}


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "resecta", "guideline", "diff", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ})


def test_a_revision_of_git_is_compared_as_it_was(tmp_path: Path) -> None:
    overlay = tmp_path / "site"
    overlay.mkdir()
    (overlay / "logic.cql").write_text('define "Within three segments": "Segments resected" <= 3\n', encoding="utf-8")
    git = ["git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-qm", "first"], check=True)
    (overlay / "logic.cql").write_text('define "Within three segments": "Segments resected" < 3\n', encoding="utf-8")
    command = [sys.executable, "-m", "resecta", "guideline", "diff", "HEAD:site", "site", "--json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, env={**os.environ})
    told = json.loads(done.stdout)
    assert told["result"] == "proved"
    assert [one["text"] for one in told["who"]] == ["segments_resected is 3"]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One with an overlay in it that names what is not there."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "findings.yaml").write_text("resectable: {define: Resectible}\n", encoding="utf-8")
    git = ["git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        subprocess.run([*git, *words], check=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "message", "mend"),
    [
        ("no_such_revision:site", '"no_such_revision" is no revision of this repository', "git log"),
        ("--help:site", '"--help" is no revision of this repository', "git log"),
        ("HEAD:sites", '"sites" is no folder of the revision HEAD', "git ls-tree HEAD"),
        ("HEAD:site/findings.yaml", '"site/findings.yaml" is no folder', "git ls-tree HEAD"),
        ("HEAD:../elsewhere", '"../elsewhere" is no folder', "git ls-tree HEAD"),
    ],
)
@pytest.mark.usefixtures("repository")
def test_a_revision_or_folder_that_git_does_not_have_is_told_which(name: str, message: str, mend: str) -> None:
    with pytest.raises(InputError) as refused, folder_of(name):
        pass
    (problem,) = refused.value.problems
    assert (problem.place.file, problem.message.startswith(message)) == (name, True), problem
    assert mend in problem.mend


def test_where_there_is_no_repository_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(InputError, match="there is no git repository here"), folder_of("HEAD:site"):
        pass


@pytest.mark.usefixtures("repository")
def test_what_is_wrong_in_a_revision_is_told_by_the_name_that_was_given() -> None:
    with pytest.raises(InputError) as refused, folder_of("HEAD:site/") as folder:
        load(overlays=[folder])
    assert str(refused.value.problems[0].place) == "HEAD:site/findings.yaml:1:22"


def test_a_revision_that_git_does_not_have_is_one_clear_message() -> None:
    done = run("no_such_revision:here", "rectal_liver_metastases")
    assert done.returncode == 2
    assert "no_such_revision" in done.stderr
    assert "Traceback" not in done.stderr
