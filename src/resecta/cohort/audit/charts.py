"""The pictures of an audit as SVG, drawn from published counts: what is left out of the tables is in no picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import vl_convert
from markupsafe import Markup

from resecta.cohort.audit.intervals import LIMITS, control_limits

COLOURS = {
    "preferred": "#1b6e3c",
    "option": "#2f5fa8",
    "undetermined": "#b07400",
    "blocked": "#8a5a00",
    "condition-not-met": "#9aa3ad",
    "contraindicated": "#a32f2f",
}
STEPS = 40


def histogram(days: Mapping[int, int | None], width: int = 5) -> Markup:
    """By how many days a window was missed: 0 inside it, before it to the left, after it to the right."""
    rows = [{"from": day, "to": day + width, "cases": count} for day, count in sorted(days.items()) if count]
    bars = alt.Chart(_data(rows)).mark_bar(color=COLOURS["option"], stroke="white", strokeWidth=0.5)
    base = bars.encode(
        x=alt.X("from:Q", bin="binned", title="days before (−) or after (+) the window", axis=alt.Axis(format="d")),
        x2="to:Q",
        y=alt.Y("cases:Q", title="cases", axis=alt.Axis(format="d", tickMinStep=1)),
    )
    rule = alt.Chart(_data([{"at": 0}])).mark_rule(color=COLOURS["preferred"], strokeDash=[4, 3]).encode(x="at:Q")
    return _svg((base + rule).properties(width=520, height=150))


def funnel(groups: Sequence[tuple[str, int, int]], share: float) -> Markup:
    """The share that each centre kept against its number of cases, within the limits of chance about all of them."""
    points = [{"group": name, "of": of, "share": kept / of} for name, kept, of in groups if of]
    most = max((of for _, _, of in groups), default=1)
    sizes = sorted({max(1, round(most * step / STEPS)) for step in range(1, STEPS + 5)})
    limits = [
        {"of": of, "at": at, "limit": f"{sure:.1%}", "side": f"{sure}{side}"}
        for of in sizes
        for sure in LIMITS
        for side, at in zip("lh", control_limits(share, of, sure), strict=True)
    ]
    percent = alt.Axis(format=".0%")
    lines = (
        alt.Chart(_data(limits))
        .mark_line(strokeWidth=1)
        .encode(
            x=alt.X("of:Q", title="cases that could be judged"),
            y=alt.Y("at:Q", title="kept", axis=percent, scale=alt.Scale(domain=[0, 1])),
            detail="side:N",
            strokeDash=alt.StrokeDash("limit:N", title="limits of chance"),
            color=alt.value("#5a6570"),
        )
    )
    dots = alt.Chart(_data(points)).mark_circle(size=70, color=COLOURS["option"]).encode(x="of:Q", y="share:Q")
    names = dots.mark_text(dx=9, align="left", color="#20262c").encode(text="group:N")
    return _svg((lines + dots + names).properties(width=520, height=240))


def flow(rows: list[dict[str, Any]]) -> Markup:
    """From the verdict on the criteria to the status of each strategy."""
    chart = (
        alt.Chart(_data(rows))
        .mark_bar()
        .encode(
            x=alt.X("cases:Q", title="cases", stack="zero"),
            y=alt.Y("strategy:N", title=None, axis=alt.Axis(labelLimit=260)),
            color=alt.Color(
                "status:N", title="status", scale=alt.Scale(domain=list(COLOURS), range=list(COLOURS.values()))
            ),
            row=alt.Row("verdict:N", title=None, header=alt.Header(labelAngle=0, labelAlign="left")),
        )
    )
    return _svg(chart.properties(width=420, height=150))


def _data(rows: list[dict[str, Any]]) -> Any:
    return alt.Data(values=rows)  # type: ignore[no-untyped-call]  # Altair's own, made from its schema


def _svg(chart: alt.Chart | alt.LayerChart) -> Markup:
    plain = chart.configure(font="Resecta Sans, sans-serif").configure_view(stroke=None)
    return Markup(vl_convert.vegalite_to_svg(plain.to_dict()))  # noqa: S704 - drawn here from numbers and escaped names
