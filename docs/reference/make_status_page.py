"""Write ``docs/decisions/statuses.md`` from the ladders: ``make docs``. With ``--check``, only compare.

An entry of each kind is made that fills every role, each role with a definition named after it; its ladder is what the
page shows. What becomes of an unknown is worked out by trying every combination of truths, not written down here.
"""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from pathlib import Path

from resecta.cql.core.lower import Lowering
from resecta.cql.evaluate import Evaluator
from resecta.cql.format import to_cql
from resecta.cql.tree import nodes
from resecta.cql.tree.walk import walk
from resecta.cql.types import BOOLEAN
from resecta.cql.types.check import check_expression
from resecta.guideline import Guideline, load
from resecta.guideline.ladder import Ladder, Rung, ladders
from resecta.guideline.model import AskedWhile, Intent
from resecta.guideline.status import Status, shared

PAGE = Path(__file__).parents[1] / "decisions" / "statuses.md"
START = """\
# In which order a conclusion gets its answer

Made by `make docs` from `src/resecta/guideline/ladder.py`; a test compares.

Each conclusion has a ladder, read from the top down: the first rung that holds gives the answer. The names in the
conditions are the roles that an entry of the guideline fills; a rung is left out where an entry does not fill its role.
`load` adds each ladder to the guideline's own definitions, so that what computes, what finds reasons and what merges
the sides of a dispute read it as any other. `resecta guideline show strategy:liver_first` says one in words.

The last column says what becomes of an unknown. Either the rung is passed over, and says why that is right; or the
answers are given that are left when the rung's condition is unknown, found by trying every combination of truths.
"""
HEADS = {
    "intent": "The intent of treatment",
    "strategy": "A strategy",
    "regimen": "A regimen",
    "recommendation": "A recommendation",
    "notice": "What the source is silent about",
    "asked": "A fact that is asked for in one situation only",
}
SIDES = """\
## Where two sides of a dispute lead apart

The case is concluded once for each side. What all sides share stands; where they differ, the answer is:

"""
OF_A_STRATEGY = (
    Status.PREFERRED,
    Status.OPTION,
    Status.UNDETERMINED,
    Status.CONDITION_NOT_MET,
    Status.CONTRAINDICATED,
)


def specimen() -> Guideline:
    """A guideline with one entry of each kind; every role is filled by a definition of its name."""
    shipped = load()
    strategy, regimen, recommendation, notice = (
        next(iter(entries.values()))
        for entries in (shipped.strategies, shipped.regimens, shipped.recommendations, shipped.notices)
    )
    return replace(
        shipped,
        scope="outside the guideline",
        unfit="unfit for an operation",
        cap="fitness in question",
        intents=(Intent("an intent", "its condition"), Intent("the next intent", "the next condition")),
        strategies={
            "": replace(
                strategy, id="", operation=True, conditions=("its conditions",), barred="barred", preferred="preferred"
            )
        },
        regimens={
            "": replace(
                regimen,
                id="",
                conditions=("its conditions",),
                contraindicated="contraindicated",
                blocked="blocked",
                preferred="preferred",
            )
        },
        recommendations={"": replace(recommendation, id="", condition="its condition", beyond_scope=False)},
        notices={"": replace(notice, id="", condition="its condition", beyond_scope=False)},
        asked_while=(AskedWhile("", "its condition"),),
    )


def section(ladder: Ladder) -> str:
    """The rungs of one ladder as a table."""
    kind = ladder.key.partition(":")[0]
    lines = [f"## {HEADS[kind]}", "", "| answer | where | if that is unknown |", "| --- | --- | --- |"]
    for place, rung in enumerate(ladder.rungs):
        lines.append(f"| {said(rung.answer)} | `{to_cql(rung.when)}` | {unknown(ladder, place)} |")
    lines.append(f"| {said(ladder.otherwise)} | none of these holds | |")
    return "\n".join(lines) + "\n"


def said(answer: Status | str | bool) -> str:
    """An answer for a reader."""
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return str(answer)


def unknown(ladder: Ladder, place: int) -> str:
    """What becomes of it if the condition of this rung is unknown."""
    rung = ladder.rungs[place]
    if rung.unknown is not None:
        return f"Passed over: {rung.unknown}."
    left = dict.fromkeys(left_open(ladder, place))
    return " or ".join(said(answer) for answer in left) if left else "It never is."


def left_open(ladder: Ladder, place: int) -> Iterator[Status | str | bool]:
    """The answers that the ladder gives where this rung is reached and unknown, in the order of its rungs."""
    rungs = ladder.rungs
    reached: set[int] = set()
    for truths in combinations(ladder):
        if value(rungs[place], truths) is None and not any(value(rung, truths) for rung in rungs[:place]):
            below = (at for at in range(place + 1, len(rungs)) if value(rungs[at], truths))
            reached.add(next(below, len(rungs)))
    for at in sorted(reached):
        yield ladder.otherwise if at == len(rungs) else rungs[at].answer


def combinations(ladder: Ladder) -> Iterator[Mapping[str, bool | None]]:
    """Every way in which the definitions that a ladder names can be true, false or unknown."""
    named = {
        node.name for rung in ladder.rungs for node in walk(rung.when) if isinstance(node, nodes.DefinitionReference)
    }
    for truths in product((True, False, None), repeat=len(named)):
        yield dict(zip(sorted(named), truths, strict=True))


def value(rung: Rung, truths: Mapping[str, bool | None]) -> object:
    """The truth of a rung's condition."""
    expression, _ = check_expression(rung.when, dict.fromkeys(truths, BOOLEAN))
    evaluator = Evaluator({})
    evaluator.definitions.update(truths)
    return evaluator.visit(Lowering({}).visit(expression))


def sides() -> str:
    """What two sides share, for every pair of statuses of a strategy."""
    head = ["one side", *(str(status) for status in OF_A_STRATEGY)]
    lines = [f"| {' | '.join(head)} |", f"| {' | '.join('---' for _ in head)} |"]
    for one in OF_A_STRATEGY:
        row = [f"**{one}**", *(str(shared((one, other))) for other in OF_A_STRATEGY)]
        lines.append(f"| {' | '.join(row)} |")
    return SIDES + "\n".join(lines) + "\n"


def main() -> None:
    made = ladders(specimen())
    written = "\n".join([START, *(section(ladder) for ladder in made.values()), sides()])
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(written, encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != written:
        sys.exit("docs/decisions/statuses.md is not what the ladders say: run `make docs`")


if __name__ == "__main__":
    main()
