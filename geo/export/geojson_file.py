"""GeoJSON of a view (RFC 7946): a FeatureCollection that says what it is in its own members."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from geo.export.about import About
from geo.export.csv_file import CHUNK
from geo.export.records import Record


def geojson_bytes(about: About, features: Iterable[tuple[str, Record]]) -> Iterator[bytes]:
    """The file in pieces.

    Parameters
    ----------
    features : geometry as GeoJSON text, and record, of each incident.
    """
    head = json.dumps({"type": "FeatureCollection", "about": asdict(about)}, ensure_ascii=False)
    piece, size = [head[:-1], ', "features": ['], 0
    first = True
    for geometry, record in features:
        feature = _feature(geometry, record)
        piece.append(("\n" if first else ",\n") + feature)
        first = False
        size += len(feature)
        if size > CHUNK:
            yield "".join(piece).encode("utf-8", "replace")
            piece, size = [], 0
    yield "".join([*piece, "\n]}\n"]).encode("utf-8", "replace")


def _feature(geometry: str, record: Record) -> str:
    properties: dict[str, Any] = {key: value for key, value in record.items() if key != "id"}
    return (
        f'{{"type": "Feature", "id": {json.dumps(record["id"], ensure_ascii=False)}, '
        f'"geometry": {geometry}, '
        f'"properties": {json.dumps(properties, ensure_ascii=False)}}}'
    )
