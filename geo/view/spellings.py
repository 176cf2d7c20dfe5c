"""How sources write a group: every spelling with its script, outlets, dates and reports."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from geo.store.snapshot import Snapshot
from geo.view.groups import Mentions

_SCRIPTS: Final = {"ARABIC": "Arabic", "LATIN": "Latin", "CYRILLIC": "Cyrillic", "HEBREW": "Hebrew"}
"""First word of a letter's Unicode name, and the name of its script."""


@dataclass(frozen=True, slots=True)
class Written:
    """One report that has the spelling: its id, its incident, and when it was published.

    ``day`` is the day of the incident where the report has no date of its own (``of_event``).
    """

    report: str
    incident: str
    day: date | None
    of_event: bool


@dataclass(frozen=True, slots=True)
class Writer:
    """An outlet that writes a spelling, and where; the earliest report first."""

    outlet: str
    country: str | None
    reports: tuple[Written, ...]

    @property
    def first(self) -> date | None:
        """The earliest day known."""
        return min((one.day for one in self.reports if one.day), default=None)

    @property
    def last(self) -> date | None:
        """The latest day known."""
        return max((one.day for one in self.reports if one.day), default=None)


@dataclass(frozen=True, slots=True)
class SpellingUse:
    """A way to write a group. ``writers``: who writes it most, first. ``count``: of reports."""

    text: str
    script: str
    actor: str
    roles: tuple[str, ...]
    count: int
    writers: tuple[Writer, ...]


def script_of(text: str) -> str:
    """The script of a text, "Latin and Arabic" when it has several.

    >>> script_of("Ashab al-Kahf"), script_of("أصحاب الكهف"), script_of("1920")
    ('Latin', 'Arabic', 'no letters')
    """
    found = dict.fromkeys(
        _SCRIPTS.get(unicodedata.name(letter, "?").split()[0], "other")
        for letter in text
        if letter.isalpha()
    )
    return " and ".join(found) or "no letters"


def spellings(snapshot: Snapshot, found: Mentions) -> list[SpellingUse]:
    """The spellings that occur among these mentions, the most frequent first."""
    result = []
    for code in np.unique(found.spelling).tolist():
        rows = np.flatnonzero(found.spelling == code)
        report, at = np.unique(found.report[rows], return_index=True)
        roles = np.unique(found.role[rows]).tolist()
        text = snapshot.vocab.spellings[code]
        result.append(
            SpellingUse(
                text,
                script_of(text),
                snapshot.vocab.actors[int(found.actor[rows[0]])],
                tuple(snapshot.vocab.roles[role] for role in roles),
                len(report),
                _writers(snapshot, report.tolist(), found.incident[rows[at]].tolist()),
            )
        )
    return sorted(result, key=lambda one: (-one.count, one.text.casefold(), one.text))


def _writers(
    snapshot: Snapshot, reports: Iterable[int], incidents: Iterable[int]
) -> tuple[Writer, ...]:
    by_outlet: dict[int, list[Written]] = {}
    for report, incident in zip(reports, incidents, strict=True):
        published = snapshot.published[report].item()
        day = published or snapshot.told.start[report].item()
        by_outlet.setdefault(int(snapshot.outlet[report]), []).append(
            Written(
                str(snapshot.report_ids[report]), str(snapshot.ids[incident]), day, not published
            )
        )
    writers = []
    for code, written in by_outlet.items():
        outlet = snapshot.vocab.outlets[code]
        written.sort(key=lambda one: (one.day or date.max, one.report))
        writers.append(Writer(outlet.name, outlet.country, tuple(written)))
    writers.sort(key=lambda one: (-len(one.reports), one.first or date.max, one.outlet))
    return tuple(writers)
