"""A running sitting as its pages need it: items, what is answered, which sections are open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from course.model import Course
from quizzes.assessment import Assessment
from quizzes.item import Item
from webapp.queries import assignments, drawn_items, given_answers, sittings
from webapp.queries.drawn_items import ItemRow
from webapp.queries.exam_sittings import SittingRow
from webapp.queries.given_answers import Given
from webapp.queries.sittings import StoredDraft
from webapp.sitting.answering import can_check, is_answer
from webapp.sitting.ending import load_items
from webapp.sitting.standing import Standing, stand


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the items of a sitting stand, and which of its sections may be answered.

    A section without way back is a door: what comes after it can be seen only when it is passed,
    and what lies before cannot be answered any more unless its section lets one come back.
    """

    rows: tuple[ItemRow, ...]
    assessment: Assessment
    section_at: int

    @property
    def door(self) -> int | None:
        """The section that must be left for good before the next ones open; None: no such."""
        last = len(self.assessment.sections) - 1
        for number, section in enumerate(self.assessment.sections[:last]):
            if number >= self.section_at and not section.way_back:
                return number
        return None

    def reachable(self, section: int) -> bool:
        return self.door is None or section <= self.door

    def left(self, section: int) -> bool:
        """Left for good: to be read, not to be answered."""
        return section < self.section_at and not self.assessment.sections[section].way_back

    def at(self, position: int) -> ItemRow | None:
        return self.rows[position - 1] if 1 <= position <= len(self.rows) else None

    def of(self, item_id: str) -> ItemRow | None:
        return next((row for row in self.rows if row.item_id == item_id), None)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a save of one item needs to know. ``layout`` has this item alone, or nothing."""

    standing: Standing
    layout: Layout


@dataclass(frozen=True, slots=True)
class Progress:
    """What the poll of a running sitting tells. ``unanswered``: positions."""

    standing: Standing
    count: int
    unanswered: list[int]


@dataclass(frozen=True, slots=True)
class Desk:
    """``drafts`` and ``given`` by item id."""

    standing: Standing
    layout: Layout
    drafts: dict[str, StoredDraft]
    given: dict[str, Given]

    def answered(self, row: ItemRow) -> bool:
        draft = self.drafts.get(row.item_id)
        return row.item_id in self.given or (draft is not None and is_answer(draft.form))

    @property
    def unanswered(self) -> list[int]:
        return [row.position for row in self.layout.rows if not self.answered(row)]

    @property
    def flagged(self) -> list[int]:
        return [row.position for row in self.layout.rows if row.flagged]

    @property
    def settled(self) -> bool:
        """Whether every item of a sitting of one's own is answered for good: nothing is left to
        be asked before it is handed in.
        """
        return self.standing.own is not None and all(
            row.item_id in self.given for row in self.layout.rows
        )

    def where(self) -> int:
        """The position to go on at: where one wrote last, else the first that is open. From an item
        answered for good it leads on to the next that is not.
        """
        open_ = [
            row
            for row in self.layout.rows
            if self.layout.reachable(row.section) and not self.layout.left(row.section)
        ] or list(self.layout.rows)
        newest = max(self.drafts.values(), key=lambda draft: draft.saved_at, default=None)
        if newest is not None:
            for row in open_:
                if row.item_id == newest.item_id:
                    return self._on_from(row, open_)
        return self._on_from(open_[0], open_)

    def _on_from(self, row: ItemRow, open_: list[ItemRow]) -> int:
        if row.item_id not in self.given:
            return row.position
        waiting = [one.position for one in open_ if not self.answered(one)]
        return next(
            (place for place in waiting if place > row.position),
            waiting[0] if waiting else row.position,
        )


def _layout(connection: Connection, standing: Standing, rows: Iterable[ItemRow]) -> Layout:
    if standing.own is not None:
        assessment = standing.own.assessment
    else:
        found = assignments.find_assessment(connection, standing.assignment.assessment_id)
        assert found is not None
        assessment = found[1]
    return Layout(tuple(rows), assessment, standing.sitting.section_at)


def load_sheet(connection: Connection, sitting: SittingRow, now: datetime, item_id: str) -> Sheet:
    standing = stand(connection, sitting, now)
    row = drawn_items.find_item(connection, sitting.id, item_id)
    return Sheet(standing, _layout(connection, standing, [row] if row is not None else []))


def load_progress(connection: Connection, sitting: SittingRow, now: datetime) -> Progress:
    standing = stand(connection, sitting, now)
    fixed = _fixed(standing)
    rows = drawn_items.list_progress(connection, sitting.id)
    unanswered = [
        position
        for position, typed, given in rows
        if not ((given and fixed) or (typed is not None and is_answer(typed)))
    ]
    return Progress(standing, len(rows), unanswered)


def _fixed(standing: Standing) -> bool:
    """Whether answers handed in count as answered: in a sitting opened again they lie in the
    drafts, and none is fixed.
    """
    return not standing.runs or can_check(standing.assignment.rules)


def load_desk(connection: Connection, sitting: SittingRow, now: datetime) -> Desk:
    standing = stand(connection, sitting, now)
    rows = drawn_items.list_items(connection, sitting.id)
    return Desk(
        standing,
        _layout(connection, standing, rows),
        {draft.item_id: draft for draft in sittings.list_drafts(connection, sitting.id)},
        given_answers.list_given(connection, sitting.id) if _fixed(standing) else {},
    )


def load_item(connection: Connection, course: Course, row: ItemRow) -> Item | None:
    """The item of a place in the version that the sitting began with."""
    return load_items(connection, course, [row]).get(row.item_id)
