"""Where a report's knowledge comes from, so that relays are not counted as witnesses.

A report has one origin for each asserter that it names ("Security Media Cell; OIR spokesman":
two). Within an incident, equal origins are one origin, whichever outlets carry them. Rules:

- The outlet's own name stands for reports that name nobody ("", "not named"), or that name the
  outlet itself ("Shafaq News", "Mehr background", "RT correspondent" in RT).
- Institutions are one origin under all their names: the Security Media Cell is the press office
  of the Joint Operations Command and speaks for the Iraqi military; the table is
  ``INSTITUTIONS``.
- A person or office without a name ("security source", "three Iraqi security sources") is one
  origin a kind ("security source"): from outside, a second one cannot be told from a relay.
  "security source (to Alsumaria)" is known through Alsumaria, so its origin is Alsumaria.
- "group itself", an armed group of the actor list or its spokesman, and the channels through which
  groups publish are the *claimant*. All claimants of an incident are one origin: a claim does not
  support itself, nor does a group's word another's. A report with stance ``claims`` carries the
  claim, so its origin is the claimant, whoever else is named in it.

A note "read via X" does not matter here: ``outlet`` is the outlet that was read there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.claims.ragged import owners, ragged
from geo.model import Stance

CLAIMANT: Final = "the claimant"
"""The origin of every claim of responsibility."""

CHANNEL_TYPES: Final = frozenset({"militia-affiliated channel"})
"""Types of outlet that publish for the groups themselves."""

INSTITUTIONS: Final[dict[str, str]] = {
    name: canonical
    for canonical, names in {
        "Iraqi military": (
            "security media cell|iraqi security media cell|iraqi security information cell|"
            "security information cell|iraqi media cell|iraqi security press service|"
            "iraqi military|iraqi army|army|iraqi armed forces|joint operations command|"
            "iraqi joint operations command"
        ),
        "US-led Coalition": (
            "us-led coalition|coalition|us-led forces|oir|operation inherent resolve|"
            "international coalition|cjtf-oir"
        ),
        "US Department of Defense": (
            "us department of defense|pentagon|us military|us central command|centcom|"
            "us joint chiefs chairman|us army"
        ),
        "Kurdistan Counter-Terrorism Service": (
            "kurdistan counter-terrorism service|kurdish counter-terrorism directorate|"
            "krg counter-terror forces"
        ),
        "Sabereen News": (
            "sabereen news|sabereen|saberin news|saberin|sabreen news|sabreen|sabrin news|sabrin|"
            "sabireen news|sabireen"
        ),
        "Alsumaria": "alsumaria|al sumaria|al-sumaria|alsumaria news",
        "Shafaq News": "shafaq|shafaq news",
        "Anadolu Agency": "anadolu|anadolu agency",
        "Mehr News Agency": "mehr|mehr news|mehr news agency",
        "Baghdad Today": "baghdad al-youm|baghdad al-yaum|baghdad today",
        "Talos Iraq": "talos|talos iraq",
    }.items()
    for name in names.split("|")
}
"""Folded name -> the name under which an institution or outlet counts as one origin."""

_NOBODY: Final = frozenset({"", "not named", "unnamed", "unknown", "n/a", "none"})
_CLAIMANT_NAMES: Final = frozenset(
    {
        "group itself",
        "claimant",
        "militia-linked telegram channel",
        "amaq",
        "amaq news",
        "amaq agency",
    }
)
_UNNAMED: Final = re.compile(
    r"\b(sources?|officials?|officers?|captain|lieutenant|colonel|commander|witness(?:es)?|"
    r"eyewitness(?:es)?|police|residents?|locals?|medics?|doctors?|businessman|analysts?)\b"
)
_COUNTED: Final = re.compile(
    r"^(?:(?:an?|the|two|three|four|five|several|some|other|senior|anonymous|unnamed)\s+)+"
)
_NATION: Final = re.compile(r"^(?:iraqi|iraq's|local)\s+")
_VOICE: Final = re.compile(
    r"(?:'s)?\s+(?:spokes(?:man|woman|person)(?:'s office)?|statement|background|assessment|"
    r"correspondent|leader|media office|own sources?|sources?|official|officials)$"
)
_VIA: Final = re.compile(r"\((?:to|via|reported to)\s+([^)]+)\)", re.IGNORECASE)
_PLURAL: Final = re.compile(r"\b(source|official|officer|witness|resident|medic|doctor)(?:e?s)\b")


@dataclass(frozen=True, slots=True)
class Assertions:
    """Reports spread out to one row an asserter; ``k`` rows for ``m`` reports.

    ``report``: int64 (k,), row of the report. ``origin``, ``carrier``: int64 (k,), codes in
    ``names``; carrier is the outlet, in the same code space, so that an outlet's own word and
    what it carries can be told apart. Code 0 is the claimant.
    """

    report: NDArray[np.int64]
    origin: NDArray[np.int64]
    carrier: NDArray[np.int64]
    names: tuple[str, ...]


def origins(
    asserted_by: str | None,
    outlet: str,
    stance: Stance,
    *,
    claimants: Collection[str] = (),
    channels: Collection[str] = (),
) -> tuple[str, ...]:
    """Origins of one report, in the order in which it names them, each once.

    Parameters
    ----------
    claimants : names of armed groups, lower case.
    channels : canonical names of outlets that publish for groups.
    """
    if stance is Stance.CLAIMS:
        return (CLAIMANT,)
    own = canonical(outlet)
    found: dict[str, None] = {}
    for part in (asserted_by or "").split(";"):
        name = _origin(part, own, claimants)
        found[CLAIMANT if name in channels else name] = None
    return tuple(found)


def _origin(part: str, own: str, claimants: Collection[str]) -> str:
    """Origin of one asserter; ``own`` is the canonical name of the outlet."""
    text = " ".join(part.lower().replace("’", "'").split())
    via = _VIA.search(" ".join(part.split()))
    text = " ".join(_VIA.sub(" ", text).split())
    if text in _NOBODY:
        return own
    if text in _CLAIMANT_NAMES or _VOICE.sub("", text) in claimants:
        return CLAIMANT
    spoken = _VOICE.sub("", text)
    for name in (text, spoken):
        if name in INSTITUTIONS:
            return INSTITUTIONS[name]
    if spoken == own.lower():
        return own
    if _UNNAMED.search(text):
        if via:
            name = canonical(via.group(1))
            return own if name.lower() == own.lower() else name
        return _kind(text)
    return " ".join(_VIA.sub(" ", part).split())


def _kind(text: str) -> str:
    """A nameless source by its kind: "three Iraqi security sources" -> "security source"."""
    text = _COUNTED.sub("", text)
    return _PLURAL.sub(r"\1", _NATION.sub("", text))


@lru_cache(maxsize=4096)
def canonical(name: str) -> str:
    """Name of an outlet or institution under which all its spellings count as one."""
    return INSTITUTIONS.get(" ".join(name.lower().split()), name)


def spread(
    outlet: NDArray[np.int32],
    asserter: NDArray[np.int32],
    stance: NDArray[np.int8],
    *,
    outlet_names: Iterable[str],
    asserter_names: Iterable[str],
    claimants: Collection[str],
    channels: Collection[str],
) -> Assertions:
    """``origins`` for ``m`` reports at once.

    Parameters
    ----------
    outlet, asserter, stance : codes, shape (m,); asserter -1 where nobody is named, stance codes
        by position in ``Stance``.
    claimants, channels : as in ``origins``.
    """
    names: dict[str, int] = {CLAIMANT: 0}
    outlets = [canonical(name) for name in outlet_names]
    carrier_of = np.array(
        [0 if name in channels else names.setdefault(name, len(names)) for name in outlets] or [0],
        dtype=np.int64,
    )
    # Few distinct (asserter, outlet) pairs occur, however many reports there are.
    pair = (asserter.astype(np.int64) + 1) * max(len(outlets), 1) + outlet
    distinct, which = np.unique(pair, return_inverse=True)
    texts = list(asserter_names)
    parts: list[list[int]] = []
    for code in distinct.tolist():
        text = texts[code // len(outlets) - 1] if code >= len(outlets) else None
        own = outlets[code % len(outlets)]
        found = origins(text, own, Stance.REPORTS, claimants=claimants, channels=channels)
        parts.append([names.setdefault(name, len(names)) for name in found])
    size = np.array([len(part) for part in parts] or [0], dtype=np.int64)
    first = np.concatenate(([0], np.cumsum(size)))
    flat = np.array([code for part in parts for code in part] or [0], dtype=np.int64)

    claim = stance == tuple(Stance).index(Stance.CLAIMS)
    count = np.where(claim, 1, size[which]) if len(outlet) else np.zeros(0, np.int64)
    report = np.repeat(np.arange(len(outlet), dtype=np.int64), count)
    offset = np.arange(len(report), dtype=np.int64) - np.repeat(np.cumsum(count) - count, count)
    origin = np.where(claim[report], 0, flat[first[which[report]] + offset])
    return Assertions(report, origin, carrier_of[outlet[report]], tuple(names))


def taken_over(assertions: Assertions, source: NDArray[np.int64]) -> Assertions:
    """The same where each report has the origins of another one (or of itself).

    Parameters
    ----------
    source : int64 (m,), row of the report whose origins each report takes over.
    """
    start = np.searchsorted(assertions.report, np.arange(len(source) + 1)).astype(np.int64)
    rows, offsets = ragged(start, source)
    report = owners(offsets)
    carrier = assertions.carrier[start[:-1]][report]
    return Assertions(report, assertions.origin[rows], carrier, assertions.names)
