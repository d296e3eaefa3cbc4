"""What every route needs, made once: the course, the database, the writer, the templates."""

from __future__ import annotations

import gzip
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from course.model import Course
from course.search import SearchIndex
from webapp.access import Access, new_token
from webapp.access import hashed as hash_of
from webapp.database import Database
from webapp.forms import BadRequest, Form, Upload, read_form, read_form_with_file
from webapp.lesson_pages import LessonPages
from webapp.messages import translate
from webapp.pages import AccountMenu, Chrome, Flash, Language
from webapp.paper.printing import Press
from webapp.preferences import DEFAULT, Preferences, preferences
from webapp.queries import people
from webapp.queries.people import Reader
from webapp.settings import Settings
from webapp.static_files import File, StaticFiles
from webapp.take.shelf import Shelf
from webapp.templating import Templates
from webapp.writer import Writer

T = TypeVar("T")

FLASH_COOKIE = "flash"
READER_HEADER = "x-reader"
PERSONAL = "private, no-cache"
WORTH_PACKING = 1_400
"""Bytes that fit one packet: below them compressing gains nothing."""


class UnprovenForm(Exception):
    """A form without proof that it came from our page; it holds what was typed."""

    def __init__(self, form: Form) -> None:
        super().__init__("unproven form")
        self.form = form


class CrossSite(Exception):
    """A form that another site sent in the reader's name."""


@dataclass(slots=True)
class Visit:
    """One request: who, with which preferences, when."""

    request: Request
    prefs: Preferences
    token_hash: str | None  # of a cookie we signed; may belong to no one yet
    reader: Reader | None
    now: datetime

    @property
    def lang(self) -> Any:
        return self.prefs.lang

    @property
    def user_id(self) -> int | None:
        return self.reader.user_id if self.reader else None


class Site:
    """The parts of the running application."""

    def __init__(
        self,
        settings: Settings,
        course: Course,
        database: Database,
        clock: Callable[[], datetime] | None = None,
        index: SearchIndex | None = None,
    ) -> None:
        self.settings = settings
        self.course = course
        self.database = database
        self.now = clock or (lambda: datetime.now(UTC))
        self.writer = Writer(database.writing)
        self.access = Access(settings)
        self.templates = Templates(course, settings.zone)
        self.lessons = LessonPages(course, self.templates)
        self.static = StaticFiles()
        self.cards: dict[str, File] = {}  # by language; made when first asked for
        self.search = index or SearchIndex(course)
        self.shelf = Shelf()
        self.press = Press()
        self.handed_in: Callable[[], None] = lambda: None  # told when a sitting ends; set at start
        self._accounts: dict[tuple[str, str | None, bool, bool, bool], str] = {}

    async def read(self, query: Callable[..., T], /, *args: Any, **kwargs: Any) -> T:
        """Ask the database, in a thread."""
        return await run_in_threadpool(self.database.read, query, *args, **kwargs)

    async def glance(self, query: Callable[..., T], /, *args: Any, **kwargs: Any) -> T:
        """Ask a few small prepared statements: on SQLite at once, which takes less time than the
        way to a thread; elsewhere as :meth:`read`.
        """
        if self.database.is_sqlite:
            return self.database.read(query, *args, **kwargs)
        return await self.read(query, *args, **kwargs)

    async def reader(self, token_hash: str) -> Reader | None:
        """Whose browser holds a token: on SQLite asked without the detour of a thread."""
        if self.database.is_sqlite:
            return self.database.glance(people.find_reader_raw, token_hash)
        return await self.read(people.find_reader, token_hash)

    async def visit(self, request: Request) -> Visit:
        """Who is behind a request."""
        token_hash = self.access.token_hash(request)
        reader = None
        if token_hash is not None:
            reader = await self.reader(token_hash)
        return Visit(request, preferences(request), token_hash, reader, self.now())

    async def form(self, visit: Visit) -> Form:
        """The form of a request that changes something.

        Raises:
            webapp.forms.BadRequest: it cannot be read.
            CrossSite: another site sent it.
            UnprovenForm: nothing shows that our page sent it.
        """
        form = await read_form(visit.request)
        self.require_own_page(visit, form)
        return form

    async def form_with_file(self, visit: Visit) -> tuple[Form, Upload | None]:
        """The same for a form that may bring a file.

        Raises:
            webapp.forms.BadRequest, CrossSite, UnprovenForm: as :meth:`form`.
        """
        form, upload = await read_form_with_file(visit.request)
        self.require_own_page(visit, form)
        return form, upload

    def require_own_page(self, visit: Visit, form: Form) -> None:
        match self.access.origin(visit.request):
            case "cross":
                raise CrossSite
            case "unknown":
                if not self.access.right_form_token(form.one("csrf"), visit.token_hash):
                    raise UnprovenForm(form)

    def csrf(self, visit: Visit) -> str:
        return self.access.form_token(visit.token_hash) if visit.token_hash else ""

    def reader_mark(self, visit: Visit) -> str:
        return self.access.reader_mark(visit.user_id) if visit.user_id is not None else ""

    async def require_same_reader(self, visit: Visit) -> None:
        """Refuse text that a page kept for one reader and sends under another's cookie.

        Our scripts state the mark of the reader whose page it is. Someone else may have signed in
        in another tab since. A guest who has joined the reader's account is the reader; a page
        that knows no mark was a stranger's, whose work goes to whoever signs in.

        Raises:
            HTTPException: 409.
        """
        stated = visit.request.headers.get(READER_HEADER, "")
        if not stated or stated == self.reader_mark(visit):
            return
        if visit.user_id is not None:
            joined = await self.read(people.list_joined, visit.user_id)
            if any(stated == self.access.reader_mark(guest_id) for guest_id in joined):
                return
        raise HTTPException(409, "error.other_reader")

    def tell_reader(self, response: Response, user_id: int) -> None:
        """Tell a page whose it is: a stranger's page learns it with the first thing kept."""
        response.headers[READER_HEADER] = self.access.reader_mark(user_id)

    def say(self, visit: Visit, key: str, **params: object) -> str:
        return translate(visit.lang, key, **params)

    def account(self, visit: Visit) -> str:
        """The rendered account menu; ``\\x01csrf\\x01`` stands for the form token."""
        return self._account(visit.lang, visit.reader)

    def account_of_a_visitor(self) -> str:
        """The account menu for a stranger with no preferences."""
        return self._account(DEFAULT.lang, None)

    def _account(self, lang: Language, reader: Reader | None) -> str:
        key = (
            lang,
            reader.name or reader.login if reader else None,
            reader is not None and reader.guest,
            reader is not None and reader.instructor,
            reader is not None and reader.unread,
        )
        found = self._accounts.get(key)
        if found is None:
            if len(self._accounts) > 5_000:
                self._accounts.clear()
            menu = AccountMenu(name=key[1], guest=key[2], instructor=key[3], unread=key[4])
            chrome = Chrome(lang, "", "", csrf=Markup("\x01csrf\x01"))
            found = self._accounts[key] = self.templates.render(
                lang, "_account.html", page=menu, chrome=chrome
            )
        return found

    def chrome(self, visit: Visit, title: str, section: str = "") -> Chrome:
        """The frame of a page for this reader."""
        csrf = self.csrf(visit)
        return Chrome(
            lang=visit.lang,
            title=title,
            path=visit.request.url.path,
            theme=visit.prefs.theme,
            size=visit.prefs.size,
            csrf=csrf,
            reader=self.reader_mark(visit),
            account=Markup(self.account(visit).replace("\x01csrf\x01", csrf)),  # noqa: S704
            flash=Markup(self.flash(visit)),  # noqa: S704
            section=section,
        )

    def flash(self, visit: Visit) -> str:
        """The line to be said once, from its cookie (a message key of ours, nothing else)."""
        kind, _, key = visit.request.cookies.get(FLASH_COOKIE, "").partition(":")
        if kind not in ("done", "warning", "error") or not key.startswith("flash."):
            return ""
        try:
            text = translate(visit.lang, key)
        except KeyError:
            return ""
        flash = Flash(kind, text)  # type: ignore[arg-type]
        return self.templates.render(
            visit.lang, "_flash.html", page=flash, chrome=Chrome(visit.lang, "", "")
        )

    def page(
        self,
        visit: Visit,
        template: str,
        page: object,
        *,
        title: str,
        section: str = "",
        status: int = 200,
    ) -> Response:
        """A whole page; the line said once is said now."""
        html = self.templates.render(
            visit.lang, template, chrome=self.chrome(visit, title, section), page=page
        )
        headers = {"cache-control": PERSONAL, "vary": "cookie, accept-encoding"}
        body = html.encode()
        if len(body) > WORTH_PACKING and "gzip" in visit.request.headers.get("accept-encoding", ""):
            body = gzip.compress(body, 4, mtime=0)
            headers["content-encoding"] = "gzip"
        response = HTMLResponse(body, status, headers=headers)
        if FLASH_COOKIE in visit.request.cookies:
            response.delete_cookie(FLASH_COOKIE)
        return response

    def form_page(
        self, visit: Visit, template: str, page: object, *, title: str, status: int = 200
    ) -> Response:
        """A page with a form, for someone who may have no cookie yet: gives one that fits it."""
        token = None
        if visit.token_hash is None:
            token = new_token()
            visit.token_hash = hash_of(token)
        response = self.page(visit, template, page, title=title, status=status)
        if token is not None:
            self.access.set_cookie(response, token)
        return response

    def leave_flash(self, response: Response, kind: str, key: str) -> None:
        """Say a line on the next page."""
        response.set_cookie(
            FLASH_COOKIE,
            f"{kind}:{key}",
            max_age=60,
            httponly=True,
            samesite="lax",
            secure=self.settings.secure,
        )

    def token_for_write(self, visit: Visit) -> tuple[str | None, str]:
        """(token to set as a cookie or None, token hash) for a write by this browser."""
        if visit.token_hash is not None:
            return None, visit.token_hash
        token = new_token()
        return token, hash_of(token)


Handler = Callable[[Site, Visit], Awaitable[Response]]


def page(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """A route from a handler that gets the site and the visit."""

    async def endpoint(request: Request) -> Response:
        if "\x00" in request.url.path or "%00" in request.url.query:
            raise BadRequest(400, "error.encoding")  # PostgreSQL text cannot hold it
        site: Site = request.app.state.site
        return await handler(site, await site.visit(request))

    return endpoint


def safe_back(path: str, default: str = "/") -> str:
    """An address within this site to go back to; anything else becomes ``default``."""
    if path.startswith("/") and not path.startswith(("//", "/\\")) and "\n" not in path:
        return path
    return default
