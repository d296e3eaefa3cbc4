"""Pages of the bank: finding items, looking at one, writing own ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from course.model import Misconception, Objective, Section
from quizzes.case import CaseText
from webapp.bank import BankItem, Search
from webapp.item_checking import Checked
from webapp.item_writing import Typed
from webapp.pages import ItemView
from webapp.queries.own_items import OwnItemRow


@dataclass(frozen=True, slots=True)
class BankLine:
    """An item in a list. ``case``: title of its case."""

    bank: BankItem
    stem: str
    case: str
    taken: bool = False  # the assessment under work has it already


@dataclass(frozen=True, slots=True)
class Adding:
    """Items are being chosen for an assessment. ``back`` is the search to come back to."""

    assessment_id: int
    title: str
    section: int
    sections: tuple[str, ...]  # titles; "" for one without


@dataclass(frozen=True, slots=True)
class BankPage:
    """``bank.html``."""

    cohort_id: int
    cohort: str
    instructor: bool
    may_change: bool
    search: Search
    lines: tuple[BankLine, ...]
    total: int
    whole: int  # items in the bank
    page: int
    pages: int
    sections: tuple[tuple[Section, tuple[Objective, ...]], ...]
    themes: tuple[str, ...]
    types: tuple[str, ...]
    previous: str  # query of the neighbouring page, "" for none
    next: str
    here: str  # query of this page
    adding: Adding | None = None


@dataclass(frozen=True, slots=True)
class BankItemPage:
    """``bank_item.html``. ``view`` is the item as asked, or with its key."""

    cohort_id: int
    cohort: str
    instructor: bool
    may_change: bool
    bank: BankItem
    view: ItemView
    as_student: bool
    own: OwnItemRow | None  # None: an item of the course
    may_edit: bool
    objectives: tuple[Objective, ...]
    misconceptions: tuple[tuple[Misconception, str], ...]  # with what betrays it
    lesson: tuple[str, str] | None  # address and title of where it stands
    error: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ItemTypesPage:
    """``bank_types.html``: what kind of item is to be written."""

    cohort_id: int
    cohort: str
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemFormPage:
    """``bank_item_form.html``: writing an own item. ``item_id`` None: a new one. ``conflict``:
    when someone else's change came in between.
    """

    cohort_id: int
    cohort: str
    item_id: str | None
    version: str
    adapted_from: str
    typed: Typed
    checked: Checked | None  # None: not checked yet
    preview: ItemView | None
    sections: tuple[tuple[Section, tuple[Objective, ...]], ...]
    cases: tuple[CaseText, ...]
    misconceptions: tuple[Misconception, ...]
    themes: tuple[str, ...]
    conflict: datetime | None = None
    theirs: Mapping[str, str] = field(default_factory=dict)  # label → their text where it differs

    def fault(self, name: str) -> str:
        """What is wrong with a field, "" for nothing."""
        return self.checked.of(name) if self.checked is not None else ""

    def advice(self, name: str) -> str:
        """What could be better in a field, "" for nothing."""
        return self.checked.advice(name) if self.checked is not None else ""
