"""The story of an incident as it was told: who published when, and who was first with what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from geo.model import DatePrec, Stance
from geo.store.entries import ReportDetail
from geo.view.words import counted, interval_text, listed

_FIRST = {
    Stance.CLAIMS: "First claim",
    Stance.CONFIRMS: "First confirmation",
    Stance.REPORTS: "First report",
    Stance.DOUBTS: "First doubt",
    Stance.DENIES: "First denial",
    Stance.WITHDRAWS: "First withdrawal",
}
_HEARSAY = "First to tell of a claim"


@dataclass(frozen=True, slots=True)
class Moment:
    """Reports that were published at one time, in the order of the ledger.

    ``when``: the day, the month where only that is known, or "no date of publication". ``after``:
    how long after the incident, "" where that cannot be said. ``is_day``: the day is known.
    """

    when: str
    after: str
    is_day: bool
    reports: tuple[ReportDetail, ...]


@dataclass(frozen=True, slots=True)
class First:
    """Who was first with something: ``who`` are outlets, ``after`` counts from the incident."""

    what: str
    stance: Stance
    who: str
    when: str
    after: str


@dataclass(frozen=True, slots=True)
class Story:
    """``moments`` in order, those without a known day last; ``firsts`` in the order of time."""

    moments: tuple[Moment, ...]
    firsts: tuple[First, ...]

    @property
    def undated(self) -> int:
        """Reports whose day of publication is not known: one of them may have been the first."""
        return sum(len(moment.reports) for moment in self.moments if not moment.is_day)


def story(reports: Sequence[ReportDetail], start: date | None, end: date | None) -> Story:
    """The story of an incident's reports.

    Parameters
    ----------
    reports : in the order of the ledger.
    start, end : the closed interval of days in which the incident happened, ``None``: not known.
    """
    groups: dict[tuple[bool, date, date] | None, list[ReportDetail]] = {}
    for report in reports:
        groups.setdefault(_time(report), []).append(report)
    known = sorted(key for key in groups if key is not None)
    moments = [
        Moment(
            interval_text(first, last),
            "" if coarse else _after(first, start, end),
            not coarse,
            tuple(groups[coarse, first, last]),
        )
        for coarse, first, last in known
    ]
    if None in groups:
        moments.append(Moment("no date of publication", "", False, tuple(groups[None])))
    return Story(tuple(moments), tuple(_firsts(moments)))


def _time(report: ReportDetail) -> tuple[bool, date, date] | None:
    """Whether the day is open, and the interval of publication."""
    published = report.row.published
    if published is None:
        return None
    coarse = published.prec is not DatePrec.DAY or published.start != published.end
    return coarse, published.start, published.end


def _after(day: date, start: date | None, end: date | None) -> str:
    """How long after an incident a day is.

    >>> _after(date(2020, 7, 13), date(2020, 7, 11), date(2020, 7, 11))
    '2 days after'
    >>> _after(date(2020, 7, 12), date(2020, 6, 1), date(2020, 6, 30))
    '12 to 41 days after'
    """
    if start is None or end is None:
        return ""
    least, most = (day - end).days, (day - start).days
    if most < 0:
        return f"{counted(-most, 'day')} before"
    if least <= 0:
        return "the same day" if most == 0 else f"up to {counted(most, 'day')} after"
    if least == most:
        return f"{counted(least, 'day')} after"
    return f"{least:,} to {counted(most, 'day')} after"


def _firsts(moments: Sequence[Moment]) -> list[First]:
    """The first of each stance, among reports whose day is known."""
    found: dict[str, First] = {}
    for moment in moments:
        if not moment.is_day:
            continue
        for stance, words in _FIRST.items():
            mine = [told for told in moment.reports if told.row.stance is stance]
            if mine and words not in found:
                found[words] = First(words, stance, _outlets(mine), moment.when, moment.after)
        tells = [told for told in moment.reports if _tells_of_claim(told)]
        if tells and _HEARSAY not in found:
            who = _outlets(tells)
            found[_HEARSAY] = First(_HEARSAY, Stance.CLAIMS, who, moment.when, moment.after)
    return list(found.values())


def _tells_of_claim(report: ReportDetail) -> bool:
    """Whether a report says that somebody claimed it, without carrying the claim itself."""
    roles = {actor.role for actor in report.row.actors}
    return report.row.stance is not Stance.CLAIMS and "claimed" in roles


def _outlets(reports: Sequence[ReportDetail]) -> str:
    names = list(dict.fromkeys(told.row.outlet for told in reports))
    if len(names) > 4:
        return f"{', '.join(names[:3])} and {len(names) - 3} more"
    return listed(names)
