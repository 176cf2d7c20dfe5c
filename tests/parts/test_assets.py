from __future__ import annotations

import re

import pytest

from pages.parts.assets import ASSETS_DIR, asset_path
from tests.parts.conftest import Ask


def test_asset_with_the_present_version_is_kept_for_ever(ask: Ask) -> None:
    answer = ask("/" + asset_path("map/main.js"))
    assert answer.status == 200
    assert "javascript" in answer.headers["content-type"]
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize("path", ["/assets/map/main.js", "/assets/v-000000000000/map/main.js"])
def test_other_addresses_are_asked_for_again(ask: Ask, path: str) -> None:
    answer = ask(path)
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["/assets/", "/assets/nothing.js", "/assets/v-1/../../app.py"])
def test_nothing_else_is_served(ask: Ask, path: str) -> None:
    assert ask(path).status == 404


def test_no_asset_names_another_host() -> None:
    """Comments and licences may; scripts and styles of ours and of Leaflet load nothing."""
    for path in [*ASSETS_DIR.rglob("*.js"), *ASSETS_DIR.rglob("*.css")]:
        text = path.read_text(encoding="utf-8")
        loads = re.findall(
            r"""(?:url\(|import\(|from |@import |fetch\()["']?(?:https?:)?//""", text
        )
        assert loads == [], path


@pytest.mark.parametrize("drawing", ["main", "placed", "claimed"])
def test_a_map_asks_for_all_its_modules_at_once(drawing: str) -> None:
    folder = ASSETS_DIR / "map"
    start = (folder / "start.js").read_text(encoding="utf-8")
    named = re.search(rf"{drawing}: \[(.*?)\]", start, re.DOTALL)
    assert named is not None
    needed, left = set[str](), [drawing]
    while left:
        module = left.pop()
        if module not in needed:
            needed.add(module)
            text = (folder / f"{module}.js").read_text(encoding="utf-8")
            left += re.findall(r'from "\./(\w+)\.js"', text)
    assert set(re.findall(r'"(\w+)"', named[1])) == needed
