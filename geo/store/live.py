"""The store as a running app sees it: the newest snapshot, kept current, shared by all sessions.

On first start the store is built by a process of its own (``python -m geo build``), so that the
app neither grows by what geocoding needs nor stalls while it runs.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from sqlalchemy import Engine

from geo.errors import AtlasError, StoreAwayError, StoreError
from geo.settings import Settings
from geo.store import child
from geo.store.engine import open_engine
from geo.store.load import needs_build
from geo.store.query import latest_revision, read_snapshot
from geo.store.snapshot import Snapshot

_LOG: Final = logging.getLogger(__name__)
_KEPT_REVISIONS: Final = 4
_BUILT: Final = 0.95
_PATIENCE_S: Final = 2.0
"""How long a page waits for a newer snapshot that is being read."""


class Phase(StrEnum):
    """What the holder is doing."""

    BUILDING = "building"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class State:
    """For a reader: ``fraction`` 0..1 and ``message`` while building, the reason when failed.

    A ``READY`` state with a ``message`` has a snapshot, but the store cannot be read any more.
    """

    phase: Phase
    fraction: float = 0.0
    message: str = ""


class SnapshotStore:
    """Thread-safe holder of snapshots; one a process, see ``shared``."""

    def __init__(self, url: str, settings: Settings) -> None:
        self.settings = replace(settings, database_url=url)
        self._lock = threading.Lock()
        self._first = threading.Event()
        self._thread: threading.Thread | None = None
        self._current: Snapshot | None = None
        self._past: OrderedDict[int, Snapshot] = OrderedDict()
        self._state = State(Phase.BUILDING, 0.0, "Opening the store")
        self._polled = 0.0
        self._engine: Engine | None = None
        self._watchers: list[Callable[[Snapshot], object]] = []
        self._telling = threading.Lock()
        self._notifier: threading.Thread | None = None
        self._told: int | None = None

    @property
    def state(self) -> State:
        """What the holder is doing, for a progress page; never blocks."""
        return self._state

    def start(self) -> None:
        """Begin to open (and on first start, build) the store in the background.

        After a failure, starts again.
        """
        with self._lock:
            if self._current is not None or self._thread is not None:
                return
            self._state = State(Phase.BUILDING, 0.0, "Opening the store")
            self._first.clear()
            self._run(self._open)

    def current(self, timeout: float | None = None) -> Snapshot:
        """The newest snapshot known; starts the holder and waits for the first one.

        At most every ``settings.poll_seconds`` the store is asked for a newer revision; it is
        then built in the background and given from the next call after that on.

        Parameters
        ----------
        timeout : seconds to wait for the first snapshot; ``None``: as long as it takes.

        Raises
        ------
        StoreError
            The store cannot be opened or built, or not within ``timeout``.
        """
        if self._current is None:
            self.start()
            if not self._first.wait(timeout):
                raise StoreError("the store is still being built")
            if self._current is None:
                raise StoreError(self._state.message)
        elif time.monotonic() - self._polled >= self.settings.poll_seconds:
            with self._lock:
                if self._thread is None:
                    self._run(self.refresh)
        return self._current

    def look(self) -> Snapshot:
        """As ``current``, but asks the store now, and gives what is newer at once.

        For what looks at intervals: all sessions together ask the store four times in
        ``settings.poll_seconds`` at most. Gives the former snapshot when the newer one takes long.
        """
        former = self._current or self.current()
        asked = time.monotonic()
        if asked - self._polled < self.settings.poll_seconds / 4:
            return former
        # One that is under way may have asked the store before the change that is looked for.
        while self._polled < asked and time.monotonic() - asked < _PATIENCE_S:
            with self._lock:
                if self._thread is None:
                    self._run(self.refresh)
                worker = self._thread
            if worker is not None:
                worker.join(_PATIENCE_S)
        return self._current or former

    def tell(self, watcher: Callable[[Snapshot], object]) -> None:
        """Give each newest snapshot to ``watcher`` too, in the background, after it is in use.

        What it raises is logged, and is no trouble of the store.
        """
        self._watchers.append(watcher)

    def refresh(self) -> Snapshot | None:
        """Look for a newer revision now; the snapshot after that, ``None`` if there is none.

        When the store does not answer, the last snapshot stays and ``state`` has the message.
        """
        self._polled = time.monotonic()
        try:
            engine = self._opened()
            newest = latest_revision(engine)
            if self._current is None or newest != self._current.revision:
                self._current = read_snapshot(engine, newest)
            self._state = State(Phase.READY, 1.0)
        except AtlasError as error:
            if self._current is None:
                raise
            self._state = State(Phase.READY, 1.0, str(error))
        self._notify()
        return self._current

    def at(self, revision: int) -> Snapshot:
        """The atlas as of a revision, for frozen links; the last few are kept.

        Raises
        ------
        NotFoundError
            There is no such revision.
        """
        newest = self.current()
        if revision == newest.revision:
            return newest
        with self._lock:
            if revision in self._past:
                self._past.move_to_end(revision)
                return self._past[revision]
        snapshot = read_snapshot(self._opened(), revision)
        with self._lock:
            self._past[revision] = snapshot
            while len(self._past) > _KEPT_REVISIONS:
                self._past.popitem(last=False)
        return snapshot

    def _notify(self) -> None:
        """Have the watchers told of the current snapshot, in a thread of their own."""
        with self._telling:
            due = self._current is not None and self._told != self._current.revision
            if self._notifier is None and self._watchers and due:
                self._notifier = threading.Thread(
                    target=self._tell_watchers, name="atlas-watchers", daemon=True
                )
                self._notifier.start()

    def _tell_watchers(self) -> None:
        snapshot = self._current
        while snapshot is not None and snapshot.revision != self._told:
            self._told = snapshot.revision
            for watcher in self._watchers:
                try:
                    watcher(snapshot)
                except StoreAwayError:
                    self._told = None  # told again at the next look
                    break
                except Exception as error:
                    _LOG.warning("%s", error, exc_info=not isinstance(error, AtlasError))
            snapshot = self._current if self._told is not None else None
        self._notifier = None

    def _run(self, what: Callable[[], object]) -> None:
        """Run a method in the background; the lock is held, no other one is running."""

        def work() -> None:
            try:
                what()
            finally:
                self._thread = None

        self._thread = threading.Thread(target=work, name="atlas-store", daemon=True)
        self._thread.start()

    def _open(self) -> None:
        """First start: build the store if it needs it, then read it.

        While its server does not answer, this is tried again and again.
        """
        try:
            while not self._opened_first():
                time.sleep(self.settings.poll_seconds)
        except AtlasError as error:
            self._state = State(Phase.FAILED, 0.0, str(error))
        except Exception as error:
            # Told to the reader, and raised so that the log has the traceback.
            self._state = State(Phase.FAILED, 0.0, f"the store could not be opened: {error}")
            raise
        finally:
            self._first.set()

    def _opened_first(self) -> bool:
        try:
            if needs_build(self.settings):
                _build_in_process(self.settings, self._tell)
            self._tell(_BUILT, "Reading the store")
            self.refresh()
        except StoreAwayError as error:
            self._state = State(Phase.FAILED, 0.0, str(error))
            self._first.set()
            return False
        return True

    def _tell(self, fraction: float, message: str) -> None:
        self._state = State(Phase.BUILDING, fraction, message)

    def _opened(self) -> Engine:
        if self._engine is None:
            self._engine = open_engine(self.settings.database_url)
        return self._engine


def _build_in_process(settings: Settings, tell: Callable[[float, str], None]) -> None:
    """Run ``python -m geo build`` and pass its progress on.

    Raises
    ------
    StoreError
        It failed; the message is what it said.
    """
    try:
        child.run(
            ["geo", "build", "--progress-lines"],
            settings,
            lambda share, message: tell(share * _BUILT, message),
        )
    except StoreError as error:
        raise StoreError(f"the store could not be built: {error}") from error


_shared: dict[Settings, SnapshotStore] = {}
_shared_lock = threading.Lock()


def shared(settings: Settings) -> SnapshotStore:
    """The one holder of this process for these settings."""
    with _shared_lock:
        if settings not in _shared:
            _shared[settings] = SnapshotStore(settings.database_url, settings)
        return _shared[settings]
