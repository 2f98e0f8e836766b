"""Coverage, readings and documents in a terminal: at most the console's width, marks and words before colours."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from resecta.authoring.coverage import Coverage, StatementCoverage
from resecta.authoring.describe import reviewed
from resecta.authoring.document import Document
from resecta.authoring.part import Part
from resecta.document.phrase import counted
from resecta.guideline import Guideline

MOST_NAMED = 6


def print_coverage(coverage: Coverage, console: Console) -> None:
    """One row per statement: where it is used, which cases exercise it; at the end how many of how many."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("", no_wrap=True)
    table.add_column("Statement", no_wrap=True)
    table.add_column("Used by", ratio=3, overflow="fold")
    table.add_column("Exercised by", ratio=2, overflow="fold")
    for row in coverage.rows:
        mark = Text("✓", "green") if row.covered else Text("✗", "bold red")
        table.add_row(mark, row.statement, _used(row), _listed(row.cases, MOST_NAMED) or "no case")
    console.print(table)
    console.print(f"\n{coverage} statements are used, and exercised by {counted(coverage.cases, 'case')}.")


def _used(row: StatementCoverage) -> str:
    """Everything that advises by name, the definitions behind it by number."""
    advising = [key for key in row.used if not key.startswith("definition:")]
    count = len(row.used) - len(advising)
    definitions = [f"{count} definition{'s' if count > 1 else ''}"] if count else []
    return ", ".join([*advising, *definitions]) or "nothing"


def print_readings(guideline: Guideline, console: Console) -> None:
    """Every interpretation; a setting with its options in words, the one in force marked, and why it is the default."""
    _say(console, f"{guideline.title} ({guideline.imprint})", 0, "bold")
    _say(console, guideline.provenance, 0)
    console.print()
    for reading in guideline.readings.values():
        _say(console, f"{reading.id}  {reading.title}", 0, "bold")
        _say(console, reading.text, 5)
        if reading.asks:
            _say(console, f"To be recorded: {reading.asks}", 5, "dim")
        for option in reading.options:
            mark = "●" if option.id == reading.choice else "○"
            default = " (the default)" if option.id == reading.default else ""
            _say(console, f"{mark} {option.text}{default}", 5)
        if reading.why:
            _say(console, f"Why: {reading.why}", 5, "dim")
        _say(console, f"Reviewed by: {reviewed(reading.review)}", 5, "dim")
        console.print()
    settings = sum(bool(reading.options) for reading in guideline.readings.values())
    console.print(
        f"{counted(len(guideline.readings), 'reading')}, "
        f"{settings} of them settings that a site may choose by an overlay; "
        "--json has the id of each option."
    )


def print_document(document: Document, console: Console) -> None:
    """Every part of the document, one below the other."""
    guideline = document.guideline
    _say(console, f"{guideline.title}", 0, "bold")
    _say(console, f"{guideline.imprint}; digest {guideline.digest[:12]}", 0, "dim")
    if not document.asked:
        _say(console, guideline.intended_use, 0)
        _say(console, guideline.provenance, 0)
    for part in document.parts:
        _print_part(guideline, part, console)


def _print_part(guideline: Guideline, part: Part, console: Console) -> None:
    console.print()
    _say(console, part.kind if part.id == part.kind else f"{part.kind} {part.id}", 0, "dim")
    _say(console, part.title, 0, "bold")
    for line in (*part.lines, *part.rungs):
        while_ = f" (while {line.when})" if line.when else ""
        _say(console, f"{line.label}: {', '.join(line.links) or line.text}{while_}", 2)
    for condition in part.conditions:
        console.print()
        _say(console, f"{condition.role.capitalize()}: {condition.name}", 2, "bold")
        _say(console, condition.words, 4)
        _say(console, condition.cql, 4, "dim")
    if part.statements or part.readings:
        console.print()
    for id in part.statements:
        statement = guideline.statements[id]
        _say(console, f"{id}, line {statement.line}: “{guideline.quoted(statement)}”", 2)
        if statement.reading:
            _say(console, f"Our reading: {statement.reading}", 4, "dim")
    for id in part.readings:
        _say(console, f"{id}: {guideline.readings[id].title}", 2)
    console.print()
    _say(console, f"Used by: {_listed(part.uses, MOST_NAMED) or 'nothing'}", 2, "dim")
    if part.cases:
        _say(
            console,
            f"Exercised by: {_listed(tuple(_case(*case) for case in part.cases), MOST_NAMED)}",
            2,
            "dim",
        )
    _say(console, part.place, 2, "dim")


def _case(case: str, status: str) -> str:
    return f"{case} ({status})" if status else case


def _listed(names: tuple[str, ...], most: int = 3) -> str:
    """The first few names, and how many more."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


def _say(console: Console, text: str, indent: int, style: str = "") -> None:
    console.print(Padding(Text(text, style=style), (0, 0, 0, indent)))
