"""The words of the atlas as types: what a report, a place, a date and a status are.

Every value refuses bad input when it is made (``ValueError``), so no half-valid record exists.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum


class Stance(StrEnum):
    """What an outlet's report does with the incident. The order is that of the claims ledger."""

    CLAIMS = "claims"
    CONFIRMS = "confirms"
    REPORTS = "reports"
    DOUBTS = "doubts"
    DENIES = "denies"
    WITHDRAWS = "withdraws"


class Status(StrEnum):
    """What follows from an incident's reports, by the rules of ``geo.claims.status``."""

    CONFIRMED = "confirmed"
    CORROBORATED = "corroborated"
    SINGLE_SOURCE = "single source"
    CLAIMED_ONLY = "claimed only"
    CONTESTED = "contested"
    DENIED = "denied"


class Form(StrEnum):
    """How a location is drawn. Only ``POINT`` is ever a mark at a coordinate."""

    POINT = "point"
    DISC = "disc"
    DISTRICT = "district"
    GOVERNORATE = "governorate"
    STRETCH = "stretch"
    COUNTRY = "country"
    UNPLACED = "unplaced"


EXACT_FORMS = (Form.POINT, Form.DISC)
"""Forms whose coordinate says where, within a stated radius; all others are footprints."""


class WherePrec(IntEnum):
    """UCDP GED ``where_prec``. Source: UCDP GED Codebook 22.1, Sundberg & Melander 2013."""

    EXACT = 1
    WITHIN_25_KM = 2
    DISTRICT = 3
    GOVERNORATE = 4
    LINEAR_OR_LARGER = 5
    COUNTRY = 6
    WATER_OR_AIR = 7


class DatePrec(IntEnum):
    """UCDP GED ``date_prec``. Source: as ``WherePrec``."""

    DAY = 1
    DAYS = 2
    WEEK = 3
    MONTH = 4
    YEAR = 5


@dataclass(frozen=True, slots=True)
class DateInterval:
    """A closed interval of days [start, end] and how exactly the source knew it.

    ``text`` is the source's own wording, when it gave one. A time of day is never invented.
    """

    start: date
    end: date
    prec: DatePrec
    text: str | None = None

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"date interval ends ({self.end}) before it starts ({self.start})")


@dataclass(frozen=True, slots=True)
class CountRange:
    """Killed or wounded: [low, high], either of them ``None`` when not known. Never a made-up 0."""

    low: int | None = None
    high: int | None = None

    def __post_init__(self) -> None:
        for value in (self.low, self.high):
            if value is not None and value < 0:
                raise ValueError(f"a count of people cannot be negative ({value})")
        if self.low is not None and self.high is not None and self.high < self.low:
            raise ValueError(f"highest count ({self.high}) is below the lowest ({self.low})")

    @property
    def known(self) -> bool:
        """Whether the source gave any figure."""
        return self.low is not None or self.high is not None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Another reading of the same place words.

    ``kind`` "route" is a named route, ``name`` its label, from ``from_km`` to ``to_km`` along it.
    """

    name: str
    kind: str
    lat: float
    lon: float
    score: float
    governorate_pcode: str | None = None
    from_km: float | None = None
    to_km: float | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """Where, with how exactly that is known.

    Attributes
    ----------
    form : how it is drawn; see ``Form``.
    where_prec : UCDP precision code; ``None`` only when ``form`` is ``UNPLACED``.
    lat, lon : degrees, EPSG:4326; a representative point. Both ``None`` when unplaced. For forms
        outside ``EXACT_FORMS`` it only says where to put a label.
    uncertainty_m : metres from what is drawn that should hold the true place; ``None`` when
        unknown, never 0. For a point or disc a radius (Darwin Core coordinateUncertaintyInMeters),
        for a stretch half the width of its corridor.
    place : the name of what was found, for a reader ("Al-Najmi", "Diwaniyah - Samawah road").
    governorate_pcode, district_pcode : keys into the boundary set in use, or ``None``.
    route, from_km, to_km : reference of the named route and the stretch along it, kilometres from
        the route's start; ``None`` where there is no route or its kilometres are not known.
    stretch_wkt : WKT LineString/MultiLineString, EPSG:4326 (lon lat), for ``STRETCH``.
    method : how it was found ("given coordinates", "gazetteer", "governorate name", "road" ...).
    score : 0..1, or ``None`` where coordinates were given.
    words : the source's own words for the place.
    flags : remarks a reader must see ("outside Iraq by 2.1 km, nearest governorate taken").
    """

    form: Form
    where_prec: WherePrec | None = None
    lat: float | None = None
    lon: float | None = None
    uncertainty_m: float | None = None
    place: str | None = None
    governorate_pcode: str | None = None
    district_pcode: str | None = None
    route: str | None = None
    from_km: float | None = None
    to_km: float | None = None
    stretch_wkt: str | None = None
    method: str | None = None
    score: float | None = None
    candidates: tuple[Candidate, ...] = ()
    words: str | None = None
    flags: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.lat is None) != (self.lon is None):
            raise ValueError("latitude and longitude come together or not at all")
        if self.lat is not None and not -90 <= self.lat <= 90:
            raise ValueError(f"latitude {self.lat} is not between -90 and 90 degrees")
        if self.lon is not None and not -180 <= self.lon <= 180:
            raise ValueError(f"longitude {self.lon} is not between -180 and 180 degrees")
        if self.uncertainty_m is not None and not self.uncertainty_m > 0:
            raise ValueError("uncertainty_m is a radius above 0, or None when it is not known")
        if (self.form is Form.UNPLACED) != (self.where_prec is None):
            raise ValueError("where_prec is given exactly when the location is placed")
        if self.form in EXACT_FORMS and self.lat is None:
            raise ValueError(f"a location drawn as a {self.form} needs a coordinate")
        if self.form is Form.STRETCH and not self.stretch_wkt:
            raise ValueError("a stretch of road needs its line")
        if self.form is Form.DISC and self.uncertainty_m is None:
            raise ValueError("a disc needs its radius")


UNPLACED = Location(form=Form.UNPLACED)


@dataclass(frozen=True, slots=True)
class ActorMention:
    """An actor as spelled by the source, and the role the source gives it.

    ``role`` is one of "claimed", "attributed", "denied", "side a", "side b", "target".
    """

    text: str
    role: str


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One outlet's account of one incident, as read from a file. Never changed once stored.

    ``dataset`` and ``key`` together identify the row for ever; loading it again adds nothing.
    ``given`` is a location whose coordinates the source itself states; the place words are
    always kept beside it. ``coded_governorate`` is a compiler's judgement: shown and compared
    with, never used to place the report. ``text_sha256`` and ``text_simhash`` are hashes of what
    was read; ``relays`` is the key of the report that this one says it relays.
    """

    dataset: str
    key: str
    incident_key: str
    outlet: str
    stance: Stance
    event_date: DateInterval | None = None
    outlet_country: str | None = None
    url: str | None = None
    published: DateInterval | None = None
    retrieved: date | None = None
    asserted_by: str | None = None
    place_text: str | None = None
    town_or_base: str | None = None
    route_text: str | None = None
    admin1_text: str | None = None
    admin2_text: str | None = None
    coded_governorate: str | None = None
    given: Location | None = None
    actors: tuple[ActorMention, ...] = ()
    event_type: str | None = None
    target: str | None = None
    killed: CountRange = field(default_factory=CountRange)
    wounded: CountRange = field(default_factory=CountRange)
    damage: str | None = None
    evidence_flags: tuple[str, ...] = ()
    headline: str | None = None
    note: str | None = None
    text_sha256: str | None = None
    text_simhash: str | None = None
    relays: str | None = None
    archive_url: str | None = None
    extra: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        for name in ("dataset", "key", "incident_key", "outlet"):
            if not getattr(self, name):
                raise ValueError(f"a report needs its {name}")


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who publishes. ``grade``: Admiralty source grade A-F, ``None`` until an editor sets it."""

    name: str
    country: str | None = None
    type: str | None = None
    basis: str | None = None
    grade: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A canonical actor with the spellings under which sources name it."""

    name: str
    arabic: str | None = None
    aliases: tuple[str, ...] = ()
    first_seen: str | None = None
    hypothesis: str | None = None
    source_url: str | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row, or one value of it, that could not become a record, and why.

    ``line`` counts from 1 as an editor shows it (the header is line 1); ``column`` is ``None``
    when the whole row is at fault. ``raw`` is the whole row as read, so that nothing is lost.
    """

    file: str
    line: int
    column: str | None
    value: str | None
    reason: str
    raw: str = ""

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}"
        if self.column:
            where += f", column {self.column!r}"
        shown = "" if self.value is None else f": {self.value!r}"
        return f"{where}{shown} - {self.reason}"
