"""Where «what to explain again» is asked for: the group, the time, the subject."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from starlette.exceptions import HTTPException

from webapp import explaining
from webapp.explaining import KINDS, Kind, Span
from webapp.group_access import posted_group
from webapp.insight.counting import up_to_date
from webapp.pages.explain import ExplainHead
from webapp.permissions import Post
from webapp.queries import cohorts, members, progress
from webapp.site import Site, Visit


@dataclass(frozen=True, slots=True)
class Around:
    """The group of an address and the time it asks for."""

    group: Any
    theirs: Post
    names: dict[int, str]  # of its students
    starts_on: date | None  # the cohort
    span: Span
    since: datetime
    until: datetime
    waiting: int

    @property
    def may_give(self) -> bool:
        return self.theirs.instructor and not self.theirs.archived and self.group[7] is None

    def head(self) -> ExplainHead:
        return ExplainHead(
            group_id=self.group[0],
            group=self.group[1],
            cohort_id=self.group[2],
            cohort=self.group[3],
            span=self.span,
            students=len(self.names),
            waiting=self.waiting,
            instructor=self.theirs.instructor,
            may_give=self.may_give,
        )


async def around_of(site: Site, visit: Visit, *, instructor: bool = False) -> Around:
    """The group for a member of its staff, its students' answers counted.

    Raises:
        HTTPException: 401, 404 no such group, 403 not theirs.
    """
    group, theirs = await posted_group(site, visit, instructor=instructor)
    students = await site.read(progress.list_students, group[0])
    called = await site.read(members.find_namesakes, group[2])
    names = {row[0]: called.shown(row[0], row[1]) for row in students}
    waiting = await up_to_date(site, names.keys())
    cohort = await site.read(cohorts.get, group[2])
    days = visit.request.query_params.get("days", "")
    span = span_of(site, visit, days, cohort[2])
    return Around(group, theirs, names, cohort[2], span, *span.moments(site.settings.zone), waiting)


def span_of(site: Site, visit: Visit, days: str, starts_on: date | None) -> Span:
    """The time a number of days stands for today."""
    today = visit.now.astimezone(site.settings.zone).date()
    return explaining.span(days, today, starts_on)


def kind_and_name(site: Site, visit: Visit) -> tuple[Kind, str]:
    """Raises HTTPException 404: there is no such objective or misconception."""
    params = visit.request.path_params
    kind = next((one for one in KINDS if one == params["kind"]), None)
    if kind is None or explaining.title_of(site.course, kind, params["name"], "kk") is None:
        raise HTTPException(404, "error.no_subject")
    return kind, params["name"]
