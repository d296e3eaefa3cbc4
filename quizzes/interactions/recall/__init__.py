"""Recall: a card with a front and a back, graded by the learner. Made from the course's cards,
never written by an author as an item.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Literal, get_args

from quizzes.credit import FULL, NOTHING
from quizzes.interaction import (
    Answer,
    AnswerType,
    FieldPath,
    Form,
    Interaction,
    ItemFault,
    Order,
    Sample,
    Text,
    blank,
    unknown_option,
)
from quizzes.outcome import Outcome, Part, ResponseError

Grade = Literal["again", "hard", "good", "easy"]
"""How well the back came to mind, as the scheduler of repetitions counts it."""

GRADES: tuple[Grade, ...] = get_args(Grade)


class RecallResponse(Answer):
    grade: Grade


class Recall(Interaction[RecallResponse]):
    """``back`` is Markdown. The stem of the item is the front."""

    type: Literal["recall"]
    back: Text

    Response: ClassVar[AnswerType] = RecallResponse

    @property
    def credit_rule(self) -> str:
        return "self"

    def parse(self, form: Form) -> RecallResponse:
        grades = [grade for grade in form.get("grade", ()) if grade]
        if not grades:
            raise blank("grade")
        if len(grades) > 1:
            raise ResponseError("unreadable", "response.one_only", field="grade")
        for grade in GRADES:
            if grade == grades[0]:
                return RecallResponse(grade=grade)
        raise unknown_option("grade")

    def form(self, response: RecallResponse) -> dict[str, list[str]]:
        return {"grade": [response.grade]}

    def score(self, response: RecallResponse) -> Outcome:
        """What came to mind earns all, however hard it came."""
        recalled = response.grade != "again"
        part = Part("card", "right" if recalled else "wrong", answer=self.back, chosen=True)
        return Outcome(FULL if recalled else NOTHING, parts=(part,))

    def samples(self) -> tuple[Sample, ...]:
        return (
            *(Sample(f"right {one}", {"grade": [one]}, FULL) for one in reversed(GRADES[1:])),
            Sample("wrong", {"grade": ["again"]}, NOTHING),
            Sample("blank", {}, "blank"),
            Sample("malformed", {"grade": ["?"]}, "unreadable"),
            Sample("two", {"grade": ["again", "good"]}, "unreadable"),
        )

    def faults(self) -> Iterator[ItemFault]:
        return iter(())

    def order(self, seed: str) -> Order:
        return ()

    def texts(self) -> Iterator[tuple[FieldPath, str]]:
        yield ("back",), self.back

    def misconceptions(self) -> Iterator[tuple[FieldPath, str]]:
        return iter(())

    def public(self) -> dict[str, Any]:
        return {"type": self.type, "credit": self.credit_rule, "grades": list(GRADES)}
