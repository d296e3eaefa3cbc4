"""The analysis of an assignment: its figures, whose they are, and the way to the answers."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

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
from webapp.assignment_figures import Times, _times
from webapp.insight.counting import up_to_date
from webapp.tables import enrolments, groups, sitting_items

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


@pytest.fixture
def school(browser, database):
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


class TestFigures:
    def test_nobody_has_finished(self, browser, school):
        assert "әзірге ешкім аяқтаған жоқ" in analysis(browser, school)

    def test_under_ten_answers_nothing_is_shown_but_that(self, browser, school):
        sat(browser, school, 3)
        text = analysis(browser, school)
        assert "Мәлімет аз: әзірге 3 жауап" in line(text, ONE)
        item = analysis(browser, school, f"/{ONE}")
        assert "Мәлімет аз: әзірге 3 жауап" in item
        assert "choices-table" not in item

    def test_from_ten_on_each_item_has_its_figures(self, browser, school):
        sat(browser, school, 12, wrong={0, 4, 8})
        text = analysis(browser, school)
        assert "n 12 Орындалу үлесі 75 %" in line(text, ONE)
        said = words(text)
        assert "Тапсырманы 12 студент аяқтады." in said
        assert "Өту шегіне (50 %) 12 студенттің ішінде" in said
        assert text.index(f"analysis/{TEXT}") < text.index(f"analysis/{MANY}")  # hardest first
        item = words(analysis(browser, school, f"/{ONE}"))
        assert re.search(r"А .*? дұрыс жауап .*? 75 % 9 / 12", item, re.I)

    def test_the_first_finished_sitting_counts(self, browser, school):
        sat(browser, school, 10)
        before = line(analysis(browser, school), ONE)
        sit(browser, school, "s00", {ONE: {"choice": "b"}})
        after = analysis(browser, school)
        assert line(after, ONE) == before
        assert "алғашқы аяқталған әрекеті ғана есепке алынады" in after

    def test_an_assistant_sees_the_same(self, browser, school):
        school.person("komekshi", "assistant")
        sat(browser, school, 2)
        assert line(analysis(browser, school, who="komekshi"), ONE)
        item = analysis(browser, school, f"/{ONE}", who="komekshi")
        assert "/corrections/" not in item


class TestOtherGroups:
    """A teacher of one group, where students of another have sat it too."""

    @pytest.mark.parametrize(("others", "n", "own"), [(4, 10, True), (5, 15, False)])
    def test_what_few_others_did_cannot_be_told(self, browser, school, others, n, own):
        sat(browser, school, 10)
        other_group(school)
        sat(browser, school, others, start=20)
        text = analysis(browser, school, who="mugalim")
        assert ("тек өз студенттеріңіз" in line(text, ONE)) == own
        assert f"n {n} " in line(text, ONE)
        assert "Тапсырманы 10 студент аяқтады." in words(text)
        item = words(analysis(browser, school, f"/{ONE}", who="mugalim"))
        assert f"{n} жауап" in item

    def test_an_item_that_few_others_were_asked_counts_ones_own(self, browser, school):
        school.give({"sections": [{"entries": [{"kind": "draw", "count": 1}]}]})
        other_group(school)
        sat_items = {}
        for number in range(8):
            name = f"d{number}"
            school.person(name)
            become(browser, school, name)
            sitting = begin(browser, school)
            hand_in(browser, sitting)
            sat_items.setdefault(self.drawn(school, sitting), []).append(name)
        swept(browser)
        text = analysis(browser, school, who="mugalim")
        for item_id, names in sat_items.items():
            told = line(text, item_id)
            assert (told is not None) == (len(names) >= 5)

    def test_over_all_groups_nothing_rests_on_fewer_than_five(self, browser, school):
        """Of three who took Б one might know the marks of two others by taking one's own away."""
        sat(browser, school, 10, wrong={1})
        other_group(school)
        sat(browser, school, 6, start=20, wrong={21, 22})
        told = self.others_marks(analysis(browser, school, f"/{ONE}"))
        assert len(told) == 3
        assert numbers_in(told[1])
        told = self.others_marks(analysis(browser, school, f"/{ONE}", who="mugalim"))
        assert numbers_in(told[0])
        assert not numbers_in(told[1])

    def test_over_all_groups_a_flag_is_told_without_numbers_of_fewer_than_five(
        self, browser, school
    ):
        """Four are the best third: all of them chose Б, and two of them are of another group."""
        sat(browser, school, 6, wrong={2, 3})
        other_group(school)
        sat(browser, school, 5, start=20, wrong={22, 23})
        whole = analysis(browser, school, f"/{ONE}")
        mine = analysis(browser, school, f"/{ONE}", who="mugalim")
        assert "Үздік үштікте 4 студент" in whole
        for text in (whole, mine):
            assert "Дұрыс жауабы күмәнді" in text
        assert "Үздік үштікте" not in mine

    def others_marks(self, text):
        """Of the answers to an item, in their order: the other marks of those who chose them."""
        table = text.partition("choices-table")[2].partition("</table>")[0]
        rows = re.findall(r"<tr[^>]*>.*?</tr>", table.partition("<tbody>")[2], re.S)
        return [words(row.rpartition("<td")[2].partition(">")[2]) for row in rows]

    def drawn(self, school, sitting):
        return school.rows(sitting_items, sitting_id=sitting)[0].item_id

    def test_names_are_of_ones_own_students(self, browser, school):
        sat(browser, school, 10)
        other_group(school)
        sat(browser, school, 6, start=20)
        item = analysis(browser, school, f"/{ONE}", who="mugalim")
        assert ">S03<" in item
        assert ">S2" not in item
        assert "/corrections/" not in item
        assert ">S22<" in analysis(browser, school, f"/{ONE}")


class TestAnswers:
    def test_a_choice_leads_to_who_took_it(self, browser, school):
        sat(browser, school, 10, wrong={2, 5})
        item = analysis(browser, school, f"/{ONE}")
        assert f'analysis/{ONE}?choice=b#answers"' in item
        chosen = analysis(browser, school, f"/{ONE}?choice=b")
        names = re.findall(r'href="/teach/sittings/\d+#q-1">([^<]+)<', chosen)
        assert names == ["S02", "S05"]

    def test_who_left_it_out(self, browser, school):
        sit(browser, school, "s00", {ONE: {"choice": "a"}})
        text = analysis(browser, school, f"/{TEXT}?choice=")
        assert "S00" in text
        assert "жауап берілмеген" in text

    def test_those_who_went_wrong_come_first(self, browser, school):
        sat(browser, school, 4, wrong={3})
        item = analysis(browser, school, f"/{ONE}")
        assert re.findall(r'#q-1">([^<]+)<', item) == ["S03", "S00", "S01", "S02"]

    def test_there_is_a_way_to_the_lesson_the_bank_and_the_correction(self, browser, school):
        sat(browser, school, 1)
        item = analysis(browser, school, f"/{ONE}")
        assert 'href="/lessons/' in item
        assert f'href="/teach/cohorts/{school.cohort}/bank/{ONE}"' in item
        leave_out = f"/teach/assignments/{school.assignment}/corrections/{ONE}?kind=leave-out"
        assert leave_out in item
        assert browser.get(leave_out).status_code == 200

    @pytest.mark.parametrize("item_id", ["1.1-essay", "nothing", "%00"])
    def test_an_item_nobody_was_asked(self, browser, school, item_id):
        sat(browser, school, 1)
        analysis(browser, school, f"/{item_id}", status=400 if "%" in item_id else 404)


def test_half_of_the_sittings_lie_between_the_quartiles():
    assert _times(range(1, 10)) is None
    assert _times(range(1, 12)) == Times(11, Fraction(6), Fraction(3), Fraction(9))
    assert _times([10, *range(1, 10)]) == Times(10, Fraction(11, 2), Fraction(3), Fraction(8))
