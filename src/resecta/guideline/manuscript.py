"""A pack that has been read but not yet checked: typed entries by id, and every name that one part uses of another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from resecta.document import Mapping as Node
from resecta.document import Scalar, Spot
from resecta.guideline.entries import EPISODE, GUIDELINE, KINDS, STATEMENTS
from resecta.guideline.entry_kind import read_entries
from resecta.guideline.folder import Folder
from resecta.guideline.gathering import Gathering
from resecta.guideline.mention import TARGETED, Mention
from resecta.guideline.model import (
    Activity,
    Element,
    Finding,
    Notice,
    Reading,
    Recommendation,
    Regimen,
    Statement,
    Strategy,
)
from resecta.guideline.schedule.schedule import Schedule
from resecta.guideline.schema import REFUSED
from resecta.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Manuscript:
    """The entries of a pack by kind and id. ``header`` holds the keys of guideline.yaml; ``documents`` the nodes all
    was read from.

    ``named`` and ``unread`` are those of the gathering: what the pack names although it was refused.
    """

    header: Mapping[str, Any]
    entries: Mapping[str, Mapping[str, Any]]
    schedule: Schedule
    mentions: tuple[Mention, ...]
    named: Mapping[str, Mapping[str, None]]
    unread: frozenset[str]
    documents: Mapping[str, Any]

    def names(self, kind: str) -> Iterable[str]:
        """Every name of that kind, also of what was refused."""
        return self.named.get(kind, {})

    def lacks(self, kind: str) -> bool:
        """Whether it names something of a kind of which it has nothing at all: that is one problem (``references``)."""
        named = (one.name.partition(":")[0] if one.kind in TARGETED else one.kind for one in self.mentions)
        return not self.names(kind) and kind in named

    def without_entries(self, kinds: Iterable[str]) -> tuple[str, ...]:
        """Those of these kinds whose file is there and has not one entry."""
        files = {kind.name: kind.file for kind in KINDS}
        return tuple(kind for kind in kinds if not self.names(kind) and files[kind] in self.documents)

    @property
    def statements(self) -> Mapping[str, Statement]:
        """The source's assertions."""
        return self.entries["statement"]

    @property
    def readings(self) -> Mapping[str, Reading]:
        """The interpretations."""
        return self.entries["reading"]

    @property
    def elements(self) -> Mapping[str, Element]:
        """The facts asked for."""
        return self.entries["element"]

    @property
    def activities(self) -> Mapping[str, Activity]:
        """What may be done to a patient."""
        return self.entries["activity"]

    @property
    def findings(self) -> Mapping[str, Finding]:
        """The definitions shown to people."""
        return self.entries["finding"]

    @property
    def notices(self) -> Mapping[str, Notice]:
        """What the source is silent about."""
        return self.entries["notice"]

    @property
    def recommendations(self) -> Mapping[str, Recommendation]:
        """The directions."""
        return self.entries["recommendation"]

    @property
    def strategies(self) -> Mapping[str, Strategy]:
        """The ways to treat."""
        return self.entries["strategy"]

    @property
    def regimens(self) -> Mapping[str, Regimen]:
        """The drug combinations."""
        return self.entries["regimen"]

    def without_elements(self, ids: Iterable[str]) -> Manuscript:
        """The same without these facts: what is refused is not judged any further, and still counts as named."""
        refused = frozenset(ids)
        kept = {id: element for id, element in self.elements.items() if id not in refused}
        return replace(self, entries={**self.entries, "element": kept})

    def node(self, kind: str, id: str, *keys: str) -> Any:
        """The node of an entry, or of a key within it; the nearest one that exists."""
        node = self.root(kind)
        for key in (id, *keys):
            below = node.get(key) if isinstance(node, Node) else None
            if below is None:
                break
            node = below
        return node

    def is_of_a_site(self, spot: Spot) -> bool:
        """Whether it stands in an overlay: what is wrong by it is mended there, and not in the guideline below it."""
        return Path(spot.source.file).parent != Path(self.documents["guideline.yaml"].spot.source.file).parent

    def key(self, kind: str, id: str) -> Scalar:
        """The id of an entry as it stands in its file."""
        root: Node = self.root(kind)
        return root.keys[id]

    def root(self, kind: str) -> Any:
        """The node under which all entries of a kind stand."""
        if kind == STATEMENTS.name:
            return self.documents[STATEMENTS.file]["statements"]
        return self.documents[next(known.file for known in KINDS if known.name == kind)]


def read_manuscript(folder: Folder, gathering: Gathering) -> Manuscript:
    """Read every file of the folder into typed entries; problems and mentions gather in ``gathering``."""
    gathering.by = "guideline"
    header = GUIDELINE.values(folder.documents["guideline.yaml"], gathering)
    if header is None:
        gathering.unread.update(("statement", "source", "head", EPISODE))
        header = {}
    header = {key: value for key, value in header.items() if value is not REFUSED}
    for source in header.get("sources", ()):
        gathering.name("source", source)
    for head in header.get("heads", ()):
        gathering.name("head", head.id)
    entries: dict[str, Mapping[str, Any]] = {"statement": header.get("statements", {})}
    for kind in KINDS:
        gathering.key = ""
        node = folder.documents.get(kind.file)
        entries[kind.name] = {} if node is None else read_entries(node, kind, gathering)
    return Manuscript(
        header,
        entries,
        Schedule(entries["constraint"]),
        tuple(gathering.mentions),
        gathering.named,
        frozenset(gathering.unread),
        folder.documents,
    )
