"""What typed answers (number, date, short text, citation, essay) share."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from fractions import Fraction

from quizzes.interaction import (
    FieldPath,
    Form,
    Frozen,
    ItemFault,
    MaybeText,
    Text,
    missing_misconception,
    missing_why,
)
from quizzes.outcome import Outcome, Part, ResponseError, distinct_codes

LINE_LIMIT = 300
"""Characters in a one-line answer; more is not an answer but an accident."""


class KnownWrong(Frozen):
    """A wrong answer foreseen by the author; each type adds the field for the answer itself."""

    why: MaybeText = ""
    misconception: Text | None = None


def typed(form: Form, name: str, limit: int = LINE_LIMIT, code: str = "") -> str:
    """The text of a field, trimmed and without what no keyboard types and no database keeps
    (control characters, halves of surrogate pairs); "" if there is none.

    Raises ResponseError(kind="too-long") over ``limit`` characters.
    """
    text = (form.get(name) or ("",))[-1]
    if not text.isprintable():
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = "".join(char for char in text if char >= " " or char in "\n\t")
        text = text.replace("\x7f", "").encode("utf-8", "ignore").decode()
    text = text.strip()
    if len(text) > limit:
        raise ResponseError(
            "too-long",
            code or "response.text.too_long",
            {"limit": limit, "count": len(text)},
            name,
        )
    return text


def typed_outcome(
    score: Fraction,
    *,
    why: str,
    answer: str,
    wrong: KnownWrong | None = None,
    notes: tuple[str, ...] = (),
) -> Outcome:
    """The outcome of a typed answer: part ``answer`` is what was typed; unless all of it is
    right, part ``key`` says why the right answer is right."""
    if score == 1:
        return Outcome(score, parts=(Part("answer", "right", why, answer, True),), notes=notes)
    return Outcome(
        score,
        parts=(
            Part("answer", "part" if score else "wrong", wrong.why if wrong else "", answer, True),
            Part("key", "missed", why, answer),
        ),
        misconceptions=distinct_codes([wrong.misconception] if wrong else []),
        notes=notes,
    )


def wrong_faults(
    known: Sequence[KnownWrong],
    meanings: Sequence[Hashable],
    right: Sequence[Hashable],
    field_name: str,
) -> Iterator[ItemFault]:
    """Faults of the list ``wrong``. ``meanings`` are what its answers come to, ``right`` what the
    right answers come to; None means unreadable, which the caller reports."""
    for position, wrong in enumerate(known):
        meaning = meanings[position]
        if meaning is not None and meaning in right:
            yield ItemFault(("wrong", position, field_name), "wrong.is_right")
        elif meaning is not None and meaning in meanings[:position]:
            yield ItemFault(("wrong", position, field_name), "wrong.repeated")
        yield from missing_why(wrong.why, "wrong", position)
        yield from missing_misconception(wrong.misconception, "wrong", position)


def accept_faults(right: Sequence[Hashable]) -> Iterator[ItemFault]:
    """Equal entries in ``accept``, where ``right`` is the key followed by what is accepted."""
    for position, meaning in enumerate(right[1:]):
        if meaning is not None and meaning in right[: position + 1]:
            yield ItemFault(("accept", position), "accept.repeated", "warning")


def typed_texts(why: str, known: Sequence[KnownWrong]) -> Iterator[tuple[FieldPath, str]]:
    if why:
        yield ("why",), why
    for position, wrong in enumerate(known):
        if wrong.why:
            yield ("wrong", position, "why"), wrong.why


def typed_misconceptions(known: Sequence[KnownWrong]) -> Iterator[tuple[FieldPath, str]]:
    for position, wrong in enumerate(known):
        if wrong.misconception:
            yield ("wrong", position, "misconception"), wrong.misconception
