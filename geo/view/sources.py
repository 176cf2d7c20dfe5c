"""The sources a reader may leave out, with the reports that each gives to a selection."""

from __future__ import annotations

from collections import Counter
from typing import Final

import numpy as np

from geo.claims.perspective import CLAIMS, GRADES, KINDS, NOT_KNOWN, Perspective, entries_of
from geo.model import Stance
from geo.store.cache import per_snapshot
from geo.store.snapshot import STANCES, Snapshot
from geo.view.facets import NOT_STATED_LABEL, Option
from geo.view.filters import Filters
from geo.view.index import index_of
from geo.view.reading import Reading, counted_reports
from geo.view.select import any_of

_GOOD: Final = GRADES[:3]
_CLAIMS_LABEL: Final = "Claims by the claimant alone"


@per_snapshot(maxsize=8)
def source_options(snapshot: Snapshot, filters: Filters) -> dict[str, tuple[Option, ...]]:
    """What ``without`` can name, by the kind of entry ("country" ... and "claims").

    The count of an option is the number of reports that it would leave out of the incidents
    that the filters select; those with most reports come first.

    Parameters
    ----------
    snapshot : with all reports, so that what is left out can be put back.
    """
    told = any_of(snapshot.n, filters.apply(snapshot))[index_of(snapshot).report_incident]
    by_outlet = np.bincount(snapshot.outlet[told], minlength=len(snapshot.vocab.outlets))
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    for source, count in zip(snapshot.vocab.outlets, by_outlet.tolist(), strict=True):
        for kind, entry in zip(KINDS, entries_of(source), strict=True):
            counts[kind][entry] += count
    found = {
        kind: tuple(
            Option(entry, _label(entry), count)
            for entry, count in sorted(of.items(), key=lambda item: (-item[1], item[0]))
        )
        for kind, of in counts.items()
    }
    alone = told & ~counted_reports(snapshot, Reading((CLAIMS,)))
    return found | {CLAIMS: (Option(CLAIMS, _CLAIMS_LABEL, int(np.count_nonzero(alone))),)}


def _label(entry: str) -> str:
    name = entry.partition(":")[2]
    return NOT_STATED_LABEL if name == NOT_KNOWN else name


@per_snapshot(maxsize=1)
def presets(snapshot: Snapshot) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Choices that one click makes, as (label, entries), as far as the data give reason for them.

    Without each type of outlet but the one with most outlets; only outlets graded A to C, once
    some have such a grade and others have none; without the country whose outlets carry most
    claims; without claims by the claimant alone.
    """
    outlets = snapshot.vocab.outlets
    types = Counter(source.type for source in outlets if source.type)
    found: list[tuple[str, ...]] = sorted((f"type:{name}",) for name, _ in types.most_common()[1:])
    claim = snapshot.stance == STANCES.index(Stance.CLAIMS)
    named = (outlets[code].country for code in snapshot.outlet[claim].tolist())
    carrying = Counter(name for name in named if name)
    found += [(f"country:{name}",) for name, _ in carrying.most_common(1)]
    if not counted_reports(snapshot, Reading((CLAIMS,))).all():
        found.append((CLAIMS,))
    made = [(Perspective(entries).describe(), entries) for entries in found]
    graded = {source.grade or NOT_KNOWN for source in outlets}
    if graded & {*_GOOD} and graded - {*_GOOD}:
        rest = tuple(f"grade:{grade}" for grade in sorted(graded - {*_GOOD}))
        made.append((f"only graded {_GOOD[0]} to {_GOOD[-1]}", rest))
    return tuple((label[0].upper() + label[1:], entries) for label, entries in made)
