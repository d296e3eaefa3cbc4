"""The live page of an assignment: who has started, where they are, who is not heard from."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import event

from tests.conftest import START
from tests.webapp.exams import (
    ALL_TYPES,
    RIGHT,
    answer_all,
    become,
    begin,
    by_hand,
    fixed,
    hand_in,
    make_school,
    save,
    swept,
)
from webapp.routes import assignment_live
from webapp.routes.assignment_live import span
from webapp.tables import accommodations, enrolments, groups, sittings

ONE, ESSAY, NUMBER = "1.1-single-choice", "1.1-essay", "1.1-number"
THREE = {"sections": [fixed(ONE, ESSAY), fixed(NUMBER)]}


@pytest.fixture
def school(browser, database):
    made = make_school(database)
    by_hand(browser)
    made.give(THREE)
    return made


def live(browser, school, query="", who="ustaz"):
    settled(browser)
    become(browser, school, who)
    answer = browser.get(f"/teach/assignments/{school.assignment}/live{query}")
    assert answer.status_code == 200
    return answer.text


def settled(browser):
    """All that was left to the writer is stored."""
    browser.app.state.site.writer.do(lambda connection: None)


def row(text, name):
    """The cells of a student's row, as one line of words."""
    found = re.search(rf"<tr data-key[^>]*>(?:(?!</tr>).)*{name}.*?</tr>", text, re.S)
    assert found, name
    return " ".join(re.sub(r"<[^>]*>", " ", found[0]).split())


def finding(text):
    return re.search(r'id="live-finding"[^>]*>([^<]*)', text)[1]


class TestWhereTheyAre:
    def test_nobody_has_started(self, browser, school):
        text = live(browser, school)
        assert "Барлығы 2 студент: бастағаны" in finding(text)
        assert "бастамаған" in row(text, "Aliya")

    def test_answers_are_counted_and_the_newest_one_is_named(self, browser, school, clock):
        become(browser, school, "aliya")
        sitting = begin(browser, school)
        save(browser, sitting, NUMBER, form=RIGHT[NUMBER])
        clock.pass_(minutes=2)
        save(browser, sitting, ONE, choice="a")
        clock.pass_(seconds=20)
        said = row(live(browser, school), "Aliya")
        assert "2 / 3" in said
        assert "14:02 1-бөлім, 1-сұрақ" in said
        assert "20 с бұрын" in said

    def test_what_was_emptied_again_is_no_answer(self, browser, school, clock):
        become(browser, school, "aliya")
        sitting = begin(browser, school)
        save(browser, sitting, ESSAY, text="Жауап")
        save(browser, sitting, ESSAY, base=1, text=" ")
        assert "0 / 3" in row(live(browser, school), "Aliya")

    def test_an_item_answered_for_good_in_practice_counts(self, browser, school):
        shown = {"own": "during", "score": "during", "key": "during", "feedback": "during"}
        school.give(THREE, {"mode": "practice", "visibility": shown}, limit_s=None, closes=None)
        become(browser, school, "aliya")
        sitting = begin(browser, school)
        browser.submit(f"/sittings/{sitting}/1", {"choice": "a", "base": "0", "do": "check"})
        said = row(live(browser, school), "Aliya")
        assert "1 / 3" in said
        assert "шектелмеген" in said

    @pytest.mark.parametrize(
        ("given", "told"), [({ONE: {"choice": "a"}}, "жауапсыз сұрақ: 2"), (None, "бәріне")]
    )
    def test_gaps_of_what_was_handed_in(self, browser, school, given, told):
        become(browser, school, "aliya")
        sitting = begin(browser, school)
        answer_all(browser, sitting, given or {one: RIGHT[one] for one in (ONE, ESSAY, NUMBER)})
        hand_in(browser, sitting)
        text = live(browser, school)
        assert f"тапсырды: 14:00 {told}" in row(text, "Aliya")
        assert "тапсырғаны\N{NO-BREAK SPACE}— 1" in finding(text)

    def test_handed_in_by_the_clock(self, browser, school, clock):
        become(browser, school, "aliya")
        begin(browser, school)
        clock.pass_(minutes=61)
        assert "тапсырылып жатыр" in row(live(browser, school), "Aliya")
        swept(browser)
        assert "уақыты бітіп, тапсырылды: 15:00" in row(live(browser, school), "Aliya")

    def test_in_a_sitting_opened_again_what_is_emptied_counts_no_more(self, browser, school):
        become(browser, school, "aliya")
        sitting = begin(browser, school)
        answer_all(browser, sitting, {ONE: {"choice": "a"}, ESSAY: {"text": "Жауап"}})
        hand_in(browser, sitting)
        swept(browser)
        become(browser, school, "ustaz")
        care = f"/teach/assignments/{school.assignment}/sittings/{sitting}"
        assert browser.submit(f"{care}/reopen", {"reason": "қате басқан"}).status_code == 303
        assert "2 / 3" in row(live(browser, school), "Aliya")
        become(browser, school, "aliya")
        assert save(browser, sitting, ESSAY, base=1, text="").status_code == 200
        assert "1 / 3" in row(live(browser, school), "Aliya")


class TestTimeLeft:
    def test_it_is_worked_out_with_accommodation_and_extension(self, browser, school, clock):
        for name in ("aliya", "bolat"):
            become(browser, school, name)
            begin(browser, school)
        school.add(
            accommodations,
            cohort_id=school.cohort,
            user_id=school.people["aliya"],
            time_num=3,
            time_den=2,
            extra_attempts=0,
            later_close_s=0,
            note="",
            set_by=school.people["ustaz"],
            set_at=START,
        )
        clock.pass_(minutes=10)
        text = live(browser, school)
        assert "1 сағ 20 мин соңы: 15:30, жеңілдікпен" in row(text, "Aliya")
        assert "50 мин соңы: 15:00" in row(text, "Bolat")
        school.extend("bolat", clock.time, extra_s=600)
        assert "1 сағ соңы: 15:10, жеңілдікпен" in row(live(browser, school), "Bolat")

    @pytest.mark.parametrize(
        ("seconds", "said"),
        [
            (0, "0 с"),
            (119, "119 с"),
            (120, "2 мин"),
            (3599, "59 мин"),
            (3600, "1 сағ"),
            (3900, "1 сағ 5 мин"),
            (172_799, "47 сағ 59 мин"),
            (200_000, "2 күн"),
        ],
    )
    def test_a_span_in_words(self, seconds, said):
        assert span("kk", timedelta(seconds=seconds)) == said


class TestSignsOfLife:
    def test_who_is_not_heard_from_for_three_minutes_is_named(self, browser, school, clock):
        become(browser, school, "aliya")
        begin(browser, school)
        clock.pass_(seconds=179)
        assert "бәрі байланыста" in finding(live(browser, school))
        clock.pass_(seconds=1)
        text = live(browser, school)
        assert "3 минуттан бері хабар жоғы\N{NO-BREAK SPACE}— 1" in finding(text)
        assert "хабар жоқ соңғысы 3 мин бұрын" in row(text, "Aliya")
        assert "Aliya" in text.split("live-silent-title")[1].split("</ul>")[0]

    @pytest.mark.parametrize("asked", ["state", "1", "finish"])
    def test_a_page_that_only_asks_is_heard(self, browser, school, clock, asked):
        become(browser, school, "aliya")
        sitting = begin(browser, school)
        clock.pass_(minutes=4)
        assert browser.get(f"/sittings/{sitting}/{asked}").status_code == 200
        assert "бар соңғысы 0 с бұрын" in row(live(browser, school), "Aliya")

    def test_it_is_noted_only_every_45_seconds(self, browser, school, clock):
        become(browser, school, "aliya")
        sitting = begin(browser, school)
        for passed, noted in ((20, 0), (24, 0), (1, 45)):
            clock.pass_(seconds=passed)
            browser.get(f"/sittings/{sitting}/state")
            settled(browser)
            seen = school.rows(sittings, id=sitting)[0].touched_at
            assert seen == START + timedelta(seconds=noted)

    def test_after_the_end_nothing_is_noted(self, browser, school, clock):
        become(browser, school, "aliya")
        sitting = begin(browser, school)
        clock.pass_(minutes=61)
        assert browser.get(f"/sittings/{sitting}/state").json()["open"] is False
        settled(browser)
        assert school.rows(sittings, id=sitting)[0].touched_at == START

    def test_nobody_else_counts_as_the_student(self, browser, school, clock):
        become(browser, school, "aliya")
        sitting = begin(browser, school)
        clock.pass_(minutes=4)
        become(browser, school, "bolat")
        assert browser.get(f"/sittings/{sitting}/state").status_code == 403
        assert "хабар жоқ" in row(live(browser, school), "Aliya")


class TestWhatIsShown:
    @pytest.fixture
    def two_groups(self, browser, school):
        """Dana, of another group, has begun; a teacher of the first group."""
        other = school.add(
            groups, cohort_id=school.cohort, title="П-22", join_code="b", created_at=START
        )
        school.group, mine = other, school.group
        school.person("dana")
        school.group = mine
        school.person("mugalim", "instructor", enrolled=False)
        school.add(
            enrolments,
            user_id=school.people["mugalim"],
            cohort_id=school.cohort,
            group_id=mine,
            role="instructor",
            created_at=START,
        )
        become(browser, school, "dana")
        begin(browser, school)
        return mine, other

    def test_by_group(self, browser, school, two_groups):
        _, other = two_groups
        assert "Барлығы 3 студент" in finding(live(browser, school))
        text = live(browser, school, f"?group={other}")
        assert "Барлығы 1 студент" in finding(text)
        assert "Dana" in text
        assert "Aliya" not in text
        assert f'value="{other}" selected' in text

    def test_a_teacher_of_one_group_sees_only_theirs(self, browser, school, two_groups):
        _, other = two_groups
        for query in ("", f"?group={other}"):
            text = live(browser, school, query, who="mugalim")
            assert "Барлығы 2 студент" in finding(text)
            assert "Dana" not in text
            assert "П-22" not in text

    def test_who_needs_eyes_comes_first_and_who_handed_in_last(self, browser, school, clock):
        for name in ("dana", "erlan", "fatima"):
            school.person(name)
        become(browser, school, "aliya")
        hand_in(browser, begin(browser, school))
        become(browser, school, "fatima")
        begin(browser, school)
        clock.pass_(minutes=4)
        become(browser, school, "dana")
        begin(browser, school)
        become(browser, school, "erlan")
        begin(browser, school)
        school.extend("dana", clock.time, closes_at=START + timedelta(minutes=5))
        text = live(browser, school)
        table = text[text.index("<tbody>") :]
        names = re.findall(r"<tr data-key[^>]*><th[^>]*>(?:<a[^>]*>)?(\w+)", table)
        assert names == ["Fatima", "Dana", "Erlan", "Bolat", "Aliya"]
        assert table.index("done-fold") < table.index("Aliya")

    def test_of_another_day_the_day_is_told(self, browser, school, clock):
        school.give(THREE, {"mode": "practice"}, limit_s=None, closes=None)
        become(browser, school, "aliya")
        hand_in(browser, begin(browser, school))
        assert re.search(r"тапсырды: 14:00", row(live(browser, school), "Aliya"))
        clock.pass_(days=2)
        assert re.search(r"тапсырды: [^:]*қараша, 14:00", row(live(browser, school), "Aliya"))

    def test_untimed_practice_put_aside_is_not_work_at_this_moment(self, browser, school, clock):
        school.give(THREE, {"mode": "practice"}, limit_s=None, closes=None)
        become(browser, school, "aliya")
        begin(browser, school)
        clock.pass_(days=2)
        become(browser, school, "bolat")
        begin(browser, school)
        text = live(browser, school)
        said = "Қазір 1 студент орындап отыр. Бастап, тоқтап тұрғаны\N{NO-BREAK SPACE}— 1."
        assert said in finding(text)
        assert "бастап, тоқтап тұр" in row(text, "Aliya")
        assert "live-silent-title" not in text
        assert "Bolat" not in live(browser, school, "?state=paused")

    def test_by_state(self, browser, school):
        become(browser, school, "aliya")
        begin(browser, school)
        text = live(browser, school, "?state=not-started")
        assert "Bolat" in text
        assert "Aliya" not in text
        assert "Барлығы 2 студент" in finding(text)  # the sentence is about all

    def test_the_fragment_is_the_same_part_and_not_kept(self, browser, school):
        whole = live(browser, school)
        answer = browser.get(
            f"/teach/assignments/{school.assignment}/live", headers={"x-fragment": "live"}
        )
        assert answer.headers["cache-control"] == "no-store"
        assert answer.text.strip() in whole
        assert "<html" not in answer.text

    def test_it_stops_when_all_is_over(self, browser, school, clock):
        assert "data-over" not in live(browser, school)
        clock.pass_(hours=3, seconds=1)
        assert "data-over" in live(browser, school)

    def test_an_extension_keeps_it_going(self, browser, school, clock):
        clock.pass_(hours=3, seconds=1)
        school.extend("aliya", clock.time, closes_at=START + timedelta(hours=9))
        assert "data-over" not in live(browser, school)

    def test_leaves(self, browser, school, monkeypatch):
        monkeypatch.setattr(assignment_live, "ON_A_LEAF", 1)
        assert "Bolat" not in live(browser, school)
        second = live(browser, school, "?leaf=2")
        assert "Bolat" in second
        assert "Aliya" not in second

    def test_the_number_of_statements_does_not_grow_with_students(self, browser, school):
        def statements():
            found = []
            engine = school.database.reading

            def seen(_c, _cursor, statement, *_rest):
                found.append(statement)

            event.listen(engine, "before_cursor_execute", seen)
            try:
                live(browser, school)
            finally:
                event.remove(engine, "before_cursor_execute", seen)
            return len(found)

        for name in ("aliya", "bolat"):
            become(browser, school, name)
            answer_all(browser, begin(browser, school), {ONE: {"choice": "a"}})
        few = statements()
        for number in range(6):
            school.person(f"s{number}")
            become(browser, school, f"s{number}")
            answer_all(browser, begin(browser, school), {ONE: {"choice": "a"}})
        assert statements() == few


def test_every_type_of_answer_counts(browser, school):
    school.give()
    become(browser, school, "aliya")
    sitting = begin(browser, school)
    answer_all(browser, sitting)
    assert f"{len(ALL_TYPES)} / {len(ALL_TYPES)}" in row(live(browser, school), "Aliya")
