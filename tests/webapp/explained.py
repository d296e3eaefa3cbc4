"""A staff room whose students answer questions of the sample course, for «explain again»."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest

from tests.conftest import START
from tests.webapp.exams import RIGHT
from tests.webapp.staff_room import StaffRoom
from webapp.insight.counting import count_all
from webapp.queries import groups, people, sittings
from webapp.tables import item_summaries

LESSON = "lesson:1.1.1-merzim"
WRONG = {
    "1.1-single-choice": {"choice": ["b"]},  # wrong-length
    "1.1-number": {"value": ["3"], "unit": ["ай"]},
    "1.1-short-text": {"text": ["үкім"]},
    "1.1-citation": {"text": ["ҚПК 192.4"]},
    "1.1-date": {"date": ["01.03.2026"]},
}


class Class(StaffRoom):
    """A staff room whose students answer."""

    def join(self, *names):
        def work(connection):
            for name in names:
                self.ids[name] = people.add_account(connection, name, f"{name} аты", "", START)
                cohort, group = self.ids["cohort"], self.ids["group"]
                groups.enrol(connection, self.ids[name], group, cohort, "student", START)

        self.database.write(work)

    def answer(self, who, item, form, at=START - timedelta(hours=1), number=1, lesson=LESSON):
        def work(connection):
            sitting = sittings.get_or_start_sitting(connection, self.ids[who], lesson, at)[0]
            response = item.parse(form)
            outcome = item.score(response)
            stored = sittings.add_attempt(
                connection,
                sitting,
                item.id,
                item.version,
                number,
                response.model_dump_json(),
                form,
                at,
            )
            sittings.add_outcome(
                connection, stored, outcome.status, outcome.score, outcome.misconceptions, at
            )

        self.database.write(work)

    @property
    def page(self):
        return f"/groups/{self.ids['group']}/explain"


@pytest.fixture
def room(browser, database, sample):
    made = Class.open(browser, database)
    made.course = sample
    made.database.write(
        lambda connection: sittings.archive_item_versions(
            connection,
            [(one.id, one.version, one.canonical()) for one in sample.items.values()],
            START,
        )
    )
    return made


def wrong(room, who, *names, **more):
    for name in names:
        room.answer(who, room.course.items[name], WRONG[name], **more)


def right(room, who, *names, **more):
    for name in names:
        form = {
            field: value if isinstance(value, list) else [value]
            for field, value in RIGHT[name].items()
        }
        room.answer(who, room.course.items[name], form, **more)


def suspect(room, *names, code="key-doubtful", likely=True):
    """All that waits is counted, and then these are said to have a flag in the bank."""
    nothing = [0, None, "too-few", None]
    kept = dict.fromkeys(("facility", "discrimination", "guess", "seconds"), nothing)

    def work(connection):
        count_all(connection, room.course, ZoneInfo("Asia/Almaty"))
        for name in names:
            figures = {"n": 20, "blank": 0, "flags": [[code, likely, None, {}]]} | kept
            name, version = (
                (name, room.course.items[name].version)
                if isinstance(name, str)
                else (name.id, name.version)
            )
            row = connection.execute(
                item_summaries.update()
                .where(item_summaries.c.item_id == name, item_summaries.c.version == version)
                .values(worst=0, figures=json.dumps(figures))
            )
            assert row.rowcount

    room.database.write(work)


def plain(text):
    """The words of a page, without its tags."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text)))
