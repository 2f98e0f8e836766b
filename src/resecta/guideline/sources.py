"""Is every statement of the source used, and does everything that advises say where it comes from?"""

from __future__ import annotations

from collections.abc import Iterator

from resecta.cql import Library
from resecta.document import Problem, nearest
from resecta.guideline.entries import CITATION
from resecta.guideline.manuscript import Manuscript

_MEND = "name it under statements: of what it says, or in a // @statement line of logic.cql"
ADVISING = ("finding", "notice", "recommendation", "strategy", "regimen")


def check(manuscript: Manuscript, library: Library | None) -> Iterator[Problem]:
    """A problem for each statement that nothing uses, and for each part that advises without a source.

    Where a part could not be read, nobody knows what it uses; what a file without entries would have used is told once.
    """
    yield from _unsourced(manuscript)
    if library is not None and CITATION not in manuscript.unread:
        yield from _unused(manuscript, library)


def _unused(manuscript: Manuscript, library: Library) -> Iterator[Problem]:
    named = {one.name for one in manuscript.mentions if one.kind == "statement" and _advises(one.by)}
    meant = {nearest(name, manuscript.statements) for name in named - {*manuscript.statements}}
    used = named | {id for id in meant if id is not None}
    used.update(id for definition in library.definitions.values() for id in definition.statements)
    unused = {id: statement.says for id, statement in manuscript.statements.items() if id not in used}
    if any(manuscript.lacks(kind) for kind in ADVISING):
        return  # told where it is named (``references``): with its entries went what they use
    without = manuscript.without_entries(ADVISING)
    if unused and without:
        kinds, ids = " nor one ".join(without), ", ".join(unused)
        yield manuscript.root(without[0]).problem(
            f"there is not one {kinds}, and nothing uses {ids}",
            f"write the entry of this file that says it, or {_MEND}",
        )
        return
    for id, says in unused.items():
        yield manuscript.key("statement", id).problem(f"nothing uses the statement {id}: {_short(says)}", _MEND)


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
