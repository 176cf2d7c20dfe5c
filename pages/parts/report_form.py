"""The form of one report, for whoever adds or edits one: fields, what they are read as, problems.

What is wrong is told at its field, all at once, and nothing that was typed is lost: fields keep
what they hold while they are hidden and on other pages. ``read`` gives in a callback what ``draw``
gives in a run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

import streamlit as st

from geo.errors import CorrectionError
from geo.model import Stance
from geo.view.palette import STANCE_STYLES
from geo.view.report_answers import FIELDS, Answers, Problem, answers_of
from geo.view.report_form import Filled, read_answers
from geo.view.report_known import Known
from pages.parts import pick_place, report_actors, sheet
from pages.parts.report_field import PRECISIONS, Field, Form, say, with_held

_CHOSEN: Final = (
    "outlet",
    "outlet_country",
    "stance",
    "event_type",
    "target",
    "date_prec",
    "relays",
)
_STANCES: Final = {
    Stance.CLAIMS: "own responsibility", Stance.CONFIRMS: "with direct knowledge",
    Stance.REPORTS: "tells of it", Stance.DOUBTS: "not sure that it happened so",
    Stance.DENIES: "it did not happen, or not so", Stance.WITHDRAWS: "takes back what it said",
}  # fmt: skip


_LABELS: Final = {
    "outlet": "Outlet", "outlet_country": "Its country", "published": "Published",
    "retrieved": "Read on", "headline": "Headline", "url": "Address",
    "archive_url": "Archived copy", "text_sha256": "SHA-256 of the file that was read",
    "relays": "Repeats the report", "stance": "What it does with the incident",
    "asserted_by": "On whose word", "event_text": "When, in its words",
    "event_date": "Day, month or year", "event_end": "Last day, if several",
    "date_prec": "How exactly", "event_type": "Type", "target": "Target", "killed": "Killed",
    "wounded": "Wounded", "damage": "Damage", "place_text": "Place, in its words",
    "town_or_base": "Town or base", "route_text": "Road, in its words", "note": "Your note",
    "given": "The place is", "actors": "Groups",
}  # fmt: skip


def label_of(name: str) -> str:
    """What a field is called on the page."""
    return f"“{_LABELS.get(name.partition('.')[0], name)}”"


def read(form: Form) -> Filled:
    """What the fields hold now."""
    _fill(form)
    pick_place.take_click(form.key)
    state = st.session_state
    texts = {name: str(state.get(form.of(name)) or "") for name in FIELDS}
    problem, given = None, None
    try:
        given = pick_place.given(form.key, _words(form), form.row)
    except CorrectionError as error:
        problem = Problem("given", str(error))
    actors = report_actors.read(form.key)
    answers = Answers(texts, actors, tuple(state.get(form.of("flags")) or ()), given)
    filled = read_answers(answers, form.identity, form.row, starts=form.starts)
    if problem:
        filled = replace(filled, row=None, problems=(*filled.problems, problem))
    return filled


def insist(form: Form) -> None:
    """Show from now on what is missing as well, not only what was typed wrong."""
    st.session_state[form.of("insist")] = True


def forget(form: Form) -> None:
    """Empty the form, for callbacks; it is then filled anew."""
    for key in [key for key in st.session_state if str(key).startswith(f"{form.key}_")]:
        del st.session_state[key]


def draw(form: Form, known: Known) -> Filled:
    """The fields, each with what it was read as and what is wrong with it."""
    filled = read(form)
    line = partial(Field, form, filled, _LABELS)
    _source(form, known, line)
    sheet.html("<h3>What it says</h3>")
    left, right = st.columns(2, gap="small")
    with left:
        line("stance").choice(list(map(str, Stance)), fixed=True,
            placeholder="Choose", label=_stance,
        )  # fmt: skip
    with right:
        line("asserted_by").text("An official, a group, another outlet")
    _when(line)
    _what(known, line)
    _where(form, line, filled)
    sheet.html("<h3>Groups, as spelled</h3>")
    report_actors.draw(form.key, known.actors, partial(say, filled, form))
    sheet.html("<h3>Evidence and remarks</h3>")
    left, right = st.columns(2, gap="small")
    with left:
        st.multiselect(
            "What it shows", with_held(known.flags, st.session_state.get(form.of("flags")) or ()),
            key=form.of("flags"), accept_new_options=True, persist_state="session",
            placeholder="Video, photo, old footage ...",
        )  # fmt: skip
    with right:
        line("note").text()
    return filled


def _stance(value: str) -> str:
    stance = Stance(value)
    return f"{STANCE_STYLES[stance].verb}: {_STANCES[stance]}"


def _source(form: Form, known: Known, line: _Line) -> None:
    sheet.html("<h3>The source</h3>")
    first, second, third, fourth = st.columns([4, 3, 3, 3], gap="small")
    with first:
        line("outlet").choice(
            known.outlets,
            placeholder="Known, or a new one",
            on_change=partial(_country, form, known),
        )
    with second:
        line("outlet_country").choice(known.countries)
    with third:
        line("published").text("12 Jul 2020")
    with fourth:
        line("retrieved").text("12 Jul 2020")
    line("headline").text()
    left, right = st.columns(2, gap="small")
    with left:
        line("url").text("https://")
    with right:
        line("archive_url").text("https://web.archive.org/...")
    left, right = st.columns(2, gap="small")
    with left:
        line("text_sha256").text("64 hex digits")
    with right:
        _file(form)
    if form.siblings:
        line("relays").choice(
            list(form.siblings),
            fixed=True,
            label=lambda one: form.siblings.get(one, one),
            placeholder="None that the atlas has",
        )


def _country(form: Form, known: Known) -> None:
    """Write the country of a known outlet into its field, for a reader to see and to change."""
    state = st.session_state
    country = known.country_of.get(str(state.get(form.of("outlet")) or ""))
    held = state.get(form.of("outlet_country"))
    if not held or held == state.get(form.of("country_written")):
        state[form.of("outlet_country")] = state[form.of("country_written")] = country


def _file(form: Form) -> None:
    """A file whose hash is worked out; the file itself is let go."""
    turn = st.session_state.setdefault(form.of("turn"), 0)
    key = form.of(f"file_{turn}")

    def work_out() -> None:
        given = st.session_state.get(key)
        if given is not None:
            st.session_state[form.of("text_sha256")] = hashlib.sha256(given.getbuffer()).hexdigest()
            st.session_state[form.of("turn")] = turn + 1

    st.file_uploader("Or the file, to work it out (it is not kept)", key=key, on_change=work_out)


def _when(line: _Line) -> None:
    first, second, third, fourth = st.columns([4, 3, 3, 3], gap="small")
    with first:
        line("event_text").text("Saturday night")
    with second:
        line("event_date").text()
    with third:
        line("event_end").text()
    with fourth:
        line("date_prec").choice(
            list(PRECISIONS),
            fixed=True,
            label=lambda key: PRECISIONS.get(key, key),
            placeholder="As the dates say",
        )


def _what(known: Known, line: _Line) -> None:
    first, second, third, fourth = st.columns([4, 3, 3, 3], gap="small")
    with first:
        line("event_type").choice(known.event_types)
    with second:
        line("target").choice(known.targets)
    with third:
        line("killed").text("3, 3-5, 3+, several")
    with fourth:
        line("wounded").text("3, 3-5, 3+, several")
    line("damage").text()


def _where(form: Form, line: _Line, filled: Filled) -> None:
    sheet.html("<h3>Where</h3>")
    first, second, third = st.columns(3, gap="small")
    with first:
        line("place_text").text()
    with second:
        line("town_or_base").text()
    with third:
        line("route_text").text()
    pick_place.draw(form.key, _words(form), form.row, form.near)
    say(filled, form, "given")


_Line = Callable[[str], Field]


def _fill(form: Form) -> None:
    """Put what the report has into fields that are not there yet, once."""
    state = st.session_state
    if form.of("filled") in state:
        return
    state[form.of("filled")] = True
    if form.row is None:
        return
    answers = answers_of(form.row)
    for name in FIELDS:
        text = answers.texts[name]
        state[form.of(name)] = (text or None) if name in _CHOSEN else text
    state[form.of("flags")] = list(answers.flags)
    report_actors.fill(form.key, answers.actors)


def _words(form: Form) -> pick_place.Words:
    names = ("place_text", "town_or_base", "route_text")
    place, town, road = (str(st.session_state.get(form.of(n)) or "").strip() for n in names)
    return pick_place.Words(place, town, road)
