"""One student's sitting for staff: every answer, how it was judged, and what became of the mark."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from pydantic import ValidationError
from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from course.model import Course
from quizzes.item import Item
from quizzes.outcome import Outcome, ResponseError
from quizzes.results import ItemScore, counting, passed
from quizzes.rules import Rules
from quizzes.timing import Allowance, deadline, for_person
from webapp import gradebook, item_bank, permissions
from webapp.assignment_access import corrects
from webapp.correcting import BY_VERSION
from webapp.figures import points
from webapp.insight import looks
from webapp.item_views import asked, judged
from webapp.messages import translate
from webapp.pages import ItemView
from webapp.pages.gradebook import AnswerFile, StaffSittingPage, TrailLine
from webapp.permissions import Post, row_id
from webapp.queries import assignments, corrections, members
from webapp.queries import gradebook as grids
from webapp.queries.gradebook import Aside, GivenAnswer, SittingFile
from webapp.queries.results import ItemLine, certainty_of
from webapp.site import Site, Visit, page


async def _sitting(site: Site, visit: Visit) -> Response:
    permissions.require_account(visit)
    key = row_id(visit.request.path_params["sitting_id"])
    head = await site.read(grids.find_sitting, key) if key is not None else None
    if head is None:
        raise HTTPException(404, "error.gradebook_no_sitting")
    post = await permissions.post(site, visit, head.cohort_id)
    if post.groups is not None:
        theirs = await site.read(grids.groups_of_sitting, head)
        if theirs.isdisjoint(post.groups):
            raise HTTPException(403, "error.not_your_student")
    await looks.note(site, post, head.user_id, "sitting", head.sitting_id)
    head = (await site.read(members.find_namesakes, head.cohort_id)).called(head)
    view = await site.read(_page, site.course, head, post, visit.lang)
    title = site.say(visit, "sitting_file.title", name=head.name, n=head.ordinal)
    return site.page(visit, "gradebook_sitting.html", view, title=title)


def _page(
    connection: Connection,
    course: Course,
    head: grids.SittingHead,
    post: Post,
    lang: str,
) -> StaffSittingPage:
    file = grids.load_sitting(connection, head)
    score = next(one for one in file.scores if one.sitting_id == head.sitting_id)
    done = [one for one in file.scores if one.closed_at is not None]
    place = counting([one.result for one in done], file.assignment.rules.counts)
    window = for_person(file.assignment.window, file.allowance)
    reached = passed(score.result.share, file.assignment.rules)
    definition = assignments.find_assessment(connection, file.assignment.assessment_id)
    shuffle = definition is None or definition[1].shuffle_options
    newest = {one.item_id: one for one in corrections.list_made(connection, file.assignment.id)}
    files = []
    answers = {one.attempt_id: one for one in file.answers}
    for line in score.lines:
        answer = answers.get(line.attempt_id) if line.attempt_id is not None else None
        item = item_bank.find_item(connection, course, line.item_id, line.version)
        fix = newest.get(line.item_id)
        by = None
        if fix is not None and fix.new_version is not None and line.correction in BY_VERSION:
            by = item_bank.find_item(connection, course, line.item_id, fix.new_version)
        files.append(_file(course, file, line, answer, item, by, shuffle))
    return StaffSittingPage(
        head=head,
        assignment=file.assignment,
        cohort=post.cohort,
        member=file.member,
        result=score.result,
        counts=place is not None and done[place].sitting_id == head.sitting_id and len(done) > 1,
        tries=tuple((one.ordinal, one.sitting_id) for one in file.scores),
        deadline=deadline(window, head.started_at),
        granted=tuple(granted(lang, file.allowance)),
        files=tuple(files),
        passed=reached if score.result.final or reached else None,
        instructor=post.instructor,
        corrects=corrects(connection, file.assignment, post),
    )


def _file(
    course: Course,
    file: SittingFile,
    line: ItemLine,
    answer: GivenAnswer | None,
    item: Item | None,
    by: Item | None,
    shuffle: bool,
) -> AnswerFile:
    opened, flagged = file.openings.get(line.position, (None, False))
    outcome = None
    shown = item
    if answer is not None and answer.response is not None:
        for one in (by, item):  # by the version that corrected it, where that can read the answer
            outcome = _outcome(one, answer, line.score)
            if outcome is not None:
                shown = one
                break
    return AnswerFile(
        line=line,
        view=_view(course, file, line, answer, shown, outcome, shuffle),
        judged=outcome is not None,
        points=gradebook.item_points(line.score, file.assignment.rules),
        answer=answer,
        trail=_trail(answer, line, file.assignment.rules),
        opened=opened,
        flagged=flagged,
        changed_version=shown is not item,
        asides=tuple((one, typed(one)) for one in file.aside if one.item_id == line.item_id),
        essay=item is not None and item.type == "essay",
    )


def _trail(answer: GivenAnswer | None, line: ItemLine, rules: Rules) -> tuple[TrailLine, ...]:
    if answer is None:
        return ()
    found = []
    said = certainty_of(answer.form) if rules.certainty else None
    by_person = False
    for one in answer.trail:
        if one.correction is None:
            by_person = one.marker is not None
        whole = by_person or one.correction == "full"
        certainty = None if whole or one.status != "scored" else said
        earned = gradebook.item_points(
            ItemScore(line.score.points, one.score, True, certainty), rules
        )
        found.append(TrailLine(one, earned or Fraction(0)))
    return tuple(found)


def _outcome(item: Item | None, answer: GivenAnswer, score: ItemScore) -> Outcome | None:
    """How the machine sees the parts of an answer, with the share that counts."""
    if item is None or item.type == "essay":
        return None
    try:
        outcome = item.score(item.response_from_json(answer.response))
    except (ValidationError, ResponseError, TypeError, ValueError, KeyError):
        return None
    if score.share is None:
        return replace(outcome, status="awaiting", score=Fraction(0))
    return replace(outcome, score=score.share)


def _view(
    course: Course,
    file: SittingFile,
    line: ItemLine,
    answer: GivenAnswer | None,
    item: Item | None,
    outcome: Outcome | None,
    shuffle: bool,
) -> ItemView | None:
    if item is None:
        return None
    form = answer.form if answer is not None else {}
    seed = file.head.seed
    if outcome is None:
        return asked(
            course,
            item,
            line.position,
            seed,
            form,
            read_only=True,
            points=line.score.points,
            shuffle=shuffle,
        )
    return judged(
        course,
        item,
        line.position,
        seed,
        form,
        outcome,
        reasons=True,
        points=line.score.points,
        shuffle=shuffle,
    )


def typed(aside: Aside) -> str:
    """A set-aside form as text."""
    if "text" in aside.form:
        return aside.form["text"][0]
    return "; ".join(f"{name}: {', '.join(values)}" for name, values in aside.form.items())


def granted(lang: str, allowance: Allowance) -> list[str]:
    """What a person was granted, a sentence each."""
    found = []
    if allowance.factor != 1:
        found.append(translate(lang, "sitting_file.factor", factor=points(allowance.factor)))
    if allowance.extra_time:
        minutes = Fraction(int(allowance.extra_time.total_seconds()), 60)
        found.append(translate(lang, "sitting_file.extra_time", n=points(minutes)))
    if allowance.later_close:
        minutes = Fraction(int(allowance.later_close.total_seconds()), 60)
        found.append(translate(lang, "sitting_file.later_close", n=points(minutes)))
    if allowance.closes is not None:
        found.append(translate(lang, "sitting_file.own_close"))
    if allowance.extra_attempts:
        found.append(translate(lang, "sitting_file.extra_attempts", n=allowance.extra_attempts))
    return found


routes = [Route("/teach/sittings/{sitting_id}", page(_sitting))]
