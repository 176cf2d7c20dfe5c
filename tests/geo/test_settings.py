"""The environment, read and passed on to another process."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.errors import SettingsError
from geo.settings import VARIABLES, Settings


@pytest.mark.parametrize(
    "env",
    [
        {"ATLAS_DATABASE_URL": "sqlite:////tmp/a.sqlite"},
        {
            "ATLAS_DATABASE_URL": "sqlite:////tmp/a.sqlite",
            "ATLAS_GOVERNORATES": "/data/own.gpkg",
            "ATLAS_GOVERNORATES_LAYER": "units",
            "ATLAS_GOVERNORATES_KEY": "code",
            "ATLAS_DISTRICTS": "/data/districts.shp",
            "ATLAS_DISTRICTS_NAME_AR": "arabic",
            "ATLAS_POLL_SECONDS": "0.5",
        },
    ],
)
def test_another_process_reads_the_same_settings(env: dict[str, str]) -> None:
    settings = Settings.from_env(env)
    passed_on = settings.to_env()
    assert set(passed_on) == set(VARIABLES)
    assert Settings.from_env(passed_on) == settings


def test_an_own_boundary_file_need_not_have_arabic_names() -> None:
    settings = Settings.from_env(
        {"ATLAS_GOVERNORATES": "/x.shp", "ATLAS_DATABASE_URL": "sqlite:///y"}
    )
    assert settings.governorates.path == Path("/x.shp")
    assert settings.governorates.name_ar is None


@pytest.mark.parametrize("value", ["soon", "0", "-1", "nan"])
def test_how_often_to_look_must_be_a_time(value: str) -> None:
    with pytest.raises(SettingsError, match=value):
        Settings.from_env({"ATLAS_POLL_SECONDS": value, "ATLAS_DATABASE_URL": "sqlite:///y"})
