"""The claims ledger of one incident: who claims, confirms, reports, doubts and denies.

Two views of the same reports, as HTML: the strip that is read at a glance, and every report side
by side. All words of sources are escaped.
"""

from __future__ import annotations

from collections.abc import Sequence

from geo.claims.origins import CLAIMANT
from geo.model import ReportRow, Stance
from geo.places.picked import PICKED
from geo.store.query import ReportDetail
from geo.view.agreement import place_words
from geo.view.palette import STANCE_STYLES
from geo.view.words import counted, day_text, interval_text, range_words
from pages.parts.wording import esc, quoted, report_anchor, source_link

_STRIP_LINES = 2


def strip(reports: Sequence[ReportDetail]) -> str:
    """The ledger at a glance: one column a stance, with who asserts it and through whom."""
    columns = [_column(stance, reports) for stance in Stance if stance is not Stance.WITHDRAWS]
    withdrawn = [told for told in reports if told.row.stance is Stance.WITHDRAWS]
    if withdrawn:
        columns.append(_column(Stance.WITHDRAWS, reports))
    return f'<section class="strip" aria-label="Who says what">{"".join(columns)}</section>'


def _column(stance: Stance, reports: Sequence[ReportDetail]) -> str:
    mine = [told for told in reports if told.row.stance is stance]
    groups = _by_origin(mine)
    lines = [
        f"<li><b>{quoted(who[:1].upper() + who[1:])}</b><span>via {_outlets(group)}</span></li>"
        for who, group in groups[:_STRIP_LINES]
    ]
    rest = len(groups) - _STRIP_LINES
    if rest > 0:
        lines.append(f'<li class="missing">and {counted(rest, "more origin")}, below</li>')
    if stance is Stance.CLAIMS:
        lines += _told_claims(reports, bool(mine))
    if not lines:
        lines = ['<li class="missing">nobody in the reports at hand</li>']
    # Several claimants are one origin: a group's word does not support another's.
    sources = {origin for told in mine for origin in told.origins}
    origins = f"<small>from {counted(len(sources), 'origin')}</small>" if mine else ""
    return (
        f'<div class="stance {stance.value}{"" if mine else " none"}">'
        f"<h3>{esc(STANCE_STYLES[stance].verb)}<em>{len(mine)}</em></h3>{origins}<ul>{''.join(lines)}</ul></div>"
    )


def _by_origin(reports: Sequence[ReportDetail]) -> list[tuple[str, list[ReportDetail]]]:
    """Reports by the origin of what they know, the origin with most reports first."""
    groups: dict[str, list[ReportDetail]] = {}
    for told in reports:
        for origin in told.origins:
            name = _claimants(told) if origin == CLAIMANT else origin
            groups.setdefault(name, []).append(told)
    return sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))


def _claimants(told: ReportDetail) -> str:
    """The groups that a claim names, as meant; else whoever is said to assert it."""
    names = dict.fromkeys(
        meant
        for actor, meant in zip(told.row.actors, told.meant, strict=True)
        if actor.role == "claimed"
    )
    return ", ".join(names) or told.row.asserted_by or "the claimant"


def _told_claims(reports: Sequence[ReportDetail], own: bool) -> list[str]:
    """Groups that other reports say claimed it: hearsay, and said to be so."""
    told_of = [
        (meant, told)
        for told in reports
        if told.row.stance is not Stance.CLAIMS
        for actor, meant in zip(told.row.actors, told.meant, strict=True)
        if actor.role == "claimed"
    ]
    if not told_of:
        return []
    said = "told of claims by" if own else "no statement of its own at hand; claimed, as told, by"
    names = "; ".join(
        f"<b>{quoted(name)}</b> ({_outlets([told for text, told in told_of if text == name])})"
        for name in dict.fromkeys(text for text, _ in told_of)
    )
    return [f'<li class="hearsay"><span>{said}</span> {names}</li>']


def _outlets(group: Sequence[ReportDetail]) -> str:
    names = list(dict.fromkeys(told.row.outlet for told in group))
    shown = ", ".join(quoted(name) for name in names[:3])
    return shown + (f" and {len(names) - 3} more" if len(names) > 3 else "")


_HEADS = ("Outlet", "On whose word", "Place, as written", "Group, as spelled", "Killed · wounded",
          "Evidence and remarks", "Source")  # fmt: skip


def table(reports: Sequence[ReportDetail]) -> str:
    """Every report side by side, under a heading a stance; rows become cards on a phone."""
    heads = "".join(f'<th scope="col">{esc(head)}</th>' for head in _HEADS)
    body = []
    for stance in Stance:
        mine = [told for told in reports if told.row.stance is stance]
        if mine:
            body.append(
                f'<tr class="head {stance.value}"><th colspan="7" scope="colgroup">'
                f"{esc(STANCE_STYLES[stance].verb)} <em>{len(mine)}</em></th></tr>"
            )
            body += [_report(told) for told in mine]
    return (
        f'<table class="ledger"><thead><tr>{heads}</tr></thead><tbody>{"".join(body)}'
        "</tbody></table>"
    )


def _report(told: ReportDetail) -> str:
    row = told.row
    cells = (_outlet(told), quoted(row.asserted_by), _place(told), _groups(row), _people(row),
             _remarks(row), _source(row))  # fmt: skip
    inner = "".join(
        f'<td data-head="{esc(head)}">{cell}</td>' for head, cell in zip(_HEADS, cells, strict=True)
    )
    anchor = esc(report_anchor(told.id))
    return f'<tr class="report {row.stance.value}" id="{anchor}" tabindex="-1">{inner}</tr>'


def _outlet(told: ReportDetail) -> str:
    row = told.row
    country = f", {quoted(row.outlet_country)}" if _known(row.outlet_country) else ""
    version = f", version {told.versions}" if told.versions > 1 else ""
    when = (
        interval_text(row.published.start, row.published.end)
        if row.published
        else "publication date not known"
    )
    return (
        f"<b>{quoted(row.outlet)}</b>{country}<small>{esc(when)}</small>"
        f"<small>{esc(told.id)}{esc(version)}, {esc(_grade(told))}</small>"
    )


def _grade(told: ReportDetail) -> str:
    """The Admiralty grade of the source."""
    grade = told.outlet.grade
    return f"source grade {grade}" if grade else "source not graded"


def _known(country: str | None) -> bool:
    return bool(country) and country != "unknown"


def _place(told: ReportDetail) -> str:
    words = dict.fromkeys(
        text for text in (told.row.place_text, told.row.route_text, told.row.town_or_base) if text
    )
    said = "<br>".join(quoted(text) for text in words) or quoted(None)
    name, exactly = place_words(told.location)
    located = f"{name} ({exactly})" if exactly else name
    picked = "".join(
        f"<small>{quoted(flag)}</small>" for flag in told.location.flags if flag.startswith(PICKED)
    )
    return f"{said}<small>located: {quoted(located)}</small>{picked}"


def _groups(row: ReportRow) -> str:
    if not row.actors:
        return quoted(None, "none named")
    return "".join(
        f"<div>{quoted(actor.text)}<small>{quoted(actor.role)}</small></div>"
        for actor in row.actors
    )


def _people(row: ReportRow) -> str:
    if not row.killed.known and not row.wounded.known:
        return quoted(None)
    return f"{esc(range_words(row.killed))} · {esc(range_words(row.wounded))}"


def _remarks(row: ReportRow) -> str:
    flags = "".join(
        f'<span class="flag {"old" if flag.startswith("old") else ""}">'
        f"{quoted(flag.replace('-', ' '))}</span>"
        for flag in row.evidence_flags
    )
    dated = f"<small>date as written: {quoted(row.event_date.text)}</small>" if (
        row.event_date and row.event_date.text
    ) else ""  # fmt: skip
    texts = [text for text in (row.headline, row.note) if text]
    damage = f"<div>damage: {quoted(row.damage)}</div>" if row.damage else ""
    said = "".join(f"<div>{quoted(text)}</div>" for text in texts)
    return flags + damage + said + dated + _extra(row)


def _extra(row: ReportRow) -> str:
    """What the source says beyond the atlas's own columns, folded away."""
    if not row.extra:
        return ""
    lines = "".join(
        f"<dt>{quoted(name.replace('_', ' '))}</dt><dd>{quoted(value)}</dd>"
        for name, value in row.extra
    )
    return f"<details><summary>More from the source</summary><dl>{lines}</dl></details>"


def _source(row: ReportRow) -> str:
    """The address, the archived copy, and what shows that it was not changed since."""
    parts = [source_link(row.url, "Open the source")]
    if row.archive_url:
        parts.append(source_link(row.archive_url, "Archived copy"))
    if row.retrieved:
        parts.append(f"<small>read on {esc(day_text(row.retrieved))}</small>")
    if row.text_sha256:
        parts.append(
            f"<details><summary>SHA-256 {esc(row.text_sha256[:8])}…</summary>"
            f"<code>{esc(row.text_sha256)}</code></details>"
        )
    return "".join(f"<div>{part}</div>" for part in parts)
