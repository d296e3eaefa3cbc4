"""The page of keys for programs: how to ask, and making, seeing and revoking keys."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from webapp.access import hashed
from webapp.addresses import address
from webapp.forms import Form
from webapp.local_time import read_day
from webapp.pages.api_tokens import ApiTokensPage, Example
from webapp.permissions import Post, post, post_for_change
from webapp.queries import api_tokens
from webapp.queries.api_tokens import MOST, TooManyTokens
from webapp.site import Site, Visit, page
from webapp.token_access import MOST_AGE, PER_MINUTE, new_api_token

MOST_LABEL = 100
USUAL_AGE = timedelta(days=120)
"""A term: what the form proposes."""
PREFIX = "/api/v1/teaching"
ADDRESSES = (
    ("/token", "api.about_token"),
    ("/cohorts/{cohort_id}", "api.about_cohort"),
    ("/cohorts/{cohort_id}/members", "api.about_members"),
    ("/cohorts/{cohort_id}/members/{user_id}/answers", "api.about_answers"),
    ("/groups/{group_id}/glance", "api.about_glance"),
    ("/groups/{group_id}/needs-help", "api.about_help"),
    ("/groups/{group_id}/explain", "api.about_explain"),
    ("/cohorts/{cohort_id}/assignments", "api.about_assignments"),
    ("/assignments/{assignment_id}/results", "api.about_results"),
    ("/assignments/{assignment_id}/analysis", "api.about_analysis"),
    ("/cohorts/{cohort_id}/bank", "api.about_bank"),
    ("/cohorts/{cohort_id}/bank/{item_id}", "api.about_bank_item"),
)
"""What can be asked for, below :data:`PREFIX`, and the message that says what it gives."""
SHOWN_OVER = 20
"""Keys that work no more which the page still lists."""


async def _page(site: Site, visit: Visit) -> Response:
    mine = await post(site, visit, visit.request.path_params["cohort_id"], instructor=True)
    return await _show(site, visit, mine)


async def _show(
    site: Site,
    visit: Visit,
    mine: Post,
    form: Form | None = None,
    errors: dict[str, str] | None = None,
    fresh: str = "",
) -> Response:
    lines = await site.read(
        api_tokens.list_tokens, mine.cohort_id, None if mine.leads else mine.user_id
    )
    active = [one for one in lines if one.in_force(visit.now)]
    today = visit.now.astimezone(site.settings.zone).date()
    until = form.one("until") if form is not None else (today + USUAL_AGE).isoformat()
    view = ApiTokensPage(
        cohort_id=mine.cohort_id,
        cohort=mine.cohort,
        archived=mine.archived,
        leads=mine.leads,
        me=mine.user_id,
        whole=mine.groups is None,
        active=tuple(active),
        over=tuple([one for one in lines if not one.in_force(visit.now)][:SHOWN_OVER]),
        fresh=fresh,
        room=sum(one.user_id == mine.user_id for one in active) < MOST,
        most=MOST,
        label=form.one("label") if form is not None else "",
        until=until,
        earliest=(today + timedelta(days=1)).isoformat(),
        latest=(today + MOST_AGE).isoformat(),
        per_minute=PER_MINUTE,
        zone=site.settings.zone,
        base=address(site, visit, PREFIX),
        examples=_examples(address(site, visit, ""), mine.cohort_id),
        addresses=ADDRESSES,
        errors=errors or {},
    )
    title = f"{site.say(visit, 'api.title')} · {mine.cohort}"
    response = site.page(visit, "api_tokens.html", view, title=title, status=422 if errors else 200)
    if fresh:
        response.headers["cache-control"] = "no-store"
    return response


def _examples(base: str, cohort_id: int) -> tuple[Example, ...]:
    def ask(about: str, path: str) -> Example:
        return Example(about, f'curl -H "Authorization: Bearer $TOKEN" "{base}{PREFIX}{path}"')

    return (
        ask("api.example_cohort", f"/cohorts/{cohort_id}"),
        ask("api.example_help", "/groups/GROUP/needs-help"),
        ask("api.example_results", "/assignments/ASSIGNMENT/results?limit=100"),
    )


async def _make(site: Site, visit: Visit) -> Response:
    mine = await post_for_change(site, visit, visit.request.path_params["cohort_id"])
    form = await site.form(visit)
    label = " ".join(form.one("label").split())
    until = read_day(form.one("until"))
    errors = {}
    if not label or len(label) > MOST_LABEL:
        errors["label"] = site.say(visit, "api.bad_label", most=MOST_LABEL)
    expires_at = _end(until, site.settings.zone) if until is not None else None
    today = visit.now.astimezone(site.settings.zone).date()
    if until is None or expires_at is None or not today < until <= today + MOST_AGE:
        errors["until"] = site.say(visit, "api.bad_until")
    if errors or expires_at is None:
        return await _show(site, visit, mine, form, errors)
    token, token_id = new_api_token()

    def work(connection: Connection) -> None:
        api_tokens.add(
            connection,
            hashed(token),
            token_id,
            mine.user_id,
            mine.cohort_id,
            label,
            expires_at,
            visit.now,
        )

    try:
        await site.writer.run(work)
    except TooManyTokens:
        errors["label"] = site.say(visit, "api.too_many", most=MOST)
        return await _show(site, visit, mine, form, errors)
    return await _show(site, visit, mine, fresh=token)


def _end(day: date, zone: ZoneInfo) -> datetime:
    """The end of a day, in UTC."""
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)


async def _revoke(site: Site, visit: Visit) -> Response:
    # also in an archived cohort: what has leaked must be stopped
    mine = await post(site, visit, visit.request.path_params["cohort_id"], instructor=True)
    await site.form(visit)
    token_id = visit.request.path_params["token_id"]
    lines = {one.id: one for one in await site.read(api_tokens.list_tokens, mine.cohort_id)}
    if token_id not in lines:
        raise HTTPException(404, "error.api_no_such_token")
    if not mine.leads and lines[token_id].user_id != mine.user_id:
        raise HTTPException(403, "error.api_not_your_token")
    await site.writer.run(
        lambda connection: api_tokens.revoke(
            connection, mine.cohort_id, token_id, mine.user_id, visit.now
        )
    )
    response = RedirectResponse(f"/teach/cohorts/{mine.cohort_id}/api", 303)
    site.leave_flash(response, "done", "flash.api_revoked")
    return response


routes = [
    Route("/teach/cohorts/{cohort_id}/api", page(_page)),
    Route("/teach/cohorts/{cohort_id}/api", page(_make), methods=["POST"]),
    Route("/teach/cohorts/{cohort_id}/api/{token_id}/revoke", page(_revoke), methods=["POST"]),
]
