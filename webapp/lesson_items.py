"""The items of a lesson as a reader left them: views, and the blocks drawn of them.

Blocks are drawn when an answer comes in, not when a page is viewed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from markupsafe import Markup

from course.model import Course, Lesson
from quizzes.item import Item
from quizzes.markers import Marking
from quizzes.outcome import Outcome
from webapp.bounded import Bounded
from webapp.human_marking import mark_that_counts
from webapp.pages import Chrome, ItemView, Language
from webapp.queries.sittings import StoredAttempt, StoredDraft
from webapp.templating import Templates

CSRF_MARK = b"\x01csrf\x01"


def mark(name: str) -> Markup:
    """A place to be filled for each reader."""
    return Markup(f"\x01{name}\x01")  # noqa: S704  names of ours


class LessonItems:
    """Makes item blocks."""

    def __init__(self, course: Course, templates: Templates) -> None:
        self._course = course
        self._templates = templates
        self._fresh: dict[tuple[str, str], bytes] = {}
        self._blocks: Bounded[tuple[Any, ...], bytes] = Bounded(8_000_000)

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
                fresh = self._fresh[key] = self.render(self.fresh(lesson, item_id), lang)
            return fresh
        if draft is not None:
            # typed text is its author's alone: nothing to be gained by keeping the block
            return self.render(self.fresh(lesson, item_id, attempts, draft), lang)
        made = marks.get(attempts[-1].attempt_id, ())
        view = self.answered(lesson, attempts[-1], len(attempts), best_of(attempts), made=made)
        return self._kept(view, lang)

    def _kept(self, view: ItemView, lang: Language) -> bytes:
        """The block of an answered item. Readers who answered alike are shown the same block."""
        if view.state != "answered":
            return self.render(view, lang)
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
            block = self.render(view, lang)
            self._blocks.put(key, block, len(block) + 300)
        return block

    def render(self, view: ItemView, lang: Language) -> bytes:
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
