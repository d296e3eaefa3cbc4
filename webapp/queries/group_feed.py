"""What happened in a group: alerts, work handed in, answers that wait for a mark, requests,
reports, who joined, marks given.

Everything is asked for a span of time and for the students of a group, and is put together by what
it is about: one line an assignment, a student or an item, however often something happened there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NamedTuple, get_args

from sqlalchemy import Connection, and_, or_, select

from webapp.queries import chunks
from webapp.queries.marks import Unmarked, list_unmarked
from webapp.queries.student_reach import not_own
from webapp.tables import (
    alert_events,
    assignment_targets,
    assignments,
    attempts,
    corrections,
    enrolments,
    item_reports,
    outcomes,
    review_requests,
    sittings,
    users,
)

Kind = Literal["alert", "handed-in", "waiting", "review", "report", "joined", "marked", "corrected"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the feed. ``key``: the student, assignment or item it is about (0: answers in
    lessons). ``n`` things at last ``at``; ``names`` of people, the newest first. ``event`` and
    ``reasons``: of an alert. ``title``: of the assignment.
    """

    kind: Kind
    key: int | str
    at: datetime
    n: int = 1
    names: tuple[str, ...] = ()
    title: str = ""
    event: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """Whose feed: the students of a group, in a cohort, after ``since`` up to ``until``; without
    what ``viewer_id`` did themselves.
    """

    cohort_id: int
    group_id: int
    names: Mapping[int, str]  # student → name as it is shown
    since: datetime
    until: datetime
    viewer_id: int


@dataclass
class _Gathered:
    """Things that happened at one place."""

    at: datetime
    n: int = 0
    people: dict[int, str] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.people.values())


def list_lines(
    connection: Connection,
    span: Span,
    kind: Kind | None = None,
    unmarked: Sequence[Unmarked] | None = None,
) -> list[Line]:
    """The lines of a span (of one kind), the newest first. ``unmarked``: what :func:`list_waiting`
    gave, if that was asked.
    """
    titles: dict[int, str] = {
        row[0]: row[1]
        for row in connection.execute(
            select(assignments.c.id, assignments.c.title).where(
                assignments.c.cohort_id == span.cohort_id
            )
        )
    }
    found: list[Line] = []
    if span.names:
        if kind in (None, "alert"):
            found += _alerts(connection, span)
        if kind in (None, "handed-in"):
            found += _handed_in(connection, span, titles)
        if kind in (None, "waiting"):
            if unmarked is None:
                unmarked = list_waiting(connection, span)
            found += _waiting(unmarked, span, titles)
        if kind in (None, "review"):
            found += _reviews(connection, span, titles)
        if kind in (None, "report"):
            found += _reports(connection, span)
        if kind in (None, "joined"):
            found += _joined(connection, span)
        if kind in (None, "marked"):
            found += _marked(connection, span, titles)
    if kind in (None, "corrected"):
        found += _corrected(connection, span, titles)
    found.sort(key=lambda line: (line.at, line.kind, str(line.key)), reverse=True)
    return found


def _within(column: Any, span: Span) -> tuple[Any, Any]:
    return column > span.since, column <= span.until


def _alerts(connection: Connection, span: Span) -> list[Line]:
    """What became of each alert last: one line a student."""
    lines: dict[int, Line] = {}
    for row in connection.execute(
        select(
            alert_events.c.user_id,
            alert_events.c.kind,
            alert_events.c.reasons,
            alert_events.c.at,
        )
        .where(
            alert_events.c.cohort_id == span.cohort_id,
            *_within(alert_events.c.at, span),
        )
        .order_by(alert_events.c.id)
    ):
        if row[0] in span.names:
            lines[row[0]] = Line(
                "alert",
                row[0],
                row[3],
                names=(span.names[row[0]],),
                event=row[1],
                reasons=tuple(json.loads(row[2])),
            )
    return list(lines.values())


def _gather(rows: Iterable[tuple[Any, datetime, int, str]]) -> dict[Any, _Gathered]:
    """Rows (place, moment, person, name) by place. Two people may bear one name."""
    found: dict[Any, _Gathered] = {}
    for place, at, user_id, name in sorted(rows, key=lambda row: row[1], reverse=True):
        one = found.setdefault(place, _Gathered(at))
        one.n += 1
        one.people.setdefault(user_id, name)
    return found


def _handed_in(connection: Connection, span: Span, titles: Mapping[int, str]) -> list[Line]:
    rows: list[Any] = []
    for some in chunks(span.names):
        # asked by student alone: titles say which assignments are of this cohort
        rows += connection.execute(
            select(sittings.c.assignment_id, sittings.c.closed_at, sittings.c.user_id).where(
                sittings.c.user_id.in_(some), *_within(sittings.c.closed_at, span)
            )
        )
    gathered = _gather(
        (row[0], row[1], row[2], span.names[row[2]]) for row in rows if row[0] in titles
    )
    return [
        Line("handed-in", key, one.at, len(one.people), one.names, titles[key])
        for key, one in gathered.items()
    ]


class Judged(NamedTuple):
    assignment_id: int | None  # None: in a lesson
    at: datetime
    user_id: int
    marked_by: int | None
    corrected: bool


def list_judged(
    connection: Connection, since: datetime, until: datetime, *where: Any
) -> list[Judged]:
    """Outcomes of a span, anybody's: those that a person gave are few and have an index
    by time. Whose they are is sorted out afterwards: asked together, the database
    goes through all answers of the people.
    """
    rows = connection.execute(
        select(
            sittings.c.assignment_id,
            outcomes.c.created_at,
            sittings.c.user_id,
            outcomes.c.marked_by,
            outcomes.c.correction_id,
        )
        .select_from(outcomes)
        .join(attempts, attempts.c.id == outcomes.c.attempt_id)
        .join(sittings, sittings.c.id == attempts.c.sitting_id)
        .where(
            outcomes.c.created_at > since,
            outcomes.c.created_at <= until,
            not_own,
            *where,
        )
    )
    return [Judged(*row[:4], row[4] is not None) for row in rows]


def _waiting(unmarked: Sequence[Unmarked], span: Span, titles: Mapping[int, str]) -> list[Line]:
    """What the marking queue of the group holds: a line an assignment, at the moment when the
    newest of its answers came, with all that wait.
    """
    gathered = _gather(
        (one.assignment_id, one.at, one.user_id, span.names.get(one.user_id, one.name))
        for one in unmarked
    )
    return [
        Line("waiting", key, one.at, one.n, one.names, titles.get(key, ""))
        for key, one in gathered.items()
        if span.since < one.at <= span.until
    ]


def list_waiting(connection: Connection, span: Span) -> list[Unmarked]:
    """Answers of a group that wait for a mark, whenever they came: as its marking queue says."""
    return [
        one
        for one in list_unmarked(connection, [span.cohort_id])
        if (one.user_id in span.names if one.studies else one.group_then == span.group_id)
    ]


def _marked(connection: Connection, span: Span, titles: Mapping[int, str]) -> list[Line]:
    """Marks that people gave or changed, but for corrections, which have lines of their own."""
    rows = [
        one
        for one in list_judged(
            connection, span.since, span.until, outcomes.c.marked_by.is_not(None)
        )
        if not one.corrected and one.marked_by != span.viewer_id
    ]
    return _by_assignment("marked", rows, span, titles)


def _by_assignment(
    kind: Kind, rows: Iterable[Any], span: Span, titles: Mapping[int, str]
) -> list[Line]:
    gathered = _gather(
        (row[0] or 0, row[1], row[2], span.names[row[2]])
        for row in rows
        if row[2] in span.names and (row[0] is None or row[0] in titles)
    )
    return [
        Line(kind, key, one.at, one.n, one.names, titles.get(key, ""))
        for key, one in gathered.items()
    ]


def _reviews(connection: Connection, span: Span, titles: Mapping[int, str]) -> list[Line]:
    """Requests for a second look that nobody has answered: one line an assignment."""
    rows = connection.execute(
        select(
            sittings.c.assignment_id,
            review_requests.c.created_at,
            review_requests.c.user_id,
        )
        .select_from(review_requests)
        .join(attempts, attempts.c.id == review_requests.c.attempt_id)
        .join(sittings, sittings.c.id == attempts.c.sitting_id)
        .where(
            *_within(review_requests.c.created_at, span),
            review_requests.c.answered_at.is_(None),
        )
    )
    theirs = [row for row in rows if row[2] in span.names and row[0] is not None]
    return _by_assignment("review", theirs, span, titles)


def _reports(connection: Connection, span: Span) -> list[Line]:
    rows = connection.execute(
        select(item_reports.c.item_id, item_reports.c.created_at, item_reports.c.user_id).where(
            *_within(item_reports.c.created_at, span),
            (item_reports.c.cohort_id == span.cohort_id) | item_reports.c.cohort_id.is_(None),
        )
    )
    gathered = _gather(
        (row[0], row[1], row[2], span.names[row[2]]) for row in rows if row[2] in span.names
    )
    return [Line("report", key, one.at, one.n, one.names) for key, one in gathered.items()]


def _joined(connection: Connection, span: Span) -> list[Line]:
    rows = connection.execute(
        select(enrolments.c.group_id, enrolments.c.created_at, users.c.id, users.c.name)
        .join(users, users.c.id == enrolments.c.user_id)
        .where(
            enrolments.c.group_id == span.group_id,
            enrolments.c.role == "student",
            enrolments.c.ended_at.is_(None),
            *_within(enrolments.c.created_at, span),
        )
        .order_by(enrolments.c.id)
    )
    gathered = _gather((row[0], row[1], row[2], span.names.get(row[2], row[3])) for row in rows)
    return [Line("joined", key, one.at, one.n, one.names) for key, one in gathered.items()]


def _corrected(connection: Connection, span: Span, titles: Mapping[int, str]) -> list[Line]:
    """Keys that were mended in what this group or someone in it has: ``n`` sittings whose total
    moved.
    """
    found: dict[int, Line] = {}
    here = select(enrolments.c.user_id).where(
        enrolments.c.group_id == span.group_id,
        enrolments.c.role == "student",
        enrolments.c.ended_at.is_(None),
    )
    target = assignment_targets.c
    given = select(target.assignment_id).where(
        or_(
            target.kind == "cohort",
            and_(target.kind == "group", target.target_id == span.group_id),
            and_(target.kind == "student", target.target_id.in_(here)),
        )
    )
    for row in connection.execute(
        select(corrections.c.assignment_id, corrections.c.made_at, corrections.c.changed)
        .where(
            *_within(corrections.c.made_at, span),
            corrections.c.assignment_id.in_(list(titles)),
            corrections.c.assignment_id.in_(given),
            corrections.c.made_by != span.viewer_id,
        )
        .order_by(corrections.c.id)
    ):
        before = found.get(row[0])
        n = row[2] + (before.n if before is not None else 0)
        found[row[0]] = Line("corrected", row[0], row[1], n, title=titles[row[0]])
    return list(found.values())
