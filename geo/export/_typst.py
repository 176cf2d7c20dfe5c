"""Sets one document with Typst; run as a process of its own by ``geo.export.typeset``.

Reads a JSON object from standard input, writes the file to standard output, and leaves with a
message on standard error and a code above 0 when that fails.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any

import typst


def main() -> int:
    """Set what standard input says."""
    asked = json.load(sys.stdin.buffer)
    for limit, value in (
        (resource.RLIMIT_AS, asked["memory"]),
        (resource.RLIMIT_CPU, asked["seconds"]),
    ):
        resource.setrlimit(limit, (value, value))
    try:
        sys.stdout.buffer.write(_set(asked))
    except RuntimeError as error:
        sys.stderr.write(str(error))
        return 1
    return 0


def _set(asked: dict[str, Any]) -> bytes:
    """The file; a PDF is accessible and fit to be kept, if the fonts have all of its letters."""
    if asked["format"] == "pdf":
        try:
            return _compiled(asked, ["a-2a", "ua-1"])
        except typst.TypstError as error:
            if not str(error).startswith("PDF/"):
                raise
    return _compiled(asked, [])


def _compiled(asked: dict[str, Any], standards: list[Any]) -> bytes:
    return typst.compile(
        asked["template"],
        root=asked["root"],
        font_paths=[asked["fonts"]],
        ignore_system_fonts=True,
        format=asked["format"],
        ppi=asked["ppi"],
        sys_inputs={"data": asked["data"]},
        timestamp=asked["timestamp"],
        pdf_standards=standards,
        package_path=asked["nowhere"],
        package_cache_path=asked["nowhere"],
    )


if __name__ == "__main__":
    sys.exit(main())
