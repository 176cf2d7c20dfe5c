"""Spellings that no list has, resolved by the store's own actors."""

from __future__ import annotations

import csv

import pytest

from geo.claims.evaluate_actors import GROUPS_FILE, REPORTS_FILE
from geo.settings import Settings
from geo.store.actors import free_spelling
from geo.store.decisions import Act
from geo.store.load import load_files
from geo.store.naming import meant, read_actor_index
from geo.store.query import incident_detail, read_snapshot
from tests.geo.store.conftest import Table

THAWRAT = "Saraya Thawrat al-Ishrin al-Thaniya"


@pytest.fixture
def loaded(settings: Settings, table: Table) -> Settings:
    reports = table(
        {"actor_text": "Sarayat Thawra al Ishreen Althaniya", "actor_role": "claimed"},
        {"actor_text": "UsbatalThaireenAshab al-Kahaf", "actor_role": "claimed"},
        {"actor_text": "Saraya Shuhada Thawar Ashreen al-Thani", "actor_role": "attributed"},
        {"actor_text": "Hezbollah", "actor_role": "attributed"},
    )
    load_files(settings.database_url, [GROUPS_FILE, reports], settings)
    return settings


def test_new_spellings_in_a_loaded_file_resolve_by_themselves(loaded: Settings) -> None:
    snapshot = read_snapshot(loaded.database_url)
    assert set(snapshot.vocab.actors) == {
        THAWRAT, "Usbat al-Thaireen", "Ashab al-Kahf", "Hezbollah",
        "Saraya Shuhada Thawar Ashreen al-Thani",
    }  # fmt: skip
    assert snapshot.actor_start.tolist() == [0, 5]
    told = snapshot.told
    assert told.mention_start.tolist() == [0, 1, 3, 4, 5]
    written = [snapshot.vocab.spellings[code] for code in told.spelling]
    assert written[1] == written[2] == "UsbatalThaireenAshab al-Kahaf"
    named = {snapshot.vocab.actors[code] for code in told.actor[1:3]}
    assert named == {"Usbat al-Thaireen", "Ashab al-Kahf"}


def test_the_ledger_says_both_groups(loaded: Settings) -> None:
    found = incident_detail("t-1", loaded.database_url)
    said = {report.row.actors[0].text: report.meant for report in found.reports}
    assert said["UsbatalThaireenAshab al-Kahaf"] == ("Usbat al-Thaireen; Ashab al-Kahf",)
    assert said["Hezbollah"] == ("Hezbollah",)


def test_what_an_editor_took_away_is_not_taken_again(loaded: Settings) -> None:
    index = read_actor_index(loaded.database_url)
    assert meant(index, "Saraya Ashreen Thani") == (THAWRAT,)
    free_spelling(loaded.database_url, "Saraya Ashreen Thani", Act("Amal", "somebody else"))
    index = read_actor_index(loaded.database_url)
    assert meant(index, "Saraya Ashreen Thani") == ("Saraya Ashreen Thani",)


def test_every_spelling_of_july_2020_is_one_group(built_settings: Settings) -> None:
    index = read_actor_index(built_settings.database_url)
    with REPORTS_FILE.open(encoding="utf-8-sig", newline="") as file:
        texts = {
            row["actor_text"]
            for row in csv.DictReader(file)
            if row["incident_key"] == "20200711-najmi" and "Thor" in row["actor_text"]
        }
    assert texts
    assert {meant(index, text) for text in texts} == {(THAWRAT,)}


def test_a_store_that_is_not_there_has_no_index(settings: Settings) -> None:
    assert read_actor_index(settings.database_url) is None
    assert meant(None, "KH") == ("KH",)
