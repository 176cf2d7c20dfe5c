"""Where a sentence tells that a group claims an incident, by its name or as "the group"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from geo.extract.actors import ActorWords
from geo.extract.role_words import UNCLAIMED
from geo.extract.speech_words import CREDIT, WITHDRAW
from geo.extract.voices import GROUP
from geo.model import Stance

_GROUP_WORD: Final = re.compile(
    r"(?<!in )(?<!\w's )\b(?:the |its |a |an |one |little-known )?(?P<w>group|statement|notice|"
    r"claim|label|outfit|faction|message|communique|movement|brigade)\b(?! of (?:the |\w+ )?"
    r"(?:coalition|army|ministry|police|embassy))"
)
_GROUP_SAYS: Final = re.compile(
    r"\b(?:claim(?:s|ed)|to claim|signs|told its|asserts?|asserted|announc(?:es|ed)|says?|said|"
    r"boast\w*|signed for|took (?:the )?(?:credit|responsibility)|put out|owned up|signed|"
    r"did something|presented|in the name of|told by|its doing|speaks of)\b|تبن|مسؤوليت|نفذت"
)
_UNNAMED: Final = re.compile(
    r"\b(?:presented|claimed) by (?P<who>(?:one|an?) (?:\w+ )?(?P<kind>faction|group|militia|"
    r"outfit))\b"
)


@dataclass(frozen=True, slots=True)
class StatementWords:
    """Somebody's stance in a sentence; [start, end) name who speaks."""

    start: int
    end: int
    by: str
    stance: Stance


def find_claims(
    plain: str, start: int, end: int, actors: list[ActorWords], spoken: bool
) -> list[StatementWords]:
    """That a group claims: named, as "the group", or "one faction"."""
    inside = [a for a in actors if start <= a.start < end]
    for actor in inside:
        if actor.role == "claimed" and actor.says:
            stance = Stance.WITHDRAWS if _withdraws(plain, actor.end, end) else Stance.CLAIMS
            return [StatementWords(actor.start, actor.end, GROUP, stance)]
    if CREDIT.search(plain, start, end) or inside:
        return []  # a channel speaks for the group, not the group
    word = _GROUP_WORD.search(plain, start, end)
    if UNCLAIMED.search(plain, start, end):
        return []
    if word and not spoken and _GROUP_SAYS.search(plain, word.end(), end):
        return [StatementWords(*word.span(), GROUP, Stance.CLAIMS)]
    unnamed = _UNNAMED.search(plain, start, end)
    if unnamed:
        return [StatementWords(*unnamed.span("who"), f"a {unnamed['kind']}", Stance.CLAIMS)]
    return []


def _withdraws(plain: str, start: int, end: int) -> bool:
    return bool(WITHDRAW.search(plain, start, end)) and "also claimed" not in plain[start:end]
