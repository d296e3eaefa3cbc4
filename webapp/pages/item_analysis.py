"""Pages of item analysis over all cohorts, and the page of definitions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from course.model import Section
from quizzes.item_figures import ItemFigures
from quizzes.item_flags import Flag
from webapp.choice_names import NamedRow
from webapp.insight.figures import StoredFigures
from webapp.queries.item_analysis import GivenIn, Totals


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """``figures.html``: names of statistics by what they are about; of each
    flag its code, what it means, what to do."""

    groups: tuple[tuple[str, tuple[str, ...]], ...]
    flags: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class VersionLine:
    """An item version in the list. ``n`` None: fewer people than may be told of; ``figures`` None:
    of these, fewer whom the reader does not teach. ``current``: it is the version that is asked
    now.
    """

    item_id: str
    version: str
    stem: str
    section: str
    type: str  # "" for a generator's variants
    current: bool
    n: int | None
    enough: bool
    figures: StoredFigures | None


@dataclass(frozen=True, slots=True)
class BankAnalysisPage:
    """``item_analysis_list.html``. ``untold``: how many item versions are not told to the reader,
    for few of whom they do not teach stand behind them.
    """

    cohort_id: int
    cohort: str
    totals: Totals
    lines: tuple[VersionLine, ...]
    found: int
    page: int
    pages: int
    previous: str  # query of the neighbouring page, "" for none
    next: str
    section: str
    flag: str
    few: bool
    sections: tuple[Section, ...]
    flags: tuple[str, ...]
    waiting: int  # people whose newest answers are not counted yet
    fewest_people: int
    untold: int


@dataclass(frozen=True, slots=True)
class VersionPart:
    """One version of the item. ``figures`` None: fewer people than may be told of; ``told`` False:
    of these, fewer whom the reader does not teach. ``calls``: what
    the page calls the choice that a flag is about. ``evident``: its thirds are people enough to be
    told of.
    """

    version: str
    stem: str
    current: bool
    told: bool
    n: int
    figures: ItemFigures | None
    flags: tuple[Flag, ...]
    calls: Mapping[str, str]
    rows: tuple[NamedRow, ...]
    several: bool
    evident: bool


@dataclass(frozen=True, slots=True)
class ItemAnalysisPage:
    """``item_analysis_item.html``. ``variants``: a generator, whose variants count as one."""

    cohort_id: int
    cohort: str
    item_id: str
    stem: str
    type: str
    variants: bool
    in_bank: bool
    parts: tuple[VersionPart, ...]
    lesson: tuple[str, str] | None
    reports: int
    may_change: bool
    may_edit: bool
    given: tuple[GivenIn, ...]
    waiting: int
    fewest_people: int
    names: tuple[str, ...]  # of the figures
