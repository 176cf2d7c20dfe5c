"""The marked text of an article: nothing of a source becomes markup, every word stays."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from pages.parts import highlight
from tests.pages.one_page import html_of

HOSTILE = (
    '<script>alert(1)</script> </mark></p><img src=x onerror=alert(2)> "quoted" & \u202egnp.exe'
)


class _Parts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names.update(name for name, _ in attrs)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.text += "\n" if tag == "p" else ""

    def handle_data(self, data: str) -> None:
        self.text += data


def read(body: str) -> _Parts:
    parts = _Parts()
    parts.feed(body)
    parts.close()
    assert not parts.open
    return parts


@given(
    st.text(alphabet="ab<>&\"'/ \n\u0628\u202e\u200f\x00", max_size=60),
    st.dictionaries(
        st.sampled_from(["date", "actors:0", "</mark><script>", "places:1-2"]),
        st.lists(st.tuples(st.integers(-2, 70), st.integers(-2, 70)), max_size=4),
    ),
)
def test_whatever_the_text_only_paragraphs_and_marks_are_made(
    text: str, spans: dict[str, list[tuple[int, int]]]
) -> None:
    parts = read(highlight.body(text, spans, chosen="date"))
    assert parts.tags <= {"p", "mark", "span"}
    assert parts.names <= {"dir", "class", "id", "title", "data-letter"}
    kept = re.sub("RLO|U\\+0000", "", parts.text).split()
    assert kept == re.sub("[\u202e\x00]", "", text).split()


def test_words_of_two_fields_carry_both_marks() -> None:
    text = "Basra province"
    body = highlight.body(text, {"places": [(0, 5)], "governorate": [(0, 14)]})
    assert body.count('data-letter="P"') == body.count('data-letter="G"') == 1
    assert 'title="place, governorate"' in body
    assert html.unescape(re.sub("<[^>]*>", "", body)) == text


def test_quiet_fields_are_marked_only_when_looked_at() -> None:
    body = highlight.body("on Monday", {"date:1": [(3, 9)]}, quiet=["date:1"])
    assert "still" in body
    assert "loud" not in body
    assert not highlight.legend({"date:1": [(3, 9)]}, ["date:1"])


def test_controls_are_named_and_lines_keep_their_direction() -> None:
    body = highlight.body("first\u202e\n\nقال\r\n\x1b[2J", {})
    assert body.count('<p dir="auto">') == 3
    assert ">RLO<" in body
    assert ">U+001B<" in body
    assert "\u202e" not in body


def test_drawn_on_a_page_with_its_legend() -> None:
    def script() -> None:
        from pages.parts import highlight
        from tests.pages.test_highlight import HOSTILE

        highlight.draw(HOSTILE, {"date": [(0, 8)], "actors:1": [(2, 6)]}, "actors", key="one")

    app = AppTest.from_function(script).run()
    assert not app.exception
    page = html_of(app)
    assert "<script" not in page
    assert "<img" not in page
    assert 'data-marks="one-actors"' in page
    assert 'class="article-text choosing"' in page
    assert 'body:has([data-marks="one-actors-1"]:is(:hover,:focus))' in page
