"""A pack that has been read but not yet checked: typed entries by id, and every name that one part uses of another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from resecta.document import Mapping as Node
from resecta.document import Scalar, as_mapping
from resecta.guideline.entries import GUIDELINE, KINDS, read_entries
from resecta.guideline.folder import Folder
from resecta.guideline.mention import Mention
from resecta.guideline.model import Activity, Element, Finding, Notice, Recommendation, Regimen, Statement, Strategy
from resecta.guideline.model import Reading as Setting
from resecta.guideline.schema import Gathering, many, name_of


@dataclass(frozen=True, slots=True)
class Manuscript:
    """The entries of a pack by kind and id. ``header`` holds the keys of guideline.yaml; ``documents`` the nodes all
    was read from.
    """

    header: Mapping[str, Any]
    entries: Mapping[str, Mapping[str, Any]]
    constraints: Mapping[str, Node]
    mentions: tuple[Mention, ...]
    documents: Mapping[str, Any]

    @property
    def statements(self) -> Mapping[str, Statement]:
        """The source's assertions."""
        return self.entries["statement"]

    @property
    def readings(self) -> Mapping[str, Setting]:
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

    def node(self, kind: str, id: str, *keys: str) -> Any:
        """The node of an entry, or of a key within it; the nearest one that exists."""
        file = next(known.file for known in KINDS if known.name == kind)
        node = self.documents[file]
        for key in (id, *keys):
            below = node.get(key) if isinstance(node, Node) else None
            if below is None:
                break
            node = below
        return node

    def key(self, kind: str, id: str) -> Scalar:
        """The id of an entry as it stands in its file."""
        file = next(known.file for known in KINDS if known.name == kind)
        root: Node = self.documents[file]
        return root.keys[id]


def read_manuscript(folder: Folder, gathering: Gathering) -> Manuscript:
    """Read every file of the folder into typed entries; problems and mentions gather in ``gathering``."""
    gathering.by = "guideline"
    header = GUIDELINE.read(folder.documents["guideline.yaml"], gathering) or {}
    entries: dict[str, Mapping[str, Any]] = {"statement": header.get("statements", {})}
    for kind in KINDS:
        gathering.key = ""
        node = folder.documents.get(kind.file)
        entries[kind.name] = {} if node is None else read_entries(node, kind, gathering)
    constraints = _constraints(folder, gathering)
    return Manuscript(header, entries, constraints, tuple(gathering.mentions), folder.documents)


def _constraints(folder: Folder, gathering: Gathering) -> dict[str, Node]:
    """The temporal constraints stay nodes: the timeline reads them, and it lies above this package. Only their sources
    are read here.
    """
    root = folder.documents.get("constraints.yaml")
    mapping = None if root is None else gathering.problems.read(as_mapping, root)
    constraints: dict[str, Node] = {}
    for id, entry in mapping.items() if mapping is not None else ():
        node = gathering.problems.read(as_mapping, entry)
        if node is None:
            continue
        constraints[id] = node
        gathering.by = f"constraint:{id}"
        for gathering.key, kind in (("statements", "statement"), ("readings", "reading")):
            cited = node.get(gathering.key)
            if cited is not None:
                many(name_of(kind)).read(cited, gathering)
    return constraints
