"""The dated plans of all open ways as they stand on the page: their days in order, and why there is none."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from resecta.draw.speech import Speech
from resecta.draw.summary import emergency_of
from resecta.draw.values import date, inside, listed
from resecta.draw.wording import wording
from resecta.guideline.status import Status
from resecta.lazy_dataclass import dataclass
from resecta.timeline.plan import laid_out
from resecta.timeline.words import cited

if TYPE_CHECKING:
    from resecta.advice.model import Advice, Strategy
    from resecta.guideline.pack import Guideline
    from resecta.timeline.assessment import Assessment
    from resecta.timeline.model import TimedEvent, Timeline


@dataclass(frozen=True, slots=True)
class PlanEvent:
    """One day of the plan: when it was or is proposed, and the window it may move in.

    ``figure``: the planning figure of the site that the day rests on; "" where it rests on none.
    ``bound_by``: the statements that bind the day; those that end its window stand in ``window``.
    """

    label: str
    when: str
    window: str
    figure: str
    done: bool
    bound_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of one way. ``left_out``: what it does not hold or date, and why; ``notes``: what else it says."""

    title: str
    timeline: Timeline
    events: tuple[PlanEvent, ...]
    conflict: str
    left_out: tuple[str, ...]
    notes: tuple[str, ...]


def plans(assessed: Assessment) -> tuple[Plan, ...]:
    """The plan of every open way that has one, for each side where sides differ; else what can be dated in any case."""
    if assessed.standing is not None and tells(assessed.standing):
        return (plan_of(assessed.standing.title, assessed.standing),)
    return tuple(
        plan_of(f"{plans.title}, {side.side}" if side.side else plans.title, side.timeline)
        for plans in assessed.plans.values()
        for side in plans.sides
    )


def tells(standing: Timeline) -> bool:
    """Whether what can be dated in any case holds anything but what has been done, be it on a day not known."""
    return bool(standing.constraints) or any(event.done is None and not event.given for event in standing.events)


def warned(advice: Advice) -> frozenset[str]:
    """The warnings that stand above every plan, as they begin in the plans."""
    return frozenset(hazard.text.rstrip(".") for hazard in advice.hazards)


def collisions(dated: Sequence[Plan], above: Collection[str]) -> tuple[str, ...]:
    """Why plans have no day for something, each reason once, with the ways that it stands against where not all;
    ``above``: warnings that are told already.
    """
    found = [plan.timeline.conflict for plan in dated]
    said = ["" if conflict is None else conflict.said_below(above) for conflict in found]
    return _each_once(dated, [(text,) if text else () for text in said])


def left_out(dated: Sequence[Plan]) -> tuple[str, ...]:
    """What plans do not hold or date and why, each once, with the ways whose plans they are where not all."""
    return _each_once(dated, [plan.left_out for plan in dated])


def _each_once(dated: Sequence[Plan], texts: Sequence[Sequence[str]]) -> tuple[str, ...]:
    found: dict[str, list[str]] = {}
    for plan, own in zip(dated, texts, strict=True):
        for text in own:
            found.setdefault(text, []).append(plan.title)
    return tuple(
        text if len(titles) == len(dated) else f"{'; '.join(titles)}: {text}" for text, titles in found.items()
    )


def unplanned(guideline: Guideline, assessed: Assessment) -> tuple[str, ...]:
    """Why there is no plan, or not one: an emergency, or what is to be settled first."""
    if assessed.advice.emergency:
        return (none_in_an_emergency(guideline, assessed.advice),)
    return tuple(plans.remark for plans in assessed.plans.values() if plans.remark)


def none_in_an_emergency(guideline: Guideline, advice: Advice) -> str:
    """Why nothing is dated in an emergency."""
    emergency = emergency_of(guideline, advice)
    return "" if emergency is None else wording().plan["emergency"].format(facts=emergency.facts)


def undecided(guideline: Guideline, strategy: Strategy) -> str:
    """What a way that is laid out on request still hangs on; "" for one that is decided."""
    if strategy.status is not Status.UNDETERMINED:
        return ""
    needs = wording().way["needs"].format(nouns=listed(Speech(guideline).nouns(strategy.missing)))
    word = inside(wording().status[strategy.status].word)
    return wording().plan["undecided"].format(title=strategy.title, word=word, needs=needs)


def on_request(guideline: Guideline, advice: Advice) -> str:
    """How the ways that are not decided yet are laid out all the same; "" where there is none."""
    ways = [one.id for one in advice.strategies if one.status is Status.UNDETERMINED and laid_out(guideline, one.id)]
    return wording().plan["on_request"].format(ways=", ".join(ways)) if ways else ""


def plan_of(title: str, timeline: Timeline) -> Plan:
    """One dated plan as the page lists it, under that title."""
    conflict = "" if timeline.conflict is None else timeline.conflict.said
    said = [(note.leaves_out, f"{note.text}{cited(note.statements)}") for note in timeline.notes]
    return Plan(
        title,
        replace(timeline, title=title),
        tuple(map(_event, timeline.events)),
        conflict,
        left_out=tuple(text for leaves_out, text in said if leaves_out),
        notes=tuple(text for leaves_out, text in said if not leaves_out),
    )


def _event(event: TimedEvent) -> PlanEvent:
    when = "Given" if event.given else "No date" if event.day is None else date(event.day)
    return PlanEvent(event.label, when, _window(event), event.figure, event.done is not None, event.bound_by)


def _window(event: TimedEvent) -> str:
    earliest, latest, ends = event.earliest, event.latest, cited(event.window_by)
    if event.done is not None or earliest == latest:
        return ""
    if earliest is None:
        return f"until {date(latest)}{ends}"
    return f"from {date(earliest)}{ends}" if latest is None else f"{date(earliest)} to {date(latest)}{ends}"
