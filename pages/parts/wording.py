"""Safe HTML of what sources wrote.

Everything that came from a source passes ``esc``, ``quoted`` or ``source_link`` before it is put
into HTML; nothing from a source is ever given to Markdown.
"""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:@&])")
_BAD_IN_URL = re.compile(r"[\x00-\x20\x7f\\\"<>]")


def esc(text: object) -> str:
    """Text as HTML, with quotes escaped as well, so that it may stand in an attribute."""
    return html.escape(str(text), quote=True)


def plain(text: str) -> str:
    """Text that Markdown shows as it is, for labels of widgets that know no HTML."""
    return _MARKDOWN.sub(r"\\\1", text)


def quoted(text: str | None, missing: str = "not stated") -> str:
    """A source's own words as HTML, in the direction of their script."""
    if not text:
        return f'<span class="missing">{esc(missing)}</span>'
    lang = ' lang="ar"' if _ARABIC.search(text) else ""
    return f'<bdi dir="auto"{lang}>{esc(text)}</bdi>'


def safe_url(url: str | None) -> str | None:
    """The address when it is http or https and names a host; otherwise ``None``."""
    if not url or _BAD_IN_URL.search(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.netloc else None


def source_link(url: str | None, text: str) -> str:
    """A link to a source that opens apart; only the text when the address is not safe."""
    safe = safe_url(url)
    if safe is None:
        return f'<span class="missing">{esc("no link" if not url else "link not usable")}</span>'
    return f'<a href="{esc(safe)}" target="_blank" rel="noopener noreferrer">{esc(text)}</a>'


def report_link(key: str, words: str | None = None, stance: str | None = None) -> str:
    """A link to a report's line on this page; with a stance it is a chip in its colour."""
    kind = f' class="chip {esc(stance)}" title="{esc(stance)}, {esc(key)}"' if stance else ""
    return (
        f'<a href="#{esc(report_anchor(key))}" data-report="{esc(key)}"{kind}>'
        f"{quoted(words or key)}</a>"
    )


def report_anchor(key: str) -> str:
    """Id of the element that holds a report's line."""
    return f"report-{key}"


def incident_link(key: str, href: str, words: str | None = None) -> str:
    """A link to an incident, which opens without loading the page anew."""
    return f'<a href="{esc(href)}" data-incident="{esc(key)}">{quoted(words or key)}</a>'
