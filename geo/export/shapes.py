"""Geometry of each form, as GeoJSON text (RFC 7946: longitude, latitude; EPSG:4326)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.model import Form
from geo.places.boundaries import BoundarySet
from geo.settings import LayerSetting
from geo.store.snapshot import FORMS, Snapshot

SIMPLIFY_DEG: Final = 0.005
"""Exported areas may leave their border by so much (about 500 m)."""

_DISC_CORNERS: Final = 32
_METRES_PER_DEG: Final = 111_195.0
NOWHERE: Final = "null"


class Shapes:
    """Areas of the boundary set in use, made into text once."""

    def __init__(self, boundaries: BoundarySet) -> None:
        units = (*boundaries.governorates, *boundaries.districts)
        self._units = {unit.key: _area(unit.geometry) for unit in units}
        self._country = _area(
            shapely.union_all([unit.geometry for unit in boundaries.governorates])
        )

    def geometries(self, snapshot: Snapshot, rows: Sequence[int]) -> NDArray[np.object_]:
        """The footprints as geometries, ``None`` for what has no shape; see ``of``."""
        return np.array([_shape(self.of(snapshot, row)) for row in rows] or [], dtype=object)

    def of(self, snapshot: Snapshot, row: int) -> str:
        """The footprint of an incident: a point only for an exact place.

        A disc of known radius is a polygon. What has no shape (not placed, or a unit that is
        missing from the boundary set) is ``null``.
        """
        vocab = snapshot.vocab
        match FORMS[snapshot.form[row]]:
            case Form.POINT:
                place = [round(float(snapshot.lon[row]), 6), round(float(snapshot.lat[row]), 6)]
                return json.dumps({"type": "Point", "coordinates": place})
            case Form.DISC:
                return _disc(snapshot, row)
            case Form.STRETCH if snapshot.stretch[row] >= 0:
                return _line(vocab.stretches[snapshot.stretch[row]].wkt)
            case Form.DISTRICT if snapshot.district[row] >= 0:
                return self._units.get(vocab.districts[snapshot.district[row]].key, NOWHERE)
            case Form.GOVERNORATE if snapshot.governorate[row] >= 0:
                return self._units.get(vocab.governorates[snapshot.governorate[row]].key, NOWHERE)
            case Form.COUNTRY:
                return self._country
            case _:
                return NOWHERE


@lru_cache(maxsize=2)
def shapes(governorates: LayerSetting, districts: LayerSetting | None) -> Shapes:
    """Shapes of the boundary files in use; reads them once.

    Raises
    ------
    BoundaryError
        See ``BoundarySet.load``.
    """
    return Shapes(BoundarySet.load(governorates, districts))


def _area(geometry: shapely.Geometry) -> str:
    simple = shapely.set_precision(geometry.simplify(SIMPLIFY_DEG), 1e-4)
    text: str = shapely.to_geojson(shapely.orient_polygons(simple))
    return text


@lru_cache(maxsize=1024)
def _shape(text: str) -> shapely.Geometry | None:
    """A footprint's text as a geometry; the same areas come again and again."""
    return None if text == NOWHERE else shapely.from_geojson(text)


@lru_cache(maxsize=1024)
def _line(wkt: str) -> str:
    text: str = shapely.to_geojson(shapely.set_precision(shapely.from_wkt(wkt), 1e-5))
    return text


def _disc(snapshot: Snapshot, row: int) -> str:
    """The circle of its uncertainty as a polygon, anticlockwise."""
    lat, lon = float(snapshot.lat[row]), float(snapshot.lon[row])
    angle = np.linspace(0, 2 * np.pi, _DISC_CORNERS, endpoint=False)
    up = float(snapshot.uncertainty_m[row]) / _METRES_PER_DEG
    across = up / max(float(np.cos(np.radians(lat))), 0.01)
    ring = [
        [round(float(lon + across * np.cos(a)), 5), round(float(lat + up * np.sin(a)), 5)]
        for a in angle
    ]
    return json.dumps({"type": "Polygon", "coordinates": [[*ring, ring[0]]]})
