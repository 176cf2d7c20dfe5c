"""The formats of an export: what each is called, for whom it is, and how much it can hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from geo.errors import ExportError


@dataclass(frozen=True, slots=True)
class Format:
    """A format of ``geo.export.stream``.

    Attributes
    ----------
    label, use : its name for a reader, and what for.
    most : incidents that a file of it may hold, ``None``: any number.
    large : what to take instead when there are more.
    """

    media_type: str
    label: str
    use: str
    most: int | None = None
    large: str = "csv or parquet"

    def holds(self, incidents: int) -> bool:
        """Whether a file of it can hold so many incidents."""
        return self.most is None or incidents <= self.most

    def check(self, name: str, incidents: int) -> None:
        """Refuse more incidents than the format can hold.

        Raises
        ------
        ExportError
            The message says how many there are, how many may be, and what to do.
        """
        if self.most is not None and not self.holds(incidents):
            raise ExportError(
                f"{incidents:,} incidents are too many for {name}, which takes up to "
                f"{self.most:,}; narrow the filters, or export {self.large}"
            )


_OFFICE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        "pdf": Format("application/pdf", "Brief, PDF", "to read, print and send on"),
        "html": Format("text/html; charset=utf-8", "Brief, HTML", "the same as a web page"),
        "png": Format("image/png", "Picture, PNG", "map and timeline for slides"),
        "xlsx": Format(_OFFICE, "Excel, XLSX", "incidents and reports in sheets", 100_000),
        "csv": Format("text/csv; charset=utf-8", "Table, CSV", "any spreadsheet or program"),
        "geojson": Format("application/geo+json", "GeoJSON", "web maps, with footprints"),
        "gpkg": Format(
            "application/geopackage+sqlite3",
            "GeoPackage",
            "QGIS, styled by status",
            250_000,
        ),
        "kml": Format(
            "application/vnd.google-earth.kml+xml",
            "KML",
            "Google Earth, with its time slider",
            50_000,
            "gpkg, csv or parquet",
        ),
        "parquet": Format(
            "application/vnd.apache.parquet", "GeoParquet", "pandas, R, DuckDB; large data"
        ),
    }
)
"""Name, which is also the file's ending -> format."""


def format_of(name: str) -> Format:
    """The format with this name.

    Raises
    ------
    ExportError
        There is none; the message lists those that there are.
    """
    try:
        return FORMATS[name]
    except KeyError:
        raise ExportError(f"no export as {name!r}; there is {', '.join(FORMATS)}") from None
