"""Run a part of the atlas in a process of its own, and hear how far it is.

Work that takes memory and time for a while does not weigh on the app that way, and may be ended.
The process writes lines ``share TAB message`` to its standard output; a line that begins with
``RESULT`` and a tab has what came of it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from typing import Final

from geo.errors import StoreError
from geo.settings import PROJECT_DIR, Settings

RESULT: Final = "="
"""Stands before the result in its line."""


def run(
    module: Sequence[str],
    settings: Settings,
    tell: Callable[[float, str], None],
    given: str = "",
    started: Callable[[subprocess.Popen[str]], None] | None = None,
) -> str:
    """Run ``python -m MODULE``, pass its progress on; its result, "" where it gives none.

    Parameters
    ----------
    module : name of the module and its arguments.
    given : what it can read from its standard input.
    started : gets the process, to end it early.

    Raises
    ------
    StoreError
        It failed; the message is the last line that it said.
    """
    result = ""
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as errors,
        subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", *module],
            cwd=PROJECT_DIR,
            env={**os.environ, **settings.to_env(), "PYTHONIOENCODING": "utf-8"},
            stdout=subprocess.PIPE,
            stderr=errors,
            stdin=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        ) as process,
    ):
        assert process.stdin is not None  # noqa: S101 - piped above
        assert process.stdout is not None  # noqa: S101
        if started:
            started(process)
        try:
            process.stdin.write(given)
            process.stdin.close()
        except BrokenPipeError:
            pass  # it has ended already; what it said tells why
        for line in process.stdout:
            share, _, message = line.rstrip("\n").partition("\t")
            if share == RESULT:
                result = message
            else:
                tell(float(share), message)
        code = process.wait()
        errors.seek(0)
        said = errors.read().strip()
    if code != 0:
        lines = said.splitlines() or [f"it ended with code {code}"]
        raise StoreError(lines[-1].removeprefix("Error: "))
    return result
