"""A text cut where the words of fields begin and end, for showing it with these words marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Spans = Mapping[str, Sequence[tuple[int, int]]]
"""By field: [start, end) in characters of a text."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Characters that the same fields rest on.

    ``fields`` come in the order in which the spans name them, ``begins`` are those of them whose
    words begin here.
    """

    text: str
    fields: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()


def lines(text: str, spans: Spans) -> tuple[tuple[Segment, ...], ...]:
    """The lines of a text as segments.

    The segments of a line joined, and the lines joined with a line feed, are the text. Spans may
    overlap, touch, or reach over lines; what lies outside the text is left out. Spans of one field
    that overlap count as one.
    """
    merged = {field: _merged(known, len(text)) for field, known in spans.items()}
    cuts = {0, len(text)}
    for known in merged.values():
        cuts.update(at for span in known for at in span)
    cuts.update(at for at, c in enumerate(text) if c == "\n")
    done: list[tuple[Segment, ...]] = []
    line: list[Segment] = []
    left = {field: list(reversed(known)) for field, known in merged.items()}
    for start, end in pairwise(sorted(cuts)):
        begin = start
        if text[start] == "\n":
            done.append(tuple(line))
            line, begin = [], start + 1
        fields, begins = [], []
        for field, known in left.items():
            while known and known[-1][1] <= start:
                known.pop()
            if known and known[-1][0] <= start:
                fields.append(field)
                if known[-1][0] == start:
                    begins.append(field)
        if begin < end:
            line.append(Segment(text[begin:end], tuple(fields), tuple(begins)))
    done.append(tuple(line))
    return tuple(done)


def _merged(spans: Sequence[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """Spans within the text in order, those that overlap as one."""
    done: list[tuple[int, int]] = []
    for start, end in sorted((max(0, start), min(end, length)) for start, end in spans):
        if start >= end:
            continue
        if done and start < done[-1][1]:
            done[-1] = (done[-1][0], max(end, done[-1][1]))
        else:
            done.append((start, end))
    return done
