"""A case file that comes in: its text in, what it would add to a patient out, each to be accepted or refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from resecta.board import canonical
from resecta.board.act import Board, act, new_id
from resecta.board.case_document import LISTS
from resecta.board.entries import WriteResult, check, entries_of, write
from resecta.board.entry import Entry, EntrySubject, New
from resecta.board.rights import Action, Actor
from resecta.case.read import case_of
from resecta.document import InputError, Node, Place, Problem, read_text
from resecta.document.source import LARGEST
from resecta.document.write import write_json
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.guideline.pack import Guideline

ABOUT = ("case", "title", "story", "expected")
"""What a case file says of itself: its name, what a worked case tells, and the advice that is expected on it."""


class Novelty(StrEnum):
    """How an entry that comes in stands to what is there."""

    NEW = "new"
    SAME = "same"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a case file says of one thing. ``new`` is written if it is accepted; ``there`` is what stands in its place
    (None where it is new). What is the same is not offered for acceptance.
    """

    new: New
    standing: Novelty
    there: Entry | None


def read_case_text(text: bytes, name: str, guideline: Guideline) -> dict[str, Any]:
    """The mapping in the text of a case file, found sound; numbers keep their digits. ``name`` is the file's name, and
    its ending says what it is.

    Raises InputError with every problem of the file.
    """
    if len(text) > LARGEST:
        raise InputError([Problem(Place(name), "the file is larger than 5 MiB", "a case file is a few kilobytes")])
    try:
        root = read_text(text.decode("utf-8"), name)
    except UnicodeDecodeError:
        raise InputError([Problem(Place(name), "the file is not UTF-8 text", "save it as UTF-8")]) from None
    case_of(root, guideline, id=name, day_required=True)
    mapping = _plain(root)
    if not isinstance(mapping, dict):
        raise TypeError("a sound case is a mapping")
    return mapping


def incoming(document: Mapping[str, Any], current: Iterable[Entry], source: str = "") -> tuple[Incoming, ...]:
    """What a case file says beside what stands (``current``), in the order of the file. ``source`` is given to every
    entry. Rows without an id of their own (events, sites) are the same where they say the same.
    """
    standing = list(current)
    by_slot = {one.slot: one for one in standing}
    rows = {(one.kind, canonical.write(one.content)): one for one in standing if one.kind in LISTS}
    found = []
    for new in entries_from(document, source):
        there = rows.get((new.kind, canonical.write(new.content))) or by_slot.get(new.slot)
        found.append(_incoming(new, there))
    return tuple(found)


def accept(board: Board, guideline: Guideline, actor: Actor, patient: str, accepted: Iterable[New]) -> WriteResult:
    """Write what was accepted of a case file; ``New.seen`` is what the review showed. Nothing is overwritten.

    Raises InputError, NotAllowedError, NotFoundError.
    """
    listed = tuple(accepted)
    with act(board, actor, Action.IMPORT_CASE, patient=patient) as work:
        check(guideline, listed, work.at.date())
        return write(work, patient, listed)


def import_case(
    board: Board, guideline: Guideline, actor: Actor, patient: str, document: Mapping[str, Any], source: str = ""
) -> WriteResult:
    """Accept all that a case file says and that does not stand already. Raises as ``accept``."""
    with board.database.reading() as connection:
        current = entries_of(connection, patient)
    listed = (one.new for one in incoming(document, current, source) if one.standing is not Novelty.SAME)
    return accept(board, guideline, actor, patient, listed)


def entries_from(document: Mapping[str, Any], source: str = "") -> Iterator[New]:
    """Everything that a case file says, as entries that have seen nothing."""
    for key in ABOUT:
        if document.get(key) is not None:
            yield New(EntrySubject.ABOUT, key, document[key], source=source)
    for id, fact in (document.get("facts") or {}).items():
        yield from _fact(id, fact, source)
    for kind, key in LISTS.items():
        rows = document.get(key)
        for row in rows or ():
            yield New(kind, row["id"] if kind is EntrySubject.LESION else new_id(), row, source=source)
        if rows == []:
            yield New(EntrySubject.NONE, key, content=True, source=source)
    for row, said in (document.get("context") or {}).items():
        yield New(EntrySubject.CONTEXT, row, said, source=source)


def _fact(id: str, fact: Any, source: str) -> Iterator[New]:
    if not isinstance(fact, Mapping) or "opinions" not in fact:
        yield New(EntrySubject.FACT, id, fact, source=source)
        return
    for opinion in fact["opinions"]:
        said = {key: value for key, value in opinion.items() if key != "by"}
        yield New(EntrySubject.OPINION, id, said, whose=opinion["by"].strip(), source=source)
    if fact.get("settled") is not None:
        yield New(EntrySubject.SETTLED, id, fact["settled"], source=source)


def _incoming(new: New, there: Entry | None) -> Incoming:
    if there is None:
        return Incoming(new, Novelty.NEW, None)
    if canonical.write(new.content) == canonical.write(there.content):
        return Incoming(new, Novelty.SAME, there)
    seen = New(new.kind, new.key, new.content, there.id, new.whose, new.source)
    return Incoming(seen, Novelty.OTHER, there)


def _plain(node: Node) -> Any:
    """A node as plain data. Through JSON: it keeps every digit of a number, and text as text."""
    return canonical.read(write_json(node))
