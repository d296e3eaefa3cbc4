"""Ninety-five per cent intervals for what is worked out from few answers. Statistics: floats.

- a share: E. B. Wilson (1927), which stays between 0 and 1 and holds for small n;
- a correlation: R. A. Fisher's z (1921);
- coefficient alpha: L. S. Feldt (1965), exact under his model, from the F distribution.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import atanh, exp, lgamma, log, log1p, sqrt, tanh
from statistics import NormalDist

LEVEL = 0.95
Z = NormalDist().inv_cdf((1 + LEVEL) / 2)


@dataclass(frozen=True, slots=True)
class Interval:
    low: float
    high: float


def of_share(share: float, n: int) -> Interval:
    """Around a mean of n values from 0 to 1. For 0/1 it is Wilson's; with part credit values
    spread less, and it is wider than need be. Raises ValueError for n < 1.
    """
    if n < 1:
        raise ValueError("no values")
    shrink = 1 + Z * Z / n
    middle = (share + Z * Z / (2 * n)) / shrink
    half = Z * sqrt(max(0.0, share * (1 - share)) / n + Z * Z / (4 * n * n)) / shrink
    # At the ends the bound is the end itself; rounding would miss it by a hair.
    return Interval(
        0.0 if share <= 0 else max(0.0, middle - half),
        1.0 if share >= 1 else min(1.0, middle + half),
    )


def of_correlation(r: float, n: int) -> Interval | None:
    """None below four pairs, where there is none."""
    if n < 4:
        return None
    if abs(r) >= 1:
        return Interval(r, r)
    z, half = atanh(r), Z / sqrt(n - 3)
    return Interval(tanh(z - half), tanh(z + half))


def of_alpha(alpha: float, people: int, parts: int) -> Interval | None:
    """None below two people or two parts. Of a coefficient that is negative, so is the interval."""
    if people < 2 or parts < 2:
        return None
    between, rest = people - 1, (people - 1) * (parts - 1)
    tail = (1 - LEVEL) / 2
    return Interval(
        1 - (1 - alpha) * f_quantile(1 - tail, between, rest),
        1 - (1 - alpha) * f_quantile(tail, between, rest),
    )


def f_quantile(share: float, above: int, below: int) -> float:
    """The value that an F with ``above`` and ``below`` degrees of freedom stays under with this
    chance. Raises ValueError unless 0 < share < 1 and both degrees are at least 1.
    """
    if not 0 < share < 1 or above < 1 or below < 1:
        raise ValueError("no such quantile")
    # F = below·B / (above·(1 − B)), B of the beta distribution: halve until floats are used up.
    low, high = 0.0, 1.0
    while low < (middle := (low + high) / 2) < high:
        if beta_share(middle, above / 2, below / 2) < share:
            low = middle
        else:
            high = middle
    return below * high / (above * (1 - high)) if high < 1 else float("inf")


def beta_share(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b): the chance that a beta variable is
    below x. By its continued fraction (DLMF 8.17.22), on the side where it converges fast.
    """
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_share(1 - x, b, a)
    front = exp(a * log(x) + b * log1p(-x) + lgamma(a + b) - lgamma(a) - lgamma(b)) / a
    return front / _fraction(x, a, b)


def _fraction(x: float, a: float, b: float) -> float:
    """1 + d1/(1 + d2/(1 + …)) by Lentz's method."""
    tiny = 1e-300
    value = numerator = 1.0
    denominator = 0.0
    for step in range(1, 10_000):
        m = step // 2
        if step % 2:
            d = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            d = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        denominator = 1 / (1 + d * denominator or tiny)
        numerator = 1 + d / numerator or tiny
        change = numerator * denominator
        value *= change
        if abs(change - 1) < 1e-15:
            break
    return value
