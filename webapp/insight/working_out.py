"""Working out what is to be stored of some people whose answers changed.

Sittings that changed since they were counted are taken back from the summaries and added anew;
the facts of the sections and the costs of the weeks that were touched are made anew. So what is
stored always equals a recount. Nothing is stored here (:mod:`webapp.insight.counting` does).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from course.model import Course
from quizzes.assessment import Assessment
from quizzes.generator import practised
from quizzes.item import Item
from quizzes.item_summary import ItemSummary, move
from quizzes.score_summary import score_summary
from webapp import item_bank
from webapp.insight import lines as counted_lines
from webapp.insight.facts import Tried, places, section_facts, touched
from webapp.insight.figures import figures_of, read
from webapp.insight.lines import VARIANTS
from webapp.insight.sitting_marks import finished, first_finished, mark_of
from webapp.queries import assignments, count_queue, counted, counting
from webapp.queries.assignments import AssignmentInfo
from webapp.queries.counted import CountedAs
from webapp.queries.counting import Judged, SittingHead
from webapp.queries.insight import facts_to_row
from webapp.queries.results import SittingScore, load_many
from webapp.queries.summaries import BANK, of_assignment


@dataclass
class Batch:
    """What is to be stored of some people. ``touched``: (scope, item, version) → its summary."""

    revision: int
    queued: Sequence[Any]
    gone: list[int] = field(default_factory=list)
    counted: list[CountedAs] = field(default_factory=list)
    summaries: list[tuple[str, str, str, int, int, str, str]] = field(default_factory=list)
    scores: dict[str, str | None] = field(default_factory=dict)
    sections: dict[int, tuple[set[str] | None, list[Any]]] = field(default_factory=dict)
    costs: dict[int, tuple[set[date] | None, dict[tuple[date, str, str], tuple[int, int]]]] = field(
        default_factory=dict
    )
    no_students: list[int] = field(default_factory=list)


def work_out(
    connection: Connection,
    course: Course,
    zone: ZoneInfo,
    most: int,
    user_ids: Collection[int] | None = None,
) -> Batch:
    """What is to be stored of those who wait longest; stores nothing."""
    revision, _ = counting.find_state(connection)
    queued = count_queue.list_queued(connection, most, user_ids)
    batch = Batch(revision, queued)
    if queued:
        _Work(connection, course, zone, batch).run()
    return batch


class _Work:
    """One batch being worked out."""

    def __init__(
        self, connection: Connection, course: Course, zone: ZoneInfo, batch: Batch
    ) -> None:
        self._connection = connection
        self._course = course
        self._zone = zone
        self._batch = batch
        self._infos: dict[int, tuple[AssignmentInfo, Assessment | None] | None] = {}
        self._old: dict[str, list[Any]] = {}  # scope → observations counted so far
        self._new: dict[str, list[Any]] = {}
        self._tests: set[int] = set()  # assignments whose totals change
        self._items: dict[tuple[str, str], Item] = {}

    def run(self) -> None:
        people = [row[0] for row in self._batch.queued]
        stale = {row[0] for row in self._batch.queued if row[2]}
        students = counting.basis(self._connection, people)
        heads: dict[int, list[SittingHead]] = {user_id: [] for user_id in people}
        for head in counting.list_heads(self._connection, sorted(students)):
            heads[head.user_id].append(head)
        before: dict[int, dict[int, CountedAs]] = {user_id: {} for user_id in people}
        for one in counted.list_counted_of(self._connection, people).values():
            before[one.user_id][one.sitting_id] = one
        for user_id in people:
            if user_id not in students:
                self._batch.no_students.append(user_id)
            self._person(user_id, heads[user_id], before[user_id], user_id in stale)
        self._summaries()
        self._scores(set(people))

    def _person(
        self,
        user_id: int,
        heads: Sequence[SittingHead],
        before: Mapping[int, CountedAs],
        stale: bool,
    ) -> None:
        answers = counting.list_judged(self._connection, user_id) if heads else []
        by_sitting: dict[int, list[Judged]] = {}
        firsts: dict[str, tuple[datetime, int]] = {}
        for one in answers:
            by_sitting.setdefault(one.sitting_id, []).append(one)
            key, place = practised(one.item_id), (one.at, one.attempt_id)
            firsts[key] = min(firsts.get(key, place), place)
        met = frozenset(attempt_id for _, attempt_id in firsts.values())
        changed: list[SittingHead] = []
        marks: dict[int, str] = {}
        first_of = first_finished(heads, by_sitting)
        for head in heads:
            mark = mark_of(head, by_sitting.get(head.id, ()), met, head.id in first_of)
            if mark is None:
                continue
            marks[head.id] = mark
            known = before.get(head.id)
            if stale or known is None or known.mark != mark:
                changed.append(head)
        gone = [sitting_id for sitting_id in before if sitting_id not in marks]
        self._batch.gone += gone
        for sitting_id in [*gone, *(head.id for head in changed)]:
            if sitting_id in before:
                self._take_back(before[sitting_id])
        if changed:
            self._add(user_id, changed, by_sitting, met, first_of, marks)
        shown = {head.id for head in heads if head.lesson or head.assignment_id is not None}
        theirs = [one for one in answers if one.sitting_id in shown]
        was = [one for one in before.values() if one.sitting_id in gone]
        fresh = {head.id for head in changed}
        fresh |= shown - marks.keys()  # still running: only its answers count so far
        self._facts(user_id, theirs, fresh, stale or bool(was))

    def _take_back(self, known: CountedAs) -> None:
        given = counted_lines.from_json(known.lines)
        ranked = known.assignment_id is not None
        self._old.setdefault(BANK, []).extend(counted_lines.for_bank(given, ranked=ranked))
        if known.assignment_id is not None and known.first:
            scope = of_assignment(known.assignment_id)
            self._old.setdefault(scope, []).extend(counted_lines.for_assignment(given))
            self._tests.add(known.assignment_id)

    def _add(
        self,
        user_id: int,
        changed: Sequence[SittingHead],
        by_sitting: Mapping[int, Sequence[Judged]],
        met: frozenset[int],
        first_of: Collection[int],
        marks: Mapping[int, str],
    ) -> None:
        answers = [one for head in changed for one in by_sitting.get(head.id, ())]
        items = self._find_items({(one.item_id, one.version) for one in answers})
        responses = counting.list_responses(self._connection, [head.id for head in changed])
        corrected = [one.attempt_id for one in answers if one.corrected]
        own = counting.list_uncorrected(self._connection, corrected) if corrected else {}
        scores = self._scored(
            user_id, {head.assignment_id for head in changed if head.assignment_id is not None}
        )
        for head in changed:
            theirs = by_sitting.get(head.id, ())
            if head.assignment_id is None:
                theirs = [one for one in theirs if one.item_id not in self._course.cards]
                given = counted_lines.of_practice(theirs, met, items, responses)
                row = CountedAs(head.id, user_id, None, marks[head.id], "", False, None, 0, None)
            else:
                found = self._info(head.assignment_id)
                scored = scores.get(head.id)
                if found is None or scored is None:  # withdrawn from under us: nothing to count
                    self._batch.gone.append(head.id)
                    continue
                info, asked = found
                given = counted_lines.of_assignment(
                    scored, theirs, own, met, items, responses, asked, info.rules
                )
                row = finished(head, scored, marks[head.id], head.id in first_of)
                if row.first:
                    scope = of_assignment(head.assignment_id)
                    self._new.setdefault(scope, []).extend(counted_lines.for_assignment(given))
                    self._tests.add(head.assignment_id)
            self._new.setdefault(BANK, []).extend(
                counted_lines.for_bank(given, ranked=head.assignment_id is not None)
            )
            self._batch.counted.append(
                CountedAs(
                    row.sitting_id,
                    row.user_id,
                    row.assignment_id,
                    row.mark,
                    counted_lines.to_json(given),
                    row.first,
                    row.score,
                    row.points,
                    row.seconds,
                )
            )

    def _find_items(self, wanted: set[tuple[str, str]]) -> Mapping[tuple[str, str], Item]:
        wanted = {
            (item_id, version)
            for item_id, version in wanted
            if counted_lines.named(item_id, version)[1] != VARIANTS
        }
        missing = wanted - self._items.keys()
        if missing:
            self._items |= item_bank.find_items(self._connection, self._course, sorted(missing))
        return self._items

    def _info(self, assignment_id: int) -> tuple[AssignmentInfo, Assessment | None] | None:
        if assignment_id not in self._infos:
            info = assignments.find_assignment(self._connection, assignment_id)
            asked = None
            if info is not None:
                found = assignments.find_assessment(self._connection, info.assessment_id)
                asked = found[1] if found is not None else None
            self._infos[assignment_id] = (info, asked) if info is not None else None
        return self._infos[assignment_id]

    def _scored(self, user_id: int, assignment_ids: Iterable[int]) -> dict[int, SittingScore]:
        found: dict[int, SittingScore] = {}
        for assignment_id in assignment_ids:
            info = self._info(assignment_id)
            if info is not None:
                for theirs in load_many(
                    self._connection, [info[0]], user_id=user_id, granted={assignment_id: {}}
                ).values():
                    found |= {one.sitting_id: one for one in theirs}
        return found

    def _facts(
        self, user_id: int, answers: Sequence[Judged], changed: set[int], everything: bool
    ) -> None:
        if user_id in self._batch.no_students:
            return
        fresh = answers if everything else [one for one in answers if one.sitting_id in changed]
        if not fresh and not everything:
            return
        sections = None
        if not everything:
            sections = touched(self._course, {one.item_id for one in fresh})
        tried = [
            Tried(one.attempt_id, one.item_id, one.at, one.status, one.score) for one in answers
        ]
        facts = section_facts(self._course, tried, self._zone, sections)
        self._batch.sections[user_id] = (
            sections,
            [facts_to_row(user_id, one) for one in facts.values()],
        )
        weeks: set[date] | None = {self._week(one.at) for one in fresh}
        if everything:
            weeks = None
        self._batch.costs[user_id] = (weeks, self._costs(answers, weeks))

    def _costs(
        self, answers: Sequence[Judged], weeks: Collection[date] | None
    ) -> dict[tuple[date, str, str], tuple[int, int]]:
        """What first tries of the sittings in these weeks (None: in all) cost. What a person marks
        by a rubric is left out: hardly anybody earns all of it.
        """
        tries: dict[tuple[int, str], Judged] = {}
        for one in answers:
            place = one.sitting_id, one.item_id
            if place not in tries or one.number < tries[place].number:
                tries[place] = one
        asked: Counter[tuple[date, str, str]] = Counter()
        missed: Counter[tuple[date, str, str]] = Counter()
        for one in tries.values():
            week = self._week(one.at)
            if one.status != "scored" or (weeks is not None and week not in weeks):
                continue
            names = self._objectives(one)
            if names is None:
                continue
            for name in names:
                asked[week, "objective", name] += 1
                missed[week, "objective", name] += one.score < 1
            for code in dict.fromkeys(counting.codes_of(one.codes)):
                asked[week, "misconception", code] += 1
                missed[week, "misconception", code] += one.score < 1
        return {key: (n, missed[key]) for key, n in asked.items()}

    def _objectives(self, one: Judged) -> tuple[str, ...] | None:
        """What an answer is about. None: it does not count."""
        key = practised(one.item_id)
        known = places(self._course).of_key.get(key)
        if known is not None:
            return known
        if key in self._course.items or key in self._course.cards:
            return None
        item = self._find_items({(one.item_id, one.version)}).get((one.item_id, one.version))
        if item is None or item.type == "essay":
            return None
        return item.objectives

    def _week(self, at: datetime) -> date:
        day = at.astimezone(self._zone).date()
        return day - timedelta(days=day.weekday())

    def _summaries(self) -> None:
        for scope in sorted(self._old.keys() | self._new.keys()):
            old, new = Counter(self._old.get(scope, ())), Counter(self._new.get(scope, ()))
            gone, come = old - new, new - old
            if not gone and not come:
                continue
            ids = {key[0] for key, _ in [*gone, *come]}
            summaries = {
                key: ItemSummary.from_json(json.loads(body))
                for key, body in counted.list_bodies(self._connection, scope, sorted(ids)).items()
            }
            for key in move(summaries, gone.elements(), come.elements()):
                self._put(scope, key, summaries[key])

    def _put(self, scope: str, key: tuple[str, str], summary: ItemSummary) -> None:
        item = None if key[1] == VARIANTS else self._find_items({key}).get(key)
        figures = json.dumps(figures_of(item, summary), ensure_ascii=False)
        self._batch.summaries.append(
            (
                scope,
                *key,
                summary.n,
                read(figures).worst,
                json.dumps(summary.to_json(), ensure_ascii=False, separators=(",", ":")),
                figures,
            )
        )

    def _scores(self, people: Collection[int]) -> None:
        """Totals of the tests in which something changed, over all who finished them. Of a test
        whose parts a correction changed for some, the parts that most have.
        """
        for assignment_id in sorted(self._tests):
            rows = [
                one
                for one in counted.list_counted_in(self._connection, assignment_id)
                if one.user_id not in people
            ]
            kept = self._unchanged(assignment_id, people)
            rows += [one for one in kept if one.first]
            found = []
            for row in rows:
                points = counted_lines.parts(counted_lines.from_json(row.lines))
                if points:
                    found.append(points)
            most = Counter(frozenset(one) for one in found).most_common(1)
            body = None
            if most:
                same = score_summary(one for one in found if one.keys() == most[0][0])
                body = json.dumps(same.to_json(), separators=(",", ":"))
            self._batch.scores[of_assignment(assignment_id)] = body

    def _unchanged(self, assignment_id: int, people: Collection[int]) -> list[CountedAs]:
        """What is counted of these people's sittings of an assignment after this batch."""
        fresh = {one.sitting_id: one for one in self._batch.counted}
        gone = set(self._batch.gone)
        known = counted.list_counted_of(self._connection, people)
        for sitting_id, one in known.items():
            if sitting_id not in gone:
                fresh.setdefault(sitting_id, one)
        return [one for one in fresh.values() if one.assignment_id == assignment_id]
