"""One count by governorate, status, form and precision, from which the others are sums."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.store.cache import per_snapshot
from geo.store.snapshot import FORMS, STATUSES, Snapshot
from geo.view.index import Rows

PRECISIONS: Final = 8
_AXES: Final = (len(STATUSES), len(FORMS), PRECISIONS)


def tally(snapshot: Snapshot, rows: Rows) -> NDArray[np.int64]:
    """Incidents of the rows, shape (governorates + 1, 6, 7, 8).

    Axes: governorate (entry 0: not known), status, form, ``where_prec``; each of the other three
    by its code.
    """
    shape = (len(snapshot.vocab.governorates) + 1, *_AXES)
    size = int(np.prod(shape))
    return np.bincount(_codes(snapshot)[rows], minlength=size).reshape(shape)


@per_snapshot(maxsize=1)
def _codes(snapshot: Snapshot) -> NDArray[np.int32]:
    """The four codes of each incident in one number. Shape (n,)."""
    code = snapshot.governorate.astype(np.int32) + 1
    columns = (snapshot.status, snapshot.form, snapshot.where_prec)
    for column, size in zip(columns, _AXES, strict=True):
        code = code * np.int32(size) + column
    return code
