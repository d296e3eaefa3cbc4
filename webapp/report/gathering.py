"""A group's month as blocks of plain data: headings, sentences, tables. Every figure with its n.

Who needs help is judged as of the day the report is made; of a month that is over, it is told as
it was written down then. Costs are kept by week: the weeks of «explain again» are whole.
"""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from sqlalchemy import Connection

from course.model import Course
from quizzes.item_figures import FEWEST
from webapp import explain_doubts, explaining, figure_words, help_words
from webapp.exports import Order
from webapp.insight import at_a_glance
from webapp.insight.file_words import say
from webapp.insight.group_files import Group
from webapp.messages import day, number
from webapp.permissions import Post
from webapp.queries import report
from webapp.queries.members import find_namesakes
from webapp.report.assignments import Assignments
from webapp.report.blocks import Block, heading, hint, lead, para, table
from webapp.report.month import Month, days_text, moments, month_name
from webapp.report.moves import moves
from webapp.report.past_help import PastHelp

MOST_COSTS = 7
MOST_NAMES = 5


def gather(
    connection: Connection,
    course: Course,
    order: Order,
    group: Group,
    month: Month,
    post: Post,
    head: Block,
) -> Block:
    """The whole report for the holder of ``post``. ``head``: by whom it is made, how many students'
    newest answers are not counted yet.
    """
    made = _Report(connection, course, order, group, month)
    past = PastHelp(connection, order, group, month) if month.over else None
    blocks = [
        *made.activity(),
        *(made.help() if past is None else past.blocks()),
        *made.explain(),
        *Assignments(connection, course, order, group, post, (made.since, made.until)).blocks(),
        *made.mastery(),
        *made.definitions(),
    ]
    name = month_name(order, month.first)
    notes = []
    if not month.over:
        notes.append(say(order, "report.so_far", day=day(order.lang, month.last)))
    if head["waiting"]:
        notes.append(say(order, "glance.waiting", n=head["waiting"]))
    return {
        "lang": order.lang,
        "title": f"{group.title}: {name}",
        "kicker": say(order, "report.title"),
        "cohort": post.cohort,
        "lead": [*made.lead(), *([] if past is None else past.lead()), *notes],
        "blocks": blocks,
        "made": say(order, "report.made", day=day(order.lang, made.today), name=head["maker"]),
        "private": say(order, "report.private"),
    }


def named(connection: Connection, order: Order, group: Group, month: Month) -> set[int]:
    """The students of whom a report tells by name: who needs help and whose alert was raised or
    cleared in the month; of a month that is over, who had an alert in it.
    """
    if month.over:
        return PastHelp(connection, order, group, month).user_ids()
    ids = [one.student.user_id for one in group.people]
    span = moments(order, month.first, month.last)
    events = report.list_alert_events(connection, group.cohort_id, ids, *span)
    return {*group.known.alerts, *(user_id for _, _, user_id in events)}


class _Report:
    def __init__(
        self,
        connection: Connection,
        course: Course,
        order: Order,
        group: Group,
        month: Month,
    ) -> None:
        self.connection = connection
        self.course = course
        self.order = order
        self.group = group
        self.month = month
        self.today = group.now.astimezone(order.zone).date()
        self.ids = [one.student.user_id for one in group.people]
        self.since, self.until = moments(order, month.first, month.last)
        self.whole = report.find_activity(connection, self.ids, self.since, self.until)
        self.namesakes = find_namesakes(connection, group.cohort_id)
        self.needing = at_a_glance.needing(
            order.lang,
            course,
            group.known,
            group.people,
            {user_id: one.alert for user_id, one in group.known.alerts.items()},
            group.now,
            order.zone,
            self.namesakes,
        )

    def _say(self, key: str, **params: object) -> str:
        return say(self.order, key, **params)

    def _percent(self, share: Fraction | float) -> str:
        return figure_words.value_text(self.order.lang, "facility", share)

    def _of(self, part: int, whole: int) -> str:
        """«12 / 25 (48 %)», without a share of fewer than ten."""
        text = f"{number(part)} / {number(whole)}"
        return f"{text} ({self._percent(Fraction(part, whole))})" if whole >= FEWEST else text

    def lead(self) -> list[str]:
        """The month in two or three sentences."""
        whole = self.whole
        found = [
            self._say("report.lead_students", n=len(self.ids), active=whole.students),
            self._say(
                "report.lead_answers",
                n=number(whole.answers),
                right=self._of(whole.right, whole.marked) if whole.marked else "0",
            ),
        ]
        if not self.month.over:
            found.append(self._need())
        return found

    def _need(self) -> str:
        """Who needs help, in a sentence."""
        if not self.needing:
            state = at_a_glance.state_of(self.group.people, 0)
            key = {"nobody": "nobody", "not-begun": "not_begun_all"}.get(state, state)
            return self._say(f"glance.{key}")
        names = ", ".join(one.name for one in self.needing[:MOST_NAMES])
        if len(self.needing) > MOST_NAMES:
            names = self._say("glance.and_more", names=names, n=len(self.needing) - MOST_NAMES)
        return f"{at_a_glance.lead(self.order.lang, len(self.needing))} {names}."

    def activity(self) -> list[Block]:
        rows = []
        weeks = [
            (
                first,
                last,
                report.find_activity(self.connection, self.ids, *moments(self.order, first, last)),
            )
            for first, last in self.month.weeks()
        ]
        most = max((one.answers for _, _, one in weeks), default=0)
        for first, last, one in weeks:
            rows.append(
                [
                    days_text(self.order, first, last),
                    {"bar": one.answers / most if most else 0, "text": number(one.answers)},
                    f"{one.students} / {len(self.ids)}",
                    self._of(one.right, one.marked) if one.marked else figure_words.ABSENT,
                ]
            )
        return [
            heading(self._say("report.activity")),
            table(
                [
                    self._say(f"report.col_{name}")
                    for name in ("week", "answers", "active", "right")
                ],
                rows,
                "lblr",
            ),
            hint(self._say("report.activity_note")),
        ]

    def help(self) -> list[Block]:
        found = [
            heading(self._say("report.help")),
            hint(self._say("report.help_note", day=day(self.order.lang, self.today))),
        ]
        if self.needing:
            found.append(
                table(
                    [self._say(f"report.col_{name}") for name in ("student", "reasons", "since")],
                    [
                        [
                            one.name,
                            "\n".join(one.reasons),
                            day(self.order.lang, one.since)
                            if one.since is not None
                            else figure_words.ABSENT,
                        ]
                        for one in self.needing
                    ],
                    "lwl",
                )
            )
        else:
            found.append(para(self._need()))
        unsure = sum(
            one.judgement.state == "unknown" and one.student.user_id not in self.group.known.alerts
            for one in self.group.people
        )
        if unsure:
            found.append(para(self._say("glance.little_known", n=unsure)))
        return [*found, *self._events()]

    def _events(self) -> list[Block]:
        events = report.list_alert_events(
            self.connection, self.group.cohort_id, self.ids, self.since, self.until
        )
        found = []
        for kind in ("raised", "cleared"):
            names = list(
                dict.fromkeys(
                    self.namesakes.shown(user_id, name)
                    for what, name, user_id in events
                    if what == kind
                )
            )
            if names:
                key = f"report.events_{kind}"
                found.append(para(self._say(key, n=len(names), names=", ".join(names))))
        return found

    def explain(self) -> list[Block]:
        first = self.month.first - timedelta(days=self.month.first.weekday())
        costs = explaining.costs(self.connection, self.ids, first, self.month.last)
        since, until = moments(self.order, first, self.month.last)
        doubts = explain_doubts.doubts(
            self.connection, self.course, self.group.cohort_id, self.ids, since, until
        )
        found = [heading(self._say("report.explain"))]
        for kind in explaining.KINDS:
            rows: list[list[str]] = []
            several = [one for one in costs[kind] if one.students > 1]
            titles = {
                one.name: title
                for one in several
                if (title := explaining.title_of(self.course, kind, one.name, self.order.lang))
            }
            known = [one for one in several if one.name in titles]
            for cost in doubts.first_of(kind, known, MOST_COSTS):
                # a misconception is seen only where an answer betrays it: it is «of» nothing
                whole = kind == "objective"
                words = " ".join(self.course.plain(titles[cost.name]).split())
                fell = doubts.of(kind, cost).total()
                if fell:
                    words += f" ({self._say('report.explain_doubt', n=fell)})"
                rows.append(
                    [
                        words,
                        f"{cost.students} / {cost.asked_students}" if whole else str(cost.students),
                        self._of(cost.tally.missed, cost.tally.asked)
                        if whole
                        else number(cost.tally.missed),
                    ]
                )
            if rows:
                names = (f"what_{kind}", "students_missed", "answers_missed")
                found.append(
                    table([self._say(f"report.col_{name}") for name in names], rows, "wrr")
                )
        if len(found) == 1:
            found.append(para(self._say("report.explain_none")))
        else:
            days = days_text(self.order, first, self.month.last)
            found.insert(1, lead(self._say("report.explain_note", days=days)))
        return found

    def mastery(self) -> list[Block]:
        answers = report.list_tried(self.connection, self.ids, self.until)
        zone = self.order.zone
        moved = moves(self.course, answers, self.month.first, self.month.last, zone)
        found = [heading(self._say("report.mastery"))]
        changed = [one for one in moved if one.moved]
        if not changed:
            return [*found, para(self._say("report.mastery_none"))]
        names = ("section", "rose", "fell", "new", "weak", "growing", "firm", "pairs")
        rows = [
            [
                f"{one.section} {self.course.sections[one.section].title}",
                *(str(n) for n in (one.rose, one.fell, one.new)),
                *(str(one.now[word]) for word in ("weak", "growing", "firm")),
                str(one.pairs),
            ]
            for one in changed
        ]
        return [
            *found,
            table([self._say(f"report.col_{name}") for name in names], rows, "wrrrrrrr"),
            hint(self._say("report.mastery_note")),
        ]

    def definitions(self) -> list[Block]:
        terms = [
            (found.title, f"{found.definition} {found.reading}")
            for name in ("n", "interval", "flags", "mean", "median", "alpha", "facility")
            if (found := figure_words.words(self.order.lang, name))
        ]
        rules = self.group.known.rules.rules
        needs = " ".join(help_words.rule_sentences(self.order.lang, rules))
        if self.month.over:  # what was found then was found by the rules of then
            needs = f"{self._say('report.rules_now')} {needs}"
        return [
            heading(self._say("report.definitions")),
            {
                "kind": "terms",
                "terms": [
                    [self._say("report.help"), needs],
                    *([name, text] for name, text in terms),
                    [self._say("report.mastery_word"), self._say("report.mastery_is")],
                ],
            },
        ]
