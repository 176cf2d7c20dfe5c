"""The pages of the atlas: their addresses and titles."""

from __future__ import annotations

from typing import Final

PAGES: Final = {
    "map": "Map",
    "timeline": "Timeline",
    "routes": "Routes",
    "groups": "Groups",
    "sources": "Sources",
    "compare": "Compare",
    "incident": "Incident",
    "article": "Article",
    "review": "Review",
    "geocode": "Geocode",
    "import": "Import",
    "data": "Data",
}

FIRST: Final = "map"
"""The page at the root of the address."""

UNFILTERED: Final = ("article", "review", "import")
"""Pages about what is not in the atlas yet: without the filter bar and its sentence."""

EMBEDDED: Final = ("map", "timeline", "incident")
"""Pages that another site can show in a frame."""


def path_of(page: str) -> str:
    """Where a page stands below the root of the atlas: "" for the first one."""
    return "" if page == FIRST else page
