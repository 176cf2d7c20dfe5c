"""Who is meant by a text: listed groups, found in three tiers, several in one text parted.

A spelling is taken apart (``geo.claims.name_parts``), its words are looked up among those of the
listed names (``geo.claims.actor_words``), and the best listed name is judged
(``geo.claims.listed_names``): the same words by sound are the same group; words that are missing,
added, translated or only alike are proposed to an editor; all else is a new name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from geo.claims.actors import doubtful_spellings, spellings
from geo.claims.listed_names import NAMES_NOBODY, ListedNames, Match, Tier
from geo.claims.name_parts import is_article, take_apart, tokens
from geo.model import Actor

_PARENS: Final = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_STRONG: Final = re.compile(r"\s*[;\n؛]\s*")
_WEAK: Final = re.compile(
    r"\s*(?:[,&+/|،]|\s[-–—]+\s|:\s|\s(?:and|und|et|ve|y|dan|wa|و)\s|\s(?=و\S{3}))\s*",
    re.IGNORECASE,
)
_DOTTED: Final = re.compile(r"\b(?:[A-Z]\.){2,}")
_LEADING_AND: Final = re.compile(r"^و(?=\S{4})")
_MOST_WORDS: Final = 12
_LONGEST: Final = 300
_MEMORY: Final = 2**17


class ActorIndex:
    """Listed groups, to be asked who a spelling means.

    Parameters
    ----------
    actors : the groups. A name with a remark in brackets, "X (2021 brand)", says that other
        groups bear it: only its listed spellings are then taken by themselves. A group whose
        hypothesis calls it an umbrella stands behind a group that is named with it.
    others : groups that are known and not listed; a name that fits one of them better is new.
    doubtful : spellings that are never taken by themselves; ``None`` for those of
        ``doubtful_spellings``.
    """

    def __init__(
        self,
        actors: Iterable[Actor],
        others: Iterable[Actor] = (),
        doubtful: Iterable[str] | None = None,
    ) -> None:
        actors = tuple(actors)
        if doubtful is None:
            doubtful = (text for actor in actors for text in doubtful_spellings(actor))
        self._umbrellas = frozenset(a.name for a in actors if "umbrella" in (a.hypothesis or ""))
        self._names = ListedNames(actors, doubtful)
        self._memo: dict[str, tuple[Match, ...]] = {}
        self._names.add_others([other for other in others if not self._is_listed(other)])
        self._memo.clear()

    def _is_listed(self, other: Actor) -> bool:
        """Whether a known group is a listed one after all."""
        return any(
            match.tier is Tier.AUTO for text in spellings(other) for match in self.match(text)
        )

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
        spelled = self._names.spelled(text)
        if spelled is not None:
            return [spelled]
        inside = [part for part in _PARENS.findall(text) if part.strip()]
        if inside:
            return self._bracketed(text, inside)
        words = self._names.words(text)
        linked = take_apart(words).linked
        if not linked and (parted := self._parted(text)):
            return parted
        whole = self._names.judged(text, words)
        # Two groups run together are both candidates of the whole.
        if whole.tier is Tier.AUTO or linked or len(whole.candidates) < 2:
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
            head = self._names.judged(" ".join(words[:at]), words[:at])
            if not head.candidates or is_article(words[at - 1]):
                continue
            tail = words[at:]
            rest = self._names.judged(" ".join(tail), tail)
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


def _once(matches: Iterable[Match]) -> list[Match]:
    """Matches without those that name a group again."""
    found: dict[object, Match] = {}
    for at, match in enumerate(matches):
        found.setdefault(match.actor or at, match)
    return list(found.values())
