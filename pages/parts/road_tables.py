"""Tables of the routes page, as HTML: ways side by side, hot stretches, rates by group."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from geo.places.linear import Course
from geo.places.routes import Route
from geo.store.snapshot import Snapshot
from geo.view.index import index_of
from geo.view.poisson import INTERVAL_NAME
from geo.view.route_profile import DAYS_A_MONTH, GroupRate, Profile, Rate, Stretch
from geo.view.table import row_text
from geo.view.words import counted
from pages.parts.loaded import table
from pages.parts.wording import esc

_LISTED = 8
_FEW_MONTHS = 2.0
COLOURS = ("#0b57d0", "#c35a1c", "#7b3fa0")
"""Of the first, second and third way, on the map and in the table."""


def rate_text(rate: Rate | None) -> str:
    """A rate with its interval: "0.42 (0.21 to 0.75)"."""
    if rate is None:
        return "not known"
    return f"{figure(rate.value)} ({figure(rate.low)} to {figure(rate.high)})"


def figure(value: float) -> str:
    """Three figures are enough for a rate.

    >>> figure(0.01234), figure(12.345), figure(0)
    ('0.0123', '12.3', '0')
    """
    if value == 0:
        return "0"
    return f"{value:.3g}" if value < 100 else f"{value:,.0f}"


def doubts(course: Course) -> str:
    """What a reader must know of a course, as a line; empty when there is nothing."""
    words = [esc(remark) for remark in course.remarks]
    if course.assumed_km >= 1:
        words.append(f"{course.assumed_km:.0f} km are assumed links over gaps of the road files")
    if course.chord_km >= 0.25 * course.length_km:
        share = 100 * course.chord_km / course.length_km
        words.append(
            f"{share:.0f}% is drawn as straight chords longer than 15 km, so the road may run some "
            "kilometres beside the line"
        )
    return f'<p class="quiet">{"; ".join(words)}.</p>' if words else ""


def picked(snapshot: Snapshot, links: Sequence[tuple[str, str]], label: str) -> str:
    """Incidents that were clicked on the map: (address, id) of each, the first ones linked."""
    items = []
    for address, key in links[:_LISTED]:
        text = row_text(snapshot, index_of(snapshot).row_of[key])
        words = f"{text['date']}, {text['type'] or 'type not stated'}, {text['status']}"
        items.append(f'<li><a href="{esc(address)}" target="_self">{esc(words)}</a></li>')
    more = len(links) - len(items)
    rest = f"<li>and {more:,} more</li>" if more else ""
    return f"<p>{counted(len(links), 'incident')} {esc(label)}:</p><ul>{''.join(items)}{rest}</ul>"


def ways(
    courses: Sequence[Course],
    profiles: Sequence[Profile],
    chosen: int,
    address: Callable[[int], str],
) -> str:
    """The ways between two places, side by side."""
    lines = []
    for number, (course, found) in enumerate(zip(courses, profiles, strict=True)):
        name = f"Way {number + 1}"
        swatch = f'<i class="swatch" style="background:{COLOURS[number % len(COLOURS)]}"></i>'
        link = f'<a href="{esc(address(number))}" target="_self">{name}</a>'
        lines.append(
            [
                swatch + (f"<b>{name}</b>" if number == chosen else link),
                esc(via(course)),
                f"{course.length_km:,.0f} km",
                f"{found.placed:,}",
                f"{found.coarse:,}",
                rate_text(found.rate),
            ]
        )
    heads = ("Way", "By", "Length", "Placed", "Coarse", "Per 100 km and month")
    return "<h2>Ways side by side</h2>" + table(heads, lines)


def via(course: Course) -> str:
    """Towns on the way, between its ends."""
    names = [town.name for town in course.towns if 15 < town.km < course.length_km - 15]
    step = max(1, len(names) // 6)
    return ", ".join(names[::step][:7]) or "no town on it"


def hot(found: Profile, change: str) -> str:
    """The hot stretches, and how they change with precision."""
    listed = [part for part in found.stretches if part.hot or part.hot_all]
    listed.sort(key=lambda part: -(part.rate_all.value if part.rate_all else 0))
    lines = [_hot_line(part) for part in listed[:12]]
    heads = ("Stretch", "Between", "Placed", "Coarse", "Placed only", "All", "Hot")
    body = table(heads, lines) if lines else '<p class="missing">No stretch is hot.</p>'
    more = len(listed) - len(lines)
    return (
        f"<h2>Hot stretches</h2><p>{esc(change)}</p>{body}"
        + (f"<p>and {more} more in the file</p>" if more > 0 else "")
        + f'<p class="quiet">Incidents per 100 km and month with the {INTERVAL_NAME}. Hot: the '
        "lower limit is above the mean of the whole road. Each stretch is judged by itself; of "
        "forty about one is hot by chance. A place known by a town's name has the kilometre of the "
        "town's middle, so a hot stretch at a town may be the name's rather than the road's.</p>"
    )


def _hot_line(part: Stretch) -> list[str]:
    where = part.first if part.first == part.last else f"{part.first} to {part.last}"
    kinds = [
        word for word, on in (("placed only", part.hot), ("all", part.hot_all)) if on
    ]  # fmt: skip
    return [
        f"km {part.from_km:.0f} to {part.to_km:.0f}",
        esc(where),
        f"{part.placed:,}",
        f"{part.coarse:.1f}",
        rate_text(part.rate),
        rate_text(part.rate_all),
        "both" if len(kinds) == 2 else kinds[0],
    ]


def rates(title: str, groups: Sequence[GroupRate], names: Callable[[str], str]) -> str:
    """Rates by type or status."""
    lines = [
        [esc(names(group.name)), f"{group.placed:,}", f"{group.coarse:,}", rate_text(group.rate)]
        for group in groups
    ]
    heads = (title, "Placed", "Coarse", "Placed per 100 km and month")
    empty = '<p class="missing">None.</p>'
    return f"<h2>By {esc(title.lower())}</h2>" + (table(heads, lines) if lines else empty)


def _time(months: float) -> str:
    """Months, or days where they are few.

    >>> _time(24.2), _time(1 / DAYS_A_MONTH), _time(0)
    ('24 months', '1 day', 'an unknown time')
    """
    if months <= 0:
        return "an unknown time"
    if months < _FEW_MONTHS:
        return counted(round(months * DAYS_A_MONTH), "day")
    return f"{months:,.0f} months"


def overview(routes: Sequence[Route], cells: Sequence[Sequence[str]], heads: Sequence[str]) -> str:
    """All named routes with what is counted along them: ``heads`` and ``cells`` of each."""
    lines = []
    for route, (link, *figures) in zip(routes, cells, strict=True):
        ends = f"{route.towns[0].name} to {route.towns[-1].name}" if len(route.towns) > 1 else ""
        known = "name and course" if route.course_sourced else "name" if route.sourced else "no"
        lines.append(
            [
                f'<a href="{esc(link)}" target="_self">{esc(route.title)}</a>', esc(ends),
                f"{route.length_km:,.0f} km", known, *figures,
            ]
        )  # fmt: skip
    return "<h2>Named routes</h2>" + table(
        ("Route", "From, to", "Length", "Verified", *heads), lines
    )


def summary(course: Course, found: Profile, off_road: int) -> str:
    """The sentence over the chart."""
    total = found.placed + found.coarse
    text = f"<b>{esc(course.label)}</b>, {found.length_km:,.0f} km: "
    if total:
        text += (
            f"{counted(total, 'incident')} along it over {_time(found.months)}, "
            f"{found.placed:,} placed and {found.coarse:,} coarse; {rate_text(found.rate)} placed "
            "per 100 km and month."
        )
    else:
        text += "no incident of the selection is along it."
    if off_road:
        text += (
            f" {counted(off_road, 'incident')} of the selection "
            f"{'is' if off_road == 1 else 'are'} known only to a district or larger and in no "
            "figure here."
        )
    return f"<p>{text}</p>"
