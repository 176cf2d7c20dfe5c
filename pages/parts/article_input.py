"""Where an article comes in: pasted or uploaded, with who published it, where and when."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Final

import streamlit as st

from geo.errors import ReadError
from geo.extract.dates import find_published
from geo.extract.rows import Source
from geo.extract.text import MAX_CHARACTERS, plain
from geo.read.articles import article_of, article_of_text
from geo.read.web_page import FoundArticle
from geo.store.snapshot import Snapshot
from geo.view.words import counted, day_text, listed
from pages.parts import article_model, data, wording
from pages.parts.article_job import LEAST_CHARACTERS

_FOUND: Final = "article.found"
_NOTE: Final = "article.note"
_KEPT: Final = ("text", "outlet", "country", "published", "url", "archive", "retrieved")
_EARLIEST: Final = date(1980, 1, 1)
_TYPES: Final = ("html", "htm", "xhtml", "txt")

ABOUT: Final = (
    "<h2>From an article to draft reports</h2>"
    "<p>Paste an article or upload its page. Each incident it tells of becomes a card: when, "
    "where, what, who is named, who says so, who was hurt and what was shown, each with the words "
    "it was read from and how firm it is. Incidents that may be the same are named.</p>"
    "<p>English and Arabic are read, by rules, on this machine. Nothing enters the atlas: what you "
    "send on waits in the review queue for a person.</p>"
)


def draw(
    snapshot: Snapshot, take: Callable[[str, Source, bool], None], *, has_results: bool
) -> None:
    """The form; ``take`` gets text, source and whether a model is asked, once all is there."""
    with st.expander("The article", expanded=not has_results, icon=":material/article:"):
        found = _article()
        _fields(snapshot, found)
        ask = article_model.choice()
        with st.container(horizontal=True):
            wanted = st.button("Draft", key="article_draft", type="primary")
            st.button("Clear the form", key="article_clear", type="tertiary", on_click=_clear)
    if wanted:
        problem = _problem(found)
        st.session_state[_NOTE] = problem
        if not problem and found is not None:
            take(found.text, _source(found.headline), ask)
    if note := st.session_state.get(_NOTE):
        st.warning(wording.plain(note))


def _article() -> FoundArticle | None:
    """The text pasted or uploaded, read; ``None`` and a message when it is no article."""
    pasted, uploaded = st.tabs(["Paste text", "Upload a page"])
    limits, cleared = data.settings().limits, st.session_state.get("article.files", 0)
    with uploaded:
        file = st.file_uploader(
            "A saved page or a text file", list(_TYPES), key=f"article_file_{cleared}",
            max_upload_size=limits.article_mb,
        )  # fmt: skip
        st.caption(
            f"HTML or plain text, {limits.article_mb} MB at most. Menus, related stories, comments "
            "and captions of a page are left out. Nothing is fetched."
        )
    with pasted:
        _keep("text")
        text = st.text_area(
            "Text of the article, without the headline", key="article_text", height=220,
            placeholder="BAGHDAD - Gunmen burned trucks near Diwaniyah on Saturday night, police …",
        )  # fmt: skip
        st.session_state["article.text"] = text
    raw = file.getvalue() if file is not None else (text or "").encode("utf-8", "replace")
    mark = (file.name if file is not None else "", hashlib.sha256(raw).hexdigest())
    held = st.session_state.get(_FOUND)
    if held is None or held[0] != mark:
        held = st.session_state[_FOUND] = (mark, *_read(file.name if file else None, raw, text))
        if held[1] is not None:
            _prefill(held[1], file is not None)
    found: FoundArticle | None = held[1]
    if held[2]:
        (uploaded if file is not None else pasted).error(
            wording.plain(held[2]), icon=":material/error:"
        )
    if found is not None and file is not None:
        uploaded.caption(wording.plain(f"{counted(len(found.text), 'character')} of text."))
    return found


def _read(name: str | None, raw: bytes, text: str | None) -> tuple[FoundArticle | None, str]:
    """An article, or what is wrong with it; nothing pasted is no fault yet."""
    limits = data.settings().limits
    try:
        if name is not None:
            return article_of(raw, name, limits), ""
        return (article_of_text(text, limits), "") if text and text.strip() else (None, "")
    except ReadError as error:
        return None, f"{error}."


def _prefill(found: FoundArticle, is_file: bool) -> None:
    """What a page states goes into the fields; the reader sees from where.

    What was filled in for the article before does not stay beside an uploaded one.
    """
    stated = next((one.day for one in found.days if one.stated), None)
    for name, value in (
        ("published", stated), ("url", wording.safe_url(found.address)), ("archive", None),
        ("outlet", found.site),
    ):  # fmt: skip
        if value or (is_file and name != "outlet"):
            _set(name, value)


def _set(name: str, value: object) -> None:
    """Fill in a field, also for when the reader comes back from another page."""
    st.session_state[f"article_{name}"] = st.session_state[f"article.{name}"] = value


def _clear() -> None:
    """Empty the form for another article."""
    for name in _KEPT:
        _set(name, "" if name in ("text", "url", "archive") else None)
    st.session_state["article.files"] = st.session_state.get("article.files", 0) + 1
    st.session_state.pop(_NOTE, None)


def _fields(snapshot: Snapshot, found: FoundArticle | None) -> None:
    outlets = {entry.name: entry for entry in snapshot.vocab.outlets}
    for name in _KEPT:
        _keep(name)
    with st.container(horizontal=True, key="article_source"):
        chosen = st.session_state.get("article_outlet")
        names = sorted(outlets, key=str.casefold)
        if chosen and chosen not in outlets:
            names = [chosen, *names]
        outlet = st.selectbox(
            "Outlet", names, index=None, key="article_outlet", accept_new_options=True,
            placeholder="Choose, or type a new one",
        )  # fmt: skip
        listed_in = outlets[outlet].country if outlet in outlets else None
        _country(sorted({e.country for e in outlets.values() if e.country}), listed_in, outlet)
        st.date_input(
            "Published", value=None, key="article_published", min_value=_EARLIEST,
            max_value=datetime.now(UTC).date(), format="YYYY-MM-DD",
            help="“Saturday night” and “last month” count from this day.",
        )  # fmt: skip
        st.date_input(
            "Retrieved", value=None, key="article_retrieved", min_value=_EARLIEST,
            max_value=datetime.now(UTC).date(), format="YYYY-MM-DD",
        )  # fmt: skip
    with st.container(horizontal=True, key="article_addresses"):
        st.text_input("Address", key="article_url", placeholder="https://", max_chars=2000)
        st.text_input("Archive address", key="article_archive", placeholder="https://",
                      max_chars=2000)  # fmt: skip
    for name in _KEPT:
        st.session_state[f"article.{name}"] = st.session_state.get(f"article_{name}")
    if found is not None:
        _say_found(found)


def _country(countries: list[str], of_outlet: str | None, outlet: str | None) -> None:
    """The outlet's country; that of a listed one is known."""
    if st.session_state.get("article.of") != outlet:
        st.session_state["article.of"] = outlet
        if of_outlet:
            st.session_state["article_country"] = of_outlet
    chosen = st.session_state.get("article_country")
    if chosen and chosen not in countries:
        countries = [chosen, *countries]
    st.selectbox(
        "Country of the outlet", countries, index=None, key="article_country",
        accept_new_options=True, placeholder="Not stated",
    )  # fmt: skip


def _say_found(found: FoundArticle) -> None:
    """What the page or the text says of its day of publication; nothing is taken silently."""
    stated = [f"{day_text(one.day)} {one.where}" for one in found.days if one.stated]
    days = [(one.day, one.where) for one in found.days]
    if not days and (in_text := find_published(plain(found.text[:MAX_CHARACTERS]))):
        days = [(in_text, "in the text")]
    if found.headline:
        st.caption(wording.plain(f"Headline of the page, not read for drafts: {found.headline}"))
    if stated:
        st.caption(wording.plain(f"Day of publication found in the page: {listed(stated)}."))
    for day, where in days:
        if day != st.session_state.get("article_published"):
            st.button(
                wording.plain(f"Published {day_text(day)}? Found {where}"),
                key=f"article_take_{day}", type="tertiary", on_click=_set,
                args=("published", day),
            )  # fmt: skip


def _problem(found: FoundArticle | None) -> str:
    """What is missing before an article can be drafted, in words; empty: nothing."""
    if found is None:
        return "There is no text yet: paste it above, or upload a page."
    if len(found.text.strip()) < LEAST_CHARACTERS:
        return (
            f"The text has {counted(len(found.text.strip()), 'character')}; that is too short to "
            "draft from."
        )
    if not str(st.session_state.get("article_outlet") or "").strip():
        return "Say which outlet published it."
    if st.session_state.get("article_published") is None:
        return "Say when it was published: “Saturday night” counts from that day."
    for name, label in (("url", "address"), ("archive", "archive address")):
        given = st.session_state.get(f"article_{name}")
        if given and wording.safe_url(str(given).strip()) is None:
            return f"The {label} is not one of the web: it must begin with http:// or https://."
    return ""


def _source(headline: str | None) -> Source:
    def text(name: str) -> str | None:
        return str(st.session_state.get(f"article_{name}") or "").strip() or None

    return Source(
        outlet=text("outlet") or "", published=st.session_state["article_published"],
        url=text("url"), outlet_country=text("country"),
        retrieved=st.session_state.get("article_retrieved"), archive_url=text("archive"),
        headline=headline,
    )  # fmt: skip


def _keep(name: str) -> None:
    """A field keeps what it had when the reader was on another page."""
    st.session_state.setdefault(f"article_{name}", st.session_state.get(f"article.{name}"))
