"""A thousand hostile addresses: no fault of the server, no file but ours, no way out."""

from __future__ import annotations

import json
import mimetypes
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from geo.settings import PROJECT_DIR, Settings
from geo.store.live import shared
from geo.store.snapshot import Snapshot
from geo.view.filters import FILTER_KEYS
from geo.view.state import STATE_KEYS, link_query, read_link
from tests.parts.conftest import Ask

KEYS = sorted({*FILTER_KEYS, *STATE_KEYS, "bbox", "offset", "limit", "static", "id", "embed"})
WORDS = (
    *("", " ", "-1", "0", "1e309", "NaN", "Infinity", "99999999999999999999", "１２", "0x10", "١٢"),
    *("../../etc/passwd", "..%2f..%2fetc%2fpasswd", "/etc/passwd", "file:///etc/passwd", "C:\\x"),
    *("\0", "a\0b", "\r\nSet-Cookie: a=b", "\ud7ff", "\U0010ffff", "\u202eevil", "e\u0301" * 500),
    *("' OR 1=1 --", '"; DROP TABLE report; --', "%", "_", "%' ESCAPE '", "1) UNION SELECT 1"),
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)"),
    *("{{7*7}}", "${7*7}", "#{7*7}", "{0.__class__}", "%s%s%n", "$(id)", "`id`", "| id", ";id"),
    *("http://169.254.169.254/latest", "//evil.example", "gopher://x", "ldap://x/a"),
    *("x" * 8000, "(" * 3000, "[" * 3000, "a,b," * 2000, ".*" * 500, "(a+)+$", "\\", "*", "?"),
    *("2020-02-30", "0000-00-00", "9999-12-31", "10000-01-01", "-0001-01-01", "2020-07-11T25:61"),
    *("44,33,45", "180,90,-180,-90", "nan,nan,nan,nan", "1e400,0,1,1", "44,33,45,34,46"),
    *("country:", "type:x:y", "outlet:\0", "grade:Z", "confirmed", "IQG05", "convoy", "reports"),
)
PATHS = (
    *("/api/view/{rev}/{word}/{word}", "/api/view/{rev}/6/{word}", "/api/view/{word}/6/{bbox}"),
    *("/api/view/{rev}/6/{bbox}", "/api/table/{rev}", "/api/table/{word}", "/api/facets/{rev}"),
    *("/api/facets/{word}", "/api/basemap/{word}.json", "/api/export.{word}", "/api/export.csv"),
    *(
        "/api/export.kml",
        "/api/export.xlsx",
        "/api/export.geojson",
        "/api/{word}",
        "/assets/{word}",
        "/assets/../{word}",
        "/api/health",
    ),
)
OURS = tuple({str(Path(one).resolve()) for one in (PROJECT_DIR, sys.prefix, sys.base_prefix)})
_WATCHED: list[list[str]] = []


def _audit(event: str, given: tuple[object, ...]) -> None:
    if not _WATCHED:
        return
    if event == "open" and isinstance(given[0], str | bytes):
        _WATCHED[-1].append(str(given[0]))
    elif event in ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system"):
        _WATCHED[-1].append(f"{event} {given[1:]}")


@pytest.fixture
def touched() -> Iterator[list[str]]:
    """What this process opened, connected to or started meanwhile."""
    if _audit not in _hooked:
        sys.addaudithook(_audit)
        _hooked.append(_audit)
    _WATCHED.append([])
    yield _WATCHED[-1]
    _WATCHED.pop()


_hooked: list[object] = []


def hostile(number: int, revision: int) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Paths and queries, the same ones for the same seed."""
    dice = random.Random(20200711)
    for _ in range(number):
        path = dice.choice(PATHS)
        while "{word}" in path:
            path = path.replace("{word}", quote(dice.choice(WORDS)[:2000], safe="/.,%:"), 1)
        path = path.replace("{rev}", str(revision)).replace("{bbox}", "38,29,49,38")
        keys = dice.choices(KEYS, k=dice.randrange(5))
        # What is not understood is left out: a whole export each time would only take long.
        few = [("from", "2020-07-11"), ("to", "2020-07-12")] if "export" in path else []
        yield path, [*few, *((key, dice.choice(WORDS)) for key in keys)]


def outside(touched: list[str], store: Path) -> list[str]:
    # Exports are put together in the temporary folder; Python looks up media types once.
    ours = (*OURS, str(store.parent.resolve()), tempfile.gettempdir(), *mimetypes.knownfiles)
    return [one for one in touched if not str(Path(one).resolve()).startswith(ours)]


def test_no_hostile_address_breaks_or_leaves_the_app(
    ask: Ask, snapshot: Snapshot, built_database: Path, touched: list[str],
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    statuses: Counter[int] = Counter()
    for path, query in hostile(1_000, snapshot.revision):
        answer = ask(f"{path}?{urlencode(query)}")
        statuses[answer.status] += 1
        assert answer.status in (200, 304, 400, 404, 405), (path, query, answer.body[:300])
        assert b"Traceback" not in answer.body
        assert b"root:x:" not in answer.body
        assert "\n" not in "".join(answer.headers.values())
        if answer.headers.get("content-type", "").startswith("application/json"):
            json.loads(answer.body)
    assert statuses[200] > 100
    assert statuses[400] > 50
    assert statuses[404] > 50
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
    assert outside(touched, built_database) == []


def test_what_a_hostile_link_says_is_named_or_kept_as_it_is(snapshot: Snapshot) -> None:
    """Reading never fails, and what was read says the same when it is written and read again."""
    for _path, query in hostile(1_000, snapshot.revision):
        filters, state, problems = read_link(query, snapshot.vocab)
        assert all(str(problem) for problem in problems)
        again = read_link(parse_qsl(link_query(filters, state)), snapshot.vocab)
        assert again == (filters, state, []), query


def test_pages_with_hostile_links_show_words_not_faults(
    built_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATLAS_DATABASE_URL", built_settings.database_url)
    st.cache_resource.clear()
    shared(Settings.from_env()).current()
    dice = random.Random(1)
    app = AppTest.from_file(str(PROJECT_DIR / "pages" / "main.py"), default_timeout=120)
    for _ in range(12):
        app.query_params.clear()
        for key in dice.choices(KEYS, k=6):
            app.query_params[key] = dice.choice(WORDS)
        app.run()
        assert not app.exception
        assert not [one for one in app.error if "went wrong" in one.value], dict(app.query_params)
