"""How a student stands in the sections of the course, from what they answered.

The same facts for the group's page and for the student's own: only the answers differ that are
put in (a student does not see an exam's before its keys are shown).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from course.model import Course
from quizzes.falling import Falling, FirstTry, Step, history, then_and_now
from quizzes.generator import practised
from quizzes.mastery import Try, Word, mastery
from quizzes.needs_help import HelpRules
from quizzes.wrong_tries import WrongTries, tried
from webapp.insight.kept_steps import KeptSteps
from webapp.self_test.pool import pool, section_of

FEWEST_WRONG = 2
"""Wrong tries at an item from which it is kept: no rule can ask for fewer."""

LEAST_FALL = Fraction(1, 20)
"""An objective that never fell by so much is not looked at again."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One answer of a student with the mark that counts. ``score``: share of the points."""

    attempt_id: int
    item_id: str
    at: datetime
    status: str
    score: Fraction


@dataclass(frozen=True, slots=True)
class SectionFacts:
    """``answers`` given, to ``items`` different ones, of which ``right`` were wholly right last.
    ``stuck``: item → wrong tries since it was last right, from :data:`FEWEST_WRONG`. ``falls``:
    history of the objectives that ever fell by :data:`LEAST_FALL`. ``words``: objective → word,
    share, first tries counted; without those never tried. ``judged`` objectives have a word other
    than «unknown», ``weak`` of them that one.
    """

    section: str
    answers: int
    items: int
    right: int
    last_on: date
    stuck: Mapping[str, int] = field(default_factory=dict)
    falls: Mapping[str, Sequence[Step]] = field(default_factory=dict)
    words: Mapping[str, tuple[Word, Fraction | None, int]] = field(default_factory=dict)
    judged: int = 0
    weak: int = 0


@dataclass(frozen=True, slots=True)
class Places:
    """Where things belong in a course. ``keys``: objective → what is practised for it;
    ``objectives``: section → its objectives; ``of_key``: key → the objectives it practises;
    ``items``: section → how many items its lessons have.
    """

    keys: Mapping[str, tuple[str, ...]]
    objectives: Mapping[str, tuple[str, ...]]
    of_key: Mapping[str, tuple[str, ...]]
    items: Mapping[str, int]


_kept: tuple[Course, Places] | None = None


def places(course: Course) -> Places:
    global _kept
    if _kept is None or _kept[0] is not course:
        _kept = (course, _places(course))
    return _kept[1]


def _places(course: Course) -> Places:
    keys: dict[str, list[str]] = {name: [] for name in course.objectives}
    of_key: dict[str, tuple[str, ...]] = {}
    for one in pool(course).values():
        if one.kind == "card":  # graded by the learner: no proof
            continue
        of_key[one.key] = tuple(name for name in one.objectives if name in keys)
        for name in of_key[one.key]:
            keys[name].append(one.key)
    objectives: dict[str, list[str]] = {}
    for name, objective in course.objectives.items():
        objectives.setdefault(objective.section, []).append(name)
    items = dict.fromkeys(course.sections, 0)
    for item_id in course.items:
        items[section_of(course, item_id)] += 1
    return Places(
        {name: tuple(theirs) for name, theirs in keys.items()},
        {section: tuple(theirs) for section, theirs in objectives.items()},
        of_key,
        items,
    )


def touched(course: Course, item_ids: Iterable[str]) -> set[str]:
    """The sections whose facts answers to these items change."""
    where = places(course)
    found = set()
    for item_id in item_ids:
        found.add(section_of(course, item_id))
        for name in where.of_key.get(practised(item_id), ()):
            found.add(course.objectives[name].section)
    return found


def section_facts(
    course: Course,
    answers: Iterable[Tried],
    zone: ZoneInfo,
    only: Collection[str] | None = None,
) -> dict[str, SectionFacts]:
    """Section → facts, of the sections (of ``only``) in which something was answered. Recall cards
    are passed over.
    """
    where = places(course)
    of_section: dict[str, list[Tried]] = {}
    tries: dict[str, list[FirstTry]] = {}
    sections: dict[str, str] = {}
    for one in sorted(answers, key=lambda one: (one.at, one.attempt_id)):
        key = practised(one.item_id)
        if key in course.cards:
            continue
        section = sections.get(key)
        if section is None:
            section = sections[key] = section_of(course, one.item_id)
        of_section.setdefault(section, []).append(one)
        if one.status == "scored" and key in where.of_key:
            day = one.at.astimezone(zone).date()
            theirs = tries.setdefault(key, [])
            if not theirs or theirs[-1].day != day:
                theirs.append(FirstTry(day, one.score, one.at))
    found = {}
    for section, theirs_in in of_section.items():
        if section not in course.sections or (only is not None and section not in only):
            continue
        found[section] = _section(section, theirs_in, tries, where, zone)
    return found


def _section(
    section: str,
    answers: Sequence[Tried],
    tries: Mapping[str, Sequence[FirstTry]],
    where: Places,
    zone: ZoneInfo,
) -> SectionFacts:
    wrong: dict[str, WrongTries] = {}
    newest: dict[str, bool] = {}
    for one in answers:
        key = practised(one.item_id)
        right = one.status == "scored" and one.score == 1
        newest[key] = right
        if one.status == "scored" and key in where.of_key:
            place = one.at, one.attempt_id
            wrong[key] = tried(wrong.get(key, WrongTries()), place, right=right)
    words: dict[str, tuple[Word, Fraction | None, int]] = {}
    falls: dict[str, tuple[Step, ...]] = {}
    for name in where.objectives.get(section, ()):
        keys = where.keys[name]
        theirs = {key: tries[key] for key in keys if key in tries}
        if not theirs:
            continue
        plain = {key: [Try(one.day, one.score) for one in kept] for key, kept in theirs.items()}
        now = mastery(keys, plain)
        words[name] = (now.word, now.share, now.tries)
        steps = history(keys, theirs, zone)
        if _fell(steps):
            falls[name] = steps
    return SectionFacts(
        section=section,
        answers=len(answers),
        items=len(newest),
        right=sum(newest.values()),
        last_on=answers[-1].at.astimezone(zone).date(),
        stuck={key: one.count for key, one in wrong.items() if one.count >= FEWEST_WRONG},
        falls=falls,
        words=words,
        judged=sum(word != "unknown" for word, _, _ in words.values()),
        weak=sum(word == "weak" for word, _, _ in words.values()),
    )


def _fell(steps: Sequence[Step]) -> bool:
    highest = Fraction(0)
    for one in steps:
        if one.share is None:
            continue
        if highest - one.share >= LEAST_FALL:
            return True
        highest = max(highest, one.share)
    return False


def falling(steps: Sequence[Step], today: date, rules: HelpRules) -> Falling:
    """How an objective stood ``fall_days`` ago and how it stands."""
    line = today - timedelta(days=rules.fall_days)
    if isinstance(steps, KeptSteps):
        return steps.falling(line)
    return then_and_now(steps, line)
