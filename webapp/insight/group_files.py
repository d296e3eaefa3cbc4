"""Tables of one group to take away: sections, objectives, what to explain again, who needs help."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from course.model import Course
from quizzes.needs_help import Finding
from webapp import explain_doubts, explaining, help_words
from webapp.exports import Order
from webapp.insight.assigned import PREFIX
from webapp.insight.at_a_glance import by_need, kind_of, titles_of
from webapp.insight.facts import places
from webapp.insight.file_words import defined, heads, plainly, say
from webapp.insight.standing import Known, StudentStanding, load, standings
from webapp.routes.reading import alphabetical
from webapp.spreadsheets import Table, Value

OF_GROUP = ("sections", "objectives", "explain", "help")
"""Files of one group."""
NAMELESS = frozenset({"explain"})
"""Those of them in which no student is named."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group and what is known of its students, in the order of their names."""

    id: int
    title: str
    cohort_id: int
    known: Known
    people: Sequence[StudentStanding]
    span: explaining.Span
    now: datetime


def load_group(
    connection: Connection,
    course: Course,
    order: Order,
    group: tuple[int, str],
    span: explaining.Span,
    now: datetime,
) -> Group:
    known = load(connection, order.cohort_id, [group[0]], now, words=True)
    people = standings(course, known, now, order.zone)
    people.sort(key=lambda one: alphabetical(one.student.name))
    return Group(group[0], group[1], order.cohort_id, known, people, span, now)


def group_table(
    connection: Connection, course: Course, order: Order, group: Group, name: str
) -> list[Table]:
    """A table of a group and its definitions. Raises KeyError: there is no such table."""
    match name:
        case "sections":
            return _sections(course, order, group)
        case "objectives":
            return _objectives(course, order, group)
        case "explain":
            return _explain(connection, course, order, group)
        case "help":
            return _help(course, order, group)
    raise KeyError(name)


def _person(one: StudentStanding) -> list[Value]:
    return [one.student.user_id, one.student.name, one.student.login]


_PERSON = "user_id name login "


def _sections(course: Course, order: Order, group: Group) -> list[Table]:
    of_section = places(course).items

    def rows() -> Iterator[Sequence[Value]]:
        for one in group.people:
            for number, section in course.sections.items():
                facts, judged = one.facts.get(number), one.cells.get(number)
                if not section.lessons and facts is None:
                    continue
                titles = titles_of(group.known)
                yield [
                    *_person(one),
                    number,
                    section.title,
                    say(order, f"glance.word_{kind_of(judged)}"),
                    facts.answers if facts is not None else 0,
                    facts.items if facts is not None else 0,
                    of_section.get(number, 0),
                    facts.right if facts is not None else 0,
                    facts.last_on if facts is not None else None,
                    "; ".join(
                        help_words.reason(order.lang, course, found, one.falls, titles)
                        for found in (judged.reasons if judged is not None else ())
                    ),
                ]

    columns = "section_number section standing answers items items_all right last_on"
    return [
        Table(
            f"{group.title}: {say(order, 'export.sections')}",
            heads(order, _PERSON + columns + " reasons"),
            rows(),
        ),
        defined(
            order,
            plainly(order, "standing answers items items_all right last_on reasons"),
        ),
    ]


def _objectives(course: Course, order: Order, group: Group) -> list[Table]:
    def rows() -> Iterator[Sequence[Value]]:
        for one in group.people:
            for number, names in places(course).objectives.items():
                facts = one.facts.get(number)
                for name in names:
                    word, share, tries = (
                        facts.words.get(name, ("unknown", None, 0))
                        if facts is not None
                        else ("unknown", None, 0)
                    )
                    yield [
                        *_person(one),
                        number,
                        name,
                        course.objectives[name].text,
                        say(order, f"mastery.word_{word}"),
                        share * 100 if share is not None and word != "unknown" else None,
                        tries,
                    ]

    columns = "section_number objective_id objective mastery mastery_share first_tries"
    return [
        Table(
            f"{group.title}: {say(order, 'export.objectives')}",
            heads(order, _PERSON + columns),
            rows(),
        ),
        defined(order, plainly(order, "mastery mastery_share first_tries")),
    ]


def _explain(connection: Connection, course: Course, order: Order, group: Group) -> list[Table]:
    ids = [one.student.user_id for one in group.people]
    span = group.span
    found = explaining.costs(connection, ids, span.since, span.until)
    doubts = explain_doubts.doubts(
        connection, course, group.cohort_id, ids, *span.moments(order.zone)
    )
    rows: list[Sequence[Value]] = []
    for kind in explaining.KINDS:
        for cost in doubts.in_order(kind, found[kind]):
            title = explaining.title_of(course, kind, cost.name, order.lang)
            if title is None:
                continue
            # a misconception is seen only where an answer betrays it: it is «of» nothing
            whole = kind == "objective"
            share = cost.missed_share if whole else None
            fell: Mapping[tuple[str, str], int] = doubts.missed.get((kind, cost.name), {})
            rows.append(
                [
                    say(order, f"export.kind_{kind}"),
                    cost.name,
                    title,
                    cost.students,
                    cost.asked_students if whole else None,
                    cost.tally.missed,
                    cost.tally.asked if whole else None,
                    share * 100 if share is not None else None,
                    sum(fell.values()),
                    ", ".join(sorted({item_id for (item_id, _), n in fell.items() if n})),
                    span.since,
                    span.until,
                ]
            )
    columns = "students asked_students missed asked missed_share doubtful_missed doubtful_items"
    return [
        Table(
            f"{group.title}: {say(order, 'export.explain')}",
            heads(order, f"kind code what {columns} since until"),
            rows,
        ),
        defined(order, plainly(order, columns)),
    ]


def _help(course: Course, order: Order, group: Group) -> list[Table]:
    titles = titles_of(group.known)
    alerts = {user_id: one.alert for user_id, one in group.known.alerts.items()}
    order_of = by_need(group.known, group.people, alerts, group.now, order.zone)
    places_of = {user_id: place for place, user_id in enumerate(order_of)}

    def rows() -> Iterator[Sequence[Value]]:
        for one in sorted(
            group.people, key=lambda one: places_of.get(one.student.user_id, len(places_of))
        ):
            stored = group.known.alerts.get(one.student.user_id)
            alert = stored.alert if stored is not None else None
            state = one.judgement.state if alert is None else "yes"
            found = {finding.rule: finding for finding in one.judgement.reasons}
            for rule in alert.reasons if alert is not None else (None,):
                finding = found.get(rule) if rule is not None else None
                short = help_words.short(order.lang, rule) if rule is not None else ""
                if finding is not None:
                    sentence = help_words.reason(order.lang, course, finding, one.falls, titles)
                else:
                    sentence = say(order, "glance.kept", reason=short) if rule is not None else ""
                yield [
                    *_person(one),
                    say(order, f"export.help_{state}"),
                    alert.since if alert is not None else None,
                    short,
                    sentence,
                    "; ".join(told(course, order, group, finding)) if finding is not None else "",
                    one.answers,
                    one.last,
                ]

    columns = "help help_since rule evidence with_what answers last_on"
    rules = group.known.rules.rules
    return [
        Table(
            f"{group.title}: {say(order, 'export.help')}", heads(order, _PERSON + columns), rows()
        ),
        defined(
            order,
            [
                *plainly(order, "help evidence with_what answers last_on"),
                *(
                    (say(order, "export.head_rule"), sentence, "", "")
                    for sentence in help_words.rule_sentences(order.lang, rules)
                ),
            ],
        ),
    ]


def told(course: Course, order: Order, group: Group, found: Finding) -> list[str]:
    """What a finding is about: items by id, the rest in words."""
    titles = {f"{PREFIX}{key}": title for key, title in titles_of(group.known).items()}
    return [
        titles.get(name)
        or (course.objectives[name].text if name in course.objectives else None)
        or explaining.title_of(course, "misconception", name, order.lang)
        or name
        for name in found.with_what
    ]
