"""Item analysis to take away: of an assignment, its options, and of the bank."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import Connection

from course.model import Course
from quizzes.intervals import Interval
from quizzes.item import Item
from quizzes.item_figures import ChoiceRow, ItemFigures
from quizzes.item_flags import Flag
from webapp import choice_names, figure_words, item_bank
from webapp.assignment_figures import Basis, View, as_shown, view_of, whole_figures
from webapp.choice_names import ChoiceName
from webapp.exports import Order
from webapp.figure_words import OF_ITEM, OF_PART, OF_TEST, UNITS, Figured
from webapp.insight.figures import FEWEST_PEOPLE, StoredFigures, all_figures, over_few, read
from webapp.insight.file_words import defined, heads, of_figures, plainly, say, stem
from webapp.insight.strangers import untold
from webapp.permissions import Post
from webapp.queries import exports, own_items
from webapp.queries.assignments import AssignmentInfo
from webapp.queries.summaries import BANK, of_assignment
from webapp.spreadsheets import Table, Value


def _figure_heads(order: Order, name: str, *, interval: bool = False, n: bool = False) -> list[str]:
    title = figure_words.words(order.lang, name).title
    unit = UNITS[name]
    if unit != "coefficient":
        title = f"{title}, {say(order, f'export.unit_{unit}')}"
    found = [title]
    if interval:
        found += [f"{title}: {say(order, f'export.{end}')}" for end in ("low", "high")]
    if n:
        found.append(f"{title}: n")
    return found


def _value(name: str, value: float | Fraction | None) -> Value:
    if value is None:
        return None
    return value * 100 if UNITS[name] == "percent" else value


def _ends(name: str, interval: Interval | None) -> list[Value]:
    if interval is None:
        return [None, None]
    return [_value(name, interval.low), _value(name, interval.high)]


def _why(order: Order, figures: Iterable[tuple[str, Figured]]) -> str:
    return "; ".join(
        f"{figure_words.words(order.lang, name).title}: "
        f"{figure_words.missing_text(order.lang, name, figure)}"
        for name, figure in figures
        if figure.value is None and figure.missing is not None
    )


def _flags(
    course: Course,
    order: Order,
    item: Item | None,
    flags: Iterable[tuple[Flag, bool]],
) -> str:
    """``flags``: each with whether its evidence may be told."""
    found = []
    for flag, evident in flags:
        choice = ""
        if flag.choice:
            name = choice_names.choice_name(course, order.lang, item, flag.choice)
            choice = choice_names.in_sentence(course, name)
        told = figure_words.flag_words(order.lang, flag, choice)
        line = f"{told.strength}: {told.sentence}"
        found.append(f"{line} {told.evidence}" if evident else line)
    return "\n".join(found)


def analysis_tables(
    connection: Connection, course: Course, order: Order, info: AssignmentInfo, post: Post
) -> list[Table]:
    """Items of an assignment with all their figures, the test as a whole, its parts: over those
    of whom its page tells (:mod:`webapp.assignment_figures`).
    """
    view = view_of(connection, info, post)
    header = [
        *heads(order, "item version stem basis n blank"),
        *_figure_heads(order, "facility", interval=True),
        *_figure_heads(order, "spread"),
        *_figure_heads(order, "discrimination", interval=True, n=True),
        *_figure_heads(order, "efficiency"),
        *_figure_heads(order, "guess"),
        *_figure_heads(order, "seconds", n=True),
        *heads(order, "flags why_none"),
    ]

    def row(one: _Version) -> list[Value]:
        item, found = one.item, one.figures
        return [
            one.item_id,
            one.version,
            stem(course, item),
            say(order, f"export.basis_{one.basis}"),
            found.n,
            found.blank,
            _value("facility", found.mean),
            *_ends("facility", found.facility.interval),
            _value("spread", found.spread.value),
            found.discrimination.value,
            *_ends("discrimination", found.discrimination.interval),
            found.discrimination.n,
            found.efficiency.value,
            _value("guess", found.guess.value),
            found.seconds.value,
            found.seconds.n,
            _flags(course, order, item, one.flags),
            _why(order, ((name, getattr(found, name)) for name in OF_ITEM)),
        ]

    items = Table(
        say(order, "export.items"),
        header,
        (row(one) for one in _versions(connection, course, info, view)),
    )
    return [items, *_totals(connection, order, info, view), _item_words(order)]


@dataclass(frozen=True, slots=True)
class _Version:
    item: Item | None
    item_id: str
    version: str
    basis: Basis
    figures: ItemFigures
    flags: tuple[tuple[Flag, bool], ...]


def _versions(
    connection: Connection, course: Course, info: AssignmentInfo, view: View
) -> Iterator[_Version]:
    """Every item version of an assignment of which anything may be told."""
    for piece in exports.item_rows(connection, of_assignment(info.id)):
        pairs = [(one.item_id, one.version) for one in piece]
        items = item_bank.find_items(connection, course, pairs)
        for one in piece:
            key = one.item_id, one.version
            basis = view.basis(key, one.n)
            summary = one.summary if basis == "all" else view.own.get(key)
            if summary is not None:
                item = items.get(key)
                found = all_figures(item, summary)
                yield _Version(item, *key, basis, *as_shown(found, partly=view.partly(basis)))


def _item_words(order: Order) -> Table:
    return defined(
        order,
        [
            *plainly(order, "basis"),
            *of_figures(order, ("n", "interval", "thirds", "flags")),
            *of_figures(order, OF_ITEM),
            *of_figures(order, OF_TEST),
            *of_figures(order, OF_PART),
        ],
    )


def _totals(connection: Connection, order: Order, info: AssignmentInfo, view: View) -> list[Table]:
    test = whole_figures(connection, info, view)
    own: Basis = "all" if view.mine is None else "own"
    rows: list[Sequence[Value]] = []
    for name in OF_TEST:
        of_own = name in ("mean", "median", "sd")
        found, basis = (test.totals, own) if of_own else (test.whole, test.basis)
        figure = figure_words.of_test(found)[name]
        rows.append(
            [
                figure_words.words(order.lang, name).title,
                _value(name, figure.value),
                _unit(order, name) if figure.value is not None else "",
                *_ends(name, figure.interval),
                figure.n,
                say(order, f"export.basis_{basis}"),
                _why(order, [(name, figure)]),
            ]
        )
    parts: list[Sequence[Value]] = []
    for part, one in test.whole.parts.items():
        told = figure_words.of_part(one, test.whole.n, test.whole.parts_asked)
        parts.append(
            [
                part_name(order, part),
                test.whole.n,
                one.mean,
                one.spread,
                *(_value(name, told[name].value) for name in OF_PART),
                _why(order, told.items()),
            ]
        )
    return [
        Table(
            say(order, "export.totals"),
            heads(order, "figure value unit low high n basis why_none"),
            rows,
        ),
        Table(
            say(order, "export.parts"),
            [
                *heads(order, "test_part n part_mean part_spread"),
                *(head for name in OF_PART for head in _figure_heads(order, name)),
                *heads(order, "why_none"),
            ],
            parts,
        ),
    ]


def _unit(order: Order, name: str) -> str:
    unit = UNITS[name]
    return say(order, f"export.unit_{unit}") if unit != "coefficient" else ""


def part_name(order: Order, part: str) -> str:
    """A part of a test: an item, or the n-th place of a draw in a section."""
    kind, _, rest = part.partition(":")
    if kind == "item":
        return rest
    section, _, place = rest.partition(":")
    return say(order, "export.part_drawn", section=int(section) + 1, n=place)


def choices_tables(
    connection: Connection, course: Course, order: Order, info: AssignmentInfo, post: Post
) -> list[Table]:
    """The distractor tables of an assignment's items, one under the other."""
    view = view_of(connection, info, post)

    def rows() -> Iterator[list[Value]]:
        for one in _versions(connection, course, info, view):
            for row, name in choice_names.named_rows(course, order.lang, one.item, one.figures):
                yield _choice_row(course, order, one, row, name)

    columns = "key taken top of_top bottom of_bottom mean_rest ranked"
    return [
        Table(
            say(order, "export.choices"),
            heads(order, f"item version n letter choice {columns}"),
            rows(),
        ),
        defined(
            order,
            [*of_figures(order, ("n", "thirds")), *plainly(order, "taken mean_rest ranked")],
        ),
    ]


def _choice_row(
    course: Course, order: Order, one: _Version, row: ChoiceRow, name: ChoiceName
) -> list[Value]:
    cut = one.figures.thirds
    return [
        one.item_id,
        one.version,
        one.figures.n,
        name.letter,
        " ".join(course.plain(name.text).split()) if name.own else name.text,
        say(order, "export.yes") if row.key else "",
        row.taken,
        row.top,
        cut.top if cut is not None else None,
        row.bottom,
        cut.bottom if cut is not None else None,
        row.mean_rest * 100 if row.mean_rest is not None else None,
        row.ranked,
    ]


def bank_tables(
    connection: Connection, course: Course, order: Order, reader_id: int
) -> list[Table]:
    """First answers to each item version that the cohort may see, over all cohorts, no names. What
    is not told to the reader (:mod:`webapp.insight.strangers`) is left out.
    """
    hidden = untold(connection, reader_id)
    own = {one.item_id for one in own_items.list_seen(connection, order.cohort_id)}
    header = [
        *heads(order, "item version stem n blank"),
        *_figure_heads(order, "facility", interval=True),
        *_figure_heads(order, "discrimination", interval=True, n=True),
        *_figure_heads(order, "guess"),
        *_figure_heads(order, "seconds", n=True),
        *heads(order, "flags why_none"),
    ]

    def rows() -> Iterator[Sequence[Value]]:
        for piece in exports.item_heads(connection, BANK, FEWEST_PEOPLE):
            mine = [
                one
                for one in piece
                if _may_see(own, one.item_id) and (one.item_id, one.version) not in hidden
            ]
            pairs = [(one.item_id, one.version) for one in mine]
            items = item_bank.find_items(connection, course, pairs)
            for one in mine:
                item = items.get((one.item_id, one.version))
                yield _bank_row(course, order, item, one.item_id, one.version, read(one.figures))

    return [
        Table(say(order, "export.bank"), header, rows()),
        defined(
            order,
            [
                *of_figures(order, ("n", "interval", "others", "flags")),
                *of_figures(order, ("facility", "discrimination", "guess", "seconds")),
            ],
        ),
    ]


def _may_see(own: Collection[str], item_id: str) -> bool:
    """Not another cohort's own items (their ids: :mod:`webapp.item_writing`)."""
    return "-own-" not in item_id or item_id in own


def _bank_row(
    course: Course,
    order: Order,
    item: Item | None,
    item_id: str,
    version: str,
    found: StoredFigures,
) -> list[Value]:
    names = ("facility", "discrimination", "guess", "seconds")
    return [
        item_id,
        version,
        stem(course, item),
        found.n,
        found.blank,
        _value("facility", found.facility.value),
        *_ends("facility", found.facility.interval),
        found.discrimination.value,
        *_ends("discrimination", found.discrimination.interval),
        found.discrimination.n,
        _value("guess", found.guess.value),
        found.seconds.value,
        found.seconds.n,
        _flags(course, order, item, [(flag, not over_few(flag)) for flag in found.flags]),
        _why(order, ((name, getattr(found, name)) for name in names)),
    ]
