"""The book around the lessons: contents, glossary, norms, search, help, settings."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from course.model import Act, Article, Lesson, Term
from webapp.contents import Done, home_page, load_done
from webapp.forms import BadRequest
from webapp.pages import (
    ActPage,
    ArticlePage,
    Chrome,
    GlossaryPage,
    HelpPage,
    Language,
    NormsPage,
    PrivacyPage,
    SearchHit,
    SearchPage,
    SettingsPage,
    TermPage,
)
from webapp.preferences import COOKIE as PREFERENCES_COOKIE
from webapp.preferences import chosen
from webapp.routes.answers import wants
from webapp.self_test.mastery_words import standings_of
from webapp.self_test.today import day_of, home_today
from webapp.site import Site, Visit, page, safe_back
from webapp.to_do import next_task

#: Kazakh alphabetical order
ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
MOST_QUERY = 200
MOST_HITS = 40


def alphabetical(word: str) -> tuple[int, ...]:
    """Sorting key of a Kazakh word."""
    return tuple(ALPHABET.find(letter) for letter in word.casefold() if letter != "«")


async def _home(site: Site, visit: Visit) -> Response:
    done = Done()
    task = None
    today = None
    found = None
    if visit.user_id is not None:
        done = await site.read(load_done, visit.user_id)
        found = await standings_of(site, visit.user_id, visit.now, begin=False)
    if visit.reader is not None and not visit.reader.guest:
        zone = site.settings.zone
        task = await site.read(next_task, visit.reader.user_id, visit.lang, zone, visit.now)
        day = day_of(visit.now, zone)
        today = await site.glance(home_today, site.course, visit.reader.user_id, day)
    view = replace(home_page(site.course, done, found), task=task, today=today)
    return site.page(visit, "home.html", view, title=site.course.title, section="home")


async def _glossary(site: Site, visit: Visit) -> Response:
    query = visit.request.query_params.get("q", "")[:MOST_QUERY].strip()
    terms = sorted(site.course.glossary, key=lambda term: alphabetical(term.headword))
    if query:
        found = {hit.href for hit in site.search.search(query, 500) if hit.kind == "term"}
        terms = [term for term in terms if term.href in found]
    letters: dict[str, list[Term]] = {}
    for term in terms:
        letters.setdefault(term.headword.lstrip("«")[0].upper(), []).append(term)
    view = GlossaryPage(tuple((key, tuple(group)) for key, group in letters.items()), query)
    return site.page(
        visit, "glossary.html", view, title=site.say(visit, "glossary.title"), section="glossary"
    )


def _term_view(site: Site, term: Term) -> TermPage:
    lessons = tuple(lesson for lesson in site.course.lessons.values() if term in lesson.terms)
    return TermPage(term, lessons)


async def _term(site: Site, visit: Visit) -> Response:
    term = site.course.glossary.find_by_slug(visit.request.path_params["slug"])
    if term is None:
        raise HTTPException(404, "error.no_term")
    view = _term_view(site, term)
    if wants(visit.request, "card"):
        return _card(site, visit, "_term.html", view)
    return site.page(visit, "term.html", view, title=term.headword, section="glossary")


def cards(site: Site, lang: Language) -> dict[str, str]:
    """Address → card of every term and every article of a norm, for reading without a network."""
    chrome = Chrome(lang, "", "")
    found = {
        f"/glossary/{term.slug}": site.templates.render(
            lang, "_term.html", chrome=chrome, page=_term_view(site, term)
        )
        for term in site.course.glossary
    }
    for act in site.course.norms:
        for article in act.articles.values():
            view = ArticlePage(act, article, citing(site, act, article))
            found[f"/norms/{act.id}/{article.number}"] = site.templates.render(
                lang, "_article.html", chrome=chrome, page=view
            )
    return found


def _card(site: Site, visit: Visit, template: str, view: object) -> Response:
    chrome = site.chrome(visit, "")
    html = site.templates.render(visit.lang, template, chrome=chrome, page=view)
    return Response(
        html,
        media_type="text/html",
        headers={"cache-control": "private, max-age=300", "vary": "x-fragment, cookie"},
    )


async def _norms(site: Site, visit: Visit) -> Response:
    acts = tuple((act, len(act.articles)) for act in site.course.norms)
    return site.page(
        visit, "norms.html", NormsPage(acts), title=site.say(visit, "norms.title"), section="norms"
    )


async def _act(site: Site, visit: Visit) -> Response:
    act = site.course.norms.find_act(visit.request.path_params["act"])
    if act is None:
        raise HTTPException(404, "error.no_norm")
    view = ActPage(
        act,
        tuple((article, citing(site, act, article)) for article in act.articles.values()),
    )
    return site.page(visit, "act.html", view, title=act.short, section="norms")


def citing(site: Site, act: Act, article: Article) -> tuple[Lesson, ...]:
    """The lessons that cite an article, in course order."""
    return tuple(
        lesson
        for lesson in site.course.lessons.values()
        if any(ref.act is act and ref.article is article for ref in lesson.norms)
    )


async def _article(site: Site, visit: Visit) -> Response:
    act = site.course.norms.find_act(visit.request.path_params["act"])
    article = act.articles.get(visit.request.path_params["article"]) if act else None
    if act is None or article is None:
        raise HTTPException(404, "error.no_norm")
    view = ArticlePage(act, article, citing(site, act, article))
    if wants(visit.request, "card"):
        return _card(site, visit, "_article.html", view)
    title = f"{act.short} {article.number}"
    return site.page(visit, "article.html", view, title=title, section="norms")


async def _search(site: Site, visit: Visit) -> Response:
    query = visit.request.query_params.get("q", "")[:MOST_QUERY].strip()
    hits: tuple[SearchHit, ...] = ()
    if query:
        hits = tuple(
            SearchHit(
                kind=hit.kind,
                title=hit.title,
                href=hit.href,
                snippet=Markup(hit.snippet),  # noqa: S704  escaped by the index
            )
            for hit in site.search.search(query, MOST_HITS)
        )
    return site.page(
        visit,
        "search.html",
        SearchPage(query, hits),
        title=site.say(visit, "search.title"),
        section="search",
    )


async def _help(site: Site, visit: Visit) -> Response:
    return site.page(
        visit, "help.html", HelpPage(), title=site.say(visit, "help.title"), section="help"
    )


async def _privacy(site: Site, visit: Visit) -> Response:
    return site.page(visit, "privacy.html", PrivacyPage(), title=site.say(visit, "privacy.title"))


async def _settings(site: Site, visit: Visit) -> Response:
    back = safe_back(visit.request.query_params.get("back", "/"))
    view = SettingsPage(visit.prefs.lang, visit.prefs.theme, visit.prefs.size, back)
    return site.page(visit, "settings.html", view, title=site.say(visit, "settings.title"))


async def _choose(site: Site, visit: Visit) -> Response:
    form = await site.form(visit)
    prefs = chosen(
        form.one("lang", visit.prefs.lang),
        form.one("theme", visit.prefs.theme),
        form.one("size", visit.prefs.size),
    )
    if prefs is None:
        raise BadRequest(400, "error.malformed")
    response = RedirectResponse(safe_back(form.one("back", "/")), 303)
    response.set_cookie(
        PREFERENCES_COOKIE,
        prefs.cookie,
        max_age=400 * 24 * 3600,
        samesite="lax",
        httponly=True,
        secure=site.settings.secure,
    )
    return response


routes = [
    Route("/", page(_home)),
    Route("/glossary", page(_glossary)),
    Route("/glossary/{slug}", page(_term)),
    Route("/norms", page(_norms)),
    Route("/norms/{act}", page(_act)),
    Route("/norms/{act}/{article}", page(_article)),
    Route("/search", page(_search)),
    Route("/help", page(_help)),
    Route("/privacy", page(_privacy)),
    Route("/settings", page(_settings)),
    Route("/settings", page(_choose), methods=["POST"]),
]
