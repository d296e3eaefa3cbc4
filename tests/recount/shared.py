"""What students share of their self-study, as those who teach them see it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from tests.recount.grades import closes_for_all
from tests.recount.group_pages import MONTHS, Recount, cells, day_in, whole
from tests.recount.learners import Word, key_of, word_of
from tests.recount.looking import Node, numbers, value_of
from tests.recount.raw import Answer

PAUSE = timedelta(minutes=5)
WEEKS = 26
MOST_ANSWERS = 200
ORDER = ("firm", "growing", "weak", "unknown")
GRACE = timedelta(seconds=30)


def _visible(here: Recount, assignment: int | None) -> bool:
    """Whether the student may see by now what was right: what an exam keeps back is in no map."""
    if assignment is None:
        return True
    task = here.raw.assignments[assignment]
    until = closes_for_all(here.raw, task)
    closed = until is not None and here.now > until + GRACE
    phase = task.rules.get("visibility", {}).get("key", "during")
    return phase in ("during", "after") or (phase == "closed" and closed)


@dataclass
class OfDay:
    answers: int = 0
    right: int = 0
    seconds: int = 0
    firm: int = 0


@dataclass
class Study:
    """Everything a student answered anywhere, cards and sets of their own too."""

    days: dict[date, OfDay] = field(default_factory=dict)
    tries: dict[str, list[tuple[date, Fraction]]] = field(default_factory=dict)
    words: dict[str, Word] = field(default_factory=dict)


def study(here: Recount, user: int) -> Study:
    raw, where = here.raw, here.where
    every = [
        (raw.sent.get(one.id, one.at), one)
        for sitting in raw.of_user[user]
        if _visible(here, sitting.assignment)
        for one in sitting.answers
        if one.judged and one.status == "scored"
    ]
    found = Study(words={name: Word("unknown", None, 0) for name in where.course.objectives})
    before: datetime | None = None
    today: date | None = None
    touched: set[str] = set()

    def close() -> None:
        if today is None:
            return
        for name in {name for key in touched for name in where.names.get(key, ())}:
            found.words[name] = word_of(where.keys[name], found.tries)
        found.days[today].firm = sum(one.word == "firm" for one in found.words.values())

    for at, one in sorted(every, key=lambda pair: (pair[0], pair[1].id)):
        key = key_of(one.item)
        card = key in where.course.cards
        if not card and key not in where.names:
            continue
        day = raw.day(at)
        if day != today:
            close()
            today, touched = day, set()
        touched.add(key)
        mine = found.days.setdefault(day, OfDay())
        mine.answers += 1
        mine.right += one.share == 1
        gap = at - before if before is not None else None
        counts = gap is not None and timedelta(0) <= gap <= PAUSE
        mine.seconds += int(gap.total_seconds()) if counts and gap is not None else 60
        before = at if before is None else max(at, before)
        theirs = found.tries.setdefault(key, [])
        if not card and all(known != day for known, _ in theirs):
            theirs.append((day, one.share))
    close()
    return found


def _counts(words: list[str]) -> dict[str, int]:
    found = Counter(words)
    return {word: found[word] for word in ORDER}


def shared(here: Recount, cohort: int, user: int) -> None:
    book, raw = here.book, here.raw
    page = here.page(f"/teach/cohorts/{cohort}/people/{user}/self-study")
    what, exam = raw.plans.get(user, ("none", None))
    title = {
        "none": "does not share",
        "summary": "shares a summary",
        "answers": "shares both",
    }[what]
    book.same("what is shared", title in page.one("p", "lead").text(), True)
    sections = page.all("details", "mastery-section")
    book.same("a map is shown", bool(sections), what != "none")
    if what == "none":
        book.same("tables", len(page.all("table")), 0)
        book.same("figures", numbers(page.one("p", "lead").text()), [])
        return
    days = [day_in(one.text()) for one in page.all("p") if one.text().startswith("Exam date")]
    book.same("exam", days, [exam] if exam is not None else [])
    found = study(here, user)
    known = _counts([one.word for one in found.words.values()])
    lead = next((one for one in page.all("p") if "objectives: firm" in one.text()), None)
    if len(found.words) > known["unknown"]:
        expected = [len(found.words), *(known[word] for word in ORDER)]
        said = [abs(int(value_of(one))) for one in numbers(lead.text())] if lead else []
        book.same("objectives", said, expected)
    else:
        book.same("no counts of nothing", lead is None, True)
    _map(here, sections, found)
    _weeks(here, page, found)
    tables = [one for one in page.all("table") if "weeks" not in one.attributes.get("class", "")]
    book.same("answers are listed", bool(tables), what == "answers" and bool(_own(here, user)))
    if tables:
        _answers(here, tables[0], user)


def _map(here: Recount, sections: list[Node], found: Study) -> None:
    book = here.book
    book.same("sections", len(sections), len(here.sections()))
    for number, section in zip(here.sections(), sections, strict=False):
        objectives = [one.id for one in here.course.sections[number].objectives]
        stood = _counts([found.words[name].word for name in objectives])
        shown = {}
        for part in section.one("summary").all("span", "mastery-part"):
            name = part.one("svg").attributes["class"].split("is-")[1]
            figures = part.first("span", "figures")
            shown[name] = whole(figures.text()) if figures is not None else 0
        expected = {word: n for word, n in stood.items() if n and word != "unknown"}
        book.same(f"section {number}", shown, expected or {"unknown": 0})
        lines = section.one("ul", "objective-list")
        for name in objectives:
            line = lines.one("li", id=name)
            word = found.words[name]
            book.same(
                f"{name}: word",
                line.one("span", "mastery-word").attributes["class"].split("is-")[1],
                word.word,
            )
            hint = line.one("p", "objective-head").first("span", "hint")
            said = [int(value_of(one)) for one in numbers(hint.text())] if hint else []
            keys = here.where.keys[name]
            if word.share is None:
                book.same(f"{name}: questions", said, [len(keys)] if keys else [])
                continue
            tried = [(day, key) for key in keys for day, _ in found.tries.get(key, [])[-3:]]
            newest = sorted(tried, reverse=True)[:8]
            book.same(
                f"{name}: figures",
                said,
                [
                    word.tries,
                    int(word.share * 100),
                    len({key for _, key in newest}),
                    len(keys),
                    len({day for day, _ in tried}),
                ],
            )


def _weeks(here: Recount, page: Node, found: Study) -> None:
    table = page.first("table", "weeks")
    here.book.same("weeks are shown", table is not None, bool(found.days))
    if table is None or not found.days:
        return
    monday = here.today - timedelta(days=here.today.weekday())
    first = min(found.days)
    first = max(first - timedelta(days=first.weekday()), monday - timedelta(weeks=WEEKS - 1))
    shown = []
    for row in table.one("tbody").all("tr"):
        _, firm, right, minutes = (cell.text() for cell in cells(row))
        shown.append(
            (
                day_in(row.one("th").text()),
                whole(firm),
                tuple(int(value_of(one)) for one in numbers(right)),
                whole(minutes),
            )
        )
    expected: list[Any] = []
    while first <= monday:
        theirs = {day: one for day, one in found.days.items() if 0 <= (day - first).days < 7}
        until = [day for day in found.days if day <= first + timedelta(days=6)]
        answers = sum(one.answers for one in theirs.values())
        right_ = sum(one.right for one in theirs.values())
        expected.append(
            (
                first,
                found.days[max(until)].firm if until else 0,
                (right_, answers) if answers else (),
                sum(one.seconds for one in theirs.values()) // 60,
            )
        )
        first += timedelta(days=7)
    here.book.same("weeks", shown, expected[::-1])


def _own(here: Recount, user: int) -> list[Answer]:
    """Of sets of one's own, the newest first."""
    found = [
        one
        for sitting in here.raw.of_user[user]
        if sitting.assignment is None and sitting.seed is not None
        for one in sitting.answers
        if one.judged
    ]
    return sorted(found, key=lambda one: one.id, reverse=True)[:MOST_ANSWERS]


def _answers(here: Recount, table: Node, user: int) -> None:
    shown = []
    for row in table.one("tbody").all("tr"):
        when, _, share = (cell.text() for cell in cells(row))
        shown.append((when, value_of(numbers(share)[0]) if numbers(share) else None))
    expected = []
    for one in _own(here, user):
        at = here.raw.sent.get(one.id, one.at).astimezone(here.raw.zone)
        share_ = Fraction(one.share * 10000 // 1, 100)  # cut, not rounded
        expected.append(
            (
                moment(at),
                share_ if one.status == "scored" else None,
            )
        )
    here.book.same("answers", shown, expected)


def moment(at: datetime) -> str:
    """As pages write it; ``at`` in the course's zone."""
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}, {at:%H:%M}"
