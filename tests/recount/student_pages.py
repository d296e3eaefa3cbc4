"""The pages about one student, and the student's own."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

from tests.recount import items as counted
from tests.recount import learners
from tests.recount.group_pages import Recount, cells, day_in, whole
from tests.recount.learners import Word, key_of
from tests.recount.looking import Node, numbers, value_of
from tests.recount.raw import Answer

EN_DASH = "\N{EN DASH}"
RESULTS = ("right", "wrong", "waits")


def _ints(text: str) -> list[int]:
    return [int(value_of(one)) for one in numbers(text)]


def progress(here: Recount, cohort: int, user: int) -> None:
    page = here.page(f"/teach/cohorts/{cohort}/people/{user}/progress")
    standing = here.standing(cohort, user)
    finding = page.one("div", "finding")
    here.book.same("last day of work", day_in(finding.text()), standing.last)
    _stands(here, page, cohort, user)
    _tasks(here, page, cohort, user)
    _timeline(here, page, cohort, user)
    _weeks(here, page, user)


def _weeks(here: Recount, page: Node, user: int) -> None:
    """The chart's table: first answers of each week, and the share of right ones."""
    chart = page.first("figure", "chart", id="weeks")
    counts: dict[date, list[int]] = {}
    for one in learners.first_tries(here.raw.of_user[user]):
        names = here.where.names.get(key_of(one.item))
        day = here.raw.day(one.at)
        week = day - timedelta(days=day.weekday())
        if one.status == "scored" and names and week >= here.today - timedelta(weeks=16):
            theirs = counts.setdefault(week, [0, 0])
            theirs[0] += len(names)
            theirs[1] += len(names) * (one.share == 1)
    known = [week for week, (n, _) in counts.items() if n >= counted.FEWEST]
    here.book.same("weeks are drawn", chart is not None, len(known) > 2)
    if chart is None:
        return
    shown = {
        row.one("th").text().partition(EN_DASH)[0]: [
            int(row.one("th").text().rpartition("=")[2].strip(" )")),
            *_ints(row.one("td").text()),
        ]
        for row in chart.one("tbody").all("tr")
    }
    expected = {
        f"{week:%d.%m}": [n, int(Fraction(100 * right, n) + Fraction(1, 2))]
        if n >= counted.FEWEST
        else [n]
        for week, (n, right) in counts.items()
    }
    here.book.same("right first answers by week", shown, expected)


def own(here: Recount, cohort: int, user: int) -> None:
    """Signed in as the student. Nothing is kept back in the demo: every exam has closed."""
    _stands(here, here.page("/progress"), cohort, user, own=True)


def _stands(here: Recount, page: Node, cohort: int, user: int, *, own: bool = False) -> None:
    """``own``: of a result the student reads elsewhere, once it may be shown."""
    book, rules = here.book, here.rules(cohort)
    standing = here.standing(cohort, user)
    expected_reasons = [one for one in standing.reasons if one.rule != "failed" or not own]
    finding = page.one("div", "finding")
    book.same("needs help", "needs" in finding.attributes["class"], bool(expected_reasons))
    reasons = finding.first("ul", "reasons")
    lines = [
        one for one in (reasons.children if reasons is not None else []) if isinstance(one, Node)
    ]
    book.same("reasons", len(lines), len(expected_reasons))
    for line, reason in zip(lines, expected_reasons, strict=False):
        there = set(_ints(line.text()))
        for name, value in reason.evidence.items():
            if name == "share":
                said = any(
                    abs(value_of(one) - value * 100) <= 0.051 for one in numbers(line.text())
                )
                book.same(f"result {value} in {line.text()!r}", said, True)
                continue
            said = round(value * 100) if name == "fall" else value
            book.same(f"evidence {name} in {line.text()!r}", said in there, True)
    shown_cells = {one.one("span", "no").text(): one for one in page.all("li", "section-cell")}
    book.same("sections", sorted(shown_cells), sorted(here.sections()))
    for number, cell in shown_cells.items():
        known = standing.learner.sections.get(number)
        every = here.where.section_items[number]
        kind = learners.kind_in_section(known, every, rules)
        said = cell.first(cls=f"is-{kind}") is not None or cell.is_a("", f"is-{kind}", {})
        book.same(f"section {number}: {kind}", said, True)
        hint = cell.one("p", "hint").text()
        if known is None:
            book.same(f"section {number}: questions", _ints(hint), [every])
        else:
            expected = [min(known.items, every), every, known.right]
            book.same(f"section {number}: answered", _ints(hint), expected)
    words = {
        name: word for one in standing.learner.sections.values() for name, word in one.words.items()
    }
    shown = []
    for line in page.all("ul", "objective-list"):
        for one in line.all("li"):
            word = one.one("span", "mastery-word").attributes["class"].split("is-")[1]
            shown.append((word, *_ints(one.one("p", "objective-head").one("span", "hint").text())))
    book.same("objectives", Counter(shown), Counter(_objective(one) for one in words.values()))


def _objective(one: Word) -> tuple[str | int, ...]:
    if one.share is not None and one.word != "unknown":
        return one.word, round(one.share * 100), one.tries
    return one.word, one.tries


def _tasks(here: Recount, page: Node, cohort: int, user: int) -> None:
    by_title = {one.title: one for one in here.raw.assignments.values() if one.cohort == cohort}
    tasks = page.one("section", **{"aria-labelledby": "tasks-title"})
    for row in [one for body in tasks.all("tbody") for one in body.all("tr")]:
        task = by_title[row.one("a").text()]
        sittings = [one for one in here.raw.of_user[user] if one.assignment == task.id]
        mark = cells(row)[1].text(without=("cell-title",))
        done = [one for one in sittings if one.finished]
        if not done:
            here.book.lacking(f"mark in {task.id}", mark)
            continue
        lines = counted.lines(done[0])
        if len(done) == 1 and all(line.share is not None for line in lines):
            earned = sum((line.points * (line.share or 0) for line in lines), Fraction(0))
            share = earned / sum(line.points for line in lines)
            # a mark is cut, not rounded: nobody passes by rounding
            cut = Fraction(int(share * 10000), 100)
            here.book.written(f"mark in {task.id}", mark, cut)


def _timeline(here: Recount, page: Node, cohort: int, user: int) -> None:
    lessons: dict[date, list[int]] = {}
    tasks: Counter[date] = Counter()
    for sitting in here.raw.of_user[user]:
        for one in sitting.answers:
            day = here.raw.day(one.at)
            if sitting.lesson:
                theirs = lessons.setdefault(day, [0, 0])
                theirs[0] += 1
                theirs[1] += one.status == "scored" and one.share == 1
            elif sitting.assignment is not None:
                task = here.raw.assignments[sitting.assignment]
                tasks[day] += task.cohort == cohort
    for line in page.one("section", id="timeline").all("li"):
        head = line.first("p", "timeline-day")
        on = day_in(head.text()) if head is not None else None
        if on is None:
            continue
        for entry in line.all("li"):
            text = entry.text()
            if text.startswith("Answers in lessons"):
                here.book.same(f"lessons on {on}", _ints(text), lessons.get(on))
            elif text.startswith("Answers in assignments"):
                here.book.same(f"assignments on {on}", _ints(text), [tasks[on]])


def reached(here: Recount, cohort: int, user: int) -> list[Answer]:
    """Answers in lessons and in this cohort's assignments."""
    return [
        one
        for sitting in here.raw.of_user[user]
        for one in sitting.answers
        if sitting.lesson
        or (
            sitting.assignment is not None
            and here.raw.assignments[sitting.assignment].cohort == cohort
        )
    ]


def answers(here: Recount, cohort: int, user: int, sections: list[str]) -> None:
    base = f"/teach/cohorts/{cohort}/people/{user}/answers"
    every = reached(here, cohort, user)
    found: dict[str, list[Answer]] = {
        "": every,
        "?from=lessons": [one for one in every if here.raw.sittings[one.sitting].lesson],
        "?from=assignments": [one for one in every if not here.raw.sittings[one.sitting].lesson],
        "?result=right": [one for one in every if one.status == "scored" and one.share == 1],
        "?result=wrong": [one for one in every if one.status == "scored" and one.share < 1],
        "?result=waits": [one for one in every if one.status != "scored"],
    }
    for number in sections:
        found[f"?section={number}"] = [
            one for one in every if here.where.section(key_of(one.item)) == number
        ]
    for query, theirs in found.items():
        page = here.page(base + query)
        here.book.same("answers", whole(page.one("p", "figures-line").text()), len(theirs))
        by_id = {one.id: one for one in theirs}
        table = page.first("table", "answers-table")
        for row in table.one("tbody").all("tr") if table is not None else []:
            one = by_id.get(int(row.one("a").attributes["href"].rpartition("/")[2]))
            here.book.same("an answer of this kind", one is not None, True)
            if one is not None:
                verdict = row.one("span", "answer-verdict").attributes["class"]
                here.book.same(f"result of {one.id}", f"is-{_kind(one)}" in verdict, True)


def _kind(one: Answer) -> str:
    if one.status != "scored":
        return "wait"
    return "right" if one.share == 1 else "part" if one.share else "wrong"


def one_answer(here: Recount, cohort: int, one: Answer) -> None:
    page = here.page(f"/teach/cohorts/{cohort}/people/{one.user}/answers/{one.id}")
    code = next(
        (node.text() for node in page.all("span", "code") if one.version in node.text()), ""
    )
    here.book.same("version", code, f"{one.item} · {one.version}")
    others = [x for x in reached(here, cohort, one.user) if x.item == one.item and x.id != one.id]
    lines = [
        node
        for node in page.all("li", "line-row")
        if node.first("span", "answer-verdict") is not None
    ]
    kinds = Counter(
        node.one("span", "answer-verdict").attributes["class"].split("is-")[1] for node in lines
    )
    if len(others) <= len(lines) or len(lines) < 10:
        here.book.same("other answers", kinds, Counter(_kind(x) for x in others))
