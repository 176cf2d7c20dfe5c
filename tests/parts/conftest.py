"""Asks the routes without a server: an ASGI call, as Starlette would get it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import anyio
import pytest
from starlette.applications import Starlette

from geo.settings import Settings
from geo.store.live import SnapshotStore
from pages.parts.routes import api_routes


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


Ask = Callable[..., Answer]


def asking(app: Starlette) -> Ask:
    def ask(address: str, **headers: str) -> Answer:
        path, _, query = address.partition("?")
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": unquote(path),
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": [(k.encode(), v.encode()) for k, v in given.items()],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80),
        }
        sent: list[dict[str, Any]] = []
        asked = iter([{"type": "http.request", "body": b"", "more_body": False}])

        async def receive() -> dict[str, Any]:
            for message in asked:
                return message
            return await anyio.sleep_forever()  # the browser stays connected

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        anyio.run(app, scope, receive, send)
        got = {k.decode(): v.decode() for k, v in sent[0]["headers"]}
        body = b"".join(part.get("body", b"") for part in sent[1:])
        if got.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        return Answer(sent[0]["status"], got, body)

    return ask


@pytest.fixture(scope="session")
def live_store(built_settings: Settings) -> SnapshotStore:
    store = SnapshotStore(built_settings.database_url, built_settings)
    store.current()
    return store


@pytest.fixture(scope="session")
def ask(live_store: SnapshotStore) -> Ask:
    return asking(Starlette(routes=api_routes(store=lambda: live_store)))
