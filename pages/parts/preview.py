"""The page as it is served: title and description of the view, for those that run no script.

Streamlit sends the same empty page for every address. Programs that show a preview of a link (of
messengers, of mail, of other sites) never run its script, so what the link shows stands in the
head of the page itself. Whatever comes from the address or the store is escaped.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import file_util

from geo.errors import AtlasError
from geo.settings import Settings
from geo.store.live import Phase, SnapshotStore, shared
from geo.store.saved_views import SavedView, find_view
from geo.view.index import index_of
from geo.view.linked import VIEW, expand
from geo.view.reading import read
from geo.view.state import link_query, read_link
from geo.view.title import ATLAS, incident_title, view_description, view_title
from pages.parts.page_names import FIRST, PAGES, UNFILTERED, path_of
from pages.parts.wording import esc

_LOG: Final = logging.getLogger(__name__)
_LONGEST: Final = 4000
"""Characters of a query that is looked into."""
_TITLE: Final = re.compile(r"<title>[^<]*</title>")
_HOST: Final = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")
_ABOUT: Final = "Who says what about incidents in Iraq: claims, confirmations and denials on a map."


@dataclass(frozen=True, slots=True)
class Preview:
    """What a preview says of a link; ``query``: of the same view, as the atlas writes it."""

    title: str = ATLAS
    description: str = _ABOUT
    query: str = ""


def page_routes(
    base: str = "",
    store: Callable[[], SnapshotStore] | None = None,
    may_tell: Callable[[Request], bool] = lambda _: True,
) -> list[BaseRoute]:
    """Routes of all pages, and of saved views by their names (``/v/NAME``).

    Parameters
    ----------
    base : the server's base path, such as "/atlas"; "" for none.
    store : gives the holder of snapshots; that of the process unless a test has its own.
    may_tell : whether who asks may know what a view holds; else the preview is that of the atlas.
    """
    get_store = store or (lambda: shared(Settings.from_env()))

    def serve(page: str) -> Callable[[Request], Response]:
        def answer(request: Request) -> Response:
            found = preview(page, str(request.url.query), get_store) if may_tell(request) else None
            return HTMLResponse(
                _page(found or Preview(), _site(request, base), page),
                headers={"Cache-Control": "no-cache"},
            )

        return answer

    def lead(request: Request) -> Response:
        return RedirectResponse(_leads_to(request, get_store, may_tell(request)), 307)

    routes = [Route(f"{base}/{page}", serve(page)) for page in PAGES]
    return [Route(f"{base}/", serve(FIRST)), *routes, Route(f"{base}/v/{{name}}", lead)]


def preview(page: str, query: str, get_store: Callable[[], SnapshotStore]) -> Preview:
    """What a link shows, in words. Never raises: a page is served whatever its address says."""
    if len(query) > _LONGEST:
        return Preview()
    try:
        store = get_store()
        if store.state.phase is not Phase.READY:
            return Preview()
        return _told(page, query, store)
    except (AtlasError, ValueError):
        return Preview()
    except Exception:
        _LOG.exception("no preview of %r", query)
        return Preview()


def _told(page: str, query: str, store: SnapshotStore) -> Preview:
    pairs, saved, _ = expand(
        parse_qsl(query, keep_blank_values=True), lambda name: _find(store, name)
    )
    if saved is not None and saved.page in PAGES:
        page = saved.page
    _, asked, _ = read_link(pairs)
    whole = store.current() if asked.revision is None else store.at(asked.revision)
    filters, state, _ = read_link(pairs, whole.vocab)
    title = f"{PAGES[page]} · {ATLAS}"
    description = _ABOUT
    if page not in UNFILTERED:
        snapshot = read(whole, state.reading)
        row = index_of(snapshot).row_of.get(state.incident or "")
        if page == "incident" and row is not None:
            title = incident_title(snapshot, row)
        else:
            title = view_title(snapshot, filters, "" if page == FIRST else PAGES[page])
        pinned = state.revision is not None
        description = view_description(snapshot, filters, state.reading, pinned)
    if saved is not None:
        title = f"{saved.title} · {ATLAS}"
        description = f"{saved.note}. {description}" if saved.note else description
        return Preview(title, description, urlencode([(VIEW, saved.name)]))
    return Preview(title, description, link_query(filters, state))


def _find(store: SnapshotStore, name: str) -> SavedView:
    return find_view(store.settings.database_url, name)


def _leads_to(request: Request, get_store: Callable[[], SnapshotStore], may_tell: bool) -> str:
    """The address of a saved view, seen from that of its name; of one that is not there, too.

    Who may not know what is there is led to the first page, whatever the name.
    """
    name, page = request.path_params["name"], FIRST
    if may_tell:
        with suppress(AtlasError):
            saved = _find(get_store(), name)
            name, page = saved.name, saved.page if saved.page in PAGES else FIRST
    rest = [pair for pair in request.query_params.multi_items() if pair[0] != VIEW]
    return f"../{path_of(page)}?{urlencode([(VIEW, name), *rest])}"


def _site(request: Request, base: str) -> str:
    """Address under which the atlas was reached, or "" where the request does not tell.

    A proxy in front says by X-Forwarded-Proto which scheme it was asked by.
    """
    host = request.headers.get("host", "")
    scheme = request.headers.get("x-forwarded-proto", request.url.scheme)
    if scheme not in ("http", "https") or not _HOST.fullmatch(host):
        return ""
    return f"{scheme}://{host}{base}/"


def _page(found: Preview, site: str, page: str) -> str:
    """Streamlit's page with the preview in its head."""
    before, after = _served()
    query = f"?{found.query}" if found.query else ""
    tags = {
        "og:type": "website",
        "og:site_name": ATLAS,
        "og:title": found.title,
        "og:description": found.description,
    }
    if site:
        tags["og:url"] = f"{site}{path_of(page)}{query}"
    lines = [f"<title>{esc(found.title)}</title>"]
    lines += [f'<meta property="{key}" content="{esc(value)}" />' for key, value in tags.items()]
    lines.append(f'<meta name="description" content="{esc(found.description)}" />')
    lines.append('<meta name="twitter:card" content="summary" />')
    return before + "\n    ".join(lines) + after


@cache
def _served() -> tuple[str, str]:
    """Streamlit's own page, before and after its title."""
    text = (Path(file_util.get_static_dir()) / "index.html").read_text(encoding="utf-8")
    found = _TITLE.search(text)
    if found is None:
        at = text.index("</head>")
        return text[:at], text[at:]
    return text[: found.start()], text[found.end() :]


class Frames:
    """Lets other sites show the atlas in a frame in embed mode only.

    In a frame a stranger's page can be laid over buttons. In embed mode nothing can be changed.
    """

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        self.app = app
        self._parts = f"{base}/component/"  # pages of components are framed by the atlas itself

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the header to pages; everything else passes as it is."""
        if scope["type"] != "http" or scope["path"].startswith(self._parts):
            await self.app(scope, receive, send)
            return
        pairs = parse_qsl(scope.get("query_string", b"").decode("latin-1"))
        embedded = any(key.lower() == "embed" and value.lower() == "true" for key, value in pairs)

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start" and not embedded:
                kind = Headers(raw=message["headers"]).get("content-type", "")
                if kind.startswith("text/html"):
                    headers = MutableHeaders(raw=message["headers"])
                    headers.append("Content-Security-Policy", "frame-ancestors 'self'")
            await send(message)

        await self.app(scope, receive, answer)
