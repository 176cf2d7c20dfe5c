"""Reports full of scripts, looked at on every page: they stay words."""

from __future__ import annotations

import csv
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Page

from geo.settings import DATA_DIR, Settings
from geo.store.load import load_files
from tests.browser.conftest import Guard, database_url, settled
from tests.browser.test_hosted import addresses
from tools.serving import Server

VECTORS = (
    "<script>top.hit=1</script>",
    "<img src=http://evil.example/a onerror=top.hit=1>",
    '"><svg onload=top.hit=1><a href="javascript:top.hit=1">',
    "'-top.hit=1-'\"-top.hit=1-\"</script><script>top.hit=1</script>",
    "</style><style>@import url(http://evil.example/b)</style>",
    "![x](http://evil.example/c) [y](javascript:top.hit=1)"
    "<iframe srcdoc='<script>top.hit=1</script>'>",
    "{{this._parent.get_name()}}{% raw %}${top.hit=1}`${top.hit=1}`",
    "$\\href{javascript:top.hit=1}{x}\\includegraphics{http://evil.example/d}$ :material/home:",
    "<math><mtext><table><mglyph><style><img src=x onerror=top.hit=1>",
    "\u2028top.hit=1\u2029<!--<template><base href=http://evil.example/>",
    '=HYPERLINK("http://evil.example/e","x")',
)
TEXTS = (
    *("outlet", "place_text", "actor_text", "note", "damage", "asserted_by", "event_type"),
    *("target", "headline", "event_date_text", "town_or_base", "route_text", "outlet_country"),
)


def hostile_reports(folder: Path) -> Path:
    """Two reports for each vector, in one incident, with it in every field of text."""
    with (DATA_DIR / "incidents" / "reports_2019_2024.csv").open(encoding="utf-8") as file:
        names = csv.DictReader(file).fieldnames or []
    path = folder / "hostile.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        for n, vector in enumerate(VECTORS):
            row = dict.fromkeys(names, "") | {name: vector for name in TEXTS if name in names}
            row |= {
                "incident_key": f"hostile-{n}", "event_date": "2020-07-11", "stance": "claims",
                "actor_role": "claimed", "url": vector if n % 2 else "javascript:top.hit=1",
                "governorate": "Qadisiyah", "evidence_flags": vector,
            }  # fmt: skip
            if n % 3:
                row |= {"town_or_base": f"Diwaniyah {vector}"}
            writer.writerow(row | {"report_id": f"X{n}a"})
            other = {"report_id": f"X{n}b", "stance": "denies", "outlet": vector[::-1]}
            writer.writerow(row | other)
    return path


def test_no_script_in_a_report_runs_and_nothing_is_asked_of_others(
    fresh_server: Server, page: Page, guard: Guard, tmp_path: Path
) -> None:
    url = database_url(tmp_path)
    report = load_files(
        url, [hostile_reports(tmp_path)], Settings.from_env({"ATLAS_DATABASE_URL": url})
    )
    assert report.files[0].n_new == 2 * len(VECTORS)
    fresh_server.wait_for("/api/export.csv?from=2020-07-11&to=2020-07-11", b"hostile-3")
    page.on("dialog", lambda dialog: guard.errors.append(f"a dialog: {dialog.message}"))
    july = "from=2020-07-11&to=2020-07-11"
    asked = [f"{one}{'&' if '?' in one else '?'}{july}" for one in addresses()]
    asked += [f"/incident?id=hostile-{n}" for n in range(0, len(VECTORS), 3)]
    asked += [f"/groups?group={quote(VECTORS[1])}", f"/?{july}&q={quote(VECTORS[2])}&id=hostile-1"]
    for address in asked:
        page.goto(fresh_server.url + address)
        settled(page)
        assert page.evaluate("window.hit") is None, address
        assert "went wrong" not in page.content(), address
    page.goto(f"{fresh_server.url}/incident?id=hostile-0")
    settled(page)
    assert page.locator(".ledger").inner_text().count(VECTORS[0]) > 0
    text = fresh_server.get(f"/api/export.csv?{july}")[1].decode("utf-8-sig")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    rows = list(csv.reader(lines))
    cells = [cell for row in rows for cell in row if "HYPERLINK" in cell]
    assert cells
    assert not [cell for cell in cells if cell.startswith("=")]
    assert guard.errors == []
