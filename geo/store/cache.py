"""Small memories of what several readers ask of the same revision."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from threading import Lock
from typing import Any, Final, TypeVar, cast

from geo.store.snapshot import Snapshot

MAX_SNAPSHOTS: Final = 4
"""Results of older snapshots are let go, so that their columns leave the memory as well. A page
that compares two readings asks of three: both, and the revision that they read."""

F = TypeVar("F", bound=Callable[..., Any])


def per_snapshot(maxsize: int) -> Callable[[F], F]:
    """Remember the last ``maxsize`` results of ``f(snapshot, *hashables)`` for each snapshot.

    A snapshot is known by its identity: two that share a revision number never mix. Safe between
    threads; two threads that miss at once both compute.
    """

    def decorate(function: F) -> F:
        held: OrderedDict[int, tuple[Snapshot, OrderedDict[Hashable, Any]]] = OrderedDict()
        lock = Lock()

        @wraps(function)
        def remembered(snapshot: Snapshot, *args: Hashable) -> Any:
            with lock:
                _, results = held.setdefault(id(snapshot), (snapshot, OrderedDict()))
                held.move_to_end(id(snapshot))
                while len(held) > MAX_SNAPSHOTS:
                    held.popitem(last=False)
                if args in results:
                    results.move_to_end(args)
                    return results[args]
            value = function(snapshot, *args)
            with lock:
                results[args] = value
                while len(results) > maxsize:
                    results.popitem(last=False)
            return value

        return cast(F, remembered)

    return decorate
