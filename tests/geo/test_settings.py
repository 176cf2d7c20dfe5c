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
            "ATLAS_MODEL_URL": "https://models.example/v1/",
            "ATLAS_MODEL_NAME": "some-model",
            "ATLAS_MODEL_KEY": "secret",
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


@pytest.mark.parametrize(
    "url",
    [
        "models.example",
        "file:///etc/passwd",
        "http://",
        "http://a:b@c/v1",
        "http://a/v1?k=1",
        "x://[",
        "http://a:b",
    ],
)
def test_a_model_stands_behind_an_address_of_the_web(url: str) -> None:
    env = {"ATLAS_MODEL_URL": url, "ATLAS_MODEL_NAME": "m", "ATLAS_DATABASE_URL": "sqlite:///y"}
    with pytest.raises(SettingsError, match="ATLAS_MODEL_URL"):
        Settings.from_env(env)


def test_a_model_has_a_name_and_its_key_is_never_shown() -> None:
    env = {"ATLAS_MODEL_URL": "http://localhost:1/v1/", "ATLAS_DATABASE_URL": "sqlite:///y"}
    with pytest.raises(SettingsError, match="ATLAS_MODEL_NAME"):
        Settings.from_env(env)
    settings = Settings.from_env(env | {"ATLAS_MODEL_NAME": "m", "ATLAS_MODEL_KEY": "secret"})
    assert settings.model is not None
    assert settings.model.address == "http://localhost:1/v1/chat/completions"
    assert settings.model.host == "localhost:1"
    assert "secret" not in repr(settings)
    assert Settings.from_env({"ATLAS_DATABASE_URL": "sqlite:///y"}).model is None
