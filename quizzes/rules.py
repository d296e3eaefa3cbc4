"""The rules of an assignment: tries, which one counts, late credit, what is seen when.

Dates are not here: see :mod:`quizzes.timing`.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, PlainSerializer, model_validator
from pydantic.functional_validators import BeforeValidator

from quizzes.interaction import Frozen

Mode = Literal["practice", "exam"]
Counts = Literal["best", "last", "first", "average"]
Phase = Literal["during", "after", "closed", "never"]
"""From when something may be seen: as soon as an item is answered; at once after handing in; after
the assignment has closed for everyone; never."""

PHASES: tuple[Phase, ...] = ("during", "after", "closed", "never")


_SHARE = re.compile(r"-?\d{1,9}(?:/0*[1-9]\d{0,8}|\.\d{1,9})?", re.ASCII)


def _share(value: object) -> object:
    if isinstance(value, float):
        raise ValueError("a share is exact: write a fraction")
    if isinstance(value, str):
        # Fraction itself divides by nought, and works out 1e99999999 in full
        if _SHARE.fullmatch(value.strip()) is None:
            raise ValueError("not a share")
        return Fraction(value.strip())
    return Fraction(value) if isinstance(value, int) else value


Share = Annotated[
    Fraction, BeforeValidator(_share), Field(ge=0, le=1), PlainSerializer(str, return_type=str)
]
"""An exact share from 0 to 1; in JSON a text such as "4/5"."""


class Visibility(Frozen):
    """From which phase a student sees each thing. What shows more is never seen earlier:
    own answers ≤ score ≤ key ≤ feedback (reasons and explanation).
    """

    own: Phase = "after"
    score: Phase = "after"
    key: Phase = "closed"
    feedback: Phase = "closed"

    @model_validator(mode="after")
    def _in_order(self) -> Visibility:
        at = [PHASES.index(one) for one in (self.own, self.score, self.key, self.feedback)]
        if at != sorted(at):
            raise ValueError("what shows more cannot be seen earlier")
        return self

    def shown(self, phase: Phase) -> frozenset[str]:
        """Names of what may be seen in a phase («during», «after» or «closed»)."""
        reached = PHASES.index(phase)
        return frozenset(
            name
            for name in ("own", "score", "key", "feedback")
            if PHASES.index(getattr(self, name)) <= reached
        )


PRACTICE = Visibility(own="during", score="during", key="during", feedback="during")
EXAM = Visibility()


class Rules(Frozen):
    """``attempts`` None: as many as wished. ``wait_s``: seconds between handing in and the next
    start. ``late``: share of the credit for what is handed in after due, before close.
    ``pass_share``: from which share it is passed. ``certainty``: whether the student says how sure
    they are (:mod:`quizzes.certainty`). ``two_markers``: essays are marked twice.
    """

    mode: Mode = "practice"
    attempts: int | None = Field(default=None, ge=1, le=100)
    counts: Counts = "best"
    wait_s: int = Field(default=0, ge=0, le=30 * 24 * 3600)
    late: Share = Fraction(1)
    pass_share: Share | None = None
    certainty: bool = False
    two_markers: bool = False
    visibility: Visibility = PRACTICE


def defaults(mode: Mode) -> Rules:
    """Sound rules to start from: practice shows everything at once and has no end of tries; an
    exam has one try, and its keys stay hidden until it has closed."""
    if mode == "practice":
        return Rules()
    return Rules(mode="exam", attempts=1, visibility=EXAM, pass_share=Fraction(1, 2))
