"""How many of a result's patients a change of guideline concerns, as it may be told: small counts left out."""

from __future__ import annotations

from collections.abc import Mapping

from resecta.cohort.audit.suppress import suppressed
from resecta.cohort.changed import At, Changed
from resecta.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Ours:
    """Counts as they are told; None for what is left out. ``unknown``: elements that no patient of the result has."""

    rows: int
    affected: int | None
    changes: Mapping[At, int | None]
    unknown: tuple[str, ...]
    least: int

    def of(self, change: At) -> int | None:
        """The patients who see a change: none of them where it is not among theirs."""
        return self.changes.get(change, 0)

    @property
    def any_left_out(self) -> bool:
        """Whether any count is left out."""
        return self.affected is None or None in self.changes.values()


def ours(found: Changed, least: int) -> Ours:
    """The changes of one conclusion and those affected in whom it does not change add up to all affected: what is left
    out of these is left out with what would give it away.
    """
    told: dict[At, int | None] = {}
    for row in dict.fromkeys(at[:2] for at in found.changes):
        ats = [at for at in found.changes if at[:2] == row]
        counts = [found.changes[at] for at in ats]
        told.update(zip(ats, suppressed([*counts, found.affected - sum(counts)], least), strict=False))
    affected, _ = suppressed([found.affected, found.rows - found.affected], least)
    return Ours(found.rows, affected, told, found.unknown, least)
