"""What stands behind a subject to explain again: its questions, their answers, the students."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from quizzes.explain_again import Cost, Tally
from quizzes.item import Item
from webapp import explain_doubts, explaining
from webapp.explain_around import Around
from webapp.explain_doubts import Doubts, OneStudents
from webapp.explain_sets import Known
from webapp.explaining import Kind
from webapp.queries import chunks, insight, own_items
from webapp.queries.explain import (
    ItemCount,
    count_betraying,
    count_first_answers,
    list_betraying,
    list_newest_tries,
)
from webapp.queries.suspects import Suspects, list_suspects
from webapp.site import Site


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a row. ``items``: those that ask for it or can betray it; ``counts`` of
    the answers to them (of a misconception those that betray it); students with (asked, missed);
    ``before``: the span before.
    """

    kind: Kind
    name: str
    items: list[Item]
    counts: list[ItemCount]
    people: list[tuple[int, int, int]]
    before: Cost | None
    suspects: Suspects
    foreign: set[str]  # those of the items that are other cohorts' own

    @property
    def cost(self) -> Cost:
        return _cost(self.name, self.people)

    @property
    def one_student(self) -> OneStudents | None:
        if self.kind != "misconception":
            return None
        return explain_doubts.heavy_one(self.cost, [(one, lost) for one, _, lost in self.people])

    @property
    def doubts(self) -> Doubts:
        fell: Counter[tuple[str, str]] = Counter()
        asked = 0
        for one in self.counts:
            if (one.item_id, one.version) in self.suspects:
                asked += one.asked
                if one.missed:
                    fell[one.item_id, one.version] += one.missed
        key = self.kind, self.name
        return Doubts(self.suspects, {key: fell}, {key: asked}, self.foreign)

    @property
    def asked(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for one in self.counts:
            found[one.item_id] += one.asked
        return found

    @property
    def missed(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for one in self.counts:
            if one.missed:
                found[one.item_id] += one.missed
        return found

    @property
    def versions(self) -> dict[str, str]:
        """Item → the version that was answered last."""
        ordered = sorted(self.counts, key=lambda one: one.newest)
        return {one.item_id: one.version for one in ordered}


def behind_of(connection: Connection, site: Site, around: Around, kind: Kind, name: str) -> Behind:
    """All of it, of the group's students in the time asked for."""
    items = explaining.carriers(
        explaining.seen_items(connection, site.course, around.theirs.cohort_id), kind, name
    )
    people = _people(connection, around, around.span.since, around.span.until, kind, name)
    before = None
    if around.span.before is not None:
        before = _cost(name, _people(connection, around, *around.span.before, kind, name))
    asked = [user_id for user_id, _, _ in people]
    cohort_id = around.theirs.cohort_id
    if kind == "misconception":
        counts = count_betraying(connection, cohort_id, asked, name, around.since, around.until)
    else:
        ids = [one.id for one in items]
        counts = count_first_answers(connection, cohort_id, asked, ids, around.since, around.until)
    suspects = list_suspects(connection, cohort_id)
    foreign = own_items.list_of_others(connection, cohort_id, {one.item_id for one in counts})
    return Behind(kind, name, items, counts, people, before, suspects, foreign)


def _people(
    connection: Connection, around: Around, since: date, until: date, kind: Kind, name: str
) -> list[tuple[int, int, int]]:
    return [
        row
        for few in chunks(around.names)
        for row in insight.list_cost_students(connection, few, since, until, kind, name)
    ]


def _cost(name: str, people: Sequence[tuple[int, int, int]]) -> Cost:
    return Cost(
        name,
        sum(missed > 0 for _, _, missed in people),
        len(people),
        Tally(sum(asked for _, asked, _ in people), sum(missed for _, _, missed in people)),
    )


def known_of(
    connection: Connection, around: Around, behind: Behind, user_ids: Collection[int]
) -> Known:
    """What these students have shown of a misconception, in the time asked for, and not mended
    since.
    """
    cohort_id, items = around.theirs.cohort_id, {one.id for one in behind.items}
    newest = list_newest_tries(connection, cohort_id, user_ids, items)
    fallen: Counter[str] = Counter()
    for user_id, item_id, answers in list_betraying(
        connection, cohort_id, user_ids, behind.name, around.since, around.until
    ):
        if not newest.get((user_id, item_id), False):
            fallen[item_id] += answers
    return Known(len(user_ids), fallen, Counter(item_id for _, item_id in newest))
