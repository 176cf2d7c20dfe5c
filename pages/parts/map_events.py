"""What a reader did on the map, as the page gets to know it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geo.model import Form
from geo.store.snapshot import FORMS, Snapshot
from geo.view.filters import Filters
from geo.view.index import index_of
from geo.view.shown import Within, shown
from geo.view.state import HIDEABLE, ViewState

_SAME_PLACE_DEG: Final = 2e-5
"""The map gets coordinates with 5 decimals; so far may a click's lie from the incident's own."""


@dataclass(frozen=True, slots=True)
class Picked:
    """Incidents that were clicked. One opens the panel, several are listed under ``label``."""

    ids: tuple[str, ...]
    label: str


@dataclass(frozen=True, slots=True)
class Switched:
    """The legend's switches after a click; for ``ViewState.hidden``."""

    hidden: tuple[str, ...]


MapEvent = Picked | Switched


def understand(
    message: Mapping[str, Any],
    snapshot: Snapshot,
    filters: Filters,
    state: ViewState,
    within: Within | None = None,
) -> MapEvent | None:
    """What the browser's message means; ``None`` when it means nothing here.

    The message comes from the reader's browser and may hold anything.

    Parameters
    ----------
    message : ``kind`` "incident" (``id``), "place" (``lat``, ``lon`` in degrees EPSG:4326),
        "footprint" (``form``, ``key``) or "hidden" (``hidden``); ``window`` when the playback
        narrows the dates.
    within : rows that the map was narrowed to.
    """
    try:
        match message.get("kind"):
            case "hidden":
                return Switched(tuple(h for h in message["hidden"] if h in HIDEABLE))
            case "incident":
                known = message["id"] in index_of(snapshot).row_of
                return Picked((message["id"],), "") if known else None
            case "place":
                near = _at(snapshot, float(message["lat"]), float(message["lon"]))
                label = "at this place"
            case "footprint":
                near, label = _footprint(snapshot, Form(message["form"]), message.get("key"))
            case _:
                return None
        in_time = _in_window(filters, message.get("window"))
        rows = shown(snapshot, in_time, state.hidden, within)
    except (KeyError, TypeError, ValueError, IndexError):
        return None
    ids = tuple(str(i) for i in snapshot.ids[rows[near[rows]]])
    return Picked(ids, label) if ids else None


def _in_window(filters: Filters, window: Any) -> Filters:
    if not window:
        return filters
    start, end = (date.fromisoformat(day) for day in window)
    return replace(filters, date_from=start, date_to=end)


def _at(snapshot: Snapshot, lat: float, lon: float) -> NDArray[np.bool_]:
    near = np.abs(snapshot.lat - lat) <= _SAME_PLACE_DEG
    return near & (np.abs(snapshot.lon - lon) <= _SAME_PLACE_DEG) & index_of(snapshot).exact


def _footprint(snapshot: Snapshot, form: Form, key: Any) -> tuple[NDArray[np.bool_], str]:
    """Rows drawn by one footprint, by the rule of ``geo.view.footprints``, and its label."""
    vocab = snapshot.vocab
    is_form = {f: snapshot.form == code for code, f in enumerate(FORMS)}
    no_unit = (is_form[Form.DISTRICT] & (snapshot.district < 0)) | (
        is_form[Form.STRETCH] & (snapshot.stretch < 0)
    )
    whole = is_form[Form.GOVERNORATE] | no_unit
    match form:
        case Form.DISTRICT:
            code = [unit.key for unit in vocab.districts].index(key)
            label = f"somewhere in {vocab.districts[code].name} district"
            return is_form[form] & (snapshot.district == code), label
        case Form.GOVERNORATE:
            code = [unit.key for unit in vocab.governorates].index(key)
            label = f"somewhere in {vocab.governorates[code].name} governorate"
            return whole & (snapshot.governorate == code), label
        case Form.STRETCH:
            label = f"along {vocab.stretches[key].label}"
            return is_form[form] & (snapshot.stretch == key), label
        case Form.COUNTRY:
            label = "somewhere in Iraq"
            return is_form[form] | (whole & (snapshot.governorate < 0)), label
        case Form.UNPLACED:
            return is_form[form], "whose place is not known"
        case _:
            raise ValueError(f"{form} is not a footprint")
