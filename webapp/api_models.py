"""What the JSON API takes and gives, version 1: the shapes its OpenAPI document states.

No shape of an item holds a key; the parts and the explanation come only with an outcome.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, Field


def _storable(text: str) -> str:
    if "\x00" in text:
        raise ValueError("NUL cannot be kept")
    text.encode("utf-8")  # half of a surrogate pair is a ValueError
    return text


Text = Annotated[str, AfterValidator(_storable)]


class Refusal(BaseModel):
    """Why a request was not carried out."""

    code: str
    message: str = Field(description="a sentence in the reader's language")


class ErrorAnswer(BaseModel):
    """What every request that fails is answered with."""

    error: Refusal


class LessonOutline(BaseModel):
    """A lesson without its text."""

    id: str
    number: str
    title: str
    summary: str
    minutes: int
    items: list[str] = Field(description="ids of the lesson's items, in order")


class SectionOutline(BaseModel):
    """A section of the course: what it teaches and its lessons."""

    number: str
    title: str
    objectives: dict[str, str] = Field(description="objective id → text")
    lessons: list[LessonOutline] = Field(description="empty: in preparation")


class ChapterOutline(BaseModel):
    """A chapter of the course."""

    id: str
    title: str
    sections: list[SectionOutline]


class CourseOutline(BaseModel):
    """The course from above."""

    title: str
    edition: str = Field(description="date of the law taught, ISO 8601")
    chapters: list[ChapterOutline]


class LessonOut(LessonOutline):
    """A lesson with its text, and its neighbours."""

    section: str
    html: str = Field(description="the text; each item stands as an empty section item-<id>")
    previous: str | None
    next: str | None


class CaseOut(BaseModel):
    """A situation that several items may be about."""

    id: str
    title: str
    text: str = Field(description="Markdown")


class ItemOut(BaseModel):
    """An item without its key, reasons and explanation."""

    id: str
    version: str
    type: str
    theme: str
    difficulty: int
    objectives: list[str]
    norms: list[str]
    stem: str = Field(description="Markdown")
    hints: list[str]
    credit_rule: str
    interaction: dict[str, Any]
    case: CaseOut | None = Field(description="the text that the item is about")


class AnswerIn(BaseModel):
    """An answer: the fields of the item's form, each a list of text."""

    attempt: Annotated[int, Field(ge=1, le=999_999)] = 1
    version: Annotated[
        str,
        Field(
            max_length=16,
            pattern="^[0-9a-f]*$",
            description="of the item as it was shown; empty: the one served now",
        ),
    ] = ""
    response: Annotated[dict[Text, list[Text]], Field(max_length=200)]


class PartOut(BaseModel):
    """One part of an answer, judged: an option, a gap, a pair."""

    id: str
    verdict: str
    why: str
    chosen: bool


class OutcomeOut(BaseModel):
    """What an answer earned. The score is an exact fraction of the item's points."""

    attempt: int
    stored: bool = Field(description="false: this attempt number was taken; nothing stored again")
    status: str
    score: tuple[int, int] = Field(description="numerator, denominator")
    parts: list[PartOut]
    misconceptions: list[str]
    explanation: str


class AttemptOut(BaseModel):
    """An answer as it was given, with the outcome that counts now."""

    number: int
    item: str
    version: str
    response: dict[str, list[str]]
    received_at: datetime
    status: str
    score: tuple[int, int]


class SittingOut(BaseModel):
    """The place where one's answers to a lesson are kept."""

    id: int
    lesson: str
    closed: bool


class ItemProgressOut(BaseModel):
    """What one's newest answer to an item earned."""

    status: str
    score: tuple[int, int]
    at: datetime


class ProgressOut(BaseModel):
    """How far one has come."""

    items: dict[str, ItemProgressOut]
    lessons_finished: list[str]


class MeOut(BaseModel):
    """Who the server takes the caller for."""

    name: str | None
    guest: bool
    csrf: str = Field(description="send as X-CSRF-Token with what changes something")
