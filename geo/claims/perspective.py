"""Which sources count: a perspective leaves some of them out.

A perspective is a set of entries, each of which names reports that do not count:

- ``country:NAME`` - reports of outlets of a country,
- ``type:NAME`` - of outlets of a type ("state", "party" ...),
- ``grade:X`` - of outlets with an Admiralty grade A to F,
- ``outlet:NAME`` - of one outlet,
- ``claims`` - reports that know the incident from the claimant alone.

``-`` in the place of a country, type or grade stands for outlets of which that is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

CLAIMS: Final = "claims"
GRADES: Final = ("A", "B", "C", "D", "E", "F")
NOT_KNOWN: Final = "-"
KINDS: Final = ("country", "type", "grade", "outlet")
"""What stands before the colon of an entry."""

MAX_NAMED: Final = 3
"""More single outlets than these are counted in the words instead of named."""


class Source(Protocol):
    """An outlet, as far as a perspective looks at it; ``None`` is not known."""

    @property
    def name(self) -> str:
        """Its permanent name."""

    @property
    def country(self) -> str | None:
        """Where it publishes from."""

    @property
    def type(self) -> str | None:
        """Such as "state" or "party"."""

    @property
    def grade(self) -> str | None:
        """Admiralty grade, A to F."""


@dataclass(frozen=True, slots=True)
class Perspective:
    """The sources that a reader leaves out; ``Perspective()`` leaves out none.

    Attributes
    ----------
    without : entries as above, sorted, each once.

    Raises
    ------
    ValueError
        An entry has none of the forms above.
    """

    without: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for entry in self.without:
            reason = problem_with(entry)
            if reason:
                raise ValueError(reason)
        object.__setattr__(self, "without", tuple(sorted(set(self.without))))

    def kept(
        self,
        sources: Sequence[Source],
        outlet: NDArray[np.integer],
        origin_start: NDArray[np.int64],
        origin: NDArray[np.integer],
        claimant: int = 0,
    ) -> NDArray[np.bool_]:
        """Which of ``m`` reports count, shape (m,).

        Parameters
        ----------
        sources : the outlets; position = code in ``outlet``.
        outlet : (m,), the outlet of each report.
        origin_start : int64 (m + 1,); the origins of report r are rows [start[r], start[r + 1])
            of ``origin``, one at least.
        origin : codes of ``geo.claims.origins``.
        claimant : the code of the claimant's origin.
        """
        counts = np.array([not self.leaves_out(source) for source in sources], dtype=np.bool_)
        kept = counts[outlet] if len(outlet) else np.zeros(0, dtype=np.bool_)
        if CLAIMS in self.without and len(outlet):
            kept &= np.maximum.reduceat(origin != claimant, origin_start[:-1])
        return kept

    def leaves_out(self, source: Source) -> bool:
        """Whether no report of the outlet counts."""
        return any(entry in self.without for entry in entries_of(source))

    def describe(self) -> str:
        """What is left out, for a reader: "without outlets of Iran and state outlets"; or ""."""
        of: dict[str, list[str]] = {kind: [] for kind in KINDS}
        for entry in self.without:
            kind, _, name = entry.partition(":")
            if kind in of:
                of[kind].append(name)
        parts = [
            _known("outlets of {}", "outlets of an unknown country", of["country"]),
            *(_type_words(name) for name in of["type"]),
            _known("outlets graded {}", "outlets without a grade", of["grade"]),
            *(of["outlet"] if len(of["outlet"]) <= MAX_NAMED else ()),
            f"{len(of['outlet'])} single outlets" if len(of["outlet"]) > MAX_NAMED else "",
            "claims by the claimant alone" if CLAIMS in self.without else "",
        ]
        said = [part for part in parts if part]
        return f"without {_joined(said, 'and')}" if said else ""


def entries_of(source: Source) -> tuple[str, ...]:
    """The entries that leave this outlet out, in the order of ``KINDS``."""
    values = (source.country, source.type, source.grade, source.name)
    return tuple(f"{kind}:{value or NOT_KNOWN}" for kind, value in zip(KINDS, values, strict=True))


def problem_with(entry: str, sources: Iterable[Source] | None = None) -> str | None:
    """Why an entry cannot be used, or ``None`` when it can.

    Parameters
    ----------
    sources : when given, an entry that fits none of them is a problem as well, but for grades:
        they are a closed list, and leaving out a grade that nobody has is no mistake.
    """
    kind, colon, name = entry.partition(":")
    if entry == CLAIMS:
        return None
    if kind not in KINDS or not colon or not name:
        return f"not one of {', '.join(f'{kind}:NAME' for kind in KINDS)} or {CLAIMS}"
    if kind == "grade":
        known = (*GRADES, NOT_KNOWN)
        return None if name in known else f"not a grade: one of {', '.join(known)}"
    if sources is None or any(entry in entries_of(source) for source in sources):
        return None
    return f"no {'outlet' if kind == 'outlet' else f'{kind} of an outlet'} in the present data"


def _known(words: str, unknown: str, names: Sequence[str]) -> str:
    """Names filled into the words; the unknown one has words of its own."""
    named = [name for name in names if name != NOT_KNOWN]
    parts = [words.format(_joined(named, "or"))] if named else []
    return _joined([*parts, *([unknown] if NOT_KNOWN in names else [])], "and")


def _type_words(name: str) -> str:
    """A type of outlet in the plural: "state outlets", "militia-affiliated channels"."""
    if name == NOT_KNOWN:
        return "outlets of an unknown type"
    if name.endswith("dataset"):
        return f"{name.removesuffix('dataset')}data sets"
    return f"{name}s" if name.endswith("channel") else f"{name} outlets"


def _joined(items: Sequence[str], word: str) -> str:
    return f" {word} ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)
