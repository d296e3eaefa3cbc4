"""What to explain again, made ready to be shown: spans of time, names, rows, answers given."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from course.model import Course
from quizzes.choices import choices, offered
from quizzes.explain_again import Cost, Tally
from quizzes.interactions.cloze import Cloze
from quizzes.interactions.matching import Matching
from quizzes.interactions.multiple_choice import MultipleChoice
from quizzes.interactions.single_choice import SingleChoice
from quizzes.item import Item
from quizzes.outcome import Outcome
from webapp.answer_words import in_words
from webapp.item_bank import find_items
from webapp.queries import chunks, insight, own_items
from webapp.queries.explain import GivenAnswer

Kind = Literal["objective", "misconception"]
KINDS: tuple[Kind, ...] = ("objective", "misconception")
DAYS = (7, 14, 30, 0)
"""Spans to choose from; 0 is the whole term."""

USUAL = 14

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
