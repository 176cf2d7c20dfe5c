"""Files of exactly what a view shows, with its sources, filters, revision and licences.

``stream`` gives the bytes piece by piece, ``write`` puts them in a file, ``of_incident`` and
``Selection`` say what is exported.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from geo.errors import ExportError
from geo.export.csv_file import csv_bytes
from geo.export.formats import FORMATS, format_of
from geo.export.geojson_file import geojson_bytes
from geo.export.kml_file import kml_bytes
from geo.export.records import Record
from geo.export.selection import Selection

__all__ = ["FORMATS", "Selection", "file_name", "format_of", "stream", "write"]

_PIECE: Final = 256 * 1024


def stream(selection: Selection, format: str) -> Iterator[bytes]:
    """The incidents of a view in a format, in the order of the table.

    Formats that cannot be written from front to back go through a temporary file, which is gone
    when the pieces are used up or thrown away.

    Raises
    ------
    ExportError
        The format is not known or cannot hold so many incidents. Raised before the first piece;
        that the disk is full, or that the file cannot be made, with the first.
    BoundaryError, RoadError, StoreError
        What the file needs besides the snapshot cannot be read.
    """
    format_of(format).check(format, len(selection.rows))
    about = selection.about
    match format:
        case "csv":
            return csv_bytes(about, (record for _, record in selection.records()))
        case "geojson":
            return geojson_bytes(about, _features(selection))
        case "kml":
            return kml_bytes(about, _features(selection))
        case "pdf" | "html" | "png":
            return _drawn(selection, format)
        case _:
            return _by_file(selection, _writer(format), format)


def _features(selection: Selection) -> Iterator[tuple[str, Record]]:
    """Footprint as GeoJSON text, and record, of each incident."""
    for row, record in selection.records():
        yield selection.shapes.of(selection.snapshot, row), record


def _writer(format: str) -> Callable[[Selection, Path], None]:
    """What writes the file; its library is only loaded when it is asked for."""
    if format == "xlsx":
        from geo.export.workbook import write_workbook

        return write_workbook
    if format == "gpkg":
        from geo.export.geopackage import write_geopackage

        return write_geopackage
    from geo.export.parquet_file import write_parquet

    return write_parquet


def _drawn(selection: Selection, format: str) -> Iterator[bytes]:
    """A brief or picture, made when the first piece is asked for."""
    from geo.export.brief import brief_file

    yield brief_file(selection, format)


def _by_file(
    selection: Selection, writer: Callable[[Selection, Path], None], format: str
) -> Iterator[bytes]:
    try:
        folder = Path(tempfile.mkdtemp(prefix="atlas-export-"))
    except OSError as error:
        raise ExportError(f"cannot write the file: {error.strerror or error}") from error
    try:
        path = folder / f"export.{format}"
        try:
            writer(selection, path)
        except OSError as error:
            raise ExportError(f"cannot write the file: {error.strerror or error}") from error
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def write(selection: Selection, format: str, out: Path) -> int:
    """Write the file; it appears whole or not at all. Returns the number of incidents.

    Raises
    ------
    ExportError
        See ``stream``; or the file cannot be written.
    """
    pieces = stream(selection, format)
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
    return len(selection.rows)


def file_name(selection: Selection, format: str) -> str:
    """A name for the download that tells the revision, and the incident where it is of one."""
    what = "brief" if format in ("pdf", "html") else "incidents"
    if selection.detail is not None:
        key = "".join(c if c.isascii() and c.isalnum() else "-" for c in selection.detail.id)[:80]
        what = f"incident-{key}"
    return f"iraq-{what}-revision-{selection.snapshot.revision}.{format}"
