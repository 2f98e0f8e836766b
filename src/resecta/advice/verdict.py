"""The verdict: what a reader takes away in ten seconds. Advice in, a sentence, the leading strategies and the facts that decide out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from resecta.advice.model import Advice, Because, Finding, Strategy
from resecta.guideline.pack import Guideline


@dataclass(frozen=True, slots=True)
class Verdict:
    """``sentence``: the finding the guideline turns on, and why. ``course``: what follows from it. ``leading``: the strategies it names."""

    sentence: str
    course: str
    leading: tuple[Strategy, ...]
    deciding: tuple[Because, ...]


def verdict(guideline: Guideline, advice: Advice) -> Verdict:
    """Sum up ``advice``. Says nothing that is not in it."""
    leading = _leading(advice)
    return Verdict(
        _sentence(advice.finding(guideline.verdict), guideline),
        _course(guideline, advice, leading),
        leading,
        _deciding(advice, advice.finding(guideline.verdict)),
    )


def _leading(advice: Advice) -> tuple[Strategy, ...]:
    preferred = tuple(s for s in advice.strategies if s.status == "preferred")
    return preferred or tuple(s for s in advice.strategies if s.status == "option")


def _sentence(finding: Finding, guideline: Guideline) -> str:
    if finding.value is None:
        return f"{finding.text} It hangs on {_listed([guideline.elements[id].name for id in finding.missing])}." if finding.missing else finding.text
    if finding.value is False and finding.because:
        return f"{finding.text.rstrip('.')}: {'; '.join(b.text.rstrip('.') for b in finding.because)}."
    return finding.text


def _course(guideline: Guideline, advice: Advice, leading: tuple[Strategy, ...]) -> str:
    if leading:
        titles = _listed([s.title for s in leading])
        if leading[0].status == "preferred":
            return f"Preferred: {titles}."
        return f"Open without preference: {titles}." if len(leading) > 1 else f"Open: {titles}."
    if any(s.status == "undetermined" for s in advice.strategies):
        missing = [guideline.elements[m.element].name for m in advice.missing if m.settles][:3]
        return f"No strategy can be put forward yet; first find out {_listed(missing)}." if missing else "No strategy can be put forward yet."
    return "No strategy of the guideline is open; the board decides."


def _deciding(advice: Advice, finding: Finding) -> tuple[Because, ...]:
    """The three facts that decide most strategies; where the verdict is no, its own reasons come first."""
    reasons = [because for strategy in advice.strategies for because in strategy.because]
    weight = Counter(element for s in advice.strategies for element in {b.element for b in s.because})
    first = [because for because in finding.because] if finding.value is False else []
    ranked = first + sorted(reasons, key=lambda because: -weight[because.element])
    distinct = {because.element: because for because in reversed(ranked)}
    return tuple(distinct[element] for element in dict.fromkeys(b.element for b in ranked))[:3]


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""
