"""«Today»: what to do now, and the plan it follows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from quizzes.item import Item
from quizzes.study_plan import MOST_DAYS, Load
from webapp import messages
from webapp.forms import Form
from webapp.local_time import read_day
from webapp.pages.today import (
    Chart,
    ChartDay,
    ExamState,
    RunningRound,
    StudyPlanPage,
    TodayPage,
    TodayVisitorPage,
)
from webapp.permissions import require_account
from webapp.queries import drawn_items, people, study
from webapp.queries.study import Plan
from webapp.self_test import today as days
from webapp.self_test.feeding import up_to_date
from webapp.self_test.pool import pool
from webapp.self_test.returning import Returned
from webapp.self_test.today import Learner, Round, day_of
from webapp.site import Site, Visit, page
from webapp.sitting.answering import is_answer

FEWEST, MOST = 5, 240
"""Minutes a day."""
MOST_NEW = 100
SHARED = ("none", "summary", "answers")


async def _today(site: Site, visit: Visit) -> Response:
    reader = visit.reader
    if reader is None or reader.guest:
        view = TodayVisitorPage(things=len(pool(site.course)))
        title = site.say(visit, "today.title")
        return site.page(visit, "today_visitor.html", view, title=title, section="today")
    return await _show(site, visit, reader.user_id)


async def _show(
    site: Site, visit: Visit, user_id: int, *, error: str | None = None, typed: str = ""
) -> Response:
    learner, running = await _load(site, visit, user_id)
    today = day_of(visit.now, site.settings.zone)
    found = days.round_of(site.course, learner, today)
    view = _view(learner, running, found, today)
    view = replace(view, error=error, typed=typed or str(learner.plan.minutes))
    return site.page(
        visit,
        "today.html",
        view,
        title=site.say(visit, "today.title"),
        section="today",
        status=422 if error else 200,
    )


async def _load(site: Site, visit: Visit, user_id: int) -> tuple[Learner, RunningRound | None]:
    await up_to_date(site, user_id, visit.now)

    def load(connection: Connection) -> tuple[Learner, RunningRound | None]:
        zone = site.settings.zone
        learner = days.load_learner(connection, site.course, user_id, visit.now, zone)
        if learner.running is None:
            return learner, None
        number = learner.running.sitting_id
        rows = drawn_items.list_progress(connection, number)
        answered = sum(
            1 for _, typed, given in rows if given or (typed is not None and is_answer(typed))
        )
        return learner, RunningRound(number, answered, len(rows))

    return await site.read(load)


def _view(learner: Learner, running: RunningRound | None, found: Round, today: date) -> TodayPage:
    plan, day_plan = learner.plan, found.day_plan
    reasons = (
        ("returned", len(found.returned)),
        ("due", len(day_plan.due)),
        ("weak", len(day_plan.weak)),
        ("new", len(day_plan.new)),
    )
    chart = _chart(found.coming, plan.exam_on)
    days_left = (plan.exam_on - today).days if plan.exam_on is not None else 0
    return TodayPage(
        first=not learner.remembered,
        count=len(found.keys),
        minutes=found.minutes,
        reasons=tuple((kind, count) for kind, count in reasons if count),
        left_over=day_plan.left_over,
        away=found.away,
        running=running,
        missed=len(learner.missed),
        studied=round(next((one.seconds for one in learner.days if one.day == today), 0) / 60),
        next_on=next((one.day for one in chart.days if one.things), None),
        exam=_exam_state(plan.exam_on, days_left),
        exam_on=plan.exam_on,
        days_left=days_left,
        last_days=day_plan.phase == "last_days",
        shortfall=day_plan.shortfall,
        overload=day_plan.overload,
        plan_minutes=plan.minutes,
        new_a_day=plan.new_a_day,
        planned=learner.planned,
        chart=chart,
    )


def _exam_state(exam_on: date | None, days_left: int) -> ExamState:
    if exam_on is None:
        return "none"
    if days_left < 0:
        return "past"
    return ("today", "tomorrow")[days_left] if days_left < 2 else "ahead"


WIDTH, BAR_TOP, BAR_ROOM = 48, 22, 72
"""Units of the drawing: a day's width, the line above the bars, the tallest bar."""


def _chart(coming: tuple[Load, ...], exam_on: date | None) -> Chart:
    fullest = max((one.things for one in coming), default=0)
    bars = []
    for number, one in enumerate(coming):
        height = max(2, round(BAR_ROOM * one.things / fullest)) if one.things else 0
        bars.append(
            ChartDay(
                day=one.day,
                weekday=one.day.weekday(),
                things=one.things,
                minutes=-(-one.seconds // 60),
                x=number * WIDTH,
                y=BAR_TOP + BAR_ROOM - height,
                height=height,
                exam=one.day == exam_on,
            )
        )
    most = next((one for one in bars if one.things == fullest and fullest), None)
    return Chart(tuple(bars), sum(one.things for one in bars), most)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is to be begun."""

    title: str
    items: list[Item]
    returned: tuple[Returned, ...] = ()


async def _begin(
    site: Site, visit: Visit, user_id: int, learner: Learner, asked: _Asked, seed: str
) -> Response:
    """Begin the round, or go on with the one that another press began."""

    def work(connection: Connection) -> tuple[int, bool]:
        return days.start(
            connection,
            site.course,
            user_id=user_id,
            title=asked.title,
            items=asked.items,
            returned=asked.returned,
            certainty=learner.plan.certainty,
            seed=seed,
            now=visit.now,
            zone=site.settings.zone,
        )

    number, ended = await site.writer.run(work)
    if ended:  # an older round: its last answers wait for their score
        site.handed_in()
    return RedirectResponse(f"/sittings/{number}", 303)


def _seed(user_id: int, today: date, rounds: int) -> str:
    return f"{user_id}.{today.isoformat()}.{rounds}"


async def _start(site: Site, visit: Visit) -> Response:
    """Begin today's round; pressed twice, it is begun once."""
    user_id = require_account(visit)
    form = await site.form(visit)
    typed = form.one("minutes").strip()
    minutes = _whole(typed, FEWEST, MOST) if typed else None
    if typed and minutes is None:
        error = site.say(visit, "today.error_minutes", fewest=FEWEST, most=MOST)
        return await _show(site, visit, user_id, error=error, typed=typed)
    learner, running = await _load(site, visit, user_id)
    if running is not None:
        return RedirectResponse(f"/sittings/{running.sitting_id}", 303)
    today = day_of(visit.now, site.settings.zone)
    found = days.round_of(site.course, learner, today, minutes=minutes)
    if not found.keys:
        return _nothing(site)
    seed = _seed(user_id, today, learner.rounds)
    title = messages.translate("kk", "today.round_title", day=messages.day("kk", today))
    items = days.ask(site.course, found.keys, seed)
    if not items:
        return _nothing(site)
    asked = _Asked(title, items, found.returned)
    return await _begin(site, visit, user_id, learner, asked, seed)


async def _again(site: Site, visit: Visit) -> Response:
    """Go over today's mistakes once more."""
    user_id = require_account(visit)
    await site.form(visit)
    learner, running = await _load(site, visit, user_id)
    if running is not None:
        return RedirectResponse(f"/sittings/{running.sitting_id}", 303)
    today = day_of(visit.now, site.settings.zone)
    keys = [key for key in learner.missed if key in pool(site.course)]
    seed = _seed(user_id, today, learner.rounds)
    items = days.ask(site.course, keys, seed)
    if not items:
        return _nothing(site)
    asked = _Asked(messages.translate("kk", "today.again_title"), items)
    return await _begin(site, visit, user_id, learner, asked, seed)


def _nothing(site: Site) -> Response:
    response = RedirectResponse("/today", 303)
    site.leave_flash(response, "done", "flash.today_nothing")
    return response


async def _back(site: Site, visit: Visit) -> Response:
    """Reloading after a form leads back to the page."""
    return RedirectResponse("/today", 303)


def _whole(text: str, fewest: int, most: int) -> int | None:
    """A whole number within its limits; None: it is none."""
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        return None
    return int(text) if fewest <= int(text) <= most else None


async def _plan_page(site: Site, visit: Visit) -> Response:
    user_id = require_account(visit)
    plan = await site.glance(study.find_plan, user_id) or Plan()
    today = day_of(visit.now, site.settings.zone)
    past = plan.exam_on if plan.exam_on is not None and plan.exam_on < today else None
    values = {
        "exam_on": plan.exam_on.isoformat() if plan.exam_on is not None and not past else "",
        "minutes": str(plan.minutes),
        "new_a_day": str(plan.new_a_day) if plan.new_a_day is not None else "",
        "certainty": "1" if plan.certainty else "",
        "shared": plan.shared,
    }
    return _show_plan(site, visit, values, {}, past)


def _show_plan(
    site: Site,
    visit: Visit,
    values: dict[str, str],
    errors: dict[str, str],
    past: date | None = None,
) -> Response:
    view = StudyPlanPage(values, errors, past, FEWEST, MOST, MOST_NEW)
    return site.page(
        visit,
        "today_plan.html",
        view,
        title=site.say(visit, "today.plan_title"),
        section="today",
        status=422 if errors else 200,
    )


async def _save_plan(site: Site, visit: Visit) -> Response:
    user_id = require_account(visit)
    form = await site.form(visit)
    before = await site.glance(study.find_plan, user_id) or Plan()
    today = day_of(visit.now, site.settings.zone)
    plan, errors = _read_plan(site, visit, form, before, today)
    if errors:
        names = ("exam_on", "minutes", "new_a_day", "certainty", "shared")
        return _show_plan(site, visit, {name: form.one(name) for name in names}, errors)

    def work(connection: Connection) -> None:
        study.put_plan(connection, user_id, plan, visit.now)
        people.bump(connection, user_id)

    await site.writer.run(work)
    response = RedirectResponse("/today", 303)
    site.leave_flash(response, "done", "flash.plan_saved")
    return response


def _read_plan(
    site: Site, visit: Visit, form: Form, before: Plan, today: date
) -> tuple[Plan, dict[str, str]]:
    """The plan as typed, and field → what is wrong with it."""
    errors: dict[str, str] = {}
    exam_on, fault = _read_exam(form.one("exam_on").strip(), before, today)
    if fault:
        errors["exam_on"] = site.say(visit, fault)
    minutes = _whole(form.one("minutes").strip(), FEWEST, MOST)
    if minutes is None:
        errors["minutes"] = site.say(visit, "today.error_minutes", fewest=FEWEST, most=MOST)
    new_a_day = None
    if typed := form.one("new_a_day").strip():
        new_a_day = _whole(typed, 0, MOST_NEW)
        if new_a_day is None:
            errors["new_a_day"] = site.say(visit, "today.error_new", most=MOST_NEW)
    shared = form.one("shared", "none")
    if shared not in SHARED:
        errors["shared"] = site.say(visit, "today.error_shared")
    set_on = before.exam_set_on if exam_on == before.exam_on else today
    return (
        Plan(
            minutes=minutes or before.minutes,
            exam_on=exam_on,
            exam_set_on=set_on if exam_on is not None else None,
            new_a_day=new_a_day,
            certainty=bool(form.one("certainty")),
            shared=shared,
        ),
        errors,
    )


def _read_exam(text: str, before: Plan, today: date) -> tuple[date | None, str]:
    """(the day of the exam or None, key of what is wrong or "")."""
    if not text:
        return None, ""
    found = read_day(text)
    if found is None:
        return None, "today.error_day"
    if found < today:
        return None, "today.error_past"
    if found == today and found != before.exam_on:  # the day has come: other fields may change
        return None, "today.error_today"
    if (found - today).days > MOST_DAYS:
        return None, "today.error_far"
    return found, ""


routes = [
    Route("/today", page(_today)),
    Route("/today/start", page(_back)),
    Route("/today/start", page(_start), methods=["POST"]),
    Route("/today/again", page(_back)),
    Route("/today/again", page(_again), methods=["POST"]),
    Route("/today/plan", page(_plan_page)),
    Route("/today/plan", page(_save_plan), methods=["POST"]),
]
