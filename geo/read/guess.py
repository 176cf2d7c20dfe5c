"""Guess what the columns of a table are, from their names and from what stands in them.

A name proposes, the cells decide: a column called "date" without dates is none. What no name tells
the cells may: coordinates of Iraq, web addresses, dates. Pure: the same rows, the same guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from geo.model import Stance
from geo.read.dates import is_date
from geo.read.mapping import FIELDS, ColumnMapping
from geo.validate import MISSING

_MOST: Final = 0.8
"""Share of the cells that must look like what the field holds."""
_LEAST_OF_A_WORD: Final = 4
_IDENTIFYING: Final = frozenset({"report_id"})
_WHOLE_NAME: Final = frozenset(
    (
        *("report_id", "incident_key", "date_prec", "where_prec", "uncertainty_m"),
        *("country", "outlet_country", "latitude", "longitude"),
    )
)
"""Fields for which one word of a name is not enough: "geo_precision" is not in metres."""

_NAMES: Final = {
    "report_id": "report_id uuid key instanceid globalid event_id eventid incident_id record_id "
    "case_id case_no id ref reference objectid fid المعرف الرقم رقم",
    "incident_key": "incident_key incident incident_ref",
    "event_date": "event_date incident_date date_of_incident date_incident date_of_event "
    "event_start date_start start_date date day when datum begin timestamp occurred التاريخ تاريخ "
    "تاريخ_الحادث تاريخ_الحادثة today time datetime date_time",
    "end_date": "end_date date_end event_end",
    "date_prec": "date_prec date_precision",
    "published": "published date_published publication_date pub_date submission_time "
    "submissiondate report_date reported reported_on تاريخ_النشر",
    "country": "country country_name country_txt nation البلد الدولة",
    "place_text": "place_text place place_name location location_name locality village town city "
    "settlement site where site_name المكان الموقع مكان_الحادث القرية المدينة موقع",
    "town_or_base": "town_or_base base nearest_town near nearest_settlement",
    "route_text": "route_text route road highway street الطريق",
    "admin1": "admin1 adm1 adm_1 admin1_name adm1_name adm1_en governorate province provstate "
    "gov state muhafaza المحافظة محافظة",
    "admin2": "admin2 adm2 adm_2 admin2_name adm2_name adm2_en district qadha county القضاء قضاء",
    "latitude": "latitude lat y lat_dd y_coord point_y gps_lat خط_العرض",
    "longitude": "longitude lon long lng x long_dd lon_dd x_coord point_x gps_lon gps_long "
    "خط_الطول",
    "coordinates": "coordinates coords geometry wkt geom gps geopoint geom_wkt latlon lat_lon "
    "gps_coordinates الإحداثيات الاحداثيات",
    "where_prec": "where_prec",
    "uncertainty_m": "uncertainty_m coordinateuncertaintyinmeters accuracy radius_m gps_accuracy",
    "event_type": "what what_happened event_type incident_type type category event kind "
    "attack_type attacktype1_txt "
    "sub_event_type نوع_الحادث نوع_الحادثة النوع",
    "target": "target target_type target1 victim الهدف",
    "actor_text": "actor_text actor actor1 perpetrator group group_name armed_group side_a gname "
    "responsible الجهة_المنفذة المنفذ الجهة",
    "actor_role": "actor_role role",
    "actor2_text": "actor2_text actor2 side_b",
    "stance": "stance",
    "outlet": "outlet publisher publication media outlet_name الوسيلة",
    "outlet_country": "outlet_country",
    "asserted_by": "asserted_by source sources source_name submitted_by submittername reported_by "
    "informant enumerator المصدر مصدر",
    "killed": "killed fatalities deaths dead kia n_killed num_killed best nkill number_killed "
    "القتلى عدد_القتلى الشهداء",
    "wounded": "wounded injured injuries wia n_wounded nwound number_injured الجرحى عدد_الجرحى",
    "damage": "damage damages الأضرار الاضرار",
    "headline": "headline title name subject summary_title العنوان",
    "note": "note notes description desc summary remarks comment comments details narrative "
    "popupinfo الوصف ملاحظات تفاصيل",
    "url": "url link source_url sourceurl web_address href الرابط رابط",
    "archive_url": "archive_url archive archived",
}
"""Names of columns by field, the surest first."""

_NUMBER: Final = re.compile(r"[+-]?\d{1,9}(?:[.,]\d+)?", re.ASCII)
_COUNT: Final = re.compile(r"\d{1,7}(?:\.0)?(?:\s*(?:-|–|—|to)\s*\d{1,7}|\s*\+)?|unknown", re.I)
_PLACED: Final = re.compile(
    r"[+-]?\d{1,3}(?:\.\d+)?[\s,;]+[+-]?\d{1,3}(?:\.\d+)?(?:[\s,;].*)?"
    r"|(?:SRID=\d+;)?(?:MULTI)?(?:POINT|LINESTRING|POLYGON|GEOMETRYCOLLECTION)\b.*",
    re.I | re.S,
)
_PRECISE: Final = re.compile(r"\d+[.,]\d{2,}", re.ASCII)
_STANCES: Final = frozenset(Stance)
_PART: Final = re.compile(r"[/.:]")
_NO_WORD: Final = re.compile(r"[\W]+")
_GEOPOINT: Final = re.compile(r"(.*[_-])(latitude|longitude|accuracy|precision)", re.I)
_PART_OF_POINT: Final = {
    "latitude": "latitude", "longitude": "longitude",
    "accuracy": "uncertainty_m", "precision": "uncertainty_m",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Guess:
    """A proposed mapping; ``reasons``: field, and why its column was taken, in pairs."""

    mapping: ColumnMapping
    reasons: tuple[tuple[str, str], ...]

    @property
    def is_enough(self) -> bool:
        """Whether an incident's day and place are among what was found."""
        found = {field for field, _ in self.mapping.columns}
        places = {"latitude", "coordinates", "place_text", "admin1"}
        return "event_date" in found and bool(found & places)


def guess(names: Sequence[str], rows: Sequence[Sequence[str]], dataset: str = "") -> Guess:
    """What the columns are.

    Parameters
    ----------
    names : of the columns, as the file writes them.
    rows : some of the file's rows, each with one cell a name.
    dataset : name of the dataset, passed on into the mapping.
    """
    cells = {
        name: [text for row in rows if (text := row[at].strip()) not in MISSING]
        for at, name in enumerate(names)
        if name and names.index(name) == at
    }
    if rows:  # an empty column is none, and one that misses some rows identifies none
        cells = {name: texts for name, texts in cells.items() if texts}
    full = {name for name, texts in cells.items() if len(set(texts)) == len(rows)}
    folded: dict[str, list[str]] = {}
    for name in cells:
        for short in dict.fromkeys((_fold(name), _last(name))):
            folded.setdefault(short, []).append(name)
    taken: dict[str, str] = {}
    reasons: dict[str, str] = {}
    identifying = [n for w in _NAMES["report_id"].split() for n in folded.get(w, ()) if n in full]
    if identifying:
        taken["report_id"], reasons["report_id"] = identifying[0], "by its name, each once"
    _by_name(folded, cells, taken, reasons, leave=_IDENTIFYING)
    _by_geopoint(cells, taken, reasons)
    parts: dict[str, list[str]] = {}
    for name in cells:
        for word in _last(name).split("_"):
            if len(word) >= _LEAST_OF_A_WORD:
                parts.setdefault(word, []).append(name)
    _by_name(parts, cells, taken, reasons, "by a word of its name", _WHOLE_NAME)
    _by_content(cells, taken, reasons)
    if not {"latitude", "longitude"} <= set(taken):
        taken.pop("latitude", None)
        taken.pop("longitude", None)
    ordered = tuple((field, taken[field]) for field in FIELDS if field in taken)
    return Guess(
        ColumnMapping(dataset, ordered),
        tuple((field, reasons[field]) for field, _ in ordered),
    )


def _by_name(
    named: dict[str, list[str]],
    cells: dict[str, list[str]],
    taken: dict[str, str],
    reasons: dict[str, str],
    why: str = "by its name",
    leave: frozenset[str] = frozenset(),
) -> None:
    """Give each open field the first free column under one of its names that can hold it."""
    for field, words in _NAMES.items():
        if field in taken or field in leave:
            continue
        for word in words.split():
            fits = [
                name
                for name in named.get(word, ())
                if name not in taken.values() and _holds(field, cells[name])
            ]
            if fits:
                taken[field], reasons[field] = fits[0], why
                break


def _fold(name: str) -> str:
    return _NO_WORD.sub("_", name.strip().lower()).strip("_")


def _last(name: str) -> str:
    """The name behind the groups that KoBo and ODK write before it."""
    return _fold(_PART.split(name)[-1]) or _fold(name)


def _by_geopoint(
    cells: dict[str, list[str]], taken: dict[str, str], reasons: dict[str, str]
) -> None:
    """The columns that KoBo and ODK make of a geopoint: ``_gps_latitude``, ``gps-Accuracy`` ...

    All of one point: another question's precision says nothing of it.
    """
    points: dict[str, dict[str, str]] = {}
    for name in cells:
        if match := _GEOPOINT.fullmatch(name):
            points.setdefault(match[1], {})[_PART_OF_POINT[match[2].lower()]] = name
    for columns in points.values():
        if {"latitude", "longitude"} <= set(columns) and not {"latitude", "longitude"} & set(taken):
            for field, name in columns.items():
                if _holds(field, cells[name]):
                    taken[field], reasons[field] = name, "a part of a geopoint"


def _by_content(
    cells: dict[str, list[str]], taken: dict[str, str], reasons: dict[str, str]
) -> None:
    tests: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("latitude", lambda t: _precise_within(t, 28.5, 38)),
        ("longitude", lambda t: _precise_within(t, 38.5, 49)),
        ("url", _is_link),
        ("event_date", lambda t: len(t) >= 8 and is_date(t)),
    )
    for field, fits in tests:
        if field in taken or (field in ("latitude", "longitude") and "coordinates" in taken):
            continue
        for name, texts in cells.items():
            if name not in taken.values() and texts and all(map(fits, texts)):
                taken[field], reasons[field] = name, "by what stands in it"
                break


def _holds(field: str, texts: list[str]) -> bool:
    """Whether the cells of a column can be the field; an empty column can be any."""
    test = _TESTS.get(field)
    return test is None or sum(map(test, texts)) >= _MOST * len(texts)


def _within(text: str, low: float, high: float) -> bool:
    return bool(_NUMBER.fullmatch(text)) and low <= float(text.replace(",", ".")) <= high


def _precise_within(text: str, low: float, high: float) -> bool:
    return bool(_PRECISE.fullmatch(text)) and low <= float(text.replace(",", ".")) <= high


def _is_link(text: str) -> bool:
    return text.lower().startswith(("http://", "https://"))


_TESTS: Final[dict[str, Callable[[str], bool]]] = {
    "event_date": is_date,
    "end_date": is_date,
    "published": is_date,
    "date_prec": lambda text: _within(text, 1, 5),
    "where_prec": lambda text: _within(text, 1, 7),
    "latitude": lambda text: _within(text, -90, 90),
    "longitude": lambda text: _within(text, -180, 180),
    "uncertainty_m": lambda text: _within(text, 0, 2_000_000),
    "coordinates": lambda text: bool(_PLACED.fullmatch(text)),
    "killed": lambda text: bool(_COUNT.fullmatch(text)),
    "wounded": lambda text: bool(_COUNT.fullmatch(text)),
    "url": _is_link,
    "archive_url": _is_link,
    "stance": lambda text: text.lower() in _STANCES,
    "actor_role": lambda text: text.lower() in ("claimed", "attributed", "denied", "target"),
    **dict.fromkeys(
        ("place_text", "headline", "note", "event_type", "actor_text", "asserted_by"),
        lambda text: not _NUMBER.fullmatch(text) and not _is_link(text),
    ),
}


def is_survey(names: Sequence[str]) -> bool:
    """Whether the columns are those of a KoBo or ODK export."""
    shorts = {_last(name.replace("-", "/")) for name in names}
    wholes = {name.strip().lower() for name in names}
    kobo = "_submission_time" in wholes and bool({"_uuid", "_id", "meta/instanceid"} & wholes)
    return kobo or ("submissiondate" in shorts and bool({"key", "instanceid"} & shorts))
