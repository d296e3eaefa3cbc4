"""One student before those who teach them, and before themselves."""

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from quizzes.item import item_from_canonical
from tests.conftest import START
from tests.webapp.exams import (
    RIGHT,
    become,
    begin,
    by_hand,
    fixed,
    hand_in,
    make_school,
    save,
    swept,
)
from tests.webapp.self_test.test_feeding import answer as answer_in_a_set
from webapp import tables
from webapp.queries import exports, looks, own_items, study
from webapp.queries.sittings import archive_item_versions
from webapp.queries.study import Plan

LESSON = "/lessons/1.1.1-merzim"
ONE = "1.1-single-choice"
TWO = "1.1-number"


@pytest.fixture
def school(browser, database):
    made = make_school(database)
    by_hand(browser)
    made.person("komekshi", "assistant")
    return made


def page(school, name="aliya", what="progress"):
    return f"/teach/cohorts/{school.cohort}/people/{school.people[name]}/{what}"


def answer(browser, school, item_id, right=True, attempt=1, name="aliya"):
    """Answer an item in its lesson; gives the attempt's number in the database."""
    become(browser, school, name)
    form = dict(RIGHT[item_id]) if right else {**RIGHT[item_id], **WRONG[item_id]}
    sent = browser.submit(f"{LESSON}/items/{item_id}", {**form, "attempt": str(attempt)})
    assert sent.status_code == 303, sent.text
    return school.rows(tables.attempts)[-1].id


WRONG = {ONE: {"choice": "b"}, TWO: {"value": "7"}}


def exam(browser, school, name="aliya", item_id=ONE, **rules):
    """Sit an exam of one item and hand it in; gives the attempt."""
    become(browser, school, name)
    sitting = begin(browser, school)
    save(browser, sitting, item_id, form=RIGHT[item_id])
    hand_in(browser, sitting)
    swept(browser)
    return school.rows(tables.attempts, sitting_id=sitting)[0].id


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


class TestProgress:
    def test_before_any_answer_it_says_so(self, browser, school):
        become(browser, school, "ustaz")
        html = browser.get(page(school)).text
        assert "бірде-бір жауабы жоқ" in html
        assert "өз бетінше оқуын көрсетпейді" in html

    def test_four_wrong_tries_need_help_and_lead_to_the_answers(self, browser, school, clock):
        for attempt in range(1, 5):
            answer(browser, school, ONE, right=False, attempt=attempt)
            clock.pass_(minutes=5)
        become(browser, school, "ustaz")
        html = browser.get(page(school)).text
        assert "Көмек керек." in html
        assert "Қайта-қайта қате жауап берген сұрақ саны: 1, біріне қатарынан 4 рет." in html
        link = re.search(r'href="([^"]+/answers\?item=[^"]+)"', html)[1]
        listed = browser.get(link.replace("&amp;", "&")).text
        assert "Жауап саны: 4" in listed

    def test_what_happened_is_told_by_day_and_paged(self, browser, school, clock):
        answer(browser, school, ONE)
        clock.pass_(days=20)
        answer(browser, school, TWO, right=False)
        become(browser, school, "ustaz")
        html = browser.get(page(school)).text
        assert text_of(html).count("Сабақтарда 1 жауап берді, толық дұрысы: 0") == 1
        assert "толық дұрысы: 1" not in html
        earlier = re.search(r'href="\?before=([\d-]+)#timeline" rel="prev"', html)[1]
        before = browser.get(f"{page(school)}?before={earlier}").text
        assert "толық дұрысы: 1" in before
        assert 'rel="next"' in before

    @pytest.mark.parametrize("before", ["x", "2026-13-40", "0001-01-01", "9999-12-31"])
    def test_an_odd_day_in_the_address_is_no_fault(self, browser, school, before):
        become(browser, school, "ustaz")
        assert browser.get(f"{page(school)}?before={before}").status_code == 200

    def test_marks_and_what_was_granted_stand_there(self, browser, school):
        school.give({"sections": [fixed(ONE)]})
        school.extend("aliya", START, extra_s=600)
        exam(browser, school)
        become(browser, school, "ustaz")
        html = text_of(browser.get(page(school)).text)
        assert "100 %" in html
        assert "бағаланған" in html
        assert "Жеңілдіктер мен ұзартулар" in html
        assert "10 мин" in html

    def test_an_assignment_in_order_is_folded_away_and_one_not_begun_is_not(self, browser, school):
        school.give({"sections": [fixed(ONE)]})
        exam(browser, school)
        become(browser, school, "ustaz")
        html = browser.get(page(school)).text
        assert "Барлық тапсырма: 1" in html
        school.give({"sections": [fixed(TWO)]})
        html = browser.get(page(school)).text
        assert "Қалған тапсырмалар: 1" in html
        assert html.index("басталмаған") < html.index("бағаланған")

    def weeks(self, browser, school, *counts):
        """(asked, missed) of one week after another, the last one this week's."""
        monday = START.date() - timedelta(days=START.weekday())
        for place, (asked, missed) in enumerate(reversed(counts)):
            for kind, name in (("objective", "1.1.a"), ("misconception", "wrong-length")):
                school.add(
                    tables.learner_costs,
                    user_id=school.people["aliya"],
                    week=monday - timedelta(weeks=place),
                    kind=kind,
                    name=name,
                    asked=asked,
                    missed=missed,
                )
        become(browser, school, "ustaz")
        return browser.get(page(school)).text

    def test_right_first_answers_by_week_are_a_chart_with_its_table(self, browser, school):
        html = self.weeks(browser, school, (20, 10), (9, 0), (20, 6), (40, 10))
        assert "соңғы есептелген аптада\u00a0— 75\u202f%, оған дейін\u00a0— 60\u202f%" in html
        table = text_of(html[html.index('<svg class="chart-svg"') :])
        assert "(n = 9) жауап аз" in table
        assert "(n = 20) 70 %" in table

    def test_two_weeks_are_no_course(self, browser, school):
        assert "chart-svg" not in self.weeks(browser, school, (20, 10), (9, 0), (20, 6))

    def test_who_left_shows_only_the_work_in_assignments(self, browser, school, clock):
        in_lesson = answer(browser, school, TWO)
        school.give({"sections": [fixed(ONE)]})
        in_exam = exam(browser, school)
        left = update(tables.enrolments).where(
            tables.enrolments.c.user_id == school.people["aliya"]
        )
        school.database.write(lambda connection: connection.execute(left.values(ended_at=clock())))
        become(browser, school, "ustaz")
        html = browser.get(page(school)).text
        assert "бұл ағында оқымайды" in html
        assert "Сабақтарда 1 жауап берді" not in html
        assert browser.get(page(school, what=f"answers/{in_lesson}")).status_code == 404
        assert browser.get(page(school, what=f"answers/{in_exam}")).status_code == 200

    def test_numbers_that_hold_answers_from_another_cohort_say_so(self, browser, school):
        school.give({"sections": [fixed(TWO)]})
        here = exam(browser, school, item_id=TWO)
        become(browser, school, "ustaz")
        sentence = "басқа ағынның да тапсырмасын орындаған"
        assert sentence not in browser.get(page(school)).text
        far = school.add(tables.cohorts, title="Былтырғы ағын", created_at=START)
        given = update(tables.assignments).values(cohort_id=far)
        school.database.write(lambda connection: connection.execute(given))
        html = browser.get(page(school)).text
        assert sentence in html
        assert "Былтырғы" not in html
        assert browser.get(page(school, what=f"answers/{here}")).status_code == 404

    def test_an_objective_that_the_course_dropped_is_still_named(self, browser, school):
        """Until everybody is counted anew, facts speak of it."""
        steps = f"2026-07-01 firm 1 8 8 5 0|{START:%Y-%m-%d} weak 0 8 3 0 0"
        school.add(
            tables.learner_sections,
            user_id=school.people["aliya"],
            section="1.1",
            answers=8,
            items=4,
            right=1,
            last_on=START.date(),
            falls=json.dumps({"9.9.z": steps}),
            words=json.dumps({"9.9.z": ["weak", "0", 8]}),
        )
        for name, path in (("ustaz", page(school)), ("aliya", "/progress")):
            become(browser, school, name)
            shown = browser.get(path)
            assert shown.status_code == 200
            assert "9.9.z" in shown.text


class TestAnswers:
    def test_answers_of_lessons_and_assignments_without_own_sets(self, browser, school, clock):
        first = answer(browser, school, ONE, right=False)
        school.give({"sections": [fixed(TWO)]})
        second = exam(browser, school, item_id=TWO)
        answer_in_a_set(browser, school, clock, "1.1-short-text", True)
        own = school.rows(tables.attempts)[-1].id
        become(browser, school, "ustaz")
        html = browser.get(page(school, what="answers")).text
        assert "Жауап саны: 2" in html
        assert html.index(f"/answers/{second}") < html.index(f"/answers/{first}")
        assert f"/answers/{own}" not in html
        school.database.write(
            lambda connection: study.put_plan(
                connection, school.people["aliya"], Plan(shared="answers"), clock()
            )
        )
        # shared is which question with what result: that stands on the page of self-study
        assert browser.get(page(school, what=f"answers/{own}")).status_code == 404

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("from=lessons", 2),
            ("from=assignments", 1),
            ("result=wrong", 1),
            ("result=right", 2),
            ("result=waits", 0),
            ("section=1.1", 3),
            ("section=1.1&result=wrong&from=lessons", 1),
            ("item=1.1-number", 2),
            ("item=1.1", 0),
            ("section=9.9&from=x&result=y&leaf=77", 3),
        ],
    )
    def test_they_are_filtered(self, browser, school, query, found):
        answer(browser, school, ONE, right=False)
        answer(browser, school, TWO)
        school.give({"sections": [fixed(TWO)]})
        exam(browser, school, item_id=TWO)
        become(browser, school, "ustaz")
        html = browser.get(f"{page(school, what='answers')}?{query}").text
        assert f"Жауап саны: {found}" in html

    def test_the_newest_comes_first_also_where_an_exam_was_stored_later(
        self, browser, school, clock, monkeypatch
    ):
        monkeypatch.setattr(exports, "ANSWERS_TOGETHER", 1)
        school.give({"sections": [fixed(ONE)]})
        become(browser, school, "aliya")
        sitting = begin(browser, school)
        save(browser, sitting, ONE, form=RIGHT[ONE])
        clock.pass_(minutes=20)
        later = answer(browser, school, TWO)
        clock.pass_(minutes=20)
        hand_in(browser, sitting)
        swept(browser)
        (early,) = school.rows(tables.attempts, sitting_id=sitting)
        assert early.id > later
        become(browser, school, "ustaz")
        listed = re.findall(r"/answers/(\d+)", browser.get(page(school, what="answers")).text)
        assert listed == [str(later), str(early.id)]
        file = browser.get(page(school, what="answers.csv")).text
        assert file.index(TWO) < file.index(ONE)

    def test_an_answer_is_shown_in_the_version_it_was_given_to(self, browser, school, sample):
        number = answer(browser, school, ONE, right=False)
        changed = sample.items[ONE].model_copy(update={"stem": "Бұрынғы мәтін осындай еді ме?"})
        old = item_from_canonical(changed.canonical())

        def older(connection):
            connection.execute(
                insert(tables.item_versions).values(
                    item_id=ONE, version=old.version, body=old.canonical(), first_served_at=START
                )
            )
            connection.execute(
                update(tables.attempts)
                .where(tables.attempts.c.id == number)
                .values(item_version=old.version)
            )

        school.database.write(older)
        become(browser, school, "ustaz")
        html = browser.get(page(school, what=f"answers/{number}")).text
        assert "Бұрынғы мәтін осындай еді ме?" in html
        assert "кейін өзгерген" in html
        assert "is-chosen" in html
        assert "автоматты түрде" in html

    def test_it_tells_what_the_student_may_see_of_an_exam(self, browser, school):
        school.give({"sections": [fixed(ONE)]})
        number = exam(browser, school)
        become(browser, school, "ustaz")
        html = text_of(browser.get(page(school, what=f"answers/{number}")).text)
        assert "Қазір көріп тұрғаны: өз жауабы, балы." in html.replace(" ,", ",").replace(" .", ".")
        assert "Әзірге көрмейтіні: дұрыс жауап, түсіндірме." in html.replace(" ,", ",").replace(
            " .", "."
        )

    def test_an_answer_of_another_or_of_nobody_is_not_found(self, browser, school):
        number = answer(browser, school, ONE, name="bolat")
        become(browser, school, "ustaz")
        assert browser.get(page(school, what=f"answers/{number}")).status_code == 404
        assert browser.get(page(school, "bolat", f"answers/{number}")).status_code == 200
        for odd in ("0", "x", "99999999999", "-1"):
            assert browser.get(page(school, what=f"answers/{odd}")).status_code == 404

    def test_another_cohorts_question_is_not_read_by_its_id(self, browser, school, sample):
        """What someone wrote there may be asked in an exam; the ids are in a row."""
        other = school.add(tables.cohorts, title="Көрші ағын", created_at=START)
        theirs = sample.items[ONE].model_copy(update={"id": "1.1-own-1"})

        def work(connection):
            assert own_items.add_own(
                connection,
                theirs.id,
                theirs.version,
                other,
                school.people["bolat"],
                START,
                shared=False,
                adapted_from=None,
            )
            archive_item_versions(
                connection, [(theirs.id, theirs.version, theirs.canonical())], START
            )

        school.database.write(work)
        stem = sample.plain(theirs.stem)[:40]
        become(browser, school, "komekshi")
        assert stem in browser.get(page(school, what=f"answers?item={ONE}")).text
        html = browser.get(page(school, what="answers?item=1.1-own-1"))
        assert html.status_code == 200
        assert stem not in html.text

    def test_an_answer_in_another_cohorts_assignment_is_not_found(self, browser, school):
        school.give({"sections": [fixed(ONE)]})
        number = exam(browser, school)
        elsewhere = school.add(tables.cohorts, title="Басқа", created_at=START)
        school.database.write(
            lambda connection: connection.execute(
                update(tables.assignments)
                .where(tables.assignments.c.id == school.assignment)
                .values(cohort_id=elsewhere)
            )
        )
        become(browser, school, "ustaz")
        assert browser.get(page(school, what=f"answers/{number}")).status_code == 404
        assert "Жауап саны: 0" in browser.get(page(school, what="answers")).text


class TestNotes:
    def write(self, browser, school, text):
        return browser.submit(page(school, what="notes"), {"text": text})

    def test_an_instructor_writes_and_takes_back_and_an_assistant_sees_none(self, browser, school):
        become(browser, school, "ustaz")
        assert self.write(browser, school, "Жұмада сөйлесеміз").status_code == 303
        assert self.write(browser, school, "Жұмада сөйлесеміз").status_code == 303  # pressed twice
        html = browser.get(page(school)).text
        assert html.count('<div class="note-text" lang="kk">Жұмада сөйлесеміз</div>') == 1
        become(browser, school, "komekshi")
        assert "Жұмада сөйлесеміз" not in browser.get(page(school)).text
        assert self.write(browser, school, "Мен де").status_code == 403
        (note,) = school.rows(tables.staff_notes)
        gone = page(school, what=f"notes/{note.id}/remove")
        school.person("ekinshi", "instructor")
        become(browser, school, "ekinshi")
        assert browser.submit(gone).status_code == 403
        become(browser, school, "ustaz")
        assert browser.submit(gone).status_code == 303
        assert "Жұмада сөйлесеміз" not in browser.get(page(school)).text
        assert browser.submit(gone).status_code == 404
        assert school.rows(tables.staff_notes)[0].text == ""

    @pytest.mark.parametrize("text", ["  ", "x" * 2001])
    def test_what_cannot_be_kept_stays_in_the_form(self, browser, school, text):
        become(browser, school, "ustaz")
        refused = self.write(browser, school, text)
        assert refused.status_code == 422
        assert text.strip() in refused.text
        assert school.rows(tables.staff_notes) == []


class TestOwn:
    def own(self, browser, school):
        become(browser, school, "aliya")
        return text_of(browser.get("/progress").text)

    def test_a_student_reads_the_same_words(self, browser, school, clock):
        for attempt in range(1, 5):
            answer(browser, school, ONE, right=False, attempt=attempt)
            clock.pass_(minutes=5)
        text = self.own(browser, school)
        assert "Қайта-қайта қате жауап берген сұрағыңыз: 1, біріне қатарынан 4 рет." in text
        assert "2026 күз" in text  # who sees it
        become(browser, school, "ustaz")
        theirs = text_of(browser.get(page(school)).text)
        cell = re.search(r"жауап берген сұрағы: \d+/\d+ *, *дұрысы: \d+", theirs)[0]
        assert cell in text

    def test_what_an_exam_keeps_back_is_not_told_by_a_word(self, browser, school, clock):
        school.give({"sections": [fixed(ONE)]})
        exam(browser, school)
        text = self.own(browser, school)
        assert "саны: 1) бұл бетте есептелмеді" in text
        assert "жауап берген сұрағы: 1/" not in text
        become(browser, school, "ustaz")
        assert "жауап берген сұрағы: 1/" in text_of(browser.get(page(school)).text)
        clock.pass_(days=1)  # the keys are shown
        text = self.own(browser, school)
        assert "есептелмеді" not in text
        assert "жауап берген сұрағы: 1/" in text

    def test_who_studies_nowhere_is_seen_by_nobody(self, browser, school):
        school.person("jalgyz", enrolled=False)
        answer(browser, school, ONE, name="jalgyz")
        text = text_of(browser.get("/progress").text)
        assert "Сіз ешбір топта оқымайсыз" in text
        assert "жауап берген сұрағы: 1/" in text


class TestLooks:
    PAGES = ("", "progress", "answers", "self-study", "accommodation")

    def test_each_look_is_a_row_that_the_student_reads(self, browser, school, clock):
        number = answer(browser, school, ONE)
        school.give({"sections": [fixed(TWO)]})
        exam(browser, school, item_id=TWO)
        sitting = school.rows(tables.sittings, assignment_id=school.assignment)[0].id
        become(browser, school, "ustaz")
        paths = [page(school, what=what).rstrip("/") for what in self.PAGES]
        paths += [page(school, what=f"answers/{number}"), f"/teach/sittings/{sitting}"]
        for path in paths:
            assert browser.get(path).status_code == 200, path
        found = [row.page for row in school.rows(tables.looks)]
        other = ["member", "progress", "answers", "self-study", "accommodation"]
        assert sorted(found) == sorted([*other, f"answer:{number}", f"sitting:{sitting}"])
        assert {row.user_id for row in school.rows(tables.looks)} == {school.people["aliya"]}
        become(browser, school, "aliya")
        html = browser.get("/my-data/looks").text
        assert html.count("Ustaz") == len(paths)
        assert "бір жауабыңызды" in html
        assert "Ustaz" in browser.get("/progress").text

    def test_a_reload_is_the_same_look_and_a_later_one_is_not(self, browser, school, clock):
        become(browser, school, "ustaz")
        for seconds in (0, 30, 61):
            clock.pass_(seconds=seconds)
            browser.get(page(school))
        assert len(school.rows(tables.looks)) == 2

    def test_each_answer_that_is_opened_is_a_look_of_its_own(self, browser, school, clock):
        opened = [answer(browser, school, ONE), answer(browser, school, TWO)]
        clock.pass_(minutes=5)
        school.give({"sections": [fixed(ONE)]})
        opened.append(exam(browser, school))
        sitting = school.rows(tables.sittings, assignment_id=school.assignment)[0].id
        clock.pass_(minutes=5)
        become(browser, school, "ustaz")
        for number in [*opened, opened[0]]:
            assert browser.get(page(school, what=f"answers/{number}")).status_code == 200
        assert [row.page for row in school.rows(tables.looks)] == [
            f"answer:{number}" for number in opened
        ]
        become(browser, school, "aliya")
        for path in ("/my-data/looks", "/progress"):
            html = browser.get(path).text
            assert html.count("бір жауабыңызды") == 3, path
            for item_id in (ONE, TWO):
                assert html.count(f'href="{LESSON}#item-{item_id}"') == 1, path
            assert html.count(f'href="/sittings/{sitting}/result">Аралық бақылау, 1-сұрақ<') == 1
            assert html.count(f'href="{LESSON}#item-{ONE}">1.1.1 Анықтау мен тергеу туралы') == 1

    def test_an_answer_of_another_s_or_one_that_is_gone_is_only_said(self, browser, school, clock):
        number = answer(browser, school, ONE, name="bolat")

        def some(connection):
            for seen in ("answer", "answer:999999", f"answer:{number}", "answer:x"):
                people = school.people
                looks.add_all(
                    connection, people["ustaz"], [people["aliya"]], school.cohort, seen, clock()
                )

        school.database.write(some)
        become(browser, school, "aliya")
        html = browser.get("/my-data/looks").text
        assert html.count("бір жауабыңызды") == 4
        assert f"#item-{ONE}" not in html

    @pytest.mark.parametrize(
        ("what", "form", "seen"),
        [
            ("notes", {"text": " "}, "progress"),
            ("move", {"group_id": "x"}, "member"),
            ("accommodation", {"factor": "x"}, "accommodation"),
        ],
    )
    def test_a_form_that_comes_back_shows_the_page_and_is_a_look(
        self, browser, school, what, form, seen
    ):
        become(browser, school, "ustaz")
        assert browser.submit(page(school, what=what), form).status_code == 422
        assert [row.page for row in school.rows(tables.looks)] == [seen]

    def test_a_sitting_s_form_that_comes_back_is_a_look(self, browser, school):
        school.give({"sections": [fixed(TWO)]})
        exam(browser, school, item_id=TWO)
        sitting = school.rows(tables.sittings, assignment_id=school.assignment)[0].id
        become(browser, school, "ustaz")
        path = f"/teach/assignments/{school.assignment}/sittings/{sitting}/reopen"
        assert browser.submit(path, {"reason": ""}).status_code == 422
        assert [row.page for row in school.rows(tables.looks)] == [f"sitting:{sitting}"]

    def test_a_refused_look_and_one_at_oneself_are_none(self, browser, school):
        become(browser, school, "bolat")
        assert browser.get(page(school)).status_code == 403
        become(browser, school, "ustaz")
        assert browser.get(page(school, what="answers/77")).status_code == 404
        school.add(
            tables.enrolments,
            user_id=school.people["ustaz"],
            cohort_id=school.cohort,
            group_id=school.group,
            role="student",
            created_at=START,
        )
        browser.get(page(school, "ustaz"))
        assert school.rows(tables.looks) == []

    def test_the_log_is_paged(self, browser, school, clock):
        def many(connection):
            for n in range(53):
                looks.add_all(
                    connection,
                    school.people["ustaz"],
                    [school.people["aliya"]],
                    school.cohort,
                    "progress" if n else "report",
                    clock(),
                )

        school.database.write(many)
        become(browser, school, "aliya")
        first = browser.get("/my-data/looks").text
        assert first.count("оқу барысыңызды") == 50
        assert "сіз кірген есепті" not in first
        assert "сіз кірген есепті" in browser.get("/my-data/looks?leaf=2").text
        become(browser, school, "bolat")
        assert "Ustaz" not in browser.get("/my-data/looks").text
