"""Which incidents a reader asked for: one frozen value that selects, travels in a link and reads.

The selection itself is in ``geo.view.select``, the sentence in ``geo.view.sentence``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Final

import numpy as np

from geo.store.snapshot import Snapshot, Vocabulary
from geo.view import select, sentence
from geo.view.codes import problem_with
from geo.view.index import Rows
from geo.view.problem import Problem

FROM, TO, TEXT = "from", "to", "q"
LISTS: Final = {
    "governorates": "gov",
    "districts": "district",
    "routes": "route",
    "event_types": "type",
    "targets": "target",
    "actors": "actor",
    "outlets": "outlet",
    "countries": "country",
    "stances": "stance",
    "statuses": "status",
    "precisions": "prec",
    "datasets": "set",
}
"""Field of ``Filters`` that holds several values, and its key in a link."""

FILTER_KEYS: Final = (FROM, TO, *LISTS.values(), TEXT)


@dataclass(frozen=True, slots=True)
class Filters:
    """A selection of incidents. ``Filters()`` selects all; that is what "Clear" means.

    The values of one field widen it (or), different fields narrow each other (and). Lists are
    kept sorted and without repeats, so that equal selections are equal values.

    Attributes
    ----------
    date_from, date_to : an incident belongs to the range when its date interval overlaps the
        closed range; one whose date is not known belongs only when neither end is set.
    governorates, districts : keys (p-codes) of the boundary set in use.
    routes, event_types, targets, actors, datasets : words of the snapshot's vocabulary.
    outlets, countries, stances : what one and the same report of the incident must have: its
        outlet, its outlet's country, its stance.
    statuses : values of ``geo.model.Status``.
    precisions : UCDP ``where_prec`` 1 to 7, 0 for incidents without any place.
    text : every word of it must be part of the incident's names, actors, places or headlines,
        in Latin or Arabic, whatever the case and accents.

    ``NOT_STATED`` ("-") stands for "the sources do not say" in every list but ``stances``,
    ``statuses`` and ``precisions``.

    Raises
    ------
    ValueError
        The range ends before it starts.
    """

    date_from: date | None = None
    date_to: date | None = None
    governorates: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    event_types: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    stances: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    precisions: tuple[int, ...] = ()
    datasets: tuple[str, ...] = ()
    text: str = ""

    def __post_init__(self) -> None:
        if self.date_from and self.date_to and self.date_to < self.date_from:
            raise ValueError(f"the range ends ({self.date_to}) before it starts ({self.date_from})")
        for name in LISTS:
            object.__setattr__(self, name, tuple(sorted(set(getattr(self, name)))))
        object.__setattr__(self, "text", self.text.strip())

    def apply(self, snapshot: Snapshot) -> Rows:
        """Rows of the incidents that belong to the selection, rising. Read-only, remembered."""
        return select.rows(snapshot, self)

    def active(self) -> tuple[str, ...]:
        """Names of the fields that narrow the selection."""
        return tuple(f.name for f in fields(self) if getattr(self, f.name) not in ((), "", None))

    def without(self, *names: str) -> Filters:
        """The same selection with these fields set free."""
        free = Filters()
        return replace(self, **{name: getattr(free, name) for name in names})

    def to_query(self) -> list[tuple[str, str]]:
        """Pairs for a link, in a stable order; several values repeat the key."""
        pairs: list[tuple[str, str]] = []
        if self.date_from:
            pairs.append((FROM, self.date_from.isoformat()))
        if self.date_to:
            pairs.append((TO, self.date_to.isoformat()))
        for name, key in LISTS.items():
            pairs += [(key, str(value)) for value in getattr(self, name)]
        if self.text:
            pairs.append((TEXT, self.text))
        return pairs

    @classmethod
    def from_query(
        cls,
        pairs: Iterable[tuple[str, str]],
        vocab: Vocabulary | None = None,
        also: Collection[str] = (),
    ) -> tuple[Filters, list[Problem]]:
        """Read the pairs of a link; what cannot be used is named and left out. Never raises.

        Parameters
        ----------
        pairs : decoded (key, value) pairs.
        vocab : when given, values it does not know are problems as well.
        also : other keys of the link (those of ``ViewState``), passed over in silence.
        """
        problems: list[Problem] = []
        dates: dict[str, date] = {}
        lists: dict[str, list[str | int]] = {name: [] for name in LISTS}
        texts: list[str] = []
        field_of = {key: name for name, key in LISTS.items()}
        for key, value in pairs:
            if key in (FROM, TO):
                _read_date(key, value, dates, problems)
            elif key == TEXT:
                texts.append(value)
            elif key in field_of:
                reason = problem_with(field_of[key], value, vocab)
                if reason:
                    problems.append(Problem(key, value, reason))
                else:
                    lists[field_of[key]].append(int(value) if key == "prec" else value)
            elif key not in also:
                problems.append(Problem(key, value, "the atlas does not know this parameter"))
        if FROM in dates and TO in dates and dates[TO] < dates[FROM]:
            ends = dates.pop(TO).isoformat()
            problems.append(Problem(TO, ends, f"the range would end before {dates[FROM]}"))
        if len(texts) > 1:
            problems += [Problem(TEXT, t, "only one search at a time") for t in texts[1:]]
        chosen = {name: tuple(values) for name, values in lists.items()}
        made = cls(dates.get(FROM), dates.get(TO), text=texts[0] if texts else "")
        return replace(made, **chosen), problems  # type: ignore[arg-type]

    def describe(self, snapshot: Snapshot, counts: tuple[int, int] | None = None) -> str:
        """The selection as a sentence that ends in its counts.

        Parameters
        ----------
        counts : (incidents, reports); counted here when not given.
        """
        counts = self.counts(snapshot) if counts is None else counts
        return sentence.describe(snapshot, self, *counts)

    def counts(self, snapshot: Snapshot) -> tuple[int, int]:
        """Number of incidents selected, and of their reports."""
        rows = self.apply(snapshot)
        return len(rows), int(np.sum(snapshot.n_reports[rows], dtype=np.int64))


def _read_date(key: str, value: str, dates: dict[str, date], problems: list[Problem]) -> None:
    """Read one end of the range into ``dates``, or say why not."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        problems.append(Problem(key, value, "not a date such as 2020-07-11"))
        return
    if key in dates:
        problems.append(Problem(key, value, f"{dates[key]} is given already"))
        return
    dates[key] = day
