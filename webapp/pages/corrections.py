"""What the pages of corrections may use."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from webapp.correcting import Preview
from webapp.pages import ItemView
from webapp.queries.assignments import AssignmentInfo
from webapp.queries.corrections import Made


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """An item of an assignment that could be corrected. ``newer``: it was changed since."""

    item_id: str
    stem: str
    sittings: int
    mean: Fraction | None
    newer: bool
    correction: str | None


@dataclass(frozen=True, slots=True)
class CorrectionsPage:
    """``corrections.html``."""

    assignment: AssignmentInfo
    cohort: str
    lines: tuple[CorrectionLine, ...]
    made: tuple[Made, ...]
    stems: dict[str, str]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A sitting in the preview."""

    name: str
    sitting_id: int
    ordinal: int
    item_before: Fraction | None
    item_after: Fraction | None
    before: Fraction
    after: Fraction
    now_passes: bool
    now_fails: bool
    answered: bool


@dataclass(frozen=True, slots=True)
class CorrectionPage:
    """``correction.html``: one item, what may be done, and what it would do."""

    assignment: AssignmentInfo
    cohort: str
    item_id: str
    item: ItemView | None  # with its key, as it is now
    newer: bool
    of_course: bool  # only the course's authors change it
    essay: bool
    kinds: tuple[str, ...]  # that may be chosen
    preview: Preview | None  # None: nothing may be done
    changes: tuple[ChangeLine, ...]  # of those that move, who falls first
    same: int
    now_pass: int
    now_fail: int
    made: tuple[Made, ...]  # of this item
    reason: str
    errors: tuple[tuple[str, str], ...]
    stale: bool
    archived: bool
    visible: bool  # students see their score now, so they are told at once
