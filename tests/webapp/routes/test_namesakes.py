"""Two students of one name are told apart by their logins on every page that names them."""

import re

import pytest

from quizzes.rules import defaults
from tests.webapp import factories
from tests.webapp.exams import RIGHT
from tests.webapp.insight.group import ITEM, OTHERS, klass
from webapp.tables import users

__all__ = ["klass"]

ESSAY = "1.1-essay"
TEXT = "Анықтау бір айдан аспайды, тергеу екі айдан аспайды деп ойлаймын мен"


@pytest.fixture
def two(klass, sample):
    """aliya and bolat have one name; both have sat an assignment and answered in lessons."""

    def fill(connection):
        same = users.c.id == klass.ids["bolat"]
        connection.execute(users.update().where(same).values(name="aliya аты"))
        items = [sample.items[one] for one in (ITEM, ESSAY)]
        made = factories.assignment(
            connection, klass.cohort, items, defaults("practice"), klass.ids["lead"]
        )
        sat = [
            factories.handed_in(
                connection,
                klass.ids[login],
                made,
                {ITEM: {"choice": [RIGHT[ITEM]["choice"]]}, ESSAY: {"text": [TEXT]}},
                items,
            )[0]
            for login in ("aliya", "bolat")
        ]
        return made, sat

    made, sat = klass.database.write(fill)
    for login in ("aliya", "bolat"):
        for item in (ITEM, *OTHERS):
            klass.answer(login, item, False)
    return made, sat


def test_every_page_says_which_of_them_it_means(klass, two):
    made, sat = two
    task, cohort = f"/teach/assignments/{made}", f"/teach/cohorts/{klass.cohort}"
    objective = next(
        name for name in klass.course.items[ITEM].objectives if name in klass.course.objectives
    )
    aliya = f"{cohort}/people/{klass.ids['aliya']}"
    both = (
        f"/groups/{klass.group}",
        f"/groups/{klass.group}/sections/1.1",
        f"/groups/{klass.group}/feed",
        f"/groups/{klass.group}/explain/objective/{objective}",
        f"/groups/{klass.group}/explain/objective/{objective}/items/{ITEM}",
        f"{cohort}/gradebook",
        task,
        f"{task}/live",
        f"{task}/results",
        f"{task}/extensions",
        f"{cohort}/assignments/new",
    )
    one = (
        f"/teach/sittings/{sat[0]}",
        f"{task}/sittings/{sat[0]}",
        f"{aliya}/progress",
        f"{aliya}/answers",
        f"{aliya}/accommodation",
    )
    for address in (*both, *one):
        answer = klass.as_("lead").get(address)
        assert answer.status_code == 200, address
        html = answer.text
        login = r'(?: \(| <small class="login">\(|</a> <span class="hint">(?:aliya|bolat)<)'
        bare = re.findall(rf".{{60}}aliya аты(?!{login}).{{30}}", html, re.S)
        assert not bare, (address, bare)
        assert "(aliya)" in html, address
        assert ("(bolat)" in html) == (address in both), address
        assert "(dana)" not in html


def test_files_and_programs_keep_names_as_they_are(klass, two):
    for address in (
        f"/teach/cohorts/{klass.cohort}/gradebook.csv",
        f"/groups/{klass.group}/export/help.csv",
    ):
        assert "aliya аты (" not in klass.as_("lead").get(address).text


def test_a_marked_essay_names_its_author_with_the_login(klass, two):
    made, _ = two
    desk = f"/teach/assignments/{made}/marking/{ESSAY}"
    for _ in range(2):
        page = klass.as_("lead").get(desk).text
        form = dict(re.findall(r'name="(answer|known)" value="([^"]*)"', page))
        points = dict.fromkeys(re.findall(r'name="(points\.\w+)"', page), "1")
        klass.browser.submit(desk, form | points | {"comment": "", "do": "save"})
    first = re.search(r"\?answer=(\d+)", klass.browser.get(f"{desk}").text)
    page = klass.browser.get(f"{desk}?answer={first[1]}").text if first else ""
    assert 'aliya аты <small class="login">(aliya)</small>' in page
    assert 'aliya аты <small class="login">(bolat)</small>' in page
