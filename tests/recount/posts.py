"""What a group's teacher and an assistant are shown: their groups, and nothing of the others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from tests.recount.files import sheets
from tests.recount.group_pages import Recount
from tests.recount.program import Program
from tests.recount.raw import Raw


@dataclass(frozen=True)
class Post:
    """Of someone on the staff of one cohort. ``groups`` None: all."""

    login: str
    cohort: int
    role: str
    groups: frozenset[int] | None

    @property
    def instructor(self) -> bool:
        return self.role == "instructor"


def post_of(raw: Raw, login: str) -> Post | None:
    user = next((user for user, known in raw.logins.items() if known == login), None)
    theirs = [
        one
        for one in raw.enrolments
        if one.user == user and one.role != "student" and not one.ended
    ]
    if not theirs:
        return None
    role = max(one.role for one in theirs)  # an instructor's is more than an assistant's
    groups = [one.group for one in theirs if one.role == role]
    return Post(
        login,
        theirs[0].cohort,
        role,
        None if None in groups else frozenset(one for one in groups if one is not None),
    )


class Watch:
    """Reads everything that is shown to someone, for what is of other groups' students: links to
    their pages, their logins, and names that nobody of one's own has.
    """

    def __init__(self, here: Recount, post: Post) -> None:
        raw = here.raw
        staff = {one.user for one in raw.enrolments if one.role != "student"}
        mine = here.my_students(post.cohort)
        others = {one.user for one in raw.enrolments if one.role == "student"} - mine - staff
        known = {raw.names[user] for user in mine | staff}
        names = {raw.names[user] for user in others} - known
        logins = {raw.logins[user] for user in others if raw.logins[user]}
        self._here = here
        self._links = {str(user) for user in others}
        self._words = re.compile("|".join(sorted(map(re.escape, names | logins))) or "(?!)")
        self.others = sorted(others)

    def __call__(self, address: str, text: str) -> None:
        linked = set(re.findall(r"/people/(\d+)", text)) & self._links
        found = sorted({*linked, *self._words.findall(text)})
        page, self._here.book.page = self._here.book.page, address
        self._here.book.same("students of other groups", found[:5], [])
        self._here.book.page = page


_GROUP = ("", "/feed", "/sections/{section}", "/explain", "/explain/objective/{objective}")
_GROUP_INSTRUCTOR = (
    "/report",
    "/report.pdf",
    *(
        f"/export/{name}.{ending}"
        for name in ("sections", "objectives", "explain", "help")
        for ending in ("csv", "xlsx")
    ),
)
_PERSON = ("", "/progress", "/answers", "/answers/{answer}", "/self-study")
_PERSON_INSTRUCTOR = ("/answers.csv", "/answers.xlsx", "/accommodation")
_COHORT_INSTRUCTOR = (
    "/bank/analysis",
    "/bank/analysis.csv",
    "/bank/analysis.xlsx",
    "/api",
)
_TASK_INSTRUCTOR = ("/analysis.csv", "/analysis.xlsx", "/choices.csv", "/choices.xlsx")


_OVERVIEW = (
    "",
    "/people",
    "/groups",
    "/staff",
    "/roster",
    "/gradebook",
    "/gradebook.csv",
    "/marking",
    "/reviews",
    "/reports",
    "/assessments",
    "/bank",
    "/help-rules",
    "/export",
    "/export/members.csv",
    "/export/answers.csv",
    "/export/accommodations.csv",
    "/export/extensions.csv",
    "/export/marks.csv",
    "/export/everything.xlsx",
)
_OF_TASK = ("", "/live", "/results", "/results.csv", "/analysis", "/extensions", "/marking")


def looked_over(here: Recount, post: Post) -> None:
    """Other pages that may name students: whatever opens is read by the watch."""
    opened = 0
    addresses = [f"/teach/cohorts/{post.cohort}{one}" for one in _OVERVIEW]
    addresses += [
        f"/teach/assignments/{task}{one}" for task in here.raw.assignments for one in _OF_TASK
    ]
    for address in addresses:
        here.book.page = address
        if here.visitor.status(address) == 200:
            opened += 1
            if address.endswith(".xlsx"):
                sheets(here, address)
            else:
                here.visitor.get(address)
    here.book.page = "/teach"
    here.book.same("pages are open", opened > len(_OVERVIEW) // 2, True)


def refused(here: Recount, post: Post, people: list[int]) -> None:
    """Pages and files of other groups and of ``people`` in them; for an assistant also what only
    instructors may see of their own.
    """
    raw = here.raw
    addresses: list[str] = []
    names = {
        "section": here.sections()[0],
        "objective": next(iter(here.course.objectives)),
    }
    for group in raw.groups:
        own = here.has(group)
        if not own:
            addresses += [f"/groups/{group}{one.format_map(names)}" for one in _GROUP]
        if not own or not post.instructor:
            addresses += [f"/groups/{group}{one}" for one in _GROUP_INSTRUCTOR]
    for user in people:
        sittings = raw.of_user[user]
        given = [one.id for sitting in sittings for one in sitting.answers]
        base = f"/teach/cohorts/{post.cohort}/people/{user}"
        addresses += [
            base + one.format(answer=given[0] if given else 0)
            for one in (*_PERSON, *_PERSON_INSTRUCTOR)
        ]
        addresses += [
            f"/teach/sittings/{one.id}" for one in sittings if one.assignment is not None
        ][:1]
    if not post.instructor:
        addresses += [f"/teach/cohorts/{post.cohort}{one}" for one in _COHORT_INSTRUCTOR]
        addresses += [
            f"/teach/assignments/{task}{one}"
            for task in raw.assignments
            for one in _TASK_INSTRUCTOR
        ]
        mine = sorted(here.my_students(post.cohort))[:1]
        addresses += [
            f"/teach/cohorts/{post.cohort}/people/{user}{one}"
            for user in mine
            for one in _PERSON_INSTRUCTOR
        ]
    for address in addresses:
        here.book.page = address
        here.book.same(f"{post.login} is refused", here.visitor.status(address), 403)


def refused_to_programs(here: Recount, asking: Program, post: Post, people: list[int]) -> None:
    """The same of the API: with an instructor's key other groups, with an assistant's anything."""
    paths = [
        f"/groups/{group}/{name}"
        for group in here.raw.groups
        if not here.has(group) or not post.instructor
        for name in ("glance", "needs-help", "explain")
    ]
    paths += [f"/cohorts/{post.cohort}/members/{user}/answers" for user in people]
    if not post.instructor:
        cohort = f"/cohorts/{post.cohort}"
        paths += [f"{cohort}{one}" for one in ("", "/members", "/assignments", "/bank")]
        paths += [
            f"/assignments/{task}/{name}"
            for task in here.raw.assignments
            for name in ("results", "analysis")
        ]
    for path in paths:
        here.book.page = urlsplit(f"/api/v1/teaching{path}").path
        here.book.same(f"a key of {post.login} is refused", asking.status(path), 403)
