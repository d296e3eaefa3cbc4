"""Item and test statistics from the raw answers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, permutations, product
from math import atanh, factorial, prod, sqrt
from statistics import NormalDist
from typing import Any

from course.model import Course
from quizzes.generators import GENERATORS
from quizzes.item import Item, item_from_canonical
from tests.recount import arithmetic as a
from tests.recount.learners import key_of
from tests.recount.raw import Answer, Assignment, Raw, Sitting

FEWEST = 10
PAUSE_S = 300


@dataclass
class Seen:
    """One observation of an item version."""

    score: Fraction
    rest: Fraction | None
    choices: tuple[str, ...]
    blank: bool
    seconds: int | None


@dataclass
class Figures:
    """``None`` where there is nothing to be said."""

    n: int
    blank: int
    facility: Fraction | None = None
    spread: float | None = None
    r: float | None = None
    r_n: int = 0
    efficiency: float | None = None
    guess: Fraction | None = None
    seconds: Fraction | None = None
    seconds_n: int = 0
    thirds: tuple[Fraction, Fraction, int, int] | None = None
    choices: dict[str, tuple[int, int | None, int | None, Fraction | None]] = field(
        default_factory=dict
    )
    """Choice → taken, by the bottom third, by the top third, mean rest of those who took it."""
    ranked: dict[str, int] = field(default_factory=dict)
    """Choice → how many of them have a rest."""


class Items:
    """Items in their versions."""

    def __init__(self, course: Course, bodies: dict[tuple[str, str], str]) -> None:
        self._course = course
        self._bodies = bodies
        self._kept: dict[tuple[str, str], Item | None] = {}

    def find(self, item: str, version: str) -> Item | None:
        key = item, version
        if key not in self._kept:
            found = self._course.items.get(item)
            if found is None or found.version != version:
                body = self._bodies.get(key)
                found = item_from_canonical(body) if body is not None else None
            self._kept[key] = found
        return self._kept[key]


def chosen(item: Item | None, one: Answer) -> tuple[str, ...]:
    if item is None or not isinstance(one.response, dict):
        return ()
    given = one.response
    if item.type == "single-choice":
        return (given["choice"],)
    if item.type == "multiple-choice":
        return tuple(given["choices"])
    if item.type == "matching":
        return tuple(f"{prompt}:{target}" for prompt, target in given["matches"].items())
    if item.type == "cloze":
        return tuple(f"{gap}:{option}" for gap, option in given["gaps"].items())
    if one.own_status != "scored":
        return ()
    if one.own_share == 1:
        return ("right",)
    return one.own_codes or ("partly" if one.own_share else "other",)


def gaps(sitting: Sitting) -> dict[int, int]:
    """Attempt → seconds since the answer before it, where the pause was not too long."""
    found = {}
    before: datetime | None = sitting.started if sitting.assignment is not None else None
    for one in sorted((x for x in sitting.answers if x.judged), key=lambda one: (one.at, one.id)):
        if before is not None:
            seconds = (one.at - before).total_seconds()
            if 0 <= seconds <= PAUSE_S:
                found[one.id] = int(seconds)
        before = one.at
    return found


def coarse(seconds: int) -> int:
    if seconds < 120:
        return seconds
    if seconds < 1200:
        return seconds - seconds % 10
    return min(7200, seconds - seconds % 60)


def counted_sittings(
    raw: Raw, assignment: int, only: Collection[int] | None = None
) -> list[Sitting]:
    """Of each student (of ``only`` these) the first finished one with an answer, else the first
    finished one.
    """
    basis = raw.basis() if only is None else raw.basis() & set(only)
    found: dict[int, Sitting] = {}
    theirs = [one for one in raw.sittings.values() if one.assignment == assignment]
    for one in sorted(theirs, key=lambda one: (one.user, one.ordinal)):
        if not one.finished or one.user not in basis:
            continue
        known = found.get(one.user)
        if known is None or (not known.answers and one.answers):
            found[one.user] = one
    return list(found.values())


@dataclass
class Line:
    item: str
    version: str
    section: int
    points: int
    share: Fraction | None
    answer: Answer | None


def lines(sitting: Sitting) -> list[Line]:
    given: dict[str, Answer] = {}
    for one in sitting.answers:
        if one.item not in given or one.number > given[one.item].number:
            given[one.item] = one
    found = []
    for _, section, item, version, points in sitting.items:
        answer = given.get(item)
        share: Fraction | None = Fraction(0)
        if answer is not None:
            share = answer.own_share if answer.own_status == "scored" else None
        found.append(Line(item, version, section, points, share, answer))
    return found


def rest_of(line: Line, every: list[Line]) -> Fraction | None:
    others = [one for one in every if one is not line and one.share is not None]
    if len(others) < 4:
        return None
    earned = sum((one.points * one.share for one in others if one.share is not None), Fraction(0))
    return earned / sum(one.points for one in others)


def named(item: str, version: str) -> tuple[str, str]:
    key = key_of(item)
    return (key, "variants") if key in GENERATORS else (item, version)


Scope = dict[tuple[str, str], list[Seen]]


def of_assignment(
    raw: Raw, items: Items, assignment: int, only: Collection[int] | None = None
) -> Scope:
    found: Scope = defaultdict(list)
    for sitting in counted_sittings(raw, assignment, only):
        every = lines(sitting)
        times = gaps(sitting)
        for line in every:
            if line.share is None:
                continue
            one = line.answer
            found[named(line.item, line.version)].append(
                Seen(
                    line.share,
                    rest_of(line, every),
                    _picks(items, line.item, line.version, one),
                    one is None,
                    times.get(one.id) if one is not None else None,
                )
            )
    return found


def _picks(items: Items, item: str, version: str, one: Answer | None) -> tuple[str, ...]:
    if one is None or named(item, version)[1] == "variants":
        return ()
    return chosen(items.find(item, one.version), one)


def of_bank(raw: Raw, course: Course, items: Items, only: Collection[int] | None = None) -> Scope:
    """Every first answer of a student (of ``only``) to an item, anywhere; no gaps."""
    found: Scope = defaultdict(list)
    for user in raw.basis():
        if only is not None and user not in only:
            continue
        firsts: dict[str, Answer] = {}
        for sitting in raw.of_user[user]:
            for one in sitting.answers:
                if not one.judged:
                    continue
                key = key_of(one.item)
                if key not in firsts or (one.at, one.id) < (firsts[key].at, firsts[key].id):
                    firsts[key] = one
        for key, one in firsts.items():
            sitting = raw.sittings[one.sitting]
            if key in course.cards or one.own_status != "scored":
                continue
            rest = None
            if sitting.assignment is not None:
                if not sitting.finished:
                    continue
                every = lines(sitting)
                mine = next(line for line in every if line.item == one.item)
                rest = rest_of(mine, every)
                if rest is not None:
                    rest = Fraction(rest * 100 // 1, 100)
            found[named(one.item, one.version)].append(
                Seen(
                    one.own_share,
                    rest,
                    _picks(items, one.item, one.version, one),
                    False,
                    gaps(sitting).get(one.id),
                )
            )
    return found


@lru_cache(maxsize=2000)
def _guess(body: str) -> Fraction | None:
    item = item_from_canonical(body)
    asked: Any = item.interaction
    forms: list[dict[str, Any]]
    if item.type == "single-choice":
        return Fraction(sum(one.right for one in asked.options), len(asked.options))
    if item.type == "multiple-choice":
        ids = [one.id for one in asked.options]
        forms = [
            {"choices": list(some)} for k in range(1, len(ids) + 1) for some in combinations(ids, k)
        ]
    elif item.type == "matching":
        prompts = [one.id for one in asked.prompts]
        targets = [one.id for one in asked.targets]
        if asked.reuse or len(targets) < len(prompts):
            if len(targets) ** len(prompts) > 5000:
                return None
            ways: Any = product(targets, repeat=len(prompts))
        else:
            if factorial(len(targets)) // factorial(len(targets) - len(prompts)) > 5000:
                return None
            ways = permutations(targets, len(prompts))
        forms = [{"matches": dict(zip(prompts, way, strict=True))} for way in ways]
    elif item.type == "cloze":
        options = {name: [one.id for one in gap.options] for name, gap in asked.gaps.items()}
        if prod(len(one) for one in options.values()) > 5000:
            return None
        forms = [
            {"gaps": dict(zip(options, way, strict=True))} for way in product(*options.values())
        ]
    elif item.type == "ordering":
        if factorial(len(asked.steps)) > 5000:
            return None
        forms = [{"steps": list(way)} for way in permutations([one.id for one in asked.steps])]
    else:
        return None if item.type in ("essay", "recall") else Fraction(0)
    earned = [item.score(item.response_from_json(form)).score for form in forms]
    return sum(earned, Fraction(0)) / len(earned)


def guess_of(item: Item | None) -> Fraction | None:
    return _guess(item.canonical()) if item is not None else None


def offered(item: Item | None) -> set[str]:
    asked: Any = item.interaction if item is not None else None
    if item is None:
        return set()
    if item.type in ("single-choice", "multiple-choice"):
        return {one.id for one in asked.options}
    if item.type == "matching":
        return {f"{p.id}:{t.id}" for p in asked.prompts for t in asked.targets}
    if item.type == "cloze":
        return {f"{name}:{one.id}" for name, gap in asked.gaps.items() for one in gap.options}
    return set()


def figures(seen: list[Seen], item: Item | None) -> Figures:
    n = len(seen)
    found = Figures(n, sum(one.blank for one in seen))
    found.guess = guess_of(item)
    if n < FEWEST:
        return found
    scores = [one.score for one in seen]
    found.facility = a.mean(scores)
    found.spread = sqrt(a.variance(scores))
    times = [Fraction(coarse(one.seconds)) for one in seen if one.seconds is not None]
    found.seconds_n = len(times)
    if len(times) >= FEWEST:
        found.seconds = a.middle(times)
    ranked = [(one.score, one.rest) for one in seen if one.rest is not None]
    found.r_n = len(ranked)
    cut = None
    if len(ranked) >= FEWEST:
        xs, ys = [x for x, _ in ranked], [y for _, y in ranked]
        cut = found.thirds = a.thirds(ys)
        found.r = a.pearson(xs, ys)
        if found.r is not None:
            best = a.covariance(sorted(xs), sorted(ys))
            found.efficiency = float(a.covariance(xs, ys) / best)
    picks: dict[str, list[Seen]] = {one: [] for one in offered(item)}
    for one in seen:
        for choice in {""} if one.blank else set(one.choices):
            picks.setdefault(choice, []).append(one)
    for choice, theirs in picks.items():
        rests = [one.rest for one in theirs if one.rest is not None]
        found.ranked[choice] = len(rests)
        found.choices[choice] = (
            len(theirs),
            sum(rest <= cut[0] for rest in rests) if cut else None,
            sum(rest >= cut[1] for rest in rests) if cut else None,
            a.mean(rests) if rests else None,
        )
    return found


@dataclass
class Scores:
    """A test as a whole; points."""

    n: int
    waiting: int
    totals: list[Fraction]
    parts: dict[str, list[Fraction]]

    @property
    def alpha(self) -> Fraction | None:
        k = len(self.parts)
        if k < 2 or not a.variance(self.totals):
            return None
        own = sum((a.variance(one) for one in self.parts.values()), Fraction(0))
        return Fraction(k, k - 1) * (1 - own / a.variance(self.totals))

    def weights(self) -> dict[str, float | None]:
        """Effective weights, of 1."""
        pulls = {part: a.covariance(xs, self.totals) for part, xs in self.parts.items()}
        whole = sum(sqrt(one) for one in pulls.values() if one >= 0)
        return {
            part: sqrt(one) / whole if one >= 0 and whole else None for part, one in pulls.items()
        }

    def item_rest(self, part: str) -> float | None:
        xs = self.parts[part]
        rest = [total - x for total, x in zip(self.totals, xs, strict=True)]
        return a.pearson(xs, rest)

    def item_total(self, part: str) -> float | None:
        return a.pearson(self.parts[part], self.totals)

    def alpha_without(self, part: str) -> float | None:
        xs = self.parts[part]
        rest = [total - x for total, x in zip(self.totals, xs, strict=True)]
        others = {name: ys for name, ys in self.parts.items() if name != part}
        found = Scores(self.n, 0, rest, others).alpha
        return None if found is None else float(found)


def scores(raw: Raw, task: Assignment, only: Collection[int] | None = None) -> Scores:
    fixed = {
        entry["item"]
        for section in task.asked["sections"]
        for entry in section["entries"]
        if entry["kind"] == "item"
    }
    taken: list[dict[str, Fraction]] = []
    waiting = 0
    for sitting in counted_sittings(raw, task.id, only):
        every = lines(sitting)
        if any(line.share is None for line in every):
            waiting += 1
            continue
        drawn: Counter[int] = Counter()
        points = {}
        for line in every:
            part = f"item:{line.item}"
            if line.item not in fixed:
                drawn[line.section] += 1
                part = f"draw:{line.section}:{drawn[line.section]}"
            assert line.share is not None
            points[part] = line.share * line.points
        taken.append(points)
    usual = Counter(frozenset(one) for one in taken).most_common(1)
    same = [one for one in taken if usual and one.keys() == usual[0][0]]
    parts = {part: [one[part] for one in same] for part in (same[0] if same else {})}
    return Scores(len(same), waiting, [sum(one.values(), Fraction(0)) for one in same], parts)


def right_choices(item: Item | None) -> set[str]:
    asked: Any = item.interaction if item is not None else None
    if item is None:
        return set()
    if item.type in ("single-choice", "multiple-choice"):
        return {one.id for one in asked.options if one.right}
    if item.type == "matching":
        return {f"{one.id}:{one.key}" for one in asked.prompts}
    if item.type == "cloze":
        return {
            f"{name}:{one.id}"
            for name, gap in asked.gaps.items()
            for one in gap.options
            if one.right
        }
    return set()


Evidence = dict[str, float | int]


def flags(found: Figures, item: Item | None) -> dict[tuple[str, bool, str | None], Evidence]:
    """(code, likely, choice) → the numbers it rests on."""
    flagged: dict[tuple[str, bool, str | None], Evidence] = {}
    if found.n < FEWEST or found.facility is None:
        return flagged
    _of_choices(found, item, flagged)
    n, mean = found.n, found.facility
    chance = a.at_least(found.blank, n, 0.1)
    if found.blank * 5 >= n and chance < 0.2:
        flagged["often-blank", chance < 0.05, None] = {"blank": found.blank, "of": n}
    r, pairs = found.r, found.r_n
    if r is not None:
        chance = _lower(r, pairs)
        if r < 0 and chance < 0.2:
            flagged["negative", chance < 0.05, None] = {"r": r, "n": pairs}
        elif r < 0.1 and pairs >= 30 and mean < Fraction(19, 20):
            flagged["weak", a.fisher(r, pairs)[1] < 0.2, None] = {"r": r, "n": pairs}
    low, high = a.wilson(float(mean), n)
    if mean == 1:
        high = 1.0
    told: Evidence = {"facility": float(mean), "n": n}
    if found.guess and float(mean) <= float(found.guess):
        guess = float(found.guess)
        code = "below-guess" if high < guess else "like-guessing"
        flagged[code, high < guess, None] = {**told, "guess": guess}
    elif mean < Fraction(1, 5):
        flagged["too-hard", high < 0.2, None] = told
    if mean >= Fraction(19, 20) and n >= 30:
        flagged["too-easy", low >= 0.95, None] = told
    return flagged


def told(evidence: Evidence, fewest: int) -> Evidence:
    """The evidence, unless it rests on a third of fewer people."""
    sizes = [evidence[part] for part in ("of_top", "of_bottom") if part in evidence]
    if "key_top" in evidence:
        sizes.append(evidence["of"])
    return {} if min(sizes, default=fewest) < fewest else evidence


def _lower(r: float, n: int) -> float:
    """The chance of so low a correlation where there is none."""
    if abs(r) >= 1 or n < 4:
        return float(r > -1)
    return NormalDist().cdf(atanh(r) * sqrt(n - 3))


def _of_choices(
    found: Figures, item: Item | None, flagged: dict[tuple[str, bool, str | None], Evidence]
) -> None:
    keys, there = right_choices(item), offered(item)
    wrong = {one: row for one, row in found.choices.items() if one in there - keys}
    everybody = sum(row[0] for row in wrong.values())
    works = found.r is not None and 1 - _lower(found.r, found.r_n) < 0.2
    for choice, (taken, bottom, top, _) in wrong.items():
        asked = choice.rpartition(":")[0]
        if found.thirds is not None and top is not None and bottom is not None and top >= 3:
            weak, strong = found.thirds[2], found.thirds[3]
            mine = [one for one in keys if one.rpartition(":")[0] == asked]
            key_top = found.choices[mine[0]][2] if len(mine) == 1 else None
            doubted = False
            if key_top is not None and not works:
                chance = a.at_least(top, top + key_top, 0.5)
                doubted = chance < 0.2
                if doubted:
                    flagged["key-doubtful", chance < 0.05, choice] = {
                        "top": top,
                        "key_top": key_top,
                        "of": strong,
                    }
            chance = a.at_least(top, top + bottom, strong / (strong + weak))
            if chance < 0.2 and not doubted:
                flagged["second-key", chance < 0.05, choice] = {
                    "top": top,
                    "bottom": bottom,
                    "of_top": strong,
                    "of_bottom": weak,
                }
        if not asked and everybody >= 60 and 1 - a.at_least(taken + 1, everybody, 0.05) < 0.05:
            flagged["idle-choice", True, choice] = {"taken": taken, "of": everybody}
