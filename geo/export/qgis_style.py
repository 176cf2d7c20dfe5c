"""How QGIS draws the layers of a GeoPackage: the colours, marks and forms of the map page.

A style is a QML document, which QGIS takes from the table ``layer_styles`` when it opens a layer.
Areas are never filled: districts and governorates are hatched, discs have a dashed edge, so that
none looks more exact than it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from geo.export.plain_text import xml_escaped
from geo.view.palette import STATUS_STYLES, StatusStyle

_MARKS: Final[dict[str, list[tuple[str, bool | None, float]]]] = {
    "disc": [("circle", True, 3.2)],
    "dot": [("circle", True, 3.2), ("circle", None, 1.2)],
    "half": [("circle", False, 3.2), ("semi_circle", True, 3.2)],
    "ring": [("circle", False, 3.2)],
    "hatch": [("circle", False, 3.2), ("line", False, 3.0)],
    "cross": [("circle", False, 3.2), ("cross2", False, 2.2)],
}
"""Mark of the palette -> QGIS's shapes (name; filled, empty, or ``None``: white; millimetres)."""

_HATCH_ANGLE: Final = {"district": 135, "governorate": 45, "country": 90}
_DESCRIPTION: Final = "Status by colour and mark, precision by form, as on the map of the atlas"


def style_rows() -> Iterator[tuple[str, str, str, str]]:
    """Layer, name of the style, QML and description."""
    for layer, qml in (("points", _points()), ("areas", _areas()), ("stretches", _stretches())):
        yield layer, "Status and precision", qml, _DESCRIPTION


def _points() -> str:
    symbols = [
        _symbol(at, "marker", [_mark(*part, style=style) for part in _MARKS[style.mark]])
        for at, style in enumerate(STATUS_STYLES.values())
    ]
    return _by_status("0", symbols)


def _stretches() -> str:
    symbols = [
        _symbol(at, "line", [_line(style, 3.6, 40), _line(style, 2.0, 70), _line(style, 0.8, 242)])
        for at, style in enumerate(STATUS_STYLES.values())
    ]
    return _by_status("1", symbols)


def _areas() -> str:
    """Rules by form and status, for a form has a drawing of its own."""
    rules: list[str] = []
    symbols: list[str] = []
    for form in ("country", "governorate", "district", "disc"):
        for status, style in STATUS_STYLES.items():
            at = len(symbols)
            where = xml_escaped(f"\"form\" = '{form}' AND \"status\" = '{status}'")
            label = xml_escaped(f"{style.label}, {form}")
            rules.append(f'<rule filter="{where}" symbol="{at}" label="{label}" key="{at}"/>')
            layers = [_edge(style, form == "disc")]
            if form in _HATCH_ANGLE:
                layers.insert(0, _hatching(style, _HATCH_ANGLE[form]))
            symbols.append(_symbol(at, "fill", layers))
    body = f'<rules key="all">{"".join(rules)}</rules><symbols>{"".join(symbols)}</symbols>'
    return _qml("2", f'<renderer-v2 type="RuleRenderer" symbollevels="0">{body}</renderer-v2>')


def _by_status(geometry: str, symbols: list[str]) -> str:
    categories = "".join(
        f'<category value="{status}" symbol="{at}" label="{xml_escaped(style.label)}" '
        'render="true" type="string"/>'
        for at, (status, style) in enumerate(STATUS_STYLES.items())
    )
    return _qml(
        geometry,
        '<renderer-v2 type="categorizedSymbol" attr="status" symbollevels="0">'
        f"<categories>{categories}</categories><symbols>{''.join(symbols)}</symbols>"
        "</renderer-v2>",
    )


def _qml(geometry: str, renderer: str) -> str:
    tip = xml_escaped(
        '<b>[% "date" %]</b> [% "event_type" %]<br>[% "place" %]<br>[% "status" %], '
        '[% "n_reports" %] report(s)'
    )
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
        '<qgis version="3.28" styleCategories="Symbology|MapTips">'
        f'{renderer}<mapTip enabled="1">{tip}</mapTip>'
        f"<layerGeometryType>{geometry}</layerGeometryType></qgis>"
    )


def _symbol(name: int, kind: str, layers: list[str]) -> str:
    return (
        f'<symbol name="{name}" type="{kind}" alpha="1" clip_to_extent="1">'
        f"{''.join(layers)}</symbol>"
    )


def _layer(kind: str, inner: str = "", **options: str) -> str:
    values = "".join(
        f'<Option type="QString" name="{name}" value="{value}"/>' for name, value in options.items()
    )
    return (
        f'<layer class="{kind}" enabled="1" locked="0" pass="0">'
        f'<Option type="Map">{values}</Option>{inner}</layer>'
    )


def _rgba(colour: str, alpha: int = 255) -> str:
    """An sRGB hex colour as QGIS writes it.

    >>> _rgba("#117733", 10)
    '17,119,51,10'
    """
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"{red},{green},{blue},{alpha}"


def _mark(name: str, filled: bool | None, size: float, *, style: StatusStyle) -> str:
    colour = _rgba(style.colour)
    fill = "255,255,255,255" if filled is None else colour if filled else "255,255,255,0"
    return _layer(
        "SimpleMarker",
        name=name,
        color=fill,
        outline_color="255,255,255,0" if filled is None else colour,
        outline_width="0.5",
        size=str(size),
        angle="45" if name == "line" else "-90" if name == "semi_circle" else "0",
    )


def _line(style: StatusStyle, width: float, alpha: int) -> str:
    return _layer(
        "SimpleLine",
        line_color=_rgba(style.colour, alpha),
        line_width=str(width),
        capstyle="round",
        joinstyle="round",
    )


def _edge(style: StatusStyle, dashed: bool) -> str:
    return _layer(
        "SimpleFill",
        color=_rgba(style.colour, 20 if dashed else 0),
        style="solid" if dashed else "no",
        outline_color=_rgba(style.colour, 180 if dashed else 90),
        outline_style="dash" if dashed else "solid",
        outline_width="0.35" if dashed else "0.2",
    )


def _hatching(style: StatusStyle, angle: int) -> str:
    line = _layer("SimpleLine", line_color=_rgba(style.colour, 90), line_width="0.25")
    return _layer(
        "LinePatternFill",
        f'<symbol name="@0@0" type="line" alpha="1" clip_to_extent="1">{line}</symbol>',
        angle=str(angle),
        distance="2.2" if angle == 135 else "3.2",
        distance_unit="MM",
    )
