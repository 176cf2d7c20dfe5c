"""A document as PDF or PNG, set by Typst in a process of its own with limits.

Typst reads only the templates and the fonts of the project; it fetches nothing. Text of a
document is handed to it as data and cannot be markup. The same document gives the same file.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, Final

from geo.errors import ExportError
from geo.export.blocks import Document
from geo.settings import PROJECT_DIR

TEMPLATES: Final = Path(__file__).with_name("templates")
FONTS: Final = PROJECT_DIR / "assets" / "fonts"
SECONDS: Final = 30
MEMORY: Final = 2 * 1024**3
"""Address space of the process, bytes."""

AT_ONCE: Final = 2
_FREE: Final = BoundedSemaphore(AT_ONCE)
_LINK_SHOWN: Final = 220


def typeset(document: Document, template: str, format: str, ppi: float = 144) -> bytes:
    """The file.

    Parameters
    ----------
    template : "brief" or "picture".
    format : "pdf" or "png" (of the first page).
    ppi : pixels an inch of a PNG.

    Raises
    ------
    ExportError
        It takes more than ``SECONDS`` or ``MEMORY``, Typst refuses it, or more than ``AT_ONCE`` are
        being set for so long that it does not come to this one.
    """
    body = document.to_json()
    link = document.link
    body["shown"] = link if len(link) <= _LINK_SHOWN else f"{link[:_LINK_SHOWN]}…"
    if not _FREE.acquire(timeout=SECONDS):
        raise ExportError("too many briefs are being made at once; try again in a minute")
    try:
        return _set(body, template, format, ppi)
    except OSError as error:
        raise ExportError(f"the brief cannot be set: {error.strerror or error}") from error
    finally:
        _FREE.release()


def _set(body: dict[str, Any], template: str, format: str, ppi: float) -> bytes:
    with tempfile.TemporaryDirectory(prefix="atlas-typst-") as nowhere:
        asked = {
            "template": str(TEMPLATES / f"{template}.typ"),
            "root": str(TEMPLATES),
            "fonts": str(FONTS),
            "format": format,
            "ppi": ppi,
            "data": json.dumps(body, ensure_ascii=False).encode("utf-8", "replace").decode(),
            "timestamp": body["made"],
            "nowhere": nowhere,
            "memory": MEMORY,
            "seconds": SECONDS,
        }
        try:
            done = subprocess.run(  # noqa: S603 - our own interpreter and script
                [sys.executable, "-P", str(Path(__file__).with_name("_typst.py"))],
                input=json.dumps(asked).encode(),
                capture_output=True,
                timeout=SECONDS + 5,
                check=False,
                cwd=nowhere,
            )
        except subprocess.TimeoutExpired:
            raise ExportError(f"the brief was not set within {SECONDS} seconds") from None
    if done.returncode:
        words = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ExportError(f"the brief cannot be set: {words[-1] if words else done.returncode}")
    return done.stdout
