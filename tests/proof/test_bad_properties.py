"""What is wrong with a property is said once, at its place, with the mend; and a prover that is not there says so."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from resecta.cql.values import Quantity
from resecta.document import InputError
from resecta.guideline import Guideline
from resecta.guideline.properties import read_properties
from resecta.guideline.properties.claims import Threshold

MONOTONE = "one:\n  claim: monotone\n  title: A title.\n  of: [finding]\n  "
THRESHOLD = "one:\n  claim: threshold\n  title: A title.\n  truth: Resectable\n  of: Age\n  "
HEAD = "claim: always\n  title: A title.\n  "
BAD = {
    "an unknown definition": (
        f"one:\n  {HEAD}holds: '\"Resectible\" is true'\n",
        ["properties.yaml:4", '"Resectible" is neither a parameter nor a definition', 'did you mean "Resectable"?'],
    ),
    "an unknown status": (
        "one:\n  claim: at most one\n  title: A title.\n  of: strategy\n  status: prefered\n",
        ["properties.yaml:5", '"prefered" is not a status', "preferred"],
    ),
    "an unknown claim": (
        "one:\n  claim: sometimes\n  title: A title.\n",
        ["properties.yaml:2", '"sometimes"', "known: always"],
    ),
    "a truth that is none": (
        f"one:\n  {HEAD}holds: '\"Age\"'\n",
        ["properties.yaml:4", "of type Integer, not Boolean"],
    ),
    "a key of another claim": (
        f"one:\n  {HEAD}holds: 'true'\n  of: strategy\n",
        ["properties.yaml:5", '"of" is not a key'],
    ),
    "an unknown statement": (
        f"one:\n  {HEAD}holds: 'true'\n  statements: [S99]\n",
        ["properties.yaml:5", '"S99" is not a statement'],
    ),
    "an unknown element": (
        MONOTONE + "exceptions: [{element: perforatoin, why: why}]\n",
        ["properties.yaml:5", '"perforatoin" is not an element', "perforation"],
    ),
    "an unknown conclusion": (
        "one:\n  claim: reachable\n  title: A title.\n  never: {finding:resectible: ['true']}\n",
        ["properties.yaml:4", "finding:resectible", "finding:resectable"],
    ),
    "an answer that is none": (
        "one:\n  claim: reachable\n  title: A title.\n  never: {strategy:liver_first: [applies]}\n",
        ["properties.yaml:4", '"applies" is not an answer of strategy:liver_first'],
    ),
    "a value that is none": (
        THRESHOLD + "at: thirty\n  true_where: above\n",
        ["properties.yaml:6", '"thirty" is not a CQL value'],
    ),
    "a value that is null": (
        THRESHOLD + "at: null as Integer\n  true_where: above\n",
        ["properties.yaml:6", '"null as Integer" is no value'],
    ),
    "a threshold of what is no number": (
        THRESHOLD.replace("Age", "KRAS status") + "at: 3\n  true_where: above\n",
        ["properties.yaml:5", '"KRAS status" is a String, and a threshold is of a number', "name a fact"],
    ),
    "a threshold without its unit": (
        THRESHOLD.replace("Age", "Future liver remnant") + "at: 30\n  true_where: above\n",
        ["properties.yaml:6", '"Future liver remnant" is a Quantity in %, which 30 is not', "write 30 '%'"],
    ),
    "a threshold in a unit of something else": (
        THRESHOLD.replace("Age", "Future liver remnant") + "at: 30 'mm'\n  true_where: above\n",
        ["properties.yaml:6", "\"Future liver remnant\" is a Quantity in %, which 30 'mm' is not", "write 30 '%'"],
    ),
    "a threshold in parts of what is whole": (
        THRESHOLD + "at: 30.5\n  true_where: above\n",
        ["properties.yaml:6", '"Age" is of type Integer, which 30.5 is not', "write 30"],
    ),
}


@pytest.mark.parametrize("fault", BAD)
def test_a_broken_property_is_one_clear_problem(shipped: Guideline, tmp_path: Path, fault: str) -> None:
    text, says = BAD[fault]
    (tmp_path / "properties.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_properties(shipped, [tmp_path])
    message = str(refused.value)
    assert [words for words in says if words not in message] == [], message
    assert len(refused.value.problems) == 1


@pytest.mark.parametrize(
    ("fact", "written", "meant"),
    [
        ("Largest liver metastasis", "4 'cm'", Quantity(Decimal(40), "mm")),
        ("Chemotherapy months", "6", Decimal(6)),
        ("Age", "70", 70),
    ],
)
def test_the_number_of_a_threshold_is_taken_as_its_fact_has_it(
    shipped: Guideline, tmp_path: Path, fact: str, written: str, meant: object
) -> None:
    text = f"{THRESHOLD.replace('Age', fact)}at: {written}\n  true_where: above\n"
    (tmp_path / "properties.yaml").write_text(text, encoding="utf-8")
    claim = next(one.claim for one in read_properties(shipped, [tmp_path]) if one.id == "one")
    assert isinstance(claim, Threshold)
    assert claim.at == meant
    assert type(claim.at) is type(meant)


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "resecta", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})


def test_check_tells_of_a_broken_property(tmp_path: Path) -> None:
    (tmp_path / "properties.yaml").write_text(BAD["an unknown definition"][0], encoding="utf-8")
    (tmp_path / "logic.cql").write_text("define \"Least future liver remnant\": 31 '%'\n", encoding="utf-8")
    done = run("guideline", "check", "--overlay", str(tmp_path))
    assert done.returncode == 1
    assert "Resectible" in done.stderr


def test_json_has_the_keys_of_the_contract_and_the_exit_code_tells() -> None:
    done = run("guideline", "prove", "--property", "three_segments", "--json")
    (only,) = json.loads(done.stdout)
    assert done.returncode == 0
    assert (only["property"], only["result"], only["case"]) == ("three_segments", "proved", None)
    assert only["seconds"] >= 0


def test_a_refuted_property_prints_a_case_file_that_assess_reads(tmp_path: Path) -> None:
    (tmp_path / "logic.cql").write_text('define "Most segments for a simultaneous operation": 4\n', encoding="utf-8")
    done = run("guideline", "prove", "--property", "three_segments", "--json", "--overlay", str(tmp_path))
    assert done.returncode == 1
    (only,) = json.loads(done.stdout)
    case = tmp_path / "case.json"
    case.write_text(json.dumps(only["case"]), encoding="utf-8")
    assert run("assess", str(case), "--json", "--overlay", str(tmp_path)).returncode == 0


def test_an_unknown_property_is_a_usage_error() -> None:
    done = run("guideline", "prove", "--property", "three_segment")
    assert done.returncode == 2
    assert "three_segments" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_the_solver_the_command_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "class Hidden:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'z3':\n"
        "            raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Hidden())\n"
    )
    done = run("guideline", "prove", PYTHONPATH=f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    assert done.returncode == 2
    assert "install resecta[proof]" in done.stderr
