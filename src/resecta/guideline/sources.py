"""Is every statement of the source used, and does everything that advises say where it comes from?"""

from __future__ import annotations

from collections.abc import Iterator

from resecta.cql import Library
from resecta.document import Problem
from resecta.guideline.entries import CITATION
from resecta.guideline.manuscript import Manuscript

ADVISING = ("finding", "notice", "recommendation", "strategy", "regimen")


def check(manuscript: Manuscript, library: Library | None) -> Iterator[Problem]:
    """A problem for each statement that nothing uses, and for each part that advises without a source.

    Where a part could not be read, nobody knows what it uses.
    """
    yield from _unsourced(manuscript)
    if library is not None and CITATION not in manuscript.unread:
        yield from _unused(manuscript, library)


def _unused(manuscript: Manuscript, library: Library) -> Iterator[Problem]:
    used = {mention.name for mention in manuscript.mentions if mention.kind == "statement" and _advises(mention.by)}
    used.update(id for definition in library.definitions.values() for id in definition.statements)
    for id, statement in manuscript.statements.items():
        if id not in used:
            yield manuscript.key("statement", id).problem(
                f"nothing uses the statement {id}: {_short(statement.says)}",
                "name it under statements: of what it says, or in a // @statement line of logic.cql",
            )


def _unsourced(manuscript: Manuscript) -> Iterator[Problem]:
    for kind in ADVISING:
        for id, entry in manuscript.entries[kind].items():
            if not entry.statements and not entry.readings:
                yield manuscript.key(kind, id).problem(
                    f"the {kind} {id} names neither a statement nor a reading", "add statements: [S…]"
                )


def _advises(by: str) -> bool:
    return by.partition(":")[0] in ADVISING


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59].rstrip()}…"
