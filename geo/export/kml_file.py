"""KML of a view for Google Earth: coloured by status, a pin only at an exact place.

Discs, districts and governorates are polygons, stretches lines. What a source wrote is escaped
twice where Google Earth takes it for HTML (the balloon), so that it stays text; the balloons have
a fixed template and run nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from html import escape
from typing import Any, Final

from geo.export.about import About
from geo.export.csv_file import CHUNK, COLUMNS, flat
from geo.export.plain_text import xml_escaped
from geo.export.records import Record
from geo.export.shapes import NOWHERE
from geo.model import Form
from geo.view.palette import FORM_STYLES, STATUS_STYLES

_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>\n'
)
_TAIL: Final = "</Document></kml>\n"
_IN_BALLOON: Final = ("date", "place", "governorate", "event_type", "target", "actors")


def kml_bytes(about: About, features: Iterable[tuple[str, Record]]) -> Iterator[bytes]:
    """The file in pieces.

    Parameters
    ----------
    features : geometry as GeoJSON text, and record, of each incident.
    """
    piece = [_HEAD, *_document(about)]
    size = 0
    for geometry, record in features:
        placemark = _placemark(geometry, record)
        piece.append(placemark)
        size += len(placemark)
        if size > CHUNK:
            yield "".join(piece).encode()
            piece, size = [], 0
    yield "".join([*piece, _TAIL]).encode()


def _document(about: About) -> Iterator[str]:
    yield f"<name>{xml_escaped(about.title)}</name>\n"
    lines = [
        about.view,
        f"Revision {about.revision} of {about.created}",
        f"Frozen link: {about.link}",
        about.note,
        *(f"Source: {line}" for line in about.sources),
    ]
    body = "".join(f"<p>{escape(line)}</p>" for line in lines)
    yield f"<description>{xml_escaped(body)}</description>\n"
    for status, style in STATUS_STYLES.items():
        key = _style_id(status)
        yield (
            f'<Style id="{key}"><IconStyle><color>{_abgr(style.colour)}</color><scale>0.8</scale>'
            f"</IconStyle><LabelStyle><scale>0</scale></LabelStyle>"
            f"<LineStyle><color>{_abgr(style.colour, 'd0')}</color><width>2</width></LineStyle>"
            f"<PolyStyle><color>{_abgr(style.colour, '18')}</color></PolyStyle>{_BALLOON}</Style>\n"
            f'<Style id="{key}-area">'
            f"<LineStyle><color>{_abgr(style.colour, '90')}</color><width>1</width></LineStyle>"
            f"<PolyStyle><fill>0</fill></PolyStyle>{_BALLOON}</Style>\n"
            f'<Style id="{key}-stretch">'
            f"<LineStyle><color>{_abgr(style.colour, 'c0')}</color><width>5</width></LineStyle>"
            f"{_BALLOON}</Style>\n"
        )


_BALLOON: Final = "<BalloonStyle><text>$[description]</text></BalloonStyle>"


def _style_id(status: str) -> str:
    return str(status).replace(" ", "-")


def _abgr(colour: str, alpha: str = "ff") -> str:
    """An sRGB hex colour as KML writes it.

    >>> _abgr("#117733")
    'ff337711'
    """
    return f"{alpha}{colour[5:7]}{colour[3:5]}{colour[1:3]}".lower()


def _placemark(geometry: str, record: Record) -> str:
    form = Form(record["form"])
    suffix = {Form.POINT: "", Form.DISC: "", Form.STRETCH: "-stretch"}.get(form, "-area")
    name = ", ".join(filter(None, (record["event_type"], record["place"], record["date"])))
    data = "".join(
        f'<Data name="{name}"><value>{xml_escaped(str(value))}</value></Data>'
        for name, value in zip(COLUMNS, flat(record), strict=True)
        if value is not None and value != ""
    )
    return (
        f"<Placemark><name>{xml_escaped(name)}</name><visibility>1</visibility>{_span(record)}"
        f"<styleUrl>#{_style_id(record['status'])}{suffix}</styleUrl>"
        f'<Snippet maxLines="1">{xml_escaped(_precision(record))}</Snippet>'
        f"<description>{xml_escaped(_balloon(record))}</description>"
        f"<ExtendedData>{data}</ExtendedData>{_kml(geometry)}</Placemark>\n"
    )


def _span(record: Record) -> str:
    """The days for the time slider; of one without a date, none: it is always shown."""
    if record["date_start"] is None or record["date_end"] is None:
        return ""
    return (
        f"<TimeSpan><begin>{record['date_start']}</begin><end>{record['date_end']}</end></TimeSpan>"
    )


def _precision(record: Record) -> str:
    """Status, and how exactly the place is known."""
    known = FORM_STYLES[Form(record["form"])].phrase
    if record["form"] == Form.DISC and record["uncertainty_m"] is not None:
        known = f"within {record['uncertainty_m'] / 1000:g} km"
    return f"{record['status']}; {known}"


def _balloon(record: Record) -> str:
    """HTML of the balloon; every text of a source is escaped."""
    lines = [f"<b>{escape(_precision(record))}</b>"]
    for name in _IN_BALLOON:
        value = record[name]
        text = "; ".join(value) if isinstance(value, list) else value
        if text:
            lines.append(f"{name.replace('_', ' ').capitalize()}: {escape(text)}")
    told = "".join(
        f"<li>{escape(report['outlet'])} {escape(report['stance'])}"
        + (f", {report['published']}" if report["published"] else "")
        + "</li>"
        for report in record["reports"]
    )
    return f"<p>{'<br>'.join(lines)}</p><ul>{told}</ul>"


@lru_cache(maxsize=1024)
def _kml(geometry: str) -> str:
    """GeoJSON text of a footprint as KML; "" for what has no shape."""
    if geometry == NOWHERE:
        return ""
    shape: dict[str, Any] = json.loads(geometry)
    kind, places = shape["type"], shape["coordinates"]
    match kind:
        case "Point":
            return f"<Point>{_coordinates([places])}</Point>"
        case "LineString":
            return _line(places)
        case "Polygon":
            return _polygon(places)
        case "MultiLineString":
            return f"<MultiGeometry>{''.join(map(_line, places))}</MultiGeometry>"
        case _:
            return f"<MultiGeometry>{''.join(map(_polygon, places))}</MultiGeometry>"


def _line(places: Sequence[Sequence[float]]) -> str:
    return f"<LineString><tessellate>1</tessellate>{_coordinates(places)}</LineString>"


def _polygon(rings: Sequence[Sequence[Sequence[float]]]) -> str:
    outer, *holes = (f"<LinearRing>{_coordinates(ring)}</LinearRing>" for ring in rings)
    inner = "".join(f"<innerBoundaryIs>{hole}</innerBoundaryIs>" for hole in holes)
    return f"<Polygon><outerBoundaryIs>{outer}</outerBoundaryIs>{inner}</Polygon>"


def _coordinates(places: Sequence[Sequence[float]]) -> str:
    return f"<coordinates>{' '.join(f'{lon},{lat}' for lon, lat in places)}</coordinates>"
