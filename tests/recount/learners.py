"""How students stand in sections and objectives, who needs help, and what cost a group most."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from math import comb
from typing import Any

from course.model import Course
from quizzes.generators import GENERATORS
from tests.recount.raw import Answer, Assignment, Raw, Sitting, sure

RULES: dict[str, Any] = {
    "wrong_tries": 4,
    "fall": "1/5",
    "fall_days": 14,
    "fall_tries": 4,
    "silent_days": 7,
    "behind": "1/2",
    "behind_from": "1/4",
    "same_mistake": 10,
    "same_share": "1/3",
    "weak": "2/3",
    "weak_from": 10,
    "failed": "1",
    "failed_days": 14,
}
FEWEST = 3
MISSED = 14


def key_of(item: str) -> str:
    """A copy of a variant practises its generator."""
    base = re.sub(r"-n\d+$", "", item)
    return base if base in GENERATORS else item


@dataclass
class Map:
    """Where items belong."""

    course: Course
    section_items: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    keys: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """What is practised and marked by the machine → its objectives."""

    def __post_init__(self) -> None:
        for item in self.course.items.values():
            self.section_items[self.section(item.id)] += 1
            if item.type != "essay":
                self._note(item.id, item.objectives)
        for one in GENERATORS.values():
            if one.section in self.course.sections and all(
                name in self.course.objectives for name in one.objectives
            ):
                self._note(one.id, one.objectives)

    def _note(self, key: str, objectives: Iterable[str]) -> None:
        known = tuple(name for name in objectives if name in self.course.objectives)
        self.names[key] = known
        for name in known:
            self.keys[name].append(key)

    def section(self, item: str) -> str:
        lesson = self.course.item_lessons.get(item)
        return self.course.lessons[lesson].section if lesson else key_of(item).split("-")[0]


@dataclass
class Word:
    word: str
    share: Fraction | None
    tries: int


First = tuple[date, str, Fraction]
"""A first try: day, item, share of the points."""


@dataclass
class InSection:
    answers: int = 0
    items: int = 0
    right: int = 0
    last: date | None = None
    wrong: dict[str, int] = field(default_factory=dict)
    words: dict[str, Word] = field(default_factory=dict)
    then: dict[str, Word] = field(default_factory=dict)
    evidence: dict[str, tuple[list[First], list[First]]] = field(default_factory=dict)


@dataclass
class Learner:
    sections: dict[str, InSection]
    last: date | None

    @property
    def answers(self) -> int:
        return sum(one.answers for one in self.sections.values())


def shown_answers(raw: Raw, user: int) -> list[Answer]:
    """Of lessons and assignments, judged, in order."""
    found = [
        one
        for sitting in raw.of_user[user]
        if sitting.lesson or sitting.assignment is not None
        for one in sitting.answers
        if one.judged
    ]
    return sorted(found, key=lambda one: (one.at, one.id))


def word_of(keys: Collection[str], tries: dict[str, list[tuple[date, Fraction]]]) -> Word:
    """From the newest eight first tries, three of an item at most; the newest weighs most."""
    found = [(day, key, share) for key in keys for day, share in tries.get(key, [])[-3:]]
    days = len({day for day, _, _ in found})
    found = sorted(found, key=lambda one: (one[0], one[1]), reverse=True)[:8]
    if not found:
        return Word("unknown", None, 0)
    weights = [8 - place for place in range(len(found))]
    earned = sum((w * share for w, (_, _, share) in zip(weights, found, strict=True)), Fraction(0))
    share = earned / sum(weights)
    different = len({key for _, key, _ in found})
    every = len(set(keys))
    if len(found) < min(3, max(2, every)):
        word = "unknown"
    elif share < Fraction(3, 5):
        word = "weak"
    elif share >= Fraction(17, 20) and different >= min(4, every) and days >= 2:
        word = "firm"
    else:
        word = "growing"
    return Word(word, share, len(found))


def newest_of(tries: dict[str, list[tuple[date, Fraction]]], most: int | None = 8) -> list[First]:
    """The first tries behind a share, three of an item at most (None: all)."""
    kept = -3 if most else 0
    found = [(day, key, share) for key, theirs in tries.items() for day, share in theirs[kept:]]
    return sorted(found, key=lambda one: one[:2], reverse=True)[:most]


def until(
    raw: Raw,
    line: date,
    tries: dict[str, list[tuple[date, Fraction]]],
    moments: dict[str, list[datetime]],
) -> dict[str, list[tuple[date, Fraction]]]:
    """The first tries of an objective up to a day. A sitting is over after two hours without one;
    it belongs to the day on which it began.
    """
    every = sorted(
        (at, key, one)
        for key, theirs in tries.items()
        for at, one in zip(moments[key], theirs, strict=True)
    )
    found: dict[str, list[tuple[date, Fraction]]] = {key: [] for key in tries}
    began, last = date.min, datetime.min.replace(tzinfo=UTC)
    for at, key, one in every:
        if at - last > timedelta(hours=2):
            began = raw.day(at)
        last = at
        if began <= line:
            found[key].append(one)
    return found


def no_luck(before: Sequence[First], since: Sequence[First], fewest: int) -> bool:
    """A fall is believed: enough first tries on both sides, and of all ways to deal the right ones
    at most one in twenty leaves so few of them to the newer tries.
    """
    if min(len(before), len(since)) < fewest:
        return False
    good = [share == 1 for _, _, share in (*before, *since)]
    got = sum(good[len(before) :])
    deals = fewer = 0
    for newer in range(min(sum(good), len(since)) + 1):
        if sum(good) - newer > len(before):
            continue
        ways = comb(len(since), newer) * comb(len(before), sum(good) - newer)
        deals += ways
        fewer += ways if newer <= got else 0
    return fewer * 20 <= deals


def learner(raw: Raw, where: Map, user: int, today: date, rules: dict[str, Any]) -> Learner:
    sections: dict[str, InSection] = {}
    tries: dict[str, list[tuple[date, Fraction]]] = defaultdict(list)
    moments: dict[str, list[datetime]] = defaultdict(list)
    newest: dict[str, dict[str, bool]] = defaultdict(dict)
    for one in shown_answers(raw, user):
        key = key_of(one.item)
        if key in where.course.cards:
            continue
        number = where.section(one.item)
        if number not in where.course.sections:
            continue
        here = sections.setdefault(number, InSection())
        right = one.status == "scored" and one.share == 1
        here.answers += 1
        here.last = raw.day(one.at)
        newest[number][key] = right
        if one.status == "scored" and key in where.names:
            here.wrong[key] = 0 if right else min(10, here.wrong.get(key, 0) + 1)
            day = raw.day(one.at)
            if not tries[key] or tries[key][-1][0] != day:
                tries[key].append((day, one.share))
                moments[key].append(one.at)
    line = today - timedelta(days=rules["fall_days"])
    for name, objective in where.course.objectives.items():
        keys = where.keys[name]
        if any(key in tries for key in keys) and objective.section in sections:
            here = sections[objective.section]
            here.words[name] = word_of(keys, tries)
            theirs = {key: tries[key] for key in keys if key in tries}
            before = until(raw, line, theirs, moments)
            here.then[name] = word_of(keys, before)
            here.evidence[name] = (
                newest_of(before),
                [one for one in newest_of(theirs) if one not in newest_of(before, most=None)],
            )
    for number, here in sections.items():
        here.items = len(newest[number])
        here.right = sum(newest[number].values())
    days = [one.last for one in sections.values() if one.last is not None]
    return Learner(sections, max(days, default=None))


@dataclass
class Reason:
    rule: str
    what: tuple[str, ...]
    evidence: dict[str, Any]


def in_section(here: InSection, rules: dict[str, Any]) -> list[Reason]:
    found = []
    if rules["wrong_tries"] is not None:
        stuck = {key: n for key, n in here.wrong.items() if n >= rules["wrong_tries"]}
        if stuck:
            found.append(
                Reason("wrong-tries", tuple(sorted(stuck)), {"tries": max(stuck.values())})
            )
    if rules["fall"] is not None:
        fallen = {}
        for name, now in here.words.items():
            then = here.then[name]
            if "unknown" in (now.word, then.word) or now.word == "firm":
                continue
            assert then.share is not None
            assert now.share is not None
            fell = then.share - now.share >= Fraction(rules["fall"])
            if fell and no_luck(*here.evidence[name], rules["fall_tries"]):
                fallen[name] = then.share - now.share
        if fallen:
            found.append(Reason("falling", tuple(sorted(fallen)), {"fall": max(fallen.values())}))
    return found


def kind_in_section(here: InSection | None, every: int, rules: dict[str, Any]) -> str:
    if here is None or not here.answers:
        return "not-started"
    if in_section(here, rules):
        return "needs-help"
    if here.items >= every > 0:
        return "done"
    return "working" if here.answers >= FEWEST else "unknown"


@dataclass
class Standing:
    """One student in a cohort."""

    learner: Learner
    reasons: list[Reason]
    parts: dict[int, str]
    last: date | None
    ends: dict[int, str] = field(default_factory=dict)
    """Of what they lag behind in: missed | late | waits (days are left)."""


def given_to(raw: Raw, task: Assignment, user: int) -> bool:
    for one in raw.enrolments:
        if one.user == user and one.cohort == task.cohort and one.role == "student":
            if one.ended:
                continue
            wanted = {("cohort", task.cohort), ("student", user), ("group", one.group)}
            if wanted & task.targets:
                return True
    return False


def closes_for(raw: Raw, task: Assignment, user: int) -> datetime | None:
    """The last moment, with what the person is granted."""
    closes = task.closes
    if closes is None:
        return None
    for one in raw.accommodations:
        if one["user_id"] == user and one["cohort_id"] == task.cohort:
            closes += timedelta(seconds=one["later_close_s"])
    for one in raw.extensions:
        mine = one["user_id"] == user and one["assignment_id"] == task.id
        if mine and one["revoked_at"] is None and one["closes_at"] is not None:
            closes = max(closes, sure(one["closes_at"]))
    return closes


def standing(
    raw: Raw, where: Map, cohort: int, user: int, now: datetime, rules: dict[str, Any]
) -> Standing:
    today = raw.day(now)
    known = learner(raw, where, user, today, rules)
    joined = min(
        raw.day(one.since)
        for one in raw.enrolments
        if one.user == user and one.cohort == cohort and one.role == "student" and not one.ended
    )
    starts, ends = raw.cohorts[cohort]
    since = max(joined, starts) if starts else joined
    days = [known.last] if known.last else []
    parts = {}
    late: list[tuple[int, Fraction, Fraction]] = []
    ended: dict[int, str] = {}
    for task in raw.assignments.values():
        if task.cohort != cohort or task.withdrawn or task.opens > now:
            continue
        open_to = closes_for(raw, task, user)
        theirs = [one for one in raw.of_user[user] if one.assignment == task.id]
        lately = now - timedelta(days=MISSED + 1)
        anyone = task.closes is None or task.closes > lately or _anybody(raw, task, lately)
        if anyone:
            days += [raw.day(one.closed or one.started) for one in theirs]
        if not given_to(raw, task, user):
            continue
        if open_to is not None and open_to <= now:
            closed = raw.day(open_to)
            fresh = closed >= since and (today - closed).days <= MISSED
            if anyone and not theirs and fresh and rules["behind"] is not None:
                late.append((task.id, Fraction(0), Fraction(1)))
                ended[task.id] = "missed"
            continue
        running = [one for one in theirs if one.closed is None]
        done, every = 0, 1
        if len(running) < len(theirs):
            parts[task.id], done = "handed-in", 1
        elif running:
            parts[task.id] = "working"
            every = max(1, len(running[-1].items))
            given = len(running[-1].drafts) + len({one.item for one in running[-1].answers})
            done = min(given, every - 1, len(running[-1].items))
        else:
            parts[task.id] = "not-started"
        ends_at = task.due or task.closes
        if ends_at is None or rules["behind"] is None or since > raw.day(ends_at):
            continue
        due, opened = raw.day(ends_at), raw.day(task.opens)
        if task.limit_s is not None:
            opened = due
        overdue = (today - due).days
        if overdue > 0 and done < every:
            late.append((task.id, Fraction(done, every), Fraction(1)))
            ended[task.id] = "late"
            continue
        begun = max(opened, since)
        whole = (due - begun).days + 1  # one works on the due day too
        if whole <= 0 or done >= every:
            continue
        gone = Fraction((today - begun).days, whole)
        if gone >= Fraction(rules["behind_from"]) and Fraction(done, every) < gone * Fraction(
            rules["behind"]
        ):
            late.append((task.id, Fraction(done, every), gone))
            ended[task.id] = "waits" if due > today else "late"
    reasons: dict[str, Reason] = {}
    for here in known.sections.values():
        for one in in_section(here, rules):
            if one.rule in reasons:
                before = reasons[one.rule]
                name = next(iter(one.evidence))
                most = max(before.evidence[name], one.evidence[name])
                reasons[one.rule] = Reason(one.rule, (*before.what, *one.what), {name: most})
            else:
                reasons[one.rule] = one
    last = max(days, default=None)
    every_item = sum(
        where.section_items[number] for number, one in where.course.sections.items() if one.lessons
    )
    done_items = sum(
        min(one.items, where.section_items[number]) for number, one in known.sections.items()
    )
    over = ends is not None and today > ends
    if rules["silent_days"] is not None and not over and done_items < every_item:
        silent = (today - (since if last is None else max(since, last))).days
        if silent >= rules["silent_days"]:
            reasons["silent"] = Reason("silent", (), {"days": silent})
    words = [word.word for one in known.sections.values() for word in one.words.values()]
    judged = sum(one != "unknown" for one in words)
    weak = words.count("weak")
    enough = judged >= max(1, rules["weak_from"])
    if rules["weak"] is not None and enough and Fraction(weak, judged) >= Fraction(rules["weak"]):
        reasons["weak"] = Reason("weak", (), {"weak": weak, "judged": judged})
    failed = below_the_mark(raw, cohort, user, now, rules)
    if failed:
        worst = min(failed.values())
        reasons["failed"] = Reason("failed", tuple(str(one) for one in failed), {"share": worst})
    if late:
        reasons["behind"] = Reason("behind", tuple(str(one[0]) for one in late), {})
    if rules["same_mistake"] is not None:
        monday = today - timedelta(days=MISSED - 1)
        monday -= timedelta(days=monday.weekday())
        betrayed = {
            name: missed
            for (kind, name), theirs in costs(raw, where, [user], monday, today).items()
            for _, missed in theirs.values()
            if kind == "misconception" and missed
        }
        held = [
            name
            for name, n in betrayed.items()
            if n >= rules["same_mistake"]
            and Fraction(n, sum(betrayed.values())) >= Fraction(rules["same_share"])
        ]
        if held:
            most = max(betrayed[name] for name in held)
            reasons["misconception"] = Reason(
                "misconception", tuple(sorted(held)), {"answers": most}
            )
    order = ("wrong-tries", "falling", "weak", "misconception", "silent", "failed", "behind")
    return Standing(known, [reasons[rule] for rule in order if rule in reasons], parts, last, ended)


def below_the_mark(
    raw: Raw, cohort: int, user: int, now: datetime, rules: dict[str, Any]
) -> dict[int, Fraction]:
    """Assignment → the result that counts, of those handed in lately that were far from passed."""
    from tests.recount.grades import grade  # which needs this module

    found = {}
    for task in raw.assignments.values():
        if rules["failed"] is None or task.cohort != cohort or task.withdrawn or task.opens > now:
            continue
        ended = [
            one.closed
            for one in raw.of_user[user]
            if one.assignment == task.id and one.closed is not None
        ]
        mark = task.rules.get("pass_share")
        if mark is None or not ended or not given_to(raw, task, user):
            continue
        mine = grade(raw, task, user)
        fresh = (raw.day(now) - raw.day(max(ended))).days <= rules["failed_days"]
        low = Fraction(mark) * Fraction(rules["failed"])
        if fresh and mine.state == "marked" and mine.share is not None and mine.share < low:
            found[task.id] = mine.share
    return found


def _anybody(raw: Raw, task: Assignment, now: datetime) -> bool:
    people = {one["user_id"] for one in (*raw.extensions, *raw.accommodations)}
    return any((closes_for(raw, task, user) or now) > now for user in people)


@dataclass
class Cost:
    students: int = 0
    asked_students: int = 0
    asked: int = 0
    missed: int = 0


def first_tries(sittings: Iterable[Sitting]) -> list[Answer]:
    """The first try of each sitting at each item, of lessons and assignments."""
    found: list[Answer] = []
    for sitting in sittings:
        if not sitting.lesson and sitting.assignment is None:
            continue
        tries: dict[str, Answer] = {}
        for one in sitting.answers:
            if one.judged and (one.item not in tries or one.number < tries[one.item].number):
                tries[one.item] = one
        found += tries.values()
    return found


def costs(
    raw: Raw, where: Map, users: Collection[int], since: date, until: date
) -> dict[tuple[str, str], dict[int, tuple[int, int]]]:
    """(kind, name) → student → (asked, missed), of the weeks whose Monday lies between."""
    found: dict[tuple[str, str], dict[int, tuple[int, int]]] = defaultdict(dict)
    for user in set(users) & raw.basis():
        for one in first_tries(raw.of_user[user]):
            day = raw.day(one.at)
            monday = day - timedelta(days=day.weekday())
            names = where.names.get(key_of(one.item))
            if one.status != "scored" or names is None or not since <= monday <= until:
                continue
            tags = [("objective", name) for name in names]
            tags += [("misconception", code) for code in dict.fromkeys(one.codes)]
            for tag in tags:
                asked, missed = found[tag].get(user, (0, 0))
                found[tag][user] = (asked + 1, missed + (one.share < 1))
    return found


def summed(theirs: dict[int, tuple[int, int]]) -> Cost:
    return Cost(
        students=sum(missed > 0 for _, missed in theirs.values()),
        asked_students=len(theirs),
        asked=sum(asked for asked, _ in theirs.values()),
        missed=sum(missed for _, missed in theirs.values()),
    )
