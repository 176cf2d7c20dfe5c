"""Articles from files: text, HTML, encodings, and what is none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.errors import ReadError
from geo.read.articles import article_of, article_of_text, read_article, read_cases
from geo.read.web_page import FoundArticle, FoundDay
from geo.settings import Limits

PAGE = """<!DOCTYPE html><html><head><title>T</title>
<meta property="article:published_time" content="2020-07-12T10:00:00Z">
<script>var a = "A bomb went off in Kut";</script></head>
<body><nav><p>Home News Sport</p></nav>
<article><h1>Trucks burned</h1><p>Gunmen burned trucks&nbsp;near <b>Diwaniyah</b> on Saturday.</p>
<figure><figcaption>Photo by Ali in Basra</figcaption></figure><p>Nobody was hurt.</p></article>
<footer><p>Read also: rockets hit Taji</p></footer></body></html>"""


def written(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_main_text_headline_and_date_of_a_page(tmp_path: Path) -> None:
    found = read_article(written(tmp_path, "a.html", PAGE))
    assert found.text == "Gunmen burned trucks near Diwaniyah on Saturday.\n\nNobody was hurt."
    assert found.headline == "Trucks burned"
    assert found.days[0] == FoundDay(
        date(2020, 7, 12), "in its metadata (article:published_time)", True
    )


def test_plain_text_is_left_as_it_is(tmp_path: Path) -> None:
    text = "Trucks burned.\n\nIf a < b, nobody was hurt."
    assert read_article(written(tmp_path, "a.txt", text)) == FoundArticle(text)
    assert article_of_text(text) == FoundArticle(text)


def test_pasted_source_of_a_page_is_a_page() -> None:
    assert article_of_text("  \n" + PAGE) == article_of(PAGE.encode(), "a.bin")
    assert article_of_text(PAGE).headline == "Trucks burned"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_arabic_encodings(tmp_path: Path, encoding: str) -> None:
    text = "انفجرت عبوة ناسفة قرب سامراء"
    assert read_article(written(tmp_path, "a.txt", text.encode(encoding))).text == text


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("windows-1256", "cp1256"), ("iso-8859-6", "iso8859-6"), ("utf-8", "cp1256"),
        ("no-such-thing", "cp1256"), ("ascii", "cp1256"), ("base64", "cp1256"), ("", "cp1256"),
    ],
)  # fmt: skip
def test_pages_in_arabic_encodings(declared: str, encoding: str) -> None:
    text = "انفجرت عبوة ناسفة قرب سامراء مساء السبت، ولم يصب احد"
    page = f'<html><head><meta charset="{declared}"></head><body><p>{text}</p></body></html>'
    assert article_of(page.encode(encoding), "a.html").text == text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no text"), (b"<html><script>x</script></html>", "no text"), (b" \n", "no text"),
        (b"PK\x03\x04\0\0", "an archive or an Office document"), (b"%PDF-1.7 \xff", "a PDF"),
        (b"a\0b", "not a text file"), (bytes(range(1, 256)) * 9, "not a text file"),
        (b"\x8f\xe9\x90\xea " * 99, "not recognised; save it as UTF-8"),
        (b"a" * 5_000_001, "larger than 5 MB"),
    ],
)  # fmt: skip
def test_what_is_no_article_says_so(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(ReadError, match=words):
        read_article(written(tmp_path, "a.html", content))


def test_the_limit_is_a_setting() -> None:
    assert article_of(b"a" * 2_000_000, "a").text
    with pytest.raises(ReadError, match="larger than 1 MB"):
        article_of(b"a" * 1_000_001, "a", Limits(article_mb=1))
    with pytest.raises(ReadError, match="longer than 1,000,000 characters"):
        article_of_text("a" * 1_000_001, Limits(article_mb=1))


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="cannot read"):
        read_article(tmp_path / "none.txt")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(markup=st.text(alphabet="<>/pabhtmlscript=\"'&;! \n-[]", max_size=120))
def test_broken_markup_never_breaks_the_reader(tmp_path: Path, markup: str) -> None:
    page = f"<html><p>What stands before it is kept.</p>{markup}"
    assert "kept" in read_article(written(tmp_path, "a.html", page)).text


def test_cases_are_parted_by_their_names(tmp_path: Path) -> None:
    gold = '{"incidents":[],"not_event_places":[]}'
    case = f'{{"id":"1","dateline":"2020-01-01","text":"t","gold":{gold}}}'
    written(tmp_path, "01.json", case)
    written(tmp_path, "own-01.json", case)
    assert {name: len(cases) for name, cases in read_cases(tmp_path).items()} == {
        "given": 1, "own": 1,
    }  # fmt: skip
    written(tmp_path, "02.json", "{}")
    with pytest.raises(ReadError, match=r"02\.json"):
        read_cases(tmp_path)
