"""The analysis of an assignment: its figures and whose they are."""

from __future__ import annotations

import re

import pytest

from tests.webapp.analysed import (
    MANY,
    ONE,
    TEXT,
    analysis,
    five_items,
    line,
    numbers_in,
    other_group,
    sat,
    sit,
    words,
)
from tests.webapp.exams import become, begin, hand_in, swept
from webapp.tables import sitting_items


@pytest.fixture
def school(browser, database):
    return five_items(browser, database)


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
