"""Who needed help in a month that is over, from the rows that say what became of alerts."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple, Protocol

from tests.recount.group_pages import Recount, day_in
from tests.recount.looking import numbers, value_of
from tests.recount.raw import rows, sure

SHORT = {
    "wrong-tries": "answers wrongly again and again",
    "falling": "mastery has fallen",
    "weak": "most objectives are weak",
    "misconception": "one misconception recurs",
    "silent": "no answers for a long time",
    "failed": "result below the pass mark",
    "behind": "behind in an assignment",
}


class Report(Protocol):
    @property
    def lines(self) -> Mapping[str, list[str]]: ...
    def table(self, heading: str, place: int = 0) -> list[list[str]]: ...
    def said(self, heading: str) -> str: ...


class Alert(NamedTuple):
    """One alert as it was written down. ``since`` None: no row says when it began; ``until`` None:
    none says when it ended. ``seen``: its first row. ``before``: it had ended by then, if ever.
    ``reasons``: (rule, from, to), None as above.
    """

    user: int
    since: datetime | None
    until: datetime | None
    seen: datetime
    before: datetime | None
    reasons: list[tuple[str, datetime | None, datetime | None]]


def _written(here: Recount, cohort: int) -> Iterator[Alert]:
    """Every alert of the cohort, from the rows of its changes."""
    with here.engine.connect() as connection:
        found = rows(connection, "SELECT * FROM alert_events ORDER BY id")
    runs: dict[int, list[list[tuple[str, set[str], datetime]]]] = {}
    for row in found:
        if row["cohort_id"] != cohort:
            continue
        theirs = runs.setdefault(row["user_id"], [])
        if row["kind"] == "raised" or not theirs or theirs[-1][-1][0] == "cleared":
            theirs.append([])
        theirs[-1].append((row["kind"], set(json.loads(row["reasons"])), sure(row["at"])))
    for user, theirs in runs.items():
        for place, run in enumerate(theirs):
            since = run[0][2] if run[0][0] == "raised" else None
            until = run[-1][2] if run[-1][0] == "cleared" else None
            after = theirs[place + 1][0][2] if place + 1 < len(theirs) else None
            reasons = []
            for rule in SHORT:
                held = [rule in one for _, one, _ in run]
                for n in range(len(run)):
                    if held[n] and not (n and held[n - 1]):
                        ends = next((m for m in range(n, len(run)) if not held[m]), None)
                        reasons.append(
                            (rule, run[n][2] if n else since, run[ends][2] if ends else None)
                        )
            yield Alert(user, since, until, run[0][2], until or after, reasons)


def alerts(here: Recount, group: int, begins: datetime, ends: datetime) -> list[Alert]:
    """The alerts that stood in the span, of those who study in the group now, the oldest first."""
    cohort, _ = here.raw.groups[group]
    theirs = set(here.raw.students(group))
    found = [
        one
        for one in _written(here, cohort)
        if one.user in theirs and one.seen < ends and (one.before is None or one.before > begins)
    ]
    return sorted(found, key=lambda one: one.seen)


def compare(
    here: Recount,
    found: Report,
    group: int,
    span: tuple[datetime, datetime],
    standing: Collection[int],
) -> None:
    """Who had an alert in the span, since when, until when and why. ``standing``: who has one
    now.
    """
    book, raw, heading = here.book, here.raw, "Who needed help in this month"
    cohort, _ = raw.groups[group]
    begins, ends = span
    wanted = alerts(here, group, begins, ends)
    again = {  # whose newest alert it is
        one.user: one.seen for one in sorted(_written(here, cohort), key=lambda a: a.seen)
    }
    expected = []
    for one in wanted:
        reasons = []
        for rule, first, last in one.reasons:
            if (first or one.seen) < ends and (last is None or last > begins):
                whole = _day_of(here, first), _day_of(here, last)
                alone = whole != (_day_of(here, one.since), _day_of(here, one.until))
                reasons.append(SHORT[rule] + (f" ({_between(*whole)})" if alone else ""))
        still = one.user in standing and again[one.user] == one.seen
        until = _day_of(here, one.until) or ("still so" if still else "not recorded")
        expected.append(
            (
                raw.called(cohort, one.user),
                Counter(reasons) or Counter("—"),
                _day_of(here, one.since) or "—",
                until,
            )
        )
    shown = [
        (row[0], _reasons_in(row[1]), day_in(row[2]) or row[2], day_in(row[3]) or row[3])
        for row in found.table(heading)
    ]
    book.same("who had an alert", Counter(one[0] for one in shown), Counter(e[0] for e in expected))
    for one in expected:
        book.same(f"the alert of {one[0]}, {one[2]}", shown.count(one), expected.count(one))
    days = [since for _, _, since, _ in shown if isinstance(since, date)]
    book.same("the oldest first", days, sorted(days))
    line = next((one for one in found.lines.get("", []) if "needed help this month" in one), "")
    people = len({one.user for one in wanted})
    book.same(
        "how many had an alert",
        [int(value_of(one)) for one in numbers(line)],
        [people] if people else [],
    )
    with here.engine.connect() as connection:
        kept = [
            sure(row["at"])
            for row in rows(connection, "SELECT * FROM alert_events")
            if row["cohort_id"] == cohort
        ]
    said = found.said(heading)
    told = bool(kept) and min(kept) < ends
    book.same("nobody was marked", "nobody needed help" in said, told and not wanted)
    book.same("nothing is recorded", "Nothing has been recorded" in said, not kept)
    first = next(
        (day_in(one) for one in found.lines.get(heading, []) if "first record" in one), None
    )
    late = bool(kept) and min(kept) > begins
    book.same("since when it is recorded", first, raw.day(min(kept)) if late else None)


def _day_of(here: Recount, at: datetime | None) -> date | None:
    return None if at is None else here.raw.day(at)


def _between(first: date | None, last: date | None) -> str:
    if first is not None and first == last:
        return f"{first:%d.%m}"
    return "–".join("…" if day is None else f"{day:%d.%m}" for day in (first, last))


def _reasons_in(text: str) -> Counter[str]:
    """The reasons in a cell, whose lines are read as one."""
    found: Counter[str] = Counter()
    words = "|".join(SHORT.values())
    for one in re.finditer(rf"({words}|—)( \([^)]*\))?", text):
        found[one[0]] += 1
    left = re.sub(rf"({words}|—)( \([^)]*\))?", "", text).strip()
    return found + Counter([left] if left else [])
