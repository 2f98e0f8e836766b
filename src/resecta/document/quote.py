"""How a piece of what someone wrote is shown in a message: short, on one line, without control characters."""

from __future__ import annotations

_LONGEST = 40
_WINDOW = 100


def printable(text: str) -> str:
    """The text with whatever could disturb a terminal shown as a dot, one for one so that carets still point right."""
    return "".join(char if char.isprintable() else " " if char == "\t" else "·" for char in text)


def quote(text: str) -> str:
    """The text in quotation marks, cut after forty characters: a message names the fault, it never repeats a record."""
    shown = printable(text)
    return f'"{shown}"' if len(shown) <= _LONGEST else f'"{shown[:_LONGEST]}…"'


def excerpt(line: str, column: int) -> tuple[str, int]:
    """The part of a line around a column (1-based), and the column within that part."""
    shown = printable(line)
    if len(shown) <= _WINDOW:
        return shown, column
    first = max(0, min(column - 1 - _WINDOW // 3, len(shown) - _WINDOW))
    part = shown[first : first + _WINDOW]
    before, after = ("…" if first else ""), ("…" if first + _WINDOW < len(shown) else "")
    return f"{before}{part}{after}", column - first + len(before)
