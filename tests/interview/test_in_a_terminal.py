"""The interview through a pseudo-terminal, as a person meets it."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from resecta.case import Case, read_case
from resecta.guideline import Guideline

pytestmark = pytest.mark.slow

PROMPT = "\n> "


class Terminal:
    """A terminal in which ``resecta case new`` runs; ``reply`` answers and gives what is shown next."""

    def __init__(self, *words: str | Path, columns: int = 80) -> None:
        environment = {**os.environ, "COLUMNS": str(columns), "NO_COLOR": "1"}
        program = ["-c", "from resecta.cli import main; main()", "case", "new", *map(str, words)]
        self.child = pexpect.spawn(
            sys.executable, program, dimensions=(24, columns), encoding="utf-8", timeout=30, env=environment
        )
        self.shown = ""

    def read(self) -> str:
        """Everything up to the next prompt, or the end."""
        self.child.expect(["\r?\n> ", pexpect.EOF])
        self.shown += self.child.before
        return str(self.child.before)

    def reply(self, text: str) -> str:
        """Answer, and read on."""
        self.child.sendline(text)
        return self.read()

    def close(self) -> int:
        """The exit code, once it has ended."""
        self.child.close()
        return int(self.child.exitstatus if self.child.exitstatus is not None else -1)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    return tmp_path / "case.yaml"


def begin(file: Path, columns: int = 80) -> tuple[Terminal, str]:
    terminal = Terminal("--output", file, columns=columns)
    assert "What is this case called?" in terminal.read()
    assert "For which day" in terminal.reply("P-1")
    return terminal, terminal.reply("2026-06-01")


OPENING = ("rectum", "in situ", "none", "none", "no")
"""Where the primary is, that it is in place and neither bleeds, obstructs nor has perforated."""


def kept(file: Path, guideline: Guideline) -> Case:
    return read_case(file, guideline)


ANSWERS = {
    "has been done": "",
    "Where is the primary tumour": "rectum",
    "removed completely": "yes",
    "outside the liver": "none",
    "functional liver would remain": "45 %",
    "still in place": "in situ",
    "clear margins (R0)": "1",
    "how many liver": "2",
    "start of treatment of the primary": "1",
    "Couinaud segments": "2",
    "bleed": "none",
    "obstruct": "none",
    "KRAS": "mutant",
}


def answer_to(shown: str) -> str:
    """The answer to what is asked last; the verdict above it names facts too."""
    text = " ".join(shown.replace("\r", "").split("\n\n")[-1].split())
    return next((answer for words, answer in ANSWERS.items() if words in text), "unknown")


def test_a_whole_interview_ends_with_a_verdict_and_a_case_file(shipped: Guideline, file: Path) -> None:
    terminal, shown = begin(file)
    assert "Asked because" in shown
    for _ in range(40):
        if not terminal.child.isalive() or "Kept in" in shown:
            break
        shown = terminal.reply(answer_to(shown))
    assert "left unknown could still change the advice." in shown
    assert terminal.close() == 0
    case = kept(file, shipped)
    assert case.facts["kras_status"].value == "mutant"
    assert case.facts["segments_resected"].value == 2


def test_the_verdict_moves_with_the_answers(file: Path) -> None:
    terminal, shown = begin(file)
    assert "Not decided yet" in shown
    assert "=>" not in shown
    shown = terminal.reply(answer_to(shown))
    for _ in range(14):
        if "=>" in shown:
            break
        shown = terminal.reply(answer_to(shown))
    assert "=>" in shown
    terminal.reply("stop")
    assert terminal.close() == 0


def test_back_returns_to_the_question_before(shipped: Guideline, file: Path) -> None:
    terminal, first = begin(file)
    second = terminal.reply("colon")
    again = terminal.reply("back")
    question = first.strip().splitlines()[-6:]
    assert question[-1] in again
    assert second != again
    terminal.reply("rectum")
    terminal.reply("stop")
    assert kept(file, shipped).facts["primary_tumour_site"].value == "rectum"


def test_back_reaches_the_day_and_the_name(shipped: Guideline, file: Path) -> None:
    terminal, _ = begin(file)
    for reply in (*OPENING, "", "", "", "", ""):
        terminal.reply(reply)
    backwards = (
        *("Liver lesion 1", "What has been done", "patient want", "What is new", "board asked", "perforated"),
        *("obstruct", "bleed", "still in place", "Where is the primary", "which day", "called"),
    )
    for words in backwards:
        assert words in " ".join(terminal.reply("back").split())
    assert "This is the first question." in terminal.reply("back")
    terminal.reply("P-2")
    terminal.reply("2026-06-02")
    terminal.reply("stop")
    case = kept(file, shipped)
    assert (case.id, str(case.assessed_on)) == ("P-2", "2026-06-02")


def test_what_is_kept_can_be_assessed_from_the_first_answer_on(shipped: Guideline, file: Path) -> None:
    terminal = Terminal("--output", file)
    terminal.read()
    terminal.reply("P-1")
    terminal.child.sendeof()
    assert "Next: resecta assess" in terminal.read()
    assert terminal.close() == 0
    assert kept(file, shipped).assessed_on is not None


def test_a_question_mark_is_help_and_leaves_nothing_unknown(file: Path) -> None:
    terminal, _ = begin(file)
    shown = " ".join(terminal.reply("?").split())
    assert "Asked of colorectal surgery. Not recorded: Read as rectum, and asked. S45:" in shown
    terminal.reply("stop")
    assert "primary_tumour_site" not in file.read_text()


def test_question_wishes_treatment_and_lesions_are_asked_and_kept(shipped: Guideline, file: Path) -> None:
    terminal = Terminal("--output", file)
    terminal.read()
    replies = ["P-1", "2026-06-01", *OPENING, "Liver first?", "", "no stoma"]  # ..., question, news, wishes
    replies += ["chemotherapy", "2026-03", "2026-05-04", "folfox", "4", "", "no", ""]  # all but the weeks of a cycle
    replies += ["", "6, 7", "22", "1", "resect", "IVa", "", "", "", ""]  # no more treatment; two lesions
    for reply in replies:
        shown = terminal.reply(reply)
    for _ in range(40):
        if not terminal.child.isalive() or "Kept in" in shown:
            break
        shown = terminal.reply(answer_to(shown))
    assert terminal.close() == 0
    case = kept(file, shipped)
    assert case.context == {"question": "Liver first?", "wishes": "no stoma"}
    (course,) = case.events
    assert (course.activity, str(course.about["start"].written)) == ("chemotherapy", "2026-03")
    assert [(lesion.id, lesion.segments, lesion.plan) for lesion in case.lesions] == [
        ("L1", (6, 7), "resect"),
        ("L2", (4,), None),
    ]


def test_what_a_case_file_would_refuse_is_refused_with_the_mend_and_asked_again(shipped: Guideline, file: Path) -> None:
    """What was said of the event before stays."""
    terminal = Terminal("--output", file)
    terminal.read()
    for reply in ("P-1", "2026-06-01", *OPENING, "", "", ""):
        terminal.reply(reply)
    terminal.reply("chemotherapy")
    assert "lies after the assessment" in " ".join(terminal.reply("2026-07-01").split())
    assert "write 2026-03" in " ".join(terminal.reply("2026-3").split())
    for reply in ("2026-03", "", "folfox"):
        terminal.reply(reply)
    shown = " ".join(terminal.reply("six").split())
    assert "write digits only" in shown
    assert "left out" not in shown
    for reply in ("6", "", "", ""):
        terminal.reply(reply)
    terminal.reply("stop")
    (course,) = kept(file, shipped).events
    assert (course.fields["regimen"], course.fields["cycles"]) == ("folfox", 6)


def test_an_event_that_does_not_fit_together_is_refused_and_left_out(shipped: Guideline, file: Path) -> None:
    terminal = Terminal("--output", file)
    terminal.read()
    course = ("chemotherapy", "2026-05-01", "2026-04-01", "", "", "", "")
    for reply in ("P-1", "2026-06-01", *OPENING, "", "", "", *course):
        terminal.reply(reply)
    shown = " ".join(terminal.reply("").split())
    assert "before its start" in shown
    assert "This one is left out." in shown
    terminal.reply("stop")
    assert kept(file, shipped).events == ()


def test_stop_keeps_what_was_said_and_the_interview_says_where_it_goes_on(shipped: Guideline, file: Path) -> None:
    terminal, _ = begin(file)
    terminal.reply("rectum")
    shown = re.sub(r"\s+", " ", terminal.reply("stop"))
    assert f"Kept in {file}" in shown
    assert f"Next: resecta assess {file}" in shown
    assert terminal.close() == 0
    again = Terminal(file)
    shown = " ".join(again.read().split())
    assert "Going on with P-1, assessed on 2026-06-01. Known so far: 1 fact, 0 events, 0 liver lesions." in shown
    assert "Where is the primary" not in shown
    again.reply("in situ")
    again.reply("stop")
    case = kept(file, shipped)
    assert {"primary_tumour_site", "primary_status"} <= set(case.facts)
    assert case.id == "P-1"


def test_input_that_is_closed_in_the_middle_keeps_what_was_said(shipped: Guideline, file: Path) -> None:
    terminal, _ = begin(file)
    terminal.reply("rectum")
    terminal.child.sendeof()
    terminal.read()
    assert terminal.close() == 0
    assert kept(file, shipped).facts["primary_tumour_site"].value == "rectum"


def test_an_interrupt_keeps_what_was_said(shipped: Guideline, file: Path) -> None:
    terminal, _ = begin(file)
    terminal.reply("rectum")
    terminal.child.sendintr()
    assert "Traceback" not in terminal.read()
    assert terminal.close() == 130
    assert "primary_tumour_site" in kept(file, shipped).facts


def test_what_cannot_be_read_is_said_with_the_mend_and_asked_again(file: Path) -> None:
    terminal, _ = begin(file)
    assert "allowed: rectum, colon" in " ".join(terminal.reply("perhaps").split())
    assert "there is no choice 3" in terminal.reply("3")
    assert "unknown, back, stop" in terminal.reply("")
    shown = terminal.reply("1")
    assert "there is no choice 3" not in shown
    for _ in range(5):
        if "1 yes 2 no" in " ".join(shown.split()):
            break
        shown = terminal.reply(answer_to(shown))
    assert "neither true nor false" in terminal.reply("perhaps")
    terminal.reply("stop")


def test_forty_columns_are_enough(file: Path) -> None:
    terminal, shown = begin(file, columns=40)
    shown += terminal.reply("1") + terminal.reply("1") + terminal.reply("stop")
    assert "Asked because" in shown
    for line in shown.splitlines():
        assert len(line) <= 40 or str(file.parent) in line


def test_hostile_answers_reach_neither_the_terminal_nor_the_file(shipped: Guideline, file: Path) -> None:
    terminal = Terminal("--output", file)
    terminal.read()
    terminal.reply("<script>alert(1)</script> \x1b[31m 'quoted' " + "long" * 75)
    for reply in ("2026-06-01", *OPENING):
        terminal.reply(reply)
    shown = terminal.reply("\x1b[2Jwiped")
    assert "\x1b[2J" not in shown.replace("^[", "")
    terminal.reply("stop")
    assert kept(file, shipped).id.startswith("<script>alert(1)</script> [31m 'quoted' longlong")


def test_a_path_that_cannot_be_written_is_said_before_the_first_question(tmp_path: Path) -> None:
    terminal = Terminal("--output", tmp_path / "nowhere" / "case.yaml")
    assert "no such file or directory" in terminal.read()
    assert terminal.close() == 2


def test_a_file_that_is_there_already_is_not_written_over(file: Path) -> None:
    file.write_text("case: other\n")
    terminal = Terminal("--output", file)
    assert "this file is there already" in " ".join(terminal.read().split())
    assert terminal.close() == 2
    assert file.read_text() == "case: other\n"


def test_a_file_with_a_fault_is_refused_before_the_first_question(file: Path) -> None:
    file.write_text("facts: {kras_status: WT}\n")
    terminal = Terminal(file)
    assert "did you mean wild type?" in terminal.read()
    assert terminal.close() == 2


def test_without_a_file_the_case_is_printed_at_the_end(shipped: Guideline, tmp_path: Path) -> None:
    terminal = Terminal()
    terminal.read()
    terminal.reply("P-2")
    terminal.reply("2026-06-01")
    shown = terminal.reply("stop")
    text = shown[shown.index("case: P-2") :].replace("\r", "")
    (tmp_path / "printed.yaml").write_text(text)
    assert read_case(tmp_path / "printed.yaml", shipped).id == "P-2"
