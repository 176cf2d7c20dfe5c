"""The drafts of an article as cards of HTML, each field joined to its words in the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from geo.extract.draft import DraftPlace
from geo.extract.links import Link
from geo.view.article_cards import Card, Line, sureness
from pages.parts import highlight
from pages.parts.wording import esc, incident_link, quoted


def cards(found: Sequence[Card], address: Callable[[str], str]) -> str:
    """All cards; ``address`` gives the page of an incident of the store."""
    return "".join(_card(card, address) for card in found)


def elsewhere(places: Sequence[DraftPlace]) -> str:
    """Places that the article names and where nothing happened."""
    names = "".join(
        f'<li {highlight.looks_at(f"elsewhere:{nth}")} tabindex="0">{quoted(place.text)}</li>'
        for nth, place in enumerate(places)
    )
    return (
        f'<section class="draft-card elsewhere"><h3>Named, but nothing happened there</h3>'
        f"<ul>{names}</ul></section>"
        if names
        else ""
    )


def _card(card: Card, address: Callable[[str], str]) -> str:
    said = '<em class="flag">background</em>' if card.background else ""
    if card.by:
        said += f'<em class="flag old">proposed by a model: {esc(card.by)}</em>'
    return (
        f'<section class="draft-card" aria-label="Draft {card.number + 1}">'
        f"<h3><b>{card.number + 1}</b> {quoted(card.title)} {said}</h3>"
        f'<ul class="draft-fields">{"".join(map(_line, card.lines))}</ul>'
        f"{_links(card.links, address)}</section>"
    )


def _line(line: Line) -> str:
    name = f"{highlight.letter(line.field)} {esc(line.label)}"
    head = highlight.link_to(line.field, name) if line.marked else f"<span>{name}</span>"
    sure = ""
    if word := sureness(line.confidence):
        sure = (
            f'<small class="sure {word}" title="confidence {line.confidence:.2f}, 0 to 1">{word}'
            "</small>"
        )
    missing = line.confidence is None and line.value == "not stated"
    value = f'<span class="missing">{esc(line.value)}</span>' if missing else quoted(line.value)
    note = f" <small>{quoted(line.note)}</small>" if line.note and not missing else ""
    looks = f" {highlight.looks_at(line.field)}" if line.marked else ""
    return f"<li{looks}>{head}<span>{value}{note}</span>{sure}</li>"


def _links(links: Sequence[Link], address: Callable[[str], str]) -> str:
    if not links:
        return '<p class="quiet">No incident of the atlas has this day and place.</p>'
    items = "".join(
        f"<li>{incident_link(link.key, address(link.key))} "
        f"<small>{esc(', '.join(link.reasons))} ({link.score:.2f})</small></li>"
        for link in links
    )
    return f'<div class="draft-links"><b>May be the same as</b><ul>{items}</ul></div>'
