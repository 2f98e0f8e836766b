"""What gathers while a pack is read: problems, and who names what."""

from __future__ import annotations

from resecta.document import Collector, Spot
from resecta.guideline.mention import Mention


class Gathering:
    """What gathers while a pack is read. ``by`` is the entry at hand, ``key`` the key at hand.

    ``named``: kind → every name that the pack gives to something of that kind, also where the entry was refused: so
    that one fault is one problem, and not a second one wherever the entry is named. ``unread``: the kinds of entry of
    which one could not be read at all, so that nobody knows what it names.
    """

    def __init__(self) -> None:
        self.problems = Collector()
        self.mentions: list[Mention] = []
        self.named: dict[str, dict[str, None]] = {}
        self.unread: set[str] = set()
        self.by = ""
        self.key = ""

    def mention(self, kind: str, name: str, spot: Spot, type: str = "") -> None:
        """Note that the entry at hand names another part of the pack."""
        self.mentions.append(Mention(kind, name, self.by, self.key, spot, type))

    def name(self, kind: str, name: str) -> None:
        """Note that the entry at hand gives this name to something of that kind."""
        self.named.setdefault(kind, {})[name] = None
