"""The role of a group in a sentence: claimed, attributed, denied, or agent of a deed.

The words right behind a name and right before it are asked first (``geo.extract.role_words``),
then, for a name that none of them fits, whether the clause tells of a claim at all.
"""

from __future__ import annotations

import re

from geo.extract.role_words import (
    AGENT,
    ASIDE_BEFORE,
    BLAMED_AFTER,
    BLAMED_BEFORE,
    CLAIM_WORDS,
    CLAIMS_AFTER,
    CLAIMS_BEFORE,
    CREDITED_AFTER,
    DEED_AFTER,
    DEED_BEFORE,
    DENIES_AFTER,
    DENIES_BEFORE,
    HEARSAY,
    LIKEWISE,
    NAMED,
    NOT_ABOUT,
    NOT_AFTER,
    OWNED_AFTER,
    UNCLAIMED,
)
from geo.extract.speech_words import CREDIT, WITHDRAW
from geo.extract.text import Sentence


def role_of(
    plain: str,
    sentence: Sentence,
    start: int,
    end: int,
    before: tuple[int, int] | None,
    sure: bool = True,
) -> tuple[str | None, bool]:
    """The role of the group named in [start, end), and whether it speaks itself.

    ``before``: the span of the sentence before, which "so did X" repeats; ``sure``: a name that may
    be given the role of its clause where no words around it give one.
    """
    clause = next(((a, b) for a, b in sentence.clauses if a <= start < b), sentence.clauses[-1])
    head = plain[max(clause[0], start - 80) : start]
    last = max(clause[1], min(sentence.end, end + 60))
    if LIKEWISE.search(head) and before is not None:
        denied = re.search(r"\b(?:den|dis(?:avow|own)|reject)", plain[slice(*before)])
        return ("denied", False) if denied else ("claimed", True)
    if DENIES_AFTER.match(plain, end, last) or DENIES_BEFORE.search(head):
        return "denied", False
    if HEARSAY.search(plain, sentence.start, start):
        return None, False
    if UNCLAIMED.search(plain, sentence.start, sentence.end):
        named = NAMED.search(plain, sentence.start, start)
        blamed = BLAMED_BEFORE.search(head)
        return ("attributed" if named or blamed else None), False
    if BLAMED_BEFORE.search(head) or BLAMED_AFTER.match(plain, end, last):
        return "attributed", False
    if CLAIMS_BEFORE.search(head):
        credited = CREDIT.search(head) or " named " in head[-12:]
        return "claimed", not credited
    if OWNED_AFTER.match(plain, end, last):
        return "claimed", True
    if CREDITED_AFTER.match(plain, end, last):
        return "claimed", False
    if ASIDE_BEFORE.search(head):
        return None, False
    if NOT_AFTER.match(plain, end, last):
        return (AGENT if DEED_BEFORE.search(head) else None), False
    if NOT_ABOUT.search(plain, clause[0], min(clause[1], end + 40)) and not CLAIM_WORDS.search(
        plain, *clause
    ):
        return None, False
    if CLAIMS_AFTER.match(plain, end, last):
        return "claimed", True
    if DEED_AFTER.match(plain, end, last) or DEED_BEFORE.search(head):
        return AGENT, False
    if sure and CLAIM_WORDS.search(plain, *clause) and not WITHDRAW.search(plain, *clause):
        return "claimed", not CREDIT.search(plain, *clause)
    return None, False
