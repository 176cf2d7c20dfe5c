"""Incidents that one article tells of together."""

from __future__ import annotations

from geo.settings import Settings
from geo.store.query import latest_revision
from geo.store.related import told_together


def test_the_founding_article_tells_of_february_june_and_july(built_settings: Settings) -> None:
    url = built_settings.database_url
    found = told_together(url, "20200711-najmi", latest_revision(url))
    by_post = {one.incident_id for one in found if one.outlet == "Jerusalem Post"}
    assert {"20200210-adwaniyah", "202006-thawrat-claim"} <= by_post
    assert all(one.incident_id != "20200711-najmi" for one in found)


def test_a_dataset_without_addresses_tells_nothing_together(built_settings: Settings) -> None:
    url = built_settings.database_url
    assert told_together(url, "ucdp-145092", latest_revision(url)) == []
    assert told_together(url, "no such", 1) == []
