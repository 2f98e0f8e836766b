"""Write ``docs/glossary.md`` from the shipped guideline and the words of the page. With ``--check``, only compare."""

import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import yaml

from resecta.draw import wording as words_of_the_page
from resecta.draw.values import sentence
from resecta.guideline import Guideline, load
from resecta.guideline.status import Status
from resecta.timeline import judgement

PAGE = Path(__file__).parents[1] / "glossary.md"
WORDS = Path(words_of_the_page.__file__).with_name("wording.yaml")
START = """\
# Glossary

Made by `make docs` from the shipped guideline and `src/resecta/draw/wording.yaml`; a test compares. How the page is
laid out: [How to read the page](how-to-read-the-page.md).
"""
MEANS = {
    Status.PREFERRED: "Every condition holds, and the guideline puts it first for these facts.",
    Status.OPTION: "Every condition holds; the guideline allows it and does not put it first.",
    Status.UNDETERMINED: "It hangs on facts that are not recorded, or on which two sources differ; they are named.",
    Status.BLOCKED: "A drug that may not start before a test is there, or so near an operation; which, is said.",
    Status.CONTRAINDICATED: "A sentence of the guideline speaks against it here. Every such line begins “Do not”.",
    Status.CONDITION_NOT_MET: "A condition of the sentence does not hold. That is no prohibition.",
}
STATUSES = """
## The status of a way of treating, or of a drug

Each has a word, a shape and a colour; the word alone is enough. Red is used for one of them only.

| word | its sentence begins | it means |
| --- | --- | --- |
"""
FORCES = """
## The force of a recommendation

The four are never mixed. What the guideline merely allows is never written as what it recommends. A recommendation
applies here, does not, or is undetermined: then what would settle it is named.

| force | heading |
| --- | --- |
"""
TRUTHS = """
## Yes, no, not known

A finding is one of these three. *Not known* is never *no*: what would settle it is named.

"""
INTENTS = """
## Intent

| word | in the verdict |
| --- | --- |
"""
TIMES = """
## Words beside a date

*n* stands for a number of days.

"""
LETTERS = """
## The letters

A number after a sentence says where it comes from. **S** is a sentence of the source, numbered in its order;
**{letters}** are readings: what we made of a sentence that is unclear, or what is ours and not the source's. A click on
the sentence shows both.

| | about | |
| --- | --- | --- |
"""


def page() -> str:
    """The whole glossary."""
    guideline = load()
    raw = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    groups = guideline.reading_groups
    parts = [
        START,
        STATUSES,
        *(
            f"| **{raw['status'][one]['word']}** | {raw['status'][one]['says']} | {MEANS[one]} |\n"
            for one in map(Status, raw["status"])
        ),
        FORCES,
        *(f"| {each['word']} | {each['title']} |\n" for each in raw["direction"].values()),
        TRUTHS,
        ", ".join(f"**{each['word']}**" for each in raw["truth"].values()) + ".\n",
        INTENTS,
        *(f"| **{each['word']}** | {each['phrase']} |\n" for each in raw["intent"].values()),
        TIMES,
        *(f"- {_plain(text)}\n" for text in raw["timing"].values()),
        *(f"- {_plain(sentence(text).rstrip('.'))}\n" for text in (*judgement.EVERY, judgement.NONE_ON_RECORD)),
        LETTERS.format(letters=f"{min(groups)}–{max(groups)}"),
        *_letters(guideline),
    ]
    return "".join(parts)


def _plain(text: str) -> str:
    """A text of the page without its places."""
    return text.replace("{days}", "*n* days").replace("{latest}", "*the day*")


def _letters(guideline: Guideline) -> Iterator[str]:
    for section, statements in groupby(guideline.statements.values(), key=lambda each: each.section):
        ids = [each.id for each in statements]
        shown = ids[0] if len(ids) == 1 else f"{ids[0]}–{ids[-1]}"
        yield f"| {shown} | {section} | the source |\n"
    for letter, about in guideline.reading_groups.items():
        for reading in guideline.readings.values():
            if reading.id.startswith(letter):
                yield f"| {reading.id} | {about}: {reading.title.replace('|', '/')} | ours |\n"


def main() -> None:
    written = page()
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(written, encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != written:
        sys.exit("docs/glossary.md is not what guideline and page say: run `python docs/reference/make_glossary.py`")


if __name__ == "__main__":
    main()
