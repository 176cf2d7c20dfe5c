"""Drafts as rows, and the known incidents that they may be of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from geo.extract.links import KnownIncident, links
from geo.extract.rows import Source, drafted
from geo.model import DateInterval, DatePrec, ReportRow, Stance
from geo.store.known import known_incidents
from geo.store.snapshot import Snapshot
from tests.geo.extract.conftest import Draft

TEXT = (
    "A roadside bomb hit a convoy near Samarra on Tuesday, police said. Ashab al-Kahf claimed the "
    "bomb. On Monday rockets were fired at Balad air base."
)
SOURCE = Source("Example News", date(2020, 10, 7), "https://example.org/1")


def test_a_row_for_each_stance_on_each_incident(draft: Draft) -> None:
    rows = [one.row for one in drafted(draft(TEXT), SOURCE)]
    assert [(row.stance, row.asserted_by) for row in rows] == [
        (Stance.CONFIRMS, "police"),
        (Stance.CLAIMS, "group itself"),
        (Stance.REPORTS, None),
    ]
    assert [row.incident_key for row in rows[:2]] == [rows[0].incident_key] * 2
    assert len({row.key for row in rows}) == 3
    assert {row.text_sha256 for row in rows} == {rows[0].text_sha256}
    assert rows[0].text_simhash
    assert rows[0].place_text == "Samarra"
    assert rows[0].coded_governorate is None
    assert rows[0].published == DateInterval(date(2020, 10, 7), date(2020, 10, 7), DatePrec.DAY)


def test_rows_of_the_same_article_are_the_same(draft: Draft) -> None:
    first, again = drafted(draft(TEXT), SOURCE), drafted(draft(TEXT), SOURCE)
    assert first == again
    other = drafted(draft(TEXT), replace(SOURCE, outlet="Another"))
    assert not {one.row.key for one in first} & {one.row.key for one in other}


def test_each_field_has_its_words_and_how_sure_they_are(draft: Draft) -> None:
    article = draft(TEXT)
    first = drafted(article, SOURCE)[0]
    words = {
        name: [article.text[span.start : span.end] for span in spans]
        for name, spans in first.spans.items()
    }
    assert words["place_text"] == ["Samarra"]
    assert words["event_date"] == ["on Tuesday"]
    assert words["stance"] == ["police"]
    assert set(first.confidence) <= set(ReportRow.__slots__)
    assert "route_text" not in first.confidence
    assert all(0 <= value <= 1 for value in first.confidence.values())


def test_links_need_time_and_place(draft: Draft) -> None:
    incident = draft(TEXT).incidents[0]
    day = DateInterval(date(2020, 10, 6), date(2020, 10, 6), DatePrec.DAY)
    same = KnownIncident("same", day, "Salah al-Din", "roadside bomb", "convoy")
    later = DateInterval(date(2020, 10, 8), date(2020, 10, 8), DatePrec.DAY)
    known = [
        KnownIncident("next day", later, "Salah al-Din", "roadside bomb", "convoy"),
        same,
        KnownIncident("elsewhere", day, "Basra", "roadside bomb", "convoy"),
        KnownIncident("month off", day_of(2020, 11, 6), "Salah al-Din", "roadside bomb", "convoy"),
        KnownIncident("no date", None, "Salah al-Din", "roadside bomb", "convoy"),
    ]
    found = links(incident, known)
    assert [link.key for link in found] == ["same", "next day"]
    assert found[0].reasons == ("same day", "same governorate", "same type", "same target")


def day_of(year: int, month: int, day: int) -> DateInterval:
    return DateInterval(date(year, month, day), date(year, month, day), DatePrec.DAY)


def test_the_founding_article_finds_its_incident(draft: Draft, snapshot: Snapshot) -> None:
    text = "Gunmen burned trucks on the road between Diwaniyah and Samawah on July 11, police said."
    (incident,) = draft(text, date(2020, 7, 12)).incidents
    assert links(incident, known_incidents(snapshot))[0].score > 0.9


def test_the_towns_of_a_stretch_are_no_places_of_their_own(draft: Draft) -> None:
    text = "Gunmen burned trucks on the road between Diwaniyah and Samawah on July 11, police said."
    spot = "The spot was given as Al-Najmi, on the stretch that joins Diwaniyah to Samawah."
    source = Source("An outlet", date(2020, 7, 12))
    (alone,) = drafted(draft(text, source.published), source)
    assert (alone.row.place_text, alone.row.route_text) == (None, "Diwaniyah - Samawah road")
    (named,) = drafted(
        draft(f"Gunmen burned trucks on July 11, police said. {spot}", source.published), source
    )
    assert named.row.place_text == "Al-Najmi"
    assert named.row.route_text is not None


def test_incidents_of_the_days_of_a_draft_are_enough(draft: Draft, snapshot: Snapshot) -> None:
    text = (
        "Gunmen burned trucks on the road between Diwaniyah and Samawah on July 11, police said. "
        "In February a roadside bomb hit a convoy near Samarra."
    )
    incidents = draft(text, date(2020, 7, 12)).incidents
    everything = known_incidents(snapshot)
    near = known_incidents(snapshot, [i.date for i in incidents if i.date is not None])
    assert len(incidents) == 2
    assert 0 < len(near) < len(everything) / 10
    assert [links(i, near) for i in incidents] == [links(i, everything) for i in incidents]
    assert known_incidents(snapshot, []) == ()
