"""Putting the application together. Everything is wired here, and only here."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.routing import Route
from starlette.types import ASGIApp

from course.model import Course
from course.search import SearchIndex
from webapp.database import Database
from webapp.errors import BodyLimit, StorageFaults, add_error_pages
from webapp.headers import SecurityHeaders
from webapp.insight.keeping import Keeper
from webapp.queries.sittings import archive_item_versions
from webapp.routes import (
    accounts,
    answers,
    api,
    api_tokens,
    appeal_map,
    assessments,
    assignment_analysis,
    assignment_care,
    assignment_forms,
    assignment_item,
    assignment_live,
    bank,
    calculator,
    calendars,
    cohort_copy,
    cohort_groups,
    cohort_people,
    cohort_staff,
    corrections,
    dashboard_files,
    explain,
    explain_item,
    explain_one,
    explain_set,
    gradebook,
    grants,
    group_feed,
    group_report,
    groups,
    help_rules,
    item_analysis,
    item_reports,
    lessons,
    marking,
    marking_queue,
    mastery,
    mock_exams,
    monday,
    my_assignments,
    my_data,
    notices,
    offline,
    own_items,
    own_progress,
    paper,
    practice,
    practice_review,
    previews,
    reading,
    reviews,
    roster,
    shared_study,
    sitting_results,
    sitting_start,
    sittings,
    staff_sittings,
    student_answers,
    student_view,
    take,
    teach,
    teaching_api,
    today,
)
from webapp.settings import Settings
from webapp.site import Site
from webapp.sitting.sweeping import Sweeper
from webapp.token_access import Pace


class Application(FastAPI):
    """FastAPI, with the security headers outside of everything: also on answers to a fault."""

    def build_middleware_stack(self) -> ASGIApp:
        return SecurityHeaders(super().build_middleware_stack())


def create_app(
    settings: Settings,
    course: Course,
    database: Database,
    clock: Callable[[], datetime] | None = None,
    index: SearchIndex | None = None,
) -> FastAPI:
    """The application over a loaded course and a migrated database.

    ``clock`` gives the time of each request; tests pass their own. ``index`` is the course's search
    index, if it is made already.
    """
    site = Site(settings, course, database, clock, index)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        database.write(
            archive_item_versions,
            [
                (item.id, item.version, item.canonical())
                for item in (*course.items.values(), *course.cards.values())
            ],
            site.now(),
        )
        site.writer.start()
        sweeper = app.state.sweeper = Sweeper(site)
        site.handed_in = sweeper.wake
        sweeper.start()
        keeper = app.state.keeper = Keeper(site)
        keeper.start()
        try:
            yield
        finally:
            await keeper.stop()
            await sweeper.stop()
            site.writer.stop()

    app = Application(
        title=course.title,
        version="1",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        middleware=[
            Middleware(BodyLimit, most=settings.max_body),
            Middleware(StorageFaults),
            Middleware(lessons.LessonDoor, site=site),
        ],
    )
    app.state.site = site
    app.state.pace = Pace()
    # the busiest first: the router tries them in this order
    app.router.routes.extend(lessons.routes)
    app.router.routes.extend(answers.routes)
    app.router.routes.extend(sittings.routes)
    app.router.routes.extend(sitting_start.routes)
    app.router.routes.extend(sitting_results.routes)
    app.include_router(api.router)
    app.include_router(teaching_api.router)
    app.router.routes.extend(reading.routes)
    app.router.routes.extend(appeal_map.routes)
    app.router.routes.extend(mastery.routes)
    app.router.routes.extend(today.routes)
    app.router.routes.extend(practice.routes)
    app.router.routes.extend(mock_exams.routes)
    app.router.routes.extend(practice_review.routes)
    app.router.routes.extend(accounts.routes)
    app.router.routes.extend(groups.routes)
    app.router.routes.extend(group_feed.routes)
    app.router.routes.extend(monday.routes)
    app.router.routes.extend(help_rules.routes)
    app.router.routes.extend(explain.routes)
    app.router.routes.extend(explain_one.routes)
    app.router.routes.extend(explain_set.routes)
    app.router.routes.extend(explain_item.routes)
    app.router.routes.extend(teach.routes)
    app.router.routes.extend(cohort_copy.routes)
    app.router.routes.extend(cohort_groups.routes)
    app.router.routes.extend(cohort_people.routes)
    app.router.routes.extend(cohort_staff.routes)
    app.router.routes.extend(shared_study.routes)
    app.router.routes.extend(api_tokens.routes)
    app.router.routes.extend(student_view.routes)
    app.router.routes.extend(student_answers.routes)
    app.router.routes.extend(own_progress.routes)
    app.router.routes.extend(roster.routes)
    app.router.routes.extend(assignment_forms.routes)
    app.router.routes.extend(assignment_care.routes)
    app.router.routes.extend(assignment_analysis.routes)
    app.router.routes.extend(assignment_item.routes)
    app.router.routes.extend(assignment_live.routes)
    app.router.routes.extend(grants.routes)
    app.router.routes.extend(my_assignments.routes)
    app.router.routes.extend(notices.routes)
    app.router.routes.extend(calendars.routes)
    app.router.routes.extend(marking.routes)
    app.router.routes.extend(marking_queue.routes)
    app.router.routes.extend(reviews.routes)
    app.router.routes.extend(item_reports.routes)
    app.router.routes.extend(gradebook.routes)
    app.router.routes.extend(dashboard_files.routes)
    app.router.routes.extend(group_report.routes)
    app.router.routes.extend(staff_sittings.routes)
    app.router.routes.extend(corrections.routes)
    app.router.routes.extend(paper.routes)
    app.router.routes.extend(item_analysis.routes)
    app.router.routes.extend(bank.routes)
    app.router.routes.extend(calculator.routes)
    app.router.routes.extend(own_items.routes)
    app.router.routes.extend(assessments.routes)
    app.router.routes.extend(previews.routes)
    app.router.routes.extend(take.routes)
    app.router.routes.extend(my_data.routes)
    app.router.routes.extend(offline.routes)
    app.router.routes.append(Route("/static/{path:path}", site.static.answer))
    add_error_pages(app)
    return app
