"""What each template may use: one frozen dataclass per template.

A template gets exactly two names: ``chrome`` (the frame of the page) and ``page`` (its own
dataclass), beside the filters and functions listed in :mod:`webapp.templating`. A test renders
every template with undefined names refused and compares the names used with the fields here.

Lesson pages are rendered once at load and cut at the places that differ between readers. So in
``base.html``, ``lesson.html`` and ``item.html`` the fields marked *slot* may only be printed,
never tested or changed.

Pages of groups, assignments and exams have modules of their own in this package.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Literal

from markupsafe import Markup

from course.model import Act, Article, Chapter, Lesson, Objective, Section, Term
from quizzes.case import CaseText
from quizzes.item import Item
from quizzes.mastery import Word
from quizzes.outcome import Outcome
from webapp.pages.mastery import Stack

Language = Literal["kk", "ru", "en"]
LANGUAGES: tuple[Language, ...] = ("kk", "ru", "en")
NOTHING = Markup("")


@dataclass(frozen=True, slots=True)
class Chrome:
    """The frame around every page."""

    lang: Language
    title: str  # of the page; the site's name is added by base.html
    path: str  # of the page, for the language links
    theme: str = "auto"  # slot; auto | light | dark
    size: str = "m"  # slot; s | m | l | xl
    csrf: str | Markup = ""  # slot; value of the hidden field of every form
    reader: str | Markup = ""  # slot; opaque id of the reader, "" for a visitor
    account: Markup = NOTHING  # slot; rendered _account.html
    flash: Markup = NOTHING  # slot; rendered _flash.html
    section: str = ""  # main menu entry: home, glossary, norms, search, help


@dataclass(frozen=True, slots=True)
class AccountMenu:
    """``_account.html``: who is reading."""

    name: str | None  # None: a visitor or a guest without a name
    guest: bool  # has a guest record with progress
    instructor: bool
    unread: bool = False  # a notice waits


@dataclass(frozen=True, slots=True)
class Flash:
    """``_flash.html``: one line said once after an action."""

    kind: Literal["done", "warning", "error"]
    text: str


@dataclass(frozen=True, slots=True)
class LessonLine:
    """A lesson in a table of contents, with the reader's progress."""

    lesson: Lesson
    items: int
    answered: int  # items with at least one scored or awaiting answer
    right: int  # items whose latest answer earned all its points
    opened: bool
    finished: bool  # the reader said «Оқып шықтым»

    @property
    def state(self) -> str:
        """Key of the word shown: new, begun, read, done."""
        if self.items and self.right == self.items:
            return "done"
        if self.finished:
            return "read"
        if self.opened or self.answered:
            return "begun"
        return "new"


@dataclass(frozen=True, slots=True)
class SectionLine:
    section: Section
    lessons: tuple[LessonLine, ...]  # empty: in preparation
    stack: Stack | None = None  # how its objectives stand, if that is known

    @property
    def items(self) -> int:
        return sum(line.items for line in self.lessons)

    @property
    def right(self) -> int:
        return sum(line.right for line in self.lessons)

    @property
    def minutes(self) -> int:
        return sum(line.lesson.minutes for line in self.lessons)


@dataclass(frozen=True, slots=True)
class ChapterLine:
    chapter: Chapter
    sections: tuple[SectionLine, ...]


@dataclass(frozen=True, slots=True)
class HomeTask:
    """The assignment that a student has to do next; ``more`` others are open or near too."""

    id: int
    title: str
    state: str  # open, runs, coming
    when: str
    more: int


@dataclass(frozen=True, slots=True)
class HomeToday:
    """What «Today» has for someone signed in. ``due`` None: they have not begun with it; ``full``:
    the minutes of their day, if what is due fills them, 0 if it does not.
    """

    due: int | None
    full: int = 0
    exam_on: date | None = None  # None: no exam ahead
    days_left: int = 0


@dataclass(frozen=True, slots=True)
class HomePage:
    """``home.html``: the title page of the book."""

    title: str
    subtitle: str
    edition: date
    chapters: tuple[ChapterLine, ...]
    resume: LessonLine | None  # where the reader left off; None: never began
    first: LessonLine | None  # where to begin
    answered: int
    right: int
    items: int
    task: HomeTask | None = None
    today: HomeToday | None = None


@dataclass(frozen=True, slots=True)
class LessonPart:
    """A piece of a lesson in reading order: text, or an item (slot)."""

    html: Markup


@dataclass(frozen=True, slots=True)
class LessonPage:
    """``lesson.html``."""

    lesson: Lesson
    chapter: Chapter
    section: Section
    objectives: tuple[Objective, ...]
    parts: tuple[LessonPart, ...]  # slots inside
    progress: Markup  # slot; rendered _lesson_progress.html
    previous: Lesson | None
    next: Lesson | None


@dataclass(frozen=True, slots=True)
class LessonProgress:
    """``_lesson_progress.html``: the reader's progress in this lesson."""

    items: int
    answered: int
    right: int
    finished: bool
    words: tuple[tuple[Objective, Word], ...] = ()


@dataclass(frozen=True, slots=True)
class GivenMark:
    """What a person gave an essay, for its author: points by criterion id, and a comment."""

    points: dict[str, int]
    comment: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """``item.html``: one item in one of its states.

    ``fresh``: never answered (a draft may be filled in). ``again``: answered before, tried again.
    ``refused``: the last answer could not be read or was blank; ``error`` says why and the typed
    text is kept. ``answered``: scored or waiting for a person.
    """

    item: Item
    number: int  # in its lesson, from 1
    lesson_id: str
    state: Literal["fresh", "again", "refused", "answered"]
    attempt: int  # number that the next answer will carry, from 1
    order: tuple[str, ...] | dict[str, tuple[str, ...]]  # as item.order(seed) returned it
    form: dict[str, list[str]] = field(default_factory=dict)  # what to fill in
    outcome: Outcome | None = None
    error: str | None = None  # a sentence in the reader's language
    draft_saved: datetime | None = None
    draft_revision: int = 0  # of the draft that is filled in; 0: none
    tries: int = 0  # answers so far
    best: Fraction | None = None
    answered_at: datetime | None = None
    version_changed: bool = False  # answered in an earlier version of the item
    csrf: str | Markup = ""  # slot
    case: CaseText | None = None  # shown with the item in an assignment
    asks_again: bool = True  # an answer that is nearly right is asked for again; not in an exam
    points: int = 0  # what it is worth in an assignment; 0: as many as the item has
    reasons: bool = True  # whether reasons and the explanation may be seen
    mark: GivenMark | None = None  # what a person gave an essay


@dataclass(frozen=True, slots=True)
class GlossaryPage:
    """``glossary.html``: all terms in Kazakh alphabetical order, by first letter."""

    letters: tuple[tuple[str, tuple[Term, ...]], ...]
    query: str


@dataclass(frozen=True, slots=True)
class TermPage:
    """``term.html`` (and ``_term.html``, the bare card shown beside a lesson)."""

    term: Term
    lessons: tuple[Lesson, ...]  # where it is used


@dataclass(frozen=True, slots=True)
class NormsPage:
    """``norms.html``: every act the course cites."""

    acts: tuple[tuple[Act, int], ...]  # act, number of its articles cited


@dataclass(frozen=True, slots=True)
class ActPage:
    """``act.html``: one act with its articles and where each is cited."""

    act: Act
    articles: tuple[tuple[Article, tuple[Lesson, ...]], ...]


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """``article.html`` (and ``_article.html``, the bare card shown beside a lesson)."""

    act: Act
    article: Article
    lessons: tuple[Lesson, ...]


@dataclass(frozen=True, slots=True)
class SearchHit:
    kind: Literal["lesson", "term", "norm"]
    title: str
    href: str
    snippet: Markup


@dataclass(frozen=True, slots=True)
class SearchPage:
    """``search.html``."""

    query: str
    hits: tuple[SearchHit, ...]


@dataclass(frozen=True, slots=True)
class HelpPage:
    """``help.html``: how to read, answer, keep progress; keys; partial credit rules."""


@dataclass(frozen=True, slots=True)
class PrivacyPage:
    """``privacy.html``: what is stored, why, how long, who sees it."""


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """``settings.html``: language, theme, text size."""

    lang: Language
    theme: str
    size: str
    back: str


@dataclass(frozen=True, slots=True)
class SignInPage:
    """``sign_in.html``."""

    login: str
    error: str | None
    back: str


@dataclass(frozen=True, slots=True)
class SignUpPage:
    """``sign_up.html``; also the page of a one-time instructor link and of a group's join link."""

    login: str
    name: str
    errors: dict[str, str]  # field → sentence; fields: login, name, password
    keeps_progress: bool  # a guest's answers will move to the account
    invitation: Literal["", "instructor", "group"]
    group: str  # title of the group joined, or ""
    action: str  # where the form goes
    back: str


@dataclass(frozen=True, slots=True)
class JoinPage:
    """``join.html``: a signed-in person confirms joining a group."""

    group: str
    cohort: str
    action: str
    leaves: str = ""  # the group of the cohort where the person studies now


@dataclass(frozen=True, slots=True)
class ResetPage:
    """``reset.html``: set a new password by a link an instructor issued."""

    login: str
    error: str | None
    action: str


@dataclass(frozen=True, slots=True)
class SignInRecord:
    started: datetime
    current: bool


@dataclass(frozen=True, slots=True)
class AccountPage:
    """``account.html``."""

    login: str
    name: str
    sign_ins: tuple[SignInRecord, ...]
    groups: tuple[tuple[str, str, str, int | None], ...]  # cohort, group, role key, group id
    answered: int
    right: int


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """``error.html``: what happened, what was kept, what to do."""

    status: int
    heading: str
    what: str
    kept: str
    do: str
    request_id: str


@dataclass(frozen=True, slots=True)
class ConfirmPage:
    """``confirm.html``: a form sent without proof that it came from our page; send it again.

    Holds every field that was sent, so that nothing typed is lost.
    """

    action: str
    fields: tuple[tuple[str, str], ...]
