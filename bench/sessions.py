"""Many readers at once: real WebSocket sessions that speak Streamlit's protocol.

``python -m bench.sessions --sessions 50 --minutes 5 --apps 1`` starts the apps over the project's
data and prints filter times, errors and the growth of memory. A session does what a browser does:
it opens a page, lets the page's timers run its fragments, changes the filters by its address,
waits for the run to end and then asks for what its map shows. What the browser itself takes for
drawing is not in it.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

from geo.settings import Settings
from geo.store.load import build_store
from geo.store.query import latest_revision
from tools.serving import Server, serving

GOVERNORATES = tuple(f"IQG{n:02}" for n in range(1, 19))
THINK_S = (2.0, 6.0)
"""A reader looks at what came for so long before the next change."""
PATIENCE_S = 30.0
OPENED_WITHIN_S = 30.0
"""The readers come one after the other in the course of so long."""
WARM_UP_S = 45.0
"""What happens in the first seconds, while they come, is not counted."""


@dataclass
class Told:
    """What the sessions met: seconds of each filter change, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    timers: int = 0
    counting: bool = False


class Session:
    """One reader on one app."""

    def __init__(self, app: Server, revision: int, seed: int, told: Told) -> None:
        self.app, self.revision, self.told = app, revision, told
        self.dice = random.Random(seed)
        self.query = ""
        self._idle = asyncio.Event()
        self._timers: dict[str, asyncio.Task[None]] = {}

    async def live(self, until: float) -> None:
        """Open the map and change filters until then."""
        await asyncio.sleep(self.dice.uniform(0, OPENED_WITHIN_S))
        url = self.app.url.replace("http", "ws", 1) + "/_stcore/stream"
        try:
            async with connect(url, subprotocols=[Subprotocol("streamlit")], max_size=None) as line:
                listener = asyncio.create_task(self._listen(line))
                try:
                    await self._run(line)
                    while time.monotonic() < until:
                        await asyncio.sleep(self.dice.uniform(*THINK_S))
                        await self._filter(line)
                finally:
                    for task in (listener, *self._timers.values()):
                        task.cancel()
        except (WebSocketException, OSError, TimeoutError) as error:
            self.told.errors.append(f"{type(error).__name__}: {error}")

    async def _filter(self, line: ClientConnection) -> None:
        year = self.dice.randrange(2003, 2021)
        asked = {"from": f"{year}-01-01", "to": f"{year + self.dice.randrange(4)}-12-31"}
        if self.dice.random() < 0.6:
            asked["gov"] = self.dice.choice(GOVERNORATES)
        self.query = urlencode(asked)
        began = time.monotonic()
        await self._run(line)
        west, south = self.dice.uniform(39, 44), self.dice.uniform(29, 33)
        window = f"{west:.3f},{south:.3f},{west + 5:.3f},{south + 4:.3f}"
        path = f"/api/view/{self.revision}/{self.dice.choice((6, 7, 8))}/{window}?{self.query}"
        status, body = await asyncio.to_thread(self.app.get, path)
        if status != 200:
            self.told.errors.append(f"{path} gave {status}: {body[:200]!r}")
        if self.told.counting:
            self.told.seconds.append(time.monotonic() - began)

    async def _run(self, line: ClientConnection, fragment: str = "") -> None:
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_name = ""
        if fragment:
            message.rerun_script.fragment_id = fragment
            message.rerun_script.is_auto_rerun = True
        else:
            self._idle.clear()
        await line.send(message.SerializeToString())
        if not fragment:
            await asyncio.wait_for(self._idle.wait(), PATIENCE_S)

    async def _listen(self, line: ClientConnection) -> None:
        with suppress(WebSocketException):
            async for data in line:
                message = ForwardMsg()
                message.ParseFromString(data if isinstance(data, bytes) else data.encode())
                self._take(line, message)

    def _take(self, line: ClientConnection, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "script_finished":
            finished = ForwardMsg.ScriptFinishedStatus
            if message.script_finished == finished.FINISHED_SUCCESSFULLY:
                self._idle.set()
            elif message.script_finished == finished.FINISHED_WITH_COMPILE_ERROR:
                self.told.errors.append("the script did not compile")
        elif kind == "auto_rerun":
            timer = message.auto_rerun
            if timer.fragment_id not in self._timers:
                self._timers[timer.fragment_id] = asyncio.create_task(
                    self._tick(line, timer.fragment_id, timer.interval)
                )
        elif kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
            self.told.errors.append(message.delta.new_element.exception.message)

    async def _tick(self, line: ClientConnection, fragment: str, seconds: float) -> None:
        with suppress(WebSocketException):
            while True:
                await asyncio.sleep(seconds)
                self.told.timers += 1
                await self._run(line, fragment)


def memory_mb(apps: list[Server]) -> Iterator[float]:
    """Resident memory of each app, in MB (10^6 bytes)."""
    for app in apps:
        yield psutil.Process(app.process.pid).memory_info().rss / 1e6


async def measure(apps: list[Server], sessions: int, minutes: float, revision: int) -> None:
    """Run the sessions and print what they met."""
    told = Told()
    until = time.monotonic() + WARM_UP_S + minutes * 60
    readers = [
        asyncio.create_task(Session(apps[n % len(apps)], revision, n, told).live(until))
        for n in range(sessions)
    ]
    await asyncio.sleep(WARM_UP_S)
    told.counting = True
    before = list(memory_mb(apps))
    began = time.monotonic()
    await asyncio.sleep(minutes * 60)
    after = list(memory_mb(apps))
    took = time.monotonic() - began
    await asyncio.gather(*readers)
    cuts = statistics.quantiles(told.seconds, n=100) if len(told.seconds) > 1 else [0.0] * 99
    print(
        f"{sessions} sessions on {len(apps)} app(s) for {took:.0f} s: {len(told.seconds)} filter "
        f"changes, p50 {cuts[49]:.2f} s, p95 {cuts[94]:.2f} s, longest "
        f"{max(told.seconds, default=0):.2f} s; {told.timers} runs by timers; "
        f"{len(told.errors)} errors"
    )
    for first, last in zip(before, after, strict=True):
        print(f"memory of an app: {first:.0f} MB, then {last:.0f} MB ({last / first - 1:+.1%})")
    for error in told.errors[:10]:
        print(f"error: {error}")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sessions", type=int, default=50)
    asked.add_argument("--minutes", type=float, default=5.0)
    asked.add_argument("--apps", type=int, default=1)
    asked.add_argument("--url", help="a store that is built; a new SQLite file when left out")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        url = given.url or f"sqlite:///{folder / 'atlas.sqlite'}"
        if not given.url:
            build_store(Settings.from_env({"ATLAS_DATABASE_URL": url}))
        apps = [
            stack.enter_context(serving(folder / f"{n}.log", {"ATLAS_DATABASE_URL": url}))
            for n in range(given.apps)
        ]
        for app in apps:
            app.wait_for("/api/health", b'"ready"')
        asyncio.run(measure(apps, given.sessions, given.minutes, latest_revision(url)))
        for app in apps:
            if "Traceback" in app.messages():
                print(app.messages()[-3000:])


if __name__ == "__main__":
    main()
