"""What a learner takes along: an Anki package, cards to print."""

from __future__ import annotations

from collections import Counter

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from webapp.pages.take import Shelved, TakePage
from webapp.queries.served import list_served
from webapp.site import Site, Visit, page
from webapp.spreadsheets import disposition
from webapp.take.anki import notes_of, package
from webapp.take.printed import cards_of, printed
from webapp.take.shelf import Kept

FOR_A_WHILE = "public, max-age=300"
"""A file is the same for everyone, until the course is edited."""


async def _take(site: Site, visit: Visit) -> Response:
    course = site.course
    cards = Counter(one.id.partition("-")[0] for one in cards_of(course))
    notes = Counter(one.id.partition("-")[0] for one in notes_of(course))
    view = TakePage(
        cards=cards.total(),
        notes=notes.total(),
        sections=tuple(
            Shelved(number, section.title, cards[number], notes[number])
            for number, section in course.sections.items()
            if notes[number]
        ),
    )
    return site.page(visit, "take.html", view, title=site.say(visit, "take.title"), section="take")


def _section(site: Site, visit: Visit) -> str | None:
    """The section asked for; None: the whole course.

    Raises:
        HTTPException: 404.
    """
    asked = visit.request.query_params.get("section", "")
    if asked and asked not in site.course.sections:
        raise HTTPException(404, "error.no_section")
    return asked or None


async def _anki(site: Site, visit: Visit) -> Response:
    section = _section(site, visit)
    items = notes_of(site.course, section)
    if not items:
        raise HTTPException(404, "error.no_cards")

    def make() -> bytes:
        versions = {item.id: item.version for item in items}
        served = site.database.read(list_served, versions)
        return package(site.course, items, served)

    kept = await site.shelf.get(("anki", section or ""), make)
    return _file(visit, kept, "application/octet-stream", section, "apkg")


async def _pdf(site: Site, visit: Visit) -> Response:
    section = _section(site, visit)
    cards = cards_of(site.course, section)
    if not cards:
        raise HTTPException(404, "error.no_cards")
    lang = visit.lang
    kept = await site.shelf.get(
        ("pdf", section or "", lang), lambda: printed(site.course, cards, lang)
    )
    return _file(visit, kept, "application/pdf", section, "pdf")


def _file(visit: Visit, kept: Kept, kind: str, section: str | None, ending: str) -> Response:
    headers = {
        "etag": kept.etag,
        "cache-control": FOR_A_WHILE,
        "vary": "cookie",  # the words on the sheets are the reader's
        "content-disposition": disposition(f"qadagalau-{section or 'kurs'}.{ending}"),
    }
    if visit.request.headers.get("if-none-match") == kept.etag:
        return Response(status_code=304, headers=headers)
    return Response(kept.data, media_type=kind, headers=headers)


routes = [
    Route("/take", page(_take)),
    Route("/take/cards.apkg", page(_anki)),
    Route("/take/cards.pdf", page(_pdf)),
]
