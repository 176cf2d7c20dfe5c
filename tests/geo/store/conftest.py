"""What the store's tests share: small tables, and a geocoder that is made once."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from geo.settings import Settings
from geo.store.placing import Placer

if TYPE_CHECKING:
    from geo.places.boundaries import BoundarySet
    from geo.places.geocode import Geocoder

COLUMNS = (
    *("report_id", "incident_key", "url", "outlet", "outlet_country", "published", "event_date"),
    *("event_date_text", "place_text", "governorate", "town_or_base", "route_text", "event_type"),
    *("target", "actor_text", "actor_role", "stance", "asserted_by", "killed", "wounded"),
    *("damage", "evidence_flags", "note"),
)
Table = Callable[..., Path]


@cache
def _boundaries(settings: Settings) -> BoundarySet:
    return BOUNDARIES(Placer(settings))


@cache
def _geocoder(settings: Settings) -> Geocoder:
    placer = Placer(settings)
    return GEOCODER(placer)


BOUNDARIES, GEOCODER = Placer.boundaries, Placer.geocoder


def _key(settings: Settings) -> Settings:
    """Settings with the same boundary files, whatever the store."""
    return Settings.from_env(
        {k: v for k, v in settings.to_env().items() if k != "ATLAS_DATABASE_URL"}
        | {"ATLAS_DATABASE_URL": "sqlite:////nowhere/atlas.sqlite"}
    )


@pytest.fixture(autouse=True)
def _one_geocoder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all loads of this process share what takes a second to make."""
    monkeypatch.setattr(Placer, "boundaries", lambda self: _boundaries(_key(self.settings)))
    monkeypatch.setattr(Placer, "geocoder", lambda self: _geocoder(_key(self.settings)))


@pytest.fixture
def table(tmp_path: Path) -> Table:
    """Write a table of reports; each row is given by the columns that matter to the test."""

    def write(*rows: dict[str, Any], name: str = "reports.csv") -> Path:
        return write_table(tmp_path / name, rows)

    return write


def write_table(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    """The same at any path."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        for number, row in enumerate(rows, start=1):
            writer.writerow(
                {
                    "report_id": f"T{number}",
                    "incident_key": "t-1",
                    "outlet": "NRT",
                    "event_date": "2020-07-11",
                    "stance": "reports",
                    "event_type": "rocket",
                    "place_text": "Hillah",
                }
                | row
            )
    return path
