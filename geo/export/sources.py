"""The tables of the sources page as CSV, in the manner of ``geo.export.csv_file``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from geo.export.about import About
from geo.export.csv_file import table_bytes
from geo.store.snapshot import STANCES, STATUSES
from geo.view.claimed import CONFIRMED_OUTCOMES, OUTCOMES
from geo.view.gap import Carrier, Gap
from geo.view.gap_words import sentence
from geo.view.latency import OutletLag
from geo.view.outlets import Source
from geo.view.relays import Relays

_OUTCOME_COLUMNS: Final = tuple(
    outcome.value.replace(", but ", "_yet_").replace(" or ", "_or_").replace(" ", "_")
    for outcome in OUTCOMES
)
GAP_COLUMNS: Final = ("from", "to", "claimed", "confirmed_at_all", "gap", *_OUTCOME_COLUMNS)
OUTLET_COLUMNS: Final = (
    *("outlet", "country", "type", "grade", "reports", "incidents"),
    *(f"reports_{stance}" for stance in STANCES),
    "own_word",
    *(f"incidents_{status.replace(' ', '_')}" for status in STATUSES),
    *("first_published", "last_published", "reports_without_date"),
    *("claims_carried", "claims_carried_unconfirmed"),
    *("lags", "lag_median_days", "lag_min_days", "lag_max_days", "first_of_several", "several"),
)
RELAY_COLUMNS: Final = ("outlet", "origin", "is_claimant", "reports")


def _head(about: About, what: str, *notes: str) -> list[str]:
    return [
        f"{about.title}: {what}",
        about.view,
        *(note for note in notes if note),
        f"Revision {about.revision} of {about.created}",
        f"Frozen link: sources?{about.query}",
        *(f"Source: {line}" for line in about.sources),
    ]


def gap_csv(about: About, found: Gap) -> bytes:
    """Claimed and confirmed incidents by time; the last line has those without a date."""
    head = _head(about, f"claims and confirmations by {found.bin}", sentence(found))
    rows = []
    edges = zip(found.starts.tolist(), found.ends.tolist(), found.counts.tolist(), strict=True)
    for first, last, counts in [*edges, (None, None, found.undated.tolist())]:
        confirmed = sum(counts[:CONFIRMED_OUTCOMES])
        days = [day.isoformat() if day else None for day in (first, last)]
        rows.append([*days, sum(counts), confirmed, sum(counts) - confirmed, *counts])
    return table_bytes(head, GAP_COLUMNS, rows)


def outlet_csv(
    about: About,
    found: Iterable[Source],
    carriers: Sequence[Carrier],
    lags: Sequence[OutletLag],
) -> bytes:
    """Outlets with all that the page says of each."""
    carried = {carrier.name: carrier for carrier in carriers}
    timed = {entry.outlet: entry for entry in lags}
    rows = []
    for source in found:
        entry = source.entry
        claims, lag = carried.get(entry.name), timed.get(entry.name)
        spread = lag.spread if lag else None
        rows.append([
            entry.name, entry.country, entry.type, entry.grade, source.reports, source.incidents,
            *source.by_stance, source.own, *source.by_status,
            source.first.isoformat() if source.first else None,
            source.last.isoformat() if source.last else None,
            source.unpublished,
            claims.claimed if claims else 0, claims.unconfirmed if claims else 0,
            spread.n if spread else 0,
            spread.median if spread else None,
            spread.low if spread else None,
            spread.high if spread else None,
            lag.first if lag else 0, lag.races if lag else 0,
        ])  # fmt: skip
    note = "Lags are days from the incident to the publication, where both are known to the day"
    return table_bytes(_head(about, "outlets", note), OUTLET_COLUMNS, rows)


def relay_csv(about: About, found: Relays) -> bytes:
    """Who relays whom, all pairs."""
    rows = ([r.carrier, r.origin, int(r.claimant), r.count] for r in found.relays)
    return table_bytes(_head(about, "outlets and the origins they relay"), RELAY_COLUMNS, rows)
