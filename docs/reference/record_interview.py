"""Hold the interview of ``docs/interview.md`` again and write down what is said. With ``--check``, only compare."""

import datetime
import sys
from collections.abc import Iterator
from pathlib import Path

from resecta.cli.interview import closing, in_one_sentence
from resecta.guideline import load
from resecta.interview import Draft, Interview, Talk, converse, introduce

PAGE = Path(__file__).parents[1] / "interview.md"
TODAY = datetime.date(2026, 3, 9)
REPLIES = {
    "called": "P-17",
    "which day": "",
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
    "Where is the primary": "rectum",
    "How old": "58",
    "ECOG": "0",
    "comorbidity": "mild",
    "greatest threat": "balanced",
}
SECOND_THOUGHTS = {"0.68": "68 %", "WT": "wild type"}

START = """\
# An interview

`resecta case new --output P-17.yaml` asks for a case, the most decisive question first. Each question says what hangs
on it; the verdict is said again, after `=>`, whenever an answer has moved it. What can no longer change
the advice is not asked. This session is held again by the tests (`docs/reference/record_interview.py`), so it shows
what the program says today; what follows `>` was typed.

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
    lines.append(f"{guideline.title} ({guideline.id} {guideline.version})")
    begun = introduce(Draft.empty(), talk, TODAY)
    if begun is not None:
        moment, _ = converse(Interview(guideline, begun), talk)
        lines.extend(("", closing(moment)))
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
