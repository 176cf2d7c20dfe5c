"""Pairs of incidents that may be one, as CSV."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO
from typing import Final

from geo.claims.duplicates import ASPECTS
from geo.export.csv_file import harmless
from geo.store.proposals import Proposal
from geo.store.snapshot import Snapshot
from geo.view.duplicates import FACTS, facts
from geo.view.index import index_of

COLUMNS: Final = (
    *("score", "tier", "first", "second"),
    *(f"{side}_{name}" for side in ("first", "second") for name in FACTS),
    *(name for aspect in ASPECTS for name in (aspect, f"{aspect}_bits")),
)


def table(snapshot: Snapshot, pairs: Sequence[Proposal]) -> str:
    """One line a pair with both incidents and all reasons; no cell is a formula."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    row_of = index_of(snapshot).row_of
    for pair in pairs:
        sides = [facts(snapshot, row_of[key]) for key in (pair.first, pair.second)]
        cells = [f"{pair.score:.3f}", pair.tier.value, harmless(pair.first), harmless(pair.second)]
        cells += [harmless(side[name]) for side in sides for name in FACTS]
        for why in pair.reasons:
            cells += [harmless(why.words), f"{why.share:.2f}"]
        writer.writerow(cells)
    return out.getvalue()
