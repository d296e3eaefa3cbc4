"""How mastery moved within a span of time, over the students of a group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from course.model import Course
from quizzes.generator import practised
from quizzes.mastery import PER_ITEM, WORDS, Try, Word, mastery
from webapp.insight.facts import Places, Tried, places


@dataclass(frozen=True, slots=True)
class Moved:
    """Of one section, in pairs of a student and an objective: ``now`` by word, of those tried at
    all; ``rose`` and ``fell`` from one known word to another; ``new``: known for the first time.
    """

    section: str
    now: Mapping[Word, int]
    rose: int
    fell: int
    new: int

    @property
    def pairs(self) -> int:
        return sum(self.now.values())

    @property
    def moved(self) -> bool:
        return bool(self.rose or self.fell or self.new)


def moves(
    course: Course,
    answers: Mapping[int, Iterable[Tried]],
    first: date,
    last: date,
    zone: ZoneInfo,
) -> list[Moved]:
    """From the evening before ``first`` to the end of ``last``, of the sections with anything
    tried. ``answers``: of each student, up to ``last``.
    """
    where = places(course)
    counts = {
        section: {"rose": 0, "fell": 0, "new": 0, **dict.fromkeys(WORDS, 0)}
        for section in where.objectives
    }
    for theirs in answers.values():
        tries = _tries(where, theirs, zone)
        for section, names in where.objectives.items():
            for name in names:
                known = {key: tries[key] for key in where.keys[name] if key in tries}
                if not known:
                    continue
                then = _word(where, name, known, lambda day: day < first)
                now = _word(where, name, known, lambda day: day <= last)
                if now is None:
                    continue
                counts[section][now] += 1
                step = _step(then or "unknown", now)
                if step:
                    counts[section][step] += 1
    return [
        Moved(
            section,
            {word: found[word] for word in WORDS},
            found["rose"],
            found["fell"],
            found["new"],
        )
        for section, found in counts.items()
        if any(found[word] for word in WORDS)
    ]


def _tries(where: Places, answers: Iterable[Tried], zone: ZoneInfo) -> dict[str, list[Try]]:
    """Item → the first marked try of each day, as :func:`webapp.insight.facts.section_facts`."""
    tries: dict[str, list[Try]] = {}
    for one in sorted(answers, key=lambda one: (one.at, one.attempt_id)):
        key = practised(one.item_id)
        if one.status != "scored" or key not in where.of_key:
            continue
        day = one.at.astimezone(zone).date()
        theirs = tries.setdefault(key, [])
        if not theirs or theirs[-1].day != day:
            theirs.append(Try(day, one.score))
    return tries


def _word(where: Places, name: str, tries: Mapping[str, list[Try]], on) -> Word | None:  # type: ignore[no-untyped-def]
    """None: nothing was tried by then."""
    then = {
        key: kept
        for key, theirs in tries.items()
        if (kept := [one for one in theirs if on(one.day)][-PER_ITEM:])
    }
    return mastery(where.keys[name], then).word if then else None


def _step(then: Word, now: Word) -> str:
    before, after = WORDS.index(then), WORDS.index(now)
    if then == now or now == "unknown":
        return ""
    if then == "unknown":
        return "new"
    return "rose" if after > before else "fell"
