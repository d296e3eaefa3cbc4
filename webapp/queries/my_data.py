"""Everything that is kept of one person: to hand out, and to erase.

:data:`PLACES` names every column by which a row belongs to someone; a test compares it with the
tables, so that a new one cannot be forgotten.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Table,
    and_,
    delete,
    false,
    or_,
    select,
    update,
)
from sqlmodel import SQLModel

from webapp.queries import people, throttle
from webapp.queries.count_queue import queue_people
from webapp.tables import (
    accommodations,
    alert_events,
    api_tokens,
    assessments,
    assignment_targets,
    assignments,
    attempts,
    calendar_feeds,
    cohorts,
    corrections,
    drafts,
    enrolments,
    events,
    exclusions,
    extensions,
    help_alerts,
    help_rules,
    invitations,
    item_flags,
    item_reports,
    learner_costs,
    learner_sections,
    looks,
    marks,
    memories,
    notices,
    outcomes,
    own_items,
    readings,
    remarks,
    review_requests,
    roster_imports,
    self_tests,
    sent_answers,
    set_aside,
    sign_ins,
    sitting_items,
    sittings,
    staff_notes,
    staff_visits,
    study_days,
    study_plans,
    study_queue,
    study_states,
    users,
)

Fate = Literal["study", "account", "forget", "stays"]
"""What erasing does to the rows: ``study`` they go with self-study (of sittings only one's own,
not those of assignments), ``account`` with the account, ``forget`` the column is emptied,
``stays`` they belong to the cohort and are left without a name.
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A column by which rows belong to a person. ``withheld``: why the rows are not handed out."""

    column: Column[Any]
    fate: Fate
    withheld: str = ""

    @property
    def table(self) -> Table:
        return self.column.table

    @property
    def leads_to(self) -> str:
        """The table it refers to: users, sittings or attempts."""
        return next(iter(self.column.foreign_keys)).column.table.name


_OTHERS = "it is about another person"

PLACES: tuple[Place, ...] = (
    Place(users.c.merged_into, "account"),
    Place(sign_ins.c.user_id, "account"),
    Place(invitations.c.user_id, "account"),
    Place(invitations.c.issued_by, "forget", _OTHERS),
    Place(events.c.user_id, "account"),
    Place(enrolments.c.user_id, "stays"),
    Place(enrolments.c.added_by, "stays", _OTHERS),
    Place(readings.c.user_id, "study"),
    Place(notices.c.user_id, "account"),
    Place(calendar_feeds.c.user_id, "account"),
    Place(calendar_feeds.c.made_by, "stays"),
    # answers
    Place(sittings.c.user_id, "study"),
    Place(sitting_items.c.sitting_id, "study"),
    Place(drafts.c.sitting_id, "study"),
    Place(set_aside.c.sitting_id, "study"),
    Place(attempts.c.sitting_id, "study"),
    Place(outcomes.c.attempt_id, "study"),
    Place(outcomes.c.marked_by, "stays", _OTHERS),
    Place(marks.c.attempt_id, "study"),
    Place(marks.c.marker_id, "stays"),
    Place(review_requests.c.attempt_id, "study"),
    Place(review_requests.c.user_id, "stays"),
    Place(review_requests.c.answered_by, "stays", _OTHERS),
    Place(item_reports.c.user_id, "forget"),
    Place(item_reports.c.sitting_id, "forget"),
    Place(item_reports.c.answered_by, "stays", _OTHERS),
    # self-study
    Place(study_plans.c.user_id, "study"),
    Place(study_states.c.user_id, "study"),
    Place(study_queue.c.user_id, "study"),
    Place(study_queue.c.attempt_id, "study"),
    Place(memories.c.user_id, "study"),
    Place(item_flags.c.user_id, "study"),
    Place(study_days.c.user_id, "study"),
    Place(self_tests.c.user_id, "study"),
    Place(self_tests.c.sitting_id, "study"),
    Place(sent_answers.c.user_id, "study"),
    Place(sent_answers.c.sitting_id, "study"),
    Place(sent_answers.c.attempt_id, "study"),
    # what instructors see
    Place(learner_sections.c.user_id, "account"),
    Place(learner_costs.c.user_id, "account"),
    Place(help_rules.c.set_by, "stays"),
    Place(help_alerts.c.user_id, "account"),
    Place(alert_events.c.user_id, "account"),
    Place(staff_visits.c.user_id, "account"),
    Place(staff_notes.c.user_id, "account"),
    Place(staff_notes.c.author_id, "stays", _OTHERS),
    Place(looks.c.user_id, "account"),
    Place(looks.c.viewer_id, "stays", _OTHERS),
    Place(api_tokens.c.user_id, "account"),
    # granted, or done as staff
    Place(accommodations.c.user_id, "stays"),
    Place(accommodations.c.set_by, "stays", _OTHERS),
    Place(extensions.c.user_id, "stays"),
    Place(extensions.c.granted_by, "stays", _OTHERS),
    Place(own_items.c.author_id, "stays"),
    Place(exclusions.c.made_by, "stays"),
    Place(assessments.c.created_by, "stays"),
    Place(assignments.c.created_by, "stays"),
    Place(remarks.c.author_id, "stays"),
    Place(corrections.c.made_by, "stays"),
    Place(roster_imports.c.read_by, "stays"),
)

HIDDEN: Mapping[Table, frozenset[str]] = {
    users: frozenset({"password_hash", "revision"}),
    sign_ins: frozenset({"token_hash"}),
    invitations: frozenset({"token_hash", "issued_by"}),
    calendar_feeds: frozenset({"token_hash"}),
    api_tokens: frozenset({"token_hash"}),
    staff_notes: frozenset({"author_id"}),
    sittings: frozenset({"seed"}),  # it would tell what is drawn
    outcomes: frozenset({"marked_by"}),
    marks: frozenset({"marker_id"}),
    review_requests: frozenset({"answered_by"}),
    item_reports: frozenset({"answered_by"}),
    accommodations: frozenset({"set_by", "note"}),  # the note is among instructors
    extensions: frozenset({"granted_by"}),
    enrolments: frozenset({"added_by"}),
    assignments: frozenset({"password_hash"}),
    roster_imports: frozenset({"rows"}),  # other people
}
"""Columns that are never handed out."""

_JSON = frozenset(
    "data params form response misconceptions points definition rules memory mistake tries"
    " mastery stuck falls words rules alert reasons".split()
)
_OWN_EVENTS = ("sign-in", "sign-up", "sign-out-everywhere", "join", "leave", "password-reset")
"""Events about oneself; what someone did as staff stays in the trail."""


def ids_of(connection: Connection, user_id: int) -> list[int]:
    """The person, and the guests who became part of them."""
    return [user_id, *people.list_joined(connection, user_id)]


def _own(ids: Sequence[int], *, study: bool) -> tuple[Any, Any]:
    """(ids of one's sittings, ids of the attempts in them); ``study``: without assignments."""
    which: ColumnElement[bool] = sittings.c.user_id.in_(ids)
    if study:
        which = and_(which, sittings.c.assignment_id.is_(None))
    own = select(sittings.c.id).where(which)
    return own, select(attempts.c.id).where(attempts.c.sitting_id.in_(own))


def _belongs(place: Place, ids: Sequence[int], own: Any, tried: Any) -> ColumnElement[bool]:
    match place.leads_to:
        case "users":
            return place.column.in_(ids)
        case "sittings":
            return place.column.in_(own)
        case _:
            return place.column.in_(tried)


def collect(connection: Connection, user_id: int) -> dict[str, list[dict[str, Any]]]:
    """Every row about a person by table, without what is hidden; JSON columns are read."""
    ids = ids_of(connection, user_id)
    own, tried = _own(ids, study=False)
    wanted: dict[Table, ColumnElement[bool]] = {
        users: users.c.id.in_(ids),
        assignment_targets: and_(
            assignment_targets.c.kind == "student", assignment_targets.c.target_id.in_(ids)
        ),
    }
    for place in PLACES:
        if not place.withheld:
            condition = _belongs(place, ids, own, tried)
            wanted[place.table] = or_(wanted.get(place.table, false()), condition)
    found = {}
    for table, condition in wanted.items():
        hidden = HIDDEN.get(table, frozenset())
        columns = [column for column in table.c if column.name not in hidden]
        rows = connection.execute(
            select(*columns).where(condition).order_by(*table.primary_key.columns)
        )
        found[table.name] = [
            {
                name: json.loads(value) if name in _JSON and isinstance(value, str) else value
                for name, value in row._mapping.items()
            }
            for row in rows
        ]
    return found


def list_kept(connection: Connection, user_id: int) -> list[Any]:
    """Rows (sitting id, assignment id, assessment, item id, version drawn or None, form, reason,
    at) of texts that something newer replaced or that came too late, newest first.
    """
    return list(
        connection.execute(
            select(
                sittings.c.id,
                sittings.c.assignment_id,
                sittings.c.assessment,
                set_aside.c.item_id,
                sitting_items.c.item_version,
                set_aside.c.form,
                set_aside.c.reason,
                set_aside.c.at,
            )
            .join(sittings, sittings.c.id == set_aside.c.sitting_id)
            .outerjoin(
                sitting_items,
                and_(
                    sitting_items.c.sitting_id == set_aside.c.sitting_id,
                    sitting_items.c.item_id == set_aside.c.item_id,
                ),
            )
            .where(sittings.c.user_id == user_id)
            .order_by(set_aside.c.at.desc(), set_aside.c.id.desc())
        )
    )


def is_running(connection: Connection, sitting_id: int) -> bool:
    found = connection.execute(
        select(sittings.c.closed_at).where(sittings.c.id == sitting_id)
    ).first()
    return found is not None and found[0] is None


def list_sent_in_vain(connection: Connection, user_id: int) -> list[Any]:
    """Rows (item id, version, form, reason, answered at) of answers made offline that became no
    attempt, also of the guest one was; newest first.
    """
    return list(
        connection.execute(
            select(
                sent_answers.c.item_id,
                sent_answers.c.item_version,
                sent_answers.c.form,
                sent_answers.c.reason,
                sent_answers.c.answered_at,
            )
            .where(
                sent_answers.c.user_id.in_(ids_of(connection, user_id)),
                sent_answers.c.fate == "kept",
            )
            .order_by(sent_answers.c.answered_at.desc(), sent_answers.c.client_id)
        )
    )


@dataclass(frozen=True, slots=True)
class Ties:
    """What erasing meets. ``running``: titles of assignments being sat now. ``led``: cohorts that
    nobody else leads. ``works``: sittings of assignments, which stay with their cohorts.
    """

    running: tuple[str, ...]
    led: tuple[str, ...]
    works: int
    staff: bool


def find_ties(connection: Connection, user_id: int) -> Ties:
    running = connection.execute(
        select(assignments.c.title)
        .join(sittings, sittings.c.assignment_id == assignments.c.id)
        .where(sittings.c.user_id == user_id, sittings.c.closed_at.is_(None))
        .order_by(assignments.c.id)
    ).scalars()
    works = connection.execute(
        select(sittings.c.id).where(
            sittings.c.user_id == user_id, sittings.c.assignment_id.is_not(None)
        )
    ).all()
    other = enrolments.alias("other")
    another_leads = (
        select(other.c.id)
        .where(
            other.c.cohort_id == cohorts.c.id,
            other.c.user_id != user_id,
            other.c.role == "instructor",
            other.c.group_id.is_(None),
            other.c.ended_at.is_(None),
        )
        .exists()
    )
    led = connection.execute(
        select(cohorts.c.title)
        .join(enrolments, enrolments.c.cohort_id == cohorts.c.id)
        .where(
            enrolments.c.user_id == user_id,
            enrolments.c.role == "instructor",
            enrolments.c.group_id.is_(None),
            enrolments.c.ended_at.is_(None),
            cohorts.c.archived_at.is_(None),
            ~another_leads,
        )
        .order_by(cohorts.c.id)
    ).scalars()
    staff = connection.execute(
        select(enrolments.c.id)
        .where(enrolments.c.user_id == user_id, enrolments.c.role != "student")
        .limit(1)
    ).first()
    return Ties(tuple(running), tuple(led), len(works), staff is not None)


def erase_self_study(connection: Connection, user_id: int) -> None:
    """Delete what someone did for themself: practice, sets, plan, memory, readings. Answers in
    assignments are not touched.
    """
    ids = _held(connection, user_id)
    _delete_study(connection, ids)
    people.bump(connection, user_id)


def _held(connection: Connection, user_id: int) -> list[int]:
    """The person's ids; their rows are held, so that no answer comes in between."""
    ids = ids_of(connection, user_id)
    connection.execute(select(users.c.id).where(users.c.id.in_(ids)).with_for_update())
    connection.execute(
        select(sittings.c.id)
        .where(sittings.c.user_id.in_(ids), sittings.c.assignment_id.is_(None))
        .with_for_update()
    )
    queue_people(connection, ids, stale=True)  # what was counted of them is taken back
    return ids


def _delete_study(connection: Connection, ids: Sequence[int]) -> None:
    own, tried = _own(ids, study=True)
    for place in _children_first():
        of_user = place.leads_to == "users"
        if place.table is sittings:
            connection.execute(delete(sittings).where(sittings.c.id.in_(own)))
        elif place.fate == "study":
            condition = _belongs(place, ids, own, tried)
            connection.execute(delete(place.table).where(condition))
        elif place.fate == "forget" and not of_user:
            condition = _belongs(place, ids, own, tried)
            connection.execute(
                update(place.table).where(condition).values({place.column.name: None})
            )


def _children_first() -> list[Place]:
    """The places in an order in which rows can be deleted."""
    order = {table: place for place, table in enumerate(SQLModel.metadata.sorted_tables)}
    return sorted(PLACES, key=lambda one: -order[one.table])


def erase_account(connection: Connection, user_id: int, pseudonym: str, now: datetime) -> bool:
    """Delete self-study and the account. What a cohort needs stays under ``pseudonym``: work in
    assignments, and what was done as staff. False: the account had left nothing behind it.
    """
    ids = _held(connection, user_id)
    _delete_study(connection, ids)
    person = people.find_user(connection, user_id)
    if person is not None and person[1] is not None:
        throttle.forget_login(connection, person[1])
        _forget_in_rosters(connection, user_id, person[1], person[2])
    _leave_cohorts(connection, ids, now)
    for place in _children_first():
        if place.leads_to != "users" or place.table is users:
            continue
        condition: ColumnElement[bool] = place.column.in_(ids)
        if place.table is events:
            condition = and_(condition, events.c.kind.in_(_OWN_EVENTS))
        if place.fate == "account":
            connection.execute(delete(place.table).where(condition))
        elif place.fate == "forget":
            connection.execute(
                update(place.table).where(condition).values({place.column.name: None})
            )
    connection.execute(delete(users).where(users.c.merged_into == user_id))
    if not _is_named(connection, user_id):
        connection.execute(
            delete(assignment_targets).where(
                assignment_targets.c.kind == "student", assignment_targets.c.target_id == user_id
            )
        )
        connection.execute(delete(users).where(users.c.id == user_id))
        return False
    connection.execute(
        update(users)
        .where(users.c.id == user_id)
        .values(login=None, name=pseudonym, password_hash=None, revision=users.c.revision + 1)
    )
    return True


def _is_named(connection: Connection, user_id: int) -> bool:
    """Whether any row still refers to the person."""
    return any(
        connection.execute(select(column).where(column == user_id).limit(1)).first() is not None
        for table in SQLModel.metadata.sorted_tables
        for column in table.c
        if any(key.column is users.c.id for key in column.foreign_keys)
    )


def _leave_cohorts(connection: Connection, ids: Sequence[int], now: datetime) -> None:
    """End every enrolment; one that no work and no post rests on goes altogether, and with it
    what was granted there. Why something was granted is nobody's business any more.
    """
    worked = (
        select(assignments.c.cohort_id)
        .join(sittings, sittings.c.assignment_id == assignments.c.id)
        .where(sittings.c.user_id.in_(ids))
    )
    sat = select(sittings.c.assignment_id).where(
        sittings.c.user_id.in_(ids), sittings.c.assignment_id.is_not(None)
    )
    connection.execute(
        delete(enrolments).where(
            enrolments.c.user_id.in_(ids),
            enrolments.c.role == "student",
            enrolments.c.cohort_id.not_in(worked),
        )
    )
    connection.execute(
        update(enrolments)
        .where(enrolments.c.user_id.in_(ids), enrolments.c.ended_at.is_(None))
        .values(ended_at=now)
    )
    connection.execute(
        delete(accommodations).where(
            accommodations.c.user_id.in_(ids), accommodations.c.cohort_id.not_in(worked)
        )
    )
    connection.execute(
        update(accommodations).where(accommodations.c.user_id.in_(ids)).values(note="")
    )
    connection.execute(
        delete(extensions).where(
            extensions.c.user_id.in_(ids), extensions.c.assignment_id.not_in(sat)
        )
    )
    connection.execute(update(extensions).where(extensions.c.user_id.in_(ids)).values(reason="—"))


def _forget_in_rosters(connection: Connection, user_id: int, login: str, name: str) -> None:
    """Take a person's line out of the rosters read in their cohorts."""
    rows = connection.execute(
        select(roster_imports.c.id, roster_imports.c.rows).where(
            roster_imports.c.cohort_id.in_(
                select(enrolments.c.cohort_id).where(enrolments.c.user_id == user_id)
            )
        )
    ).all()
    for import_id, text in rows:
        held = json.loads(text)
        kept = [
            row
            for row in held["rows"]
            if row[2] != login and not (row[1] == name and not row[2])  # line, name, login, …
        ]
        if len(kept) == len(held["rows"]):
            continue
        held["rows"] = kept
        held["made"] = [one for one in held.get("made", ()) if one != user_id]
        connection.execute(
            update(roster_imports)
            .where(roster_imports.c.id == import_id)
            .values(rows=json.dumps(held, ensure_ascii=False))
        )
