"""Locations as columns with codes, and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geo.model import Location, WherePrec
from geo.store.snapshot import FORMS, StretchLine, Vocabulary
from geo.store.told import Locations

COLUMNS: Final = (
    *("form", "where_prec", "lat", "lon", "uncertainty_m", "place", "governorate_pcode"),
    *("district_pcode", "route", "from_km", "to_km", "stretch_wkt"),
)
"""Fields of ``Location`` that the columns keep, named as in ``schema.location``."""

_FORM_CODES: Final = {form: code for code, form in enumerate(FORMS)}


def to_columns(
    values: Sequence[tuple[Any, ...]], vocab: Vocabulary
) -> tuple[Locations, Vocabulary]:
    """Locations as columns, and the vocabulary with the routes, places and stretches they bring.

    Parameters
    ----------
    values : ``COLUMNS`` of each location.
    vocab : holds the units; routes, places and stretches that it lacks come after its own.
    """
    named: dict[str, Sequence[Any]] = dict(
        zip(COLUMNS, zip(*values, strict=True) if values else [()] * len(COLUMNS), strict=True)
    )
    lines: list[StretchLine | None] = [
        None if wkt is None else StretchLine(place or route or "road", route, low, high, wkt)
        for place, route, low, high, wkt in zip(
            *(named[name] for name in ("place", "route", "from_km", "to_km", "stretch_wkt")),
            strict=True,
        )
    ]
    vocab = replace(
        vocab,
        routes=_extended(vocab.routes, named["route"]),
        places=_extended(vocab.places, named["place"]),
        stretches=_extended(vocab.stretches, lines),
    )
    units = (vocab.governorates, vocab.districts)
    governorates, districts = ([unit.key for unit in level] for level in units)
    columns: dict[str, Any] = {
        "lat": np.array(named["lat"], np.float64),
        "lon": np.array(named["lon"], np.float64),
        "form": np.array([_FORM_CODES[form] for form in named["form"]], np.int8),
        "where_prec": np.array([prec or 0 for prec in named["where_prec"]], np.int8),
        "uncertainty_m": np.array(named["uncertainty_m"], np.float32),
        "governorate": _codes(governorates, named["governorate_pcode"], np.int16),
        "district": _codes(districts, named["district_pcode"], np.int16),
        "stretch": _codes(vocab.stretches, lines, np.int32),
        "route": _codes(vocab.routes, named["route"], np.int16),
        "place": _codes(vocab.places, named["place"], np.int32),
        "from_km": np.array(named["from_km"], np.float32),
        "to_km": np.array(named["to_km"], np.float32),
    }
    return Locations(**columns), vocab


def at(locations: Locations, vocab: Vocabulary, code: int) -> Location:
    """The location with this code."""

    def word(column: str, words: Sequence[Any]) -> Any:
        position = int(getattr(locations, column)[code])
        return words[position] if position >= 0 else None

    def number(column: str) -> float | None:
        value = float(getattr(locations, column)[code])
        return None if np.isnan(value) else value

    prec = int(locations.where_prec[code])
    governorate = word("governorate", vocab.governorates)
    district = word("district", vocab.districts)
    line = word("stretch", vocab.stretches)
    return Location(
        form=FORMS[locations.form[code]],
        where_prec=WherePrec(prec) if prec else None,
        lat=number("lat"),
        lon=number("lon"),
        uncertainty_m=number("uncertainty_m"),
        place=word("place", vocab.places),
        governorate_pcode=governorate.key if governorate else None,
        district_pcode=district.key if district else None,
        route=word("route", vocab.routes),
        from_km=number("from_km"),
        to_km=number("to_km"),
        stretch_wkt=line.wkt if line else None,
    )


def values_of(place: Location) -> tuple[Any, ...]:
    """``COLUMNS`` of a location."""
    return tuple(getattr(place, name) for name in COLUMNS)


def _extended(known: tuple[Any, ...], found: Iterable[Any]) -> tuple[Any, ...]:
    """The known values, then those that are new, sorted."""
    have = set(known)
    return (*known, *sorted({v for v in found if v is not None and v not in have}, key=str))


def _codes(known: Iterable[Any], found: Iterable[Any], dtype: type[np.integer]) -> NDArray[Any]:
    position = {value: code for code, value in enumerate(known)}
    return np.array([position.get(value, -1) for value in found], dtype)
