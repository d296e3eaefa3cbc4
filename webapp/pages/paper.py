"""What the page of paper versions may use."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PaperPage:
    """``paper.html``: which paper is wanted."""

    assessment_id: int
    cohort_id: int
    cohort: str
    name: str  # of the assessment
    title: str
    day: str
    variants: str
    most: int
    sheet: bool
    key: bool
    seed: str
    errors: tuple[tuple[str, str], ...]

    def error(self, name: str) -> str | None:
        return dict(self.errors).get(name)
