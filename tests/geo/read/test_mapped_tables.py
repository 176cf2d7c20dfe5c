"""Tables of no known format: the mapping, the guess, and what their rows become."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import geo.places
from geo.errors import AmbiguousDatesError, ReadError, UnknownTableError
from geo.model import ActorMention, CountRange, Form, ReportRow, Stance, WherePrec
from geo.places.place import place_reports
from geo.read import FIELDS, ColumnMapping, ReadOptions, ReadResult, guess_file, read_file
from geo.read.guess import guess
from geo.read.mapping import dataset_name
from geo.settings import Settings
from geo.validate import DateOrder

FIXTURES = Path(__file__).parents[2] / "data" / "read"
TABLE = FIXTURES / "table.csv"


def mapped(tmp_path: Path, text: str, values: dict[str, str] | None = None, **columns: str):
    """The result of a table whose columns are mapped by keyword, field=column."""
    path = tmp_path / "own.csv"
    path.write_text(text, encoding="utf-8")
    mapping = ColumnMapping("own", tuple(columns.items()), tuple((values or {}).items()))
    return read_file(path, options=ReadOptions(mapping))


def one(result: ReadResult) -> ReportRow:
    assert len(result.rows) == 1, result.rejections
    return result.rows[0]


def test_a_table_is_guessed_read_and_loses_nothing() -> None:
    result = read_file(TABLE, format="table")
    assert (result.format, result.dataset, result.n_read) == ("table", "table", 3)
    assert result.rejections == []
    first, second, third = result.rows
    starts = [row.event_date.start for row in result.rows if row.event_date]
    assert starts == [date(2020, 4, 3), date(2020, 4, 25), date(2020, 5, 4)]
    assert (first.place_text, first.admin1_text) == ("Jurf al-Sakhar, Babil", "Babil")
    assert (first.event_type, first.asserted_by) == ("Roadside bomb", "Invented News")
    assert first.url == "https://example.org/1"
    assert (second.killed, third.killed) == (CountRange(1, 3), CountRange())
    assert first.extra == (("Colour", "red"),)
    assert first.stance is Stance.REPORTS
    assert third.given is None


def test_a_coordinate_of_unstated_precision_is_a_disc_that_says_so() -> None:
    first = read_file(TABLE, format="table").rows[0]
    (placed,) = place_reports([first], geo.places.load(Settings.from_env({})))
    assert (placed.form, placed.uncertainty_m, placed.where_prec) == (Form.DISC, 25_000, 2)
    assert placed.governorate_pcode == "IQG07"
    assert "does not say how exact" in placed.flags[0]


def test_unknown_tables_are_not_loaded_unasked() -> None:
    with pytest.raises(UnknownTableError, match=r"of no format .*--guess.*--mapping"):
        read_file(TABLE)


def test_a_table_read_twice_has_the_same_keys() -> None:
    keys = [row.key for row in read_file(TABLE, format="table").rows]
    assert keys == [row.key for row in read_file(TABLE, format="table").rows]
    assert len(set(keys)) == 3


@pytest.mark.parametrize(("name", "kills"), [("kobo.csv", 1), ("odk.csv", None)])
def test_surveys_are_recognised(name: str, kills: int | None) -> None:
    result = read_file(FIXTURES / name)
    assert (result.format, result.n_refused) == ("kobo", 0)
    row = result.rows[0]
    assert row.event_date
    assert row.event_date.start == date(2021, 3, 4)
    assert row.given
    assert (row.given.form, row.given.uncertainty_m) == (Form.DISC, 4.8)
    assert row.published
    assert row.published.start == date(2021, 3, 5)
    assert row.asserted_by == "enumerator1"
    assert row.killed.low == kills


def test_ambiguous_dates_are_asked_about_and_answered(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("date,place\n03/04/2020,Hit\n05/06/2020,Hit\n")
    with pytest.raises(AmbiguousDatesError, match=r"t\.csv, column 'date': no date") as refused:
        read_file(path, format="table")
    assert refused.value.column == "date"
    for order, month in ((DateOrder.DAY_FIRST, 4), (DateOrder.MONTH_FIRST, 3)):
        row = read_file(path, "table", options=ReadOptions(dates=order)).rows[0]
        assert row.event_date
        assert row.event_date.start.month == month


def test_one_telling_date_far_down_decides_for_the_first_row(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    lines = [f"03/04/20{n:02},Hit {n}" for n in range(10, 25)]
    path.write_text("\n".join(["date,place", *lines, "12/31/2020,Hit"]))
    row = read_file(path, "table").rows[0]
    assert row.event_date
    assert row.event_date.start == date(2010, 3, 4)


@pytest.mark.parametrize(
    ("coordinates", "form"),
    [
        ("33.3, 44.4", Form.DISC),
        ("33.3 44.4 30.0 5.0", Form.DISC),
        ("POINT (44.4 33.3)", Form.DISC),
        ("LINESTRING (44.4 33.3, 44.5 33.2)", Form.STRETCH),
        ("POLYGON ((44.4 33.3, 44.5 33.3, 44.5 33.4, 44.4 33.3))", Form.DISC),
    ],
)
def test_places_in_one_cell(tmp_path: Path, coordinates: str, form: Form) -> None:
    given_ = one(mapped(tmp_path, f'c,d\n"{coordinates}",2020\n', coordinates="c")).given
    assert given_
    assert given_.form is form
    assert given_.lat == pytest.approx(33.3, abs=0.1)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("somewhere", "neither a latitude and longitude nor a geometry"),
        ("POLYGON ((44 33, nan 34, 45 35, 44 33))", "not numbers|neither"),
        ("LINESTRING (500000 3600000, 510000 3600000)", "not in degrees"),
        ("0, 0", "not a latitude and longitude"),
        ("POINT EMPTY", "not numbers, or none"),
    ],
)
def test_places_that_are_none_cost_the_place_only(tmp_path: Path, cell: str, reason: str) -> None:
    result = mapped(tmp_path, f'c,d\n"{cell}",2020\n', coordinates="c", event_date="d")
    assert one(result).given is None
    (rejection,) = result.rejections
    assert re.search(reason, rejection.reason)


@pytest.mark.parametrize(
    ("columns", "prec", "radius"),
    [
        ("1,", WherePrec.EXACT, None),
        (",50", WherePrec.EXACT, 50),
        (",5000", WherePrec.WITHIN_25_KM, 5_000),
        (",90000", WherePrec.LINEAR_OR_LARGER, 90_000),
        ("4,10", WherePrec.GOVERNORATE, None),
        (",0", WherePrec.WITHIN_25_KM, 25_000),
    ],
)
def test_stated_precisions(tmp_path: Path, columns: str, prec: WherePrec, radius) -> None:
    result = mapped(
        tmp_path,
        f"y,x,p,u\n33.3,44.4,{columns}\n",
        latitude="y", longitude="x", where_prec="p", uncertainty_m="u",
    )  # fmt: skip
    found = one(result).given
    assert found
    assert (found.where_prec, found.uncertainty_m) == (prec, radius)


@pytest.mark.parametrize(
    "row", ["Syria,33.3,44.4", "Iraq,44.4,33.3", ",51.5,-0.1"]
)  # fmt: skip
def test_rows_of_elsewhere_are_refused(tmp_path: Path, row: str) -> None:
    result = mapped(
        tmp_path, f"c,y,x\n{row}\nIraq,33.3,44.4\nالعراق,33.3,44.5\n",
        country="c", latitude="y", longitude="x",
    )  # fmt: skip
    assert (result.n_refused, len(result.rows)) == (1, 2)


def test_values_stand_for_every_row_and_a_wrong_stance_is_never_taken_for_another(
    tmp_path: Path,
) -> None:
    text = "d,who,s\n2020-01-02,Group A,denies\n2020-01-03,Group B,maybe\n"
    result = mapped(
        tmp_path, text, {"outlet": "An NGO", "where_prec": "3", "actor_role": "claimed"},
        event_date="d", actor_text="who", stance="s",
    )  # fmt: skip
    row = one(result)
    assert (row.outlet, row.stance) == ("An NGO", Stance.DENIES)
    assert row.actors == (ActorMention("Group A", "claimed"),)
    assert [(r.line, r.column) for r in result.rejections] == [(3, "s")]


def test_columns_named_like_fields_are_not_mistaken_for_them(tmp_path: Path) -> None:
    row = one(mapped(tmp_path, "when,note,killed\n2020,7,9\n", event_date="when", killed="note"))
    assert row.killed == CountRange(7, 7)
    assert row.extra == (("killed", "9"),)
    assert row.note is None


@given(
    columns=st.dictionaries(st.sampled_from(list(FIELDS)), st.uuids().map(str), max_size=6),
    dataset=st.from_regex(r"x[a-z0-9_-]{0,20}", fullmatch=True),
    dates=st.sampled_from([None, *DateOrder]),
)
def test_a_mapping_is_the_same_after_a_round_trip(columns, dataset, dates) -> None:
    mapping = ColumnMapping(dataset, tuple(columns.items()), (), dates)
    assert ColumnMapping.from_json(mapping.to_json()) == mapping


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "must be an object"),
        ('{"colums": {}}', "'colums' is none of"),
        ('{"columns": {"when": "d"}}', "no field 'when'"),
        ('{"columns": {"note": 3}}', "'columns' must be an object"),
        ('{"columns": {"note": "a"}, "values": {"note": "b"}}', "a column and a value"),
        ('{"columns": {"note": "a", "damage": "a"}}', "stands for two fields"),
        ('{"dataset": "ucdp-ged"}', "another format's"),
        ('{"dataset": "../x"}', "not a name of small letters"),
        ('{"dataset": 3}', "must be a name"),
        ('{"dates": "american"}', "must be day-first or month-first"),
    ],
)
def test_wrong_mappings_say_what_is_wrong(text: str, message: str) -> None:
    with pytest.raises(ReadError, match=message):
        ColumnMapping.from_json(text)


@pytest.mark.parametrize(
    ("columns", "message"),
    [({"event_date": "nosuch"}, "no column 'nosuch'"), ({"note": "d"}, "neither a date nor")],
)
def test_a_mapping_must_fit_the_file(tmp_path: Path, columns, message: str) -> None:
    with pytest.raises(ReadError, match=message):
        mapped(tmp_path, "d\n2020\n", **columns)


def test_guesses_need_cells_that_fit() -> None:
    names = ["date", "lat", "killed", "geo_precision", "where", "Y", "X"]
    rows = [["green", "north", "many", "1", "Hit", "33.641", "42.825"]] * 3
    found = dict(guess(names, rows).mapping.columns)
    assert found == {"place_text": "where", "latitude": "Y", "longitude": "X"}


def test_guesses_from_cells_alone() -> None:
    names = ["a", "b", "c", "d"]
    rows = [["2020-01-05", "33.641", "42.825", "https://example.org/1"]] * 2
    found = guess(names, rows)
    assert dict(found.mapping.columns) == {
        "event_date": "a", "latitude": "b", "longitude": "c", "url": "d",
    }  # fmt: skip
    assert found.is_enough


def test_arabic_names_are_guessed() -> None:
    names = ["التاريخ", "المحافظة", "القتلى", "الوصف"]
    found = dict(guess(names, [["2020-01-05", "بابل", "3", "انفجار"]]).mapping.columns)
    assert found == {
        "event_date": "التاريخ", "admin1": "المحافظة", "killed": "القتلى", "note": "الوصف",
    }  # fmt: skip


cells = st.text(max_size=12) | st.sampled_from(["33.3", "44.4", "2020-01-01", "POINT (1 2)", "=A1"])


@settings(deadline=None)
@given(
    names=st.lists(st.sampled_from(["date", "lat", "lon", "x", "", "geom", "url"]) | st.text(),
                   min_size=1, max_size=6),
    data=st.data(),
)  # fmt: skip
def test_any_table_is_guessed_into_a_mapping_that_fits_it(names: list[str], data) -> None:
    row = st.lists(cells, min_size=len(names), max_size=len(names))
    found = guess(names, data.draw(st.lists(row, max_size=5)))
    columns = dict(found.mapping.columns)
    assert set(columns.values()) <= set(names)
    assert len(set(columns.values())) == len(columns)
    assert ("latitude" in columns) == ("longitude" in columns)


def test_names_of_datasets_come_from_the_file() -> None:
    assert dataset_name("NGO incidents (2020).csv") == "ngo-incidents-2020"
    assert dataset_name("تقرير.xlsx") == "table"
    assert dataset_name("acled.csv") == "acled-table"
    assert guess_file(TABLE).mapping.dataset == "table"
    assert json.loads(guess_file(TABLE).mapping.to_json())["columns"]["latitude"] == "Lat"
