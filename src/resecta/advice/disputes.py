"""What stands whichever way all that a case leaves open turns out (docs/decisions/unknown.md).

Nothing is averaged or outvoted. What comes out the same in every scenario stands; of the rest a finding is unknown, a
recommendation undetermined, and a strategy or regimen keeps what all scenarios share: open, or closed.
"""

from __future__ import annotations

from dataclasses import replace

from resecta.advice.conclusions import Concluded, asked, conclusion, explained, waits_for
from resecta.advice.model import (
    Answer,
    Argument,
    Because,
    Conclusion,
    Conflict,
    ConflictSide,
    Consequence,
    Finding,
    FindingWindow,
    Strategy,
)
from resecta.advice.scenarios import Root, Scenarios, sum_of
from resecta.advice.shared_reasons import shared_reasons, telling_apart
from resecta.advice.windows import window_of
from resecta.advice.words import words_of
from resecta.case import Dispute
from resecta.cql.possible import Pairs
from resecta.cql.values import Value
from resecta.cql.words import say
from resecta.guideline.ladder import missed_by
from resecta.guideline.pack import Guideline
from resecta.guideline.status import WAITING, ConclusionKind, Status, shared
from resecta.lazy_dataclass import dataclass

MOST_ASKED = 16
"""Scenarios that are asked one by one for what each still waits for."""
OPEN_AMONG = "It was left open among its sides, since all that is open together has too many combinations."

TOO_MANY_DAYS = (
    "Too many days are not known to be tried together: {names} may each have been on any day of the month or year "
    "named, whatever the others. What is said holds all the same; more might stand if some of these days were known."
)


@dataclass(frozen=True, slots=True)
class Row:
    """One conclusion over all sides: its deciding definition, and the join of its answers. ``by_dispute``: the finding
    or element whose dispute makes it apply.
    """

    kind: ConclusionKind
    id: str
    define: str
    answer: Answer
    alike: bool
    by_dispute: str | None = None


def joined(open_: Scenarios, scenarios: int) -> tuple[Row, ...]:
    """The join of every conclusion over these scenarios (docs/decisions/unknown.md)."""
    rows: list[Row] = []
    for kind, id, define in open_.guideline.answers:
        found = open_.within(define, scenarios)
        rows.append(Row(kind, id, define, _join(open_.guideline, kind, id, found), len(found) == 1))
    apart = {f"finding:{row.id}" for row in rows if row.kind is ConclusionKind.FINDING and not row.alike}
    disputed = (dispute.element for dispute in open_.case.disputes)
    apart |= {f"element:{id}" for id in disputed if sum(bool(mask & scenarios) for _, mask in open_.among[id]) > 1}
    return tuple(_by_dispute(open_.guideline, row, apart) for row in rows)


def _join(guideline: Guideline, kind: ConclusionKind, id: str, found: tuple[Value, ...]) -> Answer:
    match kind:
        case ConclusionKind.FINDING:
            value = found[0]
            return value if len(found) == 1 and isinstance(value, bool) else None
        case ConclusionKind.INTENT:
            return str(found[0]) if len(found) == 1 else str(Status.UNDETERMINED)
        case ConclusionKind.SILENT:
            return True in found
    statuses = tuple(Status(str(value)) for value in found)
    if kind is ConclusionKind.RECOMMENDATION:
        return statuses[0] if len(statuses) == 1 else Status.UNDETERMINED
    waits = kind is ConclusionKind.REGIMEN and guideline.regimens[id].if_disputed is not None
    return shared(statuses, waits=waits)


def _by_dispute(guideline: Guideline, row: Row, apart: set[str]) -> Row:
    """A recommendation that applies because something is disputed: settle it."""
    if row.kind is not ConclusionKind.RECOMMENDATION or guideline.recommendations[row.id].if_disputed not in apart:
        return row
    return replace(row, answer=Status.APPLIES, by_dispute=guideline.recommendations[row.id].if_disputed)


def merge(open_: Scenarios) -> Concluded:
    """What stands whichever way everything turns out."""
    first = open_.reasoning(0)
    first.prepare(explained(open_.guideline))
    conclusions = [_merged(open_, row) for row in joined(open_, open_.every)]
    told = tuple(one for one in conclusions if one.kind is not ConclusionKind.SILENT or one.answer)
    return Concluded(told, asked(first), first.scope)


def _merged(open_: Scenarios, row: Row) -> Conclusion:
    """The words of a scenario that comes out so; reasons only where every scenario has the answer."""
    answer = row.answer
    reasoning = open_.reasoning(open_.first(row.define, _as_value(answer)))
    own = conclusion(reasoning, row.kind, row.id)
    missing = _missing(open_, row)
    if isinstance(own, Finding) and (own.window is not None or not row.alike):
        text = own.text if row.alike else _not_settled(_varying(open_, row.define))
        window = _window(open_, own.id)
        own = replace(own, window=window, kept=None if window is not None else _kept(open_, own.id), text=text)
    if isinstance(own, Strategy):
        own = replace(own, arguments=_arguments(open_, own))
    because = _because(open_, row, own)
    critical = own.critical if row.alike and row.by_dispute is None else ()
    told = answer, because, missing, critical
    if told == (own.answer, own.because, own.missing, own.critical):  # nothing of what is open moves it
        return own
    return replace(own, answer=answer, because=because, missing=missing, critical=critical)


def _as_value(answer: Answer) -> Value:
    return str(answer) if isinstance(answer, Status) else answer


def _not_settled(roots: list[Root]) -> str:
    split = " and ".join(root.name for root in roots if root.dispute is not None)
    rough = " and ".join(root.name for root in roots if root.dispute is None)
    told = ([f"the answers on {split} lead apart"] if split else []) + (
        [f"it hangs on the day of {rough}"] if rough else []
    )
    return f"Not settled; {'; '.join(told)}." if told else "Not settled."


def _because(open_: Scenarios, row: Row, own: Conclusion) -> tuple[Because, ...]:
    """What leaves a conclusion no other answer; none where it is not settled."""
    if row.answer in (None, Status.UNDETERMINED):
        return ()
    if row.by_dispute is not None:
        kind, _, id = row.by_dispute.partition(":")
        split = open_.roots_of(id) if kind == "element" else _varying(open_, open_.guideline.findings[id].define)
        return telling_apart(open_, split)
    return (
        shared_reasons(open_, row.define, own.because)
        if row.alike
        else telling_apart(open_, _varying(open_, row.define))
    )


def _varying(open_: Scenarios, define: str) -> list[Root]:
    """What a definition hangs on."""
    return [root for root in open_.roots if open_.varies(define, root)]


def _arguments(open_: Scenarios, strategy: Strategy) -> tuple[Argument, ...]:
    entry = open_.guideline.strategies[strategy.id]
    return tuple(
        replace(own, holds=_alike(open_.pairs(argument.holds)))
        for own, argument in zip(strategy.arguments, entry.arguments, strict=True)
    )


def _alike(pairs: Pairs) -> bool | None:
    value = pairs[0][0]
    return value if len(pairs) == 1 and isinstance(value, bool) else None


def _window(open_: Scenarios, id: str) -> FindingWindow | None:
    """The window where it is the same in every scenario."""
    window = open_.guideline.findings[id].window
    if window is None:
        return None
    ends = (window.applies, window.earliest, window.latest, window.actual, window.caution_from, window.waived)
    if any(len(open_.pairs(name)) > 1 for name in ends if name is not None):
        return None
    return window_of(open_.reasoning(0), id, window)


def _kept(open_: Scenarios, id: str) -> bool | None:
    """Whether the window is kept, or missed, in every scenario; None where it is not so in all, or does not bind."""
    window = open_.guideline.findings[id].window
    if window is None or open_.outcomes(window.applies) != (True,):
        return None
    if window.waived is not None and True in open_.outcomes(window.waived):
        return None
    missed = open_.outcomes(window.missed_by_days or missed_by(id))
    hits = {days == 0 for days in missed if days is not None}
    return hits.pop() if len(hits) == 1 and None not in missed else None


def _missing(open_: Scenarios, row: Row) -> tuple[str, ...]:
    """What an unsettled conclusion hangs on, and what else its scenarios ask for."""
    if row.kind in (ConclusionKind.INTENT, ConclusionKind.SILENT) or row.answer not in (None, *WAITING):
        return ()
    named: set[str] = set()
    if not row.alike:
        for root in open_.roots:
            if open_.varies(row.define, root):
                named |= _asked_of(open_, row.define, root)
    unknown = sum_of(mask for value, mask in open_.pairs(row.define) if value in _UNKNOWN)
    for scenario in open_.spread(unknown, MOST_ASKED):
        reasoning = open_.reasoning(scenario)
        named |= {
            *(reasoning.missing(row.define) if row.kind is ConclusionKind.FINDING else waits_for(reasoning, row.define))
        }
    if row.kind is not ConclusionKind.FINDING:
        stands = open_.guideline.stands_at
        named |= {
            id for value, _ in open_.pairs(row.define) if value in _ASKING for id in stands(row.define, value).asks
        }
    return tuple(id for id in open_.guideline.elements if id in named) if named else ()


_UNKNOWN = (None, str(Status.UNDETERMINED))
_ASKING = tuple(str(status) for status in WAITING if status is not Status.UNDETERMINED)


def _asked_of(open_: Scenarios, define: str, root: Root) -> set[str]:
    """The disputed element; of a rough date, the elements through which it enters."""
    if root.dispute is not None:
        return {root.key}
    cone = open_.guideline.logic.cones.facts[define]
    return {id for id in root.elements if open_.guideline.element_names[id] in cone}


def conflicts(open_: Scenarios) -> tuple[Conflict, ...]:
    """Each dispute with what the advice would be if one side were right, against the merged advice."""
    merged = joined(open_, open_.every)
    order = list(open_.guideline.elements)
    found = [_conflict(open_, dispute, merged) for dispute in open_.case.disputes]
    return tuple(sorted(found, key=lambda conflict: order.index(conflict.element)))


def remarks_on(open_: Scenarios) -> tuple[str, ...]:
    """What a reader must know where too many days are open to be tried together; a conflict says so of its sides."""
    names = ", ".join(dict.fromkeys(root.name for root in open_.open if root.dispute is None))
    return (TOO_MANY_DAYS.format(names=names),) if names else ()


def _conflict(open_: Scenarios, dispute: Dispute, merged: tuple[Row, ...]) -> Conflict:
    shown = []
    for side in dispute.sides:
        scenarios = open_.where_side(dispute, side)
        if_right = joined(open_, scenarios)
        changes = tuple(
            Consequence(new.kind, new.id, new.answer)
            for old, new in zip(merged, if_right, strict=True)
            if new.kind is not ConclusionKind.SILENT and (old.answer != new.answer or _says_less(open_, new, scenarios))
        )
        shown.append(ConflictSide(side.value, side.sources, changes))
    text = _text(open_.guideline, dispute)
    left_open = any(root.dispute is dispute for root in open_.open)
    return Conflict(dispute.element, f"{text} {OPEN_AMONG}" if left_open else text, tuple(shown))


def _says_less(open_: Scenarios, row: Row, scenarios: int) -> bool:
    """Whether the words or the dates of a settled conclusion would be others: what they are made from comes to less."""
    if row.answer in (None, Status.UNDETERMINED):
        return False
    names = words_of(open_.guideline, row.kind, row.id)
    return any(len(open_.within(name, scenarios)) < len(open_.outcomes(name)) for name in names)


def _text(guideline: Guideline, dispute: Dispute) -> str:
    told = "; ".join(f"{say(side.value)} ({', '.join(side.sources)})" for side in dispute.sides)
    name = guideline.elements[dispute.element].name
    return f"{name}: {len(dispute.sides)} answers, {told}. Until it is settled, only what every side shares stands."
