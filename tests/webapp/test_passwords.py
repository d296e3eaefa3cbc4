import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.conftest import Browser, settings_for
from webapp import passwords
from webapp.app import create_app
from webapp.tables import throttles

PERSON = {"login": "aliya", "name": "Әлия Серікова", "password": "құпия-сөз-1"}
WRONG = {"login": "aliya", "password": "қате-құпия"}
LONG = "\ufdfa" * 12  # one sign each, eighteen when normalised


def counts(database):
    rows = database.read(lambda connection: connection.execute(throttles.select()).all())
    return {row.key.partition(":")[0]: row.count for row in rows}


def test_the_length_is_that_of_the_normal_form():
    assert not passwords.right_length(LONG)
    assert not passwords.right_length("и\u0306" * 7)
    assert passwords.right_length("и\u0306" * 200)


def test_a_long_password_is_compared_whole():
    stored = passwords.hash_password(LONG)
    assert asyncio.run(passwords.verify(LONG, stored))
    assert not asyncio.run(passwords.verify(LONG + "x", stored))
    assert not asyncio.run(passwords.verify(LONG, None))


def test_few_hashes_are_made_at_once_and_few_wait():
    turns = passwords._Turns(2, 20)
    lock, now, most = threading.Lock(), [0], [0]

    def work():
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        time.sleep(0.02)
        with lock:
            now[0] -= 1

    taken = [turns.take(work) for _ in range(22)]
    with pytest.raises(passwords.TooMany):
        turns.take(work)
    for future in taken:
        future.result()
    assert most == [2]
    turns.take(work).result()


def test_tries_at_once_cannot_pass_the_limit(app, database):
    with Browser(app) as browser, ThreadPoolExecutor(30) as pool:
        browser.submit("/sign-up", PERSON)
        browser.cookies.clear()
        answers = list(pool.map(lambda _: browser.submit("/sign-in", WRONG), range(30)))
    assert sorted(answer.status_code for answer in answers) == [422] * 10 + [429] * 20
    assert counts(database) == {"login": 10, "address": 10}


def test_signing_in_costs_no_try(database, sample, tmp_path, clock):
    settings = settings_for(database, tmp_path, SIGN_IN_TRIES="1")
    with Browser(create_app(settings, sample, database, clock)) as browser:
        browser.submit("/sign-up", PERSON)
        for _ in range(11):  # an address may miss ten times
            assert browser.submit("/sign-in", PERSON).status_code == 303
        assert counts(database) == {"address": 0}
        assert browser.submit("/sign-in", WRONG).status_code == 422
        assert browser.submit("/sign-in", PERSON).status_code == 429


def test_a_crowd_that_waits_is_sent_away_and_no_try_is_counted(app, database, monkeypatch):
    with Browser(app) as browser:
        browser.submit("/sign-up", PERSON)
        turns = passwords._Turns(1, 0)
        monkeypatch.setattr(passwords, "_turns", turns)
        gate = threading.Event()
        busy = turns.take(gate.wait, 10)
        answer = browser.submit("/sign-in", PERSON)
        assert answer.status_code == 429
        assert "aliya" in answer.text
        browser.cookies.clear()
        assert browser.submit("/sign-up", PERSON | {"login": "other"}).status_code == 429
        gate.set()
        busy.result()
        assert set(counts(database).values()) == {0}
        assert browser.submit("/sign-in", PERSON).status_code == 303
