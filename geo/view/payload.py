"""What the map asks for when it is moved or filtered, ready for JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from geo.model import Form, Status
from geo.store.cache import per_snapshot
from geo.store.snapshot import STATUSES, Snapshot
from geo.view import clusters
from geo.view.choropleth import choropleth
from geo.view.filters import Filters
from geo.view.footprints import footprints, stretch_lines
from geo.view.index import Rows, index_of
from geo.view.shown import Within, selected, shown
from geo.view.state import METRICS, SHADES
from geo.view.table import date_text
from geo.view.tally import tally
from geo.view.window import Bbox

Json = dict[str, Any]
_K: Final = len(STATUSES)


@dataclass(frozen=True, slots=True)
class ViewOptions:
    """What the reader switched on or off.

    ``hidden``: entries of ``geo.view.state.HIDEABLE``; forms and statuses among them are left out
    of the marks, cells and footprints, not out of the legend's counts. ``static``: whether to
    send what does not change while the map is moved (footprints, choropleth, legend). ``within``:
    only these rows are drawn and counted.
    """

    hidden: tuple[str, ...] = ()
    shade: str = ""
    metric: str = "count"
    static: bool = True
    cell_px: int = clusters.CELL_PX
    within: Within | None = None

    def __post_init__(self) -> None:
        if self.shade not in SHADES or self.metric not in METRICS:
            raise ValueError(f"no choropleth of {self.metric!r} by {self.shade!r}")


def view_payload(
    snapshot: Snapshot,
    filters: Filters,
    bbox: Bbox,
    zoom: float,
    options: ViewOptions | None = None,
) -> Json:
    """The body of ``/api/view``.

    Returns
    -------
    dict
        ``revision``; ``n``, ``reports``: all that the filters select, wherever it is;
        ``in_view``: incidents drawn in the cells below;
        ``cells``: [lat, lon, count, counts by status, id or null, form code, uncertainty_m or
        null, stacked 0/1, tip or null] - id, form, uncertainty and tip ([date, type, place,
        reports]) only for single incidents;
        with ``options.static`` also ``footprints``, ``unplaced``, ``choropleth``, ``legend``.
    """
    options = options or ViewOptions()
    rows = selected(snapshot, filters, options.within)
    incidents, reports = len(rows), int(snapshot.n_reports[rows].sum(dtype=np.int64))
    drawn = clusters.cells(
        snapshot,
        _exact(snapshot, filters, options.hidden, options.within),
        bbox,
        zoom,
        options.cell_px,
    )
    body: Json = {
        "revision": snapshot.revision,
        "n": incidents,
        "reports": reports,
        "in_view": int(drawn.count.sum()),
        "cells": _cell_rows(snapshot, drawn),
    }
    if options.static:
        body |= _footprint_rows(snapshot, filters, options.hidden, options.within)
        body["choropleth"] = (
            choropleth(snapshot, rows, options.shade, options.metric) if options.shade else None
        )
        body["legend"] = _legend(snapshot, filters, options.within)
    return body


@per_snapshot(maxsize=12)
def _exact(
    snapshot: Snapshot, filters: Filters, hidden: tuple[str, ...], within: Within | None
) -> Rows:
    """The shown rows of exact forms."""
    rows = shown(snapshot, filters, hidden, within)
    return np.asarray(rows[index_of(snapshot).exact[rows]])


def _cell_rows(snapshot: Snapshot, drawn: clusters.Cells) -> list[list[Any]]:
    cells = []
    columns = (drawn.lat, drawn.lon, drawn.count, drawn.by_status, drawn.row, drawn.stacked)
    for lat, lon, count, by_status, row, stacked in zip(
        *(column.tolist() for column in columns), strict=True
    ):
        cell = [round(lat, 5), round(lon, 5), count, by_status]
        if row >= 0:
            radius = float(snapshot.uncertainty_m[row])
            cell += [
                *(str(snapshot.ids[row]), int(snapshot.form[row])),
                *(round(radius) if radius == radius else None, 0, _tip(snapshot, row)),
            ]
        else:
            cell += [None, None, None, int(stacked), None]
        cells.append(cell)
    return cells


def _tip(snapshot: Snapshot, row: int) -> list[Any]:
    """Date, type, place and number of reports of one incident."""
    vocab = snapshot.vocab
    kind, place = int(snapshot.event_type[row]), int(snapshot.place[row])
    return [
        date_text(snapshot, row),
        vocab.event_types[kind] if kind >= 0 else "type not stated",
        vocab.places[place] if place >= 0 else "",
        int(snapshot.n_reports[row]),
    ]


@per_snapshot(maxsize=12)
def _footprint_rows(
    snapshot: Snapshot, filters: Filters, hidden: tuple[str, ...], within: Within | None
) -> Json:
    found = footprints(snapshot, shown(snapshot, filters, hidden, within))
    vocab, lines = snapshot.vocab, stretch_lines(snapshot)
    return {
        "footprints": {
            "governorate": [
                [vocab.governorates[code].key, int(n.sum()), n.tolist()]
                for code, n in found.governorate.items()
            ],
            "district": [
                [vocab.districts[code].key, int(n.sum()), n.tolist()]
                for code, n in found.district.items()
            ],
            "country": [int(found.country.sum()), found.country.tolist()],
            "stretch": [
                [vocab.stretches[code].label, int(n.sum()), n.tolist(), lines[code], code]
                for code, n in found.stretch.items()
            ],
        },
        "unplaced": [int(found.unplaced.sum()), found.unplaced.tolist()],
    }


@per_snapshot(maxsize=12)
def _legend(
    snapshot: Snapshot, filters: Filters, within: Within | None
) -> Mapping[str, dict[str, int]]:
    """Selected incidents by form and by status, whatever is switched off."""
    counts = tally(snapshot, selected(snapshot, filters, within))
    statuses, forms = counts.sum(axis=(0, 2, 3)).tolist(), counts.sum(axis=(0, 1, 3)).tolist()
    return {
        "forms": dict(zip(map(str, Form), forms, strict=True)),
        "statuses": dict(zip(map(str, Status), statuses, strict=True)),
    }
