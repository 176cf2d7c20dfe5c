"""Building, keeping and adding to the gazetteer."""

from __future__ import annotations

from pathlib import Path

from geo.places.boundaries import BoundarySet
from geo.places.gazetteer import Gazetteer
from geo.places.gazetteer_file import built_file, fingerprint, read_kept
from geo.places.gazetteer_import import import_places
from geo.places.geocode import Geocoder
from geo.places.records import compact
from geo.read.places import ReadPlace

NEW = ReadPlace(("Zubbaranwick", "زبرانوك"), "base", 31.0, 45.0, 0, "mine:1")
KNOWN = ReadPlace(("Fallujah", "Fallujetta"), "town", 33.35, 43.78, 0, "mine:2")


def test_imported_places_are_added_or_merged_and_kept(
    tmp_path: Path, boundaries: BoundarySet
) -> None:
    done = import_places(tmp_path, "mine", [NEW, KNOWN], boundaries)
    assert (done.added, done.merged) == (1, 1)
    kept = read_kept(fingerprint(boundaries, tmp_path))
    assert kept is not None
    made = Gazetteer.load(boundaries, folder=tmp_path)
    (place,) = made.exact(compact("زبرانوك"))
    assert (place.kind, place.sources) == ("base", ["mine:1"])
    town = made.exact(compact("Fallujetta"))[0]
    assert town.population > 200_000
    assert "mine:2" in town.sources
    assert len(made.places) == len(kept[0])
    # A file that is torn is built anew, and so is one of other sources.
    built_file(fingerprint(boundaries, tmp_path)).write_bytes(b"{}")
    assert read_kept(fingerprint(boundaries, tmp_path)) is None
    before = fingerprint(boundaries, tmp_path)
    built_file(before).unlink()
    (tmp_path / "imported" / "mine.csv").unlink()
    assert fingerprint(boundaries, tmp_path) != before


def test_the_seat_of_a_subdistrict_is_a_town(geocoder: Geocoder) -> None:
    taji = geocoder.gazetteer.exact(compact("Taji"))[0]
    assert taji.kind == "town"
    assert any(source.startswith("seat of boundaries:") for source in taji.sources)
