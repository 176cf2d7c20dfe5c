"""The measure of the geocoder: what it counts, and the phrases written before it was tuned."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from geo.model import Form
from geo.places.evaluate import (
    Answer,
    Case,
    by_exact_lookup,
    by_geocoder,
    by_wratio,
    folds,
    measure,
    merged,
    report_cases,
    ucdp_cases,
)
from geo.places.evaluate_tables import calibration, forms, speed
from geo.places.geocode import Geocoder
from geo.places.records import km_between
from geo.places.speed import in_new_process, phrases
from geo.settings import Settings

BLIND = Path(__file__).parents[2] / "data" / "places" / "blind_phrases.psv"


def unit(key: str | None) -> str | None:
    return {"A": "Anbar", "B": "Basra"}.get(key or "")


CASES = [
    Case("one", "Anbar", (33.0, 43.0), fine=True),
    Case("one", "Anbar", (34.0, 43.0), fine=True),
    Case("two", "Basra", None, fine=False),
    Case("three", "Basra", (30.0, 47.0), fine=True),
]


def place(words: str) -> Answer:
    if words == "one":
        return Answer("A", 33.0, 43.0, 5_000.0, "town")
    return Answer("A", crossed=frozenset({"Basra"})) if words == "two" else Answer()


def test_a_tally_counts_right_crossed_far_and_unplaced() -> None:
    tally = measure(CASES, place, unit)
    assert tally.right == [True, True, False, False]
    assert tally.crossed == [True, True, True, False]
    assert tally.unplaced == 1
    assert tally.km == [0.0, pytest.approx(111.2, abs=0.5), np.inf]
    twice = merged([tally, tally])
    assert len(twice.right) == 8
    assert twice.unplaced == 2


def test_calibration_counts_inside_and_leaves_out_few() -> None:
    tally = measure(CASES * 5, place, unit)
    table = calibration(tally)
    assert "| town | 10 | 5.0 km |" in table
    assert "| 50 % | 50 % | 50 % |" in table
    assert calibration(measure(CASES, place, unit)).count("\n") == 2


def test_folds_hold_every_name_once() -> None:
    parts = folds(ucdp_cases())
    assert len(parts) == 5
    assert sum(map(len, parts)) == len(frozenset().union(*parts)) > 460


def test_the_geocoder_is_far_ahead_of_the_baselines(geocoder: Geocoder) -> None:
    reports = report_cases()
    assert len(reports) == 391

    def name(key: str | None) -> str | None:
        found = geocoder.boundaries.unit(key or "")
        return found.name if found else None

    ours = np.mean(measure(reports, by_geocoder(geocoder), name).right)
    exact = np.mean(measure(reports, by_exact_lookup(geocoder.gazetteer), name).right)
    assert ours >= 0.92
    assert ours > exact + 0.2
    likely = by_wratio(geocoder.gazetteer)("Falluja")
    assert likely.governorate == geocoder.locate("Fallujah").governorate_pcode


def test_forms_count_what_has_no_disc() -> None:
    table = forms(measure(CASES, place, unit))
    assert "| disc | 2 | 50.0 % of 2 |" in table
    assert "| not placed | 1 | 0.0 % of 1 |" in table


def test_speed_is_measured_in_a_process_of_its_own(geocoder: Geocoder) -> None:
    names = [place.name for place in geocoder.gazetteer.places]
    assert len(set(phrases(names, ["Taji"], 3_000))) == 3_000
    measured = in_new_process(Settings.from_env({}), ["Taji"], 500)
    assert measured.phrases == 500
    assert measured.first_pass > 1_000  # a loaded machine; the table says what a free one does
    assert measured.load_mib < 250
    assert "| 500 distinct phrases, first pass |" in speed(measured)


def test_phrases_written_before_the_geocoder_was_tuned(geocoder: Geocoder) -> None:
    right = []
    with BLIND.open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="|"):
            found = geocoder.locate(row["words"])
            named = geocoder.boundaries.unit(found.governorate_pcode or "")
            good = (named.name if named else "") in row["governorate"].split("~")
            if not row["governorate"]:
                good = found.form is Form.UNPLACED
            elif row["lat"] and found.lat is not None and found.lon is not None:
                km = km_between(float(row["lat"]), float(row["lon"]), found.lat, found.lon)
                good = good and km <= float(row["within_km"])
            elif row["lat"]:
                good = False
            right.append(good)
    assert len(right) == 178
    assert np.mean(right) >= 0.95
