from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from geo.model import ActorMention, CountRange, DatePrec, Form, ReportRow, Stance, WherePrec
from geo.read import ReadResult, read_file
from geo.settings import DATA_DIR

FIXTURES = Path(__file__).parents[2] / "data" / "read"
COLUMN_SETS = (
    "ucdp_ged_hdx_2018.csv",
    "ucdp_ged_23_1.csv",
    "ucdp_ged_candidate.csv",
    "ucdp_ged_5_0.csv",
    "ucdp_ged_excel_semicolon.csv",
    "ucdp_ged_tab.tsv",
)


@pytest.fixture(scope="module")
def real() -> ReadResult:
    return read_file(DATA_DIR / "incidents" / "ucdp_ged_iraq_1989_2018.csv")


def test_every_real_event_is_read(real: ReadResult) -> None:
    assert real.format == real.dataset == "ucdp-ged"
    assert real.n_read == len(real.rows) == len({row.key for row in real.rows}) == 7_473
    assert real.n_refused == 0
    assert all(row.incident_key == f"ucdp-{row.key}" for row in real.rows)


def test_real_precisions(real: ReadResult) -> None:
    precisions = Counter(int(row.given.where_prec or 0) for row in real.rows if row.given)
    assert precisions == {1: 5345, 2: 956, 3: 235, 4: 498, 5: 298, 6: 139, 7: 2}
    dates = Counter(int(row.event_date.prec) for row in real.rows if row.event_date)
    assert dates == {1: 6846, 2: 441, 3: 38, 4: 115, 5: 33}


def test_real_types_and_sides(real: ReadResult) -> None:
    assert Counter(row.event_type for row in real.rows) == {
        "state-based conflict": 5775,
        "non-state conflict": 145,
        "one-sided violence": 1553,
    }
    assert sum(row.target == "civilians" for row in real.rows) == 1553
    assert not any(a.text == "Civilians" for row in real.rows for a in row.actors)


def test_only_contradicting_figures_are_remarked_on(real: ReadResult) -> None:
    assert len(real.rejections) == 69
    assert {rejection.column for rejection in real.rejections} == {"best"}
    rows = {row.key: row for row in real.rows}
    assert rows["122098"].killed == CountRange(6573, 11659)
    assert dict(rows["122098"].extra)["low"] == "6610"
    assert rows["157921"].killed == CountRange(35, 35)
    assert str(real.rejections[0]) == (
        "ucdp_ged_iraq_1989_2018.csv, line 84, column 'best': '6573' - the figures contradict each "
        "other (low 6610, best 6573, high 11659); 6573 to 11659 is used"
    )


def test_real_line_numbers_hold_beyond_cells_of_many_lines(real: ReadResult) -> None:
    lines = (DATA_DIR / "incidents" / real.file).read_text(encoding="utf-8").split("\n")
    for rejection in real.rejections:
        assert lines[rejection.line - 1] == rejection.raw.split("\n")[0]
    assert real.rejections[-1].line > 7_416 + 2


@pytest.mark.parametrize("name", COLUMN_SETS)
def test_all_column_sets_give_the_same_events(name: str) -> None:
    result = read_file(FIXTURES / name)
    assert result.format == "ucdp-ged"
    assert (result.n_read, result.n_refused, result.rejections) == (3, 0, [])
    one, two, three = result.rows
    assert [row.key for row in result.rows] == ["9000001", "9000002", "9000003"]
    check_town_event(one)
    assert two.event_date
    assert (two.event_date.start, two.event_date.end) == (date(2014, 6, 1), date(2014, 6, 30))
    assert two.event_date.prec is DatePrec.MONTH
    assert two.target == "civilians"
    assert two.actors == (ActorMention("IS", "side a"),)
    assert two.killed == CountRange(0, 40)
    assert two.asserted_by is None
    assert two.admin2_text is None
    assert "number_of_sources" not in dict(two.extra)
    assert two.given
    assert two.given.where_prec is WherePrec.GOVERNORATE
    assert three.event_type == "non-state conflict"
    assert three.target is None


def test_a_release_without_a_header_line_is_read_by_its_layout(tmp_path: Path) -> None:
    text = (FIXTURES / "ucdp_ged_23_1.csv").read_text(encoding="utf-8")
    path = tmp_path / "candidate.csv"
    path.write_text(text.partition("\n")[2].replace(",43.786124,", ",243.7,", 1), encoding="utf-8")
    result = read_file(path)
    assert [row.key for row in result.rows] == ["9000001", "9000002", "9000003"]
    assert [(r.line, r.column) for r in result.rejections] == [(1, "longitude"), (1, "latitude")]
    assert result.rows[1:] == read_file(FIXTURES / "ucdp_ged_23_1.csv").rows[1:]


def check_town_event(row: ReportRow) -> None:
    assert (row.outlet, row.stance) == ("UCDP GED", Stance.REPORTS)
    assert row.event_type == "state-based conflict"
    assert row.event_date
    assert (row.event_date.start, row.event_date.end) == (date(2014, 1, 24), date(2014, 1, 24))
    assert row.event_date.prec is DatePrec.DAY
    assert row.given
    assert (row.given.form, row.given.where_prec) == (Form.POINT, WherePrec.EXACT)
    assert (row.given.lat, row.given.lon) == (33.355813, 43.786124)
    assert row.given.words == row.place_text == "Al Fallūjah town"
    assert row.given.uncertainty_m is None
    assert (row.admin1_text, row.admin2_text) == ("Al Anbār province", "Qaḑā’ al Fallūjah")
    assert row.killed == CountRange(2, 3)
    assert dict(row.extra)["number_of_sources"] == "1"
    assert row.headline == "Two killed near Fallujah"
    assert row.url is None


def edited(tmp_path: Path, **values: str) -> ReadResult:
    """The first event of the 23.1 fixture with some cells changed."""
    with (FIXTURES / "ucdp_ged_23_1.csv").open(newline="", encoding="utf-8") as file:
        header, first, *_ = list(csv.reader(file))
    for name, value in values.items():
        first[header.index(name)] = value
    path = tmp_path / "edited.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, first])
    return read_file(path)


@pytest.mark.parametrize(
    ("values", "column", "reason"),
    [
        ({"latitude": "95"}, "latitude", "not between -90 and 90 degrees"),
        ({"longitude": "43.78.61"}, "longitude", "not a number"),
        ({"latitude": "inf"}, "latitude", "not a number"),
        ({"latitude": ""}, "longitude", "the other half of the coordinate"),
        ({"latitude": "0", "longitude": "0.0"}, "latitude", "0, 0 is no place"),
        ({"where_prec": ""}, "where_prec", "would pass for an exact one"),
        ({"where_prec": "9"}, "where_prec", "not between 1 and 7"),
        ({"type_of_violence": "four"}, "type_of_violence", "not a whole number"),
        ({"date_start": "24/01/2014"}, "date_start", "not a date such as"),
        ({"date_start": "2014-02-30"}, "date_start", "no such day"),
        ({"date_start": "2014-01-24 13:30:00"}, "date_start", "not a date such as"),
        ({"date_end": "2013-01-24"}, "date_end", "ends before it starts"),
        ({"date_end": "9999-01-24"}, "date_end", "in the future"),
        ({"date_prec": "0"}, "date_prec", "not between 1 and 5"),
        ({"high": "-1"}, "high", "not between 0 and"),
        ({"low": "5", "best": ""}, "high", "the highest count is below the lowest"),
        ({"best": "2.5"}, "best", "not a whole number"),
    ],
)
def test_a_bad_value_is_named_and_the_event_kept(
    tmp_path: Path, values: dict[str, str], column: str, reason: str
) -> None:
    result = edited(tmp_path, **values)
    assert len(result.rows) == 1
    assert result.n_refused == 0
    rejection = next(r for r in result.rejections if r.column == column)
    assert (rejection.file, rejection.line) == ("edited.csv", 2)
    assert rejection.value == values.get(column, rejection.value)
    assert reason in rejection.reason
    assert rejection.raw.startswith("9000001,")


def test_what_a_bad_value_leaves_is_unknown(tmp_path: Path) -> None:
    assert edited(tmp_path, latitude="95").rows[0].given is None
    assert edited(tmp_path, where_prec="").rows[0].given is None
    assert edited(tmp_path, date_start="?", date_end="").rows[0].event_date is None
    assert edited(tmp_path, high="lots").rows[0].killed == CountRange(2, None)
    half = edited(tmp_path, date_start="").rows[0].event_date
    assert half
    assert half.start == half.end == date(2014, 1, 24)


@pytest.mark.parametrize("number", ["", "abc", "0", "12.5"])
def test_an_event_without_number_is_refused(tmp_path: Path, number: str) -> None:
    result = edited(tmp_path, id=number)
    assert (result.rows, result.n_read, result.n_refused) == ([], 1, 1)
    (rejection,) = result.rejections
    assert rejection.column == "id"
    assert rejection.reason.endswith("the row is left out")


@pytest.mark.parametrize(
    "values",
    [
        {"country_id": "652", "country": "Syria"},
        {"country_id": "652.0", "country": "Syria"},
        {"country_id": "", "country": "Syria"},
    ],
)
def test_events_of_other_countries_are_counted_and_left_out(
    tmp_path: Path, values: dict[str, str]
) -> None:
    result = edited(tmp_path, **values)
    (rejection,) = result.rejections
    assert (result.n_read, result.n_refused, len(result.rows)) == (1, 1, 0)
    assert (rejection.column, rejection.value) == ("country", "Syria")
    assert rejection.raw == ""
