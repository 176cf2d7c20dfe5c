"""A drawing of hypotheses: actors as boxes in columns, hypotheses as lines between them.

A line leads from left to right, from who would be a facade, rebrand or splinter to whom it would
belong to; "same as" and "distinct" have no direction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from geo.claims.hypotheses import Hypothesis, HypothesisKind

BOX_WIDTH: Final = 216
BOX_HEIGHT: Final = 28
GAP_X: Final = 230
GAP_Y: Final = 14
_MOST_COLUMNS: Final = 3
_APART: Final = 8.0
_ALONG: Final = (0.3, 0.4, 0.5, 0.6, 0.7, 0.2, 0.8)
_LETTER: Final = 6.3
_LINE: Final = 13.0
"""Width of a letter and height of the words at a line, pixels."""


Point = tuple[float, float]
Curve = tuple[Point, Point, Point, Point]


@dataclass(frozen=True, slots=True)
class Box:
    """An actor; ``x``, ``y``: upper left corner in pixels."""

    name: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Line:
    """A hypothesis: the cubic Bezier curve of its line, and the middle of its words, in pixels."""

    hypothesis: Hypothesis
    curve: Curve
    words: Point


@dataclass(frozen=True, slots=True)
class Graph:
    """``width`` and ``height`` hold all boxes."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: float
    height: float


def graph(hypotheses: Sequence[Hypothesis]) -> Graph:
    """Lay out hypotheses; the same ones always give the same drawing."""
    held = sorted(hypotheses, key=lambda one: (one.actor, one.kind, one.other))
    columns = _ordered(_columns(held), held)
    tall = max((len(column) for column in columns), default=0)
    boxes: dict[str, Box] = {}
    for at, column in enumerate(columns):
        top = (tall - len(column)) * (BOX_HEIGHT + GAP_Y) / 2
        for row, name in enumerate(column):
            x = at * (BOX_WIDTH + GAP_X)
            boxes[name] = Box(name, float(x), top + row * (BOX_HEIGHT + GAP_Y))
    lines = _lines(held, boxes)
    width = max((box.x for box in boxes.values()), default=0.0) + BOX_WIDTH
    if any(boxes[one.actor].x == boxes[one.other].x for one in held):
        width += GAP_X / 2  # room for the bows and their words beside the last column
    height = tall * (BOX_HEIGHT + GAP_Y) - GAP_Y
    return Graph(tuple(boxes.values()), tuple(lines), width, max(0.0, height))


def _columns(held: Sequence[Hypothesis]) -> list[list[str]]:
    """Names by how far they are from those that nothing leads to, at most three columns."""
    names = sorted({name for one in held for name in (one.actor, one.other)})
    level = dict.fromkeys(names, 0)
    for _ in range(_MOST_COLUMNS - 1):
        for one in held:
            if not one.kind.mutual:
                level[one.other] = max(level[one.other], min(level[one.actor] + 1, 2))
    for one in held:  # who is only held the same as, or distinct from, somebody stands beside them
        if one.kind.mutual:
            for name, other in ((one.actor, one.other), (one.other, one.actor)):
                if not any(name in (h.actor, h.other) for h in held if not h.kind.mutual):
                    level[name] = level[other]
    return [
        [n for n in names if level[n] == at] for at in range(max(level.values(), default=-1) + 1)
    ]


def _ordered(columns: list[list[str]], held: Sequence[Hypothesis]) -> list[list[str]]:
    """The names of each column by the mean place of those that they are joined to.

    Source: the barycentre method, Sugiyama, Tagawa & Toda 1981.
    """
    beside: dict[str, list[str]] = {}
    for one in held:
        beside.setdefault(one.actor, []).append(one.other)
        beside.setdefault(one.other, []).append(one.actor)
    for sweep in range(4):
        place = {name: row for column in columns for row, name in enumerate(column)}
        for column in columns if sweep % 2 else reversed(columns):
            column.sort(key=lambda name: (_middle(place, beside.get(name, [])), name))
            place |= {name: row for row, name in enumerate(column)}
    return columns


def _middle(place: Mapping[str, int], names: Sequence[str]) -> float:
    return sum(place[name] for name in names) / len(names) if names else 0.0


def _lines(held: Sequence[Hypothesis], boxes: Mapping[str, Box]) -> list[Line]:
    """Curves from the right edge of one box to the left edge of another.

    Two boxes of one column are joined by a bow beside it, the wider the further they are apart.
    """
    found: list[Line] = []
    drawn = Counter[frozenset[str]]()
    for one in held:
        first, second = sorted((boxes[one.actor], boxes[one.other]), key=lambda box: (box.x, box.y))
        right = first.x + BOX_WIDTH
        pair = frozenset((one.actor, one.other))
        aside = _APART * drawn[pair]  # a further hypothesis of the same two runs beside the first
        drawn[pair] += 1
        start = right, first.y + BOX_HEIGHT / 2 + aside
        same = first.x == second.x
        end = (right if same else second.x), second.y + BOX_HEIGHT / 2 + aside
        bow = min(GAP_X, 14.0 + (second.y - first.y) / 2) if same else GAP_X / 2
        points = (
            start,
            (start[0] + bow, start[1]),
            (end[0] + (bow if same else -bow), end[1]),
            end,
        )
        found.append(Line(one, points, _free(points, words_of(one), found)))
    return found


def words_of(one: Hypothesis) -> str:
    """The words at a line; none for "distinct", which has a colour of its own."""
    return "" if one.kind is HypothesisKind.DISTINCT else f"{one.kind}, {one.confidence}"


def _free(curve: Curve, words: str, others: Sequence[Line]) -> Point:
    """A point of the curve where its words meet no others; its middle when there is none."""
    for share in _ALONG:
        x, y = _on_curve(curve, share)
        wide = len(words) * _LETTER
        if not any(
            abs(line.words[0] - x) * 2 < wide + len(words_of(line.hypothesis)) * _LETTER
            and abs(line.words[1] - y) < _LINE
            for line in others
        ):
            return x, y
    return _on_curve(curve, 0.5)


def _on_curve(points: Curve, share: float) -> Point:
    """The point of a cubic Bezier curve at a share of its parameter, 0 to 1."""
    rest = 1.0 - share
    weights = (rest**3, 3 * rest**2 * share, 3 * rest * share**2, share**3)
    x, y = (
        sum(weight * point[axis] for weight, point in zip(weights, points, strict=True))
        for axis in (0, 1)
    )
    return x, y
