"""What was asked of a case's conclusions, in words for the page: what would have to be otherwise, what would settle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from resecta.draw.values import inside, listed, with_unit
from resecta.draw.wording import wording
from resecta.guideline.status import ConclusionKind
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.cql.values import Value
    from resecta.guideline.pack import Guideline
    from resecta.proof.conclusion import Conclusion
    from resecta.proof.settle import Leaf, Settling, SettlingQuestion
    from resecta.proof.why_not import WhyNot


@dataclass(frozen=True, slots=True)
class IndentedLine:
    """One line of an answer, and how far in it stands."""

    depth: int
    text: str


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """A question about a conclusion, how it stands, and the answer: a lead and its lines."""

    question: str
    stands: str
    lead: str
    lines: tuple[IndentedLine, ...]


def why_not(guideline: Guideline, found: WhyNot) -> AnsweredQuestion:
    """What would have to be otherwise, a line for each way."""
    words = wording().asked
    lines = []
    for way in found.ways:
        changes = [
            words["change"].format(
                name=inside(guideline.elements[id].name),
                value=with_unit(value, guideline.elements[id]),
                now=_now(guideline, found, id),
            )
            for id, value in way.changes.items()
        ]
        lines.append(IndentedLine(0, words["way"].format(answer=_word(way.answer), changes=listed(changes))))
    lead = words["ways"] if lines else words["no_way"]
    question = words["why_not"].format(title=_title(guideline, found.conclusion))
    return AnsweredQuestion(question, words["stands"].format(answer=_word(found.answer)), lead, tuple(lines))


def _now(guideline: Guideline, found: WhyNot, id: str) -> str:
    if id in found.open:
        return wording().asked["open"]
    return inside(with_unit(found.now.facts.get(id), guideline.elements[id]))


def what_would_settle(guideline: Guideline, found: Settling) -> AnsweredQuestion:
    """The facts that settle, and what each answer leads to."""
    words = wording().asked
    if not found.settles:
        lead = words["nothing_settles"]
    elif not found.asks:
        lead = words["settled"]
    else:
        lead = words["settles"].format(names=listed([inside(guideline.elements[id].name) for id in found.asks]))
    question = words["what_would_settle"].format(title=_title(guideline, found.conclusion))
    lines = tuple(_tree(guideline, found.tree))
    return AnsweredQuestion(question, words["stands"].format(answer=_word(found.answer)), lead, lines)


def _tree(guideline: Guideline, tree: SettlingQuestion | Leaf, depth: int = 0) -> Iterator[IndentedLine]:
    from resecta.proof.settle import Leaf

    if isinstance(tree, Leaf):
        return
    for branch in tree.branches:
        text = f"{guideline.elements[tree.element].name}: {branch.text}"
        answer = f" \N{RIGHTWARDS ARROW} {_word(branch.then.answer)}" if isinstance(branch.then, Leaf) else ""
        yield IndentedLine(depth, f"{text}{answer}")
        yield from _tree(guideline, branch.then, depth + 1)


def _title(guideline: Guideline, conclusion: Conclusion) -> str:
    id = conclusion.id
    match conclusion.kind:
        case ConclusionKind.STRATEGY:
            return guideline.strategies[id].title
        case ConclusionKind.REGIMEN:
            return guideline.regimens[id].title
        case ConclusionKind.RECOMMENDATION:
            return guideline.recommendations[id].text
        case ConclusionKind.FINDING:
            return guideline.findings[id].title
    return guideline.notices[id].title


def _word(answer: Value) -> str:
    words = wording()
    if isinstance(answer, str):
        known = words.status.get(answer)
        return words.asked[answer] if known is None else known.word
    return words.truth_of(answer if isinstance(answer, bool) else None).word
