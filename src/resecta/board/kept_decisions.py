"""Decisions in the database: rows in, whole decisions out, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from resecta.board import canonical, tables
from resecta.board.act import Work
from resecta.board.decision import Addendum, Decision, FollowUp, Fulfilment, Reason, Signature, Withdrawal
from resecta.board.departures import DecidedPlan
from resecta.board.rights import NotFoundError
from resecta.board.tables import decision


def add_decision(work: Work, made: Decision, request: str) -> None:
    """Write what was proposed."""
    plan = {"strategy": made.plan.strategy, "regimen": made.plan.regimen, "words": made.plan.words}
    values = {
        "id": made.id,
        "item": made.item,
        "patient": made.patient,
        "plan_json": canonical.write(plan),
        "departures_json": canonical.write(made.departures),
        "because": made.because,
        "comments_json": canonical.write(made.comments),
        "signatures": made.needed,
        "proposed_by": made.proposed_by,
        "proposed_at": made.proposed_at,
        "request": request,
    }
    work.add(decision, values)


def decision_by_id(connection: Connection, id: str) -> Decision:
    """The decision of this id. Raises NotFoundError."""
    row = connection.execute(select(decision).where(decision.c.id == id)).one_or_none()
    if row is None:
        raise NotFoundError("there is no such decision")
    return whole(connection, [row])[0]


def whole(connection: Connection, rows: Iterable[Row[Any]]) -> tuple[Decision, ...]:
    """The decisions of these rows with all that came after, in the order of the rows."""
    listed = list(rows)
    ids = [row.id for row in listed]
    signed, withdrawn, added, followed = (
        _by_decision(connection, table, ids)
        for table in (tables.signature, tables.withdrawal, tables.addendum, tables.follow_up)
    )
    return tuple(
        _decision(
            row,
            signed.get(row.id, []),
            withdrawn.get(row.id, []),
            added.get(row.id, []),
            followed.get(row.id, []),
        )
        for row in listed
    )


def _by_decision(connection: Connection, table: Table, ids: list[str]) -> Mapping[str, list[Row[Any]]]:
    found: dict[str, list[Row[Any]]] = {}
    for row in connection.execute(select(table).where(table.c.decision.in_(ids)).order_by(table.c.at)):
        found.setdefault(row.decision, []).append(row)
    return found


def _decision(
    row: Row[Any],
    signed: list[Row[Any]],
    withdrawn: list[Row[Any]],
    added: list[Row[Any]],
    followed: list[Row[Any]],
) -> Decision:
    return Decision(
        row.id,
        row.item,
        row.patient,
        DecidedPlan(**canonical.read(row.plan_json)),
        tuple(canonical.read(row.departures_json)),
        row.because,
        canonical.read(row.comments_json),
        row.signatures,
        row.proposed_by,
        row.proposed_at,
        tuple(Signature(one.account, one.name, one.discipline, one.at, one.shown_by) for one in signed),
        next((Withdrawal(one.account, one.because, one.at) for one in withdrawn), None),
        tuple(Addendum(one.id, one.account, one.name, one.words, one.at) for one in added),
        tuple(
            FollowUp(
                one.account, Fulfilment(one.done), None if one.reason is None else Reason(one.reason), one.words, one.at
            )
            for one in followed
        ),
    )
