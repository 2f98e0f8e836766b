"""The pictures of an audit as SVG, drawn from published counts: what is left out of the tables is in no picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import vl_convert
from markupsafe import Markup

from resecta.cohort.audit.intervals import LIMITS, control_limits
from resecta.document.visible import visible
from resecta.lazy_dataclass import dataclass

COLOURS = {
    "preferred": "#1b6e3c",
    "option": "#2f5fa8",
    "undetermined": "#b07400",
    "blocked": "#8a5a00",
    "condition-not-met": "#9aa3ad",
    "contraindicated": "#a32f2f",
}
STEPS = 40
WHOLE = ",d"
THOUSANDS = "\N{NARROW NO-BREAK SPACE}"
NUMBERS = {"decimal": ".", "thousands": THOUSANDS, "grouping": [3], "currency": ["", ""]}
"""As the tables write them."""
NARROW = 0.1
"""Where shares differ by less, their axis has a digit more."""


@dataclass(frozen=True, slots=True)
class Bar:
    """Cases whose day lies so far from the window; None where they are left out. ``place``: 0 inside, -1 before, …"""

    place: int
    span: str
    cases: int | None


def histogram(bars: Sequence[Bar]) -> Markup:
    """By how many days a window was missed, from before it to after it; those inside it in a colour of their own."""
    rows = [{"days": bar.span, "cases": bar.cases, "inside": bar.place == 0} for bar in bars if bar.cases]
    days = [bar.span for bar in bars]
    turned = alt.Axis(labelAngle=-60, labelOverlap="greedy", labelFontSize=10)
    chart = (
        alt.Chart(_data(rows))
        .mark_bar()
        .encode(
            x=alt.X("days:N", sort=None, scale=alt.Scale(domain=days), title="days from the window", axis=turned),
            y=alt.Y("cases:Q", title="cases", axis=alt.Axis(format=WHOLE, tickMinStep=1)),
            color=alt.condition("datum.inside", alt.value(COLOURS["preferred"]), alt.value(COLOURS["option"])),
        )
    )
    return _svg(chart.properties(width=480, height=200))


def funnel(groups: Sequence[tuple[str, int, int]], share: float) -> Markup:
    """The share that each centre kept against its number of cases, within the limits of chance about all of them."""
    points: list[dict[str, Any]] = [{"group": name, "of": of, "share": kept / of} for name, kept, of in groups if of]
    most = max((of for _, _, of in groups), default=1)
    sizes = sorted({max(1, round(most * step / STEPS)) for step in range(1, STEPS + 5)})
    limits: list[dict[str, Any]] = [
        {"of": of, "at": at, "limit": f"{sure:.1%}", "side": f"{sure}{side}"}
        for of in sizes
        for sure in LIMITS
        for side, at in zip("lh", control_limits(share, of, sure), strict=True)
    ]
    shares = [point["share"] for point in points] + [limit["at"] for limit in limits if limit["of"] > most / 10]
    percent = alt.Axis(format=".0%" if max(shares) - min(shares) > NARROW else ".1%")
    told = alt.Scale(domain=[min(shares), max(shares)], nice=True, clamp=True)
    lines = (
        alt.Chart(_data(limits))
        .mark_line(strokeWidth=1)
        .encode(
            x=alt.X("of:Q", title="cases that could be judged", axis=alt.Axis(format=WHOLE, labelOverlap=True)),
            y=alt.Y("at:Q", title="share kept", axis=percent, scale=told),
            detail="side:N",
            strokeDash=alt.StrokeDash(
                "limit:N", title="limits of chance", legend=alt.Legend(orient="top", direction="horizontal")
            ),
            color=alt.value("#5a6570"),
        )
    )
    dots = alt.Chart(_data(points)).mark_circle(size=70, color=COLOURS["option"]).encode(x="of:Q", y="share:Q")
    names = dots.mark_text(dy=-11, fontWeight="bold", color="#20262c").encode(text="group:N")
    return _svg((lines + dots + names).properties(width=480, height=200))


def flow(rows: list[dict[str, Any]]) -> Markup:
    """From the verdict on the criteria to the status of each strategy."""
    chart = (
        alt.Chart(_data(rows))
        .mark_bar()
        .encode(
            x=alt.X("cases:Q", title="cases", stack="zero", axis=alt.Axis(format=WHOLE, labelOverlap=True)),
            y=alt.Y("strategy:N", title=None, axis=alt.Axis(labelLimit=260)),
            color=alt.Color(
                "status:N", title="status", scale=alt.Scale(domain=list(COLOURS), range=list(COLOURS.values()))
            ),
            row=alt.Row("verdict:N", title=None, header=alt.Header(labelAngle=0, labelAlign="left")),
        )
    )
    return _svg(chart.properties(width=420, height=150))


def _data(rows: list[dict[str, Any]]) -> Any:
    """The rows with what hides in their texts made visible: the process that draws ends at a control character."""
    told = [{key: visible(value) if isinstance(value, str) else value for key, value in row.items()} for row in rows]
    return alt.Data(values=told)  # type: ignore[no-untyped-call]  # Altair's own, made from its schema


def _svg(chart: alt.Chart | alt.LayerChart) -> Markup:
    plain = chart.configure(font="Resecta Sans, sans-serif").configure_view(stroke=None)
    return Markup(vl_convert.vegalite_to_svg(plain.to_dict(), format_locale=NUMBERS))  # noqa: S704 - drawn here from numbers and escaped names
