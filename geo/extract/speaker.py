"""Somebody named in a text who may be speaking, as found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from geo.model import Stance


class Kind(StrEnum):
    """What somebody is that may be speaking."""

    BODY = "body"
    OFFICE = "office"
    SOURCE = "source"
    OUTLET = "outlet"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody named in [start, end) who may be speaking.

    ``usual`` is the stance that one of its kind takes by merely speaking of an incident; ``head``
    the office ("spokesman") in its name, if any; ``bare``: "the spokesman", named before;
    ``owned``: "its spokesman", of who spoke last.
    """

    start: int
    end: int
    name: str
    kind: Kind
    usual: Stance
    head: str = ""
    bare: bool = False
    foreign: bool = False
    owned: bool = False
