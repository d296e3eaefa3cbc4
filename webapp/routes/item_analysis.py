"""Item analysis over all cohorts, without names; what the figures mean."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from urllib.parse import urlencode

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from course.model import Course
from quizzes.generators import GENERATORS
from quizzes.item import Item
from quizzes.item_figures import FEWEST, FIGURES
from quizzes.item_flags import CODES, item_flags
from quizzes.item_summary import ItemSummary
from webapp import figure_words, item_bank
from webapp.bank import short_stem
from webapp.choice_names import choice_name, in_sentence, named_rows
from webapp.insight.counting import up_to_date
from webapp.insight.figures import FEWEST_PEOPLE, all_figures, over_cohorts, read
from webapp.insight.lines import VARIANTS
from webapp.insight.strangers import untold
from webapp.pages.item_analysis import (
    BankAnalysisPage,
    FiguresPage,
    ItemAnalysisPage,
    VersionLine,
    VersionPart,
)
from webapp.permissions import post, row_id
from webapp.queries import item_analysis, item_reports, own_items, summaries
from webapp.queries.item_analysis import Wanted
from webapp.queries.summaries import BANK, ItemHead, ItemRow
from webapp.site import Site, Visit, page

A_PAGE = 40
COUNTED_FIRST = 10
"""People whose waiting answers a look at the bank works in; the keeper does the others."""
MOST_ASSIGNMENTS = 10
IN_A_LIST, ON_ITS_PAGE = 110, 600  # letters of a stem


async def _figures(site: Site, visit: Visit) -> Response:
    view = FiguresPage(
        groups=(
            ("basics", figure_words.BASICS),
            ("of_item", figure_words.OF_ITEM),
            ("of_test", figure_words.OF_TEST),
            ("of_part", figure_words.OF_PART),
            ("of_student", figure_words.OF_STUDENT),
        ),
        flags=tuple((code, *figure_words.flag_meaning(visit.lang, code)) for code in CODES),
    )
    return site.page(visit, "figures.html", view, title=site.say(visit, "figures.page_title"))


async def _list(site: Site, visit: Visit) -> Response:
    staff = await post(site, visit, visit.request.path_params["cohort_id"], instructor=True)
    params = visit.request.query_params
    sections = tuple(one for one in site.course.sections.values() if one.lessons)
    section = params.get("section", "")
    if section not in {one.number for one in sections}:
        section = ""
    flag = params.get("flag", "")
    if flag not in ("any", "likely", *CODES):
        flag = ""
    few = params.get("few") == "1" and not flag
    wanted_page = row_id(params.get("page", "1")) or 1
    waiting = await up_to_date(site, most=COUNTED_FIRST)

    def load(connection: Connection) -> BankAnalysisPage:
        own = item_analysis.list_own(connection, staff.cohort_id)
        item_ids = _of_section(site.course, own, section) if section else None
        hidden = untold(connection, staff.user_id)
        wanted = Wanted(flag, item_ids, few, hidden)
        found = item_analysis.count_versions(connection, staff.cohort_id, wanted)
        pages = max(1, -(-found // A_PAGE))
        number = min(wanted_page, pages)
        heads = item_analysis.list_versions(
            connection, staff.cohort_id, wanted, (number - 1) * A_PAGE, A_PAGE
        )
        kept = {"section": section, "flag": flag, "few": "1" if few else ""}
        query = {name: value for name, value in kept.items() if value}
        return BankAnalysisPage(
            cohort_id=staff.cohort_id,
            cohort=staff.cohort,
            totals=item_analysis.totals(connection, staff.cohort_id, hidden),
            lines=_lines(connection, site.course, own, heads, hidden),
            untold=sum("-own-" not in one or one in own for one, _ in hidden),
            found=found,
            page=number,
            pages=pages,
            previous=urlencode({**query, "page": number - 1}) if number > 1 else "",
            next=urlencode({**query, "page": number + 1}) if number < pages else "",
            section=section,
            flag=flag,
            few=few,
            sections=sections,
            flags=CODES,
            waiting=waiting,
            fewest_people=FEWEST_PEOPLE,
        )

    title = site.say(visit, "item_analysis.title")
    return site.page(
        visit, "item_analysis_list.html", await site.read(load), title=title, section="teach"
    )


def _of_section(course: Course, own: Iterable[str], section: str) -> frozenset[str]:
    return frozenset(
        one
        for one in (*course.items, *GENERATORS, *own)
        if item_bank.section_of(course, one) == section
    )


def _lines(
    connection: Connection,
    course: Course,
    own: Mapping[str, str],
    heads: Sequence[ItemHead],
    hidden: Collection[tuple[str, str]],
) -> tuple[VersionLine, ...]:
    items = item_bank.find_items(connection, course, [(one.item_id, one.version) for one in heads])
    lines = []
    for one in heads:
        item = items.get((one.item_id, one.version))
        current = course.items.get(one.item_id)
        now = current.version if current is not None else own.get(one.item_id)
        told = (one.item_id, one.version) not in hidden
        lines.append(
            VersionLine(
                item_id=one.item_id,
                version=one.version,
                stem=_title(course, one.item_id, item, IN_A_LIST),
                section=item_bank.section_of(course, one.item_id),
                type=item.type if item is not None else "",
                current=one.version in (now, VARIANTS),
                n=one.n if one.n >= FEWEST_PEOPLE and told else None,
                enough=one.n >= FEWEST and told,
                figures=read(one.figures) if told else None,
            )
        )
    return tuple(lines)


def _title(course: Course, item_id: str, item: Item | None, most: int) -> str:
    if item is not None:
        return short_stem(course, item, most)
    return GENERATORS[item_id].title if item_id in GENERATORS else item_id


async def _item(site: Site, visit: Visit) -> Response:
    staff = await post(site, visit, visit.request.path_params["cohort_id"], instructor=True)
    item_id = visit.request.path_params["item_id"][:100]
    waiting = await up_to_date(site, most=COUNTED_FIRST)

    def load(connection: Connection) -> ItemAnalysisPage:
        own = own_items.find_own(connection, item_id)
        if own is not None and own.cohort_id != staff.cohort_id:
            raise HTTPException(404, "error.no_such_item")
        item = item_bank.newest_item(connection, site.course, item_id)
        rows = summaries.find_item_figures(connection, BANK, item_id)
        variants = item_id in GENERATORS
        if item is None and not rows and not variants:
            raise HTTPException(404, "error.no_such_item")
        versions = item_bank.find_items(
            connection, site.course, [(item_id, one.version) for one in rows]
        )
        shown = item or next(iter(versions.values()), None)
        lesson = site.course.lessons.get(site.course.item_lessons.get(item_id, ""))
        changes = not staff.archived and item is not None
        hidden = untold(connection, staff.user_id, item_id)
        return ItemAnalysisPage(
            cohort_id=staff.cohort_id,
            cohort=staff.cohort,
            item_id=item_id,
            stem=_title(site.course, item_id, shown, ON_ITS_PAGE),
            type=shown.type if shown is not None else "",
            variants=variants,
            in_bank=item is not None,
            parts=tuple(
                _part(
                    site.course,
                    visit.lang,
                    one,
                    versions.get((item_id, one.version)),
                    item,
                    told=(item_id, one.version) not in hidden,
                )
                for one in sorted(rows, key=lambda one: item is None or one.version != item.version)
            ),
            lesson=(f"{lesson.href}?again={item_id}#item-{item_id}", lesson.title)
            if lesson
            else None,
            reports=len(
                item_reports.list_of_cohort(
                    connection, staff.cohort_id, staff.groups, item_id, outside=staff.leads
                )
            ),
            may_change=changes,
            may_edit=changes and own is not None,
            given=tuple(
                item_analysis.list_assignments_with(
                    connection, staff.cohort_id, item_id, MOST_ASSIGNMENTS
                )
            ),
            waiting=waiting,
            fewest_people=FEWEST_PEOPLE,
            names=FIGURES,
        )

    view = await site.read(load)
    title = site.say(visit, "item_analysis.item_title")
    return site.page(visit, "item_analysis_item.html", view, title=title, section="teach")


def _part(
    course: Course,
    language: str,
    row: ItemRow,
    item: Item | None,
    newest: Item | None,
    *,
    told: bool,
) -> VersionPart:
    summary = row.summary if told else ItemSummary()
    found = all_figures(item, summary)
    flags = item_flags(found)
    about = {flag.choice for flag in flags if flag.choice is not None}
    thirds = found.thirds is not None
    found = over_cohorts(found)
    return VersionPart(
        version=row.version,
        stem=short_stem(course, item, ON_ITS_PAGE) if item is not None else "",
        current=row.version == VARIANTS or (newest is not None and row.version == newest.version),
        told=told,
        n=found.n,
        figures=found if found.n >= FEWEST_PEOPLE else None,
        flags=flags,
        calls={one: in_sentence(course, choice_name(course, language, item, one)) for one in about},
        rows=named_rows(course, language, item, found),
        several=item is not None and item.type == "multiple-choice",
        evident=found.thirds is not None or not thirds,
    )


routes = [
    Route("/figures", page(_figures)),
    # before the page of an item, whose address it resembles
    Route("/teach/cohorts/{cohort_id}/bank/analysis", page(_list)),
    Route("/teach/cohorts/{cohort_id}/bank/{item_id}/analysis", page(_item)),
]
