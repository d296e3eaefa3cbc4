"""What the API for the faculty's programs gives: the shapes its OpenAPI document states.

Marks are exact: a fraction with its decimal. Statistics (a correlation, a median time) are
floating-point numbers with the number of answers they rest on, or the reason why there is none.
Times are UTC (ISO 8601), days those of the course's zone. Identifiers are opaque.
"""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from quizzes.mastery import Word
from quizzes.needs_help import Rule, Standing

PLACES = 6


class Exact(BaseModel):
    """An exact number: `num/den` in lowest terms."""

    num: int = Field(description="numerator")
    den: int = Field(description="denominator, at least 1")
    decimal: str = Field(
        description=f"the same in decimals, cut (not rounded) after {PLACES}: `0.666666`, `-1.5`"
    )

    @classmethod
    def of(cls, value: Fraction | int) -> Exact:
        value = Fraction(value)
        units, rest = divmod(abs(value.numerator) * 10**PLACES // value.denominator, 10**PLACES)
        text = f"{units}.{rest:0{PLACES}d}".rstrip("0").rstrip(".")
        sign = "-" if value < 0 and text != "0" else ""
        return cls(num=value.numerator, den=value.denominator, decimal=sign + text)

    @classmethod
    def maybe(cls, value: Fraction | None) -> Exact | None:
        return None if value is None else cls.of(value)


Cursor = Annotated[
    str | None,
    Field(description="send as `cursor` to get what follows; null: this is the end"),
]
Waiting = Annotated[
    int,
    Field(
        description="students of this answer whose newest answers are not counted in it yet; "
        "they will be within minutes"
    ),
]


class TokenOut(BaseModel):
    """What the key you sent is."""

    id: str
    label: str
    cohort: int = Field(description="the cohort it is good for")
    made_by: str = Field(description="name of the instructor whose rights it has")
    whole_cohort: bool = Field(description="false: only the groups listed at the cohort")
    created_at: datetime
    expires_at: datetime


class GroupOut(BaseModel):
    """A group of a cohort."""

    id: int
    title: str
    archived: bool
    students: int = Field(description="who studies there now")


class CohortOut(BaseModel):
    """One run of the course, with the groups that the key's maker teaches."""

    id: int
    title: str
    archived: bool
    starts_on: date | None
    ends_on: date | None
    groups: list[GroupOut]


class Person(BaseModel):
    """A student."""

    id: int
    name: str
    login: str


class MemberOut(Person):
    """A student of a cohort, and the groups they are in."""

    groups: list[int] = Field(description="ids of groups that the key's maker teaches")


class MembersOut(BaseModel):
    """Students who study in the cohort now, by id."""

    members: list[MemberOut]
    total: int
    next: Cursor


class WordOut(BaseModel):
    """How firmly a learning objective is known, judged by first tries at its items."""

    word: Word = Field(description="unknown (too few tries) | weak | growing | firm")
    share: Exact | None = Field(description="of the points in the tries counted; null: too few")
    tries: int = Field(description="first tries counted")


class PlaceOut(BaseModel):
    """A student in a section of the course: lessons and assignments, never self-study."""

    section: str
    standing: Standing = Field(
        description="not-started | working | needs-help (a rule says so) | done "
        "(every item of its lessons answered)"
    )
    enough: bool = Field(
        description="false: too few answers to say that all is well; «working» then only means "
        "that something was answered"
    )
    answers: int = Field(description="all answers given, repeated ones too")
    items: int = Field(description="different items answered")
    right: int = Field(description="of them those whose newest answer is wholly right")
    all: int = Field(description="items in the lessons of the section")
    last_on: date | None = Field(description="day of the newest answer")
    objectives: dict[str, WordOut] = Field(description="by objective, those ever tried")


class GlanceMember(Person):
    """A student and their sections, in the order of the course."""

    sections: list[PlaceOut]


class GlanceOut(BaseModel):
    """A group at a glance: every member in every section that has lessons."""

    group: int
    waiting: Waiting
    members: list[GlanceMember]


class ReasonOut(BaseModel):
    """Why someone needs help, with the evidence."""

    rule: Rule = Field(
        description="wrong-tries: so many wrong answers to one item since it was last right | "
        "falling: mastery of an objective has sunk, on enough first tries and beyond luck | "
        "weak: most of the objectives that can be judged are weak | "
        "misconception: many answers of the last two weeks betray one and the same | "
        "silent: no answer for days while work is "
        "left | failed: the result that counts is below the pass mark | "
        "behind: far less is done than the due date asks, or it closed before they began"
    )
    fresh: bool = Field(
        description="true: found now; false: found before, and there is not enough information to "
        "say that it is over"
    )
    concerns: list[str] = Field(
        description="items, objectives or misconceptions concerned, or «assignment:<id>», worst "
        "first"
    )
    evidence: dict[str, int | Exact] = Field(
        description="tries (of a fall: first tries since then, right of them), items, days, "
        "overdue, left (days), fall, done, expected, share, passing (shares), weak, judged …"
    )
    text: str = Field(description="a sentence in the language asked for")


class HelpMember(Person):
    """A student who needs help."""

    since: datetime | None = Field(description="since when it was noticed; null: just now")
    reasons: list[ReasonOut]


class HelpOut(BaseModel):
    """Who of a group needs help, by the rules of its cohort."""

    group: int
    waiting: Waiting
    members: list[HelpMember]


class CostOut(BaseModel):
    """An objective or misconception and what it cost the group."""

    kind: Literal["objective", "misconception"]
    name: str = Field(description="id of the objective, or code of the misconception")
    text: str = Field(description="in words; an objective always in Kazakh")
    students: int = Field(description="who missed it at least once")
    asked_students: int = Field(description="who were asked")
    missed: int = Field(description="answers that were not wholly right")
    asked: int = Field(description="answers: the first try of each sitting")
    missed_share: Exact | None = Field(description="missed of asked; null with fewer than 10")
    doubtful_missed: int = Field(
        description="of the missed answers those to questions that may be bad themselves"
    )
    doubtful: bool = Field(description="these are a third or more of them")


class ExplainOut(BaseModel):
    """What to explain again to a group: objectives, then misconceptions; of each kind what cost
    the most students first, then by the share missed; what rests on doubtful questions comes
    last. What cost nothing is not there.
    """

    group: int
    since: date = Field(description="Monday of the first week counted")
    until: date = Field(description="Monday of the last week counted; the whole week is in")
    waiting: Waiting
    first: str | None = Field(
        description="the objective to explain first: missed by two students or more, and not "
        "doubtful; null: there is none"
    )
    costs: list[CostOut]


class WindowOut(BaseModel):
    """When an assignment may be worked at: the dates for everybody."""

    opens_at: datetime
    due_at: datetime | None = Field(description="later is late; null: no due date")
    closes_at: datetime | None = Field(description="null: never")
    closes_for_all_at: datetime | None = Field(
        description="the latest close of all who have it, extensions counted; null: never"
    )
    limit_seconds: int | None = Field(description="time limit of a try; null: none")


class TargetsOut(BaseModel):
    """To whom an assignment is given, as far as the key's maker teaches them."""

    cohort: bool = Field(description="to the whole cohort")
    groups: list[int]
    students: list[int]


class AssignmentOut(BaseModel):
    """An assignment and its terms."""

    id: int
    title: str
    mode: Literal["practice", "exam"]
    withdrawn: bool
    window: WindowOut
    given_to: TargetsOut
    attempts: int | None = Field(description="tries allowed; null: as many as wished")
    counts: Literal["best", "last", "first", "average"] = Field(description="which try counts")
    pass_share: Exact | None = Field(
        description="from which share it is passed; null: no pass mark"
    )
    late: Exact = Field(description="part of the credit that late work keeps")


class AssignmentsOut(BaseModel):
    """All assignments of a cohort, by opening."""

    assignments: list[AssignmentOut]


class ResultOut(Person):
    """One student's result in an assignment: of the try (or tries) that counts."""

    groups: list[int]
    left: bool = Field(description="no longer a student of the cohort")
    given: bool = Field(description="whether it is given to the student now")
    state: Literal["not-started", "in-progress", "handed-in", "marked"] = Field(
        description="handed-in: an answer still waits for a marker"
    )
    share: Exact | None = Field(
        description="of the points, late credit included; null: nothing handed in. While the "
        "state is handed-in, what is sure so far"
    )
    points: Exact | None = Field(
        description="share × most; null also where tries of different weight are averaged"
    )
    most: int | None = Field(description="points of the whole")
    final: bool = Field(description="nothing waits for a marker")
    late: bool
    passed: bool | None = Field(description="null: no pass mark, or not sure yet")
    tries: int = Field(description="tries begun")


class ResultsOut(BaseModel):
    """Results of an assignment, by the id of the student."""

    assignment: int
    results: list[ResultOut]
    total: int
    next: Cursor


class StudentAnswer(BaseModel):
    """One answer with the mark that counts now."""

    id: int
    item: str
    version: str
    lesson: str | None = Field(description="id of the lesson; null: given in an assignment")
    assignment: int | None
    number: int = Field(description="which answer to the item in this sitting, from 1")
    received_at: datetime
    response: dict[str, list[str]] = Field(description="the fields of the item's form, as typed")
    status: Literal["scored", "awaiting"] | None = Field(
        description="awaiting: a person has still to mark it; null: not judged yet"
    )
    share: Exact | None = Field(description="of the item's points; null while it waits")
    by_person: bool = Field(description="the mark was given by a person")
    misconceptions: list[str] = Field(description="codes of what the answer betrays")


class StudentAnswersOut(BaseModel):
    """Answers of one student in lessons and in this cohort's assignments, the oldest first."""

    student: Person
    answers: list[StudentAnswer]
    next: Cursor = Field(
        description="null: no more for now. Keep the id of the last answer: sent as `cursor` "
        "later it gives what came since. A mark may change afterwards"
    )
