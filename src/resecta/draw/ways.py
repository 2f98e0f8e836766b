"""The ways of treating side by side: one table with what tells them apart, what they share said once."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from resecta.draw.speech import Speech
from resecta.draw.timeline_words import long
from resecta.draw.values import days, inside
from resecta.draw.wording import wording
from resecta.guideline.status import Status
from resecta.lazy_dataclass import dataclass
from resecta.timeline.model import FIGURE

if TYPE_CHECKING:
    from resecta.advice.model import Advice, Argument, Strategy
    from resecta.guideline.pack import Guideline
    from resecta.timeline.assessment import Assessment
    from resecta.timeline.model import Figure, Timeline

MOST = 4


@dataclass(frozen=True, slots=True)
class CellArgument:
    """An argument in a cell. ``known``: whether it is known to hold."""

    text: str
    cited: tuple[str, ...]
    known: bool


@dataclass(frozen=True, slots=True)
class StrategyColumn:
    """A column of the table. ``why``: the reasons it does not share with the others; ``figures``: a cell for each row
    of figures.
    """

    strategy: Strategy
    word: str
    why: tuple[str, ...]
    needs: str
    pro: tuple[CellArgument, ...]
    contra: tuple[CellArgument, ...]
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StrategyTable:
    """The table: columns, the labels of the rows of figures, the reasons and figures that all open ways share, and what
    is closed.
    """

    columns: tuple[StrategyColumn, ...]
    figures: tuple[str, ...]
    common: tuple[str, ...]
    closed: tuple[StrategyColumn, ...]

    @property
    def marked(self) -> bool:
        """Whether a day rests on a planning figure of the site."""
        return any(FIGURE in cell for way in self.columns for cell in way.figures)


def ranked(advice: Advice) -> list[Strategy]:
    """Every way in the order in which a reader meets them: what the guideline puts first stands first."""
    return sorted(advice.strategies, key=lambda strategy: wording().status[strategy.status].rank)


def ways(guideline: Guideline, assessed: Assessment) -> StrategyTable:
    """At most four ways by rank, those whose condition is not met apart."""
    advice, speech = assessed.advice, Speech(guideline)
    beside = [strategy for strategy in ranked(advice) if strategy.status is not Status.CONDITION_NOT_MET][:MOST]
    open_ = [strategy for strategy in beside if strategy.status.open]
    shared = [_why(advice, speech, strategy) for strategy in open_]
    common = [text for text in shared[0] if all(text in each for each in shared)] if len(open_) > 1 else []
    cells = {label: {_cell(strategy, assessed, label) for strategy in open_} for label in _labels(advice, assessed)}
    alike = {label: next(iter(told)) for label, told in cells.items() if len(open_) > 1 and len(told) == 1}
    labels = tuple(label for label in cells if label not in alike)
    figures = [f"{inside(label)} {value}" for label, value in alike.items() if value != wording().way["none"]]
    columns = tuple(_way(guideline, strategy, assessed, labels, common) for strategy in beside)
    closed = tuple(_way(guideline, strategy, assessed, (), ()) for strategy in ranked(advice) if strategy not in beside)
    return StrategyTable(columns, labels, (*common, *figures), closed)


def way_word(strategy: Strategy) -> str:
    """The word for how a strategy stands."""
    return wording().pending if strategy.pending and _barred(strategy) else wording().status[strategy.status].word


def _barred(strategy: Strategy) -> bool:
    return strategy.status is Status.CONTRAINDICATED


def _labels(advice: Advice, assessed: Assessment) -> tuple[str, ...]:
    """The rows of figures that at least one plan fills."""
    found: dict[str, None] = {}
    for strategy in advice.strategies:
        plans = assessed.plans.get(strategy.id)
        for timeline in () if plans is None else [side.timeline for side in plans.sides]:
            found.update({figure.label: None for figure in timeline.figures if figure_said(figure, timeline)})
    return tuple(found)


def _way(
    guideline: Guideline, strategy: Strategy, assessed: Assessment, labels: Sequence[str], common: Sequence[str]
) -> StrategyColumn:
    speech = Speech(guideline)
    why = _why(assessed.advice, speech, strategy)
    needs = wording().way["needs"].format(nouns=speech.few(strategy.missing)) if strategy.missing else ""
    return StrategyColumn(
        strategy,
        way_word(strategy),
        tuple(text for text in why if text not in common),
        needs if strategy.status is Status.UNDETERMINED else "",
        tuple(_points(strategy.arguments, "for")),
        tuple(_points(strategy.arguments, "against")),
        tuple(_cell(strategy, assessed, label) for label in labels),
    )


def _why(advice: Advice, speech: Speech, strategy: Strategy) -> list[str]:
    """The reasons that tell ways apart: those a statement speaks of (of a closed way all, where there is none such).

    The facts of the criteria have rows of their own.
    """
    told = {because.element for finding in advice.criteria for because in finding.because}
    spoken = [each for each in strategy.because if each.statements and each.element not in told]
    return speech.reasons(spoken or (() if strategy.status.open else strategy.because))


def _points(arguments: Sequence[Argument], side: str) -> list[CellArgument]:
    """The arguments of one side that hold or may hold."""
    return [
        CellArgument(one.text, (*one.statements, *one.readings), one.holds is True)
        for one in arguments
        if one.side == side and one.holds is not False
    ]


def _cell(strategy: Strategy, assessed: Assessment, label: str) -> str:
    plans = assessed.plans.get(strategy.id)
    if plans is None or not plans.sides:
        return wording().way["none"]
    told = {_figure(side.timeline, label) for side in plans.sides}
    return told.pop() if len(told) == 1 else wording().way["differs"]


def _figure(timeline: Timeline, label: str) -> str:
    figure = next((each for each in timeline.figures if each.label == label), None)
    return wording().way["none"] if figure is None else figure_said(figure, timeline) or wording().way["none"]


def figure_said(figure: Figure, timeline: Timeline) -> str:
    """A figure of a plan in words, "" where it has none; a day that rests on a planning figure of the site says so."""
    if figure.day is None:
        return "" if figure.days is None else days(figure.days)
    words, day = wording().way, long(figure.day)
    if figure.day < timeline.today:
        return f"{day} ({words['done']})"
    return f"{day} {FIGURE}" if rests_on_a_figure(timeline, figure.day) else day


def rests_on_a_figure(timeline: Timeline, day: datetime.date) -> bool:
    """Whether what the plan proposes for that day rests on a planning figure of the site."""
    return any(event.day == day and event.figure and event.done is None for event in timeline.events)
