"""The words of listed names as classes, and which of them a new word is."""

from __future__ import annotations

from collections import defaultdict
from enum import IntEnum
from typing import Final, NamedTuple

from rapidfuzz import fuzz, process

from geo.claims.name_parts import (
    both_latin,
    forms_of,
    is_article,
    is_kind,
    is_known,
    kind_words,
    meaning_ids,
    own_ids,
    sounds,
)
from geo.places.names import loose

_LIKE: Final = 0.6
_LIKE_SHORT: Final = 0.66
_LIKE_ACROSS_SCRIPTS: Final = 0.9
_FUZZY_LEAST: Final = 76.0
_FUZZY_SHORTEST: Final = 4
_MEMORY: Final = 2**18
_LONGEST: Final = 40
_RUN_TOGETHER_SHORTEST: Final = 7


class How(IntEnum):
    """Why a word is taken for another; only the last two say that it is the same word."""

    ALIKE = 0
    MEANING = 1
    SOUND = 2
    KNOWN = 3


class Hit(NamedTuple):
    """How well a word fits a class, 0..1, and why."""

    likeness: float
    how: How


class WordBook:
    """Classes of the words of listed names: one class for all spellings of one word.

    A class is the id of a lexeme, or the first spelling of a word that is none. A translated
    word is a class of its own, because it may stand for several words.
    """

    def __init__(self) -> None:
        self._forms: dict[str, str] = {}
        self._sounding: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._translated: dict[str, set[str]] = defaultdict(set)
        self._classes: set[str] = set()
        self._hits: dict[str, dict[str, Hit]] = {}
        self._choices: dict[str, str] = {}
        self._pieces: frozenset[str] = frozenset()

    def add(self, word: str) -> str:
        """The class of a listed word, made if need be."""
        known = self._forms.get(word) or self._forms.get(word.removesuffix("s"))
        if known is not None:
            return known
        ids = own_ids(word)
        meanings = meaning_ids(word)
        if ids:
            found = min(ids)
            for form in forms_of(found):
                self._file(form, found)
        elif meanings:
            found = word
            self._translated[found] |= meanings
            self._forms.setdefault(word.removesuffix("s"), found)
        elif word.isupper():
            found = word
        else:
            like = self._by_sound(word)
            found = max(like, key=lambda name: (like[name].likeness, name), default=word)
            self._file(word, found)
        self._forms[word] = found
        self._classes.add(found)
        return found

    def _file(self, form: str, name: str) -> None:
        self._forms.setdefault(form, name)
        for sound in sounds(form):
            self._sounding[sound].append((name, form))

    def close(self) -> None:
        """No more words will be added; what is remembered is forgotten."""
        self._hits.clear()
        self._choices = {form: loose(form) for form in self._forms if not form.isupper()}
        self._pieces = frozenset(
            word
            for word in (*self._forms, *kind_words())
            if len(word) > 2 or (not word.isascii() and len(word) > 1)
        )

    def hits(self, word: str) -> dict[str, Hit]:
        """The classes that a folded word may be, each with its likeness."""
        found = self._hits.get(word)
        if found is None:
            if len(self._hits) >= _MEMORY:
                self._hits.clear()
            found = self._hits[word] = self._find(word)
        return found

    def _find(self, word: str) -> dict[str, Hit]:
        if word.isupper():
            return {word: Hit(1.0, How.KNOWN)} if word in self._classes else {}
        found: dict[str, Hit] = {}
        ids, meanings = own_ids(word), meaning_ids(word)
        for name, means in self._translated.items():
            if means & (ids | meanings):
                found[name] = Hit(0.9, How.MEANING)
        found |= {name: Hit(0.9, How.MEANING) for name in sorted(meanings & self._classes)}
        found |= {name: Hit(0.98, How.SOUND) for name in sorted(ids & self._classes)}
        known = self._forms.get(word) or self._forms.get(word.removesuffix("s"))
        if known is not None:
            found[known] = Hit(1.0, How.KNOWN)
        if not found and not is_known(word):
            found = self._by_sound(word) or self._alike(word)
        return found

    def _by_sound(self, word: str) -> dict[str, Hit]:
        """Classes with the same consonants; in one script the vowels must be alike as well."""
        found: dict[str, Hit] = {}
        for sound in sounds(word):
            for name, form in self._sounding.get(sound, ()):
                like = _LIKE_ACROSS_SCRIPTS
                if both_latin(word, form):
                    like = fuzz.ratio(loose(word), loose(form)) / 100
                    if like < (_LIKE if len(sound) > 2 else _LIKE_SHORT):
                        continue
                hit = Hit(0.9 + 0.1 * like, How.SOUND)
                if name not in found or found[name].likeness < hit.likeness:
                    found[name] = hit
        return found

    def _alike(self, word: str) -> dict[str, Hit]:
        """Classes that are only alike in letters; these propose and never decide."""
        if len(word) < _FUZZY_SHORTEST:
            return {}
        found: dict[str, Hit] = {}
        for _, score, form in process.extract(
            loose(word), self._choices, scorer=fuzz.ratio, score_cutoff=_FUZZY_LEAST, limit=3
        ):
            found.setdefault(self._forms[form], Hit(0.9 * score / 100, How.ALIKE))
        return found

    def split(self, word: str) -> list[str]:
        """The words that a folded word was run together from, else the word itself.

        Every piece is a known word, a kind or an article. "ashabalkahf" is "ashab", "al", "kahf".
        """
        n = len(word)
        if n > _LONGEST or word in self._forms:
            return [word]
        if is_article(word[:2]) and word[2:] in self._forms:
            return [word[2:]]
        stem, article = word[:-2], word[-2:]
        if is_article(article) and (is_kind(stem) or stem in self._forms):
            return [stem]
        if n < _RUN_TOGETHER_SHORTEST:
            return [word]
        # best[i]: fewest pieces that make up word[i:], and the first of them.
        best: list[tuple[int, int] | None] = [None] * n + [(0, 0)]
        for start in range(n - 1, -1, -1):
            for end in range(start + 2, n + 1):
                rest, piece = best[end], word[start:end]
                if rest is None or not (piece in self._pieces or is_article(piece)):
                    continue
                here = best[start]
                if here is None or rest[0] + 1 < here[0]:
                    best[start] = (rest[0] + 1, end)
        pieces, at = [], 0
        while at < n and (step := best[at]) is not None:
            pieces.append(word[at : step[1]])
            at = step[1]
        if at == n and not all(is_article(p) for p in pieces[1:]):
            return pieces
        return self._split_kind(word)

    def _split_kind(self, word: str) -> list[str]:
        """A kind and a name run together, the name spelled in a way that is not listed."""
        if self._by_sound(word):
            return [word]
        for end in range(4, len(word) - 3):
            head, tail = word[:end], word[end:]
            if is_kind(head):
                if is_article(tail[:2]) and self._by_sound(tail[2:]):
                    return [head, tail[2:]]
                if self._by_sound(tail):
                    return [head, tail]
        return [word]
