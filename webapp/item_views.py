"""Items as pages of assignments show them: asked (``_asked.html``) or judged (``_judged.html``).

A page that includes one of these templates sets ``view`` first, and links ``css/lesson.css`` and
``css/items.css``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from fractions import Fraction

from course.model import Course
from quizzes.item import Item
from quizzes.outcome import Outcome
from webapp.pages import ItemView


def asked(
    course: Course,
    item: Item,
    number: int,
    seed: str,
    form: dict[str, list[str]] | None = None,
    *,
    error: str | None = None,
    read_only: bool = False,
    points: int = 0,
    with_case: bool = True,
    shuffle: bool = True,
    attempt: int = 1,
    draft_saved: datetime | None = None,
    draft_revision: int = 0,
    version_changed: bool = False,
    asks_again: bool = False,
) -> ItemView:
    """An item to be answered. ``form`` is filled in; ``error`` says why it was not taken.

    ``read_only``: the answer is shown and cannot be changed. ``points``: its weight in the
    assignment, 0 for the item's own. ``with_case``: whether its case text is shown with it (a page
    shows the text of a shared case once). ``shuffle`` False: options stand as written.
    ``asks_again``: what is nearly right is asked for again, so the page may promise it.
    """
    return ItemView(
        item=item,
        number=number,
        lesson_id=course.item_lessons.get(item.id, ""),
        state="answered" if read_only else "refused" if error else "fresh",
        attempt=attempt,
        order=order_of(item, seed, shuffle=shuffle),
        form=form or {},
        error=error,
        draft_saved=draft_saved,
        draft_revision=draft_revision,
        version_changed=version_changed,
        case=course.cases.get(item.case) if with_case and item.case else None,
        points=points,
        asks_again=asks_again,
    )


def judged(
    course: Course,
    item: Item,
    number: int,
    seed: str,
    form: dict[str, list[str]],
    outcome: Outcome,
    *,
    reasons: bool,
    points: int = 0,
    with_case: bool = True,
    shuffle: bool = True,
    version_changed: bool = False,
) -> ItemView:
    """An answered item with the right answer, for whoever may see the key.

    ``reasons`` False: without reasons, explanation and norms. Other parameters as in
    :func:`asked`.
    """
    if not reasons:
        outcome = replace(outcome, parts=tuple(replace(part, why="") for part in outcome.parts))
    return ItemView(
        item=item,
        number=number,
        lesson_id=course.item_lessons.get(item.id, ""),
        state="answered",
        attempt=1,
        order=order_of(item, seed, shuffle=shuffle),
        form=form,
        outcome=outcome,
        version_changed=version_changed,
        case=course.cases.get(item.case) if with_case and item.case else None,
        points=points,
        reasons=reasons,
    )


def order_of(
    item: Item, seed: str, *, shuffle: bool = True
) -> tuple[str, ...] | dict[str, tuple[str, ...]]:
    """The order of an item's options for a student's seed.

    Without ``shuffle`` the order is the same for everyone. What an author lists in the order of
    the key (steps, targets) is never shown so: there one fixed seed decides.
    """
    if shuffle:
        return item.order(f"{seed}\0{item.id}")
    if item.type in ("single-choice", "multiple-choice"):
        return tuple(option.id for option in item.interaction.options)  # type: ignore[union-attr]
    return item.order(f"one\0{item.id}")


def key_of(item: Item) -> tuple[dict[str, list[str]], Outcome]:
    """The right answer, filled in and judged, to show an item with its key to staff.

    An essay has no key; it is shown unmarked.
    """
    sample = next((one for one in item.samples() if one.expect == 1), None)
    if sample is None:
        return {}, Outcome(Fraction(0), status="awaiting")
    return sample.form, item.score(item.parse(sample.form))
