"""From the answers of a sitting to the lines that item analysis counts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from quizzes.assessment import Assessment, FixedItem
from quizzes.certainty import adjusted
from quizzes.choices import choices
from quizzes.generator import practised
from quizzes.generators import GENERATORS
from quizzes.item import Item
from quizzes.item_summary import BANK_STEPS, Line, Observation, observations
from quizzes.minutes import IDLE
from quizzes.outcome import Outcome
from quizzes.results import ItemScore
from quizzes.rules import Rules
from webapp.queries.counting import Judged, codes_of
from webapp.queries.results import SittingScore

VARIANTS = "variants"
"""The version under which all variants of a generator are counted."""

Found = list[tuple[tuple[str, str], Observation]]


@dataclass(frozen=True, slots=True)
class Counting:
    """A line and what it adds to the total of its test: ``part`` of it, ``earned`` points (None:
    it waits, or is left out of the total).
    """

    line: Line
    part: str = ""
    earned: Fraction | None = None


def named(item_id: str, version: str) -> tuple[str, str]:
    """Under which id and version an item is counted."""
    key = practised(item_id)
    return (key, VARIANTS) if key in GENERATORS else (item_id, version)


def gaps(answers: Iterable[Judged], started_at: datetime | None) -> dict[int, int]:
    """Attempt → seconds since the answer before it in the same sitting, where that is known: not
    after a longer pause. ``started_at``: from when the first one counts.
    """
    found = {}
    before = started_at
    for one in sorted(answers, key=lambda one: (one.at, one.attempt_id)):
        if before is not None and 0 <= (one.at - before).total_seconds() <= IDLE.total_seconds():
            found[one.attempt_id] = int((one.at - before).total_seconds())
        before = one.at
    return found


def chosen(
    item: Item | None, response: str | None, status: str, score: Fraction, codes: str
) -> Any:
    """What an answer chose, as it is counted; nothing where that cannot be told any more."""
    if item is None or response is None or item.id in GENERATORS:
        return ()
    try:
        answer = item.response_from_json(json.loads(response))
    except ValueError:  # a response that could not be read when it was handed in
        return ()
    outcome = Outcome(
        score if status == "scored" else Fraction(0),
        status="scored" if status == "scored" else "awaiting",
        misconceptions=codes_of(codes),
    )
    return choices(item, answer, outcome)


def of_practice(
    answers: Sequence[Judged],
    firsts: frozenset[int],
    items: Mapping[tuple[str, str], Item],
    responses: Mapping[int, str],
) -> list[Counting]:
    """The first answer to each item of a lesson's or one's own sitting."""
    seconds = gaps(answers, None)
    tries: dict[str, Judged] = {}
    for one in answers:
        if one.item_id not in tries or one.number < tries[one.item_id].number:
            tries[one.item_id] = one
    found = []
    for one in tries.values():
        item = items.get((one.item_id, one.version))
        name, version = named(one.item_id, one.version)
        found.append(
            Counting(
                Line(
                    name,
                    version,
                    item.points if item is not None else 1,
                    one.score if one.status == "scored" else None,
                    chosen(item, responses.get(one.attempt_id), one.status, one.score, one.codes),
                    seconds=seconds.get(one.attempt_id),
                    first=one.attempt_id in firsts,
                )
            )
        )
    return found


def of_assignment(
    scored: SittingScore,
    answers: Sequence[Judged],
    own: Mapping[int, tuple[str, Fraction, str]],
    firsts: frozenset[int],
    items: Mapping[tuple[str, str], Item],
    responses: Mapping[int, str],
    asked: Assessment | None,
    rules: Rules,
) -> list[Counting]:
    """Every item of a finished sitting. Judged by the item's own key, for a correction hides what
    was wrong with it; ``own``: those marks, where a correction changed them.
    """
    seconds = gaps(answers, scored.started_at)
    by_id = {one.attempt_id: one for one in answers}
    fixed = _fixed(asked)
    drawn: dict[int, int] = {}
    found = []
    for one in scored.lines:
        part = f"item:{one.item_id}"
        if one.item_id not in fixed:
            drawn[one.section] = drawn.get(one.section, 0) + 1
            part = f"draw:{one.section}:{drawn[one.section]}"
        name, version = named(one.item_id, one.version)
        judged = by_id.get(one.attempt_id) if one.attempt_id is not None else None
        share: Fraction | None = Fraction(0)
        picks: tuple[str, ...] = ()
        if judged is not None:
            status, score, codes = own.get(
                judged.attempt_id, (judged.status, judged.score, judged.codes)
            )
            share = score if status == "scored" else None
            item = items.get((judged.item_id, judged.version))
            picks = chosen(item, responses.get(judged.attempt_id), status, score, codes)
        elif one.attempt_id is not None:
            share = None  # handed in, and not scored yet
        found.append(
            Counting(
                Line(
                    name,
                    version,
                    one.score.points,
                    share,
                    picks,
                    answered=one.attempt_id is not None,
                    seconds=seconds.get(one.attempt_id) if one.attempt_id is not None else None,
                    first=one.attempt_id in firsts,
                    left_out=one.score.left_out,
                ),
                part,
                _earned(one.score, rules),
            )
        )
    return found


def _fixed(asked: Assessment | None) -> frozenset[str]:
    if asked is None:
        return frozenset()
    return frozenset(
        entry.item
        for section in asked.sections
        for entry in section.entries
        if isinstance(entry, FixedItem)
    )


def _earned(score: ItemScore, rules: Rules) -> Fraction | None:
    """What the item adds to the total, as :func:`quizzes.results.sitting_result` adds it."""
    if score.left_out or score.share is None:
        return None
    share = score.share
    if rules.certainty and score.answered and score.certainty is not None:
        share = adjusted(share, score.certainty)
    return share * score.points


def parts(lines: Iterable[Counting]) -> dict[str, Fraction] | None:
    """Part of the test → points earned. None: an answer waits for a person."""
    found: dict[str, Fraction] = {}
    for one in lines:
        if one.line.left_out:
            continue
        if one.earned is None:
            return None
        found[one.part] = found.get(one.part, Fraction(0)) + one.earned
    return found


def for_bank(lines: Sequence[Counting], *, ranked: bool) -> Found:
    """First answers of a person to each item. ``ranked``: the sitting tells how strong its author
    is; lessons and sets of one's own do not.
    """
    given = [one.line for one in lines]
    if ranked:
        seen = observations(given, BANK_STEPS)
    else:
        seen = [pair for line in given for pair in observations([line])]
    return [pair for pair in seen if pair[1].answered]


def for_assignment(lines: Sequence[Counting]) -> Found:
    """Every answer, and every gap, of a first finished sitting."""
    return observations([_as_first(one.line) for one in lines])


def _as_first(line: Line) -> Line:
    return Line(
        line.item_id,
        line.version,
        line.points,
        line.share,
        line.choices,
        line.answered,
        line.seconds,
        True,
        line.left_out,
    )


def to_json(lines: Iterable[Counting]) -> str:
    return json.dumps(
        [
            [
                one.line.item_id,
                one.line.version,
                one.line.points,
                _written(one.line.share),
                one.line.choices,
                int(one.line.answered),
                one.line.seconds,
                int(one.line.first),
                int(one.line.left_out),
                one.part,
                _written(one.earned),
            ]
            for one in lines
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def from_json(text: str) -> list[Counting]:
    return [
        Counting(
            Line(
                row[0],
                row[1],
                row[2],
                _read(row[3]),
                tuple(row[4]),
                bool(row[5]),
                row[6],
                bool(row[7]),
                bool(row[8]),
            ),
            row[9],
            _read(row[10]),
        )
        for row in json.loads(text)
    ]


def _written(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _read(value: str | None) -> Fraction | None:
    return None if value is None else Fraction(value)
