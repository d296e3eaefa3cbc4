"""Item analysis to take away: of an assignment, its options, and of the bank."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from fractions import Fraction

from sqlalchemy import Connection

from course.model import Course
from quizzes.intervals import Interval
from quizzes.item import Item
from quizzes.item_figures import ItemFigures
from quizzes.item_flags import Flag, item_flags
from quizzes.score_summary import score_figures
from webapp import choice_names, figure_words, item_bank
from webapp.exports import Order
from webapp.figure_words import OF_ITEM, OF_PART, OF_TEST, UNITS, Figured
from webapp.insight.figures import StoredFigures, all_figures, read
from webapp.insight.file_words import defined, heads, of_figures, plainly, say, stem
from webapp.queries import exports, insight, own_items
from webapp.queries.assignments import AssignmentInfo
from webapp.queries.insight import BANK, of_assignment
from webapp.spreadsheets import Table, Value

FEWEST_PEOPLE = 5
"""Of the whole bank nothing is told that rests on fewer people."""


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


def _flags(course: Course, order: Order, item: Item | None, flags: Iterable[Flag]) -> str:
    found = []
    for flag in flags:
        choice = ""
        if flag.choice:
            name = choice_names.choice_name(course, order.lang, item, flag.choice)
            choice = choice_names.in_sentence(course, name)
        told = figure_words.flag_words(order.lang, flag, choice)
        found.append(f"{told.strength}: {told.sentence} {told.evidence}")
    return "\n".join(found)


def analysis_tables(
    connection: Connection, course: Course, order: Order, info: AssignmentInfo
) -> list[Table]:
    """Items of an assignment with all their figures, the test as a whole, its parts."""
    scope = of_assignment(info.id)
    header = [
        *heads(order, "item version stem n blank"),
        *_figure_heads(order, "facility", interval=True),
        *_figure_heads(order, "spread"),
        *_figure_heads(order, "discrimination", interval=True, n=True),
        *_figure_heads(order, "efficiency"),
        *_figure_heads(order, "guess"),
        *_figure_heads(order, "seconds", n=True),
        *heads(order, "flags why_none"),
    ]

    def row(item: Item | None, item_id: str, version: str, found: ItemFigures) -> list[Value]:
        return [
            item_id,
            version,
            stem(course, item),
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
            _flags(course, order, item, item_flags(found)),
            _why(order, ((name, getattr(found, name)) for name in OF_ITEM)),
        ]

    items = Table(
        say(order, "export.items"),
        header,
        _each(connection, course, scope, lambda *one: [row(*one)]),
    )
    return [items, *_totals(connection, order, scope), _item_words(order)]


def _each(
    connection: Connection,
    course: Course,
    scope: str,
    rows: Callable[[Item | None, str, str, ItemFigures], Iterable[Sequence[Value]]],
) -> Iterator[Sequence[Value]]:
    for piece in exports.item_rows(connection, scope):
        pairs = [(one.item_id, one.version) for one in piece]
        items = item_bank.find_items(connection, course, pairs)
        for one in piece:
            item = items.get((one.item_id, one.version))
            yield from rows(item, one.item_id, one.version, all_figures(item, one.summary))


def _item_words(order: Order) -> Table:
    return defined(
        order,
        [
            *of_figures(order, ("n", "interval", "thirds", "flags")),
            *of_figures(order, OF_ITEM),
            *of_figures(order, OF_TEST),
            *of_figures(order, OF_PART),
        ],
    )


def _totals(connection: Connection, order: Order, scope: str) -> list[Table]:
    summary = insight.find_scores(connection, scope)
    totals: list[Sequence[Value]] = []
    parts: list[Sequence[Value]] = []
    if summary is not None:
        found = score_figures(summary)
        totals.append([say(order, "export.head_parts_asked"), found.parts_asked, "", None, None,
                       found.n, ""])  # fmt: skip
        for name, figure in figure_words.of_test(found).items():
            totals.append(
                [
                    figure_words.words(order.lang, name).title,
                    _value(name, figure.value),
                    _unit(order, name) if figure.value is not None else "",
                    *_ends(name, figure.interval),
                    figure.n,
                    _why(order, [(name, figure)]),
                ]
            )
        for part, one in found.parts.items():
            told = figure_words.of_part(one, found.n)
            parts.append(
                [
                    part_name(order, part),
                    found.n,
                    one.mean,
                    one.spread,
                    *(_value(name, told[name].value) for name in OF_PART),
                    _why(order, told.items()),
                ]
            )
    return [
        Table(
            say(order, "export.totals"),
            heads(order, "figure value unit low high n why_none"),
            totals,
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
    connection: Connection, course: Course, order: Order, info: AssignmentInfo
) -> list[Table]:
    """The distractor tables of an assignment's items, one under the other."""

    def rows(
        item: Item | None, item_id: str, version: str, found: ItemFigures
    ) -> Iterator[list[Value]]:
        cut = found.thirds
        for one, name in choice_names.named_rows(course, order.lang, item, found):
            words = " ".join(course.plain(name.text).split()) if name.own else name.text
            yield [
                item_id,
                version,
                found.n,
                name.letter,
                words,
                say(order, "export.yes") if one.key else "",
                one.taken,
                one.top,
                cut.top if cut is not None else None,
                one.bottom,
                cut.bottom if cut is not None else None,
                one.mean_rest * 100 if one.mean_rest is not None else None,
                one.ranked,
            ]

    columns = "key taken top of_top bottom of_bottom mean_rest ranked"
    return [
        Table(
            say(order, "export.choices"),
            heads(order, f"item version n letter choice {columns}"),
            _each(connection, course, of_assignment(info.id), rows),
        ),
        defined(
            order,
            [*of_figures(order, ("n", "thirds")), *plainly(order, "taken mean_rest ranked")],
        ),
    ]


def bank_tables(connection: Connection, course: Course, order: Order) -> list[Table]:
    """First answers to each item version that the cohort may see, over all cohorts, no names."""
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
            mine = [one for one in piece if _may_see(own, one.item_id)]
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
                *of_figures(order, ("n", "interval", "flags")),
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
        _flags(course, order, item, found.flags),
        _why(order, ((name, getattr(found, name)) for name in names)),
    ]
