"""The analysis of an assignment: scores, how far they can be trusted, and each of its items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from course.model import Course
from quizzes.generators import GENERATORS
from quizzes.interactions.cloze import Cloze
from quizzes.interactions.essay import Essay
from quizzes.interactions.matching import Matching
from quizzes.interactions.multiple_choice import MultipleChoice
from quizzes.interactions.single_choice import SingleChoice
from quizzes.item import Item
from quizzes.item_figures import FEWEST, ItemFigures, median
from quizzes.item_summary import BLANK
from webapp import figure_words, item_bank
from webapp.assignment_access import assignment_of, corrects
from webapp.assignment_figures import (
    Scores,
    TestAndTotals,
    Version,
    View,
    WholeVersion,
    item_versions,
    scores_of,
    versions_of,
    view_of,
    whole_figures,
)
from webapp.charts.histogram import histogram
from webapp.charts.strip import Strip, Taken, strip
from webapp.choice_names import ChoiceName, choice_name, in_sentence, named_rows
from webapp.figure_words import Told
from webapp.figures import percent
from webapp.insight import counting
from webapp.insight.lines import VARIANTS, chosen
from webapp.messages import translate
from webapp.pages.assignment_view import (
    AnalysisPage,
    AnswerLine,
    ItemAnalysisPage,
    ItemLine,
    PlaceLine,
    VersionView,
)
from webapp.permissions import Post, row_id
from webapp.queries import (
    assignment_answers,
    assignment_live,
    assignments,
    corrections,
    exam_sittings,
)
from webapp.queries import counting as counted
from webapp.queries.assignment_answers import Answered
from webapp.queries.assignments import AssignmentInfo
from webapp.routes.gradebook import beginning
from webapp.routes.reading import alphabetical
from webapp.self_test.rereading import passage
from webapp.site import Site, Visit, page

ON_A_LEAF = 40
ANSWERS = 40
AT_A_LOOK = 10
"""People worked in while the page waits: the keeper does the rest beside it."""
MOST_COPIES = 100
"""Variants of one generator in a sitting are told apart by a number under this."""


async def _waiting(site: Site, info: AssignmentInfo, theirs: Post) -> int:
    """Count what waits of the students one has; how many are not counted yet."""
    given = await site.read(assignments.list_students, info.id, theirs.groups)
    people = [one.user_id for one in given]
    return await counting.up_to_date(site, people, most=AT_A_LOOK)


async def _analysis(site: Site, visit: Visit) -> Response:
    info, theirs = await assignment_of(site, visit)
    waiting = await _waiting(site, info, theirs)
    asked = visit.request.query_params
    view = await site.read(
        _page,
        site.course,
        info,
        theirs,
        visit.lang,
        waiting,
        asked.get("flagged") == "1",
        row_id(asked.get("leaf", "")) or 1,
    )
    title = f"{info.title} · {site.say(visit, 'analysis.title')}"
    return site.page(visit, "assignment_analysis.html", view, title=title)


def _page(
    connection: Connection,
    course: Course,
    info: AssignmentInfo,
    theirs: Post,
    lang: str,
    waiting: int,
    only_flagged: bool,
    leaf: int,
) -> AnalysisPage:
    view = view_of(connection, info, theirs)
    scores = scores_of(view, info.rules)
    test = whole_figures(connection, info, view)
    versions = sorted(versions_of(connection, course, info, view), key=_hardest)
    flagged = sorted(
        (one for one in versions if one.figures.flags), key=lambda one: one.figures.worst
    )
    chosen_ones = flagged if only_flagged else versions
    leaves = max(1, -(-len(chosen_ones) // ON_A_LEAF))
    leaf = min(leaf, leaves)
    shown = chosen_ones[(leaf - 1) * ON_A_LEAF : leaf * ON_A_LEAF]
    fixed = {one.item_id: one.kind for one in corrections.list_made(connection, info.id)}
    places = _places(test)
    totals, whole = figure_words.of_test(test.totals), figure_words.of_test(test.whole)
    return AnalysisPage(
        assignment=info,
        cohort=theirs.cohort,
        finding=_finding(lang, info, scores.n, scores.passed, totals["median"], flagged, scores),
        waiting=waiting,
        students=len(view.students),
        scores=scores,
        histogram=histogram(scores.shares, pass_mark=info.rules.pass_share),
        distribution=_distribution(lang, scores),
        totals={name: totals[name] for name in ("mean", "median", "sd")},
        whole={name: one for name, one in whole.items() if name not in ("mean", "median", "sd")},
        band=test.whole.band or "",
        parts_asked=test.whole.parts_asked,
        test_own=view.mine is not None and test.basis == "own",
        others=view.others,
        partly=view.mine is not None,
        times=_times(lang, scores),
        items=_items(
            connection, course, shown, versions, test, fixed, _meant(connection, test, view)
        ),
        flagged=len(flagged),
        all_items=len(versions),
        only_flagged=only_flagged,
        any_own=any(one.basis == "own" for one in versions),
        places=places,
        drawn=bool(places),
        leaf=leaf,
        leaves=leaves,
        running=any(
            one.closed_at is None
            for one in assignment_live.list_newest(connection, info.id).values()
            if one.user_id in view.students
        ),
        instructor=theirs.instructor,
        corrects=corrects(connection, info, theirs),
    )


def _hardest(one: Version) -> tuple[bool, float, int, str, str]:
    """What is not known yet last."""
    value = one.figures.facility.value
    return value is None, value or 0.0, -one.figures.n, one.item_id, one.version


def _finding(
    lang: str,
    info: AssignmentInfo,
    n: int,
    passed: int | None,
    middle: Told,
    flagged: list[Version],
    scores: Scores,
) -> str:
    if not n and not scores.waiting:
        return translate(lang, "analysis.none")
    said = translate(lang, "analysis.finding", n=n + scores.waiting)
    if middle.value is not None:
        said += " " + translate(
            lang, "analysis.median", points=figure_words.value_text(lang, "median", middle.value)
        )
    if scores.waiting:
        said += " " + translate(lang, "analysis.known", n=n, waiting=scores.waiting)
    elif passed is not None and info.rules.pass_share is not None:
        mark = percent(info.rules.pass_share)
        said += " " + translate(lang, "analysis.passed", n=passed, of=n, mark=mark)
    if flagged:
        said += " " + translate(lang, "analysis.flagged", n=len({one.item_id for one in flagged}))
    return said


def _distribution(lang: str, scores: Scores) -> str:
    if scores.n < FEWEST:
        return translate(lang, "analysis.distribution", n=scores.n)
    return translate(lang, "analysis.half", n=scores.n, share=percent(median(scores.shares)))


def _times(lang: str, scores: Scores) -> tuple[str, str, str] | None:
    """Median, and the bounds of the middle half, in words."""
    if scores.times is None:
        return None
    said = [
        figure_words.value_text(lang, "seconds", one)
        for one in (scores.times.median, scores.times.low, scores.times.high)
    ]
    return said[0], said[1], said[2]


def _items(
    connection: Connection,
    course: Course,
    shown: list[Version],
    every: list[Version],
    test: TestAndTotals,
    fixed: Mapping[str, str],
    meant: Mapping[str, Fraction],
) -> tuple[ItemLine, ...]:
    items = item_bank.find_items(
        connection,
        course,
        [(one.item_id, one.version) for one in shown if one.version != VARIANTS],
    )
    numbers = _numbers(every)
    return tuple(
        ItemLine(
            item_id=one.item_id,
            stem=_stem(course, items.get((one.item_id, one.version)), one.item_id),
            number=numbers.get((one.item_id, one.version)),
            own=one.basis == "own",
            variants=one.version == VARIANTS,
            figures=one.figures,
            weight=_part(test, one.item_id).get("effective_weight"),
            meant=meant.get(one.item_id),
            correction=fixed.get(one.item_id, ""),
        )
        for one in shown
    )


def _numbers(versions: list[Version]) -> dict[tuple[str, str], int]:
    """Versions of an item by how often they were answered; of the only one there is no number."""
    found: dict[str, list[Version]] = {}
    for one in versions:
        found.setdefault(one.item_id, []).append(one)
    return {
        (item_id, one.version): number
        for item_id, several in found.items()
        if len(several) > 1
        for number, one in enumerate(
            sorted(several, key=lambda one: (-one.figures.n, one.version)), start=1
        )
    }


def _stem(course: Course, item: Item | None, item_id: str) -> str:
    if item is not None:
        return beginning(course.plain(item.stem))
    generator = GENERATORS.get(item_id)
    return generator.title if generator is not None else item_id


def _part(test: TestAndTotals, item_id: str) -> dict[str, Told]:
    """What an item that everybody was asked contributes to the total; else nothing."""
    found = test.whole.parts.get(f"item:{item_id}")
    return figure_words.of_part(found, test.whole.n) if found is not None else {}


def _meant(connection: Connection, test: TestAndTotals, view: View) -> dict[str, Fraction]:
    """Item → its share of the points of the test, of those that everybody was asked: what it was
    meant to weigh.
    """
    if not view.counted:
        return {}
    rows = exam_sittings.list_items(connection, view.counted[0].sitting_id)
    asked = {one.item_id: one.points for one in rows if f"item:{one.item_id}" in test.whole.parts}
    most = view.counted[0].points
    return {item_id: Fraction(points, most) for item_id, points in asked.items()} if most else {}


def _places(test: TestAndTotals) -> tuple[PlaceLine, ...]:
    found = []
    for name, part in test.whole.parts.items():
        kind, _, rest = name.partition(":")
        section, _, number = rest.partition(":")
        if kind == "draw" and section.isdigit() and number.isdigit():
            told = figure_words.of_part(part, test.whole.n)
            mean = Told(test.whole.n, float(part.mean))
            found.append(PlaceLine(int(section) + 1, int(number), {"mean": mean, **told}))
    return tuple(sorted(found, key=lambda one: (one.section, one.number)))


# ---- one item ---------------------------------------------------------------------------------


async def _item(site: Site, visit: Visit) -> Response:
    info, theirs = await assignment_of(site, visit)
    waiting = await _waiting(site, info, theirs)
    asked = visit.request.query_params
    view = await site.read(
        _item_page,
        site.course,
        info,
        theirs,
        visit.lang,
        waiting,
        visit.request.path_params["item_id"],
        asked.get("choice"),
        row_id(asked.get("leaf", "")) or 1,
    )
    title = f"{view.stem} · {info.title}"
    return site.page(visit, "assignment_item.html", view, title=title)


def _item_page(
    connection: Connection,
    course: Course,
    info: AssignmentInfo,
    theirs: Post,
    lang: str,
    waiting: int,
    item_id: str,
    choice: str | None,
    leaf: int,
) -> ItemAnalysisPage:
    view = view_of(connection, info, theirs)
    found = item_versions(connection, course, info, view, item_id)
    if not found:
        raise HTTPException(404, "error.no_item")
    newest = item_bank.newest_item(connection, course, item_id)
    item = next((one.item for one in found if one.item is not None), newest)
    test = whole_figures(connection, info, view)
    numbers = {one.version: number for number, one in enumerate(found, start=1)}
    answers = _answers(connection, course, info, view, lang, item_id, numbers, choice)
    leaves = max(1, -(-len(answers) // ANSWERS))
    leaf = min(leaf, leaves)
    return ItemAnalysisPage(
        assignment=info,
        cohort=theirs.cohort,
        item_id=item_id,
        stem=_stem(course, item, item_id),
        waiting=waiting,
        partly=view.mine is not None,
        versions=tuple(
            _version(course, lang, one, number, newest) for number, one in enumerate(found, start=1)
        ),
        part=_part(test, item_id),
        meant=_meant(connection, test, view).get(item_id),
        corrections=tuple(
            one for one in corrections.list_made(connection, info.id) if one.item_id == item_id
        ),
        passage=passage(course, item_id),
        answers=tuple(answers[(leaf - 1) * ANSWERS : leaf * ANSWERS]),
        found=len(answers),
        choice=choice,
        choice_name=choice_name(course, lang, item, choice) if choice is not None else None,
        leaf=leaf,
        leaves=leaves,
        marked_by_person=item is not None and isinstance(item.interaction, Essay),
        of_course=item_id in course.items,
        in_bank=newest is not None and found[0].version != VARIANTS,
        instructor=theirs.instructor,
        may_correct=theirs.instructor
        and not theirs.archived
        and (view.mine is None or not view.others),
    )


def _version(
    course: Course, lang: str, one: WholeVersion, number: int, newest: Item | None
) -> VersionView:
    rows = named_rows(course, lang, one.item, one.figures)
    names = {row.choice: name for row, name in rows}
    return VersionView(
        version=one.version,
        number=number,
        current=newest is not None and newest.version == one.version,
        item=one.item,
        own=one.basis == "own",
        figures=one.figures,
        flags=tuple(
            (
                flag,
                in_sentence(course, names[flag.choice])
                if flag.choice is not None and flag.choice in names
                else "",
                evident,
            )
            for flag, evident in one.flags
        ),
        rows=rows,
        strip=_strip(course, one, names),
        several=one.item is not None
        and isinstance(one.item.interaction, MultipleChoice | Matching | Cloze),
        variants=one.version == VARIANTS,
    )


def _strip(course: Course, one: WholeVersion, names: Mapping[str, ChoiceName]) -> Strip | None:
    """Options by the two thirds; where an answer is one option or several of one list."""
    found: ItemFigures = one.figures
    if one.item is None or found.thirds is None:
        return None
    if not isinstance(one.item.interaction, SingleChoice | MultipleChoice):
        return None
    return strip(
        [
            Taken(
                names[row.choice].letter,
                " ".join(course.plain(names[row.choice].text).split()),
                row.key,
                row.taken,
                row.top or 0,
                row.bottom or 0,
            )
            for row in found.choices
        ],
        n=found.n,
        strong=found.thirds.top,
        weak=found.thirds.bottom,
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """An answer with what it chose. ``rank``: what is to be looked at first."""

    answer: Answered
    choices: tuple[str, ...]
    word: str

    @property
    def rank(self) -> int:
        return _RANKS.index(self.word)


_RANKS = (
    "grade.item_waits",
    "grade.item_wrong",
    "grade.item_part",
    "grade.item_unanswered",
    "grade.item_right",
)


def _answers(
    connection: Connection,
    course: Course,
    info: AssignmentInfo,
    view: View,
    lang: str,
    item_id: str,
    numbers: Mapping[str, int],
    choice: str | None,
) -> list[AnswerLine]:
    """What the students one has answered, as it was judged by the item's own key: those who went
    wrong first. ``choice``: only who chose it.
    """
    ids = [item_id]
    if VARIANTS in numbers:
        ids += [f"{item_id}-n{number}" for number in range(1, MOST_COPIES)]
    given = assignment_answers.list_answered(connection, info.id, ids, view.mine)
    items = item_bank.find_items(connection, course, [(one.item_id, one.version) for one in given])
    marks = counted.list_uncorrected(
        connection, [one.attempt_id for one in given if one.attempt_id is not None]
    )
    said = [_said(one, items.get((one.item_id, one.version)), marks) for one in given]
    if choice is not None:
        said = [one for one in said if choice in one.choices]
    said.sort(key=lambda one: (one.rank, alphabetical(one.answer.name), one.answer.sitting_id))
    several = len(numbers) > 1
    return [
        AnswerLine(
            sitting_id=one.answer.sitting_id,
            position=one.answer.position,
            name=one.answer.name,
            said=tuple(
                choice_name(
                    course, lang, items.get((one.answer.item_id, one.answer.version)), chose
                )
                for chose in one.choices
                if chose != BLANK
            ),
            word=one.word,
            version=numbers.get(one.answer.version, 0) if several else 0,
        )
        for one in said
    ]


def _said(
    one: Answered, item: Item | None, marks: Mapping[int, tuple[str, Fraction, str]]
) -> _Said:
    if one.attempt_id is None:
        return _Said(one, (BLANK,), "grade.item_unanswered")
    status, score, codes = marks.get(one.attempt_id, ("awaiting", Fraction(0), "[]"))
    picked = tuple(chosen(item, one.response, status, score, codes))
    if status != "scored":
        return _Said(one, picked, "grade.item_waits")
    if score == 1:
        return _Said(one, picked, "grade.item_right")
    return _Said(one, picked, "grade.item_wrong" if score == 0 else "grade.item_part")


_HERE = "/teach/assignments/{assignment_id}/analysis"
routes = [
    Route(_HERE, page(_analysis), methods=["GET"]),
    Route(f"{_HERE}/{{item_id}}", page(_item), methods=["GET"]),
]
