"""A first mapping for a foreign table, from its header and its first rows: to be read and mended by a person."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from resecta.document import InputError, Place, Problem, nearest
from resecta.guideline.model import Element
from resecta.guideline.pack import Guideline

LOOKED_AT, MOST_WORDS = 1000, 12
"""Rows from which words are told, and how many different ones are still a set of words."""
CASES = ("case", "patient", "patient_id", "id")
DAYS = ("assessed_on", "assessment", "mdt_date", "date_of_mdt")


def propose(guideline: Guideline, path: Path) -> str:
    """The mapping as YAML. Raises InputError where there is no such file or it has no header."""
    if not path.is_file():
        raise _refused(path, "there is no such file", "name a CSV file")
    try:
        header, sample = _beginning(path)
    except csv.Error as error:
        raise _refused(path, f"the file is no CSV: {error}", "export the table again") from None
    if not header:
        raise _refused(path, "the file has no header", "write the names of its columns first")
    words = {name: _words(row[place] for row in sample if place < len(row)) for place, name in enumerate(header)}
    return "\n".join(_lines(guideline, header, words)) + "\n"


def _beginning(path: Path) -> tuple[list[str], list[list[str]]]:
    """The header and the first rows."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as opened:
        rows = csv.reader(opened)
        return next(rows, []), list(islice(rows, LOOKED_AT))


def _refused(path: Path, message: str, mend: str) -> InputError:
    return InputError([Problem(Place(str(path)), message, mend)])


def _words(cells: Iterator[str]) -> list[str]:
    return sorted({cell.strip() for cell in cells if cell.strip()})


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
    if element.type in ("Boolean", "String") and words and len(words) <= MOST_WORDS:
        allowed = ("true", "false") if element.type == "Boolean" else element.choices
        yield f"    values:  # {', '.join(allowed)}; null where it does not tell"
        for word in words:
            meant = nearest(word, allowed)
            yield (
                f"      {_quoted(word)}: {_quoted(meant)}" if meant is not None else f"      {_quoted(word)}: null  # ?"
            )
    yield "    missing: []  # its words for nothing recorded: 999, NA, U, X …"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
