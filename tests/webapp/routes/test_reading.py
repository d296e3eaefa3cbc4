from datetime import timedelta

import pytest

from tests.conftest import START
from tests.webapp.exams import become, begin, by_hand, fixed, hand_in, make_school
from webapp.routes.reading import alphabetical


def test_home_lists_sections_and_says_which_are_in_preparation(browser):
    home = browser.get("/").text
    assert "Мерзім қашан бітеді?" in home
    assert "Кейінгі бөлім" in home
    assert "Дайындалуда" in home


def test_home_counts_right_answers(browser):
    browser.submit("/lessons/1.1.1-merzim/items/1.1-single-choice", {"choice": "a"})
    assert "1" in browser.get("/").text
    assert browser.get("/api/v1/me/progress").json()["items"]["1.1-single-choice"]["score"] == [
        1,
        1,
    ]


def test_words_stand_in_kazakh_order():
    words = ["я", "қаулы", "әкім", "ант", "кодекс", "үкім", "ұсыну", "іс"]
    assert sorted(words, key=alphabetical) == [
        "ант",
        "әкім",
        "кодекс",
        "қаулы",
        "ұсыну",
        "үкім",
        "іс",
        "я",
    ]


def test_a_term_is_shown_with_its_equivalents_and_where_it_is_used(browser):
    page = browser.get("/glossary/anyqtau").text
    assert "дознание" in page
    assert "/lessons/1.1.1-merzim" in page
    card = browser.get("/glossary/anyqtau", headers={"x-fragment": "card"}).text
    assert "<html" not in card
    assert "дознание" in card


def test_the_glossary_is_filtered_whatever_the_ending(browser):
    found = browser.get("/glossary?q=қаулыны").text
    assert "постановление" in found
    assert "дознание" not in found


def test_an_article_is_shown_with_the_lessons_that_cite_it(browser):
    page = browser.get("/norms/cpc/192").text
    assert "Тергеп-тексеру мерзімі" in page
    assert "/lessons/1.1.2-jalgasy" in page
    assert "2026" in page


@pytest.mark.parametrize(
    "address", ["/glossary/joq", "/norms/joq", "/norms/cpc/999", "/norms/joq/1"]
)
def test_unknown_entries_are_not_found(browser, address):
    assert browser.get(address).status_code == 404


@pytest.mark.parametrize("query", ["мерзімдерін", "мерзим", "МЕРЗІМ", "merzim дейін мерзім"])
def test_search_forgives_endings_letters_and_case(browser, query):
    assert "/lessons/1.1.1-merzim" in browser.get("/search", params={"q": query}).text


@pytest.mark.parametrize("query", ["<script>alert(1)</script>", "'; --", "x" * 5000, "%"])
def test_search_takes_any_text_and_shows_it_as_text(browser, query):
    answer = browser.get("/search", params={"q": query})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_a_search_for_a_nul_is_malformed(browser):
    assert browser.get("/search", params={"q": "\u0000"}).status_code == 400


def test_settings_refuse_values_that_are_not_offered(browser):
    answer = browser.submit("/settings", {"lang": "de", "theme": "dark", "size": "m"})
    assert answer.status_code == 400
    assert "prefs" not in browser.cookies


def test_a_spoiled_preferences_cookie_is_as_good_as_none(browser):
    browser.cookies.set("prefs", "zz.pink.9999")
    assert '<html lang="kk" data-theme="auto" data-size="m"' in browser.get("/").text


def test_a_line_said_once_is_said_once_and_only_ours(browser):
    browser.cookies.set("flash", "done:flash.signed_up")
    assert 'role="status"' in browser.get("/").text or "notice" in browser.get("/").text
    browser.cookies.set("flash", "done:<b>evil</b>")
    assert "evil" not in browser.get("/").text


class TestWhatIsToBeDone:
    """The line on the title page about a student's nearest assignment."""

    @pytest.fixture
    def school(self, browser, database):
        made = make_school(database)
        by_hand(browser)
        become(browser, made, "aliya")
        return made

    def give(self, school, **times):
        return school.give({"sections": [fixed("1.1-single-choice")]}, **times)

    def line(self, browser):
        text = browser.get("/").text
        return text.partition('class="home-task"')[2].partition("</p>")[0]

    def test_an_open_one_is_named_with_its_close_and_a_link(self, browser, school):
        number = self.give(school)
        assert f'href="/assignments/{number}"' in self.line(browser)
        assert "Қазір ашық" in self.line(browser)
        assert "Жабылады: 2026 ж. 25 қараша, 17:00" in self.line(browser)

    def test_one_begun_is_to_be_continued(self, browser, school):
        self.give(school)
        begin(browser, school)
        assert "Аяқталатын уақыты: 2026 ж. 25 қараша, 15:00" in self.line(browser)

    def test_one_handed_in_is_not_named(self, browser, school):
        self.give(school)
        hand_in(browser, begin(browser, school))
        assert self.line(browser) == ""

    def test_one_to_come_is_named_a_week_before(self, browser, school):
        day = timedelta(days=1)
        self.give(school, opens=START + 8 * day, closes=START + 9 * day)
        assert self.line(browser) == ""
        number = self.give(school, opens=START + 6 * day, closes=START + 9 * day)
        assert f'href="/assignments/{number}"' in self.line(browser)
        assert "Ашылады: " in self.line(browser)

    def test_what_has_closed_is_named_only_to_whom_it_is_still_open(self, browser, school):
        hour = timedelta(hours=1)
        self.give(school, opens=START - 3 * hour, closes=START - hour)
        assert self.line(browser) == ""
        school.extend("aliya", START, closes_at=START + hour)
        assert "Қазір ашық" in self.line(browser)

    def test_the_nearest_comes_first_and_the_others_are_counted(self, browser, school):
        hour = timedelta(hours=1)
        self.give(school, opens=START + hour)
        near = self.give(school, closes=START + hour)
        self.give(school, closes=START + 2 * hour)
        assert f'href="/assignments/{near}"' in self.line(browser)
        assert "Тағы 2" in self.line(browser)

    def test_it_is_for_students_it_is_given_to(self, browser, school):
        self.give(school, target=("student", school.people["bolat"]))
        assert self.line(browser) == ""
        become(browser, school, "ustaz")
        assert self.line(browser) == ""
