"""What is held of two actors: a hypothesis with its evidence, for and against.

Confidence is analytic confidence, in the three levels of Intelligence Community Directive 203
(Analytic Standards, 2015): it says how good the sources and the reasoning are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_SOURCE: Final = re.compile(r"https?://\S+|[^\s:]+", re.IGNORECASE)


class HypothesisKind(StrEnum):
    """What the first actor would be to the second. ``SAME_AS`` and ``DISTINCT`` have no order."""

    SAME_AS = "same as"
    REBRAND_OF = "rebrand of"
    FACADE_OF = "facade of"
    SPLINTER_OF = "splinter of"
    DISTINCT = "distinct"

    @property
    def mutual(self) -> bool:
        """Whether it says the same with the two actors exchanged."""
        return self in (HypothesisKind.SAME_AS, HypothesisKind.DISTINCT)


class Confidence(StrEnum):
    """Analytic confidence, rising."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """0 for low, 2 for high: ``a.rank >= b.rank`` is "at least b"."""
        return tuple(Confidence).index(self)


class Side(StrEnum):
    """Which way a piece of evidence speaks."""

    FOR = "for"
    AGAINST = "against"


def is_source(text: str) -> bool:
    """Whether this can be a source: a web address (http, https) or the id of a report."""
    return _SOURCE.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence. ``source``: a web address (http, https) or the id of a report."""

    side: Side
    text: str
    source: str | None = None

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("evidence needs its words")
        if self.source is not None and not is_source(self.source):
            raise ValueError(
                f"the source {self.source!r} is neither a web address (http, https) nor the id "
                "of a report"
            )


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One actor would be something to another: "Ashab al-Kahf" facade of "Asaib Ahl al-Haq".

    Attributes
    ----------
    actor, other : names of actors.
    number : permanent, ``None`` until it is stored.
    author : who decided so, ``None``: it came with a list.
    revision : since when this version holds.
    decision : id of the decision that made it, ``None``: it came with a list.
    """

    actor: str
    kind: HypothesisKind
    other: str
    confidence: Confidence
    evidence: tuple[Evidence, ...] = ()
    number: int | None = None
    author: str | None = None
    revision: int | None = None
    decision: int | None = None

    def __post_init__(self) -> None:
        if not self.actor.strip() or not self.other.strip():
            raise ValueError("a hypothesis needs two actors")
        if self.actor == self.other:
            raise ValueError(f"{self.actor!r} cannot be held to be {self.kind} itself")

    @property
    def name(self) -> str:
        """The hypothesis in words; mutual kinds give one name whichever actor comes first."""
        pair = (self.actor, self.other)
        first, second = sorted(pair) if self.kind.mutual else pair
        joint = "distinct from" if self.kind is HypothesisKind.DISTINCT else self.kind.value
        return f"{first} {joint} {second}"
