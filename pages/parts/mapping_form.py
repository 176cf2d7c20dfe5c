"""What the columns of a table are: guessed, shown with the reason, changed, saved by name."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from geo.errors import AtlasError, ReadError
from geo.read import FIELDS, ColumnMapping
from geo.read.look import Look
from geo.read.mapping import GROUPS, dataset_name
from geo.settings import Settings
from geo.store.mappings import (
    MOST_NAME,
    SavedMapping,
    best_fit,
    delete_mapping,
    rename_mapping,
    save_mapping,
    saved_mappings,
)
from pages.parts import access, deciding, sheet
from pages.parts.wording import esc, plain

_COORDINATES: Final = {"latitude", "coordinates"}
_EXACTNESS: Final = {"where_prec", "uncertainty_m"}
_NONE: Final = -1
_SAME: Final = -2
_ABREAST: Final = 4
_SAID: Final = "import.mapping.said"
_LONGEST_VALUE: Final = 200
LABELS: Final = {
    "event_date": "Date", "end_date": "Last day", "date_prec": "Precision of the date, 1 to 5",
    "published": "Published on", "place_text": "Place in words", "admin1": "Governorate",
    "admin2": "District", "country": "Country", "latitude": "Latitude", "longitude": "Longitude",
    "coordinates": "Coordinates in one cell", "where_prec": "Precision of the place, 1 to 7",
    "uncertainty_m": "Radius in metres", "town_or_base": "Nearest town or base",
    "route_text": "Road", "event_type": "Type of incident", "target": "Target",
    "killed": "Killed", "wounded": "Wounded", "damage": "Damage", "headline": "Headline",
    "note": "Remarks", "actor_text": "Who did it", "actor_role": "Role of who did it",
    "actor2_text": "The other side", "outlet": "Outlet", "outlet_country": "Country of the outlet",
    "asserted_by": "According to", "stance": "Stance", "url": "Web address",
    "archive_url": "Archived copy", "report_id": "Id of the row",
    "incident_key": "Key of the incident",
}  # fmt: skip
"""What the form calls the fields of ``geo.read.FIELDS``."""
_HINT: Final = (
    "No column says how exact the coordinates are: they are drawn as discs of 25 km. If you know "
    "better, choose “every row says …” under the precision (1 exact, 2 within 25 km) or the radius."
)


def name_of(look: Look) -> str:
    """What tells one table from another by its columns alone, for keys of widgets."""
    return hashlib.sha256("\x1f".join(look.columns).encode("utf-8", "replace")).hexdigest()[:12]


def draw(look: Look, settings: Settings) -> ColumnMapping | None:
    """The form; the mapping as it stands, ``None`` while it cannot be used (the form says why)."""
    key = name_of(look)
    saved = saved_mappings(settings.database_url)
    columns = [name for at, name in enumerate(look.columns) if name and _first(look, at)]
    _begin(key, look, saved, columns)
    _choose_saved(key, look, saved, columns)
    reasons = dict(look.guess.reasons) if look.guess else {}
    guessed = dict(look.guess.mapping.columns) if look.guess else {}
    taken: dict[str, str] = {}
    values: dict[str, str] = {}
    for group, fields in GROUPS.items():
        with st.container(border=True, key=f"map_{key}_{group}"):
            sheet.html(f"<h3>{esc(group)}</h3>")
            for first in range(0, len(fields), _ABREAST):
                for place, field in zip(
                    st.columns(_ABREAST), fields[first : first + _ABREAST], strict=False
                ):
                    with place:
                        _field(key, field, columns, guessed, reasons, taken, values)
            said = {*taken, *values}
            if group == "Where" and said & _COORDINATES and not said & _EXACTNESS:
                st.caption(_HINT)
    dataset = st.text_input(
        "Name of the data set",
        key=f"map_{key}_dataset",
        max_chars=60,
        help="Small letters, digits, - and _. Rows with the same id in one data set are versions "
        "of one report.",
    )
    try:
        mapping = ColumnMapping(
            str(dataset or "").strip(), tuple(taken.items()), tuple(values.items())
        )
        if not set(taken) | set(values):
            raise ReadError("mapping: no column is chosen yet")
    except ReadError as error:
        st.error(plain(f"{str(error).removeprefix('mapping: ').capitalize()}."))
        return None
    _save(key, mapping, settings)
    return mapping


def _first(look: Look, at: int) -> bool:
    return look.columns.index(look.columns[at]) == at


def _begin(key: str, look: Look, saved: Sequence[SavedMapping], columns: Sequence[str]) -> None:
    """Set the form once: to the saved mapping that fits best, else to the guess."""
    if f"map_{key}_dataset" in st.session_state:
        return
    fit = best_fit(saved, look.columns)
    if fit:
        st.session_state[f"map_{key}_saved"] = fit.name
    guess = look.guess.mapping if look.guess else ColumnMapping()
    _set(key, fit.mapping if fit else guess, columns, dataset_name(look.file))


def _set(key: str, mapping: ColumnMapping, columns: Sequence[str], dataset: str) -> None:
    """Write a mapping into the fields of the form."""
    of_columns, of_values = dict(mapping.columns), dict(mapping.values)
    for field in FIELDS:
        choice = _NONE
        if of_columns.get(field) in columns:
            choice = columns.index(of_columns[field])
        elif field in of_values:
            choice = _SAME
        st.session_state[f"map_{key}_{field}"] = choice
        st.session_state[f"map_{key}_{field}_says"] = of_values.get(field, "")
    st.session_state[f"map_{key}_dataset"] = mapping.dataset or dataset


def _choose_saved(
    key: str, look: Look, saved: Sequence[SavedMapping], columns: Sequence[str]
) -> None:
    """The saved mappings that this table has the columns for."""
    done, note = st.session_state.pop(_SAID, (True, ""))
    if note and done:
        st.success(plain(note), icon=":material/check:")
    elif note:
        st.error(plain(note), icon=":material/error:")
    fitting = {one.name: one for one in saved if one.fits(look.columns)}
    if not fitting:
        return
    widget = f"map_{key}_saved"
    if st.session_state.get(widget) not in fitting:
        st.session_state[widget] = None

    def use() -> None:
        one = fitting.get(st.session_state[widget] or "")
        guess = look.guess.mapping if look.guess else ColumnMapping()
        _set(key, one.mapping if one else guess, columns, dataset_name(look.file))

    left, right = st.columns([3, 1], vertical_alignment="bottom")
    left.selectbox(
        "Saved mapping that fits these columns",
        list(fitting),
        key=widget,
        placeholder="none: as guessed",
        on_change=use,
        format_func=lambda name: f"{name} ({fitting[name].author})" if name in fitting else name,
    )
    with right.popover("Rename or delete", width="stretch"):
        _manage(key, list(fitting))


def _field(
    key: str,
    field: str,
    columns: Sequence[str],
    guessed: Mapping[str, str],
    reasons: Mapping[str, str],
    taken: dict[str, str],
    values: dict[str, str],
) -> None:
    """One field: no column, one of the file's, or the same value for every row."""
    options = [_NONE, _SAME, *range(len(columns))]
    named = {_NONE: "not in the file", _SAME: "every row says …"}
    choice = st.selectbox(
        LABELS[field],
        options,
        key=f"map_{key}_{field}",
        format_func=lambda at: named.get(at) or columns[at][:80],
        help=f"{FIELDS[field].capitalize()} (`{field}`)",
    )
    if choice == _SAME:
        text = st.text_input(
            f"{LABELS[field]} of every row",
            key=f"map_{key}_{field}_says",
            max_chars=_LONGEST_VALUE,
            label_visibility="collapsed",
            placeholder="value for every row",
        )
        if text and text.strip():
            values[field] = text.strip()
    elif choice is not None and choice >= 0:
        taken[field] = columns[choice]
        if guessed.get(field) == columns[choice]:
            st.caption(plain(reasons[field]))


def _save(key: str, mapping: ColumnMapping, settings: Settings) -> None:
    """Save the mapping under a name, for the next file of this kind."""
    with st.expander("Save this mapping under a name"):
        name, who, go = st.columns([4, 3, 2], vertical_alignment="bottom")
        name.text_input(
            "Name of the mapping", key=f"map_{key}_name", max_chars=MOST_NAME,
            placeholder="such as: our weekly sheet",
        )  # fmt: skip
        with who:
            deciding.author(f"map_{key}_author")

        def save() -> None:
            called = str(st.session_state[f"map_{key}_name"] or "")
            try:
                with access.writing():
                    author = deciding.named(f"map_{key}_author")
                    save_mapping(settings.database_url, called, mapping, author)
            except AtlasError as error:
                st.session_state[_SAID] = (False, f"Not saved: {error}.")
                return
            st.session_state[f"map_{key}_saved"] = called
            st.session_state[_SAID] = (True, f"The mapping is saved as {called}.")

        go.button("Save", key=f"map_{key}_save", on_click=save, width="stretch")


def _manage(key: str, names: Sequence[str]) -> None:
    """Rename or delete a saved mapping."""
    st.selectbox("Mapping", names, key=f"map_{key}_which")
    st.text_input("New name", key=f"map_{key}_new", max_chars=MOST_NAME)

    def change(*, delete: bool) -> None:
        url = _url()
        which, new = st.session_state[f"map_{key}_which"], st.session_state[f"map_{key}_new"]
        try:
            with access.writing():
                if delete:
                    delete_mapping(url, which)
                else:
                    rename_mapping(url, which, new)
        except AtlasError as error:
            st.session_state[_SAID] = (False, f"Nothing was changed: {error}.")
            return
        done = "deleted" if delete else f"now called {new}"
        st.session_state[_SAID] = (True, f"The mapping {which} is {done}.")

    with st.container(horizontal=True):
        st.button("Rename", key=f"map_{key}_rename", on_click=change, kwargs={"delete": False})
        st.button("Delete", key=f"map_{key}_delete", on_click=change, kwargs={"delete": True})


def _url() -> str:
    from pages.parts import data

    return data.settings().database_url
