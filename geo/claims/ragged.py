"""Columns in which each owner has any number of members, told by offsets."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def owners(start: NDArray[np.int64]) -> NDArray[np.int64]:
    """Owner of each member, int64.

    Parameters
    ----------
    start : offsets, int64 (n + 1,): the members of owner i are [start[i], start[i + 1]).
    """
    return np.repeat(np.arange(len(start) - 1, dtype=np.int64), np.diff(start))


def ragged(
    start: NDArray[np.int64], rows: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Members of the chosen owners one after another, and their new offsets.

    Parameters
    ----------
    start : offsets, as in ``owners``.
    rows : int64, owners in the order wanted, each any number of times.
    """
    size = np.diff(start)[rows]
    new = np.concatenate(([0], np.cumsum(size))).astype(np.int64)
    members = np.repeat(start[:-1][rows] - new[:-1], size) + np.arange(new[-1])
    return members.astype(np.int64), new
