"""Figures that others published, worked out anew by our engine: ``python -m tests.published DIR``.

``DIR`` holds the marks (CSV) and ``expected.json``; they are not part of this repository, for some
come from programs under other licences. Prints every comparison; exits with 1 if one differs by
more than the last digit printed there (or the tolerance stated beside it), 2 if there is nothing
to compare.

Published values that rest on another way of treating gaps than ours are listed and not compared.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

from quizzes.intervals import of_alpha
from quizzes.item_figures import ItemFigures, item_figures
from quizzes.item_summary import ItemSummary, Line, follow
from quizzes.moments import Sums, best_covariance, sums
from quizzes.score_summary import PartFigures, ScoreFigures, alpha_of, score_figures, score_summary

Marks = list[tuple[Fraction, ...]]
APART = "LSAT6 (more digits)"


@dataclass(frozen=True)
class Check:
    """``allowed``: how far ours may lie from what was published."""

    name: str
    ours: float | None
    published: float
    allowed: float

    @property
    def right(self) -> bool:
        return self.ours is not None and abs(self.ours - self.published) <= self.allowed * (
            1 + 1e-9
        )

    def __str__(self) -> str:
        word = "equal " if self.right else "DIFFER"
        ours = "none" if self.ours is None else f"{self.ours:.10g}"
        return f"{word}  {self.name:<44} ours {ours:>16}  published {self.published!r}"


def last_digit(published: float | str) -> float:
    """Half a unit of the last decimal that was printed; a whole number is meant exactly."""
    _, _, places = str(published).partition(".")
    return 0.5 / 10 ** len(places) if places else 0.0


def check(name: str, ours: float | Fraction | None, published: Any, relative: float = 0) -> Check:
    value = float(published)
    allowed = max(last_digit(published), relative * abs(value))
    return Check(name, None if ours is None else float(ours), value, allowed)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def analysed(marks: Marks) -> tuple[list[ItemFigures], ScoreFigures]:
    """By item, and of the whole; each item is worth one point."""
    summaries: dict[tuple[str, str], ItemSummary] = {}
    for row in marks:
        lines = [Line(f"{place:02}", "1", 1, mark) for place, mark in enumerate(row, 1)]
        follow(summaries, (), lines)
    whole = score_summary(
        {f"{place:02}": mark for place, mark in enumerate(row, 1)} for row in marks
    )
    return [item_figures(summaries[key]) for key in sorted(summaries)], score_figures(whole)


def parts(found: ScoreFigures) -> list[PartFigures]:
    return [found.parts[name] for name in sorted(found.parts)]


def pairs(left: Iterable[Fraction], right: Iterable[Fraction]) -> Sums:
    return sums((x, y, 1) for x, y in zip(left, right, strict=True))


def law_school(folder: Path, expected: Mapping[str, Any]) -> Iterable[Check]:
    marks: Marks = [
        tuple(Fraction(one) for one in row.values()) for row in rows_of(folder / "lsat6.csv")
    ]
    items, whole = analysed(marks)
    columns = list(zip(*marks, strict=True))
    mean_r = [pairs(one, other).correlation or 0.0 for one, other in combinations(columns, 2)]
    published, computed = expected["published"], expected["computed_here"]
    for test, source, error in (("LSAT6", published, "SEM_alpha"), (APART, computed, "SEM")):
        yield check(f"{test} n", whole.n, source["N"])
        yield check(f"{test} mean", whole.mean, source["mean_total"])
        yield check(f"{test} sd", whole.spread, source["sd_total"])
        yield check(f"{test} alpha", whole.alpha.value, source["alpha"])
        yield check(f"{test} standard error", whole.standard_error, source[error])
        yield check(f"{test} mean r of two items", sum(mean_r) / len(mean_r), source["ave_r"])
    names = ("p", "sd", "item_total_r", "item_rest_r", "alpha_if_deleted")
    by_item = [
        dict(zip(names, row, strict=True))
        for row in zip(*(published[name] for name in names), strict=True)
    ]
    by_item += [
        {"item_total_r": one["r_tot"], "item_rest_r": one["r_rest"], **one}
        for one in computed["items"]
    ]
    for place, source in enumerate(by_item):
        item, part = items[place % len(items)], parts(whole)[place % len(items)]
        test = "LSAT6" if place < len(items) else APART
        name = f"{test} item {place % len(items) + 1}"
        yield check(f"{name} facility", item.mean, source["p"])
        yield check(f"{name} sd", item.spread.value, source["sd"])
        yield check(f"{name} r with the total", part.item_total, source["item_total_r"])
        yield check(f"{name} r with the rest", part.item_rest, source["item_rest_r"])
        yield check(f"{name} discrimination", item.discrimination.value, source["item_rest_r"])
        yield check(f"{name} alpha without", part.alpha_without, source["alpha_if_deleted"])


def moodle(folder: Path, expected: Mapping[str, Any]) -> Iterable[Check]:
    marks: Marks = [
        tuple(Fraction(mark) for name, mark in row.items() if name.startswith("slots."))
        for row in rows_of(folder / "moodle-results00.csv")
    ]
    items, whole = analysed(marks)
    quiz = expected["quiz_level"]
    assert whole.error_ratio is not None
    assert whole.alpha.value is not None
    for name, ours in (
        ("attempts", whole.n),
        ("median", whole.median),
        ("average", whole.mean),
        ("standarddeviation", whole.spread),
        ("skewness", whole.skewness),
        ("kurtosis", whole.kurtosis),
        ("cic", whole.alpha.value * 100),
        ("errorratio", whole.error_ratio * 100),
        ("standarderror", whole.standard_error),
    ):
        yield check(f"Moodle quiz {name}", ours, quiz[name])
    within = 1e-5  # stated beside the figures: the marks themselves are rounded
    columns = list(zip(*marks, strict=True))
    for row in rows_of(folder / "moodle-qstats00.csv"):
        if row["subqname"] or row["variant"]:
            continue
        place = int(row["slot"]) - 1
        item, part = items[place], parts(whole)[place]
        others = [sum(one, Fraction(0)) - one[place] for one in marks]
        own = pairs(columns[place], others)
        best = best_covariance(counted(columns[place]), counted(others))
        for name, value in (
            ("s", item.n),
            ("facility", item.facility.value),
            ("sd", item.spread.value),
            ("effectiveweight", hundredfold(part.effective_weight)),
            ("covariance", own.covariance),
            ("markvariance", own.variance_x),
            ("othermarkvariance", own.variance_y),
            ("discriminationindex", hundredfold(item.discrimination.value)),
            ("covariancemax", best),
            ("discriminativeefficiency", hundredfold(item.efficiency.value)),
        ):
            yield check(f"Moodle slot {row['slot']} {name}", value, row[name], within)


def hundredfold(value: float | None) -> float | None:
    return None if value is None else value * 100


def counted(values: Sequence[Fraction]) -> dict[Fraction, int]:
    return {value: list(values).count(value) for value in values}


def with_gaps(folder: Path, expected: Mapping[str, Any]) -> Iterable[Check]:
    """Sittings with a gap are left out whole; nine are left, of which no page shows a figure."""
    rows = [list(row.values()) for row in rows_of(folder / "binary-with-missing.csv")]
    marks: Marks = [tuple(Fraction(one) for one in row) for row in rows if all(row)]
    totals = [sum(row, Fraction(0)) for row in marks]
    own = sum((pairs(one, one).variance_x for one in zip(*marks, strict=True)), Fraction(0))
    k = len(rows[0])
    alpha = alpha_of(k, own, pairs(totals, totals).variance_x)
    yield check("gaps: alpha by complete sittings", alpha, expected["alpha_listwise"])
    assert alpha is not None
    for name, value, people, given in (
        ("complete sittings", float(alpha), len(marks), expected["alpha_listwise_ci95"]),
        ("given alpha", expected["alpha_pairwise"], len(rows), expected["alpha_pairwise_ci95"]),
    ):
        found = of_alpha(value, people, k)
        yield check(f"gaps: interval, {name}, low", found.low if found else None, given[0])
        yield check(f"gaps: interval, {name}, high", found.high if found else None, given[1])


CASES = {
    "lsat6.csv": law_school,
    "moodle-results00.csv": moodle,
    "binary-with-missing.csv": with_gaps,
}


def main(folder: Path) -> int:
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    found = [one for name, case in CASES.items() for one in case(folder, expected[name])]
    print(*found, sep="\n")
    gaps = expected["binary-with-missing.csv"]
    for name in ("alpha_pairwise", "alpha_median_imputed"):
        print(f"not ours  {name} {gaps[name]!r}: we leave sittings with a gap out whole")
    wrong = sum(not one.right for one in found)
    print(f"{len(found)} compared, {wrong} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) != 2 or not (Path(sys.argv[1]) / "expected.json").is_file():
        print("python -m tests.published DIR: DIR holds expected.json and the marks")
        sys.exit(2)
    sys.exit(main(Path(sys.argv[1])))
