"""How far the total of a test can be trusted: reliability, error, distribution, and what each
part of it contributes. From sums that grow sitting by sitting and equal a recount.

A **part** is an item where all were asked the same; where each person's items were drawn, it is
the place in the blueprint (the n-th of a draw), whatever item came there: then people are compared
over different items, and their differing difficulty rightly counts as error.

**Gaps**: no answer is an answer that earned nought. A sitting with a part that still waits for a
marker, or without some part, is left out whole (listwise); ``n`` says how many were taken. Leave
out a part for all that a correction took out of the total.

Formulas: variances divide by n − 1. Alpha = k/(k−1) · (1 − Σ part variances / variance of totals)
(L. J. Cronbach 1951). Where every part is worth one point and earns 0 or 1 it is KR-20 exactly:
the divisors of the variances cancel, and p·q is a variance. If errors of the parts are independent
it is at most the true reliability, and equals it if the parts measure the same alike. It is *not*
cut off at nought: a negative one says that the parts do not belong together. Its interval is
Feldt's (:mod:`intervals`). Standard error (of measurement) of a total = sd · √(1 − alpha): the
standard deviation of its error, so two totals differ by √2 of it; error ratio = √(1 − alpha), the
same as a share of sd. Skewness and kurtosis (excess) by k-statistics, as Moodle has them. Effective
weight of a part = √cov(part, total), as a share of the sum of the same over all parts (Moodle; an
approximate measure of what the part contributes to the spread of the totals, whose variance is the
sum of these covariances).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm, sqrt
from typing import Any, Literal

from quizzes import intervals
from quizzes.intervals import Interval
from quizzes.item_figures import FEWEST, Figure, Missing, median
from quizzes.moments import Sums, correlation, sums

NOUGHT = Fraction(0)

FEWEST_PARTS = 2
"""Parts that a reliability needs: what one part has in common with the others is looked for."""

Band = Literal["good", "fair", "poor"]
GOOD = 0.75
FAIR = 0.64
"""Moodle's bands, a rule of thumb: from 0.75 fine for a test within a course, below 0.64 poor: more
than a third of the variance of the totals is error. Where much hangs on one total, 0.9 is asked
for (J. C. Nunnally 1978). The band goes by the estimate; its interval says how far to trust it."""


@dataclass
class ScoreSummary:
    """``totals``: points of a sitting → sittings. ``parts``: of each part the sums of its points,
    their squares, and their products with the total.
    """

    totals: Counter[Fraction] = field(default_factory=Counter)
    parts: dict[str, tuple[Fraction, Fraction, Fraction]] = field(default_factory=dict)

    @property
    def n(self) -> int:
        return self.totals.total()

    def add(self, points: Mapping[str, Fraction]) -> None:
        """A finished sitting: the points of every part. Raises ValueError for other parts than
        those of the sittings before: leave such a sitting out.
        """
        self._count(points, 1)

    def take_back(self, points: Mapping[str, Fraction]) -> None:
        """Raises ValueError, and changes nothing, if no such sitting was added."""
        self._count(points, -1)

    def merge(self, other: ScoreSummary) -> None:
        """Raises ValueError if the other is about other parts."""
        if self.n and other.n and self.parts.keys() != other.parts.keys():
            raise ValueError("other parts")
        self.totals.update(other.totals)
        for part, theirs in other.parts.items():
            ours = self.parts.get(part, (NOUGHT, NOUGHT, NOUGHT))
            self.parts[part] = (ours[0] + theirs[0], ours[1] + theirs[1], ours[2] + theirs[2])

    def _count(self, points: Mapping[str, Fraction], by: int) -> None:
        if not points or (self.n and points.keys() != self.parts.keys()):
            raise ValueError("other parts")
        total = sum(points.values(), NOUGHT)
        if by < 0 and self.totals[total] < 1:
            raise ValueError("taken back, but never added")
        self.totals[total] += by
        if not self.totals[total]:
            del self.totals[total]
        for part, x in points.items():
            sx, sxx, sxt = self.parts.get(part, (NOUGHT, NOUGHT, NOUGHT))
            self.parts[part] = (sx + by * x, sxx + by * x * x, sxt + by * x * total)
        if not self.totals:
            self.parts.clear()

    def to_json(self) -> dict[str, Any]:
        """Equal summaries give equal JSON."""
        return {
            "totals": [[str(total), n] for total, n in sorted(self.totals.items())],
            "parts": {part: [str(one) for one in self.parts[part]] for part in sorted(self.parts)},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ScoreSummary:
        """Raises KeyError, TypeError or ValueError if ``data`` did not come from to_json."""
        return cls(
            totals=Counter({Fraction(total): int(n) for total, n in data["totals"]}),
            parts={
                part: (Fraction(sx), Fraction(sxx), Fraction(sxt))
                for part, (sx, sxx, sxt) in data["parts"].items()
            },
        )


def score_summary(sittings: Iterable[Mapping[str, Fraction]]) -> ScoreSummary:
    """The recount."""
    found = ScoreSummary()
    for points in sittings:
        found.add(points)
    return found


@dataclass(frozen=True, slots=True)
class PartFigures:
    """``mean`` in points, exact. ``spread``: sd in points. ``item_total``: r with the total, the
    part in it; ``item_rest``: with the total without it. ``alpha_without``: alpha of the test if
    the part were dropped. ``effective_weight``: of 1; None if the part goes against the total, or
    all totals are equal.
    """

    mean: Fraction
    spread: float
    item_total: float | None
    item_rest: float | None
    alpha_without: float | None
    effective_weight: float | None


@dataclass(frozen=True, slots=True)
class ScoreFigures:
    """Totals in points. ``missing``: why the statistics are None. ``alpha.interval``: 95 %.
    ``parts`` is empty with fewer than ten sittings.
    """

    n: int
    parts_asked: int
    mean: Fraction | None
    median: Fraction | None
    spread: float | None
    skewness: float | None
    kurtosis: float | None
    alpha: Figure
    standard_error: float | None
    error_ratio: float | None
    parts: dict[str, PartFigures]

    @property
    def band(self) -> Band | None:
        if self.alpha.value is None:
            return None
        if self.alpha.value >= GOOD:
            return "good"
        return "fair" if self.alpha.value >= FAIR else "poor"

    @property
    def interval(self) -> Interval | None:
        return self.alpha.interval


def score_figures(seen: ScoreSummary) -> ScoreFigures:
    """The figures of a test. None and a reason with fewer than ten sittings."""
    n, k = seen.n, len(seen.parts)
    if n < FEWEST:
        few = Figure(n, missing="too-few")
        return ScoreFigures(n, k, None, None, None, None, None, few, None, None, {})
    totals = sums((total, total, times) for total, times in seen.totals.items())
    spread = sqrt(totals.variance_x)
    part_sums = {
        part: Sums(n, sx, totals.x, sxx, totals.xx, sxt)
        for part, (sx, sxx, sxt) in seen.parts.items()
    }
    own = sum((one.variance_x for one in part_sums.values()), NOUGHT)
    alpha = alpha_of(k, own, totals.variance_x)
    missing: Missing | None = None
    if alpha is None:
        missing = "no-rest" if k < FEWEST_PARTS else "all-alike"
    ratio = None if alpha is None else sqrt(1 - alpha)
    skewness, kurtosis = _shape(seen.totals, totals.mean_x, n)
    return ScoreFigures(
        n=n,
        parts_asked=k,
        mean=totals.mean_x,
        median=median(seen.totals),
        spread=spread,
        skewness=skewness,
        kurtosis=kurtosis,
        alpha=Figure(
            n,
            None if alpha is None else float(alpha),
            missing,
            None if alpha is None else intervals.of_alpha(float(alpha), n, k),
        ),
        standard_error=None if ratio is None else spread * ratio,
        error_ratio=ratio,
        parts=_parts(part_sums, own, totals.variance_x),
    )


def alpha_of(k: int, own: Fraction, of_totals: Fraction) -> Fraction | None:
    """Cronbach's alpha, exact, of k parts: ``own`` is the sum of their variances, ``of_totals``
    the variance of the totals. None below two parts, or if all totals are equal.
    """
    if k < FEWEST_PARTS or of_totals <= 0:
        return None
    return Fraction(k, k - 1) * (1 - own / of_totals)


def _parts(
    part_sums: Mapping[str, Sums], own: Fraction, of_totals: Fraction
) -> dict[str, PartFigures]:
    k = len(part_sums)
    pull = {
        part: sqrt(one.covariance) if one.covariance >= 0 else None
        for part, one in part_sums.items()
    }
    whole = sum(one for one in pull.values() if one is not None)
    found = {}
    for part, one in part_sums.items():
        rest = of_totals + one.variance_x - 2 * one.covariance
        weight = pull[part]
        without = alpha_of(k - 1, own - one.variance_x, rest)
        found[part] = PartFigures(
            mean=one.mean_x,
            spread=sqrt(one.variance_x),
            item_total=one.correlation,
            item_rest=correlation(one.covariance - one.variance_x, one.variance_x, rest),
            alpha_without=None if without is None else float(without),
            effective_weight=weight / whole if weight is not None and whole else None,
        )
    return found


def _shape(
    totals: Mapping[Fraction, int], mean: Fraction, n: int
) -> tuple[float | None, float | None]:
    """Skewness k₃/k₂^1.5 and excess kurtosis k₄/k₂² from Fisher's k-statistics."""
    # whole numbers over a common denominator: many times faster than fractions, and as exact
    d = lcm(mean.denominator, *(total.denominator for total in totals))
    middle = mean.numerator * (d // mean.denominator)
    off = [
        (total.numerator * (d // total.denominator) - middle, times)
        for total, times in totals.items()
    ]
    m2, m3, m4 = (
        Fraction(sum(times * one**power for one, times in off), d**power * n) for power in (2, 3, 4)
    )
    if n < 4 or not m2:
        return None, None
    k2 = m2 * n / (n - 1)
    k3 = m3 * n * n / ((n - 1) * (n - 2))
    k4 = Fraction(n * n, (n - 1) * (n - 2) * (n - 3)) * ((n + 1) * m4 - 3 * (n - 1) * m2 * m2)
    return float(k3) / float(k2) ** 1.5, float(k4 / (k2 * k2))
