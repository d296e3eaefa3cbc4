"""From the content directory to a Course, or to the list of what is wrong with it."""

import gc
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from course import bank, checks, facts
from course.amendments import Amendment, amendments_from
from course.cards import deadline_cards, term_cards
from course.diagnostics import Diagnostic, Report
from course.exams import Exam, exam_from
from course.facts import FactRegister, facts_from
from course.figures import FigureFolder
from course.files import FileReader
from course.glossary import Glossary, glossary_from
from course.item_register import RegisteredItem, UsedItem, compare, read_register
from course.items import ItemReader
from course.lesson import LessonReader, ReadLesson
from course.misconceptions import Misconception, misconceptions_from
from course.model import Chapter, Course, Lesson, Objective, Section
from course.norms import NormRegister, register_from
from course.positioned import Document, read
from course.prose import minutes
from course.resolving import Resolver
from course.schema import ChapterFile, CourseFile, TargetsFile
from course.source import yaml_source
from course.texts import Texts
from course.validation import salvaged, validated
from course.working_days import NO_CALENDAR, working_days_from
from quizzes.case import CaseText
from quizzes.generators import GENERATORS
from quizzes.item import Item
from quizzes.working_days import WorkingDays

Model = TypeVar("Model", bound=BaseModel)

_LESSON_NAME = re.compile(r"^(\d+\.\d+)\.\d+-[a-z0-9]+(-[a-z0-9]+)*$")
_CHAPTER_NAME = re.compile(r"^\d{2}-[a-z0-9]+(-[a-z0-9]+)*$")


@dataclass(frozen=True)
class Loaded:
    """`course` is None when any diagnostic is an error; `used` are the items found all the same."""

    course: Course | None
    diagnostics: tuple[Diagnostic, ...]
    contents: "Contents"
    facts: FactRegister | None = None


@dataclass(frozen=True)
class ChapterSource:
    """A chapter.yaml that could be read; further faults of it go to `report`."""

    chapter: Chapter
    entry: ChapterFile
    path: str
    document: Document
    folder: Path
    report: Report


@dataclass(frozen=True)
class Contents:
    """What was found, faulty or not: for checks across files, the register and listings."""

    chapters: tuple[ChapterSource, ...]
    objectives: Mapping[str, Objective]
    lessons: Mapping[str, ReadLesson]
    used: Mapping[str, UsedItem]
    items: Mapping[str, Item]
    item_lessons: Mapping[str, str]
    cases: Mapping[str, CaseText]
    register: Mapping[str, RegisteredItem]
    norms: NormRegister
    glossary: Glossary
    misconceptions: Mapping[str, Misconception]


def load(path: Path, fallback: Path | None = None) -> Loaded:
    """Read the content directory `path`.

    `fallback` is another content directory whose course.yaml and misconceptions.yaml stand in
    for missing ones, so that an author can check a part of the course alone.
    """
    report = Report()
    with _collector_paused():
        return _Loader(path, fallback, report).load()


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Nearly all that loading makes is kept: looking through it for garbage only takes time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


class _Loader:
    def __init__(self, root: Path, fallback: Path | None, report: Report) -> None:
        self.root = root
        self.fallback = fallback
        self.report = report
        self.files = FileReader(root, report)

    def load(self) -> Loaded:
        if not self.root.is_dir():
            self.report.add(str(self.root), (1, 1), "file.no-directory")
        head_path, head_document = self._yaml("course.yaml", shared=True)
        head = self._validated(CourseFile, head_path, head_document)
        misconceptions = misconceptions_from(
            *self._yaml("misconceptions.yaml", shared=True), self.report
        )
        norms_path, norms_document = self._yaml("norms.yaml")
        norms = register_from(norms_path, norms_document, self.report)
        glossary_path, glossary_document = self._yaml("glossary.yaml")
        glossary = glossary_from(glossary_path, glossary_document, norms, self.report)

        chapters = self._chapters()
        objectives = self._objectives(chapters)
        files = self._lesson_files(chapters)
        resolver = Resolver(norms, glossary, frozenset(files), self.report)
        texts = Texts(resolver)
        _prepare(texts, glossary_path, glossary_document, "definition")
        _prepare(texts, norms_path, norms_document, "note")
        items = ItemReader(norms, misconceptions, objectives, texts, self.report)
        reader = LessonReader(resolver, items, self.files, self.report)

        lessons: dict[str, ReadLesson] = {}
        for lesson_id, (source, file) in files.items():
            text = self.files.text(file)
            if text is None:
                continue
            folder = FigureFolder(source.folder, source.chapter.slug)
            lesson = reader.read(self.files.name(file), lesson_id, text, folder)
            if lesson is not None:
                lessons[lesson_id] = lesson
        contents = self._contents(chapters, objectives, lessons, norms, glossary, misconceptions)
        checks.run(contents, self.report)
        facts = self._facts(contents)
        self._targets(contents)
        days = self._working_days()
        cards = term_cards(glossary_path, glossary_document, glossary, objectives, self.report)
        self._deadline_cards(cards, norms, objectives, texts)
        amendments = self._amendments(contents, cards, texts)
        exams = self._exams(contents)
        course = None
        if head is not None and not self.report.has_errors():
            course = _course(head, contents, days, cards, amendments, exams, texts)
        return Loaded(course, self.report.sorted(), contents, facts)

    def _facts(self, contents: Contents) -> FactRegister | None:
        """The register of facts, if the content has one, checked against what is taught."""
        if not (self.root / "facts.yaml").exists():
            return None
        path, document = self._yaml("facts.yaml")
        register = facts_from(path, document, self.report) if document else None
        if register is not None:
            facts.check(path, register, contents, self.report)
        return register

    def _targets(self, contents: Contents) -> None:
        """The whole bank against its targets, if the content has any."""
        if not (self.root / "targets.yaml").exists():
            return
        path, document = self._yaml("targets.yaml")
        aims = self._validated(TargetsFile, path, document)
        if aims is not None and document is not None:
            bank.check(path, document, aims, contents, self.report)

    def _working_days(self) -> WorkingDays:
        """The calendar of working days, if the content has one."""
        if not (self.root / "working-days.yaml").exists():
            return NO_CALENDAR
        path, document = self._yaml("working-days.yaml")
        return working_days_from(path, document, self.report) if document else NO_CALENDAR

    def _deadline_cards(
        self,
        cards: dict[str, Item],
        norms: NormRegister,
        objectives: Mapping[str, Objective],
        texts: Texts,
    ) -> None:
        """Add the cards of cards.yaml, if the content has any."""
        if not (self.root / "cards.yaml").exists():
            return
        path, document = self._yaml("cards.yaml")
        for field in ("front", "back"):
            _prepare(texts, path, document, field)
        deadline_cards(path, document, cards, norms, objectives, self.report)

    def _amendments(
        self, contents: Contents, cards: Mapping[str, Item], texts: Texts
    ) -> tuple[Amendment, ...]:
        """The changes of the law that the content lists, if it lists any."""
        if not (self.root / "amendments.yaml").exists():
            return ()
        path, document = self._yaml("amendments.yaml")
        if document is None:
            return ()
        _prepare(texts, path, document, "note")
        known = contents.items.keys() | cards.keys() | GENERATORS.keys()
        return amendments_from(path, document, contents.norms, known, self.report)

    def _exams(self, contents: Contents) -> dict[str, Exam]:
        """The mock exams by the names of their files."""
        found: dict[str, Exam] = {}
        for file in sorted((self.root / "exams").glob("*.yaml")):
            text = self.files.text(file)
            if text is None:
                continue
            document = read(text)
            exam = exam_from(self.files.name(file), file.stem, document, contents, self.report)
            if exam is not None:
                found[exam.id] = exam
        return found

    def _yaml(self, name: str, shared: bool = False) -> tuple[str, Document | None]:
        file = self.root / name
        if shared and self.fallback is not None and not file.exists():
            file = self.fallback / name
        text = self.files.text(file)
        return self.files.name(file), None if text is None else read(text)

    def _validated(self, model: type[Model], path: str, document: Document | None) -> Model | None:
        return validated(model, path, document, self.report) if document else None

    def _chapters(self) -> tuple[ChapterSource, ...]:
        folder = self.root / "chapters"
        found: list[ChapterSource] = []
        directories = sorted(one for one in folder.glob("*") if one.is_dir())
        if not directories:
            self.report.add("chapters", (1, 1), "file.no-chapters")
        ids: dict[str, str] = {}
        for directory in directories:
            if not _CHAPTER_NAME.match(directory.name):
                self.report.add(
                    self.files.name(directory), (1, 1), "chapter.bad-folder", name=directory.name
                )
                continue
            source = self._chapter(directory)
            if source is None:
                continue
            chapter = source.chapter
            if chapter.id in ids:
                place = source.document.place(("id",))
                self.report.add(source.path, place, "chapter.duplicate", id=chapter.id)
                continue
            ids[chapter.id] = source.path
            found.append(source)
        return tuple(found)

    def _chapter(self, directory: Path) -> ChapterSource | None:
        file = directory / "chapter.yaml"
        text = self.files.text(file)
        if text is None:
            return None
        path, document = self.files.name(file), read(text)
        entry, report = salvaged(ChapterFile, path, document, self.report)
        if entry is None:
            return None
        sections: list[Section] = []
        for number, one in enumerate(entry.sections):
            place = document.place(("sections", number, "number"))
            if one.number.partition(".")[0] != entry.id:
                report.add(path, place, "section.other-chapter", section=one.number)
            if any(known.number == one.number for known in sections):
                report.add(path, place, "section.duplicate", section=one.number)
                continue
            objectives = tuple(
                Objective(objective.id, objective.text, one.number) for objective in one.objectives
            )
            sections.append(Section(one.number, one.title, entry.id, objectives, one.lessons))
        chapter = Chapter(entry.id, directory.name, entry.title, tuple(sections))
        return ChapterSource(chapter, entry, path, document, directory, report)

    def _objectives(self, chapters: tuple[ChapterSource, ...]) -> dict[str, Objective]:
        found: dict[str, Objective] = {}
        for source in chapters:
            for number, section in enumerate(source.entry.sections):
                for index, entry in enumerate(section.objectives):
                    where = ("sections", number, "objectives", index, "id")
                    place = source.document.place(where)
                    if entry.id in found:
                        code = "objective.duplicate"
                    elif entry.id.rpartition(".")[0] != section.number:
                        code = "objective.other-section"
                    else:
                        found[entry.id] = Objective(entry.id, entry.text, section.number)
                        continue
                    source.report.add(
                        source.path, place, code, objective=entry.id, section=section.number
                    )
        return found

    def _lesson_files(
        self, chapters: tuple[ChapterSource, ...]
    ) -> dict[str, tuple[ChapterSource, Path]]:
        """The lesson files named in the chapters, in the order of the course."""
        found: dict[str, tuple[ChapterSource, Path]] = {}
        for source in chapters:
            for number, section in enumerate(source.entry.sections):
                for index, name in enumerate(section.lessons):
                    place = source.document.place(("sections", number, "lessons", index))
                    file = source.folder / f"{name}.md"
                    match = _LESSON_NAME.match(name)
                    if match is None or match[1] != section.number:
                        code = "lesson.bad-name"
                    elif name in found:
                        code = "lesson.named-twice"
                    elif not file.is_file():
                        code = "lesson.missing-file"
                    else:
                        found[name] = (source, file)
                        continue
                    source.report.add(source.path, place, code, name=name, section=section.number)
            for file in sorted(source.folder.glob("*.md")):
                if found.get(file.stem, (None, None))[1] != file:
                    source.report.add(self.files.name(file), (1, 1), "lesson.not-named")
        return found

    def _contents(
        self,
        chapters: tuple[ChapterSource, ...],
        objectives: Mapping[str, Objective],
        lessons: Mapping[str, ReadLesson],
        norms: NormRegister,
        glossary: Glossary,
        misconceptions: Mapping[str, Misconception] | None,
    ) -> Contents:
        used: dict[str, UsedItem] = {}
        items: dict[str, Item] = {}
        item_lessons: dict[str, str] = {}
        cases: dict[str, CaseText] = {}
        for lesson in lessons.values():
            for found in lesson.items:
                if found.id is None:
                    continue
                if found.id in used:
                    first = used[found.id]
                    self.report.add(
                        found.path,
                        found.place("id"),
                        "item.duplicate-id",
                        id=found.id,
                        path=first.path,
                        line=first.position.line,
                    )
                    continue
                kind = found.document.value.get("type")
                used[found.id] = UsedItem(
                    found.id,
                    str(kind),
                    lesson.front.section,
                    found.path,
                    found.place("id"),
                )
                item_lessons[found.id] = lesson.id
                if found.item is not None:
                    items[found.id] = found.item
            for case_id, case in lesson.cases.items():
                if case_id in cases:
                    place = lesson.case_places[case_id]
                    self.report.add(lesson.path, place, "case.duplicate", case=case_id)
                cases.setdefault(case_id, case)
        return Contents(
            chapters=chapters,
            objectives=objectives,
            lessons=lessons,
            used=used,
            items=items,
            item_lessons=item_lessons,
            cases=cases,
            register=self._compared(used),
            norms=norms,
            glossary=glossary,
            misconceptions=misconceptions or {},
        )

    def _compared(self, used: Mapping[str, UsedItem]) -> dict[str, RegisteredItem]:
        file = self.root / "item-ids.txt"
        path = self.files.name(file)
        if not file.exists():
            if used:
                self.report.add(path, (1, 1), "register.missing", count=len(used))
            return {}
        text = self.files.text(file)
        register = read_register(path, text or "", self.report)
        compare(path, register, used, self.report)
        return register


def _prepare(texts: Texts, path: str, document: Document | None, field: str) -> None:
    """Render every text of a register that is Markdown: those in fields called `field`."""
    if document is None:
        return
    for where, text in document.texts():
        if where[-1:] == (field,):
            texts.prepare(text, yaml_source(path, document, where, text))


def _course(
    head: CourseFile,
    contents: Contents,
    days: WorkingDays,
    cards: Mapping[str, Item],
    amendments: tuple[Amendment, ...],
    exams: Mapping[str, Exam],
    texts: Texts,
) -> Course:
    chapters = tuple(source.chapter for source in contents.chapters)
    sections = {one.number: one for chapter in chapters for one in chapter.sections}
    order = list(contents.lessons)
    lessons: dict[str, Lesson] = {}
    for index, found in enumerate(contents.lessons.values()):
        lessons[found.id] = Lesson(
            id=found.id,
            number=found.id.partition("-")[0],
            title=found.front.title,
            section=found.front.section,
            chapter=sections[found.front.section].chapter,
            summary=found.front.summary,
            objectives=found.front.objectives,
            checked=found.front.checked,
            words=found.words,
            minutes=minutes(found.words),
            blocks=found.blocks,
            headings=found.headings,
            item_ids=tuple(one.item.id for one in found.items if one.item),
            case_ids=tuple(found.cases),
            facts=found.facts,
            norms=tuple(found.findings.norms.values()),
            terms=tuple(found.findings.terms.values()),
            source_text=found.source_text,
            previous=order[index - 1] if index else None,
            next=order[index + 1] if index + 1 < len(order) else None,
        )
    return Course(
        title=head.title,
        subtitle=head.subtitle,
        edition=head.edition,
        description=head.description,
        chapters=chapters,
        sections=sections,
        objectives=contents.objectives,
        lessons=lessons,
        items=contents.items,
        item_lessons=contents.item_lessons,
        cases=contents.cases,
        norms=contents.norms,
        glossary=contents.glossary,
        misconceptions=contents.misconceptions,
        working_days=days,
        cards={item_id: cards[item_id] for item_id in _in_order(cards, sections)},
        amendments=amendments,
        exams=exams,
        _texts=texts,
    )


def _in_order(cards: Mapping[str, Item], sections: Mapping[str, Section]) -> list[str]:
    """The cards section by section; within one, terms before deadlines."""
    place = {number: index for index, number in enumerate(sections)}
    return sorted(cards, key=lambda one: place[one.partition("-")[0]])
