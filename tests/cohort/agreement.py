"""What every engine is held to: the tables of the language, those of the takes, and random patients, each against the
reader of one case.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import yaml
from click.testing import CliRunner
from tests.case.test_takes import DAY as DAY_OF_ROWS
from tests.case.test_takes import TABLES, read, values_of
from tests.cohort.random_cases import DAY, random_case
from tests.cohort.spec_tables import answers
from tests.cql.spec.tables import tables, value

from resecta.advice import assess
from resecta.advice.reasoning import parameters
from resecta.case import Case
from resecta.cli.cohort import cohort
from resecta.cohort.conclusions import conclusions, deciders, logic_of
from resecta.cohort.engines import Engine
from resecta.cohort.source import find
from resecta.cohort.tables_of_cases import approximate, cell_of, events, patients
from resecta.cohort.takes import with_facts
from resecta.cql import Date, Quantity, Value, literal
from resecta.cql.evaluate import evaluate_definitions
from resecta.cql.values import units
from resecta.guideline import Guideline
from resecta.guideline.status import ConclusionKind

EXCUSED = yaml.load((Path(__file__).parent / "excused.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
MOST = 0.8
"""Of random patients so many at least can be read; the others are implausible."""
ROWS_OF_TAKES = {
    f"{name}: {row['it']}": (table["element"], row)
    for name, table in TABLES.items()
    for row in table["rows"]
    if not row.get("lesions") and "extrahepatic" not in row
}


def same(got: Value, expected: Value) -> bool:
    """The same value: a column keeps no zeros at the end, and a quantity may come in another unit of its own kind."""
    if isinstance(got, Quantity) and isinstance(expected, Quantity):
        return units.compare(got, expected) == 0
    return type(got) is type(expected) and got == expected


def differing_rows(engine: Engine, folder: Path) -> dict[str, dict[int, str]]:
    """Table → number → what came out instead; rows of a table that columns refuse are all there."""
    every = tables()
    found = answers(every, engine, folder)
    differing: dict[str, dict[int, str]] = {}
    for table in every:
        for row in table.rows:
            key = str(table), row.number
            if key not in found:
                differing.setdefault(str(table), {})[row.number] = "refused"
            elif not same(found[key], value(row.expected)):
                told = f"{row.facts} gave {literal(found[key])}, not {row.expected}"
                differing.setdefault(str(table), {})[row.number] = told
    return differing


def excused_rows() -> dict[str, list[int]]:
    return {title: entry["rows"] for title, entry in EXCUSED.items()}


def _facts_and_disputes(
    guideline: Guideline, engine: Engine, cases: dict[str, Case], day: datetime.date, folder: Path
) -> dict[str, dict[str, Any]]:
    people, past = _tables(guideline, engine, cases, day, folder)
    facts = with_facts(guideline, people, past)
    disputed = {f"disputed {id}": column for id, column in facts.disputed.items()}
    values = {id: facts.table[name] for id, name in facts.fact_of.items()}
    return _by_case(engine.fetched(facts.table.select("case", **values, **disputed)))


def _tables(guideline: Guideline, engine: Engine, cases: dict[str, Case], day: datetime.date, folder: Path) -> Any:
    made = {"people": patients(guideline, cases, day), "past": events(guideline, cases)}
    return [engine.table(find(str(_written(table, folder / f"{name}.parquet")))) for name, table in made.items()]


def _written(table: pa.Table, path: Path) -> Path:
    pq.write_table(table, path)
    return path


def _by_case(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["case"]: row for row in rows}


def differing_takes(guideline: Guideline, engine: Engine, folder: Path) -> list[str]:
    """The rows of tests/case/takes that come out otherwise."""
    cases = {key: read(guideline, row) for key, (_, row) in ROWS_OF_TAKES.items()}
    known = {key: case for key, case in cases.items() if not approximate(case)}
    found = _facts_and_disputes(guideline, engine, known, datetime.date.fromisoformat(DAY_OF_ROWS), folder)
    differing = []
    for key in known:
        element, row = ROWS_OF_TAKES[key]
        expected = [cell_of(each) for each in values_of(guideline, element, row["gives"])]
        got, several = found[key][element], found[key].get(f"disputed {element}", False)
        if got != (expected[0] if len(expected) == 1 else None) or several is not (len(expected) > 1):
            differing.append(f"{key}: {got} (disputed: {several}), not {expected}")
    return differing


def differing_facts(guideline: Guideline, engine: Engine, folder: Path, cases: dict[str, Case], id: str) -> list[str]:
    """The cases of which an element, or whether it is disputed, comes out otherwise."""
    found = _facts_and_disputes(guideline, engine, cases, DAY, folder)
    differing = []
    for key, case in cases.items():
        fact = case.facts.get(id)
        told = None if fact is None else cell_of(fact.value), id in {dispute.element for dispute in case.disputes}
        got = found[key][id], found[key][f"disputed {id}"]
        if got != told:
            differing.append(f"{key}: {got}, not {told}")
    return differing


def differing_patients(
    guideline: Guideline, engine: Engine, folder: Path, count: int, seed: int, columns: float = 1.0
) -> list[str]:
    """Random patients of whom a fact, a status, a window or what decided comes out otherwise than for one case.

    ``columns``: the share of elements that the table has a column for.
    """
    rnd = random.Random(seed)
    recorded = [id for id in guideline.elements if rnd.random() < columns]
    cases = {str(place): random_case(guideline, rnd, recorded, with_events=place % 2 == 1) for place in range(count)}
    people, past = _tables(guideline, engine, cases, DAY, folder)
    people = people.select("case", "assessed_on", *recorded)
    facts = with_facts(guideline, people, past, engine.stage)
    known = _by_case(engine.fetched(facts.table.select("case", *facts.fact_of.values())))
    concluded = _by_case(engine.fetched(conclusions(guideline, facts, engine.stage)))
    found = {key: {**known[key], **concluded[key]} for key in cases}
    logic = logic_of(guideline)
    return [
        f"case {key}: {name} is {found[key][name]}, not {told}"
        for key, case in cases.items()
        for name, told in _expected(guideline, logic, case).items()
        if found[key][name] != told
    ]


def differing_by_the_command(
    guideline: Guideline, folder: Path, words: Sequence[str], count: int, seed: int
) -> list[str]:
    """The same of what ``resecta cohort assess`` writes with these ``words``, of the rows that are not set aside."""
    rnd = random.Random(seed)
    every = list(guideline.elements)
    cases = {str(place): random_case(guideline, rnd, every, with_events=place % 2 == 1) for place in range(count)}
    people = _written(patients(guideline, cases, DAY), folder / "people.parquet")
    past = _written(events(guideline, cases), folder / "past.parquet")
    out = folder / "out"
    line = ["assess", str(people), "--events", str(past), "--output", str(out), *words]
    CliRunner().invoke(cohort, line, catch_exceptions=False)
    found = _by_case(pq.read_table(out).to_pylist())
    apart = {row["case"] for row in pq.read_table(f"{out}.rejected.parquet").to_pylist()}
    logic = logic_of(guideline)
    differing = [f"case {key} is neither assessed nor set aside" for key in cases if key not in {*found, *apart}]
    for key in found:
        for name, told in _expected(guideline, logic, cases[key]).items():
            if not name.startswith("fact ") and found[key][name] != told:  # the result has it as fact__ID
                differing.append(f"case {key}: {name} is {found[key][name]}, not {told}")
    if len(found) < count * MOST:
        differing.append(f"only {len(found)} of {count} were assessed")
    return differing


def _expected(guideline: Guideline, logic: Any, case: Case) -> dict[str, Any]:
    """What the readers of one case say, under the names of the result; what is disputed is unknown."""
    known = {id: fact.value for id, fact in case.facts.items()}
    facts = parameters(guideline, known, Date.of(DAY))
    values = guideline.logic.values(facts)
    told: dict[str, Any] = {
        name: cell_of(known[id]) if id in known else None
        for id in guideline.elements
        for name in (f"fact {id}", f"fact__{id}")
    }
    told["disputed"] = [id for id in guideline.elements if id in {dispute.element for dispute in case.disputes}]
    for kind, id, define in guideline.answers:
        told[id if kind is ConclusionKind.INTENT else f"{kind}__{id}"] = values[define]
    decided = evaluate_definitions(logic, {**guideline.logic.defaults, **facts})
    told.update({name: decided[define] for name, define in deciders(guideline).items()})
    return told


def differing_missing(guideline: Guideline, engine: Engine, folder: Path, count: int, seed: int) -> list[str]:
    """Undisputed random patients of whom other facts are missing, or in another order, or a window is missed by other
    days, than the advice of one case says.
    """
    rnd = random.Random(seed)
    every = {
        str(place): random_case(guideline, rnd, list(guideline.elements), with_events=place % 2 == 1)
        for place in range(count)
    }
    cases = {key: case for key, case in every.items() if not case.disputes and not case.hangs}
    people, past = _tables(guideline, engine, cases, DAY, folder)
    found = _by_case(
        engine.fetched(conclusions(guideline, with_facts(guideline, people, past, engine.stage), engine.stage))
    )
    differing = []
    for key, case in cases.items():
        advice = assess(guideline, case)
        missing = [one.element for one in advice.missing]
        if found[key]["missing"] != missing:
            differing.append(f"case {key} misses {found[key]['missing']}, not {missing}")
        for finding in advice.findings:
            if guideline.findings[finding.id].window is not None:
                days = None if finding.window is None else finding.window.missed_by_days
                if found[key][f"window__{finding.id}__missed_by_days"] != days:
                    differing.append(f"case {key}: {finding.id} is not missed by {days}")
    return differing
