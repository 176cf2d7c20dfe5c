"""Files of exactly what a view shows, with its sources, filters, revision and licences.

``stream`` gives the bytes piece by piece, ``write`` puts them in a file.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from geo.errors import ExportError
from geo.export.about import About
from geo.export.csv_file import csv_bytes
from geo.export.geojson_file import geojson_bytes
from geo.export.records import Urls, records
from geo.export.shapes import shapes
from geo.export.urls import store_urls
from geo.places.roadbook import named_routes
from geo.settings import Settings
from geo.store.snapshot import Snapshot
from geo.view.along import references
from geo.view.filters import Filters
from geo.view.state import ViewState

MEDIA_TYPES: Final = {"csv": "text/csv; charset=utf-8", "geojson": "application/geo+json"}
FORMATS: Final = tuple(MEDIA_TYPES)


def stream(
    snapshot: Snapshot,
    filters: Filters,
    state: ViewState,
    format: str,
    settings: Settings,
    urls: Urls | None = None,
) -> Iterator[bytes]:
    """The selected incidents in a format, in the order of the table.

    Parameters
    ----------
    state : gives the order, and the frozen link the file names.
    urls : addresses of reports; asked of the store of the settings when not given.

    Raises
    ------
    ExportError
        The format is not known. Raised before the first piece.
    BoundaryError, RoadError, StoreError
        What the file needs besides the snapshot cannot be read.
    """
    if format not in FORMATS:
        raise ExportError(f"no export as {format!r}; there is {' and '.join(FORMATS)}")
    about = About.of(snapshot, filters, state)
    urls = urls or store_urls(settings.database_url, snapshot.revision)
    reference = references(snapshot, named_routes(settings))
    found = records(snapshot, filters, state, urls, reference)
    if format == "csv":
        return csv_bytes(about, (record for _, record in found))
    areas = shapes(settings.governorates, settings.districts)
    return geojson_bytes(about, ((areas.of(snapshot, row), record) for row, record in found))


def write(
    snapshot: Snapshot,
    filters: Filters,
    state: ViewState,
    format: str,
    out: Path,
    settings: Settings,
    urls: Urls | None = None,
) -> int:
    """Write the file; it appears whole or not at all. Returns the number of incidents.

    Raises
    ------
    ExportError
        The format is not known, or the file cannot be written.
    """
    pieces = stream(snapshot, filters, state, format, settings, urls)
    try:
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines(pieces)
            Path(name).chmod(0o644)
            Path(name).replace(out)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise ExportError(f"cannot write {out}: {error.strerror or error}") from error
    return len(filters.apply(snapshot))


def file_name(snapshot: Snapshot, format: str) -> str:
    """A name for the download that tells the revision."""
    return f"iraq-incidents-revision-{snapshot.revision}.{format}"
