"""Counts of people: words and digits, ranges, vague ones, and nobody."""

from __future__ import annotations

import pytest

from geo.extract.casualties import find_casualties
from geo.extract.numbers import count_range
from geo.extract.text import plain
from geo.model import CountRange


def people(text: str) -> dict[str, tuple[int | None, int | None]]:
    read = plain(text)
    return {
        w.field: (w.people.low, w.people.high) for w in find_casualties(read, 0, len(read))
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "killed", "wounded"),
    [
        ("Two soldiers were killed and five civilians were wounded", (2, 2), (5, 5)),
        ("killing a foreign contractor and wounding 6 people", (1, 1), (6, 6)),
        ("The coalition gives one dead and six wounded", (1, 1), (6, 6)),
        ("An Iraqi driver was lightly wounded", None, (1, 1)),
        ("Between three and five people were injured", None, (3, 5)),
        ("At least three members of the force were killed", (3, None), None),
        ("several guards were hurt", None, (3, None)),
        ("about a dozen wounded", None, (12, 12)),
        ("Nobody was reported hurt", None, (0, 0)),
        ("There were no casualties", (0, 0), (0, 0)),
        ("It killed nobody", (0, 0), None),
        ("dealt with them, with no word of casualties", None, None),
        ("damaged two trucks", None, None),
        ("من دون خسائر بشرية", (0, 0), (0, 0)),
        ("أدى إلى إصابة جنديين", None, (2, 2)),
        ("إصابة جنديين، وفق المصدر", None, (2, 2)),
        ("مقتل مدنيين في انفجار", (2, None), None),
        ("مقتل جنود وإصابة مدني", (2, None), (1, 1)),
    ],
)
def test_people_are_counted(
    text: str, killed: tuple[int, int] | None, wounded: tuple[int, int] | None
) -> None:
    found = people(text)
    assert (found.get("killed"), found.get("wounded")) == (killed, wounded)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("three to four", 3, 4),
        ("at least 12", 12, None),
        ("up to five", 0, 5),
        ("several", 3, None),
    ],
)
def test_ranges(text: str, low: int, high: int | None) -> None:
    assert count_range(text) == CountRange(low, high)
