"""ACLED, GTD and GDELT: their codes keep their own meaning, down to the form on the map.

The rows are invented, in the columns that the datasets publish.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

import geo.places
from geo.model import ActorMention, CountRange, DatePrec, Form, Location, ReportRow, Stance
from geo.places.geocode import Geocoder
from geo.places.place import place_reports
from geo.read import ReadResult, read_file
from geo.settings import Settings

FIXTURES = Path(__file__).parents[2] / "data" / "read"


@pytest.fixture(scope="module")
def geocoder() -> Geocoder:
    return geo.places.load(Settings.from_env({}))


def place_report(row: ReportRow, geocoder: Geocoder) -> Location:
    return place_reports([row], geocoder)[0]


def read(name: str) -> tuple[ReadResult, dict[str, ReportRow]]:
    result = read_file(FIXTURES / name)
    assert result.n_read == len(result.rows) + result.n_refused
    return result, {row.key: row for row in result.rows}


@pytest.mark.parametrize(
    ("name", "format", "refused"),
    [("acled.csv", "acled", 5), ("gtd.csv", "gtd", 7), ("gdelt.export.CSV", "gdelt", 4)],
)
def test_rows_of_iraq_are_taken_and_others_are_named(name: str, format: str, refused: int) -> None:
    result, rows = read(name)
    assert (result.format, result.dataset) == (format, format)
    assert result.n_refused == 1
    first = next(r for r in result.rejections if "left out" in r.reason)
    assert (first.line, first.raw) == (refused, "")
    assert "another country" in first.reason
    for row in rows.values():
        assert row.stance is Stance.REPORTS
        assert row.incident_key == f"{format}-{row.key}"
        assert row.outlet == result.outlets[0].name


def test_acled_places_are_drawn_as_its_codes_mean(geocoder: Geocoder) -> None:
    _, rows = read("acled.csv")
    town = place_report(rows["IRQ90001"], geocoder)
    assert (town.form, town.uncertainty_m) == (Form.DISC, 5_000)
    near = place_report(rows["IRQ90002"], geocoder)
    assert (near.form, near.uncertainty_m) == (Form.DISC, 25_000)
    region = place_report(rows["IRQ90003"], geocoder)
    assert (region.form, region.governorate_pcode) == (Form.GOVERNORATE, "IQG05")
    assert region.district_pcode is None
    for key, code in (("IRQ90001", "1"), ("IRQ90002", "2"), ("IRQ90003", "3")):
        assert dict(rows[key].extra)["geo_precision"] == code


def test_acled_coordinates_without_a_precision_are_not_used() -> None:
    result, rows = read("acled.csv")
    assert rows["IRQ90005"].given is rows["IRQ90006"].given is None
    said = {(r.line, r.column) for r in result.rejections}
    assert {(6, "geo_precision"), (7, "geo_precision"), (7, "time_precision")} <= said


def test_acled_dates_are_as_wide_as_their_precision() -> None:
    _, rows = read("acled.csv")
    dates = {key: row.event_date for key, row in rows.items() if row.event_date}
    assert dates["IRQ90001"].start == dates["IRQ90001"].end == date(2020, 7, 11)
    assert (dates["IRQ90002"].start, dates["IRQ90002"].end) == (
        date(2020, 7, 12),
        date(2020, 7, 18),
    )
    assert (dates["IRQ90003"].start, dates["IRQ90003"].end) == (date(2020, 7, 1), date(2020, 7, 31))
    precisions = [dates[f"IRQ9000{n}"].prec for n in (1, 2, 3, 6)]
    assert precisions == [DatePrec.DAY, DatePrec.WEEK, DatePrec.MONTH, DatePrec.DAYS]


def test_acled_counts_nobody_only_where_somebody_was_counted() -> None:
    _, rows = read("acled.csv")
    assert rows["IRQ90001"].killed == CountRange()
    assert dict(rows["IRQ90001"].extra)["fatalities"] == "0"
    assert rows["IRQ90002"].killed == CountRange(2, 2)


def test_acled_sides_and_civilians() -> None:
    _, rows = read("acled.csv")
    assert rows["IRQ90002"].actors == (
        ActorMention("Unidentified Armed Group (Iraq)", "side a"),
        ActorMention("Invented Brigade", "side a"),
        ActorMention("Invented Front", "side a"),
        ActorMention("Private Security Forces (Iraq)", "side b"),
    )
    assert rows["IRQ90003"].target == "civilians"
    assert [actor.role for actor in rows["IRQ90003"].actors] == ["side a"]


def test_an_older_acled_export_is_the_same_format() -> None:
    result, rows = read("acled_old.csv")
    assert (result.format, result.rejections) == ("acled", [])
    starts = [row.event_date.start for row in rows.values() if row.event_date]
    assert starts == [date(2016, 4, day) for day in (3, 25, 5, 6)]
    assert rows["9001IRQ"].actors[1] == ActorMention("Invented Tribal Force", "side a")


def test_gtd_places_are_drawn_as_its_specificity_means(geocoder: Geocoder) -> None:
    _, rows = read("gtd.csv")
    placed = {key[-1]: place_report(row, geocoder) for key, row in rows.items()}
    assert (placed["1"].form, placed["1"].uncertainty_m) == (Form.DISC, 5_000)
    assert (placed["2"].form, placed["2"].uncertainty_m) == (Form.DISC, 25_000)
    forms = [placed[n].form for n in "345"]
    assert forms == [Form.DISTRICT, Form.GOVERNORATE, Form.COUNTRY]
    assert rows["201407030907"].given is None
    assert dict(rows["201407000903"].extra)["specificity"] == "3"


def test_gtd_days_and_months_of_0_are_not_known() -> None:
    _, rows = read("gtd.csv")
    month, year = rows["201407000903"].event_date, rows["201400000904"].event_date
    assert month
    assert (month.start, month.end, month.prec) == (
        date(2014, 7, 1), date(2014, 7, 31), DatePrec.MONTH
    )  # fmt: skip
    assert year
    assert (year.start, year.end, year.prec) == (
        date(2014, 1, 1), date(2014, 12, 31), DatePrec.YEAR
    )  # fmt: skip


def test_gtd_groups_claim_only_where_the_file_says_so() -> None:
    _, rows = read("gtd.csv")
    assert rows["201407030901"].actors == ()
    assert rows["201407030902"].actors == (
        ActorMention("Invented Group", "claimed"),
        ActorMention("Second Invented Group", "attributed"),
    )


def test_gtd_counts() -> None:
    _, rows = read("gtd.csv")
    assert rows["201407030901"].killed == CountRange(3, 3)
    assert rows["201400000904"].killed == rows["201400000904"].wounded == CountRange()
    assert rows["201407030905"].killed == CountRange(2, 3)


def test_gdelt_places_are_never_points_and_say_who_found_them(geocoder: Geocoder) -> None:
    _, rows = read("gdelt.export.CSV")
    placed = [place_report(rows[f"93400000{n}"], geocoder) for n in (1, 2, 3)]
    assert [p.form for p in placed] == [Form.DISC, Form.GOVERNORATE, Form.COUNTRY]
    assert placed[0].uncertainty_m == 25_000
    assert all("a program found the place" in p.flags[0] for p in placed)
    assert rows["934000005"].given is None


def test_gdelt_rows_name_their_article() -> None:
    _, rows = read("gdelt.export.CSV")
    row = rows["934000001"]
    assert row.url == 'https://news.example.org/a"quoted"/1'
    assert row.asserted_by == "news.example.org"
    assert (row.event_type, rows["934000003"].event_type) == ("fighting", "consultation")
    assert row.published
    assert row.published.start == date(2020, 7, 12)
    assert dict(row.extra)["actiongeo_type"] == "4"


def test_a_gdelt_file_with_a_header_is_the_same(tmp_path: Path) -> None:
    from geo.read.gdelt import FORMAT

    content = (FIXTURES / "gdelt.export.CSV").read_text(encoding="utf-8")
    path = tmp_path / "gdelt.tsv"
    path.write_text("\t".join(FORMAT.layout) + "\n" + content, encoding="utf-8")
    assert read_file(path).rows == read_file(FIXTURES / "gdelt.export.CSV").rows


@pytest.mark.parametrize("column", ["geo_precision", "latitude", "fatalities", "event_date"])
@pytest.mark.parametrize("value", ["", "x", "-100", "99999999", "<script>", "=1+1"])
def test_any_value_of_acled_costs_at_most_itself(tmp_path: Path, column: str, value: str) -> None:
    with (FIXTURES / "acled.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0][column] = value
    path = tmp_path / "acled.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    result = read_file(path)
    assert len(result.rows) == 5
    if value:
        assert any((r.line, r.column) == (2, column) for r in result.rejections)
