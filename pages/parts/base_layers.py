"""The base map's layers as the browser gets them: packed once, named by what is in them."""

from __future__ import annotations

import gzip
import hashlib
import json
from functools import lru_cache
from typing import Any

from geo.errors import NotFoundError
from geo.places import basemap
from geo.settings import Settings


def names() -> tuple[str, ...]:
    """The layers there are, in drawing order from below."""
    return tuple(_layers())


@lru_cache(maxsize=16)
def packed(name: str) -> bytes:
    """A layer as gzipped GeoJSON.

    Raises
    ------
    NotFoundError
        There is no such layer; the message names those there are.
    """
    layers = _layers()
    if name not in layers:
        raise NotFoundError(f"the base map has no layer {name!r}, only {', '.join(layers)}")
    text = json.dumps(layers[name], ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), mtime=0)


@lru_cache(maxsize=1)
def digest() -> str:
    """Hash of all layers, 12 hex digits: another boundary set gives other addresses."""
    together = hashlib.sha256()
    for name in names():
        together.update(packed(name))
    return together.hexdigest()[:12]


def _layers() -> dict[str, dict[str, Any]]:
    return basemap.layers(Settings.from_env())
