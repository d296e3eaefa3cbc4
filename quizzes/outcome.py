"""What became of an answer: an outcome with its parts, or an error that costs no attempt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, get_args

Verdict = Literal["right", "wrong", "missed", "left", "missing", "part"]
"""Of one part of an answer: ``right`` chosen and right; ``wrong`` chosen and wrong; ``missed``
right but not chosen; ``left`` wrong and not chosen; ``missing`` no answer given to this part;
``part`` earned some of its credit."""

Status = Literal["scored", "awaiting"]
ErrorKind = Literal["blank", "unreadable", "retype", "too-short", "too-long"]

_VERDICTS = frozenset(get_args(Verdict))
_STATUSES = frozenset(get_args(Status))

RESPONSE_CODES = frozenset(
    {
        "response.blank",
        "response.unknown_option",
        "response.one_only",
        "response.ordering.incomplete",
        "response.ordering.positions",
        "response.number.unreadable",
        "response.number.ambiguous",
        "response.number.unit_missing",
        "response.number.unit_unknown",
        "response.number.two_units",
        "response.date.unreadable",
        "response.date.no_year",
        "response.date.impossible",
        "response.text.retype",
        "response.text.no_letters",
        "response.text.too_long",
        "response.citation.unreadable",
        "response.citation.no_act",
        "response.citation.no_article",
        "response.citation.several",
        "response.essay.too_short",
        "response.essay.too_many_words",
        "response.essay.too_long",
    }
)
"""Every ``code`` a :class:`ResponseError` may carry; the words for them are the pages' business."""

NOTES = frozenset({"note.spelling", "note.insisted", "note.citation.other_part"})
"""Every note an outcome may carry: answered right but spelt otherwise; counted as typed because
the learner typed it twice; right article but another part or none."""


class ResponseError(Exception):
    """An answer that cannot be scored as it stands. It is told to the learner and costs nothing.

    ``code`` is a message key, ``params`` its placeholders, ``field`` the form field to go to.
    """

    def __init__(
        self,
        kind: ErrorKind,
        code: str,
        params: Mapping[str, str | int] | None = None,
        field: str | None = None,
    ) -> None:
        super().__init__(kind, code)
        self.kind: ErrorKind = kind
        self.code = code
        self.params: dict[str, str | int] = dict(params or {})
        self.field = field


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an answer: an option, a prompt, a gap, a step, or the whole typed answer."""

    id: str
    verdict: Verdict
    why: str = ""  # Markdown: why this is right or wrong
    answer: str | None = None  # Markdown of the right answer, where it helps
    chosen: bool = False

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "verdict": self.verdict,
            "why": self.why,
            "answer": self.answer,
            "chosen": self.chosen,
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """The mark for one answer.

    ``score`` is the share of the item's points, exact, from 0 to 1; it is 0 while ``awaiting`` a
    person. ``misconceptions`` are the codes the answer betrays, ``notes`` message keys.
    """

    score: Fraction
    status: Status = "scored"
    parts: tuple[Part, ...] = ()
    misconceptions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.score <= 1:
            raise ValueError(f"score {self.score} is not between 0 and 1")

    @property
    def right(self) -> bool:
        """All points earned."""
        return self.status == "scored" and self.score == 1

    def to_json(self) -> dict[str, Any]:
        """A JSON value from which :meth:`from_json` makes an equal outcome."""
        return {
            "score": [self.score.numerator, self.score.denominator],
            "status": self.status,
            "parts": [part.to_json() for part in self.parts],
            "misconceptions": list(self.misconceptions),
            "notes": list(self.notes),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Outcome:
        """Raises KeyError, TypeError or ValueError if ``data`` did not come from to_json."""
        numerator, denominator = data["score"]
        if data["status"] not in _STATUSES:
            raise ValueError(f"unknown status {data['status']!r}")
        for part in data["parts"]:
            if part["verdict"] not in _VERDICTS:
                raise ValueError(f"unknown verdict {part['verdict']!r}")
        return cls(
            score=Fraction(numerator, denominator),
            status=data["status"],
            parts=tuple(Part(**part) for part in data["parts"]),
            misconceptions=tuple(data["misconceptions"]),
            notes=tuple(data["notes"]),
        )


def distinct_codes(codes: Sequence[str | None]) -> tuple[str, ...]:
    """The codes given, each once, in the order met."""
    return tuple(dict.fromkeys(code for code in codes if code))
