"""Accounts: signing up, in and out, joining a group, a new password."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from webapp import passwords
from webapp.access import hashed, new_token
from webapp.contents import load_done
from webapp.forms import Form
from webapp.joining import JoinClosed, join_group, open_group
from webapp.logins import folded_login, is_login
from webapp.pages import AccountPage, JoinPage, ResetPage, SignInPage, SignInRecord, SignUpPage
from webapp.permissions import require_account, row_id
from webapp.queries import groups, members, people, throttle
from webapp.site import Site, Visit, page, safe_back

ADDRESS_FACTOR = 10  # a class behind one address may miss ten times as often as one login


def sign_up_faults(login: str, name: str, password: str) -> dict[str, str]:
    """Field → message key of what is wrong."""
    faults = {}
    if not is_login(login):
        faults["login"] = "account.login_form"
    if not 2 <= len(name) <= 200:
        faults["name"] = "account.name_form"
    if not passwords.right_length(password):
        faults["password"] = "account.password_form"
    elif password.casefold() == login:
        faults["password"] = "account.password_is_login"
    return faults


class LinkUsed(Exception):
    """A one-time link that someone used meanwhile."""


async def _sign_up_page(site: Site, visit: Visit) -> Response:
    back = safe_back(visit.request.query_params.get("back", "/"))
    return await _show_sign_up(site, visit, "/sign-up", back)


async def _show_sign_up(
    site: Site,
    visit: Visit,
    action: str,
    back: str,
    *,
    invitation: str = "",
    group: str = "",
    login: str = "",
    name: str = "",
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    said = {field: site.say(visit, key) for field, key in (errors or {}).items()}
    view = SignUpPage(
        login=login,
        name=name,
        errors=said,
        keeps_progress=visit.reader is not None and visit.reader.guest,
        invitation=invitation,  # type: ignore[arg-type]
        group=group,
        action=action,
        back=back,
    )
    title = site.say(visit, "sign_up.title")
    return site.form_page(visit, "sign_up.html", view, title=title, status=status)


async def _sign_up(site: Site, visit: Visit) -> Response:
    form = await site.form(visit)
    return await _make_account(site, visit, form, "/sign-up")


async def _make_account(
    site: Site,
    visit: Visit,
    form: Form,
    action: str,
    *,
    invitation: str = "",
    group: Any = None,
    link_hash: str = "",
) -> Response:
    login, name = folded_login(form.one("login")), " ".join(form.one("name").split())
    password, back = form.one("password"), safe_back(form.one("back", "/"))
    faults = sign_up_faults(login, name, password)
    if not faults and await site.read(people.find_account, login) is not None:
        faults["login"] = "account.login_taken"
    again = {
        "invitation": invitation,
        "group": group[1] if group else "",
        "login": login,
        "name": name,
    }
    if faults:
        return await _show_sign_up(site, visit, action, back, errors=faults, status=422, **again)
    password_hash = await run_in_threadpool(passwords.hash_password, password)
    guest = visit.reader if visit.reader is not None and visit.reader.guest else None
    token = new_token()

    def work(connection: Connection) -> None:
        if link_hash and not groups.use_invitation(connection, link_hash, visit.now):
            raise LinkUsed
        if guest is not None:
            people.make_account(connection, guest.user_id, login, name, password_hash)
            user_id = guest.user_id
            people.end_all_sign_ins(connection, user_id)
        else:
            user_id = people.add_account(connection, login, name, password_hash, visit.now)
        people.add_sign_in(connection, user_id, hashed(token), visit.now)
        if invitation == "instructor":
            group_id = groups.add_group(
                connection,
                site.say(visit, "group.first_cohort"),
                site.say(visit, "group.first_group"),
                new_token()[:12],
                visit.now,
            )
            found = groups.find_group(connection, group_id)
            assert found is not None
            groups.enrol(connection, user_id, None, found[2], "instructor", visit.now)
        elif group is not None:
            join_group(connection, group[4], user_id, visit.now)
        people.add_event(connection, user_id, "sign-up", visit.now, invitation=invitation)

    try:
        await site.writer.run(work)
    except IntegrityError:  # two people asked for one login at the same moment
        faults = {"login": "account.login_taken"}
        return await _show_sign_up(site, visit, action, back, errors=faults, status=422, **again)
    except people.NotAGuest:
        raise HTTPException(409, "error.signed_up_elsewhere") from None
    except LinkUsed:
        raise HTTPException(410, "error.link_used") from None
    except JoinClosed as fault:
        raise HTTPException(fault.status, fault.key) from None
    onward = "/teach" if invitation == "instructor" else back
    response = RedirectResponse(onward, 303)
    site.access.set_cookie(response, token)
    site.leave_flash(response, "done", "flash.kept_progress" if guest else "flash.signed_up")
    return response


async def _sign_in_page(site: Site, visit: Visit) -> Response:
    back = safe_back(visit.request.query_params.get("back", "/"))
    view = SignInPage("", None, back)
    return site.form_page(visit, "sign_in.html", view, title=site.say(visit, "sign_in.title"))


def _address(visit: Visit) -> str:
    client = visit.request.client
    return client.host if client else "?"


async def _sign_in(site: Site, visit: Visit) -> Response:
    form = await site.form(visit)
    login, password = folded_login(form.one("login")), form.one("password")
    back = safe_back(form.one("back", "/"))
    title = site.say(visit, "sign_in.title")
    keys = {
        throttle.login_key(login): site.settings.sign_in_tries,
        f"address:{_address(visit)}": site.settings.sign_in_tries * ADDRESS_FACTOR,
    }

    def refuse() -> Response:
        view = SignInPage(form.one("login"), site.say(visit, "sign_in.too_many"), back)
        return site.form_page(visit, "sign_in.html", view, title=title, status=429)

    def reserve(connection: Connection) -> bool:
        # counted before the password is looked at, so that tries at once cannot pass the limit
        for key in keys:
            throttle.add_failure(connection, key, visit.now)
        if all(throttle.failures(connection, key, visit.now) <= most for key, most in keys.items()):
            return True
        give_back(connection)
        return False

    def give_back(connection: Connection) -> None:
        for key in keys:
            throttle.take_back(connection, key)

    if not await site.writer.run(reserve):
        return refuse()
    account = await site.read(people.find_account, login)
    try:
        right = await passwords.verify(password, account[3] if account is not None else None)
    except passwords.TooMany:
        await site.writer.run(give_back)
        return refuse()
    if account is None or not right:
        view = SignInPage(form.one("login"), site.say(visit, "sign_in.wrong"), back)
        return site.form_page(visit, "sign_in.html", view, title=title, status=422)
    guest = visit.reader if visit.reader is not None and visit.reader.guest else None
    token = new_token()

    def work(connection: Connection) -> None:
        if visit.reader is not None:
            people.end_sign_in(connection, visit.reader.token_hash)
        if guest is not None:
            people.merge_guest(connection, guest.user_id, account[0])
        people.add_sign_in(connection, account[0], hashed(token), visit.now)
        give_back(connection)
        throttle.forget_login(connection, login)
        people.add_event(connection, account[0], "sign-in", visit.now)

    await site.writer.run(work)
    response = RedirectResponse(back, 303)
    site.access.set_cookie(response, token)
    if guest is not None:
        site.leave_flash(response, "done", "flash.kept_progress")
    return response


async def _sign_out(site: Site, visit: Visit) -> Response:
    await site.form(visit)
    reader = visit.reader
    if reader is not None:
        await site.writer.run(lambda connection: people.end_sign_in(connection, reader.token_hash))
    return _signed_out(site, "flash.signed_out")


async def _sign_out_everywhere(site: Site, visit: Visit) -> Response:
    await site.form(visit)
    reader = visit.reader
    if reader is not None:

        def work(connection: Connection) -> None:
            people.end_all_sign_ins(connection, reader.user_id)
            people.add_event(connection, reader.user_id, "sign-out-everywhere", visit.now)

        await site.writer.run(work)
    return _signed_out(site, "flash.signed_out_everywhere")


def _signed_out(site: Site, key: str) -> Response:
    response = RedirectResponse("/", 303)
    site.access.drop_cookie(response)
    site.leave_flash(response, "done", key)
    return response


async def _account(site: Site, visit: Visit) -> Response:
    reader = visit.reader
    if reader is None or reader.guest:
        return RedirectResponse("/sign-in?back=/account", 303)
    done = await site.read(load_done, reader.user_id)
    sign_ins = await site.read(people.list_sign_ins, reader.user_id)
    enrolled = await site.read(groups.list_enrolments, reader.user_id)
    known = site.course.items
    answered = {name: answer for name, answer in done.items.items() if name in known}
    view = AccountPage(
        login=reader.login or "",
        name=reader.name,
        sign_ins=tuple(SignInRecord(row[1], row[0] == reader.token_hash) for row in sign_ins),
        groups=tuple((row[0], row[1], row[2], row[3]) for row in enrolled),
        answered=len(answered),
        right=sum(1 for answer in answered.values() if answer.right),
    )
    return site.page(visit, "account.html", view, title=site.say(visit, "account.title"))


async def _join_page(site: Site, visit: Visit) -> Response:
    group = await _group_of_code(site, visit)
    action = visit.request.url.path
    if visit.reader is None or visit.reader.guest:
        return await _show_sign_up(site, visit, action, "/", invitation="group", group=group[1])
    if await site.read(groups.staff_role, visit.reader.user_id, group[0]) is not None:
        return RedirectResponse(f"/groups/{group[0]}", 303)
    if await site.read(groups.studies, visit.reader.user_id, group[0]):
        response = RedirectResponse("/", 303)
        site.leave_flash(response, "done", "flash.joined")
        return response
    studies = await site.read(members.list_studies, group[2], visit.reader.user_id)
    now_in = ", ".join(row[1] for row in studies if row[3] is None)
    view = JoinPage(group=group[1], cohort=group[3], action=action, leaves=now_in)
    return site.page(visit, "join.html", view, title=site.say(visit, "join.title"))


async def _group_of_code(site: Site, visit: Visit) -> Any:
    try:
        return await site.read(open_group, visit.request.path_params["code"], visit.now)
    except JoinClosed as fault:
        raise HTTPException(fault.status, fault.key) from None


async def _join(site: Site, visit: Visit) -> Response:
    group = await _group_of_code(site, visit)
    form = await site.form(visit)
    reader = visit.reader
    if reader is None or reader.guest:
        return await _make_account(
            site, visit, form, visit.request.url.path, invitation="group", group=group
        )
    if await site.read(groups.staff_role, reader.user_id, group[0]) is not None:
        return RedirectResponse(f"/groups/{group[0]}", 303)  # one's own group is not joined

    try:
        await site.writer.run(
            lambda connection: join_group(connection, group[4], reader.user_id, visit.now)
        )
    except JoinClosed as fault:
        raise HTTPException(fault.status, fault.key) from None
    response = RedirectResponse("/", 303)
    site.leave_flash(response, "done", "flash.joined")
    return response


async def _leave(site: Site, visit: Visit) -> Response:
    """A student leaves a group; what they did stays with the group's staff."""
    user_id = require_account(visit)
    form = await site.form(visit)
    group_id = row_id(form.one("group_id"))
    group = await site.read(groups.find_group, group_id) if group_id is not None else None
    if group is None:
        raise HTTPException(404, "error.no_group")

    def work(connection: Connection) -> bool:
        left = members.take_out(connection, group[2], user_id, [group[0]], visit.now)
        if left:
            people.add_event(connection, user_id, "leave", visit.now, group=group[0])
        return left

    if not await site.writer.run(work):
        raise HTTPException(409, "error.not_in_group")
    response = RedirectResponse("/account", 303)
    site.leave_flash(response, "done", "flash.left_group")
    return response


async def _welcome_page(site: Site, visit: Visit) -> Response:
    await _open_link(site, visit, "instructor")
    return await _show_sign_up(
        site, visit, visit.request.url.path, "/teach", invitation="instructor"
    )


async def _open_link(site: Site, visit: Visit, purpose: str) -> tuple[str, Any]:
    link_hash = hashed(visit.request.path_params["token"])
    found = await site.read(groups.find_invitation, link_hash, purpose, visit.now)
    if found is None:
        raise HTTPException(410, "error.link_used")
    return link_hash, found


async def _welcome(site: Site, visit: Visit) -> Response:
    link_hash, _ = await _open_link(site, visit, "instructor")
    form = await site.form(visit)
    return await _make_account(
        site, visit, form, visit.request.url.path, invitation="instructor", link_hash=link_hash
    )


async def _reset_page(site: Site, visit: Visit) -> Response:
    _, found = await _open_link(site, visit, "reset")
    return await _show_reset(site, visit, found[0], None)


async def _show_reset(
    site: Site, visit: Visit, user_id: int, error: str | None, status: int = 200
) -> Response:
    person = await site.read(people.find_user, user_id)
    assert person is not None
    view = ResetPage(person[1], error, visit.request.url.path)
    return site.form_page(
        visit, "reset.html", view, title=site.say(visit, "reset.title"), status=status
    )


async def _reset(site: Site, visit: Visit) -> Response:
    link_hash, found = await _open_link(site, visit, "reset")
    form = await site.form(visit)
    password = form.one("password")
    if not passwords.right_length(password):
        error = site.say(visit, "account.password_form")
        return await _show_reset(site, visit, found[0], error, 422)
    password_hash = await run_in_threadpool(passwords.hash_password, password)
    guest = visit.reader if visit.reader is not None and visit.reader.guest else None
    token = new_token()

    def work(connection: Connection) -> None:
        if not groups.use_invitation(connection, link_hash, visit.now):
            raise LinkUsed
        people.set_password(connection, found[0], password_hash)
        if guest is not None:
            people.end_all_sign_ins(connection, guest.user_id)
            people.merge_guest(connection, guest.user_id, found[0])
        people.end_all_sign_ins(connection, found[0])
        people.add_sign_in(connection, found[0], hashed(token), visit.now)
        people.add_event(connection, found[0], "password-reset", visit.now, issued_by=found[1])

    try:
        await site.writer.run(work)
    except LinkUsed:
        raise HTTPException(410, "error.link_used") from None
    response = RedirectResponse("/", 303)
    site.access.set_cookie(response, token)
    site.leave_flash(response, "done", "flash.new_password")
    return response


RESET_LASTS = timedelta(days=2)

routes = [
    Route("/sign-up", page(_sign_up_page)),
    Route("/sign-up", page(_sign_up), methods=["POST"]),
    Route("/sign-in", page(_sign_in_page)),
    Route("/sign-in", page(_sign_in), methods=["POST"]),
    Route("/sign-out", page(_sign_out), methods=["POST"]),
    Route("/sign-out-everywhere", page(_sign_out_everywhere), methods=["POST"]),
    Route("/account", page(_account)),
    Route("/account/leave", page(_leave), methods=["POST"]),
    Route("/join/{code}", page(_join_page)),
    Route("/join/{code}", page(_join), methods=["POST"]),
    Route("/welcome/{token}", page(_welcome_page)),
    Route("/welcome/{token}", page(_welcome), methods=["POST"]),
    Route("/reset/{token}", page(_reset_page)),
    Route("/reset/{token}", page(_reset), methods=["POST"]),
]
