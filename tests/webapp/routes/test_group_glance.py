"""The page of a group and of its sections."""

import re
from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import select

from quizzes.mastery import WORDS
from tests.conftest import START
from tests.webapp import factories
from tests.webapp.insight.group import ITEM, LESSON, OTHERS, klass
from webapp.insight.at_a_glance import weak_for_many
from webapp.pages.glance import ObjectiveColumn
from webapp.queries import sittings
from webapp.self_test.pool import section_of
from webapp.tables import alert_events, help_alerts, staff_visits, users

__all__ = ["klass"]


def page(klass, login="teacher", address=""):
    answer = klass.as_(login).get(f"/groups/{klass.group}{address}")
    assert answer.status_code == 200
    return answer.text


def column(number, **counts):
    return ObjectiveColumn(None, number, dict.fromkeys(WORDS, 0) | counts)


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


def every_item(klass, login, right):
    """Answers to all of section 1.1, so many of them right."""
    items = [one for one in klass.course.items if section_of(klass.course, one) == "1.1"]

    def fill(connection):
        for place, item_id in enumerate(items):
            item = klass.course.items[item_id]
            spot = sittings.get_place(connection, klass.ids[login], LESSON, item_id, START)
            attempt = sittings.add_attempt(
                connection, spot.sitting_id, item_id, item.version, 1, "{}", {}, START
            )
            score = Fraction(int(place < right))
            sittings.add_outcome(connection, attempt, "scored", score, (), START)

    klass.database.write(fill)
    return len(items)


def test_done_is_praised_only_where_the_last_answers_are_right(klass):
    every = every_item(klass, "aliya", 1)
    every_item(klass, "bolat", every)
    html = page(klass, "helper")
    found = {}
    for login in ("aliya", "bolat"):
        person = f"/teach/cohorts/{klass.cohort}/people/{klass.ids[login]}"
        cell = re.search(
            rf'<td class="cell ([^"]+)"><a href="{person}/answers\?section=1.1">(.*?)</td>', html
        )
        assert cell
        found[login] = cell[1], text_of(cell[2])
    share = 100 // every
    assert found["aliya"] == ("is-done", f"■ {share} %бітірген {every}/{every}")
    assert found["bolat"] == ("is-done is-well", f"✓ 100 %бітірген {every}/{every}")
    assert "соңғы рет толық дұрыс жауап бергені" in html  # the legend says what is counted
    assert "бітірген, дұрысы кемінде 85" in text_of(html)
    section = text_of(page(klass, "helper", "/sections/1.1"))
    assert f"■ бітірген {every}/{every} дұрысы {share} %" in section
    assert f"✓ бітірген {every}/{every} дұрысы 100 %" in section


def test_two_of_one_name_are_told_apart_everywhere_on_the_page(klass):
    klass.database.write(
        lambda connection: connection.execute(
            users.update().where(users.c.id == klass.ids["bolat"]).values(name="aliya аты")
        )
    )
    klass.stuck("aliya")
    klass.assign(closes=START + timedelta(days=3))
    html = page(klass)
    seen = text_of(html)
    for login in ("aliya", "bolat"):
        person = f"/teach/cohorts/{klass.cohort}/people/{klass.ids[login]}"
        small = f'aliya аты <small class="login">({login})</small></a>'
        assert f'href="{person}/progress">{small}' in html
    assert "aliya аты (aliya), aliya аты (bolat), dana аты" in seen  # who has not begun
    assert "(dana)" not in html
    section = page(klass, "teacher", "/sections/1.1")
    assert 'aliya аты <small class="login">(bolat)</small></a>' in section
    assert (
        'aliya аты <small class="login">(aliya)</small></a>' in klass.as_("lead").get("/teach").text
    )


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

    def test_what_is_weak_for_many_is_named_worst_first(self, klass):
        columns = [
            column(1, weak=1, firm=3),  # too few are judged
            column(2, weak=2, growing=4, unknown=9),  # a third
            column(3, weak=1, growing=4),
            column(4, weak=5, firm=3),
        ]
        assert [one.number for one in weak_for_many(columns)] == [4, 2]

    def test_a_section_that_is_weak_for_many_is_not_said_to_be_well(self, klass):
        for number in range(5):
            login = f"kop{number}"
            klass.ids[login] = klass.database.write(
                factories.member, login, klass.cohort, klass.group
            )
            for item in (ITEM, *OTHERS):
                klass.answer(login, item, False)
        html = text_of(page(klass, "helper", "/sections/1.1"))
        assert "Мына мақсаттар көп студентте әлсіз" in html
        assert "әлсізі 5, меңгеруі анықталғаны 5" in html
        assert "айрықша көмек керек емес" not in html

    @pytest.mark.parametrize("section", ["9.9", "x"])
    def test_a_section_that_is_not_there_is_not_found(self, klass, section):
        answer = klass.as_("teacher").get(f"/groups/{klass.group}/sections/{section}")
        assert answer.status_code == 404
