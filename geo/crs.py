"""The two coordinate reference systems of the atlas, and nothing else uses a third.

Degrees are always EPSG:4326 and named ``lat``/``lon`` (or ``_deg``); metres are always
``METRIC_CRS`` and named ``_m`` (or ``_km``).
"""

from __future__ import annotations

from typing import Final

GEOGRAPHIC_CRS: Final = "EPSG:4326"
"""Longitude and latitude in degrees. Shapely geometries hold (lon, lat) = (x, y)."""

METRIC_CRS: Final = (
    "+proj=laea +lat_0=33.2 +lon_0=43.7 +x_0=0 +y_0=0 +datum=WGS84 +units=m +no_defs"
)
"""Lambert azimuthal equal-area about the middle of Iraq, in metres.

Areas are true; distances inside Iraq (at most 640 km from the centre) are within 0.13 %.
Source of the formula: Snyder, Map Projections - A Working Manual, USGS PP 1395, p. 182.
"""
