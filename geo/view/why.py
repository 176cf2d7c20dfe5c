"""Why an incident has its status, for a reader: the sentence in pieces, and what it hinges on."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from geo.store.entries import IncidentDetail
from geo.view.firmness import Hinge, hinges
from geo.view.palette import STATUS_STYLES


@dataclass(frozen=True, slots=True)
class Why:
    """A status explained.

    Attributes
    ----------
    pieces : the sentence; text, and between it groups of ids of the reports that it rests on.
    rule : the rule that fired, in words.
    hinges : reports without any one of which the status would be another.
    outlets : of all reports of the incident, by id.
    """

    pieces: tuple[str | tuple[str, ...], ...]
    rule: str
    hinges: tuple[Hinge, ...]
    outlets: Mapping[str, str]


def why(detail: IncidentDetail) -> Why:
    """The status of an incident explained."""
    label = STATUS_STYLES[detail.status].label
    sentence = detail.explanation.removeprefix(f"{label}: ").removeprefix(f"{label} ")
    ids = [report.id for report in detail.reports]
    return Why(
        pieces(sentence[:1].upper() + sentence[1:], ids),
        STATUS_STYLES[detail.status].meaning,
        tuple(hinges(detail.snapshot, np.zeros(1, dtype=np.int64))),
        {report.id: report.row.outlet for report in detail.reports},
    )


def pieces(sentence: str, ids: Collection[str]) -> tuple[str | tuple[str, ...], ...]:
    """A sentence of ``geo.claims.status.explain``, its lists of report ids apart from its text.

    >>> pieces("reported by R1, R2 and R3, but denied by R4.", ["R1", "R2", "R3", "R4"])
    ('reported by ', ('R1', 'R2', 'R3'), ', but denied by ', ('R4',), '.')
    """
    # The longest first: an id may begin with another one.
    names = "|".join(re.escape(key) for key in sorted(ids, key=len, reverse=True))
    if not names:
        return (sentence,)
    one = rf"(?<![\w-])(?:{names})(?![\w-])"
    found: list[str | tuple[str, ...]] = []
    at = 0
    for match in re.finditer(rf"{one}(?:(?:, | and ){one})*", sentence):
        if match.start() > at:
            found.append(sentence[at : match.start()])
        found.append(tuple(re.findall(one, match[0])))
        at = match.end()
    if at < len(sentence):
        found.append(sentence[at:])
    return tuple(found)
