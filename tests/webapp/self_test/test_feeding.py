"""Answers worked into what is known of a learner."""

import asyncio
from datetime import timedelta
from fractions import Fraction
from random import Random

import pytest

from tests.conftest import START
from tests.webapp.exams import (
    RIGHT,
    become,
    by_hand,
    exam_rules,
    fixed,
    hand_in,
    make_school,
    save,
    swept,
)
from tests.webapp.exams import (
    begin as begin_assignment,
)
from webapp.queries import corrections, memories, people, sittings, study
from webapp.queries.erasing import erase_self_study
from webapp.self_test import feeding
from webapp.self_test.beginning import Asked, begin
from webapp.self_test.feeding import up_to_date
from webapp.tables import attempts, sent_answers, study_queue
from webapp.tables import sittings as sittings_table
from webapp.writer import StorageError

ONE = "1.1-single-choice"
TWO = "1.1-number"


@pytest.fixture
def school(browser, database):
    made = make_school(database)
    by_hand(browser)
    become(browser, made, "aliya")
    return made


@pytest.fixture
def fed(browser, school, clock):
    """Work in what is new, and read it."""

    def work():
        site = browser.app.state.site
        user_id = school.people["aliya"]
        browser.portal.call(up_to_date, site, user_id, clock())
        return (
            school.database.read(memories.list_memories, user_id),
            school.database.read(study.list_days, user_id),
        )

    return work


def answer(browser, school, clock, item_id, right, said=None):
    """Answer one item in a set of its own."""
    course = browser.app.state.site.course
    number = school.database.write(
        lambda connection: begin(
            connection,
            user_id=school.people["aliya"],
            kind="set",
            title="Жинақ",
            mode="tutor",
            items=[Asked(course.items[item_id])],
            seed="s",
            now=clock(),
            certainty=said is not None,
        )
    )
    form = dict(RIGHT[item_id])
    if not right:
        form[next(iter(form))] = "b" if "choice" in form else "7"
    if said is not None:
        form["certainty"] = said
    assert browser.submit(f"/sittings/{number}/1", {"do": "check", **form}).status_code == 303


def test_the_first_time_everything_answered_before_is_worked_in(browser, school, clock, fed):
    answer(browser, school, clock, ONE, True)
    clock.pass_(days=1)
    answer(browser, school, clock, TWO, False)
    memories, days = fed()
    assert set(memories) == {ONE, TWO}
    assert memories[ONE].right
    assert memories[ONE].mistake is None
    assert memories[TWO].mistake is not None
    assert [(one.answers, one.right) for one in days] == [(1, 1), (1, 0)]
    assert sum(days[1].mastery.values()) == len(browser.app.state.site.course.objectives)


def test_then_only_what_is_new(browser, school, clock, fed):
    answer(browser, school, clock, ONE, True)
    fed()
    clock.pass_(minutes=2)
    answer(browser, school, clock, TWO, True)
    assert len(school.rows(study_queue)) == 1
    memories, days = fed()
    assert memories[TWO].seconds == 120
    assert days[0].answers == 2
    assert days[0].seconds == 60 + 120  # the beginning of the first is not known
    assert school.rows(study_queue) == []


def test_an_answer_in_a_lesson_counts_as_well(browser, school, clock, fed):
    fed()
    browser.submit(f"/lessons/1.1.1-merzim/items/{ONE}", {"choice": "b", "attempt": "1"})
    memories, _ = fed()
    assert memories[ONE].mistake is not None


def test_an_exam_tells_nothing_before_its_keys_may_be_seen(browser, school, clock, fed):
    school.give({"sections": [fixed(ONE)]}, exam_rules())
    sitting = begin_assignment(browser, school)
    save(browser, sitting, ONE, choice="a")
    hand_in(browser, sitting)
    swept(browser)
    assert fed()[0] == {}
    clock.pass_(hours=4)
    assert set(fed()[0]) == {ONE}


def test_a_changed_mark_makes_everything_anew(browser, school, clock, fed):
    school.give({"sections": [fixed(ONE)]}, {"mode": "practice"})
    sitting = begin_assignment(browser, school)
    browser.submit(f"/sittings/{sitting}/1", {"do": "check", "choice": "b"})
    assert fed()[0][ONE].mistake is not None
    given = school.rows(attempts)[0]
    correction = {"id": None}

    def mend(connection):
        corrections.add_outcomes(
            connection, correction["id"], "дұрысталды", [(given.id, 1, [])], clock()
        )

    school.database.write(mend)
    memories, days = fed()
    assert memories[ONE].mistake is None
    assert days[0].right == 1


def test_certainty_goes_into_the_grade(browser, school, clock, fed):
    answer(browser, school, clock, ONE, True, said="0")
    answer(browser, school, clock, TWO, True, said="3")
    memories, _ = fed()
    assert memories[ONE].certainty == "0"
    assert memories[ONE].memory.stability < memories[TWO].memory.stability


def test_piecemeal_equals_all_at_once(browser, school, clock, fed):
    random = Random(7)
    fed()
    for _ in range(12):
        clock.pass_(hours=random.choice([0, 1, 9, 30]), minutes=random.randrange(1, 9))
        answer(browser, school, clock, random.choice([ONE, TWO]), random.random() < 0.6)
        if random.random() < 0.5:
            fed()
    piecemeal = fed()
    school.database.write(lambda connection: study.mark_stale(connection, [school.people["aliya"]]))
    assert fed() == piecemeal


def test_two_pages_at_once_work_an_answer_in_once(browser, school, clock, fed):
    fed()
    answer(browser, school, clock, ONE, True)
    site = browser.app.state.site
    user_id = school.people["aliya"]

    async def both():
        await asyncio.gather(*(up_to_date(site, user_id, clock()) for _ in range(4)))

    browser.portal.call(both)
    memories, days = fed()
    assert memories[ONE].answers == 1
    assert days[0].answers == 1


def test_a_clock_set_back_breaks_nothing(browser, school, clock, fed):
    answer(browser, school, clock, ONE, True)
    fed()
    clock.time = START - timedelta(days=3)
    answer(browser, school, clock, TWO, True)
    memories, days = fed()
    assert set(memories) == {ONE, TWO}
    assert len(days) == 2


@pytest.fixture
def meanwhile(monkeypatch):
    """Do something while answers are being folded: after they were read, before it is stored."""

    def at(act):
        def folded(*args):
            monkeypatch.setattr(feeding, "fold", fold)
            act()
            fold(*args)

        fold = feeding.fold
        monkeypatch.setattr(feeding, "fold", folded)

    return at


def test_what_is_erased_while_it_is_worked_in_stays_erased(browser, school, clock, fed, meanwhile):
    answer(browser, school, clock, ONE, True)
    me = school.people["aliya"]
    meanwhile(lambda: school.database.write(lambda connection: erase_self_study(connection, me)))
    memories, days = fed()
    assert (memories, days) == ({}, [])


@pytest.mark.parametrize("first", [True, False])
def test_a_mark_changed_while_everything_is_made_anew_is_not_lost(
    browser, school, clock, fed, meanwhile, first
):
    if not first:
        fed()
    answer(browser, school, clock, ONE, False)
    me = school.people["aliya"]
    (attempt,) = school.rows(attempts)

    def change():
        school.database.write(
            lambda connection: sittings.add_outcome(
                connection, attempt.id, "scored", Fraction(1), (), clock()
            )
        )

    if not first:  # a guest has signed in: everything anew, the answer still on the queue
        school.database.write(lambda connection: study.mark_stale(connection, [me]))
    meanwhile(change)
    fed()
    memories, _ = fed()
    assert memories[ONE].right


def test_a_guest_who_signs_in_while_everything_is_made_anew_is_not_forgotten(
    browser, school, clock, fed, meanwhile
):
    answer(browser, school, clock, ONE, True)
    me, other = school.people["aliya"], school.people["bolat"]
    school.add(
        attempts,
        sitting_id=school.add(
            sittings_table, user_id=other, assessment="lesson:x", ordinal=1, started_at=START
        ),
        item_id=TWO,
        item_version="1" * 16,
        number=1,
        response="{}",
        form="{}",
        received_at=START,
    )
    (attempt,) = school.rows(attempts, item_id=TWO)
    school.database.write(
        lambda connection: sittings.add_outcome(
            connection, attempt.id, "scored", Fraction(1), (), clock()
        )
    )
    meanwhile(
        lambda: school.database.write(lambda connection: people.merge_guest(connection, other, me))
    )
    fed()
    memories, _ = fed()
    assert set(memories) == {ONE, TWO}


@pytest.mark.parametrize("address", ["/", "/lessons/1.1.1-merzim"])
def test_a_lesson_can_be_read_when_nothing_can_be_stored(
    browser, school, clock, fed, monkeypatch, address
):
    fed()
    answer(browser, school, clock, ONE, True)

    async def full(work):
        raise StorageError("disk full")

    monkeypatch.setattr(browser.app.state.site.writer, "run", full)
    assert browser.get(address).status_code == 200


@pytest.mark.parametrize("first", [True, False])
def test_an_answer_that_two_devices_sent_later_counts_once(browser, school, clock, fed, first):
    """Two transactions may each find that no other names the attempt."""
    if not first:
        fed()
    answer(browser, school, clock, ONE, True)
    (attempt,) = school.rows(attempts)
    for name in ("1", "2"):
        school.add(
            sent_answers,
            client_id=name,
            user_id=school.people["aliya"],
            item_id=ONE,
            item_version=attempt.item_version,
            sitting_id=attempt.sitting_id,
            attempt_id=attempt.id,
            form="{}",
            answered_at=clock(),
            received_at=clock(),
            fate="scored",
        )
    memories, days = fed()
    assert memories[ONE].answers == 1
    assert [one.answers for one in days] == [1]
    assert not school.rows(study_queue)
