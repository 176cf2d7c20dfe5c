"""Files that the browser loads from our own server: scripts, styles and fonts.

Their address carries a hash of all of them, so that a browser may keep them for ever and still
takes the new ones after an update.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Final

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from geo.settings import PROJECT_DIR

ASSETS_DIR: Final = PROJECT_DIR / "assets"
_MARK: Final = "v-"
_FOR_EVER: Final = "public, max-age=31536000, immutable"


@lru_cache(maxsize=1)
def version() -> str:
    """Hash of the names and contents of all assets, 12 hex digits."""
    digest = hashlib.sha256()
    for path in sorted(p for p in ASSETS_DIR.rglob("*") if p.is_file()):
        digest.update(path.relative_to(ASSETS_DIR).as_posix().encode() + b"\0")
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def asset_path(name: str) -> str:
    """Address of an asset below the server's base path, without a slash before it.

    >>> asset_path("fonts/fonts.css").startswith("assets/v-")
    True
    """
    return f"assets/{_MARK}{version()}/{name}"


class Assets(StaticFiles):
    """Serves ``assets/``, with or without the version in the address."""

    def __init__(self) -> None:
        super().__init__(directory=Path(ASSETS_DIR))

    def get_path(self, scope: Scope) -> str:
        """The file asked for, without the version."""
        path = Path(super().get_path(scope))
        parts = path.parts[1:] if path.parts and path.parts[0].startswith(_MARK) else path.parts
        return str(Path(*parts)) if parts else "."

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file; kept for ever when its address carries the present version."""
        response = await super().get_response(path, scope)
        current = f"/{_MARK}{version()}/" in scope["path"]
        response.headers["Cache-Control"] = _FOR_EVER if current else "no-cache"
        return response
