"""The history of objectives that fell: as it is made, stored and read."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from quizzes.falling import Tries
from tests.webapp.insight.group import klass
from webapp import tables
from webapp.insight.facts import Tried, falling, places, section_facts
from webapp.queries.alerts import DEFAULTS
from webapp.queries.insight import facts_to_row, list_sections

__all__ = ["klass"]

ZONE = ZoneInfo("Asia/Almaty")
EVENING = datetime(2026, 11, 24, 23, 30, tzinfo=ZONE)
MINUTE = timedelta(minutes=1)


def objective(course):
    """An objective with its section and four of its items."""
    for name, keys in places(course).keys.items():
        known = [key for key in keys if key in course.items]
        if len(known) >= 4:
            return name, course.objectives[name].section, known[:4]
    raise AssertionError("no objective of the course has four items")


def given(ids, moment, right):
    return [
        Tried(
            place + (0 if right else 100),
            item_id,
            moment + place * MINUTE,
            "scored",
            Fraction(right),
        )
        for place, item_id in enumerate(ids)
    ]


@pytest.fixture
def history(sample):
    name, section, ids = objective(sample)

    def made(second):
        answers = given(ids, EVENING, True) + given(ids, second, False)
        facts = section_facts(sample, answers, ZONE)[section]
        return name, facts

    return made


def test_what_was_answered_after_midnight_belongs_to_the_evening(history):
    name, at_once = history(EVENING + 45 * MINUTE)
    assert name not in at_once.falls, "one sitting has one step: nothing fell"
    assert at_once.words[name][0] == "weak"
    _, slept = history(EVENING + 600 * MINUTE)
    assert [(one.day, one.share, one.behind, one.since) for one in slept.falls[name]] == [
        (date(2026, 11, 24), 1, Tries(4, 4), Tries(4, 0)),
        (date(2026, 11, 25), slept.words[name][1], Tries(8, 4), Tries(0, 0)),
    ]


def test_histories_are_read_as_they_were_stored(klass, history):
    name, facts = history(EVENING + 600 * MINUTE)
    user = klass.ids["aliya"]

    def store(connection):
        connection.execute(tables.learner_sections.delete())
        connection.execute(tables.learner_sections.insert(), [facts_to_row(user, facts)])
        return list_sections(connection, [user])[user][facts.section]

    assert klass.database.write(store).falls == facts.falls
    one = falling(facts.falls[name], date(2026, 12, 8), DEFAULTS)
    assert (one.fall, one.behind, one.since) == (
        1 - facts.words[name][1],
        Tries(4, 4),
        Tries(4, 0),
    )
