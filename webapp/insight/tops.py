"""What to explain again first, for many groups at once.

Adding up the weeks of a thousand students takes most of the time of a page that has to be fast, and
the answer hardly changes within minutes: it is kept for a while in this process.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from weakref import WeakKeyDictionary

from sqlalchemy import Connection

from course.model import Course
from quizzes.explain_again import Cost, Tally, in_order
from webapp import explaining
from webapp.explain_doubts import Doubts, leading, objectives_of
from webapp.item_bank import section_of
from webapp.queries.glance import Missed, list_asked, list_missed
from webapp.queries.suspects import Suspects, count_of_groups, list_suspects
from webapp.site import Site

FRESH = timedelta(minutes=10)

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Top:
    """The objective to explain to a group first, as the page of what to explain again names it;
    ``first`` None: there is none. ``passed_over``: so many cost more, but rest on questions that
    may be bad. ``since``: the first day looked at.
    """

    first: Missed | None
    passed_over: int
    since: date


_Kept = dict[tuple[int, date], tuple[datetime, Top]]
_kept: WeakKeyDictionary[Site, _Kept] = WeakKeyDictionary()


def tops(
    connection: Connection, site: Site, cohort_id: int, group_ids: Collection[int], now: datetime
) -> dict[int, Top]:
    """For these groups of a cohort, in the usual span, as it stands now. What is found is kept."""
    span = _span(site, now)
    suspects = list_suspects(connection, cohort_id)
    about: dict[str, set[Pair]] = {}  # objective → the suspects that ask for it
    for pair, names in objectives_of(connection, site.course, suspects).items():
        for name in names:
            about.setdefault(name, set()).add(pair)
    missed = {
        group_id: _looked_at([one for one in theirs if one.name in site.course.objectives], about)
        for group_id, theirs in list_missed(connection, group_ids, span.since).items()
    }
    looked_at = _costs(connection, missed, span.since)
    fell = _fell(connection, site, cohort_id, looked_at, about, span)
    kept = _kept.setdefault(site, {})
    if len(kept) > 10_000:  # weeks gone by
        kept.clear()
    found = {}
    for group_id in group_ids:
        doubts = _doubts(
            suspects, about, looked_at.get(group_id, ()), fell.get(group_id, Counter())
        )
        lead = leading(doubts, looked_at.get(group_id, ()))
        first = [Missed(one.name, one.students, one.tally.missed) for one in lead.first[:1]]
        found[group_id] = Top(first[0] if first else None, len(lead.passed_over), span.since)
        kept[group_id, span.since] = now, found[group_id]
    return found


def kept_tops(
    connection: Connection, site: Site, cohort_id: int, group_ids: Collection[int], now: datetime
) -> dict[int, Top]:
    """As :func:`tops`, at most :data:`FRESH` old."""
    kept, since = _kept.setdefault(site, {}), _span(site, now).since
    found = {
        group_id: known[1]
        for group_id in group_ids
        if (known := kept.get((group_id, since))) is not None and now - known[0] < FRESH
    }
    stale = [group_id for group_id in group_ids if group_id not in found]
    return found | (tops(connection, site, cohort_id, stale, now) if stale else {})


def _span(site: Site, now: datetime) -> explaining.Span:
    return explaining.span("", now.astimezone(site.settings.zone).date(), None)


def _looked_at(ordered: Sequence[Missed], about: Collection[str]) -> list[Missed]:
    """Down to as many students as missed the first that no suspect asks for: the first to explain
    is among them.
    """
    least = next((one.students for one in ordered if one.name not in about), 0)
    return [one for one in ordered if one.students >= least]


def _costs(
    connection: Connection, missed: Mapping[int, Sequence[Missed]], since: date
) -> dict[int, list[Cost]]:
    """In the order of the page of what to explain again. How much was asked is read only where
    the order may hang on it.
    """
    several = {group_id: theirs for group_id, theirs in missed.items() if len(theirs) > 1}
    names = {one.name for theirs in several.values() for one in theirs}
    asked = list_asked(connection, several.keys(), names, since) if names else {}
    found = {}
    for group_id, theirs in missed.items():
        costs = []
        for one in theirs:
            students, answers = asked.get((group_id, one.name), (one.students, one.answers))
            costs.append(Cost(one.name, one.students, students, Tally(answers, one.answers)))
        found[group_id] = in_order(costs)
    return found


def _fell(
    connection: Connection,
    site: Site,
    cohort_id: int,
    looked_at: Mapping[int, Sequence[Cost]],
    about: Mapping[str, Collection[Pair]],
    span: explaining.Span,
) -> dict[int, Counter[Pair]]:
    """Group → suspect → missed answers, where an objective looked at has a suspect."""
    doubted = {
        group_id: {pair for cost in costs for pair in about.get(cost.name, ())}
        for group_id, costs in looked_at.items()
    }
    groups = [group_id for group_id, pairs in doubted.items() if pairs]
    pairs = {pair for theirs in doubted.values() for pair in theirs}
    if not pairs:
        return {}
    lessons = _lessons(site.course, {item_id for item_id, _ in pairs})
    moments = span.moments(site.settings.zone)
    return count_of_groups(connection, cohort_id, groups, pairs, lessons, *moments)


def _lessons(course: Course, item_ids: Collection[str]) -> list[str]:
    """The lessons that may ever have asked these: an item stays in its section."""
    sections = {section_of(course, one) for one in item_ids}
    return [key for key, lesson in course.lessons.items() if lesson.section in sections]


def _doubts(
    suspects: Suspects,
    about: Mapping[str, Collection[Pair]],
    costs: Sequence[Cost],
    missed: Counter[Pair],
) -> Doubts:
    return Doubts(
        suspects,
        {
            ("objective", cost.name): Counter(
                {pair: missed[pair] for pair in about[cost.name] if missed[pair]}
            )
            for cost in costs
            if cost.name in about
        },
    )
