"""One draft: its article with the words of each field marked, its place, what it says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from geo.errors import AtlasError
from geo.model import Location
from geo.places.corrections import Corrected
from geo.places.names import fold
from geo.places.place import place_reports
from geo.store.drafts import ArticleEntry, Draft, DraftState, article
from geo.view import queue
from geo.view.agreement import place_words
from geo.view.may_be import may_be
from geo.view.words import counted, day_text
from pages.parts import data, deciding, highlight, placed_map, review_act, review_edit, sheet
from pages.parts.context import Context
from pages.parts.correcting import readings
from pages.parts.wording import esc, quoted, source_link

_HEIGHT_PX: Final = 430


def draw(ctx: Context, draft: Draft, ids: Sequence[int]) -> None:
    """The draft, and what can be done with it.

    Parameters
    ----------
    ids : of the drafts of the list, in its order.
    """
    place = _place(draft)
    open_ = draft.state is DraftState.OPEN
    editing = open_ and review_edit.is_on(draft) and deciding.can(ctx)
    proposed = may_be(ctx.whole, draft, place) if open_ else []
    review_act.bar(ctx, draft, ids, proposed, editing=editing)
    if editing:
        form, text = st.columns([8, 5], gap="medium")
        with form:
            review_edit.draw(ctx, draft)
        with text, st.container(key="review_text"):
            _text(draft)
        return
    text, rest = st.columns([6, 5], gap="medium")
    with text:
        _text(draft)
        sheet.html(_facts(draft))
    with rest:
        with st.container(key="review_map"):
            placed_map.draw(
                ctx.filters,
                [place],
                place,
                readings(place.candidates),
                None,
                picking=False,
                token=f"draft:{draft.id}:{draft.edits}",
            )
        sheet.html(_where(ctx, draft, place))
        if open_:
            review_act.about(ctx, draft, proposed)


def _place(draft: Draft) -> Location:
    """Where the report would lie in the atlas."""
    corrections = data.corrections(data.newest_revision())
    return place_reports([draft.row], Corrected(data.geocoder(), corrections))[0]


def _where(ctx: Context, draft: Draft, place: Location) -> str:
    name, exactly = place_words(place)
    how = f" ({esc(exactly)})" if exactly else ""
    flags = "".join(f"<small>{quoted(flag)}</small>" for flag in place.flags)
    others = counted(len(place.candidates), "other reading")
    more = f"<small>Letters: {others} of the words</small>" if place.candidates else ""
    other = _other_governorate(ctx, draft, place)
    return (
        f'<p class="placed">Would be placed at <b>{quoted(name)}</b>{how}{other}{flags}{more}</p>'
    )


def _other_governorate(ctx: Context, draft: Draft, place: Location) -> str:
    """A warning where an article's governorate is not the one that its place lies in."""
    stated = draft.row.admin1_text
    units = {unit.key: unit.name for unit in ctx.whole.vocab.governorates}
    lies_in = units.get(place.governorate_pcode or "")
    if draft.article is None or not stated or not lies_in or fold(stated) == fold(lies_in):
        return ""
    told = f"That is in {quoted(lies_in)}; the draft says {quoted(stated)}."
    return f'<small class="doubt">{told}</small>'


def _text(draft: Draft) -> None:
    """The article, or for a row of a file where it came from."""
    if draft.article is None:
        sheet.html(
            f"<h2>Row of {quoted(draft.source)}</h2><p>Put into the queue by "
            f"{quoted(draft.author)} on {esc(day_text(draft.added_at.date()))}. "
            f"Key in the file: {quoted(draft.row.key)}, incident {quoted(draft.row.incident_key)}."
            "</p>"
        )
        return
    try:
        read = article(data.engine(), draft.article)
    except AtlasError as error:
        st.error(str(error))
        return
    sheet.html(_source(draft, read))
    spans = {
        name: [(span.start, span.end) for span in those]
        for name, those in draft.spans.items()
        if _marked(draft, name) == name
    }
    highlight.draw(read.text, spans, height_px=_HEIGHT_PX)


def _source(draft: Draft, read: ArticleEntry) -> str:
    country = f", {quoted(read.outlet_country)}" if read.outlet_country else ""
    archived = source_link(read.archive_url, "archived copy") if read.archive_url else ""
    return (
        f'<p class="article-source"><b>{quoted(read.outlet)}</b>{country}, '
        f"{esc(day_text(read.published))} · {source_link(read.url, 'open the source')} {archived}"
        f"<small>{esc(queue.ORIGINS[draft.origin].capitalize())}; put into the queue by "
        f"{quoted(read.author)} on {esc(day_text(read.added_at.date()))}</small></p>"
    )


def _marked(draft: Draft, field: str) -> str:
    """The field under which its words are marked: the stance is read from who says so."""
    same = field == "stance" and draft.spans.get("asserted_by") == draft.spans.get("stance")
    return "asserted_by" if same else field


def _facts(draft: Draft) -> str:
    """What the draft says; looking at a field lights up its words in the text."""
    lines = []
    for fact in queue.facts(draft):
        name = esc(fact.label)
        marks = ""
        if fact.field in draft.spans:
            field = _marked(draft, fact.field)
            name = highlight.letter(field) + highlight.link_to(field, name)
            marks = f" {highlight.looks_at(field)}"
        value = quoted(fact.text, "not stated")
        if fact.before is not None:
            value = f"{value} <s>{quoted(fact.before, 'not stated')}</s>"
        sure = f'<span class="sure {fact.sure}">{fact.sure}</span>' if fact.sure else ""
        lines.append(f'<tr{marks}><th scope="row">{name}</th><td>{value}</td><td>{sure}</td></tr>')
    edited = ""
    if draft.edited_by and draft.edited_at:
        edited = (
            f'<p class="quiet">Edited by {quoted(draft.edited_by)} on '
            f"{esc(day_text(draft.edited_at.date()))}; struck out: as it was proposed.</p>"
        )
    return f'<table class="facts"><tbody>{"".join(lines)}</tbody></table>{edited}'
