"""The log of looks, as each student reads it: every page about them that was opened, and no other.

What must stand there is worked out from the addresses that were asked for, not from the table;
from the table comes only what lay there before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from tests.recount import monthly
from tests.recount.group_pages import Recount, whole
from tests.recount.learners import given_to
from tests.recount.looking import Node
from tests.recount.raw import Look
from tests.recount.shared import moment

WORDS = {
    "progress": "your progress",
    "answers": "the list of your answers",
    "answer": "one of your answers",
    "self-study": "what you share of your self-study",
    "report": "a report with you in it",
    "file": "a file of the group with your figures",
    "api": "your data, by a program",
    "member": "your place in the group",
    "sitting": "your work in an assignment",
    "accommodation": "your accommodation",
}
FILES = {"sections": "Sections", "objectives": "Objectives", "help": "Help"}
"""Files of a group in which its students are named."""

ONE_LOOK = timedelta(minutes=1)
FEW = 5
_PERSON = re.compile(
    r"/teach/cohorts/(\d+)/people/(\d+)(?:/(progress|answers|self-study|accommodation))?(/\d+)?"
    r"(?:\.\w+)?"
)
_REPORT = re.compile(r"/groups/(\d+)/report\.pdf")
_FILE = re.compile(rf"/groups/(\d+)/export/({'|'.join(FILES)})\.\w+")
_SITTING = re.compile(r"/teach/sittings/(\d+)")


class Seen(NamedTuple):
    user: int
    cohort: int
    page: str


def seen_in(here: Recount, login: str, address: str) -> Iterator[Seen]:
    """The students about whom a page told, as far as it counts as a look."""
    parts = urlsplit(address)
    if found := _PERSON.fullmatch(parts.path):
        page = f"answer:{found[4][1:]}" if found[4] else found[3] or "member"
        yield Seen(int(found[2]), int(found[1]), page)
    elif found := _REPORT.fullmatch(parts.path):
        group = int(found[1])
        month = parse_qs(parts.query).get("month", [f"{here.today:%Y-%m}"])[0]
        for user in monthly.named(here, group, month):
            yield Seen(user, here.raw.groups[group][0], "report")
    elif found := _SITTING.fullmatch(parts.path):
        sitting = here.raw.sittings[int(found[1])]
        cohort = here.raw.assignments[sitting.assignment or 0].cohort
        yield Seen(sitting.user, cohort, f"sitting:{sitting.id}")
    elif found := _FILE.fullmatch(parts.path):
        group = int(found[1])
        for user in here.raw.students(group):
            yield Seen(user, here.raw.groups[group][0], f"file:{found[2]}")
    elif parts.path.startswith("/api/v1/teaching/"):
        yield from _given_to_programs(here, login, parts.path, parse_qs(parts.query))


def _given_to_programs(
    here: Recount, login: str, path: str, query: dict[str, list[str]]
) -> Iterator[Seen]:
    raw = here.raw
    if found := re.search(r"/groups/(\d+)/(glance|needs-help)$", path):
        group = int(found[1])
        cohort, _ = raw.groups[group]
        for user in raw.students(group):
            if found[2] == "glance" or here.standing(cohort, user).reasons:
                yield Seen(user, cohort, "api")
    elif found := re.search(r"/cohorts/(\d+)/members/(\d+)/answers$", path):
        yield Seen(int(found[2]), int(found[1]), "api")
    elif found := re.search(r"/cohorts/(\d+)/members$", path):
        cohort = int(found[1])
        for group in _groups(here, login, cohort):
            for user in raw.students(group):
                yield Seen(user, cohort, "api")
    elif found := re.search(r"/assignments/(\d+)/results$", path):
        task = raw.assignments[int(found[1])]
        for group in _groups(here, login, task.cohort):
            for user in raw.students(group):
                begun = any(one.assignment == task.id for one in raw.of_user[user])
                if begun or given_to(raw, task, user):
                    yield Seen(user, task.cohort, "api")


def _groups(here: Recount, login: str, cohort: int) -> list[int]:
    """The groups of a cohort that someone teaches."""
    viewer = next(user for user, known in here.raw.logins.items() if known == login)
    posts = {
        one.group for one in here.raw.enrolments if one.user == viewer and one.role != "student"
    }
    return [
        group
        for group, (of, _) in here.raw.groups.items()
        if of == cohort and (None in posts or group in posts)
    ]


def logged(here: Recount) -> dict[int, list[Look]]:
    """Student → all looks, the newest first: those from before and those of the addresses."""
    raw, now = here.raw, here.now
    viewers = {login: user for user, login in raw.logins.items()}
    midnight = datetime.combine(here.today, time(), raw.zone)
    found: dict[int, list[Look]] = {}
    recent: set[tuple[int, int, str]] = set()
    for one in raw.looks:
        found.setdefault(one.user, []).append(one)
        since = midnight if one.page == "api" else now - ONE_LOOK
        if one.at > since or (one.page == "api" and one.at == since):
            recent.add((one.viewer, one.user, one.page))
    for login, address in here.visitor.visits:
        viewer = viewers.get(login)
        if viewer is None:
            continue
        for seen in seen_in(here, login, address):
            key = viewer, seen.user, seen.page
            if seen.user == viewer or key in recent:
                continue
            recent.add(key)
            found.setdefault(seen.user, []).append(
                Look(viewer, seen.user, seen.cohort, seen.page, now)
            )
    for theirs in found.values():
        theirs.sort(key=lambda one: one.at, reverse=True)
    return found


def own(here: Recount, user: int, theirs: list[Look]) -> None:
    """Signed in as the student."""
    raw = here.raw

    answered = {one.id: one.at for sitting in raw.of_user[user] for one in sitting.answers}

    def words(one: Look) -> tuple[str, str, str, str]:
        at = moment(one.at.astimezone(raw.zone))
        page, _, which = one.page.partition(":")
        more = ""
        if page == "answer" and which:
            more = moment(answered[int(which)].astimezone(raw.zone))
        elif page == "file":
            more = FILES[which]
        return f"{raw.names[one.viewer]} {raw.titles[one.cohort]}", WORDS[page], more, at

    shown: list[tuple[str, str, str, str]] = []
    leaf = 1
    while True:
        page = here.page(f"/my-data/looks?leaf={leaf}")
        table = page.first("tbody")
        for row in table.all("tr") if table is not None else []:
            what, when = (one.text(without=("cell-title",)) for one in row.all("td"))
            shown.append((row.one("th").text(), *_which(what), when))
        if page.first("a", rel="next") is None:
            break
        leaf += 1
    here.book.same("looks", len(shown), len(theirs))
    expected = Counter(words(one) for one in theirs)
    here.book.same("who, what, when", Counter(shown), expected)
    here.book.same("in order", [one[3] for one in shown], [words(one)[3] for one in theirs])
    section = here.page("/progress").one("section", **{"aria-labelledby": "looks-title"})
    few = section.first("ul", "look-lines")
    named = few.all("li") if few is not None else []
    here.book.same("looks on the page of progress", len(named), min(FEW, len(theirs)))
    link = _all(section)
    here.book.same("all looks", whole(link.text()) if link is not None else 0, len(theirs))


def _all(section: Node) -> Node | None:
    return section.first("a", href="/my-data/looks")


def _which(what: str) -> tuple[str, str]:
    """What was looked at, and which of several: when an answer was given, the name of a file."""
    words = max((one for one in WORDS.values() if what.startswith(one)), key=len, default=what)
    if found := re.search(r"answered: (.+)$", what):
        return words, found[1]
    if found := re.search(r"«(\w+)»", what):
        return words, found[1]
    return words, ""
