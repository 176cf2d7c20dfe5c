"""What is drafted from an article, as frozen values; a person accepts, edits or rejects it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from geo.model import ActorMention, CountRange, DateInterval, Stance


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The words [start, end) of the article's text, counted in characters."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span holds at least one character ({self.start}, {self.end})")


@dataclass(frozen=True, slots=True)
class DraftActor:
    """A group as spelled, the listed group it is taken for, and its role."""

    mention: ActorMention
    canonical: str | None
    span: Span
    confidence: float


@dataclass(frozen=True, slots=True)
class DraftStatement:
    """Who asserts, and what the assertion does with the incident."""

    by: str
    stance: Stance
    span: Span
    confidence: float


@dataclass(frozen=True, slots=True)
class DraftPlace:
    """A place as the article names it; ``governorate``: name in the boundary set, if known."""

    text: str
    governorate: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class DraftRoute:
    """A stretch or a road: its ends and its name as written, each ``None`` when not given."""

    start: str | None
    end: str | None
    name: str | None
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class DraftIncident:
    """One incident that the article speaks of.

    ``spans`` and ``confidence`` are by field: date, governorate, places, route, event_type,
    target, killed, wounded, evidence. A confidence is 0..1 and orders what to look at first; it
    is no probability. ``evidence`` holds "video", "photo", "old-footage".
    """

    date: DateInterval | None
    governorate: str | None
    places: tuple[DraftPlace, ...]
    route: DraftRoute | None
    event_type: str
    target: str
    actors: tuple[DraftActor, ...]
    statements: tuple[DraftStatement, ...]
    killed: CountRange
    wounded: CountRange
    evidence: tuple[str, ...]
    primary: bool
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    confidence: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """All that was drafted from an article; ``other_places``: where nothing happened."""

    text: str
    incidents: tuple[DraftIncident, ...]
    other_places: tuple[DraftPlace, ...]
