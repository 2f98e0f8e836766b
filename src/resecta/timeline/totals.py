"""The constraints of a plan that follow from its cycles: the total of months, and a drug's interval to an operation."""

from __future__ import annotations

from resecta.timeline.laid import Laid
from resecta.timeline.model import TimedConstraint
from resecta.timeline.remarks import total_places
from resecta.timeline.words import date_of, filled, spoken_day


def total_constraints(laid: Laid) -> tuple[TimedConstraint, ...]:
    """The total of months as a constraint of the plan; met once everything has been given."""
    cycles = laid.cycles
    if cycles is None or cycles.bound is None:
        return ()
    bound = cycles.bound
    done = cycles.total is not None and cycles.given >= cycles.total
    return (
        TimedConstraint(
            id=bound.id,
            start=bound.start,
            end=bound.end,
            start_activity=bound.start,
            end_activity=bound.end,
            kind=bound.kind,
            label="" if bound.label is None else bound.label,
            text=filled(bound.text, total_places(laid)),
            statements=bound.statements,
            readings=bound.readings,
            anchor=None,
            actual=None,
            earliest=None,
            latest=None,
            caution_from=None,
            zone=None,
            slack_days=None,
            kept=True if done else None,
        ),
    )


def drug_constraints(laid: Laid) -> tuple[TimedConstraint, ...]:
    """The interval of a drug that is still to be given: told at its last dose, where the operation stands."""
    shown = {block.step.id for block in laid.blocks}
    made = []
    for beside in laid.beside:
        bound, interval, until = beside.bound, beside.interval, beside.until
        if bound is None or interval is None or until is None or beside.block.step.id not in shown:
            continue
        last = beside.kept[-1].day if beside.kept else None
        latest = interval.latest_start(until)
        today = laid.course.situation.today
        operation = "" if beside.operation is None else laid.course.points[beside.operation].step.activity
        places = {"date": spoken_day(latest, today), "operation": spoken_day(until, today), "at_least": interval}
        told = filled(laid.course.sentences.last_dose, places)
        made.append(
            TimedConstraint(
                id=bound.id,
                start=f"{beside.step.id}.last",
                end=beside.operation or "",
                start_activity=beside.step.activity,
                end_activity=operation or beside.step.activity,
                kind=bound.kind,
                label=filled(bound.label or "", {"at_least": interval}),
                text=f"{filled(bound.text, {'at_least': interval})} {told}",
                statements=bound.statements,
                readings=bound.readings,
                anchor=date_of(last),
                actual=date_of(until) if last is not None else None,
                earliest=date_of(interval.after(last)) if last is not None else None,
                latest=None,
                caution_from=None,
                zone="inside" if last is not None else None,
                slack_days=until - interval.after(last) if last is not None else None,
                kept=None,
            )
        )
    return tuple(made)
