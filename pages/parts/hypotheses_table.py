"""Hypotheses in words: who would be what to whom, what speaks for and against it, who says so."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Final

from geo.claims.hypotheses import Confidence, Evidence, Hypothesis, HypothesisKind, Side
from geo.claims.joining import JOINING
from geo.view.words import day_text
from pages.parts.loaded import table
from pages.parts.wording import esc, quoted, safe_url, source_link

ReportLink = Callable[[str], str]
"""Gives the HTML of a report's id."""

_HEADS: Final = ("Hypothesis", "Confidence", "Evidence", "Held by", "In this reading")


def draw(
    held: Sequence[Hypothesis],
    level: Confidence | None,
    aside: Collection[Hypothesis],
    when: Mapping[int, datetime],
    report: ReportLink,
) -> str:
    """The table, what keeps apart last, the firmest first.

    Parameters
    ----------
    level : of the reading; ``None``: as stated.
    aside : hypotheses that a "distinct" keeps from joining in the reading.
    when : moments of the revisions.
    """
    if not held:
        return (
            '<p class="missing">Nobody holds a hypothesis here yet. Propose one below; it changes '
            "nothing on the map until a reader asks for it.</p>"
        )
    ordered = sorted(held, key=_rank)
    lines = [_line(one, level, one in aside, when, report) for one in ordered]
    return f'<div class="hypotheses">{table(_HEADS, lines)}</div>'


def _rank(one: Hypothesis) -> tuple[bool, int, str]:
    """What joins comes before what keeps apart, the firmest first."""
    return one.kind is HypothesisKind.DISTINCT, -one.confidence.rank, one.name


def _line(
    one: Hypothesis,
    level: Confidence | None,
    aside: bool,
    when: Mapping[int, datetime],
    report: ReportLink,
) -> list[str]:
    joint = "distinct from" if one.kind is HypothesisKind.DISTINCT else one.kind.value
    return [
        f"{quoted(one.actor)} <b>{esc(joint)}</b> {quoted(one.other)}"
        f"<small>hypothesis {one.number}</small>",
        f'<span class="level {one.confidence}">{one.confidence}</span>',
        _evidence(one.evidence, report),
        _author(one, when),
        _effect(one, level, aside),
    ]


def _evidence(items: Sequence[Evidence], report: ReportLink) -> str:
    if not items:
        return '<span class="missing">none given</span>'
    ordered = sorted(items, key=lambda item: item.side is Side.AGAINST)
    return (
        "<ul>"
        + "".join(
            f'<li class="{item.side.value}" title="{item.side.value}">'
            f'<span class="side">{item.side.value}:</span> {quoted(item.text)}'
            f"{_source(item.source, report)}</li>"
            for item in ordered
        )
        + "</ul>"
    )


def _source(source: str | None, report: ReportLink) -> str:
    if source is None:
        return ""
    if safe_url(source):
        return f" ({source_link(source, 'source')})"
    return f" ({report(source)})"


def _author(one: Hypothesis, when: Mapping[int, datetime]) -> str:
    who = "a loaded list" if one.decision is None else one.author
    by = f"<small>decision {one.decision}</small>" if one.decision is not None else ""
    moment = when.get(one.revision or -1)
    day = (
        f"<small>{esc(day_text(moment.date()))}, revision {one.revision}</small>" if moment else ""
    )
    return f"{quoted(who, 'not stated')}{by}{day}"


def _effect(one: Hypothesis, level: Confidence | None, aside: bool) -> str:
    if level is None:
        return '<span class="missing">as stated: joins nobody</span>'
    if one.confidence.rank < level.rank:
        return '<span class="missing">below this level</span>'
    if one.kind is HypothesisKind.DISTINCT:
        return "keeps them apart"
    if one.kind not in JOINING:
        return "joins nobody: a splinter is another group"
    return "set aside: they, or those they lead to, are held distinct" if aside else "counts as one"
