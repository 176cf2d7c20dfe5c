"""The options of the filter bar, as it asks for them when a panel is opened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from geo.store.snapshot import Snapshot
from geo.view.codes import NOT_STATED
from geo.view.facets import Option, facets
from geo.view.filters import LISTS, Filters
from geo.view.reading import WITHOUT
from geo.view.sources import source_options

_MOST: Final = 1500
_LONG: Final = ("districts", "actors", "outlets", "countries", "routes", "targets", "event_types")
"""Lists whose options stand in the order of their counts and leave out what is not there."""


def facet_options(snapshot: Snapshot, filters: Filters) -> dict[str, list[list[Any]]]:
    """Options of each field for the bar, by its key in a link: [value, label, count, Arabic]."""
    return {
        LISTS[field]: [
            [option.value, option.label, option.count, option.label_ar or ""]
            for option in _present(field, options, getattr(filters, field))
        ]
        for field, options in facets(snapshot, filters).items()
    }


def options_left_out(whole: Snapshot, filters: Filters) -> dict[str, list[list[Any]]]:
    """What the bar offers to leave out, by kind: [entry, label, reports, ""]."""
    return {
        f"{WITHOUT}.{kind}": [[one.value, one.label, one.count, ""] for one in options]
        for kind, options in source_options(whole, filters).items()
    }


def _present(field: str, options: Sequence[Option], chosen: Sequence[str | int]) -> list[Option]:
    if field == "governorates":
        return sorted(options, key=lambda one: (one.value == NOT_STATED, one.label))
    if field not in _LONG:
        return list(options)
    wanted = {str(value) for value in chosen}
    there = [one for one in options if one.count or one.value in wanted]
    last = {NOT_STATED: 1}
    there.sort(key=lambda one: (last.get(one.value, 0), -one.count, one.label))
    return there[:_MOST]
