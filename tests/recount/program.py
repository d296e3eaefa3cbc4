"""The JSON API for the faculty's programs."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta
from fractions import Fraction
from hashlib import sha256
from math import sqrt
from typing import Any

from sqlalchemy import Engine

from tests.recount import arithmetic as a
from tests.recount import doubts, learners
from tests.recount import items as counted
from tests.recount.grades import closes_for_all, grade, groups_of
from tests.recount.group_pages import Recount
from tests.recount.items import Figures
from tests.recount.need import in_order
from tests.recount.raw import Assignment
from tests.recount.student_pages import reached
from tests.recount.work_pages import FEWEST_PEOPLE, Work

EVERY = 100
"""Requests after which another key is taken: each may ask only so often."""


class Program:
    """A program of the faculty, with keys put straight into the table."""

    def __init__(self, here: Recount, engine: Engine, cohort: int, login: str = "demo") -> None:
        self._here = here
        self._login = login
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
            f"/api/v1/teaching{path}", by=self._login, authorization=f"Bearer {self._key}"
        )
        return answer.json()

    def status(self, path: str) -> int:
        """What is answered where nothing should be given."""
        if self._asked >= EVERY:
            self._take_key()
        self._asked += 1
        return self._here.visitor.status(
            f"/api/v1/teaching{path}", authorization=f"Bearer {self._key}"
        )

    def _take_key(self) -> None:
        self._key = f"pq_{secrets.token_urlsafe(32)}"
        self._asked = 0
        user = next(one for one, login in self._here.raw.logins.items() if login == self._login)
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


def group(work: Work, program: Program, number: int) -> None:
    here = work.here
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
    order = in_order(here, cohort, (user for user, why in needing.items() if why))
    book.same("in which order", list(shown_help), order)
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
    until += timedelta(days=6)
    costs = here.costs(number, since, until)
    best = doubts.first_objective(work, number, since, until)
    book.same("first to explain", found["first"], best.name)
    fell = doubts.doubtful(work, number, since, until)
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
                fell[tag],
                fell[tag] * 3 >= cost.missed,
            )
    shown_costs = {
        (one["kind"], one["name"]): (
            one["students"],
            one["asked_students"],
            one["missed"],
            one["asked"],
            exact(one["missed_share"]),
            one["doubtful_missed"],
            one["doubtful"],
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


def cohort(here: Recount, program: Program, number: int) -> None:
    """The cohort, its groups and its students."""
    raw, book = here.raw, here.book
    found = program.get(f"/cohorts/{number}")
    days = [date.fromisoformat(found[key]) if found[key] else None for key in _TERM]
    book.same("term", tuple(days), raw.cohorts[number])
    groups = {one["id"]: (one["title"], one["students"]) for one in found["groups"]}
    expected = {
        group: (title, len(raw.students(group)))
        for group, (of, title) in raw.groups.items()
        if of == number and here.has(group)
    }
    book.same("groups", groups, expected)
    members: list[dict[str, Any]] = []
    cursor = ""
    while True:
        found = program.get(f"/cohorts/{number}/members?limit=50&cursor={cursor}")
        members += found["members"]
        cursor = found["next"]
        if not cursor:
            break
    shown = [(one["id"], one["name"], one["login"], set(one["groups"])) for one in members]
    students = sorted(here.my_students(number))
    wanted = [
        (user, raw.names[user], raw.logins[user], _mine(here, number, user)) for user in students
    ]
    book.same("members", shown, wanted)
    book.same("how many members", found["total"], len(students))


_TERM = ("starts_on", "ends_on")


def _mine(here: Recount, cohort: int, user: int) -> set[int]:
    return {group for group in groups_of(here.raw, cohort, user)[0] if here.has(group)}


def assignments(here: Recount, program: Program, number: int) -> None:
    """All assignments of a cohort with their terms."""
    raw = here.raw
    shown = program.get(f"/cohorts/{number}/assignments")["assignments"]
    tasks = sorted(
        (one for one in raw.assignments.values() if one.cohort == number),
        key=lambda one: (one.opens, one.id),
    )
    here.book.same("assignments", [one["id"] for one in shown], [task.id for task in tasks])
    by_id = {task.id: task for task in tasks}
    students = here.my_students(number)
    for one in shown:
        task = by_id[one["id"]]
        rules, name = task.rules, f"assignment {task.id}"
        here.book.same(name, (one["title"], one["withdrawn"]), (task.title, task.withdrawn))
        window = one["window"]
        here.book.same(
            f"{name}: dates",
            [
                datetime.fromisoformat(window[key]) if window[key] else None
                for key in ("opens_at", "due_at", "closes_at", "closes_for_all_at")
            ],
            [task.opens, task.due, task.closes, closes_for_all(raw, task)],
        )
        here.book.same(f"{name}: limit", window["limit_seconds"], task.limit_s)
        given = one["given_to"]
        here.book.same(
            f"{name}: given to",
            (given["cohort"], set(given["groups"]), set(given["students"])),
            (
                ("cohort", number) in task.targets,
                {key for kind, key in task.targets if kind == "group" and here.has(key)},
                {key for kind, key in task.targets if kind == "student" and key in students},
            ),
        )
        mark = rules.get("pass_share")
        here.book.same(
            f"{name}: rules",
            (one["mode"], one["attempts"], one["counts"], exact(one["pass_share"])),
            (
                rules.get("mode", "practice"),
                rules.get("attempts"),
                rules.get("counts", "best"),
                Fraction(mark) if mark is not None else None,
            ),
        )
        here.book.same(f"{name}: late", exact(one["late"]), Fraction(rules.get("late", "1")))


def results(here: Recount, program: Program, task: Assignment) -> None:
    """What each student earned."""
    raw, shown, cursor = here.raw, [], ""
    while True:
        found = program.get(f"/assignments/{task.id}/results?limit=50&cursor={cursor}")
        shown += found["results"]
        cursor = found["next"]
        if not cursor:
            break
    expected = {
        user: (earned, left)
        for user, left in results_of(here, task.cohort).items()
        if (earned := grade(raw, task, user)).given or earned.tries
    }
    here.book.same("results", [one["id"] for one in shown], sorted(expected))
    here.book.same("how many results", found["total"], len(expected))
    for one in shown:
        if one["id"] not in expected:
            continue
        earned, left = expected[one["id"]]
        here.book.same(
            f"result of {one['id']}",
            (
                *(one[key] for key in ("name", "login", "left", "given", "state", "most")),
                *(one[key] for key in ("final", "late", "passed", "tries")),
                exact(one["share"]),
                exact(one["points"]),
                set(one["groups"]),
            ),
            (
                raw.names[one["id"]],
                raw.logins[one["id"]],
                left,
                earned.given,
                earned.state,
                earned.most,
                earned.final,
                earned.late,
                earned.passed,
                earned.tries,
                earned.share,
                earned.points,
                _mine(here, task.cohort, one["id"]),
            ),
        )


def results_of(here: Recount, number: int) -> dict[int, bool]:
    """Those of a cohort whom one sees → whether they have left."""
    found = {}
    for user in here.raw.joined[number]:
        groups, left = groups_of(here.raw, number, user)
        if here.mine is None or here.mine & groups:
            found[user] = left
    return found


def assignment(work: Work, program: Program, task: Assignment) -> None:
    here, scope = work.here, f"assignment:{task.id}"
    cursor = ""
    shown: set[tuple[str, str]] = set()
    scores: dict[str, Any] = {}
    whole: dict[str, Any] = {}
    weights: dict[str, float | None] = {}
    totals, test = work.scores(task)
    if test.n >= counted.FEWEST:
        weights = test.weights()
    while True:
        found = program.get(f"/assignments/{task.id}/analysis?cursor={cursor}")
        scores, whole = found["scores"], found["test"]
        for one in found["items"]:
            shown.add((str(one["item"]), str(one["version"])))
            here.book.same(f"basis of {one['item']}", one["basis"], _basis(work, scope, one))
            item(work, scope, one, work.fewest(scope, one["item"], one["version"]))
            here.book.close(
                f"weight of {one['item']}",
                one["effective_weight"],
                weights.get(f"item:{one['item']}"),
            )
        cursor = found["next"]
        if not cursor:
            break
    here.book.same("item versions", shown, set(work.scope(scope)))
    if not work.finished(task):
        return
    here.book.same("sittings", (scores["n"], whole["n"]), (totals.n, test.n))
    if totals.n < counted.FEWEST:
        here.book.same("mean", (scores["mean"], scores["distribution"]), (None, []))
    else:
        here.book.same("mean", exact(scores["mean"]), a.mean(totals.totals))
        here.book.same("median", exact(scores["median"]), a.middle(totals.totals))
        here.book.close("spread", scores["spread"], sqrt(a.variance(totals.totals)))
        shown_totals = {exact(one["points"]): one["sittings"] for one in scores["distribution"]}
        expected = {total: totals.totals.count(total) for total in totals.totals}
        here.book.same("distribution", shown_totals, expected)
    if test.n < counted.FEWEST:
        here.book.same("reliability", whole["reliability"]["value"], None)
        return
    here.book.same("parts", whole["parts"], len(test.parts))
    spread = sqrt(a.variance(test.totals))
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


def _basis(work: Work, scope: str, one: dict[str, Any]) -> str:
    alone = work.here.mine is not None and work.of_own(scope, one["item"], one["version"])
    return "own" if alone else "all"


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
    _flags(work, name, one, found, fewest)


def _flags(work: Work, name: str, one: dict[str, Any], found: Figures, fewest: int) -> None:
    """Which flags there are, and every number that they rest on: none about a third of fewer."""
    known = None if one["version"] == "variants" else work.items.find(one["item"], one["version"])
    expected = counted.flags(found, known)
    expected = {key: counted.told(evidence, fewest) for key, evidence in expected.items()}
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
    wanted = work.told(cohort, counted.FEWEST)
    work.here.book.same("item versions", sorted(shown ^ wanted)[:5], [])
    for name in names:
        for one in program.get(f"/cohorts/{cohort}/bank/{name}")["versions"]:
            item(work, "bank", one, FEWEST_PEOPLE)
