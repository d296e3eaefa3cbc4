"""Three learners of one course over sixty days to an exam, by the engine as it is.

Their true memory is a model of its own, not FSRS, so that the engine is tried on somebody it does
not know: recall falls by a power of nine tenths (0.9 ^ (days / strength)); an answer known makes
the memory stronger the nearer it was to being lost; one not known, with the solution read, leaves a
third of it; some objectives are harder to keep than others. What is not known is guessed, one time
in four rightly. Seeded: the same learner does the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from math import exp
from random import Random
from statistics import mean

from quizzes.certainty import Certainty
from quizzes.mastery import Try, Word, counts, mastery, with_try
from quizzes.memory import Grade, Memory, again_today, grade_of, recall, review
from quizzes.mistakes import Mistake, answered
from quizzes.study_plan import DayPlan, Known, New, Settings, plan

DAY = timedelta(days=1)
BEGIN = date(2026, 10, 1)
DAYS = 60
EXAM = BEGIN + DAYS * DAY
ITEMS = 300
PER_OBJECTIVE = 4
SECONDS = 60

OBJECTIVES = {
    f"o{number:03}": tuple(f"i{number * PER_OBJECTIVE + one:03}" for one in range(PER_OBJECTIVE))
    for number in range(ITEMS // PER_OBJECTIVE)
}
OBJECTIVE_OF = {key: objective for objective, keys in OBJECTIVES.items() for key in keys}

_random = Random(7)
eases = {one: exp(_random.gauss(0, 0.6)) for one in OBJECTIVES}

ALREADY_KNOWN = 0.35
"""Share of the course known from the lessons before an item is first met."""

GUESSED = 0.25
SLIP = 0.03


@dataclass
class Truth:
    """What a learner really remembers of one item."""

    strength: float
    last: date
    ease: float = 1.0  # of its objective: some are hard to keep

    def recall(self, day: date) -> float:
        return float(0.9 ** ((day - self.last).days / self.strength))

    def known(self, day: date) -> None:
        lost = 1 - self.recall(day)
        self.strength *= 1 + 10 * self.ease * lost**0.7
        self.last = day

    def not_known(self, day: date) -> None:
        if day > self.last:
            self.strength = max(0.8, 0.35 * self.strength)
        self.last = day


@dataclass(frozen=True)
class Learner:
    """``studies``: whether a day of theirs (0 is the first) is one of study."""

    name: str
    settings: Settings
    studies: Callable[[int, Random], bool]
    says_certainty: bool = False
    seed: int = 1


@dataclass(frozen=True)
class DayEnd:
    """How a day ended. ``due``: what was due that morning; ``asked``: the plan's things, of which
    ``right``; ``again``: how many were asked once more; ``met``: things met so far; ``kept``: mean
    true recall of these tomorrow, ``expected``: what the engine believes it to be; ``score``: share
    of the whole course that would be known tomorrow.
    """

    day: int
    plan: DayPlan | None
    due: int
    asked: int
    again: int
    met: int
    kept: float
    expected: float
    score: float
    words: dict[Word, int]
    mistakes: int
    right: int


@dataclass
class Life:
    """A learner with all that the engine keeps of them."""

    learner: Learner
    random: Random
    truths: dict[str, Truth] = field(default_factory=dict)
    memories: dict[str, Memory] = field(default_factory=dict)
    mistakes: dict[str, Mistake] = field(default_factory=dict)
    tries: dict[str, tuple[Try, ...]] = field(default_factory=dict)
    words: dict[str, Word] = field(default_factory=dict)  # of the objectives, last evening
    last_studied: date | None = None
    given: list[tuple[str, Grade]] = field(default_factory=list)  # today
    ends: list[DayEnd] = field(default_factory=list)

    def plan(self, today: date) -> DayPlan:
        known = [
            Known(
                key,
                memory,
                SECONDS,
                weak=key in self.mistakes or self.words.get(OBJECTIVE_OF[key]) == "weak",
                weight=weight(key),
            )
            for key, memory in self.memories.items()
        ]
        new = [New(key, SECONDS, weight(key)) for key in all_keys() if key not in self.memories]
        return plan(self.learner.settings, known, new, today, last_studied=self.last_studied)

    def answer(self, key: str, today: date, *, first: bool) -> bool:
        """Answers an item by what is truly known; the engine is told. Whether it was right."""
        truth = self.truths.get(key)
        knows = self.random.random() < (truth.recall(today) if truth else ALREADY_KNOWN)
        right = self.random.random() < (1 - SLIP if knows else GUESSED)
        if truth is None:
            ease = eases[OBJECTIVE_OF[key]]
            strength = (3.0 if knows else 1.2) * ease * exp(self.random.gauss(0, 0.3))
            self.truths[key] = Truth(strength, today, ease)
        elif knows:
            truth.known(today)
        else:
            truth.not_known(today)
        said: Certainty | None = None
        if self.learner.says_certainty:
            said = ("3" if self.random.random() < 0.6 else "2") if knows else "0"
        score = Fraction(int(right))
        before = self.memories.get(key)
        grade = grade_of(score, "scored", said, first_try=first, new=before is None)
        assert grade is not None
        self.memories[key] = review(before, grade, today, exam=self.learner.settings.exam_on)
        mistake = answered(self.mistakes.pop(key, None), right=right, day=today)
        if mistake is not None:
            self.mistakes[key] = mistake
        self.tries[key] = with_try(self.tries.get(key, ()), today, score)
        self.given.append((key, grade))
        return right

    def live(self) -> list[DayEnd]:
        for number in range(DAYS):
            today = BEGIN + number * DAY
            self.given = []
            found = None
            right = again = 0
            due = sum(memory.due <= today for memory in self.memories.values())
            if self.learner.studies(number, self.random):
                found = self.plan(today)
                right = sum(self.answer(key, today, first=True) for key in found.keys)
                while wrong := again_today(self.given):
                    again += len(wrong)
                    for key in wrong:
                        self.answer(key, today, first=False)
                self.last_studied = today
            self.ends.append(self._end(number, today, found, due, again, right))
        return self.ends

    def _end(
        self, number: int, today: date, found: DayPlan | None, due: int, again: int, right: int
    ) -> DayEnd:
        self.words = {one: mastery(keys, self.tries).word for one, keys in OBJECTIVES.items()}
        tomorrow = today + DAY
        true = [truth.recall(tomorrow) for truth in self.truths.values()]
        unmet = ITEMS - len(true)
        return DayEnd(
            day=number,
            plan=found,
            due=due,
            asked=len(found.keys) if found else 0,
            again=again,
            met=len(self.memories),
            kept=mean(true) if true else 0.0,
            expected=(
                mean(recall(memory, tomorrow) for memory in self.memories.values()) if true else 0.0
            ),
            score=(sum(true) + unmet * ALREADY_KNOWN) / ITEMS,
            words=counts(self.words.values()),
            mistakes=len(self.mistakes),
            right=right,
        )


def all_keys() -> tuple[str, ...]:
    return tuple(key for keys in OBJECTIVES.values() for key in keys)


def weight(key: str) -> int:
    """One item in five is weighty."""
    return 2 if int(key[1:]) % 5 == 0 else 1


def life(learner: Learner) -> Life:
    """The learner after all days."""
    found = Life(learner, Random(f"{learner.name}{learner.seed}"))
    found.live()
    return found


STEADY = Learner(
    "steady", Settings(35, EXAM, since=BEGIN), lambda day, random: random.random() < 0.95, True
)
CRAMMER = Learner(
    "crammer", Settings(60, EXAM, since=BEGIN + 50 * DAY), lambda day, random: day >= 50
)
DROPPED_OUT = Learner(
    "dropped out",
    Settings(35, EXAM, since=BEGIN),
    lambda day, random: not 20 <= day < 34 and random.random() < 0.95,
)
LEARNERS = (STEADY, CRAMMER, DROPPED_OUT)
