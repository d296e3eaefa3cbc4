"""The dates of assignments as a calendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from quizzes.timing import Window
from webapp.messages import translate
from webapp.queries.assignments import AssignmentInfo

LANGUAGE = "kk"
"""A calendar has no reader's language: it speaks that of the course."""


def calendar_text(
    title: str, dated: Iterable[tuple[AssignmentInfo, Window]], site: str, now: datetime
) -> bytes:
    """An iCalendar file with opens, due and closes of each assignment, in UTC. The window is that
    of the person, or of everybody. ``site`` is the address of the course, without a slash at its
    end; identifiers stay the same from one reading to the next.
    """
    from icalendar import Calendar, Event  # a tenth of a second: only when a calendar is asked for

    calendar = Calendar()
    calendar.add("prodid", "-//Prokurorlyq qadagalau//kk")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    for info, window in dated:
        for kind, at in (("opens", window.opens), ("due", window.due), ("closes", window.closes)):
            if at is None or (kind == "due" and at == window.closes):
                continue
            event = Event()
            event.add("uid", f"assignment-{info.id}-{kind}@prokurorlyq-qadagalau")
            event.add("dtstamp", now.astimezone(UTC))
            event.add("dtstart", at.astimezone(UTC))
            event.add("sequence", info.revision)
            event.add("summary", translate(LANGUAGE, f"calendar.{kind}", title=info.title))
            event.add("url", f"{site}/assignments/{info.id}")
            event.add("transp", "TRANSPARENT")
            calendar.add_component(event)
    return bytes(calendar.to_ical())
