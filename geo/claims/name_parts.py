"""A spelling of a group taken apart: its kind, its own words, and what only describes it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from geo.claims.name_words import (
    APART,
    DESCRIBING,
    JOINED,
    KINDS,
    LEXEMES,
    LINKING,
    LOOSE_KINDS,
    STOPS,
    WORLDLY,
)
from geo.places.names import ARTICLES, fold_letters, is_arabic, loose, skeletons

_LETTERS: Final = str.maketrans(
    {
        "ş": "sh",
        "Ş": "Sh",
        "ç": "ch",
        "Ç": "Ch",
        "ğ": "g",
        "š": "sh",
        "Š": "Sh",
        "İ": "I",
        "ß": "ss",
    }
)
_SORANI: Final = re.compile("[ەێۆڕڵ]")
_POSSESSIVE: Final = re.compile(r"(?<=\w)['’]s\b")
_CAMEL: Final = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])")
_NO_ARTICLE: Final = re.compile(r"\b(a)(sh|th|dh|[sdtrzn])[-'’](?!\2)(?=[a-z])", re.IGNORECASE)
_BACKED: Final = re.compile(
    r"\b(?:pro|anti)[- ](?:iran\w*|tehran)|\b(?:iran\w*|tehran|irgc|shi\W?\w*)[- ]+"
    r"(?:backed|linked|aligned|affiliated|supported|allied|sponsored|funded|trained)\b",
    re.IGNORECASE,
)
_FRONT_OF: Final = re.compile(r"\bfront (?=for|of|group|name)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parts:
    """A spelling's words by what they are.

    ``words`` are the group's own, folded, without articles; an abbreviation keeps its capitals.
    ``kinds`` are, for each word of a kind, the keys of ``KINDS`` that it may stand for.
    ``linked``: the text speaks of somebody near the group.
    """

    words: tuple[str, ...]
    kinds: tuple[frozenset[str], ...]
    linked: bool

    @property
    def all_kinds(self) -> frozenset[str]:
        """Every kind that a word of the spelling may stand for."""
        return _NO_IDS.union(*self.kinds)

    @property
    def names_nobody(self) -> bool:
        """Whether nothing is left but description: "unknown gunmen", "Iraqi resistance groups"."""
        return all((own_ids(word) or meaning_ids(word)) in _DESCRIPTIONS for word in self.words)


def fold_name(text: str) -> str:
    """``fold_letters`` for names of the press: Turkish letters as sounds, Sorani vowels left out.

    >>> fold_name("Haşdi Şabi")
    'hashdi shabi'
    """
    if text.isascii():
        return fold_letters(text)
    if _SORANI.search(text):
        text = re.sub(r"\bئ", "ا", text.replace("ە", "").replace("ڵڵ", "ڵ"))
    return fold_letters(text.translate(_LETTERS))


def _bare(word: str) -> str:
    """A folded word without its Arabic article, short words too; God's name keeps it."""
    return word[2:] if len(word) > 3 and word.startswith("ال") and word != "الله" else word


def _words(table: str) -> frozenset[str]:
    return frozenset(_bare(word) for word in fold_name(table).split())


def _table(lexemes: Iterable[tuple[str, Iterable[str]]]) -> dict[str, frozenset[str]]:
    """Folded word -> ids."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, words in lexemes:
        for word in words:
            found[_bare(fold_name(word).replace(" ", ""))].add(name)
    return {word: frozenset(names) for word, names in found.items()}


_KINDS: Final = _table((kind, words.split()) for kind, words in KINDS.items())
_LOOSE_KINDS: Final = _words(LOOSE_KINDS)
_DESCRIBING: Final = _words(DESCRIBING)
_LINKING: Final = _words(LINKING)
_WORLDLY: Final = _words(WORLDLY)
_STOPS: Final = _words(STOPS) | ARTICLES
_OWN: Final = _table((lexeme.id, lexeme.forms) for lexeme in LEXEMES)
_MEANS: Final = _table((lexeme.id, lexeme.translations) for lexeme in LEXEMES)
_DESCRIPTIONS: Final = (frozenset({"iraq"}), frozenset({"resistance"}))
COMMON: Final = frozenset(lexeme.id for lexeme in LEXEMES if lexeme.common)
"""Ids of the words that stand in the names of many groups."""

_SHORTEST_KIND: Final = 5
_LIKE_KIND: Final = 0.8
_NO_IDS: Final[frozenset[str]] = frozenset()


def own_ids(word: str) -> frozenset[str]:
    """Ids of the lexemes that are written so."""
    return _OWN.get(word, _NO_IDS)


def meaning_ids(word: str) -> frozenset[str]:
    """Ids of the lexemes that are translated so; an English plural counts as its singular."""
    return _MEANS.get(word) or _MEANS.get(word.removesuffix("s"), _NO_IDS)


def forms_of(lexeme_id: str) -> list[str]:
    """How a lexeme is written, folded."""
    return _FORMS[lexeme_id]


_FORMS: Final = {lexeme.id: [_bare(fold_name(form)) for form in lexeme.forms] for lexeme in LEXEMES}


@lru_cache(maxsize=2**16)
def sounds(word: str) -> tuple[str, ...]:
    """Skeletons of a folded word, also as Persian (th as s), French (ch as sh), Turkish (c as j).

    Skeletons of one sign are left out: they tell nothing.
    """
    found = set(skeletons(word))
    if "th" in word or "ث" in word:
        found.update(skeletons(word.replace("th", "s").replace("ث", "س")))
    if "ch" in word:
        found.update(skeletons(word.replace("ch", "sh")))
    if "c" in word:
        found.update(skeletons(word.replace("c", "j")))
    found.update([skeleton.replace("w", "") for skeleton in found])
    return tuple(sorted(skeleton for skeleton in found if len(skeleton) > 1))


def _kind_sounds() -> dict[str, list[str]]:
    """Skeleton -> forms, of the Arabic words of kinds in Latin letters."""
    found: dict[str, list[str]] = defaultdict(list)
    for kind, words in KINDS.items():
        romanised = (form for form in _words(words) if form.isascii() and form[0] == kind[0])
        for form in romanised:
            for sound in sounds(form):
                found[sound].append(form)
    return dict(found)


_KIND_SOUNDS: Final = _kind_sounds()


@lru_cache(maxsize=2**16)
def kinds_of(word: str) -> frozenset[str]:
    """The kinds of armed group that a folded word may stand for, by sound too ("kattaib")."""
    known = _KINDS.get(word)
    if known is not None:
        return known
    if len(word) < _SHORTEST_KIND or is_known(word) or is_arabic(word):
        return _NO_IDS
    likeness, best = max(
        (
            (fuzz.ratio(loose(word), loose(form)) / 100, form)
            for sound in sounds(word)
            for form in _KIND_SOUNDS.get(sound, ())
        ),
        default=(0.0, ""),
    )
    return _KINDS[best] if likeness >= _LIKE_KIND else _NO_IDS


def take_apart(words: Iterable[str]) -> Parts:
    """The parts of a spelling, from its ``tokens``."""
    kinds: list[frozenset[str]] = []
    own: list[str] = []
    linked = False
    for word in words:
        if word in _STOPS or len(word) == 1:
            continue
        linked = linked or word in _LINKING
        found = kinds_of(word)
        if found:
            kinds.append(found)
        elif not (word in _LOOSE_KINDS or word in _DESCRIBING or word in _LINKING):
            own += APART.get(word, (word,))
    return Parts(tuple(own), tuple(kinds), linked)


def tokens(
    text: str,
    codes: re.Pattern[str] | None = None,
    split: Callable[[str], list[str]] | None = None,
) -> list[str]:
    """The folded words of a spelling in order, without Arabic articles.

    Parameters
    ----------
    codes : finds abbreviations, which stay as they are.
    split : parts a folded word that several were run together in; gives it back as it is if not.
    """
    if "'" in text or "’" in text:
        text = _POSSESSIVE.sub("", text)
    text = _FRONT_OF.sub(" facade ", _BACKED.sub(" iranian ", text))
    if "-" in text or "'" in text or "’" in text:
        text = _NO_ARTICLE.sub(r"\1\2", text)
    found: list[str] = []
    for piece in codes.split(text) if codes else (text,):
        if codes and codes.fullmatch(piece):
            found.append(piece)
            continue
        for word in fold_name(_CAMEL.sub(" ", piece)).split():
            plain = _bare(word)
            found += [plain] if split is None or is_known(plain) else split(plain)
    return _joined(found)


def is_known(word: str) -> bool:
    """Whether a folded word stands in one of the tables."""
    return (
        word in _STOPS or word in _OWN or word in _KINDS or word in _DESCRIBING
        or word in _LOOSE_KINDS or word in _LINKING or word in _MEANS or word in _WORLDLY
    )  # fmt: skip


def is_article(word: str) -> bool:
    """Whether a folded word is an article or another word that names nothing."""
    return word in _STOPS or word == "ال"


def is_kind(word: str) -> bool:
    """Whether a folded word is a kind of armed group."""
    return word in _KINDS


def kind_words() -> list[str]:
    """All folded words of kinds."""
    return list(_KINDS)


def _joined(words: list[str]) -> list[str]:
    found: list[str] = []
    for word in words:
        whole = JOINED.get((found[-1], word)) if found else None
        if whole:
            found[-1] = whole
        else:
            found.append(word)
    return found


def both_latin(one: str, other: str) -> bool:
    """Whether two folded words can be compared letter by letter for their vowels."""
    return not is_arabic(one) and not is_arabic(other)
