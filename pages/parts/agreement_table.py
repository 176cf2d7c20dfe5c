"""What the reports of an incident agree on, where they contradict, and how the story was told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geo.claims.agreement import Topic, Verdict
from geo.store.query import ReportDetail
from geo.view.agreement import Given, Line
from geo.view.story import Moment, Story
from geo.view.words import counted
from pages.parts.wording import esc, quoted, report_link

_SIGNS = {
    Verdict.SILENT: "–",
    Verdict.ONE: "1",
    Verdict.AGREE: "=",
    Verdict.FIT: "≈",
    Verdict.CONTRADICT: "≠",
    Verdict.WORDS: "“”",
}
_MOST_VALUES = 5
_MOST_NAMES = 4


def table(lines: Sequence[Line], reports: Mapping[str, ReportDetail]) -> str:
    """One line an aspect: how its values stand to each other, each value with who gives it.

    Parameters
    ----------
    reports : of the incident, by id.
    """
    rows = "".join(_line(line, reports) for line in lines)
    return (
        '<table class="agreement"><thead><tr><th scope="col">Aspect</th>'
        '<th scope="col">The reports</th><th scope="col">What they give, most origins first</th>'
        f"</tr></thead><tbody>{rows}</tbody></table>"
    )


def _line(line: Line, reports: Mapping[str, ReportDetail]) -> str:
    verdict = line.verdict.name.lower()
    taken = f"<small>incident: <b>{quoted(line.taken)}</b></small>" if line.taken else ""
    notes = "".join(f"<small>{quoted(note)}</small>" for note in line.notes)
    # Who takes which stance stands above the table already; where all agree, nobody asks who.
    brief = line.topic is Topic.STANCE or line.verdict is Verdict.AGREE
    values = [_value(value, reports, brief=brief) for value in line.values]
    if len(values) > _MOST_VALUES:
        rest = "".join(values[_MOST_VALUES:])
        more = counted(len(values) - _MOST_VALUES, "more value")
        values = [*values[:_MOST_VALUES], f'<details class="rest"><summary>{more}</summary>{rest}'
                  "</details>"]  # fmt: skip
    cells = "".join(values) or '<span class="missing">nothing</span>'
    return (
        f'<tr class="{verdict}" data-topic="{line.topic.value}"><th scope="row">{esc(line.title)}'
        f"<small>{line.stated} of {line.stated + line.silent}</small></th>"
        f'<td><b class="verdict"><i aria-hidden="true">{_SIGNS[line.verdict]}</i> '
        f"{esc(line.says)}</b>{taken}{notes}</td><td>{cells}</td></tr>"
    )


def _value(value: Given, reports: Mapping[str, ReportDetail], *, brief: bool) -> str:
    """A value in one line, which opens to who gives it in which words."""
    mark = f'<i class="letter">{value.letter}</i>' if value.letter else ""
    place = f' data-place="{value.letter}"' if value.letter else ""
    detail = f' <span class="quiet">{quoted(value.detail)}</span>' if value.detail else ""
    relation = ""
    if value.relation:
        kind = "against" if value.contradicts else "fits"
        relation = f' <span class="relation {kind}">{esc(value.relation)}</span>'
    if value.against:
        relation += f' <span class="relation against">contradicts {value.against}</span>'
    who = "" if brief else f"<small>{_names(value.origins)}</small>"
    return (
        f'<details class="given"{place}><summary>{mark}<b>{quoted(value.text)}</b>{detail}'
        f"{_counts(value)}{relation}{who}</summary>"
        f"{_written(value)}<ul>{_tellers(value, reports)}</ul></details>"
    )


def _counts(value: Given) -> str:
    reports, origins = counted(len(value.reports), "report"), counted(len(value.origins), "origin")
    return f' <em title="{esc(f"{reports}, {origins}")}">{reports}, {origins}</em>'


def _names(names: Sequence[str]) -> str:
    shown = ", ".join(quoted(name) for name in names[:_MOST_NAMES])
    rest = len(names) - _MOST_NAMES
    return shown + (f" and {rest} more" if rest > 0 else "")


def _written(value: Given) -> str:
    if not value.written:
        return ""
    words = "".join(f"<li>“{quoted(text)}”</li>" for text in value.written)
    return f'<p class="quiet">As written</p><ul class="written">{words}</ul>'


def _tellers(value: Given, reports: Mapping[str, ReportDetail]) -> str:
    return "".join(
        f'<li class="{reports[key].row.stance.value}">{report_link(key)} '
        f"{quoted(reports[key].row.outlet)}, on the word of "
        f"{quoted(reports[key].row.asserted_by, 'nobody named')}</li>"
        for key in value.reports
    )


def told(tale: Story) -> str:
    """Who published when, and who was first with what; days counted from the incident."""
    firsts = "".join(
        f'<li class="{first.stance.value}"><b>{esc(first.what)}</b> {quoted(first.who)}, '
        f"{esc(first.after or first.when)}</li>"
        for first in tale.firsts
    )
    undated = ""
    if tale.undated:
        undated = (
            f'<p class="missing">The day of {counted(tale.undated, "report")} is not known; '
            "any of them may have been first.</p>"
        )
    rows = "".join(_moment(moment) for moment in tale.moments)
    return (
        f'<ul class="firsts">{firsts}</ul><table class="story"><thead><tr>'
        '<th scope="col">Published</th><th scope="col">After the incident</th>'
        f'<th scope="col">By</th></tr></thead><tbody>{rows}</tbody></table>{undated}'
    )


def _moment(moment: Moment) -> str:
    chips = "".join(
        report_link(report.id, report.row.outlet, report.row.stance.value)
        for report in moment.reports
    )
    after = esc(moment.after) or '<span class="missing">not known</span>'
    return f"<tr><td>{esc(moment.when)}</td><td>{after}</td><td>{chips}</td></tr>"
