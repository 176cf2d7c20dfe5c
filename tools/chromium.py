"""Where the Chromium of the browser tests and benches is: the first one that starts."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """Return the path of a Chromium that answers ``--version``, or ``None``.

    Ubuntu's ``chromium-browser`` is a script that only points to a snap: it does not answer.
    """
    for path in (*map(shutil.which, NAMES), _from_playwright()):
        if path and _answers(path):
            return path
    return None


def _answers(path: str) -> bool:
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _from_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


if __name__ == "__main__":
    found = find_chromium()
    if found is None:
        sys.exit("no Chromium that starts was found")
    print(found)
