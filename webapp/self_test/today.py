"""A learner's day: what the plan gives for today, and the round that is made of it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from math import ceil
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from course.model import Course
from quizzes.generator import CannotGenerate, practised
from quizzes.item import Item
from quizzes.memory import again_today, grade_of
from quizzes.minutes import pace
from quizzes.study_day import AGAIN, room
from quizzes.study_plan import (
    AWAY,
    RESTART_SECONDS,
    DayPlan,
    Done,
    Known,
    Load,
    New,
    Settings,
    forecast,
)
from quizzes.study_plan import plan as planned
from webapp.pages import HomeToday
from webapp.queries import memories, people, study
from webapp.queries.memories import Remembered
from webapp.queries.self_tests import RoundAnswer, SelfTestInfo, list_running, list_today_answers
from webapp.queries.study import Day, Plan
from webapp.self_test.beginning import Asked, begin
from webapp.self_test.folding import Objectives
from webapp.self_test.pool import Practicable, make, pool
from webapp.self_test.returning import Returned, find_returned, told
from webapp.sitting.ending import end
from webapp.sitting.standing import find

log = logging.getLogger(__name__)

LOOK_BACK = timedelta(days=60)
"""Days kept in view to tell when someone studied last; before that it was long ago."""

DAYS_AHEAD = 7
"""Coming days on the chart."""

RETURNED_SHARE = 0.5
"""Share of the minutes that may go to what changed: a course revised all over must not push out
what would be forgotten."""

ONE_A_MINUTE = 1.3
"""About how many answers a minute holds: from there on the title page names minutes, no number
that would only weigh on its reader."""

KIND: Literal["today"] = "today"


def day_of(now: datetime, zone: ZoneInfo) -> date:
    """The learner's day: a date in the course's zone."""
    return now.astimezone(zone).date()


@dataclass(frozen=True, slots=True)
class Learner:
    """All that a day's plan is made of. ``running``: today's round that is not finished."""

    plan: Plan
    planned: bool  # the plan was saved by the learner
    remembered: dict[str, Remembered]
    days: list[Day]
    returned: list[Returned]
    running: SelfTestInfo | None
    missed: tuple[str, ...]  # keys of today's rounds to go over once more
    rounds: int  # rounds begun today


@dataclass(frozen=True, slots=True)
class Round:
    """What to do now: ``returned`` first, then the day's plan. ``left_over`` and ``shortfall``
    stand in ``day_plan``. ``away``: whole days without study, 0 while that is under a week.
    """

    returned: tuple[Returned, ...]
    day_plan: DayPlan
    minutes: int
    coming: tuple[Load, ...]
    away: int

    @property
    def keys(self) -> tuple[str, ...]:
        return (*(one.key for one in self.returned), *self.day_plan.keys)


def load_learner(
    connection: Connection, course: Course, user_id: int, now: datetime, zone: ZoneInfo
) -> Learner:
    today = day_of(now, zone)
    plan = study.find_plan(connection, user_id)
    remembered = memories.list_memories(connection, user_id)
    answers = _answers(connection, user_id, now, zone)
    return Learner(
        plan=plan or Plan(),
        planned=plan is not None,
        remembered=remembered,
        days=study.list_days(connection, user_id, today - LOOK_BACK),
        returned=find_returned(connection, course, remembered, today, zone),
        running=_running(connection, user_id, today, zone),
        missed=_missed(answers),
        rounds=len({one.sitting_id for one in answers}),
    )


def _answers(
    connection: Connection, user_id: int, now: datetime, zone: ZoneInfo
) -> list[RoundAnswer]:
    midnight = datetime.combine(day_of(now, zone), time(), zone)
    return list_today_answers(connection, user_id, midnight)


def _missed(answers: Iterable[RoundAnswer]) -> tuple[str, ...]:
    """What was answered wrong in the day's rounds, and not right since."""
    graded = ((practised(one.item_id), grade_of(one.score, "scored")) for one in answers)
    return again_today((key, grade) for key, grade in graded if grade is not None)


def missed_today(
    connection: Connection, user_id: int, now: datetime, zone: ZoneInfo
) -> tuple[str, ...]:
    """Keys of today's rounds that are worth going over once more before the day ends."""
    return _missed(_answers(connection, user_id, now, zone))


def home_today(connection: Connection, course: Course, user_id: int, today: date) -> HomeToday:
    """What the title page says of today: two small questions, the day is asked anew each time."""
    plan = study.find_plan(connection, user_id) or Plan()
    exam_on = plan.exam_on
    if exam_on is not None and exam_on < today:
        exam_on = None
    begun = study.find_state(connection, user_id) is not None
    due = None
    if begun:
        things = pool(course)
        due = sum(1 for key in memories.list_due(connection, user_id, today) if key in things)
    return HomeToday(
        due=due,
        full=plan.minutes if due is not None and due > plan.minutes * ONE_A_MINUTE else 0,
        exam_on=exam_on,
        days_left=(exam_on - today).days if exam_on is not None else 0,
    )


def _running(
    connection: Connection, user_id: int, today: date, zone: ZoneInfo
) -> SelfTestInfo | None:
    """Today's round that has not ended; also one of «tomorrow», if the clock was set back."""
    return _of_today(list_running(connection, user_id), today, zone)


def _of_today(running: Iterable[SelfTestInfo], today: date, zone: ZoneInfo) -> SelfTestInfo | None:
    for one in running:
        if one.kind == KIND and day_of(one.created_at, zone) >= today:
            return one
    return None


def round_of(course: Course, learner: Learner, today: date, *, minutes: int | None = None) -> Round:
    """What to do now. ``minutes``: so many from now, whatever was done and planned today.

    Raises:
        quizzes.study_plan.BadSettings: minutes out of range.
    """
    plan = learner.plan
    settings = Settings(
        minutes=minutes if minutes is not None else plan.minutes,
        exam_on=plan.exam_on,
        new_a_day=plan.new_a_day,
        since=plan.exam_set_on,
    )
    things = pool(course)
    seconds = _Seconds(things, learner.remembered)
    weak = _weak_objectives(course, things, learner.remembered)
    known = [
        Known(
            key=one.key,
            memory=one.memory,
            seconds=seconds.of(things[one.key]),
            weak=one.mistake is not None or not weak.isdisjoint(things[one.key].objectives),
        )
        for one in learner.remembered.values()
        if one.key in things
    ]
    new = [
        New(one.key, seconds.of(one))
        for one in things.values()
        if one.key not in learner.remembered
    ]
    last = _last_studied(learner, today)
    away = (today - last).days if last is not None else 0
    done = Done(
        seconds=0 if minutes is not None else _seconds_today(learner, today),
        new=_new_today(learner, today),
    )
    budget = room(settings.minutes, done)
    if away >= AWAY:
        budget = min(budget, room(RESTART_SECONDS // 60, done))
    returned, spent = _first(learner.returned, things, seconds, int(budget * RETURNED_SHARE))
    first = {one.key for one in returned}
    day_plan = planned(
        settings,
        [one for one in known if one.key not in first],
        new,
        today,
        last_studied=last,
        done=replace(done, seconds=done.seconds + ceil(spent * AGAIN)),
    )
    total = sum(seconds.of(things[key]) for key in (*first, *day_plan.keys))
    ahead = forecast(settings, known, today, DAYS_AHEAD + 1)[1:] if known else ()
    return Round(returned, day_plan, ceil(total * AGAIN / 60), ahead, away if away >= AWAY else 0)


class _Seconds:
    """What an answer takes this learner, by type: their own pace once there is enough of it."""

    def __init__(
        self, things: Mapping[str, Practicable], remembered: Mapping[str, Remembered]
    ) -> None:
        self._taken: dict[str, list[int]] = {}
        for one in remembered.values():
            if one.seconds is not None and one.key in things:
                self._taken.setdefault(things[one.key].type, []).append(one.seconds)
        self._pace: dict[tuple[str, int], int] = {}

    def of(self, thing: Practicable) -> int:
        known = (thing.type, thing.seconds)
        if known not in self._pace:
            self._pace[known] = pace(self._taken.get(thing.type, ()), thing.seconds)
        return self._pace[known]


def _weak_objectives(
    course: Course, things: Mapping[str, Practicable], remembered: Mapping[str, Remembered]
) -> frozenset[str]:
    objectives = Objectives(things, course.objectives)
    objectives.judge(remembered, remembered)
    return frozenset(one for one, word in objectives.words.items() if word == "weak")


def _last_studied(learner: Learner, today: date) -> date | None:
    """The last day before today with an answer."""
    before = [one.day for one in learner.days if one.day < today and one.answers]
    if before:
        return before[-1]
    if any(one.memory.last < today for one in learner.remembered.values()):
        return max(
            one.memory.last for one in learner.remembered.values() if one.memory.last < today
        )
    return None


def _seconds_today(learner: Learner, today: date) -> int:
    return next((one.seconds for one in learner.days if one.day == today), 0)


def _new_today(learner: Learner, today: date) -> int:
    """Things met for the first time today."""
    return sum(
        1
        for one in learner.remembered.values()
        if one.memory.last == today and _first_day(one) == today
    )


def _first_day(one: Remembered) -> date:
    """The day of the first answer, as far as is kept: a card keeps none but the last."""
    if one.tries:
        return one.tries[0].day
    return one.memory.last if one.answers == 1 else date.min


def _first(
    returned: Sequence[Returned],
    things: Mapping[str, Practicable],
    seconds: _Seconds,
    budget: int,
) -> tuple[tuple[Returned, ...], int]:
    """What changed and fits, with the seconds it takes; one at least."""
    found: list[Returned] = []
    spent = 0
    for one in returned:
        takes = seconds.of(things[one.key])
        if found and spent + takes > budget:
            break
        if budget <= 0:
            break
        found.append(one)
        spent += takes
    return tuple(found), spent


def ask(course: Course, keys: Iterable[str], seed: str) -> list[Item]:
    """The items of a round, of each generator a fresh variant. One that makes none is left out: it
    must not keep back the rest.
    """
    found = []
    for key in keys:
        try:
            found.append(make(course, key, seed))
        except CannotGenerate as fault:
            log.warning("left out of a round: %s", fault)
    return found


def start(
    connection: Connection,
    course: Course,
    *,
    user_id: int,
    title: str,
    items: Sequence[Item],
    returned: Sequence[Returned],
    certainty: bool,
    seed: str,
    now: datetime,
    zone: ZoneInfo,
) -> tuple[int, bool]:
    """Begin a round, or go on with the one of today: the number of its sitting, and whether another
    was ended.

    A round of an earlier day that was left lying is ended: what was answered in it counts, the
    rest stands in the plan anyway.
    """
    people.bump(connection, user_id)  # holds the row: a second press in another process waits here
    running = list_running(connection, user_id)
    begun = _of_today(running, day_of(now, zone), zone)
    if begun is not None:
        return begun.sitting_id, False
    ended = False
    for one in running:
        if one.kind == KIND:
            standing = find(connection, one.sitting_id, now)
            if standing is not None:
                ended |= end(connection, course, standing, standing.finish_now, "student")
    definition = {"changed": told(returned)} if returned else {}
    number = begin(
        connection,
        user_id=user_id,
        kind=KIND,
        title=title,
        mode="tutor",
        items=[Asked(one) for one in items],
        seed=seed,
        now=now,
        certainty=certainty,
        definition=json.dumps(definition, ensure_ascii=False),
    )
    return number, ended
