"""Statistics from lists of numbers, in the plainest way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from math import atanh, exp, lgamma, log, log1p, sqrt, tanh
from statistics import NormalDist

Z = NormalDist().inv_cdf(0.975)
F = Fraction


def mean(xs: Sequence[Fraction]) -> Fraction:
    return sum(xs, F(0)) / len(xs)


def variance(xs: Sequence[Fraction]) -> Fraction:
    middle = mean(xs)
    return sum(((x - middle) ** 2 for x in xs), F(0)) / (len(xs) - 1)


def covariance(xs: Sequence[Fraction], ys: Sequence[Fraction]) -> Fraction:
    mx, my = mean(xs), mean(ys)
    return sum(((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True)), F(0)) / (len(xs) - 1)


def pearson(xs: Sequence[Fraction], ys: Sequence[Fraction]) -> float | None:
    a, b = variance(xs), variance(ys)
    if not a or not b:
        return None
    return float(covariance(xs, ys)) / sqrt(float(a) * float(b))


def middle(xs: Sequence[Fraction]) -> Fraction:
    ordered = sorted(xs)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def wilson(share: float, n: int) -> tuple[float, float]:
    centre = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    return max(0.0, centre - half), min(1.0, centre + half)


def fisher(r: float, n: int) -> tuple[float, float]:
    if abs(r) >= 1:
        return r, r
    return tanh(atanh(r) - Z / sqrt(n - 3)), tanh(atanh(r) + Z / sqrt(n - 3))


def beta_cdf(x: float, a: float, b: float, steps: int = 4000) -> float:
    """The regularised incomplete beta function, by Simpson's rule after x = sin²; for a, b of a
    half or more the integrand is then finite.
    """
    from math import asin, cos, sin

    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    scale = lgamma(a + b) - lgamma(a) - lgamma(b) + log(2)
    end = asin(sqrt(x))

    def height(angle: float) -> float:
        s, c = sin(angle), cos(angle)
        if s <= 0:
            return 2 * exp(scale - log(2)) if a == 0.5 else 0.0
        if c <= 0:
            return 0.0
        return exp(scale + (2 * a - 1) * log(s) + (2 * b - 1) * log(c))

    step = end / steps
    total = height(0.0) + height(end)
    total += 4 * sum(height(step * k) for k in range(1, steps, 2))
    total += 2 * sum(height(step * k) for k in range(2, steps, 2))
    return total * step / 3


def f_quantile(p: float, d1: int, d2: int) -> float:
    low, high = 0.0, 1.0
    for _ in range(60):
        half = (low + high) / 2
        if beta_cdf(half, d1 / 2, d2 / 2) < p:
            low = half
        else:
            high = half
    x = (low + high) / 2
    return d2 * x / (d1 * (1 - x))


def at_least(found: int, of: int, chance: float) -> float:
    """The chance of so many or more of these, each with the same chance."""
    ways = (lgamma(of + 1) - lgamma(k + 1) - lgamma(of - k + 1) for k in range(found, of + 1))
    return sum(
        exp(way + k * log(chance) + (of - k) * log1p(-chance))
        for k, way in zip(range(found, of + 1), ways, strict=True)
    )


def feldt(alpha: float, people: int, parts: int) -> tuple[float, float]:
    d1, d2 = people - 1, (people - 1) * (parts - 1)
    return (
        1 - (1 - alpha) * f_quantile(0.975, d1, d2),
        1 - (1 - alpha) * f_quantile(0.025, d1, d2),
    )


def thirds(rests: Sequence[Fraction]) -> tuple[Fraction, Fraction, int, int] | None:
    """(highest rest of the bottom third, lowest of the top, people in each): whole blocks of
    equals, as near to a third as they come; None where they overlap.
    """
    blocks = sorted(Counter(rests).items())
    n = len(rests)

    def nearest(sizes: list[int]) -> int:
        reached, sums = 0, []
        for size in sizes:
            reached += size
            sums.append(abs(F(reached) - F(n, 3)))
        return sums.index(min(sums)) + 1

    bottom = nearest([size for _, size in blocks])
    top = nearest([size for _, size in reversed(blocks)])
    if bottom + top > len(blocks):
        return None
    return (
        blocks[bottom - 1][0],
        blocks[-top][0],
        sum(size for _, size in blocks[:bottom]),
        sum(size for _, size in blocks[-top:]),
    )


def k_statistics(xs: Sequence[Fraction]) -> tuple[float, float] | None:
    """Skewness and excess kurtosis."""
    n = len(xs)
    m = mean(xs)
    s2, s3, s4 = (sum(((x - m) ** power for x in xs), F(0)) for power in (2, 3, 4))
    if n < 4 or not s2:
        return None
    k2 = s2 / (n - 1)
    k3 = F(n) * s3 / ((n - 1) * (n - 2))
    k4 = (F(n) * (n + 1) * s4 / (n - 1) - 3 * s2 * s2) / ((n - 2) * (n - 3))
    return float(k3) / float(k2) ** 1.5, float(k4 / (k2 * k2))
