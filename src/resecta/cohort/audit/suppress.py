"""Small counts left out of what is published, and with them what would give them away.

A count from 1 to one less than ``least`` could point at a person. Where the total of a row is told, one count left out
could be reckoned back, so that the next smallest goes with it.
"""

from __future__ import annotations

from collections.abc import Sequence

LEAST = 5


def suppressed(counts: Sequence[int], least: int = LEAST) -> list[int | None]:
    """The counts of a row whose total is told; None for those left out."""
    hidden = [0 < count < least for count in counts]
    while sum(hidden) == 1 or 0 < sum(count for count, out in zip(counts, hidden, strict=True) if out) < least:
        left = [place for place, out in enumerate(hidden) if not out and counts[place] > 0]
        if not left:
            break
        hidden[min(left, key=lambda place: counts[place])] = True
    return [None if out else count for count, out in zip(counts, hidden, strict=True)]


def suppressed_table(rows: Sequence[Sequence[int]], least: int = LEAST) -> list[list[int | None]]:
    """A table whose totals are told for rows and for columns: no count can be reckoned back from either."""
    hidden = [[0 < count < least for count in row] for row in rows]
    changed = True
    while changed:
        changed = _close(rows, hidden) | _close_columns(rows, hidden)
    return [
        [None if out else count for count, out in zip(row, marks, strict=True)]
        for row, marks in zip(rows, hidden, strict=True)
    ]


def _close(rows: Sequence[Sequence[int]], hidden: list[list[bool]]) -> bool:
    """Hide a second count in each row that has one hidden."""
    changed = False
    for row, marks in zip(rows, hidden, strict=True):
        if sum(marks) == 1:
            left = [place for place, out in enumerate(marks) if not out and row[place] > 0]
            if left:
                marks[min(left, key=lambda place: row[place])] = True
                changed = True
    return changed


def _close_columns(rows: Sequence[Sequence[int]], hidden: list[list[bool]]) -> bool:
    columns = list(zip(*rows, strict=True))
    marks = [list(column) for column in zip(*hidden, strict=True)]
    changed = _close(columns, marks)
    for place, row in enumerate(zip(*marks, strict=True)):
        hidden[place][:] = row
    return changed
