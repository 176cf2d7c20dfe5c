"""``python -m geo drafts`` and ``extract --queue``: an article's way into the atlas in a shell."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.settings import Settings
from geo.store.drafts import open_count
from geo.store.query import read_snapshot
from tests.geo.test_cli import Geo, assert_failed, geo

__all__ = ["geo"]
TEXT = (
    "A roadside bomb hit a convoy near Samarra on Tuesday, police said. On Monday rockets were "
    "fired at Balad air base."
)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_an_article_is_queued_and_decided_on(settings: Settings, geo: Geo, article: Path) -> None:
    url = settings.database_url
    call = ("extract", str(article), "--published", "2020-10-07", "--queue")
    unnamed = geo(settings, *call)
    assert unnamed.returncode == 2
    assert "say who published it" in unnamed.stderr
    named = (*call, "--outlet", "NRT", "--author", "Amal")
    assert "2 drafts wait for review (1 to 2)" in geo(settings, *named).stderr
    assert "was queued before; nothing was added" in geo(settings, *named).stderr
    listed = geo(settings, "drafts", "list")
    assert [line.split("\t")[:2] for line in listed.stdout.splitlines()] == [
        ["1", "NRT"],
        ["2", "NRT"],
    ]
    done = geo(settings, "drafts", "accept", "1", "--author", "Basim")
    assert "1 accepted into 20201006-samarra: decision 1" in done.stderr
    assert read_snapshot(url).n == 1
    again = geo(settings, "drafts", "accept", "1", "2", "--author", "Dana")
    assert_failed(again, "draft 1 was accepted by Basim")
    rejected = geo(
        settings, "drafts", "reject", "--all-of", "NRT", "--author", "Dana", "--reason", "old"
    )
    assert "1 rejected: decision 2" in rejected.stderr
    assert open_count(url) == 0
    neither = geo(settings, "drafts", "accept", "--author", "Dana")
    assert_failed(neither, "name drafts by their numbers")
    undone = geo(settings, "decide", "undo", "1", "--author", "Dana", "--reason", "no")
    assert undone.returncode == 0
    assert read_snapshot(url).n == 0
    assert open_count(url) == 1
