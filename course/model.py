"""The course as the rest of the program sees it: complete, checked and immutable."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from course.amendments import Amendment
from course.exams import Exam
from course.glossary import Glossary, Term
from course.misconceptions import Misconception
from course.norms import Act, Article, NormRef, NormRegister
from course.texts import Texts
from quizzes.case import CaseText
from quizzes.item import Item
from quizzes.working_days import WorkingDays

__all__ = [
    "Act",
    "Amendment",
    "Article",
    "Block",
    "Chapter",
    "Course",
    "Exam",
    "Heading",
    "HtmlBlock",
    "ItemBlock",
    "Lesson",
    "Misconception",
    "NormRef",
    "Objective",
    "Section",
    "Term",
]


@dataclass(frozen=True)
class Objective:
    """What a learner can do after a section: `text` is a sentence with a verb."""

    id: str
    text: str
    section: str


@dataclass(frozen=True)
class Section:
    """A section such as 2.1; without lessons it is in preparation."""

    number: str
    title: str
    chapter: str
    objectives: tuple[Objective, ...]
    lessons: tuple[str, ...]


@dataclass(frozen=True)
class Chapter:
    id: str
    slug: str
    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Heading:
    """A heading of a lesson; `offset` is where it stands in the lesson's `source_text`."""

    id: str
    level: int
    text: str
    offset: int


@dataclass(frozen=True)
class HtmlBlock:
    html: str


@dataclass(frozen=True)
class ItemBlock:
    """An item in the flow of a lesson; `number` counts the items of the lesson from 1."""

    item_id: str
    number: int


Block = HtmlBlock | ItemBlock


@dataclass(frozen=True)
class Lesson:
    """One lesson.

    `words` leaves out items and case texts, `minutes` is reading time rounded up, `checked`
    is the day its norms were checked, `source_text` is its plain text for searching.
    """

    id: str
    number: str
    title: str
    section: str
    chapter: str
    summary: str
    objectives: tuple[str, ...]
    checked: date
    words: int
    minutes: int
    blocks: tuple[Block, ...]
    headings: tuple[Heading, ...]
    item_ids: tuple[str, ...]
    case_ids: tuple[str, ...]
    facts: tuple[str, ...]
    norms: tuple[NormRef, ...]
    terms: tuple[Term, ...]
    source_text: str
    previous: str | None = None
    next: str | None = None

    @property
    def href(self) -> str:
        return f"/lessons/{self.id}"


@dataclass(frozen=True)
class Course:
    """The whole course. Mappings are by id, in the order of the course. `cards` are the recall
    cards, items like others but in no lesson and no bank.
    """

    title: str
    subtitle: str
    edition: date
    description: str | None
    chapters: tuple[Chapter, ...]
    sections: Mapping[str, Section]
    objectives: Mapping[str, Objective]
    lessons: Mapping[str, Lesson]
    items: Mapping[str, Item]
    item_lessons: Mapping[str, str]
    cases: Mapping[str, CaseText]
    norms: NormRegister
    glossary: Glossary
    misconceptions: Mapping[str, Misconception]
    working_days: WorkingDays
    cards: Mapping[str, Item]
    amendments: tuple[Amendment, ...]
    exams: Mapping[str, Exam]
    _texts: Texts = field(repr=False)

    def html(self, text: str) -> str:
        """The Markdown of an item, a case, a definition or a note as HTML blocks."""
        return self._texts.rendered(text).block

    def inline(self, text: str) -> str:
        """The same without paragraphs, to stand inside a line."""
        return self._texts.rendered(text).inline

    def plain(self, text: str) -> str:
        """The words of a Markdown text alone, for titles, feeds and searching."""
        return self._texts.rendered(text).plain
