"""What waits for a mark: in a cohort, or at one assignment of it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection
from starlette.responses import Response
from starlette.routing import Route

from quizzes.markers import Marking, stand
from webapp import item_bank, permissions
from webapp.assignment_access import assignment_of, corrects
from webapp.pages.marking import MarkingQueuePage, QueueLine, QueueSection
from webapp.permissions import Post, row_id
from webapp.queries import assignments, gradebook, marks
from webapp.queries.assignments import AssignmentInfo
from webapp.queries.marks import AnswerHead
from webapp.site import Site, Visit, page


async def _queue(site: Site, visit: Visit) -> Response:
    post = await permissions.post(site, visit, visit.request.path_params["cohort_id"])
    return await _show_queue(site, visit, post, None)


async def _queue_of_assignment(site: Site, visit: Visit) -> Response:
    assignment, post = await assignment_of(site, visit)
    return await _show_queue(site, visit, post, assignment)


async def _show_queue(
    site: Site, visit: Visit, post: Post, assignment: AssignmentInfo | None
) -> Response:
    group = row_id(visit.request.query_params.get("group", ""))
    view = await site.read(_load_queue, site, post, assignment, group)
    return site.page(
        visit, "marking_queue.html", view, title=site.say(visit, "marking.title"), section="teach"
    )


def _load_queue(
    connection: Connection,
    site: Site,
    post: Post,
    only: AssignmentInfo | None,
    group_id: int | None,
) -> MarkingQueuePage:
    """``group_id``: of this group alone; one that is not the marker's is as good as not asked."""
    titles = dict(gradebook.list_groups(connection, post.cohort_id)) if group_id else {}
    group = titles.get(group_id, "") if group_id is not None and post.has(group_id) else ""
    groups = frozenset({group_id}) if group_id is not None and group else post.groups
    given = [only] if only else assignments.list_of_cohort(connection, post.cohort_id)
    heads = marks.list_answers(
        connection, post.cohort_id, groups, only.id if only is not None else None
    )
    made = marks.list_marks(connection, [one.attempt_id for one in heads if one.awaiting])
    by_item: dict[tuple[int | None, str], list[AnswerHead]] = {}
    for head in heads:
        by_item.setdefault((head.assignment_id, head.item_id), []).append(head)
    sections = []
    for assignment in given:
        two = assignment.rules.two_markers
        lines = [
            _line(
                connection,
                site,
                post,
                f"/teach/assignments/{assignment.id}/marking/{item_id}",
                theirs,
                made,
                two,
            )
            for (assignment_id, item_id), theirs in sorted(
                by_item.items(), key=lambda one: one[0][1]
            )
            if assignment_id == assignment.id
        ]
        if lines:
            sections.append(QueueSection(assignment.title, two, tuple(lines)))
    practice: dict[str, list[AnswerHead]] = {}
    if only is None:
        for head in marks.list_practice(connection, post.cohort_id, groups):
            practice.setdefault(head.item_id, []).append(head)
    return MarkingQueuePage(
        cohort_id=post.cohort_id,
        cohort=post.cohort,
        assignment=only,
        group=group,
        instructor=post.instructor,
        corrects=only is not None and corrects(connection, only, post),
        mine=sum(line.mine for section in sections for line in section.lines),
        sections=tuple(sections),
        practice=tuple(
            _line(
                connection,
                site,
                post,
                f"/teach/cohorts/{post.cohort_id}/marking/practice/{item_id}",
                theirs,
                {},
                False,
            )
            for item_id, theirs in sorted(practice.items())
        ),
    )


def _line(
    connection: Connection,
    site: Site,
    post: Post,
    href: str,
    heads: Sequence[AnswerHead],
    made: dict[int, list[Marking]],
    two: bool,
) -> QueueLine:
    item = item_bank.newest_item(connection, site.course, heads[0].item_id)
    stands = [stand(made.get(one.attempt_id, ()), two=two, final=not one.awaiting) for one in heads]
    return QueueLine(
        href=href,
        item_id=heads[0].item_id,
        stem=item.stem if item is not None else heads[0].item_id,
        mine=sum(one.waits_for(post.user_id, post.instructor) for one in stands),
        waiting=sum(not one.final for one in stands),
        disputed=sum(one.disputed for one in stands),
        marked=sum(one.final for one in stands),
    )


routes = [
    Route("/teach/cohorts/{cohort_id}/marking", page(_queue)),
    Route("/teach/assignments/{assignment_id}/marking", page(_queue_of_assignment)),
]
