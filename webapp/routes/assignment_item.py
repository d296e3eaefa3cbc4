"""One item in the analysis of an assignment: its figures, its options, who answered what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from course.model import Course
from quizzes.interactions.cloze import Cloze
from quizzes.interactions.essay import Essay
from quizzes.interactions.matching import Matching
from quizzes.interactions.multiple_choice import MultipleChoice
from quizzes.interactions.single_choice import SingleChoice
from quizzes.item import Item
from quizzes.item_figures import ItemFigures
from quizzes.item_summary import BLANK
from webapp import item_bank
from webapp.assignment_access import assignment_of
from webapp.assignment_figures import View, WholeVersion, item_versions, view_of, whole_figures
from webapp.assignment_items import meant_of, part_of, stem_of
from webapp.charts.strip import Strip, Taken, strip
from webapp.choice_names import ChoiceName, choice_name, in_sentence, named_rows
from webapp.insight.lines import VARIANTS, chosen
from webapp.pages.assignment_view import AnswerLine, ItemAnalysisPage, VersionView
from webapp.permissions import Post, row_id
from webapp.queries import assignment_answers, corrections, counting, members
from webapp.queries.assignment_answers import Answered
from webapp.queries.assignments import AssignmentInfo
from webapp.routes.assignment_analysis import count_waiting
from webapp.routes.reading import alphabetical
from webapp.self_test.rereading import passage
from webapp.site import Site, Visit, page

ANSWERS = 40
MOST_COPIES = 100
"""Variants of one generator in a sitting are told apart by a number under this."""


async def _item(site: Site, visit: Visit) -> Response:
    info, theirs = await assignment_of(site, visit)
    waiting = await count_waiting(site, info, theirs)
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
        stem=stem_of(course, item, item_id),
        waiting=waiting,
        partly=view.mine is not None,
        versions=tuple(
            _version(course, lang, one, number, newest) for number, one in enumerate(found, start=1)
        ),
        part=part_of(test, item_id),
        meant=meant_of(connection, test, view).get(item_id),
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
    marks = counting.list_uncorrected(
        connection, [one.attempt_id for one in given if one.attempt_id is not None]
    )
    said = [_said(one, items.get((one.item_id, one.version)), marks) for one in given]
    if choice is not None:
        said = [one for one in said if choice in one.choices]
    said.sort(key=lambda one: (one.rank, alphabetical(one.answer.name), one.answer.sitting_id))
    several = len(numbers) > 1
    called = members.find_namesakes(connection, info.cohort_id)
    return [
        AnswerLine(
            sitting_id=one.answer.sitting_id,
            position=one.answer.position,
            name=called.shown(one.answer.user_id, one.answer.name),
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


routes = [
    Route("/teach/assignments/{assignment_id}/analysis/{item_id}", page(_item), methods=["GET"])
]
