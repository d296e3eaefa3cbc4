"""What of the bank is not told to whom: nobody learns by subtraction what few others did."""

from __future__ import annotations

import random
from collections import Counter
from zoneinfo import ZoneInfo

import pytest

from quizzes.rules import defaults
from tests.conftest import START, Browser
from tests.webapp import factories
from tests.webapp.exams import RIGHT
from tests.webapp.insight.group import WRONG
from webapp.access import hashed
from webapp.insight import counting, strangers
from webapp.insight import lines as counted_lines
from webapp.insight.strangers import untold
from webapp.messages import translate
from webapp.queries import api_tokens, summaries
from webapp.queries import sittings as sittings_
from webapp.queries import strangers as statements
from webapp.tables import counted_sittings, enrolments

ZONE = ZoneInfo("Asia/Almaty")
ONE, TWO, THREE = "1.1-single-choice", "1.1-multiple-choice", "1.1-number"
KEY = f"pq_{'first' * 9}"
LESSON = "lesson:1.1.1-merzim"


class World:
    """Groups «a», «b» and «c» in one cohort, «z» in another; «lead» and «zed» lead these, «first»
    has «a».
    """

    def __init__(self, database, course):
        self.database, self.course = database, course
        self.people: dict[str, list[int]] = {}
        database.write(self._fill)

    def _fill(self, connection):
        self.cohort = factories.cohort(connection, "2026 күз")
        self.far = factories.cohort(connection, "2025 күз")
        self.groups = {
            name: factories.group(connection, self.far if name == "z" else self.cohort, name)
            for name in "abcz"
        }
        self.lead = factories.member(connection, "lead", self.cohort, None, "instructor")
        self.zed = factories.member(connection, "zed", self.far, None, "instructor")
        self.first = factories.member(
            connection, "first", self.cohort, self.groups["a"], "instructor"
        )

    def students(self, group: str, n: int) -> list[int]:
        def work(connection):
            cohort = self.far if group == "z" else self.cohort
            theirs = self.people.setdefault(group, [])
            begin = len(theirs)
            theirs += [
                factories.member(connection, f"{group}{number}", cohort, self.groups[group])
                for number in range(begin, begin + n)
            ]
            return theirs[begin:]

        return self.database.write(work)

    def answer(self, people, item_id, right=True):
        item = self.course.items[item_id]
        form = WRONG[item_id]
        if right:
            form = {k: [v] if isinstance(v, str) else v for k, v in RIGHT[item_id].items()}

        def work(connection):
            for user_id in people:
                place = sittings_.get_place(connection, user_id, LESSON, item_id, START)
                made = sittings_.add_attempt(
                    connection,
                    place.sitting_id,
                    item.id,
                    item.version,
                    place.last_number + 1,
                    item.parse(form).model_dump_json(),
                    form,
                    START,
                )
                outcome = item.score(item.parse(form))
                sittings_.add_outcome(
                    connection, made, outcome.status, outcome.score, outcome.misconceptions, START
                )
            counting.count_all(connection, self.course, ZONE)

        self.database.write(work)

    def untold(self, reader, item_id=None) -> set[str]:
        return {item for item, _ in self.database.read(untold, reader, item_id)}

    def leave(self, user_id):
        gone = enrolments.update().where(enrolments.c.user_id == user_id)
        self.database.write(lambda connection: connection.execute(gone.values(ended_at=START)))

    def join(self, user_id, group):
        values = {
            "user_id": user_id,
            "cohort_id": self.far if group == "z" else self.cohort,
            "group_id": self.groups[group],
            "role": "student",
            "created_at": START,
        }
        self.database.write(lambda connection: connection.execute(enrolments.insert(), values))


@pytest.fixture
def world(database, sample):
    return World(database, sample)


@pytest.mark.parametrize(("others", "hidden"), [(0, False), (1, True), (4, True), (5, False)])
def test_figures_resting_on_one_to_four_others_are_not_told(world, others, hidden):
    mine, theirs = world.students("a", 12), world.students("b", 8)
    world.answer([*mine, *theirs[:others]], ONE)
    world.answer([*mine, *theirs], TWO)
    assert world.untold(world.first) == ({ONE} if hidden else set())
    assert world.untold(world.first, ONE) == ({ONE} if hidden else set())
    assert world.untold(world.first, TWO) == set()
    assert world.untold(world.lead) == set(), "they are all the lead's own"
    # nobody is zed's own: four others together are fewer than five, and never listed
    assert world.untold(world.zed) == set()


def test_who_has_all_groups_of_a_cohort_does_not_learn_of_few_in_another(world):
    world.answer(world.students("a", 11), ONE)
    world.answer(world.students("z", 2), ONE)
    assert world.untold(world.lead) == {ONE}
    assert world.untold(world.zed) == set()
    post = {"user_id": world.lead, "cohort_id": world.far, "group_id": world.groups["z"]}
    row = {**post, "role": "assistant", "created_at": START}
    world.database.write(lambda connection: connection.execute(enrolments.insert(), row))
    assert world.untold(world.lead) == set(), "posts in all cohorts count"


def test_who_moved_away_is_no_student_of_one_s_own_any_more(world):
    mine = world.students("a", 12)
    world.leave(mine[0])
    world.answer(mine, ONE)
    world.students("b", 1)
    assert world.untold(world.first) == set(), "who left for nowhere closes nothing"
    world.join(mine[0], "b")
    assert world.untold(world.first) == {ONE}, "their newest answers are not for the old teacher"
    world.answer(world.students("b", 4), ONE)
    assert world.untold(world.first) == {ONE}, "one who left and four others: those are too few"
    world.answer(world.students("b", 1), ONE)
    assert world.untold(world.first) == set()


@pytest.mark.parametrize("most", [0, 3, 10, 40])
@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_told_rests_on_nobody_else_or_on_five(world, monkeypatch, most, seed):
    """However few may be read. Where all may be read, nothing is kept back without need."""
    monkeypatch.setattr(strangers, "MOST_READ", most)
    monkeypatch.setattr(strangers, "AT_ONCE", 2)
    chance = random.Random(seed)
    for group in "abcz":
        people = world.students(group, chance.randrange(4, 10))
        for item_id in (ONE, TWO, THREE):
            world.answer(chance.sample(people, chance.randrange(len(people))), item_id)
        for user_id in chance.sample(people, 2):
            world.leave(user_id)
        world.join(user_id, chance.choice([one for one in "abcz" if one != group]))
    behind = behind_the_bank(world.database)
    for reader in (world.first, world.lead, world.zed):
        known = world.database.read(statements.find_known, reader)
        must = set()
        for key, people in behind.items():
            strange = len(people - known.mine - known.left)
            with_left = len(people - known.mine)
            if len(people) >= 5 and (0 < strange < 5 or 0 < with_left < 5):
                must.add(key)
        found = world.database.read(untold, reader)
        assert must <= found
        if most == 40:
            assert must == found


def behind_the_bank(database):
    rows = database.read(lambda c: c.execute(counted_sittings.select()).all())
    behind: dict[tuple[str, str], set[int]] = {}
    for row in rows:
        given = counted_lines.from_json(row.lines)
        ranked = row.assignment_id is not None
        keys = [key for key, _ in counted_lines.for_bank(given, ranked=ranked)]
        assert Counter(strangers.in_bank(row.lines)) == Counter(keys)
        for key in keys:
            behind.setdefault(key, set()).add(row.user_id)
    heads = database.read(summaries.list_item_rows, summaries.BANK)
    assert {(one.item_id, one.version): one.n for one in heads} == {
        key: len(people) for key, people in behind.items()
    }
    return behind


def test_blanks_and_later_answers_stand_behind_nothing(world):
    items = [world.course.items[one] for one in (ONE, TWO, THREE)]
    people = world.students("a", 6)
    world.answer(people[:3], ONE)

    def exam(connection):
        made = factories.assignment(
            connection, world.cohort, items, defaults("exam"), world.lead, title="Емтихан"
        )
        for user_id in people:
            forms = {ONE: {"choice": ["b"]}, TWO: WRONG[TWO]}
            factories.handed_in(connection, user_id, made, forms, items)
        counting.count_all(connection, world.course, ZONE)

    world.database.write(exam)
    behind = behind_the_bank(world.database)
    assert {item: len(found) for (item, _), found in behind.items()} == {ONE: 6, TWO: 6}


def test_pages_file_and_program_keep_it_back_alike(world, app):
    mine, theirs = world.students("a", 12), world.students("b", 8)
    world.answer([*mine, *theirs[:2]], ONE, right=False)  # too hard: it would have a flag
    world.answer([*mine, *theirs], TWO)
    world.database.write(
        lambda connection: api_tokens.add(
            connection,
            hashed(KEY),
            "id",
            world.first,
            world.cohort,
            "k",
            START.replace(year=2027),
            START,
        )
    )
    at = f"/teach/cohorts/{world.cohort}/bank"
    api = f"/api/v1/teaching/cohorts/{world.cohort}/bank"
    with Browser(app) as browser:
        for who, told in (("first", False), ("lead", True)):
            factories.become(browser, app, who)
            listed = browser.get(f"{at}/analysis").text
            assert (f"/bank/{ONE}/analysis" in listed) is told
            assert f"/bank/{TWO}/analysis" in listed
            assert ("Көрсетілмейтін сұрақ: 1." in listed) is not told
            assert ("Талдауға жауабы жеткен сұрақ: 2." in listed) is told
            few = browser.get(f"{at}/analysis?few=1").text
            row = few[few.index(f"/bank/{ONE}/analysis") :]
            row = row[: row.index("</tr>")]
            assert (">14<" in row) is told
            assert ("көрсетілмейді" in row) is not told
            assert ("flag-line" in row) is told
            if not told:
                assert few.index(f"/bank/{TWO}/analysis") < few.index(f"/bank/{ONE}/analysis")
            flagged = browser.get(f"{at}/analysis?flag=any&few=1").text
            assert (f"/bank/{ONE}/analysis" in flagged) is told
            item = browser.get(f"{at}/{ONE}/analysis").text
            assert ("жауап бергені 5 адамға жетпеуі мүмкін" in item) is not told
            assert ("figures-grid" in item) is told
            assert ("14 жауап" in item) is told
            assert "20 жауап" in browser.get(f"{at}/{TWO}/analysis").text
            file = browser.get(f"{at}/analysis.csv").text
            assert (ONE in file) is told
            assert TWO in file
        headers = {"authorization": f"Bearer {KEY}"}
        found = browser.get(api, headers=headers).json()
        assert ([one["item"] for one in found["items"]], found["total"]) == ([TWO], 1)
        assert browser.get(f"{api}/{ONE}", headers=headers).json()["versions"] == []
        assert browser.get(f"{api}/{TWO}", headers=headers).json()["versions"][0]["n"] == 20
        figures = browser.get("/figures").text
        assert 'id="others"' in figures
        assert translate("kk", "figure.others") in figures
