"""Pages as outlets make them: the article is kept, everything around it is not."""

from __future__ import annotations

import json
import re
import socket
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geo.errors import ReadError
from geo.read.articles import read_cases
from geo.read.web_page import MAX_TAGS, read_page
from tests.geo.read.web_pages import NOISE, PAGES

ARTICLES = Path(__file__).parents[2] / "data" / "articles"
BODY = "<p>Gunmen burned trucks near Diwaniyah on Saturday night, police said.</p>"


def paragraphs(text: str) -> list[str]:
    """Blocks of a text; of a text that is one block, pairs of sentences."""
    blocks = [" ".join(block.split()) for block in re.split(r"\n\s*\n", text) if block.strip()]
    if len(blocks) > 1:
        return blocks
    sentences = re.split(r"(?<=[.؟])\s+", blocks[0])
    return [" ".join(sentences[at : at + 2]) for at in range(0, len(sentences), 2)]


def language(text: str) -> str:
    return "ar" if len(re.findall("[\u0600-\u06ff]", text)) > 100 else "en"


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """Every third article, and the two first sentences of each as a brief."""
    cases = [case["text"] for cases in read_cases(ARTICLES).values() for case in cases][::3]
    assert {language(text) for text in cases} == {"en", "ar"}
    return cases + ["\n\n".join(p[:120] for p in paragraphs(text)[:2]) for text in cases]


@pytest.mark.parametrize("page", PAGES)
def test_the_article_is_kept_and_nothing_else(page: str, texts: list[str]) -> None:
    for text in texts:
        blocks = paragraphs(text)
        found = read_page(PAGES[page](blocks, language(text)), "page").text.split("\n\n")
        if page == "table_layout":  # menu and rights are cells like that of the text
            found = [block for block in found if NOISE[language(text)] not in block]
        assert found == [" ".join(block.split()) for block in blocks]


def page_with(head: str = "", body: str = BODY) -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("head", "body", "where", "stated"),
    [
        ('<meta itemprop="datePublished" content="2020-07-11">', "", "(datepublished)", True),
        ('<meta name="DC.date" content="2020-07-11T23:00Z">', "", "(dc.date)", True),
        (
            '<script type="application/ld+json">{"@graph":[{"@type":"WebSite"},{"@type":'
            '"NewsArticle","datePublished":"2020-07-11T08:00"}]}</script>',
            "", "datePublished", True,
        ),
        ("", '<time itemprop="datePublished" datetime="2020-07-11">x</time>', "element", True),
        ("", '<abbr class="published" title="2020-07-11">11 July</abbr>', "text or address", False),
        ('<link rel="canonical" href="https://a.iq/2020/07/11/x">', "", "text or address", False),
    ],
)  # fmt: skip
def test_days_of_publication_and_where_they_stand(
    head: str, body: str, where: str, stated: bool
) -> None:
    (found,) = read_page(page_with(head, body + BODY), "page").days
    assert (found.day, found.stated) == (date(2020, 7, 11), stated)
    assert where in found.where


def test_days_that_differ_are_all_told_and_none_is_made_up() -> None:
    head = (
        '<meta property="article:published_time" content="2020-07-11">'
        '<script type="application/ld+json">{"datePublished":"2020-07-12"}</script>'
    )
    days = [found.day for found in read_page(page_with(head), "page").days]
    assert days == [date(2020, 7, 11), date(2020, 7, 12)]
    broken = (
        '<meta name="date" content="2020-13-45"><script type="application/ld+json">{"a":</script>'
    )
    assert not read_page(page_with(broken), "page").days
    assert not read_page(page_with('<meta name="date" content="soon">'), "page").days


def test_address_and_site_as_the_page_gives_them() -> None:
    head = (
        '<meta property="og:site_name" content=" The  Times "><meta property="og:url" '
        'content="https://a.iq/1"><link rel="canonical" href="https://a.iq/2">'
    )
    found = read_page(page_with(head), "page")
    assert (found.address, found.site) == ("https://a.iq/2", "The Times")


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<b>" * (MAX_TAGS + 1), "tags, more than"), ("<div>" * 300 + "x", "nested more than"),
        ("<html></html>", "no text"), ("<!--" * 9, "no text"), ("<script>" * 50, "no text"),
    ],
)  # fmt: skip
def test_what_is_no_page_of_one_article_says_so(page: str, words: str) -> None:
    with pytest.raises(ReadError, match=words):
        read_page(page, "page")


@pytest.mark.parametrize(
    "body",
    [
        BODY + ("<a " + " ".join(f"a{n}=1" for n in range(199)) + ">x</a>") * 200,
        BODY + "<p>" + "<a b='\"" * 20_000,
        BODY + "<p>" + "&lt;" * 100_000 + "</p>",
        BODY + "<form><p>x</p>" * 15_000,
        BODY + '<script type="application/ld+json">' + '{"a":' * 50_000 + "</script>",
        BODY + "<p>" + " " * 1_000_000 + "</p>",
        BODY + "<svg><![CDATA[" * 1_000,
    ],
    ids=["attributes", "quotes", "entities", "forms", "json", "blanks", "svg"],
)
def test_pages_made_to_be_slow_are_read(body: str) -> None:
    assert "Gunmen burned trucks" in read_page(page_with("", body), "page").text


def test_nothing_is_fetched_and_no_entity_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise AssertionError("a page made the reader open a connection")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "create_connection", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(9))
    page = (
        f'<!DOCTYPE html SYSTEM "http://192.0.2.1/x.dtd" [{bomb}<!ENTITY f SYSTEM "file:///etc/passwd">'
        f']><html><head><base href="http://192.0.2.1/"><link rel="canonical" href="http://192.0.2.1/">'
        f'</head><body>{BODY}<p>&a8; &f;</p><iframe src="http://192.0.2.1/"></iframe></body></html>'
    )
    found = read_page(page, "page")
    assert "root:" not in found.text
    assert len(found.text) < 500
    assert read_page("http://192.0.2.1/article", "page").text == "http://192.0.2.1/article"


def test_the_same_page_gives_the_same_article() -> None:
    page = PAGES["with_teasers"](paragraphs("One bomb. " * 40), "en")
    assert json.dumps(str(read_page(page, "p"))) == json.dumps(str(read_page(page, "p")))
