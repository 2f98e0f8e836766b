"""The one visitor over the takes for columns: each take as aggregates over a patient's events, and what follows.

A register of lesions or of sites is no part of a table: a take over one says nothing there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

import ibis
import ibis.expr.types as ir

from resecta.cohort.columns import Column, NotInColumnsError
from resecta.cohort.columns.column import number
from resecta.cohort.columns.exact import narrowed, quotient, wide
from resecta.cohort.columns.moments import by_length
from resecta.cohort.takes.known import Known
from resecta.cohort.takes.measured import (
    FAR,
    Aggregate,
    Answered,
    Measured,
    Measures,
    counted,
    last_day,
    of,
    one,
    own_day,
    own_field,
    some,
    true_where,
    undated,
)
from resecta.cohort.takes.told import START
from resecta.cql.values import Quantity
from resecta.guideline import takes
from resecta.guideline.pack import Guideline

Extreme = Callable[[ir.Value, ir.BooleanValue], ir.Value]
Matters = Callable[[ir.DateValue, ir.DateValue], ir.BooleanValue]


class TakesInColumns(takes.TakeVisitor[Measured]):
    """Measures the takes of one element. ``known``: what is known of the elements that it rests on, in the patients'
    table; ``side``: on which side of a dispute ("one", "other") the day is taken that a take counts from.
    """

    def __init__(self, guideline: Guideline, element: str, known: Callable[[str], Known], side: str) -> None:
        self._guideline, self._element, self._known, self._side = guideline, element, known, side

    # ------------------------------------------------------------------ events

    def visit_first(self, take: takes.First) -> Measured:
        if take.since is None:
            return self._outermost(take, lambda day, where: day.min(where=where))
        if take.of not in ("start", "date"):
            raise NotInColumnsError(f"the first {take.of} since {take.since} has no columns")
        name, since = self._name(f"first on the {self._side} side"), side_of(self._side, take.since)
        waits = self._name(f"undated on the {self._side} side")

        def answer(row: Measures) -> Answered:
            value = row(name) if take.otherwise is None else self._stand_in(take, row(name))
            return one(_where(~row(waits).fill_null(False), value))

        def first(events: ir.Table) -> ir.Value:
            counts = counted(events, take.events, take.episode) & (events[START] >= events[since])
            return events[START].min(where=counts)

        def matters(events: ir.Table) -> ir.Value:
            return some(_waiting(take, events) & (events[START] >= events[since]))

        return Measured(answer, ({}, {name: first, waits: matters}))

    def visit_latest(self, take: takes.Latest) -> Measured:
        return self._outermost(
            take, lambda day, where: day.max(where=where), _is_after if take.gives_its_day else _is_last
        )

    def visit_latest_of_one_kind(self, take: takes.LatestOfOneKind) -> Measured:
        first, last = self._name("first kind"), self._name("last kind")
        measured = self._outermost(take, lambda day, where: day.max(where=where))
        kinds: Mapping[str, Aggregate] = {
            first: lambda events: events["activity"].min(where=counted(events, take.events, take.episode)),
            last: lambda events: events["activity"].max(where=counted(events, take.events, take.episode)),
        }

        def answer(row: Measures) -> Answered:
            found, alike = measured.answer(row), row(first) == row(last)
            return Answered(_where(alike, found.value), found.split & alike)

        return Measured(answer, ({**measured.rounds[0], **kinds}, *measured.rounds[1:]))

    def visit_latest_day(self, take: takes.LatestDay) -> Measured:
        latest, asking = self._name("latest"), self._name("asking")

        def answer(row: Measures) -> Answered:
            if take.undated is None:
                return one(row(latest))
            return one(_where(~row(asking).fill_null(False), row(latest)))

        return Measured(answer, self._days(take))

    def visit_undated_day(self, take: takes.UndatedDay) -> Measured:
        asking = self._name("asking")
        return Measured(lambda row: true_where(row(asking)), self._days(take))

    def _days(self, take: takes.LatestDay | takes.UndatedDay) -> tuple[Mapping[str, Aggregate], ...]:
        """The latest day on record, and that of an event of one day; then whether an event says that there was one and
        does not name it, where neither can be it.
        """
        latest, alone, asking = self._name("latest"), self._name("day"), self._name("asking")

        def day(events: ir.Table) -> ir.DateValue:
            fields = ((events["activity"] == id, own_field(events, field)) for id, field in take.days.items())
            return ibis.cases(*fields, else_=ibis.null("date"))

        def asks(events: ir.Table) -> ir.Value:
            said = of(events, take.days) & day(events).isnull() & events[str(take.undated)].fill_null(False)
            later = (last_day(events) > events[latest]).fill_null(True)
            return some(said & later & (events[START] > events[alone]).fill_null(True))

        own = [activity for activity, field in take.days.items() if field == "date"]
        found: Mapping[str, Aggregate] = {
            latest: lambda events: day(events).max(where=of(events, take.days)),
            alone: lambda events: day(events).max(where=of(events, own)),
        }
        return (found,) if take.undated is None else (found, {asking: asks})

    def visit_kind(self, take: takes.Kind) -> Measured:
        first, last = self._name("first"), self._name("last")

        def word(events: ir.Table) -> ir.StringValue:
            return ibis.cases(
                *((events["activity"] == id, said) for id, said in take.events.items()), else_=ibis.null("string")
            )

        rounds = {first: lambda events: word(events).min(), last: lambda events: word(events).max()}
        several = ibis.null("string") if take.several is None else ibis.literal(take.several)
        return Measured(
            lambda row: one(
                ibis.cases(
                    (row(first).isnull(), ibis.null("string")), (row(first) == row(last), row(first)), else_=several
                )
            ),
            (rounds,),
        )

    def visit_months(self, take: takes.Months) -> Measured:
        total, unclear = self._name("weeks"), self._name("unclear")

        def weeks(events: ir.Table) -> ir.IntegerValue:
            return events["cycles"] * self._cycle_weeks(take, events)

        rounds = {
            **self._gaps(take),
            total: lambda events: weeks(events).sum(where=counted(events, take.events, take.episode)),
            unclear: lambda events: some(counted(events, take.events, take.episode) & weeks(events).isnull()),
        }

        def answer(row: Measures) -> Answered:
            months = quotient(narrowed(row(total)), number(Decimal(take.weeks_in_a_month)))
            return one(self._unless_undated(take, row, _where(~row(unclear), months)))

        return Measured(answer, (rounds,))

    def _cycle_weeks(self, take: takes.Months, events: ir.Table) -> ir.IntegerValue:
        """The weeks of a cycle: as the event says, else those of its regimen; null where nobody knows that regimen."""
        known = {name.casefold(): weeks for name, weeks in take.regimens_given.items()}
        for regimen in self._guideline.regimens.values():
            known.update(dict.fromkeys((regimen.id.casefold(), regimen.title.casefold()), regimen.cycle_weeks))
        named = events["regimen"].lower()
        of_regimen = ibis.cases(
            (events["regimen"].isnull(), take.unnamed_cycle_weeks),
            *((named == name, weeks) for name, weeks in known.items()),
            else_=ibis.null("int64"),
        )
        return ibis.coalesce(events["cycle_weeks"], of_regimen)

    def visit_undated(self, take: takes.Undated) -> Measured:
        return self._whether(lambda events: undated(events, take.events))

    def visit_given(self, take: takes.Given) -> Measured:
        name = self._name("given")
        rounds = {**self._gaps(take), name: lambda events: some(counted(events, take.events, take.episode))}
        return Measured(lambda row: one(self._unless_undated(take, row, true_where(row(name)).value)), (rounds,))

    def visit_marked(self, take: takes.Marked) -> Measured:
        return self._whether(lambda events: of(events, take.events) & (events["episode"] == str(takes.Episode.CURRENT)))

    def visit_unfinished(self, take: takes.Unfinished) -> Measured:
        """The word of the latest event; without one nothing follows, for no table holds the register."""
        latest, low, high = self._name("latest"), self._name("low"), self._name("high")
        gaps = {self._name("undated"): lambda events: some(undated(events, take.events))}

        def chosen(events: ir.Table) -> ir.BooleanValue:
            return counted(events, take.events, takes.Episode.CURRENT)

        def at_the_latest(events: ir.Table) -> ir.BooleanValue:
            return chosen(events) & (events[START] == events[latest])

        rounds = (
            {**gaps, latest: lambda events: events[START].max(where=chosen(events))},
            {
                low: lambda events: events[take.of].min(where=at_the_latest(events)),
                high: lambda events: events[take.of].max(where=at_the_latest(events)),
            },
        )

        def answer(row: Measures) -> Answered:
            dated = ~row(self._name("undated")).fill_null(False)
            return Answered(
                _where(dated & (row(low) == row(high)), row(low)), (dated & (row(low) != row(high))).fill_null(False)
            )

        return Measured(answer, rounds)

    def _whether(self, holds: Callable[[ir.Table], ir.BooleanValue]) -> Measured:
        name = self._name("some")
        return Measured(lambda row: true_where(row(name)), ({name: lambda events: some(holds(events))},))

    def _outermost(self, take: takes.FieldTake, extreme: Extreme, matters: Matters | None = None) -> Measured:
        """The field of the first or latest event; events of one day that differ in it are several answers.

        ``matters``: whether what cannot be told to an episode would change that; without it anything does.
        """
        key, going = self._name("day"), self._name("going")
        undated_day = self._name("undated day")

        def told_to_one(row: Measures) -> ir.BooleanValue:
            day = row(undated_day)
            return day.isnull() if matters is None else ~matters(day, row(key))

        def chosen(events: ir.Table) -> ir.BooleanValue:
            return counted(events, take.events, take.episode)

        first: dict[str, Aggregate] = {
            undated_day: lambda events: own_day(events, take.of).max(where=_waiting(take, events)),
            key: lambda events: extreme(own_day(events, take.of), chosen(events)),
        }
        if take.gives_its_day:

            def day(row: Measures) -> Answered:
                ended = row(key) < ibis.literal(FAR)
                value = row(key) if take.of != "end" else _where(ended & ~row(going), row(key))
                return one(_where(told_to_one(row), value))

            if take.of == "end":
                first[going] = lambda events: some(chosen(events) & (own_day(events, "end") == ibis.literal(FAR)))
            return Measured(day, (first,))
        low, high, gap = self._name("low"), self._name("high"), self._name("gap")

        def at_the_end(events: ir.Table) -> ir.BooleanValue:
            return chosen(events) & (own_day(events, take.of) == events[key])

        second: dict[str, Aggregate] = {
            low: lambda events: events[take.of].min(where=at_the_end(events)),
            high: lambda events: events[take.of].max(where=at_the_end(events)),
            gap: lambda events: some(at_the_end(events) & events[take.of].isnull()),
        }

        def answer(row: Measures) -> Answered:
            told = told_to_one(row) & ~row(gap).fill_null(True)
            return Answered(
                _where(told & (row(low) == row(high)), row(low)), (told & (row(low) != row(high))).fill_null(False)
            )

        return Measured(answer, (first, second))

    def _gaps(self, take: takes.EpisodeTake) -> Mapping[str, Aggregate]:
        """Whether an event cannot be told to an episode, where that leaves everything unknown."""
        if take.episode is not takes.Episode.CURRENT:
            return {}
        return {self._name("undated"): lambda events: some(undated(events, take.events))}

    def _undated(self, take: takes.EpisodeTake, row: Measures) -> ir.BooleanValue:
        if take.episode is not takes.Episode.CURRENT:
            return ibis.literal(False)
        return row(self._name("undated")).fill_null(False)

    def _unless_undated(self, take: takes.EpisodeTake, row: Measures, value: ir.Value) -> ir.Value:
        return value if take.episode is not takes.Episode.CURRENT else _where(~self._undated(take, row), value)

    def _stand_in(self, take: takes.First, value: ir.DateValue) -> ir.DateValue:
        """The stated day of another element, from ``since`` on for so long, where no event decides."""
        other, own = self._known(str(take.otherwise)), self._known(self._element)
        since = self._known(str(take.since)).sides[0 if self._side == "one" else 1]
        counts = other.stated.notnull() & own.stated.isnull() & (other.value >= since)
        length = None if take.stands_for is None else self._guideline.constants[take.stands_for]
        if isinstance(length, Quantity):
            counts = counts & (other.value <= by_length(Column(since), length).value)
        return ibis.coalesce(value, _where(counts, other.value))

    # ------------------------------------------------------------------ facts

    def visit_done(self, take: takes.Done) -> Measured:
        name = self._name("done")

        def answer(row: Measures) -> Answered:
            known = self._known(take.element)
            done = known.value.notnull() | (known.disputed & ~known.denied) | row(name).fill_null(False)
            return one(ibis.ifelse(done, take.value, ibis.null("string")))

        return Measured(answer, ({name: lambda events: some(of(events, take.events))},))

    def visit_at_least(self, take: takes.AtLeast) -> Measured:
        return Measured(lambda _: one(self._known(take.element).value >= take.least))

    def visit_share(self, take: takes.Share) -> Measured:
        def answer(_: Measures) -> Answered:
            part, whole = self._known(take.part).value, wide(self._known(take.whole).value)
            if take.less is not None:
                whole = whole - wide(self._known(take.less).value.fill_null(Decimal(0)))
            return one(quotient(narrowed(wide(part) * 100), narrowed(whole)))

        return Measured(answer)

    # ------------------------------------------------------------------ registers

    def _no_register(self) -> Measured:
        return Measured(lambda _: one(ibis.null()))

    def visit_worst_site(self, take: takes.WorstSite) -> Measured:
        return self._no_register()

    def visit_count(self, take: takes.Count) -> Measured:
        return self._no_register()

    def visit_any_now(self, take: takes.AnyNow) -> Measured:
        return self._no_register()

    def visit_largest(self, take: takes.Largest) -> Measured:
        return self._no_register()

    def visit_both_lobes(self, take: takes.BothLobes) -> Measured:
        return self._no_register()

    def visit_every_plan(self, take: takes.EveryPlan) -> Measured:
        return self._no_register()

    def _name(self, what: str) -> str:
        return f"{what} of {self._element}"


def side_of(side: str, element: str) -> str:
    """The column of an element's day on one side of its dispute."""
    return f"{side} side of {element}"


def _is_last(undated_day: ir.DateValue, latest: ir.DateValue) -> ir.BooleanValue:
    """Whether what cannot be told to an episode, the last of it on that day, may be the latest."""
    return undated_day.notnull() & ~(undated_day < latest).fill_null(False)


def _is_after(undated_day: ir.DateValue, latest: ir.DateValue) -> ir.BooleanValue:
    """Whether it may be later than the latest: of the same day it gives the same day."""
    return undated_day.notnull() & ~(undated_day <= latest).fill_null(False)


def _waiting(take: takes.EpisodeTake, events: ir.Table) -> ir.BooleanValue:
    """The events that cannot be told to an episode, where the take is of this one."""
    return undated(events, take.events) if take.episode is takes.Episode.CURRENT else ibis.literal(False)


def _where(holds: ir.BooleanValue, value: ir.Value) -> ir.Value:
    return ibis.ifelse(holds, value, ibis.null(value.type()))
