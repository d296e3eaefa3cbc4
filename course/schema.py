"""The shape of the YAML files authors write, as pydantic models.

They only say which fields there are and of what kind; what the values mean is checked where
each register is built.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from quizzes.item import Theme

Text = Annotated[str, StringConstraints(min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Number = Annotated[str, StringConstraints(pattern=r"^\d+(-\d+)*$")]
Part = Annotated[str, StringConstraints(pattern=r"^\d+(-\d+)*(\.\d+(-\d+)*)?$")]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CourseFile(_File):
    """course.yaml"""

    title: Text
    subtitle: Text
    edition: date
    description: Text | None = None


class ArticleEntry(_File):
    article: Number
    title: Text
    parts: tuple[Part, ...] = ()
    units: tuple[Text, ...] | None = None
    edition: date | None = None
    since: date | None = Field(None, alias="from")
    until: date | None = None
    replaced_by: Text | None = None
    note: Text | None = None


class ActEntry(_File):
    id: Slug
    short: Text
    title: Text
    number: Text
    aliases: tuple[Text, ...] = ()
    units: Annotated[tuple[Text, ...], Field(min_length=1, max_length=3)]
    edition: date
    checked: date
    since: date | None = Field(None, alias="from")
    until: date | None = None
    replaced_by: Text | None = None
    link: Annotated[str, StringConstraints(pattern=r"^https://\S+$")]
    note: Text | None = None
    articles: tuple[ArticleEntry, ...] = ()


class NormsFile(_File):
    """norms.yaml"""

    acts: tuple[ActEntry, ...]


class TermEntry(_File):
    term: Text
    definition: Text
    ru: Text
    en: Text
    norms: tuple[Text, ...] = ()
    basis: Literal["textbook"] | None = None
    forbid: tuple[Text, ...] = ()
    see: tuple[Text, ...] = ()
    objective: Text | None = None


class GlossaryFile(_File):
    """glossary.yaml"""

    terms: tuple[TermEntry, ...]


class MisconceptionEntry(_File):
    code: Slug
    title: Text
    description: Text
    ru: Text
    en: Text


class MisconceptionsFile(_File):
    """misconceptions.yaml"""

    misconceptions: tuple[MisconceptionEntry, ...]


class ObjectiveEntry(_File):
    id: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.[a-z]{1,2}$")]
    text: Text


class SectionEntry(_File):
    number: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+$")]
    title: Text
    objectives: tuple[ObjectiveEntry, ...] = ()
    lessons: tuple[Text, ...] = ()


class ChapterFile(_File):
    """chapter.yaml"""

    id: Annotated[str, StringConstraints(pattern=r"^\d+$")]
    title: Text
    sections: tuple[SectionEntry, ...]


class FrontMatter(_File):
    """The block between the two `---` lines at the head of a lesson."""

    title: Text
    section: Text
    summary: Text
    objectives: Annotated[tuple[Text, ...], Field(min_length=1)]
    checked: date


class CaseFence(_File):
    """A ```case block."""

    id: Slug
    title: Text
    text: Text


class NodeEntry(_File):
    id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")]
    text: Text
    kind: Literal["start", "step", "question", "end"] = "step"


class DiagramFence(_File):
    """A ```diagram block."""

    title: Text
    alt: Text
    rows: Annotated[tuple[tuple[NodeEntry, ...], ...], Field(min_length=1)]
    edges: tuple[Text, ...] = ()


class FactRange(_File):
    """Consecutive facts: `prefix` followed by 1 to `count`, written with `width` digits or more."""

    prefix: Text
    count: Annotated[int, Field(ge=1, le=9999)]
    width: Annotated[int, Field(ge=1, le=4)] = 2


class LeftOut(_File):
    fact: Text
    why: Text


class FactsFile(_File):
    """facts.yaml"""

    facts: tuple[FactRange, ...]
    left_out: tuple[LeftOut, ...] = ()


class TargetsFile(_File):
    """targets.yaml: what the bank of items aims at. Shares are in per cent."""

    section: Annotated[int, Field(ge=0)]
    sections: dict[Text, Annotated[int, Field(ge=0)]] = {}
    themes: dict[Text, Annotated[int, Field(ge=0)]] = {}
    longest_right: Annotated[int, Field(ge=0, le=100)] = 35
    position_least: Annotated[int, Field(ge=0, le=100)] = 15
    position_most: Annotated[int, Field(ge=0, le=100)] = 35
    similar_stems: Annotated[int, Field(ge=1, le=100)] = 80


class DayOff(_File):
    """A day off that is no ordinary weekend."""

    day: date
    why: Text


class WorkingYear(_File):
    """One year of the calendar, known in full. `working` are weekend days made working ones;
    `source` tells what it rests on."""

    year: Annotated[int, Field(ge=1990, le=2100)]
    source: Text
    off: tuple[DayOff, ...]
    working: tuple[date, ...] = ()


class WorkingDaysFile(_File):
    """working-days.yaml"""

    years: Annotated[tuple[WorkingYear, ...], Field(min_length=1)]


class CardEntry(_File):
    """A recall card: `front` asks, `back` answers."""

    slug: Slug
    objective: Text
    front: Text
    back: Text
    norms: tuple[Text, ...] = ()
    basis: Literal["law", "textbook"] = "law"
    theme: Theme = "deadlines"
    difficulty: Annotated[int, Field(ge=1, le=3)] = 1


class CardsFile(_File):
    """cards.yaml"""

    cards: tuple[CardEntry, ...]


class AmendmentEntry(_File):
    """A change of the law that makes earlier answers doubtful."""

    day: date = Field(alias="date")
    norms: Annotated[tuple[Text, ...], Field(min_length=1)]
    note: Text
    items: tuple[Text, ...] = ()


class AmendmentsFile(_File):
    """amendments.yaml"""

    amendments: tuple[AmendmentEntry, ...]


class ExamDraw(_File):
    """So many items of a kind; an empty list means that it does not matter."""

    count: Annotated[int, Field(ge=1, le=200)]
    sections: tuple[Text, ...] = ()
    themes: tuple[Theme, ...] = ()
    objectives: tuple[Text, ...] = ()
    types: tuple[Text, ...] = ()
    difficulties: tuple[Annotated[int, Field(ge=1, le=3)], ...] = ()
    norms: tuple[Text, ...] = ()


class ExamPart(_File):
    title: Text
    draws: Annotated[tuple[ExamDraw, ...], Field(min_length=1)]


class ExamFile(_File):
    """exams/*.yaml: a mock exam. `variants`: generated tasks may be drawn too."""

    title: Text
    about: Text
    minutes: Annotated[int, Field(ge=1, le=600)]
    variants: bool = False
    parts: Annotated[tuple[ExamPart, ...], Field(min_length=1)]
