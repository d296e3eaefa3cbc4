"""Options to choose from: shared by single choice, multiple choice and gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import BeforeValidator, Field

from quizzes.interaction import (
    FieldPath,
    Frozen,
    ItemFault,
    MaybeText,
    Text,
    missing_misconception,
    missing_why,
    repeated_ids,
    with_position_ids,
)
from quizzes.outcome import Part
from quizzes.text import exact_key


class Option(Frozen):
    """``text`` and ``why`` are Markdown; ``misconception`` is a code of the closed list."""

    id: Text
    text: Text
    right: bool = False
    why: MaybeText = ""
    misconception: Text | None = None


Options = Annotated[tuple[Option, ...], BeforeValidator(with_position_ids), Field(min_length=2)]


def option_part(option: Option, chosen: bool) -> Part:
    if option.right:
        return Part(option.id, "right" if chosen else "missed", option.why, chosen=chosen)
    return Part(option.id, "wrong" if chosen else "left", option.why, chosen=chosen)


def option_faults(
    options: Sequence[Option], *, fewest: int, most: int, one_right: bool
) -> Iterator[ItemFault]:
    """Faults of a list of options; paths start at ``options``."""
    count = len(options)
    if not fewest <= count <= most:
        yield ItemFault(
            ("options",), "options.count", params={"count": count, "min": fewest, "max": most}
        )
    yield from repeated_ids("options", [option.id for option in options])
    right = sum(option.right for option in options)
    if right == 0:
        yield ItemFault(("options",), "options.none_right")
    elif one_right and right > 1:
        yield ItemFault(("options",), "options.several_right", params={"count": right})
    elif right == count:
        yield ItemFault(("options",), "options.all_right")
    first: dict[str, int] = {}
    for position, option in enumerate(options):
        key = exact_key(option.text)
        if key in first:
            yield ItemFault(
                ("options", position, "text"), "options.equal", params={"other": first[key] + 1}
            )
        first.setdefault(key, position)
        yield from missing_why(option.why, "options", position)
        if not option.right:
            yield from missing_misconception(option.misconception, "options", position)


def option_texts(options: Sequence[Option]) -> Iterator[tuple[FieldPath, str]]:
    for position, option in enumerate(options):
        yield ("options", position, "text"), option.text
        if option.why:
            yield ("options", position, "why"), option.why


def option_misconceptions(options: Sequence[Option]) -> Iterator[tuple[FieldPath, str]]:
    for position, option in enumerate(options):
        if option.misconception:
            yield ("options", position, "misconception"), option.misconception


def public_options(options: Sequence[Option]) -> list[dict[str, str]]:
    return [{"id": option.id, "text": option.text} for option in options]
