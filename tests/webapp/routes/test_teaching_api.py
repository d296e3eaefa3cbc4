"""What programs of the faculty are given: the same as the pages show, to whom pages show it."""

from __future__ import annotations

import re
from datetime import timedelta
from fractions import Fraction
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from quizzes.item_figures import item_figures
from quizzes.needs_help import HelpRules
from quizzes.rules import Rules, Visibility
from tests.conftest import START
from tests.webapp import factories
from tests.webapp.exams import RIGHT, by_hand
from webapp import gradebook
from webapp.access import hashed
from webapp.queries import (
    alerts,
    api_tokens,
    count_queue,
    groups,
    insight,
    members,
    sittings,
    summaries,
)
from webapp.queries import gradebook as grids
from webapp.routes.api_tokens import ADDRESSES, PREFIX
from webapp.tables import attempts, looks, outcomes
from webapp.tables import sittings as sittings_table
from webapp.teaching_models import Exact

ASKED = [f"1.1-{one}" for one in "single-choice multiple-choice matching ordering cloze".split()]
HALF = Rules(
    mode="exam",
    attempts=1,
    pass_share=Fraction(1, 2),
    visibility=Visibility(own="after", score="after", key="closed", feedback="closed"),
)
STUDENTS = 12


def lists(form):
    return {name: value if isinstance(value, list) else [value] for name, value in form.items()}


def _answers(items, k):
    """The first two are right in the first item, in the others every n-th student."""
    found = {}
    for place, item in enumerate(items):
        right = k < 2 if place == 0 else k % (place + 1) == 0
        if right or place == 0:
            found[item.id] = lists(RIGHT[item.id]) if right else {"choice": ["b"]}
    return found


def _fill(connection, course):
    items = [course.items[one] for one in ASKED]
    cohort = factories.cohort(connection)
    one, two = (factories.group(connection, cohort, title) for title in ("ПҚ-1", "ПҚ-2"))
    other = factories.cohort(connection, "Көрші")
    strange = factories.group(connection, other, "ПҚ-9")
    lead = factories.member(connection, "lead", cohort, None, "instructor")
    ustaz = factories.member(connection, "ustaz", cohort, one, "instructor")
    factories.member(connection, "neighbour", other, None, "instructor")
    students = [factories.member(connection, f"s{k:02}", cohort, one) for k in range(STUDENTS)]
    far = factories.member(connection, "far", cohort, two)
    exam = factories.assignment(connection, cohort, items, HALF, lead)
    foreign = factories.assignment(connection, other, items, HALF, lead)
    for k, student in enumerate(students):
        factories.handed_in(connection, student, exam, _answers(items, k), items, points=3)
    keys = {}
    for name, user_id in (("lead", lead), ("ustaz", ustaz)):
        keys[name] = f"pq_{name * 9}"
        api_tokens.add(
            connection,
            hashed(keys[name]),
            name,
            user_id,
            cohort,
            "Журнал",
            START + timedelta(days=9),
            START,
        )
    count_queue.queue_people(connection, [*students, far])
    return SimpleNamespace(
        cohort=cohort,
        other=other,
        one=one,
        two=two,
        strange=strange,
        lead=lead,
        ustaz=ustaz,
        students=students,
        far=far,
        exam=exam,
        foreign=foreign,
        keys=keys,
    )


@pytest.fixture
def scene(browser, database, sample):
    by_hand(browser)
    found = database.write(_fill, sample)
    found.browser, found.database, found.course = browser, database, sample
    return found


def ask(scene, path, who="lead", **headers):
    sent = {"authorization": f"Bearer {scene.keys[who]}"} | headers
    return scene.browser.get(PREFIX + path, headers=sent)


def got(scene, path, who="lead"):
    answer = ask(scene, path, who)
    assert answer.status_code == 200, answer.text
    return answer.json()


def all_pages(scene, path, name, who="lead"):
    """The entries of all pages, each asked for as the one before said."""
    found, cursor = [], ""
    while cursor is not None:
        page = got(scene, f"{path}{'&' if '?' in path else '?'}cursor={cursor}", who)
        found += page[name]
        cursor = page["next"]
    return found


def looked(scene):
    return scene.database.read(
        lambda connection: connection.execute(
            select(looks.c.viewer_id, looks.c.user_id, looks.c.page).order_by(looks.c.user_id)
        ).all()
    )


@pytest.mark.parametrize(
    ("value", "decimal"),
    [
        (Fraction(2, 3), "0.666666"),
        (Fraction(-3, 2), "-1.5"),
        (Fraction(0), "0"),
        (12, "12"),
        (Fraction(-1, 10**9), "0"),
        (Fraction(10**6 - 1, 10**6), "0.999999"),
        (Fraction(10**7 - 1, 10**7), "0.999999"),  # never 1
    ],
)
def test_decimals_are_cut_and_the_fraction_is_exact(value, decimal):
    found = Exact.of(value)
    assert (Fraction(found.num, found.den), found.decimal) == (Fraction(value), decimal)


def test_the_page_of_keys_names_every_address(app):
    asked = {path for path in app.openapi()["paths"] if path.startswith(PREFIX + "/")}
    assert {PREFIX + path for path, _ in ADDRESSES} == asked


def test_every_field_of_a_number_is_described(app):
    """A program's author reads the document, not the code."""
    document = app.openapi()
    schemas = document["components"]["schemas"]
    for name in (
        "FigureOut",
        "ScoresOut",
        "TestOut",
        "ItemFiguresOut",
        "PlaceOut",
        "CostOut",
        "ResultOut",
    ):
        for field, told in schemas.get(name, {"properties": {}})["properties"].items():
            kinds = str(told)
            if ("number" in kinds or "Exact" in kinds) and field not in ("high", "value"):
                assert told.get("description"), f"{name}.{field}"
    paths = [path for path in document["paths"] if path.startswith(PREFIX)]
    for path in paths:
        get = document["paths"][path]["get"]
        assert get["description"]
        assert get["security"] == [{"token": []}]


def test_a_group_instructor_gets_their_group_and_nothing_else(scene):
    cohort = got(scene, f"/cohorts/{scene.cohort}", "ustaz")
    assert [one["id"] for one in cohort["groups"]] == [scene.one]
    found = all_pages(scene, f"/cohorts/{scene.cohort}/members?limit=5", "members", "ustaz")
    assert [one["id"] for one in found] == scene.students
    everyone = got(scene, f"/cohorts/{scene.cohort}/members?limit=500")
    assert everyone["total"] == STUDENTS + 1
    only = got(scene, f"/cohorts/{scene.cohort}/members?group={scene.two}")
    assert [one["id"] for one in only["members"]] == [scene.far]
    none = got(scene, f"/cohorts/{scene.cohort}/members?group={scene.two}", "ustaz")
    assert none == {"members": [], "total": 0, "next": None}


@pytest.mark.parametrize(
    ("path", "who", "status"),
    [
        ("/cohorts/{cohort}/members/{far}/answers", "ustaz", 403),
        ("/cohorts/{cohort}/members/{lead}/answers", "lead", 404),
        ("/cohorts/{cohort}/members/99999/answers", "lead", 404),
        ("/cohorts/{other}/members", "lead", 403),
        ("/groups/{two}/glance", "ustaz", 403),
        ("/groups/{two}/needs-help", "ustaz", 403),
        ("/groups/{two}/explain", "ustaz", 403),
        ("/groups/{strange}/glance", "lead", 403),
        ("/groups/99999/glance", "lead", 404),
        ("/groups/{one}/explain?since=2026-11-26&until=2026-11-25", "lead", 422),
        ("/groups/{one}/explain?since=2023-01-01", "lead", 422),
        ("/groups/{one}/explain?since=0001-01-01&until=0001-01-02", "lead", 422),
        ("/groups/{one}/explain?until=0001-01-01", "lead", 422),
        ("/groups/{one}/explain?since=2026-01-01&until=9999-12-31", "lead", 422),
        ("/groups/{one}/explain?since=26.11.2026", "lead", 422),
        ("/assignments/{foreign}/results", "lead", 403),
        ("/assignments/99999/results", "lead", 404),
        ("/assignments/{foreign}/analysis", "lead", 403),
        ("/cohorts/{cohort}/bank/1.1-joq", "lead", 404),
        ("/cohorts/{cohort}/bank/a%00b", "lead", 422),
        ("/cohorts/{cohort}/members?limit=0", "lead", 422),
        ("/cohorts/{cohort}/members?limit=501", "lead", 422),
        ("/cohorts/{cohort}/members?cursor=x", "lead", 422),
        ("/cohorts/{cohort}/members?cursor=-1", "lead", 422),
        ("/cohorts/{cohort}/members?cursor=99999999999", "lead", 422),
        ("/cohorts/{cohort}/joq", "lead", 404),
    ],
)
def test_unknown_forbidden_and_malformed_are_three_answers(scene, path, who, status):
    answer = ask(scene, path.format(**vars(scene)), who)
    assert answer.status_code == status
    assert answer.json()["error"]["message"]
    assert looked(scene) == []


def test_results_are_those_of_the_gradebook_exactly(scene):
    found = all_pages(scene, f"/assignments/{scene.exam}/results?limit=5", "results")
    assert [one["id"] for one in found] == [*scene.students, scene.far]
    grid = scene.database.read(grids.load_grid, scene.cohort, scene.exam)
    cells = {
        row.member.user_id: row.cells[0] for row in gradebook.rows(grid, grid.infos, grid.members)
    }
    for one in found:
        cell = cells[one["id"]]
        assert one["state"] == cell.state
        if cell.share is None:
            assert one["share"] is one["points"] is one["passed"] is None
            continue
        assert Fraction(one["share"]["num"], one["share"]["den"]) == cell.share
        assert Fraction(one["points"]["num"], one["points"]["den"]) == cell.points
        assert one["passed"] == (cell.share >= Fraction(1, 2))
    assert not re.search(
        r'"(share|points)":-?\d', ask(scene, f"/assignments/{scene.exam}/results").text
    )
    mine = got(scene, f"/assignments/{scene.exam}/results", "ustaz")
    assert [one["id"] for one in mine["results"]] == scene.students


def test_assignments_tell_the_dates_of_everybody_and_of_the_last(scene):
    closes = START + timedelta(days=3)

    def change(connection):
        factories.added(
            connection,
            factories.assignments.metadata.tables["extensions"],
            assignment_id=scene.exam,
            user_id=scene.far,
            reason="ауырды",
            granted_by=scene.lead,
            granted_at=START,
            closes_at=closes + timedelta(days=2),
            extra_s=0,
            extra_attempts=0,
        )
        connection.execute(factories.assignments.update().values(closes_at=closes, limit_s=3600))

    scene.database.write(change)
    (one,) = got(scene, f"/cohorts/{scene.cohort}/assignments")["assignments"]
    assert one["window"]["closes_at"] == "2026-11-28T09:00:00Z"
    assert one["window"]["closes_for_all_at"] == "2026-11-30T09:00:00Z"
    assert one["window"]["limit_seconds"] == 3600
    assert one["given_to"] == {"cohort": True, "groups": [], "students": []}
    assert one["pass_share"] == {"num": 1, "den": 2, "decimal": "0.5"}


class TestAnswersOfOneStudent:
    def path(self, scene):
        return f"/cohorts/{scene.cohort}/members/{scene.students[1]}/answers"

    def lesson(self, scene, user_id, *, seed=None):
        """An answer in a lesson, or (``seed``) in a set of one's own."""
        item = scene.course.items["1.1-single-choice"]

        def work(connection):
            sitting = factories.added(
                connection,
                sittings_table,
                user_id=user_id,
                assessment="lesson:1.1.1-merzim" if seed is None else "self:1",
                ordinal=1,
                seed=seed,
                started_at=START,
            )
            return factories.attempt(connection, sitting, item, {"choice": ["b"]})

        return scene.database.write(work)

    def test_lessons_and_assignments_in_the_order_they_came_but_no_self_study(self, scene):
        user_id = scene.students[1]
        in_lesson = self.lesson(scene, user_id)
        own = self.lesson(scene, user_id, seed="x")
        found = all_pages(scene, self.path(scene) + "?limit=2", "answers")
        assert [one["id"] for one in found] == sorted(one["id"] for one in found)
        assert own not in [one["id"] for one in found]
        last = found[-1]
        assert (last["id"], last["lesson"], last["assignment"]) == (in_lesson, "1.1.1-merzim", None)
        assert last["response"] == {"choice": ["b"]}
        assert last["share"] == {"num": 0, "den": 1, "decimal": "0"}
        assert last["status"] == "scored"
        assert last["misconceptions"]
        assert {one["assignment"] for one in found[:-1]} == {scene.exam}

    def test_what_comes_later_follows_the_last_id(self, scene):
        before = got(scene, self.path(scene))["answers"]
        new = self.lesson(scene, scene.students[1])
        after = got(scene, f"{self.path(scene)}?cursor={before[-1]['id']}")
        assert [one["id"] for one in after["answers"]] == [new]

    def test_of_who_has_left_only_assignments(self, scene):
        user_id = scene.students[1]
        new = self.lesson(scene, user_id)
        scene.database.write(
            lambda connection: members.take_out(connection, scene.cohort, user_id, None, START)
        )
        found = got(scene, self.path(scene))["answers"]
        assert new not in [one["id"] for one in found]
        assert {one["assignment"] for one in found} == {scene.exam}

    def test_other_cohorts_assignments_are_not_told(self, scene):
        items = [scene.course.items[one] for one in ASKED]

        def elsewhere(connection):
            user_id = scene.students[1]
            group = factories.group(connection, scene.other, "Көрші топ")
            groups.enrol(connection, user_id, group, scene.other, "student", START)
            factories.handed_in(connection, user_id, scene.foreign, _answers(items, 1), items)

        scene.database.write(elsewhere)
        found = got(scene, self.path(scene))["answers"]
        assert {one["assignment"] for one in found} == {scene.exam}

    def test_an_answer_that_waits_has_no_share(self, scene):
        essay = scene.course.items["1.1-essay"]

        def work(connection):
            sitting = connection.execute(
                select(sittings_table.c.id).where(sittings_table.c.user_id == scene.students[1])
            ).scalar()
            return factories.attempt(connection, sitting, essay, {"text": ["Жауап " * 9]})

        new = scene.database.write(work)
        (one,) = [one for one in got(scene, self.path(scene))["answers"] if one["id"] == new]
        assert (one["status"], one["share"]) == ("awaiting", None)


class TestGroups:
    def stuck(self, scene, user_id, tries=4):
        """A student who is wrong again and again at one item of a lesson."""
        item = scene.course.items["1.1-single-choice"]

        def work(connection):
            for number in range(1, tries + 1):
                place = sittings.get_place(
                    connection, user_id, "lesson:1.1.1-merzim", item.id, START
                )
                response = item.parse({"choice": ["b"]})
                made = sittings.add_attempt(
                    connection,
                    place.sitting_id,
                    item.id,
                    item.version,
                    number,
                    response.model_dump_json(),
                    {"choice": ["b"]},
                    START,
                )
                outcome = item.score(response)
                sittings.add_outcome(
                    connection, made, outcome.status, outcome.score, outcome.misconceptions, START
                )
            sittings.archive_item_versions(
                connection, [(item.id, item.version, item.canonical())], START
            )
            count_queue.queue_people(connection, [user_id])

        scene.database.write(work)

    def test_every_member_in_every_section_that_has_lessons(self, scene):
        found = got(scene, f"/groups/{scene.one}/glance", "ustaz")
        assert found["waiting"] == 0
        assert [one["id"] for one in found["members"]] == scene.students
        facts = scene.database.read(insight.list_sections, scene.students)
        for one in found["members"]:
            (place,) = one["sections"]
            known = facts[one["id"]]["1.1"]
            assert (place["section"], place["answers"]) == ("1.1", known.answers)
            assert (place["items"], place["right"]) == (known.items, known.right)
            assert set(place["objectives"]) == set(known.words)
            for name, word in place["objectives"].items():
                assert (word["word"], word["tries"]) == (known.words[name][0], known.words[name][2])
        (far,) = got(scene, f"/groups/{scene.two}/glance")["members"]
        (place,) = far["sections"]
        assert (place["standing"], place["enough"], place["answers"]) == ("not-started", False, 0)
        assert place["last_on"] is None
        assert place["objectives"] == {}

    def test_who_needs_help_and_why(self, scene):
        failed = got(scene, f"/groups/{scene.one}/needs-help")["members"]
        assert {reason["rule"] for one in failed for reason in one["reasons"]} == {"failed"}
        scene.database.write(
            alerts.put_rules, scene.cohort, HelpRules(failed=None), scene.lead, START
        )
        assert got(scene, f"/groups/{scene.one}/needs-help")["members"] == []
        user_id = scene.students[3]
        self.stuck(scene, user_id)
        answer = ask(scene, f"/groups/{scene.one}/needs-help", **{"accept-language": "en"})
        (one,) = answer.json()["members"]
        assert one["id"] == user_id
        (reason,) = one["reasons"]
        assert reason["rule"] == "wrong-tries"
        assert reason["concerns"] == ["1.1-single-choice"]
        assert reason["fresh"] is True
        # the answer in the exam was wrong too
        assert reason["evidence"] == {"tries": 5, "items": 1}
        assert "5" in reason["text"]
        assert (scene.lead, user_id, "api") in looked(scene)
        glance = got(scene, f"/groups/{scene.one}/glance")["members"]
        (place,) = next(member for member in glance if member["id"] == user_id)["sections"]
        assert place["standing"] == "needs-help"

    def test_what_to_explain_counts_the_group_and_names_nobody(self, scene):
        found = got(scene, f"/groups/{scene.one}/explain", "ustaz")
        assert (found["since"], found["until"]) == ("2026-11-09", "2026-11-23")
        for kind in ("objective", "misconception"):
            costs = [one for one in found["costs"] if one["kind"] == kind]
            assert costs
            assert [one["students"] for one in costs] == sorted(
                (one["students"] for one in costs), reverse=True
            )
        worst = found["costs"][0]
        assert found["first"] == (worst["name"] if worst["students"] > 1 else None)
        assert not any(one["doubtful"] or one["doubtful_missed"] for one in found["costs"])
        assert worst["text"] == scene.course.objectives[worst["name"]].text
        share = worst["missed_share"]
        assert Fraction(share["num"], share["den"]) == Fraction(worst["missed"], worst["asked"])
        assert looked(scene) == []
        assert got(scene, f"/groups/{scene.two}/explain")["costs"] == []
        before = got(scene, f"/groups/{scene.one}/explain?since=2026-09-02&until=2026-11-22")
        assert (before["since"], before["until"], before["costs"]) == (
            "2026-08-31",
            "2026-11-16",
            [],
        )


class TestAnalysis:
    def test_figures_are_those_of_the_summaries(self, scene):
        found = got(scene, f"/assignments/{scene.exam}/analysis?limit=2")
        assert found["waiting"] == 0
        assert (found["total"], len(found["items"]), found["next"]) == (5, 2, "2")
        items = all_pages(scene, f"/assignments/{scene.exam}/analysis?limit=2", "items")
        assert sorted(one["item"] for one in items) == sorted(ASKED)
        scope = summaries.of_assignment(scene.exam)
        for one in items:
            (row,) = scene.database.read(summaries.find_item_figures, scope, one["item"])
            plain = item_figures(row.summary)
            assert one["n"] == STUDENTS
            assert Fraction(one["mean"]["num"], one["mean"]["den"]) == plain.mean
            assert one["discrimination"]["value"] == plain.discrimination.value
            assert one["effective_weight"] is not None
        (first,) = [one for one in items if one["item"] == "1.1-single-choice"]
        taken = {one["choice"]: (one["taken"], one["key"]) for one in first["choices"]}
        assert taken["a"] == (2, True)
        assert taken["b"] == (10, False)
        scores = found["scores"]
        assert scores["n"] == STUDENTS
        assert sum(one["sittings"] for one in scores["distribution"]) == STUDENTS
        mean = sum(
            Fraction(one["points"]["num"], one["points"]["den"]) * one["sittings"]
            for one in scores["distribution"]
        ) / Fraction(STUDENTS)
        assert Fraction(scores["mean"]["num"], scores["mean"]["den"]) == mean

    def test_under_ten_answers_there_is_no_figure(self, scene):
        def fewer(connection):
            for user_id in scene.students[9:]:
                groups.enrol(connection, user_id, None, scene.cohort, "assistant", START)
            count_queue.queue_people(connection, scene.students, stale=True)

        scene.database.write(fewer)
        found = got(scene, f"/assignments/{scene.exam}/analysis")
        assert found["scores"]["n"] == 9
        assert found["scores"]["distribution"] == []
        assert found["scores"]["mean"] is found["scores"]["spread"] is None
        assert found["test"]["reliability"]["missing"] == "too-few"
        for one in found["items"]:
            assert one["n"] == 9
            assert one["mean"] is one["blank"] is one["facility"]["value"] is None
            assert one["choices"] == one["flags"] == []
            assert one["bottom_third"] is one["top_third"] is None

    def test_few_students_of_other_groups_are_not_told_by_the_difference(self, scene):
        items = [scene.course.items[one] for one in ASKED]

        def sit(connection):
            factories.handed_in(connection, scene.far, scene.exam, _answers(items, 1), items)
            count_queue.queue_people(connection, [scene.far])

        scene.database.write(sit)
        whole = got(scene, f"/assignments/{scene.exam}/analysis")
        assert (whole["scores"]["n"], whole["test"]["n"]) == (STUDENTS + 1, STUDENTS + 1)
        own = got(scene, f"/assignments/{scene.exam}/analysis", "ustaz")
        assert (own["scores"]["n"], own["test"]["n"], own["test"]["basis"]) == (12, 12, "own")
        assert {(one["n"], one["basis"]) for one in own["items"]} == {(STUDENTS, "own")}
        assert {one["n"] for one in whole["items"]} == {STUDENTS + 1}

    def test_the_bank_tells_nothing_of_fewer_than_five(self, scene):
        got(scene, f"/assignments/{scene.exam}/analysis")
        versions = {
            name: got(scene, f"/cohorts/{scene.cohort}/bank/1.1-{name}")["versions"]
            for name in ("single-choice", "matching", "number")
        }
        assert versions["matching"] == versions["number"] == []  # four answers; none
        (found,) = versions["single-choice"]
        (key,) = [one for one in found["choices"] if one["choice"] == "a"]
        assert (key["taken"], key["mean_rest"]) == (2, None)

    def test_nobody_has_done_it(self, scene):
        def give(connection):
            items = [scene.course.items[one] for one in ASKED]
            return factories.assignment(connection, scene.cohort, items, HALF, scene.lead)

        found = got(scene, f"/assignments/{scene.database.write(give)}/analysis")
        assert (found["scores"]["n"], found["items"], found["next"]) == (0, [], None)

    def test_a_flag_is_told_in_the_language_asked_for(self, scene):
        got(scene, f"/assignments/{scene.exam}/analysis")
        answer = ask(scene, f"/assignments/{scene.exam}/analysis", **{"accept-language": "en"})
        flags = [flag for one in answer.json()["items"] for flag in one["flags"]]
        assert flags
        assert all(re.search("[a-z]{3}", flag["text"]) for flag in flags)
        bank = got(scene, f"/cohorts/{scene.cohort}/bank?flagged=true")
        assert bank["items"]
        assert all(one["flags"] for one in bank["items"])

    def test_the_bank_names_nobody_and_hides_others_own_items(self, scene):
        own = scene.course.items["1.1-single-choice"].model_copy(update={"id": "1.1-own-1"})

        def add(connection):
            sittings.archive_item_versions(
                connection, [(own.id, own.version, own.canonical())], START
            )
            factories.added(
                connection,
                factories.assignments.metadata.tables["own_items"],
                item_id=own.id,
                version=own.version,
                cohort_id=scene.other,
                author_id=scene.lead,
                shared=False,
                created_at=START,
                updated_at=START,
            )
            exam = factories.assignment(connection, scene.cohort, [own], HALF, scene.lead)
            factories.handed_in(connection, scene.far, exam, {own.id: {"choice": ["a"]}}, [own])
            count_queue.queue_people(connection, [scene.far])
            return exam

        exam = scene.database.write(add)
        got(scene, f"/assignments/{scene.exam}/analysis")
        assert [one["item"] for one in got(scene, f"/assignments/{exam}/analysis")["items"]] == [
            own.id
        ]
        bank = all_pages(scene, f"/cohorts/{scene.cohort}/bank?limit=2", "items")
        assert [one["item"] for one in bank] == ["1.1-single-choice"]  # the others: too few
        assert ask(scene, f"/cohorts/{scene.cohort}/bank/{own.id}").status_code == 404
        (version,) = got(scene, f"/cohorts/{scene.cohort}/bank/1.1-single-choice")["versions"]
        assert version["n"] == STUDENTS
        assert looked(scene) == []


class TestLooks:
    def test_each_student_given_is_logged_once_a_day(self, scene, clock):
        path = f"/cohorts/{scene.cohort}/members?limit=2"
        got(scene, path)
        got(scene, f"/assignments/{scene.exam}/results?limit=3")
        assert looked(scene) == [(scene.lead, one, "api") for one in scene.students[:3]]
        clock.time = START.replace(hour=19, minute=0)  # midnight in the course's zone
        got(scene, path)
        assert len(looked(scene)) == 5
        got(scene, path, "ustaz")
        assert len(looked(scene)) == 7

    def test_what_is_not_changed_is_logged_too(self, scene, clock):
        path = f"/cohorts/{scene.cohort}/members?limit=2"
        tag = ask(scene, path).headers["etag"]
        clock.pass_(days=1)
        answer = ask(scene, path, **{"if-none-match": f'"x", W/{tag}'})
        assert (answer.status_code, answer.content) == (304, b"")
        assert len(looked(scene)) == 4

    def test_what_cannot_be_logged_is_not_given(self, scene, app):
        async def broken(work):
            from webapp.writer import StorageError

            raise StorageError("disk full")

        got(scene, "/token")
        app.state.site.writer.run = broken
        answer = ask(scene, f"/cohorts/{scene.cohort}/members")
        assert answer.status_code == 503
        assert "members" not in answer.json()


def test_nothing_is_changed_by_asking(scene):
    def counts():
        return scene.database.read(
            lambda connection: [
                connection.execute(select(func.count()).select_from(table)).scalar()
                for table in (attempts, outcomes, sittings_table)
            ]
        )

    before = counts()
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = scene.browser.request(
            method,
            f"{PREFIX}/cohorts/{scene.cohort}",
            headers={"authorization": f"Bearer {scene.keys['lead']}"},
        )
        assert answer.status_code == 405
    assert counts() == before
