"""What is kept of answers always equals a recount."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import select, update

from quizzes.rules import defaults
from tests.conftest import START
from tests.webapp import factories
from tests.webapp.insight.world import ASKED, ZONE, World, form_of
from webapp.insight.counting import _Overtaken, store
from webapp.insight.lines import from_json
from webapp.insight.working_out import work_out
from webapp.queries import (
    count_queue,
    counting,
    erasing,
    insight,
    people,
    sitting_care,
    summaries,
)
from webapp.tables import (
    attempts,
    counted_sittings,
    insight_queue,
    learner_sections,
    outcomes,
)
from webapp.tables import sittings as sittings_table


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_counted_step_by_step_equals_a_recount(database, sample, seed):
    world = World(database, sample, seed)
    for _ in range(60):
        world.live()
        if world.chance.random() < 0.4:
            world.count()
    world.count()
    stepwise = world.derived()
    assert len(stepwise["item_summaries"]) >= len(ASKED)
    assert stepwise == world.recounted()


def test_the_bank_counts_first_answers_of_students_as_a_plain_query_finds_them(database, sample):
    world = World(database, sample, 11)
    for _ in range(60):
        world.live()
    world.count()

    def plain(connection):
        students = counting.basis(connection, world.students)
        rows = connection.execute(
            select(
                sittings_table.c.user_id,
                attempts.c.item_id,
                attempts.c.received_at,
                attempts.c.id,
                sittings_table.c.closed_at,
                sittings_table.c.assignment_id,
            )
            .join(attempts, attempts.c.sitting_id == sittings_table.c.id)
            .where(sittings_table.c.user_id.in_(students))
        ).all()
        first = {}
        for row in sorted(rows, key=lambda row: (row[2], row[3])):
            first.setdefault((row[0], row[1]), row[3])
        found: Counter = Counter()
        earned: Counter = Counter()
        for (_, item_id), attempt in first.items():
            share = connection.execute(
                select(outcomes.c.score_num, outcomes.c.score_den)
                .where(outcomes.c.attempt_id == attempt, outcomes.c.correction_id.is_(None))
                .order_by(outcomes.c.id.desc())
            ).first()
            found[item_id] += 1
            earned[item_id] += Fraction(*share)
        return found, earned

    found, earned = database.read(plain)
    counted, points = Counter(), Counter()
    for item_id in ASKED:
        for row in database.read(summaries.find_item_figures, summaries.BANK, item_id):
            counted[item_id] += row.n
            points[item_id] += sum(
                (share * n for (share, _), n in row.summary.scores.items()), Fraction(0)
            )
    assert sum(found.values()) > 20
    assert counted == found
    assert points == earned


def test_an_answer_that_comes_in_while_others_are_stored_is_not_forgotten(database, sample):
    world = World(database, sample, 5)
    database.write(world.lesson)
    batch = database.read(work_out, sample, ZONE, 10)
    database.write(world.lesson, batch.queued[-1][0])
    database.write(store, batch)
    assert database.read(insight.count_waiting) == 1
    world.count()
    assert database.read(insight.count_waiting) == 0
    assert world.derived() == world.recounted()


def test_two_processes_do_not_count_on_top_of_each_other(database, sample):
    world = World(database, sample, 6)
    database.write(world.lesson)
    mine, other = (database.read(work_out, sample, ZONE, 10) for _ in range(2))
    database.write(store, other)
    with pytest.raises(_Overtaken):
        database.write(store, mine)
    assert world.derived() == world.recounted()


def test_marks_that_two_processes_number_out_of_turn_are_both_counted(database, sample):
    """On PostgreSQL the outcome with the smaller number may come to light later."""
    world = World(database, sample, 13)
    answers = {item.id: form_of(item, right=True) for item in world.items}
    _, made = database.write(
        lambda c: factories.handed_in(c, world.students[0], world.exams[0], answers, world.items)
    )
    world.count()
    early, late = made["1.1-single-choice"], made["1.1-number"]

    def mark(connection, number, attempt):
        connection.execute(
            outcomes.insert().values(
                id=number,
                attempt_id=attempt,
                status="scored",
                score_num=0,
                score_den=1,
                misconceptions="[]",
                marked_by=world.lead,
                created_at=world.now,
            )
        )
        count_queue.queue_answer(connection, attempt, world.now)

    database.write(mark, 9_002, late)
    world.count()
    database.write(mark, 9_001, early)
    world.count()
    assert world.derived() == world.recounted()


def test_a_sitting_opened_again_and_handed_in_as_it_was_is_counted_with_its_new_times(
    database, sample
):
    world = World(database, sample, 14)
    answers = {item.id: form_of(item, right=True) for item in world.items}
    sitting, _ = database.write(
        lambda c: factories.handed_in(c, world.students[0], world.exams[0], answers, world.items)
    )
    world.count()

    def again(connection):
        later = START + timedelta(minutes=10)
        sitting_care.reopen(
            connection,
            world.exams[0],
            sitting,
            timedelta(0),
            "байланыс үзілді",
            world.lead,
            later,
            answers_back=False,
        )
        connection.execute(
            update(sittings_table)
            .where(sittings_table.c.id == sitting)
            .values(closed_at=later + timedelta(minutes=5), closed_by="student", scored_at=later)
        )
        count_queue.queue_people(connection, [world.students[0]], later)

    database.write(again)
    world.count()
    assert world.derived() == world.recounted()


def test_an_account_erased_while_it_is_worked_out_is_worked_out_again(database, sample):
    world = World(database, sample, 15)
    database.write(world.lesson, world.students[0])
    world.count()
    database.write(world.lesson, world.students[0])
    batch = database.read(work_out, sample, ZONE, 10)
    database.write(erasing.erase_account, world.students[0], "1-студент", world.now)
    with pytest.raises(_Overtaken):
        database.write(store, batch)
    world.count()
    assert world.derived() == world.recounted()


def test_facts_of_a_section_that_the_course_dropped_go_with_the_next_count(database, sample):
    world = World(database, sample, 16)
    database.write(world.lesson, world.students[0])
    world.count()

    def dropped(connection):
        connection.execute(
            learner_sections.insert().values(
                user_id=world.students[0],
                section="9.9",
                answers=4,
                items=1,
                right=0,
                last_on=world.now.date(),
                stuck='{"9.9-joq": 4}',
            )
        )
        count_queue.queue_everybody(connection, world.now)

    database.write(dropped)
    world.count()
    assert world.derived() == world.recounted()


def test_staff_and_guests_are_not_counted(database, sample):
    world = World(database, sample, 7)

    def answer(connection):
        world.lesson(connection, world.lead)
        world.lesson(connection, people.get_or_add_guest(connection, "guest", START))

    database.write(answer)
    world.count()
    assert all(not rows for rows in world.derived().values())


def test_an_exam_that_waits_for_a_marker_has_no_total(database, sample):
    world = World(database, sample, 8)
    essay = sample.items["1.1-essay"]
    exam = database.write(
        factories.assignment, world.cohort, [*world.items, essay], defaults("exam"), world.lead
    )

    def sit(connection):
        answers = {item.id: form_of(item, right=True) for item in [*world.items, essay]}
        factories.handed_in(connection, world.students[0], exam, answers, [*world.items, essay])

    database.write(sit)
    world.count()
    (row,) = database.read(summaries.list_counted, exam)
    assert row.first
    assert row.score is None
    assert database.read(summaries.find_scores, summaries.of_assignment(exam)) is None
    kept = database.read(lambda c: c.execute(select(counted_sittings.c.lines)).scalar())
    shares = [one.line.share for one in from_json(kept)]
    assert shares == [1] * len(world.items) + [None]


def test_nothing_waits_once_all_is_counted(database, sample):
    world = World(database, sample, 9)
    for _ in range(10):
        world.live()
    world.count()
    assert database.read(lambda c: c.execute(select(insight_queue)).all()) == []


def test_what_was_chosen_is_counted(database, sample):
    """Flags about the key rest on it."""
    world = World(database, sample, 10)
    item = sample.items["1.1-single-choice"]
    answered = {item.id: form_of(item, right=True)}

    def sit(connection):
        factories.handed_in(connection, world.students[0], world.exams[0], answered, world.items)

    database.write(sit)
    world.count()
    scope = summaries.of_assignment(world.exams[0])
    (row,) = database.read(summaries.find_item_figures, scope, item.id)
    assert [choice for choice, _ in row.summary.picks] == ["a"]


def test_what_is_answered_in_a_practice_that_still_runs_counts_for_its_author(database, sample):
    """Such answers are fixed at once; the test's figures wait for its end."""
    world = World(database, sample, 12)
    world.count()  # everybody is new no more
    item = sample.items["1.1-number"]

    def sit(connection):
        answers = {item.id: form_of(item, right=False)}
        factories.handed_in(
            connection, world.students[0], world.exams[0], answers, world.items, closed=None
        )

    database.write(sit)
    world.count()
    stepwise = world.derived()
    assert stepwise["learner_costs"]
    assert stepwise["learner_sections"]
    assert stepwise["counted_sittings"] == []
    assert stepwise == world.recounted()
