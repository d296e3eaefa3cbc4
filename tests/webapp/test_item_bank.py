from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from course.model import Course
from quizzes.item import Item, item_from_canonical
from tests.conftest import START
from tests.quizzes.factories import item
from tests.webapp.queries.teaching import add, cohort, person
from webapp.database import Database
from webapp.item_bank import candidates, find_item, newest_item, section_of
from webapp.queries.sittings import archive_item_versions
from webapp.tables import exclusions, own_items


def own(connection: Connection, cohort_id: int, written: Item, **more: Any) -> None:
    archive(connection, written)
    add(
        connection,
        own_items,
        item_id=written.id,
        version=written.version,
        cohort_id=cohort_id,
        author_id=person(connection),
        created_at=START,
        updated_at=START,
        **{"shared": False, **more},
    )


def archive(connection: Connection, written: Item) -> None:
    archive_item_versions(connection, [(written.id, written.version, written.canonical())], START)


def written(number: int, **changes: Any) -> Item:
    return item("single-choice", id=f"2.1-own-{number}", **changes)


def test_an_item_of_the_course_is_found_as_it_is_now(database: Database, sample: Course):
    current = next(iter(sample.items.values()))

    def work(connection):
        return (
            find_item(connection, sample, current.id, current.version),
            newest_item(connection, sample, current.id),
            find_item(connection, sample, current.id, "0" * 16),
            newest_item(connection, sample, "9.9-none"),
        )

    assert database.write(work) == (current, current, None, None)


def test_an_earlier_version_stays_readable(database: Database, sample: Course):
    current = sample.items["1.1-citation"]
    earlier = item_from_canonical(current.canonical().replace(current.stem, "Бұрынғы мәтін"))
    assert earlier.version != current.version

    def work(connection):
        archive(connection, earlier)
        return find_item(connection, sample, earlier.id, earlier.version)

    found = database.write(work)
    assert found is not None
    assert (found.stem, found.version) == ("Бұрынғы мәтін", earlier.version)
    assert found.interaction == current.interaction  # knows what the acts are called, as now


def test_an_own_item_is_found_in_its_newest_version_also_when_retired(
    database: Database, sample: Course
):
    first, second = written(1), written(1, stem="Түзетілген сұрақ?")

    def work(connection):
        archive(connection, first)
        own(connection, cohort(connection), second, retired_at=START)
        return newest_item(connection, sample, first.id), find_item(
            connection, sample, first.id, first.version
        )

    assert database.write(work) == (second, first)


def test_a_cohort_draws_from_the_course_its_own_items_and_the_shared_ones(
    database: Database, sample: Course
):
    def work(connection):
        place, elsewhere = cohort(connection), cohort(connection)
        own(connection, place, written(1))
        own(connection, place, written(2), retired_at=START)
        own(connection, elsewhere, written(3))
        own(connection, elsewhere, written(4), shared=True)
        own(connection, elsewhere, written(5), shared=True, retired_at=START)
        return [one.item_id for one in candidates(connection, sample, place)]

    assert database.write(work) == [*sample.items, "2.1-own-1", "2.1-own-4"]


def test_what_a_cohort_leaves_out_is_not_drawn_there_but_elsewhere(
    database: Database, sample: Course
):
    gone = {"1.1-essay", "2.1-own-1"}

    def work(connection):
        place, elsewhere = cohort(connection), cohort(connection)
        own(connection, place, written(1), shared=True)
        for item_id in gone:
            connection.execute(
                exclusions.insert().values(
                    cohort_id=place, item_id=item_id, made_by=person(connection), made_at=START
                )
            )
        return [
            {one.item_id for one in candidates(connection, sample, each)}
            for each in (place, elsewhere)
        ]

    here, there = database.write(work)
    assert there - here == gone
    assert here < there


def test_a_candidate_says_what_it_is_chosen_by(database: Database, sample: Course):
    mine = written(1, points=3)

    def work(connection):
        place = cohort(connection)
        own(connection, place, mine)
        return {one.item_id: one for one in candidates(connection, sample, place)}

    found = database.write(work)
    made = found[mine.id]
    assert (made.version, made.points, made.section) == (mine.version, 3, "2.1")
    assert (made.theme, made.difficulty, made.type) == ("deadlines", 2, "single-choice")
    assert (made.objectives, made.norms) == (("2.1.c", "2.1.d"), ("ҚПК 192.4",))
    assert made.case == "sarsenov-isi"
    assert found["1.1-essay"].section == section_of(sample, "1.1-essay") == "1.1"
