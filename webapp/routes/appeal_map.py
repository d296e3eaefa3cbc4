"""The outcome map of an appeal: choose facts, see the lawful decisions and their norms."""

from __future__ import annotations

from functools import cache

from markupsafe import Markup
from starlette.responses import Response
from starlette.routing import Route

from course.diagram import Diagram, Edge, Node, picture
from quizzes.appellate import ACTS, DECISIONS, FATES, FILERS, FOUND, ROWS, Row
from quizzes.appellate_map import CHOICES, BadChoice, Choice, Traced, choice_from, trace
from quizzes.appellate_places import FILING, PLACES, ROWS_OF_PLACES, STAGES, WAYS
from webapp.forms import BadRequest
from webapp.pages.appeal_map import AppealMapPage, FactField, Outcome, StageText
from webapp.site import Site, Visit, page

_FILING = ("filer", "time", "form", "taken")
_DECIDING = ("act", "sought", "found")


async def _map(site: Site, visit: Visit) -> Response:
    try:
        choice = choice_from(visit.request.query_params.multi_items())
    except BadChoice:
        raise BadRequest(400, "error.appeal_map") from None
    title = site.say(visit, "map.title")
    view = map_page(choice, site.say(visit, "map.alt"), title)
    return site.page(visit, "appeal_map.html", view, title=title)


def map_page(choice: Choice, alt: str, title: str) -> AppealMapPage:
    """The map with the way of the facts chosen."""
    traced = trace(choice)
    row = traced.row
    lawful = row.lawful if row else ()
    return AppealMapPage(
        filing=tuple(_field(name, choice) for name in _FILING),
        deciding=tuple(_field(name, choice) for name in _DECIDING),
        chosen=tuple(
            CHOICES[name][value]
            for name in (*_FILING, *_DECIDING)
            if (value := getattr(choice, name))
        ),
        traced=traced,
        fate=_fate(choice, traced),
        decisions=tuple(Outcome(DECISIONS[one].name, DECISIONS[one].norms) for one in lawful),
        open_too=tuple(DECISIONS[one].name for one in sorted(row.open_too if row else ())),
        drawing=Markup(_drawn(traced, alt, title)),  # noqa: S704  made here, texts escaped
        stages=_stages(traced),
        standings=tuple(FILERS.values()),
        where_and_when=FILING,
        rules=_rules(),
    )


def _stages(traced: Traced) -> tuple[StageText, ...]:
    told: list[StageText] = []
    first = 1
    for stage in STAGES:
        places = tuple(
            (
                place,
                place.id in traced.places,
                tuple(n for n in place.norms if f"[[{n}]]" not in place.says),
            )
            for place in (PLACES[name] for name in stage.places)
        )
        told.append(StageText(stage.title, first, places))
        first += len(places)
    return tuple(told)


def _field(name: str, choice: Choice) -> FactField:
    return FactField(name, tuple(CHOICES[name].items()), getattr(choice, name) or "")


def _fate(choice: Choice, traced: Traced) -> Outcome | None:
    if choice.filer == "nobody":
        place = PLACES["in-force"]
        return Outcome(place.text, place.norms)
    if traced.paper is None or traced.paper.fate == "heard":
        return None
    return Outcome(FATES[traced.paper.fate], traced.paper.norms)


def _drawn(traced: Traced, alt: str, title: str) -> str:
    diagram = Diagram(
        title,
        alt,
        tuple(tuple(Node(one.id, one.text, one.kind) for one in row) for row in ROWS_OF_PLACES),
        tuple(Edge(*way) for way in WAYS),
    )
    return picture(
        diagram,
        "appeal-map",
        taken=traced.ways,
        ends=traced.places,
        hrefs={name: f"#at-{name}" for name in PLACES},
    )


@cache
def _rules() -> tuple[tuple[str, tuple[tuple[Row, tuple[str, ...], tuple[str, ...]], ...]], ...]:
    """Every rule of decision under each act it belongs to."""
    return tuple(
        (
            words,
            tuple(
                (
                    row,
                    tuple(words for found, words in FOUND.items() if found in row.found)
                    if len(row.found) < len(FOUND)
                    else (),
                    tuple(DECISIONS[one].name for one in row.lawful),
                )
                for row in ROWS
                if act in row.acts and row.possible
            ),
        )
        for act, words in ACTS.items()
    )


routes = [Route("/appeal-map", page(_map))]
