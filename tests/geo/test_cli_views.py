"""``python -m geo views``, and exports of a link by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from geo.cli import app
from geo.errors import NotFoundError
from geo.settings import Settings
from geo.store.saved_views import find_view


@pytest.fixture
def run(own_store: Settings, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("ATLAS_DATABASE_URL", own_store.database_url)
    return lambda *words: CliRunner().invoke(app, words, catch_exceptions=True)


def test_a_view_from_its_link_to_its_end(run, own_store: Settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    link = "https://atlas.example/timeline?gov=IQG05&rev=6"
    views = ("views",)
    assert run(*views, "save", "South 1", "--author", "Amal", "--link", link).exit_code == 0
    listed = run(*views, "list")
    assert listed.stdout.split("\t")[:5] == ["south-1", "1", "timeline", "revision 6", "Amal"]
    assert "1 saved view." in listed.stderr
    assert run(*views, "change", "south-1", "--author", "Basim", "--title", "S").exit_code == 0
    assert run(*views, "rename", "south-1", "deep-south", "--author", "Cem").exit_code == 0
    assert find_view(own_store.database_url, "south-1").name == "deep-south"
    out = tmp_path / "out.csv"
    for query in ("view=south-1", link):
        done = run("export", "--format", "csv", "--out", str(out), "--query", query)
        assert "38 incidents of revision 6" in done.stderr
    assert run(*views, "remove", "deep-south", "--author", "Cem").exit_code == 0
    history = run(*views, "history", "south-1").stdout.splitlines()
    assert [line.split("\t")[0] for line in history] == ["removed", "renamed", "changed", "saved"]


@pytest.mark.parametrize(
    "words",
    [
        ("views", "save", "x1", "--author", "A", "--link", "rev=abc"),
        ("views", "history", "x1"),
        ("export", "--format", "csv", "--out", "/nowhere/x", "--query", "view=x1"),
        ("export", "--format", "csv", "--out", "/nowhere/x", "--query", "gov=IQG05&rev=abc"),
    ],
)
def test_what_cannot_be_ends_with_its_reason(run, words: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    assert isinstance(run(*words).exception, NotFoundError)
