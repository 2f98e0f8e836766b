"""A board for trying out: invented people and patients, the guideline's own worked cases, all of it said to be made up.

The cases are moved in time (``demo_cases``), so that they are of now and something waits for many of the patients.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

from resecta.board import SYSTEM, Actor, Board, Role, accounts, agenda, attendance, meetings
from resecta.board.credentials import give_password
from resecta.board.incoming import import_case
from resecta.board.patients import register_patient
from resecta.lazy_dataclass import dataclass
from resecta.web.demo_cases import demonstrated
from resecta.web.settings import DemoPerson

if TYPE_CHECKING:
    from resecta.board.packs import Pack

PATIENTS = 12
LISTED = 6
"""Cases on the agenda of today; the others can be listed by hand."""
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Demo:
    """Who can sign in, and with what."""

    people: tuple[DemoPerson, ...]
    password: str


def people_of(pack: Pack) -> Demo:
    """The people of the demonstration of this guideline, whether or not they are in a database yet."""
    invented = _invented()
    people = [
        DemoPerson(invented[role]["username"], invented[role]["name"], role)
        for role in ("coordinator", "chair", "auditor", "administrator")
    ]
    people[2:2] = [DemoPerson(username, name, what) for username, name, what in _clinicians(pack)]
    return Demo(tuple(people), invented["password"])


def furnish(board: Board, pack: Pack, today: datetime.date) -> None:
    """Fill an empty database with the demonstration. Everything in it is as if people had entered it today."""
    invented = _invented()
    team = accounts.make_team(board, SYSTEM, invented["team"]).id
    actors = dict(_hired(board, pack, team))
    coordinator = actors[invented["coordinator"]["username"]]
    held = [
        meetings.plan_meeting(
            board, coordinator, team=team, day=day, begins=invented["begins"], place=invented["place"]
        ).id
        for day in (today, today + datetime.timedelta(days=_WEEK))
    ]
    names = _Names(invented["patients"])
    for number, document in enumerate(demonstrated(pack, today, PATIENTS, invented["weeks_ago"]), 1):
        patient = _admitted(board, pack, coordinator, team, document, names, number, today)
        if number <= LISTED:
            agenda.list_case(board, pack.guideline, coordinator, held[0], patient)
    for discipline in pack.guideline.disciplines_required:
        there = next(actor for actor in actors.values() if actor.discipline == discipline)
        attendance.mark_present(board, coordinator, held[0], discipline, there.name)


def _hired(board: Board, pack: Pack, team: str) -> Iterator[tuple[str, Actor]]:
    demo = people_of(pack)
    roles = {str(role): role for role in Role}
    chairs = (pack.guideline.disciplines_required or (None,))[0]
    for person in demo.people:
        role = roles.get(person.what, Role.CLINICIAN)
        discipline = chairs if role is Role.CHAIR else person.what if role is Role.CLINICIAN else None
        made = accounts.make_account(
            board,
            SYSTEM,
            username=person.username,
            name=person.name,
            roles=[role],
            teams=[team],
            discipline=discipline,
        )
        give_password(board, SYSTEM, made.id, demo.password)
        yield person.username, made.actor


def _clinicians(pack: Pack) -> Iterator[tuple[str, str, str]]:
    names = _invented()["clinicians"]
    for number, (discipline, name) in enumerate(zip(pack.guideline.disciplines_required, names, strict=False), 1):
        yield f"{discipline.split()[0]}{number}", name, discipline


def _admitted(
    board: Board,
    pack: Pack,
    who: Actor,
    team: str,
    document: Mapping[str, Any],
    names: _Names,
    number: int,
    today: datetime.date,
) -> str:
    """A patient with what a worked case says; the context that the case lacks is the demonstration's."""
    rows = {row.id for row in pack.guideline.context}
    invented = {row: text for row, text in _invented()["context"].items() if row in rows}
    told = {**document, "context": {**invented, **(document.get("context") or {})}}
    facts = told.get("facts") or {}
    born, name = _born(facts, number, today), names.of(facts)
    made = register_patient(board, who, team=team, hospital_number=f"D-{1000 + number}", name=name, born=born)
    import_case(board, pack.guideline, who, made.id, told, "demonstration")
    return made.id


class _Names:
    """Invented names, each given once. ``lists``: the fact that a name goes by, and the names for each value of it."""

    def __init__(self, lists: Mapping[str, Any]) -> None:
        self._by = lists["by"]
        self._left = {value: iter(names) for value, names in lists.items() if value != "by"}

    def of(self, facts: Mapping[str, Any]) -> str:
        """The next name that fits these facts."""
        return str(next(self._left.get(str(facts.get(self._by)), self._left["anybody"])))


def _born(facts: Mapping[str, Any], number: int, today: datetime.date) -> datetime.date:
    """A day of birth that agrees with the age that the case tells, if it does; every patient has another one."""
    told = facts.get(_invented()["born_by"])
    age = told if isinstance(told, int) else 50 + number
    birthday = today - datetime.timedelta(days=17 * number)
    return birthday.replace(year=birthday.year - age, day=min(birthday.day, 28))  # whatever year has one


@cache
def _invented() -> dict[str, Any]:
    text = files("resecta.web").joinpath("demo.yaml").read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.safe_load(text)
    return read
