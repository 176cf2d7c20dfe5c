"""Tables of place words: three kinds of file, cut at a length, never more than a message."""

from __future__ import annotations

import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import ReadError
from geo.read.words_table import SUFFIXES, read_words_table

TABLE = pd.DataFrame({"id": [1, 2, 3], "where": ["Balad", None, "الديوانية"]})


def written(suffix: str) -> bytes:
    out = io.BytesIO()
    if suffix == "xlsx":
        TABLE.to_excel(out, index=False)
    elif suffix == "parquet":
        TABLE.to_parquet(out, index=False)
    else:
        sep = "\t" if suffix == "tsv" else ";"
        out.write(TABLE.to_csv(index=False, sep=sep).encode("utf-8-sig"))
    return out.getvalue()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_each_kind_is_read_as_text(suffix: str) -> None:
    table, more = read_words_table(written(suffix), f"x.{suffix.upper()}", 10)
    assert list(table.columns) == ["id", "where"]
    assert table["where"].tolist() == ["Balad", "", "الديوانية"]
    assert table["id"].tolist() == ["1", "2", "3"]
    assert not more


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_long_table_is_cut(suffix: str) -> None:
    table, more = read_words_table(written(suffix), f"x.{suffix}", 2)
    assert (len(table), more) == (2, True)


def test_windows_arabic_is_read() -> None:
    content = "id,where\n1,الديوانية\n".encode("cp1256")
    assert read_words_table(content, "x.csv", 5)[0]["where"].tolist() == ["الديوانية"]


def test_a_single_column_is_not_split() -> None:
    table, _ = read_words_table("where\nالنجمي\ngreen zone, Baghdad\n".encode(), "x.csv", 5)
    assert list(table.columns) == ["where"]
    assert table["where"].tolist() == ["النجمي", "green zone, Baghdad"]


def test_no_row_is_dropped() -> None:
    content = b'id,where\n1,"Balad, Iraq"\n2,Balad, Iraq\n3\n'
    table, _ = read_words_table(content, "x.csv", 5)
    assert table.to_numpy().tolist() == [["1", "Balad, Iraq"], ["2", "Balad, Iraq"], ["3", ""]]


def test_rows_without_words_keep_their_place() -> None:
    table, _ = read_words_table(b"id,where\n1,Hit\n,\n3,Balad\n", "x.csv", 5)
    assert table["where"].tolist() == ["Hit", "", "Balad"]
    table, _ = read_words_table(b'where\nHit\n\n"Balad, ""Diyala"""\n', "x.csv", 5)
    assert table["where"].tolist() == ["Hit", "", 'Balad, "Diyala"']


def test_a_stream_without_a_name_is_what_it_is_said_to_be() -> None:
    table, _ = read_words_table(b"where\nHit\n", "standard input", 5, "csv")
    assert table["where"].tolist() == ["Hit"]
    with pytest.raises(ReadError, match="standard input: "):
        read_words_table(b"", "standard input", 5, "csv")


def test_columns_of_one_name_stay_apart() -> None:
    table, _ = read_words_table(b"a,a,\n1,2,3\n", "x.csv", 5)
    assert len(set(table.columns)) == 3


def outcome(content: bytes, name: str) -> str:
    """What the reader says; empty when it reads a table."""
    try:
        table, _ = read_words_table(content, name, 5)
    except ReadError as error:
        return str(error) or "no words"
    return "" if len(table) else "no rows"


@pytest.mark.parametrize("name", ["x.csv", "x.xlsx", "x.parquet", "x.pdf", "x"])
@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"PK\x03\x04 not a zip"])
def test_what_is_no_table_is_told(name: str, content: bytes) -> None:
    assert outcome(content, name).startswith(f"{name}: ")


@given(st.binary(max_size=300), st.sampled_from(SUFFIXES))
def test_any_bytes_are_a_table_or_an_error_with_words(content: bytes, suffix: str) -> None:
    said = outcome(content, f"x.{suffix}")
    assert not said or said.startswith(f"x.{suffix}: ")
