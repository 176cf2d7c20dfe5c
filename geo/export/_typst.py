"""Sets one document with Typst; run as a process of its own by ``geo.export.typeset``.

Reads a JSON object from standard input, writes the file to standard output, and leaves with a
message on standard error and a code above 0 when that fails.
"""

from __future__ import annotations

import json
import resource
import sys

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
        made = typst.compile(
            asked["template"],
            root=asked["root"],
            font_paths=[asked["fonts"]],
            ignore_system_fonts=True,
            format=asked["format"],
            ppi=asked["ppi"],
            sys_inputs={"data": asked["data"]},
            timestamp=asked["timestamp"],
            package_path=asked["nowhere"],
            package_cache_path=asked["nowhere"],
        )
    except RuntimeError as error:
        sys.stderr.write(str(error))
        return 1
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
