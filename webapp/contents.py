"""The table of contents with one reader's progress in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from course.model import Course, Lesson
from webapp.pages import ChapterLine, HomePage, LessonLine, SectionLine
from webapp.pages.mastery import Stack
from webapp.queries import progress
from webapp.queries.progress import ItemProgress
from webapp.self_test.mastery_words import Standings


@dataclass(frozen=True, slots=True)
class Done:
    """What a reader did in the whole course."""

    items: dict[str, ItemProgress] = field(default_factory=dict)
    readings: dict[str, tuple[datetime, bool]] = field(default_factory=dict)


def load_done(connection: Connection, user_id: int) -> Done:
    return Done(
        progress.item_progress(connection, user_id), progress.lesson_readings(connection, user_id)
    )


def lesson_line(lesson: Lesson, done: Done) -> LessonLine:
    answers = [done.items[item_id] for item_id in lesson.item_ids if item_id in done.items]
    reading = done.readings.get(lesson.id)
    return LessonLine(
        lesson=lesson,
        items=len(lesson.item_ids),
        answered=len(answers),
        right=sum(1 for answer in answers if answer.right),
        opened=reading is not None,
        finished=reading is not None and reading[1],
    )


def home_page(course: Course, done: Done, found: Standings | None = None) -> HomePage:
    """The title page: contents, progress, mastery if it is known, where the reader left off."""
    chapters = tuple(
        ChapterLine(
            chapter,
            tuple(
                SectionLine(
                    section,
                    tuple(lesson_line(course.lessons[name], done) for name in section.lessons),
                    Stack(found.counts(section.number)) if found is not None else None,
                )
                for section in chapter.sections
            ),
        )
        for chapter in course.chapters
    )
    lines = [
        line for chapter in chapters for section in chapter.sections for line in section.lessons
    ]
    return HomePage(
        title=course.title,
        subtitle=course.subtitle,
        edition=course.edition,
        chapters=chapters,
        resume=_left_off(course, lines, done),
        first=lines[0] if lines else None,
        answered=sum(line.answered for line in lines),
        right=sum(line.right for line in lines),
        items=sum(line.items for line in lines),
    )


def _left_off(course: Course, lines: list[LessonLine], done: Done) -> LessonLine | None:
    """The lesson last opened or answered; the one after it if the reader finished it."""
    last: dict[str, datetime] = {name: opened for name, (opened, _) in done.readings.items()}
    for line in lines:
        for item_id in line.lesson.item_ids:
            if item_id in done.items:
                at = done.items[item_id].at
                last[line.lesson.id] = max(at, last.get(line.lesson.id, at))
    by_id = {line.lesson.id: line for line in lines}
    for name in sorted(last, key=lambda name: last[name], reverse=True):
        if name not in by_id:  # a lesson that is no longer in the course
            continue
        line = by_id[name]
        if line.finished and line.lesson.next:
            return by_id[line.lesson.next]
        return line
    return None
