"""What a program that shows previews of links gets, as it asks: by plain HTTP, without scripts."""

from __future__ import annotations

import time
from html.parser import HTMLParser

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route

from geo.settings import Settings
from geo.store.live import SnapshotStore
from geo.store.saved_views import save_view
from pages.parts.preview import Frames, page_routes
from pages.parts.routes import api_routes
from tests.parts.conftest import Ask, asking

HOSTILE = '"><script>alert(1)</script><img src=x onerror=y>'


class Head(HTMLParser):
    """The title, the tags and every element of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.title, self.tags, self.elements = "", dict[str, str](), list[str]()
        self._in_title = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self._in_title = tag == "title"
        found = dict(attrs)
        if tag == "meta" and (key := found.get("property") or found.get("name")):
            assert key not in self.tags
            self.tags[key] = found.get("content") or ""

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the name is the base class's
        self._in_title = False

    def handle_data(self, data: str) -> None:
        self.title += data * self._in_title


def serving(store: SnapshotStore) -> Ask:
    """The routes of a store as a server has them; a host is named as a browser does."""
    routes = [
        *api_routes("", lambda: store), *page_routes("", lambda: store),
        Route("/component/x/index.html", lambda _: HTMLResponse("x")),
        Route("/plain", lambda _: PlainTextResponse("x")),
    ]  # fmt: skip
    app = asking(Starlette(routes=routes, middleware=[Middleware(Frames)]))
    return lambda address, **more: app(address, **({"host": "atlas.example"} | more))


@pytest.fixture(scope="module")
def bot(live_store: SnapshotStore) -> Ask:
    return serving(live_store)


def head_of(bot: Ask, address: str) -> Head:
    return Head(bot(address).body.decode())


def test_a_view_says_what_it_shows(bot: Ask) -> None:
    head = head_of(bot, "/timeline?gov=IQG05&rev=6&nonsense=1")
    assert head.title == "38 of 7,651 incidents: incidents in Qadisiyah · Iraq Incident Atlas"
    assert head.tags["og:title"] == head.title
    assert "38 incidents, 71 reports; frozen at revision 6" in head.tags["og:description"]
    assert head.tags["og:url"] == "http://atlas.example/timeline?gov=IQG05&rev=6"
    assert "Iraq Incident Atlas: 7,651 incidents" in head_of(bot, "/").title
    assert "contested" in head_of(bot, "/incident?id=20200711-najmi").title


def test_a_saved_view_says_what_it_is_called(own_store: Settings) -> None:
    url = own_store.database_url
    store = SnapshotStore(url, own_store)
    bot = serving(store)
    assert head_of(bot, "/?gov=IQG05").title == "Iraq Incident Atlas"  # nothing is read yet
    store.current()
    save_view(url, "north", "timeline", "gov=IQG15", "Amal", title=HOSTILE, note="النص")
    leads = bot("/v/North?embed=true&view=other")
    assert (leads.status, leads.headers["location"]) == (
        307, "../timeline?view=north&embed=true",
    )  # fmt: skip
    head = head_of(bot, "/timeline?view=north")
    assert head.title == f"{HOSTILE} · Iraq Incident Atlas"
    assert head.tags["og:description"].startswith("النص. Incidents in ")
    assert head.tags["og:url"] == "http://atlas.example/timeline?view=north"
    assert head.elements.count("script") == head_of(bot, "/").elements.count("script")
    for path in ("/api/export.csv", "/api/export.geojson"):
        by_name, whole = (bot(f"{path}?{query}") for query in ("view=north", "gov=IQG15"))
        assert by_name.body == whole.body
    assert bot("/v/gone").headers["location"] == "../?view=gone"


@pytest.mark.parametrize(
    "query",
    [
        f"q={HOSTILE}", f"{HOSTILE}={HOSTILE}", f"view={HOSTILE}", "rev=abc", "rev=-1",
        f"rev={'9' * 400}",
        "q=%ff%fe%00", "q=" + "x" * 70000, "id=%F0%9F%92%A3", "from=2020-13-45", "view=", "&&==&",
        "q=</title><base href=//evil.example>", "map=nan,nan,nan",
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/incident", "/data"])
def test_hostile_addresses_get_a_page_like_any_other(bot: Ask, path: str, query: str) -> None:
    plain = head_of(bot, "/").elements
    answer = bot(f"{path}?{query}", host='x"><script>')
    assert answer.status == 200
    found = Head(answer.body.decode())
    assert [one for one in found.elements if one != "meta"] == [e for e in plain if e != "meta"]
    assert "og:url" not in found.tags


def test_exports_of_what_cannot_be_are_refused(bot: Ask) -> None:
    for query, said in (
        ("rev=abc", "not a whole number"), ("rev=777", "no revision 777"),
        ("view=gone", "no saved view 'gone'"),
    ):  # fmt: skip
        answer = bot(f"/api/export.csv?{query}")
        assert answer.status == 404
        assert said in answer.json["error"]


def test_only_embed_mode_may_be_framed(bot: Ask) -> None:
    policy = "content-security-policy"
    assert bot("/").headers[policy] == "frame-ancestors 'self'"
    assert bot("/?embed=false").headers[policy] == "frame-ancestors 'self'"
    for open_to_all in ("/?gov=IQG05&embed=true", "/component/x/index.html", "/plain"):
        assert policy not in bot(open_to_all).headers


def test_who_may_not_know_gets_the_atlas_only(live_store: SnapshotStore) -> None:
    ask = asking(Starlette(routes=page_routes("/base", lambda: live_store, lambda _: False)))
    assert head_of(ask, "/base/?gov=IQG05").title == "Iraq Incident Atlas"


def test_a_preview_costs_little(bot: Ask) -> None:
    bot("/?gov=IQG05")
    begun = time.perf_counter()
    for number in range(20):
        bot(f"/?gov=IQG05&q=convoy{number}")
    assert (time.perf_counter() - begun) / 20 < 0.25
