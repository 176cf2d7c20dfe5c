"""Copies of one text, and reports that say whom they relay: they share an origin.

Two reports of an incident are copies when the texts that were read are the same (equal SHA-256)
or nearly so (SimHash), and they were published within ``DAYS`` of each other. The copy that was
published first keeps its origins; the others take them over. A report that names the report it
relays takes over that report's origins in the same way.

One text can hold several statements: of police who confirm, of a group that claims. Reports of one
outlet are never copies of each other, and who prints such a text copies it statement by statement.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Final

from geo.places.names import fold_letters

DAYS: Final = 3
"""Days within which agency copy is reprinted; what is published later may be a new account."""

MOST_BITS: Final = 6
"""SimHashes that differ in at most so many of 64 bits are of nearly the same text."""

_SHINGLE: Final = 3
_BITS: Final = 64
_WORD: Final = re.compile(r"\w+")


def simhash(text: str) -> str | None:
    """SimHash of a text's runs of three words, 16 hexadecimal digits; ``None`` for few words.

    Source: Charikar 2002, Similarity estimation techniques from rounding algorithms; used for
    near-duplicate pages by Manku, Jain and Das Sarma 2007.

    >>> simhash("too short")
    """
    words = _WORD.findall(fold_letters(text))
    if len(words) < 4 * _SHINGLE:
        return None
    counts = [0] * _BITS
    for at in range(len(words) - _SHINGLE + 1):
        run = " ".join(words[at : at + _SHINGLE]).encode()
        bits = int.from_bytes(hashlib.blake2b(run, digest_size=_BITS // 8).digest(), "big")
        for bit in range(_BITS):
            counts[bit] += 1 if bits >> bit & 1 else -1
    return f"{sum(1 << bit for bit, count in enumerate(counts) if count > 0):016x}"


@dataclass(frozen=True, slots=True)
class Copy:
    """What tells whether a report is a copy.

    ``relays`` is the key of the one it says it relays; ``outlet`` and ``asserter`` are codes, -1
    where nobody is named.
    """

    key: str
    published: date | None
    sha256: str | None
    simhash: str | None
    relays: str | None
    outlet: int
    asserter: int = -1


def sources(copies: Sequence[Copy]) -> list[int]:
    """For each report of an incident, the position of the report whose origins it has.

    Reports that are copies of each other, or relays, are one family. It has the origins of the
    member that relays nobody and was published first; dates that are not known come last.
    """
    family = list(range(len(copies)))

    def head(at: int) -> int:
        while family[at] != at:
            at = family[at]
        return at

    position = {copy.key: at for at, copy in enumerate(copies)}
    pairs = [
        (a, b) for a, b in combinations(range(len(copies)), 2) if _same_text(copies[a], copies[b])
    ]
    several = {at for a, b in pairs if copies[a].outlet == copies[b].outlet for at in (a, b)}
    pairs = [(a, b) for a, b in pairs if _same_statement(copies, a, b, several)]
    relayed = [position.get(copy.relays or "", at) for at, copy in enumerate(copies)]
    for a, b in (*pairs, *enumerate(relayed)):
        family[head(a)] = head(b)
    first: dict[int, int] = {}
    for at in sorted(range(len(copies)), key=lambda at: (relayed[at] != at, *_age(copies[at]))):
        first.setdefault(head(at), at)
    return [first[head(at)] for at in range(len(copies))]


def _age(copy: Copy) -> tuple[date, str]:
    return copy.published or date.max, copy.key


def _same_statement(copies: Sequence[Copy], a: int, b: int, several: set[int]) -> bool:
    """Whether two reports of one text are copies; ``several`` are statements among others in it."""
    one, other = copies[a], copies[b]
    if one.outlet == other.outlet:
        return False
    return one.asserter == other.asserter or not several & {a, b}


def _same_text(a: Copy, b: Copy) -> bool:
    """Whether two reports are of one text and were published within days of each other."""
    if a.published and b.published and abs((a.published - b.published).days) > DAYS:
        return False
    if a.sha256 and a.sha256 == b.sha256:
        return True
    if not (a.simhash and b.simhash):
        return False
    return (int(a.simhash, 16) ^ int(b.simhash, 16)).bit_count() <= MOST_BITS
