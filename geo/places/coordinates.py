"""Coordinates written in place words: decimal degrees, degrees and minutes, MGRS."""

from __future__ import annotations

import re
from typing import Final

import pyproj

from geo.crs import GEOGRAPHIC_CRS

_DECIMAL: Final = re.compile(
    r"(?<![\d.])([23]\d\.\d+)\s*°?\s*N?\s*[,; ]\s*([34]\d\.\d+)\s*°?\s*E?(?![\d.])"
)
_DMS: Final = re.compile(
    r"(\d{2})\s*[°d]\s*(\d{1,2})\s*['′’m]\s*(?:(\d{1,2}(?:\.\d+)?)\s*(?:\"|″|''|s)?)?\s*N[\s,;]+"
    r"(\d{2,3})\s*[°d]\s*(\d{1,2})\s*['′’m]\s*(?:(\d{1,2}(?:\.\d+)?)\s*(?:\"|″|''|s)?)?\s*E",
    re.I,
)
_DMS_FIRST: Final = re.compile(
    r"N\s*(\d{2})\s*[°d]\s*(\d{1,2})\s*['′’m]\s*(?:(\d{1,2}(?:\.\d+)?)\s*(?:\"|″|''|s)?)?[\s,;]*"
    r"E\s*(\d{2,3})\s*[°d]\s*(\d{1,2})\s*['′’m]\s*(?:(\d{1,2}(?:\.\d+)?)\s*(?:\"|″|''|s)?)?",
    re.I,
)
_LABELLED: Final = re.compile(
    r"\blat(?:itude)?\b[\s.:=]*([23]\d\.\d+)\D{1,20}?\blon(?:g|gitude)?\b[\s.:=]*([34]\d\.\d+)",
    re.I,
)
_MGRS: Final = re.compile(
    r"\b(3[789])\s?([RS])\s?([A-HJ-NP-Z])([A-HJ-NP-V])\s?(\d{1,5})\s?(\d{1,5})\b", re.I
)
_COLUMNS: Final = ("STUVWXYZ", "ABCDEFGH", "JKLMNPQR")
_ROWS: Final = "ABCDEFGHJKLMNPQRSTUV"
_CYCLE_M: Final = 2_000_000
_LEAST_M: Final = 100.0


def written_coordinate(text: str) -> tuple[float, float, float] | None:
    """The first coordinate in a text that lies around Iraq.

    Returns
    -------
    (lat, lon, uncertainty_m): degrees EPSG:4326, and half the last digit given, 100 m at least.

    >>> written_coordinate("38SMB4488")
    (33.3..., 44.4..., 500.0)
    """
    for read in (_decimal, _sexagesimal, _mgrs):
        found = read(text[:500])
        if found and 28 <= found[0] <= 39 and 37 <= found[1] <= 50:
            return found
    return None


def _decimal(text: str) -> tuple[float, float, float] | None:
    match = _DECIMAL.search(text) or _LABELLED.search(text)
    if not match:
        return None
    decimals = min(len(group.partition(".")[2]) for group in match.groups())
    return float(match[1]), float(match[2]), max(_LEAST_M, 55_000 / 10**decimals)


def _sexagesimal(text: str) -> tuple[float, float, float] | None:
    match = _DMS.search(text) or _DMS_FIRST.search(text)
    if not match:
        return None
    lat = int(match[1]) + int(match[2]) / 60 + float(match[3] or 0) / 3600
    lon = int(match[4]) + int(match[5]) / 60 + float(match[6] or 0) / 3600
    return lat, lon, _LEAST_M if match[3] and match[6] else 1_000.0


def _mgrs(text: str) -> tuple[float, float, float] | None:
    """Military grid of UTM zones 37 to 39. Source of the lettering: NGA.STND.0037, section 3."""
    match = _MGRS.search(text)
    figures = match[5] + match[6] if match else ""
    if not match or len(figures) % 2:
        return None
    zone, digits = int(match[1]), len(figures) // 2
    columns = _COLUMNS[zone % 3]
    column, row = match[3].upper(), match[4].upper()
    if column not in columns:
        return None
    size_m = 10 ** (5 - digits)
    easting = (columns.index(column) + 1) * 100_000 + (int(figures[:digits]) + 0.5) * size_m
    shift = 5 if zone % 2 == 0 else 0
    northing = (_ROWS.index(row) - shift) % 20 * 100_000 + (int(figures[digits:]) + 0.5) * size_m
    band_south_m = 2_600_000 if match[2].upper() == "R" else 3_500_000
    while northing < band_south_m:
        northing += _CYCLE_M
    to_degrees = pyproj.Transformer.from_crs(f"EPSG:326{zone}", GEOGRAPHIC_CRS, always_xy=True)
    lon, lat = to_degrees.transform(easting, northing)
    return float(lat), float(lon), max(_LEAST_M, size_m / 2)
