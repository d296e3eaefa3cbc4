import asyncio
import json
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from quizzes.needs_help import HelpRules
from tests.conftest import START
from tests.webapp.insight.group import ITEM, OTHERS, ZONE, klass
from webapp.insight.alerts import bring_all_up_to_date, bring_up_to_date, changes
from webapp.insight.standing import load, standings
from webapp.queries import alerts
from webapp.tables import alert_events, enrolments, help_alerts

__all__ = ["klass"]


@pytest.fixture
def bring(klass):
    """Count everything and bring the alerts up to date."""

    def run(now=START, everything=False):
        klass.standings(now)
        site = klass.app.state.site
        if everything:
            return asyncio.run(bring_all_up_to_date(site, now))
        return asyncio.run(bring_up_to_date(site, klass.cohort, now))

    return run


def events(klass):
    rows = klass.database.read(
        lambda connection: connection.execute(
            select(alert_events.c.user_id, alert_events.c.kind, alert_events.c.reasons).order_by(
                alert_events.c.id
            )
        ).all()
    )
    names = {user_id: login for login, user_id in klass.ids.items()}
    return [(names[row[0]], row[1], json.loads(row[2])) for row in rows]


def standing(klass):
    return klass.database.read(alerts.list_alerts, klass.cohort, list(klass.ids.values()))


def test_an_alert_is_brought_up_to_date_and_not_repeated(klass, bring):
    klass.stuck("aliya")
    assert bring() == 1
    assert bring(START + timedelta(hours=1)) == 0
    assert events(klass) == [("aliya", "raised", ["wrong-tries"])]
    week = START + timedelta(days=8)
    assert bring(week) == 3  # all three have been silent
    assert ("aliya", "more", ["wrong-tries", "silent"]) in events(klass)
    kept = standing(klass)[klass.ids["aliya"]].alert
    assert (kept.since, kept.changed) == (START, week)


def test_what_is_mended_is_cleared(klass, bring):
    klass.stuck("aliya")
    bring()
    for item in (ITEM, *OTHERS):
        klass.answer("aliya", item, True)
    assert bring(START + timedelta(minutes=5)) == 1
    assert events(klass)[-1] == ("aliya", "cleared", [])
    assert standing(klass) == {}


def test_new_rules_judge_anew(klass, bring):
    klass.stuck("aliya")
    bring()
    klass.database.write(
        alerts.put_rules, klass.cohort, HelpRules(wrong_tries=5), klass.ids["lead"], START
    )
    bring()
    assert [kind for _, kind, _ in events(klass)] == ["raised", "cleared"]


def test_two_who_look_at_once_raise_one_alert(klass, bring):
    klass.stuck("aliya")
    klass.standings()
    known = klass.database.read(load, klass.cohort, [klass.group], START)
    wanted = changes(known, standings(klass.course, known, START, ZONE), START)
    for _ in range(2):
        klass.database.write(alerts.store, klass.cohort, wanted, START)
    assert len(events(klass)) == 1


def test_the_alert_of_someone_who_has_left_goes_without_a_word(klass, bring):
    klass.stuck("aliya")
    assert bring(everything=True) == 1
    klass.database.write(
        lambda connection: connection.execute(
            update(enrolments)
            .where(enrolments.c.user_id == klass.ids["aliya"])
            .values(ended_at=START)
        )
    )
    assert klass.database.read(alerts.list_of_groups, [klass.group]) == []
    assert bring(everything=True) == 1
    assert bring(everything=True) == 0
    rows = klass.database.read(lambda connection: connection.execute(select(help_alerts)).all())
    assert rows == []
    assert len(events(klass)) == 1


def test_of_someone_whose_answers_are_not_counted_yet_nothing_is_said(klass):
    klass.standings()  # counted as they are
    klass.stuck("aliya")
    site = klass.app.state.site
    late = START + timedelta(days=30)
    assert asyncio.run(bring_up_to_date(site, klass.cohort, late)) == 2  # not aliya's
    assert "aliya" not in [who for who, _, _ in events(klass)]
