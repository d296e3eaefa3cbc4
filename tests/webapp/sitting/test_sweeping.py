import asyncio
import time
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from tests.conftest import START, Browser, settings_for
from tests.webapp.exams import (
    answer_all,
    become,
    begin,
    by_hand,
    fixed,
    hand_in,
    make_school,
    save,
    swept,
)
from webapp.app import create_app
from webapp.queries import sitting_care
from webapp.sitting import scoring, sweeping
from webapp.sitting.sweeping import Sweeper, sweep
from webapp.tables import attempts, outcomes, sittings
from webapp.writer import StorageError

ONE = "1.1-single-choice"


@pytest.fixture
def school(browser, database):
    made = make_school(database)
    become(browser, made, "aliya")
    return made


def test_what_is_handed_in_is_scored_soon_without_anyone_looking(browser, school):
    school.give()
    sitting = begin(browser, school)
    answer_all(browser, sitting)
    hand_in(browser, sitting)
    while school.rows(sittings)[0].scored_at is None:
        time.sleep(0.01)
    assert len(school.rows(outcomes)) == 10


def test_several_processes_end_and_score_once(browser, school, database, sample, clock, tmp_path):
    by_hand(browser)
    school.give()
    for name in ("aliya", "bolat"):
        become(browser, school, name)
        answer_all(browser, begin(browser, school))
    clock.pass_(hours=4)
    other = create_app(settings_for(database, tmp_path), sample, database, clock)
    with Browser(other) as second:
        by_hand(second)
        site, there = browser.app.state.site, second.app.state.site

        async def both() -> list[tuple[int, int]]:
            return await asyncio.gather(*(sweep(one) for one in (site, there, site, there)))

        ended = browser.portal.call(both)
    assert sum(one[0] for one in ended) == 2
    assert len(school.rows(attempts)) == len(school.rows(outcomes)) == 20


def test_one_sitting_that_fails_does_not_keep_back_the_others(browser, school, clock, monkeypatch):
    by_hand(browser)
    school.give({"sections": [fixed(ONE)]})
    for name in ("aliya", "bolat"):
        become(browser, school, name)
        sitting = begin(browser, school)
        save(browser, sitting, ONE, choice="a")
        hand_in(browser, sitting)
    real = scoring.judge

    def faulty(connection, course, sitting_id):
        if sitting_id == 1:
            raise OperationalError("select", None, Exception("gone"))
        return real(connection, course, sitting_id)

    monkeypatch.setattr(scoring, "judge", faulty)
    assert swept(browser) == (0, 1)
    monkeypatch.setattr(scoring, "judge", real)
    assert swept(browser) == (0, 1)


def test_an_answer_the_engine_breaks_on_waits_for_a_person(browser, school, monkeypatch):
    by_hand(browser)
    school.give({"sections": [fixed(ONE, "1.1-date")]})
    sitting = begin(browser, school)
    save(browser, sitting, ONE, choice="a")
    save(browser, sitting, "1.1-date", form={"date": "02.03.2026"})
    hand_in(browser, sitting)
    from quizzes.item import Item

    real = Item.score

    def broken(self, response):
        if self.id == ONE:
            raise ZeroDivisionError
        return real(self, response)

    monkeypatch.setattr(Item, "score", broken)
    swept(browser)
    found = [(row.status, row.reason) for row in school.rows(outcomes)]
    assert found == [("awaiting", "engine"), ("scored", "")]


class TestTheTask:
    """The loop beside the requests."""

    def run(self, monkeypatch, faults, passes):
        seen = []
        enough = asyncio.Event()

        async def one_pass(site):
            seen.append(site)
            if len(seen) == passes:
                enough.set()
            if faults:
                raise faults.pop(0)

        monkeypatch.setattr(sweeping, "sweep", one_pass)

        async def life() -> None:
            sweeper = Sweeper("site", every_s=0.001)
            sweeper.start()
            await enough.wait()
            await sweeper.stop()
            await sweeper.stop()

        asyncio.run(life())
        return seen

    def test_faults_of_the_database_do_not_end_it(self, monkeypatch):
        faults = [
            StorageError("locked"),
            OperationalError("select", None, Exception("gone")),
            RuntimeError("?"),
        ]
        assert len(self.run(monkeypatch, faults, 5)) >= 5

    def test_it_is_woken_before_its_time(self, monkeypatch):
        seen = []
        swept_once = asyncio.Event()

        async def one_pass(site):
            seen.append(site)
            swept_once.set()

        monkeypatch.setattr(sweeping, "sweep", one_pass)

        async def life() -> None:
            sweeper = Sweeper("site", every_s=1e6)
            sweeper.start()
            await asyncio.sleep(0)
            assert seen == []
            sweeper.wake()
            await swept_once.wait()
            await sweeper.stop()

        asyncio.run(life())
        assert seen == ["site"]


def test_marks_of_an_end_that_was_undone_are_not_taken_for_those_of_the_next(
    browser, school, sample, database
):
    """Judged, then opened again, answered anew and handed in: the old judgement knows nothing of
    the new answers and must not count as having scored them.
    """
    by_hand(browser)
    school.give({"sections": [fixed(ONE)]})
    sitting = begin(browser, school)
    save(browser, sitting, ONE, choice="b")
    hand_in(browser, sitting)
    stale = database.read(scoring.judge, sample, sitting)
    assert stale is not None

    def again(connection):
        sitting_care.reopen(
            connection,
            school.assignment,
            sitting,
            timedelta(minutes=5),
            "Байланыс үзілді",
            school.people["ustaz"],
            START + timedelta(minutes=1),
            answers_back=True,
        )

    database.write(again)
    save(browser, sitting, ONE, base=1, choice="a")
    hand_in(browser, sitting)
    assert not database.write(scoring.store, sample, stale, START)
    swept(browser)
    assert [one.score_num for one in school.rows(outcomes)] == [1]
