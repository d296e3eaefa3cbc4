"""Beginning a sitting of one's own: items chosen already, variants made and archived."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection

from quizzes.drawing import Drawn
from quizzes.item import Item
from webapp.queries import exam_sittings, people
from webapp.queries.self_tests import SelfTestInfo, add_self_test
from webapp.queries.sittings import archive_versions_of

Kind = Literal["today", "set", "mistakes", "mock", "generator"]
Mode = Literal["tutor", "exam"]


@dataclass(frozen=True, slots=True)
class Asked:
    """An item of a set; ``section`` counts the parts of a mock exam from 0."""

    item: Item
    section: int = 0
    points: int | None = None


def begin(
    connection: Connection,
    *,
    user_id: int,
    kind: Kind,
    title: str,
    mode: Mode,
    items: Sequence[Asked],
    seed: str,
    now: datetime,
    limit: timedelta | None = None,
    certainty: bool = False,
    definition: str = "{}",
) -> int:
    """Store the beginning; the id of the sitting. Its pages are those of every drawn sitting.

    No item may stand twice in it: several variants of one generator are its copies
    (:func:`quizzes.generator.generate`). ``definition`` is JSON: an assessment whose sections lay
    a mock exam out, or what was asked for.

    Raises:
        ValueError: nothing to ask, or an item twice.
    """
    ids = [one.item.id for one in items]
    if not ids or len(set(ids)) != len(ids):
        raise ValueError("a set asks at least one item, and each once")
    archive_versions_of(connection, [one.item for one in items], now)
    drawn = [
        Drawn(one.section, one.item.id, one.item.version, one.points or one.item.points)
        for one in items
    ]
    sitting_id = exam_sittings.add_own_sitting(
        connection, user_id=user_id, kind=kind, seed=seed, drawn=drawn, now=now
    )
    info = SelfTestInfo(sitting_id, user_id, kind, title, mode, limit, certainty, definition, now)
    add_self_test(connection, info)
    people.bump(connection, user_id)
    return sitting_id
