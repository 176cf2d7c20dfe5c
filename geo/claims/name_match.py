"""How well the words of a spelling fit one listed name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from geo.claims.actor_words import Hit, How
from geo.claims.name_parts import COMMON, Parts, meaning_ids, own_ids

_IRAQ: Final = frozenset({"iraq"})
_COMMON_WEIGHT: Final = 0.3
_COUNTRY_WEIGHT: Final = 0.15
_REVIEW_LEAST: Final = 0.5
_REVIEW_LEAST_ALIKE: Final = 0.65
_REVIEW_LEAST_COMMON: Final = 0.74
_LIKELY: Final = 0.75
_LIKE_ALONE: Final = 0.97
_OTHER_KIND: Final = 0.7
_NO_KIND: Final = 0.9
_REASONS: Final = {
    How.KNOWN: "same words",
    How.SOUND: "same consonants",
    How.MEANING: "same meaning",
    How.ALIKE: "alike in letters",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A listed group that may be meant: how like its name is, 0..1, and why."""

    actor: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """One listed spelling as classes of words.

    ``group_kinds`` are the kinds of all spellings of the group. ``sure``: a spelling that fits it
    is the group; not so for spellings that are doubtful themselves. ``listed``: the group is on
    the list, not only known. ``weights``: what each
    word says about who is meant; ``common``: no word of it tells it from the names of other groups;
    ``translated``: a word of it is a translation.
    """

    actor: str
    classes: tuple[str, ...]
    kinds: frozenset[str]
    sure: bool = True
    listed: bool = True
    group_kinds: frozenset[str] = frozenset()

    weights: tuple[float, ...] = field(init=False)
    common: bool = field(init=False)
    translated: bool = field(init=False)

    def __post_init__(self) -> None:
        weights = tuple(weight(name) for name in self.classes)
        common = max(weights) <= _COMMON_WEIGHT
        translated = any(meaning_ids(name) and not own_ids(name) for name in self.classes)
        object.__setattr__(self, "weights", weights)
        object.__setattr__(self, "common", common)
        object.__setattr__(self, "translated", translated)


@dataclass(frozen=True, slots=True)
class Judged:
    """How a spelling fits a pattern: whether it is the same name, or worth an editor's look."""

    pattern: Pattern
    score: float
    same: bool
    worth_review: bool
    how: How
    kinds: str
    extra: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def rank(self) -> tuple[bool, float, str]:
        """What to sort by, the best highest."""
        return self.same, self.score, self.pattern.actor

    @property
    def is_likely(self) -> bool:
        """Whether the group is rather meant than not."""
        return self.same or self.score >= _LIKELY

    def candidate(self) -> Candidate:
        """The group with its score and the reason in words."""
        said = [_REASONS[self.how]]
        if self.kinds:
            said.append(self.kinds)
        if self.extra:
            said.append(f"also has: {' '.join(self.extra)}")
        if self.missing:
            said.append(f"lacks: {' '.join(self.missing)}")
        return Candidate(self.pattern.actor, self.score, "; ".join(said))


@lru_cache(maxsize=2**14)
def weight(word: str) -> float:
    """What a word says about who is meant: little for words that many groups have, else 1."""
    ids = own_ids(word) or meaning_ids(word) or frozenset({word})
    if ids == _IRAQ:
        return _COUNTRY_WEIGHT
    return _COMMON_WEIGHT if ids <= COMMON else 1.0


def judge(parts: Parts, hits: Sequence[dict[str, Hit]], pattern: Pattern) -> Judged | None:
    """Compare a spelling with a listed one; ``None`` if no word of theirs is alike.

    Parameters
    ----------
    hits : of each of the spelling's words, the classes it may be.
    """
    used: dict[int, Hit] = {}
    total = gained = 0.0
    missing = []
    for name, worth in zip(pattern.classes, pattern.weights, strict=True):
        total += worth
        best, at = None, -1
        for i, found in enumerate(hits):
            hit = found.get(name)
            if hit and i not in used and (best is None or hit.likeness > best.likeness):
                best, at = hit, i
        if best is None:
            missing.append(name)
        else:
            used[at] = best
            gained += worth * best.likeness
    if not used:
        return None
    # A country added to a name does not make it another one.
    extra = [
        word
        for i, word in enumerate(parts.words)
        if i not in used and weight(word) != _COUNTRY_WEIGHT
    ]
    for word in extra:
        total += weight(word)
    how = min(hit.how for hit in used.values())
    kinds, factor = _kinds(parts, pattern)
    score = round(gained / total * factor, 3)
    whole = not missing and how >= How.SOUND
    same = whole and not extra and pattern.sure and _tells(parts, pattern, kinds, used)
    if pattern.common:
        one_kind = len(pattern.classes) > 1 or kinds in (_AGREE, _MORE)
        worth_review = score >= _REVIEW_LEAST_COMMON and one_kind
    else:
        least = _REVIEW_LEAST_ALIKE if how is How.ALIKE else _REVIEW_LEAST
        inside = whole and how is How.KNOWN and kinds != _OTHER and not pattern.translated
        worth_review = score >= least or (inside and pattern.sure)
    return Judged(pattern, score, same, worth_review, how, kinds, tuple(extra), tuple(missing))


_AGREE: Final = ""
_LACKS: Final = "only one has a kind"
_MORE: Final = "of another kind as well"
_OTHER: Final = "another kind of group"


def _kinds(parts: Parts, pattern: Pattern) -> tuple[str, float]:
    """How the kinds of two names go together, and what the likeness is multiplied with."""
    group = pattern.kinds | pattern.group_kinds
    if not parts.kinds:
        return (_LACKS, _NO_KIND) if pattern.kinds else (_AGREE, 1.0)
    if any(kinds & (pattern.kinds or group) for kinds in parts.kinds):
        return (_AGREE, 1.0) if all(kinds & group for kinds in parts.kinds) else (_MORE, _NO_KIND)
    return (_OTHER, _OTHER_KIND) if group else (_LACKS, _NO_KIND)


def _tells(parts: Parts, pattern: Pattern, kinds: str, used: Mapping[int, Hit]) -> bool:
    """Whether words and kinds that fit are enough to say that the groups are the same.

    A name of common words ("Hezbollah") needs its kind, or the same words in the same order; a
    name of one word must be written or sound much the same, and needs its kind unless neither
    has one. ``used``: the spelling's words in the order of the pattern's.
    """
    if pattern.common:
        if pattern.kinds or parts.kinds:
            return kinds == _AGREE and bool(parts.all_kinds & pattern.kinds)
        return len(used) > 1 and list(used) == sorted(used)
    if len(pattern.classes) > 1:
        return kinds in (_AGREE, _LACKS)
    return kinds == _AGREE and all(hit.likeness >= _LIKE_ALONE for hit in used.values())
