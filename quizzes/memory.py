"""What a learner's memory of one thing is worth, and when it wants to be asked again: FSRS.

The numbers are those of FSRS 6 with its published parameters (the ``fsrs`` library); the target is
to ask when nine in ten would still know. What is ours is the calendar:

- A memory lives by **days**, those of the course's zone, which the caller works out. An evening
  and the next morning are a day apart, however few hours lie between them.
- There are **no steps within a day**. What was answered today is not due today: right or wrong, it
  comes back tomorrow at the earliest, and a wrong one tomorrow at the latest. A round may ask a
  wrong one once more at its end (:func:`again_today`); FSRS takes that as an answer of the same
  day, which moves little.
- With an **exam** known, nothing is put off beyond the day before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from fractions import Fraction
from typing import Any

from fsrs import Card, Rating, Scheduler, State
from fsrs.scheduler import DEFAULT_PARAMETERS

from quizzes.certainty import Certainty
from quizzes.outcome import Status

TARGET = 0.9
"""The recall at which a thing is asked again."""

PARTLY = Fraction(2, 3)
"""From this share an answer that is not fully right counts as known with effort. «Hard» lengthens
the interval, so that half an answer must not earn it; one slip in three or four may."""

ASKED_AGAIN = 2
"""How often one round asks a wrong one again."""

_SCHEDULER = Scheduler(
    desired_retention=TARGET, learning_steps=(), relearning_steps=(), enable_fuzzing=False
)
_DECAY = -DEFAULT_PARAMETERS[20]
_FACTOR = 0.9 ** (1 / _DECAY) - 1


class Grade(IntEnum):
    """How well a thing was known; the numbers are those of FSRS."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True, slots=True)
class Memory:
    """``stability``: days until recall has fallen to nine tenths. ``difficulty``: 1 to 10.

    ``due`` and ``last`` are days; ``reps`` counts the reviews, ``lapses`` the days on which
    something learnt before was not known.
    """

    stability: float
    difficulty: float
    due: date
    last: date
    reps: int = 1
    lapses: int = 0

    def to_json(self) -> dict[str, Any]:
        """A JSON value from which :meth:`from_json` makes an equal memory."""
        return {
            "stability": self.stability,
            "difficulty": self.difficulty,
            "due": self.due.isoformat(),
            "last": self.last.isoformat(),
            "reps": self.reps,
            "lapses": self.lapses,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Memory:
        """Raises KeyError, TypeError or ValueError if ``data`` did not come from to_json."""
        return cls(
            stability=float(data["stability"]),
            difficulty=float(data["difficulty"]),
            due=date.fromisoformat(data["due"]),
            last=date.fromisoformat(data["last"]),
            reps=int(data["reps"]),
            lapses=int(data["lapses"]),
        )


def review(memory: Memory | None, grade: Grade, day: date, *, exam: date | None = None) -> Memory:
    """The memory after an answer given on ``day``; ``memory`` None: met for the first time.

    An answer dated before the last one (it was given offline and comes late, or a clock was moved)
    is taken as one more answer of the day of the last review: it counts, and neither ``last`` nor
    the intervals run backwards. Who has the whole history does better to :func:`replay` it.

    On the day before the exam, and after it, there is no day left to fit into: then the interval
    is what it would be without an exam.
    """
    if memory is None:
        card = Card(card_id=0, due=_midnight(day))
    else:
        day = max(day, memory.last)
        card = Card(
            card_id=0,
            state=State.Review,
            stability=memory.stability,
            difficulty=memory.difficulty,
            due=_midnight(memory.due),
            last_review=_midnight(memory.last),
        )
    card, _ = _SCHEDULER.review_card(card, Rating(grade), _midnight(day))
    if card.stability is None or card.difficulty is None:
        raise AssertionError("a reviewed card has a stability and a difficulty")
    lapsed = memory is not None and grade is Grade.AGAIN and day > memory.last
    after = Memory(
        stability=card.stability,
        difficulty=card.difficulty,
        due=day + timedelta(days=1) if grade is Grade.AGAIN else card.due.date(),
        last=day,
        reps=memory.reps + 1 if memory else 1,
        lapses=(memory.lapses if memory else 0) + lapsed,
    )
    return before_exam(after, exam)


def replay(reviews: Iterable[tuple[date, Grade]], *, exam: date | None = None) -> Memory | None:
    """The memory that a history leaves, put in the order of its days; answers of one day stay as
    given. None without any answer.
    """
    memory: Memory | None = None
    for day, grade in sorted(reviews, key=lambda one: one[0]):
        memory = review(memory, grade, day)
    return before_exam(memory, exam) if memory else None


def before_exam(memory: Memory, exam: date | None) -> Memory:
    """The same memory, due on the day before the exam at the latest."""
    if exam is None or memory.due < exam or memory.last >= exam - timedelta(days=1):
        return memory
    return replace(memory, due=exam - timedelta(days=1))


def refitted(memory: Memory, exam: date | None) -> Memory:
    """The memory after the exam was set, moved or dropped: its own interval again, then fitted.

    What was due the day after its last review stays so: a wrong answer comes back at once.
    """
    return before_exam(replace(memory, due=own_due(memory)), exam)


def own_due(memory: Memory) -> date:
    """When it would be due if there were no exam."""
    if memory.due - memory.last <= timedelta(days=1):
        return memory.due
    return date.fromordinal(memory.last.toordinal() + max(1, round(memory.stability)))


def brought_back(memory: Memory, day: date) -> Memory:
    """The memory of a thing that has changed since (an amended norm): due on ``day``."""
    return replace(memory, due=min(memory.due, day))


def recall(memory: Memory, day: date) -> float:
    """How likely it is known on ``day``: 0 to 1; 1 on the day of the last review and before."""
    elapsed = max(0, (day - memory.last).days)
    return float((1 + _FACTOR * elapsed / memory.stability) ** _DECAY)


def grade_of(
    score: Fraction,
    status: Status,
    certainty: Certainty | None = None,
    *,
    first_try: bool = True,
    new: bool = False,
) -> Grade | None:
    """The grade of an answer; None while a person has yet to mark it.

    ``certainty`` is None where it was not asked or not said. ``first_try``: the first answer to
    this thing that day. ``new``: never answered before.

    - Wrong, or less than :data:`PARTLY` right: AGAIN; from there on HARD.
    - Right but hardly sure (0 or 1): HARD. The answer was partly luck, and luck is no memory.
    - Right: GOOD. «Sure» makes it EASY only where the thing is **new**, that is, known before the
      course: learners are sure of most of what they know, and EASY every time would stretch the
      intervals far beyond what they keep.
    - A later answer of the same day, right: GOOD, whatever was said: the solution was just read.
    """
    if status == "awaiting":
        return None
    if score < PARTLY:
        return Grade.AGAIN
    if score < 1:
        return Grade.HARD
    if not first_try:
        return Grade.GOOD
    if certainty in ("0", "1"):
        return Grade.HARD
    return Grade.EASY if certainty == "3" and new else Grade.GOOD


def again_today(answers: Iterable[tuple[str, Grade]]) -> tuple[str, ...]:
    """What a round asks once more at its end: the keys whose newest answer was AGAIN, in the order
    first met; none more than :data:`ASKED_AGAIN` times again. ``answers`` in the order given.
    """
    newest: dict[str, Grade] = {}
    asked: dict[str, int] = {}
    for key, grade in answers:
        newest[key] = grade
        asked[key] = asked.get(key, 0) + 1
    return tuple(
        key for key, grade in newest.items() if grade is Grade.AGAIN and asked[key] <= ASKED_AGAIN
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
