"""The specification of the language as tables that no engine owns: facts and an expression in, the expected value out.

A chapter is a folder, a table an entry of its YAML files: title, about, facts (name → type), expression, and rows as a
small text table whose last column is the expected value; every cell is a CQL literal. Each back end runs them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from resecta.cql import Library, Value, check, evaluate_expression, parse_expression, parse_library

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Row:
    """One case of a table: its number, the facts and what comes out, as CQL literals."""

    number: int
    facts: dict[str, str]
    expected: str


@dataclass(frozen=True)
class Table:
    """One rule of the language and the cases that show it."""

    chapter: str
    title: str
    about: str
    facts: dict[str, str]
    expression: str
    rows: tuple[Row, ...]

    def __str__(self) -> str:
        return f"{self.chapter}: {self.title}"

    def library(self) -> Library:
        """The table as a checked library with one definition, "answer"."""
        declared = "".join(f"parameter {name} {kind}\n" for name, kind in self.facts.items())
        return check(parse_library(f'{declared}define "answer": {self.expression}\n', str(self)))

    def expected_type(self) -> str:
        return str(self.library().definitions["answer"].type)


def tables() -> list[Table]:
    """Every table of every chapter, in the order of their names."""
    found = []
    for path in sorted(FOLDER.glob("*/*.yaml")):
        for entry in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader):
            found += [_table(path.parent.name, entry)]
    return found


def value(text: str) -> Value:
    """The value of a cell."""
    return evaluate_expression(parse_expression(text))


def _table(chapter: str, entry: dict[str, object]) -> Table:
    facts = entry["facts"]
    assert isinstance(facts, dict)
    head, *lines = [
        [cell.strip() for cell in line.split("|")] for line in str(entry["rows"]).splitlines() if line.strip()
    ]
    assert head == [*facts, "="], f"{entry['title']}: the columns are not the facts and ="
    rows = []
    for number, cells in enumerate(lines, 1):
        assert len(cells) == len(head), f"{entry['title']}: row {number} has {len(cells)} cells"
        rows.append(Row(number, dict(zip(facts, cells, strict=False)), cells[-1]))
    kinds = {str(name): str(kind) for name, kind in facts.items()}
    return Table(chapter, str(entry["title"]), str(entry["about"]), kinds, str(entry["expression"]), tuple(rows))
