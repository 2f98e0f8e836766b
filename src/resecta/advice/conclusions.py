"""Every id of the guideline concluded for one undisputed set of facts.

Which answer each has stands in the guideline's ladders; here it gets its reasons and its words.
"""

from __future__ import annotations

from resecta.advice.model import (
    Argument,
    Because,
    Conclusion,
    Finding,
    Hazard,
    Intent,
    Recommendation,
    Regimen,
    Silence,
    Strategy,
)
from resecta.advice.reasoning import Reasoning
from resecta.advice.windows import window_of
from resecta.guideline import model
from resecta.guideline.ladder import asked_key, standing_bar
from resecta.guideline.pack import Guideline
from resecta.guideline.status import ConclusionKind, Status
from resecta.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Concluded:
    """What follows from one set of facts. ``asked``: elements to ask whatever is open, unknown ones only."""

    conclusions: tuple[Conclusion, ...]
    asked: tuple[str, ...]
    scope: tuple[Because, ...]


def conclude(reasoning: Reasoning) -> Concluded:
    """Conclude every finding, recommendation, strategy, regimen and notice of the guideline. Pure."""
    reasoning.prepare(explained(reasoning.guideline))
    conclusions = [conclusion(reasoning, kind, id) for kind, id, _ in reasoning.guideline.answers]
    told = tuple(one for one in conclusions if one.kind is not ConclusionKind.SILENT or one.answer)
    return Concluded(told, asked(reasoning), reasoning.scope)


def explained(guideline: Guideline) -> tuple[str, ...]:
    """The definitions whose reasons are told: every finding's and every ladder with a status."""
    return tuple(
        define for kind, _, define in guideline.answers if kind not in (ConclusionKind.INTENT, ConclusionKind.SILENT)
    )


def conclusion(reasoning: Reasoning, kind: ConclusionKind, id: str) -> Conclusion:
    """One conclusion with its reasons and words, and the facts that alone would open it where its reasons are told."""
    guideline = reasoning.guideline
    match kind:
        case ConclusionKind.INTENT:
            return Intent(id=id, answer=str(reasoning.value("intent")))
        case ConclusionKind.FINDING:
            return _finding(reasoning, guideline.findings[id])
        case ConclusionKind.RECOMMENDATION:
            return _recommendation(reasoning, guideline.recommendations[id])
        case ConclusionKind.STRATEGY:
            return _strategy(reasoning, guideline.strategies[id])
        case ConclusionKind.REGIMEN:
            return _regimen(reasoning, guideline.regimens[id])
        case ConclusionKind.SILENT:
            return _silence(reasoning, guideline.notices[id])


def _finding(reasoning: Reasoning, item: model.Finding) -> Finding:
    value = reasoning.truth(item.define)
    words = {True: item.if_true, False: item.if_false, None: item.if_unknown}[value]
    notes = reasoning.notes(item.notes, *item.statements, *item.readings)
    return Finding(
        id=item.id,
        answer=value,
        because=reasoning.because(item.define) if reasoning.settled(item.define) else (),
        missing=reasoning.missing(item.define),
        critical=reasoning.critical(item.define),
        title=item.title,
        text=" ".join((reasoning.interpolate(words), *notes)),
        statements=item.statements,
        readings=item.readings,
        window=window_of(reasoning, item.id, item.window),
        hazards=tuple(
            Hazard(item.id, text, note.statements, note.readings) for note, text in reasoning.holding(item.hazards)
        ),
    )


def _recommendation(reasoning: Reasoning, item: model.Recommendation) -> Recommendation:
    key = f"recommendation:{item.id}"
    status, because, missing = _status(reasoning, key)
    return Recommendation(
        id=item.id,
        answer=status,
        because=because,
        missing=missing,
        critical=reasoning.critical(key),
        text=reasoning.interpolate(item.text),
        statements=item.statements,
        readings=item.readings,
        notes=reasoning.notes(item.notes, *item.statements, *item.readings),
        direction=str(item.direction),
        target=item.target,
    )


def _strategy(reasoning: Reasoning, item: model.Strategy) -> Strategy:
    key = f"strategy:{item.id}"
    status, because, missing = _status(reasoning, key)
    if status is Status.CONTRAINDICATED and item.pending is not None and reasoning.truth(standing_bar(item.id)):
        # What the board may clear is not what bars it here, though it would bar it too.
        because = reasoning.because(standing_bar(item.id))
    return Strategy(
        id=item.id,
        answer=status,
        because=because,
        missing=missing,
        critical=reasoning.critical(key),
        title=item.title,
        text=reasoning.interpolate(item.summary),
        statements=item.statements,
        readings=item.readings,
        notes=reasoning.notes(item.notes, *item.statements, *item.readings),
        pending=item.pending is not None and set(reasoning.outcomes(item.pending)) == {True},
        arguments=tuple(
            Argument(a.side, reasoning.interpolate(a.text), a.statements, a.readings, reasoning.truth(a.holds))
            for a in item.arguments
        ),
    )


def _regimen(reasoning: Reasoning, item: model.Regimen) -> Regimen:
    key = f"regimen:{item.id}"
    status, because, missing = _status(reasoning, key)
    return Regimen(
        id=item.id,
        answer=status,
        because=because,
        missing=missing,
        critical=reasoning.critical(key),
        title=item.title,
        statements=item.statements,
        readings=item.readings,
        notes=reasoning.notes(item.notes, *item.statements, *item.readings),
    )


def _silence(reasoning: Reasoning, item: model.Notice) -> Silence:
    return Silence(
        id=item.id,
        title=item.title,
        text=reasoning.hedged(item.text, f"notice:{item.id}"),
        answer=reasoning.truth(f"notice:{item.id}") is True,
        statements=item.statements,
        readings=item.readings,
    )


def _status(reasoning: Reasoning, key: str) -> tuple[Status, tuple[Because, ...], tuple[str, ...]]:
    """The status of a ladder, what forces it, and what its rung waits for."""
    status = Status(str(reasoning.value(key)))
    because = reasoning.because(key) if reasoning.settled(key) else ()
    return status, because, waits_for(reasoning, key)


def waits_for(reasoning: Reasoning, key: str) -> tuple[str, ...]:
    """What a ladder asks for at the rung that it stands on."""
    value = reasoning.value(key)
    stand = reasoning.guideline.stands_at(key, value)
    return reasoning.missing(*stand.waits) if value == Status.UNDETERMINED else stand.asks


def asked(reasoning: Reasoning) -> tuple[str, ...]:
    """The elements to ask for whatever is open: always, or in this situation."""
    guideline = reasoning.guideline
    wanted = [id for id in guideline.always_asked if id not in reasoning.facts]
    wanted += [
        item.element
        for place, item in enumerate(guideline.asked_while)
        if True in reasoning.outcomes(asked_key(item, place))
    ]
    return tuple(dict.fromkeys(wanted))
