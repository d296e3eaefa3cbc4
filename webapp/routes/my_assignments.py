"""A student's assignments in all cohorts: what is open, what comes, what is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from quizzes.results import counted, passed
from quizzes.timing import GRACE, Allowance, Window, deadline, for_person, may_start
from webapp.access import hashed, new_token
from webapp.addresses import address
from webapp.local_time import zone_name
from webapp.messages import moment, translate
from webapp.pages.assignments import MyAssignment, MyAssignmentsPage
from webapp.percents import with_sign
from webapp.permissions import require_account
from webapp.queries import assignments, feeds, groups
from webapp.queries.assignments import AssignmentInfo
from webapp.queries.results import SittingScore, load_many
from webapp.rule_sentences import duration, tries
from webapp.site import Site, Visit, page

SECTIONS = ("open", "coming", "done", "closed")


@dataclass(frozen=True, slots=True)
class _Mine:
    """An assignment with all that concerns one student."""

    info: AssignmentInfo
    cohort: str
    allowance: Allowance
    scores: list[SittingScore]
    closed_for_all: datetime | None

    @property
    def window(self) -> Window:
        return for_person(self.info.window, self.allowance)

    @property
    def running(self) -> SittingScore | None:
        return next((one for one in self.scores if one.closed_at is None), None)

    @property
    def closed(self) -> list[SittingScore]:
        return [one for one in self.scores if one.closed_at is not None]

    @property
    def tries_left(self) -> bool:
        most = self.info.rules.attempts
        return most is None or len(self.scores) < most + self.allowance.extra_attempts


def _load(connection: Connection, user_id: int) -> list[_Mine]:
    """One person's assignments, asked about cohort by cohort."""
    cohorts: dict[int, list[AssignmentInfo]] = {}
    given = assignments.list_with_cohort(connection, user_id)
    for info, _ in given:
        cohorts.setdefault(info.cohort_id, []).append(info)
    granted: dict[int, dict[int, Allowance]] = {}
    scores: dict[int, list[SittingScore]] = {}
    closes: dict[int, datetime | None] = {}
    for cohort_id, infos in cohorts.items():
        # everybody's: when all can see the results hangs on the last of them
        theirs = assignments.allowances_in(connection, cohort_id, [info.id for info in infos])
        granted |= theirs
        scores |= load_many(connection, infos, user_id=user_id, granted=theirs)
        closes |= assignments.latest_closes(connection, infos, theirs)
    return [
        _Mine(
            info,
            title,
            granted[info.id].get(user_id, Allowance()),
            scores[info.id],
            closes[info.id],
        )
        for info, title in given
    ]


def section_of(mine: _Mine, now: datetime) -> str:
    """Where an assignment stands in the list: open, coming, done or closed."""
    window = mine.window
    running = mine.running
    if running is not None and not _over(window, running, now):
        return "open"
    if now < window.opens and not mine.scores:
        return "coming"
    if may_start(window, now) and mine.tries_left:
        return "open"
    return "done" if mine.scores else "closed"


def _over(window: Window, running: SittingScore, now: datetime) -> bool:
    ends = deadline(window, running.started_at)
    return ends is not None and ends <= now


class _Words:
    """Sentences for one reader."""

    def __init__(self, site: Site, visit: Visit) -> None:
        self._lang = visit.lang
        self._zone = site.settings.zone
        self._now = visit.now

    def say(self, key: str, **params: object) -> str:
        return translate(self._lang, key, **params)

    def line(self, mine: _Mine, section: str) -> MyAssignment:
        window, running = mine.window, mine.running
        when, ends = self._when(mine, window, section)
        step = "see"
        if section == "open":
            if running is not None:
                step = "continue"
            elif self._waits_until(mine) is not None:
                step = "wait"
            else:
                step = "again" if mine.scores else "start"
        elif section == "coming":
            step = "read"
        return MyAssignment(
            id=mine.info.id,
            title=mine.info.title,
            cohort=mine.cohort,
            mode=self.say(f"my.mode_{mine.info.rules.mode}"),
            when=when,
            left=self.left(ends) if section in ("open", "coming") else "",
            rule=" ".join(tries(self._lang, mine.info.rules, mine.allowance.extra_attempts)[:1])
            if section in ("open", "coming")
            else "",
            result=self.result(mine),
            step=step,
        )

    def _at(self, at: datetime) -> str:
        return moment(self._lang, at, self._zone)

    def _when(self, mine: _Mine, window: Window, section: str) -> tuple[str, datetime | None]:
        """(what the dates mean now, the moment that is waited for)."""
        running = mine.running
        if section == "coming":
            return self.say("my.opens", at=self._at(window.opens)), window.opens
        if section == "open" and running is not None:
            ends = deadline(window, running.started_at)
            if ends is None:
                return self.say("my.runs"), None
            return self.say("my.runs_until", at=self._at(ends)), ends
        if section == "open":
            waits = self._waits_until(mine)
            if waits is not None:
                return self.say("my.waits", at=self._at(waits)), window.closes
            if window.due is not None and self._now < window.due != window.closes:
                return self.say("my.due", at=self._at(window.due)), window.due
            if window.closes is not None:
                return self.say("my.closes", at=self._at(window.closes)), window.closes
            return self.say("my.no_close"), None
        if section == "done":
            finished = mine.closed[-1].closed_at if mine.closed else None
            if finished is not None:
                return self.say("my.handed_in", at=self._at(finished)), None
            return self.say("my.time_up"), None
        assert window.closes is not None or window.opens is not None
        return self.say("my.missed", at=self._at(window.closes or window.opens)), None

    def _waits_until(self, mine: _Mine) -> datetime | None:
        """When the next try may begin, if that is not now."""
        closed = mine.closed
        if not closed or not mine.info.rules.wait_s:
            return None
        last = closed[-1].closed_at
        assert last is not None
        free = last + timedelta(seconds=mine.info.rules.wait_s)
        return free if free > self._now else None

    def left(self, ends: datetime | None) -> str:
        """The time that remains: in days when far off, in minutes when near."""
        if ends is None or ends <= self._now:
            return ""
        span = ends - self._now
        if span >= timedelta(days=2):
            span = timedelta(days=span.days)
        elif span >= timedelta(days=1):
            span = timedelta(hours=int(span.total_seconds()) // 3600)
        else:
            span = timedelta(minutes=max(1, int(span.total_seconds()) // 60))
        return self.say("my.left", span=duration(self._lang, span))

    def result(self, mine: _Mine) -> str:
        """The result that counts, if it may be seen; else when it will be."""
        closed = mine.closed
        if not closed:
            return ""
        over = mine.closed_for_all is not None and mine.closed_for_all + GRACE < self._now
        rules = mine.info.rules
        if "score" not in rules.visibility.shown("closed" if over else "after"):
            if rules.visibility.score == "never":
                return self.say("my.result_never")
            assert mine.closed_for_all is not None
            return self.say("my.result_later", at=self._at(mine.closed_for_all))
        results = [one.result for one in closed]
        share = counted(results, rules.counts)
        assert share is not None
        if not all(one.scored for one in closed):
            return self.say("my.result_soon")
        if any(not one.final for one in results):
            return self.say("my.result_so_far", share=with_sign(share))
        reached = passed(share, rules)
        key = "my.result" if reached is None else f"my.result_{'passed' if reached else 'failed'}"
        return self.say(key, share=with_sign(share))


def _order(section: str, mine: Sequence[_Mine]) -> list[_Mine]:
    """The nearest deadline first; what is over, the latest first."""
    if section == "open":
        return sorted(
            mine, key=lambda one: (one.window.closes is None, one.window.closes or one.window.opens)
        )
    if section == "coming":
        return sorted(mine, key=lambda one: one.window.opens)
    return sorted(mine, key=lambda one: one.window.opens, reverse=True)


async def _assignments(site: Site, visit: Visit) -> Response:
    reader = visit.reader
    if reader is None or reader.guest:
        return RedirectResponse("/sign-in?back=/assignments", 303)
    return await _show(site, visit, reader.user_id)


async def _show(site: Site, visit: Visit, user_id: int, feed_url: str = "") -> Response:
    def load(connection: Connection) -> tuple[list[_Mine], datetime | None, bool]:
        return (
            _load(connection, user_id),
            feeds.feed_since(connection, user_id=user_id),
            any(row[2] == "student" for row in groups.list_enrolments(connection, user_id)),
        )

    mine, since, enrolled = await site.read(load)
    words = _Words(site, visit)
    placed: dict[str, list[_Mine]] = {name: [] for name in SECTIONS}
    for one in mine:
        placed[section_of(one, visit.now)].append(one)
    view = MyAssignmentsPage(
        sections=tuple(
            (name, tuple(words.line(one, name) for one in _order(name, placed[name])))
            for name in SECTIONS
            if placed[name]
        ),
        cohorts=enrolled,
        zone=zone_name(visit.lang, site.settings.zone),
        feed_since=since,
        feed_url=feed_url,
    )
    title = site.say(visit, "menu.assignments")
    return site.page(visit, "my_assignments.html", view, title=title, section="assignments")


async def _make_feed(site: Site, visit: Visit) -> Response:
    """A new calendar address, shown this once; or none any more."""
    user_id = require_account(visit)
    form = await site.form(visit)
    if form.one("off"):
        await site.writer.run(lambda connection: feeds.drop_feed(connection, user_id=user_id))
        response = RedirectResponse("/assignments#calendar", 303)
        site.leave_flash(response, "done", "flash.feed_off")
        return response
    token = new_token()

    def work(connection: Connection) -> None:
        feeds.make_feed(connection, hashed(token), user_id, visit.now, user_id=user_id)

    await site.writer.run(work)
    return await _show(site, visit, user_id, address(site, visit, f"/calendar/{token}.ics"))


async def _back(site: Site, visit: Visit) -> Response:
    """Reloading the page that showed an address leads back to the list."""
    require_account(visit)
    return RedirectResponse("/assignments#calendar", 303)


routes = [
    Route("/assignments", page(_assignments), methods=["GET"]),
    Route("/calendar", page(_back), methods=["GET"]),
    Route("/calendar", page(_make_feed), methods=["POST"]),
]
