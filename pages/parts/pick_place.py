"""Where a report says it was: as its words are read, another reading, or a point on the map.

A point is one field, "31.9922, 44.9256": a click on the map writes it, and so can a keyboard.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

from geo.errors import CorrectionError
from geo.model import Candidate, Location, ReportRow, Stance
from geo.places.coordinates import around_iraq, written_coordinate
from geo.places.corrections import RADIUS_M, Corrected, Reach, reach_of
from geo.places.picked import picked_as, picked_at
from geo.places.place import place_reports
from geo.places.stretches import ROUTE
from geo.view.agreement import place_words
from pages.parts import data, link
from pages.parts.correcting import candidate_label, readings
from pages.parts.placed_map import draw as draw_map
from pages.parts.placed_map import fit
from pages.parts.wording import plain

_WORDS: Final = "words"
_HELD: Final = "held"
_CLICK: Final = "click"
_ASKED: Final = "Click where it was"


@dataclass(frozen=True, slots=True)
class Words:
    """The source's own words for the place."""

    place: str
    town: str = ""
    road: str = ""

    @property
    def any(self) -> bool:
        """Whether it has any."""
        return bool(self.place or self.town or self.road)


def given(key: str, words: Words, row: ReportRow | None) -> Location | None:
    """The place as it was picked; ``None``: the words decide.

    Raises
    ------
    CorrectionError
        Nothing was picked yet, or it is far from Iraq; fit to be shown.
    """
    choice = _choice(key, row)
    if choice == _HELD and row is not None:
        return row.given
    if choice == _CLICK:
        point = _point(key)
        if point is None:
            text = _written(key)
            raise CorrectionError(
                f"“{text}” is no coordinate in or near Iraq"
                if text
                else "click on the map where it was, or write the coordinate"
            )
        name = str(st.session_state.get(f"{key}_place_name") or "").strip()
        reach = _held_reach(key, choice, Reach.KM_5)
        return picked_at(*point, reach, data.geocoder().boundaries, name or words.place or None)
    if choice == _WORDS:
        return None
    found = _candidates(words).get(choice)
    if found is None:
        raise CorrectionError("the words have changed since; say again which place is meant")
    reach = _held_reach(key, choice, reach_of(found.kind))
    return picked_as(found, data.geocoder(), reach)


def draw(key: str, words: Words, row: ReportRow | None, near: Location | None = None) -> None:
    """What the words are read as, the ways to say otherwise, and the map.

    ``near``: where a reader looks for a point first, when the words do not say.
    """
    with st.spinner("Looking for the place"):  # the first time in a process it takes seconds
        candidates = _candidates(words)
        options = _options(words, row, candidates)
    if _choice(key, row) not in options:
        st.session_state[_where(key)] = next(iter(options))
    st.session_state.setdefault(_where(key), _choice(key, row))
    chosen = st.radio(
        "The place is", list(options), format_func=options.__getitem__, key=_where(key),
        persist_state="session",
    )  # fmt: skip
    if chosen == _CLICK:
        _fields(key)
    elif chosen in candidates and candidates[chosen].kind != ROUTE:
        _reach(key, chosen, reach_of(candidates[chosen].kind))
    if chosen == _CLICK or words.any or (row is not None and row.given is not None):
        _map(key, words, row, candidates, near)


def _options(
    words: Words, row: ReportRow | None, candidates: dict[str, Candidate]
) -> dict[str, str]:
    """The choices, as their labels say them in Markdown."""
    options = {}
    if row is not None and row.given is not None:
        options[_HELD] = plain(f"As it is given: {_said(row.given)}")
    options[_WORDS] = (
        plain(f"As the words are read: {_said(located(words))}") if words.any else "Not stated"
    )
    options |= {name: candidate_label(at, one) for at, (name, one) in enumerate(candidates.items())}
    return options | {_CLICK: "Where I click on the map"}


def _choice(key: str, row: ReportRow | None) -> str:
    held = _HELD if row is not None and row.given is not None else _WORDS
    return str(st.session_state.get(_where(key)) or held)


def _fields(key: str) -> None:
    """The point, how exactly it is meant, and its name."""
    first, second, third = st.columns([5, 4, 4], gap="small")
    with first:
        st.text_input(
            "Latitude, longitude (or MGRS)", key=_point_key(key), max_chars=100,
            placeholder="31.9922, 44.9256", persist_state="session",
        )  # fmt: skip
    with second:
        _reach(key, _CLICK, Reach.KM_5)
    with third:
        st.text_input(
            "Name of the place, if it has one", key=f"{key}_place_name", max_chars=200,
            persist_state="session",
        )  # fmt: skip


def _reach(key: str, choice: str, default: Reach) -> None:
    options = [str(reach) for reach in Reach]
    st.selectbox(
        "How exactly", options, index=options.index(default), key=_reach_key(key, choice),
        format_func=lambda reach: Reach(reach).words, persist_state="session",
    )  # fmt: skip


def _map(
    key: str, words: Words, row: ReportRow | None, candidates: dict[str, Candidate],
    near: Location | None,
) -> None:  # fmt: skip
    """The map; a click becomes the point while one is asked for."""
    choice = _choice(key, row)
    picking = choice == _CLICK
    try:
        place = given(key, words, row)
    except CorrectionError:
        place = None
    read = located(words) if words.any else None
    if place is None and not picking:
        place = read
    point = _point(key) if picking else None
    reach = _held_reach(key, choice, Reach.KM_5)
    shown = [place] if place is not None else []
    click = draw_map(
        link.held()[0],
        shown,
        None if picking else place,
        [] if picking else readings(list(candidates.values())),
        (*point, RADIUS_M.get(reach)) if point else None,
        picking=_ASKED if picking else "",
        token=f"{key}:{words}:{'' if picking else choice}",
        around=[one for one in (read, near) if one is not None and fit([one])][:1],
    )
    if click is not None and picking:
        st.session_state[_clicked(key)] = f"{click.lat:.5f}, {click.lon:.5f}"
        st.rerun()


def take_click(key: str) -> None:
    """Write a click of the run before into the field of the point, before that one is drawn."""
    clicked = st.session_state.pop(_clicked(key), None)
    if clicked is not None:
        st.session_state[_point_key(key)] = clicked


def located(words: Words) -> Location:
    """Where a report with these words is placed, as reports of files are."""
    revision = data.newest_revision()
    locator = Corrected(data.geocoder(), data.corrections(revision))
    row = ReportRow(
        "-", "-", "-", "-", Stance.REPORTS, place_text=words.place or None,
        town_or_base=words.town or None, route_text=words.road or None,
    )  # fmt: skip
    return place_reports([row], locator)[0]


def _candidates(words: Words) -> dict[str, Candidate]:
    """Other readings of the words, by names that stay theirs when the words change."""
    if not words.any:
        return {}
    found = located(words).candidates
    return {reading_key(one): one for one in found}


def reading_key(one: Candidate) -> str:
    """The name of another reading among the choices, whatever its position."""
    return f"{one.name}|{one.kind}|{one.lat:.4f}|{one.lon:.4f}"


def _said(place: Location) -> str:
    name, exactly = place_words(place)
    return f"{name} ({exactly})" if exactly else name


def _point(key: str) -> tuple[float, float] | None:
    found = written_coordinate(_written(key))
    return found[:2] if found is not None and around_iraq(*found[:2]) else None


def _written(key: str) -> str:
    return str(st.session_state.get(_point_key(key)) or "").strip()


def _held_reach(key: str, choice: str, default: Reach) -> Reach:
    return Reach(st.session_state.get(_reach_key(key, choice)) or default)


def _where(key: str) -> str:
    return f"{key}_where"


def _point_key(key: str) -> str:
    return f"{key}_point"


def _clicked(key: str) -> str:
    return f"{key}_clicked"


def _reach_key(key: str, choice: str) -> str:
    return f"{key}_reach_{choice}"
