"""Lines of a terminal: at most the console's width, indented, none with blanks at its end."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from resecta.guideline.status import Status

LEAST = 20
ROOMY = 60
"""Columns from which a word and what it says stand beside each other."""
MARKS = {
    Status.PREFERRED: ("■", "bold green"),
    Status.OPTION: ("□", "blue"),
    Status.CONDITION_NOT_MET: ("·", "dim"),
    Status.CONTRAINDICATED: ("✖", "bold red"),
    Status.UNDETERMINED: ("?", "yellow"),
    Status.BLOCKED: ("…", "yellow"),
}
"""Every status by a mark of its own, beside its word."""
TRUTHS = {True: ("✓", "green"), False: ("✗", "red"), None: ("?", "yellow")}


def heading(console: Console, title: str) -> None:
    """A title with an empty line above it."""
    console.print()
    console.print(Text(title, style="bold underline"))


def line(console: Console, text: str, indent: int = 0, style: str = "") -> None:
    """A sentence, its further lines indented alike."""
    wrapped(console, Text(text, style=style), indent)


def marked(console: Console, mark: str, text: str, style: str = "", indent: int = 0) -> None:
    """A sentence behind a mark, its further lines under its own first letter."""
    width = max(LEAST, console.width - indent - 2)
    for number, part in enumerate(Text(text, style=style).wrap(console, width)):
        part.rstrip()
        lead = Text(" " * indent + (f"{mark} " if number == 0 else "  "), style=style)
        console.print(lead.append_text(part), soft_wrap=True)


def wrapped(console: Console, text: Text, indent: int) -> None:
    """Styled text in lines of the console's width."""
    for part in text.wrap(console, max(LEAST, console.width - indent)):
        part.rstrip()
        console.print(Text(" " * indent).append_text(part), soft_wrap=True)


def status(console: Console, status: Status, word: str, title: str) -> None:
    """A way or a drug with its status, by mark and word, and its further lines under its first if there is room."""
    mark, style = MARKS[status]
    lead = Text(f"{mark} {word:<17} ", style=style)
    told = Text(title, style="bold" if status is Status.PREFERRED else "")
    if console.width < ROOMY:
        wrapped(console, lead.append_text(told), 2)
        return
    blank = Text(" " * len(lead))
    for number, part in enumerate(told.wrap(console, console.width - 2 - len(lead))):
        part.rstrip()
        console.print(Text("  ").append_text(blank if number else lead).append_text(part), soft_wrap=True)


def cited(text: str, sources: Iterable[str]) -> str:
    """The text with what it rests on in brackets; without brackets where it names nothing."""
    told = ", ".join(sources)
    return f"{text} ({told})" if told else text
