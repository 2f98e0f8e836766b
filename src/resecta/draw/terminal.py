"""Advice in a terminal: advice in, lines of at most the console's width out.

Every status by word and mark, never by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from resecta.advice.model import Advice, Because, Recommendation, Strategy
from resecta.draw.headline import verdict
from resecta.draw.values import date, days, listed
from resecta.draw.wording import regimen_word, wording
from resecta.guideline.pack import Guideline
from resecta.guideline.status import Status
from resecta.timeline.assessment import Assessment

MARKS = {
    Status.PREFERRED: ("■", "bold green"),
    Status.OPTION: ("□", "blue"),
    Status.CONDITION_NOT_MET: ("·", "dim"),
    Status.CONTRAINDICATED: ("✖", "bold red"),
    Status.UNDETERMINED: ("?", "yellow"),
    Status.BLOCKED: ("…", "yellow"),
}


def print_advice(guideline: Guideline, assessed: Assessment, console: Console) -> None:
    """Print the whole advice for a reader: the verdict first, then what it rests on."""
    advice = assessed.advice
    _head(guideline, advice, console)
    _conflicts(advice, console)
    _strategies(guideline, advice, console)
    _regimens(guideline, advice, console)
    _recommendations(guideline, advice, console)
    _timing(advice, console)
    _missing(guideline, advice, console)
    _foot(guideline, advice, console)


def _head(guideline: Guideline, advice: Advice, console: Console) -> None:
    day = f", assessed on {date(advice.assessed_on)}" if advice.assessed_on else ""
    console.print(Text(f"{advice.case}{day}", style="bold"))
    console.print(Text(f"{guideline.title} ({guideline.id} {guideline.version}, {guideline.digest[:12]})", style="dim"))
    summary = verdict(guideline, advice)
    settled = advice.finding(guideline.verdict)
    why = f" Because: {_reasons(settled.because)}." if settled.value is False else ""
    console.print()
    console.print(Text(f"{summary.words} {listed(summary.names)}{summary.end}", style="bold"))
    console.print(Text(f"{settled.text}{why}"))
    for remark in advice.remarks:
        console.print(Text(f"! {remark}", style="yellow"))


def _conflicts(advice: Advice, console: Console) -> None:
    if not advice.conflicts:
        return
    _heading(console, "Disputed facts")
    for conflict in advice.conflicts:
        _line(console, f"! {conflict.text}", 0)
        for side in conflict.sides:
            changed = "; ".join(f"{c.id} {_spoken(c.status)}" for c in side.changes) or "changes nothing"
            _line(console, f"If {', '.join(side.sources)} is right: {changed}", 4, "dim")


def _spoken(status: str | bool | None) -> str:
    return status if isinstance(status, str) else wording().truth_of(status).word.lower()


def _strategies(guideline: Guideline, advice: Advice, console: Console) -> None:
    _heading(console, "Strategies")
    for strategy in sorted(advice.strategies, key=lambda s: wording().status[s.status].rank):
        word = wording().status[strategy.status].word
        _status(console, strategy.status, word, strategy.title, strategy.statements)
        for note in strategy.notes:
            _line(console, f"! {note}", 4)
        if strategy.status.open or strategy.status is Status.CONTRAINDICATED:
            _arguments(console, strategy)
        _why(guideline, console, strategy.status, strategy.because, strategy.missing)


def _arguments(console: Console, strategy: Strategy) -> None:
    for argument in strategy.arguments:
        if argument.holds is not False:
            sign = "+" if argument.side == "for" else "−"
            doubt = "" if argument.holds else " [not known whether it holds]"
            said = _cited(argument.text.rstrip("."), (*argument.statements, *argument.readings))
            _line(console, f"{sign} {said}{doubt}", 4)


def _regimens(guideline: Guideline, advice: Advice, console: Console) -> None:
    if advice.regimens:
        _heading(console, "Drugs")
    for regimen in advice.regimens:
        word = regimen_word(guideline.regimens[regimen.id], regimen.status)
        _status(console, regimen.status, word, regimen.title, regimen.statements)
        for note in regimen.notes:
            _line(console, note, 4, "dim")
        if not regimen.status.open:
            _why(guideline, console, regimen.status, regimen.because, regimen.missing)


def _recommendations(guideline: Guideline, advice: Advice, console: Console) -> None:
    for direction in sorted(wording().direction.values(), key=lambda direction: direction.rank):
        applying = [r for r in advice.recommendations if r.direction == direction.id and r.status.open]
        if applying:
            _heading(console, direction.title)
        for recommendation in applying:
            _recommendation(console, recommendation)
    open_ = [r for r in advice.recommendations if r.status is Status.UNDETERMINED]
    if open_:
        _heading(console, "Recommendations not decided yet")
    for recommendation in open_:
        _recommendation(console, recommendation)
        _line(console, f"needs {_names(guideline, recommendation.missing)}", 4, "dim")


def _recommendation(console: Console, recommendation: Recommendation) -> None:
    said = _cited(recommendation.text.rstrip("."), recommendation.statements or recommendation.readings)
    _line(console, f"› {said}", 2)
    for note in recommendation.notes:
        _line(console, note, 4, "dim")


def _timing(advice: Advice, console: Console) -> None:
    timed = [f for f in advice.findings if f.window is not None]
    if timed:
        _heading(console, "Timing")
    for finding in timed:
        mark = {True: "✓", False: "✗", None: "·"}[finding.value]
        missed = finding.window.missed_by_days if finding.window else None
        off = f" [{days(missed)} {'late' if missed > 0 else 'early'}]" if missed else ""
        _line(console, f"{mark} {_cited(finding.text.rstrip('.'), finding.statements)}{off}", 2)


def _missing(guideline: Guideline, advice: Advice, console: Console) -> None:
    _heading(console, "What is missing")
    if not advice.missing:
        _line(console, wording().empty["missing"], 2)
    for item in advice.missing:
        weight = f"settles {item.settles}" if item.settles else "always asked"
        _line(console, f"? {item.question} [{guideline.elements[item.element].name}; {weight}]", 2)


def _foot(guideline: Guideline, advice: Advice, console: Console) -> None:
    if advice.silent:
        _heading(console, "The source says nothing on this")
    for silence in advice.silent:
        _line(console, f"○ {_cited(silence.text, silence.readings or silence.statements)}", 2)
    switched = [r for r in advice.readings if not r.default]
    if switched or advice.departures:
        _heading(console, "Departures of this site from the shipped guideline")
    for reading in switched:
        _line(console, f"{reading.id} {guideline.readings[reading.id].title}: {reading.choice}", 2)
    for departure in advice.departures:
        _line(console, f"{departure.file} {departure.id}: {departure.shipped} → {departure.site}", 2)
    _heading(console, "At the table")
    _line(console, f"{', '.join(advice.disciplines_required)}. It advises; the board decides and signs.", 2)


def _status(console: Console, status: Status, word: str, title: str, statements: Iterable[str]) -> None:
    mark, style = MARKS[status]
    line = Text(f"{mark} {word:<17} ", style=style)
    line.append(_cited(title, statements), style="bold" if status is Status.PREFERRED else "")
    _wrapped(console, line, 2)


def _why(
    guideline: Guideline, console: Console, status: Status, because: tuple[Because, ...], missing: tuple[str, ...]
) -> None:
    if status in (Status.UNDETERMINED, Status.BLOCKED) and missing:
        _line(console, f"needs {_names(guideline, missing)}", 4, "dim")
    elif because:
        _line(console, f"because {_reasons(because)}", 4, "dim")


def _cited(text: str, sources: Iterable[str]) -> str:
    """The text with what it rests on in brackets; without brackets where it names nothing."""
    cited = ", ".join(sources)
    return f"{text} ({cited})" if cited else text


def _reasons(because: Iterable[Because]) -> str:
    return "; ".join(dict.fromkeys(reason.text.rstrip(".") for reason in because))


def _names(guideline: Guideline, ids: Iterable[str]) -> str:
    return ", ".join(guideline.elements[id].name for id in ids)


def _heading(console: Console, title: str) -> None:
    console.print()
    console.print(Text(title, style="bold underline"))


def _line(console: Console, text: str, indent: int, style: str = "") -> None:
    _wrapped(console, Text(text, style=style), indent)


def _wrapped(console: Console, text: Text, indent: int) -> None:
    """The text in lines of the console's width, each indented and none with blanks at its end."""
    for line in text.wrap(console, max(20, console.width - indent)):
        line.rstrip()
        console.print(Text(" " * indent).append_text(line), soft_wrap=True)
