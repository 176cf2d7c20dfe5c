"""How each status and each precision looks: the one source for the map, the charts and the pages.

A status has a colour for the light and one for the dark theme, and a mark of its own, so that it
is told apart by colour-blind readers and in grey. A precision is drawn by form, never by colour.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from geo.model import Form, Stance, Status


@dataclass(frozen=True, slots=True)
class StatusStyle:
    """``colour``/``dark``: sRGB hex on the light and the dark base map, at least 3:1 against it.

    They are for marks and bars, not for text. In simulated protanopia, deuteranopia and tritanopia
    (Machado, Oliveira & Fernandes 2009) any two stay 17 apart or more (CIE 1976 difference).

    ``mark`` names the drawing of a single incident: "disc" filled, "dot" filled with an inner
    dot, "half" half filled, "ring" empty, "hatch" hatched, "cross" crossed out. ``meaning`` is
    the rule in a reader's words.
    """

    label: str
    colour: str
    dark: str
    mark: str
    meaning: str


@dataclass(frozen=True, slots=True)
class StanceStyle:
    """``verb``: heading of the reports; ``colour``/``dark``: sRGB hex on the light and dark page.

    ``assets/incident.css`` has the same colours as ``--s``.
    """

    verb: str
    colour: str
    dark: str


@dataclass(frozen=True, slots=True)
class FormStyle:
    """``label`` for the legend; ``drawn`` says what the reader sees; ``phrase`` follows a place."""

    label: str
    drawn: str
    phrase: str


STATUS_STYLES: Final[dict[Status, StatusStyle]] = {
    Status.CONFIRMED: StatusStyle(
        "Confirmed", "#117733", "#7be0a3", "disc",
        "a party or authority with direct knowledge confirms it, and nobody denies it",
    ),
    Status.CORROBORATED: StatusStyle(
        "Corroborated", "#4393c3", "#6aa8ff", "dot",
        "two or more independent origins report it",
    ),
    Status.SINGLE_SOURCE: StatusStyle(
        "Single source", "#8c8c8c", "#8c8c8c", "half",
        "all that is known comes from one origin",
    ),
    Status.CLAIMED_ONLY: StatusStyle(
        "Claimed only", "#c76a00", "#ffb454", "ring",
        "only the group that claims it, or its channel, says so",
    ),
    Status.CONTESTED: StatusStyle(
        "Contested", "#a0005a", "#ff77c8", "hatch",
        "some say it happened, others deny or doubt it",
    ),
    Status.DENIED: StatusStyle(
        "Denied", "#2b1a1a", "#ffffff", "cross",
        "only denials are known, or every assertion was withdrawn",
    ),
}  # fmt: skip

STANCE_STYLES: Final[dict[Stance, StanceStyle]] = {
    Stance.CLAIMS: StanceStyle("Claims it", "#b35806", "#fdae61"),
    Stance.CONFIRMS: StanceStyle("Confirms it", "#117733", "#5fd38d"),
    Stance.REPORTS: StanceStyle("Reports it", "#2b7bba", "#7cc4f5"),
    Stance.DOUBTS: StanceStyle("Doubts it", "#b5006e", "#ff77c8"),
    Stance.DENIES: StanceStyle("Denies it", "#6b1d1d", "#ff8a80"),
    Stance.WITHDRAWS: StanceStyle("Withdrew", "#6b6b6b", "#b4b4b4"),
}

FORM_STYLES: Final[dict[Form, FormStyle]] = {
    Form.POINT: FormStyle("Exact place", "a mark", "exact place"),
    Form.DISC: FormStyle("Within a radius", "a disc of the stated radius", "within a radius"),
    Form.DISTRICT: FormStyle("District only", "the district, hatched", "district known"),
    Form.GOVERNORATE: FormStyle(
        "Governorate only", "the governorate, hatched", "governorate known"
    ),
    Form.STRETCH: FormStyle("Along a road", "the stretch of road, glowing", "along the road"),
    Form.COUNTRY: FormStyle("Country only", "counted beside the map", "country known"),
    Form.UNPLACED: FormStyle("Not placed", "counted beside the map", "place not known"),
}

PRECISION_LABELS: Final[dict[int, str]] = {
    1: "named place",
    2: "within 25 km",
    3: "district",
    4: "governorate",
    5: "road or larger area",
    6: "country",
    7: "water or air",
    0: "not placed",
}
"""UCDP ``where_prec`` in words; 0 is the atlas's code for incidents without any place."""

CHOROPLETH_STEPS: Final = ("#fff3d6", "#fddc9b", "#f9b665", "#e7873c", "#c35a1c", "#8c3409")
"""Fill of the choropleth from low to high on the light base map (one hue, rising darkness)."""

CHOROPLETH_STEPS_DARK: Final = ("#2d2418", "#4d3517", "#744916", "#a06114", "#cf8120", "#f7ad52")
"""The same on the dark base map (rising lightness)."""
