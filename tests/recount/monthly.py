"""A group's page of files, and its monthly report: the PDF is read and each number compared."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from quizzes.item import Item
from tests.recount import arithmetic as a
from tests.recount import items as counted
from tests.recount import learners, past_help, pdf
from tests.recount.doubts import doubtful, place_of
from tests.recount.group_pages import MONTHS, Recount, day_in, reasons_said
from tests.recount.items import told
from tests.recount.learners import given_to, key_of, word_of
from tests.recount.looking import Node, numbers, value_of
from tests.recount.raw import Assignment, rows, sure

if TYPE_CHECKING:
    from tests.recount.work_pages import Work

FEWEST = 10
MOST_COSTS = 7
MOST_FLAGS = 10
MOST_NAMES = 5
CODES = (
    "key-doubtful negative below-guess like-guessing second-key weak too-hard too-easy "
    "often-blank idle-choice"
).split()
WRITTEN = "One Two Three Four Five Six Seven Eight Nine Ten".split()


def _month(here: Recount, month: str) -> tuple[date, date]:
    """First and last day, the last not after today."""
    first = date.fromisoformat(f"{month}-01")
    after = (first + timedelta(days=32)).replace(day=1)
    return first, min(after - timedelta(days=1), here.today)


def _over(here: Recount, month: str) -> bool:
    return f"{here.today:%Y-%m}" > month


def _events(here: Recount, group: int, month: str) -> list[tuple[str, int]]:
    """(kind, student) of alerts raised and taken off in a month, the oldest first."""
    first, last = _month(here, month)
    cohort, _ = here.raw.groups[group]
    theirs = set(here.raw.students(group))
    with here.engine.connect() as connection:
        found = rows(connection, "SELECT * FROM alert_events ORDER BY id")
    return [
        (row["kind"], row["user_id"])
        for row in found
        if row["cohort_id"] == cohort
        and row["user_id"] in theirs
        and row["kind"] in ("raised", "cleared")
        and first <= here.raw.day(sure(row["at"])) <= last
    ]


def _moments(here: Recount, month: str) -> tuple[datetime, datetime]:
    first, last = _month(here, month)
    zone = here.raw.zone
    return (
        datetime.combine(first, time.min, zone),
        datetime.combine(last + timedelta(days=1), time.min, zone),
    )


def named(here: Recount, group: int, month: str) -> set[int]:
    """Of whom the report tells by name."""
    cohort, _ = here.raw.groups[group]
    if _over(here, month):
        return {one.user for one in past_help.alerts(here, group, *_moments(here, month))}
    found = {user for _, user in _events(here, group, month)}
    return found | {
        user for user in here.raw.students(group) if here.standing(cohort, user).reasons
    }


def months_of(here: Recount, group: int) -> list[str]:
    """From the term's first month to this one, the newest first."""
    cohort, _ = here.raw.groups[group]
    starts, _ = here.raw.cohorts[cohort]
    if starts is None:
        joined = [
            here.raw.day(one.since)
            for one in here.raw.enrolments
            if one.group == group and one.role == "student" and not one.ended
        ]
        starts = min(joined, default=here.today)
    found, first = [], here.today.replace(day=1)
    while first >= min(starts, here.today).replace(day=1):
        found.append(f"{first:%Y-%m}")
        first = (first - timedelta(days=1)).replace(day=1)
    return found[:24]


def page(here: Recount, group: int) -> None:
    """The page has no figures but the months to choose from, and leads to every file."""
    shown = here.page(f"/groups/{group}/report")
    values = [one.attributes["value"] for one in shown.one("select").all("option")]
    here.book.same("months", values, months_of(here, group))
    texts = [one.text() for one in shown.one("select").all("option")]
    said = [f"{MONTHS[int(value[5:]) - 1]} {value[:4]}" for value in values]
    here.book.same("names of months", texts, said)
    links = {one.attributes["href"] for one in shown.one("ul", "files").all("a")}
    names = ("sections", "objectives", "explain", "help")
    wanted = {
        f"/groups/{group}/export/{name}.{ending}" for name in names for ending in ("csv", "xlsx")
    }
    here.book.same("files", links, wanted)


def _text(node: Node) -> str:
    """Of another font, a word in brackets stands apart from its bracket."""
    return node.text().replace("( ", "(").replace(" )", ")")


class _Report:
    """The tables by the heading before them, and the sentences."""

    def __init__(self, root: Node) -> None:
        self.root = root
        self.tables: dict[str, list[list[list[str]]]] = {}
        self.lines: dict[str, list[str]] = {}
        heading = ""
        body = root.one("Document")
        for one in body.children:
            if not isinstance(one, Node):
                continue
            if one.tag == "Table":
                found = [
                    [_text(cell) for cell in row.children if isinstance(cell, Node)]
                    for row in one.all("TR")
                ]
                self.tables.setdefault(heading, []).append(found)
            elif one.tag in ("Span", "H1", "H2", "H3"):
                heading = one.text()
            else:
                self.lines.setdefault(heading, []).append(_text(one))

    def table(self, heading: str, place: int = 0) -> list[list[str]]:
        """The rows below the head."""
        found = self.tables.get(heading, [])
        return found[place][1:] if place < len(found) else []

    def said(self, heading: str) -> str:
        return " ".join(self.lines.get(heading, []))


def _ints(text: str) -> list[int]:
    return [int(value_of(one)) for one in numbers(text)]


def report(work: Work, group: int, month: str) -> None:
    here = work.here
    here.book.page = address = f"/groups/{group}/report.pdf?month={month}"
    root = pdf.tree(here.visitor.get(address).content)
    if here.visitor.watch is not None:
        here.visitor.watch(address, root.text())
    found = _Report(root)
    _activity(here, found, group, month)
    for heading, tables in found.tables.items():
        for head, *table in tables:
            cells = {len(row) for row in table} | {len(head)}
            here.book.same(f"{heading}: cells a row", cells, {len(head)})
            here.book.same(f"{heading}: empty cells", [r for r in (head, *table) if "" in r], [])
    if _over(here, month):
        standing = set(_since(here, here.raw.groups[group][0]))
        past_help.compare(here, found, group, _moments(here, month), standing)
    else:
        _help(here, found, group, month)
    _explain(work, found, group, month)
    _assignments(work, found, group, month)
    _mastery(here, found, group, month)


def _tally(here: Recount, students: list[int], first: date, last: date) -> tuple[int, ...]:
    """(students who answered, answers, marked, wholly right) in lessons and assignments."""
    active, answers, marked, right = set(), 0, 0, 0
    for user in students:
        for sitting in here.raw.of_user[user]:
            if not sitting.lesson and sitting.assignment is None:
                continue
            for one in sitting.answers:
                if first <= here.raw.day(one.at) <= last:
                    active.add(user)
                    answers += 1
                    marked += one.status == "scored"
                    right += one.status == "scored" and one.share == 1
    return len(active), answers, marked, right


def _of(here: Recount, what: str, text: str, part: int, whole: int) -> None:
    """«12 / 25 (48 %)», without a share of fewer than ten."""
    said = numbers(text)
    here.book.same(what, [int(value_of(one)) for one in said[:2]], [part, whole])
    here.book.same(f"{what}: has a share", len(said) > 2, whole >= FEWEST)
    if len(said) > 2 and whole:
        here.book.written(f"{what}: share", said[2], Fraction(part * 100, whole))


def _activity(here: Recount, found: _Report, group: int, month: str) -> None:
    book, students = here.book, here.raw.students(group)
    first, last = _month(here, month)
    active, answers, marked, right = _tally(here, students, first, last)
    lead = found.lines.get("", [])
    line = next((one for one in lead if "Students in the group" in one), "")
    book.same("students", _ints(line), [len(students), active])
    line = next((one for one in lead if one.startswith("Answers:")), "")
    book.same("answers", _ints(line)[:1], [answers])
    rest = line.partition(";")[2]
    if marked:
        _of(here, "right answers", rest, right, marked)
    else:
        book.same("right answers", _ints(rest), [0])
    title = f"{here.raw.groups[group][1]}: {MONTHS[first.month - 1]} {first.year}"
    book.same("title", title in " ".join(lead), True)
    notes = [day_in(one) for one in lead if "not over" in one]
    book.same("so far", notes, [] if _over(here, month) else [last])
    table = found.table("Work by week")
    begins, weeks = first, []
    while begins <= last:
        ends = min(begins + timedelta(days=6 - begins.weekday()), last)
        weeks.append((begins, ends))
        begins = ends + timedelta(days=1)
    book.same("weeks", [row[0] for row in table], [_days(*one) for one in weeks])
    for row, (begins, ends) in zip(table, weeks, strict=False):
        active, answers, marked, right = _tally(here, students, begins, ends)
        book.same(f"answers of {row[0]}", _ints(row[1]), [answers])
        book.same(f"students of {row[0]}", _ints(row[2]), [active, len(students)])
        if marked:
            _of(here, f"right of {row[0]}", row[3], right, marked)
        else:
            book.lacking(f"right of {row[0]}", row[3])


def _days(first: date, last: date) -> str:
    return f"{first:%d.%m}" if first == last else f"{first:%d.%m}–{last:%d.%m}"


def _help(here: Recount, found: _Report, group: int, month: str) -> None:
    book, raw, heading = here.book, here.raw, "Needs help"
    cohort, _ = raw.groups[group]
    standing = {user: here.standing(cohort, user) for user in raw.students(group)}
    needing = {user for user, one in standing.items() if one.reasons}
    table = found.table(heading)
    # two may have the same name, and guests no login: then the one whose line is theirs
    names = Counter(raw.called(cohort, user) for user in needing)
    book.same("who needs help", Counter(row[0] for row in table), names)
    since = _since(here, cohort)
    for row in table:
        for user in needing:
            if raw.called(cohort, user) == row[0] and names[row[0]] == 1:
                reasons_said(here, row[1], standing[user])
                book.same(f"since when {row[0]}", day_in(row[2]), since.get(user, here.today))
    book.same("on which day", day_in(found.lines.get(heading, [""])[0]), here.today)
    lead = next((one for one in found.lines.get("", []) if "help:" in one), "")
    word = WRITTEN[len(needing) - 1] if 0 < len(needing) <= 10 else str(len(needing))
    book.same("how many need help", bool(lead), bool(needing))
    if needing:
        book.same("how many need help", lead.split()[0], word)
        more = len(needing) - MOST_NAMES
        said_more = re.search(r" and (\d+) more", lead)
        book.same("more", int(said_more[1]) if said_more else 0, max(0, more))
    events = _events(here, group, month)
    for kind, words in (("raised", "Found to need help"), ("cleared", "No longer needing help")):
        people = list(
            dict.fromkeys(raw.called(cohort, user) for one, user in events if one == kind)
        )
        line = next((one for one in found.lines.get(heading, []) if one.startswith(words)), "")
        book.same(f"{kind}: how many", _ints(line)[:1], [len(people)] if people else [])
        said = sorted(line.partition("): ")[2].rstrip(".").split(", ")) if line else []
        book.same(f"{kind}: who", said, sorted(people))


def _since(here: Recount, cohort: int) -> dict[int, date]:
    """Since when an alert is kept; one that is not kept yet is of today."""
    with here.engine.connect() as connection:
        found = rows(connection, "SELECT * FROM help_alerts")
    return {
        row["user_id"]: here.raw.day(datetime.fromisoformat(json.loads(row["alert"])["since"]))
        for row in found
        if row["cohort_id"] == cohort
    }


def _explain(work: Work, found: _Report, group: int, month: str) -> None:
    here = work.here
    first, last = _month(here, month)
    monday = first - timedelta(days=first.weekday())
    doubts = doubtful(work, group, monday, last)
    place = 0
    for kind in ("objective", "misconception"):
        texts = {
            "objective": {key: one.text for key, one in here.course.objectives.items()},
            "misconception": {key: one.en for key, one in here.course.misconceptions.items()},
        }[kind]
        lines = [
            (name, cost)
            for (one, name), theirs in here.costs(group, monday, last).items()
            if one == kind and (cost := learners.summed(theirs)).students >= 2 and name in texts
        ]
        lines.sort(key=lambda one: place_of(*one))
        heavy_ones = [one for one in lines if doubts[kind, one[0]] * 3 >= one[1].missed]
        sound = [one for one in lines if one not in heavy_ones]
        lines = sound[:MOST_COSTS] + [one for one in lines[:MOST_COSTS] if one in heavy_ones]
        table = found.table("What to explain again", place) if lines else []
        place += bool(lines)
        here.book.same(f"{kind}s", len(table), len(lines))
        for row, (name, cost) in zip(table, lines, strict=False):
            words = " ".join(here.course.plain(texts[name]).split())
            here.book.same(f"title of {name}", row[0].startswith(words), True)
            fell = doubts[kind, name]
            heavy = fell * 3 >= cost.missed > 0
            here.book.same(
                f"doubts of {name}", _ints(row[0][len(words) :]), [fell] if heavy else []
            )
            if kind == "objective":
                here.book.same(
                    f"students of {name}", _ints(row[1]), [cost.students, cost.asked_students]
                )
                _of(here, f"answers of {name}", row[2], cost.missed, cost.asked)
            else:
                here.book.same(f"students of {name}", _ints(row[1]), [cost.students])
                here.book.same(f"answers of {name}", _ints(row[2]), [cost.missed])
    said = found.said("What to explain again")
    if place:
        here.book.same("weeks of what to explain", _days(monday, last) in said, True)


def _given(work: Work, group: int, month: str) -> Iterator[tuple[Assignment, list[int]]]:
    """The assignments of a month with those of the group who have them, by opening."""
    raw = work.here.raw
    first, last = _month(work.here, month)
    begins = datetime.combine(first, time(), raw.zone)
    ends = datetime.combine(last + timedelta(days=1), time(), raw.zone)
    for task in sorted(raw.assignments.values(), key=lambda one: (one.opens, one.id)):
        at = [one for one in (task.opens, task.due, task.closes) if one is not None]
        mine = [user for user in raw.students(group) if given_to(raw, task, user)]
        here = task.cohort == raw.groups[group][0] and not task.withdrawn
        if here and mine and any(begins <= one < ends for one in at):
            yield task, mine


def _assignments(work: Work, found: _Report, group: int, month: str) -> None:
    here = work.here
    given = list(_given(work, group, month))
    table = found.table("Assignments")
    here.book.same("assignments", [row[0] for row in table], [task.title for task, _ in given])
    for row, (task, mine) in zip(table, given, strict=False):
        finished = {
            one.user
            for user in set(mine) & here.raw.basis()
            for one in here.raw.of_user[user]
            if one.assignment == task.id and one.finished and any(x[4] for x in one.items)
        }
        name = f"assignment {task.id}"
        here.book.same(f"{name}: handed in", _ints(row[1]), [len(finished), len(mine)])
        shares: list[Fraction] = []
        waiting = 0
        for sitting in counted.counted_sittings(here.raw, task.id, mine):
            lines = counted.lines(sitting)
            if any(line.share is None for line in lines):
                waiting += 1
                continue
            earned = sum((line.points * (line.share or Fraction(0)) for line in lines), Fraction(0))
            shares.append(earned / sum(line.points for line in lines))
        if len(shares) < FEWEST:
            expected = [len(shares), waiting] if waiting else [len(shares)]
            here.book.same(f"{name}: mean", _ints(row[2]), expected)
            here.book.lacking(f"{name}: median", row[3])
        else:
            here.book.written(f"{name}: mean", row[2], a.mean(shares) * 100)
            n = row[2].rpartition("n =")[2]
            here.book.same(f"{name}: n of mean", _ints(n), [len(shares)])
            here.book.written(f"{name}: median", row[3], a.middle(shares) * 100)
        _, test = work.scores(task)
        n = row[4].rpartition("n =")[2]
        here.book.same(f"{name}: n of reliability", _ints(n), [test.n])
        alpha = test.alpha if test.n >= FEWEST else None
        if alpha is None:
            here.book.lacking(f"{name}: reliability", row[4].partition("n =")[0])
        else:
            here.book.written(f"{name}: reliability", row[4], alpha)
            between = a.feldt(float(alpha), test.n, len(test.parts))
            ends = row[4].partition("(")[2].partition(")")[0].split("…")
            for text, value in zip(ends, between, strict=True):
                here.book.written(f"{name}: interval of reliability", text, value)
    _flags(work, found, given)


def _known(work: Work, item: str, version: str) -> Item | None:
    return None if version == "variants" else work.items.find(item, version)


def _flags(work: Work, found: _Report, given: list[tuple[Assignment, list[int]]]) -> None:
    """The flagged questions: those with the gravest flags, each with its numbers."""
    here = work.here
    worst: dict[tuple[str, str, int], list[tuple[int, counted.Evidence]]] = {}
    for task, _ in given:
        scope = f"assignment:{task.id}"
        for item, version in work.scope(scope):
            figures = work.figures(scope, item, version)
            flags = counted.flags(figures, _known(work, item, version))
            graves = [
                (2 * CODES.index(code) + (not likely), choice or "", evidence)
                for (code, likely, choice), evidence in flags.items()
            ]
            if graves:
                grave, _, evidence = min(graves, key=lambda one: one[:2])
                evidence = told(evidence, work.fewest(scope, item, version))
                key = task.title, item, figures.n
                worst.setdefault(key, []).append((grave, evidence))
    table = found.table("Flagged questions")
    every = sorted(grave for theirs in worst.values() for grave, _ in theirs)
    here.book.same("flagged questions", len(table), min(MOST_FLAGS, len(every)))
    more = len(every) - MOST_FLAGS
    line = next((one for one in found.lines.get("Flagged questions", []) if "Further" in one), "")
    here.book.same("more flagged questions", _ints(line), [more] if more > 0 else [])
    shown = []
    for about, flag, *_ in table:  # a column without width holds rows together
        title, item, n = about.rsplit(" · ", 2)
        found_here = [
            one
            for key, theirs in worst.items()
            if title.endswith(key[0]) and key[1] == item and key[2] == _ints(n)[0]
            for one in theirs
        ]
        here.book.same(f"{item} with {n} is flagged", bool(found_here), True)
        likely = flag.startswith("Likely")
        theirs = [one for one in found_here if (one[0] % 2 == 0) == likely]
        said = [value_of(one) for one in numbers(flag)]
        fits = [grave for grave, evidence in theirs if _says(said, evidence)]
        here.book.same(f"evidence of {item} in {flag!r} is of {theirs}", bool(fits), True)
        shown += fits[:1]
    here.book.same("the gravest first", shown, every[:MOST_FLAGS])


def _says(said: list[Fraction], evidence: counted.Evidence) -> bool:
    """Whether every number of the evidence stands there, as it is rounded; none where none may."""
    if not evidence:
        return not said
    for name, value in evidence.items():
        scale, unit = {"r": (1, 0.005), "facility": (100, 0.05), "guess": (100, 0.05)}.get(
            name, (1, 0.0)
        )
        if not any(abs(float(one) - float(value) * scale) <= unit + 1e-9 for one in said):
            return False
    return True


def _mastery(here: Recount, found: _Report, group: int, month: str) -> None:
    first, last = _month(here, month)
    counts: dict[str, Counter[str]] = {}
    for user in here.raw.students(group):
        tries: dict[str, list[tuple[date, Fraction]]] = {}
        for one in learners.shown_answers(here.raw, user):
            key, day = key_of(one.item), here.raw.day(one.at)
            if one.status != "scored" or key not in here.where.names or day > last:
                continue
            theirs = tries.setdefault(key, [])
            if not theirs or theirs[-1][0] != day:
                theirs.append((day, one.share))
        before = {key: [one for one in theirs if one[0] < first] for key, theirs in tries.items()}
        for name, objective in here.course.objectives.items():
            keys = here.where.keys[name]
            if not any(key in tries for key in keys):
                continue
            then, now = word_of(keys, before).word, word_of(keys, tries).word
            mine = counts.setdefault(objective.section, Counter())
            mine[now] += 1
            mine["n"] += 1
            order = ("unknown", "weak", "growing", "firm")
            if now not in ("unknown", then):
                rose = order.index(now) > order.index(then)
                mine["new" if then == "unknown" else "rose" if rose else "fell"] += 1
    table = found.table("Changes of mastery")
    names = ("rose", "fell", "new", "weak", "growing", "firm", "n")
    shown = {row[0].split()[0]: [_ints(one) for one in row[1:]] for row in table}
    expected = {
        section: [[mine[name]] for name in names]
        for section, mine in counts.items()
        if mine["rose"] or mine["fell"] or mine["new"]
    }
    here.book.same("sections", set(shown), set(expected))
    for section in set(shown) & set(expected):
        here.book.same(f"mastery in {section}", shown[section], expected[section])
