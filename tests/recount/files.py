"""The tables as CSV files, in their own order of columns."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date, datetime
from fractions import Fraction
from math import sqrt
from typing import Any

import openpyxl

from tests.recount import arithmetic as a
from tests.recount import items as counted
from tests.recount import learners
from tests.recount.grades import grade, scored
from tests.recount.group_pages import Recount, span_of
from tests.recount.need import in_order
from tests.recount.program import results_of
from tests.recount.raw import Assignment
from tests.recount.student_pages import reached
from tests.recount.work_pages import FEWEST_PEOPLE, Work

_WORDS = {"weak": "weak", "growing": "getting there", "firm": "firm", "unknown": "not enough data"}


def table(here: Recount, address: str) -> list[dict[str, str]]:
    """The first table of a file, CSV or XLSX, its cells as texts."""
    here.book.page = address
    if address.endswith(".xlsx"):
        return next(iter(sheets(here, address).values()))
    text = here.visitor.get(address).text.removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def sheets(here: Recount, address: str) -> dict[str, list[dict[str, str]]]:
    """The sheets of a workbook by their names."""
    here.book.page = address
    workbook = openpyxl.load_workbook(io.BytesIO(here.visitor.get(address).content), read_only=True)
    found = {}
    for sheet in workbook.worksheets:
        lines = [[_cell(value) for value in row] for row in sheet.iter_rows(values_only=True)]
        head = lines[0] if lines else []
        found[sheet.title] = [dict(zip(head, line, strict=True)) for line in lines[1:]]
        if here.visitor.watch is not None:
            here.visitor.watch(address, "\n".join("; ".join(line) for line in lines))
    return found


def _cell(value: Any) -> str:
    """As it would stand in CSV, but with all decimals."""
    match value:
        case None:
            return ""
        case datetime():
            midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
            return f"{value:%Y-%m-%d}" if midnight else f"{value:%Y-%m-%d %H:%M:%S}"
        case float():
            return str(int(value)) if value.is_integer() else str(value).replace(".", ",")
    return str(value)


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
    # a workbook has all decimals
    most = (
        1e-9 * max(1.0, abs(float(expected))) if here.book.page.endswith(".xlsx") else 10**-PLACES
    )
    here.book.same(f"{what}: {text} for {float(expected)}", off < 1.0001 * most, True)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


ENDINGS = ("csv", "xlsx")


def of_group(here: Recount, group: int, ending: str) -> None:
    cohort, _ = here.raw.groups[group]
    rules, book = here.rules(cohort), here.book
    students = here.raw.students(group)
    rows = table(here, f"/groups/{group}/export/sections.{ending}")
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
    for row in table(here, f"/groups/{group}/export/objectives.{ending}"):
        user, name = int(row["Number"]), row["Objective id"]
        sections = here.standing(cohort, user).learner.sections
        section = sections.get(row["Section number"])
        word = section.words.get(name) if section is not None else None
        tries = row["First answers (n)"]
        book.same(f"{user}, {name}: tries", int(tries or 0), word.tries if word else 0)
        if word is not None and word.word != "unknown" and word.share is not None:
            _near(here, f"{user}, {name}", row["Mastery share, %"], word.share * 100)
    helped: dict[int, list[dict[str, str]]] = {}
    for row in table(here, f"/groups/{group}/export/help.{ending}"):
        helped.setdefault(int(row["Number"]), []).append(row)
    book.same("students", sorted(helped), students)
    needing_ = [user for user in students if here.standing(cohort, user).reasons]
    first = list(helped)[: len(needing_)]
    book.same("in which order", first, in_order(here, cohort, needing_))
    for user, theirs in helped.items():
        standing = here.standing(cohort, user)
        needs = any(row["Needs help"] == "yes" for row in theirs)
        book.same(f"{user} needs help", needs, bool(standing.reasons))
        book.same(f"{user}: answers", int(theirs[0]["Answers"]), standing.learner.answers)
        book.same(f"{user}: last", _day(theirs[0]["Day of the last answer"]), standing.last)
    since, _ = span_of(here, group, 14)
    costs = here.costs(group, since, here.today)
    rows = table(here, f"/groups/{group}/export/explain.{ending}")
    shown_costs = {}
    for row in rows:
        cost = learners.summed(costs.get((row["Kind"], row["Code"]), {}))
        share = None
        if row["Kind"] == "objective" and cost.asked >= counted.FEWEST:
            share = Fraction(cost.missed * 100, cost.asked)
        _near(here, f"share of {row['Code']}", row["Share missed, %"], share)
        book.same("since", (_day(row["From"]), _day(row["To"])), (since, here.today))
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


def items(work: Work, address: str, scope: str, cohort: int | None = None) -> None:
    """Figures of items; what a file does not have is passed over. ``cohort``: whose bank it is."""
    here = work.here
    rows = table(here, address)
    seen = {(row["Question"], _version(row["Version"])) for row in rows}
    wanted = set(work.scope(scope)) if cohort is None else work.told(cohort, FEWEST_PEOPLE)
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


def choices(work: Work, task: Assignment, ending: str) -> None:
    here, scope = work.here, f"assignment:{task.id}"
    shown: dict[tuple[str, str], list[tuple[Fraction | None, ...]]] = {}
    for row in table(here, f"/teach/assignments/{task.id}/choices.{ending}"):
        key = row["Question"], _version(row["Version"])
        shown.setdefault(key, []).append(tuple(_number(row[column] or "-1") for column in _CHOICE))
    wanted = {
        key
        for key in work.scope(scope)
        if work.figures(scope, *key).n >= counted.FEWEST and work.figures(scope, *key).choices
    }
    here.book.same("questions with choices", sorted(set(shown) ^ wanted)[:5], [])
    for key in set(shown) & wanted:
        found = work.figures(scope, *key)
        cut, fewest = found.thirds, work.fewest(scope, *key)
        if cut is not None and min(cut[2:]) < fewest:
            cut = None
        expected = sorted(
            (
                Fraction(found.n),
                Fraction(taken),
                Fraction(-1 if top is None or cut is None else top),
                Fraction(cut[3] if cut else -1),
                Fraction(-1 if bottom is None or cut is None else bottom),
                Fraction(cut[2] if cut else -1),
                Fraction(found.ranked[choice]),
                Fraction(-1) if rest is None or found.ranked[choice] < fewest else rest * 100,
            )
            for choice, (taken, bottom, top, rest) in found.choices.items()
        )
        theirs = sorted(shown[key])
        here.book.same(
            f"choices of {key[0]}", [one[:7] for one in theirs], [one[:7] for one in expected]
        )
        for one, other in zip(theirs, expected, strict=False):
            _close(here, f"mean rest in {key[0]}", one[7], other[7])


_CHOICE = (
    "Answers (n)",
    "Chosen by",
    "Of the top third",
    "People in the top third",
    "Of the bottom third",
    "People in the bottom third",
    "With known other marks (n)",
    "Other marks of those who chose it, %",
)


def _close(here: Recount, what: str, shown: Fraction | None, expected: Fraction) -> None:
    off = abs(float(shown or 0) - float(expected))
    here.book.same(f"{what}: {shown} for {float(expected)}", off < 1.0001 * 10**-PLACES, True)


def totals(work: Work, task: Assignment) -> None:
    """The other sheets of an assignment's analysis: the test as a whole, and its parts."""
    here = work.here
    every = sheets(here, f"/teach/assignments/{task.id}/analysis.xlsx")
    own, test = work.scores(task)
    shown = {row["Figure"]: row for row in every["Totals"]}
    here.book.same("figures of the test", len(shown), 8)
    enough = own.n >= counted.FEWEST
    spread = sqrt(a.variance(test.totals)) if test.n >= counted.FEWEST else 0.0
    alpha = test.alpha if test.n >= counted.FEWEST else None
    shape = a.k_statistics(test.totals) if test.n >= counted.FEWEST else None
    figures: dict[str, tuple[Fraction | float | None, int]] = {
        "Mean score": (a.mean(own.totals) if enough else None, own.n),
        "Median": (a.middle(own.totals) if enough else None, own.n),
        "Standard deviation": (sqrt(a.variance(own.totals)) if enough else None, own.n),
        "Skewness": (shape[0] if shape else None, test.n),
        "Kurtosis": (shape[1] if shape else None, test.n),
        "Reliability (alpha)": (alpha, test.n),
        "Standard error": (spread * sqrt(1 - alpha) if alpha is not None else None, test.n),
        "Error ratio": (sqrt(1 - alpha) * 100 if alpha is not None else None, test.n),
    }
    for title, (value, n) in figures.items():
        row = next((row for key, row in shown.items() if key.startswith(title)), None)
        here.book.same(f"{title} is there", row is not None, True)
        if row is not None:
            _near(here, title, row["Value"], value)
            here.book.same(f"{title}: n", row["Answers (n)"], str(n))
    if alpha is not None:
        row = next(row for key, row in shown.items() if key.startswith("Reliability"))
        low, high = a.feldt(float(alpha), test.n, len(test.parts))
        _near(here, "low of reliability", row["95 % interval: low"], low)
        _near(here, "high of reliability", row["95 % interval: high"], high)
    parts = {_part(part): part for part in test.parts} if test.n >= counted.FEWEST else {}
    here.book.same("parts", {row["Item or place"] for row in every["Parts"]}, set(parts))
    weights = test.weights() if parts else {}
    for row in every["Parts"]:
        name = row["Item or place"]
        if name not in parts:
            continue
        part = parts[name]
        here.book.same(f"{name}: n", row["Answers (n)"], str(test.n))
        weight = weights[part]
        columns: dict[str, Fraction | float | None] = {
            "Mean points": a.mean(test.parts[part]),
            "Standard deviation of points": sqrt(a.variance(test.parts[part])),
            "Effective weight": None if weight is None else weight * 100,
            "Correlation with the total": test.item_total(part),
            "Correlation with the rest": test.item_rest(part),
            "Reliability without it": test.alpha_without(part),
        }
        for title, value in columns.items():
            column = next((one for one in row if one.startswith(title)), None)
            here.book.same(f"{title} is there", column is not None, True)
            if column is not None:
                _near(here, f"{name}: {title}", row[column], value)


def _part(part: str) -> str:
    kind, _, rest = part.partition(":")
    if kind == "item":
        return rest
    section, _, place = rest.partition(":")
    return f"section {int(section) + 1}, drawn item {place}"


_STATES = {
    "not-started": "not started",
    "in-progress": "in progress",
    "handed-in": "handed in",
    "marked": "marked",
}


def gradebook(here: Recount, cohort: int, ending: str) -> None:
    raw, book = here.raw, here.book
    tasks = [one for one in raw.assignments.values() if one.cohort == cohort]
    grades = {user: [grade(raw, task, user) for task in tasks] for user in results_of(here, cohort)}
    rows = table(here, f"/teach/cohorts/{cohort}/gradebook.{ending}")
    book.same("students", sorted(int(row["Number"]) for row in rows), sorted(grades))
    for row in rows:
        user = int(row["Number"])
        for task, one in zip(tasks, grades.get(user, ()), strict=False):
            name = f"{user} in {task.id}"
            begun = one.given or one.tries
            book.same(
                f"{name}: words",
                tuple(row[f"{task.title}: {key}"] for key in ("state", "Late", "Pass mark")),
                (
                    _STATES[one.state] if begun else "not given",
                    "late" if one.late else "",
                    {None: "", True: "passed", False: "not passed"}[one.passed],
                ),
            )
            share = one.share
            book.same(
                f"{name}: numbers",
                tuple(row[f"{task.title}: {key}"] for key in _EXACT),
                (
                    str(share.numerator) if share is not None else "",
                    str(share.denominator) if share is not None else "",
                    str(one.most) if one.most is not None else "",
                    str(one.tries),
                ),
            )
            percent = share * 100 if share is not None else None
            _near(here, f"{name}: share", row[f"{task.title}: %"], percent)
            _near(here, f"{name}: points", row[f"{task.title}: Points"], one.points)


_EXACT = ("Exact share: numerator", "Exact share: denominator", "Most", "Attempts")


def results(here: Recount, task: Assignment, ending: str) -> None:
    """A line a sitting, a column an item."""
    raw, book = here.raw, here.book
    seen = results_of(here, task.cohort)
    every = {
        (one.user, one.ordinal): scored(raw, task, one)
        for one in raw.sittings.values()
        if one.assignment == task.id and one.user in seen
    }
    rows = table(here, f"/teach/assignments/{task.id}/results.{ending}")
    shown = [(int(row["Number"]), int(row["Attempt"])) for row in rows]
    book.same("sittings", sorted(shown), sorted(every))
    for key, row in zip(shown, rows, strict=True):
        if key not in every:
            continue
        one, name = every[key], f"sitting {key}"
        book.same(
            f"{name}: numbers",
            tuple(row[column] for column in _SITTING),
            (
                *(str(n) for n in (one.answered, one.waiting, one.most)),
                str(one.share.numerator),
                str(one.share.denominator),
                "late" if one.late else "",
            ),
        )
        _near(here, f"{name}: points", row["Points"], one.earned)
        _near(here, f"{name}: share", row["%"], one.share * 100)
        for item, points in one.lines.items():
            _near(here, f"{name}: {item}", row[item], points)


_SITTING = (
    "Answered",
    "Waiting",
    "Most",
    "Exact share: numerator",
    "Exact share: denominator",
    "Late",
)


def _titled(text: str, titles: dict[str, str]) -> str:
    """Codes, where a file has codes, in words."""
    return "; ".join(titles.get(code, code) for code in text.split(", ")) if text else ""


def answers(here: Recount, cohort: int, user: int, ending: str) -> None:
    rows = table(here, f"/teach/cohorts/{cohort}/people/{user}/answers.{ending}")
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
