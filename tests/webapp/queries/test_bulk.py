"""Rows that go in by the thousand."""

from __future__ import annotations

from sqlalchemy import func, select

from tests.conftest import START
from webapp import tables
from webapp.queries import people
from webapp.queries.bulk import AT_ONCE, Bulk


def user(bulk, number):
    return bulk.add(
        tables.users,
        login=f"student{number}",
        name="Дана",
        password_hash="-",
        revision=0,
        created_at=START,
    )


def test_rows_stand_in_the_tables_with_the_keys_they_were_given(database):
    def work(connection):
        bulk = Bulk(connection)
        ids = [user(bulk, number) for number in range(3)]
        for user_id in ids:
            bulk.add(
                tables.sittings,
                user_id=user_id,
                assessment="lesson:1",
                ordinal=1,
                started_at=START,
            )
        bulk.end()
        return ids

    ids = database.write(work)
    found = database.read(
        lambda connection: list(
            connection.execute(
                select(
                    tables.users.c.id, tables.sittings.c.assessment, tables.sittings.c.started_at
                )
                .join(tables.sittings, tables.sittings.c.user_id == tables.users.c.id)
                .order_by(tables.users.c.id)
            )
        )
    )
    assert [tuple(row) for row in found] == [(one, "lesson:1", START) for one in ids]


def test_what_is_not_named_takes_the_default_of_the_model(database):
    def work(connection):
        bulk = Bulk(connection)
        user_id = user(bulk, 1)
        bulk.add(tables.study_plans, user_id=user_id, updated_at=START)
        bulk.end()
        return connection.execute(select(tables.study_plans.c.minutes)).scalar_one()

    assert database.write(work) == 20


def test_the_database_goes_on_after_the_last_key(database):
    def work(connection):
        before = people.add_account(connection, "first", "Айгүл", "-", START)
        bulk = Bulk(connection)
        in_bulk = [user(bulk, number) for number in range(3)]
        bulk.end()
        return [before, *in_bulk, people.add_account(connection, "last", "Ерлан", "-", START)]

    ids = database.write(work)
    assert ids == sorted(set(ids))


def test_more_rows_than_are_held_at_once_all_arrive(database):
    def work(connection):
        bulk = Bulk(connection)
        for number in range(AT_ONCE + 5):
            user(bulk, number)
        bulk.end()
        return connection.execute(select(func.count()).select_from(tables.users)).scalar_one()

    assert database.write(work) == AT_ONCE + 5
