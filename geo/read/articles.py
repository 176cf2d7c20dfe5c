"""Articles from files: plain text, the main text of HTML, and the hand-made cases."""

from __future__ import annotations

import json
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

from geo.errors import ReadError

MAX_BYTES: Final = 5_000_000
"""A longer file is no article."""

_HTML: Final = re.compile(r"<(?:!doctype html|html|body|article|p|div|meta)\b", re.IGNORECASE)
_SKIPPED: Final = frozenset(
    (
        "script", "style", "noscript", "nav", "header", "footer", "aside", "form", "figure",
        "figcaption", "template", "svg", "iframe", "button", "select",
    )
)  # fmt: skip
_BLOCKS: Final = frozenset(
    (
        "p", "h1", "h2", "h3", "h4", "li", "blockquote", "div", "section", "article", "br",
        "td",
    )
)  # fmt: skip
_VOID: Final = frozenset(
    (
        "br", "meta", "link", "img", "input", "hr", "area", "base", "col", "embed", "source",
        "track", "wbr",
    )
)  # fmt: skip
_PUBLISHED: Final = frozenset(
    {"article:published_time", "datepublished", "date", "dc.date", "publishdate", "pubdate"}
)
_DAY: Final = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")
_SHORT: Final = 40


class _Page(HTMLParser):
    """The paragraphs of a page, those inside <article> or <main> apart, and its date."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.all: list[str] = []
        self.main: list[str] = []
        self.published: date | None = None
        self._words: list[str] = []
        self._skipped: list[str] = []
        self._inside = 0
        self._in_paragraph = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if tag in ("meta", "time") and self.published is None:
            name = (
                known.get("property") or known.get("name") or known.get("itemprop") or ""
            ).lower()
            day = _DAY.search(known.get("content") or known.get("datetime") or "")
            if day and (tag == "time" or name in _PUBLISHED):
                self.published = _day(day[0])
        if tag in _BLOCKS:
            self._flush()
        if tag in _VOID:
            return
        if tag in _SKIPPED:
            self._skipped.append(tag)
        self._inside += tag in ("article", "main")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._flush()
        if self._skipped and tag == self._skipped[-1]:
            self._skipped.pop()
        if tag in ("article", "main") and self._inside:
            self._flush()
            self._inside -= 1

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self._words.append(data)

    def close(self) -> None:
        super().close()
        self._flush()

    def _flush(self) -> None:
        text = " ".join("".join(self._words).split())
        self._words.clear()
        if text:
            self.all.append(text)
            if self._inside:
                self.main.append(text)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def read_article(path: Path) -> tuple[str, date | None]:
    """The text of an article and the day of publication that an HTML page states, if it does.

    A page's text is its paragraphs inside <article> or <main>, or all its longer ones. Scripts,
    menus, forms and captions are left out; nothing in a page is run or fetched.

    Raises
    ------
    ReadError
        The file is missing, too large, not text, or empty.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ReadError(f"cannot read {path}: {error.strerror}") from error
    if len(raw) > MAX_BYTES:
        raise ReadError(f"{path} is larger than {MAX_BYTES:,} bytes; that is no article")
    text = _decoded(raw, path)
    published = None
    if path.suffix.lower() in (".html", ".htm", ".xhtml") or _HTML.search(text[:2000]):
        page = _Page()
        page.feed(text)
        page.close()
        parts = page.main or [p for p in page.all if len(p) >= _SHORT] or page.all
        text, published = "\n\n".join(parts), page.published
    if not text.strip():
        raise ReadError(f"{path} holds no text")
    return text, published


def _decoded(raw: bytes, path: Path) -> str:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace")
    if b"\0" in raw:
        raise ReadError(f"{path} is not a text file")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        arabic = raw.decode("cp1256", errors="replace")
        letters = sum("\u0600" <= c <= "\u06ff" for c in arabic)
        return arabic if letters > len(arabic) / 4 else raw.decode("cp1252", errors="replace")


def read_cases(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Hand-made cases of a folder by set: what stands before the dash of the file name.

    Files without one are the set "given".

    Raises
    ------
    ReadError
        There is none, or one is not in the form of the cases.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for path in sorted(folder.glob("*.json")):
        try:
            case = json.loads(path.read_text(encoding="utf-8"))
            date.fromisoformat(case["dateline"])
            case["gold"]["incidents"], case["gold"]["not_event_places"], case["text"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ReadError(f"{path} is no article with its answer: {error}") from error
        name = path.stem.rpartition("-")[0] or "given"
        found.setdefault(name, []).append(case)
    if not found:
        raise ReadError(f"there are no articles with answers in {folder}")
    return found
