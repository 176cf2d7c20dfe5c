"""What a reader has pasted or uploaded, where its words were placed, and what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from geo.model import UNPLACED, Form, Location
from geo.places.corrections import METHOD, Corrected, Corrections
from geo.view.palette import FORM_STYLES
from geo.view.words import counted, listed

if TYPE_CHECKING:
    import pandas as pd

    from geo.places.boundaries import BoundarySet
    from geo.places.geocode import Geocoder

MOST_LINES: Final = 10_000
_BATCH: Final = 50
_TELL_EVERY: Final = 500
_UNSURE: Final = 0.8
SHOWN: Final = ("All", "To check", "Not placed", "Corrected")

_GROUPS: Final = (
    ((Form.POINT, Form.DISC), "at or near a place"),
    ((Form.STRETCH,), "along a road"),
    ((Form.DISTRICT,), "by district"),
    ((Form.GOVERNORATE,), "by governorate"),
    ((Form.COUNTRY,), "by country only"),
    ((Form.UNPLACED,), "not placed"),
)


@dataclass(frozen=True, eq=False)
class Job:
    """Words of a reader with the geocoder's own answers, which corrections leave as they are.

    ``table`` and ``column``: the upload they stand in; ``None`` for pasted words.
    """

    name: str
    words: tuple[str, ...]
    found: tuple[Location, ...]
    table: pd.DataFrame | None = None
    column: str = "words"

    def as_table(self) -> pd.DataFrame:
        """The table that the results are appended to."""
        import pandas as pd

        return pd.DataFrame({"words": self.words}) if self.table is None else self.table


@dataclass(frozen=True, eq=False)
class Placed:
    """A job under the corrections in force: one location a line."""

    job: Job
    corrections: Corrections
    locations: tuple[Location, ...]

    def rows(self, shown: str) -> list[int]:
        """Lines of one of ``SHOWN``, from 0."""
        test: Callable[[Location], bool] = {
            "To check": _to_check,
            "Not placed": lambda place: place.form is Form.UNPLACED,
            "Corrected": lambda place: place.method == METHOD,
        }.get(shown, lambda _: True)
        return [at for at, place in enumerate(self.locations) if test(place)]

    def summary(self) -> str:
        """How many lines were placed how, as a sentence."""
        counts = [
            (sum(place.form in forms for place in self.locations), words)
            for forms, words in _GROUPS
        ]
        said = listed([f"{n:,} {words}" for n, words in counts if n])
        by_hand = sum(place.method == METHOD for place in self.locations)
        more = f"; {by_hand:,} by a correction" if by_hand else ""
        return f"{counted(len(self.locations), 'line')}: {said}{more}."


def _to_check(place: Location) -> bool:
    if place.method == METHOD:
        return False
    unsure = place.score is not None and place.score < _UNSURE
    return unsure or bool(place.candidates) or place.form is Form.UNPLACED


def lines_of(text: str) -> list[str]:
    """The lines that hold anything."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def place_lines(
    words: Sequence[str], geocoder: Geocoder, tell: Callable[[int, int], None]
) -> tuple[Location, ...]:
    """Where the geocoder places each line, without corrections.

    It steps aside for a moment after every few lines, so that the server answers others. Equal
    locations are kept once, and not again in the geocoder's own memory.
    """
    found = []
    pool: dict[Location, Location] = {}
    seen: dict[str, Location] = {}
    for done, line in enumerate(words, start=1):
        if line not in seen:
            place = replace(geocoder.locate(line), words=None)
            seen[line] = pool.setdefault(place, place)
        found.append(seen[line])
        if done % _BATCH == 0:
            time.sleep(0.001)
        if done % _TELL_EVERY == 0:
            geocoder.locate.cache_clear()
            tell(done, len(words))
    return tuple(found)


@dataclass(frozen=True, eq=False)
class Known:
    """The results of a job in the place of a geocoder: nothing is looked for again."""

    boundaries: BoundarySet
    by_words: dict[str, Location]

    def locate(self, text: str, /) -> Location:
        """Where the job has these words; it has all that its table holds."""
        return self.by_words.get(text, UNPLACED)

    def with_route(self, location: Location, text: str | None) -> Location:  # noqa: ARG002
        """As it is."""
        return location


def known(placed: Placed, boundaries: BoundarySet) -> Known:
    """The job as what places words, for ``geocode_table``."""
    return Known(boundaries, dict(zip(placed.job.words, placed.locations, strict=True)))


def under(job: Job, corrections: Corrections, geocoder: Geocoder) -> Placed:
    """The job with corrected words where the corrections say."""
    corrected = Corrected(geocoder, corrections)
    places = tuple(
        corrected.locate(line) if corrections.find(line) else found
        for line, found in zip(job.words, job.found, strict=True)
    )
    return Placed(job, corrections, places)


def precision(place: Location) -> str:
    """How exactly a location says where, in words."""
    phrase = FORM_STYLES[place.form].phrase
    if place.form is not Form.DISC or place.uncertainty_m is None:
        return phrase
    metres = place.uncertainty_m
    return f"within {metres:,.0f} m" if metres < 1_000 else f"within {metres / 1000:,.0f} km"
