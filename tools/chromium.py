"""Find and start the Chromium of the browser tests and the benches."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

ARGUMENTS = (
    # Nothing but this machine can be reached, whatever a page asks for.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--no-first-run",
)


def find_chromium() -> str | None:
    """Return the path of a Chromium that answers ``--version``, or ``None``.

    Ubuntu's ``chromium-browser`` is a script that only points to a snap: it does not answer.
    """
    for path in map(shutil.which, NAMES):
        if path and _answers(path):
            return path
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() and _answers(path) else None


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run a headless Chromium until the block ends.

    Raises
    ------
    RuntimeError
        There is none on this machine.
    """
    path = find_chromium()
    if path is None:
        raise RuntimeError("no Chromium that starts was found; `make test` says how to get one")
    # As root, which containers often run as, Chromium does not start inside its sandbox.
    sandbox = [] if os.getuid() else ["--no-sandbox"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=[*ARGUMENTS, *sandbox], chromium_sandbox=not sandbox
        )
        yield browser
        browser.close()


def _answers(path: str) -> bool:
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


if __name__ == "__main__":
    found = find_chromium()
    if found is None:
        sys.exit("no Chromium that starts was found")
    print(found)
