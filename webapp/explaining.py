"""What to explain again, made ready to be shown: spans of time, names, rows, answers given."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from course.model import Course
from quizzes.assessment import Assessment, AssessmentSection, Draw, Filter, FixedItem
from quizzes.choices import choices, offered
from quizzes.drawing import Candidate
from quizzes.explain_again import Cost, Tally
from quizzes.interactions.cloze import Cloze
from quizzes.interactions.matching import Matching
from quizzes.interactions.multiple_choice import MultipleChoice
from quizzes.interactions.single_choice import SingleChoice
from quizzes.item import Item
from quizzes.outcome import Outcome
from webapp.answer_words import in_words
from webapp.item_bank import find_items, section_of
from webapp.item_writing import TYPES
from webapp.queries import chunks, insight, own_items
from webapp.queries.explain import GivenAnswer

Kind = Literal["objective", "misconception"]
KINDS: tuple[Kind, ...] = ("objective", "misconception")
DAYS = (7, 14, 30, 0)
"""Spans to choose from; 0 is the whole term."""

USUAL = 14
MOST_ASKED, FEWEST_ASKED = 10, 5
"""Questions of a set that is made in one click; with fewer there is a word about it."""

EARLIEST = date(2020, 1, 6)
"""A Monday before any answer."""


@dataclass(frozen=True, slots=True)
class Span:
    """Whole weeks, because costs are kept by week: ``since`` is the Monday of the week in which
    the first of ``days`` days lies, ``until`` today. ``days`` 0: the whole term.
    """

    days: int
    since: date
    until: date

    @property
    def whole(self) -> bool:
        return self.days == 0

    @property
    def before(self) -> tuple[date, date] | None:
        """As many weeks just before: first day and last. None: there is nothing before."""
        if self.whole:
            return None
        weeks = (self.until - self.since).days // 7 + 1
        return self.since - timedelta(weeks=weeks), self.since - timedelta(days=1)

    def moments(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Beginning and end in the course's zone."""
        return (
            datetime.combine(self.since, time.min, zone),
            datetime.combine(self.until, time.max, zone),
        )


def span(asked: str, today: date, starts_on: date | None) -> Span:
    """The span of an address; what is none of :data:`DAYS` is the usual one."""
    days = int(asked) if asked in [str(one) for one in DAYS] else USUAL
    first = today - timedelta(days=days - 1) if days else min(starts_on or EARLIEST, today)
    return Span(days, first - timedelta(days=first.weekday()), today)


def title_of(course: Course, kind: Kind, name: str, lang: str) -> str | None:
    """An objective or a misconception in words; None: the course knows it no more."""
    if kind == "objective":
        objective = course.objectives.get(name)
        return objective.text if objective is not None else None
    found = course.misconceptions.get(name)
    if found is None:
        return None
    return {"ru": found.ru, "en": found.en}.get(lang, found.title)


def costs(
    connection: Connection, user_ids: Collection[int], since: date, until: date
) -> dict[Kind, list[Cost]]:
    """What was asked of these students, by kind; in no order."""
    found: dict[tuple[str, str], Cost] = {}
    for few in chunks(user_ids):
        for row in insight.list_costs(connection, few, since, until):
            known = found.get((row.kind, row.name), Cost(row.name, 0, 0, Tally()))
            found[row.kind, row.name] = Cost(
                row.name,
                known.students + row.students,
                known.asked_students + row.asked_students,
                known.tally + Tally(row.asked, row.missed),
            )
    return {kind: [cost for key, cost in found.items() if key[0] == kind] for kind in KINDS}


def seen_items(connection: Connection, course: Course, cohort_id: int) -> list[Item]:
    """The items that a cohort may have been asked: the course's, its own (also retired), shared."""
    own = [(one.item_id, one.version) for one in own_items.list_seen(connection, cohort_id)]
    return [*course.items.values(), *find_items(connection, course, own).values()]


def carriers(items: Iterable[Item], kind: Kind, name: str) -> list[Item]:
    """The items that ask for an objective, or can betray a misconception. Essays are not counted:
    hardly anybody earns all of one.
    """
    if kind == "objective":
        return [one for one in items if name in one.objectives and one.type != "essay"]
    return [one for one in items if any(code == name for _, code in one.misconceptions())]


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """An answer given, or a choice within one. ``right``: it belongs to the key, None: in part or
    unknown. ``n``: how many chose it; ``who`` (id, name) did.
    """

    text: str
    kazakh: bool  # the text is of the course
    right: bool | None
    misconception: str  # in words, "" for none
    who: tuple[tuple[int, str], ...]

    @property
    def n(self) -> int:
        return len(self.who)


def answers_given(
    course: Course,
    item: Item,
    answers: Sequence[GivenAnswer],
    names: Mapping[int, str],
    lang: str,
) -> list[ChoiceLine]:
    """What was chosen and by whom, of answers to one version of an item: each option of a choice
    (of matching and cloze what was chosen or belongs to the key), else each different answer. The
    most frequent first. Essays are not told apart by their text.
    """
    betrays = _betrays(item)
    key = offered(item)
    said = _said(course, item)
    who: dict[str, list[tuple[int, str]]] = {one: [] for one, right in key.items() if right}
    if isinstance(item.interaction, SingleChoice | MultipleChoice):
        who = {one: [] for one in key}
    typed: dict[str, GivenAnswer] = {}
    for answer in answers:
        person = (answer.user_id, names.get(answer.user_id, ""))
        if key:
            response = item.response_from_json(json.loads(answer.response))
            for choice in choices(item, response, Outcome(answer.score)):
                who.setdefault(choice, []).append(person)
            continue
        word = str(answer.score) if item.type == "essay" else _as_read(answer.response)
        typed.setdefault(word, answer)
        who.setdefault(word, []).append(person)
    lines = []
    for choice, people in who.items():
        if key:
            code = betrays.get(choice, "") if not key.get(choice) else ""
            text, right = said.get(choice, choice), key.get(choice)
        else:
            given = typed[choice]
            code = given.misconceptions[0] if given.misconceptions else ""
            text = "" if item.type == "essay" else in_words(course, item, given.form, lang)
            right = bool(given.score) if given.score in (0, 1) else None
        told = title_of(course, "misconception", code, lang) if code else None
        lines.append(ChoiceLine(text, bool(text), right, told or "", tuple(people)))
    return sorted(lines, key=lambda one: -one.n)


def _as_read(response: str) -> str:
    """What tells a typed answer from another: «22.09.2026» and «22 қыркүйек 2026» are one."""
    read = json.loads(response)
    read.pop("insisted", None)
    if len(read) > 1:
        read.pop("text", None)
    return " ".join(json.dumps(read, ensure_ascii=False, sort_keys=True).casefold().split())


def _said(course: Course, item: Item) -> dict[str, str]:
    """Each choice that an item offers, in words."""

    def plain(text: str) -> str:
        return " ".join(course.plain(text).split())

    match item.interaction:
        case SingleChoice(options=options) | MultipleChoice(options=options):
            return {one.id: plain(one.text) for one in options}
        case Matching() as matching:
            return {
                f"{prompt.id}:{target.id}": f"{plain(prompt.text)} → {plain(target.text)}"
                for prompt in matching.prompts
                for target in matching.targets
            }
        case Cloze() as cloze:
            return {
                f"{name}:{option.id}": f"({number}) {plain(option.text)}"
                for number, name in enumerate(cloze.gap_names, start=1)
                for option in cloze.gaps[name].options
            }
    return {}


def _betrays(item: Item) -> dict[str, str]:
    """Choice → the misconception that it betrays."""
    match item.interaction:
        case SingleChoice(options=options) | MultipleChoice(options=options):
            return {one.id: one.misconception or "" for one in options}
        case Matching() as matching:
            return {
                f"{prompt.id}:{target.id}": prompt.misconception or ""
                for prompt in matching.prompts
                for target in matching.targets
            }
        case Cloze() as cloze:
            return {
                f"{name}:{option.id}": option.misconception or ""
                for name, gap in cloze.gaps.items()
                for option in gap.options
            }
    return {}


def title_for_students(course: Course, kind: Kind, name: str, asked: Assessment) -> str:
    """What a set is about, as it may be called before those who sit it: an objective in its words;
    a misconception by the section that most of its questions are from, or else by the numbers of
    its sections, for its name says what is wrong with somebody.
    """
    if kind == "objective":
        return title_of(course, kind, name, "kk") or name
    met = Counter(section_of(course, one) for one in asked.fixed())
    numbers = [one for one in course.sections if met[one]]
    for one in numbers:
        if 2 * met[one] > met.total():
            return course.sections[one].title
    return ", ".join(numbers)


def usable(
    kind: Kind,
    name: str,
    bank: Iterable[Candidate],
    carrying: Collection[str],
    suspects: Collection[tuple[str, str]],
) -> tuple[list[Candidate], int]:
    """What a set can be made of: questions of a cohort's bank that nobody has to mark; and how
    many are left out because they are ``suspects`` (id, version). ``carrying``: ids of the items
    that can betray the misconception.
    """
    found = [
        one
        for one in bank
        if one.type != "essay"
        and (name in one.objectives if kind == "objective" else one.item_id in carrying)
    ]
    sound = [one for one in found if (one.item_id, one.version) not in suspects]
    return sound, len(found) - len(sound)


def set_of(
    kind: Kind,
    name: str,
    there: Sequence[Candidate],
    asked: Mapping[str, int],
    missed: Mapping[str, int],
    left_out: int = 0,
) -> Assessment | None:
    """A set out of what is ``usable``; None: nothing is.

    Of an objective each student draws what they have not met before what they have. A draw knows
    no misconceptions, and cannot leave a question out: there questions are named, first those of
    the sections where it was met, of these the least ``asked``.
    """
    if not there:
        return None
    entries: tuple[Draw | FixedItem, ...]
    if kind == "objective" and not left_out:
        types = tuple(one for one in TYPES if one != "essay")
        only = Filter(objectives=(name,), types=types)
        entries = (Draw(count=min(len(there), MOST_ASKED), of=only),)
    else:
        met = {one.section for one in there if missed.get(one.item_id)}
        fresh = sorted(there, key=lambda one: (one.section not in met, asked.get(one.item_id, 0)))
        entries = tuple(FixedItem(item=one.item_id) for one in fresh[:MOST_ASKED])
    return Assessment(sections=(AssessmentSection(entries=entries),))
