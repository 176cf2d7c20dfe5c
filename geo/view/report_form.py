"""The form of one report: what stands in its fields, and the report that they make.

Fields hold what a person types. They are read as the same words are in files: dates by
``geo.read.dates``, people by ``geo.validate`` and, where words are used, by ``geo.extract``.
All problems are told at once, each with its field. A field that still holds what the report had
is not read again, so that nothing of a report is lost which the form has no field for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlsplit

from geo.model import (
    ActorMention,
    CountRange,
    DateInterval,
    DatePrec,
    Location,
    ReportRow,
    Stance,
)
from geo.read.dates import UndecidedError, read_date
from geo.validate import Row
from geo.view.report_answers import (
    DATES,
    EVENT_TEXT,
    FIELDS,
    MOST,
    ROLES,
    TEXTS,
    Answers,
    Problem,
    answers_of,
)
from geo.view.report_words import read_day_words, read_people

_STANCES: Final = {stance.value: stance for stance in Stance}
_BAD_IN_ADDRESS: Final = re.compile(r"[\x00-\x20\x7f\\\"<>]")


@dataclass(frozen=True, slots=True)
class Identity:
    """What names a report for ever; see ``geo.model.ReportRow``."""

    dataset: str
    key: str
    incident_key: str


@dataclass(frozen=True, slots=True)
class Filled:
    """What the fields make.

    ``row``: the report, ``None`` while there are problems. ``told``: by field, what was read from
    it (an interval of days, a range of people), as far as it could be read.
    """

    row: ReportRow | None
    problems: tuple[Problem, ...]
    told: Mapping[str, DateInterval | CountRange]

    def at(self, name: str) -> tuple[str, ...]:
        """What is wrong with one field."""
        return tuple(problem.reason for problem in self.problems if problem.field == name)


def read_answers(
    answers: Answers, identity: Identity, base: ReportRow | None = None, *, starts: bool = False
) -> Filled:
    """Make the report, or say what is wrong with each field.

    Parameters
    ----------
    base : the report that the form was filled with; what the form has no field for stays.
    starts : the report is the first of a new incident, so it has to say when or where.
    """
    form = _Form(answers, base)
    stance = form.stance()
    values: dict[str, Any] = {name: form.text(name) for name in TEXTS}
    event, unread = form.event_date()
    outlet = form.text("outlet")
    if outlet is None:
        form.problem("outlet", "say who publishes it")
    values |= {
        "outlet": outlet, "stance": stance, "event_date": event, "given": form.given(),
        "url": form.address("url"), "archive_url": form.address("archive_url"),
        "text_sha256": form.sha256("text_sha256"), "published": form.published(),
        "retrieved": form.retrieved(), "killed": form.people("killed"),
        "wounded": form.people("wounded"), "actors": form.actors(), "evidence_flags": form.flags(),
        "extra": form.more(unread),
    }  # fmt: skip
    place = [values[name] for name in ("given", "place_text", "town_or_base", "route_text")]
    if starts and event is None and not any(place):
        form.problem("event_date", "a new incident needs a date or a place; there is neither")
    row = None
    if not form.problems:
        values |= {name: getattr(identity, name) for name in ("dataset", "key", "incident_key")}
        row = ReportRow(**values) if base is None else replace(base, **values)
        if base is not None and row.text_sha256 != base.text_sha256:
            row = replace(row, text_simhash=None)  # that of another text
    return Filled(row, tuple(form.problems), MappingProxyType(form.told))


class _Form(Row):
    """The fields as a row, whose faults are problems of fields."""

    __slots__ = ("_answers", "_base", "_before", "problems", "told")

    def __init__(self, answers: Answers, base: ReportRow | None) -> None:
        self.problems: list[Problem] = []
        self.told: dict[str, DateInterval | CountRange] = {}
        self._answers, self._base = answers, base
        self._before = None if base is None else answers_of(base)
        # What the report had may be nothing that the form would take: it is not looked at.
        kept = {name for name in FIELDS if self.kept(*(DATES if name in DATES else (name,)))}
        cells = ["" if name in kept else answers.text(name) for name in FIELDS]
        index = {name: at for at, name in enumerate(FIELDS)}
        super().__init__("the form", 1, index, cells, "".join(cells))
        for name in FIELDS:
            if len(self.cell(name)) > MOST:
                self.problem(name, f"longer than {MOST:,} characters")

    def problem(self, name: str, reason: str) -> None:
        """Note what is wrong with a field."""
        self.problems.append(Problem(name, reason))

    def fault(self, column: str, reason: str, used_instead: str = "") -> None:  # noqa: ARG002
        """As ``problem``: nothing is used instead of what a person typed."""
        self.problem(column, reason)

    def _fault(self, column: str | None, value: str | None, reason: str) -> None:  # noqa: ARG002
        self.problem(column or "", reason.partition(";")[0])

    def kept(self, *names: str) -> bool:
        """Whether fields hold what the report had."""
        return self._before is not None and all(
            self._answers.texts.get(name, "") == self._before.texts[name] for name in names
        )

    def text(self, column: str) -> str | None:
        if self.kept(column) and hasattr(self._base, column):
            held: str | None = getattr(self._base, column)
            return held
        return super().text(column)

    def stance(self) -> Stance | None:
        if self.text("stance") is None:
            self.problem("stance", "say what it does with the incident")
        return self.choice("stance", _STANCES)

    def address(self, name: str) -> str | None:
        if self.kept(name):
            return self.text(name)
        url = self.web_address(name)
        if url is None:
            return None
        try:
            host = urlsplit(url).hostname
        except ValueError:
            host = None
        if not host or _BAD_IN_ADDRESS.search(url):
            self.problem(name, "not a web address: a space or other character does not belong")
        return url

    def published(self) -> DateInterval | None:
        kept = self._base is not None and self.kept("published")
        found = self._base.published if self._base and kept else self._date("published")
        return self._tell("published", found)

    def retrieved(self) -> date | None:
        if self.kept("retrieved") and self._base is not None:
            return self._base.retrieved
        day = self._date("retrieved")
        if day is not None and day.prec is not DatePrec.DAY:
            self.problem("retrieved", "a day is needed, such as 12 Jul 2020")
        return None if day is None else day.start

    def event_date(self) -> tuple[DateInterval | None, str | None]:
        """The days, and words that no days could be read from."""
        base, words = self._base, self._answers.text("event_text") or None
        if base is not None and self.kept(*DATES):
            held = dict(base.extra).get(EVENT_TEXT)
            return self._tell("event_date", base.event_date), held
        first, last = self._date("event_date"), self._date("event_end")
        if first is None and last is None:
            if words is None or self._answers.text("event_date"):
                return None, words
            read = read_day_words(words, self._published_as_read())
            return self._tell("event_date", read), None if read else words
        start, end = first or last, last or first
        assert start is not None  # noqa: S101 - one of the two is there
        assert end is not None  # noqa: S101 - as above
        if end.end < start.start:
            self.problem("event_end", f"it ends before it starts ({start.start})")
            end = start
        stated = self.whole("date_prec", 1, 5)
        prec = DatePrec(stated) if stated else max(start.prec, end.prec)
        if not stated and start is not end and end.end > start.end:
            prec = max(prec, DatePrec.DAYS)
        days = DateInterval(start.start, end.end, prec, words)
        return self._tell("event_date", days), None

    def people(self, name: str) -> CountRange:
        if self.kept(name) and self._base is not None:
            found: CountRange = getattr(self._base, name)
        elif words := read_people(self.cell(name)):
            found = words
        else:
            found = self.count(name)
        if found.known:
            self.told[name] = found
        return found

    def actors(self) -> tuple[ActorMention, ...]:
        answers, before = self._answers.actors, self._before
        if self._base is not None and before is not None and answers == before.actors:
            return self._base.actors
        found = []
        for at, (text, role) in enumerate(answers):
            if not text.strip():
                continue
            if role not in ROLES:
                self.problem(f"actors.{at}", "say which part the source gives it")
            found.append(ActorMention(text.strip(), role))
        return tuple(found)

    def flags(self) -> tuple[str, ...]:
        if self._base is not None and self._answers.flags == self._base.evidence_flags:
            return self._base.evidence_flags
        named = (flag.strip() for flag in self._answers.flags)
        return tuple(dict.fromkeys(flag for flag in named if flag))

    def given(self) -> Location | None:
        """The place given, with the words that the source has for it now."""
        place = self._answers.given
        if place is None or (self._base is not None and place == self._base.given):
            return place
        return replace(place, words=self.text("place_text"))

    def more(self, unread: str | None) -> tuple[tuple[str, str], ...]:
        held = self._base.extra if self._base else ()
        if dict(held).get(EVENT_TEXT) == unread:
            return held
        rest = tuple(pair for pair in held if pair[0] != EVENT_TEXT)
        return (*rest, (EVENT_TEXT, unread)) if unread else rest

    def _date(self, name: str) -> DateInterval | None:
        cell = super().text(name)
        if cell is None:
            return None
        try:
            return read_date(cell)
        except UndecidedError:
            self.problem(name, "day and month cannot be told apart; write 3 Apr 2020")
        except ValueError as error:
            self.problem(name, str(error))
        return None

    def _published_as_read(self) -> DateInterval | None:
        """The day of publication, whatever is wrong with its field."""
        if self.kept("published") and self._base is not None:
            return self._base.published
        cell = super().text("published")
        try:
            return read_date(cell) if cell else None
        except ValueError:
            return None

    def _tell(self, name: str, days: DateInterval | None) -> DateInterval | None:
        if days is not None:
            self.told[name] = days
        return days
