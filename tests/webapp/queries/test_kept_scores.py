"""The gradebook's results, taken from what is counted, are those that the answers add up to."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import update

from quizzes.rules import defaults
from tests.conftest import START
from tests.webapp import factories
from tests.webapp.insight.world import World, form_of
from webapp.queries.assignments import list_of_cohort
from webapp.queries.kept_scores import load_kept
from webapp.queries.results import load_many
from webapp.tables import assignments


def told(scores):
    """What a gradebook shows of sittings that ended; who answered something or nothing."""
    return {
        assignment_id: [
            (
                one.sitting_id,
                one.user_id,
                one.ordinal,
                one.started_at,
                one.closed_at,
                one.scored,
                one.result.earned,
                one.result.most,
                one.result.share,
                one.result.awaiting,
                one.result.answered > 0,
                one.result.late,
            )
            for one in theirs
            if one.closed_at is not None
        ]
        for assignment_id, theirs in scores.items()
    }


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_counted_or_waiting_the_results_are_those_of_the_answers(database, sample, seed):
    world = World(database, sample, seed)
    late = {"due_at": START - timedelta(hours=2), "rules": None}

    def make_late(connection):  # half of what one of the exams earns
        info = list_of_cohort(connection, world.cohort)[0]
        late["rules"] = info.rules.model_copy(update={"late": Fraction(1, 2)}).model_dump_json()
        connection.execute(update(assignments).where(assignments.c.id == info.id).values(**late))

    database.write(make_late)

    def both(connection):
        infos = list_of_cohort(connection, world.cohort)
        some = world.students[:3]
        return (
            told(load_kept(connection, infos)),
            told(load_many(connection, infos)),
            told(load_kept(connection, infos, some)),
            told(load_many(connection, infos, user_ids=some)),
        )

    shown = 0
    for _ in range(60):
        world.live()
        if world.chance.random() < 0.4:
            world.count()
        kept, read, kept_of_some, read_of_some = database.read(both)
        assert kept == read
        assert kept_of_some == read_of_some
        shown = max(shown, sum(map(len, kept.values())))
    assert shown > 4


def test_what_waits_for_a_mark_is_added_up_from_the_answers(database, sample):
    world = World(database, sample, 4)
    asked = [*world.items, sample.items["1.1-essay"]]
    exam = database.write(factories.assignment, world.cohort, asked, defaults("exam"), world.lead)
    answers = {item.id: form_of(item, right=True) for item in asked}
    for student, closed in zip(world.students, (START, START, None), strict=False):
        database.write(
            factories.handed_in,
            student,
            exam,
            answers if student != world.students[1] else {},
            asked,
            closed=closed,
        )
    world.count()

    def both(connection):
        infos = list_of_cohort(connection, world.cohort)
        return load_kept(connection, infos), load_many(connection, infos)

    kept, read = database.read(both)
    assert told(kept) == told(read)
    first, nothing, running = kept[exam]
    assert first.result.awaiting == 1
    assert (nothing.result.final, nothing.result.answered) == (True, 0)
    assert running.closed_at is None
