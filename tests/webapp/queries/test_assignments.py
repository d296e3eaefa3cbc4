from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest

from quizzes.rules import Rules, defaults
from quizzes.timing import Allowance, Window
from tests.conftest import START
from tests.webapp.queries.teaching import (
    ASKED,
    CLOSES,
    DUE,
    accommodate,
    add,
    assign,
    cohort,
    enrol,
    extend,
    group,
    leave,
    person,
    student,
)
from webapp.database import Database
from webapp.queries.assignments import (
    allowance_of,
    allowances,
    find_assessment,
    find_assignment,
    find_student,
    latest_close,
    list_for_student,
    list_of_cohort,
    list_student_ids,
)
from webapp.queries.assignments import list_students as listed_students
from webapp.tables import assessments, assignments, cohorts, extensions

DAY = timedelta(days=1)


def test_an_assignment_is_read_as_it_was_stored(database: Database):
    def work(connection):
        rules = Rules(mode="exam", late=Fraction(4, 5), visibility=defaults("exam").visibility)
        made = assign(connection, cohort(connection), rules=rules, limit_s=5400, note="Ескерту")
        return made, rules, find_assignment(connection, made.id + 1)

    found, rules, none = database.write(work)
    assert found.window == Window(START, DUE, CLOSES, timedelta(minutes=90))
    assert found.rules == rules
    assert (found.title, found.note, found.revision) == ("Бақылау", "Ескерту", 1)
    assert not found.withdrawn
    assert none is None


def test_an_assignment_may_have_no_end(database: Database):
    def work(connection):
        return assign(connection, cohort(connection), due_at=None, closes_at=None).window

    assert database.write(work) == Window(START)


def test_what_is_asked_is_read_back(database: Database):
    def work(connection):
        place, author = cohort(connection), person(connection)
        made = add(
            connection,
            assessments,
            cohort_id=place,
            title="Бақылау",
            definition=ASKED,
            created_by=author,
            created_at=START,
            updated_at=START,
        )
        return place, made, find_assessment(connection, made), find_assessment(connection, made + 1)

    place, made, found, none = database.write(work)
    assert found is not None
    assert tuple(found[0])[:4] == (made, place, "Бақылау", 1)
    assert found[1].sections[0].entries[0].kind == "draw"
    assert none is None


# --- to whom it is given ------------------------------------------------------------------------


def list_students(connection, assignment_id, group_ids=None):
    """The students; their numbers alone must be the same."""
    found = listed_students(connection, assignment_id, group_ids)
    ids = list_student_ids(connection, assignment_id, group_ids)
    assert sorted(ids) == [one.user_id for one in found]
    return found


@pytest.mark.parametrize("kind", ["cohort", "group", "student"])
def test_an_assignment_is_given_to_whom_it_names(database: Database, kind: str):
    def work(connection):
        place = cohort(connection)
        theirs, other = group(connection, place), group(connection, place)
        named, mate = student(connection, place, theirs), student(connection, place, theirs)
        further = student(connection, place, other)
        stranger = student(connection, cohort(connection))
        targets = {"cohort": place, "group": theirs, "student": named}
        made = assign(connection, place, (kind, targets[kind]))
        listed = [one.user_id for one in list_students(connection, made.id)]
        for user_id in (named, mate, further, stranger):
            given = user_id in listed
            assert (find_student(connection, made.id, user_id) is not None) is given
            assert ([one.id for one in list_for_student(connection, user_id)] == [made.id]) is given
        return listed, {"cohort": [named, mate, further], "group": [named, mate]}.get(kind, [named])

    listed, expected = database.write(work)
    assert listed == expected


def test_numbers_of_groups_cohorts_and_people_are_not_mixed_up(database: Database):
    def work(connection):
        place = cohort(connection)
        first = group(connection, place)
        someone = student(connection, place, first)
        for kind, target in (
            ("group", someone + 1000),
            ("student", first + 1000),
            ("cohort", place + 1000),
        ):
            made = assign(connection, place, (kind, target))
            assert list_students(connection, made.id) == []
        other_cohort = cohort(connection)
        theirs = group(connection, other_cohort)
        student(connection, other_cohort, theirs)
        made = assign(connection, place, ("group", theirs))
        return list_students(connection, made.id), list_for_student(connection, someone)

    assert database.write(work) == ([], [])


def test_who_has_left_is_not_given_it_and_who_came_back_is(database: Database):
    def work(connection):
        place = cohort(connection)
        room = group(connection, place)
        someone = student(connection, place, room)
        made = assign(connection, place)
        leave(connection, someone)
        gone = (
            list_students(connection, made.id),
            find_student(connection, made.id, someone),
            list_for_student(connection, someone),
        )
        enrol(connection, someone, place, room)
        return gone, find_student(connection, made.id, someone)

    gone, back = database.write(work)
    assert gone == ([], None, [])
    assert back is not None


@pytest.mark.parametrize("role", ["instructor", "assistant"])
def test_staff_are_not_given_what_their_students_are(database: Database, role: str):
    def work(connection):
        place = cohort(connection)
        room = group(connection, place)
        teacher = person(connection)
        enrol(connection, teacher, place, None, role)
        enrol(connection, teacher, place, room, role)
        made = assign(connection, place, ("cohort", place), ("group", room), ("student", teacher))
        return list_students(connection, made.id), list_for_student(connection, teacher)

    assert database.write(work) == ([], [])


def test_who_studies_in_two_groups_and_is_named_thrice_is_given_it_once(database: Database):
    def work(connection):
        place = cohort(connection)
        one, two = group(connection, place), group(connection, place)
        someone = student(connection, place, one)
        enrol(connection, someone, place, two)
        made = assign(connection, place, ("cohort", place), ("group", two), ("student", someone))
        only_two = assign(connection, place, ("group", two))
        return (
            (one, two),
            list_students(connection, made.id),
            list_students(connection, only_two.id, frozenset({two})),
            len(list_for_student(connection, someone)),
            [find_student(connection, each.id, someone) for each in (made, only_two)],
        )

    (one, two), listed, listed_two, number, enrolled = database.write(work)
    assert [each.group_id for each in listed] == [one]
    assert [each.group_id for each in listed_two] == [two]
    assert number == 2
    assert enrolled == [listed[0].enrolment_id, listed_two[0].enrolment_id]


def test_what_is_withdrawn_or_of_an_archived_cohort_is_not_shown_to_students(database: Database):
    def work(connection):
        place = cohort(connection)
        someone = student(connection, place)
        shown = assign(connection, place)
        withdrawn = assign(connection, place)
        connection.execute(
            assignments.update().where(assignments.c.id == withdrawn.id).values(withdrawn_at=START)
        )
        before = [one.id for one in list_for_student(connection, someone)]
        all_of_it = [(one.id, one.withdrawn) for one in list_of_cohort(connection, place)]
        connection.execute(cohorts.update().where(cohorts.c.id == place).values(archived_at=START))
        return shown.id, withdrawn.id, before, all_of_it, list_for_student(connection, someone)

    shown, withdrawn, before, all_of_it, after = database.write(work)
    assert before == [shown]
    assert all_of_it == [(shown, False), (withdrawn, True)]
    assert after == []


def test_assignments_come_by_opening(database: Database):
    def work(connection):
        place = cohort(connection)
        someone = student(connection, place)
        late = assign(connection, place, opens_at=START + DAY)
        early = assign(connection, place, opens_at=START - DAY)
        return (
            [early.id, late.id],
            [one.id for one in list_for_student(connection, someone)],
            [one.id for one in list_of_cohort(connection, place)],
        )

    expected, mine, all_of_it = database.write(work)
    assert mine == all_of_it == expected


# --- what single persons are granted ------------------------------------------------------------


def test_who_was_granted_nothing_has_nothing(database: Database):
    def work(connection):
        place = cohort(connection)
        someone = student(connection, place)
        made = assign(connection, place)
        return allowances(connection, made), allowance_of(connection, made, someone)

    assert database.write(work) == ({}, Allowance())


def test_accommodation_and_extensions_add_up_and_the_newest_close_holds(database: Database):
    def work(connection):
        place = cohort(connection)
        someone, other = student(connection, place), student(connection, place)
        made, another = assign(connection, place), assign(connection, place)
        accommodate(
            connection, place, someone, time_num=3, time_den=2, extra_attempts=1, later_close_s=3600
        )
        extend(connection, made.id, someone, closes_at=CLOSES + 3 * DAY, extra_s=60)
        extend(connection, made.id, someone, closes_at=CLOSES + DAY, extra_attempts=2)
        extend(connection, made.id, someone, extra_s=30)
        extend(connection, made.id, other, extra_s=5)
        return (
            (someone, other),
            allowances(connection, made),
            allowances(connection, made, someone),
            allowance_of(connection, another, someone),
        )

    (someone, other), everyone, one, elsewhere = database.write(work)
    lasting = Allowance(Fraction(3, 2), timedelta(hours=1), extra_attempts=1)
    expected = Allowance(
        factor=Fraction(3, 2),
        later_close=timedelta(hours=1),
        closes=CLOSES + DAY,
        extra_time=timedelta(seconds=90),
        extra_attempts=3,
    )
    assert everyone == {someone: expected, other: Allowance(extra_time=timedelta(seconds=5))}
    assert one == {someone: expected}
    assert elsewhere == lasting


def test_an_accommodation_holds_in_its_cohort_only(database: Database):
    def work(connection):
        place, elsewhere = cohort(connection), cohort(connection)
        someone = student(connection, place)
        accommodate(connection, elsewhere, someone, time_num=2)
        return allowance_of(connection, assign(connection, place), someone)

    assert database.write(work) == Allowance()


def test_what_was_taken_back_counts_no_more(database: Database):
    def work(connection):
        place = cohort(connection)
        someone = student(connection, place)
        made = assign(connection, place)
        extend(connection, made.id, someone, closes_at=CLOSES + DAY, extra_s=60)
        newest = extend(
            connection, made.id, someone, closes_at=CLOSES + 9 * DAY, extra_s=60, extra_attempts=1
        )
        connection.execute(
            extensions.update().where(extensions.c.id == newest).values(revoked_at=START)
        )
        return allowance_of(connection, made, someone)

    assert database.write(work) == Allowance(closes=CLOSES + DAY, extra_time=timedelta(seconds=60))


# --- when it has closed for everyone ------------------------------------------------------------


def test_without_anything_granted_it_closes_for_everyone_at_once(database: Database):
    def work(connection):
        place = cohort(connection)
        student(connection, place)
        return latest_close(connection, assign(connection, place))

    assert database.write(work) == CLOSES


def test_an_extension_puts_off_the_close_for_everyone(database: Database):
    def work(connection):
        place = cohort(connection)
        someone, other = student(connection, place), student(connection, place)
        made = assign(connection, place, limit_s=3600)
        accommodate(connection, place, other, time_num=2)
        by_factor = latest_close(connection, made)
        extend(connection, made.id, someone, closes_at=CLOSES + DAY)
        return by_factor, latest_close(connection, made)

    by_factor, by_extension = database.write(work)
    assert by_factor == CLOSES + timedelta(hours=1)
    assert by_extension == CLOSES + DAY


def test_who_left_or_is_not_given_it_puts_off_nothing(database: Database):
    def work(connection):
        place = cohort(connection)
        room = group(connection, place)
        gone, elsewhere = student(connection, place, room), student(connection, place)
        made = assign(connection, place, ("group", room))
        for someone in (gone, elsewhere):
            accommodate(connection, place, someone, later_close_s=3600)
        before = latest_close(connection, made)
        leave(connection, gone)
        return before, latest_close(connection, made)

    before, after = database.write(work)
    assert before == CLOSES + timedelta(hours=1)
    assert after == CLOSES


def test_what_never_closes_never_closes_for_everyone(database: Database):
    def work(connection):
        place = cohort(connection)
        someone = student(connection, place)
        made = assign(connection, place, closes_at=None)
        extend(connection, made.id, someone, closes_at=CLOSES)
        return latest_close(connection, made)

    assert database.write(work) is None
