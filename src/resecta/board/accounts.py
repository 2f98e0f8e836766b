"""People: an account each, what they are to the board, and the teams whose patients they see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from resecta.board import canonical
from resecta.board.act import Board, act, new_id
from resecta.board.rights import SYSTEM, Action, Actor, NotFoundError, Role
from resecta.board.tables import account, account_team, team
from resecta.document import InputError, Place, Problem
from resecta.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Team:
    """A tumour board of a hospital: patients and meetings belong to one."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Account:
    """A person. ``name`` is what opinions and signatures show, and nobody else's; ``discipline`` one that the
    guideline names, for clinicians; ``teams`` are ids; ``totp``: whether a one-time code is asked for.
    """

    id: str
    username: str
    name: str
    roles: frozenset[Role]
    teams: frozenset[str]
    discipline: str | None
    active: bool
    totp: bool

    @property
    def actor(self) -> Actor:
        """The person as one who acts."""
        return Actor(self.id, self.name, self.roles, self.teams, self.discipline)


def make_team(board: Board, actor: Actor, name: str) -> Team:
    """Add a team. Raises InputError where the name is empty or taken, NotAllowedError."""
    with act(board, actor, Action.KEEP_PEOPLE) as work:
        taken = work.connection.scalar(select(team.c.id).where(team.c.name == name.strip()))
        _refuse_name(taken is not None, "name", name)
        made = Team(new_id(), name.strip())
        work.connection.execute(insert(team).values(id=made.id, name=made.name))
        work.note(team=made.id)
        return made


def teams(board: Board, actor: Actor) -> tuple[Team, ...]:
    """Every team, by name. Raises NotAllowedError."""
    with act(board, actor, Action.READ_PEOPLE) as work:
        return tuple(Team(row.id, row.name) for row in work.connection.execute(select(team).order_by(team.c.name)))


def make_account(
    board: Board,
    actor: Actor,
    *,
    username: str,
    name: str,
    roles: Iterable[Role],
    teams: Iterable[str] = (),
    discipline: str | None = None,
) -> Account:
    """Add a person, who has no password yet (``resecta.board.credentials``). Raises InputError where a name is empty or
    taken, or a clinician has no discipline; NotAllowedError.
    """
    with act(board, actor, Action.KEEP_PEOPLE) as work:
        found = work.connection.execute(
            select(account.c.username, account.c.name).where(
                (account.c.username == username.strip()) | (account.c.name == name.strip())
            )
        ).all()
        _refuse_name(any(row.username == username.strip() for row in found), "username", username)
        _refuse_name(any(row.name == name.strip() for row in found), "name", name)
        known = frozenset(roles)
        if Role.SYSTEM in known or (Role.CLINICIAN in known and discipline is None):
            raise InputError([Problem(Place("roles"), "a clinician has a discipline", "choose one")])
        made = Account(
            new_id(), username.strip(), name.strip(), known, frozenset(teams), discipline, active=True, totp=False
        )
        work.connection.execute(
            insert(account).values(
                id=made.id,
                username=made.username,
                name=made.name,
                roles_json=canonical.write(sorted(made.roles)),
                discipline=discipline,
                active=True,
                made_at=work.at,
            )
        )
        _join(work.connection, made.id, made.teams)
        work.note(account=made.id, roles=sorted(made.roles), teams=sorted(made.teams))
        return made


def change_account(
    board: Board, actor: Actor, id: str, *, roles: Iterable[Role], teams: Iterable[str], discipline: str | None
) -> Account:
    """What a person is from now on. Sessions that are open have it at their next request. Raises NotFoundError."""
    with act(board, actor, Action.KEEP_PEOPLE) as work:
        _there(work.connection, id)
        known = sorted(frozenset(roles))
        work.connection.execute(
            update(account).where(account.c.id == id).values(roles_json=canonical.write(known), discipline=discipline)
        )
        work.connection.execute(delete(account_team).where(account_team.c.account == id))
        _join(work.connection, id, frozenset(teams))
        work.note(account=id, roles=known, teams=sorted(teams))
        return account_by_id(work.connection, id)


def close_account(board: Board, actor: Actor, id: str) -> None:
    """The person can no longer sign in, and open sessions end; what they recorded and signed stays.

    Raises NotFoundError.
    """
    with act(board, actor, Action.KEEP_PEOPLE) as work:
        _there(work.connection, id)
        work.connection.execute(update(account).where(account.c.id == id).values(active=False))
        work.note(closed=id)


def accounts(board: Board, actor: Actor) -> tuple[Account, ...]:
    """Everybody, by name. Raises NotAllowedError."""
    with act(board, actor, Action.READ_PEOPLE) as work:
        rows = work.connection.execute(select(account).order_by(account.c.name)).all()
        return tuple(_account(work.connection, row) for row in rows)


def is_inhabited(board: Board) -> bool:
    """Whether anybody has an account."""
    with board.database.reading() as connection:
        return connection.execute(select(account.c.id).limit(1)).first() is not None


def account_by_id(connection: Connection, id: str) -> Account:
    """The account of this id. Raises NotFoundError."""
    return _account(connection, _there(connection, id))


def names_of(board: Board, ids: Iterable[str]) -> dict[str, str]:
    """Account id → the person's name: who recorded and who signed."""
    with board.database.reading() as connection:
        rows = connection.execute(select(account.c.id, account.c.name).where(account.c.id.in_(sorted(set(ids)))))
        return {SYSTEM.account: SYSTEM.name, **{row.id: row.name for row in rows}}


def _there(connection: Connection, id: str) -> Row[Any]:
    row = connection.execute(select(account).where(account.c.id == id)).one_or_none()
    if row is None:
        raise NotFoundError("there is no such account")
    return row


def _account(connection: Connection, row: Row[Any]) -> Account:
    member = connection.scalars(select(account_team.c.team).where(account_team.c.account == row.id))
    roles = frozenset(Role(word) for word in canonical.read(row.roles_json))
    totp = row.totp_secret is not None
    return Account(row.id, row.username, row.name, roles, frozenset(member), row.discipline, row.active, totp)


def _join(connection: Connection, id: str, teams: frozenset[str]) -> None:
    for each in sorted(teams):
        connection.execute(insert(account_team).values(account=id, team=each))


def _refuse_name(taken: bool, field: str, name: str) -> None:
    if not name.strip():
        raise InputError([Problem(Place(field), "this is empty", "write a name")])
    if taken:
        raise InputError([Problem(Place(field), "this is taken", "add what tells the two apart")])
