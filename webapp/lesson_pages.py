"""Lesson pages: rendered once, cut where readers differ, put together for each.

A page is rendered the first time it is asked for in a language, with marks where something
depends on the reader (theme, form token, account menu, progress, each item). The text between
the marks is kept as bytes. A view joins these with the reader's own pieces; item blocks are
rendered when an answer comes in, not when a page is viewed.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from course.model import Course, ItemBlock, Lesson, Objective
from quizzes.markers import Marking
from quizzes.mastery import Word
from webapp.bounded import Bounded
from webapp.lesson_items import CSRF_MARK, LessonItems, mark
from webapp.pages import Chrome, ItemView, Language, LessonPage, LessonPart, LessonProgress
from webapp.preferences import Preferences
from webapp.queries.sittings import StoredAttempt, StoredDraft
from webapp.templating import Templates

_MARK = re.compile("\x01([^\x01]+)\x01")


@dataclass(slots=True)
class Ready:
    """A page ready to send."""

    body: bytes
    etag: str
    revision: int = 0
    _packed: bytes | None = None

    def packed(self, level: int = 6) -> bytes:
        """The page compressed with gzip; done at most once."""
        if self._packed is None:
            self._packed = gzip.compress(self.body, level, mtime=0)
        return self._packed


@dataclass(frozen=True, slots=True)
class Work:
    """What a reader did in one lesson."""

    attempts: tuple[StoredAttempt, ...] = ()
    drafts: tuple[StoredDraft, ...] = ()
    finished: bool = False
    marks: Mapping[int, Sequence[Marking]] = field(default_factory=dict)  # by attempt
    words: tuple[tuple[Objective, Word], ...] = ()  # how the objectives stand, if that is known


@dataclass(frozen=True, slots=True)
class Frame:
    """What differs between readers around a lesson."""

    account: str  # rendered account menu
    csrf: str = ""  # this browser's form token
    reader: str = ""  # opaque id of the reader
    flash: str = ""  # rendered line to be said once


class LessonPages:
    """Makes lesson pages; ``items`` makes their item blocks."""

    def __init__(self, course: Course, templates: Templates) -> None:
        self._course = course
        self._templates = templates
        self.items = LessonItems(course, templates)
        self._skeletons: dict[tuple[str, str], tuple[bytes | str, ...]] = {}
        self._progressed: Bounded[tuple[Any, ...], bytes] = Bounded(1_000_000)
        self._visitor: Bounded[tuple[str, Preferences], Ready] = Bounded(12_000_000)
        self._personal: Bounded[tuple[str, str, Preferences], Ready] = Bounded(12_000_000)
        self.build = hashlib.sha256(
            "".join(sorted(item.version for item in course.items.values())).encode()
        ).hexdigest()[:8]

    def visitor(self, lesson: Lesson, chosen: Preferences, account: str) -> Ready:
        """The page for someone who has done nothing here yet."""
        key = (lesson.id, chosen)
        ready = self._visitor.get(key)
        if ready is None:
            body = self._join(lesson, chosen, Frame(account), Work(), {})
            ready = Ready(body, _etag(body))
            ready.packed(9)
            self._visitor.put(key, ready, len(body) + len(ready.packed()))
        return ready

    def known(
        self, token_hash: str, revision: int, lesson: Lesson, chosen: Preferences
    ) -> Ready | None:
        """The page made before for this browser, if nothing has changed since."""
        ready = self._personal.get((token_hash, lesson.id, chosen))
        return ready if ready is not None and ready.revision == revision else None

    def personal(
        self,
        token_hash: str,
        revision: int,
        lesson: Lesson,
        chosen: Preferences,
        frame: Frame,
        work: Work,
    ) -> Ready:
        """The page with this reader's answers; kept until their revision changes.

        It is kept for one browser: the form token in it is that browser's own.
        """
        body = self._join(lesson, chosen, frame, work, {})
        ready = Ready(body, _etag(body), revision)
        self._personal.put((token_hash, lesson.id, chosen), ready, len(body) * 5 // 4)
        return ready

    def special(
        self,
        lesson: Lesson,
        chosen: Preferences,
        frame: Frame,
        work: Work,
        views: dict[str, ItemView],
    ) -> bytes:
        """The page with some items in a state of this one request (tried again, refused)."""
        return self._join(lesson, chosen, frame, work, views)

    def _join(
        self,
        lesson: Lesson,
        chosen: Preferences,
        frame: Frame,
        work: Work,
        views: dict[str, ItemView],
    ) -> bytes:
        lang = chosen.lang
        token = frame.csrf.encode()
        by_item: dict[str, list[StoredAttempt]] = {}
        for attempt in work.attempts:
            by_item.setdefault(attempt.item_id, []).append(attempt)
        drafts = {draft.item_id: draft for draft in work.drafts}
        pieces: list[bytes] = []
        for piece in self._skeleton(lesson, lang):
            if isinstance(piece, bytes):
                pieces.append(piece)
                continue
            name, _, item_id = piece.partition(":")
            match name:
                case "item":
                    if item_id in views:
                        block = self.items.render(views[item_id], lang)
                    else:
                        block = self.items.block(
                            lesson,
                            item_id,
                            lang,
                            by_item.get(item_id, []),
                            drafts.get(item_id),
                            work.marks,
                        )
                    pieces.append(block.replace(CSRF_MARK, token))
                case "csrf":
                    pieces.append(token)
                case "theme":
                    pieces.append(chosen.theme.encode())
                case "size":
                    pieces.append(chosen.size.encode())
                case "reader":
                    pieces.append(frame.reader.encode())
                case "account":
                    pieces.append(frame.account.replace("\x01csrf\x01", frame.csrf).encode())
                case "flash":
                    pieces.append(frame.flash.encode())
                case "progress":
                    pieces.append(self._progress(lesson, lang, by_item, work))
        return b"".join(pieces)

    def progress(self, lesson: Lesson, lang: Language, work: Work) -> bytes:
        """The reader's progress in a lesson alone, ready to send."""
        by_item: dict[str, list[StoredAttempt]] = {}
        for attempt in work.attempts:
            by_item.setdefault(attempt.item_id, []).append(attempt)
        return self._progress(lesson, lang, by_item, work)

    def _progress(
        self,
        lesson: Lesson,
        lang: Language,
        by_item: dict[str, list[StoredAttempt]],
        work: Work,
    ) -> bytes:
        right = sum(
            1
            for item_id in lesson.item_ids
            if item_id in by_item
            and by_item[item_id][-1].status == "scored"
            and by_item[item_id][-1].score == 1
        )
        answered = sum(1 for item_id in lesson.item_ids if item_id in by_item)
        words = tuple((objective.id, word) for objective, word in work.words)
        key = ("progress", lang, len(lesson.item_ids), answered, right, work.finished, words)
        block = self._progressed.get(key)
        if block is None:
            page = LessonProgress(len(lesson.item_ids), answered, right, work.finished, work.words)
            block = self._templates.render(
                lang, "_lesson_progress.html", page=page, chrome=Chrome(lang, "", "")
            ).encode()
            self._progressed.put(key, block, len(block))
        return block

    def _skeleton(self, lesson: Lesson, lang: Language) -> tuple[bytes | str, ...]:
        key = (lesson.id, lang)
        skeleton = self._skeletons.get(key)
        if skeleton is None:
            skeleton = self._skeletons[key] = self._cut(lesson, lang)
        return skeleton

    def _cut(self, lesson: Lesson, lang: Language) -> tuple[bytes | str, ...]:
        course = self._course
        chapter = next(c for c in course.chapters if c.id == lesson.chapter)
        section = course.sections[lesson.section]
        wanted = set(lesson.objectives)
        page = LessonPage(
            lesson=lesson,
            chapter=chapter,
            section=section,
            objectives=tuple(o for o in section.objectives if o.id in wanted),
            parts=tuple(
                LessonPart(
                    mark(f"item:{block.item_id}")
                    if isinstance(block, ItemBlock)
                    else Markup(block.html)  # noqa: S704  our own Markdown, raw HTML off
                )
                for block in lesson.blocks
            ),
            progress=mark("progress"),
            previous=course.lessons[lesson.previous] if lesson.previous else None,
            next=course.lessons[lesson.next] if lesson.next else None,
        )
        chrome = Chrome(
            lang=lang,
            title=f"{lesson.number} {lesson.title}",
            path=f"/lessons/{lesson.id}",
            theme=mark("theme"),
            size=mark("size"),
            csrf=mark("csrf"),
            reader=mark("reader"),
            account=mark("account"),
            flash=mark("flash"),
            section="home",
        )
        text = self._templates.render(lang, "lesson.html", chrome=chrome, page=page)
        pieces = _MARK.split(text)  # text, slot, text, slot, … text
        return tuple(piece if index % 2 else piece.encode() for index, piece in enumerate(pieces))


def _etag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:20]}"'
