"""Sittings that learners made for themselves."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select

from quizzes.assessment import Assessment, AssessmentSection
from webapp.queries import Prepared
from webapp.tables import attempts, outcomes, self_tests, sitting_items, sittings


@dataclass(frozen=True, slots=True)
class SelfTestInfo:
    """One's own sitting as stored. ``mode``: tutor (judged at once) | exam (at the end)."""

    sitting_id: int
    user_id: int
    kind: str
    title: str
    mode: str
    limit: timedelta | None
    certainty: bool
    definition: str
    created_at: datetime

    @property
    def assessment(self) -> Assessment:
        """How it is laid out: by its definition, else one section with a way back."""
        return _assessment(self.definition)


_PLAIN = Assessment(sections=(AssessmentSection(),))


@lru_cache(maxsize=500)
def _assessment(definition: str) -> Assessment:
    """The definition of a mock exam has the fields of an assessment, whatever else stands in it;
    any other set is laid out plainly.
    """
    found = json.loads(definition)
    if "sections" not in found:
        return _PLAIN
    laid_out = {name: found[name] for name in Assessment.model_fields if name in found}
    return Assessment.model_validate_json(json.dumps(laid_out))


_COLUMNS = (
    self_tests.c.sitting_id,
    self_tests.c.user_id,
    self_tests.c.kind,
    self_tests.c.title,
    self_tests.c.mode,
    self_tests.c.limit_s,
    self_tests.c.certainty,
    self_tests.c.definition,
    self_tests.c.created_at,
)


def _info(row: Any) -> SelfTestInfo:
    limit = timedelta(seconds=row[5]) if row[5] is not None else None
    return SelfTestInfo(row[0], row[1], row[2], row[3], row[4], limit, row[6], row[7], row[8])


_find = Prepared(
    lambda _: select(*_COLUMNS).where(self_tests.c.sitting_id == bindparam("sitting_id"))
)


def find_self_test(connection: Connection, sitting_id: int) -> SelfTestInfo | None:
    """What a sitting of one's own is; None: it is not one."""
    row = _find.first(connection, sitting_id=sitting_id)
    return _info(row) if row is not None else None


def add_self_test(connection: Connection, info: SelfTestInfo) -> None:
    """Describe a sitting that was begun just now."""
    connection.execute(
        insert(self_tests).values(
            sitting_id=info.sitting_id,
            user_id=info.user_id,
            kind=info.kind,
            title=info.title,
            mode=info.mode,
            limit_s=int(info.limit.total_seconds()) if info.limit is not None else None,
            certainty=info.certainty,
            definition=info.definition,
            created_at=info.created_at,
        )
    )


_list_running = Prepared(
    lambda _: (
        select(*_COLUMNS)
        .join(sittings, sittings.c.id == self_tests.c.sitting_id)
        .where(self_tests.c.user_id == bindparam("user_id"), sittings.c.closed_at.is_(None))
        .order_by(self_tests.c.sitting_id.desc())
    )
)


def list_running(connection: Connection, user_id: int) -> list[SelfTestInfo]:
    """A learner's own sittings that have not ended, the newest first."""
    return [_info(row) for row in _list_running.rows(connection, user_id=user_id)]


@dataclass(frozen=True, slots=True)
class RoundAnswer:
    """An answer given in a round of the «Today» page, with the score that counts."""

    sitting_id: int
    item_id: str
    score: Fraction


_newest = outcomes.alias()
_today_answers = Prepared(
    lambda _: (
        select(
            attempts.c.sitting_id,
            attempts.c.item_id,
            outcomes.c.score_num,
            outcomes.c.score_den,
        )
        .select_from(self_tests)
        .join(attempts, attempts.c.sitting_id == self_tests.c.sitting_id)
        .join(outcomes, outcomes.c.attempt_id == attempts.c.id)
        .where(
            self_tests.c.user_id == bindparam("user_id"),
            self_tests.c.kind == "today",
            self_tests.c.created_at >= bindparam("since", type_=self_tests.c.created_at.type),
            outcomes.c.id
            == select(func.max(_newest.c.id))
            .where(_newest.c.attempt_id == attempts.c.id)
            .correlate(attempts)
            .scalar_subquery(),
        )
        .order_by(attempts.c.received_at, attempts.c.id)
    )
)


def list_today_answers(connection: Connection, user_id: int, since: datetime) -> list[RoundAnswer]:
    """The answers of a learner's rounds begun since a moment, in the order given."""
    return [
        RoundAnswer(row[0], row[1], Fraction(row[2], row[3]))
        for row in _today_answers(connection, user_id=user_id, since=since.astimezone(UTC))
    ]


def list_portable(connection: Connection, user_id: int) -> list[tuple[int, str, int]]:
    """(sitting id, title, number of items) of a learner's own running sittings that may be taken
    along without a network: those without a clock, the newest first.
    """
    rows = connection.execute(
        select(self_tests.c.sitting_id, self_tests.c.title, func.count())
        .join(sittings, sittings.c.id == self_tests.c.sitting_id)
        .join(sitting_items, sitting_items.c.sitting_id == self_tests.c.sitting_id)
        .where(
            self_tests.c.user_id == user_id,
            self_tests.c.limit_s.is_(None),
            sittings.c.closed_at.is_(None),
        )
        .group_by(self_tests.c.sitting_id, self_tests.c.title)
        .order_by(self_tests.c.sitting_id.desc())
    )
    return [(row[0], row[1], row[2]) for row in rows]
