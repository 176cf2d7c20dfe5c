"""The names of listed groups, and what one name in a text is among them: in three tiers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from geo.claims.actor_words import WordBook
from geo.claims.actors import code_pattern, is_code, spelling_key, spellings, without_note
from geo.claims.name_match import Candidate, Judged, Pattern, judge
from geo.claims.name_parts import Parts, take_apart, tokens
from geo.model import Actor

_CAPITALS: Final = re.compile(r"[A-Z]{2,4}")
_INITIAL: Final = re.compile(r"(?<![\w'’])(?!(?:of|the|in|al|and)\b)[A-Za-z]", re.IGNORECASE)
_INITIALS_SCORE: Final = 0.6
_CANDIDATES: Final = 3

SPELLED: Final = "spelled as known"
NAMES_NOBODY: Final = "names no group"
TOO_LITTLE: Final = "not like a listed name"


class Tier(StrEnum):
    """What may be done with an answer."""

    AUTO = "auto"
    REVIEW = "review"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Match:
    """One group named in a text.

    Attributes
    ----------
    text : the part of the text that names it; folded where names were run together.
    actor : the listed group; in the tier "review" the one that is proposed, "new": ``None``.
    tier : see ``Tier``.
    score : 0..1; how like the listed name is, 0 where none is.
    candidates : listed groups, the best first.
    reason : why, in words: "spelled as known", "names no group", ...
    """

    text: str
    actor: str | None
    tier: Tier
    score: float
    candidates: tuple[Candidate, ...]
    reason: str


class ListedNames:
    """Patterns of listed names, and of others that are only known.

    Parameters are those of ``geo.claims.actor_index.ActorIndex``.
    """

    def __init__(self, actors: Sequence[Actor], doubtful: Iterable[str]) -> None:
        self._doubtful = frozenset(_key(text) for text in doubtful)
        self._homonyms = frozenset(a.name for a in actors if without_note(a.name) != a.name)
        spelled: dict[str, set[str]] = {}
        for actor in actors:
            for text in spellings(actor):
                spelled.setdefault(_key(text), set()).add(actor.name)
        self._spelled = {
            key: next(iter(names))
            for key, names in spelled.items()
            if len(names) == 1 and key not in self._doubtful
        }
        self._shared = frozenset(key for key, names in spelled.items() if len(names) > 1)
        self._codes = code_pattern(key for key in spelled if is_code(key))
        self._book = WordBook()
        self._patterns: dict[str, list[Pattern]] = {}
        self._initials: dict[str, set[str]] = {}
        self._shorts: dict[str, str] = {}
        self._add(actors, listed=True)
        for actor in actors:
            for text in spellings(actor):
                self._add_initials(text, actor.name)

    def add_others(self, others: Iterable[Actor]) -> None:
        """Add groups that are known and not on the list."""
        self._add(others, listed=False)

    def _add(self, actors: Iterable[Actor], listed: bool) -> None:
        for actor in actors:
            patterns: dict[Pattern, None] = {}
            for text in spellings(actor):
                parts = take_apart(tokens(text, self._codes))
                if parts.words and _key(text) not in self._shared:
                    words = tuple(self._book.add(word) for word in parts.words)
                    sure = _key(text) not in self._doubtful
                    patterns[Pattern(actor.name, words, parts.all_kinds, sure, listed)] = None
            kinds = frozenset().union(*(pattern.kinds for pattern in patterns if pattern.sure))
            for pattern in patterns:
                for name in set(pattern.classes):
                    whole = replace(pattern, group_kinds=kinds)
                    self._patterns.setdefault(name, []).append(whole)
        self._book.close()

    def _add_initials(self, text: str, name: str) -> None:
        if not is_code(text):
            if _CAPITALS.fullmatch(text):
                self._shorts[text] = name
            else:
                self._initials.setdefault(_initials(text), set()).add(name)

    def words(self, text: str) -> list[str]:
        """The folded words of a text, those parted that listed names were run together in."""
        return tokens(text, self._codes, self._book.split)

    def spelled(self, text: str) -> Match | None:
        """The answer for a listed spelling, or for an abbreviation; else ``None``."""
        name = self._spelled.get(_key(text))
        if name is not None:
            return Match(text, name, Tier.AUTO, 1.0, (Candidate(name, 1.0, SPELLED),), SPELLED)
        if _CAPITALS.fullmatch(text):
            return _proposed(text, sorted(self._initials.get(text, ())))
        return None

    def judged(self, text: str, words: list[str]) -> Match:
        """The one group that the words as a whole name."""
        parts = take_apart(words)
        if parts.names_nobody:
            return Match(text, None, Tier.NEW, 0.0, (), NAMES_NOBODY)
        ranked = self._ranked(parts)
        listed = [answer for answer in ranked if answer.pattern.listed]
        candidates = tuple(answer.candidate() for answer in listed[:_CANDIDATES])
        score = candidates[0].score if candidates else 0.0
        if ranked and not ranked[0].pattern.listed and ranked[0].is_likely:
            reason = f"another group: {ranked[0].pattern.actor}"
            return Match(text, None, Tier.NEW, score, candidates, reason)
        if not listed or not (listed[0].same or listed[0].worth_review):
            short = self._shorts.get(_initials(text))
            if short:
                return _proposed(text, [short])
            return Match(text, None, Tier.NEW, score, candidates, TOO_LITTLE)
        name = candidates[0].actor
        doubts = [
            said
            for said, holds in (
                ("somebody near the group", parts.linked),
                ("listed as doubtful", _key(text) in self._doubtful),
                ("several groups have that name", name in self._homonyms),
                ("fits two groups", len(listed) > 1 and listed[1].same),
            )
            if holds
        ]
        tier = Tier.AUTO if listed[0].same and not doubts else Tier.REVIEW
        reason = "; ".join((*doubts, candidates[0].reason))
        return Match(text, name, tier, score, candidates, reason)

    def _ranked(self, parts: Parts) -> list[Judged]:
        """The best answer of every group, the best first."""
        hits = [self._book.hits(word) for word in parts.words]
        seen = {p: None for found in hits for name in found for p in self._patterns.get(name, ())}
        best: dict[str, Judged] = {}
        for pattern in seen:
            answer = judge(parts, hits, pattern)
            held = best.get(pattern.actor)
            if answer and (held is None or answer.rank > held.rank):
                best[pattern.actor] = answer
        return sorted(best.values(), key=lambda answer: answer.rank, reverse=True)


def _key(text: str) -> str:
    """What listed spellings are found by; an abbreviation keeps its capitals."""
    text = text.strip()
    return text if is_code(text) else spelling_key(text)


def _initials(text: str) -> str:
    """First letters of the Latin words of a name, in capitals."""
    return "".join(_INITIAL.findall(text)).upper()


def _proposed(text: str, names: Sequence[str]) -> Match:
    """An answer that rests on initials alone."""
    if not names:
        return Match(text, None, Tier.NEW, 0.0, (), TOO_LITTLE)
    found = tuple(Candidate(name, _INITIALS_SCORE, "its initials") for name in names)
    return Match(text, names[0], Tier.REVIEW, _INITIALS_SCORE, found, "its initials")
