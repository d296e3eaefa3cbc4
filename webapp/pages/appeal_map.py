"""The outcome map: the path of a criminal case on appeal, as a drawing and as text."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from quizzes.appellate import Row, Standing
from quizzes.appellate_map import Traced
from quizzes.appellate_places import Place


@dataclass(frozen=True, slots=True)
class FactField:
    """A fact to choose: its values with their words, and the one chosen ("" for none)."""

    name: str
    options: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A decision, or what becomes of a paper."""

    name: str
    norms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StageText:
    """A stretch of the path as text; ``first`` numbers its first place."""

    title: str
    first: int
    places: tuple[tuple[Place, bool, tuple[str, ...]], ...]
    """With whether the way passes it, and its norms which its sentence does not cite."""

    @property
    def taken(self) -> bool:
        return any(taken for _, taken, _ in self.places)


@dataclass(frozen=True, slots=True)
class AppealMapPage:
    """``appeal_map.html``."""

    filing: tuple[FactField, ...]  # facts up to the sitting
    deciding: tuple[FactField, ...]  # facts of the decision
    chosen: tuple[str, ...]  # the words of the facts chosen, in order
    traced: Traced
    fate: Outcome | None  # of the paper, unless it only leads to the sitting
    decisions: tuple[Outcome, ...]
    open_too: tuple[str, ...]  # decisions which the letter of the law does not shut out
    drawing: Markup
    stages: tuple[StageText, ...]
    standings: tuple[Standing, ...]
    where_and_when: tuple[tuple[str, str], ...]
    rules: tuple[tuple[str, tuple[tuple[Row, tuple[str, ...], tuple[str, ...]], ...]], ...]
    """By act: each rule with what was found, and the decisions it gives."""
