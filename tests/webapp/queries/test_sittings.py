from fractions import Fraction

import pytest
from sqlalchemy import Connection

from tests.conftest import START
from webapp.database import Database
from webapp.queries import people, progress, sittings


def start(connection: Connection, login: str = "aliya") -> tuple[int, int]:
    user_id = people.add_account(connection, login, login, "-", START)
    sitting = sittings.get_or_start_sitting(connection, user_id, "lesson:x", START)
    return user_id, sitting[0]


def answer(
    connection: Connection, sitting: int, number: int, score: Fraction, item: str = "i"
) -> int:
    attempt = sittings.add_attempt(
        connection, sitting, item, "v", number, "{}", {"choice": ["a"]}, START
    )
    assert attempt is not None
    sittings.add_outcome(connection, attempt, "scored", score, ["old-edition"], START)
    return attempt


def test_a_sitting_is_started_once(database: Database):
    def work(connection):
        user_id, first = start(connection)
        return first, sittings.get_or_start_sitting(connection, user_id, "lesson:x", START)[0]

    first, second = database.write(work)
    assert first == second


def test_an_attempt_number_is_taken_once(database: Database):
    def work(connection):
        _, sitting = start(connection)
        answer(connection, sitting, 1, Fraction(1))
        return sittings.add_attempt(connection, sitting, "i", "v", 1, "{}", {}, START)

    assert database.write(work) is None


def test_scores_stay_exact(database: Database):
    def work(connection):
        user_id, sitting = start(connection)
        answer(connection, sitting, 1, Fraction(1, 3))
        return sittings.list_attempts(connection, user_id, "lesson:x")[0].score

    assert database.write(work) == Fraction(1, 3)


def test_the_newest_outcome_counts_and_the_old_one_stays(database: Database):
    def work(connection):
        user_id, sitting = start(connection)
        attempt = answer(connection, sitting, 1, Fraction(0))
        sittings.add_outcome(
            connection,
            attempt,
            "scored",
            Fraction(1),
            [],
            START,
            marked_by=user_id,
            reason="кілт түзетілді",
        )
        from webapp.tables import outcomes

        kept = len(connection.execute(outcomes.select()).all())
        return sittings.list_attempts(connection, user_id, "lesson:x")[0].score, kept

    assert database.write(work) == (Fraction(1), 2)


def test_progress_takes_the_newest_answer_to_an_item(database: Database):
    def work(connection):
        user_id, sitting = start(connection)
        answer(connection, sitting, 1, Fraction(1))
        answer(connection, sitting, 2, Fraction(1, 2))
        return progress.item_progress(connection, user_id)

    found = database.write(work)
    assert found["i"].score == Fraction(1, 2)
    assert not found["i"].right


def test_a_guests_work_joins_an_account_without_losing_or_renumbering_any(database: Database):
    def work(connection):
        user_id, mine = start(connection)
        answer(connection, mine, 1, Fraction(0))
        guest = people.get_or_add_guest(connection, "t" * 64, START)
        theirs = sittings.get_or_start_sitting(connection, guest, "lesson:x", START)[0]
        answer(connection, theirs, 1, Fraction(1))
        answer(connection, theirs, 1, Fraction(1), item="other")
        progress.finish_lesson(connection, guest, "x", START)
        people.merge_guest(connection, guest, user_id)
        return (
            progress.item_progress(connection, user_id),
            progress.lesson_readings(connection, user_id),
            progress.item_progress(connection, guest),
        )

    mine, readings, left = database.write(work)
    assert set(mine) == {"i", "other"}
    assert readings["x"][1]
    assert left == {}


def test_item_versions_are_archived_once_and_found_again(database: Database):
    def work(connection):
        sittings.archive_item_versions(connection, [("i", "v1", "{1}")], START)
        sittings.archive_item_versions(connection, [("i", "v1", "{1}"), ("i", "v2", "{2}")], START)
        return [sittings.find_item_version(connection, "i", v) for v in ("v1", "v2", "v3")]

    assert database.write(work) == ["{1}", "{2}", None]


@pytest.mark.parametrize("text", ["қазақша «мәтін»\nекінші жол", "x" * 200_000])
def test_a_draft_comes_back_as_it_was_typed(database: Database, text: str):
    def work(connection):
        _, sitting = start(connection)
        sittings.put_draft(connection, sitting, "i", 1, {"text": ["old"]}, START)
        sittings.put_draft(connection, sitting, "i", 2, {"text": [text]}, START)
        return sittings.find_draft(connection, sitting, "i")

    draft = database.write(work)
    assert draft is not None
    assert (draft.revision, draft.form) == (2, {"text": [text]})
