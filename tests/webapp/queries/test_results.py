from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from quizzes.rules import Rules
from tests.conftest import START
from tests.webapp.queries.teaching import (
    CLOSES,
    DUE,
    accommodate,
    answer,
    assign,
    cohort,
    correct,
    extend,
    mark,
    sit,
    student,
)
from webapp.database import Database
from webapp.queries.results import fixes_in, kind_for, load_many, load_scores
from webapp.queries.sittings import archive_item_versions

HALF = Fraction(1, 2)
TICK = timedelta(seconds=1)


def test_a_sitting_is_added_up_item_by_item(database: Database):
    def work(connection):
        place = cohort(connection)
        someone = student(connection, place)
        made = assign(connection, place)
        sitting = sit(connection, made.id, someone, 1, 2, 3, scored_at=START)
        first = answer(connection, sitting, "i1", 1)
        third = answer(connection, sitting, "i3", Fraction(1, 3))
        return someone, sitting, first, third, load_scores(connection, made)

    someone, sitting, first, third, (score,) = database.write(work)
    assert (score.user_id, score.sitting_id, score.ordinal) == (someone, sitting, 1)
    assert (score.started_at, score.closed_at, score.scored) == (START, START, True)
    assert [(one.position, one.item_id, one.attempt_id) for one in score.lines] == [
        (1, "i1", first),
        (2, "i2", None),
        (3, "i3", third),
    ]
    assert [one.score.share for one in score.lines] == [1, 0, Fraction(1, 3)]
    assert [one.score.answered for one in score.lines] == [True, False, True]
    assert (score.result.earned, score.result.most, score.result.share) == (2, 6, Fraction(1, 3))
    assert (score.result.answered, score.result.final) == (2, True)


def test_sittings_come_by_person_and_try_and_can_be_asked_for_alone(database: Database):
    def work(connection):
        place = cohort(connection)
        one, two = student(connection, place), student(connection, place)
        made, other = assign(connection, place), assign(connection, place)
        sit(connection, other.id, one, 1)
        second = sit(connection, made.id, one, 1, ordinal=2)
        theirs = sit(connection, made.id, two, 1)
        first = sit(connection, made.id, one, 1, ordinal=1)
        answer(connection, second, "i1", 1)

        def ids(**which):
            return [each.sitting_id for each in load_scores(connection, made, **which)]

        shares = [each.result.share for each in load_scores(connection, made)]
        return (
            ([first, second, theirs], [first, second], [theirs]),
            (ids(), ids(user_id=one), ids(sitting_id=theirs)),
            shares,
        )

    expected, found, shares = database.write(work)
    assert found == expected
    assert shares == [0, 1, 0]


def test_of_several_answers_to_an_item_the_last_counts(database: Database):
    def work(connection):
        place = cohort(connection)
        made = assign(connection, place)
        sitting = sit(connection, made.id, student(connection, place), 1)
        last = answer(connection, sitting, "i1", HALF, number=2)
        answer(connection, sitting, "i1", 1, number=1)
        return last, load_scores(connection, made)[0]

    last, score = database.write(work)
    assert [one.attempt_id for one in score.lines] == [last]
    assert score.result.share == HALF


def test_the_newest_outcome_of_an_answer_counts(database: Database):
    def work(connection):
        place = cohort(connection)
        made = assign(connection, place)
        sitting = sit(connection, made.id, student(connection, place), 1)
        attempt = answer(connection, sitting, "i1", 1)
        mark(connection, attempt, Fraction(2, 3))
        return load_scores(connection, made)[0].result.share

    assert database.write(work) == Fraction(2, 3)


def test_what_waits_for_a_person_or_for_the_machine_is_not_yet_marked(database: Database):
    def work(connection):
        place = cohort(connection)
        made = assign(connection, place)
        sitting = sit(connection, made.id, student(connection, place), 1, 1, 2)
        answer(connection, sitting, "i1", 1)
        answer(connection, sitting, "i2")
        essay = answer(connection, sitting, "i3")
        mark(connection, essay, 0, status="awaiting")
        before = load_scores(connection, made)[0]
        mark(connection, essay, HALF)
        return before, load_scores(connection, made)[0]

    before, after = database.write(work)
    assert not before.scored
    assert (before.result.awaiting, before.result.share) == (2, Fraction(1, 4))
    assert (after.result.awaiting, after.result.share) == (1, HALF)


@pytest.mark.parametrize(
    ("said", "share"),
    [("3", 1), ("2", Fraction(2, 3)), ("0", 0), (None, Fraction(1, 3)), ("9", Fraction(1, 3))],
)
def test_certainty_is_read_from_the_answer(database: Database, said, share):
    def work(connection):
        place = cohort(connection)
        someone = student(connection, place)
        shares = []
        for asked in (True, False):
            made = assign(connection, place, rules=Rules(certainty=asked))
            sitting = sit(connection, made.id, someone, 1)
            answer(connection, sitting, "i1", 1, certainty=said)
            shares.append(load_scores(connection, made)[0].result.share)
        return shares

    assert database.write(work) == [share, 1]


def test_full_marks_go_to_all_who_were_given_the_item(database: Database):
    def work(connection):
        place = cohort(connection)
        made = assign(connection, place, rules=Rules(certainty=True))
        wrong, waiting, _blank = (
            sit(connection, made.id, student(connection, place), 1) for _ in range(3)
        )
        answer(connection, wrong, "i1", 0, certainty="3")
        answer(connection, waiting, "i1")
        correct(connection, made.id, "i1", "full")
        return load_scores(connection, made)

    scores = database.write(work)
    assert [one.result.share for one in scores] == [1, 1, 1]
    assert all(one.result.final for one in scores)
    assert [one.result.answered for one in scores] == [1, 1, 0]
    assert {one.lines[0].correction for one in scores} == {"full"}


def test_a_left_out_item_leaves_the_total_of_this_assignment_only(database: Database):
    def work(connection):
        place = cohort(connection)
        someone = student(connection, place)
        found = []
        made, other = assign(connection, place), assign(connection, place)
        correct(connection, made.id, "i1", "leave-out")
        for each in (made, other):
            sitting = sit(connection, each.id, someone, 3, 1)
            answer(connection, sitting, "i2", 1)
            found.append(load_scores(connection, each)[0].result)
        return found

    here, elsewhere = database.write(work)
    assert (here.most, here.share) == (1, 1)
    assert (elsewhere.most, elsewhere.share) == (4, Fraction(1, 4))


def test_the_newest_correction_of_each_item_holds(database: Database):
    def work(connection):
        made = assign(connection, cohort(connection))
        for item_id, kind in (("i1", "raise"), ("i2", "leave-out"), ("i1", "full")):
            correct(connection, made.id, item_id, kind)
        fixes = fixes_in(connection, [made.id])[made.id]
        return {item_id: kind_for(theirs, "v1") for item_id, theirs in fixes.items()}

    assert database.write(work) == {"i1": "full", "i2": "leave-out"}


@pytest.mark.parametrize("kind", ["full", "leave-out"])
def test_a_correction_spares_the_version_that_is_right_and_those_that_came_later(
    database: Database, kind
):
    def work(connection):
        place = cohort(connection)
        made = assign(connection, place)
        bodies = [("i1", version, "{}") for version in ("v1", "v2")]
        archive_item_versions(connection, bodies, START - TICK)
        correct(connection, made.id, "i1", kind, new="v2")
        archive_item_versions(connection, [("i1", "v3", "{}")], START + TICK)
        for version in ("v1", "v2", "v3"):
            sitting = sit(connection, made.id, student(connection, place), 1, 1, version=version)
            answer(connection, sitting, "i1", 0)
            answer(connection, sitting, "i2", HALF)
        return load_scores(connection, made)

    old, right, later = database.write(work)
    assert old.lines[0].correction == kind
    assert old.result.share == (Fraction(3, 4) if kind == "full" else HALF)
    for one in (right, later):
        assert one.lines[0].correction is None
        assert (one.result.share, one.result.most) == (Fraction(1, 4), 2)


def test_marking_anew_ends_full_marks_for_every_version(database: Database):
    def work(connection):
        place = cohort(connection)
        made = assign(connection, place)
        correct(connection, made.id, "i1", "full")
        correct(connection, made.id, "i1", "rescore", new="v2")
        for version in ("v1", "v2"):
            sitting = sit(connection, made.id, student(connection, place), 1, version=version)
            answer(connection, sitting, "i1", HALF)
        return [
            (one.result.share, one.lines[0].correction) for one in load_scores(connection, made)
        ]

    assert database.write(work) == [(HALF, "rescore"), (HALF, None)]


def test_a_mark_that_a_person_gave_stands_whatever_was_said_of_certainty(database: Database):
    def work(connection):
        place = cohort(connection)
        made = assign(connection, place, rules=Rules(certainty=True))
        someone = student(connection, place)
        sitting = sit(connection, made.id, someone, 4, 4, 4)
        for item_id, certainty in (("i1", None), ("i2", "3"), ("i3", "3")):
            attempt = answer(connection, sitting, item_id, 0, certainty=certainty)
            if item_id != "i3":  # the machine's own mark of the third: wrong and sure, −2
                mark(connection, attempt, HALF, by=someone)
        return load_scores(connection, made)[0]

    score = database.write(work)
    assert [one.score.certainty for one in score.lines] == [None, None, "3"]
    assert score.result.earned == 0
    assert [one.score.share for one in score.lines] == [HALF, HALF, 0]


def test_late_credit_goes_by_the_due_date_of_each_person(database: Database):
    def work(connection):
        place = cohort(connection)
        made = assign(connection, place, rules=Rules(late=HALF))
        punctual, late, granted, extended, running = (student(connection, place) for _ in range(5))
        accommodate(connection, place, granted, later_close_s=3600)
        extend(connection, made.id, extended, closes_at=CLOSES + timedelta(days=1))
        for someone, closed in (
            (punctual, DUE),
            (late, DUE + TICK),
            (granted, DUE + TICK),
            (extended, DUE + TICK),
            (running, None),
        ):
            answer(connection, sit(connection, made.id, someone, 1, closed=closed), "i1", 1)
        return [(one.result.late, one.result.share) for one in load_scores(connection, made)]

    assert database.write(work) == [
        (False, 1),
        (True, HALF),
        (False, 1),
        (False, 1),
        (False, 1),
    ]


def test_results_alone_are_the_same_and_keep_no_line(database: Database):
    def work(connection):
        place = cohort(connection)
        made, other = assign(connection, place), assign(connection, place)
        for _ in range(2):
            someone = student(connection, place)
            sitting = sit(connection, made.id, someone, 1, 2)
            answer(connection, sitting, "i1", 1, number=1)
            answer(connection, sitting, "i1", HALF, number=2)
            sit(connection, made.id, someone, ordinal=2)
            sit(connection, other.id, someone, 3)
        both = [made, other]
        return load_many(connection, both), load_many(connection, both, lines=False)

    whole, alone = database.write(work)
    assert [[len(one.lines) for one in theirs] for theirs in whole.values()] == [
        [2, 0, 2, 0],
        [1, 1],
    ]
    assert alone == {
        key: [replace(one, lines=()) for one in theirs] for key, theirs in whole.items()
    }
