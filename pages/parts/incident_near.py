"""Other incidents that belong to the story of one: near it, of the same group, told with it."""

from __future__ import annotations

from dataclasses import replace

from geo.store.query import IncidentDetail
from geo.view.index import index_of
from geo.view.nearby import GROUP_DAYS, NEAR_DAYS, NEAR_KM, Neighbour, nearby, neighbour
from geo.view.words import listed
from pages.parts import data, incident_head, sheet
from pages.parts.context import Context

_MOST_TOGETHER = 8


def draw(ctx: Context, detail: IncidentDetail) -> None:
    """Earlier and later incidents with their own precision; their links keep the filters."""
    earlier, later = nearby(ctx.snapshot, detail.id)
    together = _together(ctx, detail)
    parts = []
    for title, found, before in (
        ("Before it", earlier, True),
        ("After it", later, False),
    ):
        both = _joined(found, [other for other in together if (other.days < 0) == before])
        if both:
            table = incident_head.neighbours(
                ctx.snapshot, both, lambda key: ctx.address("incident", incident=key),
                sheet.is_dark(),
            )  # fmt: skip
            parts.append(f"<h2>{title}</h2>{table}")
    if not parts:
        parts = [
            f'<h2>Nearby</h2><p class="missing">No other incident within {NEAR_DAYS} days at an '
            f"exact place within {NEAR_KM:.0f} km, or in the same district, governorate or stretch "
            f"of road, none within {GROUP_DAYS} days that names the same group, and none that its "
            "sources tell of on the same page.</p>"
        ]
    sheet.html("".join(parts))


def _together(ctx: Context, detail: IncidentDetail) -> list[Neighbour]:
    """Incidents that an article on this one tells of as well."""
    outlets: dict[str, list[str]] = {}
    known = index_of(ctx.snapshot).row_of
    for other in data.together(detail.id, detail.revision):
        if other.incident_id in known:
            outlets.setdefault(other.incident_id, []).append(other.outlet)
    return [
        neighbour(ctx.snapshot, detail.id, key, f"told together by {listed(names)}")
        for key, names in list(outlets.items())[:_MOST_TOGETHER]
    ]


def _joined(found: list[Neighbour], together: list[Neighbour]) -> list[Neighbour]:
    """Each once with all reasons, in the order of time."""
    by_row = {other.row: other for other in found}
    for other in together:
        known = by_row.get(other.row)
        near = f"{known.near}; {other.near}" if known else other.near
        by_row[other.row] = replace(known or other, near=near)
    return sorted(by_row.values(), key=lambda other: (other.days, other.row))
