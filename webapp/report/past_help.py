"""Who needed help in a month that is over: as it was written down at the time."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection

from webapp import figure_words, help_words
from webapp.exports import Order
from webapp.insight.file_words import say
from webapp.insight.group_files import Group
from webapp.messages import day
from webapp.queries import report
from webapp.queries.members import find_namesakes
from webapp.report.blocks import Block, heading, hint, para, table
from webapp.report.helped import Alerted, Held, alerted, within
from webapp.report.month import Month, days_text, moments

UNKNOWN = "…"


class PastHelp:
    """The alerts that stood in the month, of those who study in the group now."""

    def __init__(self, connection: Connection, order: Order, group: Group, month: Month) -> None:
        self._order = order
        namesakes = find_namesakes(connection, group.cohort_id)
        self._names = {
            one.student.user_id: namesakes.shown(one.student.user_id, one.student.name)
            for one in group.people
        }
        self._since, until = moments(order, month.first, month.last)
        log = report.list_alert_log(connection, group.cohort_id, list(self._names))
        found = within(alerted(log, group.known.alerts), self._since, until)
        place = {user_id: n for n, user_id in enumerate(self._names)}  # by name
        self.alerts = sorted(found, key=lambda one: (one.seen, place[one.user_id]))
        self._kept_since = report.find_first_alert_event(connection, group.cohort_id)
        self._told = self._kept_since is not None and self._kept_since < until

    def user_ids(self) -> set[int]:
        return {one.user_id for one in self.alerts}

    def lead(self) -> list[str]:
        n = len(self.user_ids())
        return [self._say("report.lead_helped", n=n)] if n else []

    def blocks(self) -> list[Block]:
        found = [heading(self._say("report.help_then"))]
        if self.alerts:
            names = ("student", "reasons", "from", "until")
            found.append(
                table(
                    [self._say(f"report.col_{name}") for name in names],
                    [self._row(one) for one in self.alerts],
                    "lwll",
                )
            )
            found.append(hint(self._say("report.help_then_note")))
        elif self._told:
            found.append(para(self._say("report.help_then_none")))
        if self._kept_since is None:
            found.append(para(self._say("report.help_then_nothing")))
        elif self._kept_since > self._since:
            first = day(self._order.lang, self._day(self._kept_since))
            found.append(para(self._say("report.help_then_from", day=first)))
        return found

    def _row(self, one: Alerted) -> list[str]:
        lang = self._order.lang
        reasons = [self._reason(one, held) for held in one.reasons] or [figure_words.ABSENT]
        if one.until is not None:
            until = day(lang, self._day(one.until))
        else:
            until = self._say("report.until_still" if one.stands else "report.until_unknown")
        return [
            self._names[one.user_id],
            "\n".join(reasons),
            day(lang, self._day(one.since)) if one.since is not None else figure_words.ABSENT,
            until,
        ]

    def _reason(self, one: Alerted, held: Held) -> str:
        """A reason in a few words, with its days where they are not the alert's."""
        text = help_words.short(self._order.lang, held.rule)
        first, last = (self._day_or_none(at) for at in (held.since, held.until))
        if (first, last) == (self._day_or_none(one.since), self._day_or_none(one.until)):
            return text
        if first is not None and last is not None:
            return f"{text} ({days_text(self._order, first, last)})"
        begins, ends = (f"{at:%d.%m}" if at is not None else UNKNOWN for at in (first, last))
        return f"{text} ({begins}{chr(0x2013)}{ends})"

    def _day(self, at: datetime) -> date:
        return at.astimezone(self._order.zone).date()

    def _day_or_none(self, at: datetime | None) -> date | None:
        return None if at is None else self._day(at)

    def _say(self, key: str, **params: object) -> str:
        return say(self._order, key, **params)
