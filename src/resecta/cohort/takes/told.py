"""The episode of treatment of every event: what ``resecta.case.episode`` says of one patient, for all of them.

The events get three columns: ``last`` (the day it ended; null while it goes on), ``told`` (its episode) and those of
their fields that they lack, as null.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import ibis
import ibis.expr.types as ir

from resecta.case.episode import Episode
from resecta.cohort.columns.column import SQL
from resecta.guideline.model import Activity, Unmarked
from resecta.guideline.pack import Guideline

START, LAST, TOLD, DAY, TIMING = "start", "last", "told", "assessed on", "timing"


def field_types(guideline: Guideline) -> dict[str, str]:
    """The fields that events can have, each with the type of its column."""
    fields = (field for activity in guideline.activities.values() for field in activity.fields)
    return {field.id: SQL.get(field.type, "string") for field in fields}


def told(guideline: Guideline, events: ir.Table, patients: ir.Table, timing: str | None) -> ir.Table:
    """The events of these patients with their episodes. ``events``: case, activity, date, start, end, episode and
    fields as the pack types them; ``timing``: the column of the patients that holds the timing of the disease.
    """
    lacking = {name: ibis.null(kind) for name, kind in field_types(guideline).items() if name not in events.columns}
    known = patients.select(
        of_case=patients["case"],
        **{DAY: patients["assessed_on"], TIMING: ibis.null("string") if timing is None else patients[timing]},
    )
    joined = events.join(known, events["case"] == known["of_case"]).drop("of_case").mutate(**lacking)
    courses = _ids(guideline, lambda activity: activity.course)
    dated = joined.mutate(
        **{
            START: ibis.coalesce(joined["date"], joined["start"]),
            LAST: ibis.ifelse(
                joined["activity"].isin(courses), ibis.coalesce(joined["date"], joined["end"]), joined["date"]
            ),
        }
    )
    alone = dated.mutate(alone=_alone(guideline, dated))
    return _followed(guideline, alone, courses)


def _ids(guideline: Guideline, wanted: Callable[[Activity], bool]) -> list[str]:
    return [activity.id for activity in guideline.activities.values() if wanted(activity)]


def _alone(guideline: Guideline, events: ir.Table) -> ir.StringValue:
    """The episode that an event and the patient tell, whatever other events there are."""
    days = None if guideline.episode_days is None else guideline.settings_values[guideline.episode_days]
    current = (events[TIMING] == guideline.episode_current).fill_null(False)
    apart = (events[TIMING] == guideline.episode_apart).fill_null(False)
    old = apart & (events[DAY].delta(events[LAST], unit="day") > days) if isinstance(days, int) else ibis.literal(False)
    taken = _ids(guideline, lambda activity: activity.unmarked is Unmarked.CURRENT)
    return ibis.cases(
        (events["episode"].notnull(), events["episode"]),
        (current | events[LAST].isnull(), str(Episode.CURRENT)),
        (old, str(Episode.EARLIER)),
        (events["activity"].isin(taken), str(Episode.CURRENT)),
        else_=str(Episode.UNDATED),
    )


def _followed(guideline: Guideline, events: ir.Table, courses: Iterable[str]) -> ir.Table:
    """What comes after a course of this episode belongs to it."""
    following = {one.id: [id for id in one.follows if id in courses] for one in guideline.activities.values()}
    begins = sorted({id for ids in following.values() for id in ids})
    if not begins:
        return events.rename(told="alone")
    is_current = events["alone"] == str(Episode.CURRENT)
    begun = (
        events.filter(is_current & events["activity"].isin(begins))
        .group_by(begun_of="case")
        .agg(**{f"begun {id}": _begins(id) for id in begins})
    )
    joined = events.left_join(begun, events["case"] == begun["begun_of"])
    rules = [
        ((joined["activity"] == id) & _any(joined[START] >= joined[f"begun {course}"] for course in ids))
        for id, ids in following.items()
        if ids
    ]
    follows = _any(rules) & joined["episode"].isnull()
    return joined.mutate(told=ibis.ifelse(follows, str(Episode.CURRENT), joined["alone"])).drop(
        "alone", "begun_of", *(f"begun {id}" for id in begins)
    )


def _begins(activity: str) -> Callable[[ir.Table], ir.DateScalar]:
    """The first day of a course of this activity, as an aggregate."""
    return lambda t: t[START].min(where=t["activity"] == activity)


def _any(holds: Iterable[ir.BooleanValue]) -> ir.BooleanValue:
    found = ibis.literal(False)
    for one in holds:
        found = found | one.fill_null(False)
    return found
