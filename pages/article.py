"""The article page: an article in, draft reports out, each field beside the words it came from."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st

from geo.errors import AtlasError
from geo.extract.rows import Source
from geo.store.drafts import ARTICLE, MODEL
from geo.store.queueing import queue_article
from geo.view.article_cards import spans_of
from geo.view.words import counted
from pages.parts import (
    access,
    article_cards,
    article_input,
    article_model,
    data,
    deciding,
    highlight,
    placed_map,
    sheet,
)
from pages.parts.article_job import Job, draft_article
from pages.parts.component import component
from pages.parts.context import Context
from pages.parts.wording import plain

_JOB: Final = "article.job"
_SAID: Final = "article.said"
_ALL: Final = -1


def show(ctx: Context) -> None:
    """Draw the page; the filters of the link do not matter to it."""
    sheet.style("article.css")
    opened = component("links")(key="article_links", on_open_change=lambda: None).open
    if opened:
        ctx.open_incident(str(opened))
    job: Job | None = st.session_state.get(_JOB)
    if job is None:
        left, right = st.columns([5, 3], gap="medium")
        with right:
            sheet.html(article_input.ABOUT)
    else:
        left = st.container()
    with left:
        article_input.draw(ctx.whole, _take, has_results=job is not None)
    if job is not None:
        _result(ctx, job)


def _take(text: str, source: Source, ask: bool) -> None:
    """Draft an article and show what came of it."""
    with st.spinner("Reading the article"):
        snapshot = data.store().current()
        st.session_state[_JOB] = draft_article(
            text, source, data.geocoder(), data.corrections(snapshot.revision),
            data.reading_index(snapshot.revision), snapshot,
            article_model.name() if ask else "", article_model.asked(source) if ask else None,
        )  # fmt: skip
    for key in ("article_shown", _SAID):
        st.session_state.pop(key, None)
    st.rerun()


def _result(ctx: Context, job: Job) -> None:
    for note in job.notes:
        st.info(plain(note))
    number = len(job.cards)
    sheet.html(
        f'<h2 class="draft-count">{counted(number, "incident")} drafted</h2>'
        if number
        else "<h2>No incident is told of in this text</h2><p>It names no attack, or it is no "
        "article. Places that it names are listed below.</p>"
    )
    left, right = st.columns([5, 6], gap="medium")
    with right, st.container(key="article_frame"):
        shown = _shown(job)
        spans = _spans(job)
        quiet = [field for field in spans if not _is_of(field, shown)]
        highlight.draw(job.draft.text, spans, quiet=quiet, height_px=430)
        if number:
            _map(ctx, job, shown)
    with left:
        sheet.html(
            article_cards.cards(job.cards, lambda key: ctx.address("incident", incident=key))
            + article_cards.elsewhere(job.draft.other_places)
        )
        if number:
            _send(ctx, job)


def _shown(job: Job) -> int:
    """The card whose words are marked in the text."""
    if len(job.cards) < 2:
        return 0
    options = [*range(len(job.cards)), _ALL]
    chosen = st.segmented_control(
        "Marked in the text", options, default=0, key="article_shown",
        format_func=lambda at: "All" if at == _ALL else plain(f"{at + 1}. {job.cards[at].title}"),
    )  # fmt: skip
    return 0 if chosen is None else int(chosen)


def _is_of(field: str, shown: int) -> bool:
    """Whether a field belongs to the card shown; places where nothing happened belong to none."""
    name, _, number = field.partition(":")
    return name != "elsewhere" and shown in (_ALL, int(number.partition("-")[0]))


def _spans(job: Job) -> dict[str, list[tuple[int, int]]]:
    spans: dict[str, list[tuple[int, int]]] = {}
    for at, incident in enumerate(job.incidents):
        spans |= spans_of(incident, at)
    for nth, place in enumerate(job.draft.other_places):
        spans[f"elsewhere:{nth}"] = [(place.span.start, place.span.end)]
    return spans


def _map(ctx: Context, job: Job, shown: int) -> None:
    """How each incident would be placed; that of the chosen card stands out."""
    places = [card.location for card in job.cards]
    placed_map.draw(
        ctx.filters, places, None if shown == _ALL else places[shown], (), None, picking=False,
        token=f"{id(job)}:{shown}",
    )  # fmt: skip
    st.caption("Dashed: somewhere in the circle; hatched: in the area; lit: along the road.")


def _send(ctx: Context, job: Job) -> None:
    """The way into the review queue."""
    if deciding.is_reader("to send drafts to the review queue"):
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="article_send_row"):
        deciding.author("article_author")
        st.button(
            "Send to the review queue", key="article_send", type="primary",
            on_click=_queue, args=(job,),
        )  # fmt: skip
    done, text = st.session_state.get(_SAID, (True, ""))
    if text:
        (st.success if done else st.error)(plain(text))
    if done and text and "review" in ctx.pages and st.button("Open the review queue"):
        ctx.open("review")


def _queue(job: Job) -> None:
    """Put the drafts into the queue, for a callback."""
    url = data.settings().database_url
    try:
        with access.writing():
            by = deciding.named("article_author")
            sent = [queue_article(url, job.draft, job.source, by, job.known, ARTICLE)]
            if job.proposed is not None and job.proposed.incidents:
                marked = replace(job.source, note=f"proposed by a model: {job.model}")
                sent.append(queue_article(url, job.proposed, marked, by, job.known, MODEL))
    except AtlasError as error:
        st.session_state[_SAID] = (False, f"Nothing was sent: {error}.")
        return
    data.forget_waiting()
    ids = [number for one in sent for number in one.ids]
    said = f"{counted(len(ids), 'draft report')} in the review queue"
    if all(one.already for one in sent):
        said += "; this article of this outlet was sent before, nothing was added"
    st.session_state[_SAID] = (True, said + ".")
