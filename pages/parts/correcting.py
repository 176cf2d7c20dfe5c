"""The chosen line in full, and how a reader corrects it, and takes corrections back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import streamlit as st

from geo.errors import CorrectionError
from geo.model import UNPLACED, Candidate, Form, Location
from geo.places.coordinates import around_iraq, written_coordinate
from geo.places.corrections import (
    METHOD,
    NOT_PLACED,
    RADIUS_M,
    Correction,
    Reach,
    placed_as,
    placed_at,
    reach_of,
)
from geo.places.stretches import ROUTE
from geo.store.corrections import CorrectionEntry, correct, undo, where_words
from geo.store.entries import Kind, Outcome
from geo.store.records import location
from geo.view.words import LETTERS, counted, day_text
from pages.parts import data, deciding, sheet
from pages.parts.context import Context
from pages.parts.loaded import table
from pages.parts.wording import esc, plain, quoted
from pages.parts.words_job import Placed, precision

_CLICKED: Final = "geocode.clicked"
_CHOICE: Final = "geocode_choice"
_REACH: Final = "geocode_reach"
_CLICK: Final = "click"
_NONE: Final = "none"
_LISTED: Final = 50


def is_picking(line: int) -> bool:
    """Whether the reader is about to show on the map where a line lies."""
    return st.session_state.get(f"{_CHOICE}_{line}") == _CLICK


def radius_m(line: int) -> float | None:
    """Radius of the choice how exactly the place is known."""
    return RADIUS_M.get(st.session_state.get(f"{_REACH}_{line}_{_CLICK}", Reach.KM_5))


def readings(candidates: Sequence[Candidate]) -> list[Location]:
    """Where other readings of the words lie, in the form that their kind allows."""
    found = []
    for item in candidates:
        try:
            found.append(placed_as(item, data.geocoder()))
        except CorrectionError:
            found.append(UNPLACED)
    return found


def draw(ctx: Context, placed: Placed, line: int, point: tuple[float, float] | None) -> None:
    """What the line was placed as, and the ways to correct it."""
    words, place = placed.job.words[line], placed.locations[line]
    sheet.html(_told(words, place))
    held = placed.corrections.find(words)
    if deciding.barred(ctx, "to correct a place"):
        return
    if not words.strip():
        return
    with st.expander("Correct this place", expanded=True, icon=":material/edit:"):
        if held is not None:
            _held(held)
        _form(words, placed.job.found[line].candidates, line, point)


def _told(words: str, place: Location) -> str:
    """The line and its place as HTML."""
    unit = data.geocoder().boundaries.unit
    found = (unit(place.district_pcode or ""), unit(place.governorate_pcode or ""))
    where = ", ".join(
        f"{entry.name} {level}"
        for entry, level in zip(found, ("district", "governorate"), strict=True)
        if entry
    )
    route = ""
    if place.route:
        km = place.from_km is not None and place.to_km is not None
        route = f"<br>{quoted(place.route)}" + (
            f", km {place.from_km:,.0f} to {place.to_km:,.0f}" if km else ""
        )
    if place.form is Form.STRETCH and place.uncertainty_m:
        route += f"<br>Corridor: {place.uncertainty_m / 1000:,.1f} km to each side"
    score = "" if place.score is None else f", score {place.score:.2f}"
    flags = "".join(f"<li>{quoted(flag)}</li>" for flag in place.flags)
    unnamed = "No place" if place.form is Form.UNPLACED else "A place without a name"
    shown = words if len(words) <= 300 else words[:299] + "…"
    return (
        f'<div class="placed"><p class="quiet">{quoted(shown, "an empty line")}</p>'
        f"<p><b>{quoted(place.place, unnamed)}</b>, {esc(precision(place))}<br>"
        f"{esc(where) or '<span class=missing>in no known governorate</span>'}{route}<br>"
        f"<small>Found by: {esc(place.method or 'not placed')}{score}</small></p>"
        f"{f'<ul>{flags}</ul>' if flags else ''}</div>"
    )


def _held(held: Correction) -> None:
    sheet.html(
        f"<p>Decision {held.decision} of {quoted(held.author)} places these words. "
        "Another correction takes its place; under Corrections it can be taken back.</p>"
    )


def _form(
    words: str, candidates: tuple[Candidate, ...], line: int, point: tuple[float, float] | None
) -> None:
    labels = {str(at): candidate_label(at, item) for at, item in enumerate(candidates)}
    labels |= {_CLICK: "Where I click on the map", _NONE: "These words name no place"}
    key = f"{_CHOICE}_{line}"
    choice = st.radio(
        "The words mean", list(labels), format_func=labels.__getitem__, index=None, key=key
    )
    if choice is None:
        st.caption("Choose what the words mean; nothing changes before you press Correct.")
        return
    name = _point_fields(line, point) if choice == _CLICK else ""
    reach = None
    widths = [4, 5, 4] if _has_reach(choice, candidates) else [5, 4]
    *first, second, third = st.columns(widths, gap="small", vertical_alignment="bottom")
    for room in first:
        with room:
            reach = _reach(line, choice, candidates)
    with second:
        st.text_input("Why", key="geocode_reason", max_chars=500)
    with third:
        deciding.author("geocode_author")

    def act() -> Outcome:
        geocoder = data.geocoder()
        if choice == _NONE:
            place = NOT_PLACED
        elif choice == _CLICK and point is not None and reach is not None:
            place = placed_at(*point, reach, geocoder.boundaries, name or None)
        else:
            place = placed_as(candidates[int(choice)], geocoder, reach)
        by = deciding.act("geocode_author", "geocode_reason")
        url = data.settings().database_url
        return correct(url, words, place, by.author, by.reason, geocoder)

    st.button(
        "Correct",
        key="geocode_correct",
        type="primary",
        disabled=choice == _CLICK and point is None,
        on_click=deciding.make,
        args=(
            act,
            _said("Corrected"),
            {key: None, "geocode_reason": "", "geocode_name": "", _CLICKED: (None,)},
        ),
    )


def candidate_label(at: int, item: Candidate) -> str:
    """Another reading with its letter, as Markdown for a list of choices."""
    unit = data.geocoder().boundaries.unit(item.governorate_pcode or "")
    where = f", {unit.name}" if unit else ""
    letter = LETTERS[at] if at < len(LETTERS) else str(at + 1)
    km = "" if item.from_km is None else f", km {item.from_km:,.0f} to {item.to_km:,.0f}"
    return plain(f"{letter}: {item.name}, {item.kind}{km}{where} ({item.score:.2f})")


def _point_fields(line: int, point: tuple[float, float] | None) -> str:
    """The clicked point, or a written one; gives the name of the place."""
    if point is None:
        st.caption("Click the map, or write a coordinate.")
    else:
        st.caption(f"Chosen: {point[0]:.4f}, {point[1]:.4f}")

    def write() -> None:
        text = st.session_state["geocode_written"] or ""
        found = written_coordinate(text)
        if found is not None and around_iraq(*found[:2]):
            st.session_state[_CLICKED] = (line, found[0], found[1])
            st.session_state["geocode_written"] = ""

    left, right = st.columns(2, gap="small")
    with left:
        written = st.text_input(
            "Or a coordinate, as degrees or MGRS",
            key="geocode_written",
            placeholder="31.9922, 44.9256 or 38RNA5412",
            max_chars=100,
            on_change=write,
        )
        if written:
            st.caption("This is no coordinate in or near Iraq.")
    with right:
        label = "Name of the place, if it has one"
        name: str | None = st.text_input(label, key="geocode_name", max_chars=200)
    return name or ""


def _has_reach(choice: str, candidates: tuple[Candidate, ...]) -> bool:
    """Whether the choice leaves open how exactly; no place and a stretch of road do not."""
    return choice == _CLICK or (choice != _NONE and candidates[int(choice)].kind != ROUTE)


def _reach(line: int, choice: str, candidates: tuple[Candidate, ...]) -> Reach:
    default = Reach.KM_5 if choice == _CLICK else reach_of(candidates[int(choice)].kind)
    options = list(Reach)
    picked = st.selectbox(
        "How exactly",
        options,
        index=options.index(default),
        format_func=lambda reach: Reach(reach).words,
        key=f"{_REACH}_{line}_{choice}",
    )
    return Reach(picked)


def _said(verb: str) -> Callable[[Outcome], str]:
    return lambda done: (
        f"{verb}: decision {done.decision}, revision {done.revision}; "
        f"{counted(done.moved, 'report')} of the atlas placed anew."
    )


def history(ctx: Context, revision: int) -> None:
    """Every decision on place words, and a way to take one back."""
    entries = data.corrected(revision)
    if not entries:
        sheet.html(
            '<h2>Corrections</h2><p class="missing">No place words have been corrected yet.</p>'
        )
        return
    standing = [entry for entry in entries if entry.in_force]
    sheet.html(
        f"<h2>Corrections: {len(standing):,} in force</h2>"
        + table(_HEADS, [_cells(entry) for entry in entries[:_LISTED]])
    )
    with st.container():
        if len(entries) > _LISTED:
            st.caption(
                f"The newest {_LISTED} of {len(entries):,} decisions; all: python -m geo correct"
            )
    if standing and deciding.can(ctx):
        _take_back(standing)


_HEADS: Final = ("Decision", "Words", "Placed", "Before", "Who", "Why", "State")


def _cells(entry: CorrectionEntry) -> list[str]:
    made = entry.decision
    before = made.before["location"] if made.before else None
    day = day_text(made.decided_at.date())
    return [
        f"{made.id}<small>revision {made.revision}, {esc(day)}</small>",
        quoted(entry.words),
        quoted(_where(entry)),
        quoted(_was(before)),
        quoted(made.author),
        quoted(made.reason),
        "<b>in force</b>"
        if entry.in_force
        else "took one back"
        if made.kind == Kind.UNDO
        else "past",
    ]


def _where(entry: CorrectionEntry) -> str:
    if entry.location is None:
        return "as the geocoder has it"
    return where_words(entry.location)


def _was(values: dict[str, Any] | None) -> str:
    """What held before, in a few words."""
    if not values:
        return "nothing"
    hand = " (by hand)" if values["method"] == METHOD else ""
    return where_words(location(values)) + hand


def _take_back(standing: list[CorrectionEntry]) -> None:
    with st.expander("Take a correction back", icon=":material/undo:"):
        by_id = {entry.decision.id: entry for entry in standing}
        chosen = st.selectbox(
            "Correction",
            list(by_id),
            format_func=lambda key: f"{key}: {by_id[key].words[:100]}" if key in by_id else "",
            key="geocode_undo",
        )
        st.text_input("Why", key="geocode_undo_reason", max_chars=500)
        deciding.author("geocode_undo_author")

        def act() -> Outcome:
            by = deciding.act("geocode_undo_author", "geocode_undo_reason")
            url = data.settings().database_url
            return undo(url, int(chosen or 0), by.author, by.reason, data.geocoder())

        st.button(
            "Take it back",
            key="geocode_undo_go",
            on_click=deciding.make,
            args=(act, _said("Taken back"), {"geocode_undo_reason": ""}),
        )
