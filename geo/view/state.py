"""The part of a link that is not a filter: where the map looks, what is drawn, which revision.

Each key has its encoder and its decoder side by side in ``CODECS``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from geo.model import Form, Status
from geo.store.snapshot import Vocabulary
from geo.view.filters import Filters
from geo.view.problem import Problem
from geo.view.reading import HYP, WITHOUT, Reading, problem_with

BASE_LAYERS: Final = ("governorates", "districts", "rivers", "roads", "towns")
HIDEABLE: Final = (*BASE_LAYERS, *(f"form:{f}" for f in Form), *(f"status:{s}" for s in Status))
"""What the legend can switch off: base layers, forms and statuses."""

SHADES: Final = ("", "governorate", "district")
METRICS: Final = ("count", "density")
BINS: Final = ("auto", "day", "week", "month", "quarter", "year")
STACKS: Final = ("status", "type", "governorate")
SORTS: Final = (
    *("date", "type", "place", "precision", "governorate", "status", "reports", "killed"),
    *("actors", "id"),
)
GROUP_SORTS: Final = ("name", "incidents", "reports", "claims", "spellings", "first", "last")
STEPS: Final = ("day", "week", "month", "quarter", "year")
SPEEDS: Final = (1, 2, 4, 8)
MAX_ZOOM: Final = 22
REACHES: Final = (1, 2, 5, 10)
STRETCHES: Final = (5, 10, 20, 50)
KNOWN: Final = (0, 2, 1)
CLAIMS: Final = ("said", "channels")
OUTLET_SORTS: Final = (
    *("outlet", "country", "type", "grade", "reports", "claims", "confirms", "reports_"),
    *("doubts", "denies", "own", "confirmed", "contested", "first", "last"),
)
"""Columns of the outlets' table; "reports" are all, "reports_" those of this stance."""
PARTS: Final = ("", "merges", "decided")
QUEUE_ORDERS: Final = ("unsure", "new")
MAX_KM: Final = 10_000.0
MAX_WAYS: Final = 4
BESIDE: Final = "beside"
ALL: Final = "all"
"""``beside=all`` says that the second reading leaves nothing out, as without the key."""

LISTED: Final = ("first", "second", "differ", *(f"{a} > {b}" for a in Status for b in Status))
"""Incidents of one reading only, those whose status differs, or of one status in each reading."""


@dataclass(frozen=True, slots=True)
class MapView:
    """Centre in degrees (EPSG:4326, 5 decimals) and Web Mercator zoom (2 decimals)."""

    lat: float
    lon: float
    zoom: float

    def __post_init__(self) -> None:
        if not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):
            raise ValueError("the centre is latitude -90 to 90, longitude -180 to 180")
        if not 0 <= self.zoom <= MAX_ZOOM:
            raise ValueError(f"the zoom is between 0 and {MAX_ZOOM}")
        for name, digits in (("lat", 5), ("lon", 5), ("zoom", 2)):
            # adding 0.0 turns -0.0 into 0.0
            object.__setattr__(self, name, round(getattr(self, name), digits) + 0.0)


@dataclass(frozen=True, slots=True)
class ViewState:
    """How the selection is looked at. ``ViewState()`` is the plain first view.

    Attributes
    ----------
    map : centre and zoom, ``None`` for the whole country.
    hidden : entries of ``HIDEABLE`` that are switched off, sorted.
    shade, metric : choropleth unit ("" for none), count or density (per 1,000 km²).
    stack, bin : series and bins of the timeline.
    sort, descending : order of the table.
    incident : id of the chosen incident.
    revision : ``None`` for live data, a number in a frozen link.
    tiles : whether online map tiles are wanted.
    window : closed range of days of the playback, within the date filter.
    step, speed : what the playback moves by, and how many steps a second.
    road : label of the named route on the routes page; else ``orig`` and ``dest`` are the names
        of the ends, and ``alt`` says which of the ways between them is looked at.
    reach, seg : how far beside the road counts (km), and the length of its stretches (km).
    known : what counts on the road: 0 all, 2 or 1 only what has at most that ``where_prec``.
    km : closed range of kilometres that is looked at.
    group : name of the group that is looked at; "" for all of them.
    group_sort, group_descending : order of the list of groups.
    claims : what counts as claimed on the sources page: responsibility "said", or also what the
        claimant's "channels" assert.
    about : the outlet, or origin of reports, that is looked at on the sources page.
    outlet_sort, outlet_down : order of the table of outlets.
    find : words that its rows must hold.
    without, hyp : how the data are read, see ``geo.view.reading.Reading``.
    beside : sources left out of the second reading, which is compared with that of ``without``.
    listed : which incidents of the comparison are listed, see ``geo.view.compare``.
    part : of the review page: "" the queue, "merges" what is proposed, "decided" what was decided.
    draft : number of the draft that is looked at.
    queue : which drafts are looked at, see ``geo.view.queue``; "" for all that wait.
    queue_order : the least sure first or the newest.

    Raises
    ------
    ValueError
        A value is not among those allowed; the message names them.
    """

    map: MapView | None = None
    hidden: tuple[str, ...] = ()
    shade: str = ""
    metric: str = "count"
    stack: str = "status"
    bin: str = "auto"
    sort: str = "date"
    descending: bool = True
    incident: str | None = None
    revision: int | None = None
    tiles: bool = False
    window: tuple[date, date] | None = field(default=None)
    step: str = "month"
    speed: int = 2
    road: str = ""
    orig: str = ""
    dest: str = ""
    alt: int = 0
    reach: int = 5
    seg: int = 20
    known: int = 0
    km: tuple[float, float] | None = None
    group: str = ""
    group_sort: str = "incidents"
    group_descending: bool = True
    claims: str = "said"
    about: str = ""
    outlet_sort: str = "reports"
    outlet_down: bool = True
    find: str = ""
    without: tuple[str, ...] = ()
    hyp: str = ""
    beside: tuple[str, ...] = ()
    listed: str = ""
    part: str = ""
    draft: int | None = None
    queue: str = ""
    queue_order: str = "unsure"

    def __post_init__(self) -> None:
        for value in self.hidden:
            _one_of(value, HIDEABLE)
        object.__setattr__(self, "hidden", tuple(sorted(set(self.hidden))))
        _one_of(self.shade, SHADES)
        _one_of(self.metric, METRICS)
        _one_of(self.stack, STACKS)
        _one_of(self.bin, BINS)
        _one_of(self.sort, SORTS)
        _one_of(self.group_sort, GROUP_SORTS)
        _one_of(self.step, STEPS)
        _one_of(self.speed, SPEEDS)
        _one_of(self.alt, tuple(range(MAX_WAYS)))
        _one_of(self.reach, REACHES)
        _one_of(self.seg, STRETCHES)
        _one_of(self.known, KNOWN)
        _one_of(self.claims, CLAIMS)
        _one_of(self.outlet_sort, OUTLET_SORTS)
        _one_of(self.part, PARTS)
        _one_of(self.queue_order, QUEUE_ORDERS)
        if self.km is not None:
            low, high = (round(value, 1) + 0.0 for value in self.km)
            if not 0 <= low <= high <= MAX_KM:
                raise ValueError("the kilometres are a range from 0 up")
            object.__setattr__(self, "km", (low, high))
        object.__setattr__(self, "without", self.reading.without)
        object.__setattr__(self, "beside", self.other_reading.without)
        if self.listed and self.listed not in LISTED:
            raise ValueError(
                "not 'first', 'second', 'differ' or two statuses such as 'contested > denied'"
            )
        if self.incident == "":
            raise ValueError("the id is empty")
        if self.revision is not None and self.revision < 0:
            raise ValueError("a revision is a number from 0")
        if self.window is not None and self.window[1] < self.window[0]:
            raise ValueError("the window ends before it starts")

    @property
    def reading(self) -> Reading:
        """How the data are read."""
        return Reading(self.without, self.hyp)

    @property
    def other_reading(self) -> Reading:
        """What the reading is compared with."""
        return Reading(self.beside, self.hyp)

    def to_query(self) -> list[tuple[str, str]]:
        """Pairs for a link, in a stable order; what is as in ``ViewState()`` is left out."""
        plain = ViewState()
        pairs: list[tuple[str, str]] = []
        for key, codec in CODECS.items():
            values = tuple(getattr(self, name) for name in codec.fields)
            if values != tuple(getattr(plain, name) for name in codec.fields):
                pairs += [(key, text) for text in codec.encode(*values)]
        return pairs

    @classmethod
    def from_query(
        cls, pairs: Iterable[tuple[str, str]], vocab: Vocabulary | None = None
    ) -> tuple[ViewState, list[Problem]]:
        """Read its own keys of a link; others are passed over in silence. Never raises.

        What cannot be used is named and left out.

        Parameters
        ----------
        vocab : when given, sources that it does not know are problems as well.
        """
        problems: list[Problem] = []
        state, seen = cls(), set[str]()
        for key, value in pairs:
            codec = CODECS.get(key)
            if codec is None:
                continue
            if key in seen and key not in _LISTS:
                problems.append(Problem(key, value, "given more than once"))
                continue
            try:
                changes = dict(zip(codec.fields, codec.decode(value), strict=True))
                if key in _LISTS:
                    name = codec.fields[0]
                    changes[name] = (*getattr(state, name), *changes[name])
                made = replace(state, **changes)
                if key in (WITHOUT, BESIDE) and changes[codec.fields[0]]:
                    _known(value, vocab)
                state = made
                seen.add(key)
            except ValueError as fault:
                problems.append(Problem(key, value, codec.hint or str(fault)))
        return state, problems


class _Codec(NamedTuple):
    """``encode`` gives the texts of a key; ``decode`` the fields' values, or ``ValueError``."""

    fields: tuple[str, ...]
    encode: Callable[..., list[str]]
    decode: Callable[[str], tuple[Any, ...]]
    hint: str = ""


def _plain(name: str) -> _Codec:
    return _Codec((name,), lambda value: [str(value)], lambda text: (text,))


def _whole(text: str) -> int:
    """A number written with digits only (``int`` itself takes "1_0", " 1" and "١")."""
    if not (text.isascii() and text.isdigit()):
        raise ValueError("not a whole number")
    return int(text)


def _map_view(text: str) -> tuple[MapView]:
    lat, lon, zoom = (float(part) for part in text.split(","))
    if not all(map(math.isfinite, (lat, lon, zoom))):
        raise ValueError("not a number")
    return (MapView(lat, lon, zoom),)


def _window(text: str) -> tuple[tuple[date, date]]:
    start, end = (date.fromisoformat(part) for part in text.split(".."))
    return ((start, end),)


def _km(text: str) -> tuple[tuple[float, float]]:
    low, high = (float(part) for part in text.split("-"))
    if not (math.isfinite(low) and math.isfinite(high)):
        raise ValueError("not a number")
    return ((low, high),)


def _number(name: str) -> _Codec:
    return _Codec((name,), lambda n: [str(n)], lambda text: (_whole(text),))


def _order(name: str, descending: str) -> _Codec:
    """A column, with a minus before it for the falling order."""
    return _Codec(
        (name, descending),
        lambda column, falls: [("-" if falls else "") + column],
        lambda text: (text.removeprefix("-"), text.startswith("-")),
    )


def _tiles(text: str) -> tuple[bool]:
    _one_of(text, ("0", "1"))
    return (text == "1",)


CODECS: Final[dict[str, _Codec]] = {
    "map": _Codec(
        ("map",),
        lambda view: [f"{view.lat:.5f},{view.lon:.5f},{view.zoom:g}"],
        _map_view,
        "not latitude,longitude,zoom such as 31.98,44.93,8 (degrees; zoom 0 to 22)",
    ),
    "hide": _Codec(("hidden",), lambda hidden: list(hidden), lambda text: ((text,),)),
    "shade": _plain("shade"),
    "metric": _plain("metric"),
    "stack": _plain("stack"),
    "bin": _plain("bin"),
    "sort": _order("sort", "descending"),
    "id": _plain("incident"),
    "rev": _Codec(("revision",), lambda n: [str(n)], lambda text: (_whole(text),)),
    "tiles": _Codec(("tiles",), lambda on: ["1" if on else "0"], _tiles),
    "window": _Codec(
        ("window",),
        lambda w: [f"{w[0].isoformat()}..{w[1].isoformat()}"],
        _window,
        "not two dates in order such as 2020-06-01..2020-06-30",
    ),
    "step": _plain("step"),
    "speed": _Codec(("speed",), lambda n: [str(n)], lambda text: (_whole(text),)),
    "road": _plain("road"),
    "orig": _plain("orig"),
    "dest": _plain("dest"),
    "alt": _number("alt"),
    "reach": _number("reach"),
    "seg": _number("seg"),
    "known": _number("known"),
    "km": _Codec(
        ("km",), lambda km: [f"{km[0]:g}-{km[1]:g}"], _km, "not kilometres in order such as 120-180"
    ),
    "group": _plain("group"),
    "gsort": _order("group_sort", "group_descending"),
    "claims": _plain("claims"),
    "about": _plain("about"),
    "osort": _order("outlet_sort", "outlet_down"),
    "find": _plain("find"),
    WITHOUT: _Codec(("without",), list, lambda text: ((text,),)),
    HYP: _plain("hyp"),
    BESIDE: _Codec(("beside",), list, lambda text: (() if text == ALL else (text,),)),
    "list": _plain("listed"),
    "part": _plain("part"),
    "draft": _number("draft"),
    "queue": _plain("queue"),
    "qsort": _plain("queue_order"),
}
"""Key in a link -> the fields it carries, encoder and decoder."""

STATE_KEYS: Final = tuple(CODECS)
_LISTS: Final = ("hide", WITHOUT, BESIDE)
"""Keys that may be given several times."""


def read_link(
    pairs: Iterable[tuple[str, str]], vocab: Vocabulary | None = None
) -> tuple[Filters, ViewState, list[Problem]]:
    """Filters and state of a whole link, with everything in it that had to be ignored."""
    pairs = list(pairs)
    filters, problems = Filters.from_query(pairs, vocab, also=STATE_KEYS)
    state, more = ViewState.from_query(pairs, vocab)
    return filters, state, problems + more


def link_query(filters: Filters, state: ViewState) -> str:
    """The query string of a link, percent-encoded, without the "?"."""
    return urlencode([*filters.to_query(), *state.to_query()])


def _known(entry: str, vocab: Vocabulary | None) -> None:
    reason = problem_with(entry, vocab)
    if reason:
        raise ValueError(reason)


def _one_of(value: object, allowed: tuple[object, ...]) -> None:
    if value not in allowed:
        raise ValueError(f"not one of {', '.join(str(a) or 'nothing' for a in allowed)}")
