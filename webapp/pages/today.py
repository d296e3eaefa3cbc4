"""What the pages of «Today» and of the study plan may use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from quizzes.study_plan import Overload, Shortfall

ExamState = Literal["none", "ahead", "tomorrow", "today", "past"]


@dataclass(frozen=True, slots=True)
class TodayVisitorPage:
    """``today_visitor.html``: what «Today» is, for someone without an account."""

    things: int  # that can be practised


@dataclass(frozen=True, slots=True)
class ChartDay:
    """A bar of the chart. ``x``, ``y``, ``height``: its place in the drawing; ``weekday``: 0 is
    Monday.
    """

    day: date
    weekday: int
    things: int
    minutes: int
    x: int
    y: int
    height: int
    exam: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """The coming days. ``most``: the fullest of them, None if nothing comes."""

    days: tuple[ChartDay, ...]
    things: int
    most: ChartDay | None


@dataclass(frozen=True, slots=True)
class RunningRound:
    sitting_id: int
    answered: int
    count: int


@dataclass(frozen=True, slots=True)
class TodayPage:
    """``today.html``. ``reasons``: (returned, due, weak or new; how many), only what is there."""

    first: bool  # nothing was ever answered
    count: int
    minutes: int
    reasons: tuple[tuple[str, int], ...]
    left_over: int
    away: int  # days without study that lead to a restart; 0: none
    running: RunningRound | None
    missed: int  # questions of today's rounds to go over once more
    studied: int  # minutes today
    next_on: date | None  # when something comes, if there is nothing now
    exam: ExamState
    exam_on: date | None
    days_left: int
    last_days: bool
    shortfall: Shortfall | None
    overload: Overload | None
    plan_minutes: int
    new_a_day: int | None
    planned: bool
    chart: Chart
    error: str | None = None  # at the minutes
    typed: str = ""


@dataclass(frozen=True, slots=True)
class StudyPlanPage:
    """``today_plan.html``. ``values``: field → what stands in it; ``errors``: field → a sentence.
    ``past``: the exam day saved before is over.
    """

    values: Mapping[str, str]
    errors: Mapping[str, str]
    past: date | None
    fewest: int
    most: int
    most_new: int
