"""From answers to what a learner remembers: one fold, over all answers or over the newest few."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from quizzes import mistakes
from quizzes.certainty import CERTAINTIES, Certainty
from quizzes.generator import practised
from quizzes.mastery import Word, counts, mastery, with_try
from quizzes.memory import Grade, grade_of, review
from quizzes.minutes import IDLE, INSTEAD
from webapp.queries.memories import Remembered
from webapp.queries.study import Answered, Day
from webapp.self_test.pool import Practicable

_SELF_GRADES = {
    "again": Grade.AGAIN,
    "hard": Grade.HARD,
    "good": Grade.GOOD,
    "easy": Grade.EASY,
}


@dataclass(slots=True)
class Study:
    """What is derived of a learner so far. ``changed`` and ``days_changed``: what to store."""

    remembered: dict[str, Remembered]
    days: dict[date, Day]
    last_at: datetime | None
    changed: set[str]
    days_changed: set[date]

    @classmethod
    def of(cls, remembered: Mapping[str, Remembered], days: Iterable[Day]) -> Study:
        last = max((one.last_at for one in remembered.values()), default=None)
        return cls(dict(remembered), {one.day: one for one in days}, last, set(), set())


class Objectives:
    """The objectives of a course with what is practised for each, and their words so far."""

    def __init__(self, pool: Mapping[str, Practicable], objectives: Iterable[str]) -> None:
        self._keys: dict[str, list[str]] = {one: [] for one in objectives}
        self._of: dict[str, tuple[str, ...]] = {}
        for one in pool.values():
            if one.kind == "card":  # graded by the learner: no proof
                continue
            known = tuple(name for name in one.objectives if name in self._keys)
            self._of[one.key] = known  # a part of the course may lack a generator's objective
            for objective in known:
                self._keys[objective].append(one.key)
        self.words: dict[str, Word] = dict.fromkeys(self._keys, "unknown")

    def keys(self, objective: str) -> Sequence[str]:
        return self._keys[objective]

    def judge(self, remembered: Mapping[str, Remembered], keys: Iterable[str]) -> None:
        """Find the words anew of the objectives that these keys practise."""
        touched = {objective for key in keys for objective in self._of.get(key, ())}
        for objective in touched:
            theirs = self._keys[objective]
            tries = {key: remembered[key].tries for key in theirs if key in remembered}
            self.words[objective] = mastery(theirs, tries).word


def odd(study: Study, answers: Sequence[Answered]) -> bool:
    """Whether these answers cannot be folded onto what is there: a mark was changed, or one was
    given before others that are worked in already.
    """
    for one in answers:
        known = study.remembered.get(practised(one.item_id))
        if one.judgements > 1 or (known is not None and one.at < known.last_at):
            return True
    return bool(answers) and study.last_at is not None and answers[0].at < study.last_at


def fold(
    study: Study,
    answers: Sequence[Answered],
    zone: ZoneInfo,
    pool: Mapping[str, Practicable],
    objectives: Objectives,
) -> None:
    """Work answers in, oldest first. Those that wait for a person, and those to what is practised
    no more, change nothing.
    """
    touched: set[str] = set()
    today: date | None = None
    for one in answers:
        key = practised(one.item_id)
        if one.status != "scored" or key not in pool:
            continue
        day = one.at.astimezone(zone).date()
        if day != today:
            _close(study, today, objectives, touched)
            touched = set()
            today = day
        seconds = _seconds(study.last_at, one.at)
        _add(study, one, key, day, seconds, card=pool[key].kind == "card")
        touched.add(key)
        counted = seconds if seconds is not None else int(INSTEAD.total_seconds())
        before = study.days.get(day) or Day(day, 0, 0, 0, {})
        study.days[day] = replace(
            before,
            answers=before.answers + 1,
            right=before.right + (one.score == 1),
            seconds=before.seconds + counted,
        )
        study.days_changed.add(day)
        study.last_at = one.at if study.last_at is None else max(study.last_at, one.at)
    _close(study, today, objectives, touched)


def _close(study: Study, day: date | None, objectives: Objectives, touched: set[str]) -> None:
    """The end of a day: how the objectives stand now."""
    if day is None:
        return
    objectives.judge(study.remembered, touched)
    found = {str(word): n for word, n in counts(objectives.words.values()).items()}
    study.days[day] = replace(study.days[day], mastery=found)


def _seconds(before: datetime | None, at: datetime) -> int | None:
    """What an answer took; None: its beginning is not known."""
    if before is None or not 0 <= (at - before).total_seconds() <= IDLE.total_seconds():
        return None
    return int((at - before).total_seconds())


def _add(
    study: Study, one: Answered, key: str, day: date, seconds: int | None, *, card: bool
) -> None:
    known = study.remembered.get(key)
    said = _certainty(one)
    first_try = known is None or known.memory.last != day
    grade = _self_grade(one) if card else None
    if grade is None:
        grade = grade_of(one.score, "scored", said, first_try=first_try, new=known is None)
    assert grade is not None  # it is scored
    right = one.score == 1
    mistake = known.mistake if known is not None else None
    if not card:
        mistake = mistakes.answered(mistake, right=right, day=day)
    tries = known.tries if known is not None else ()
    study.remembered[key] = Remembered(
        key=key,
        memory=review(known.memory if known is not None else None, grade, day),
        last_at=one.at,
        version=one.version,
        right=right,
        certainty=said,
        seconds=seconds if seconds is not None else known.seconds if known is not None else None,
        mistake=mistake,
        tries=tries if card else with_try(tries, day, one.score),
        answers=known.answers + 1 if known is not None else 1,
    )
    study.changed.add(key)


def _certainty(one: Answered) -> Certainty | None:
    return one.said if one.said in CERTAINTIES else None


def _self_grade(one: Answered) -> Grade | None:
    return _SELF_GRADES.get(one.grade)
