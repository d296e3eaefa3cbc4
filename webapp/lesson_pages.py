"""Lesson pages: rendered once, cut where readers differ, put together for each.

A page is rendered the first time it is asked for in a language, with marks where something
depends on the reader (theme, form token, account menu, progress, each item). The text between
the marks is kept as bytes. A view joins these with the reader's own pieces; item blocks are
rendered when an answer comes in, not when a page is viewed.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Generic, TypeVar

from markupsafe import Markup

from course.model import Course, ItemBlock, Lesson, Objective
from quizzes.item import Item
from quizzes.markers import Marking
from quizzes.mastery import Word
from quizzes.outcome import Outcome
from webapp.human_marking import mark_that_counts
from webapp.pages import Chrome, ItemView, Language, LessonPage, LessonPart, LessonProgress
from webapp.preferences import Preferences
from webapp.queries.sittings import StoredAttempt, StoredDraft
from webapp.templating import Templates

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_MARK = re.compile("\x01([^\x01]+)\x01")
CSRF_MARK = b"\x01csrf\x01"


def mark(name: str) -> Markup:
    """A place to be filled for each reader."""
    return Markup(f"\x01{name}\x01")  # noqa: S704  names of ours


class Bounded(Generic[K, V]):
    """Keeps the newest values up to a total weight."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._weight = 0
        self._kept: OrderedDict[K, tuple[V, int]] = OrderedDict()

    def get(self, key: K) -> V | None:
        found = self._kept.get(key)
        if found is None:
            return None
        self._kept.move_to_end(key)
        return found[0]

    def put(self, key: K, value: V, weight: int) -> None:
        old = self._kept.pop(key, None)
        if old is not None:
            self._weight -= old[1]
        self._kept[key] = (value, weight)
        self._weight += weight
        while self._weight > self._most and self._kept:
            _, (_, gone) = self._kept.popitem(last=False)
            self._weight -= gone


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
    """Makes lesson pages and item blocks."""

    def __init__(self, course: Course, templates: Templates) -> None:
        self._course = course
        self._templates = templates
        self._skeletons: dict[tuple[str, str], tuple[bytes | str, ...]] = {}
        self._fresh: dict[tuple[str, str], bytes] = {}
        self._blocks: Bounded[tuple[Any, ...], bytes] = Bounded(8_000_000)
        self._visitor: Bounded[tuple[str, Preferences], Ready] = Bounded(12_000_000)
        self._personal: Bounded[tuple[str, str, Preferences], Ready] = Bounded(12_000_000)
        self.build = hashlib.sha256(
            "".join(sorted(item.version for item in course.items.values())).encode()
        ).hexdigest()[:8]

    # Pages

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
                        block = self._render(views[item_id], lang)
                    else:
                        block = self.block(
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
        block = self._blocks.get(key)
        if block is None:
            page = LessonProgress(len(lesson.item_ids), answered, right, work.finished, work.words)
            block = self._templates.render(
                lang, "_lesson_progress.html", page=page, chrome=Chrome(lang, "", "")
            ).encode()
            self._blocks.put(key, block, len(block))
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

    # Item blocks

    def block(
        self,
        lesson: Lesson,
        item_id: str,
        lang: Language,
        attempts: list[StoredAttempt],
        draft: StoredDraft | None,
        marks: Mapping[int, Sequence[Marking]],
    ) -> bytes:
        """An item as this reader left it; a mark stands where the form token goes."""
        if not attempts and draft is None:
            key = (item_id, lang)
            fresh = self._fresh.get(key)
            if fresh is None:
                fresh = self._fresh[key] = self._render(self.fresh(lesson, item_id), lang)
            return fresh
        if draft is not None:
            # typed text is its author's alone: nothing to be gained by keeping the block
            return self._render(self.fresh(lesson, item_id, attempts, draft), lang)
        made = marks.get(attempts[-1].attempt_id, ())
        view = self.answered(lesson, attempts[-1], len(attempts), best_of(attempts), made=made)
        return self._kept(view, lang)

    def _kept(self, view: ItemView, lang: Language) -> bytes:
        """The block of an answered item. Readers who answered alike are shown the same block."""
        if view.state != "answered":
            return self._render(view, lang)
        key = (
            view.item.version,
            lang,
            view.attempt,
            hashlib.sha256(json.dumps(view.form).encode()).digest(),
            (view.outcome.status, view.outcome.score) if view.outcome else None,
            view.tries,
            view.best,
            view.version_changed,
            view.lesson_id,
            (tuple(view.mark.points.items()), view.mark.comment) if view.mark else None,
        )
        block = self._blocks.get(key)
        if block is None:
            block = self._render(view, lang)
            self._blocks.put(key, block, len(block) + 300)
        return block

    def _render(self, view: ItemView, lang: Language) -> bytes:
        chrome = Chrome(lang, "", "")
        return self._templates.render(lang, "item.html", page=view, chrome=chrome).encode()

    def fresh(
        self,
        lesson: Lesson,
        item_id: str,
        attempts: list[StoredAttempt] | None = None,
        draft: StoredDraft | None = None,
    ) -> ItemView:
        """The item with an open form: for the first time, or again with the last answer in it."""
        item = self._course.items[item_id]
        before = attempts or []
        number = next_number(before)
        form: dict[str, list[str]] = {}
        if draft is not None:
            form = draft.form
        elif before:
            form = before[-1].form if before[-1].item_version == item.version else {}
        return ItemView(
            item=item,
            number=_number(lesson, item_id),
            lesson_id=lesson.id,
            state="again" if before else "fresh",
            attempt=number,
            order=item.order(f"{item.version}:{number}"),
            form=form,
            draft_saved=draft.saved_at if draft else None,
            draft_revision=draft.revision if draft else 0,
            tries=len(before),
            best=best_of(before),
            csrf=mark("csrf"),
        )

    def refused(
        self,
        lesson: Lesson,
        item_id: str,
        attempts: list[StoredAttempt],
        form: dict[str, list[str]],
        error: str,
    ) -> ItemView:
        """The item with what was typed and why it could not be taken."""
        item = self._course.items[item_id]
        number = next_number(attempts)
        return ItemView(
            item=item,
            number=_number(lesson, item_id),
            lesson_id=lesson.id,
            state="refused",
            attempt=number,
            order=item.order(f"{item.version}:{number}"),
            form=form,
            error=error,
            tries=len(attempts),
            best=best_of(attempts),
            csrf=mark("csrf"),
        )

    def answered(
        self,
        lesson: Lesson,
        newest: StoredAttempt,
        tries: int,
        best: Fraction | None,
        answered_in: Item | None = None,
        made: Sequence[Marking] = (),
    ) -> ItemView:
        """The item with the newest answer and what it earned.

        ``answered_in``: the version it was answered in, when that is known not to be lost. An
        answer to a version that is gone from the course shows the new text, open, with a note.
        ``made``: the markings of an essay.
        """
        current = self._course.items[newest.item_id]
        changed = newest.item_version != current.version
        item = answered_in or current
        if newest.item_version != item.version:
            view = self.fresh(lesson, newest.item_id, [newest])
            return replace(view, version_changed=True, tries=tries, best=best)
        return ItemView(
            item=item,
            number=_number(lesson, newest.item_id),
            lesson_id=lesson.id,
            state="answered",
            attempt=next_number([newest]),
            order=item.order(f"{item.version}:{newest.number}"),
            form=newest.form,
            outcome=self._judged(item, newest),
            tries=tries,
            best=best,
            answered_at=newest.received_at,
            version_changed=changed,
            csrf=mark("csrf"),
            mark=mark_that_counts(item, made, newest.score) if made else None,
        )

    def _judged(self, item: Item, newest: StoredAttempt) -> Outcome:
        """The parts as the engine sees them, with the mark that counts: perhaps a person's."""
        outcome = item.score(item.response_from_json(newest.response))
        if (outcome.status, outcome.score) == (newest.status, newest.score):
            return outcome
        return replace(outcome, status=newest.status, score=newest.score)  # type: ignore[arg-type]

    def fragment(self, view: ItemView, lang: Language, csrf: str) -> bytes:
        """One item block alone, ready to send."""
        return self._kept(view, lang).replace(CSRF_MARK, csrf.encode())


def next_number(attempts: list[StoredAttempt]) -> int:
    """The number that the next attempt carries: in the newest sitting, where it will go."""
    if not attempts:
        return 1
    newest = max(attempt.sitting_id for attempt in attempts)
    return max(attempt.number for attempt in attempts if attempt.sitting_id == newest) + 1


def _number(lesson: Lesson, item_id: str) -> int:
    return lesson.item_ids.index(item_id) + 1


def best_of(attempts: list[StoredAttempt]) -> Fraction | None:
    """The best share earned; None while nothing was scored."""
    return max((a.score for a in attempts if a.status == "scored"), default=None)


def _etag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:20]}"'
