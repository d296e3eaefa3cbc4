"""One item in the analysis of an assignment: the way to its answers."""

from __future__ import annotations

import re

import pytest

from tests.webapp.analysed import ONE, TEXT, analysis, five_items, sat, sit


@pytest.fixture
def school(browser, database):
    return five_items(browser, database)


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
