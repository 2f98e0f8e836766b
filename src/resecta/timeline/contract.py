"""A timeline as JSON: exactly the contract of ``strategies[].timeline``.

Dates in ISO form, ``null`` where nothing bounds them.
"""

from __future__ import annotations

import datetime
from typing import Any

from resecta import advice
from resecta.timeline.assessment import Assessment
from resecta.timeline.model import Timeline
from resecta.timeline.sides import Plans


def assessment_to_json(assessment: Assessment) -> dict[str, Any]:
    """The advice with the timelines of its open strategies: what ``resecta assess --json`` prints."""
    plans = {id: to_json(timeline) for id, timeline in assessment.timelines.items()}
    return advice.to_json(assessment.advice, plans, assessment.remarks)


def to_json(timeline: Timeline) -> dict[str, Any]:
    """The timeline in the shape that assess and plan print."""
    conflict = timeline.conflict
    return {
        "events": [
            {
                "activity": event.activity,
                "label": event.label,
                "earliest": _iso(event.earliest),
                "latest": _iso(event.latest),
                "proposed": _iso(event.proposed),
                "done": _iso(event.done),
                "statements": list(event.statements),
            }
            for event in timeline.events
        ],
        "constraints": [
            {
                "id": constraint.id,
                "from": constraint.start_activity,
                "to": constraint.end_activity,
                "kind": constraint.kind,
                "text": constraint.text,
                "statements": list(constraint.statements),
                "earliest": _iso(constraint.earliest),
                "latest": _iso(constraint.latest),
                "zone": constraint.zone,
                "slack_days": constraint.slack_days,
                "kept": constraint.kept,
            }
            for constraint in timeline.constraints
        ],
        "conflict": None if conflict is None else {"constraints": list(conflict.constraints), "text": conflict.text},
        "deviations": [
            {
                "constraint": deviation.constraint,
                "earliest": _iso(deviation.earliest),
                "latest": _iso(deviation.latest),
                "done": _iso(deviation.done),
                "days": deviation.days,
            }
            for deviation in timeline.deviations
        ],
    }


def plans_to_json(plans: Plans) -> dict[str, Any]:
    """A strategy as ``resecta plan --json`` prints it: the plan that stands, or one for each side of what is disputed.

    ``timeline`` is null where sides differ or none is laid; ``notes`` then say which facts are to be settled.
    """
    if plans.common is not None:
        return {**plan_to_json(plans.common), "sides": []}
    return {
        "id": plans.strategy,
        "title": plans.title,
        "status": plans.status,
        "timeline": None,
        "figures": [],
        "notes": [{"text": plans.remark, "statements": [], "readings": []}],
        "arguments": [],
        "sides": [{"side": each.side, **plan_to_json(each.timeline)} for each in plans.sides],
    }


def plan_to_json(timeline: Timeline) -> dict[str, Any]:
    """One plan of a strategy: the timeline, the figures it is compared by, remarks and arguments."""
    return {
        "id": timeline.strategy,
        "title": timeline.title,
        "status": timeline.status,
        "timeline": to_json(timeline),
        "figures": [{"label": each.label, "days": each.days, "date": _iso(each.day)} for each in timeline.figures],
        "notes": [
            {"text": note.text, "statements": list(note.statements), "readings": list(note.readings)}
            for note in timeline.notes
        ],
        "arguments": [
            {
                "text": argument.text,
                "statements": list(argument.statements),
                "ways": [{"label": way.label, "least_days": way.least, "most_days": way.most} for way in argument.ways],
            }
            for argument in timeline.arguments
        ],
    }


def _iso(date: datetime.date | None) -> str | None:
    return None if date is None else date.isoformat()
