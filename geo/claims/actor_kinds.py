"""What sort of name an actor's name is: an armed group's, a state's, or only a description.

Sources write "Ashab al-Kahf", "Government of Iraq" and "Iranian-backed militias" in the same
column. Counted beside each other they would look like three groups.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import StrEnum
from typing import Final

from geo.claims.actor_index import ActorIndex
from geo.claims.listed_names import NAMES_NOBODY


class ActorKind(StrEnum):
    """In the order in which a list shows them."""

    GROUP = "armed group"
    DESCRIBED = "described, not named"
    STATE = "state"


_STATE: Final = re.compile(r"^(?:government|state|kingdom|republic) of \S")
_PARTS: Final = re.compile(r"\s*(?:,|;|&|\band\b)\s*")
_NOUNS: Final = (
    "actor|armed men|civilian|element|extremist|faction|fighter|force|formation|group|gunman|"
    "gunmen|insurgent|militant|militia|militiamen|outlaw|party|people|person|proxy|proxies|"
    "rebel|terrorist"
)
_DESCRIBES: Final = re.compile(
    rf"(?<![\w'’-])(?:{_NOUNS})s?(?![\w'’-])|(?<!\w)(?:unknown|unidentified|unnamed)(?!\w)"
)
"""Common nouns written small, or at the start of the name: "outlaw group", "Civilians"."""
_MATCHING: Final = ActorIndex(())
"""The engine that tells words of a kind from words that name somebody, without any list."""


def kind_of(name: str, listed: Collection[str] = (), countries: Collection[str] = ()) -> ActorKind:
    """What sort of name it is.

    Parameters
    ----------
    listed : names of the list of groups; these are groups whatever they look like.
    countries : names of countries; a country's bare name stands for its state.

    Examples
    --------
    >>> str(kind_of("Government of Iraq")), str(kind_of("Iranian-backed militias"))
    ('state', 'described, not named')
    >>> str(kind_of("Popular Mobilization Forces"))
    'armed group'
    """
    if name in listed:
        return ActorKind.GROUP
    parts = [part for part in _PARTS.split(name.strip()) if part]
    if parts and all(part in countries or _STATE.match(part.lower()) for part in parts):
        return ActorKind.STATE
    if _MATCHING.match(name)[0].reason == NAMES_NOBODY:
        return ActorKind.DESCRIBED
    # A capital elsewhere makes a noun part of a proper name: "Popular Mobilization Forces".
    described = _DESCRIBES.search(name[:1].lower() + name[1:]) is not None
    return ActorKind.DESCRIBED if described else ActorKind.GROUP
