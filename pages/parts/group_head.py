"""What a group is, as HTML: its names, when it was first seen, its incidents by status."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from geo.claims.actor_kinds import ActorKind
from geo.claims.name_match import Candidate
from geo.store.entries import ActorEntry
from geo.store.snapshot import STATUSES
from geo.view.groups import GroupLine
from geo.view.palette import STATUS_STYLES
from geo.view.spellings import Written
from geo.view.words import counted, day_text, interval_text, listed, period_text
from pages.parts.wording import esc, quoted, source_link

Href = Callable[[str], str]
"""Gives the address of an incident."""


def draw(
    line: GroupLine,
    entries: Sequence[ActorEntry],
    first: Written | None,
    proposed: Sequence[Candidate],
    href: Href,
    dark: bool,
) -> str:
    """The head of a group's part.

    Parameters
    ----------
    entries : what the list of groups has of it; several when it is several under hypotheses, none
        when it is not listed.
    first : the report that names it first, in the selection.
    proposed : listed actors that it may be, when it is not listed itself.
    """
    arabic = [entry.arabic for entry in entries if entry.arabic]
    named = f'<span class="ar">{quoted(arabic[0])}</span>' if len(arabic) == 1 else ""
    told = (
        f"{counted(line.incidents, 'incident')} and {counted(line.reports, 'report')} of the "
        f"selection name it; it claims {line.claims:,} of them."
    )
    return (
        f'<div class="group-head"><h1>{quoted(line.name)}{named}</h1>'
        f'<p class="kind">{esc(_kind(line, entries))}</p><p>{esc(told)}</p>'
        f'<div class="badges">{badges(line, dark)}</div>'
        f"{_facts(line, entries, first, href, proposed)}</div>"
    )


def _kind(line: GroupLine, entries: Sequence[ActorEntry]) -> str:
    if len(entries) > 1:
        names = listed([entry.name for entry in entries])
        return f"Counted as one under hypotheses: {names}"
    if line.kind is not ActorKind.GROUP:
        return str(line.kind).capitalize()
    return "Armed group" if entries else "Armed group, not in the list of groups"


def badges(line: GroupLine, dark: bool) -> str:
    """Incidents by status, as badges with their numbers."""
    found = []
    for status, number in zip(STATUSES, line.by_status, strict=True):
        if number:
            style = STATUS_STYLES[status]
            found.append(
                f'<span class="badge" style="--c:{style.dark if dark else style.colour}">'
                f'<i class="mark {style.mark}"></i>{esc(style.label)} {number:,}</span>'
            )
    return "".join(found)


def _facts(
    line: GroupLine,
    entries: Sequence[ActorEntry],
    first: Written | None,
    href: Href,
    proposed: Sequence[Candidate],
) -> str:
    facts = []
    if line.first and line.last:
        span = esc(interval_text(*line.first))
        if line.first != line.last:
            span += f" to {esc(interval_text(*line.last))}"
        facts.append(("Incidents", span))
    if first is not None:
        day = day_text(first.day) if first.day else "date not known"
        facts.append(("First named in", f"{report_link(first, href)}, {esc(day)}"))
    if proposed:
        names = ", ".join(
            f"{quoted(one.actor)} ({one.score:.2f}: {esc(one.reason)})" for one in proposed
        )
        facts.append(("May be, for review", names))
    listed_facts = [fact for entry in entries for fact in _listed(entry, len(entries) > 1)]
    if len(entries) > 1:
        more = (
            f"<details><summary>What the list says of each</summary>{_dl(listed_facts)}</details>"
        )
        return _dl(facts) + more
    return _dl([*facts, *listed_facts])


def _listed(entry: ActorEntry, several: bool) -> list[tuple[str, str]]:
    """What the list of groups has of an actor; with its name where there are several."""
    whose = f"{quoted(entry.name)}: " if several else ""
    facts = []
    if entry.first_seen:
        facts.append(("First seen, as listed", f"{whose}{quoted(period_text(entry.first_seen))}"))
    if entry.hypothesis:
        source = f" ({source_link(entry.source_url, 'source')})" if entry.source_url else ""
        facts.append(("The list says", f"{whose}{quoted(entry.hypothesis)}{source}"))
    return facts


def _dl(facts: Sequence[tuple[str, str]]) -> str:
    return "<dl>" + "".join(f"<dt>{esc(a)}</dt><dd>{b}</dd>" for a, b in facts) + "</dl>"


def report_link(one: Written, href: Href) -> str:
    """A report by its id, leading to its incident."""
    return (
        f'<a href="{esc(href(one.incident))}" data-incident="{esc(one.incident)}">'
        f"{esc(one.report)}</a>"
    )
