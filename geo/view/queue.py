"""The queue of drafts in words: which are looked at, what each says, how sure each field is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from geo.model import ReportRow
from geo.store.drafts import ARTICLE, FILE, MODEL, Draft, Order, Waiting, Which
from geo.view.article_cards import LIKELY, sureness
from geo.view.words import counted, day_text, interval_text, range_words

PAGE: Final = 12
"""Drafts of one page of the list."""
ORDERS: Final = {"unsure": Order.LEAST_SURE, "new": Order.NEWEST}
ORIGINS: Final = {ARTICLE: "article", MODEL: "article, by a language model", FILE: "file"}
_LABELS: Final = {
    "event_date": "Date", "place_text": "Place", "town_or_base": "Town or base",
    "route_text": "Road", "admin1_text": "Governorate", "admin2_text": "District",
    "event_type": "Type", "target": "Target", "actors": "Groups", "stance": "Stance",
    "asserted_by": "Who says so", "killed": "Killed", "wounded": "Wounded", "damage": "Damage",
    "evidence_flags": "Evidence", "outlet": "Outlet", "published": "Published",
    "headline": "Headline", "note": "Note", "url": "Address", "archive_url": "Archived copy",
}  # fmt: skip
"""Fields of a report in the order in which a reviewer looks at them."""
_ALWAYS: Final = ("event_date", "event_type", "target", "actors", "stance", "killed", "wounded")


@dataclass(frozen=True, slots=True)
class Fact:
    """A field of a draft as text.

    ``text``: "" where nothing is stated; ``before``: what was proposed, where that was edited;
    ``sure``: "sure", "likely" or "unsure", "" where that is not known.
    """

    field: str
    label: str
    text: str
    before: str | None
    sure: str


def queue_key(group: Waiting) -> str:
    """What a link says for the drafts of one article or file.

    >>> queue_key(Waiting("article", "NRT", 3, 4)), queue_key(Waiting("file", "a.csv", None, 9))
    ('article:3', 'file:a.csv')
    """
    return f"article:{group.article}" if group.article is not None else f"file:{group.source}"


def which(key: str) -> Which:
    """The open drafts that a link names; all of them where it names nothing that there can be.

    >>> which("file:a.csv").source, which("article:3").article, which("").source
    ('a.csv', 3, None)
    """
    kind, _, name = key.partition(":")
    if kind == "file" and name:
        return Which(origin=FILE, source=name)
    if kind == "article" and name.isascii() and name.isdigit():
        return Which(article=int(name))
    return Which()


def groups(waiting: Sequence[Waiting]) -> dict[str, str]:
    """Articles and files with drafts that wait, by their keys, each with its count.

    Names are isolated, so that one in Arabic does not turn what follows.
    """
    merged: dict[str, list[Waiting]] = {}
    for one in waiting:
        merged.setdefault(queue_key(one), []).append(one)
    return {
        key: f"\u2068{those[0].source}\u2069: {counted(sum(one.n for one in those), 'draft')}"
        + (f" (article {those[0].article})" if those[0].article is not None else "")
        for key, those in merged.items()
    }


def told(waiting: Sequence[Waiting]) -> str:
    """How many wait, and where they come from, in one phrase.

    >>> told([Waiting("article", "NRT", 3, 4), Waiting("file", "a.csv", None, 5000)])
    '5,004 drafts wait: 4 from an article, 5,000 from a file'
    """
    total = sum(one.n for one in waiting)
    if not total:
        return "No drafts wait"
    parts = []
    for origin, one, several in (
        (ARTICLE, "an article", "articles"),
        (MODEL, "an article, by a language model", "articles, by a language model"),
        (FILE, "a file", "files"),
    ):
        those = [group for group in waiting if group.origin == origin]
        if those:
            source = one if len(those) == 1 else f"{len(those):,} {several}"
            parts.append(f"{sum(group.n for group in those):,} from {source}")
    return f"{counted(total, 'draft')} {'waits' if total == 1 else 'wait'}: {', '.join(parts)}"


def heading(draft: Draft) -> tuple[str, str]:
    """A draft in two short lines: when and where, then what and who."""
    row = draft.row
    when = "no date"
    if row.event_date is not None:
        when = interval_text(row.event_date.start, row.event_date.end)
    where = next(
        (
            text
            for text in (row.town_or_base, row.place_text, row.route_text, row.admin1_text)
            if text
        ),
        "no place",
    )
    kind = row.event_type or "unstated type"
    return f"{when}, {where}", f"{kind}; {row.asserted_by or row.outlet} {row.stance}"


def doubts(draft: Draft) -> list[str]:
    """The fields of a draft that are unsure, the least sure first."""
    ranked = sorted((sure, field) for field, sure in draft.confidence.items() if sure < LIKELY)
    return [_LABELS[field].lower() for _, field in ranked if field in _LABELS]


def facts(draft: Draft) -> list[Fact]:
    """What a draft says, field by field; what it does not say only where that matters."""
    found = []
    for field, label in _LABELS.items():
        text = _text(draft.row, field)
        before = None if draft.proposed is None else _text(draft.proposed, field)
        if not text and not before and field not in _ALWAYS:
            continue
        edited = before is not None and before != text
        sure = "" if edited or not text else sureness(draft.confidence.get(field))
        found.append(Fact(field, label, text, before if edited else None, sure))
    return found


def first_of(ids: Sequence[int], chosen: int | None) -> int:
    """Where the page of the list begins that has the chosen draft; the first page without it."""
    at = ids.index(chosen) if chosen in ids else 0
    return at - at % PAGE


def after(ids: Sequence[int], chosen: int) -> int | None:
    """The draft that comes up when one was decided on: the next one, at the end the one before."""
    if chosen not in ids:
        return ids[0] if ids else None
    at = ids.index(chosen)
    rest = [*ids[at + 1 : at + 2], *ids[max(at - 1, 0) : at]]
    return rest[0] if rest else None


def _text(row: ReportRow, field: str) -> str:
    value = getattr(row, field)
    match field:
        case "event_date":
            if value is None:
                return ""
            words = f" (“{value.text}”)" if value.text else ""
            return interval_text(value.start, value.end) + words
        case "published":
            return "" if value is None else day_text(value.start)
        case "actors":
            return "; ".join(f"{mention.text} ({mention.role})" for mention in value)
        case "killed" | "wounded":
            return range_words(value) if value.known else ""
        case "evidence_flags":
            return ", ".join(value)
    return str(value or "")
