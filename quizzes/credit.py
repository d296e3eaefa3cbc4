"""The partial-credit rules. Exact; each returns a share from 0 to 1.

The learner is told the rule before answering (``credit_rule`` of every interaction).
"""

from __future__ import annotations

from fractions import Fraction

NOTHING = Fraction(0)
HALF = Fraction(1, 2)
FULL = Fraction(1)


def _check(total: int, *counts: int) -> None:
    if total < 1:
        raise ValueError("nothing to earn credit for")
    if any(count < 0 for count in counts):
        raise ValueError("a count below zero")


def all_or_nothing(right: int, wrong: int, total: int) -> Fraction:
    """1 if all ``total`` right parts are there and nothing wrong is, else 0."""
    _check(total, right, wrong)
    return FULL if right == total and wrong == 0 else NOTHING


def right_minus_wrong(right: int, wrong: int, total: int) -> Fraction:
    """Each right choice adds, each wrong choice takes away, one part in ``total`` right ones;
    never below 0 (the «net correct» rule: choosing everything is no way to full credit)."""
    _check(total, right, wrong)
    return max(NOTHING, Fraction(right - wrong, total))


def per_part(right: int, total: int) -> Fraction:
    """Each of ``total`` decisions counts the same."""
    _check(total, right)
    return Fraction(right, total)


def longest_run(run: int, total: int) -> Fraction:
    """``run`` steps in lawful relative order out of ``total``. One step alone is in no order, so
    a run of 1 earns nothing; only all the steps earn 1."""
    _check(total, run)
    return Fraction(run, total) if run > 1 else NOTHING


def half_for_article(article: bool, whole: bool) -> Fraction:
    """A norm: 1 if the whole reference is right, one half if only act and article are, else 0."""
    if whole:
        return FULL
    return HALF if article else NOTHING
