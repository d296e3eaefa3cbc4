"""Sums of pairs of exact numbers, and mean, variance, covariance and correlation from them.

Everything is exact until a square root is drawn. Variances and covariances divide by n − 1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import lcm, sqrt

NOUGHT = Fraction(0)


@dataclass(frozen=True, slots=True)
class Sums:
    """Of n pairs (x, y): the sums of x, y, x², y² and xy."""

    n: int = 0
    x: Fraction = NOUGHT
    y: Fraction = NOUGHT
    xx: Fraction = NOUGHT
    yy: Fraction = NOUGHT
    xy: Fraction = NOUGHT

    @property
    def mean_x(self) -> Fraction:
        """Raises ZeroDivisionError without pairs, as all of these without enough."""
        return self.x / self.n

    @property
    def mean_y(self) -> Fraction:
        return self.y / self.n

    @property
    def variance_x(self) -> Fraction:
        return (self.xx - self.x * self.x / self.n) / (self.n - 1)

    @property
    def variance_y(self) -> Fraction:
        return (self.yy - self.y * self.y / self.n) / (self.n - 1)

    @property
    def covariance(self) -> Fraction:
        return (self.xy - self.x * self.y / self.n) / (self.n - 1)

    @property
    def correlation(self) -> float | None:
        """Pearson's r. None: below two pairs, or one side does not vary."""
        if self.n < 2:
            return None
        return correlation(self.covariance, self.variance_x, self.variance_y)


def correlation(covariance: Fraction, one: Fraction, other: Fraction) -> float | None:
    """r from a covariance and two variances; None if one of them is nought."""
    if one <= 0 or other <= 0:
        return None
    square = covariance * covariance / (one * other)  # exact: r of ±1 is just that
    return sqrt(square) if covariance >= 0 else -sqrt(square)


def sums(pairs: Iterable[tuple[Fraction, Fraction, int]]) -> Sums:
    """Of pairs (x, y) that occur so many times. Adds whole numbers over a common denominator,
    which is many times faster than adding fractions.
    """
    found = [(x, y, times) for x, y, times in pairs if times]
    dx = lcm(*(x.denominator for x, _, _ in found))
    dy = lcm(*(y.denominator for _, y, _ in found))
    n = sx = sy = sxx = syy = sxy = 0
    for x, y, times in found:
        whole_x = x.numerator * (dx // x.denominator)
        whole_y = y.numerator * (dy // y.denominator)
        n += times
        sx += times * whole_x
        sy += times * whole_y
        sxx += times * whole_x * whole_x
        syy += times * whole_y * whole_y
        sxy += times * whole_x * whole_y
    return Sums(
        n,
        Fraction(sx, dx),
        Fraction(sy, dy),
        Fraction(sxx, dx * dx),
        Fraction(syy, dy * dy),
        Fraction(sxy, dx * dy),
    )


def best_covariance(xs: dict[Fraction, int], ys: dict[Fraction, int]) -> Fraction:
    """The highest covariance that these values (each so many times) could have if they were
    paired afresh: the least with the least. Raises ValueError unless both are as many.
    """
    if sum(xs.values()) != sum(ys.values()):
        raise ValueError("not as many of the one as of the other")
    left = sorted(xs.items())
    right = sorted(ys.items())
    pairs: list[tuple[Fraction, Fraction, int]] = []
    i = j = used_x = used_y = 0
    while i < len(left) and j < len(right):
        times = min(left[i][1] - used_x, right[j][1] - used_y)
        pairs.append((left[i][0], right[j][0], times))
        used_x, used_y = used_x + times, used_y + times
        if used_x == left[i][1]:
            i, used_x = i + 1, 0
        if used_y == right[j][1]:
            j, used_y = j + 1, 0
    return sums(pairs).covariance
