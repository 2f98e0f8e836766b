"""Hold the interview of ``docs/interview.md`` again and write down what is said. With ``--check``, only compare."""

import datetime
import sys
from collections.abc import Iterator
from pathlib import Path

from resecta.cli.interview import closing, in_one_sentence
from resecta.guideline import load
from resecta.interview import Draft, Talk, converse

PAGE = Path(__file__).parents[1] / "interview.md"
TODAY = datetime.date(2026, 3, 9)
REPLIES = {
    "called": "P-17",
    "which day": "",
    "Where is the primary": "rectum",
    "perforated": "no",
    "the board asked": "Both sites at once, or the liver first?",
    "new since": "",
    "What has been done": "",
    "Liver lesion 1": "6",
    "Liver lesion 2": "",
    "largest diameter": "22",
    "become of it": "visible",
    "planned for it": "resect",
    "does the patient want": "No permanent stoma if it can be avoided (met by the surgeon)",
    "removed completely": "yes",
    "outside the liver": "none",
    "would remain": "0.68",
    "still in place": "1",
    "clear margins": "yes",
    "start of treatment of the primary": "synchronous",
    "segments": "2",
    "bleed": "none",
    "obstruct": "none",
    "KRAS": "WT",
    "irradiated": "none",
    "resectable at the first assessment": "unknown",
    "months of chemotherapy": "0",
    "How old": "58",
    "ECOG": "0",
    "comorbidity": "mild",
    "greatest threat": "balanced",
}
SECOND_THOUGHTS = {"0.68": "68 %", "WT": "wild type"}

START = """\
# An interview

`resecta case new --output P-17.yaml` asks for a case: first what can void all the rest (whether the guideline speaks of
the patient at all, whether it is an emergency), then what the meeting is asked, what has been done and what is in the
liver (each skipped by Enter), then the other facts: what could close several ways of treating at once before what
refines. Each question says what hangs on it; the verdict is said again, after `=>`, whenever an answer has moved it.
What can no longer change the advice is not asked. `?` tells whose answer it is and what the source says; `back` goes as
far as the name. What is kept can be assessed after every answer. This session is held again by the tests
(`docs/reference/record_interview.py`), so it shows what the program says today; what follows `>` was typed.

```text
"""
END = """\
```

What it leaves behind is a case file like any other:

```yaml
{case}```
"""


def record() -> str:
    """The page, from a session held now."""
    guideline = load()
    lines: list[str] = []
    kept = [Draft.empty()]
    replies = _replies(lines)

    def ask(prompt: str) -> str:
        reply = next(replies)
        lines.append(f"{prompt}{reply}".rstrip())
        return reply

    talk = Talk(lines.append, ask, 79, lambda advice: in_one_sentence(guideline, advice), kept.append)
    talk.tell(f"{guideline.title} ({guideline.imprint})")
    held = converse(guideline, Draft.empty(), talk, TODAY)
    assert held.moment is not None  # noqa: S101 - a guideline without a question would have no page
    lines.append("")
    talk.tell(closing(held.moment))
    said = "\n".join(line.rstrip() for line in lines)
    return f"{START}{said}\n{END.format(case=kept[-1].text())}"


def _replies(lines: list[str]) -> Iterator[str]:
    """The reply to the question said last; a reply that was refused is given a second thought."""
    last = ""
    while True:
        asked_at = max((place for place, line in enumerate(lines) if line.startswith(">")), default=-1)
        question = " ".join(" ".join(lines[asked_at + 1 :]).split())
        if last in SECOND_THOUGHTS:
            last = SECOND_THOUGHTS[last]
        else:
            last = next((reply for words, reply in REPLIES.items() if words in question), "unknown")
        yield last


def main() -> None:
    written = record()
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(written, encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != written:
        sys.exit("docs/interview.md is not what is said: run `python docs/reference/record_interview.py`")


if __name__ == "__main__":
    main()
