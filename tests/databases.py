"""Databases for tests on the session's PostgreSQL server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path

from geo.settings import Settings
from geo.store.copy import copy_store
from geo.store.engine import connect_engine, open_engine
from geo.store.live import SnapshotStore
from tools.postgres import Server


class Holders:
    """Makes holders of snapshots, and in the end waits for what they do in the background."""

    def __init__(self) -> None:
        self._made: list[SnapshotStore] = []

    def __call__(self, settings: Settings, poll_seconds: float = 1e-9) -> SnapshotStore:
        """A holder of the settings' store that asks it whenever it is asked."""
        made = SnapshotStore(settings.database_url, replace(settings, poll_seconds=poll_seconds))
        self._made.append(made)
        return made

    def settle(self) -> None:
        """Wait until nothing is under way any more."""
        for holder in self._made:
            for name in ("_thread", "_notifier"):
                if (worker := getattr(holder, name)) is not None:
                    worker.join(60)

    def close(self) -> None:
        """Wait, then give the connections back."""
        self.settle()
        for holder in self._made:
            connect_engine(holder.settings.database_url).dispose()


class Databases:
    """Databases on the server, each a copy of a template that is made when first asked for."""

    def __init__(self, server: Server, built: Callable[[], Path]) -> None:
        self.server, self._built = server, built
        self._number = count(1)
        self._templates: dict[str, str] = {}

    @contextmanager
    def own(self, template: str = "tables") -> Iterator[str]:
        """Address of a database of its own: "bare", with "tables", or with the "built" store."""
        name = f"own_{next(self._number)}"
        url = self.server.create(name, self.template(template))
        try:
            yield url
        finally:
            connect_engine(url).dispose()
            self.server.drop(name)

    def template(self, name: str) -> str:
        """Name of the database that copies are made of."""
        if name == "bare":
            return "template0"
        if name not in self._templates:
            url = self.server.create(name)
            if name == "built":
                copy_store(f"sqlite:///{self._built()}", url)
            else:
                open_engine(url)
            connect_engine(url).dispose()
            self._templates[name] = name
        return name
