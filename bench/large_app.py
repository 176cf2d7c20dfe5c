"""The real app over a synthetic snapshot: ``python bench/large_app.py N run app.py [options]``.

Only the step from the store to the snapshot is replaced; everything a reader meets is the product.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from streamlit.web.cli import main

from bench.synthetic import resample
from geo.store import live
from geo.store.snapshot import Snapshot

real_snapshot = live.read_snapshot
n = int(sys.argv.pop(1))


def large_snapshot(*args: Any, **kwargs: Any) -> Snapshot:
    return resample(real_snapshot(*args, **kwargs), n)


live.read_snapshot = large_snapshot
sys.exit(main())
