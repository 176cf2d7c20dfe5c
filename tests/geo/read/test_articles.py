"""Articles from files: text, HTML, encodings, and what is none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.errors import ReadError
from geo.read.articles import MAX_BYTES, read_article, read_cases

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


def test_main_text_and_date_of_a_page(tmp_path: Path) -> None:
    text, published = read_article(written(tmp_path, "a.html", PAGE))
    assert text == (
        "Trucks burned\n\nGunmen burned trucks near Diwaniyah on Saturday.\n\nNobody was hurt."
    )
    assert published == date(2020, 7, 12)


def test_a_page_without_an_article_gives_its_longer_paragraphs(tmp_path: Path) -> None:
    page = f"<html><body><p>Menu</p><p>{'Trucks burned near Diwaniyah. ' * 3}</p></body></html>"
    assert "Menu" not in read_article(written(tmp_path, "a.htm", page))[0]


def test_plain_text_is_left_as_it_is(tmp_path: Path) -> None:
    text = "Trucks burned.\n\nIf a < b, nobody was hurt."
    assert read_article(written(tmp_path, "a.txt", text)) == (text, None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_arabic_encodings(tmp_path: Path, encoding: str) -> None:
    text = "انفجرت عبوة ناسفة قرب سامراء"
    assert read_article(written(tmp_path, "a.txt", text.encode(encoding)))[0] == text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no text"), (b"<html><script>x</script></html>", "no text"),
        (b"PK\x03\x04\0\0", "not a text file"), (b"a" * (MAX_BYTES + 1), "larger than"),
    ],
)  # fmt: skip
def test_what_is_no_article_says_so(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(ReadError, match=words):
        read_article(written(tmp_path, "a.html", content))


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="cannot read"):
        read_article(tmp_path / "none.txt")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(markup=st.text(alphabet="<>/pabhtmlscript=\"'&;! \n-[]", max_size=120))
def test_broken_markup_never_breaks_the_reader(tmp_path: Path, markup: str) -> None:
    page = f"<html><p>What stands before it is kept.</p>{markup}"
    assert "kept" in read_article(written(tmp_path, "a.html", page))[0]


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
