"""What a site has changed in the shipped guideline, as people read it: titles for ids, texts of options for theirs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from resecta.guideline.places import PLACE
from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.guideline.model import Departure
    from resecta.guideline.pack import Guideline


@dataclass(frozen=True, slots=True)
class DepartureView:
    """One change: what it is of, as it shipped ("" for what is new), as it is here."""

    title: str
    shipped: str
    site: str


def departures(guideline: Guideline) -> Iterator[DepartureView]:
    """Every change, in the order of the files."""
    for departure in guideline.departures:
        id, _, key = departure.id.partition(".")
        reading = guideline.readings.get(id)
        if reading is not None and key == "choice":
            texts = {option.id: option.text for option in reading.options}
            told = [texts.get(choice, choice) for choice in (departure.shipped, departure.site)]
            yield DepartureView(f"{id} {reading.title}", *told)
        else:
            title = " ".join(part for part in (_title(guideline, departure, id), key.replace("_", " ")) if part)
            yield DepartureView(title, _plain(departure.shipped), _plain(departure.site))


def _title(guideline: Guideline, departure: Departure, id: str) -> str:
    """The title of the entry that was changed; a definition of the logic has its name for one."""
    collections: dict[str, Mapping[str, Any]] = {
        "elements.yaml": guideline.elements,
        "activities.yaml": guideline.activities,
        "findings.yaml": guideline.findings,
        "notices.yaml": guideline.notices,
        "recommendations.yaml": guideline.recommendations,
        "strategies.yaml": guideline.strategies,
        "regimens.yaml": guideline.regimens,
    }
    entry = collections.get(departure.file, {}).get(id)
    named = getattr(entry, "title", None) or getattr(entry, "name", None) or getattr(entry, "text", None)
    return str(named or id.replace("_", " "))


def _plain(text: str) -> str:
    """What stands in a file without its braces and underscores: places by the names of what they show."""
    return PLACE.sub(r"\1", text).replace("{", "(").replace("}", ")").replace("_", " ")
