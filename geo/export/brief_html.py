"""A brief as one HTML file that fetches nothing and runs nothing.

It can be shown under ``default-src 'none'; style-src 'unsafe-inline'; img-src data:``; pictures
are SVG in the page itself.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from itertools import count
from pathlib import Path
from typing import Final

from geo.export.blocks import (
    Block,
    Break,
    Cell,
    Document,
    Facts,
    Figure,
    Heading,
    Legend,
    Lines,
    Table,
    Text,
)
from geo.export.plain_text import xml_text

POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_STYLE: Final = Path(__file__).with_name("templates") / "brief.css"
_ID: Final = re.compile(r'(\bid="|url\(#)([\w-]+)')


def html_of(document: Document) -> str:
    """The page."""
    link = document.link
    shown = esc(link)
    where = f'<a href="{shown}">{shown}</a>' if link.startswith(("https://", "http://")) else shown
    numbers = count()
    body = "".join(_block(block, numbers) for block in document.blocks)
    notes = "".join(f'<p class="note" dir="auto">{esc(note)}</p>' for note in document.notes)
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{esc(POLICY)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{esc(document.title)}</title>"
        f"<style>{_STYLE.read_text(encoding='utf-8')}</style></head><body><main>"
        f'<header><p class="kicker">Brief</p><h1 dir="auto">{esc(document.title)}</h1>'
        f'<p class="sub" dir="auto">{esc(document.subtitle)}</p>{notes}'
        f'<p class="link">Revision {document.revision} of {esc(document.created)} · {where}</p>'
        f"</header>{body}<footer>{esc(document.foot)}</footer></main></body></html>"
    )


def esc(text: str) -> str:
    """Text for HTML, in content and attributes."""
    return html.escape(xml_text(text), quote=True)


def _block(block: Block, numbers: Iterable[int]) -> str:
    match block:
        case Heading(text):
            return f'<h2 dir="auto">{esc(text)}</h2>'
        case Text(text, quiet):
            return f'<p class="{"quiet" if quiet else "text"}" dir="auto">{esc(text)}</p>'
        case Facts(pairs):
            inner = "".join(
                f"<div><b>{esc(n)}</b><span>{esc(what)}</span></div>" for n, what in pairs
            )
            return f'<div class="facts">{inner}</div>'
        case Legend():
            return _legend(block, numbers)
        case Figure(svg, _, note, legends):
            beside = "".join(_legend(legend, numbers) for legend in legends)
            side = f'<div class="beside">{beside}</div>' if beside else ""
            wide = "figure with" if beside else "figure"
            return (
                f'<figure><div class="{wide}"><div>{_inline(svg, numbers)}</div>{side}</div>'
                f'<figcaption dir="auto">{esc(note)}</figcaption></figure>'
            )
        case Table():
            return _table(block, numbers)
        case Lines(lines):
            return "<ul>" + "".join(f'<li dir="auto">{esc(line)}</li>' for line in lines) + "</ul>"
        case Break():
            return '<div class="break"></div>'


def _legend(legend: Legend, numbers: Iterable[int]) -> str:
    rows = "".join(
        f"<li>{_inline(entry.icon, numbers)}<span>{esc(entry.label)}"
        + (f"<small>{esc(entry.meaning)}</small>" if entry.meaning else "")
        + f"</span><em>{esc(entry.count)}</em></li>"
        for entry in legend.entries
    )
    means = any(entry.meaning for entry in legend.entries)
    kind = "legend means" if means else "legend"
    return f'<section class="{kind}"><h3>{esc(legend.title)}</h3><ul>{rows}</ul></section>'


def _table(table: Table, numbers: Iterable[int]) -> str:
    total = sum(share for _, share in table.columns)
    columns = "".join(
        f'<col style="width:{share / total * 100:.1f}%">' for _, share in table.columns
    )

    def kind(at: int) -> str:
        return ' class="n"' if at in table.right else ""

    head = "".join(f"<th{kind(at)}>{esc(name)}</th>" for at, (name, _) in enumerate(table.columns))
    rows = "".join(
        "<tr>"
        + "".join(f"<td{kind(at)}>{_cell(cell, numbers)}</td>" for at, cell in enumerate(row))
        + "</tr>"
        for row in table.rows
    )
    return (
        f'<div class="wide"><table><colgroup>{columns}</colgroup><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _cell(cell: Cell, numbers: Iterable[int]) -> str:
    parts = [
        f'<b dir="auto">{esc(cell.strong)}</b>' if cell.strong else "",
        f'<span dir="auto">{esc(cell.text)}</span>' if cell.text else "",
        f'<small dir="auto">{esc(cell.quiet)}</small>' if cell.quiet else "",
    ]
    icon = _inline(cell.icon, numbers)
    return f'<div class="i">{icon}<div>{"".join(parts)}</div></div>' if icon else "".join(parts)


def _inline(svg: str, numbers: Iterable[int]) -> str:
    """A picture for the page: its ids made its own, for a page has each only once."""
    if not svg:
        return ""
    own = next(iter(numbers))
    return _ID.sub(rf"\g<1>p{own}-\g<2>", svg)
