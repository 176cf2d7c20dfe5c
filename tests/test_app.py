"""The launcher, imported by a process of its own: importing it starts an app."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def told_by(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_launcher_leaves_the_map_component_to_the_pages() -> None:
    """Registered before the server runs, the component would answer 404 for good."""
    assert told_by("import app, sys; print('streamlit_folium' in sys.modules)") == "False"


@pytest.mark.parametrize(("given", "wanted"), [("", ""), ("atlas", "/atlas"), ("/a/b/", "/a/b")])
def test_routes_are_put_below_the_base_path(given: str, wanted: str) -> None:
    code = (
        f"from streamlit import config; config.set_option('server.baseUrlPath', {given!r}); "
        "import app; print(app.app._user_routes[0].path)"
    )
    assert told_by(code) == f"{wanted}/api/health"
