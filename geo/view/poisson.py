"""Confidence intervals of counts: the exact Poisson interval of Garwood.

Source: Garwood, F. (1936), Fiducial limits for the Poisson distribution, Biometrika 28. The limits
are quantiles of gamma distributions; for a count that is not whole (shares of coarse incidents)
the same formula is used, which is then an approximation.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

LEVEL: Final = 0.95
INTERVAL_NAME: Final = "95% exact Poisson interval (Garwood)"


@lru_cache(maxsize=4096)
def garwood(count: float, level: float = LEVEL) -> tuple[float, float]:
    """Lowest and highest mean that the count fits.

    >>> [round(limit, 3) for limit in garwood(5)]
    [1.623, 11.668]
    """
    if not (count >= 0 and math.isfinite(count)):
        raise ValueError(f"a count is 0 or more, not {count}")
    tail = (1 - level) / 2
    low = _gamma_quantile(count, tail) if count > 1e-6 else 0.0
    return low, _gamma_quantile(count + 1, 1 - tail)


def _gamma_quantile(shape: float, p: float) -> float:
    """x with P(shape, x) = p, by bisection."""
    low, high = 0.0, shape + 10 * math.sqrt(shape) + 20
    for _ in range(80):
        middle = (low + high) / 2
        if _gamma_p(shape, middle) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _gamma_p(a: float, x: float) -> float:
    """Regularised lower incomplete gamma function P(a, x).

    Source: Abramowitz & Stegun 6.5.29 (series) and 6.5.31 (continued fraction, by Lentz).
    """
    if x <= 0:
        return 0.0
    scale = math.exp(a * math.log(x) - x - math.lgamma(a))
    if x < a + 1:
        term = total = 1 / a
        n = a
        while abs(term) > abs(total) * 1e-12:
            n += 1
            term *= x / n
            total += term
        return total * scale
    b = x + 1 - a
    c, d = 1e300, 1 / b
    h = d
    for i in range(1, 100_000):
        step = -i * (i - a)
        b += 2
        d = 1 / (step * d + b or 1e-300)
        c = b + step / c or 1e-300
        h *= d * c
        if abs(d * c - 1) < 1e-12:
            break
    return 1 - scale * h
