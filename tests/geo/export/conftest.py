"""Here ``snapshot`` is a random one, not that of the built store."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from geo.store.snapshot import Snapshot


@pytest.fixture(scope="session")
def snapshot(make_snapshot: Callable[[int, int], Snapshot]) -> Snapshot:
    """400 random incidents."""
    return make_snapshot(1, 400)
