"""Does a name that a schedule uses of itself lead to a step, to a point of it, or to something that takes time?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from resecta.document import Problem, did_you_mean, quote
from resecta.guideline.mention import Mention
from resecta.guideline.schedule.model import Entry, Minimum, Step, Window
from resecta.guideline.schedule.reference import At, reference_of

KINDS = ("step", "point", "event", "part")


def check(mention: Mention, named: Iterable[str], entries: Mapping[str, Entry]) -> Iterator[Problem]:
    """A problem where the name leads nowhere. ``named``: every id of the file; ``entries``: those that were read."""
    meant = reference_of(mention.name) if mention.kind in ("point", "event") else At(mention.name)
    assert isinstance(meant, At)  # noqa: S101 - first, last and every name tags, which are mentions of their own
    entry = entries.get(meant.step)
    if meant.step not in named:
        steps = [id for id, one in entries.items() if mention.kind == "part" or isinstance(one, Step)]
        mend = did_you_mean(meant.step, steps) or 'write step, step.point, or "first", "last" or "every" with a tag'
        yield mention.problem(f"{quote(meant.step)} is no step of constraints.yaml", mend)
    elif entry is None or (isinstance(entry, Step) and entry.points_apart):
        return  # it was refused, or contradicts itself, which is said of it
    elif mention.kind == "part":
        if not isinstance(entry, Minimum | Window) and not (isinstance(entry, Step) and entry.sittings is not None):
            yield mention.problem(
                f"{quote(mention.name)} takes no time", "name a step with sittings, a minimum or a window"
            )
    elif not isinstance(entry, Step):
        yield mention.problem(f"{quote(meant.step)} is a {entry.kind}, and no step", "name a step, or a point of one")
    elif mention.kind != "step":
        yield from _check_point(mention, meant, entry)


def _check_point(mention: Mention, meant: At, step: Step) -> Iterator[Problem]:
    ends = mention.kind == "event" and step.cycles is not None and meant.point == "end"
    if step.means(meant) or ends:
        return
    points = ", ".join(f"{step.id}.{point}" for point in step.points if point != "day") or step.id
    if meant.point is None:
        yield mention.problem(f"{quote(step.id)} is more than one day", f"write {points}")
    else:
        mend = did_you_mean(meant.point, step.points)
        yield mention.problem(f"{quote(step.id)} has no point {quote(meant.point)}", mend or f"write {points}")
