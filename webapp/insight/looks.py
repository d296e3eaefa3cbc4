"""The log of looks: who of the staff opened a page about a student. The student can read it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Literal, get_args

from sqlalchemy import Connection

from course.model import Course
from webapp.bank import short_stem
from webapp.messages import translate
from webapp.pages.student_view import LookLine
from webapp.permissions import Post, row_id
from webapp.queries import looks
from webapp.queries.looks import Looked, LookedAnswer
from webapp.site import Site

LookedAt = Literal[
    "progress",
    "answers",
    "answer",
    "self-study",
    "report",
    "file",
    "api",
    "member",
    "sitting",
    "accommodation",
]
"""What was looked at: the message ``looks.page_<name>`` says it."""
PAGES: tuple[LookedAt, ...] = get_args(LookedAt)

ONE_LOOK = timedelta(minutes=1)
"""The same page opened again by the same person within this time is the same look."""

A_LINE = 60
"""Letters of a question in the log."""


async def note(site: Site, post: Post, user_id: int, page: LookedAt, which: int | str = "") -> None:
    """Log that the holder of ``post`` looks at a page about a student. Called before the page is
    sent: what cannot be logged is not shown. A look at oneself is none.

    Args:
        which: of several such pages; each is a look of its own. The number of an answer or of a
            sitting, the name of a file.

    Raises:
        webapp.writer.StorageError: it could not be logged.
    """
    await note_all(site, post, [user_id], page, which)


async def note_all(
    site: Site, post: Post, user_ids: Collection[int], page: LookedAt, which: int | str = ""
) -> None:
    """Log a look at something that tells of several students, for each: see :func:`note`."""
    seen = f"{page}:{which}" if which else page
    now = site.now()
    since = now - ONE_LOOK
    others = [one for one in user_ids if one != post.user_id]
    new = await site.glance(looks.list_unlooked, post.user_id, others, seen, since)
    if not new:
        return
    await site.writer.run(
        lambda connection: looks.add_all(connection, post.user_id, new, post.cohort_id, seen, now)
    )


def lines(
    connection: Connection, course: Course, user_id: int, lang: str, *, offset: int, limit: int
) -> tuple[LookLine, ...]:
    """The looks at a student's pages as the student reads them, newest first. What they have
    erased since, or what the course has no more, is not named.
    """
    found = looks.list_looks(connection, user_id, offset=offset, limit=limit)
    answers = looks.list_answers(connection, user_id, _numbers(found, "answer"))
    sittings = looks.list_sittings(connection, user_id, _numbers(found, "sitting"))
    made = []
    for one in found:
        kind, _, which = one.page.partition(":")
        number = row_id(which)
        place, href, answered = "", "", None
        if kind == "file" and which:
            place = translate(lang, f"export.{which}")
        elif kind == "sitting" and number in sittings:
            place, href = sittings[number], f"/sittings/{number}/result"
        elif kind == "answer" and number in answers:
            answer = answers[number]
            answered = answer.at
            place, href = _place(course, lang, answer)
        made.append(LookLine(one.viewer, one.cohort, kind, one.at, place, href, answered))
    return tuple(made)


def _place(course: Course, lang: str, answer: LookedAnswer) -> tuple[str, str]:
    """Where an answer was given, and its address there; nothing, if the course has dropped it."""
    if answer.assignment is not None:
        place = answer.assignment
        if answer.position is not None:
            place = translate(lang, "looks.question", title=place, n=answer.position)
        return place, f"/sittings/{answer.sitting_id}/result"
    item = course.items.get(answer.item_id)
    lesson = course.lessons.get(course.item_lessons.get(answer.item_id, ""))
    if item is None or lesson is None:
        return "", ""
    stem = short_stem(course, item, A_LINE)
    return f"{lesson.number} {stem}", f"/lessons/{lesson.id}#item-{item.id}"


def _numbers(found: Collection[Looked], kind: str) -> list[int]:
    parts = [one.page.partition(":") for one in found]
    return [number for name, _, which in parts if name == kind and (number := row_id(which))]
