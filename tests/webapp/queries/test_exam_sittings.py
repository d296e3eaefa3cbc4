from datetime import timedelta

import pytest
from sqlalchemy import event

from quizzes.drawing import Drawn
from tests.conftest import START
from tests.webapp.exams import answer_all, become, begin, by_hand, hand_in, make_school
from webapp.queries import drawn_items, exam_sittings
from webapp.tables import attempts, outcomes, sittings


@pytest.fixture
def school(database):
    made = make_school(database)
    made.give()
    return made


def add(school, ordinal=1, now=START):
    return school.database.write(
        exam_sittings.add_sitting,
        user_id=school.people["aliya"],
        assignment_id=school.assignment,
        ordinal=ordinal,
        enrolment_id=school.enrolments["aliya"],
        seed="0" * 32,
        drawn=(Drawn(0, "1.1-date", "0" * 16, 2), Drawn(1, "1.1-essay", "1" * 16, 1)),
        now=now,
    )


def test_a_person_has_one_open_sitting_of_an_assignment(school):
    first = add(school)
    assert first is not None
    assert add(school) is None
    assert add(school, ordinal=2) is None
    assert school.database.write(exam_sittings.close, first, START, "student", START)
    assert add(school, ordinal=2) is not None


def test_the_end_is_stamped_once(school):
    number = add(school)
    later = START + timedelta(hours=1)
    assert school.database.write(exam_sittings.close, number, START, "student", START)
    assert not school.database.write(exam_sittings.close, number, later, "time", later)
    found = school.database.read(exam_sittings.find_sitting, number)
    assert (found.closed_at, found.closed_by) == (START, "student")


def test_what_was_seen_last_never_runs_back(school):
    number = add(school)
    for minutes, seen in ((5, 5), (2, 5), (7, 7)):
        at = START + timedelta(minutes=minutes)
        assert school.database.write(exam_sittings.touch, number, at)
        found = school.database.read(exam_sittings.find_sitting, number)
        assert found.touched_at == START + timedelta(minutes=seen)
    school.database.write(exam_sittings.close, number, START, "student", START)
    assert not school.database.write(exam_sittings.touch, number, START)


def test_a_door_is_passed_once(school):
    number = add(school)
    for _ in range(2):
        school.database.write(exam_sittings.pass_door, number, 0)
        assert school.database.read(exam_sittings.find_sitting, number).section_at == 1


def test_items_stand_as_drawn_and_are_seen(school):
    number = add(school)
    rows = school.database.read(drawn_items.list_items, number)
    assert [(row.position, row.section, row.item_id, row.points) for row in rows] == [
        (1, 0, "1.1-date", 2),
        (2, 1, "1.1-essay", 1),
    ]
    seen = school.database.read(drawn_items.list_seen, school.people["aliya"])
    assert seen == {"1.1-date", "1.1-essay"}
    assert school.database.read(drawn_items.list_seen, school.people["bolat"]) == set()


def test_scoring_is_taken_by_one(school):
    number = add(school)
    assert not school.database.write(exam_sittings.mark_scored, number, START, START)
    school.database.write(exam_sittings.close, number, START, "student", START)
    assert school.database.read(exam_sittings.list_unscored) == [number]
    assert school.database.write(exam_sittings.mark_scored, number, START, START)
    assert not school.database.write(exam_sittings.mark_scored, number, START, START)
    assert school.database.read(exam_sittings.list_unscored) == []


def test_a_lessons_sitting_is_none_of_an_assignment(school):
    lesson = school.add(
        sittings,
        user_id=school.people["aliya"],
        assessment="lesson:1.1.1-merzim",
        ordinal=1,
        started_at=START,
    )
    assert school.database.read(exam_sittings.find_sitting, lesson) is None
    assert school.database.read(exam_sittings.list_open) == []


class Counted:
    """How many statements went to the database."""

    def __init__(self, database):
        self.engines = (database.reading, database.writing)
        self.count = 0

    def _seen(self, *_):
        self.count += 1

    def __enter__(self):
        for engine in self.engines:
            event.listen(engine, "before_cursor_execute", self._seen)
        return self

    def __exit__(self, *_):
        for engine in self.engines:
            event.remove(engine, "before_cursor_execute", self._seen)


def test_handing_in_ten_answers_takes_as_many_statements_as_one(browser, database):
    made = make_school(database)
    by_hand(browser)
    counts = []
    for name, answers in (("aliya", {"1.1-date": {"date": "02.03.2026"}}), ("bolat", None)):
        become(browser, made, name)
        made.give()
        sitting = begin(browser, made)
        answer_all(browser, sitting, answers)
        with Counted(database) as counted:
            hand_in(browser, sitting)
        counts.append(counted.count)
    assert counts[0] == counts[1]
    assert len(made.rows(attempts)) == 11
    assert made.rows(outcomes) == []
