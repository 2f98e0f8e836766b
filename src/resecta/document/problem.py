"""What is wrong with something a person wrote: where, what stands there, and how to mend it.

A problem is data first; the terminal, the page and ``--json`` show the same one. ::

    ResectaError
    └── InputError          one or more problems in what a person gave us; exit code 2
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from resecta.document.quote import excerpt
from resecta.document.visible import visible
from resecta.lazy_dataclass import dataclass

MOST_SHOWN = 50
"""A file of another kind given by mistake can have thousands of problems; nobody reads them on."""


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of text: 1-based line and column, length in characters. ``line`` 0 means the file as a whole."""

    file: str
    line: int = 0
    column: int = 0
    length: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}" if self.column else f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: its place, a sentence, the offending source line (if any) and the mend ("did you mean …?")."""

    place: Place
    message: str
    mend: str
    source_line: str = ""

    def __str__(self) -> str:
        parts = [f"{self.place}: {self.message}"]
        if self.source_line and self.place.line:
            # The line is cut around the fault: a whole record may stand on one line, and is nobody's business here.
            shown, column = excerpt(self.source_line, self.place.column)
            prefix = f"  {self.place.line} | "
            parts.append(f"{prefix}{shown}")
            if self.place.column:
                length = max(1, min(self.place.length, len(shown) - column + 1))
                parts.append(" " * (len(prefix) - 2) + "| " + " " * (column - 1) + "^" * length)
        if self.mend:
            parts.append(f"  {self.mend}")
        return "\n".join(parts)


class ResectaError(Exception):
    """Anything Resecta raises on purpose."""


class InputError(ResectaError):
    """What a person gave us cannot be used; carries every problem found, in the order of the text."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(visible("\n".join(_shown(self.problems))))


def _shown(problems: tuple[Problem, ...]) -> Iterator[str]:
    """All of them; where they are too many the first of each kind, with how many more there are of it."""
    if len(problems) <= MOST_SHOWN:
        yield from map(str, problems)
        return
    kinds: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        kinds.setdefault((problem.message, problem.mend), []).append(problem)
    told = list(kinds.values())[:MOST_SHOWN]
    for first, *others in told:
        yield str(first)
        if others:
            yield f"  and {len(others)} more of this kind"
    left = len(problems) - sum(map(len, told))
    if left:
        yield f"and {left} more problems"
