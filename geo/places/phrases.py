"""Finding the names of the gazetteer among the words of a phrase."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from geo.places import vocabulary as words
from geo.places.gazetteer import Gazetteer
from geo.places.names import ARTICLES, is_arabic, loose, romanise, skeletons
from geo.places.records import Place
from geo.places.tokens import Token

_LONGEST_NAME: Final = 5
_AS_LIKE: Final = 0.05
_LONG_SOUND: Final = 5
_AFTER_VERB: Final = frozenset({"by", "a", "an", "the", "with", "his", "their", "two", "three"})
_LINKS: Final = words.OF | words.AND


@dataclass(slots=True)
class Mention:
    """A name found in tokens [start, end), the places it may mean, and what stands around it."""

    start: int
    end: int
    places: list[Place]
    text: str
    score: float
    variants: list[Place] = field(default_factory=list)  # meant only when ``places`` cannot be
    capital_of: list[Place] = field(default_factory=list)  # meant only beside "province"
    kind: str | None = None
    bearing: float | None = None  # the phrase speaks of somewhere in this direction from it
    distance_m: float | None = None
    near: bool = False
    container: bool = False  # "Baghdad's", "in Baghdad": something in it is meant
    inside: bool = False  # "western Baghdad": in that part of it, not outside it
    within: bool = False  # behind a comma or "in": it may hold the name before it
    unsure: bool = False  # counts only when a kind word or another place bears it out
    partial: bool = False  # beside it stands a word of a longer name: "Abu Karmah", "Hajj Ali"
    alone: bool = False  # a small place by its name only, and no rare one: another may be meant
    chosen: Place | None = field(default=None)
    rivals: list[Place] = field(default_factory=list)  # as likely as the chosen one, elsewhere


def mentions(row: list[Token], gazetteer: Gazetteer) -> list[Mention]:
    """The names in a row of tokens, none overlapping, in order of place.

    Longest first; written as the gazetteer writes them before usual variants, and those before
    slips of the pen and likeness of sound.
    """
    taken = [False] * len(row)
    found: list[Mention] = []
    some_capitals = any(t.text[0].isupper() for t in row)
    for start, end in _runs(row, some_capitals):
        mention = _whole(row, start, end, gazetteer)
        if mention:
            found.append(mention)
            taken[start:end] = [True] * (end - start)
    spans = [
        (start, start + size)
        for size in range(min(_LONGEST_NAME, len(row)), 0, -1)
        for start in range(len(row) - size + 1)
        if _may_be_name(row, start, start + size)
    ]
    for look, longest in ((_exact, _LONGEST_NAME), (_loosely, 4), (_slip, 1), (_similar, 3)):
        for start, end in spans:
            if end - start > longest or True in taken[start:end]:
                continue
            if look is not _exact and some_capitals and not _capitals(row, start, end):
                continue
            mention = look(row, start, end, gazetteer)
            if mention:
                found.append(mention)
                taken[start:end] = [True] * (end - start)
        spans = [span for span in spans if True not in taken[span[0] : span[1]]]
        if not spans:
            break
    return sorted(found, key=lambda m: m.start)


def _runs(row: list[Token], some_capitals: bool) -> Iterator[tuple[int, int]]:
    """Two to five words in a row, none of them generic, that may be one name."""
    start = 0
    for i in range(len(row) + 1):
        name = i < len(row) and row[i].word not in words.FUNCTION and row[i].number is None
        if name and some_capitals and not row[i].capital:
            name = False
        hyphen = "-" if i and row[i - 1].word in ARTICLES else ""
        joined = name and i > start and not row[i].before.strip(f" '’‘{hyphen}")
        if joined or (i < len(row) and row[i].word in ARTICLES and i > start):
            continue
        end = i
        while end > start and row[end - 1].word in ARTICLES:
            end -= 1
        if 2 <= end - start <= _LONGEST_NAME:
            yield start, end
        start = i if name else i + 1


def _whole(row: list[Token], start: int, end: int, gazetteer: Gazetteer) -> Mention | None:
    """A name of several words as a whole, before any of its words: "Hajj Ali", not "Ali"."""
    found = _exact(row, start, end, gazetteer) or _loosely(row, start, end, gazetteer)
    if found is None:
        found = _similar(row, start, end, gazetteer)
    return None if found is None or found.unsure else found


def _capitals(row: list[Token], start: int, end: int) -> bool:
    return all(t.capital or t.word in ARTICLES for t in row[start:end])


def _may_be_name(row: list[Token], start: int, end: int) -> bool:
    first, last = row[start].word, row[end - 1].word
    if first in ARTICLES or last in ARTICLES:
        return False
    if end - start > 1 and (first in _LINKS or last in _LINKS):
        return False
    if end - start == 1:
        if len(first) < 4 and not row[start].capital:
            return False  # "hit", "kut", "ana" are also words or names of people
        if first == "hit" and end < len(row) and row[end].word in _AFTER_VERB:
            return False
        if any(form in words.KINDS for form in row[start].forms[1:]):
            return False  # "in the town of" written as one word
        return len(first) > 1 and (first not in words.FUNCTION or _proper(row, start))
    return not any(token.broken for token in row[start + 1 : end])


def _proper(row: list[Token], start: int) -> bool:
    """A common noun written as a name: "Al Hayy town", "مدينة الحي"."""
    token = row[start]
    if token.word in words.COUNTRY or token.word not in words.KINDS:
        return False
    if is_arabic(token.word):
        before = row[start - 1].word if start else ""
        return token.text.startswith("ال") and before in words.TOWN | words.DISTRICT
    return token.text[0].isupper() and start > 0 and row[start - 1].word in ARTICLES


def _keys(row: list[Token], start: int, end: int) -> Iterator[str]:
    rest = "".join(t.word for t in row[start + 1 : end] if t.word not in ARTICLES)
    for form in row[start].forms:
        yield form + rest


def _exact(row: list[Token], start: int, end: int, gazetteer: Gazetteer) -> Mention | None:
    for key in _keys(row, start, end):
        places = gazetteer.exact(key)
        kind_only = gazetteer.with_kind(key)
        if places or kind_only:
            others = gazetteer.loosely(key) if key.isascii() and len(key) > 3 else []
            variants = [p for p in others if p not in places]
            text = _text(row, start, end)
            return Mention(start, end, places, text, 1.0, variants, kind_only)
    return None


def _loosely(row: list[Token], start: int, end: int, gazetteer: Gazetteer) -> Mention | None:
    for key in _keys(row, start, end):
        places = gazetteer.loosely(key) if key.isascii() and len(key) > 3 else []
        if places:
            return Mention(start, end, places, _text(row, start, end), 0.95)
    return None


def _slip(row: list[Token], start: int, end: int, gazetteer: Gazetteer) -> Mention | None:
    """One letter wrong, missing, too many or swapped in a long name of a notable place.

    A slip alone proves nothing: the mention counts only beside another place (``unsure``).
    """
    key = row[start].word
    if len(key) < 7 or not key.isascii():
        return None
    hits = process.extract(
        key, gazetteer.notable_keys, scorer=OSA.distance, score_cutoff=1, limit=5
    )
    places = {id(p): p for name, _, _ in hits for p in gazetteer.exact(name)}
    if not places:
        return None
    ranked = sorted(places.values(), key=lambda p: -p.weight)
    return Mention(start, end, ranked, row[start].text, 0.7, unsure=True)


def _similar(row: list[Token], start: int, end: int, gazetteer: Gazetteer) -> Mention | None:
    """A name that only sounds like one of the gazetteer: the letters must be much alike too."""
    best: dict[int, tuple[float, Place]] = {}
    for key in _keys(row, start, end):
        signs = max(map(len, skeletons(key)), default=0)
        short = signs < 3
        for place, name in gazetteer.similar(key):
            like = likeness(key, name)
            needed = 0.88 if place.kind == "village" or short else 0.75
            if like >= needed and like > best.get(id(place), (0.0, place))[0]:
                best[id(place)] = (like, place)
        if best:
            break
    if not best:
        return None
    likest = max(like for like, _ in best.values())
    alike = [item for item in best.values() if item[0] > likest - _AS_LIKE]
    ranked = sorted(alike, key=lambda item: -(item[0] * 20 + item[1].weight))
    enough = 0.88 if signs < _LONG_SOUND else 0.8
    unsure = short or ranked[0][0] < enough or all(p.kind == "village" for _, p in ranked)
    return Mention(
        start, end, [place for _, place in ranked], _text(row, start, end),
        round(0.9 * ranked[0][0], 3), unsure=unsure,
    )  # fmt: skip


def _text(row: list[Token], start: int, end: int) -> str:
    return " ".join(token.text for token in row[start:end])


def likeness(key: str, name: str) -> float:
    """0..1. Across scripts only the consonants and long vowels can be compared."""
    if is_arabic(key) == is_arabic(name):
        return fuzz.ratio(loose(key), loose(name)) / 100
    arabic, latin = (key, name) if is_arabic(key) else (name, key)
    written = romanise(arabic).replace("w", "u").replace("y", "i")
    return min(1.0, 0.2 + fuzz.ratio(loose(latin), loose(written)) / 100)
