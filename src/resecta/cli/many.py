"""Every case of a folder: each answered, or named with why it is not, and at the end counted."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from resecta.cli.assess import assessed_file, json_of
from resecta.cli.batch import Made, made_of
from resecta.cli.faults import told_fault
from resecta.cli.found import CASE_ENDINGS, CaseFile, Found
from resecta.cli.outputs import refuse_answers
from resecta.cli.say import say, say_bytes
from resecta.cli.signals import Stopped, undisturbed
from resecta.document import InputError, Place, Problem
from resecta.document.whole_file import write_whole
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.guideline.pack import Guideline

ANSWER_BEGINS = b'{"case":'


def assess_many(guideline: Guideline, found: Found, output: Path | None) -> int:
    """Print an answer a line, or write each into ``output``. The exit code: 0 where every case that was found has its
    answer, 2 where one is refused or may be lost, 70 for a fault of ours.
    """
    if output is not None:
        _make_folder(output)
    found.name_left_out()
    told = _Tally(found, output)
    try:
        with made_of(guideline, found.files, _answer) as results, _progress(len(found.files)) as steps:
            for file, made in zip(found.files, results, strict=True):
                told.take(file, made)
                next(steps)
    except Stopped as stopped:
        raise Stopped(stopped.code - 128, told.so_far()) from None
    say(told.counts(), err=True)
    return max(told.code, 2 if found.lost else 0)


def _answer(guideline: Guideline, file: CaseFile) -> bytes:
    return json_of(assessed_file(guideline, file))


def refuse_its_own(found: Found, output: Path, read: Iterable[Path]) -> None:
    """The answers go into a folder in which no case lies: by tomorrow nobody could tell them apart. Nor is one written
    over a case, or over a file out of the folders ``read``, to which a link may lead.
    """
    folders = {os.path.realpath(file.path.parent) for file in found.files}
    if os.path.realpath(output) in folders:
        message = "cases are read from this folder, and answers would lie among them"
        raise InputError([Problem(Place(str(output)), message, "name another folder for the answers")])
    answers = (_answer_of(file, output) for file in found.files)
    refuse_answers(answers, [*(file.path for file in found.files), *read])


def _answer_of(file: CaseFile, output: Path) -> Path:
    return output / f"{file.name}.json"


@dataclass()
class _Tally:
    """What became of each file so far."""

    found: Found
    output: Path | None
    assessed: int = 0
    refused: int = 0
    code: int = 0

    def take(self, file: CaseFile, made: Made) -> None:
        """Give the answer out, or say why there is none."""
        if made.problem is not None:
            self._refuse(made.problem, made.code)
            self._clear(file)
            return
        if self.output is None:
            say_bytes(made.text)
            self.assessed += 1
            return
        try:
            with undisturbed():
                _write(_answer_of(file, self.output), made.text + b"\n")
                self.assessed += 1
        except (InputError, OSError) as error:
            self._refuse(*told_fault(error))

    def counts(self) -> str:
        """All files counted."""
        return f"{self.assessed} assessed, {self.refused} refused, {len(self.found.left_out)} left out."

    def so_far(self) -> str:
        """How far it came."""
        done = "printed" if self.output is None else "written"
        return f"{self.assessed} of {len(self.found.files)} answers were {done}."

    def _refuse(self, problem: str, code: int) -> None:
        say(problem, err=True)
        self.refused += 1
        self.code = max(self.code, code)

    def _clear(self, file: CaseFile) -> None:
        """Take away the answer that an earlier run wrote for this file: today there is none."""
        if self.output is None:
            return
        names = {file.name, *(f"{file.name}{ending}" for ending in CASE_ENDINGS), file.plain}
        others = {other.name for other in self.found.files} - {file.name}
        for name in sorted(names - others):
            answer = self.output / f"{name}.json"
            if _is_answer(answer) and not self._is_case(answer):
                self._remove(answer)

    def _remove(self, answer: Path) -> None:
        try:
            answer.unlink()
        except OSError as error:
            problem, code = told_fault(error)
            say(f"The answer of an earlier run is still there: {problem}", err=True)
            self.code = max(self.code, code)
        else:
            say(f"Removed {answer}, the answer of an earlier run", err=True)

    def _is_case(self, answer: Path) -> bool:
        """Whether one of the cases lies, or would, where this answer does."""
        there = os.path.realpath(answer)
        return any(os.path.realpath(file.path) == there for file in self.found.files)


def _write(path: Path, content: bytes) -> None:
    _make_folder(path.parent)
    write_whole(path, content)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        message = "this is a file; the answers go into a folder"
        raise InputError([Problem(Place(str(folder)), message, "name another folder for the answers")]) from None
    except OSError as error:
        message = f"the folder could not be made: {(error.strerror or str(error)).lower()}"
        raise InputError([Problem(Place(str(folder)), message, "name another folder for the answers")]) from None


def _is_answer(path: Path) -> bool:
    if not os.path.isfile(path):  # noqa: PTH113 - never raises; and a pipe of this name would be waited for
        return False
    try:
        with path.open("rb") as file:
            return file.read(len(ANSWER_BEGINS)) == ANSWER_BEGINS
    except OSError:
        return False


@contextmanager
def _progress(total: int) -> Iterator[Iterator[None]]:
    """A bar on standard error, where it is a terminal and there is something to wait for; a step for each file."""
    from resecta.cli.terminal import Terminal

    console = Terminal(stderr=True)
    if total == 1 or not console.is_terminal:
        yield iter(lambda: None, 0)
        return
    from rich.progress import Progress

    with Progress(console=console) as bar:
        task = bar.add_task("Assessing", total=total)
        yield iter(lambda: bar.advance(task), 0)
