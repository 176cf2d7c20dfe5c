"""Who is meant by a spelling: listed groups, found in three tiers.

A spelling is taken apart (``geo.claims.name_parts``), its words are looked up among those of the
listed names (``geo.claims.actor_words``), and the best listed name is judged: the same words by
sound are the same group; words that are missing, added, translated or only alike are proposed to
an editor; all else is a new name. Several groups in one text, run together or not, are parted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from geo.claims.actor_words import WordBook
from geo.claims.actors import (
    code_pattern,
    doubtful_spellings,
    is_code,
    spelling_key,
    spellings,
    without_note,
)
from geo.claims.name_match import Candidate, Judged, Pattern, judge
from geo.claims.name_parts import Parts, is_article, take_apart, tokens
from geo.model import Actor

_CAPITALS: Final = re.compile(r"[A-Z]{2,4}")
_PARENS: Final = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_STRONG: Final = re.compile(r"\s*[;\n؛]\s*")
_WEAK: Final = re.compile(
    r"\s*(?:[,&+/|،]|\s[-–—]+\s|:\s|\s(?:and|und|et|ve|y|dan|wa|و)\s|\s(?=و\S{3}))\s*",
    re.IGNORECASE,
)
_DOTTED: Final = re.compile(r"\b(?:[A-Z]\.){2,}")
_LEADING_AND: Final = re.compile(r"^و(?=\S{4})")
_CANDIDATES: Final = 3
_MOST_WORDS: Final = 12
_LONGEST: Final = 300
_MEMORY: Final = 2**17
_INITIALS_SCORE: Final = 0.6
_INITIAL: Final = re.compile(r"(?<![\w'’])(?!(?:of|the|in|al|and)\b)[A-Za-z]", re.IGNORECASE)


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


class ActorIndex:
    """Listed groups, to be asked who a spelling means.

    Parameters
    ----------
    actors : the groups. A name with a remark in brackets, "X (2021 brand)", says that other
        groups bear it: only its listed spellings are then taken by themselves. A group whose
        hypothesis calls it an umbrella stands behind a group that is named with it.
    others : groups that are known and not listed; a name that fits one of them better is new.
    """

    def __init__(self, actors: Iterable[Actor], others: Iterable[Actor] = ()) -> None:
        actors = tuple(actors)
        self._umbrellas = frozenset(a.name for a in actors if "umbrella" in (a.hypothesis or ""))
        self._homonyms = frozenset(a.name for a in actors if without_note(a.name) != a.name)
        self._doubtful = frozenset(t for actor in actors for t in doubtful_spellings(actor))
        spelled: dict[str, set[str]] = {}
        for actor in actors:
            for text in spellings(actor):
                spelled.setdefault(_key(text), set()).add(actor.name)
        doubtful = {_key(text) for text in self._doubtful}
        self._listed = {
            key: next(iter(names))
            for key, names in spelled.items()
            if len(names) == 1 and key not in doubtful
        }
        self._codes = code_pattern(key for key in spelled if is_code(key))
        self._book = WordBook()
        self._patterns: dict[str, list[Pattern]] = {}
        self._initials: dict[str, set[str]] = {}
        self._shorts: dict[str, str] = {}
        self._memo: dict[str, tuple[Match, ...]] = {}
        shared = frozenset(key for key, names in spelled.items() if len(names) > 1)
        for actor in actors:
            self._add(actor, shared, listed=True)
        self._book.close()
        strangers = [other for other in others if not self._names(other)]
        for other in strangers:
            self._add(other, frozenset(), listed=False)
        self._book.close()
        self._memo.clear()

    def _names(self, other: Actor) -> bool:
        """Whether a known group is a listed one after all."""
        return any(
            match.tier is Tier.AUTO for text in spellings(other) for match in self.match(text)
        )

    def _add(self, actor: Actor, shared: frozenset[str], listed: bool) -> None:
        patterns: dict[Pattern, None] = {}
        for text in spellings(actor):
            if _key(text) in shared:
                continue
            parts = take_apart(tokens(text, self._codes))
            if parts.words:
                words = tuple(self._book.add(word) for word in parts.words)
                sure = text not in self._doubtful
                patterns[Pattern(actor.name, words, parts.kinds, sure, listed)] = None
            if listed and _CAPITALS.fullmatch(text) and not is_code(text):
                self._shorts[text] = actor.name
            elif listed and not is_code(text):
                self._initials.setdefault(_initials(text), set()).add(actor.name)
        kinds = frozenset().union(*(pattern.kinds for pattern in patterns if pattern.sure))
        for pattern in patterns:
            for name in set(pattern.classes):
                whole = replace(pattern, group_kinds=kinds)
                self._patterns.setdefault(name, []).append(whole)

    def match(self, text: str) -> tuple[Match, ...]:
        """The groups that a text names, in its order; never empty.

        A text that names none gives one answer without an actor.
        """
        found = self._memo.get(text)
        if found is None:
            if len(self._memo) >= _MEMORY:
                self._memo.clear()
            items = [item for item in _STRONG.split(text.strip()[:_LONGEST]) if item] or [""]
            every = [match for item in items for match in self._item(item)]
            named = [match for match in every if match.reason != NAMES_NOBODY]
            found = self._memo[text] = tuple(_once(named or every[:1]))
        return found

    def _item(self, text: str) -> list[Match]:
        """Groups of a text that has no separator which always parts."""
        if "." in text:
            text = _DOTTED.sub(lambda found: found[0].replace(".", ""), text)
        name = self._listed.get(_key(text))
        if name is not None:
            sure = Candidate(name, 1.0, SPELLED)
            return [Match(text, name, Tier.AUTO, 1.0, (sure,), SPELLED)]
        inside = [part for part in _PARENS.findall(text) if part.strip()]
        if inside:
            return self._bracketed(text, inside)
        if _CAPITALS.fullmatch(text):
            return [_proposed(text, sorted(self._initials.get(text, ())))]
        words = tokens(text, self._codes, self._book.split)
        linked = take_apart(words).linked
        if not linked and (parted := self._parted(text)):
            return parted
        whole = self._decided(text, words)
        if whole.tier is Tier.AUTO or whole.reason == NAMES_NOBODY or linked:
            return [whole]
        return self._run_together(words) or [whole]

    def _bracketed(self, text: str, inside: list[str]) -> list[Match]:
        """What stands before brackets; what is in them where that names no group by itself."""
        outside = self._item(_PARENS.sub(" ", text).strip())
        if any(m.tier is Tier.AUTO and m.actor not in self._umbrellas for m in outside):
            return outside
        parts = [*outside, *(match for part in inside for match in self._item(part))]
        return self._led(parts) or outside

    def _parted(self, text: str) -> list[Match] | None:
        """The text parted at words and signs that may part, if every part names a group.

        Beside a listed group a part that has a kind ("Harakat ...") names a new one.
        """
        parts = [_LEADING_AND.sub("", part) for part in _WEAK.split(text) if part.strip()]
        if len(parts) < 2:
            return None
        found = [match for part in parts for match in self._item(part)]
        led = self._led(found)
        if led is not None or not any(match.tier is Tier.AUTO for match in found):
            return led
        named = [match for match in found if match.reason != NAMES_NOBODY]
        groups = all(m.tier is Tier.AUTO or take_apart(tokens(m.text)).kinds for m in named)
        return named if groups else None

    def _run_together(self, words: list[str]) -> list[Match] | None:
        """The words parted where both sides name a group."""
        words = words[:_MOST_WORDS]
        for at in range(2, len(words) - 1):
            head = self._decided(" ".join(words[:at]), words[:at])
            if not head.candidates or is_article(words[at - 1]):
                continue
            tail = words[at:]
            rest = self._decided(" ".join(tail), tail)
            found = self._led([head, rest])
            if found is None and head.tier is Tier.AUTO and rest.actor:
                more = self._run_together(tail)
                found = self._led([head, *more]) if more else None
            if found:
                return found
        return None

    def _led(self, parts: list[Match]) -> list[Match] | None:
        """Parts that name groups by themselves, without an umbrella that stands before them.

        ``None`` if another part may name a group.
        """
        named = [part for part in parts if part.reason != NAMES_NOBODY]
        sure = [part for part in named if part.tier is Tier.AUTO]
        inner = [part for part in sure if part.actor not in self._umbrellas]
        for part in named:
            likely = part.candidates[0].actor if part.candidates else None
            if part.tier is not Tier.AUTO and not (inner and likely in self._umbrellas):
                return None
        return inner or sure or None

    def _decided(self, text: str, words: list[str]) -> Match:
        """The one group that the words as a whole name."""
        parts = take_apart(words)
        if parts.names_nobody:
            return Match(text, None, Tier.NEW, 0.0, (), NAMES_NOBODY)
        ranked = self._ranked(parts)
        listed = [answer for answer in ranked if answer.listed]
        candidates = tuple(answer.candidate for answer in listed[:_CANDIDATES])
        score = candidates[0].score if candidates else 0.0
        if ranked and not ranked[0].listed and ranked[0].is_likely:
            reason = f"another group: {ranked[0].candidate.actor}"
            return Match(text, None, Tier.NEW, score, candidates, reason)
        if not listed or not (listed[0].same or listed[0].worth_review):
            short = self._shorts.get(_initials(text))
            if short:
                return _proposed(text, [short])
            return Match(text, None, Tier.NEW, score, candidates, TOO_LITTLE)
        name, reason = listed[0].candidate.actor, listed[0].candidate.reason
        rival = len(listed) > 1 and listed[1].same
        if parts.linked:
            reason = f"somebody near the group; {reason}"
        sure = listed[0].same and not (parts.linked or rival or name in self._homonyms)
        return Match(text, name, Tier.AUTO if sure else Tier.REVIEW, score, candidates, reason)

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
        return sorted(best.values(), key=lambda a: (a.rank, a.candidate.actor), reverse=True)


SPELLED: Final = "spelled as known"
NAMES_NOBODY: Final = "names no group"
TOO_LITTLE: Final = "not like a listed name"


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


def _once(matches: Iterable[Match]) -> list[Match]:
    """Matches without those that name a group again."""
    found: dict[object, Match] = {}
    for at, match in enumerate(matches):
        found.setdefault(match.actor or at, match)
    return list(found.values())
