"""Places named in a sentence: the geocoder finds the names, the words around say what each is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from geo.extract.place_use import ABROAD, is_sited, use_of
from geo.extract.place_words import PlaceWords, Use
from geo.extract.text import Article, Sentence
from geo.places.choose import choose_all
from geo.places.context import annotate, pair
from geo.places.geocode import Geocoder
from geo.places.phrases import Mention, mentions
from geo.places.tokens import MAX_CHARACTERS, Token, clean, tokens

_ARTICLE: Final = re.compile(r"(?:\b[Aa]l[- ]|\b[Ee]l[- ])$")
_KIND_AFTER: Final = re.compile(
    r" (?:(?:military |international |air )*(?:province|governorate|district|subdistrict|"
    r"crossing|bridge|airport|air base|airbase|base|camp|mosque|junction|gate|quarter|city))\b",
    re.IGNORECASE,
)
_LINK: Final = re.compile(
    r"\s*(?:\([^)]*\))?\s*(?:,|and|,\s*and|-|و)?\s*(?:one |another )?(?:in|near|at|on|"
    r"في)?\s*(?:the )?(?:al-)?\s*"
)
_UNSURE: Final = 1.0


def find_places(
    article: Article,
    sentence: Sentence,
    geocoder: Geocoder,
    masked: Sequence[tuple[int, int]],
) -> list[PlaceWords]:
    """The places of a sentence, in order.

    ``masked`` are spans that name somebody (groups), where no place is looked for.
    """
    text = article.text[sentence.start : sentence.end]
    cleaned, at = _aligned(text, sentence.start)
    row = tokens(cleaned)
    offsets = _offsets(row)
    found = mentions(row, geocoder.gazetteer)
    annotate(row, found)
    spans = {id(m): (at[offsets[m.start][0]], at[offsets[m.end - 1][1] - 1] + 1) for m in found}
    for start, end in sentence.clauses:  # what other clauses name is no context of a place
        inside = [m for m in found if start <= spans[id(m)][0] < end]
        choose_all(inside, geocoder.boundaries, geocoder.gazetteer)
    ends = pair(row, [m for m in found if m.chosen])
    abroad = [m.span() for m in ABROAD.finditer(article.text, sentence.start, sentence.end)]
    places = [_abroad(article, span) for span in abroad if not _meets(span, masked)]
    for mention in found:
        span = spans[id(mention)]
        if _meets(span, masked) or _meets(span, abroad):
            continue
        words = _words(article, sentence, mention, span, row, geocoder, mention in (ends or ()))
        if words is not None:
            places.append(words)
    places.sort(key=lambda p: p.start)
    return _lists(article.plain, places)


def _aligned(text: str, start: int) -> tuple[str, list[int]]:
    """The text as the geocoder reads it, and where in the article each character of it stands."""
    text = text[:MAX_CHARACTERS]
    if text.isascii():
        return clean(text), list(range(start, start + len(text)))
    pieces = [clean(c) for c in text]
    at = [start + i for i, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), at


def _offsets(row: list[Token]) -> list[tuple[int, int]]:
    at, found = 0, []
    for token in row:
        begin = at + len(token.before)
        at = begin + len(token.text)
        found.append((begin, at))
    return found


def _meets(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _abroad(article: Article, span: tuple[int, int]) -> PlaceWords:
    return PlaceWords(*span, article.text[slice(*span)], Use.ABROAD, None, None)


def _words(
    article: Article, sentence: Sentence, mention: Mention, span: tuple[int, int],
    row: list[Token], geocoder: Geocoder, is_end: bool,
) -> PlaceWords | None:  # fmt: skip
    """The mention as a place of the article, or ``None`` where it is hardly one."""
    start, end = _trimmed(article.text, span, row[mention.start])
    sited = is_sited(article.plain, sentence, start)
    latin = article.text[start] < "\u0590"
    place = mention.chosen
    if place is None and mention.places and mention.score == 1 and (latin or sited):
        place = mention.places[0]
    if place is None and not (sited and mention.kind and mention.score >= 0.8 and latin):
        return None
    if mention.score < _UNSURE and not (sited and latin and row[mention.start].capital):
        return None
    if latin and not article.text[start].isupper() and row[mention.start].text.islower():
        return None
    if (
        not latin
        and not (sited or is_end)
        and place is not None
        and place.kind not in ("base", "airport")
    ):
        return None
    kind = _KIND_AFTER.match(article.text, end)
    use = use_of(article.plain, sentence, start, end, is_end)
    shown = (start, kind.end() if kind else end)
    unit = geocoder.boundaries.unit(place.governorate or "") if place is not None else None
    return PlaceWords(
        *shown, article.text[slice(*shown)], use, place, unit.name if unit else None
    )  # fmt: skip


def _trimmed(text: str, span: tuple[int, int], first: Token) -> tuple[int, int]:
    """The span with the article that belongs to the name, without words that do not."""
    start, end = span
    article = _ARTICLE.search(text[max(0, start - 3) : start])
    if article:
        start -= len(article[0])
    while end - start > 3 and text[end - 1] in "'’s" and text[end - 2 : end] in ("'s", "’s"):
        end -= 2
    tail = re.search(r"\s(?:on|in|at|an?|the|and|was|set|A|An|On|In|The)$", text[start:end])
    if tail and first.text[0].isupper():
        end -= len(tail[0])
    return start, end


def _lists(plain: str, places: list[PlaceWords]) -> list[PlaceWords]:
    """Mark places that stand in a list; what the first is, the others are too."""
    done: list[PlaceWords] = []
    for words in places:
        before = done[-1] if done else None
        gap = plain[before.end : words.start] if before else None
        if before and gap is not None and gap.strip() and _LINK.fullmatch(gap):
            use = words.use
            if before.use in (Use.SITE, Use.ORIGIN, Use.SEAT) and use in (Use.NAMED, Use.SITE):
                use = before.use
            parts = before.governorate == words.governorate
            if not parts:
                done[-1] = replace(before, listed=True)
            words = replace(words, use=use, listed=not parts)
        done.append(words)
    return done
