"""Mappings are kept by name and proposed for the tables that they fit."""

from __future__ import annotations

import pytest

from geo.errors import DecisionError, NotFoundError
from geo.read import FIELDS, ColumnMapping
from geo.read.mapping import GROUPS
from geo.settings import Settings
from geo.store.mappings import (
    best_fit,
    delete_mapping,
    find_mapping,
    rename_mapping,
    save_mapping,
    saved_mappings,
)
from geo.validate import DateOrder

SMALL = ColumnMapping("a", (("event_date", "Day"),))
LARGE = ColumnMapping(
    "b", (("event_date", "Day"), ("place_text", "اين")), (("outlet", "X"),), DateOrder.DAY_FIRST
)


def test_saved_found_replaced_renamed_deleted(settings: Settings) -> None:
    url = settings.database_url
    save_mapping(url, " our  sheet ", SMALL, "Amal")
    save_mapping(url, "our sheet", LARGE, "Basim")
    assert [(one.name, one.author) for one in saved_mappings(url)] == [("our sheet", "Basim")]
    assert find_mapping(url, "our sheet") == LARGE
    save_mapping(url, "other", SMALL, "Amal")
    with pytest.raises(DecisionError, match="already"):
        rename_mapping(url, "other", "our sheet")
    rename_mapping(url, "other", "small")
    assert find_mapping(url, "small") == SMALL
    delete_mapping(url, "small")
    with pytest.raises(NotFoundError, match="saved are: our sheet"):
        find_mapping(url, "small")
    for change in (lambda: delete_mapping(url, "x"), lambda: rename_mapping(url, "x", "y")):
        with pytest.raises(NotFoundError):
            change()


@pytest.mark.parametrize(("name", "author"), [("", "Amal"), ("x" * 81, "Amal"), ("x", " ")])
def test_a_name_and_an_author_are_needed(settings: Settings, name: str, author: str) -> None:
    with pytest.raises(DecisionError):
        save_mapping(settings.database_url, name, SMALL, author)
    assert saved_mappings(settings.database_url) == []


def test_the_fullest_that_fits_is_proposed(settings: Settings) -> None:
    url = settings.database_url
    save_mapping(url, "small", SMALL, "Amal")
    save_mapping(url, "large", LARGE, "Amal")
    saved = saved_mappings(url)
    fit = best_fit(saved, ["Day", "اين", "More"])
    assert fit
    assert fit.name == "large"
    fit = best_fit(saved, ["Day"])
    assert fit
    assert fit.name == "small"
    assert best_fit(saved, ["Tag"]) is None


def test_every_field_stands_in_one_group() -> None:
    assert sorted(field for group in GROUPS.values() for field in group) == sorted(FIELDS)
