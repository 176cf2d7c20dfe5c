"""The spellings under which sources name the governorates, whatever boundary file is in use."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from geo.places.names import fold
from geo.settings import DATA_DIR

NAMES_FILE: Final = DATA_DIR / "gazetteer" / "governorate_names.csv"


@dataclass(frozen=True, slots=True)
class Governorate:
    """A governorate as the press names it.

    ``names`` mean the governorate wherever they stand alone; ``names_with_kind`` (names of its
    capital) only beside a word such as "province". ``capital`` is a town of the gazetteer.
    """

    name: str
    name_ar: str
    capital: str
    names: tuple[str, ...]
    names_with_kind: tuple[str, ...]


class GovernorateNames:
    """Find the governorate that a spelling stands for."""

    def __init__(self, governorates: tuple[Governorate, ...]) -> None:
        self.governorates = governorates
        self._by_name: dict[str, Governorate] = {}
        for governorate in governorates:
            for name in governorate.names:
                self._by_name.setdefault(fold(name), governorate)

    @classmethod
    def load(cls) -> GovernorateNames:
        """The table that the project ships."""
        return cls(_read(NAMES_FILE))

    def find(self, *spellings: str | None) -> Governorate | None:
        """The governorate that the first known of these spellings names."""
        for spelling in spellings:
            found = self._by_name.get(fold(spelling)) if spelling else None
            if found is not None:
                return found
        return None


@lru_cache(maxsize=1)
def _read(path: Path) -> tuple[Governorate, ...]:
    rows: dict[str, dict[str, list[str]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows.setdefault(row["governorate"], {}).setdefault(row["use"], []).append(row["name"])
    return tuple(
        Governorate(
            name=uses["display"][0],
            name_ar=uses["display arabic"][0],
            capital=uses["capital"][0],
            names=(*uses["display"], *uses["display arabic"], *uses.get("name", ())),
            names_with_kind=tuple(uses.get("with kind word", ())),
        )
        for uses in rows.values()
    )
