"""Who may do what: one table, action by role. What no row allows is not allowed.

A patient, and what belongs to one, is seen by the patient's team alone. An administrator keeps people and sees no
patient; an auditor reads and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from resecta.document import ResectaError
from resecta.lazy_dataclass import dataclass


class Role(StrEnum):
    """What a person is to the board. SYSTEM is no person: the application's own work, as the worklist of a day."""

    COORDINATOR = "coordinator"
    CLINICIAN = "clinician"
    CHAIR = "chair"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


class Action(StrEnum):
    """What can be done; the trail names each by this word."""

    LIST_PATIENTS = "list patients"
    READ_PATIENT = "read patient"
    REGISTER_PATIENT = "register patient"
    CORRECT_IDENTITY = "correct identity"
    RECORD = "record"
    GIVE_OPINION = "give opinion"
    SETTLE = "settle"
    IMPORT_CASE = "import case"
    EXPORT_CASE = "export case"
    READ_MEETING = "read meeting"
    PLAN_MEETING = "plan meeting"
    ORDER_AGENDA = "order agenda"
    LIST_CASE = "list case"
    RECORD_ATTENDANCE = "record attendance"
    WRITE_MINUTES = "write minutes"
    RECORD_OWN_VIEW = "record own view"
    PROPOSE_DECISION = "propose decision"
    SIGN_DECISION = "sign decision"
    WITHDRAW_DECISION = "withdraw decision"
    ADD_ADDENDUM = "add addendum"
    READ_DECISION = "read decision"
    FOLLOW_UP = "follow up"
    REFRESH_WORKLIST = "refresh worklist"
    READ_TRAIL = "read trail"
    READ_PEOPLE = "read people"
    KEEP_PEOPLE = "keep people"


class AccessScope(StrEnum):
    """How far a right reaches: patients and meetings of one's own teams, or what belongs to no team."""

    TEAM = "own teams"
    ALL = "all"


_SEE = (Role.COORDINATOR, Role.CLINICIAN, Role.CHAIR, Role.AUDITOR)
_WORK = (Role.COORDINATOR, Role.CLINICIAN, Role.CHAIR)
_JUDGE = (Role.CLINICIAN, Role.CHAIR)
_LEAD = (Role.COORDINATOR, Role.CHAIR)


def _own(*roles: Role) -> Mapping[Role, AccessScope]:
    return MappingProxyType(dict.fromkeys(roles, AccessScope.TEAM))


def _all(*roles: Role) -> Mapping[Role, AccessScope]:
    return MappingProxyType(dict.fromkeys(roles, AccessScope.ALL))


RIGHTS: Mapping[Action, Mapping[Role, AccessScope]] = MappingProxyType(
    {
        Action.LIST_PATIENTS: _own(*_SEE),
        Action.READ_PATIENT: _own(*_SEE),
        Action.REGISTER_PATIENT: _own(Role.COORDINATOR),
        Action.CORRECT_IDENTITY: _own(Role.COORDINATOR),
        Action.RECORD: _own(*_WORK),
        Action.GIVE_OPINION: _own(*_JUDGE),
        Action.SETTLE: _own(Role.CHAIR),
        Action.IMPORT_CASE: _own(*_WORK),
        Action.EXPORT_CASE: _own(*_WORK),
        Action.READ_MEETING: _own(*_SEE),
        Action.PLAN_MEETING: _own(*_LEAD),
        Action.ORDER_AGENDA: _own(*_LEAD),
        Action.LIST_CASE: _own(*_WORK),
        Action.RECORD_ATTENDANCE: _own(*_LEAD),
        Action.WRITE_MINUTES: _own(*_LEAD),
        Action.RECORD_OWN_VIEW: _own(*_JUDGE),
        Action.PROPOSE_DECISION: _own(*_WORK),
        Action.SIGN_DECISION: _own(*_JUDGE),
        Action.WITHDRAW_DECISION: _own(*_LEAD),
        Action.ADD_ADDENDUM: _own(*_JUDGE),
        Action.READ_DECISION: _own(*_SEE),
        Action.FOLLOW_UP: _own(*_WORK),
        Action.REFRESH_WORKLIST: _all(Role.SYSTEM),
        Action.READ_TRAIL: _all(Role.AUDITOR),
        Action.READ_PEOPLE: _all(Role.ADMINISTRATOR, Role.AUDITOR),
        Action.KEEP_PEOPLE: _all(Role.ADMINISTRATOR, Role.SYSTEM),
    }
)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an account as it stood when its session was looked up. ``teams`` are ids."""

    account: str
    name: str
    roles: frozenset[Role]
    teams: frozenset[str] = frozenset()
    discipline: str | None = None


SYSTEM = Actor("system", "the application", frozenset({Role.SYSTEM}))
"""The application itself: jobs, and the first administrator of an empty database."""


class NotAllowedError(ResectaError):
    """The actor may not do this. The words name the action and no patient."""

    def __init__(self, action: Action) -> None:
        self.action = action
        super().__init__(f"your role does not allow you to {action}")


class NotFoundError(ResectaError):
    """There is no such thing, or it belongs to another team: nobody can tell which from outside."""


def may(actor: Actor, action: Action, team: str | None = None) -> bool:
    """Whether the actor may do this to what belongs to the team; without a team, whether to anything at all."""
    granted = RIGHTS.get(action, {})
    reaches = {granted[role] for role in actor.roles if role in granted}
    if AccessScope.ALL in reaches:
        return True
    return AccessScope.TEAM in reaches and (team in actor.teams if team is not None else bool(actor.teams))


def matrix(roles: Iterable[Role] = Role) -> list[tuple[str, ...]]:
    """The table for people: a head of roles, then for each action how far each role's right reaches ("" for none)."""
    columns = list(roles)
    rows = [(str(action), *(str(RIGHTS[action].get(role, "")) for role in columns)) for action in Action]
    return [("", *map(str, columns)), *rows]
