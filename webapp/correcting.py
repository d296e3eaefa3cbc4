"""A key was wrong: what a correction would do, and doing it once.

Nothing moves by itself. A correction holds for what was handed in so far, and for what is handed
in later with the version that was wrong. It adds outcomes, with its reason; earlier ones stay.

Versions that were right already or came afterwards are spared: see
:class:`webapp.queries.results.Fix`.

``raise`` and ``rescore`` mark stored answers by the item's newest version. Answers that wait for a
person, and essays, are not touched. A mark that a person gave stands: it can rise, never fall.
``full`` and ``leave-out`` change how totals are added up, for unanswered items too. Each follows
upon the one before: after «full» there is nothing to raise, after «leave-out» raising would bring
the item back and so might lower a total; there ``rescore`` is the way back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from hashlib import sha256

from pydantic import ValidationError
from sqlalchemy import Connection

from course.model import Course
from quizzes.correcting import Answered, Kind, moves
from quizzes.item import Item
from quizzes.outcome import Outcome, ResponseError
from quizzes.results import SittingResult, counted, passed, sitting_result
from quizzes.timing import GRACE
from webapp import item_bank
from webapp.queries import assignments, corrections, count_queue, notices, people, results
from webapp.queries.assignments import AssignmentInfo
from webapp.queries.corrections import Made, StoredAnswer
from webapp.queries.results import ItemLine, SittingScore

KINDS: tuple[Kind, ...] = ("raise", "rescore", "full", "leave-out")
BY_VERSION: tuple[Kind, ...] = ("raise", "rescore")
MOST_REASON = 500


class Stale(Exception):
    """Answers or marks changed since the preview was shown; nothing was applied."""


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one sitting. Shares are of the sitting, late credit included; ``passed`` is
    of the sitting alone.
    """

    sitting_id: int
    user_id: int
    ordinal: int
    answered: bool
    item_before: Fraction | None  # share of the item; None: it waits for a person
    item_after: Fraction | None
    before: SittingResult
    after: SittingResult
    passed_before: bool | None
    passed_after: bool | None

    @property
    def moved(self) -> bool:
        return self.before.share != self.after.share


@dataclass(frozen=True, slots=True)
class Preview:
    """What a correction would do. ``outcomes``: (attempt id, new share, misconceptions)."""

    assignment: AssignmentInfo
    item_id: str
    kind: Kind
    ordinal: int
    new_version: str | None
    changes: tuple[Change, ...]  # every sitting handed in that drew the item
    outcomes: tuple[tuple[int, Fraction, tuple[str, ...]], ...]
    running: int  # sittings that drew it and still run
    unread: int  # answers that the new version cannot read
    kept: int  # answers that wait for a person
    counted_moves: int  # students whose result that counts moves
    fingerprint: str

    @property
    def rising(self) -> list[Change]:
        return [one for one in self.changes if one.after.share > one.before.share]

    @property
    def falling(self) -> list[Change]:
        return [one for one in self.changes if one.after.share < one.before.share]


def open_kinds(made: Sequence[Made], item: Item | None, versions: Iterable[str]) -> list[Kind]:
    """What may be chosen for an item, given its corrections so far and the versions drawn."""
    last = made[-1].kind if made else None
    scorable = (
        item is not None
        and item.type != "essay"
        and any(version != item.version for version in versions)
    )
    found: list[Kind] = []
    if scorable and last not in ("full", "leave-out"):
        found.append("raise")
    if scorable or last in ("full", "leave-out"):
        found.append("rescore")
    if last != "full":
        found.append("full")
    if last != "leave-out":
        found.append("leave-out")
    return found


def mark(item: Item, answer: StoredAnswer) -> Outcome | None:
    """A stored answer by another version of its item; None: it cannot be read there, or only a
    person can mark it.
    """
    if answer.response is None:
        return None
    try:
        outcome = item.score(item.response_from_json(answer.response))
    except (ValidationError, ResponseError, TypeError, ValueError, KeyError):
        return None
    return outcome if outcome.status == "scored" else None


def _moved(
    answers: Sequence[StoredAnswer], kind: Kind, new: Item | None
) -> tuple[tuple[tuple[int, Fraction, tuple[str, ...]], ...], int]:
    """((attempt id, new share, misconceptions) of what moves, how many could not be read)."""
    marked: dict[int, Outcome | None] = {}
    judged = []
    by_sitting = {}
    unread = 0
    for answer in answers:
        if answer.status != "scored":
            continue
        by_new: Fraction | None = None
        if kind in BY_VERSION and new is not None:
            outcome = marked[answer.attempt_id] = mark(new, answer)
            by_new = outcome.score if outcome is not None else None
            unread += outcome is None and new.type != "essay"
            if answer.by_person is not None and (by_new is None or by_new < answer.by_person):
                by_new = answer.by_person
        by_sitting[answer.sitting_id] = answer
        judged.append(Answered(answer.sitting_id, answer.share, by_new))
    found = []
    for sitting_id, (_, share) in moves(judged, kind).items():
        answer = by_sitting[sitting_id]
        outcome = marked.get(answer.attempt_id)
        codes = outcome.misconceptions if outcome is not None and outcome.score == share else ()
        found.append((answer.attempt_id, share, tuple(codes)))
    return tuple(found), unread


def _line_after(line: ItemLine, kind: Kind, share: Fraction | None) -> ItemLine:
    """The item's line as :func:`webapp.queries.results.load_scores` will give it afterwards."""
    score = line.score
    match kind:
        case "full":
            score = replace(score, share=Fraction(1), certainty=None, left_out=False)
        case "leave-out":
            score = replace(score, left_out=True)
        case _:
            score = replace(score, share=share, left_out=False)
    return replace(line, score=score, correction=kind)


def preview(
    connection: Connection, course: Course, assignment: AssignmentInfo, item_id: str, kind: Kind
) -> Preview:
    """What a correction would do to every sitting handed in that drew the item."""
    made = [
        one for one in corrections.list_made(connection, assignment.id) if one.item_id == item_id
    ]
    scores = results.load_scores(connection, assignment)
    stored = {
        answer.sitting_id: answer
        for _, answer in corrections.list_stored(connection, assignment.id, item_id=item_id)
    }
    newest = item_bank.newest_item(connection, course, item_id)
    new = newest if kind in BY_VERSION else None
    right = _right_version(scores, item_id, newest)
    new_version = new.version if new is not None else right
    outcomes, unread = _moved(
        [one for one in stored.values() if new is not None or one.version != right], kind, new
    )
    shares = {attempt_id: share for attempt_id, share, _ in outcomes}
    rules = assignment.rules
    plain = {  # the shares as they are without «full» and «leave-out»
        sitting_id: answer.share if answer.status == "scored" else None
        for sitting_id, answer in stored.items()
    }
    changes = []
    after_of: dict[int, SittingResult] = {}
    running = 0
    for score in scores:
        lines = [line for line in score.lines if line.item_id == item_id]
        if not lines:
            continue
        if score.closed_at is None:
            running += 1
            continue
        line = lines[0]
        share: Fraction | None = Fraction(0)
        certainty = line.score.certainty
        if line.attempt_id is not None:
            share = shares.get(line.attempt_id, plain.get(score.sitting_id))
            if rules.certainty and score.sitting_id in stored:  # «full» had taken no account of it
                certainty = stored[score.sitting_id].certainty
        if kind not in BY_VERSION and line.version == right:
            later = line
        else:
            later = _line_after(
                replace(line, score=replace(line.score, certainty=certainty)), kind, share
            )
        after = sitting_result(
            [later.score if one is line else one.score for one in score.lines],
            rules,
            score.result.late,
        )
        after_of[score.sitting_id] = after
        changes.append(
            Change(
                sitting_id=score.sitting_id,
                user_id=score.user_id,
                ordinal=score.ordinal,
                answered=line.attempt_id is not None,
                item_before=line.score.share,
                item_after=later.score.share,
                before=score.result,
                after=after,
                passed_before=passed(score.result.share, rules),
                passed_after=passed(after.share, rules),
            )
        )
    marks = {
        "assignment": assignment.id,
        "item": item_id,
        "kind": kind,
        "ordinal": len(made) + 1,
        "version": new_version,
        "outcomes": sorted((answer.attempt_id, answer.outcome_id) for answer in stored.values()),
        "moves": [(one.sitting_id, str(one.before.share), str(one.after.share)) for one in changes],
    }
    return Preview(
        assignment=assignment,
        item_id=item_id,
        kind=kind,
        ordinal=len(made) + 1,
        new_version=new_version,
        changes=tuple(changes),
        outcomes=outcomes,
        running=running,
        unread=unread,
        kept=sum(one.item_before is None for one in changes),
        counted_moves=_counted_moves(scores, after_of, assignment),
        fingerprint=sha256(json.dumps(marks, sort_keys=True).encode()).hexdigest()[:32],
    )


def _right_version(scores: Sequence[SittingScore], item_id: str, newest: Item | None) -> str | None:
    """The version that «full» and «leave-out» do not touch: the newest, where an earlier one was
    drawn. None: everyone drew the newest, so that is the faulty one.
    """
    drawn = {line.version for one in scores for line in one.lines if line.item_id == item_id}
    return newest.version if newest is not None and drawn - {newest.version} else None


def _counted_moves(
    scores: Sequence[SittingScore], after: dict[int, SittingResult], assignment: AssignmentInfo
) -> int:
    mine: dict[int, list[SittingScore]] = {}
    for score in scores:
        if score.closed_at is not None:
            mine.setdefault(score.user_id, []).append(score)
    return sum(
        counted([one.result for one in theirs], assignment.rules.counts)
        != counted(
            [after.get(one.sitting_id, one.result) for one in theirs], assignment.rules.counts
        )
        for theirs in mine.values()
    )


def apply(
    connection: Connection,
    course: Course,
    assignment: AssignmentInfo,
    item_id: str,
    kind: Kind,
    reason: str,
    fingerprint: str,
    made_by: int,
    now: datetime,
) -> Preview:
    """Apply what the preview showed, once, and tell the students whose total moved.

    Raises:
        Stale: what would happen is no longer what was shown; nothing was applied.
    """
    corrections.hold(connection, assignment.id, alone=True)
    seen = preview(connection, course, assignment, item_id, kind)
    if seen.fingerprint != fingerprint:
        raise Stale
    moved = [one for one in seen.changes if one.moved]
    correction_id = corrections.add(
        connection,
        assignment.id,
        item_id,
        seen.ordinal,
        seen.new_version,
        kind,
        reason,
        len(moved),
        made_by,
        now,
    )
    if correction_id is None:
        raise Stale
    corrections.add_outcomes(connection, correction_id, reason, seen.outcomes, now)
    count_queue.queue_of_assignment(connection, assignment.id, now)
    people.add_event(
        connection,
        made_by,
        "correction",
        now,
        assignment=assignment.id,
        item=item_id,
        correction=correction_id,
    )
    for user_id in sorted({one.user_id for one in seen.changes}):
        people.bump(connection, user_id)
    if score_is_visible(connection, assignment, now):
        for one in moved:
            notices.tell(
                connection,
                [one.user_id],
                "mark_changed",
                f"/sittings/{one.sitting_id}",
                now,
                title=assignment.title,
            )
    return seen


def was_applied(
    connection: Connection,
    assignment_id: int,
    item_id: str,
    kind: str,
    reason: str,
    made_by: int,
    ordinal: str,
) -> bool:
    """Whether the form that carried this ordinal was applied already: the button was pressed
    twice.
    """
    return any(
        (one.item_id, str(one.ordinal), one.kind, one.reason, one.made_by)
        == (item_id, ordinal, kind, reason, made_by)
        for one in corrections.list_made(connection, assignment_id)
    )


def score_is_visible(connection: Connection, assignment: AssignmentInfo, now: datetime) -> bool:
    """Whether students see the score of what they handed in."""
    latest = assignments.latest_close(connection, assignment)
    closed = latest is not None and now > latest + GRACE
    return "score" in assignment.rules.visibility.shown("closed" if closed else "after")


def apply_to_late(
    connection: Connection,
    course: Course,
    assignment_id: int,
    sitting_id: int,
    now: datetime,
) -> int:
    """Apply the assignment's corrections to a sitting scored after they were made: to be called in
    the write that adds the machine's outcomes. Done twice it changes nothing more.

    Returns how many outcomes were added.
    """
    corrections.hold(connection, assignment_id, alone=False)
    added = 0
    fixes = {
        fix.correction_id: fix
        for theirs in results.fixes_in(connection, [assignment_id])[assignment_id].values()
        for fix in theirs
    }
    for one in corrections.list_made(connection, assignment_id):
        fix = fixes[one.correction_id]
        answers = [
            answer
            for _, answer in corrections.list_stored(
                connection, assignment_id, item_id=one.item_id, sitting_id=sitting_id
            )
            if one.correction_id not in answer.corrected_by
            and not (
                answer.version in fix.later
                if one.kind in BY_VERSION
                else fix.spares(answer.version)
            )
        ]
        if not answers:
            continue
        new = None
        if one.kind in BY_VERSION and one.new_version is not None:
            new = item_bank.find_item(connection, course, one.item_id, one.new_version)
        kind: Kind = one.kind  # type: ignore[assignment]
        outcomes, _ = _moved(answers, kind, new)
        corrections.add_outcomes(connection, one.correction_id, one.reason, outcomes, now)
        added += len(outcomes)
    return added
