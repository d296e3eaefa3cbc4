import re
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import select

from quizzes.rules import defaults
from tests.conftest import START, Browser
from tests.webapp import factories
from webapp.human_marking import in_marking_order
from webapp.queries import gradebook, groups, marks, notices, remarks, sittings
from webapp.queries.own_items import add_own
from webapp.queries.sittings import add_outcome, archive_item_versions
from webapp.tables import enrolments, outcomes
from webapp.tables import marks as marks_table

ESSAY = "1.1-essay"
TEXTS = {
    "aigerim": "Анықтау бір айдан аспайды деп ойлаймын",
    "bolat": "Тергеу екі айдан аспайды деп білемін",
    "dana": "Мерзімді прокурор ұзартады деп есептеймін",
}


@dataclass
class School:
    """A cohort with two groups, its staff, an essay assignment and three answers."""

    browser: Browser
    app: object
    database: object
    cohort: int = 0
    assignment: int = 0
    people: dict[str, int] = field(default_factory=dict)
    attempts: dict[str, int] = field(default_factory=dict)
    sittings: dict[str, int] = field(default_factory=dict)

    @property
    def desk(self) -> str:
        return f"/teach/assignments/{self.assignment}/marking/{ESSAY}"

    @property
    def queue(self) -> str:
        return f"/teach/cohorts/{self.cohort}/marking"

    def become(self, login):
        factories.become(self.browser, self.app, login)

    def open(self, who: str):
        return self.browser.get(f"{self.desk}?answer={self.attempts[who]}")

    def form(self, who: str, **changed):
        """The fields of the form as its page holds them, with what a marker adds."""
        page = self.open(who).text
        known = re.search(r'name="known" value="([\d-]+)"', page)
        assert known, page
        return {
            "answer": self.attempts[who],
            "known": known.group(1),
            "points.a": "1",
            "comment": "",
            "do": "save",
        } | changed

    def mark(self, who: str, **changed):
        return self.browser.submit(self.desk, self.form(who, **changed))

    def trail(self, who: str):
        return self.database.read(marks.list_outcomes, self.attempts[who])


def make(browser, app, database, sample, **rules) -> School:
    school = School(browser, app, database)
    items = [sample.items["1.1-single-choice"], sample.items[ESSAY]]

    def fill(connection):
        school.cohort = factories.cohort(connection)
        one = factories.group(connection, school.cohort, "ПҚ-1")
        two = factories.group(connection, school.cohort, "ПҚ-2")
        for login, group, role in (
            ("lead", None, "instructor"),
            ("one", one, "instructor"),
            ("two", two, "instructor"),
            ("kara", None, "assistant"),
            ("mira", None, "assistant"),
            ("sara", None, "assistant"),
            ("aigerim", one, "student"),
            ("bolat", one, "student"),
            ("dana", two, "student"),
        ):
            school.people[login] = factories.member(connection, login, school.cohort, group, role)
        school.assignment = factories.assignment(
            connection,
            school.cohort,
            items,
            defaults("practice").model_copy(update=rules),
            school.people["lead"],
        )
        for login, text in TEXTS.items():
            sitting, made = factories.handed_in(
                connection,
                school.people[login],
                school.assignment,
                {"1.1-single-choice": {"choice": ["a"]}, ESSAY: {"text": [text]}},
                items,
            )
            school.sittings[login] = sitting
            school.attempts[login] = made[ESSAY]

    database.write(fill)
    return school


@pytest.fixture
def school(browser, app, database, sample):
    made = make(browser, app, database, sample)
    made.become("kara")
    return made


@pytest.fixture
def pair(browser, app, database, sample):
    """The same with two markers."""
    made = make(browser, app, database, sample, two_markers=True)
    made.become("kara")
    return made


def test_the_order_is_shuffled_and_stays(school):
    ids = list(range(1, 60))
    order = in_marking_order(ids)
    assert order != ids
    assert order == in_marking_order(ids[::-1])
    assert [one for one in order if one % 2] == in_marking_order([one for one in ids if one % 2])


def test_the_queue_counts_what_waits_by_assignment_and_item(school):
    page = school.browser.get(school.queue).text
    assert "Аралық бақылау" in page
    assert school.desk in page
    assert "<strong>3</strong>" in page
    school.mark("aigerim")
    assert "<strong>2</strong>" in school.browser.get(school.queue).text


def test_the_queue_of_one_group_counts_its_answers_and_says_so(school):
    groups = dict(school.database.read(gradebook.list_groups, school.cohort))
    two = next(key for key, title in groups.items() if title == "ПҚ-2")
    for queue in (school.queue, f"/teach/assignments/{school.assignment}/marking"):
        page = school.browser.get(f"{queue}?group={two}").text
        assert "<strong>1</strong>" in page
        assert "«ПҚ-2» тобының жауаптары ғана" in page
        assert f'<a href="{queue}">Барлық топтың кезегі</a>' in page
    school.become("one")  # of another's group one learns nothing
    page = school.browser.get(f"{school.queue}?group={two}").text
    assert "<strong>2</strong>" in page
    assert "ПҚ-2" not in page
    for odd in ("999", "x", "-1"):
        assert "<strong>2</strong>" in school.browser.get(f"{school.queue}?group={odd}").text


def test_an_assignment_has_a_queue_of_its_own(school):
    html = school.browser.get(f"/teach/assignments/{school.assignment}/marking").text
    assert f'href="{school.desk}"' in html
    assert "/marking/practice/" not in html  # that is in the cohort's
    assert f'href="/teach/assignments/{school.assignment}/results"' in html
    assert school.browser.get("/teach/assignments/999/marking").status_code == 404


def test_a_stem_in_the_queue_is_words_without_markup(school, monkeypatch):
    item = school.app.state.site.course.items[ESSAY]
    marked = item.model_copy(update={"stem": "Мерзімді **тек** прокурор ұзарта ма?"})
    monkeypatch.setattr("webapp.item_bank.newest_item", lambda *_: marked)
    assert "Мерзімді тек прокурор ұзарта ма?" in school.browser.get(school.queue).text


def test_one_answer_after_another_until_none_waits(school):
    seen = []
    page = school.browser.get(school.desk).text
    for _ in TEXTS:
        (who,) = [login for login, text in TEXTS.items() if text in page]
        seen.append(school.attempts[who])
        answer = school.mark(who)
        assert answer.status_code == 303
        page = school.browser.get(answer.headers["location"]).text
    assert seen == in_marking_order(sorted(seen))
    assert not any(text in page for text in TEXTS.values())
    assert "Сізді күтіп тұрған жауап жоқ" in page


def test_names_are_hidden_until_the_item_is_done_or_the_marker_asks_after_marking(school):
    names = [f"{login} аты" for login in TEXTS]
    page = school.open("aigerim").text
    assert not any(name in page for name in names)
    page = school.browser.get(f"{school.desk}?answer={school.attempts['aigerim']}&name=1").text
    assert not any(name in page for name in names)  # not marked yet
    school.mark("aigerim")
    assert not any(name in school.open("aigerim").text for name in names)
    page = school.browser.get(f"{school.desk}?answer={school.attempts['aigerim']}&name=1").text
    assert "aigerim аты" in page
    assert "bolat аты" not in page
    school.mark("bolat")
    school.mark("dana")
    page = school.open("aigerim").text
    assert all(name in page for name in names)


def test_a_mark_is_an_outcome_of_the_marker_with_the_comment_as_its_reason(school):
    school.mark("aigerim", comment="Мерзім дұрыс аталды")
    waited, marked = school.trail("aigerim")
    assert waited.awaiting
    assert (marked.score, marked.by, marked.reason) == (
        Fraction(1),
        "kara аты",
        "Мерзім дұрыс аталды",
    )
    made = school.database.read(marks.list_marks, [school.attempts["aigerim"]])
    (mark,) = made[school.attempts["aigerim"]]
    assert (dict(mark.points), mark.part) == ({"a": 1}, "first")


def test_a_level_must_be_chosen_and_nothing_typed_is_lost(school):
    answer = school.mark("aigerim", **{"points.a": "", "comment": "Жазып қойғаным"})
    assert answer.status_code == 422
    assert "Жазып қойғаным" in answer.text
    assert "Осы өлшем бойынша деңгейді таңдаңыз" in answer.text
    assert school.mark("aigerim", **{"points.a": "7"}).status_code == 422
    assert len(school.trail("aigerim")) == 1


def test_marking_anew_needs_a_reason_and_keeps_the_trail(school):
    school.mark("aigerim")
    school.become("mira")
    answer = school.mark("aigerim", **{"points.a": "0"})
    assert answer.status_code == 422
    assert "себебін жазыңыз" in answer.text
    assert len(school.trail("aigerim")) == 2
    answer = school.mark("aigerim", **{"points.a": "0", "reason": "Мерзім айтылмаған"})
    assert answer.status_code == 303
    assert [one.score for one in school.trail("aigerim")] == [0, 1, 0]
    page = school.open("aigerim").text
    assert "Мерзім айтылмаған" in page
    assert "kara аты" in page


def test_the_second_of_two_who_mark_at_once_is_told_and_nothing_is_written_over(school):
    theirs = school.form("aigerim", **{"points.a": "0", "comment": "Менің пікірім"})
    school.become("mira")
    assert school.mark("aigerim").status_code == 303
    school.become("kara")
    answer = school.browser.submit(school.desk, theirs)
    assert answer.status_code == 409
    assert "басқа адам тексерді" in answer.text
    assert "Менің пікірім" in answer.text
    assert [one.score for one in school.trail("aigerim")] == [0, 1]


def test_a_double_press_marks_once(school):
    form = school.form("aigerim")
    assert school.browser.submit(school.desk, form).status_code == 303
    assert school.browser.submit(school.desk, form).status_code == 303
    assert len(school.trail("aigerim")) == 2


def test_a_machines_outcome_that_came_between_is_not_passed_over(school):
    form = school.form("aigerim")
    school.database.write(add_outcome, school.attempts["aigerim"], "scored", Fraction(1), (), START)
    assert school.browser.submit(school.desk, form).status_code == 409


class TestTwoMarkers:
    def test_equal_totals_make_the_mark(self, pair):
        pair.mark("aigerim", comment="Бірінші пікір")
        assert len(pair.trail("aigerim")) == 1
        pair.become("mira")
        page = pair.open("aigerim").text
        assert "Бірінші пікір" not in page
        assert " checked" not in page
        pair.mark("aigerim", comment="Екінші пікір")
        assert [one.score for one in pair.trail("aigerim")] == [0, 1]

    def test_the_first_cannot_be_the_second(self, pair):
        pair.mark("aigerim")
        pair.mark("aigerim", **{"points.a": "0"})  # changes the own mark, no more
        assert len(pair.trail("aigerim")) == 1
        pair.become("mira")
        pair.mark("aigerim", **{"points.a": "0"})
        assert [one.score for one in pair.trail("aigerim")] == [0, 0]
        assert not pair.trail("aigerim")[-1].awaiting

    def test_two_who_mark_at_once_become_the_first_and_the_second(self, pair):
        form = pair.form("aigerim")
        pair.become("mira")
        pair.mark("aigerim")
        pair.become("kara")
        assert pair.browser.submit(pair.desk, form).status_code == 303
        assert pair.trail("aigerim")[-1].score == 1

    def test_unequal_totals_go_to_a_third_person_who_sees_both(self, pair):
        pair.mark("aigerim", comment="Бірінші пікір")
        pair.become("mira")
        pair.mark("aigerim", **{"points.a": "0"}, comment="Екінші пікір")
        assert len(pair.trail("aigerim")) == 1
        page = pair.open("aigerim").text
        assert "Бірінші пікір" not in page
        assert "data-marking" not in page
        refused = {"answer": pair.attempts["aigerim"], "known": "2-2", "points.a": "1"}
        assert pair.browser.submit(pair.desk, refused).status_code == 409
        pair.become("sara")
        page = pair.open("aigerim").text
        assert "Бірінші пікір" in page
        assert "Екінші пікір" in page
        pair.mark("aigerim", **{"points.a": "0"})
        assert pair.trail("aigerim")[-1].by == "sara аты"
        assert not pair.trail("aigerim")[-1].awaiting

    def test_an_instructor_may_resolve_a_dispute_of_their_own(self, pair):
        pair.mark("aigerim")
        pair.become("lead")
        pair.mark("aigerim", **{"points.a": "0"})
        assert len(pair.trail("aigerim")) == 1
        pair.mark("aigerim", **{"points.a": "1"})
        assert pair.trail("aigerim")[-1].score == 1

    def test_an_assistant_does_not_change_what_two_have_marked(self, pair):
        pair.mark("aigerim")
        pair.become("mira")
        pair.mark("aigerim")
        assert "data-marking" not in pair.open("aigerim").text
        pair.become("lead")
        answer = pair.mark("aigerim", **{"points.a": "0", "reason": "Қайта оқыдым"})
        assert answer.status_code == 303
        assert pair.trail("aigerim")[-1].score == 0


class TestWhose:
    def test_only_answers_of_the_markers_groups(self, school):
        school.become("two")
        assert TEXTS["dana"] in school.browser.get(school.desk).text
        assert school.open("aigerim").status_code == 404
        form = {"answer": school.attempts["aigerim"], "points.a": "1", "known": "0-1"}
        assert school.browser.submit(school.desk, form).status_code == 404
        assert "<strong>1</strong>" in school.browser.get(school.queue).text

    def test_who_has_left_is_still_marked_by_the_group_of_the_sitting(self, school):
        def leave(connection):
            row = connection.execute(
                select(enrolments.c.id).where(enrolments.c.user_id == school.people["dana"])
            ).scalar_one()
            from webapp.tables import sittings

            connection.execute(
                sittings.update()
                .where(sittings.c.id == school.sittings["dana"])
                .values(enrolment_id=row)
            )
            connection.execute(
                enrolments.update().where(enrolments.c.id == row).values(ended_at=START)
            )

        school.database.write(leave)
        school.become("two")
        assert school.open("dana").status_code == 200
        school.become("one")
        assert school.open("dana").status_code == 404

    def test_students_and_strangers_are_refused(self, school):
        for login, status in ((None, 401), ("aigerim", 403)):
            school.become(login)
            assert school.browser.get(school.desk).status_code == status
            assert school.browser.get(school.queue).status_code == status
            assert school.browser.submit(school.desk, {"answer": "1"}).status_code == status

    def test_unknown_assignments_items_and_answers_are_not_found(self, school):
        for path in (
            "/teach/assignments/999/marking/1.1-essay",
            "/teach/assignments/x/marking/1.1-essay",
            f"/teach/assignments/{school.assignment}/marking/9.9-joq",
            f"{school.desk}?answer=999",
            f"{school.desk}?answer=x",
        ):
            assert school.browser.get(path).status_code == 404

    def test_an_archived_cohort_is_read_only(self, school):
        from webapp.tables import cohorts

        form = school.form("aigerim")
        school.database.write(
            lambda connection: connection.execute(cohorts.update().values(archived_at=START))
        )
        assert "data-marking" not in school.open("aigerim").text
        assert school.browser.submit(school.desk, form).status_code == 409


class TestRemarks:
    def test_a_comment_is_kept_for_use_again_and_nothing_chosen_is_lost(self, school):
        answer = school.mark("aigerim", do="remember", comment="Бап аталмаған")
        assert answer.status_code == 200
        assert re.search(r'value="1" checked', answer.text)
        assert len(school.trail("aigerim")) == 1
        assert 'type="checkbox" name="remark"' in school.open("bolat").text
        school.mark("bolat", remark="1", comment="Жақсы")
        assert school.trail("bolat")[-1].reason == "Жақсы\nБап аталмаған"

    def test_the_same_remark_is_kept_once_and_can_be_removed(self, school):
        school.mark("aigerim", do="remember", comment="Бап аталмаған")
        school.mark("aigerim", do="remember", comment="Бап аталмаған")
        kept = school.database.read(remarks.list_remarks, school.cohort, ESSAY)
        assert [text for _, text in kept] == ["Бап аталмаған"]
        school.mark("aigerim", do=f"forget-{kept[0][0]}")
        assert school.database.read(remarks.list_remarks, school.cohort, ESSAY) == []

    def test_an_empty_remark_is_refused(self, school):
        assert school.mark("aigerim", do="remember").status_code == 422


class TestTelling:
    def told(self, school, who):
        return [
            (one.kind, one.href)
            for one in school.database.read(notices.list_notices, school.people[who])
        ]

    def test_the_student_is_told_when_the_sitting_is_marked_and_the_score_is_visible(self, school):
        school.mark("aigerim")
        sitting = school.sittings["aigerim"]
        assert self.told(school, "aigerim") == [("mark_changed", f"/sittings/{sitting}/result")]
        assert self.told(school, "bolat") == []

    def test_nobody_is_told_while_the_score_is_hidden(self, browser, app, database, sample):
        from quizzes.rules import Visibility

        hidden = Visibility(own="closed", score="closed", key="closed", feedback="closed")
        school = make(browser, app, database, sample, visibility=hidden)
        school.become("kara")
        school.mark("aigerim")
        assert self.told(school, "aigerim") == []

    def test_nobody_is_told_while_another_answer_of_the_sitting_waits(self, school, sample):
        other = sample.items[ESSAY].model_copy(update={"id": "1.1-essay-2"})

        def more(connection):
            factories.attempt(
                connection, school.sittings["aigerim"], other, {"text": ["Тағы бір жауап бар"]}
            )

        school.database.write(more)
        school.mark("aigerim")
        assert self.told(school, "aigerim") == []


class TestPractice:
    ITEM = f"/lessons/1.1.1-merzim/items/{ESSAY}"

    def desk(self, school):
        return f"/teach/cohorts/{school.cohort}/marking/practice/{ESSAY}"

    def write(self, school, who="aigerim", text="Анықтау бір айдан аспайды"):
        school.become(who)
        assert school.browser.submit(self.ITEM, {"text": text}).status_code == 303

    def form(self, page, **changed):
        return {
            "answer": re.search(r'name="answer" value="(\d+)"', page).group(1),
            "known": re.search(r'name="known" value="([\d-]+)"', page).group(1),
            "points.a": "1",
            "comment": "",
        } | changed

    def test_essays_of_lessons_are_listed_apart_and_do_not_wait(self, school):
        self.write(school)
        school.become("kara")
        page = school.browser.get(school.queue).text
        assert self.desk(school) in page
        assert "3 жауап" in page

    def test_the_student_sees_mark_and_comment_in_the_lesson(self, school):
        self.write(school)
        before = school.browser.get("/lessons/1.1.1-merzim").text
        assert "Мерзімі дәл" not in before
        school.become("kara")
        page = school.browser.get(self.desk(school)).text
        assert "aigerim аты" not in page
        answer = school.browser.submit(self.desk(school), self.form(page, comment="Мерзімі дәл"))
        assert answer.status_code == 303
        school.become("aigerim")
        after = school.browser.get("/lessons/1.1.1-merzim").text
        assert "Мерзімі дәл" in after
        assert "аталды" in after
        told = school.database.read(notices.list_notices, school.people["aigerim"])
        assert [one.kind for one in told] == ["essay_marked"]

    def test_a_stranger_with_the_same_answer_does_not_see_the_comment(self, school):
        for who in ("aigerim", "bolat"):
            self.write(school, who)
        school.become("kara")
        page = school.browser.get(self.desk(school)).text
        school.browser.submit(self.desk(school), self.form(page, comment="Тек оған"))
        answered = re.search(r'name="answer" value="(\d+)"', page).group(1)
        shown = {}
        for who in ("aigerim", "bolat"):
            school.become(who)
            shown[who] = "Тек оған" in school.browser.get("/lessons/1.1.1-merzim").text
        assert sorted(shown.values()) == [False, True], answered

    def test_only_students_of_the_markers_groups(self, school):
        self.write(school, "dana")
        school.become("one")
        assert "data-marking" not in school.browser.get(self.desk(school)).text
        school.become("two")
        assert "data-marking" in school.browser.get(self.desk(school)).text


def test_marks_are_never_edited(school):
    school.mark("aigerim")
    school.mark("aigerim", **{"points.a": "0", "reason": "Қайта оқыдым"})
    rows = school.database.read(
        lambda connection: connection.execute(
            select(marks_table.c.points).order_by(marks_table.c.id)
        ).all()
    )
    assert [row[0] for row in rows] == ['{"a": 1}', '{"a": 0}']
    kept = school.database.read(
        lambda connection: connection.execute(
            select(outcomes.c.marked_by).where(outcomes.c.attempt_id == school.attempts["aigerim"])
        ).all()
    )
    assert len(kept) == 3


def test_a_student_who_teaches_another_group_marks_only_there(school):
    def teach(connection):
        one = connection.execute(
            select(enrolments.c.group_id).where(enrolments.c.user_id == school.people["aigerim"])
        ).scalar_one()
        groups.enrol(connection, school.people["dana"], one, school.cohort, "instructor", START)

    school.database.write(teach)
    school.become("dana")
    assert school.open("aigerim").status_code == 200
    assert school.open("dana").status_code == 404


def test_what_came_after_the_close_waits_too(school, clock):
    clock.pass_(days=3)
    assert school.mark("aigerim").status_code == 303
    assert school.trail("aigerim")[-1].at == START + timedelta(days=3)


def test_another_cohorts_own_item_is_not_shown_as_if_it_were_marked_here(school, sample):
    essay = sample.items[ESSAY]

    def private(connection):
        body = essay.model_copy(update={"id": "1.1-own-9"}).canonical()
        archive_item_versions(connection, [("1.1-own-9", essay.version, body)], START)
        add_own(
            connection,
            "1.1-own-9",
            essay.version,
            factories.cohort(connection),
            school.people["lead"],
            START,
            shared=False,
            adapted_from=None,
        )

    school.database.write(private)
    school.become("lead")
    for desk in (
        f"/teach/assignments/{school.assignment}/marking/1.1-own-9",
        f"/teach/cohorts/{school.cohort}/marking/practice/1.1-own-9",
    ):
        assert school.browser.get(desk).status_code == 404
        assert school.browser.submit(desk, {"answer": "1"}).status_code == 404


def test_of_an_essay_handed_in_anew_the_last_text_is_marked_and_then_all_is_marked(school, sample):
    """The sitting was opened again: the text before is kept, and waits for nobody."""
    before = school.attempts["aigerim"]
    sitting = school.sittings["aigerim"]
    essay = sample.items[ESSAY]

    def again(connection):
        form = {"text": ["Анықтау бір айдан аспайды, енді анық білемін"]}
        made = sittings.add_attempt(
            connection,
            sitting,
            ESSAY,
            essay.version,
            2,
            essay.parse(form).model_dump_json(),
            form,
            START,
        )
        add_outcome(connection, made, "awaiting", Fraction(0), (), START)
        return made

    school.attempts["aigerim"] = school.database.write(again)
    school.become("lead")
    heads = school.database.read(marks.list_answers, school.cohort, None, school.assignment)
    assert {one.attempt_id for one in heads} == set(school.attempts.values())
    assert before not in {one.attempt_id for one in heads}
    assert not school.database.read(marks.all_marked, sitting)
    assert school.browser.submit(school.desk, school.form("aigerim")).status_code == 303
    assert school.database.read(marks.all_marked, sitting)
