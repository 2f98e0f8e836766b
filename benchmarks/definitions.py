"""All definitions and statuses of the guideline for one case; and a dozen of them beside cql-execution."""

from __future__ import annotations

import json
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import elm
from resecta.case import read_case
from resecta.cql import compile_definitions
from resecta.cql.values import Quantity
from resecta.guideline import load
from table import Line
from timing import best

if TYPE_CHECKING:
    from resecta.cql.values import Value
    from resecta.guideline import Guideline

HERE = Path(__file__).parent
NODE = HERE.parent / "build/node"
TITLE = "Definitions and statuses for one case (mean over the guideline's own cases)"


def measure() -> list[Line]:
    """The figures, with the peer's if npm can be had."""
    guideline = load()
    cases = facts_of_cases(guideline)
    logic = guideline.logic
    every = 1e6 * best(lambda: [logic.values(facts) for facts in cases]) / len(cases)
    dozen = compile_definitions(logic.definitions, only=elm.DOZEN)
    asked = [{name: facts.get(name) for name in elm.FACTS} for facts in cases]
    ours = 1e6 * best(lambda: [dozen(facts) for facts in asked]) / len(cases)
    lines = [
        Line(f"all {len(logic.definitions)} definitions and statuses, as assess gets them", every, "µs", 150),
        Line("a dozen definitions, compiled", ours, "µs"),
    ]
    peer = ask_peer(asked)
    if peer is None:
        print("npm is not installed: no comparison with cql-execution")
        return lines
    compare([dozen(facts) for facts in asked], peer["values"])
    theirs = peer["microseconds"]
    return [
        *lines,
        Line("the same dozen in cql-execution, hand-written ELM", theirs, "µs"),
        Line("times faster than cql-execution", theirs / ours, "×", 10, at_least=True),
    ]


def facts_of_cases(guideline: Guideline) -> list[dict[str, Value]]:
    """The facts of each case that the guideline ships, by parameter name."""
    found = []
    for path in sorted(guideline.cases_path.glob("*.yaml")):
        case = read_case(path, guideline)
        facts: dict[str, Value] = dict(guideline.settings_values)
        facts |= {guideline.elements[id].name: fact.value for id, fact in case.facts.items()}
        found.append(facts | {"Assessed on": case.assessed_on})
    return found


def ask_peer(cases: list[dict[str, Value]]) -> dict[str, Any] | None:
    """What cql-execution makes of the dozen, and how long it takes; None where there is no npm."""
    if shutil.which("npm") is None:
        return None
    if not (NODE / "node_modules/cql-execution").exists():
        NODE.mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE / "peer/package.json", NODE)
        subprocess.run(["npm", "install", "--silent", "--no-fund", "--no-audit"], cwd=NODE, check=True)
    shutil.copy(HERE / "peer/run.js", NODE)
    asked = {"library": elm.library(), "cases": [{k: plain(v) for k, v in c.items()} for c in cases], "seconds": 2}
    done = subprocess.run(
        ["node", "run.js"], cwd=NODE, input=json.dumps(asked), text=True, capture_output=True, check=True
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def plain(value: Value) -> object:
    """A fact as JSON."""
    return {"value": float(value.value), "unit": value.unit} if isinstance(value, Quantity) else value


def compare(ours: list[Any], theirs: list[dict[str, Any]]) -> None:
    """Both engines did the same work only if they agree on every value."""
    for number, (mine, peer) in enumerate(zip(ours, theirs, strict=True)):
        for name in elm.DOZEN:
            value, other = mine[name], peer[name]
            if isinstance(value, Quantity):
                assert value == Quantity(Decimal(other["value"]), other["unit"]), (number, name)
            else:
                assert value is other, (number, name, value, other)
