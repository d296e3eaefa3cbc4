"""A school that sat an exam, and the pages that analyse it."""

from __future__ import annotations

import re
from fractions import Fraction

from tests.conftest import START
from tests.webapp.exams import (
    become,
    begin,
    by_hand,
    exam_rules,
    fixed,
    hand_in,
    make_school,
    save,
    swept,
)
from webapp.insight.counting import up_to_date
from webapp.tables import enrolments, groups

ONE, MANY, DATE, NUMBER, TEXT = (
    f"1.1-{one}" for one in ("single-choice", "multiple-choice", "date", "number", "short-text")
)
FIVE = {"sections": [fixed(ONE, MANY, DATE, NUMBER, TEXT)]}
GOOD = {
    ONE: {"choice": "a"},
    MANY: {"choice": ["a", "b"]},
    DATE: {"date": "02.03.2026"},
    NUMBER: {"value": "2", "unit": "ай"},
    TEXT: {"text": "қаулы"},
}


def five_items(browser, database):
    """A school whose exam asks five items twice at most."""
    made = make_school(database)
    by_hand(browser)
    made.give(FIVE, exam_rules(attempts=2, pass_share=Fraction(1, 2)))
    return made


def sit(browser, school, name, answers):
    if name not in school.people:
        school.person(name)
    become(browser, school, name)
    sitting = begin(browser, school)
    for item_id, form in answers.items():
        assert save(browser, sitting, item_id, form=form).status_code == 200
    hand_in(browser, sitting)
    swept(browser)
    return sitting


def sat(browser, school, n, start=0, wrong=()):
    """``n`` students hand in: the numbers in ``wrong`` choose Б in the first item, and each
    leaves out as many of the others as their number says.
    """
    others = list(GOOD)[1:]
    for number in range(start, start + n):
        kept = others[: 1 + number % len(others)]
        choice = "b" if number in wrong else "a"
        answers = {ONE: {"choice": choice}, **{one: GOOD[one] for one in kept}}
        sit(browser, school, f"s{number:02}", answers)


def analysis(browser, school, tail="", who="ustaz", status=200):
    browser.portal.call(up_to_date, browser.app.state.site)
    become(browser, school, who)
    answer = browser.get(f"/teach/assignments/{school.assignment}/analysis{tail}")
    assert answer.status_code == status
    return answer.text


def words(text):
    return " ".join(re.sub(r"<[^>]*>", " ", text).split()).replace("\N{NARROW NO-BREAK SPACE}", " ")


def numbers_in(text):
    return re.findall(r"\d", text)


def line(text, item_id):
    """The row of an item, in words."""
    found = re.search(rf"<tr>(?:(?!</tr>).)*analysis/{item_id}\".*?</tr>", text, re.S)
    return words(found[0]) if found else None


def other_group(school):
    """From now on students come into another group; a teacher has the first one."""
    mine = school.group
    school.person("mugalim", "instructor", enrolled=False)
    school.add(
        enrolments,
        user_id=school.people["mugalim"],
        cohort_id=school.cohort,
        group_id=mine,
        role="instructor",
        created_at=START,
    )
    school.group = school.add(
        groups, cohort_id=school.cohort, title="П-22", join_code="b", created_at=START
    )
