"""Who is to be credited for what the atlas shows, and under which licence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Credit:
    """A source as ``data/SOURCES.md`` has it; ``cite`` is the line to print."""

    title: str
    licence: str
    cite: str

    def __str__(self) -> str:
        return f"{self.title}. {self.cite}. Licence: {self.licence}"


DATASETS: Final = {
    "ucdp-ged": Credit(
        "UCDP Georeferenced Event Dataset, Iraq 1989-2018",
        "CC BY 4.0",
        "Sundberg & Melander 2013, Introducing the UCDP Georeferenced Event Dataset, "
        "Journal of Peace Research 50(4)",
    ),
    "reports": Credit(
        "Reports of attacks on US and Coalition convoys and bases in Iraq, 2019-2024",
        "facts compiled for the Iraq Incident Atlas; each report belongs to its outlet",
        "Iraq Incident Atlas and the outlets named in each row",
    ),
}
"""Credit of each data set the project ships."""

BOUNDARIES: Final = Credit(
    "Administrative boundaries of Iraq, COD-AB, 2019-06-03",
    "CC BY 3.0 IGO",
    "OCHA and Iraq Central Statistical Organization",
)
PLACES: Final = Credit(
    "Places and roads used to locate reports by their words",
    "ODbL 1.0 and CC BY 4.0",
    "© OpenStreetMap contributors; GeoNames",
)


def credits_of(datasets: Iterable[str]) -> list[str]:
    """Lines of credit for these data sets and for what located them."""
    lines = [
        str(DATASETS[name]) if name in DATASETS else f"{name}. Licence: as given by who loaded it"
        for name in datasets
    ]
    return [*lines, str(BOUNDARIES), str(PLACES)]
