"""Which sittings count, and by what one is told from what it was."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from webapp.queries.counted import CountedAs
from webapp.queries.counting import Judged, SittingHead
from webapp.queries.results import SittingScore


def first_finished(
    heads: Sequence[SittingHead], by_sitting: Mapping[int, Sequence[Judged]]
) -> set[int]:
    """The sitting of each assignment that statistics take: the first one finished with an answer
    in it; where there is none, the first one finished.
    """
    found: dict[int, SittingHead] = {}
    for head in sorted(heads, key=lambda head: head.ordinal):
        if head.assignment_id is None or head.closed_at is None or not head.scored:
            continue
        known = found.get(head.assignment_id)
        if known is None or (not by_sitting.get(known.id) and by_sitting.get(head.id)):
            found[head.assignment_id] = head
    return {head.id for head in found.values()}


def mark_of(
    head: SittingHead, answers: Sequence[Judged], met: Collection[int], first: bool
) -> str | None:
    """By what a sitting is told from what it was when it was counted. None: it does not count.

    The numbers of the outcomes that count are added up: the newest alone would not tell, for two
    processes may store theirs in another order than they were numbered. A sitting that was opened
    again has another end.
    """
    if head.assignment_id is not None and (head.closed_at is None or not head.scored):
        return None
    if head.assignment_id is None and not answers:
        return None
    judged = sum(one.outcome_id for one in answers)
    firsts = sum(one.attempt_id for one in answers if one.attempt_id in met)
    ended = int(head.closed_at.timestamp()) if head.closed_at is not None else 0
    return f"{len(answers)}:{judged}:{firsts}:{int(first)}:{ended}"


def finished(head: SittingHead, scored: SittingScore, mark: str, first: bool) -> CountedAs:
    result = scored.result
    assert head.closed_at is not None
    return CountedAs(
        head.id,
        head.user_id,
        head.assignment_id,
        mark,
        "",
        first,
        result.earned if result.final else None,
        result.most,
        max(0, int((head.closed_at - head.started_at).total_seconds())),
    )
