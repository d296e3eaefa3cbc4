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
from webapp.figure_words import words

PLACES = 6


def _is(name: str, unit: str) -> str:
    """What a statistic is, in the words of the page of definitions, and its unit here."""
    return f"{words('en', name).definition} ({unit})"


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
        "falling: mastery of an objective has sunk | silent: no answer for days while work is "
        "left | behind: far less is done than the due date asks"
    )
    fresh: bool = Field(
        description="true: found now; false: found before, and there is not enough information to "
        "say that it is over"
    )
    concerns: list[str] = Field(
        description="items or objectives concerned, or «assignment:<id>», worst first"
    )
    evidence: dict[str, int | Exact] = Field(
        description="tries, items, days, overdue, left (days), fall, done, expected (shares) …"
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


class ExplainOut(BaseModel):
    """What to explain again to a group: objectives, then misconceptions; of each kind what cost
    the most students first. What cost nothing is not there.
    """

    group: int
    since: date = Field(description="Monday of the first week counted")
    until: date = Field(description="Monday of the last week counted; the whole week is in")
    waiting: Waiting
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


class ScoresOut(BaseModel):
    """The totals of a test, of first finished tries in which nothing waits for a marker. All is
    null with fewer than 10. Points.
    """

    n: int = Field(description="sittings")
    parts: int = Field(description="items, or places of the blueprint where items are drawn")
    mean: Exact | None = Field(description=_is("mean", "points"))
    median: Exact | None = Field(description=_is("median", "points"))
    spread: float | None = Field(description=_is("sd", "points; divisor n − 1"))
    skewness: float | None = Field(description=_is("skewness", "by k-statistics"))
    kurtosis: float | None = Field(description=_is("kurtosis", "excess, by k-statistics"))
    reliability: FigureOut = Field(
        description=_is("alpha", "Cronbach's alpha, KR-20 for marks of 0 and 1; at most 1")
    )
    band: Literal["good", "fair", "poor"] | None = Field(description="from 0.75 | from 0.64 | less")
    standard_error: float | None = Field(description=_is("standard_error", "points"))
    error_ratio: float | None = Field(description=_is("error_ratio", "0 to 1"))
    distribution: list[ScoreCount] = Field(description="empty with fewer than 10 sittings")


class ScoreCount(BaseModel):
    """How many sittings earned just so many points."""

    points: Exact
    sittings: int


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
    bottom: int | None = Field(description="of the weakest third; null: no thirds")
    top: int | None = Field(description="of the strongest third")
    mean_rest: Exact | None = Field(
        description="mean share of the other items' points of those who chose it"
    )


class ItemFiguresOut(BaseModel):
    """One version of an item, judged by first answers. With fewer than 10 nothing but `n`."""

    item: str
    version: str = Field(description="«variants»: all variants of a generator together")
    stem: str = Field(description="beginning of the question, without markup")
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
    items: list[ItemFiguresOut] = Field(description="the gravest flag first")
    total: int = Field(description="item versions in all")
    next: Cursor


class BankItemOut(BaseModel):
    """An item over all cohorts, without names: each version that was answered."""

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
    """Item versions of the bank that were answered, the gravest flag first."""

    items: list[BankLine]
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


ScoresOut.model_rebuild()
