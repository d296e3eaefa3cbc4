from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from quizzes.assessment import Assessment, AssessmentSection, FixedItem
from quizzes.rules import defaults
from tests.conftest import START
from tests.webapp.routes.people_school import COHORT, school
from webapp.queries import cohorts as cohort_queries
from webapp.queries import own_items
from webapp.tables import (
    accommodations,
    assessments,
    assignment_targets,
    assignments,
    cohorts,
    enrolments,
    exclusions,
    extensions,
    groups,
    remarks,
    sittings,
)
from webapp.tables import own_items as own_table

__all__ = ["school"]
COPY = f"{COHORT}/copy"
NEXT = {"title": "Құқық, көктем", "starts_on": "2027-01-25"}


def _term(connection, ids):
    """Cohort 1 with all that a term leaves behind."""
    made = {"created_by": ids["lead"], "created_at": START, "updated_at": START}
    asked = Assessment(sections=(AssessmentSection(entries=(FixedItem(item="1.1-own-1"),)),))
    cohort_queries.change(connection, 1, starts_on=date(2026, 9, 7), ends_on=date(2026, 12, 20))

    def add(table, **values):
        return connection.execute(table.insert().values(**values)).inserted_primary_key[0]

    kept = add(assessments, cohort_id=1, title="Жинақ", definition=asked.model_dump_json(), **made)
    add(
        assessments,
        cohort_id=1,
        title="Ескі жинақ",
        definition=asked.model_dump_json(),
        archived_at=START,
        **made,
    )
    rules = defaults("exam").model_dump_json()
    for title, withdrawn, targets in (
        ("Емтихан", None, [("cohort", 1)]),
        ("Топқа", None, [("group", 2), ("student", ids["aliya"])]),
        ("Жекеге", None, [("student", ids["aliya"])]),
        ("Қайтарылған", START, [("cohort", 1)]),
    ):
        assignment = add(
            assignments,
            cohort_id=1,
            assessment_id=kept,
            title=title,
            note="Ескертпе",
            opens_at=datetime(2026, 9, 14, 4, 30, tzinfo=UTC),  # 09:30 in Astana
            due_at=datetime(2026, 9, 20, 18, 59, 59, tzinfo=UTC),  # 23:59:59
            closes_at=None if title == "Топқа" else datetime(2026, 9, 27, 18, 59, 59, tzinfo=UTC),
            limit_s=3600,
            rules=rules,
            password_hash="hash" if title == "Емтихан" else None,
            withdrawn_at=withdrawn,
            **made,
        )
        for kind, target in targets:
            connection.execute(
                assignment_targets.insert().values(
                    assignment_id=assignment, kind=kind, target_id=target
                )
            )
    add(
        sittings,
        user_id=ids["aliya"],
        assessment="assignment:1",
        ordinal=1,
        assignment_id=1,
        started_at=START,
    )
    connection.execute(
        accommodations.insert().values(
            cohort_id=1,
            user_id=ids["aliya"],
            time_num=3,
            time_den=2,
            set_by=ids["lead"],
            set_at=START,
        )
    )
    add(
        extensions,
        assignment_id=1,
        user_id=ids["aliya"],
        reason="Ауырды",
        granted_by=ids["lead"],
        granted_at=START,
    )
    add(
        remarks,
        cohort_id=1,
        item_id="1.1-own-1",
        text="Әлия, қараңыз",
        author_id=ids["lead"],
        created_at=START,
    )
    connection.execute(
        exclusions.insert().values(
            cohort_id=1, item_id="1.1-essay", reason="қиын", made_by=ids["lead"], made_at=START
        )
    )
    add(
        own_table,
        item_id="1.1-own-1",
        version="v1",
        cohort_id=1,
        author_id=ids["lead"],
        created_at=START,
        updated_at=START,
    )


@pytest.fixture
def term(school):
    school.database.write(_term, school.ids)
    return school


def rows(school, table, cohort_id=3):
    query = select(table).where(table.c.cohort_id == cohort_id).order_by(table.c.id)
    return school.database.read(lambda connection: connection.execute(query).all())


def test_the_preview_shows_old_and_new_dates_and_makes_nothing(term):
    page = term.as_("lead").get(COPY, params=NEXT).text
    assert "Барлық күн 140 күнге жылжиды" in page
    assert "2026 ж. 14 қыркүйек, 09:30" in page
    assert "2027 ж. 1 ақпан, 09:30" in page
    assert "2027 ж. 14 ақпан, 23:59" in page
    assert "Құпиясөзі сол күйі көшеді" in page
    assert "Кімге берілгені көшпейді" in page
    assert "Қайтарылған" not in page
    assert len(term.all(select(cohorts.c.id))) == 2


def test_a_copy_moves_every_date_by_whole_days_at_the_same_time_of_day(term):
    answer = term.as_("lead").submit(COPY, NEXT)
    assert answer.headers["location"] == "/teach/cohorts/3"
    made = term.database.read(cohort_queries.get, 3)
    assert made[1:6] == ("Құқық, көктем", date(2027, 1, 25), date(2027, 5, 9), None, 1)
    copied = rows(term, assignments)
    assert [row.title for row in copied] == ["Емтихан", "Топқа", "Жекеге"]
    shift = timedelta(days=140)
    for row in copied:
        assert row.opens_at == datetime(2026, 9, 14, 4, 30, tzinfo=UTC) + shift
        assert row.due_at == datetime(2026, 9, 20, 18, 59, 59, tzinfo=UTC) + shift
        assert row.limit_s == 3600
        assert row.note == "Ескертпе"
    assert copied[0].closes_at == datetime(2026, 9, 27, 18, 59, 59, tzinfo=UTC) + shift
    assert copied[1].closes_at is None
    assert copied[0].password_hash == "hash"


def test_groups_get_new_codes_and_targets_follow_them(term):
    term.as_("lead").submit(COPY, NEXT)
    new = rows(term, groups)
    assert [row.title for row in new] == ["ПҚ-301", "ПҚ-302"]
    assert {row.join_code for row in new}.isdisjoint({"code-ПҚ-301", "code-ПҚ-302"})
    ids = [row.id for row in rows(term, assignments)]
    targets = term.database.read(
        lambda connection: connection.execute(
            select(assignment_targets)
            .where(assignment_targets.c.assignment_id.in_(ids))
            .order_by(assignment_targets.c.assignment_id)
        ).all()
    )
    assert [tuple(row) for row in targets] == [
        (ids[0], "cohort", 3),
        (ids[1], "group", new[1].id),
    ]


def test_a_copy_holds_the_staff_and_no_student_nor_anything_of_one(term):
    term.as_("lead").submit(COPY, NEXT)
    people = rows(term, enrolments)
    new = rows(term, groups)
    assert {(row.user_id, row.role, row.group_id) for row in people} == {
        (term.ids["lead"], "instructor", None),
        (term.ids["teacher"], "instructor", new[0].id),
        (term.ids["helper"], "assistant", new[0].id),
    }
    for table in (accommodations, remarks):
        query = select(table.c.cohort_id).where(table.c.cohort_id == 3)
        assert term.all(query) == []
    assert term.all(select(sittings.c.assignment_id)) == [1]
    assert term.all(select(extensions.c.assignment_id)) == [1]


def test_own_items_stay_drawable_and_exclusions_are_copied(term):
    term.as_("lead").submit(COPY, NEXT)
    term.as_("lead").submit("/teach/cohorts/3/copy", {"title": "Үшінші", "starts_on": "2027-09-06"})
    for cohort_id in (1, 3, 4):
        assert term.database.read(own_items.list_usable, cohort_id) == [("1.1-own-1", "v1")]
        assert list(term.database.read(own_items.list_exclusions, cohort_id)) == ["1.1-essay"]
    assert term.database.read(own_items.list_usable, 2) == []
    assert [row.title for row in rows(term, assessments)] == ["Жинақ"]


def test_asking_twice_for_the_same_copy_makes_one(term):
    first = term.as_("lead").submit(COPY, NEXT).headers["location"]
    assert term.as_("lead").submit(COPY, NEXT).headers["location"] == first
    other = term.as_("lead").submit(COPY, NEXT | {"starts_on": "2027-01-26"})
    assert other.headers["location"] != first


def test_a_cohort_without_a_first_day_counts_from_its_first_opening(term):
    term.database.write(cohort_queries.change, 1, starts_on=None)
    term.as_("lead").submit(COPY, NEXT)
    opened = rows(term, assignments)[0].opens_at
    assert opened == datetime(2027, 1, 25, 4, 30, tzinfo=UTC)


@pytest.mark.parametrize("sent", [{"title": " "}, {"starts_on": "ертең"}, {"starts_on": ""}])
def test_what_cannot_be_read_is_said_and_nothing_is_made(term, sent):
    assert term.as_("lead").get(COPY, params=NEXT | sent).status_code == 422
    assert term.as_("lead").submit(COPY, NEXT | sent).status_code == 422
    assert len(term.all(select(cohorts.c.id))) == 2


def test_only_the_lead_copies(term):
    assert term.as_("teacher").get(COPY).status_code == 403
    assert term.as_("teacher").submit(COPY, NEXT).status_code == 403
