"""Which actor a spelling stands for. Spellings are kept as stated; this only says who is meant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

DOUBTFUL_SPELLINGS: Final = frozenset(
    {"saraya shuhada thawar ashreen al-thani", "sarayashuhadathawarashreen al-thani"}
)
"""Spellings, lower case, that the list of groups gives to an actor on a doubtful judgement.

They stay names of their own until an editor decides: "Saraya Shuhada Thawar Ashreen al-Thani" may
or may not be the same group as "Saraya Thawrat al-Ishrin al-Thaniya" (see data/SOURCES.md).
"""


def is_doubtful(spelling: str) -> bool:
    """Whether a spelling must not be resolved to its actor without an editor's decision."""
    return spelling_key(spelling) in DOUBTFUL_SPELLINGS


def spelling_key(spelling: str) -> str:
    """Form in which spellings are compared: case and spaces do not matter, nothing else is lost."""
    return " ".join(spelling.lower().split())


def resolver(aliases: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Spelling key -> actor's name, from (spelling, actor) pairs.

    A spelling that several actors have stands for none of them.
    """
    found: dict[str, set[str]] = {}
    for spelling, actor in aliases:
        found.setdefault(spelling_key(spelling), set()).add(actor)
    return {key: names.pop() for key, names in found.items() if len(names) == 1}
