"""Start the app as its users do, on a free port; for the browser tests and the benches."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 120.0
POLL_SECONDS = 0.05


@dataclass(frozen=True)
class Server:
    """A running app: its address, its process, and the file that its messages go to."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    def get(self, path: str, timeout: float = 30.0) -> tuple[int, bytes]:
        """Return (status, body) of a GET of ``path``; an error status is returned, not raised."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=timeout) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def wait_for(self, path: str, contains: bytes = b"", seconds: float = START_SECONDS) -> bytes:
        """Ask for ``path`` until it answers 200 with ``contains`` in its body; return the body.

        Raises
        ------
        RuntimeError
            The process ended, or ``seconds`` passed; the message holds what it wrote.
        """
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                status, body = self.get(path, timeout=5.0)
                if status == 200 and contains in body:
                    return body
            except OSError:
                pass
            try:
                code = self.process.wait(POLL_SECONDS)
            except subprocess.TimeoutExpired:
                continue
            raise RuntimeError(f"the app ended with code {code}:\n{self.messages()}")
        raise RuntimeError(f"{path} was not ready after {seconds:.0f} s:\n{self.messages()}")

    def messages(self) -> str:
        """Return what the process wrote so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")


def free_port() -> int:
    """Return a TCP port of the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    log: Path,
    environment: Mapping[str, str],
    script: Path = ROOT / "app.py",
    module: Sequence[str] = ("-m", "streamlit"),
    port: int | None = None,
) -> Iterator[Server]:
    """Run ``streamlit run script`` until the block ends; it starts once the server answers.

    ``environment`` is added to ours; ``module`` is what Python runs in place of Streamlit;
    ``port``: a free one, unless somebody has to know it before.
    """
    port = port or free_port()
    options = {
        "server.port": str(port),
        "server.address": "127.0.0.1",
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
    }
    command = [sys.executable, *module, "run", str(script)]
    command += [part for name, value in options.items() for part in (f"--{name}", value)]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        server = Server(f"http://127.0.0.1:{port}", process, log)
        server.wait_for("/_stcore/health")
        yield server
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the process and what it started: asked first, then by force."""
    for how, seconds in ((signal.SIGTERM, 5.0), (signal.SIGKILL, 30.0)):
        try:
            os.killpg(process.pid, how)
            process.wait(seconds)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue
