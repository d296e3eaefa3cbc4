from __future__ import annotations

from datetime import timedelta

from sqlalchemy import event

from tests.conftest import START
from tests.webapp.queries.teaching import person, revision
from webapp.database import Database
from webapp.queries import Prepared
from webapp.queries.notices import list_notices, mark_read, tell


def test_a_notice_reaches_each_person_once_and_nobody_else(database: Database):
    def work(connection):
        one, two, other = (person(connection) for _ in range(3))
        tell(
            connection, [one, two, one], "assigned", "/assignments/1", START, title="«Бақылау»", n=2
        )
        return [list_notices(connection, each) for each in (one, two, other)]

    one, two, other = database.write(work)
    assert [len(one), len(two), len(other)] == [1, 1, 0]
    assert (one[0].kind, one[0].href, one[0].at) == ("assigned", "/assignments/1", START)
    assert one[0].params == {"title": "«Бақылау»", "n": 2}
    assert not one[0].read


def test_kept_pages_of_those_who_are_told_are_out_of_date(database: Database):
    def work(connection):
        told, other = person(connection), person(connection)
        before = revision(connection, told), revision(connection, other)
        tell(connection, [told], "assigned", "/", START)
        between = revision(connection, told), revision(connection, other)
        mark_read(connection, told, 10**6, START)
        return before, between, (revision(connection, told), revision(connection, other))

    before, between, after = database.write(work)
    assert before[0] < between[0] < after[0]
    assert before[1] == between[1] == after[1]


def test_telling_nobody_is_no_fault(database: Database):
    def work(connection):
        someone = person(connection)
        tell(connection, [], "assigned", "/", START)
        return list_notices(connection, someone)

    assert database.write(work) == []


def test_telling_many_takes_as_many_statements_as_telling_one(database: Database, monkeypatch):
    sent: list[str] = []
    prepared = Prepared.__call__

    def counting(self, connection, **values):
        sent.append("prepared")
        return prepared(self, connection, **values)

    monkeypatch.setattr(Prepared, "__call__", counting)

    def note(_connection, _cursor, statement, *_more):
        sent.append(statement)

    def work(connection):
        everyone = [person(connection) for _ in range(7)]
        told = []
        for people in (everyone[:1], everyone):
            event.listen(connection, "before_cursor_execute", note)
            before = [revision(connection, each) for each in people]
            sent.clear()
            tell(connection, people, "assigned", "/", START)
            told.append(len(sent))
            event.remove(connection, "before_cursor_execute", note)
            assert [revision(connection, each) for each in people] == [n + 1 for n in before]
        return told

    one, many = database.write(work)
    assert many == one


def test_the_newest_come_first_and_only_so_many(database: Database):
    def work(connection):
        someone = person(connection)
        for number in range(4):
            tell(connection, [someone], f"k{number}", "/", START + timedelta(hours=number))
        return [each.kind for each in list_notices(connection, someone, most=3)]

    assert database.write(work) == ["k3", "k2", "k1"]


def test_what_came_after_the_page_was_opened_stays_unread(database: Database):
    def work(connection):
        one, two = person(connection), person(connection)
        for kind in ("a", "b", "c"):
            tell(connection, [one, two], kind, "/", START)
        seen = next(each for each in list_notices(connection, one) if each.kind == "b")
        mark_read(connection, one, seen.notice_id, START)
        return [
            {each.kind: each.read for each in list_notices(connection, user_id)}
            for user_id in (one, two)
        ]

    one, two = database.write(work)
    assert one == {"a": True, "b": True, "c": False}
    assert two == {"a": False, "b": False, "c": False}
