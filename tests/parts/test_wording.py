"""What sources wrote never becomes markup."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model import CountRange
from geo.view.words import range_words
from pages.parts.wording import esc, plain, quoted, safe_url, source_link


class Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def read(markup: str) -> Seen:
    seen = Seen()
    seen.feed(markup)
    seen.close()
    return seen


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1))
def test_quoted_words_come_back_as_they_were(text: str) -> None:
    seen = read(quoted(text))
    assert seen.tags == ["bdi"]
    assert seen.text == text


@given(st.text(min_size=1))
def test_escaped_words_cannot_leave_an_attribute(text: str) -> None:
    assert not set(esc(text)) & set("<>\"'")


def test_arabic_words_are_marked_as_such() -> None:
    assert 'lang="ar"' in quoted("منطقة النجمي")
    assert "lang" not in quoted("Al-Najmi")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "//evil.example/x",
        "http://",
        "https:///x",
        "http://a b/",
        'http://a/"onmouseover=',
        "http://a/<script>",
        "http://[::1",
        "ftp://a/b",
        "/relative",
        "",
        None,
    ],
)
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert safe_url(url) is None
    assert "<a" not in source_link(url, "Open")


def test_a_link_opens_apart_and_hands_nothing_over() -> None:
    link = source_link("https://example.org/a?b=1&c='x'", "Open <it>")
    assert 'rel="noopener noreferrer"' in link
    assert "Open &lt;it&gt;" in link
    assert "&amp;c=&#x27;x&#x27;" in link


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (CountRange(), "not stated"),
        (CountRange(0, 0), "0"),
        (CountRange(3, 5), "3 to 5"),
        (CountRange(3, None), "at least 3"),
        (CountRange(None, 1200), "at most 1,200"),
    ],
)
def test_unknown_counts_stay_unknown(count: CountRange, words: str) -> None:
    assert range_words(count) == words


def test_markdown_shows_as_it_is_written() -> None:
    assert plain("*a* [b](c) :red[d] $e$") == r"\*a\* \[b\]\(c\) \:red\[d\] \$e\$"
