"""A web page as an article: its main text, headline, address, site and days of publication.

The text is found by trafilatura, a day of publication that no metadata state by htmldate; both work
on the parsed tree alone and are imported only when a page comes. Nothing in a page is run, and
nothing is fetched: htmldate would take a text that begins with "http" for an address.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from geo.errors import ReadError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_TAGS: Final = 60_000
"""Opening brackets of a page; one with more is no article, and would fill the memory."""

MAX_DEPTH: Final = 256
"""The depth to which the parser goes."""

MAX_EQUALS: Final = 250_000
"""Equals signs of a page, scripts included: what its attributes can at most be."""

_MANY: Final = re.compile(
    r"<[a-zA-Z][^\s>/]*+"
    r"(?:[\s/]++[^\s=>/]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]++))?+){200}"
)
"""200 attributes of one element; the parser's time grows with their square."""

_EARLIEST, _LATEST = "1990-01-01", "2099-12-31"
_PUBLISHED: Final = (
    "article:published_time", "datepublished", "date", "dc.date", "dcterms.created",
    "dcterms.issued", "dc.date.issued", "publishdate", "publish-date", "publish_date", "pubdate",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
)  # fmt: skip
_DAY: Final = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")
_MOST_JSON: Final = 500_000
_SHORT: Final = 40
"""Characters of a text that is taken as it is found; briefs and posts are short."""
_BLOCKS: Final = frozenset(("p", "head", "quote", "item", "list", "cell", "row", "table", "lb"))
_CONSENT: Final = "|".join(
    f"//*[self::div or self::section or self::aside or self::dialog][{words}]"
    for words in (
        "@role='dialog' or @aria-modal='true'",
        "starts-with(@id,'onetrust') or contains(@id,'cookie') or contains(@id,'consent')",
        "contains(@class,'cookie') or contains(@class,'consent') or contains(@class,'gdpr')",
    )
)
"""Dialogues that ask for consent; some are longer than the article."""


@dataclass(frozen=True, slots=True)
class FoundDay:
    """A day of publication and where in the page it stands.

    ``stated``: by the page's own metadata; else it was picked out of its text or address.
    """

    day: date
    where: str
    stated: bool


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """An article as a page or a file gives it; ``text`` has a blank line between paragraphs.

    ``days`` are distinct, the most trusted first. ``headline``, ``address`` and ``site`` (the
    outlet's name) are as the page gives them; plain text gives none.
    """

    text: str
    headline: str | None = None
    days: tuple[FoundDay, ...] = ()
    address: str | None = None
    site: str | None = None


def read_page(markup: str, name: str) -> FoundArticle:
    """The article of a page.

    Parameters
    ----------
    markup : HTML, decoded.
    name : what the page is called in messages.

    Raises
    ------
    ReadError
        It has too many tags or attributes, is nested too deep, or has no text.
    """
    tags = markup.count("<")
    if tags > MAX_TAGS:
        raise ReadError(
            f"{name} has {tags:,} tags, more than {MAX_TAGS:,}; a page of one article has fewer"
        )
    if markup.count("=") > MAX_EQUALS or _MANY.search(markup):
        raise ReadError(f"{name} has too many attributes; a page of one article has fewer")
    tree = _parsed(markup, name)
    days = _days(tree)
    headings = {" ".join(h.text_content().split()) for h in tree.iter("h1")}
    address, site = _address(tree), _meta(tree, "og:site_name")
    paragraphs = _main_text(tree)
    headline = None
    if len(paragraphs) > 1 and paragraphs[0] in headings:
        headline = paragraphs.pop(0)
    if not paragraphs:
        raise ReadError(f"{name} holds no text")
    return FoundArticle("\n\n".join(paragraphs), headline, days, address, site)


def _parsed(markup: str, name: str) -> HtmlElement:
    from lxml.etree import ErrorTypes, LxmlError
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    try:
        tree = document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (LxmlError, ValueError):
        raise ReadError(f"{name} holds no text") from None
    if any(error.type == ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log):
        raise ReadError(f"{name} is nested more than {MAX_DEPTH} deep; that is no article")
    return tree


def _main_text(tree: HtmlElement) -> list[str]:
    """Paragraphs: of what is surely the article's, else of all that may be."""
    from trafilatura.core import bare_extraction
    from trafilatura.settings import DEFAULT_CONFIG, Document

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    config = deepcopy(DEFAULT_CONFIG)
    config["DEFAULT"]["MIN_EXTRACTED_SIZE"] = str(_SHORT)
    for sure, without in ((True, _CONSENT), (False, _CONSENT), (False, None)):
        try:
            found = bare_extraction(
                tree, favor_precision=sure, include_comments=False, prune_xpath=without,
                config=config,
            )  # fmt: skip
        except Exception:  # noqa: S112 - whatever breaks the library in a page made to break it
            continue
        paragraphs = _paragraphs(found.body) if isinstance(found, Document) else []
        if paragraphs:
            return paragraphs
    return []


def _paragraphs(body: Any) -> list[str]:
    """The text of a tree in the library's own form, cut at its blocks and line breaks."""
    from lxml.etree import iterwalk

    parts: list[str] = []
    for event, element in iterwalk(body, events=("start", "end")):
        block = element.tag in _BLOCKS
        if event == "start":
            parts += ["\n" * block, element.text or ""]
        else:
            parts += ["\n" * block, element.tail or ""]
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return [line for line in lines if line]


def _days(tree: HtmlElement) -> tuple[FoundDay, ...]:
    found: dict[date, FoundDay] = {}
    for one in chain(_stated(tree), _picked(tree)):
        found.setdefault(one.day, one)
    return tuple(found.values())


def _stated(tree: HtmlElement) -> Iterator[FoundDay]:
    """Days of publication in metadata: of the head, of JSON-LD, of elements that say so."""
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        metas.setdefault(name.lower(), meta.get("content") or "")
    for name in _PUBLISHED:
        if day := _day(metas.get(name, "")):
            yield FoundDay(day, f"in its metadata ({name})", True)
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            for text in _published_in(script.text or ""):
                if day := _day(text):
                    yield FoundDay(day, "in its metadata (datePublished)", True)
    for element in tree.iter("time"):
        said = (
            element.get("itemprop") or ""
        ).lower() == "datepublished" or "pubdate" in element.attrib
        if said and (day := _day(element.get("datetime") or "")):
            yield FoundDay(day, "in an element for the day of publication", True)


def _published_in(text: str) -> Iterator[str]:
    """Values of "datePublished" in JSON-LD, however nested; of broken JSON none."""
    try:
        waiting: list[Any] = [json.loads(text)] if len(text) <= _MOST_JSON else []
    except (ValueError, RecursionError):
        return
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if isinstance(known := value.get("datePublished"), str):
                yield known
            waiting.extend(reversed(list(value.values())))
        elif isinstance(value, list):
            waiting.extend(reversed(value))


def _picked(tree: HtmlElement) -> Iterator[FoundDay]:
    """The day that htmldate takes for that of publication, if any."""
    from htmldate.core import find_date

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        text = find_date(
            tree, extensive_search=False, original_date=True, deferred_url_extractor=True,
            min_date=_EARLIEST, max_date=_LATEST,
        )  # fmt: skip
    except Exception:
        return
    if text and (day := _day(text)):
        yield FoundDay(day, "in its text or address", False)


def _address(tree: HtmlElement) -> str | None:
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and link.get("href"):
            return str(link.get("href")).strip()
    return _meta(tree, "og:url")


def _meta(tree: HtmlElement, name: str) -> str | None:
    for meta in tree.iter("meta"):
        if (meta.get("property") or meta.get("name") or "").lower() == name:
            return " ".join((meta.get("content") or "").split())[:300] or None
    return None


def _day(text: str) -> date | None:
    found = _DAY.search(text)
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None
