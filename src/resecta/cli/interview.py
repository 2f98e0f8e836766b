"""The interview on a terminal: lines in, lines out, a file that is kept up to date."""

from __future__ import annotations

import datetime
import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from resecta.cli.say import say
from resecta.cli.signals import Stopped
from resecta.document import InputError, Place, Problem
from resecta.document.whole_file import require_place
from resecta.interview import Draft, Ending, Interview, Talk, converse

if TYPE_CHECKING:
    from resecta.advice import Advice
    from resecta.guideline import Guideline

WIDEST = 100


def hold(guideline: Guideline, file: Path | None, output: Path | None, *, ask_all: bool) -> int:
    """Hold the interview. A file is gone on with; ``output`` is where it is kept, ``file`` itself if left out."""
    draft = Draft.read(file) if file is not None else Draft.empty()
    draft.case(guideline)  # what is wrong in the file is said before the first question
    path = output or file
    if path is not None:
        if path != file:
            _refuse_there(path)
        require_place(path)  # said before the first question
    kept = _Kept(path, draft)
    talk = _talk(guideline, kept)
    code = 0
    talk.tell(f"{guideline.title} ({guideline.imprint})")
    try:
        held = converse(guideline, draft, talk, datetime.datetime.now().astimezone().date(), ask_all=ask_all)
        if held.outcome is Ending.COMPLETE and held.moment is not None:
            talk.say("")
            talk.tell(closing(held.moment))
    except Stopped as stopped:
        code = stopped.code
    except InputError as error:  # an answer that could not be kept: what was said is printed instead
        say(str(error), err=True)
        say(kept.draft.text(), nl=False)
        return 2
    _farewell(kept, talk)
    return code


class _Kept:
    """The latest draft, written to its file each time."""

    def __init__(self, path: Path | None, draft: Draft) -> None:
        self.path = path
        self.draft = draft
        self.untouched = True

    def keep(self, draft: Draft) -> None:
        """Take what was said last, and write it."""
        self.draft = draft
        self.untouched = False
        if self.path is not None:
            draft.save(self.path)


def _farewell(kept: _Kept, talk: Talk) -> None:
    talk.say("")
    if kept.untouched:
        talk.say("Nothing was said; nothing was written.")
    elif kept.path is not None:
        talk.say(f"Kept in {kept.path}.")
        talk.say(f"Next: resecta assess {shlex.quote(str(kept.path))}")
    else:
        talk.say("Next: keep this as a file, then resecta assess FILE")
        say(kept.draft.text(), nl=False)


def _refuse_there(path: Path) -> None:
    if path.exists():
        mend = f"give another name, or go on with it: resecta case new {path}"
        raise InputError([Problem(Place(str(path)), "this file is there already", mend)])


def _talk(guideline: Guideline, kept: _Kept) -> Talk:
    """Talk on standard output, or on standard error where the case itself is to be printed."""
    aside = kept.path is None
    width = min(WIDEST, shutil.get_terminal_size().columns - 1)

    def tell(line: str) -> None:
        say(line, err=aside)

    def ask(prompt: str) -> str:
        say(prompt, nl=False, err=aside)
        line = sys.stdin.buffer.readline()
        if not line:
            raise EOFError
        return line.decode("utf-8", "replace")

    return Talk(tell, ask, width, lambda advice: in_one_sentence(guideline, advice), kept.keep)


def closing(moment: Interview) -> str:
    """What can be said of the advice when nothing is left to ask."""
    unknown = [missing for missing in moment.advice.missing if missing.settles and missing.element in moment.passed]
    if not unknown:
        return "Nothing that is left to ask can change the advice."
    left = "One fact that was" if len(unknown) == 1 else f"{len(unknown)} facts that were"
    return f"{left} left unknown could still change the advice."


def in_one_sentence(guideline: Guideline, advice: Advice) -> str:
    """The verdict as the page and the terminal give it."""
    from resecta.draw.headline import verdict
    from resecta.draw.values import listed

    summary = verdict(guideline, advice)
    return f"{summary.words} {listed(summary.names)}{summary.end}"
