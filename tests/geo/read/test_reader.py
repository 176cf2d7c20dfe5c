"""Files as people really have them: encodings, delimiters, damage."""

from __future__ import annotations

import csv
import io
import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import AtlasError, ReadError
from geo.read import FORMATS, FileReader, ReadResult, read_file
from geo.read._table import Table, examine

FIXTURES = Path(__file__).parents[2] / "data" / "read"
REPORTS = (FIXTURES / "reports.csv").read_text(encoding="utf-8")
UCDP = (FIXTURES / "ucdp_ged_hdx_2018.csv").read_text(encoding="utf-8")
HEADER = "report_id,incident_key,outlet,event_date,stance,place_text,note"
GOOD = "A1,i1,Rudaw,2020-07-11,reports,Samāwah,a note"


@pytest.fixture
def write(tmp_path: Path):
    def write(content: str | bytes, name: str = "f.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def check(result: ReadResult) -> None:
    """What holds for every file that can be read at all."""
    assert result.n_read == len(result.rows) + result.n_refused
    assert result.n_refused <= len(result.rejections)
    lines = [rejection.line for rejection in result.rejections]
    assert lines == sorted(lines)
    assert all(line >= 1 for line in lines)
    for rejection in result.rejections:
        shown = f"{rejection}{rejection.raw}"
        assert "\0" not in shown
        assert shown.encode()
        assert rejection.reason
        assert rejection.file == result.file
    assert len({row.key for row in result.rows}) == len(result.rows)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-16-le"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_encodings_delimiters_and_line_ends(write, encoding, delimiter, ending) -> None:
    text = f"{HEADER}\n{GOOD.replace('Samāwah', 'Besançon')}\n".replace(",", delimiter)
    mark = "\ufeff" if encoding == "utf-16-le" else ""
    result = read_file(write((mark + text.replace("\n", ending)).encode(encoding)))
    check(result)
    (row,) = result.rows
    assert (row.place_text, row.note) == ("Besançon", "a note")
    assert (result.delimiter, result.rejections) == (delimiter, [])


def test_latin_1_bytes_that_windows_does_not_know(write) -> None:
    result = read_file(write(f"{HEADER}\n{GOOD}\n".replace("ā", "\x81é").encode("latin-1")))
    assert result.encoding == "latin-1"
    assert result.rows[0].place_text == "Sam\x81éwah"


def test_arabic_windows_files(write) -> None:
    arabic = GOOD.replace("Samāwah", "قرب الديوانية").replace("a note", '"نقلا عن, الوكالة é"')
    result = read_file(write(f"{HEADER}\n{arabic}\n".encode("cp1256")))
    assert result.encoding == "cp1256"
    assert result.rows[0].place_text == "قرب الديوانية"
    assert result.rows[0].note == "نقلا عن, الوكالة é"


def test_one_damaged_byte_costs_one_cell_of_a_utf_8_file(write) -> None:
    raw = f"{HEADER}\n{GOOD}\n{GOOD.replace('A1', 'A2')}\n".encode()
    result = read_file(write(raw.replace(b"a note", b"a \xff note", 1)))
    check(result)
    assert [row.note for row in result.rows] == [None, "a note"]
    assert [row.place_text for row in result.rows] == ["Samāwah", "Samāwah"]
    (rejection,) = result.rejections
    assert (rejection.line, rejection.column, rejection.value) == (2, "note", "a \\xff note")


def test_nul_bytes_cost_the_cell_or_the_row(write) -> None:
    bad_note, bad_key = GOOD.replace("a note", "a\0note"), GOOD.replace("A1", "A\0002")
    result = read_file(write(f"{HEADER}\n{bad_note}\n{bad_key}\n"))
    check(result)
    assert [row.note for row in result.rows] == [None]
    first, second = result.rejections
    assert first.reason == "the cell holds a NUL byte; the value is left unknown"
    assert (second.line, second.column) == (3, "report_id")
    assert "A\\x002" in second.raw


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "f.csv: the file is empty"),
        (b"\n\n\r\n", "no line with column names"),
        (b"\xef\xbb\xbf", "no line with column names"),
        (b"PK\x03\x04\x14", "an Excel workbook or a zip archive; save or unpack"),
        (b"a,b\n1,2\n", r"f.csv, line 1: these columns are of no format .*: a, b"),
        (
            b"event_id_cnty,event_date,actor1\n1,2,3\n",
            "of no format the atlas reads .ucdp-ged, rep",
        ),
        (b"\nreport_id,outlet,event_date,stance\n", "line 2: .* lacks the column incident_key"),
        (f"{HEADER},note\n".encode(), "the column note stands there twice"),
        (b"x" * 200_000, "no line with column names"),
    ],
)
def test_files_that_cannot_be_read_say_why(write, content: bytes, message: str) -> None:
    with pytest.raises(ReadError, match=message):
        read_file(write(content))


def test_missing_files_folders_and_unknown_formats_say_why(write, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"none\.csv: cannot be read \(No such file"):
        read_file(tmp_path / "none.csv")
    with pytest.raises(ReadError, match="cannot be read"):
        read_file(tmp_path)
    with pytest.raises(ReadError, match="no format 'acled'; known are ucdp-ged, reports"):
        read_file(write(HEADER), format="acled")
    with pytest.raises(ReadError, match=r"to be read as ucdp-ged .* lacks the columns id,"):
        read_file(write(f"{HEADER},latitude\n"), format="ucdp-ged")


def test_a_header_alone_is_a_file_without_rows(write) -> None:
    result = read_file(write(f"{HEADER}\n"))
    assert (result.n_read, result.rows, result.rejections) == (0, [], [])


def test_empty_lines_and_excels_leftovers_are_no_rows(write) -> None:
    result = read_file(write(f"sep=,\n{HEADER}\n\n,,,,,,\n{GOOD},,,\n  \n\n"))
    assert (result.n_read, len(result.rows), result.rejections) == (1, 1, [])


def test_hxl_tags_are_no_row_but_a_row_of_hashes_further_down_is(write) -> None:
    tags = "#event+id,,#meta+source,#date+start,,#loc +name,"
    result = read_file(write(f"{HEADER}\n{tags}\n{GOOD}\n{tags}\n"))
    assert (result.n_read, len(result.rows), result.n_refused) == (2, 1, 1)
    assert result.rejections[0].line == 4


def test_rows_of_the_wrong_length_are_named(write) -> None:
    result = read_file(write(f"{HEADER}\nA2,i1,Rudaw\n{GOOD},eighth\n{GOOD}\n"))
    check(result)
    assert [row.key for row in result.rows] == ["A1"]
    assert [(r.line, r.reason) for r in result.rejections] == [
        (2, "the row has 3 cells, the header has 7; the row is left out"),
        (3, "the row has 8 cells, the header has 7; the row is left out"),
    ]


def test_lines_are_counted_through_cells_of_many_lines(write) -> None:
    long = GOOD.replace("a note", '"one\ntwo\r\n\nfour"')
    bad = GOOD.replace("A1", "A2").replace("reports", "says")
    result = read_file(write(f"{HEADER}\n{long}\n{bad}\n"))
    assert result.rows[0].note == "one\ntwo\r\n\nfour"
    assert [r.line for r in result.rejections] == [6]


def test_a_stray_quotation_mark_costs_one_line(write) -> None:
    broken = GOOD.replace("a note", '"a note')
    rest = [GOOD.replace("A1", f"A{n}").replace("a note", '"a ""b"" c"') for n in range(2, 6)]
    result = read_file(write("\n".join([HEADER, broken, *rest, ""])))
    check(result)
    assert [row.key for row in result.rows] == ["A2", "A3", "A4", "A5"]
    assert [r.line for r in result.rejections] == [2]


def test_a_quotation_mark_that_nobody_closes_costs_one_line(write) -> None:
    broken = GOOD.replace("a note", '"a note')
    rest = [GOOD.replace("A1", f"B{n}") for n in range(1_500)]
    result = read_file(write("\n".join([HEADER, broken, *rest, ""])))
    check(result)
    assert len(result.rows) == 1_500
    (rejection,) = result.rejections
    assert rejection.line == 2
    assert "quotation mark is opened and not closed" in rejection.reason


def test_a_file_cut_off_inside_a_cell_loses_the_last_row_and_says_so(write) -> None:
    last = GOOD.replace("A1", "A2").replace("a note", '"a no')
    result = read_file(write(f"{HEADER}\n{GOOD}\n{last}"))
    assert [row.key for row in result.rows] == ["A1"]
    assert result.rejections[0].reason.startswith("the file ends inside quotation marks")


def test_a_badly_quoted_cell_is_read_where_the_row_still_has_its_shape(write) -> None:
    sloppy = GOOD.replace("a note", '"a" note')
    result = read_file(write(f"{HEADER}\n{sloppy}\n"))
    assert [row.note for row in result.rows] == ["a note"]


def test_an_overlong_value_is_cut_in_the_message_and_kept_in_the_raw_row(write) -> None:
    result = read_file(write(f"{HEADER}\n{GOOD.replace('2020-07-11', 'x' * 5_000)}\n"))
    (rejection,) = result.rejections
    assert rejection.value == "x" * 200 + "…"
    assert "x" * 5_000 in rejection.raw
    huge = read_file(write(f"{HEADER}\n{GOOD.replace('a note', 'y' * 200_000)}\n{GOOD}\n"))
    assert [row.key for row in huge.rows] == ["A1"]
    assert "cannot be split into cells (field larger" in huge.rejections[0].reason


def test_progress_ends_at_the_size_of_the_file(write) -> None:
    rows = [GOOD.replace("A1", f"A{n}") for n in range(2_500)]
    path = write("\n".join([HEADER, *rows]))
    seen: list[tuple[int, int]] = []
    read_file(path, progress=lambda done, of: seen.append((done, of)))
    size = path.stat().st_size
    assert len(seen) == 3
    assert seen[-1] == (size, size)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_every_format_has_a_name_a_title_and_its_key_among_the_required() -> None:
    for name, format in FORMATS.items():
        assert name == format.name
        assert format.title
        assert set(re.split(", | and ", format.key)) <= set(format.required)


text_cells = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("\0\r\n\"',;\t#-012é")),
    max_size=12,
)


@settings(deadline=None, max_examples=150)
@given(rows=st.lists(st.lists(text_cells, min_size=7, max_size=7), min_size=1, max_size=8))
def test_every_data_row_becomes_a_record_or_a_rejection(tmp_path_factory, rows) -> None:
    path = tmp_path_factory.getbasetemp() / "cells.csv"
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([HEADER.split(","), GOOD.split(","), *rows])
    path.write_bytes(buffer.getvalue().encode())
    result = read_file(path)
    check(result)
    assert result.n_read == 1 + sum(any(cell.strip() for cell in row) for row in rows)


mangling = st.lists(
    st.tuples(
        st.sampled_from(["cut", "insert", "copy", "end"]),
        st.floats(0, 1),
        st.integers(1, 300),
        st.one_of(
            st.sampled_from([b'"', b"\n", b"\r", b"\0", b"\xff", b",", b";", b'"\n', b"\xd8\xa7"]),
            st.binary(min_size=1, max_size=20),
        ),
    ),
    min_size=1,
    max_size=5,
)


def mangle(content: bytes, steps: list[tuple[str, float, int, bytes]]) -> bytes:
    for what, where, length, extra in steps:
        at = int(where * len(content))
        if what == "cut":
            content = content[:at] + content[at + length :]
        elif what == "insert":
            content = content[:at] + extra + content[at:]
        elif what == "copy":
            content = content[:at] + content[at : at + length] * 2 + content[at + length :]
        else:
            content = content[:at]
    return content


@settings(deadline=None, max_examples=300)
@given(
    content=st.sampled_from([REPORTS.encode(), UCDP.encode(), UCDP.encode("utf-16")]),
    steps=mangling,
)
def test_mangled_files_lose_nothing_and_raise_only_errors_fit_to_be_shown(
    tmp_path_factory, content: bytes, steps: list[tuple[str, float, int, bytes]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "mangled.csv"
    path.write_bytes(mangle(content, steps))
    with suppress(AtlasError):
        check(read_file(path))
        check_lines(path)


def check_lines(path: Path) -> None:
    """Each line below the header is in exactly one record, under its true number."""
    facts = examine(path)
    errors = "surrogateescape" if facts.encoding == "utf-8-sig" else "replace"
    with path.open(encoding=facts.encoding, errors=errors, newline="") as file:
        lines = dict(enumerate((line.rstrip("\r\n") for line in file), start=1))
    with Table(facts) as table:
        for number in range(1, table.header.line + 1):
            del lines[number]
        for record in table:
            raw = io.StringIO(record.raw, newline="")
            for number, text in enumerate(raw or [""], start=record.line):
                assert lines.pop(number) == text.rstrip("\r\n")
    assert not any(text.strip(' \t\x0b\x0c,;|"') for text in lines.values())


def test_a_stream_gives_the_same_as_the_whole(tmp_path: Path) -> None:
    path = FIXTURES / "reports.csv"
    reader = FileReader(path)
    items = list(reader)
    whole = read_file(path)
    assert [item for item in items if item in whole.rows] == whole.rows
    assert [item for item in items if item in whole.rejections] == whole.rejections
    assert (reader.n_read, reader.n_refused) == (whole.n_read, whole.n_refused)
