"""Everything the advice says, in a terminal: after what comes first, every way with its arguments and reasons, every
drug, recommendation, interval and reading.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from resecta.draw import view
from resecta.draw.departures import departures
from resecta.draw.lines import cited, heading, line, marked, status
from resecta.draw.plan import unplanned
from resecta.draw.sides import disputes
from resecta.draw.speech import Speech
from resecta.draw.summary import Summary, summary
from resecta.draw.terminal import TIMED, print_foot, print_summary
from resecta.draw.values import inside, listed, sentence
from resecta.draw.ways import way_word
from resecta.draw.wording import regimen_word, wording
from resecta.guideline.status import WAITING, Status

if TYPE_CHECKING:
    from rich.console import Console

    from resecta.advice.model import Advice, Because, Recommendation, Strategy
    from resecta.guideline.pack import Guideline
    from resecta.timeline.assessment import Assessment


def print_all(guideline: Guideline, assessed: Assessment, console: Console) -> None:
    """Print what comes first, then all the rest in full."""
    advice, first = assessed.advice, summary(guideline, assessed)
    speech = Speech(guideline)
    print_summary(guideline, assessed, first, console)
    _changes(guideline, assessed, console)
    _missing(first, console)
    _ways(speech, advice, console)
    _drugs(speech, advice, console)
    _recommendations(speech, advice, console)
    _timing(guideline, advice, console)
    _silent(advice, console)
    _meeting(guideline, advice, console)
    _departures(guideline, console)
    for text in unplanned(guideline, assessed):
        marked(console, "!", text, "yellow")
    print_foot(guideline, advice.remarks, console)


def _changes(guideline: Guideline, assessed: Assessment, console: Console) -> None:
    """What the sides of a dispute would change beside the verdict, by title."""
    for dispute in disputes(guideline, assessed.case, assessed.advice):
        for side in dispute.sides:
            ways = [
                f"{title}: {inside(wording().status[own].word)}."
                for title, own in zip(dispute.ways, side.statuses, strict=True)
            ]
            for text in (*ways, *side.rest):
                marked(console, "·", f"{side.answer}: {text}", "dim", 4)


def _missing(first: Summary, console: Console) -> None:
    heading(console, wording().missing["title"])
    if not first.missing:
        line(console, wording().empty["missing"], 2)
    for row in first.missing:
        marked(console, "?", f"{row.question} [{row.weight}]", indent=2)


def _ways(speech: Speech, advice: Advice, console: Console) -> None:
    if not advice.strategies:
        return
    heading(console, wording().kind["strategy"])
    for strategy in sorted(advice.strategies, key=lambda one: wording().status[one.status].rank):
        status(console, strategy.status, way_word(strategy), cited(strategy.title, strategy.statements))
        for note in strategy.notes:
            marked(console, "!", speech.spare(note), indent=4)
        if strategy.status is not Status.CONDITION_NOT_MET:
            _arguments(strategy, console)
        _why(speech, strategy.status, strategy.because, strategy.missing, console)


def _arguments(strategy: Strategy, console: Console) -> None:
    for argument in strategy.arguments:
        if argument.holds is not False:
            doubt = "" if argument.holds else f" {wording().way['open']}"
            said = cited(argument.text.rstrip("."), argument.statements or argument.readings)
            marked(console, "+" if argument.side == "for" else "−", f"{said}.{doubt}", indent=4)


def _why(speech: Speech, own: Status, because: Iterable[Because], missing: Iterable[str], console: Console) -> None:
    if own in WAITING and missing:
        line(console, wording().way["needs"].format(nouns=listed(speech.nouns(missing))), 4, "dim")
    else:
        told = sentence(listed(speech.reasons(because)))
        if told:
            line(console, told, 4, "dim")


def _drugs(speech: Speech, advice: Advice, console: Console) -> None:
    if advice.regimens:
        heading(console, wording().kind["regimen"])
    for regimen in advice.regimens:
        word = regimen_word(speech.guideline.regimens[regimen.id], regimen.status)
        status(console, regimen.status, word, cited(regimen.title, regimen.statements))
        for note in regimen.notes:
            line(console, speech.spare(note), 4, "dim")
        if not regimen.status.open and not (regimen.status is Status.BLOCKED and regimen.notes and not regimen.missing):
            _why(speech, regimen.status, regimen.because, regimen.missing, console)


def _recommendations(speech: Speech, advice: Advice, console: Console) -> None:
    for force in view.by_force(speech.guideline, advice):
        heading(console, force.direction.title)
        for one in force.items:
            _recommendation(speech, one, console)
    undecided = [one for one in advice.recommendations if one.status is Status.UNDETERMINED]
    if undecided:
        heading(console, wording().idle["undecided"])
    for one in undecided:
        _recommendation(speech, one, console)
        _why(speech, one.status, (), one.missing, console)
    for id, title, items in view.folded(speech.guideline, advice):
        if items:
            heading(console, title)
        for one in items:
            _recommendation(speech, one, console)
            if id == "idle":
                _why(speech, one.status, one.because, (), console)


def _recommendation(speech: Speech, one: Recommendation, console: Console) -> None:
    marked(console, "›", cited(one.text.rstrip("."), one.statements or one.readings), indent=2)
    for note in one.notes:
        line(console, speech.spare(note), 4, "dim")


def _timing(guideline: Guideline, advice: Advice, console: Console) -> None:
    speech, rows = Speech(guideline), view.timing(guideline, advice)
    if rows:
        heading(console, wording().timing["title"])
    for row in rows:
        said = cited(f"{row.finding.title}: {inside(row.judgement)}", row.finding.statements)
        marked(console, TIMED[row.icon], said, "red" if row.icon == "fails" else "", 2)
        line(console, speech.spare(row.finding.text), 4, "dim")


def _silent(advice: Advice, console: Console) -> None:
    if advice.silent:
        heading(console, wording().kind["silent"])
    for silence in advice.silent:
        marked(console, "○", cited(silence.text, silence.readings or silence.statements), indent=2)


def _meeting(guideline: Guideline, advice: Advice, console: Console) -> None:
    heading(console, wording().meeting)
    for label, value, above in view.context_rows(guideline, advice.context):
        if not above:
            said = wording().empty["recorded"] if value is None else view.written_out(value)
            line(console, f"{label}: {said}", 2)
    line(console, f"{wording().team} {listed(advice.disciplines_required)}.", 2)


def _departures(guideline: Guideline, console: Console) -> None:
    told = tuple(departures(guideline))
    if told:
        heading(console, wording().departures)
    for one in told:
        line(console, f"{one.title}: {one.shipped} → {one.site}" if one.shipped else f"{one.title}: {one.site}", 2)
