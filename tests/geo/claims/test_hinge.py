"""Leaving one report out at a time, against doing so by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.claims import hinge
from geo.claims.hinge import ALONE, without_each
from geo.claims.status import STANCES, statuses

Report = tuple[int, int, list[int]]
"""Stance, carrier, origins."""

reports = st.tuples(
    st.integers(0, len(STANCES) - 1),
    st.integers(0, 4),
    st.lists(st.integers(0, 3), min_size=1, max_size=3, unique=True),
)
incidents = st.lists(st.lists(reports, min_size=1, max_size=5), max_size=5)


def status_of(said: list[Report]) -> int:
    flat = [(stance, origin, carrier) for stance, carrier, origins in said for origin in origins]
    stance, origin, carrier = (np.array([row[k] for row in flat], np.int64) for k in range(3))
    found, _ = statuses(np.zeros(len(flat), np.int64), stance, origin, carrier, 1)
    return int(found[0])


def columns(told: list[list[Report]]) -> tuple[np.ndarray, ...]:
    flat = [report for incident in told for report in incident]
    sizes = [len(incident) for incident in told]
    return (
        np.cumsum([0, *sizes]).astype(np.int64),
        np.array([stance for stance, _, _ in flat], np.int8),
        np.cumsum([0, *(len(origins) for _, _, origins in flat)]).astype(np.int64),
        np.array([origin for _, _, origins in flat for origin in origins], np.int32),
        np.array([carrier for _, carrier, _ in flat], np.int32),
    )


@pytest.mark.parametrize("batch", [3, 2_000_000])
@given(told=incidents)
def test_is_the_status_of_the_others(
    batch: int, told: list[list[Report]], monkeypatch_module: pytest.MonkeyPatch
) -> None:
    monkeypatch_module.setattr(hinge, "_BATCH", batch)
    expected = [
        status_of(incident[:at] + incident[at + 1 :]) if len(incident) > 1 else ALONE
        for incident in told
        for at in range(len(incident))
    ]
    assert without_each(*columns(told)).tolist() == expected


@pytest.fixture(scope="module")
def monkeypatch_module():
    with pytest.MonkeyPatch.context() as patch:
        yield patch
