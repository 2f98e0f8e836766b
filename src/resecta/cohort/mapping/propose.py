"""A first mapping for a foreign table, from its header and its first rows: to be read and mended by a person."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from resecta.cohort.header import opened, separator_of
from resecta.cohort.reading import NUMBER
from resecta.cohort.source import TableFiles, TableFormat
from resecta.document import InputError, Place, Problem, nearest
from resecta.guideline.model import Element
from resecta.guideline.pack import Guideline

LOOKED_AT, MOST_WORDS = 1000, 12
"""Rows from which words are told, and how many different ones are still a set of words."""
CASES = ("case", "patient", "patient_id", "id")
DAYS = ("assessed_on", "assessment", "mdt_date", "date_of_mdt")


def propose(guideline: Guideline, source: TableFiles) -> str:
    """The mapping as YAML. Raises InputError where the table is of a form of which nothing is read here, or damaged."""
    words: dict[str, set[str]] = {}
    for file in source.files:
        for row in _beginning(file, source):
            for name, cell in row.items():
                words.setdefault(name, set()).update({cell.strip()} - {""})
    return "\n".join(_lines(guideline, list(words), {name: sorted(said) for name, said in words.items()})) + "\n"


def _beginning(file: Path, source: TableFiles) -> Iterator[dict[str, str]]:
    """The first rows, column → cell, after one in which nothing is written."""
    match source.form:
        case TableFormat.CSV:
            yield from _of_csv(file)
        case TableFormat.PARQUET:
            yield from _of_parquet(file)
        case _:
            raise _refused(file, f"nothing is proposed for a table of {source.form}", "export some rows of it as CSV")


def _of_csv(file: Path) -> Iterator[dict[str, str]]:
    with opened(file) as raw, io.TextIOWrapper(raw, "utf-8-sig", "replace", newline="") as text:
        rows = csv.reader(text, delimiter=separator_of(file))
        try:
            header = next(rows)
            yield dict.fromkeys(header, "")
            for row in islice(rows, LOOKED_AT):
                yield dict(zip(header, row, strict=False))
        except csv.Error as error:
            raise _refused(file, f"the file is no CSV: {error}", "export the table again") from None


def _of_parquet(file: Path) -> Iterator[dict[str, str]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(file)
        yield dict.fromkeys(table.schema_arrow.names, "")
        for batch in islice(table.iter_batches(LOOKED_AT), 1):
            for row in batch.to_pylist():
                yield {name: _text(cell) for name, cell in row.items()}
    except (pa.ArrowException, OSError):
        raise _refused(file, "the Parquet file is damaged", "copy or export it again") from None


def _text(cell: object) -> str:
    """As an engine writes it where a mapping compares words."""
    return "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)


def _refused(path: Path, message: str, mend: str) -> InputError:
    return InputError([Problem(Place(str(path)), message, mend)])


def _lines(guideline: Guideline, header: list[str], words: dict[str, list[str]]) -> Iterator[str]:
    yield "# Proposed from the names of the columns. Read every line: what a column means, nobody can guess."
    for key, names in (("case", CASES), ("assessed_on", DAYS)):
        found = next((name for name in header if name.lower() in names), None)
        yield f"{key}: {_quoted(found)}" if found is not None else f"{key}: # which column?"
    yield "elements:"
    used: dict[str, str] = {}
    for name in header:
        id = nearest(name, guideline.elements)
        if id is None or id in used.values() or name.lower() in (*CASES, *DAYS):
            continue
        used[name] = id
        yield from _rule(guideline.elements[id], name, words[name])
    left = [name for name in header if name not in used and name.lower() not in (*CASES, *DAYS)]
    if left:
        yield f"# Carried along as they are: {', '.join(left)}"


def _rule(element: Element, column: str, words: list[str]) -> Iterator[str]:
    yield f"  {element.id}:  # {element.question}"
    yield f"    column: {_quoted(column)}"
    if element.type == "Quantity":
        yield f"    unit: {_quoted(element.unit)}  # is it?"
    if element.type == "Date":
        yield "    date: YYYY-MM-DD  # or DD.MM.YYYY …; or days_from: the column to count from"
    other = _unread(element, words)
    if words and len(words) <= MOST_WORDS and (element.type in ("Boolean", "String") or len(other) == len(words)):
        allowed = ("true", "false") if element.type == "Boolean" else element.choices
        yield f"    values:  # {', '.join(allowed)}; null where it does not tell"
        for word in words:
            meant = nearest(word, allowed)
            yield (
                f"      {_quoted(word)}: {_quoted(meant)}" if meant is not None else f"      {_quoted(word)}: null  # ?"
            )
    told = f"{', '.join(map(_quoted, other[:MOST_WORDS]))}?" if 0 < len(other) < len(words) else "999, NA, U, X …"
    yield f"    missing: []  # its words for nothing recorded: {told}"


def _unread(element: Element, words: list[str]) -> list[str]:
    """The words that are no numbers where numbers are wanted."""
    if element.type not in ("Integer", "Decimal", "Quantity"):
        return []
    return [word for word in words if not re.search(NUMBER, word)]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
