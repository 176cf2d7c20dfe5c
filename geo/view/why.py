"""Why an incident has its status, for a reader: the sentence in pieces, and what it hinges on."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from geo.claims.hinges import Hinge, origin_hinges, report_hinges
from geo.claims.origins import canonical
from geo.claims.status import Account
from geo.store.entries import IncidentDetail, ReportDetail
from geo.view.palette import STATUS_STYLES


@dataclass(frozen=True, slots=True)
class Why:
    """A status explained.

    Attributes
    ----------
    pieces : the sentence; text, and between it groups of ids of the reports that it rests on.
    rule : the rule that fired, in words.
    reports, origins : those without any one of which the status would be another.
    outlets : of all reports of the incident, by id.
    """

    pieces: tuple[str | tuple[str, ...], ...]
    rule: str
    reports: tuple[Hinge, ...]
    origins: tuple[Hinge, ...]
    outlets: Mapping[str, str]


def why(detail: IncidentDetail) -> Why:
    """The status of an incident explained."""
    label = STATUS_STYLES[detail.status].label
    sentence = detail.explanation.removeprefix(f"{label}: ").removeprefix(f"{label} ")
    accounts = [_account(report) for report in detail.reports]
    return Why(
        pieces(sentence[:1].upper() + sentence[1:], [report.id for report in detail.reports]),
        STATUS_STYLES[detail.status].meaning,
        report_hinges(accounts),
        origin_hinges(accounts),
        {report.id: report.row.outlet for report in detail.reports},
    )


def _account(report: ReportDetail) -> Account:
    row = report.row
    return Account(report.id, row.stance, report.origins, canonical(row.outlet))


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
