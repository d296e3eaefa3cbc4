"""The JSON API for the faculty's programs."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from fractions import Fraction
from hashlib import sha256
from math import sqrt
from typing import Any

from sqlalchemy import Engine

from tests.recount import arithmetic as a
from tests.recount import items as counted
from tests.recount import learners
from tests.recount.group_pages import Recount
from tests.recount.items import Figures
from tests.recount.raw import Assignment
from tests.recount.student_pages import reached
from tests.recount.work_pages import FEWEST_PEOPLE, Work

EVERY = 100
"""Requests after which another key is taken: each may ask only so often."""


class Program:
    """A program of the faculty, with keys put straight into the table."""

    def __init__(self, here: Recount, engine: Engine, cohort: int) -> None:
        self._here = here
        self._engine = engine
        self._cohort = cohort
        self._key = ""
        self._asked = EVERY

    def get(self, path: str) -> Any:
        if self._asked >= EVERY:
            self._take_key()
        self._asked += 1
        self._here.book.page = f"/api/v1/teaching{path}"
        answer = self._here.visitor.get(
            f"/api/v1/teaching{path}", authorization=f"Bearer {self._key}"
        )
        return answer.json()

    def _take_key(self) -> None:
        self._key = f"pq_{secrets.token_urlsafe(32)}"
        self._asked = 0
        user = next(one for one, login in self._here.raw.logins.items() if login == "demo")
        with self._engine.begin() as connection:
            now = self._here.now.replace(tzinfo=None) if _bare(self._engine) else self._here.now
            later = now + timedelta(days=1)
            mark = "?" if _bare(self._engine) else "%s"
            connection.exec_driver_sql(
                "INSERT INTO api_tokens (token_hash, id, user_id, cohort_id, label, created_at, "
                f"expires_at) VALUES ({', '.join([mark] * 7)})",
                (
                    sha256(self._key.encode()).hexdigest(),
                    secrets.token_hex(5),
                    user,
                    self._cohort,
                    "recount",
                    str(now) if _bare(self._engine) else now,
                    str(later) if _bare(self._engine) else later,
                ),
            )


def _bare(engine: Engine) -> bool:
    return engine.dialect.name == "sqlite"


def exact(value: dict[str, Any] | None) -> Fraction | None:
    return None if value is None else Fraction(value["num"], value["den"])


def group(here: Recount, program: Program, number: int) -> None:
    cohort, _ = here.raw.groups[number]
    students, rules, book = here.raw.students(number), here.rules(cohort), here.book
    found = program.get(f"/groups/{number}/glance")
    book.same("members", sorted(one["id"] for one in found["members"]), students)
    for one in found["members"]:
        known = here.standing(cohort, one["id"]).learner.sections
        for place in one["sections"]:
            name = f"{one['id']} in {place['section']}"
            mine = known.get(place["section"], learners.InSection())
            every = here.where.section_items[place["section"]]
            kind = learners.kind_in_section(mine, every, rules)
            book.same(name, place["standing"], "working" if kind == "unknown" else kind)
            shown = [place[key] for key in ("answers", "items", "right")]
            book.same(f"{name}: figures", shown, [mine.answers, min(mine.items, every), mine.right])
            day = date.fromisoformat(place["last_on"]) if place["last_on"] else None
            book.same(f"{name}: last", day, mine.last)
            words = {
                key: (word["word"], exact(word["share"]), word["tries"])
                for key, word in place["objectives"].items()
            }
            expected = {
                key: (word.word, word.share, word.tries) for key, word in mine.words.items()
            }
            book.same(f"{name}: objectives", words, expected)
    found = program.get(f"/groups/{number}/needs-help")
    needing = {user: [one.rule for one in here.standing(cohort, user).reasons] for user in students}
    shown_help = {
        one["id"]: list(dict.fromkeys(reason["rule"] for reason in one["reasons"]))
        for one in found["members"]
    }
    book.same("needs help", shown_help, {user: why for user, why in needing.items() if why})
    for one in found["members"]:
        mine_ = {reason.rule: reason for reason in here.standing(cohort, one["id"]).reasons}
        for reason in one["reasons"]:
            evidence = mine_[reason["rule"]].evidence if reason["rule"] in mine_ else {}
            for key, value in evidence.items():
                told = reason["evidence"].get(key)
                value_ = exact(told) if isinstance(told, dict) else told
                book.same(f"{one['id']}: {key}", value_, value)
    found = program.get(f"/groups/{number}/explain")
    since, until = date.fromisoformat(found["since"]), date.fromisoformat(found["until"])
    costs = here.costs(number, since, until)
    expected_costs = {}
    for tag, theirs in costs.items():
        cost = learners.summed(theirs)
        if cost.missed:
            share = Fraction(cost.missed, cost.asked) if cost.asked >= 10 else None
            expected_costs[tag] = (
                cost.students,
                cost.asked_students,
                cost.missed,
                cost.asked,
                share,
            )
    shown_costs = {
        (one["kind"], one["name"]): (
            one["students"],
            one["asked_students"],
            one["missed"],
            one["asked"],
            exact(one["missed_share"]),
        )
        for one in found["costs"]
    }
    book.same("costs", shown_costs, expected_costs)


def student(here: Recount, program: Program, cohort: int, user: int) -> None:
    shown: list[dict[str, Any]] = []
    cursor = ""
    while True:
        found = program.get(f"/cohorts/{cohort}/members/{user}/answers?limit=100&cursor={cursor}")
        shown += found["answers"]
        cursor = found["next"]
        if not cursor:
            break
    every = sorted(reached(here, cohort, user), key=lambda one: one.id)
    here.book.same("answers", [one["id"] for one in shown], [one.id for one in every])
    for one, mine in zip(shown, every, strict=False):
        share = mine.share if mine.status == "scored" else None
        here.book.same(
            f"answer {mine.id}",
            (one["item"], one["version"], one["number"], exact(one["share"]), one["by_person"]),
            (mine.item, mine.version, mine.number, share, mine.by_person),
        )
        here.book.same(f"codes of {mine.id}", tuple(one["misconceptions"]), mine.codes)


def assignment(work: Work, program: Program, task: Assignment) -> None:
    here, scope = work.here, f"assignment:{task.id}"
    cursor = ""
    shown: set[tuple[str, str]] = set()
    scores: dict[str, Any] = {}
    whole: dict[str, Any] = {}
    weights: dict[str, float | None] = {}
    test = counted.scores(here.raw, task)
    if test.n >= counted.FEWEST:
        weights = test.weights()
    while True:
        found = program.get(f"/assignments/{task.id}/analysis?cursor={cursor}")
        scores, whole = found["scores"], found["test"]
        for one in found["items"]:
            shown.add((str(one["item"]), str(one["version"])))
            item(work, scope, one)
            here.book.close(
                f"weight of {one['item']}",
                one["effective_weight"],
                weights.get(f"item:{one['item']}"),
            )
        cursor = found["next"]
        if not cursor:
            break
    here.book.same("item versions", shown, set(work.scope(scope)))
    if not counted.counted_sittings(here.raw, task.id):
        return
    here.book.same("sittings", (scores["n"], whole["n"]), (test.n, test.n))
    if test.n < counted.FEWEST:
        here.book.same("mean", scores["mean"], None)
        return
    here.book.same("parts", whole["parts"], len(test.parts))
    here.book.same("mean", exact(scores["mean"]), a.mean(test.totals))
    here.book.same("median", exact(scores["median"]), a.middle(test.totals))
    spread = sqrt(a.variance(test.totals))
    here.book.close("spread", scores["spread"], spread)
    shape = a.k_statistics(test.totals)
    here.book.close("skewness", whole["skewness"], shape[0] if shape else None)
    here.book.close("kurtosis", whole["kurtosis"], shape[1] if shape else None)
    alpha = test.alpha
    here.book.close("alpha", whole["reliability"]["value"], float(alpha) if alpha else None)
    if alpha is not None:
        low, high = a.feldt(float(alpha), test.n, len(test.parts))
        here.book.close("low of alpha", whole["reliability"]["low"], low)
        here.book.close("high of alpha", whole["reliability"]["high"], high)
        here.book.close("standard error", whole["standard_error"], spread * sqrt(1 - alpha))
        here.book.close("error ratio", whole["error_ratio"], sqrt(1 - alpha))
    shown_totals = {exact(one["points"]): one["sittings"] for one in scores["distribution"]}
    expected = {total: test.totals.count(total) for total in test.totals}
    here.book.same("distribution", shown_totals, expected)


def item(work: Work, scope: str, one: dict[str, Any], fewest: int = 1) -> None:
    """Every figure of an item version. ``fewest``: people who must be behind a mean or a third."""
    book = work.here.book
    found: Figures = work.figures(scope, one["item"], one["version"])
    name = f"{one['item']} {one['version']}"
    book.same(f"{name}: n", one["n"], found.n)
    if found.n < counted.FEWEST:
        book.same(f"{name}: too few", [one["mean"], one["blank"], one["choices"]], [None, None, []])
        return
    book.same(f"{name}: blank", one["blank"], found.blank)
    book.same(f"{name}: mean", exact(one["mean"]), found.facility)
    assert found.facility is not None
    low, high = a.wilson(float(found.facility), found.n)
    book.close(f"{name}: low", one["facility"]["low"], low)
    book.close(f"{name}: high", one["facility"]["high"], high)
    for statistic, value, n in (
        ("spread", found.spread, found.n),
        ("discrimination", found.r, found.r_n),
        ("efficiency", found.efficiency, found.r_n),
        ("guess", None if found.guess is None else float(found.guess), found.n),
        ("seconds", None if found.seconds is None else float(found.seconds), found.seconds_n),
    ):
        book.close(f"{name}: {statistic}", one[statistic]["value"], value)
        book.same(f"{name}: n of {statistic}", one[statistic]["n"], n)
    if found.r is not None:
        low, high = a.fisher(found.r, found.r_n)
        book.close(f"{name}: low of r", one["discrimination"]["low"], low)
        book.close(f"{name}: high of r", one["discrimination"]["high"], high)
    cut = found.thirds
    if cut is not None and min(cut[2], cut[3]) < fewest:
        cut = None
    book.same(
        f"{name}: thirds",
        (one["bottom_third"], one["top_third"]),
        (cut[2], cut[3]) if cut else (None, None),
    )
    shown = {
        row["choice"]: (row["taken"], row["bottom"], row["top"], exact(row["mean_rest"]))
        for row in one["choices"]
    }
    expected = {
        choice: (
            taken,
            bottom if cut else None,
            top if cut else None,
            rest if found.ranked[choice] >= fewest else None,
        )
        for choice, (taken, bottom, top, rest) in found.choices.items()
    }
    book.same(f"{name}: choices", shown, expected)
    _flags(work, name, one, found)


def _flags(work: Work, name: str, one: dict[str, Any], found: Figures) -> None:
    """Which flags there are, and every number that they rest on."""
    known = None if one["version"] == "variants" else work.items.find(one["item"], one["version"])
    expected = counted.flags(found, known)
    shown = {
        (flag["code"], flag["likely"], flag["choice"]): flag["evidence"] for flag in one["flags"]
    }
    work.here.book.same(f"{name}: flags", set(shown), set(expected))
    for key in set(shown) & set(expected):
        work.here.book.same(f"{name}: evidence of {key[0]}", set(shown[key]), set(expected[key]))
        for part in set(shown[key]) & set(expected[key]):
            value = shown[key][part]
            work.here.book.close(f"{name}: {part} of {key[0]}", value, expected[key][part])


def bank(work: Work, program: Program, cohort: int, names: list[str]) -> None:
    cursor = ""
    shown: set[tuple[str, str]] = set()
    while True:
        found = program.get(f"/cohorts/{cohort}/bank?limit=100&cursor={cursor}")
        for one in found["items"]:
            shown.add((one["item"], one["version"]))
            mine = work.figures("bank", one["item"], one["version"])
            work.here.book.same(f"n of {one['item']}", one["n"], mine.n)
        cursor = found["next"]
        if not cursor:
            break
    wanted = {key for key, seen in work.scope("bank").items() if len(seen) >= counted.FEWEST}
    work.here.book.same("item versions", sorted(shown ^ wanted)[:5], [])
    for name in names:
        for one in program.get(f"/cohorts/{cohort}/bank/{name}")["versions"]:
            item(work, "bank", one, FEWEST_PEOPLE)
