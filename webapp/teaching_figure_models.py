"""What the API for the faculty's programs gives of questions and tests: statistics with what they
rest on. They are defined by the words of the page of definitions.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from webapp.figure_words import words
from webapp.teaching_models import Cursor, Exact, Waiting


def _is(name: str, unit: str) -> str:
    """What a statistic is, in the words of the page of definitions, and its unit here."""
    return f"{words('en', name).definition} ({unit})"


class FigureOut(BaseModel):
    """A statistic. Just one of `value` and `missing` is null."""

    n: int = Field(description="answers (or sittings) it rests on")
    value: float | None
    missing: Literal["too-few", "all-alike", "no-rest", "unknown"] | None = Field(
        description="too-few: fewer than 10 | all-alike: all earned the same | no-rest: no other "
        "items to tell strength by | unknown"
    )
    low: float | None = Field(default=None, description="95 % interval, where there is one")
    high: float | None = None


class ScoreCount(BaseModel):
    """How many sittings earned just so many points."""

    points: Exact
    sittings: int


class ScoresOut(BaseModel):
    """The totals of first finished tries in which nothing waits for a marker, of the students whom
    the key's maker teaches. All is null with fewer than 10.
    """

    n: int = Field(description="sittings")
    mean: Exact | None = Field(description=_is("mean", "points"))
    median: Exact | None = Field(description=_is("median", "points"))
    spread: float | None = Field(description=_is("sd", "points; divisor n − 1"))
    distribution: list[ScoreCount] = Field(description="empty with fewer than 10 sittings")


Basis = Annotated[
    Literal["all", "own"],
    Field(
        description="all: of everybody who has the assignment; own: of the students whom the key's "
        "maker teaches, because too few others have finished it to tell of them"
    ),
]


class TestOut(BaseModel):
    """How far the totals can be trusted. All is null with fewer than 10 sittings."""

    basis: Basis
    n: int = Field(description="sittings")
    parts: int = Field(description="items, or places of the blueprint where items are drawn")
    skewness: float | None = Field(description=_is("skewness", "by k-statistics"))
    kurtosis: float | None = Field(description=_is("kurtosis", "excess, by k-statistics"))
    reliability: FigureOut = Field(
        description=_is("alpha", "Cronbach's alpha, KR-20 for marks of 0 and 1; at most 1")
    )
    band: Literal["good", "fair", "poor"] | None = Field(description="from 0.75 | from 0.64 | less")
    standard_error: float | None = Field(description=_is("standard_error", "points"))
    error_ratio: float | None = Field(description=_is("error_ratio", "0 to 1"))


class FlagOut(BaseModel):
    """A suspicion about an item, for a person to judge."""

    code: str = Field(
        description="key-doubtful | negative | below-guess | like-guessing | second-key | weak | "
        "too-hard | too-easy | often-blank | idle-choice; the gravest comes first"
    )
    likely: bool = Field(
        description="were all well, chance would look so at most one time in twenty; false: worth "
        "a look"
    )
    choice: str | None = Field(description="the choice it is about")
    evidence: dict[str, float | int]
    text: str = Field(description="a sentence in the language asked for")


class ChoiceOut(BaseModel):
    """A line of the table of choices."""

    choice: str = Field(
        description="id of the option; «prompt:target», «gap:option»; code of a foreseen wrong "
        "answer; right, partly, other for typed ones; empty: no answer"
    )
    key: bool | None = Field(description="part of the right answer; null: not known")
    taken: int = Field(description="people who chose it")
    bottom: int | None = Field(description="of the weakest third; null: no thirds, or too small")
    top: int | None = Field(description="of the strongest third")
    mean_rest: Exact | None = Field(
        description="mean share of the other items' points of those who chose it; null also where "
        "so few did that it would tell of single people of other groups"
    )


class ItemFiguresOut(BaseModel):
    """One version of an item, judged by first answers. With fewer than 10 nothing but `n`."""

    item: str
    version: str = Field(description="«variants»: all variants of a generator together")
    stem: str = Field(description="beginning of the question, without markup")
    basis: Basis
    n: int = Field(description="first answers, blank ones included")
    blank: int | None = Field(description="of them without an answer")
    mean: Exact | None = Field(description="the facility, exact")
    facility: FigureOut = Field(description=_is("facility", "0 to 1; no answer earns nought"))
    spread: FigureOut = Field(description=_is("spread", "of the share; divisor n − 1"))
    discrimination: FigureOut = Field(
        description=_is("discrimination", "Pearson's r with the rest of the sitting, −1 to 1")
    )
    efficiency: FigureOut = Field(description=_is("efficiency", "at most 1"))
    guess: FigureOut = Field(description=_is("guess", "0 to 1"))
    seconds: FigureOut = Field(description=_is("seconds", "median, seconds"))
    effective_weight: float | None = Field(
        description=_is("effective_weight", "of 1; only of items that everybody was asked")
    )
    bottom_third: int | None = Field(description="people in the weakest third; null: no thirds")
    top_third: int | None = Field(description="people in the strongest third")
    flags: list[FlagOut]
    choices: list[ChoiceOut]


class AnalysisOut(BaseModel):
    """How an assignment worked as a test."""

    assignment: int
    waiting: Waiting
    scores: ScoresOut
    test: TestOut
    items: list[ItemFiguresOut] = Field(description="the gravest flag first")
    total: int = Field(description="item versions in all")
    next: Cursor


class BankItemOut(BaseModel):
    """An item over all cohorts, without names: each version that five people have answered."""

    item: str
    versions: list[ItemFiguresOut] = Field(description="the most answered first")


class BankLine(BaseModel):
    """An item version in the list."""

    item: str
    version: str
    n: int
    flags: list[str] = Field(description="codes, the gravest first")
    facility: FigureOut
    discrimination: FigureOut


class BankOut(BaseModel):
    """Item versions of the bank with at least 10 answers, the gravest flag first."""

    items: list[BankLine]
    total: int
    next: Cursor
