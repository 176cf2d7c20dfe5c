"""What agrees, what only is told more or less exactly, and what contradicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import inf

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.claims.agreement import (
    Aspect,
    Named,
    Relation,
    Topic,
    Verdict,
    agreement,
)
from geo.claims.footprint import outline_of
from geo.claims.scales import same_place
from geo.model import (
    UNPLACED,
    ActorMention,
    CountRange,
    DateInterval,
    DatePrec,
    Form,
    Location,
    ReportRow,
    Stance,
    WherePrec,
)
from geo.places.basemap import layers
from geo.settings import Settings
from geo.store.query import IncidentDetail, incident_detail

SQUARES = {
    (Form.GOVERNORATE, "G1"): shapely.box(44, 32, 45, 33),
    (Form.GOVERNORATE, "G2"): shapely.box(45, 32, 46, 33),
    (Form.DISTRICT, "G1D1"): shapely.box(44, 32, 44.5, 32.5),
}


@dataclass(frozen=True)
class Told:
    id: str
    row: ReportRow
    location: Location = UNPLACED
    origins: tuple[str, ...] = ("police",)
    meant: tuple[str, ...] = ()


def told(key: str = "R1", location: Location = UNPLACED, origin: str = "police", **row) -> Told:
    made = ReportRow("reports", key, "i", f"outlet of {key}", row.pop("stance", Stance.REPORTS))
    actors = tuple(ActorMention(name, role) for name, role in row.pop("actors", ()))
    made = replace(made, actors=actors, **row)
    return Told(key, made, location, (origin,), tuple(name.title() for name, _ in actors_of(made)))


def actors_of(row: ReportRow) -> list[tuple[str, str]]:
    return [(actor.text, actor.role) for actor in row.actors]


def outline(form: Form, key: str) -> shapely.Geometry | None:
    return SQUARES.get((form, key))


def aspect(topic: Topic, *reports: Told) -> Aspect:
    return next(found for found in agreement(reports, outline) if found.topic is topic)


def on(first: str, last: str | None = None, text: str | None = None) -> DateInterval:
    start, end = date.fromisoformat(first), date.fromisoformat(last or first)
    return DateInterval(start, end, DatePrec.DAY if start == end else DatePrec.MONTH, text)


def disc(lat: float, lon: float, metres: float = 5000.0, name: str = "a town") -> Location:
    return Location(
        Form.DISC, WherePrec.WITHIN_25_KM, lat, lon, metres, name, governorate_pcode="G1"
    )


GOVERNORATE = Location(
    Form.GOVERNORATE, WherePrec.GOVERNORATE, 32.5, 44.5, place="One", governorate_pcode="G1"
)
OTHER_GOVERNORATE = replace(GOVERNORATE, lon=45.5, place="Two", governorate_pcode="G2")
ROAD = Location(
    Form.STRETCH, WherePrec.LINEAR_OR_LARGER, 32.2, 44.6, place="a road",
    stretch_wkt="LINESTRING (44.1 32.2, 45.9 32.2)",
)  # fmt: skip


def test_a_month_and_a_day_in_it_fit_and_a_day_outside_contradicts() -> None:
    june, day = on("2020-06-01", "2020-06-30"), on("2020-06-11", text="Thursday night")
    fits = aspect(Topic.DATE, told("R1", event_date=june), told("R2", event_date=day))
    assert fits.verdict is Verdict.FIT
    found = aspect(
        Topic.DATE,
        *(told(f"R{n}", event_date=day, origin=f"o{n}") for n in range(2)),
        told("R7", event_date=june),
        told("R8", event_date=on("2020-07-02")),
    )
    assert found.verdict is Verdict.CONTRADICT
    assert found.apart == 21
    leading, *rest = found.values
    assert (leading.written, leading.relation) == (("Thursday night",), Relation.LEADS)
    assert {value.relation for value in rest} == {Relation.COARSER, Relation.CONTRADICTS}


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (disc(32.2, 44.2), GOVERNORATE, Verdict.FIT),
        (disc(32.2, 44.2), OTHER_GOVERNORATE, Verdict.CONTRADICT),
        (disc(32.2, 44.99), OTHER_GOVERNORATE, Verdict.FIT),
        (disc(32.2, 44.2), ROAD, Verdict.FIT),
        (disc(32.8, 44.2), ROAD, Verdict.CONTRADICT),
        (ROAD, GOVERNORATE, Verdict.FIT),
        (ROAD, OTHER_GOVERNORATE, Verdict.FIT),
        (GOVERNORATE, OTHER_GOVERNORATE, Verdict.FIT),  # they touch: it may be on the border
        (disc(32.2, 44.2), disc(32.21, 44.21, 9000.0, "the town"), Verdict.AGREE),
        (disc(32.2, 44.2), Location(Form.COUNTRY, WherePrec.COUNTRY, 33, 44), Verdict.FIT),
    ],
)
def test_places(one: Location, other: Location, verdict: Verdict) -> None:
    found = aspect(Topic.PLACE, told("R1", one, "a"), told("R2", other, "b"))
    assert found.verdict is verdict
    assert (found.apart > 0) is (verdict is Verdict.CONTRADICT)


def test_two_towns_say_how_far_apart_they_are_and_which_do_not_fit() -> None:
    near, far = disc(32.2, 44.2), disc(32.5, 44.2, name="another")
    found = aspect(Topic.PLACE, told("R1", near, "a"), told("R2", near, "b"), told("R3", far, "a"))
    assert found.apart == pytest.approx(33.3, abs=0.3)  # 0.3 degrees of latitude
    assert found.values[1].against == (0,)
    assert found.torn == ("a",)


def test_an_unknown_place_is_silence() -> None:
    found = aspect(Topic.PLACE, told("R1", UNPLACED), told("R2", disc(32.2, 44.2)))
    assert (found.verdict, found.silent) == (Verdict.ONE, ("R1",))


def test_groups_are_compared_as_meant_with_the_spellings_beneath() -> None:
    found = aspect(
        Topic.GROUP,
        told("R1", actors=[("group one", "claimed")], origin="a"),
        told("R2", actors=[("GROUP ONE", "attributed")], origin="b"),
    )
    assert found.verdict is Verdict.AGREE
    assert found.values[0].what == Named("Group One", "does it")
    assert set(found.values[0].written) == {"group one", "GROUP ONE"}
    other = told("R3", actors=[("group two", "claimed")])
    assert aspect(Topic.GROUP, told("R1", actors=[("group one", "claimed")]), other).apart == inf
    denial = told("R4", actors=[("group one", "denied")])
    found = aspect(Topic.GROUP, told("R1", actors=[("group one", "claimed")]), denial)
    assert found.verdict is Verdict.CONTRADICT


def test_two_groups_of_one_report_do_not_contradict_each_other() -> None:
    both = told("R1", actors=[("group one", "claimed"), ("group two", "claimed")])
    assert aspect(Topic.GROUP, both).verdict is Verdict.FIT


def test_counts() -> None:
    def killed(*counts: CountRange) -> Aspect:
        reports = [told(f"R{n}", killed=c, origin=f"o{n}") for n, c in enumerate(counts)]
        return aspect(Topic.KILLED, *reports)

    assert killed(CountRange(3, 3), CountRange(2, None)).verdict is Verdict.FIT
    found = killed(CountRange(3, 3), CountRange(5, 7), CountRange(None, None))
    assert (found.verdict, found.apart, found.silent) == (Verdict.CONTRADICT, 2, ("R2",))
    assert killed(CountRange(0, 0), CountRange(0, 0)).verdict is Verdict.AGREE


def test_a_type_left_open_fits_every_other_one() -> None:
    kinds = [told("R1", event_type="rocket"), told("R2", event_type="other", origin="b")]
    assert aspect(Topic.TYPE, *kinds).verdict is Verdict.FIT
    drone = told("R3", event_type="drone")
    assert aspect(Topic.TYPE, *kinds, drone).verdict is Verdict.CONTRADICT


def test_free_words_are_left_to_the_reader() -> None:
    found = aspect(Topic.DAMAGE, told("R1", damage="two trucks"), told("R2", damage="a truck"))
    assert found.verdict is Verdict.WORDS
    same = aspect(
        Topic.DAMAGE, told("R1", damage="Two  trucks"), told("R2", damage="two trucks", origin="b")
    )
    assert same.verdict is Verdict.AGREE


def test_relays_are_one_origin() -> None:
    relays = [told(f"R{n}", killed=CountRange(3, 3), origin="one agency") for n in range(5)]
    found = aspect(Topic.KILLED, *relays)
    assert found.verdict is Verdict.ONE
    assert (len(found.values[0].reports), found.values[0].origins) == (5, ("one agency",))


places = st.one_of(
    st.just(UNPLACED),
    st.builds(disc, st.floats(32, 33), st.floats(44, 46), st.floats(500, 20_000)),
    st.sampled_from([GOVERNORATE, OTHER_GOVERNORATE, ROAD]),
)
days = st.integers(0, 400).map(lambda n: date(2020, 1, 1) + timedelta(days=n))
intervals = st.tuples(days, st.integers(0, 40)).map(
    lambda d: DateInterval(d[0], d[0] + timedelta(days=d[1]), DatePrec.WEEK)
)
counts = st.tuples(st.integers(0, 9), st.integers(0, 5)).map(lambda c: CountRange(c[0], sum(c)))
reports = st.lists(
    st.fixed_dictionaries(
        {
            "location": places,
            "origin": st.sampled_from("abc"),
            "event_date": st.none() | intervals,
            "killed": st.just(CountRange()) | counts,
            "stance": st.sampled_from(Stance),
            "event_type": st.sampled_from([None, "rocket", "drone", "other"]),
        }
    ),
    min_size=1,
    max_size=7,
).map(lambda rows: [told(f"R{n}", **row) for n, row in enumerate(rows)])


@given(reports, st.randoms())
def test_the_order_of_reports_never_matters(made: list[Told], random) -> None:
    mixed = list(made)
    random.shuffle(mixed)
    assert agreement(made, outline) == agreement(mixed, outline)


@given(reports)
def test_every_report_that_states_something_stands_under_it_once(made: list[Told]) -> None:
    for found in agreement(made, outline):
        stated = [key for value in found.values for key in value.reports]
        assert sorted([*stated, *found.silent]) == sorted(told.id for told in made)
        assert (found.verdict is Verdict.CONTRADICT) is any(v.against for v in found.values)
        assert (found.apart > 0) is (found.verdict is Verdict.CONTRADICT)
        for value in found.values:
            assert all(found.values.index(value) in found.values[at].against
                       for at in value.against)  # fmt: skip


@given(reports)
def test_a_report_told_once_more_by_the_same_origin_changes_no_verdict(made: list[Told]) -> None:
    copy = replace(made[0], id="R99")
    for before, after in zip(
        agreement(made, outline), agreement([*made, copy], outline), strict=True
    ):
        assert (before.verdict, before.apart, before.torn) == (
            after.verdict, after.apart, after.torn,
        )  # fmt: skip


@given(places, places)
def test_being_the_same_place_is_mutual(one: Location, other: Location) -> None:
    assert same_place(one, other) == same_place(other, one)


@pytest.fixture(scope="module")
def real() -> object:
    base = layers(Settings.from_env({}))
    return outline_of(base["governorates"], base["districts"])


def of(detail: IncidentDetail, real, topic: Topic) -> Aspect:
    found: Sequence[Aspect] = agreement(detail.reports, real)
    return next(one for one in found if one.topic is topic)


def test_the_july_incident(built_settings: Settings, real) -> None:
    july = incident_detail("20200711-najmi", built_settings.database_url)
    place = of(july, real, Topic.PLACE)
    forms = {value.what.form for value in place.values}
    assert forms == {Form.STRETCH, Form.GOVERNORATE, Form.DISC}
    assert place.values[0].what.place == "Diwaniyah - Samawah road"
    assert place.verdict is Verdict.FIT  # nobody names a place that another one rules out
    qadisiyah = next(v for v in place.values if v.what.form is Form.GOVERNORATE)
    assert qadisiyah.relation is Relation.COARSER
    assert not qadisiyah.against
    date_ = of(july, real, Topic.DATE)
    assert date_.verdict is Verdict.AGREE
    assert "July 7" in date_.values[0].written
    group = of(july, real, Topic.GROUP)
    assert len(group.values[0].written) == 2
    assert "Fars News" in of(july, real, Topic.STANCE).torn


def test_the_february_incident_is_told_by_month_and_by_day(built_settings: Settings, real) -> None:
    february = incident_detail("20200210-adwaniyah", built_settings.database_url)
    assert of(february, real, Topic.DATE).verdict is Verdict.FIT


def test_the_border_crossing_is_not_south_of_basra(built_settings: Settings, real) -> None:
    jraishan = incident_detail("20200810-jraishan", built_settings.database_url)
    place = of(jraishan, real, Topic.PLACE)
    assert place.verdict is Verdict.CONTRADICT
    assert 15 < place.apart < 40
    safwan = next(v for v in place.values if v.what.place == "Safwan crossing")
    assert [place.values[at].what.place for at in safwan.against] == ["Basra"]
