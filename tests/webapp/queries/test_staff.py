from __future__ import annotations

from tests.conftest import START
from tests.webapp.queries.teaching import cohort, enrol, group, leave, person
from webapp.database import Database
from webapp.queries.staff import find_post


def test_no_such_cohort_is_not_the_same_as_no_post(database: Database):
    def work(connection):
        someone, place = person(connection), cohort(connection)
        return find_post(connection, someone, place + 1), find_post(connection, someone, place)

    assert database.write(work) == (None, ("Ағын", False, None, frozenset()))


def test_students_and_staff_of_another_cohort_have_no_post(database: Database):
    def work(connection):
        place, elsewhere = cohort(connection), cohort(connection)
        learner, teacher = person(connection), person(connection)
        enrol(connection, learner, place, group(connection, place))
        enrol(connection, teacher, elsewhere, role="instructor")
        return [find_post(connection, each, place)[2] for each in (learner, teacher)]  # type: ignore[index]

    assert database.write(work) == [None, None]


def test_staff_have_the_groups_they_are_named_for_or_all(database: Database):
    def work(connection):
        place = cohort(connection)
        one, two = group(connection, place), group(connection, place)
        leads, teaches, helps = (person(connection) for _ in range(3))
        enrol(connection, leads, place, role="instructor")
        enrol(connection, leads, place, one, role="instructor")
        for room in (one, two):
            enrol(connection, teaches, place, room, role="instructor")
        enrol(connection, helps, place, two, role="assistant")
        found = [find_post(connection, each, place) for each in (leads, teaches, helps)]
        return one, two, [each[2:] for each in found if each is not None]

    one, two, found = database.write(work)
    assert found == [
        ("instructor", None),
        ("instructor", frozenset({one, two})),
        ("assistant", frozenset({two})),
    ]


def test_of_two_roles_the_higher_holds_with_its_own_groups(database: Database):
    def work(connection):
        place = cohort(connection)
        room = group(connection, place)
        someone = person(connection)
        enrol(connection, someone, place, role="assistant")
        enrol(connection, someone, place, room, role="instructor")
        return room, find_post(connection, someone, place)

    room, found = database.write(work)
    assert found == ("Ағын", False, "instructor", frozenset({room}))


def test_a_post_ends_with_the_enrolment(database: Database):
    def work(connection):
        place, someone = cohort(connection), person(connection)
        enrol(connection, someone, place, role="instructor")
        leave(connection, someone, role="instructor")
        return find_post(connection, someone, place)

    assert database.write(work) == ("Ағын", False, None, frozenset())


def test_an_archived_cohort_says_so(database: Database):
    def work(connection):
        place, someone = cohort(connection, archived_at=START), person(connection)
        enrol(connection, someone, place, role="assistant")
        return find_post(connection, someone, place)

    assert database.write(work) == ("Ағын", True, "assistant", None)
