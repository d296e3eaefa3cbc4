"""The lines of a group's feed in words, each with the page where it is dealt with."""

from __future__ import annotations

from datetime import datetime

from course.model import Course
from webapp.help_words import short
from webapp.messages import translate
from webapp.pages.glance import NewsLine
from webapp.queries.group_feed import Line

MOST_NAMES = 4


def said(
    lang: str, course: Course, cohort_id: int, group_id: int, line: Line, since: datetime | None
) -> NewsLine:
    """A line as it is shown. ``since``: the end of the visit before; None: all of it is new."""
    return NewsLine(
        kind=line.kind,
        text=_text(lang, course, line),
        href=_href(cohort_id, group_id, line),
        at=line.at,
        new=since is None or line.at > since,
    )


def names(lang: str, line: Line) -> str:
    """The first few names, and how many more."""
    shown = ", ".join(line.names[:MOST_NAMES])
    more = len(line.names) - MOST_NAMES
    return translate(lang, "glance.and_more", names=shown, n=more) if more > 0 else shown


def _text(lang: str, course: Course, line: Line) -> str:
    if line.kind == "alert":
        return translate(
            lang,
            f"glance.says_{line.event}",
            name=line.names[0],
            reasons="; ".join(short(lang, rule) for rule in line.reasons),
        )
    key = f"glance.says_{line.kind}"
    title = line.title
    if line.kind == "marked" and line.key == 0:
        key += "_lessons"
    if line.kind == "report":
        title = _item(course, str(line.key))
    return translate(lang, key, n=line.n, names=names(lang, line), title=title)


def _item(course: Course, item_id: str) -> str:
    """An item by its lesson; one of another origin by its id."""
    lesson = course.item_lessons.get(item_id)
    return f"{course.lessons[lesson].number}, {item_id}" if lesson is not None else item_id


def _href(cohort_id: int, group_id: int, line: Line) -> str:
    cohort = f"/teach/cohorts/{cohort_id}"
    match line.kind:
        case "alert":
            return f"{cohort}/people/{line.key}/progress"
        case "handed-in":
            return f"/teach/assignments/{line.key}/results"
        case "waiting":
            return f"/teach/assignments/{line.key}/marking?group={group_id}"
        case "marked":
            where = f"/teach/assignments/{line.key}" if line.key else cohort
            return f"{where}/marking"
        case "review":
            return f"{cohort}/reviews"
        case "report":
            return f"{cohort}/reports/{line.key}"
        case "joined":
            return f"{cohort}/people?group={group_id}"
        case "corrected":
            return f"/teach/assignments/{line.key}/corrections"
