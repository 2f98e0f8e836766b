"""Takes over other elements and over the sites outside the liver, for one case."""

from __future__ import annotations

from decimal import Decimal

from resecta.case.answer import Answer, answer_of
from resecta.case.model import Fact
from resecta.case.takes.base import Answers, CaseTakes
from resecta.cql.values import Quantity, decimals
from resecta.guideline import takes


class FactTakes(CaseTakes):
    """Done, at least so many, a share of a volume, the worst of the sites."""

    def visit_done(self, take: takes.Done) -> Answers:
        known = self.case.known(take.element)
        if isinstance(known, Fact):
            return (Answer(take.value, f"{self.name(take.element)}: {known.source}"),)
        events = self.case.counted(take.events, takes.Episode.ANY)
        return (answer_of(take.value, events, self.case.guideline.activities),) if events else ()

    def visit_at_least(self, take: takes.AtLeast) -> Answers:
        known = self.case.known(take.element)
        if not isinstance(known, Fact) or not isinstance(known.value, int):
            return ()
        return (Answer(known.value >= take.least, f"{self.name(take.element)}: {known.source}"),)

    def visit_share(self, take: takes.Share) -> Answers:
        part, whole = self._volume(take.part), self._volume(take.whole)
        none = take.less is None or self.case.known(take.less) is None
        less = Decimal(0) if take.less is None or none else self._volume(take.less)
        if part is None or whole is None or less is None:
            return ()
        share = decimals.divide(part * 100, whole - less)
        if share is None:
            return ()
        named = [take.part, take.whole, *([] if take.less is None or none else [take.less])]
        source = ", ".join(self.name(id) for id in named)
        unit = self.case.guideline.elements[self.element].unit
        return (Answer(Quantity(share, unit), f"from {source}", tolerance=take.tolerance),)

    def visit_worst_site(self, take: takes.WorstSite) -> Answers:
        sites = self.case.recorded.sites
        if sites is None:
            return ()
        if not sites:
            return (Answer(take.none, "no site outside the liver is listed"),)
        found = {site.disease for site in sites}
        worst = next((word for word in take.order if word in found), None)
        if worst is None or (None in found and worst is not take.order[0]):
            return ()
        named = ", ".join(site.site for site in sites if site.disease == worst)
        return (Answer(str(worst), f"sites outside the liver: {named}"),)

    def _volume(self, id: str) -> Decimal | None:
        """A volume in the unit that all of them have; None where it is unknown."""
        value = self.value(id)
        return value.value if isinstance(value, Quantity) else None
