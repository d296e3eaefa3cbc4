"""The gradebook and the results of an assignment, as pages."""

from __future__ import annotations

from fractions import Fraction
from urllib.parse import unquote

from tests.recount import arithmetic as a
from tests.recount.grades import Scored, counts_of, grade, scored
from tests.recount.group_pages import Recount, cells, whole
from tests.recount.looking import Node, numbers, value_of
from tests.recount.program import results_of
from tests.recount.raw import Assignment
from tests.recount.work_pages import Work


def _cut(share: Fraction) -> Fraction:
    """A mark is cut, not rounded: nobody passes by rounding."""
    return Fraction(int(share * 10000), 100)


def gradebook(here: Recount, cohort: int) -> None:
    raw, book = here.raw, here.book
    tasks = [one for one in raw.assignments.values() if one.cohort == cohort]
    expected = {
        user: [grade(raw, task, user) for task in tasks] for user in results_of(here, cohort)
    }
    seen: list[str] = []
    leaf = 1
    while True:
        page = here.page(f"/teach/cohorts/{cohort}/gradebook?leaf={leaf}")
        for row in page.one("div", "grade-table").one("tbody").all("tr"):
            name = row.one("span", "who-name").text()
            seen.append(name)
            users = {
                raw.sittings[int(link.attributes["href"].split("/")[3].split("?")[0])].user
                for link in row.all("a")
                if link.attributes["href"].startswith("/teach/sittings/")
            }
            book.same(f"{name}: one student", len(users) <= 1, True)
            if len(users) != 1:
                continue
            user = users.pop()
            book.same(f"name of {user}", name, raw.called(cohort, user))
            theirs = expected.get(user)
            book.same(f"{name} may be seen", theirs is not None, True)
            if theirs is None:
                continue
            by_title = {one.one("span", "cell-title").text(): one for one in cells(row)}
            for task, one in zip(tasks, theirs, strict=True):
                cell = by_title[task.title]
                state = cell.is_a("td", f"is-{one.state}", {})
                book.same(f"{name} in {task.id}: {one.state}", state, True)
                number = cell.first("a", "cell-number")
                book.same(f"{name} in {task.id}: has a mark", number is None, one.share is None)
                if number is not None and one.share is not None:
                    book.written(f"{name} in {task.id}", number.text(), _cut(one.share))
                    points = cell.first("span", "cell-points")
                    if points is not None and one.points is not None:
                        _points(here, f"{name} in {task.id}", points.text(), one.points, one.most)
            shares = [one.share for one in theirs if one.share is not None]
            mean = row.first("td", "cell-mean")
            if mean is not None and shares:
                book.written(
                    f"mean of {name}", mean.one("span", "cell-number").text(), _cut(a.mean(shares))
                )
                book.same(
                    f"results of {name}", whole(mean.one("span", "cell-state").text()), len(shares)
                )
        if page.first("a", rel="next") is None:
            break
        leaf += 1
    book.same("students", sorted(seen), sorted(raw.called(cohort, user) for user in expected))


def _points(here: Recount, what: str, text: str, points: Fraction, most: int | None) -> None:
    earned, _, whole_ = text.partition("/")
    said = value_of(numbers(earned)[0])
    here.book.same(f"{what}: {text} of {points}", abs(said - points) <= Fraction(1, 100), True)
    here.book.same(f"{what}: most", whole(whole_), most)


def results(work: Work, task: Assignment) -> None:
    here, raw = work.here, work.here.raw
    book = here.book
    page = here.page(f"/teach/assignments/{task.id}/results?items=all")
    done: dict[int, list[Scored]] = {}
    for user in results_of(here, task.cohort):
        for one in sorted(raw.of_user[user], key=lambda one: one.ordinal):
            if one.assignment == task.id and one.closed is not None:
                done.setdefault(user, []).append(scored(raw, task, one))
    book.same("has results", page.first("p", "finding") is not None, bool(done))
    if not done:
        return
    counted = {user: counts_of(task, theirs) for user, theirs in done.items()}
    shares = {user: grade(raw, task, user).share or Fraction(0) for user in done}
    waiting = sum(any(one.waiting for one in theirs) for theirs in done.values())
    said = numbers(page.one("p", "finding").text())
    book.same("students", int(value_of(said[0])), len(done))
    book.written("median", said[1], _cut(a.middle(list(shares.values()))))
    mark = task.rules.get("pass_share")
    rest = [int(value_of(one)) for one in said[2:]]
    passed = [sum(one >= Fraction(mark) for one in shares.values())] if mark else []
    book.same("passed, waiting", rest, passed + ([waiting] if waiting else []))
    bins = [0] * 10
    for share in shares.values():
        bins[min(9, int(share * 10))] += 1
    rows = page.one("table", "bins").one("tbody").all("tr")
    book.same("distribution", [whole(cells(row)[0].text()) for row in rows], bins)
    _items(here, page, [one for theirs in done.values() for one in theirs])
    lines = page.one("div", "matrix").one("tbody").all("tr")
    book.same("lines", len(lines), len(done))
    for row in lines:
        sitting = int(row.one("a").attributes["href"].split("/")[3])
        user = raw.sittings[sitting].user
        mine = counted[user]
        found = [cell.text(without=("hint",)) for cell in cells(row)]
        if mine is None or mine.sitting.id != sitting:
            book.same(f"the attempt of {user} that counts", sitting, mine and mine.sitting.id)
            continue
        book.written(f"share of {user}", found[0], _cut(shares[user]))
        _points(here, f"points of {user}", found[1], mine.earned, mine.most)
        points = [value_of(numbers(text)[0]) for text in found[2:] if numbers(text)]
        expected = [earned for earned in mine.lines.values() if earned is not None]
        off = [
            (shown, earned)
            for shown, earned in zip(sorted(points), sorted(expected), strict=False)
            if abs(shown - earned) > Fraction(1, 100)
        ]
        book.same(f"points of {user}, item by item", (len(points), off), (len(expected), []))


def _items(here: Recount, page: Node, every: list[Scored]) -> None:
    """Of each item: in how many attempts it was drawn, in how many answered, and its mean."""
    shown = 0
    for row in page.one("table", "items-table").one("tbody").all("tr"):
        link = row.first("a", "item-link")
        if link is None:  # an assistant corrects nothing
            return
        shown += 1
        item = unquote(link.attributes["href"].rpartition("/")[2])
        drawn = [one for one in every if item in one.lines]
        given = [one for one in drawn if any(x.item == item for x in one.sitting.answers)]
        marked = []
        for one in drawn:
            points = next(points for _, _, name, _, points in one.sitting.items if name == item)
            earned = one.lines[item]
            if earned is not None and points:
                marked.append(earned / points)
        texts = [cell.text(without=("cell-title",)) for cell in cells(row)[1:]]
        counts = [whole(text) for text in texts[:2]]
        here.book.same(f"{item}: drawn, answered", counts, [len(drawn), len(given)])
        if marked:
            here.book.written(f"{item}: mean", texts[2], _cut(a.mean(marked)))
        else:
            here.book.lacking(f"{item}: mean", texts[2])
    here.book.same("items", shown, len({item for one in every for item in one.lines}))
