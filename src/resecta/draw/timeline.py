"""A timeline as a picture: one timeline, or several above one another on one axis, in; SVG, or PNG, out.

The picture is complete without script: everything is labelled where it stands, what is pointed at or focused is said
in words, and its description lists the events for those who cannot see it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup

from resecta.document.extras import PICTURES
from resecta.draw.templating import environment
from resecta.draw.timeline_layout import ANY, NARROW, SHIPPED, in_lines, lay_out
from resecta.draw.timeline_words import long
from resecta.draw.wording import wording
from resecta.timeline.model import FIGURE
from resecta.timeline.words import cited

if TYPE_CHECKING:
    from resecta.timeline.model import Timeline

WIDE = 1080.0
_VARIABLE = re.compile(r"var\(--[a-z0-9-]+,\s*([^()]*|[^()]*\([^()]*\)[^()]*)\)")


def svg(timeline: Timeline, *others: Timeline, shape: str = "wide") -> Markup:
    """The picture for a page, whose colours it takes; on a phone the list of dates beside it stands in its place.

    ``shape`` tells the pictures of one page apart.
    """
    return _drawn((timeline, *others), WIDE, shape=shape)


def svg_file(timeline: Timeline, *others: Timeline, foot: str, width: float = WIDE) -> Markup:
    """The picture as a file of its own, with its own colours, light and dark; ``foot``: whose it is (``imprint``)."""
    return _drawn((timeline, *others), width, shape="alone", foot=foot)


def _drawn(timelines: tuple[Timeline, ...], width: float, *, shape: str, foot: str = "") -> Markup:
    standalone = bool(foot)
    picture = lay_out(timelines, width, ANY if standalone else SHIPPED)
    titles = " · ".join(each.title for each in timelines)
    return Markup(  # noqa: S704 - the template escapes all it is given
        environment()
        .get_template("timeline.svg")
        .render(
            picture=picture,
            says=dict(picture.says),
            key=f"tl-{shape}-{'-'.join(each.strategy for each in timelines)}",
            title=f"Timeline: {titles}",
            description=" ".join(describe(each) for each in timelines),
            narrow=width < NARROW,
            shape=shape,
            standalone=standalone,
            imprint=in_lines(f"{foot}{_key(timelines)}", width) if standalone else (),
        )
    )


def _key(timelines: tuple[Timeline, ...]) -> str:
    """What the hollow mark means, where a day has it."""
    hollow = any(event.figure for timeline in timelines for event in timeline.events)
    return f" {wording().way['mark']}" if hollow else ""


def describe(timeline: Timeline) -> str:
    """The timeline in words, event by event, for those who cannot see the picture."""
    parts = [f"{timeline.title}, seen on {long(timeline.today)}."]
    if timeline.conflict is not None:
        parts.append(timeline.conflict.said)
    parts += [deviation.said for deviation in timeline.deviations]
    for event in timeline.dated:
        state = "done" if event.done is not None else event.fixed or "proposed"
        figure = f" {FIGURE} {event.figure}" if event.figure else ""
        parts.append(f"{event.label}: {state} {long(event.day)}{cited(event.bound_by)}.{figure}")
    collides = timeline.conflict is not None and timeline.conflict.undates
    waiting = "no date while this stands" if collides else "no date proposed"
    parts += [f"{event.label}: {waiting}." for event in timeline.undated]
    parts += [f"{event.label}." for event in timeline.events if event.given]
    return " ".join(parts)


def png(timeline: Timeline, *others: Timeline, foot: str, width: float = WIDE, scale: float = 2.0) -> bytes:
    """The picture as PNG in its light colours. Raises InputError where the extra ``pictures`` is not installed."""
    PICTURES.require("PNG")
    import resvg_py

    text = flat(str(svg_file(timeline, *others, foot=foot, width=width)))
    return bytes(resvg_py.svg_to_bytes(svg_string=text, zoom=scale))


def flat(text: str) -> str:
    """The same SVG for programs that know no CSS variables: each with the colour it falls back on."""
    while _VARIABLE.search(text):
        text = _VARIABLE.sub(r"\1", text)
    return text
