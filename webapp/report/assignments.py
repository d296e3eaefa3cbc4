"""A month's assignments in a report: how the group did, and what stands out in their questions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from sqlalchemy import Connection

from course.model import Course
from quizzes.item_figures import FEWEST, median
from webapp import choice_names, figure_words, item_bank
from webapp.assignment_figures import View, versions_of, view_of, whole_figures
from webapp.exports import Order
from webapp.insight.figures import over_few
from webapp.insight.file_words import say, stem
from webapp.insight.group_files import Group
from webapp.messages import THIN
from webapp.permissions import Post
from webapp.queries import report, summaries
from webapp.queries.assignments import AssignmentInfo
from webapp.queries.giving import targets_that_reach
from webapp.queries.summaries import CountedRow
from webapp.report.blocks import Block, heading, hint, para, table

MOST_FLAGS = 10
MOST_STEM = 110


class Assignments:
    """Those given to the group that lie within ``moments``, as the holder of ``post`` sees them."""

    def __init__(
        self,
        connection: Connection,
        course: Course,
        order: Order,
        group: Group,
        post: Post,
        moments: tuple[datetime, datetime],
    ) -> None:
        self.connection = connection
        self.course = course
        self.order = order
        self.group = group
        self.post = post
        self.since, self.until = moments

    def _say(self, key: str, **params: object) -> str:
        return say(self.order, key, **params)

    def _percent(self, share: Fraction | float) -> str:
        return figure_words.value_text(self.order.lang, "facility", share)

    def blocks(self) -> list[Block]:
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
            counted = summaries.list_counted(self.connection, one.info.id, mine)
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
            student = person.student
            whom = targets_that_reach(self.group.cohort_id, student.user_id, student.groups)
            if not one.targets.isdisjoint(whom):
                found.append(student.user_id)
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


def shortened(text: str) -> str:
    return text if len(text) <= MOST_STEM else text[:MOST_STEM].rsplit(" ", 1)[0] + f"{THIN}…"
