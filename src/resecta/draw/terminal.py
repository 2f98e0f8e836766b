"""Advice in a terminal, by rank: what must not be overlooked, the case, the verdict, the criteria, what decides,
what is missing; then the ways, the drugs, what is recommended and what is timed. ``terminal_all`` has the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from resecta.draw import headline, view
from resecta.draw.imprint import imprint
from resecta.draw.lines import MARKS, TRUTHS, cited, heading, line, marked, status
from resecta.draw.plan import unplanned
from resecta.draw.sides import disputes
from resecta.draw.speech import Speech
from resecta.draw.summary import CitedSentence, Summary, emergency_of, hazards, summary
from resecta.draw.values import date, inside, listed
from resecta.draw.ways import way_word
from resecta.draw.wording import regimen_word, wording
from resecta.guideline.model import Direction
from resecta.guideline.status import Status

if TYPE_CHECKING:
    from rich.console import Console

    from resecta.advice.model import Advice, Finding
    from resecta.guideline.pack import Guideline
    from resecta.timeline.assessment import Assessment

_MISSING = 3
_NAMED = 5
_REMARKS = 8
NOT_TO_BE_DONE = (Direction.AVOID, Direction.CONTRAINDICATED)
TIMED = {"holds": "✓", "fails": "✗", "open": "·", Status.UNDETERMINED: "·"}


def print_advice(guideline: Guideline, assessed: Assessment, console: Console) -> None:
    """Print what a reader meets first, and the rest in a line each."""
    advice, first = assessed.advice, summary(guideline, assessed)
    print_summary(guideline, assessed, first, console)
    _missing(first, console)
    _ways(advice, console)
    if first.emergency is None:
        _treatment(guideline, assessed, console)
    _silent(first, console)
    if first.emergency is None:
        for text in unplanned(guideline, assessed):
            marked(console, "!", text, "yellow")
    else:
        line(console, wording().afterwards)
    print_foot(guideline, _first_remarks(advice.remarks), console)
    line(console, wording().more, style="dim")


def _treatment(guideline: Guideline, assessed: Assessment, console: Console) -> None:
    """What is written for treatment that can be chosen; an emergency leaves it to the whole."""
    _drugs(guideline, assessed.advice, console)
    _recommended(guideline, assessed.advice, console)
    _timing(guideline, assessed.advice, console)


def _silent(first: Summary, console: Console) -> None:
    if first.silent:
        console.print()
        titles = "; ".join(inside(one.title) for one in first.silent)
        marked(console, "○", f"{wording().kind['silent']}: {titles}.")


def print_summary(guideline: Guideline, assessed: Assessment, first: Summary, console: Console) -> None:
    """Print what comes first, in the order of the summary."""
    advice = assessed.advice
    day = f", assessed on {date(advice.assessed_on)}" if advice.assessed_on else ""
    line(console, f"{advice.case}{day}", style="bold")
    print_hazards(guideline, advice, console)
    for told in first.notices:
        marked(console, "!", _said(guideline, told), "bold yellow")
    if first.case:
        line(console, first.case)
    _asked(guideline, advice, console)
    console.print()
    _verdict(guideline, first, console)
    _disputes(guideline, assessed, first, console)
    _criteria(first, console)
    _decides(guideline, first, console)


def print_hazards(guideline: Guideline, advice: Advice, console: Console) -> None:
    """Print an emergency, then what must not be overlooked: above every verdict and every plan."""
    emergency = emergency_of(guideline, advice)
    if emergency is not None:
        marked(console, "▲", f"{emergency.title.upper()}: {emergency.facts}", "bold red reverse")
        line(console, cited(Speech(guideline).spare(emergency.text.text), emergency.text.cited), 2, "bold")
    for told in hazards(guideline, advice):
        marked(console, "✗", _said(guideline, told), "bold red")


def _asked(guideline: Guideline, advice: Advice, console: Console) -> None:
    """What the meeting is asked; what of it nobody has recorded in one line."""
    rows = [(label, value) for label, value, above in view.context_rows(guideline, advice.context) if above]
    for label, value in rows:
        if value is not None:
            line(console, f"{label}: {view.written_out(value)}", 2)
    empty = [label for label, value in rows if value is None]
    if empty:
        line(console, f"{wording().empty['recorded']}: {'; '.join(empty)}", 2, "dim")


def _said(guideline: Guideline, told: CitedSentence) -> str:
    """A sentence with its statements; what is ours alone names its readings."""
    statements = [id for id in told.cited if id not in guideline.readings]
    return cited(told.text.rstrip("."), statements or told.cited)


def _verdict(guideline: Guideline, first: Summary, console: Console) -> None:
    if first.over:
        line(console, f"{wording().over}:", style="bold")
    line(console, first.verdict.sentence, style="bold")
    line(console, first.because.text)
    for note in () if first.verdict.lead is None else first.verdict.lead.notes:
        marked(console, "!", Speech(guideline).spare(note), "yellow")
    for bar in first.bars:
        marked(
            console, "?" if bar.pending else "✖", _said(guideline, bar.line), "yellow" if bar.pending else "bold red"
        )


def _disputes(guideline: Guideline, assessed: Assessment, first: Summary, console: Console) -> None:
    told = disputes(guideline, assessed.case, assessed.advice)
    if not told:
        return
    heading(console, wording().dispute["title"])
    if len(told) > 1:
        line(console, wording().dispute["together"], 2, "dim")
    for text, dispute in zip(first.disputes, told, strict=True):
        marked(console, "!", text, "yellow", 2)
        if not dispute.ways:
            more = any(side.rest for side in dispute.sides)
            line(console, wording().dispute["beside" if more else "alike"], 4)
        for side in dispute.sides if dispute.ways else ():
            line(console, f"{side.answer}: {side.verdict}", 4)


def _criteria(first: Summary, console: Console) -> None:
    if first.criteria:
        heading(console, wording().criteria)
    for row in first.criteria:
        mark, style = TRUTHS[row.finding.value]
        said_by = f" [{row.said_by}]" if row.said_by else ""
        marked(console, mark, f"{cited(row.text.rstrip('.'), row.finding.statements)}{said_by}", style, 2)


def _decides(guideline: Guideline, first: Summary, console: Console) -> None:
    if first.deciding:
        heading(console, wording().decides)
    for fact in first.deciding:
        marked(console, "•", _said(guideline, CitedSentence(fact.text, fact.cited)), indent=2)


def _missing(first: Summary, console: Console) -> None:
    heading(console, wording().missing["title"])
    if not first.missing:
        line(console, wording().empty["missing"], 2)
    for row in first.missing[:_MISSING]:
        marked(console, "?", f"{row.question} [{row.weight}]", indent=2)
    rest = [row.noun for row in first.missing[_MISSING:]]
    if len(rest) > _NAMED:
        more = wording().missing["more"].format(count=len(rest) - _NAMED)
        rest = [*rest[:_NAMED], more]
    if rest:
        line(console, wording().missing["rest"].format(names="; ".join(rest)), 2, "dim")


def _ways(advice: Advice, console: Console) -> None:
    """What is open or barred in a line each; what is undecided by name in one; what is closed by its number."""
    if not advice.strategies:
        return
    heading(console, wording().kind["strategy"])
    together: dict[Status, list[str]] = {Status.UNDETERMINED: [], Status.CONDITION_NOT_MET: []}
    for strategy in sorted(advice.strategies, key=lambda one: wording().status[one.status].rank):
        if strategy.status in together:
            together[strategy.status].append(inside(strategy.title))
        else:
            status(console, strategy.status, way_word(strategy), cited(strategy.title, strategy.statements))
    undecided, closed = together.values()
    if undecided:
        mark, style = MARKS[Status.UNDETERMINED]
        marked(console, mark, f"{wording().status[Status.UNDETERMINED].word}: {'; '.join(undecided)}.", style, 2)
    if closed:
        mark, style = MARKS[Status.CONDITION_NOT_MET]
        told = wording().way["closed"].format(count=wording().count(len(closed)).capitalize())
        marked(console, mark, f"{told}.", style, 2)


def _drugs(guideline: Guideline, advice: Advice, console: Console) -> None:
    if not advice.regimens:
        return
    heading(console, wording().kind["regimen"])
    by_word: dict[tuple[Status, str], list[str]] = {}
    for regimen in advice.regimens:
        word = regimen_word(guideline.regimens[regimen.id], regimen.status)
        by_word.setdefault((regimen.status, word), []).append(regimen.title)
    for (own, word), titles in by_word.items():
        status(console, own, word, listed([titles[0], *map(inside, titles[1:])]))


def _recommended(guideline: Guideline, advice: Advice, console: Console) -> None:
    """What applies to this patient, first what is not to be done; what stands for everybody is left to the whole."""
    words, first = wording(), headline.verdict(guideline, advice).lead
    applying = [
        one for one in advice.recommendations if one.status.open and not guideline.recommendations[one.id].beyond_scope
    ]
    if applying:
        heading(console, words.kind["recommendation"])
    for one in sorted(applying, key=lambda one: words.direction[one.direction].rank):
        notes = [note for note in one.notes if first is None or note not in first.notes]  # said with the verdict
        said = f"{cited(one.text.rstrip('.'), one.statements)}. {' '.join(map(Speech(guideline).spare, notes))}"
        mark, style = ("✖", "red") if one.direction in NOT_TO_BE_DONE else ("›", "")
        marked(console, mark, said.rstrip(" .") if not notes else said, style, 2)


def _timing(guideline: Guideline, advice: Advice, console: Console) -> None:
    """Each interval in a line; those of which the same is said without a date in one together."""
    alike: dict[tuple[str, str], list[Finding]] = {}
    for row in view.timing(guideline, advice):
        alike.setdefault((row.icon, row.judgement), []).append(row.finding)
    if alike:
        heading(console, wording().timing["title"])
    for (icon, judgement), found in alike.items():
        if len(found) == 1:
            said = cited(f"{found[0].title}: {inside(judgement)}", found[0].statements)
        else:
            said = f"{judgement}: {'; '.join(cited(inside(one.title), one.statements) for one in found)}"
        marked(console, TIMED[icon], said, "red" if icon == "fails" else "", 2)


def print_imprint(guideline: Guideline, advice: Advice, console: Console) -> None:
    """Print whose plan it is, by which guideline and of which day."""
    console.print()
    line(console, imprint(guideline, advice.case, advice.assessed_on), style="dim")


def _first_remarks(remarks: Sequence[str]) -> Sequence[str]:
    if len(remarks) <= _REMARKS:
        return remarks
    return *remarks[:_REMARKS], wording().more_remarks.format(count=len(remarks) - _REMARKS)


def print_foot(guideline: Guideline, remarks: Sequence[str], console: Console) -> None:
    """Print what a reader must know of the record and of the guideline."""
    console.print()
    for remark in remarks:
        marked(console, "!", remark, "yellow")
    line(console, imprint(guideline, "", None), style="dim")
