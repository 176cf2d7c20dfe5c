"""Give reports their places while a store is loaded; the only part of the store that geocodes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import geo.places
from geo.model import Location, ReportRow
from geo.places.corrections import Corrections
from geo.places.gazetteer_file import gazetteer_sources
from geo.places.road_files import ROADS_DIR
from geo.places.routes import NAMES_FILE, WAYPOINTS_FILE
from geo.settings import LayerSetting, Settings

if TYPE_CHECKING:
    from geo.places.boundaries import BoundarySet
    from geo.places.corrections import Corrected
    from geo.places.geocode import Geocoder

_HALF: Final = 32


@dataclass
class Placer:
    """Places each distinct report once; what it needs is loaded when first asked for."""

    settings: Settings
    _places: dict[str, Location] = field(default_factory=dict)
    _boundaries: BoundarySet | None = None
    _geocoder: Geocoder | None = None
    _corrections: Corrections = field(default_factory=Corrections)
    _locator: Corrected | None = None

    @classmethod
    def over(cls, settings: Settings, geocoder: Geocoder) -> Placer:
        """A placer over a geocoder of these settings that is there already."""
        return cls(settings, _boundaries=geocoder.boundaries, _geocoder=geocoder)

    def use(self, corrections: Corrections) -> bool:
        """Place under these corrections from now on; whether they differ from those before."""
        if corrections == self._corrections:
            return False
        self._corrections = corrections
        self._places.clear()
        self._locator = None
        return True

    def prepare(
        self,
        rows: Sequence[tuple[str, ReportRow]],
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """Place many reports at once; each comes with its content fingerprint."""
        from geo.places.place import place_reports

        todo = {sha: row for sha, row in rows if sha not in self._places}
        if todo:
            places = place_reports(list(todo.values()), self.locator(), progress)
            self._places.update(zip(todo, places, strict=True))

    def place(self, sha: str, row: ReportRow) -> Location:
        """The location of one report."""
        if sha not in self._places:
            self.prepare([(sha, row)])
        return self._places[sha]

    def places(self, rows: Sequence[tuple[str, ReportRow]]) -> list[Location]:
        """The locations of reports, in their order; unlike ``prepare`` it keeps none."""
        from geo.places.place import place_reports

        if not rows:
            return []
        return place_reports([row for _, row in rows], self.locator())

    def locator(self) -> Corrected:
        """The geocoder under the corrections."""
        from geo.places.corrections import Corrected

        if self._locator is None:
            self._locator = Corrected(self.geocoder(), self._corrections)
        return self._locator

    def boundaries(self) -> BoundarySet:
        """The boundary set of the settings."""
        from geo.places.boundaries import BoundarySet

        if self._boundaries is None:
            self._boundaries = BoundarySet.load(self.settings.governorates, self.settings.districts)
        return self._boundaries

    def units(self) -> list[dict[str, Any]]:
        """Rows of ``schema.unit`` for this boundary set, without the set's id."""
        import shapely

        rows = []
        boundaries = self.boundaries()
        for level, units in (
            ("governorate", boundaries.governorates),
            ("district", boundaries.districts),
        ):
            for unit in units:
                middle = shapely.point_on_surface(unit.geometry)
                rows.append(
                    {
                        "level": level,
                        "key": unit.key,
                        "name": unit.name,
                        "name_ar": unit.name_ar,
                        "area_km2": float(unit.area_km2),
                        "parent": unit.parent,
                        "lat": float(middle.y),
                        "lon": float(middle.x),
                    }
                )
        return rows

    def geocoder(self) -> Geocoder:
        """The geocoder over that set."""
        from geo.places.gazetteer import Gazetteer
        from geo.places.geocode import Geocoder
        from geo.places.roads import RoadNetwork

        if self._geocoder is None:
            boundaries = self.boundaries()
            gazetteer = Gazetteer.load(boundaries, folder=self.settings.places_folder)
            self._geocoder = Geocoder(boundaries, gazetteer, RoadNetwork.load(self.settings.roads))
        return self._geocoder


def fingerprint(settings: Settings) -> str:
    """64 characters that change when reports may have to be placed anew.

    The first half stands for the boundary files and how they are read, the second for all else
    that places rest on: rules of the geocoder, gazetteer, roads, named routes.
    """
    boundaries, rest = hashlib.sha256(), hashlib.sha256()
    for layer in (settings.governorates, settings.districts):
        boundaries.update(repr((layer.key, layer.name, layer.name_ar, layer.layer)).encode())
        _add(boundaries, _parts(layer))
    own = settings.roads if settings.roads is not None and settings.roads.exists() else None
    _add(rest, gazetteer_sources(settings.places_folder))
    _add(rest, sorted(ROADS_DIR.iterdir()) if own is None else [NAMES_FILE, WAYPOINTS_FILE, own])
    _add(rest, sorted(Path(geo.places.__file__).parent.glob("*.py")))
    return boundaries.hexdigest()[:_HALF] + rest.hexdigest()[:_HALF]


def same_boundaries(one: str, other: str) -> bool:
    """Whether two fingerprints are of one boundary set."""
    return one[:_HALF] == other[:_HALF]


def _add(digest: hashlib._Hash, paths: Iterable[Path]) -> None:
    for path in paths:
        digest.update(f"{path.suffix.lower()} {path.stat().st_size}".encode())
        digest.update(path.read_bytes())


def _parts(layer: LayerSetting) -> list[Path]:
    """The files of a layer: a shapefile is several."""
    if layer.path.suffix.lower() != ".shp":
        return [layer.path] if layer.path.is_file() else []
    suffixes = {".shp", ".dbf", ".shx", ".prj", ".cpg"}
    found = layer.path.parent.glob(f"{layer.path.stem}.*")
    return sorted(path for path in found if path.suffix.lower() in suffixes)
