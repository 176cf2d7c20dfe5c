"""An article's text with the words of its fields marked, in a box of its own.

No script is needed to look at a field: whatever carries ``looks_at(field)`` lights the words up
while the pointer or the focus is on it. A link made by ``link_to`` also brings them into sight; the
component "links" keeps such a click from changing the address.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final

import streamlit as st

from geo.view.field_marks import FIELD_MARKS, OTHER, FieldMark, mark_of
from geo.view.marked_text import Segment, Spans, lines
from pages.parts import sheet
from pages.parts.wording import esc

_KEY: Final = "article_text"
_CONTROLS: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]"
)
_BIDI: Final = {
    "\u202a": "LRE", "\u202b": "RLE", "\u202c": "PDF", "\u202d": "LRO", "\u202e": "RLO",
    "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI", "\u2069": "PDI",
}  # fmt: skip


def draw(
    text: str,
    spans: Mapping[str, Sequence[tuple[int, int]]],
    chosen: str | None = None,
    *,
    quiet: Collection[str] = (),
    key: str = _KEY,
    height_px: int = 520,
    label: str = "Text of the article",
) -> None:
    """Show a text with marked words and a legend under it.

    Parameters
    ----------
    text : whatever a source wrote; shown as it is, never as markup. Each line has the direction of
        its script. Characters that steer direction or the screen are named in its place.
    spans : by field, [start, end) in characters of ``text``; see ``geo.view.field_marks`` for
        the names. They may overlap; what lies outside the text is left out.
    chosen : a field, or a kind of fields ("actors" for "actors:0"), whose words stand out while the
        other marks step back.
    quiet : fields whose words are marked only while something looks at them.
    key : tells several texts on one page apart.
    height_px : the box is at most so high, and scrolls.
    label : what the box is, for a screen reader.
    """
    sheet.style("article.css")
    st.html(f"<style>{_lighting(spans, key)}</style>")
    sheet.html(
        f'<div class="article-text{" choosing" if chosen else ""}" id="{esc(key)}" tabindex="0" '
        f'role="region" aria-label="{esc(label)}" style="max-height:{int(height_px)}px">'
        f"{body(text, spans, chosen, quiet=quiet, key=key)}</div>{legend(spans, quiet, key)}"
    )


def looks_at(field: str, key: str = _KEY) -> str:
    """An attribute for HTML: pointer or focus on the element lights up the words of a field."""
    return f'data-marks="{key}-{_slug(field)}"'


def link_to(field: str, html: str, key: str = _KEY) -> str:
    """HTML (already escaped) as a link to the words of a field, which also lights them up."""
    name = f"{key}-{_slug(field)}"
    return f'<a href="#{name}" data-words="{name}" data-marks="{name}">{html}</a>'


def letter(field: str) -> str:
    """The letter of a field's kind as HTML, in its colour and form."""
    mark = mark_of(field)
    return f'<i class="field-letter k-{mark.name}">{esc(mark.letter)}</i>'


def body(
    text: str, spans: Spans, chosen: str | None = None, *, quiet: Collection[str] = (),
    key: str = _KEY,
) -> str:  # fmt: skip
    """The marked text as HTML, a paragraph a line; see ``draw``."""
    met: set[str] = set()
    return "".join(
        f'<p dir="auto">{"".join(_segment(s, chosen, quiet, key, met) for s in line)}</p>'
        for line in lines(text, spans)
        if any(not s.text.isspace() for s in line)
    )


def legend(spans: Spans, quiet: Collection[str] = (), key: str = _KEY) -> str:
    """What the marks mean, for the kinds that the text has, as HTML."""
    present = {mark_of(f).name for f, known in spans.items() if known and f not in quiet}
    items = "".join(
        f'<li class="k-{mark.name}" tabindex="0" {looks_at(mark.name, key)}>'
        f'<i class="field-letter k-{mark.name}">{esc(mark.letter)}</i> '
        f"<span>{esc(mark.label)}</span></li>"
        for mark in (*FIELD_MARKS, OTHER)
        if mark.name in present
    )
    return f'<ul class="article-legend" aria-label="Marks">{items}</ul>' if items else ""


def _segment(
    segment: Segment, chosen: str | None, quiet: Collection[str], key: str, met: set[str]
) -> str:
    html = _shown(segment.text)
    labels = ", ".join(dict.fromkeys(mark_of(f).label for f in segment.fields if f not in quiet))
    for depth, field in enumerate(reversed(segment.fields)):
        mark = mark_of(field)
        classes = [f"k-{mark.name}", *(f"m-{name}" for name in _names(field, key))]
        loud = field not in quiet
        classes.append(f"loud d{min(depth, 3)}" if loud else "still")
        if chosen is not None and chosen in (field, mark.name, field.partition(":")[0]):
            classes.append("chosen")
        anchor = ""
        if field not in met:
            met.add(field)
            anchor = f' id="{key}-{_slug(field)}"'
        starts = f' data-letter="{esc(mark.letter)}"' if field in segment.begins else ""
        title = f' title="{esc(labels)}"' if not depth and labels else ""
        html = (
            f'<mark class="{" ".join(dict.fromkeys(classes))}"{anchor}{starts}{title}>{html}</mark>'
        )
    return html


def _shown(text: str) -> str:
    """Text as HTML, with what a reader cannot see, and what would turn the line, named."""
    return _CONTROLS.sub(_named, esc(text))


def _named(found: re.Match[str]) -> str:
    name = _BIDI.get(found[0], f"U+{ord(found[0]):04X}")
    return f'<span class="control" dir="ltr" title="control character">{name}</span>'


def _slug(field: str) -> str:
    """A field's name as part of a class and an id."""
    return "-".join(re.findall(r"[a-z0-9]+", f"{field}".lower().replace("_", "-"))) or "x"


def _names(field: str, key: str) -> tuple[str, str]:
    """By what a field's words are found: the field itself, and its kind."""
    return f"{key}-{_slug(field)}", f"{key}-{_slug(mark_of(field).name)}"


def _lighting(spans: Spans, key: str) -> str:
    """The rules by which looking at a field lights up its words."""
    names = dict.fromkeys(name for field in spans for name in _names(field, key))
    return (
        "".join(
            f'body:has([data-marks="{name}"]:is(:hover,:focus)) .atlas-page mark.m-{name}'
            f"{{background:var(--strong);color:var(--on-strong)}}"
            f'body:has([data-marks="{name}"]:is(:hover,:focus)) .atlas-page mark.m-{name} mark'
            f"{{background:none;color:inherit}}"
            for name in names
        )
        + _colours()
    )


def _colours() -> str:
    """The colours of the kinds; the style sheet has their forms."""
    return "".join(_colour(mark) for mark in (*FIELD_MARKS, OTHER))


def _colour(mark: FieldMark) -> str:
    return (
        f".atlas-page .k-{mark.name}{{--tint:{mark.tint};--strong:{mark.colour};"
        f"--on-strong:#fff;--line:{mark.line}}}"
        f".atlas-page.dark .k-{mark.name}{{--tint:{mark.dark_tint};--strong:{mark.dark};"
        f"--on-strong:#14171a}}"
    )
