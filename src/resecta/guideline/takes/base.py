"""What every take has: a visitor's method, the type it gives, and the elements that it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, TypeVar

from resecta.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from resecta.guideline.takes.visitor import TakeVisitor

T = TypeVar("T")


class Episode(StrEnum):
    """Which events count: those of this episode of the disease (then one that cannot be told leaves everything
    unknown), those that are surely of it, or all that there ever were.
    """

    CURRENT = "current"
    SURE = "sure"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class FieldAsked:
    """A field that the events of an activity must have, of this CQL type; ``key`` is where the pack names it."""

    key: str
    activity: str
    field: str
    type: str


@dataclass(frozen=True, slots=True)
class Take:
    """One way in which an element follows. ``name`` is what the pack writes after ``take:``, ``gives`` a CQL type name
    (None where it is that of the field taken).
    """

    name: ClassVar[str]
    gives: ClassVar[str | None]

    def accept(self, visitor: TakeVisitor[T]) -> T:
        """Call the visitor's method for this take."""
        raise NotImplementedError(type(self).__name__)

    @property
    def rests_on(self) -> Mapping[str, str]:
        """Key of the pack → id of the element named there, for each other element that this take asks for."""
        return {}

    @property
    def types_asked(self) -> Mapping[str, str]:
        """Key of the pack → the CQL type that the element named there must have."""
        return {}

    @property
    def fields_asked(self) -> tuple[FieldAsked, ...]:
        """The fields that events must have for this take."""
        return ()

    @property
    def words(self) -> tuple[tuple[str, str], ...]:
        """Key of the pack and text, for each text that may become the element's value."""
        return ()

    @property
    def needs_episodes(self) -> bool:
        """Whether events must be told to an episode of the disease."""
        return False


@dataclass(frozen=True, slots=True)
class EventTake(Take):
    """A take over the events of these activities."""

    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EpisodeTake(EventTake):
    """A take over the events of one episode, or of all."""

    episode: Episode

    @property
    def needs_episodes(self) -> bool:
        return self.episode is not Episode.ANY


@dataclass(frozen=True, slots=True)
class FieldTake(EpisodeTake):
    """A take of one field of an event: ``date``, ``start``, ``end`` or one of the activity's own."""

    of: str

    @property
    def gives_its_day(self) -> bool:
        """Whether it gives a day of the event itself: what is of one day then gives one answer."""
        return self.of in ("date", "start", "end")
