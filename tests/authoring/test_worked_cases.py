"""The worked cases of a guideline are checked with it: each can be read and expects what an advice can say."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.shipped import shipped_guideline

from resecta.advice import assess
from resecta.advice.exact import EXACT
from resecta.advice.expected import compare
from resecta.authoring.mutation.argued import argued
from resecta.authoring.worked import check_cases, check_mutants, expectations
from resecta.cli import main
from resecta.guideline import load

GOOD = Path(__file__).parents[1] / "guideline" / "good"


def with_case(folder: Path, expected: str) -> Path:
    """The good guideline with one more worked case, which expects this."""
    pack = folder / "pack"
    shutil.copytree(GOOD, pack)
    text = f"case: another\nassessed_on: 2026-01-15\nfacts: {{lesion_size: 22}}\nexpected: {{{expected}}}\n"
    (pack / "cases" / "another.yaml").write_text(text, encoding="utf-8")
    return pack


@pytest.mark.parametrize(
    ("expected", "words"),
    [
        ("strategis: {resection: option}", '"strategis" is not a key of expected'),
        ("strategies: {resect: option}", "did you mean resection?"),
        ("strategies: {resection: [preferd]}", '"preferd" is not a status of a strategy'),
        ("strategies: {resection: blocked}", '"blocked" is not a status of a strategy'),
        ("regimens: {the_drug: applies}", '"applies" is not a status of a regimen'),
        ("recommendations: {resect: option}", '"option" is not a status of a recommendation'),
        ("findings: {resectable: maybe}", '"maybe" is not true, false or unknown'),
        ("intent: curable", '"curable" is not an intent'),
        ("missing: [fit]", "did you mean fit_for_surgery?"),
        ("silent: [gene]", '"gene" is not a notice of this guideline'),
        ("says: [{text: x, statements: [S99]}]", '"S99" is not a statement of this guideline'),
        ("dates: [2026-02-30]", "February 2026 has 28 days"),
        ("windows: {resectable: {earlist: 2026-02-01}}", "did you mean earliest?"),
        ("one_of_options: [[resection, the_drg]]", "did you mean the_drug?"),
        ("words: {'finding:resectible': [x]}", "did you mean finding:resectable?"),
        ("definitions: {Resectible: true}", "did you mean Resectable?"),
        ("arguments: {resection: [yes]}", '"yes" is not true, false or unknown'),
    ],
)
def test_what_no_advice_can_say_is_not_expected(expected: str, words: str, tmp_path: Path) -> None:
    (problem,) = check_cases(load(with_case(tmp_path, expected)))
    assert words in str(problem)
    assert problem.place.file.endswith("another.yaml")
    assert problem.place.line == 4


def test_what_an_advice_can_say_is_expected(tmp_path: Path) -> None:
    expected = (
        "resectable: [true, unknown], strategies: {resection: [option, undetermined]}, "
        "findings: {resectable: unknown}, "
        "windows: {interval_kept: {earliest: 2026-02-01, missed_by_days: '3'}}, dates: [2026-02-01], "
        "says: [{text: x, statements: [S01]}], one_of_options: [resection, the_drug], never: [cured]"
    )
    assert check_cases(load(with_case(tmp_path, expected))) == ()


def test_a_case_that_cannot_be_read_is_told_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = with_case(tmp_path, "resectable: true")
    (pack / "cases" / "another.yaml").write_text("case: x\nassessed_on: 2026-13-01\nfacts: {lesion: 2}\n")
    monkeypatch.setattr("sys.argv", ["resecta", "guideline", "check", str(pack)])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 1
    told = capsys.readouterr().err
    assert "another.yaml:2:14" in told
    assert '"lesion" is not a key of facts' in told
    assert "2 problems in 1 file" in told


def test_the_expectations_that_can_be_written_are_those_that_are_compared() -> None:
    """A key that only the comparison knows would be refused in a sound case; one that only the check knows, pass."""
    pack = load(GOOD)
    known = set(expectations(pack).keys)
    advice = assess(pack, {"facts": {}})
    unknown = {one.id for one in compare(advice, dict.fromkeys(known, ()), pack.verdict) if one.key == "expected"}
    assert unknown == set()
    assert set(EXACT) < known


@pytest.mark.slow
def test_the_cases_of_the_shipped_guideline_are_sound() -> None:
    assert check_cases(shipped_guideline()) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- Never: false → true\n", "a mapping (key: value) is expected here, not a list"),
        ("'Never: false → true': [because]\n", "a text is expected here, not a list"),
        ("'Never: false → true': ' '\n", "nothing is written here"),
    ],
)
def test_an_argument_about_a_mutant_that_cannot_be_read_is_told_of_an_overlay_too(
    text: str, words: str, tmp_path: Path
) -> None:
    (tmp_path / "mutants.yaml").write_text(text, encoding="utf-8")
    (problem,) = check_mutants(load(GOOD, [tmp_path]), [tmp_path])
    assert words in problem.message
    assert problem.place.file == str(tmp_path / "mutants.yaml")


def test_an_overlay_argues_about_its_own_mutants(tmp_path: Path) -> None:
    (tmp_path / "mutants.yaml").write_text("'Never: false → true': It is never asked.\n", encoding="utf-8")
    assert argued(load(GOOD, [tmp_path]), [tmp_path])["Never: false → true"] == "It is never asked."
