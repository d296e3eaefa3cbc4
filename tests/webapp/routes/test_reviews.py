import re
from datetime import timedelta
from fractions import Fraction

import pytest

from quizzes.rules import Visibility, defaults
from tests.conftest import START
from tests.webapp import factories
from webapp.queries import marks, notices, reviews
from webapp.queries.sittings import add_outcome
from webapp.tables import attempts

ESSAY, CHOICE = "1.1-essay", "1.1-single-choice"
HIDDEN = Visibility(own="after", score="closed", key="closed", feedback="closed")


class School:
    """Two students, each with one answered choice and one essay worth two points each."""

    def __init__(
        self, browser, app, database, sample, *, closed=START - timedelta(hours=1), **rules
    ):
        self.browser, self.app, self.database = browser, app, database
        items = [sample.items[CHOICE], sample.items[ESSAY]]
        self.people, self.attempts = {}, {}

        def fill(connection):
            self.cohort = factories.cohort(connection)
            one = factories.group(connection, self.cohort, "ПҚ-1")
            two = factories.group(connection, self.cohort, "ПҚ-2")
            for login, group, role in (
                ("lead", None, "instructor"),
                ("two", two, "instructor"),
                ("kara", None, "assistant"),
                ("aigerim", one, "student"),
                ("bolat", one, "student"),
            ):
                self.people[login] = factories.member(connection, login, self.cohort, group, role)
            assignment = factories.assignment(
                connection,
                self.cohort,
                items,
                defaults("practice").model_copy(update=rules),
                self.people["lead"],
                closes=START + timedelta(days=1),
            )
            self.assignment = assignment
            answers = {CHOICE: {"choice": ["a"]}, ESSAY: {"text": ["Мерзімі бір ай болады"]}}
            for login in ("aigerim", "bolat"):
                _, self.attempts[login] = factories.handed_in(
                    connection,
                    self.people[login],
                    assignment,
                    answers,
                    items,
                    closed=closed,
                    points=2,
                )

        database.write(fill)

    def become(self, login):
        factories.become(self.browser, self.app, login)

    def href(self, item=CHOICE, who="aigerim"):
        return f"/attempts/{self.attempts[who][item]}/review"

    def ask(self, item=CHOICE, text="Нұсқа а дұрыс емес пе?"):
        self.become("aigerim")
        return self.browser.submit(self.href(item), {"text": text})

    @property
    def list(self):
        return f"/teach/cohorts/{self.cohort}/reviews"

    def decide(self, **fields):
        self.become("lead")
        return self.browser.submit(f"{self.list}/1", {"reply": "Қайта оқыдым"} | fields)

    def trail(self, item=CHOICE):
        return self.database.read(marks.list_outcomes, self.attempts["aigerim"][item])


@pytest.fixture
def school(browser, app, database, sample):
    return School(browser, app, database, sample)


def test_a_student_asks_and_sees_the_state_and_the_reply(school):
    assert school.ask().status_code == 303
    page = school.browser.get(school.href()).text
    assert "Нұсқа а дұрыс емес пе?" in page
    assert "Оқытушының жауабы күтіледі" in page
    assert school.decide(decision="decline").status_code == 303
    school.become("aigerim")
    page = school.browser.get(school.href()).text
    assert "Қайта оқыдым" in page
    assert "Балл өзгермеді" in page
    told = school.database.read(notices.list_notices, school.people["aigerim"])
    assert [(one.kind, one.href) for one in told] == [("review_answered", school.href())]


def test_a_text_is_wanted_and_what_was_typed_comes_back(school):
    assert school.ask(text=" ").status_code == 422
    long = "ұ" * 2_001
    answer = school.ask(text=long)
    assert answer.status_code == 422
    assert long in answer.text


def test_one_request_for_an_answer_waits_at_a_time(school):
    school.ask()
    school.ask(text="Тағы бір рет")
    found = school.database.read(reviews.list_of_answer, school.attempts["aigerim"][CHOICE])
    assert [one.text for one in found] == ["Нұсқа а дұрыс емес пе?"]
    school.decide(decision="decline")
    school.ask(text="Тағы бір рет")
    found = school.database.read(reviews.list_of_answer, school.attempts["aigerim"][CHOICE])
    assert len(found) == 2


def test_only_ones_own_answer(school):
    school.become("aigerim")
    for path, status in (
        (school.href(who="bolat"), 403),
        ("/attempts/999/review", 404),
        ("/attempts/x/review", 404),
    ):
        assert school.browser.get(path).status_code == status
        assert school.browser.submit(path, {"text": "Қараңызшы"}).status_code == status
    school.become(None)
    assert school.browser.get(school.href()).status_code == 401


def test_an_answer_that_waits_for_its_mark_is_not_reviewed(school):
    assert school.ask(ESSAY).status_code == 409


def test_not_while_the_sitting_is_open(browser, app, database, sample):
    school = School(browser, app, database, sample, closed=None)
    assert school.ask().status_code == 409
    assert school.browser.get(school.href()).status_code == 409


def test_not_before_the_score_may_be_seen(browser, app, database, sample, clock):
    school = School(browser, app, database, sample, visibility=HIDDEN)
    assert school.ask().status_code == 409
    clock.pass_(days=1, minutes=2)
    assert school.ask().status_code == 303


def test_practice_in_a_lesson_has_no_review(school):
    school.become("aigerim")
    school.browser.submit(f"/lessons/1.1.1-merzim/items/{CHOICE}", {"choice": "a"})
    newest = max(max(made.values()) for made in school.attempts.values()) + 1
    assert school.browser.get(f"/attempts/{newest}/review").status_code == 409


def test_the_page_never_shows_the_key(browser, app, database, sample):
    only_score = Visibility(own="after", score="after", key="closed", feedback="closed")
    school = School(browser, app, database, sample, visibility=only_score)
    school.become("aigerim")
    page = school.browser.get(school.href()).text
    item = sample.items[CHOICE]
    assert item.stem.strip()[:20] in page
    assert "Дұрыс" not in page
    for option in item.interaction.options:
        assert not option.why or option.why not in page


class TestDeciding:
    def test_the_open_requests_come_first_with_the_answer_and_its_trail(self, school):
        school.ask()
        school.become("lead")
        page = school.browser.get(school.list).text
        assert "aigerim аты" in page
        page = school.browser.get(f"{school.list}/1").text
        assert "автоматты түрде" in page

    @pytest.mark.parametrize(
        ("typed", "share"),
        [("1", Fraction(1, 2)), ("1/2", Fraction(1, 4)), ("0,5", Fraction(1, 4))],
    )
    def test_granting_gives_points_exactly(self, school, typed, share):
        old = school.trail()[-1].score
        school.ask()
        assert school.decide(decision="grant", points=typed).status_code == 303
        trail = school.trail()
        assert [one.score for one in trail] == [old, share]
        assert (trail[-1].by, trail[-1].reason) == ("lead аты", "Қайта оқыдым")

    @pytest.mark.parametrize("typed", ["", "3", "-1", "көп", "1e3", "1/0"])
    def test_points_that_cannot_be_are_refused_and_nothing_is_lost(self, school, typed):
        school.ask()
        answer = school.decide(decision="grant", points=typed)
        assert answer.status_code == 422
        assert "Қайта оқыдым" in answer.text
        assert len(school.trail()) == 1

    def test_granting_what_it_is_already_is_refused(self, school):
        school.ask()
        now = school.trail()[-1].score * 2
        assert school.decide(decision="grant", points=str(now)).status_code == 422

    def test_an_essay_is_granted_by_the_rubric(self, school):
        school.become("kara")
        desk = f"/teach/assignments/{school.assignment}/marking/{ESSAY}"
        page = school.browser.get(f"{desk}?answer={school.attempts['aigerim'][ESSAY]}").text
        known = re.search(r'name="known" value="([\d-]+)"', page).group(1)
        marked = {"answer": school.attempts["aigerim"][ESSAY], "known": known, "points.a": "0"}
        assert school.browser.submit(desk, marked).status_code == 303
        assert school.ask(ESSAY).status_code == 303
        assert school.decide(decision="grant").status_code == 422
        assert school.decide(decision="grant", **{"points.a": "1"}).status_code == 303
        assert [one.score for one in school.trail(ESSAY)] == [0, 0, 1]

    def test_a_reply_and_a_decision_are_wanted(self, school):
        school.ask()
        assert school.decide(decision="decline", reply="").status_code == 422
        assert school.decide().status_code == 422
        assert school.decide(decision="decline", reply="ұ" * 501).status_code == 422

    def test_a_request_is_answered_once(self, school):
        school.ask()
        school.decide(decision="decline")
        answer = school.decide(decision="grant", points="1", reply="Кешіккен жауап")
        assert answer.status_code == 409
        assert "Кешіккен жауап" in answer.text
        assert len(school.trail()) == 1

    def test_an_assistant_sees_and_does_not_decide(self, school):
        school.ask()
        school.become("kara")
        page = school.browser.get(f"{school.list}/1")
        assert page.status_code == 200
        assert 'name="decision"' not in page.text
        answer = school.browser.submit(f"{school.list}/1", {"decision": "decline", "reply": "Жоқ"})
        assert answer.status_code == 403

    def test_an_instructor_of_another_group_does_not_find_it(self, school):
        school.ask()
        school.become("two")
        assert "aigerim аты" not in school.browser.get(school.list).text
        assert school.browser.get(f"{school.list}/1").status_code == 404
        answer = school.browser.submit(f"{school.list}/1", {"decision": "decline", "reply": "Жоқ"})
        assert answer.status_code == 404


@pytest.mark.parametrize("item", [CHOICE, ESSAY])
def test_an_answer_that_could_not_be_read_may_be_disputed_and_seen(school, item):
    """A review is all that such an answer has left."""

    def unread(connection):
        connection.execute(
            attempts.update()
            .where(attempts.c.id == school.attempts["aigerim"][item])
            .values(response="null")
        )
        add_outcome(
            connection,
            school.attempts["aigerim"][item],
            "scored",
            Fraction(0),
            (),
            START,
            reason="unreadable",
        )

    school.database.write(unread)
    school.become("aigerim")
    page = school.browser.get(school.href(item))
    assert page.status_code == 200
    assert item == CHOICE or "Мерзімі бір ай болады" in page.text
    assert school.ask(item).status_code == 303
    school.become("lead")
    assert school.browser.get(f"{school.list}/1").status_code == 200
