from __future__ import annotations

import re

import pytest

from geo.errors import StoreError
from tests.pages.conftest import Open, shown


def sentence(page: str) -> str:
    found = re.search(r'<h1 class="atlas-sentence">(.*?)</h1>', page, re.DOTALL)
    assert found, page
    return re.sub(r"<[^>]+>", "", found[1])


def test_the_plain_link_shows_everything(open_page: Open) -> None:
    app = open_page()
    assert not app.exception
    assert not app.error
    assert sentence(shown(app)).startswith("7,651 incidents, 7,871 reports: all incidents")
    assert "Ignored in the link" not in shown(app)


def test_the_link_sets_the_filters(open_page: Open) -> None:
    app = open_page(gov="IQG05", **{"from": "2020-06-01"}, to="2020-12-31", status=["contested"])
    said = sentence(shown(app))
    assert "of 7,651 incidents" in said
    assert "Qadisiyah" in said
    assert "1 Jun 2020 to 31 Dec 2020" in said
    assert "contested" in said


def test_what_cannot_be_used_is_named_and_the_rest_holds(open_page: Open) -> None:
    app = open_page(
        gov=["IQG05", "<b>nowhere"], to="soon", colour="red", map="x", rev="99", status="true"
    )
    page = shown(app)
    assert not app.exception
    assert not app.error
    assert "Qadisiyah" in sentence(page)
    assert "rev=99: there is no revision 99" in app.warning[0].value.replace("\\", "")
    for part in ("gov=&lt;b&gt;nowhere", "to=soon", "colour=red", "map=x"):
        assert part in page or "and 1 more" in page
    assert "<b>nowhere" not in page


def test_a_pinned_revision_says_so_and_can_be_left(open_page: Open) -> None:
    newest = int(re.findall(r"revision (\d+)", shown(open_page()))[0])
    app = open_page(rev=str(newest - 1))
    assert f"Revision {newest - 1}, pinned; newer data exist (revision {newest})" in shown(app)
    app = app.button("go_live").click().run()
    assert "pinned" not in shown(app)
    assert f"revision {newest}" in sentence(shown(app))


def test_an_empty_view_says_why_and_offers_the_nearest_wider_one(open_page: Open) -> None:
    app = open_page(gov="IQG05", q="no such word anywhere")
    assert sentence(shown(app)).startswith("0 of 7,651 incidents")
    assert "No incident matches" in shown(app)
    button = app.button("widen_0")
    offered = re.search(r"Show ([\d,]+) incidents", button.label)
    assert offered
    app = button.click().run()
    assert not app.exception
    assert sentence(shown(app)).startswith(f"{offered[1]} of 7,651 incidents")


def test_one_incident_names_who_denies_it(open_page: Open) -> None:
    page = shown(open_page(id="20200711-najmi"))
    claims, confirms, denies = (
        page.index(f"{verb} it") for verb in ("Claims", "Confirms", "Denies")
    )
    assert claims < confirms < denies
    assert "Pentagon" in page
    assert "All 23 reports, side by side" in page


def test_an_unknown_incident_is_named(open_page: Open) -> None:
    app = open_page(id="no-such-incident")
    assert not app.exception
    assert "no-such-incident" in shown(app)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (StoreError("the store is locked"), "the store is locked."),
        (ZeroDivisionError("secret detail"), "Something on this page went wrong"),
    ],
)
def test_no_page_shows_a_traceback(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    fault: Exception, said: str,
) -> None:  # fmt: skip
    def broken(ctx: object) -> None:
        raise fault

    monkeypatch.setattr("pages.map.show", broken)
    app = open_page()
    assert not app.exception
    assert said in app.error[0].value
    assert "secret detail" not in app.error[0].value
    number = re.search(r"under (\w{6})", app.error[0].value)
    if number:
        assert f"page error {number[1]}" in capsys.readouterr().err
