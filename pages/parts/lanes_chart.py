"""The lanes of the groups page: what they become for ``assets/lanes.js``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from geo.model import Status
from geo.store.snapshot import STATUSES, Snapshot
from geo.view.groups import GroupLine
from geo.view.lanes import Lane, Lanes
from geo.view.palette import STATUS_STYLES
from geo.view.table import row_text
from geo.view.words import counted
from pages.parts.component import component


def chart_data(
    snapshot: Snapshot, lines: Sequence[GroupLine], found: Lanes, chosen: str = ""
) -> dict[str, Any]:
    """What the script draws; days are counted from 1970-01-01, intervals are closed.

    Parameters
    ----------
    lines, found : the groups and their lanes, in one order.
    chosen : key of the group whose lane stands out.
    """
    first, last = found.span or (None, None)
    return {
        "first": first,
        "last": last,
        "cells": found.cells,
        "statuses": [
            {"label": s.label, "colour": s.colour, "dark": s.dark, "mark": s.mark}
            for s in (STATUS_STYLES[Status(status)] for status in STATUSES)
        ],
        "lanes": [
            _lane(snapshot, line, lane, chosen)
            for line, lane in zip(lines, found.lanes, strict=True)
        ],
    }


def _lane(snapshot: Snapshot, line: GroupLine, lane: Lane, chosen: str) -> dict[str, Any]:
    note = f"{counted(line.incidents, 'incident')}, {line.claims:,} claimed by itself"
    return {
        "key": line.key,
        "name": line.name.removesuffix(" under hypotheses"),
        "chosen": line.key == chosen,
        "note": note,
        "undated": lane.undated,
        "cells": [list(cell) for cell in lane.cells],
        "marks": [
            [str(snapshot.ids[mark.row]), mark.start, mark.end, mark.status, mark.claimed,
             mark.first, _label(snapshot, mark.row)]
            for mark in lane.marks
        ],
    }  # fmt: skip


def _label(snapshot: Snapshot, row: int) -> str:
    text = row_text(snapshot, row)
    return f"{text['type'] or 'type not stated'}, {text['place'] or 'place not named'}"


def draw(data: dict[str, Any], key: str) -> tuple[str | None, str | None]:
    """Mount the chart; returns the id of a clicked incident and the name of a chosen group."""
    result = component("lanes")(
        data=data, key=key, on_open_change=lambda: None, on_choose_change=lambda: None
    )
    opened = str(result.open) if result.open else None
    return opened, str(result.choose) if result.choose else None
