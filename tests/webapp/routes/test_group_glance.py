"""The page of a group and of its sections."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.conftest import START
from tests.webapp.insight.group import OTHERS, klass
from webapp.tables import alert_events, help_alerts, staff_visits

__all__ = ["klass"]


def page(klass, login="teacher", address=""):
    answer = klass.as_(login).get(f"/groups/{klass.group}{address}")
    assert answer.status_code == 200
    return answer.text


def rows(klass, table):
    return klass.database.read(lambda connection: connection.execute(select(table)).all())


def text_of(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def test_the_first_sentence_names_who_needs_help_and_why(klass):
    klass.stuck("aliya", 5)
    html = page(klass)
    assert "Бір студентке көмек керек:" in html
    person = f"/teach/cohorts/{klass.cohort}/people/{klass.ids['aliya']}"
    assert f'href="{person}/progress">aliya аты</a>' in html
    assert "1.1-бөлімнің бір сұрағына 5 рет қатарынан қате жауап берген" in text_of(html)
    assert "2 студент әлі бастамаған." in html
    assert "айрықша көмек керек емес" not in html


def test_a_cell_tells_its_state_in_words_and_leads_to_the_answers(klass):
    klass.stuck("aliya")
    klass.answer("bolat", OTHERS[0], True)
    for item in OTHERS:
        klass.answer("dana", item, True)
    html = page(klass, "helper")
    for login, kind, word in (
        ("aliya", "needs-help", "көмек керек"),
        ("bolat", "unknown", "мәлімет аз"),
        ("dana", "working", "оқып жатыр"),
    ):
        person = f"/teach/cohorts/{klass.cohort}/people/{klass.ids[login]}"
        cell = re.search(
            rf'<td class="cell is-(\S+)"><a href="{person}/answers\?section=1.1">(.*?)</td>', html
        )
        assert cell, login
        assert cell[1] == kind
        assert word in cell[2]


def test_without_answers_nothing_good_or_bad_is_said(klass):
    html = page(klass)
    assert "Ешкім әлі жауап берген жоқ." in html
    klass.answer("aliya", OTHERS[0], True)
    html = page(klass)
    assert "Қорытынды жасауға мәлімет әлі аз." in html
    assert "Мәлімет аз: 1" in html
    for item in OTHERS[1:]:
        klass.answer("aliya", item, True)
    assert "Қазір ешкімге айрықша көмек керек емес." in page(klass)


def test_opening_the_page_keeps_alerts_and_the_look_and_again_writes_nothing(klass, clock):
    klass.stuck("aliya")
    page(klass)
    assert len(rows(klass, alert_events)) == len(rows(klass, help_alerts)) == 1
    before = rows(klass, help_alerts), rows(klass, staff_visits)
    clock.pass_(minutes=1)
    page(klass)
    assert (rows(klass, help_alerts), rows(klass, staff_visits)) == before
    assert len(rows(klass, alert_events)) == 1


def test_an_open_assignment_shows_who_has_not_begun(klass):
    made = klass.assign(closes=START + timedelta(days=3))
    html = page(klass)
    assert f"/teach/assignments/{made}/live" in html
    assert "бастамаған: 3" in html


def test_an_assistant_sees_why_but_gives_no_passwords(klass):
    klass.stuck("aliya")
    html = page(klass, "helper")
    assert "көмек керек" in html
    assert "/reset" not in html
    assert f'action="/groups/{klass.group}/reset"' in page(klass, "teacher")


class TestSection:
    def test_members_by_objectives_in_the_words_of_mastery(self, klass):
        klass.stuck("aliya")
        for item in OTHERS:
            klass.answer("bolat", item, True)
        html = page(klass, "helper", "/sections/1.1")
        assert "Осы бөлімде 1 студентке көмек керек." in html
        assert "мәлімет аз" in html
        bolat = f"/teach/cohorts/{klass.cohort}/people/{klass.ids['bolat']}"
        cell = re.search(rf'href="{bolat}/answers\?objective=[^"]+">(.*?)</a>', html, re.S)
        assert cell
        assert "100 %" in cell[1] or "мәлімет аз" in cell[1]

    def test_the_table_comes_first_and_in_it_who_needs_help(self, klass):
        klass.stuck("dana")
        klass.answer("aliya", OTHERS[0], True)
        html = page(klass, "helper", "/sections/1.1")
        assert html.index("<tbody>") < html.index("objective-key")
        assert html.index("dana аты</a>") < html.index("aliya аты</a>")

    @pytest.mark.parametrize("section", ["9.9", "x"])
    def test_a_section_that_is_not_there_is_not_found(self, klass, section):
        answer = klass.as_("teacher").get(f"/groups/{klass.group}/sections/{section}")
        assert answer.status_code == 404
