"""A cohort that lives at random: lessons, exams, marks, corrections, guests, erasures."""

from __future__ import annotations

import random
from datetime import timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select

from quizzes.rules import defaults
from tests.conftest import START
from tests.webapp import factories
from tests.webapp.exams import RIGHT
from webapp.insight.counting import count_all
from webapp.queries import corrections, count_queue, erasing, groups, people, sittings
from webapp.tables import (
    attempts,
    counted_sittings,
    item_summaries,
    learner_costs,
    learner_sections,
    score_summaries,
)
from webapp.tables import sittings as sittings_table

ZONE = ZoneInfo("Asia/Almaty")
DERIVED = (counted_sittings, item_summaries, score_summaries, learner_sections, learner_costs)
ASKED = [
    "1.1-single-choice",
    "1.1-multiple-choice",
    "1.1-matching",
    "1.1-number",
    "1.1-short-text",
    "1.1-citation",
]
LESSON = "lesson:1.1.1-merzim"


def form_of(item, *, right):
    """A form that answers an item rightly, or not."""
    if right:
        return {
            name: value if isinstance(value, list) else [value]
            for name, value in RIGHT[item.id].items()
        }
    wrong = [one for one in item.samples() if one.name != "right"]
    for sample in wrong:
        form = {name: list(values) for name, values in sample.form.items()}
        try:
            item.parse(form)
        except Exception:  # a sample of something unreadable
            continue
        return form
    raise AssertionError(item.id)


class World:
    """A cohort that lives at random."""

    def __init__(self, database, course, seed):
        self.database = database
        self.course = course
        self.chance = random.Random(seed)
        self.items = [course.items[one] for one in ASKED]
        self.now = START
        self.exams = []
        self.students = []
        self.guests = 0
        database.write(self._fill)

    def _fill(self, connection):
        cohort = self.cohort = factories.cohort(connection)
        self.group = factories.group(connection, cohort, "А")
        self.lead = factories.member(connection, "lead", cohort, None, "instructor")
        self.students = [
            factories.member(connection, f"s{number}", cohort, self.group) for number in range(6)
        ]
        for _ in range(2):
            self.exams.append(
                factories.assignment(connection, cohort, self.items, defaults("exam"), self.lead)
            )

    def live(self):
        """Something happens."""
        self.now += timedelta(minutes=self.chance.choice([1, 2, 30, 60 * 30]))
        action = self.chance.choice(
            [self.lesson] * 6
            + [self.exam] * 4
            + [self.mark] * 3
            + [self.correct, self.guest, self.become_staff, self.erase]
        )
        self.database.write(action)

    def _answer(self, connection, sitting, item, number):
        form = form_of(item, right=self.chance.random() < 0.6)
        response = item.parse(form)
        made = sittings.add_attempt(
            connection,
            sitting,
            item.id,
            item.version,
            number,
            response.model_dump_json(),
            form,
            self.now,
        )
        outcome = item.score(response)
        sittings.add_outcome(
            connection, made, outcome.status, outcome.score, outcome.misconceptions, self.now
        )

    def lesson(self, connection, user_id=None):
        user_id = user_id or self.chance.choice(self.students)
        for item in self.chance.sample(self.items, 2):
            place = sittings.get_place(connection, user_id, LESSON, item.id, self.now)
            self._answer(connection, place.sitting_id, item, place.last_number + 1)

    def exam(self, connection):
        user_id, exam = self.chance.choice(self.students), self.chance.choice(self.exams)
        if connection.execute(
            select(sittings_table.c.id).where(
                sittings_table.c.user_id == user_id, sittings_table.c.assignment_id == exam
            )
        ).first():
            return
        answers = {
            item.id: form_of(item, right=self.chance.random() < 0.6)
            for item in self.items
            if self.chance.random() < 0.8
        }
        factories.handed_in(connection, user_id, exam, answers, self.items)
        count_queue.queue_people(connection, [user_id], self.now)

    def mark(self, connection):
        made = connection.execute(select(attempts.c.id)).scalars().all()
        if made:
            share = Fraction(self.chance.randrange(5), 4)
            sittings.add_outcome(
                connection,
                self.chance.choice(made),
                "scored",
                share,
                (),
                self.now,
                marked_by=self.lead,
                reason="қайта қаралды",
            )

    def correct(self, connection):
        exam, item = self.chance.choice(self.exams), self.chance.choice(self.items)
        kind = self.chance.choice(["full", "leave-out", "rescore"])
        made = corrections.list_made(connection, exam)
        ordinal = 1 + sum(one.item_id == item.id for one in made)
        correction = corrections.add(
            connection, exam, item.id, ordinal, None, kind, "қате", 0, self.lead, self.now
        )
        theirs = (
            connection.execute(
                select(attempts.c.id)
                .join(sittings_table, sittings_table.c.id == attempts.c.sitting_id)
                .where(sittings_table.c.assignment_id == exam, attempts.c.item_id == item.id)
            )
            .scalars()
            .all()
        )
        if kind == "rescore":
            corrections.add_outcomes(
                connection,
                correction,
                "қате",
                [(one, Fraction(1), ()) for one in theirs],
                self.now,
            )
        count_queue.queue_of_assignment(connection, exam, self.now)

    def guest(self, connection):
        self.guests += 1
        guest = people.get_or_add_guest(connection, f"guest-{self.guests}", self.now)
        self.lesson(connection, guest)
        people.merge_guest(connection, guest, self.chance.choice(self.students))

    def become_staff(self, connection):
        user_id = self.chance.choice(self.students)
        if self.chance.random() < 0.3:
            groups.enrol(connection, user_id, None, self.cohort, "assistant", self.now)

    def erase(self, connection):
        erasing.erase_self_study(connection, self.chance.choice(self.students))

    def count(self):
        self.database.write(count_all, self.course, ZONE)

    def derived(self):
        def read(connection):
            return {
                table.name: sorted(
                    map(tuple, connection.execute(select(table))), key=lambda row: str(row)
                )
                for table in DERIVED
            }

        return self.database.read(read)

    def recounted(self):
        def anew(connection):
            for table in DERIVED:
                connection.execute(delete(table))
            count_queue.queue_everybody(connection, self.now)
            count_all(connection, self.course, ZONE)

        self.database.write(anew)
        return self.derived()
