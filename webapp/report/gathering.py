"""A group's month as blocks of plain data: headings, sentences, tables. Every figure with its n.

What is judged (who needs help) is told as of the day the report is made; what happened, of the
month. Costs are kept by week: the weeks of «explain again» are whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection

from course.model import Course
from quizzes.explain_again import in_order
from quizzes.item_figures import FEWEST, median
from webapp import choice_names, explain_doubts, explaining, figure_words, help_words, item_bank
from webapp.assignment_figures import View, versions_of, view_of, whole_figures
from webapp.exports import Order
from webapp.insight import at_a_glance
from webapp.insight.figures import over_few
from webapp.insight.file_words import say, stem
from webapp.insight.group_files import Group
from webapp.messages import THIN, day, number
from webapp.permissions import Post
from webapp.queries import insight, report
from webapp.queries.assignments import AssignmentInfo
from webapp.queries.insight import CountedRow
from webapp.report.moves import moves

MOST_COSTS = 7
MOST_FLAGS = 10
MOST_STEM = 110
MOST_NAMES = 5

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Month:
    """``first`` and ``last`` day of it, ``last`` not after today."""

    first: date
    last: date
    over: bool

    @classmethod
    def of(cls, first: date, today: date) -> Month:
        end = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        return cls(first, min(end, today), end < today)

    def weeks(self) -> list[tuple[date, date]]:
        """First and last day of its weeks, cut to the month."""
        found = []
        begins = self.first
        while begins <= self.last:
            ends = begins + timedelta(days=6 - begins.weekday())
            found.append((begins, min(ends, self.last)))
            begins = ends + timedelta(days=1)
        return found


def month_of(text: str, today: date) -> date | None:
    """The first day of the month «2026-11»; of this one for "". None: it is no month, has not
    begun, or was long before any answer.
    """
    if not text:
        return today.replace(day=1)
    if len(text) != 7:
        return None
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return found if explaining.EARLIEST.replace(day=1) <= found <= today else None


def month_name(order: Order, first: date) -> str:
    """«2026 ж. қараша»."""
    return say(
        order,
        "report.month",
        year=first.year,
        month=say(order, f"report.month_{first.month}"),
    )


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
    made = _Report(connection, course, order, group, month, post)
    blocks = [
        *made.activity(),
        *(made.help() if not month.over else made.help_then()),
        *made.explain(),
        *made.assignments(),
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
        "lead": [*made.lead(), *notes],
        "blocks": blocks,
        "made": say(order, "report.made", day=day(order.lang, made.today), name=head["maker"]),
        "private": say(order, "report.private"),
    }


def named(connection: Connection, order: Order, group: Group, month: Month) -> set[int]:
    """The students of whom a report tells by name: who needs help (unless the month is over), and
    whose alert was raised or cleared in the month.
    """
    ids = [one.student.user_id for one in group.people]
    span = _moments(order, month.first, month.last)
    events = report.list_alert_events(connection, group.cohort_id, ids, *span)
    now = () if month.over else group.known.alerts
    return {*now, *(user_id for _, _, user_id in events)}


def _moments(order: Order, first: date, last: date) -> tuple[datetime, datetime]:
    return (
        datetime.combine(first, time.min, order.zone),
        datetime.combine(last + timedelta(days=1), time.min, order.zone),
    )


class _Report:
    def __init__(
        self,
        connection: Connection,
        course: Course,
        order: Order,
        group: Group,
        month: Month,
        post: Post,
    ) -> None:
        self.connection = connection
        self.course = course
        self.order = order
        self.group = group
        self.month = month
        self.post = post
        self.today = group.now.astimezone(order.zone).date()
        self.ids = [one.student.user_id for one in group.people]
        self.since, self.until = self._moments(month.first, month.last)
        self.whole = report.find_activity(connection, self.ids, self.since, self.until)
        self.needing = at_a_glance.needing(
            order.lang,
            course,
            group.known,
            group.people,
            {user_id: one.alert for user_id, one in group.known.alerts.items()},
            order.zone,
        )

    def _moments(self, first: date, last: date) -> tuple[datetime, datetime]:
        return _moments(self.order, first, last)

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
        if not self.month.over:  # who needs help is known of today alone
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
                report.find_activity(self.connection, self.ids, *self._moments(first, last)),
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
                            day(self.order.lang, one.since) if one.since is not None else "",
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

    def help_then(self) -> list[Block]:
        """Of a month that is over: who stands out is judged today, so only what was noticed."""
        events = self._events()
        if not events:
            return [
                heading(self._say("report.help_then")),
                para(self._say("report.help_then_none")),
            ]
        return [heading(self._say("report.help_then")), *events]

    def _events(self) -> list[Block]:
        events = report.list_alert_events(
            self.connection, self.group.cohort_id, self.ids, self.since, self.until
        )
        found = []
        for kind in ("raised", "cleared"):
            names = list(dict.fromkeys(name for what, name, _ in events if what == kind))
            if names:
                key = f"report.events_{kind}"
                found.append(para(self._say(key, n=len(names), names=", ".join(names))))
        return found

    def explain(self) -> list[Block]:
        first = self.month.first - timedelta(days=self.month.first.weekday())
        costs = explaining.costs(self.connection, self.ids, first, self.month.last)
        since, until = self._moments(first, self.month.last)
        doubts = explain_doubts.doubts(
            self.connection, self.course, self.group.cohort_id, self.ids, since, until
        )
        found = [heading(self._say("report.explain"))]
        for kind in explaining.KINDS:
            rows: list[list[str]] = []
            for cost in in_order(costs[kind]):
                title = explaining.title_of(self.course, kind, cost.name, self.order.lang)
                if title is None or cost.students < 2 or len(rows) == MOST_COSTS:
                    continue
                # a misconception is seen only where an answer betrays it: it is «of» nothing
                whole = kind == "objective"
                words = " ".join(self.course.plain(title).split())
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
            found.append(
                hint(
                    self._say(
                        "report.explain_note", days=days_text(self.order, first, self.month.last)
                    )
                )
            )
        return found

    def assignments(self) -> list[Block]:
        given = [
            (one, mine)
            for one in report.list_assignments(
                self.connection, self.group.cohort_id, self.since, self.until
            )
            if (mine := self._given(one))
        ]
        found = [heading(self._say("report.assignments"))]
        if not given:
            return [*found, para(self._say("report.assignments_none"))]
        rows: list[list[str]] = []
        flagged: list[tuple[int, list[str]]] = []
        for one, mine in given:
            counted = insight.list_counted(self.connection, one.info.id, mine)
            first = [row for row in counted if row.first]
            done = len({row.user_id for row in counted})
            view = view_of(self.connection, one.info, self.post)
            rows.append(
                [
                    one.info.title,
                    f"{done} / {len(mine)}",
                    *self._average(first),
                    self._reliability(one.info, view),
                ]
            )
            flagged += self._flags(one.info, view)
        names = ("assignment", "handed_in", "mean", "median", "reliability")
        found += [
            table([self._say(f"report.col_{name}") for name in names], rows, "wrrrr"),
            hint(self._say("report.assignments_note", fewest=FEWEST)),
            heading(self._say("report.flags")),
        ]
        if not flagged:
            return [*found, para(self._say("report.flags_none"))]
        flagged.sort(key=lambda one: one[0])
        found.append(
            table(
                [self._say(f"report.col_{name}") for name in ("item", "flag")],
                [row for _, row in flagged[:MOST_FLAGS]],
                "ww",
            )
        )
        if len(flagged) > MOST_FLAGS:
            found.append(hint(self._say("report.flags_more", n=len(flagged) - MOST_FLAGS)))
        return found

    def _given(self, one: report.GivenTo) -> list[int]:
        found = []
        for person in self.group.people:
            whom = {("cohort", self.group.cohort_id), ("student", person.student.user_id)}
            whom |= {("group", group_id) for group_id in person.student.groups}
            if not one.targets.isdisjoint(whom):
                found.append(person.student.user_id)
        return found

    def _average(self, rows: Sequence[CountedRow]) -> list[str]:
        """Mean and median of the group's results, of the first sittings that are marked."""
        shares: dict[Fraction, int] = {}
        for row in rows:
            if row.score is not None:
                share = row.score / row.points
                shares[share] = shares.get(share, 0) + 1
        n = sum(shares.values())
        waiting = sum(row.score is None for row in rows)
        if n < FEWEST:
            basis = f"n = {n}" + ("; " + self._say("report.waiting", n=waiting) if waiting else "")
            return [f"{figure_words.ABSENT} ({basis})", figure_words.ABSENT]
        mean = sum((share * times for share, times in shares.items()), Fraction(0)) / n
        return [f"{self._percent(mean)} (n = {n})", self._percent(median(shares))]

    def _reliability(self, info: AssignmentInfo, view: View) -> str:
        test = whole_figures(self.connection, info, view)
        told = figure_words.of_test(test.whole)["alpha"]
        shown = figure_words.shown(self.order.lang, "alpha", told)
        if told.value is None:
            return f"{figure_words.ABSENT} ({shown.lack}, n = {told.n})"
        span = (
            figure_words.range_text(self.order.lang, "alpha", told.interval)
            if told.interval is not None
            else ""
        )
        return f"{shown.value}" + (f" ({span})" if span else "") + f", n = {told.n}"

    def _flags(self, info: AssignmentInfo, view: View) -> list[tuple[int, list[str]]]:
        """(how grave, row of the table) of every flagged item version."""
        flagged = [
            one
            for one in versions_of(self.connection, self.course, info, view)
            if one.figures.flags
        ]
        items = item_bank.find_items(
            self.connection, self.course, [(one.item_id, one.version) for one in flagged]
        )
        found = []
        for one in flagged:
            item = items.get((one.item_id, one.version))
            flag = one.figures.flags[0]
            choice = ""
            if flag.choice:
                name = choice_names.choice_name(self.course, self.order.lang, item, flag.choice)
                choice = choice_names.in_sentence(self.course, name)
            told = figure_words.flag_words(self.order.lang, flag, choice)
            evident = not (view.partly(one.basis) and over_few(flag))
            text = shortened(stem(self.course, item) or one.item_id)
            found.append(
                (
                    one.figures.worst,
                    [
                        f"{text}\n{info.title} · {one.item_id} · n = {one.figures.n}",
                        f"{told.strength}: {told.sentence}"
                        + (f" {told.evidence}" if evident else ""),
                    ],
                )
            )
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


def heading(text: str) -> Block:
    return {"kind": "heading", "text": text}


def para(text: str) -> Block:
    return {"kind": "para", "text": text}


def hint(text: str) -> Block:
    return {"kind": "hint", "text": text}


def table(head: Sequence[str], rows: Iterable[Sequence[Any]], columns: str) -> Block:
    """``columns``: l, r – as wide as needed, left and right; w – what is left; b – a bar."""
    return {"kind": "table", "head": list(head), "rows": [list(row) for row in rows],
            "columns": list(columns)}  # fmt: skip


def days_text(order: Order, first: date, last: date) -> str:
    """«02.11–08.11»: names of months would need cases."""
    if first == last:
        return f"{first:%d.%m}"
    return f"{first:%d.%m}{chr(0x2013)}{last:%d.%m}"


def shortened(text: str) -> str:
    return text if len(text) <= MOST_STEM else text[:MOST_STEM].rsplit(" ", 1)[0] + f"{THIN}…"
