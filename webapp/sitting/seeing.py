"""What a student may see of a sitting, and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from sqlalchemy import Connection

from quizzes.interaction import Answer
from quizzes.item import Item
from quizzes.outcome import Outcome, Part
from quizzes.results import counted, passed
from quizzes.rules import Rules
from quizzes.timing import GRACE
from webapp.item_views import key_of
from webapp.pages.sitting import TryLine
from webapp.queries import assignments
from webapp.queries.assignments import AssignmentInfo
from webapp.queries.results import SittingScore


def shown_after(
    connection: Connection, assignment: AssignmentInfo, now: datetime
) -> frozenset[str]:
    """Which of own, score, key, feedback may be seen of a sitting handed in.

    «Closed» is reached when nobody to whom the assignment is given can answer any more, the
    technical grace too.
    """
    return _shown(assignment, assignments.latest_close(connection, assignment), now)


def shown_after_each(
    connection: Connection, infos: Sequence[AssignmentInfo], now: datetime
) -> dict[int, frozenset[str]]:
    """Assignment → :func:`shown_after`, in as many statements as there are cohorts."""
    by_cohort: dict[int, list[AssignmentInfo]] = {}
    for info in infos:
        by_cohort.setdefault(info.cohort_id, []).append(info)
    found = {}
    for theirs in by_cohort.values():
        latest = assignments.latest_closes(connection, theirs)
        for info in theirs:
            found[info.id] = _shown(info, latest[info.id], now)
    return found


def _shown(assignment: AssignmentInfo, latest: datetime | None, now: datetime) -> frozenset[str]:
    closed = latest is not None and now > latest + GRACE
    return assignment.rules.visibility.shown("closed" if closed else "after")


def finished(scores: Sequence[SittingScore]) -> list[SittingScore]:
    return [one for one in scores if one.closed_at is not None]


def counted_share(scores: Sequence[SittingScore], rules: Rules) -> Fraction | None:
    """The share that counts of one person's finished sittings; None: there is none."""
    return counted([one.result for one in finished(scores)], rules.counts)


def awaits(scores: Sequence[SittingScore]) -> bool:
    """Whether a finished sitting has an answer that waits for its mark."""
    return any(not one.result.final for one in finished(scores))


def reached(scores: Sequence[SittingScore], rules: Rules) -> bool | None:
    """Whether the pass mark is reached; None also while what still waits may decide it."""
    done = finished(scores)
    found = passed(counted_share(scores, rules), rules)
    sure = all(one.scored and one.result.final for one in done)
    return found if found or sure else None


def try_lines(
    scores: Sequence[SittingScore], shown: frozenset[str], here: int | None = None
) -> tuple[TryLine, ...]:
    return tuple(
        TryLine(
            sitting_id=one.sitting_id,
            number=one.ordinal,
            started=one.started_at,
            finished=one.closed_at,
            share=one.result.share
            if "score" in shown and one.closed_at is not None and one.scored
            else None,
            awaiting=one.result.awaiting,
            late=one.result.late,
            answered=one.result.answered,
            here=one.sitting_id == here,
        )
        for one in scores
    )


_NOTHING: dict[str, dict[str, object]] = {
    "single-choice": {"choice": ""},
    "multiple-choice": {"choices": ()},
    "matching": {"matches": {}},
    "ordering": {"steps": ()},
    "cloze": {"gaps": {}},
}


def unanswered(item: Item) -> Outcome:
    """The outcome of no answer, to show the right one beside it."""
    nothing = _NOTHING.get(item.type)
    if nothing is not None:
        response: Answer = item.response_from_json(nothing)
        return item.score(response)
    _, outcome = key_of(item)
    if not outcome.parts:  # an essay
        return Outcome(Fraction(0))
    right = outcome.parts[0]
    return Outcome(
        Fraction(0),
        parts=(
            Part("answer", "missing", "", right.answer),
            Part("key", "missed", right.why, right.answer),
        ),
    )
