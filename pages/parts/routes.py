"""What the browser asks of the app beside the pages: map data, table pages, base map, exports.

Every answer is JSON but the exports and assets; what fails says so as ``{"error": message}``. The
texts are plain, not escaped: the scripts that get them set them as text.
"""

from __future__ import annotations

import gzip
import json
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import wraps
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route

from geo.errors import AtlasError, NotFoundError, StoreError
from geo.export import FORMATS, Selection, file_name, stream
from geo.export.brief_html import POLICY
from geo.places.roadbook import named_routes, roadbook
from geo.settings import Settings
from geo.store.live import Phase, SnapshotStore, shared
from geo.store.query import incident_detail
from geo.store.snapshot import Snapshot
from geo.view import road, table
from geo.view.filters import Filters
from geo.view.incident import read_incident
from geo.view.payload import ViewOptions, view_payload
from geo.view.reading import read
from geo.view.shown import Within, shown
from geo.view.state import ViewState, read_link
from geo.view.window import Bbox
from pages.parts import base_layers
from pages.parts.assets import Assets, version
from pages.parts.facet_options import facet_options, options_left_out

_LOG: Final = logging.getLogger(__name__)
_AN_HOUR: Final = "private, max-age=3600"
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_HOST: Final = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")

Handler = Callable[[Request], Response]


def api_routes(base: str = "", store: Callable[[], SnapshotStore] | None = None) -> list[BaseRoute]:
    """All routes of the atlas.

    Parameters
    ----------
    base : the server's base path, such as "/atlas"; "" for none. Streamlit does not put it
        before the routes of an app itself.
    store : gives the holder of snapshots; that of the process unless a test has its own.
    """
    get_store = store or (lambda: shared(Settings.from_env()))
    api = _Api(get_store, base)
    return [
        Route(f"{base}/api/health", _answering(api.health)),
        Route(f"{base}/api/view/{{revision:int}}/{{zoom:float}}/{{bbox}}", _answering(api.view)),
        Route(f"{base}/api/table/{{revision:int}}", _answering(api.table)),
        Route(f"{base}/api/facets/{{revision:int}}", _answering(api.facets)),
        Route(f"{base}/api/basemap/{{layer}}.json", _answering(api.basemap)),
        Route(f"{base}/api/export.{{form}}", _answering(api.export)),
        Route(f"{base}/api/incident.{{form}}", _answering(api.incident)),
        Route(f"{base}/api/{{rest:path}}", _answering(_unknown)),
        Mount(f"{base}/assets", app=Assets()),
    ]


def _answering(handler: Handler) -> Handler:
    """Turn what a handler raises into a plain message with a fitting status."""

    @wraps(handler)
    def answer(request: Request) -> Response:
        try:
            return handler(request)
        except NotFoundError as error:
            return _failure(404, str(error))
        except StoreError as error:
            return _failure(503, str(error))
        except (AtlasError, ValueError) as error:
            return _failure(400, str(error))
        except Exception:
            _LOG.exception("%s failed", request.url.path)
            return _failure(500, "the server could not answer; its log says why")

    return answer


def _failure(status: int, message: str) -> JSONResponse:
    return JSONResponse({"error": message}, status, headers={"Cache-Control": "no-store"})


def _unknown(request: Request) -> Response:
    raise NotFoundError(f"the atlas has nothing at {request.url.path}")


class _Api:
    """The handlers; they run in the server's threads, so that none holds up another."""

    def __init__(self, get_store: Callable[[], SnapshotStore], base: str) -> None:
        self._store = get_store
        self._base = base

    def health(self, _request: Request) -> Response:
        """Whether the data are there yet; answered at once, also while the store is built."""
        state = self._store().state
        body: dict[str, Any] = {"state": str(state.phase), "message": state.message}
        if state.phase is Phase.BUILDING:
            body["fraction"] = round(state.fraction, 3)
        return JSONResponse(body, headers={"Cache-Control": "no-store"})

    def view(self, request: Request) -> Response:
        """What is in sight of the map: /api/view/REVISION/ZOOM/WEST,SOUTH,EAST,NORTH?query."""
        snapshot, filters, state = self._read(request)
        window = Bbox.parse(request.path_params["bbox"])
        options = ViewOptions(
            state.hidden,
            state.shade,
            state.metric,
            request.query_params.get("static") != "0",
            within=self._within(snapshot, state),
        )
        return _for_revision(
            request,
            snapshot,
            lambda: view_payload(snapshot, filters, window, request.path_params["zoom"], options),
        )

    def _within(self, snapshot: Snapshot, state: ViewState) -> Within | None:
        """The rows along the roads that the query names, if it names any."""
        if not road.asked(state):
            return None
        choice = road.choose(state, roadbook(self._store().settings))
        return road.within(snapshot, choice, state) if choice.courses else None

    def table(self, request: Request) -> Response:
        """A page of the table: /api/table/REVISION?bbox=&offset=&limit=&sort=&query."""
        snapshot, filters, state = self._read(request)
        asked = request.query_params
        window = Bbox.parse(asked["bbox"]) if asked.get("bbox") else None
        offset, limit = _whole(asked.get("offset", "0")), _whole(asked.get("limit", "50"))

        def page() -> dict[str, Any]:
            rows = shown(snapshot, filters, state.hidden)
            order = (state.sort, state.descending)
            routes = named_routes(self._store().settings)
            return table.page(snapshot, rows, window, *order, offset, min(limit, 100), routes)

        return _for_revision(request, snapshot, page)

    def facets(self, request: Request) -> Response:
        """Options of the filter bar with their counts: /api/facets/REVISION?query."""
        whole, filters, state = self._asked(request)
        snapshot = read(whole, state.reading)
        return _for_revision(
            request,
            snapshot,
            lambda: facet_options(snapshot, filters) | options_left_out(whole, filters),
        )

    def basemap(self, request: Request) -> Response:
        """One layer of the base map as GeoJSON, packed once for all."""
        body = base_layers.packed(request.path_params["layer"])
        current = request.query_params.get("v") == base_layers.digest()
        headers = {"Cache-Control": _FOR_EVER if current else _AN_HOUR, "Vary": "Accept-Encoding"}
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
        else:
            body = gzip.decompress(body)
        return Response(body, media_type="application/geo+json", headers=headers)

    def export(self, request: Request) -> Response:
        """The view as a file: /api/export.FORMAT?query, with a format of ``geo.export``."""
        form = _form(request)
        whole, filters, state = self._linked(request)
        snapshot = read(whole, state.reading)
        settings = self._store().settings
        site = _site(request, self._base)
        return _file(Selection(snapshot, filters, state, settings, site=site), form)

    def incident(self, request: Request) -> Response:
        """One incident as a file: /api/incident.FORMAT?id=ID, under the reading of the query."""
        form = _form(request)
        whole, _, state = self._linked(request)
        if state.incident is None:
            raise NotFoundError("say which incident: id=")
        settings = self._store().settings
        told = incident_detail(state.incident, settings.database_url, whole.revision)
        detail = read_incident(told, state.reading).detail
        if detail is None:
            raise NotFoundError(f"every report of {told.id!r} is left out of this reading")
        site = _site(request, self._base)
        state = replace(state, map=None, window=None, hidden=())
        one = Selection(detail.snapshot, Filters(), state, settings, site=site, detail=detail)
        return _file(one, form)

    def _linked(self, request: Request) -> tuple[Snapshot, Filters, ViewState]:
        """The revision that the query names, or the newest, and the query's view of it."""
        store = self._store()
        newest = self._current(store)
        pairs = request.query_params.multi_items()
        revision = ViewState.from_query(pairs)[0].revision
        whole = newest if revision is None else store.at(revision)
        filters, state, _ = read_link(pairs, whole.vocab)
        return whole, filters, state

    def _read(self, request: Request) -> tuple[Snapshot, Filters, ViewState]:
        """The revision of the path as the query reads it, and the selection of the query."""
        whole, filters, state = self._asked(request)
        return read(whole, state.reading), filters, state

    def _asked(self, request: Request) -> tuple[Snapshot, Filters, ViewState]:
        """The revision of the path and the query's view of it; the page names bad values."""
        store = self._store()
        self._current(store)
        whole = store.at(request.path_params["revision"])
        filters, state, _ = read_link(request.query_params.multi_items(), whole.vocab)
        return whole, filters, state

    @staticmethod
    def _current(store: SnapshotStore) -> Snapshot:
        """The newest snapshot, or the word that it is not there yet; never waits for it."""
        if store.state.phase is Phase.BUILDING:
            raise StoreError("the store is still being built")
        return store.current(timeout=10)


def _form(request: Request) -> str:
    form: str = request.path_params["form"]
    if form not in FORMATS:
        raise NotFoundError(f"exports are {', '.join(FORMATS)}, not {form!r}")
    return form


def _site(request: Request, base: str) -> str:
    """Address under which the reader reached the atlas, or "" where the request does not tell.

    A proxy in front says by X-Forwarded-Proto which scheme it was asked by.
    """
    host = request.headers.get("host", "")
    scheme = request.headers.get("x-forwarded-proto", request.url.scheme)
    if scheme not in ("http", "https") or not _HOST.fullmatch(host):
        return ""
    return f"{scheme}://{host}{base}/"


def _file(selection: Selection, form: str) -> Response:
    """The export as a download; nothing that is in it may run where it is opened."""
    headers = {
        "Content-Disposition": f'attachment; filename="{file_name(selection, form)}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": f"{POLICY}; sandbox",
    }
    pieces = _started(stream(selection, form))
    return StreamingResponse(pieces, media_type=FORMATS[form].media_type, headers=headers)


def _started(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same chunks, the first made now: a fault at the start is still an honest answer."""
    first = next(chunks, b"")

    def rest() -> Iterator[bytes]:
        yield first
        yield from chunks

    return rest()


def _for_revision(
    request: Request, snapshot: Snapshot, make: Callable[[], dict[str, Any]]
) -> Response:
    """JSON that stays the same for a revision; 304 when the browser has it already."""
    tag = f'"{snapshot.revision}-{snapshot.created}-{version()}"'
    headers = {"ETag": tag, "Cache-Control": _AN_HOUR}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    body = json.dumps(make(), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Response(body, media_type="application/json", headers=headers)


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise ValueError(f"{text!r} is not a whole number")
    return int(text)
