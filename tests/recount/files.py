"""The tables as CSV files, in their own order of columns."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date
from fractions import Fraction

from tests.recount import arithmetic as a
from tests.recount import items as counted
from tests.recount import learners
from tests.recount.group_pages import Recount, span_of
from tests.recount.raw import Assignment
from tests.recount.student_pages import reached
from tests.recount.work_pages import FEWEST_PEOPLE, Work

_WORDS = {"weak": "weak", "growing": "getting there", "firm": "firm", "unknown": "not enough data"}


def table(here: Recount, address: str) -> list[dict[str, str]]:
    here.book.page = address
    text = here.visitor.get(address).text.removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def _number(text: str) -> Fraction | None:
    return Fraction(text.replace(",", ".")) if text else None


PLACES = 4
"""At least so many decimals stand in a file, cut or rounded, without noughts at the end."""


def _near(here: Recount, what: str, text: str, expected: Fraction | float | None) -> None:
    shown = _number(text)
    if expected is None or shown is None:
        here.book.same(what, text, "" if expected is None else float(expected))
        return
    off = abs(float(shown) - float(expected))
    here.book.same(f"{what}: {text} for {float(expected)}", off < 1.0001 * 10**-PLACES, True)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def of_group(here: Recount, group: int) -> None:
    cohort, _ = here.raw.groups[group]
    rules, book = here.rules(cohort), here.book
    students = here.raw.students(group)
    rows = table(here, f"/groups/{group}/export/sections.csv")
    book.same("rows", len(rows), len(students) * len(here.sections()))
    for row in rows:
        user, number = int(row["Number"]), row["Section number"]
        known = here.standing(cohort, user).learner.sections.get(number, learners.InSection())
        every = here.where.section_items[number]
        shown = [int(row[key]) for key in ("Answers", "Items answered", "Items in the section")]
        book.same(f"{user} in {number}", shown, [known.answers, min(known.items, every), every])
        book.same(f"{user} in {number}: right", int(row["Right"]), known.right)
        book.same(f"{user} in {number}: last", _day(row["Day of the last answer"]), known.last)
        kind = learners.kind_in_section(known, every, rules)
        said = row["Standing"].lower().replace("not enough information", "unknown")
        told = kind.replace("-", " ")
        book.same(f"{user} in {number}: standing", said in (told, "working"), True)
    for row in table(here, f"/groups/{group}/export/objectives.csv"):
        user, name = int(row["Number"]), row["Objective id"]
        sections = here.standing(cohort, user).learner.sections
        section = sections.get(row["Section number"])
        word = section.words.get(name) if section is not None else None
        tries = row["First answers (n)"]
        book.same(f"{user}, {name}: tries", int(tries or 0), word.tries if word else 0)
        if word is not None and word.word != "unknown" and word.share is not None:
            _near(here, f"{user}, {name}", row["Mastery share, %"], word.share * 100)
    helped: dict[int, list[dict[str, str]]] = {}
    for row in table(here, f"/groups/{group}/export/help.csv"):
        helped.setdefault(int(row["Number"]), []).append(row)
    book.same("students", sorted(helped), students)
    for user, theirs in helped.items():
        standing = here.standing(cohort, user)
        needs = any(row["Needs help"] == "yes" for row in theirs)
        book.same(f"{user} needs help", needs, bool(standing.reasons))
        book.same(f"{user}: answers", int(theirs[0]["Answers"]), standing.learner.answers)
        book.same(f"{user}: last", _day(theirs[0]["Day of the last answer"]), standing.last)
    since, _ = span_of(here, group, 14)
    costs = here.costs(group, since, here.today)
    rows = table(here, f"/groups/{group}/export/explain.csv")
    shown_costs = {}
    for row in rows:
        # of a misconception nobody is «asked»: it shows in wrong answers only
        shown_costs[row["Kind"], row["Code"]] = tuple(
            int(row[key])
            for key in (
                "Students who missed it",
                "Students asked",
                "Answers missed",
                "Answers asked",
            )
            if row[key]
        )
    expected: dict[tuple[str, str], tuple[int, ...]] = {}
    for key, of_student in costs.items():
        cost = learners.summed(of_student)
        if cost.missed and key[0] == "objective":
            expected[key] = (cost.students, cost.asked_students, cost.missed, cost.asked)
        elif cost.missed:
            expected[key] = (cost.students, cost.missed)
    book.same("costs", shown_costs, expected)


def items(work: Work, address: str, scope: str) -> None:
    """Figures of items; what a file does not have is passed over."""
    here = work.here
    rows = table(here, address)
    seen = {(row["Question"], _version(row["Version"])) for row in rows}
    fewest = FEWEST_PEOPLE if scope == "bank" else 1
    wanted = {key for key, found in work.scope(scope).items() if len(found) >= fewest}
    here.book.same("item versions", sorted(seen ^ wanted)[:5], [])
    for row in rows:
        item, version = row["Question"], _version(row["Version"])
        found = work.figures(scope, item, version)
        name = f"{item} {version}"
        here.book.same(f"{name}: n", int(row["Answers (n)"]), found.n)
        if found.n < counted.FEWEST:
            here.book.same(f"{name}: nothing", row["Facility, %"], "")
            continue
        assert found.facility is not None
        low, high = a.wilson(float(found.facility), found.n)
        columns: dict[str, Fraction | float | None] = {
            "Left blank": Fraction(found.blank),
            "Facility, %": found.facility * 100,
            "Facility, %: 95 % low": low * 100,
            "Facility, %: 95 % high": high * 100,
            "Spread of marks, %": None if found.spread is None else found.spread * 100,
            "Discrimination": found.r,
            "Discrimination: n": Fraction(found.r_n),
            "Discriminative efficiency": found.efficiency,
            "Guess level, %": None if found.guess is None else found.guess * 100,
            "Median time, seconds": found.seconds,
            "Median time, seconds: n": Fraction(found.seconds_n),
        }
        if found.r is not None:
            between = a.fisher(found.r, found.r_n)
            columns["Discrimination: 95 % low"] = between[0]
            columns["Discrimination: 95 % high"] = between[1]
        for column, value in columns.items():
            if column in row:
                _near(here, f"{name}: {column}", row[column], value)


def _version(text: str) -> str:
    return text if len(text) == 16 else "variants"


def choices(work: Work, task: Assignment) -> None:
    here, scope = work.here, f"assignment:{task.id}"
    shown: dict[tuple[str, str], Counter[tuple[int, ...]]] = {}
    for row in table(here, f"/teach/assignments/{task.id}/choices.csv"):
        key = row["Question"], _version(row["Version"])
        counts = tuple(
            int(row[column] or 0)
            for column in ("Chosen by", "Of the top third", "Of the bottom third")
        )
        shown.setdefault(key, Counter())[counts] += 1
    for key, theirs in shown.items():
        found = work.figures(scope, *key)
        expected = Counter(
            (taken, top or 0, bottom or 0) for taken, bottom, top, _ in found.choices.values()
        )
        here.book.same(f"choices of {key[0]}", theirs, expected)


def _titled(text: str, titles: dict[str, str]) -> str:
    """Codes, where a file has codes, in words."""
    return "; ".join(titles.get(code, code) for code in text.split(", ")) if text else ""


def answers(here: Recount, cohort: int, user: int) -> None:
    rows = table(here, f"/teach/cohorts/{cohort}/people/{user}/answers.csv")
    every = reached(here, cohort, user)
    titles = {code: one.en for code, one in here.course.misconceptions.items()}
    shown = Counter(
        (
            row["Question"],
            row["Version"],
            _titled(row["Misconceptions"], titles),
            row["Exact share: numerator"],
            row["Exact share: denominator"],
        )
        for row in rows
    )
    expected = Counter(
        (
            one.item,
            one.version,
            "; ".join(titles.get(code, code) for code in one.codes),
            str(one.share.numerator) if one.status == "scored" else "",
            str(one.share.denominator) if one.status == "scored" else "",
        )
        for one in every
    )
    here.book.same("answers", sum(shown.values()), len(every))
    off = {key for key in shown | expected if shown[key] != expected[key]}
    here.book.same("answers in full", sorted(off)[:3], [])
