"""What comes first, decided once for page, paper, terminal and plan: guideline and assessment in, a ``Summary`` out.

In this order: an emergency, what must not be overlooked, the case, the verdict with what is barred, the criteria, the
facts that decide, what is missing. Every view lays out the same sentences.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from resecta.draw.case_sentence import case_sentence
from resecta.draw.deciding import Deciding, deciding
from resecta.draw.headline import Verdict, verdict
from resecta.draw.speech import Speech
from resecta.draw.values import date, days, inside, listed, sentence, shown
from resecta.draw.view import STATED, answers
from resecta.draw.wording import wording
from resecta.guideline.status import Status
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.advice.model import Advice, Finding, Silence
    from resecta.case.model import Case, Fact
    from resecta.guideline.pack import Guideline
    from resecta.timeline.assessment import Assessment


_TWICE = re.compile(r"\A(.+): (?=\1)")
"""What a fact was taken from, where its source begins with the same word."""
_NAMED = 2
"""Ways named one by one; of more, their number."""


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """A sentence with the statements and readings that it rests on."""

    text: str
    cited: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Emergency:
    """What comes before the guideline: the facts that make it one, and what is said of it."""

    title: str
    facts: str
    text: CitedSentence


@dataclass(frozen=True, slots=True)
class ContraindicatedWay:
    """A way that is contraindicated. ``pending``: until the board clears it, and no longer."""

    title: str
    pending: bool
    line: CitedSentence


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion: its truth, the sentence with its bound, who said so and when, and what it waits for."""

    finding: Finding
    text: str
    said_by: str
    waits: str


@dataclass(frozen=True, slots=True)
class MissingRow:
    """A fact to find out: what a sentence calls it, whom to ask, and the ways that an answer would move.

    ``answers``: how many a dispute has.
    """

    element: str
    noun: str
    question: str
    discipline: str
    moves: tuple[str, ...]
    settles: int
    answers: int

    @property
    def weight(self) -> str:
        """Why it is asked: a dispute, the ways an answer would move, what it would settle, or that it always is."""
        words = wording()
        if self.answers:
            return words.missing["two"].format(count=words.count(self.answers))
        if len(self.moves) > _NAMED:
            return words.missing["many"].format(count=words.count(len(self.moves)))
        if self.moves:
            return words.missing["moves"].format(ways=listed([inside(title) for title in self.moves]))
        if self.settles:
            return words.missing["settles"].format(count=words.count(self.settles))
        return words.missing["asked"]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a reader meets first, in this order. ``over``: what is said stands only once an emergency is over.

    ``silent``: what the guideline is silent about, but for an emergency that is told above everything.
    """

    emergency: Emergency | None
    hazards: tuple[CitedSentence, ...]
    notices: tuple[CitedSentence, ...]
    disputes: tuple[str, ...]
    case: str
    verdict: Verdict
    because: CitedSentence
    bars: tuple[ContraindicatedWay, ...]
    criteria: tuple[CriterionRow, ...]
    deciding: tuple[Deciding, ...]
    missing: tuple[MissingRow, ...]
    silent: tuple[Silence, ...]

    @property
    def nothing_decides(self) -> str:
        """What is said where no fact decides: all hangs on what is missing, or no fact would do so by itself."""
        undecided = self.verdict.status is Status.UNDETERMINED
        return wording().empty["because" if undecided else "deciding"]

    @property
    def over(self) -> bool:
        """Whether an emergency stands before all of it."""
        return self.emergency is not None


def summary(guideline: Guideline, assessed: Assessment) -> Summary:
    """The summary of one assessment."""
    case, advice = assessed.case, assessed.advice
    emergency = emergency_of(guideline, advice)
    return Summary(
        emergency=emergency,
        hazards=tuple(hazards(guideline, advice)),
        notices=tuple(_notices(guideline, advice)),
        disputes=tuple(_disputes(guideline, case)),
        case=case_sentence(guideline, case),
        verdict=verdict(guideline, advice),
        because=_because(guideline, case, advice),
        bars=tuple(_bars(guideline, advice)),
        criteria=tuple(_criterion(guideline, case, finding) for finding in advice.criteria),
        deciding=deciding(guideline, advice),
        missing=tuple(_missing(guideline, case, advice)),
        silent=tuple(one for one in advice.silent if emergency is None or not _speaks_of_emergency(guideline, one.id)),
    )


def emergency_of(guideline: Guideline, advice: Advice) -> Emergency | None:
    """What makes this an emergency, and what the guideline says of that; None where it is none, or nobody knows."""
    if guideline.emergency is None or not advice.emergency:
        return None
    finding = advice.finding(guideline.emergency)
    facts = listed(Speech(guideline).reasons(finding.because))
    notice = next((one for one in advice.silent if _speaks_of_emergency(guideline, one.id)), None)
    text = finding.text if notice is None else notice.text
    cited = finding.readings if notice is None else (*notice.statements, *notice.readings)
    return Emergency(finding.title, sentence(facts), CitedSentence(text, cited))


def _speaks_of_emergency(guideline: Guideline, notice: str) -> bool:
    """Whether a notice is what the guideline says, or does not say, of an emergency."""
    emergency = guideline.emergency
    return emergency is not None and guideline.notices[notice].condition == guideline.findings[emergency].define


def hazards(guideline: Guideline, advice: Advice) -> Iterator[CitedSentence]:
    """What must not be overlooked, each with its sources; last what closes within days."""
    for hazard in advice.hazards:
        yield CitedSentence(hazard.text, (*hazard.statements, *hazard.readings))
    for finding in advice.findings:
        text = _closing(finding, advice.assessed_on, guideline.closing_within_days)
        if text and not finding.hazards:
            yield CitedSentence(text, (*finding.statements, *finding.readings))


def _closing(finding: Finding, today: datetime.date | None, within: int | None) -> str:
    window = finding.window
    if window is None or window.latest is None or today is None or within is None:
        return ""
    left = (window.latest - today).days
    target = window.earliest == window.latest
    if target or window.actual is not None or not 0 <= left <= within:
        return ""
    words = wording().hazard
    told = words["today"] if left == 0 else words["left"].format(days=days(left))
    return words["closing"].format(title=finding.title, day=date(window.latest), left=told)


def _notices(guideline: Guideline, advice: Advice) -> Iterator[CitedSentence]:
    """What nobody should read the verdict without; what is said of an emergency is said there."""
    for silence in advice.silent:
        if guideline.notices[silence.id].above_verdict and not _speaks_of_emergency(guideline, silence.id):
            yield CitedSentence(f"{silence.title}. {silence.text}", (*silence.statements, *silence.readings))


def _disputes(guideline: Guideline, case: Case) -> Iterator[str]:
    words, speech = wording(), Speech(guideline)
    for element, sides in answers(guideline, case).items():
        told = [f"{speech.answer(element, value)} ({who})" for value, who in sides]
        count = words.count(len(sides)).capitalize()
        yield words.dispute["above"].format(count=count, noun=speech.noun(element), answers="; ".join(told))


def _bars(guideline: Guideline, advice: Advice) -> Iterator[ContraindicatedWay]:
    """What is contraindicated, named by what bans it: reasons that a statement speaks of, if any."""
    words, speech = wording(), Speech(guideline)
    told = [strategy for strategy in advice.strategies if strategy.status is Status.CONTRAINDICATED]
    for strategy in sorted(told, key=lambda one: one.pending):
        spoken = [because for because in strategy.because if because.statements]
        why = listed(speech.reasons(spoken or strategy.because))
        said = words.bar["pending" if strategy.pending else "stands"]
        text = said.format(way=inside(strategy.title), why=why)
        yield ContraindicatedWay(
            strategy.title, strategy.pending, CitedSentence(text, (*strategy.statements, *strategy.readings))
        )


def _because(guideline: Guideline, case: Case, advice: Advice) -> CitedSentence:
    """On what the verdict rests: the finding that everything turns on; where it fails, every criterion that does."""
    settled = advice.finding(guideline.verdict)
    others = [one for one in advice.criteria if one.id != settled.id]
    failing = [one for one in others if one.value is False] if settled.value is False else []
    if settled.value is False and not failing:
        why = listed(Speech(guideline).reasons(settled.because))
        more = "" if sentence(why) in settled.text else f" {sentence(why)}"
        return CitedSentence(f"{settled.text}{more}", (*settled.statements, *settled.readings))
    cited = dict.fromkeys((*settled.statements, *(id for one in failing for id in one.statements), *settled.readings))
    text = " ".join([settled.text, *(one.text for one in failing)])
    return CitedSentence(_with_nouns(guideline, case, text), tuple(cited))


def _criterion(guideline: Guideline, case: Case, finding: Finding) -> CriterionRow:
    speech = Speech(guideline)
    facts = [case.facts[because.element] for because in finding.because if because.element in case.facts]
    said = listed(list(dict.fromkeys(filter(None, (_said_by(speech, fact) for fact in facts)))))
    waits = listed(speech.nouns(finding.missing)) if finding.value is None else ""
    return CriterionRow(finding, _with_nouns(guideline, case, finding.text), said, waits)


def _with_nouns(guideline: Guideline, case: Case, text: str) -> str:
    """A sentence without codes of readings, what is disputed called by its noun."""
    speech = Speech(guideline)
    for dispute in case.disputes:
        text = text.replace(guideline.elements[dispute.element].name, speech.noun(dispute.element))
    return speech.spare(text)


def _said_by(speech: Speech, fact: Fact) -> str:
    """Who says a fact, and when; "" where the record names neither."""
    if fact.opinions and not fact.settled:
        return listed([f"{one.by}, {shown(one.date)}" if one.date else one.by for one in fact.opinions])
    named = [part for part in fact.source.split("; ") if part.rpartition(": ")[2] not in STATED]
    sources = [_TWICE.sub("", part) for part in named]
    who = wording().settled if fact.settled else "; ".join(map(speech.source, sources))
    when = "" if fact.date is None or str(fact.date) in fact.source else shown(fact.date)
    return ", ".join(part for part in (who, when) if part)


def _missing(guideline: Guideline, case: Case, advice: Advice) -> Iterator[MissingRow]:
    disputed, speech = {dispute.element: len(dispute.sides) for dispute in case.disputes}, Speech(guideline)
    for missing in advice.missing:
        element = guideline.elements[missing.element]
        moved = tuple(advice.strategy(id).title for id in missing.moves)
        answers_given = disputed.get(element.id, 0)
        yield MissingRow(
            element.id,
            speech.noun(element.id),
            missing.question,
            element.discipline,
            moved,
            missing.settles,
            answers_given,
        )
