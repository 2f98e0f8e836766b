"""Two states side by side as a page, as lines for a terminal, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from resecta.advice.compare import ASSESSED_ON, GUIDELINE
from resecta.advice.contract import json_value
from resecta.advice.reworded import hazards_apart
from resecta.draw.headline import verdict
from resecta.draw.sources import source
from resecta.draw.templating import environment
from resecta.draw.values import listed, shown, with_unit
from resecta.draw.wording import regimen_word, wording
from resecta.guideline.status import ConclusionKind
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.advice.compare import BeforeAndAfter, ConclusionChange, Known
    from resecta.advice.model import Advice
    from resecta.guideline.pack import Guideline

_ORDER = (
    ConclusionKind.INTENT,
    ConclusionKind.STRATEGY,
    ConclusionKind.REGIMEN,
    ConclusionKind.RECOMMENDATION,
    ConclusionKind.FINDING,
    ConclusionKind.SILENT,
)


@dataclass(frozen=True, slots=True)
class FactLine:
    """A changed fact in words."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ConclusionLine:
    """A changed conclusion in words. ``icons``: the statuses' icons, or none where the conclusion has no status."""

    kind: str
    title: str
    before: str
    after: str
    icons: tuple[str, str]
    because: str
    cited: tuple[str, ...]


def render(guideline: Guideline, comparison: BeforeAndAfter, theme: str = "") -> str:
    """The comparison as one self-contained HTML file; ``guideline`` is that of the second state."""
    return (
        environment()
        .get_template("compare.html")
        .render(
            guideline=guideline,
            comparison=comparison,
            theme=theme,
            verdict=verdict_line(guideline, comparison),
            facts=tuple(fact_lines(guideline, comparison)),
            groups=tuple(groups(guideline, comparison)),
            words_lines=tuple(words_lines(guideline, comparison)),
            source=lambda *cited: source(guideline, *cited),
        )
    )


def verdict_line(guideline: Guideline, comparison: BeforeAndAfter) -> str:
    """Whether the verdict stands or has changed, with its sentence in both states."""
    before, after = (verdict(guideline, advice).sentence for advice in (comparison.before, comparison.after))
    words = wording().changed
    return words["verdict_stands" if before == after else "verdict_moved"].format(before=before, after=after)


def fact_lines(guideline: Guideline, comparison: BeforeAndAfter) -> Iterator[FactLine]:
    """The changed facts, in the order of the guideline."""
    for change in comparison.facts:
        said = [_known(guideline, change.element, known) for known in (change.before, change.after)]
        yield FactLine(_name(guideline, change.element), *said)


def groups(guideline: Guideline, comparison: BeforeAndAfter) -> Iterator[tuple[str, tuple[ConclusionLine, ...]]]:
    """The changed conclusions by kind: intent first, then what is treated, with what, and what it rests on."""
    for kind in _ORDER:
        changes = [change for change in comparison.conclusions if change.kind == kind]
        lines = tuple(_line(guideline, comparison, change) for change in changes)
        if lines:
            yield wording().kind[kind], lines


@dataclass(frozen=True, slots=True)
class WordsLine:
    """What is said otherwise of one conclusion, or of the hazards: sentences that are gone, and that are new."""

    title: str
    gone: tuple[str, ...]
    new: tuple[str, ...]


def words_lines(guideline: Guideline, comparison: BeforeAndAfter) -> Iterator[WordsLine]:
    """The hazards that came or went, then each conclusion that stands and says something else."""
    gone, new = _hazards(comparison)
    if gone or new:
        yield WordsLine(wording().changed["hazards"], gone, new)
    for each in comparison.reworded:
        yield WordsLine(_title(guideline, comparison, each.kind, each.id)[0], each.gone, each.new)


def to_json(comparison: BeforeAndAfter) -> dict[str, Any]:
    """The comparison as ``resecta compare --json`` prints it."""
    return {
        "same_patient": comparison.same_patient,
        "remarks": list(comparison.remarks),
        "before": _state(comparison.before),
        "after": _state(comparison.after),
        "facts": [
            {"element": change.element, "before": _plain(change.before), "after": _plain(change.after)}
            for change in comparison.facts
        ],
        "conclusions": [
            {
                "kind": change.kind,
                "id": change.id,
                "before": change.before,
                "after": change.after,
                "because": list(change.because),
            }
            for change in comparison.conclusions
        ],
        "hazards": dict(zip(("gone", "new"), map(list, _hazards(comparison)), strict=True)),
        "reworded": [
            {"kind": each.kind, "id": each.id, "gone": list(each.gone), "new": list(each.new)}
            for each in comparison.reworded
        ],
    }


def _hazards(comparison: BeforeAndAfter) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return hazards_apart(comparison.before, comparison.after)


def _state(advice: Advice) -> dict[str, Any]:
    day = advice.assessed_on
    guideline = {"id": advice.guideline_id, "version": advice.guideline_version, "digest": advice.guideline_digest}
    return {"case": advice.case, "assessed_on": day.isoformat() if day else None, "guideline": guideline}


def _plain(known: Known) -> Any:
    if known.hangs:
        return {"hangs_on": [name for name, _ in known.hangs]}
    return {"disputed": [json_value(value) for value in known.disputed]} if known.disputed else json_value(known.value)


def _line(guideline: Guideline, comparison: BeforeAndAfter, change: ConclusionChange) -> ConclusionLine:
    title, cited = _title(guideline, comparison, change.kind, change.id)
    because = listed([_name(guideline, element) for element in change.because])
    said = [_status(guideline, change, status) for status in (change.before, change.after)]
    icons = (_icon(change.kind, change.before), _icon(change.kind, change.after))
    return ConclusionLine(change.kind, title, said[0], said[1], icons, because, cited)


def _title(
    guideline: Guideline, comparison: BeforeAndAfter, kind: ConclusionKind, id: str
) -> tuple[str, tuple[str, ...]]:
    if kind is ConclusionKind.INTENT:
        return wording().kind[ConclusionKind.INTENT], ()
    if kind is ConclusionKind.RECOMMENDATION:
        both = (*comparison.after.recommendations, *comparison.before.recommendations)
        return next((each.text, each.statements) for each in both if each.id == id)
    entries: dict[str, Any] = {
        ConclusionKind.STRATEGY: guideline.strategies,
        ConclusionKind.REGIMEN: guideline.regimens,
        ConclusionKind.FINDING: guideline.findings,
        ConclusionKind.SILENT: guideline.notices,
    }
    entry = entries[kind].get(id)
    return (entry.title, entry.statements) if entry else (id, ())


def _status(guideline: Guideline, change: ConclusionChange, status: str | bool | None) -> str:
    words, kind = wording(), change.kind
    if kind == ConclusionKind.INTENT:
        return words.intent_of(str(status)).word
    if kind == ConclusionKind.FINDING:
        return words.truth_of(status if isinstance(status, bool) else None).word
    if kind == ConclusionKind.SILENT:
        return words.changed["silent" if status else "spoken"]
    if status is None:
        return words.changed["absent"]
    if kind == ConclusionKind.REGIMEN and change.id in guideline.regimens:
        return regimen_word(guideline.regimens[change.id], str(status))
    known = words.status.get(str(status))
    return known.word if known else str(status).replace("-", " ").capitalize()


def _icon(kind: str, status: str | bool | None) -> str:
    if kind == ConclusionKind.FINDING:
        return wording().truth_of(status if isinstance(status, bool) else None).icon
    return str(status) if str(status) in wording().status else ""


def _name(guideline: Guideline, element: str) -> str:
    if element in (ASSESSED_ON, GUIDELINE):
        return wording().changed[element]
    known = guideline.elements.get(element)
    return known.name if known else element


def _known(guideline: Guideline, element: str, known: Known) -> str:
    if known.hangs:
        names = [name if written is None else f"{name} ({shown(written)})" for name, written in known.hangs]
        return wording().changed["hangs"].format(names=listed(names))
    said = [known.value, *known.disputed][1 if known.disputed else 0 :]
    unit = guideline.elements.get(element)
    return listed([with_unit(value, unit) if unit else shown(value) for value in said], "or")
