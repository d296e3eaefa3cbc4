"""Where something is kept of a person.

:data:`PLACES` names every column by which a row belongs to someone; a test compares it with the
tables, so that a new one cannot be forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Column, ColumnElement, Connection, Table, and_, select

from webapp.queries import people
from webapp.tables import (
    accommodations,
    alert_events,
    api_tokens,
    assessments,
    assignments,
    attempts,
    calendar_feeds,
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


def ids_of(connection: Connection, user_id: int) -> list[int]:
    """The person, and the guests who became part of them."""
    return [user_id, *people.list_joined(connection, user_id)]


def own_rows(ids: Sequence[int], *, study: bool) -> tuple[Any, Any]:
    """(ids of one's sittings, ids of the attempts in them); ``study``: without assignments."""
    which: ColumnElement[bool] = sittings.c.user_id.in_(ids)
    if study:
        which = and_(which, sittings.c.assignment_id.is_(None))
    own = select(sittings.c.id).where(which)
    return own, select(attempts.c.id).where(attempts.c.sitting_id.in_(own))


def belongs(place: Place, ids: Sequence[int], own: Any, tried: Any) -> ColumnElement[bool]:
    match place.leads_to:
        case "users":
            return place.column.in_(ids)
        case "sittings":
            return place.column.in_(own)
        case _:
            return place.column.in_(tried)
