"""Armed groups that are known and not on the list of groups: UCDP's actors."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

from geo.model import Actor
from geo.settings import DATA_DIR

UCDP_ACTORS: Final = DATA_DIR / "gazetteer" / "ucdp_actors_221.csv"
MIDDLE_EAST: Final = "2"
"""UCDP's number of the region that Iraq lies in."""

_REBELS: Final = "1"
_NAMES: Final = (
    "NameData", "NameOrig", "NameOrigFull", "NameOrigFullEng", "NewName",
    "NewNameFullMotherTongue", "NewNameFullEng",
)  # fmt: skip


def read_ucdp_actors(path: Path = UCDP_ACTORS) -> tuple[Actor, ...]:
    """All actors of UCDP's list with every name given to them, those of other regions too.

    A cell with several names, parted by commas, gives each. Codebook: UCDP Actor List 22.1.
    """
    return tuple(_actor(row) for row in _rows(path))


def read_neighbours(path: Path = UCDP_ACTORS) -> tuple[Actor, ...]:
    """The organised armed groups of UCDP's list that were active in the Middle East."""
    return tuple(
        _actor(row)
        for row in _rows(path)
        if row["Org"] == _REBELS and MIDDLE_EAST in row["Region"].split(", ")
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _actor(row: dict[str, str]) -> Actor:
    names = [name.strip() for column in _NAMES for name in row[column].split(",") if name.strip()]
    known = list(dict.fromkeys(name for name in names if name != "n/a"))
    return Actor(known[0], None, tuple(known[1:]), source_url="https://ucdp.uu.se/downloads/")
