"""The audit as one page that opens without a network: every number with its table, every small count left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from resecta.cohort.audit.charts import THOUSANDS, Bar, flow, funnel, histogram
from resecta.cohort.audit.counts import Audit, Kept
from resecta.cohort.audit.intervals import wilson
from resecta.cohort.audit.rules import How, of_everybody
from resecta.cohort.audit.suppress import suppressed, suppressed_table
from resecta.draw import style
from resecta.draw.templating import shown_whole
from resecta.guideline.pack import Guideline
from resecta.guideline.status import ConclusionKind
from resecta.lazy_dataclass import dataclass

BIN = 7
"""Days of one bar."""
FAR = 26
"""Bars on each side of a window; what lies further off stands in the last."""

Share = tuple[str, str]
"""What was kept of what could be judged, and its interval; a dash and nothing where it is not told."""


@dataclass(frozen=True, slots=True)
class PublishedRule:
    """A rule as it is published: None for what is left out. ``reasons``: what decided where it was not kept."""

    kept: Kept
    inside: int | None
    outside: int | None
    open: int | None
    share: Share
    missing: Sequence[str]
    reasons: Sequence[str]
    picture: Markup | None
    days: Sequence[Bar]
    groups: Sequence[tuple[str, Sequence[tuple[str, int | None, int | None, Share]], Markup | None]]


def render(guideline: Guideline, audit: Audit, metadata: Mapping[str, str], least: int) -> str:
    """The page as HTML. ``least``: the smallest count that is published."""
    lines = [_line(guideline, kept, least) for kept in audit.kept]
    verdicts = _verdicts(guideline, audit, least)
    titles = _titles(guideline)
    statuses = [(kind, titles[kind, id], *_statuses(counts, least)) for (kind, id), counts in audit.statuses.items()]
    template = _environment().get_template("audit.html")
    return template.render(
        guideline=guideline,
        audit=audit,
        metadata=metadata,
        lines=lines,
        unaudited=[guideline.statements[id] for id in audit.unaudited],
        flow=flow([row for row in verdicts if row["cases"]]) if verdicts else None,
        verdicts=verdicts,
        statuses=statuses,
        missing=[(id, guideline.elements[id].name, _small(count, least)) for id, count in audit.missing],
        least=least,
        sheet=style.sheet(),
    )


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("resecta.cohort.audit", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown_whole,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["target"] = How.TARGET
    made.filters["count"] = lambda value: "left out" if value is None else f"{value:,}".replace(",", THOUSANDS)
    return made


def _small(count: int, least: int) -> int | None:
    return None if 0 < count < least else count


def _line(guideline: Guideline, kept: Kept, least: int) -> PublishedRule:
    inside, outside = suppressed([kept.inside, kept.outside], least)
    bars = _bars(kept.days)
    days = [
        Bar(place, _span(place), count) for place, count in zip(bars, suppressed([*bars.values()], least), strict=True)
    ]
    return PublishedRule(
        kept,
        inside,
        outside,
        _small(kept.open, least),
        _share(inside, None if inside is None or outside is None else kept.judged),
        [guideline.elements[id].name for id, count in kept.missing if count >= least],
        [reason for reason, count in kept.reasons if outside is not None and count >= least],
        histogram(days) if any(bar.cases for bar in days) else None,
        days,
        [_group(name, groups, kept, least) for name, groups in kept.groups.items()],
    )


def _bars(days: Mapping[int, int]) -> dict[int, int]:
    """Place of a bar → cases: 0 inside the window, -1 up to a week before it, 1 up to a week after, without a gap."""
    found: dict[int, int] = {}
    for day, count in days.items():
        weeks = (abs(day) + BIN - 1) // BIN
        place = min(weeks, FAR) * (1 if day > 0 else -1)
        found[place] = found.get(place, 0) + count
    return {place: found.get(place, 0) for place in range(min(found), max(found) + 1)} if found else {}


def _span(place: int) -> str:
    """A bar in words."""
    if place == 0:
        return "inside"
    side = "before" if place < 0 else "after"
    first, last = (abs(place) - 1) * BIN + 1, abs(place) * BIN
    return f"{first} or more {side}" if abs(place) == FAR else f"{first}–{last} {side}"


def _group(
    name: str, groups: Mapping[str, tuple[int, int]], kept: Kept, least: int
) -> tuple[str, Sequence[tuple[str, int | None, int | None, Share]], Markup | None]:
    """One row per group; inside and outside are left out together with what would give them away."""
    order = sorted(groups)
    cells = suppressed_table([(groups[one][0], groups[one][1] - groups[one][0]) for one in order], least)
    rows = []
    for one, (inside, outside) in zip(order, cells, strict=True):
        judged = None if inside is None or outside is None else inside + outside
        rows.append((one, inside, judged, _share(inside, judged)))
    told = [(one, inside, judged) for one, inside, judged, _ in rows if inside is not None and judged]
    share = kept.inside / kept.judged if kept.judged else 0.0
    return name, rows, funnel(told, share) if len(told) > 1 and 0 < share < 1 else None


def _share(inside: int | None, judged: int | None) -> Share:
    if inside is None or not judged:
        return "\N{EN DASH}", ""
    low, high = wilson(inside, judged)
    return f"{inside / judged:.1%}", f"({low:.1%} to {high:.1%})"


def _titles(guideline: Guideline) -> Mapping[tuple[ConclusionKind, str], str]:
    """What people call a conclusion."""
    say = of_everybody(guideline)
    titles = {(ConclusionKind.STRATEGY, id): one.title for id, one in guideline.strategies.items()}
    titles |= {(ConclusionKind.REGIMEN, id): one.title for id, one in guideline.regimens.items()}
    return titles | {
        (ConclusionKind.RECOMMENDATION, id): say(one.text) for id, one in guideline.recommendations.items()
    }


def _statuses(counts: Mapping[str, int], least: int) -> tuple[list[tuple[str, int | None]]]:
    order = sorted(counts)
    return (list(zip(order, suppressed([counts[one] for one in order], least), strict=True)),)


def _verdicts(guideline: Guideline, audit: Audit, least: int) -> list[dict[str, Any]]:
    title = guideline.findings[guideline.verdict].title
    found = []
    for verdict, strategies in audit.verdicts.items():
        for id, counts in strategies.items():
            order = sorted(counts)
            for status, count in zip(order, suppressed([counts[one] for one in order], least), strict=True):
                named = guideline.strategies[id].title
                found.append({"verdict": f"{title}: {verdict}", "strategy": named, "status": status, "cases": count})
    return found
