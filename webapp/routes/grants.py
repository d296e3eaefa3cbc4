"""Accommodations and extensions: what single students are granted."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from webapp.assignment_access import assignment_of, corrects
from webapp.forms import Form
from webapp.insight import looks
from webapp.local_time import read_local, zone_name
from webapp.messages import translate
from webapp.pages.assignments import AccommodationPage, ExtensionsPage
from webapp.permissions import Post, post, post_for_change, row_id
from webapp.queries import assignments, giving, grants, members, notices, people
from webapp.queries.assignments import AssignmentInfo
from webapp.queries.grants import Accommodated, Extended
from webapp.routes.reading import alphabetical
from webapp.rule_sentences import sentences
from webapp.site import Site, Visit, page

MOST_EXTRA = 1_000
"""Minutes."""
MOST_LATER = 60 * 24
"""Hours: sixty days."""
MOST_ATTEMPTS = 20
MOST_TEXT = 500
MOST_FACTOR = 5
_FACTOR = re.compile(r"(\d{1,2})(?:[.,](\d{1,4})|/(\d{1,3}))?")


def read_factor(text: str) -> Fraction | None:
    """«1,25», «1.5», «4/3» → the exact factor, from 1 to 5. None: not a factor."""
    found = _FACTOR.fullmatch(text.strip())
    if found is None or not text.isascii():
        return None
    whole, decimals, below = found.groups()
    if below is not None:
        if int(below) == 0:
            return None
        factor = Fraction(int(whole), int(below))
    else:
        factor = Fraction(f"{whole}.{decimals or 0}")
    return factor if 1 <= factor <= MOST_FACTOR else None


def show_factor(factor: Fraction) -> str:
    """As people write it: «1,25»; «4/3» where no short decimal gives it."""
    if 10_000 % factor.denominator == 0:
        return f"{float(factor):g}".replace(".", ",")
    return f"{factor.numerator}/{factor.denominator}"


def _number(form: Form, name: str, most: int, errors: dict[str, str], key: str) -> int:
    text = form.one(name).strip()
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and int(text) <= most):
        errors[name] = key
        return 0
    return int(text)


# Extensions of one assignment


def _load(connection: Connection, info: AssignmentInfo, theirs: Post) -> Any:
    students = assignments.list_students(connection, info.id, theirs.groups)
    called = members.find_namesakes(connection, info.cohort_id)
    extensions = grants.list_extensions(connection, info.id)
    return called.all_called(students), called.all_called(extensions)


async def _extensions(site: Site, visit: Visit) -> Response:
    info, theirs = await assignment_of(site, visit)
    values = dict.fromkeys(("closes", "minutes", "attempts", "reason"), "")
    values["student"] = visit.request.query_params.get("student", "")
    return await _show(site, visit, info, theirs, values, {})


async def _show(
    site: Site,
    visit: Visit,
    info: AssignmentInfo,
    theirs: Post,
    values: dict[str, str],
    errors: dict[str, str],
    status: int = 200,
) -> Response:
    students, extensions = await site.read(_load, info, theirs)
    may_correct = await site.read(corrects, info, theirs)
    mine = {one.user_id for one in students}
    view = ExtensionsPage(
        assignment_id=info.id,
        cohort_id=info.cohort_id,
        cohort=theirs.cohort,
        assessment_id=info.assessment_id,
        title=info.title,
        rules=tuple(sentences(visit.lang, site.settings.zone, info, info.window)),
        students=tuple(
            (one.user_id, one.name)
            for one in sorted(students, key=lambda one: alphabetical(one.name))
        ),
        extensions=tuple(one for one in extensions if theirs.groups is None or one.user_id in mine),
        values=values,
        errors={name: translate(visit.lang, key) for name, key in errors.items()},
        instructor=theirs.instructor,
        corrects=may_correct,
        newest=max((one.extension_id for one in extensions), default=0),
        zone=zone_name(visit.lang, site.settings.zone),
        has_close=info.window.closes is not None,
        has_limit=info.window.limit is not None,
        has_attempts=info.rules.attempts is not None,
        may_change=theirs.instructor and not theirs.archived,
    )
    title = site.say(visit, "extensions.title")
    return site.page(visit, "assignment_extensions.html", view, title=title, status=status)


async def _grant(site: Site, visit: Visit) -> Response:
    info, theirs = await assignment_of(site, visit, change=True)
    form = await site.form(visit)
    students, _ = await site.read(_load, info, theirs)
    values = {
        name: form.one(name).strip()
        for name in ("student", "closes", "minutes", "attempts", "reason")
    }
    errors: dict[str, str] = {}
    user_id = row_id(values["student"])
    if user_id not in [one.user_id for one in students]:
        errors["student"] = "extensions.error_student"
    closes = _own_close(site, info, values["closes"], visit.now, errors)
    minutes = _number(form, "minutes", MOST_EXTRA, errors, "extensions.error_minutes")
    attempts = _number(form, "attempts", MOST_ATTEMPTS, errors, "extensions.error_attempts")
    if minutes and info.window.limit is None:
        errors["minutes"] = "extensions.error_no_limit"
    if attempts and info.rules.attempts is None:
        errors["attempts"] = "extensions.error_any_attempts"
    if not 3 <= len(values["reason"]) <= MOST_TEXT:
        errors["reason"] = "extensions.error_reason"
    if not errors and closes is None and not minutes and not attempts:
        errors["closes"] = "extensions.error_nothing"
    if errors or user_id is None:
        return await _show(site, visit, info, theirs, values, errors, 422)
    extra = timedelta(minutes=minutes)
    seen = row_id(form.one("newest")) or 0

    def work(connection: Connection) -> None:
        for one in grants.list_extensions(connection, info.id):
            if one.extension_id > seen and _same(one, user_id, closes, extra, attempts, values):
                return  # pressed twice
        grants.add_extension(
            connection,
            info.id,
            user_id,
            closes,
            extra,
            attempts,
            values["reason"],
            theirs.user_id,
            visit.now,
        )
        notices.tell(
            connection,
            [user_id],
            "extension_granted",
            f"/assignments/{info.id}",
            visit.now,
            title=info.title,
            closes_at=closes.isoformat() if closes is not None else "",
            extra_s=minutes * 60,
            attempts=attempts,
        )

    await site.writer.run(work)
    response = RedirectResponse(f"/teach/assignments/{info.id}/extensions", 303)
    site.leave_flash(response, "done", "flash.extension_granted")
    return response


def _own_close(
    site: Site, info: AssignmentInfo, text: str, now: datetime, errors: dict[str, str]
) -> datetime | None:
    if not text:
        return None
    closes = read_local(text, site.settings.zone)
    if closes is None:
        errors["closes"] = "assignment_form.error_moment"
    elif info.window.closes is None:
        errors["closes"] = "extensions.error_never_closes"
    elif closes <= info.window.closes:
        errors["closes"] = "extensions.error_not_later"
    elif closes <= now:
        errors["closes"] = "extensions.error_past"
    return closes


def _same(
    one: Extended,
    user_id: int,
    closes: datetime | None,
    extra: timedelta,
    attempts: int,
    values: dict[str, str],
) -> bool:
    there = (one.user_id, one.closes_at, one.extra, one.extra_attempts, one.reason)
    return there == (user_id, closes, extra, attempts, values["reason"])


async def _revoke(site: Site, visit: Visit) -> Response:
    info, theirs = await assignment_of(site, visit, change=True)
    form = await site.form(visit)
    key = row_id(form.one("extension"))
    students, extensions = await site.read(_load, info, theirs)
    mine = {one.user_id for one in students}
    found = next((one for one in extensions if one.extension_id == key), None)
    if key is None or found is None:
        raise HTTPException(404, "error.no_extension")
    if theirs.groups is not None and found.user_id not in mine:
        raise HTTPException(403, "error.not_your_student")

    def work(connection: Connection) -> None:
        user_id = grants.revoke_extension(connection, info.id, key, visit.now)
        if user_id is not None:
            href = f"/assignments/{info.id}"
            notices.tell(
                connection, [user_id], "extension_revoked", href, visit.now, title=info.title
            )

    await site.writer.run(work)
    response = RedirectResponse(f"/teach/assignments/{info.id}/extensions", 303)
    site.leave_flash(response, "done", "flash.extension_revoked")
    return response


# Accommodation of one person


async def _student(site: Site, visit: Visit, theirs: Post) -> tuple[int, str]:
    """(user id, name) of the student of the address.

    Raises:
        HTTPException: 404 studies not in this cohort, 403 not in a group they have.
    """
    user_id = row_id(visit.request.path_params["user_id"])
    rows = await site.read(giving.list_cohort_students, theirs.cohort_id)
    found = [row for row in rows if row[0] == user_id]
    if user_id is None or not found:
        raise HTTPException(404, "error.no_person")
    if theirs.groups is not None and not any(row[3] in theirs.groups for row in found):
        raise HTTPException(403, "error.not_your_student")
    called = await site.read(members.find_namesakes, theirs.cohort_id)
    return user_id, called.shown(user_id, found[0][1])


def _values(stands: Accommodated | None) -> dict[str, str]:
    if stands is None:
        return {"factor": "1", "attempts": "0", "later": "0", "note": ""}
    hours = Fraction(int(stands.later_close.total_seconds()), 3600)
    return {
        "factor": show_factor(stands.factor),
        "attempts": str(stands.extra_attempts),
        "later": f"{float(hours):g}",
        "note": stands.note,
    }


async def _accommodation(site: Site, visit: Visit) -> Response:
    theirs = await post(site, visit, visit.request.path_params["cohort_id"], instructor=True)
    user_id, name = await _student(site, visit, theirs)
    stands = await site.read(grants.find_accommodation, theirs.cohort_id, user_id)
    return await _show_accommodation(
        site, visit, theirs, user_id, name, stands, _values(stands), {}
    )


async def _show_accommodation(
    site: Site,
    visit: Visit,
    theirs: Post,
    user_id: int,
    name: str,
    stands: Accommodated | None,
    values: dict[str, str],
    errors: dict[str, str],
) -> Response:
    await looks.note(site, theirs, user_id, "accommodation")  # a form that comes back is one too
    view = AccommodationPage(
        cohort_id=theirs.cohort_id,
        cohort=theirs.cohort,
        user_id=user_id,
        name=name,
        stands=stands,
        values=values,
        errors={field: translate(visit.lang, key) for field, key in errors.items()},
    )
    title = site.say(visit, "accommodation.title")
    status = 422 if errors else 200
    return site.page(visit, "accommodation.html", view, title=title, status=status)


async def _accommodate(site: Site, visit: Visit) -> Response:
    theirs = await post_for_change(site, visit, visit.request.path_params["cohort_id"])
    user_id, name = await _student(site, visit, theirs)
    form = await site.form(visit)
    errors: dict[str, str] = {}
    values = {key: form.one(key).strip() for key in ("factor", "attempts", "later", "note")}
    factor = read_factor(values["factor"] or "1")
    if factor is None:
        errors["factor"] = "accommodation.error_factor"
    attempts = _number(form, "attempts", MOST_ATTEMPTS, errors, "extensions.error_attempts")
    hours = _number(form, "later", MOST_LATER, errors, "accommodation.error_later")
    if len(values["note"]) > MOST_TEXT:
        errors["note"] = "accommodation.error_note"
    stands = await site.read(grants.find_accommodation, theirs.cohort_id, user_id)
    if errors or factor is None:
        return await _show_accommodation(site, visit, theirs, user_id, name, stands, values, errors)

    def work(connection: Connection) -> None:
        before = grants.find_accommodation(connection, theirs.cohort_id, user_id)
        later = timedelta(hours=hours)
        old = (
            (before.factor, before.extra_attempts, before.later_close)
            if before is not None
            else (Fraction(1), 0, timedelta(0))
        )
        grants.put_accommodation(
            connection,
            theirs.cohort_id,
            user_id,
            factor,
            attempts,
            later,
            values["note"],
            theirs.user_id,
            visit.now,
        )
        people.add_event(
            connection,
            user_id,
            "accommodation-set",
            visit.now,
            cohort=theirs.cohort_id,
            by=theirs.user_id,
            factor=str(factor),
            attempts=attempts,
            later_s=hours * 3600,
        )
        if old != (factor, attempts, later):
            notices.tell(
                connection,
                [user_id],
                "accommodation_set",
                "/assignments",
                visit.now,
                cohort=theirs.cohort,
            )

    await site.writer.run(work)
    address = f"/teach/cohorts/{theirs.cohort_id}/people/{user_id}/accommodation"
    response = RedirectResponse(address, 303)
    site.leave_flash(response, "done", "flash.accommodation_set")
    return response


_EXTENSIONS = "/teach/assignments/{assignment_id}/extensions"
_ACCOMMODATION = "/teach/cohorts/{cohort_id}/people/{user_id}/accommodation"
routes = [
    Route(_EXTENSIONS, page(_extensions), methods=["GET"]),
    Route(_EXTENSIONS, page(_grant), methods=["POST"]),
    Route(f"{_EXTENSIONS}/revoke", page(_revoke), methods=["POST"]),
    Route(_ACCOMMODATION, page(_accommodation), methods=["GET"]),
    Route(_ACCOMMODATION, page(_accommodate), methods=["POST"]),
]
