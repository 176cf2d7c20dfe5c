"""Articles from files, uploads and pasted text: their own text, and what else a page states."""

from __future__ import annotations

import codecs
import json
import re
from datetime import date
from pathlib import Path
from typing import Any, Final

from geo.errors import ReadError
from geo.read.web_page import FoundArticle, read_page
from geo.settings import NO_LIMITS_SET, Limits

_HTML: Final = re.compile(
    r"<(?:!doctype html|html|head|body|article|main|section|table|p|div|meta|h1)\b", re.IGNORECASE
)
_HTML_NAMES: Final = (".html", ".htm", ".xhtml")
_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([a-zA-Z0-9_-]{2,20})", re.I)
_NO_TEXT: Final = (
    (b"%PDF", "a PDF"), (b"PK\x03\x04", "an archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"), (b"{\\rtf", "a rich text document"),
)  # fmt: skip
_CONTROLS: Final = bytes(n for n in range(32) if n not in b"\t\n\r\f\x1b")
_MOST_BROKEN: Final = 0.02
"""Share of characters that could not be decoded, above which the encoding must be another."""


def read_article(path: Path, limits: Limits = NO_LIMITS_SET) -> FoundArticle:
    """The article in a file, which is HTML when its name or its beginning says so.

    Raises
    ------
    ReadError
        The file is missing, too large, not text, or empty.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(_most(limits) + 1)
    except OSError as error:
        raise ReadError(f"cannot read {path}: {error.strerror}") from error
    return article_of(raw, str(path), limits)


def article_of(raw: bytes, name: str, limits: Limits = NO_LIMITS_SET) -> FoundArticle:
    """The article in the bytes of a file of this name.

    Raises
    ------
    ReadError
        It is too large, not text, or empty.
    """
    if len(raw) > _most(limits):
        most = f"{limits.article_mb} MB (ATLAS_MAX_ARTICLE_MB)"
        raise ReadError(f"{name} is larger than {most}; that is no article")
    return _found(_decoded(raw, name), name, name.lower().endswith(_HTML_NAMES))


def article_of_text(text: str, limits: Limits = NO_LIMITS_SET) -> FoundArticle:
    """The article in pasted text, which may be the source of a page.

    Raises
    ------
    ReadError
        It is too large or empty.
    """
    if len(text) > _most(limits):
        raise ReadError(
            f"the text is longer than {_most(limits):,} characters (ATLAS_MAX_ARTICLE_MB); "
            "that is no article"
        )
    return _found(text, "the text", False)


def _found(text: str, name: str, is_page: bool) -> FoundArticle:
    if is_page or _HTML.match(text.lstrip("\ufeff \t\r\n")) or _HTML.search(text[:2000]):
        return read_page(text, name)
    if not text.strip():
        raise ReadError(f"{name} holds no text")
    return FoundArticle(text)


def _most(limits: Limits) -> int:
    return limits.article_mb * 1_000_000


def _decoded(raw: bytes, name: str) -> str:
    for magic, kind in _NO_TEXT:
        if raw.startswith(magic):
            raise ReadError(
                f"{name} is {kind}, not a text file; save its text as .txt, or paste it"
            )
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = raw.decode("utf-16", errors="replace")
    elif b"\0" in raw or len(raw.translate(None, _CONTROLS)) < (1 - _MOST_BROKEN) * len(raw):
        raise ReadError(f"{name} is not a text file")
    else:
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode(_declared(raw) or _guessed(raw), errors="replace")
            if _is_broken(text):
                text = raw.decode(_guessed(raw), errors="replace")
    if _is_broken(text):
        raise ReadError(f"{name} is in an encoding that is not recognised; save it as UTF-8")
    return text


def _is_broken(text: str) -> bool:
    return text.count("\ufffd") > _MOST_BROKEN * len(text)


def _declared(raw: bytes) -> str | None:
    """The encoding that a page says it has, if it is one of text."""
    found = _CHARSET.search(raw[:4096])
    try:
        known = codecs.lookup(found[1].decode("ascii")) if found else None
        "".encode(known.name if known else "")
    except LookupError:
        return None
    return known.name if known and known.name not in ("utf-8", "utf-16", "utf-32") else None


def _guessed(raw: bytes) -> str:
    """Windows-1256 when that makes Arabic of most bytes beyond ASCII, else Windows-1252."""
    beyond = [c for c in raw.decode("cp1256", errors="replace") if c > "\x7f"]
    letters = sum("\u0600" <= c <= "\u06ff" for c in beyond)
    return "cp1256" if letters > len(beyond) / 2 else "cp1252"


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
