from datetime import timedelta

from tests.conftest import START
from webapp.database import Database
from webapp.queries import throttle


def test_failures_are_counted_within_a_window_and_forgotten_after_it(database: Database):
    def work(connection):
        for _ in range(3):
            throttle.add_failure(connection, "login:aliya", START)
        later = START + throttle.WINDOW + timedelta(seconds=1)
        counts = [
            throttle.failures(connection, "login:aliya", START),
            throttle.failures(connection, "login:other", START),
            throttle.failures(connection, "login:aliya", later),
        ]
        throttle.add_failure(connection, "login:aliya", later)
        return [*counts, throttle.failures(connection, "login:aliya", later)]

    assert database.write(work) == [3, 0, 0, 1]
