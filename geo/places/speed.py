"""How fast the geocoder is on phrases it has never seen: a new process, each phrase once."""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from geo.places.names import is_arabic
from geo.settings import Settings

PHRASES: Final = 20_000
_SEED: Final = 20_200_711
_ENGLISH: Final = (
    "{a}", "{a} village", "near {a}", "{a}, {n} km north of {b}", "{a} district, {b}",
    "convoy hit by a bomb on the highway near {a}", "in the {a} area, south-west of {b}",
    "military base in {a}", "Zarqabad, east of {a}",
)  # fmt: skip
_ARABIC: Final = (
    "{a}", "قرب {a}", "ناحية {a} شمال {b}", "قرية {a} في {b}", "استهداف رتل في منطقة {a}",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Speed:
    """Seconds of one core to load, distinct phrases a second, and MiB that loading takes."""

    phrases: int
    load_seconds: float
    first_pass: float
    second_pass: float
    load_mib: float


def phrases(names: Sequence[str], words: Sequence[str], number: int = PHRASES) -> list[str]:
    """The words of the sources, filled up with names of the gazetteer in phrases of the press."""
    draw = random.Random(_SEED)  # noqa: S311 - no secret
    latin = [name for name in names if not is_arabic(name)]
    arabic = [name for name in names if is_arabic(name)]
    made = dict.fromkeys(words)
    while len(made) < number:
        pool, forms = (arabic, _ARABIC) if draw.random() < 0.3 else (latin, _ENGLISH)
        a, b = draw.choice(pool), draw.choice(pool)
        made.setdefault(draw.choice(forms).format(a=a, b=b, n=draw.randrange(2, 80)))
    return list(made)


def in_new_process(settings: Settings, words: Sequence[str], number: int = PHRASES) -> Speed:
    """Measure in a process that has looked nothing up before."""
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as pool:
        pool.submit(_build, settings).result()
        return pool.submit(_measure, settings, list(words), number).result()


def _build(settings: Settings) -> None:
    """The gazetteer is built and kept when it is not there yet."""
    import geo.places

    geo.places.load(settings)


def _measure(settings: Settings, words: list[str], number: int) -> Speed:
    import geo.places

    geo.places.load(settings).locate("")  # builds and keeps the gazetteer when it is not there
    before = _resident_mib()
    start = time.process_time()
    geocoder = geo.places.load(settings)
    load = time.process_time() - start
    places = geocoder.gazetteer.places
    asked = phrases([n for p in places for n in (p.name, *p.names)], words, number)
    passes = []
    for _ in range(2):
        geocoder.locate.cache_clear()
        start = time.process_time()
        for text in asked:
            geocoder.locate(text)
        passes.append(len(asked) / max(time.process_time() - start, 1e-9))
    return Speed(len(asked), load, passes[0], passes[1], _resident_mib() - before)


def _resident_mib() -> float:
    """Memory in use now; the peak that ``getrusage`` gives is handed down by the parent."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20
