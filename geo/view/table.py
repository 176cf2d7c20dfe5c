"""A page of the table: exactly the incidents in view, sorted."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geo.errors import QueryError
from geo.model import Form
from geo.places.routes import RouteSet
from geo.store.cache import per_snapshot
from geo.store.snapshot import FORMS, STATUSES, Snapshot
from geo.view.along import references_of
from geo.view.index import Rows, index_of
from geo.view.palette import PRECISION_LABELS
from geo.view.state import SORTS
from geo.view.window import Bbox, in_view
from geo.view.words import interval_text

MAX_LIMIT: Final = 1000


def page(
    snapshot: Snapshot,
    rows: Rows,
    bbox: Bbox | None = None,
    sort: str = "date",
    descending: bool = True,
    offset: int = 0,
    limit: int = 50,
    routes: RouteSet | None = None,
) -> dict[str, Any]:
    """One page of the rows in a window of the map (see ``in_view``).

    Unknown values come last in either direction; equal ones keep the order of their ids.

    Returns
    -------
    dict
        ``total`` rows in view, ``offset``, ``rows``: one dict of plain text an incident, with the
        position on a named route under ``road`` where ``routes`` are given.

    Raises
    ------
    QueryError
        Unknown sort, or an offset or limit that is out of range.
    """
    if sort not in SORTS:
        raise QueryError(f"the table cannot be sorted by {sort!r}; it can by {', '.join(SORTS)}")
    if offset < 0 or not 0 < limit <= MAX_LIMIT:
        raise QueryError(f"a page starts at 0 or later and has 1 to {MAX_LIMIT} rows")
    chosen = rows if bbox is None else in_view(snapshot, rows, bbox)
    shown = ordered(snapshot, chosen, sort, descending)[offset : offset + limit]
    texts = [row_text(snapshot, int(row)) for row in shown]
    if routes is not None:
        on = references_of(snapshot, routes, shown)
        texts = [text | {"road": on.text(at)} for at, text in enumerate(texts)]
    return {"total": len(chosen), "offset": offset, "rows": texts}


def ordered(snapshot: Snapshot, rows: Rows, sort: str, descending: bool) -> Rows:
    """The rows in the order of a column."""
    if len(rows) * 20 < snapshot.n:
        place = _place_in_order(snapshot, sort, descending)
        return rows[np.argsort(place[rows])]
    member = np.zeros(snapshot.n, dtype=np.bool_)
    member[rows] = True
    order = _order(snapshot, sort, descending)
    return order[member[order]]


@per_snapshot(maxsize=4)
def _order(snapshot: Snapshot, sort: str, descending: bool) -> Rows:
    """All rows in the order of a column."""
    key = _sort_key(snapshot, sort).astype(np.float64)
    known = np.isfinite(key)
    key = np.where(known, -key if descending else key, np.inf)
    by_id = index_of(snapshot).id_order
    return by_id[np.argsort(key[by_id], kind="stable")]


@per_snapshot(maxsize=4)
def _place_in_order(snapshot: Snapshot, sort: str, descending: bool) -> NDArray[np.int64]:
    """Position of each row in ``_order``."""
    place = np.empty(snapshot.n, dtype=np.int64)
    place[_order(snapshot, sort, descending)] = np.arange(snapshot.n)
    return place


def _sort_key(snapshot: Snapshot, sort: str) -> NDArray[Any]:
    """A number for each row that rises with the column; not finite when not known."""
    vocab = snapshot.vocab
    match sort:
        case "date":
            days = snapshot.start.astype("datetime64[D]").astype(np.float64)
            return np.where(np.isnat(snapshot.start), np.nan, days)
        case "type":
            return _ranks(vocab.event_types)[snapshot.event_type]
        case "place":
            return _ranks(vocab.places)[snapshot.place]
        case "governorate":
            return _ranks(tuple(u.name for u in vocab.governorates))[snapshot.governorate]
        case "actors":
            first = np.full(snapshot.n, -1, dtype=np.int64)
            some = np.diff(snapshot.actor_start) > 0
            first[some] = snapshot.actor[snapshot.actor_start[:-1][some]]
            return _ranks(vocab.actors)[first]
        case "precision":
            return np.where(snapshot.where_prec > 0, snapshot.where_prec, np.nan)
        case "status":
            return snapshot.status
        case "reports":
            return snapshot.n_reports
        case "killed":
            return np.fmax(snapshot.killed_high, snapshot.killed_low)
        case _:
            rank = np.empty(snapshot.n, dtype=np.int64)
            rank[index_of(snapshot).id_order] = np.arange(snapshot.n)
            return rank


def _ranks(words: tuple[str, ...]) -> NDArray[np.float64]:
    """Alphabetical rank of each word; the last entry, found by code -1, is not a number."""
    ranks = np.full(len(words) + 1, np.nan)
    order = sorted(range(len(words)), key=lambda code: (words[code].casefold(), words[code]))
    ranks[order] = np.arange(len(words))
    return ranks


def row_text(snapshot: Snapshot, row: int) -> dict[str, str]:
    """One incident as plain text (not escaped); "" where the sources do not say."""
    vocab = snapshot.vocab
    mentions = snapshot.actor[snapshot.actor_start[row] : snapshot.actor_start[row + 1]]
    actors = dict.fromkeys(vocab.actors[code] for code in mentions)
    governorate = int(snapshot.governorate[row])
    return {
        "id": str(snapshot.ids[row]),
        "date": date_text(snapshot, row),
        "type": _word(vocab.event_types, int(snapshot.event_type[row])),
        "place": _word(vocab.places, int(snapshot.place[row])),
        "precision": precision_text(snapshot, row),
        "governorate": vocab.governorates[governorate].name if governorate >= 0 else "",
        "status": str(STATUSES[snapshot.status[row]]),
        "reports": str(int(snapshot.n_reports[row])),
        "killed": range_text(float(snapshot.killed_low[row]), float(snapshot.killed_high[row])),
        "actors": "; ".join(actors),
        "form": str(FORMS[snapshot.form[row]]),
    }


def precision_text(snapshot: Snapshot, row: int) -> str:
    """How exactly the place is known: the radius where there is one, else the UCDP code's words."""
    if FORMS[snapshot.form[row]] is Form.DISC:
        return f"within {max(round(float(snapshot.uncertainty_m[row]) / 1000), 1)} km"
    return PRECISION_LABELS[int(snapshot.where_prec[row])]


def date_text(snapshot: Snapshot, row: int) -> str:
    """The date interval of an incident in words."""
    return interval_text(snapshot.start[row].item(), snapshot.end[row].item())


def range_text(low: float, high: float) -> str:
    """A count range; not-a-number is "not known".

    >>> range_text(3, 5), range_text(2, 2), range_text(float("nan"), 4), range_text(1, float("nan"))
    ('3–5', '2', 'up to 4', 'at least 1')
    """
    if low == high:
        return f"{low:.0f}"
    if low == low and high == high:
        return f"{low:.0f}–{high:.0f}"
    if high == high:
        return f"up to {high:.0f}"
    return f"at least {low:.0f}" if low == low else ""


def _word(words: tuple[str, ...], code: int) -> str:
    return words[code] if code >= 0 else ""
