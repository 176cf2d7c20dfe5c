"""Coordinates written in place words: decimal degrees, degrees and minutes, MGRS."""

from __future__ import annotations

import re
from typing import Final

import pyproj

from geo.crs import GEOGRAPHIC_CRS

_DEGREES: Final = r"([NSEW]\s?)?(?<![\d.])([-+]?\d{1,3}(?:\.\d{1,9})?)(?![\d.])\s?°?\s?([NSEW]\b)?"
_DECIMAL: Final = re.compile(rf"{_DEGREES}\s*[,;/ ]\s*{_DEGREES}", re.I)
_LABELLED: Final = re.compile(
    r"\blat(?:itude)?\b[\s.:=]*([-+]?\d{1,2}\.\d{1,9})[^\d+-]{1,20}?"
    r"\blon(?:g|gitude)?\b[\s.:=]*([-+]?\d{1,3}\.\d{1,9})",
    re.I,
)
_MINUTES: Final = (
    r"(?P<before{0}>[NSEW])?\s?(?<![\d.])(?P<deg{0}>\d{{1,3}})\s?[°d ]\s?"
    r"(?P<min{0}>\d{{1,2}}(?:\.\d{{1,6}})?)\s?(?:['′’m]\s?|\s)?"
    r"(?:(?P<sec{0}>\d{{1,2}}(?:\.\d{{1,6}})?)\s?(?:\"|″|''|s)?)?"
    r"(?(before{0})|\s?(?P<after{0}>[NSEW])?)"
)
_SEXAGESIMAL: Final = re.compile(rf"{_MINUTES.format(1)}[\s,;/]*{_MINUTES.format(2)}", re.I)
_DIGIT: Final = re.compile(r"\d")
_COMMAS: Final = re.compile(r"(\d),(\d{2,})")
_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫،−º", "01234567890123456789.,-°")
_MGRS: Final = re.compile(
    r"\b(3[789])\s?([RS])\s?([A-HJ-NP-Z])([A-HJ-NP-V])\s?(\d{1,5})\s?(\d{1,5})\b", re.I
)
_COLUMNS: Final = ("STUVWXYZ", "ABCDEFGH", "JKLMNPQR")
_ROWS: Final = "ABCDEFGHJKLMNPQRSTUV"
_CYCLE_M: Final = 2_000_000
_LEAST_M: Final = 100.0
_LONGEST: Final = 500


def written_coordinate(text: str) -> tuple[float, float, float] | None:
    """The first coordinate in a text.

    One without letters for the hemispheres counts only where Iraq and its borders are, in either
    order, or when it is all that the text says: other pairs of numbers may be anything.

    Returns
    -------
    (lat, lon, uncertainty_m): degrees EPSG:4326, and half the last digit given, 100 m at least.

    >>> written_coordinate("38SMB4488")
    (33.3..., 44.4..., 707.1...)
    """
    plain = text[:_LONGEST].translate(_DIGITS)
    if not _DIGIT.search(plain):
        return None
    for read in (_mgrs, _labelled, _sexagesimal, _decimal):
        found = read(plain)
        if found:
            return found
    return None


def around_iraq(lat: float, lon: float) -> bool:
    """Whether a coordinate is in Iraq or in the borderlands of its neighbours."""
    return 28 <= lat <= 39 and 37 <= lon <= 50


def _labelled(text: str) -> tuple[float, float, float] | None:
    match = _LABELLED.search(text)
    return _degrees(match[1], match[2]) if match else None


def _degrees(lat: str, lon: str) -> tuple[float, float, float] | None:
    if abs(float(lat)) > 90 or abs(float(lon)) > 180:
        return None
    decimals = min(len(number.partition(".")[2]) for number in (lat, lon))
    return float(lat), float(lon), max(_LEAST_M, 55_000 / 10**decimals)


def _decimal(text: str) -> tuple[float, float, float] | None:
    if text.count(",") > 1 and "." not in text:
        text = _COMMAS.sub(r"\1.\2", text)  # a decimal comma
    for match in _DECIMAL.finditer(text):
        first, second = _signed(match[1], match[2], match[3]), _signed(match[4], match[5], match[6])
        sides = ((match[1] or match[3] or " ").strip(), (match[4] or match[6] or " ").strip())
        if all(sides):
            pair = _in_order(first, second, sides)
        elif any(sides) or "." not in match[2] or "." not in match[5]:
            continue
        else:
            pair = (first, second) if around_iraq(float(first), float(second)) else (second, first)
            alone = match[0].strip() == text.strip(" ().") and not around_iraq(*map(float, pair))
            pair = (first, second) if alone else pair
            if not alone and not around_iraq(*map(float, pair)):
                continue
        found = _degrees(*pair) if pair else None
        if found:
            return found
    return None


def _signed(before: str | None, number: str, after: str | None) -> str:
    west_or_south = (before or after or "").strip().upper() in ("S", "W")
    return f"-{number.lstrip('+-')}" if west_or_south else number


def _in_order(first: str, second: str, sides: tuple[str, str]) -> tuple[str, str] | None:
    """Latitude before longitude, from the letters of their hemispheres."""
    letters = "".join(sides).upper()
    if letters[0] in "NS" and letters[1] in "EW":
        return first, second
    return (second, first) if letters[0] in "EW" and letters[1] in "NS" else None


def _sexagesimal(text: str) -> tuple[float, float, float] | None:
    for match in _SEXAGESIMAL.finditer(text):
        part = match.groupdict()
        sides = tuple(part[f"before{i}"] or part[f"after{i}"] or "" for i in (1, 2))
        if not all(sides):
            continue
        angles = [
            float(part[f"deg{i}"])
            + float(part[f"min{i}"]) / 60
            + float(part[f"sec{i}"] or 0) / 3600
            for i in (1, 2)
        ]
        first, second = (_signed(s, str(a), None) for s, a in zip(sides, angles, strict=True))
        pair = _in_order(first, second, (sides[0], sides[1]))
        if pair and abs(float(pair[0])) <= 90 and abs(float(pair[1])) <= 180:
            exact = all(part[f"sec{i}"] or "." in part[f"min{i}"] for i in (1, 2))
            return float(pair[0]), float(pair[1]), _LEAST_M if exact else 1_000.0
    return None


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
    return float(lat), float(lon), max(_LEAST_M, size_m / 2**0.5)
