"""The pages about groups: at a glance, sections, what to explain again, Monday."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sqlalchemy import Engine

from course.model import Course
from tests.recount import doubts, learners
from tests.recount.learners import InSection, Map, Standing, given_to, key_of
from tests.recount.looking import Book, Node, Visitor, numbers, value_of
from tests.recount.need import in_order
from tests.recount.raw import Answer, Raw

if TYPE_CHECKING:
    from tests.recount.work_pages import Work

MONTHS = (
    "January February March April May June July August September October November December"
).split()
SPANS = (7, 14, 30, 0)
USUAL = 14
"""Days from whose first week on the group's page and «Monday» say what to explain."""


@dataclass
class Recount:
    """What the comparisons share."""

    raw: Raw
    course: Course
    where: Map
    now: datetime
    visitor: Visitor
    book: Book
    engine: Engine
    mine: frozenset[int] | None = None
    """The groups of who is signed in; None: all."""
    standings: dict[tuple[int, int], Standing] = field(default_factory=dict)
    cost_of: dict[tuple[int, date, date], Any] = field(default_factory=dict)
    tries_of: dict[int, list[Answer]] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.raw.day(self.now)

    def has(self, group: int) -> bool:
        return self.mine is None or group in self.mine

    def my_students(self, cohort: int) -> set[int]:
        """Who studies in a cohort in the groups of who is signed in."""
        return {
            user
            for group, (of, _) in self.raw.groups.items()
            if of == cohort and self.has(group)
            for user in self.raw.students(group)
        }

    def rules(self, cohort: int) -> dict[str, Any]:
        return learners.RULES | self.raw.rules.get(cohort, {})

    def standing(self, cohort: int, user: int) -> Standing:
        key = cohort, user
        if key not in self.standings:
            self.standings[key] = learners.standing(
                self.raw, self.where, cohort, user, self.now, self.rules(cohort)
            )
        return self.standings[key]

    def costs(self, group: int, since: date, until: date) -> Any:
        key = group, since, until
        if key not in self.cost_of:
            students = self.raw.students(group)
            self.cost_of[key] = learners.costs(self.raw, self.where, students, since, until)
        return self.cost_of[key]

    def first_tries(self, group: int) -> list[Answer]:
        if group not in self.tries_of:
            self.tries_of[group] = [
                one
                for user in set(self.raw.students(group)) & self.raw.basis()
                for one in learners.first_tries(self.raw.of_user[user])
            ]
        return self.tries_of[group]

    def sections(self) -> list[str]:
        return [number for number, one in self.course.sections.items() if one.lessons]

    def page(self, address: str) -> Node:
        self.book.page = address
        return self.visitor.page(address).one("main")


def day_in(text: str) -> date | None:
    words = text.split()
    for place, word in enumerate(words):
        if word in MONTHS and 0 < place < len(words) - 1:
            year, day = words[place + 1].strip(".,:;"), words[place - 1]
            return date(int(year), MONTHS.index(word) + 1, int(day))
    return None


def whole(text: str) -> int:
    """A whole number; a dash is nought."""
    found = numbers(text)
    return int(value_of(found[0])) if found else 0


def user_in(href: str) -> int:
    parts = urlsplit(href).path.split("/")
    return int(parts[parts.index("people") + 1])


def cells(row: Node) -> list[Node]:
    return [one for one in row.children if isinstance(one, Node) and one.tag == "td"]


def glance(work: Work, group: int) -> None:
    here = work.here
    cohort, _ = here.raw.groups[group]
    students = here.raw.students(group)
    page = here.page(f"/groups/{group}")
    book = here.book
    book.same("students", whole(page.one("p", "lead").text()), len(students))
    standing = {user: here.standing(cohort, user) for user in students}
    needing = {user for user, one in standing.items() if one.reasons}
    shown: dict[int, str] = {}
    for line in page.all("ul", "need-list"):
        for one in line.all("li"):
            name = one.first("a", "need-name")
            if name is not None:
                why = one.one("span", "need-why").text()
                user = user_in(name.attributes["href"])
                shown[user] = why
                book.same(f"name of {user}", name.text(), here.raw.called(cohort, user))
    book.same("who needs help", set(shown), needing)
    book.same("in which order", list(shown), in_order(here, cohort, needing))
    for user in set(shown) & needing:
        reasons_said(here, shown[user], standing[user])
    _heat(here, page, cohort, standing)
    _to_mark(here, page, group)
    _table(here, page, standing)
    _assigned(here, page, standing)
    top = page.first("p", "top-cost")
    best = doubts.first_objective(work, group, span_of(here, group, USUAL)[0], here.today)
    named = top.one("a").attributes["href"].rpartition("/")[2] if top is not None else None
    book.same("explain again", named, best.name)
    if named is not None:
        hint = next(one for one in page.all("p", "hint") if "missed it" in one.text())
        book.same("explain again: figures", _ints(hint.text()), [best.students, best.missed])
    over = page.first("p", "passed-over")
    book.same("passed over", whole(over.text()) if over is not None else 0, best.passed_over)


def _ints(text: str) -> list[int]:
    return [int(value_of(one)) for one in numbers(text)]


def reasons_said(here: Recount, text: str, one: Standing) -> None:
    """Each number of the evidence stands in the sentence."""
    there = {value_of(number) for number in numbers(text)}
    for reason in one.reasons:
        for name, value in reason.evidence.items():
            if name == "fall":
                fallen = [
                    (then.share, now.share)
                    for section in one.learner.sections.values()
                    for key, now in section.words.items()
                    if key in reason.what and (then := section.then[key]).share is not None
                ]
                said = any(
                    {_percent(then), _percent(now)} <= there
                    for then, now in fallen
                    if then is not None and now is not None and then - now == value
                )
                here.book.same(f"evidence of falling in {text!r}", said, True)
            elif name == "share":
                said = any(abs(float(one) - float(value) * 100) <= 0.051 for one in there)
                here.book.same(f"result {value} in {text!r}", said, True)
            else:
                here.book.same(f"evidence {name} in {text!r}", value in there, True)


def _percent(share: Fraction) -> int:
    return int(share * 100 + Fraction(1, 2))


def _heat(here: Recount, page: Node, cohort: int, standing: dict[int, Standing]) -> None:
    book, rules = here.book, here.rules(cohort)
    table = page.one("div", "heat").one("table")
    kinds: dict[str, list[str]] = {number: [] for number in here.sections()}
    seen = set()
    for row in table.one("tbody").all("tr"):
        user = user_in(row.one("th").one("a").attributes["href"])
        seen.add(user)
        book.same(f"name of {user}", row.one("th").one("a").text(), here.raw.called(cohort, user))
        for number, cell in zip(here.sections(), cells(row), strict=True):
            section = standing[user].learner.sections.get(number)
            every = here.where.section_items[number]
            kind = learners.kind_in_section(section, every, rules)
            kinds[number].append(kind)
            book.same(f"{user} in {number}", f"is-{kind}" in cell.attributes["class"], True)
            done = cell.first("i")
            count = min(section.items, every) if section is not None else 0
            book.same(
                f"{user} in {number}: done",
                done.text() if done is not None else "0",
                f"{count}/{every}" if count else "0",
            )
            share = cell.first("span", "cell-share")
            book.same(
                f"{user} in {number}: right",
                _ints(share.text()) if share is not None else None,
                _right(section),
            )
            well = kind == "done" and section is not None and _well(section)
            book.same(
                f"{user} in {number}: well", "is-well" in cell.attributes["class"].split(), well
            )
    book.same("rows", seen, set(standing))
    heads = table.one("thead").all("th", "heat-head")
    for number, head in zip(here.sections(), heads, strict=True):
        told = head.first("b", "head-needing")
        needing = kinds[number].count("needs-help")
        book.same(f"who needs help in {number}", whole(told.text()) if told else 0, needing)


def _right(section: InSection | None) -> list[int] | None:
    """Of the items answered, the share that is right last, cut to whole per cents."""
    return [section.right * 100 // section.items] if section is not None else None


def _well(section: InSection) -> bool:
    return section.right * 100 >= section.items * 85


def _to_mark(here: Recount, page: Node, group: int) -> None:
    """Answers that wait for a mark, whenever they came; the link leads to the group's queue."""
    cohort, _ = here.raw.groups[group]
    expected = sum(len(days) for days in waiting_in(here, group).values())
    link = next(
        (
            one
            for one in page.all("a")
            if one.attributes.get("href") == f"/teach/cohorts/{cohort}/marking?group={group}"
        ),
        None,
    )
    here.book.same(f"to mark in {group}", whole(link.text()) if link else 0, expected)


def waiting_in(here: Recount, group: int) -> dict[int, list[date]]:
    """Assignment → the days on which answers of a group that wait for a mark came."""
    cohort, _ = here.raw.groups[group]
    found: dict[int, list[date]] = {}
    for user in here.raw.students(group):
        for sitting in here.raw.of_user[user]:
            task = here.raw.assignments.get(sitting.assignment or 0)
            if task is None or task.cohort != cohort:
                continue
            newest = {one.item: one for one in sorted(sitting.answers, key=lambda a: a.number)}
            for one in newest.values():
                if one.status == "awaiting" and one.judged_at:
                    found.setdefault(task.id, []).append(here.raw.day(one.judged_at))
    return found


def _table(here: Recount, page: Node, standing: dict[int, Standing]) -> None:
    table = page.one("details", "students-fold").one("tbody")
    for row in table.all("tr"):
        user = user_in(row.one("th").one("a").attributes["href"])
        one = standing[user]
        sections = one.learner.sections.items()
        found = cells(row)
        texts = [cell.text(without=("cell-title",)) for cell in found]
        expected = [
            one.learner.answers,
            sum(min(x.items, here.where.section_items[n]) for n, x in sections),
            sum(x.right for _, x in sections),
            len(here.raw.finished_lessons[user]),
        ]
        here.book.same(f"figures of {user}", [whole(text) for text in texts[:4]], expected)
        here.book.same(f"last day of {user}", day_in(texts[4]), one.last)


def _assigned(here: Recount, page: Node, standing: dict[int, Standing]) -> None:
    expected: dict[int, dict[str, int]] = {}
    for one in standing.values():
        for task, part in one.parts.items():
            theirs = expected.setdefault(task, {})
            theirs[part] = theirs.get(part, 0) + 1
    shown: dict[int, list[int]] = {}
    for line in page.all("div", "parts"):
        counts = [whole(one.one("summary").text()) for one in line.all("details", "part")]
        named = [
            len(one.one("span", "name-list").text().split(", "))
            for one in line.all("details", "part")
        ]
        here.book.same("names in parts", named, counts)
        shown[len(shown)] = counts
    order = ("not-started", "working", "handed-in")
    lists = [[one[part] for part in order if part in one] for one in expected.values()]
    here.book.same("parts of assignments", sorted(shown.values()), sorted(lists))


def section(here: Recount, group: int, number: str) -> None:
    cohort, _ = here.raw.groups[group]
    rules, book = here.rules(cohort), here.book
    page = here.page(f"/groups/{group}/sections/{number}")
    objectives = [one.id for one in here.course.sections[number].objectives]
    counts = {name: {"weak": 0, "growing": 0, "firm": 0, "unknown": 0} for name in objectives}
    for row in page.one("div", "words").one("tbody").all("tr"):
        user = user_in(row.one("th").one("a").attributes["href"])
        known = here.standing(cohort, user).learner.sections.get(number)
        every = here.where.section_items[number]
        state, *found = cells(row)
        kind = learners.kind_in_section(known, every, rules)
        book.same(f"{user}: state", f"is-{kind}" in state.attributes["class"], True)
        done = state.first("span", "figures")
        count = min(known.items, every) if known is not None else 0
        link = row.one("th").one("a")
        book.same(f"{user}: name", link.text(), here.raw.called(cohort, user))
        share = state.first("span", "state-share")
        book.same(
            f"{user}: right",
            _ints(share.text()) if share is not None else None,
            _right(known),
        )
        book.same(
            f"{user}: done",
            done.text() if done is not None else "",
            f"{count}/{every}" if count else "",
        )
        for name, cell in zip(objectives, found, strict=True):
            word = known.words.get(name) if known is not None else None
            said = word.word if word is not None else "unknown"
            counts[name][said] += 1
            book.same(f"{user}, {name}", f"is-{said}" in cell.attributes["class"], True)
            share = cell.first("span", "figures")
            if word is not None and word.share is not None and said != "unknown":
                book.same(f"{user}, {name}: share", _ints(cell.text()), [_even(word.share)])
            else:
                book.same(f"{user}, {name}: share", share, None)
    many = []
    for name in objectives:
        judged = sum(n for word, n in counts[name].items() if word != "unknown")
        if judged >= 5 and counts[name]["weak"] * 3 >= judged:
            many.append((-Fraction(counts[name]["weak"], judged), -counts[name]["weak"], name))
    shown_weak = page.first("ul", "weak-list")
    told = [one.one("a").text() for one in shown_weak.all("li")] if shown_weak is not None else []
    book.same("weak for many", sorted(told), sorted(name for _, _, name in many))
    book.same("the worst of them", told[:1], [min(many)[2]] if many else [])
    for place, name in enumerate(objectives, 1):
        hint = page.one("li", id=f"objective-{place}").one("span", "hint").text()
        book.same(f"counts of {name}", sorted(_ints(hint)), sorted(counts[name].values()))


def _even(share: Fraction) -> int:
    """Rounded as the templates round."""
    return round(share * 100)


def explain(work: Work, group: int, days: int) -> None:
    """Both tables in full, and what is to be explained first."""
    here = work.here
    since, before = span_of(here, group, days)
    costs = here.costs(group, since, here.today)
    earlier = here.costs(group, before, since - timedelta(days=1)) if before is not None else {}
    best = doubts.first_objective(work, group, since, here.today)
    fell = doubts.doubtful(work, group, since, here.today)
    for kind in ("objective", "misconception"):
        page = here.page(f"/groups/{group}/explain?days={days}&kind={kind}")
        finding = page.one("p", "finding").text()
        if best.name is not None:
            text = " ".join(here.course.plain(here.course.objectives[best.name].text).split())
            here.book.same("first to explain", text in finding, True)
            said = finding.partition(text)[2]
            here.book.same("its students", best.students in _ints(said), True)
        shown = {}
        for table in page.all("table", "explain-table"):
            for row in table.one("tbody").all("tr"):
                href = row.one("a", "row-name").attributes["href"]
                shown[urlsplit(href).path.rpartition("/")[2]] = cells(row)
        expected = {
            name: learners.summed(theirs)
            for (one, name), theirs in costs.items()
            if one == kind and learners.summed(theirs).missed
        }
        here.book.same(f"{kind}s", set(shown), set(expected))
        order = sorted(
            expected.items(),
            # what one student alone missed is folded away; what rests on suspects comes last
            key=lambda pair: (
                pair[1].students < 2,
                fell[kind, pair[0]] * 3 >= pair[1].missed,
                doubts.place_of(*pair),
            ),
        )
        here.book.same(f"order of {kind}s", list(shown), [name for name, _ in order])
        for name in set(shown) & set(expected):
            cost = expected[name]
            texts = [cell.text(without=("cell-title", "visually-hidden")) for cell in shown[name]]
            figures = [cost.students, len(here.raw.students(group))], [cost.missed]
            if kind == "objective":
                figures = [cost.students, cost.asked_students], [cost.missed, cost.asked]
            here.book.same(name, (_ints(texts[0]), _ints(texts[1])), figures)
            if kind == "objective":
                shares = []
                if cost.asked >= 10:
                    shares.append(round(Fraction(cost.missed, cost.asked) * 100))
                    old = learners.summed(earlier.get((kind, name), {}))
                    if old.asked >= 10:
                        shares.append(round(Fraction(old.missed, old.asked) * 100))
                said = _ints(texts[2]) if cost.asked >= 10 else []
                here.book.same(f"share of {name}", said, shares)


def span_of(here: Recount, group: int, days: int) -> tuple[date, date | None]:
    """First Monday, and that of as many weeks before."""
    starts, _ = here.raw.cohorts[here.raw.groups[group][0]]
    first = here.today - timedelta(days=days - 1) if days else starts or date(2020, 1, 6)
    monday = first - timedelta(days=first.weekday())
    if not days:
        return monday, None
    weeks = (here.today - monday).days // 7 + 1
    return monday, monday - timedelta(weeks=weeks)


def explain_one(here: Recount, group: int, days: int, kind: str, name: str) -> None:
    since, _ = span_of(here, group, days)
    costs = here.costs(group, since, here.today)
    theirs = costs.get((kind, name), {})
    cost = learners.summed(theirs)
    page = here.page(f"/groups/{group}/explain/{kind}/{name}?days={days}")
    finding = _ints(page.one("p", "finding").text())
    expected = [cost.students, cost.missed]
    if kind == "objective":
        expected = [cost.students, cost.asked_students, cost.missed, cost.asked]
    if cost.missed:
        here.book.same("finding", [one for one in expected if one not in finding], [])
    people: dict[int, tuple[int, ...]] = {}
    items: dict[str, tuple[int, ...]] = {}
    for table in page.all("table", "explain-counts"):
        for row in table.one("tbody").all("tr"):
            href = row.one("a", "row-name").attributes["href"]
            text = cells(row)[0].text(without=("visually-hidden",))
            if "/people/" in href:
                people[user_in(href)] = tuple(_ints(text))
            else:
                items[urlsplit(href).path.rpartition("/")[2]] = tuple(_ints(text))
    wanted = {
        user: (missed, asked) if kind == "objective" else (missed,)
        for user, (asked, missed) in theirs.items()
        if missed
    }
    here.book.same("students", people, wanted)
    by_item: dict[str, list[int]] = {}
    for one in here.first_tries(group):
        names = here.where.names.get(key_of(one.item))
        tags = names if kind == "objective" else one.codes
        if one.status != "scored" or names is None or not tags or name not in tags:
            continue
        if here.raw.day(one.at) >= since:
            counts = by_item.setdefault(one.item, [0, 0])
            counts[0] += one.share < 1
            counts[1] += 1
    here.book.same(
        "questions",
        items,
        {
            item: tuple(counts) if kind == "objective" else (counts[0],)
            for item, counts in by_item.items()
            if counts[0]
        },
    )


def explain_item(here: Recount, group: int, days: int, kind: str, name: str) -> None:
    """The question that cost most there: each of its versions with the answers given to it."""
    since, _ = span_of(here, group, days)
    counts: dict[str, dict[str, list[int]]] = {}
    for one in here.first_tries(group):
        names = here.where.names.get(key_of(one.item))
        tags = names if kind == "objective" else one.codes
        if one.status == "scored" and tags and name in tags and here.raw.day(one.at) >= since:
            mine = counts.setdefault(one.item, {}).setdefault(one.version, [0, 0])
            mine[0] += 1
            mine[1] += one.share < 1
    if not counts:
        return
    item = max(counts, key=lambda key: (sum(x[1] for x in counts[key].values()), key))
    page = here.page(f"/groups/{group}/explain/{kind}/{name}/items/{item}?days={days}")
    shown = [
        _ints(part.one("p").text())[:2]
        for part in page.all("section")
        if part.first("table", "answers-table") is not None
    ]
    everything: dict[str, list[int]] = {}
    for one in here.first_tries(group):
        if one.item == item and one.status == "scored" and here.raw.day(one.at) >= since:
            mine = everything.setdefault(one.version, [0, 0])
            mine[0] += 1
            mine[1] += one.share < 1
    here.book.same(f"answers to {item}", sorted(shown), sorted(everything.values()))


def monday(work: Work) -> None:
    """After the groups' pages were looked at: what stands there is of the last look."""
    here = work.here
    page = here.page("/teach")
    seen = set()
    for line in page.one("ul", "teach-groups").children:
        if not isinstance(line, Node):
            continue
        head = line.one("h3")
        group = int(head.one("a").attributes["href"].rpartition("/")[2])
        seen.add(group)
        cohort, _ = here.raw.groups[group]
        students = here.raw.students(group)
        here.book.same(f"students of {group}", whole(head.one("span").text()), len(students))
        needing = {user for user in students if here.standing(cohort, user).reasons}
        shown = line.all("ul", "teach-need")
        named = [
            user_in(link.attributes["href"])
            for one in shown
            for link in one.all("a")
            if "/people/" in link.attributes["href"]
        ]
        _to_mark(here, line, group)
        more = [
            whole(link.text())
            for one in shown
            for link in one.all("a")
            if "/people/" not in link.attributes["href"]
        ]
        order = in_order(here, cohort, needing)
        here.book.same(f"who needs help in {group}", named, order[: len(named)])
        here.book.same(f"how many in {group}", len(named) + sum(more), len(needing))
        best = doubts.first_objective(work, group, span_of(here, group, USUAL)[0], here.today)
        hints = line.all("span", "hint")
        side = next((one for one in hints if "missed it" in one.text()), None)
        here.book.same(
            f"explain again in {group}",
            _ints(side.text()) if side is not None else None,
            [best.students, best.missed] if best.name is not None else None,
        )
        link = next(
            (
                one.text().split()[0]
                for one in line.all("a")
                if one.attributes["href"] == f"/groups/{group}/explain"
                and one.attributes.get("lang") == "kk"
            ),
            None,
        )
        here.book.same(f"explain again in {group}: what", link, best.name)
        over = line.first("span", "passed-over")
        here.book.same(
            f"passed over in {group}",
            whole(over.text()) if over is not None else 0,
            best.passed_over,
        )
    here.book.same("groups", seen, {group for group in here.raw.groups if here.has(group)})
    tasks = page.first("ul", "teach-open")
    for one in tasks.all("li") if tasks is not None else []:
        task = here.raw.assignments[int(one.one("a").attributes["href"].rpartition("/")[2])]
        members = here.my_students(task.cohort)
        given = {user for user in members if given_to(here.raw, task, user)}
        done = {
            sitting.user
            for sitting in here.raw.sittings.values()
            if sitting.assignment == task.id and sitting.closed is not None
        }
        said = _ints(one.one("span", "hint").text())[:2]
        here.book.same(f"handed in {task.id}", said, [len(done & members), len(given)])


def feed(here: Recount, group: int, weeks: int) -> None:
    """This week and those before: works handed in, and answers that wait for a mark. (What else
    happens, requests, reports, corrections, is shown in words.)
    """
    cohort, _ = here.raw.groups[group]
    students = set(here.raw.students(group))
    this = here.today - timedelta(days=here.today.weekday())
    for back in range(weeks):
        first = this - timedelta(weeks=back)
        last = first + timedelta(days=6)
        page = here.page(f"/groups/{group}/feed?week={first}")
        handed: dict[int, set[int]] = {}
        waiting = waiting_in(here, group)
        _to_mark(here, page, group)
        for user in students:
            for sitting in here.raw.of_user[user]:
                task = here.raw.assignments.get(sitting.assignment or 0)
                if task is not None and task.cohort != cohort:
                    continue
                closed = sitting.closed
                if task is not None and closed and first <= here.raw.day(closed) <= last:
                    handed.setdefault(task.id, set()).add(user)
        lines = page.first("ul", "news")
        for kind, expected in (
            ("handed-in", sorted(len(people) for people in handed.values())),
            # all that wait for a mark stand in one line, in the week of the newest
            (
                "waiting",
                sorted(len(days) for days in waiting.values() if first <= max(days) <= last),
            ),
        ):
            shown = [
                _happened(line.one("a").text())
                for line in (lines.all("li", f"news-{kind}") if lines is not None else [])
            ]
            here.book.same(f"{kind} in the week of {first}", sorted(shown), expected)


def _happened(text: str) -> int:
    """The number after the title: “…” handed in: 19 (…)"""
    return whole(text.rpartition("”")[2])
