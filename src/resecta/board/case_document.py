"""The entries of a patient as the mapping that a case file holds, to be assessed and to be exported."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from resecta.board.entry import EntrySubject
from resecta.case.model import STATED


class Recordable(Protocol):
    """What an entry has and what is to become one has: enough to stand in a case file."""

    @property
    def kind(self) -> EntrySubject: ...
    @property
    def key(self) -> str: ...
    @property
    def whose(self) -> str: ...
    @property
    def content(self) -> Any: ...
    @property
    def source(self) -> str: ...


LISTS = {EntrySubject.EVENT: "events", EntrySubject.LESION: "lesions", EntrySubject.EXTRAHEPATIC: "extrahepatic"}
"""The list of the case file in which rows of a kind stand."""


def case_document(
    entries: Iterable[Recordable], *, assessed_on: datetime.date, case: str | None = None
) -> dict[str, Any]:
    """The mapping that ``resecta.assess`` and ``resecta.case.case_from`` take.

    ``case`` is the name that the advice goes by: an id of ours, never a patient's name; without one, the name that an
    imported file had. A judgement that was stated as a fact stands among the opinions, once there are any.
    """
    known = list(entries)
    document: dict[str, Any] = {one.key: one.content for one in known if one.kind is EntrySubject.ABOUT}
    if case is not None:
        document["case"] = case
    document["assessed_on"] = assessed_on
    if facts := _facts(known):
        document["facts"] = facts
    for kind, key in LISTS.items():
        rows = [one.content for one in known if one.kind is kind]
        if rows or any(one.kind is EntrySubject.NONE and one.key == key for one in known):
            document[key] = rows
    if context := {one.key: one.content for one in known if one.kind is EntrySubject.CONTEXT}:
        document["context"] = context
    return document


def _facts(entries: Iterable[Recordable]) -> dict[str, Any]:
    facts: dict[str, list[Recordable]] = {}
    for one in entries:
        if one.kind in (EntrySubject.FACT, EntrySubject.OPINION, EntrySubject.SETTLED):
            facts.setdefault(one.key, []).append(one)
    return {key: _fact(parts) for key, parts in facts.items()}


def _fact(parts: list[Recordable]) -> Any:
    stated = next((one for one in parts if one.kind is EntrySubject.FACT), None)
    settled = next((one for one in parts if one.kind is EntrySubject.SETTLED), None)
    opinions = [{"by": one.whose, **_form(one.content)} for one in parts if one.kind is EntrySubject.OPINION]
    if not opinions:
        if settled is None:
            return None if stated is None else stated.content
        return {**_form(settled.content), "settled": True}
    if stated is not None and _form(stated.content).get("value") is not None:
        first = _as_opinion(stated)
        opinions[:0] = [] if first["by"] in [one["by"] for one in opinions] else [first]
    return {"opinions": opinions} if settled is None else {"opinions": opinions, "settled": settled.content}


def _as_opinion(stated: Recordable) -> dict[str, Any]:
    form = _form(stated.content)
    date = {"date": form["date"]} if form.get("date") is not None else {}
    return {"by": form.get("source") or stated.source or STATED, "value": form["value"], **date}


def _form(content: Any) -> dict[str, Any]:
    """A fact in its long form."""
    return dict(content) if isinstance(content, Mapping) else {"value": content}
