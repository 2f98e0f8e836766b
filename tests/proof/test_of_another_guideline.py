"""Of a guideline that the prover has never heard of, what is wrong is called as its author calls it."""

from __future__ import annotations

from pathlib import Path

from resecta.guideline import load
from resecta.guideline.properties import read_properties
from resecta.proof.checked import CheckedProperty, Result
from resecta.proof.prove import prove

GUIDELINE = Path(__file__).parents[1] / "guideline" / "second"
REACHED = "reached:\n  claim: reachable\n  title: Every answer comes.\n"
NEVER = """\
  never:
    finding:door_squeaks: ['true', unknown]
    strategy:oil: [preferred]
    strategy:new_hinge: [preferred]
"""
MONOTONE = "kept:\n  claim: monotone\n  title: Knowing more turns nothing.\n  of: [finding]\n"
TURNED = """\
define "Squeaks": "Door squeaks" is not null and "Door squeaks"
"""


def outcome(tmp_path: Path, properties: str, logic: str = "") -> CheckedProperty:
    (tmp_path / "properties.yaml").write_text(properties, encoding="utf-8")
    overlays = [tmp_path]
    if logic:
        (tmp_path / "logic.cql").write_text(logic, encoding="utf-8")
    guideline = load(GUIDELINE, overlays)
    (found,) = prove(guideline, read_properties(guideline, overlays))
    return found


def test_an_answer_that_never_comes_is_called_as_never_calls_it(tmp_path: Path) -> None:
    found = outcome(tmp_path, REACHED)
    assert found.finding.result is Result.REFUTED
    never: dict[str, list[str]] = {}
    for says in found.finding.says:
        conclusion, answer = says.removesuffix(".").split(" never comes to ")
        never.setdefault(conclusion, []).append(answer)
    listed = "".join(f"    {conclusion}: {[*answers]}\n" for conclusion, answers in never.items())
    assert outcome(tmp_path, f"{REACHED}  never:\n{listed}").finding.result is Result.PROVED


def test_an_answer_that_comes_although_it_is_said_never_to_is_called_so_too(tmp_path: Path) -> None:
    found = outcome(tmp_path, REACHED + NEVER)
    assert found.finding.says == ("finding:door_squeaks comes to unknown, which is said never to be.",)


def test_what_a_fact_more_turns_is_called_as_but_calls_it(tmp_path: Path) -> None:
    found = outcome(tmp_path, MONOTONE, TURNED)
    assert found.finding.says
    turned = {says.partition(" known too, ")[2].partition(" turns ")[0] for says in found.finding.says}
    assert "finding:door_squeaks" in turned
    assert outcome(tmp_path, f"{MONOTONE}  but: {sorted(turned)}\n", TURNED).finding.result is Result.PROVED
