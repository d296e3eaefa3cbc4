"""The deadline calculator: counts worked by hand, each step shown, and what can go wrong."""

import shutil
from dataclasses import replace
from urllib.parse import urlencode

import pytest

from course.diagnostics import Report
from course.positioned import read
from course.working_days import working_days_from
from quizzes.generators import GENERATORS
from quizzes.term_catalogue import GROUPS, TERMS
from tests.conftest import ROOT, Browser, settings_for
from webapp.app import create_app
from webapp.database import Database


@pytest.fixture(scope="module")
def browser(sample, sqlite_template, tmp_path_factory):
    """The sample course with the real calendar; the page never asks the database."""
    path = ROOT / "content" / "working-days.yaml"
    days = working_days_from(path.name, read(path.read_text(encoding="utf-8")), Report())
    folder = tmp_path_factory.mktemp("calculator")
    shutil.copy(sqlite_template, folder / "course.db")
    database = Database(f"sqlite:///{folder}/course.db")
    settings = settings_for(database, folder)
    with Browser(create_app(settings, replace(sample, working_days=days), database)) as client:
        yield client
    database.close()


@pytest.fixture
def ask(browser):
    def asked(**given):
        return browser.get(f"/calculator?{urlencode(given)}")

    return asked


def test_the_bare_page_is_a_form_and_counts_nothing(browser):
    page = browser.get("/calculator")
    assert page.status_code == 200
    assert "Мерзім есептегіш" in page.text
    assert 'class="found"' not in page.text


# Worked by hand from the text of ҚПК 48 and the calendar of the course.
BY_HAND = [
    # 2 October not counted, 15 days → Saturday 17 October, moved to Monday
    ({"term": "appeal", "date": "2026-10-02"}, "2026 ж. 19 қазан, дүйсенбі", "24:00"),
    # 11 September not counted, 15 days → Saturday 26 September → Monday
    ({"term": "appeal-in-custody", "date": "2026-09-11"}, "2026 ж. 28 қыркүйек, дүйсенбі", "24:00"),
    # no 31 February; 28 February 2027 is a Sunday
    ({"term": "investigation", "date": "2026-12-31"}, "2027 ж. 1 наурыз, дүйсенбі", "24:00"),
    # 48 hours to the minute, though it ends on a Sunday
    (
        {"term": "detention", "date": "2026-10-16", "time": "16:25"},
        "2026 ж. 18 қазан, жексенбі",
        "16:25",
    ),
    # the hour of the event is not counted: from 11:00, 24 hours
    (
        {"term": "covert-to-judge", "date": "2026-11-03", "time": "10:15"},
        "2026 ж. 4 қараша, сәрсенбі",
        "11:00",
    ),
    # the first day counted, a Saturday stays: 10 days from Thursday 8 October
    ({"term": "custody-short", "date": "2026-10-08"}, "2026 ж. 17 қазан, сенбі", "24:00"),
    (
        {"date": "2026-11-02", "amount": "3", "unit": "days", "counting": "ordinary"},
        "2026 ж. 5 қараша, бейсенбі",
        "24:00",
    ),
]


@pytest.mark.parametrize(("given", "day", "clock"), BY_HAND)
def test_a_term_ends_when_the_law_says(ask, given, day, clock):
    page = ask(**given)
    assert page.status_code == 200
    found = page.text.partition('class="found-day">')[2]
    assert found.startswith(day)
    assert clock in found.partition("</p>")[2].partition("</p>")[0]


def test_every_step_stands_with_its_norm_and_the_mistakes_with_their_dates(ask):
    page = ask(term="appeal", date="2026-10-02").text
    steps = page.partition('<ol class="steps">')[2].partition("</ol>")[0]
    assert steps.count("<li>") == 4
    assert steps.count("ҚПК 48") == 4
    assert "Мерзім келесі жұмыс күніне ауысады: 2026 ж. 19 қазан, дүйсенбі" in steps
    mistakes = page.partition('class="false-ends"')[2].partition("</ul>")[0]
    assert "2026 ж. 17 қазан, сенбі" in mistakes
    assert "Соңғы күннің демалыс екені ескерілмеген." in mistakes


def test_the_mistakes_of_a_term_in_hours_are_moments(ask):
    page = ask(term="detention", date="2026-10-16", time="16:25").text
    mistakes = page.partition('class="false-ends"')[2].partition("</ul>")[0]
    assert "2026 ж. 18 қазан, жексенбі, 17:00" in mistakes  # from the next hour
    assert "2026 ж. 19 қазан, дүйсенбі, 16:25" in mistakes  # moved off Sunday


def test_a_holiday_is_named(ask):
    page = ask(date="2026-12-13", amount="3", unit="days", counting="ordinary").text
    assert "2026 ж. 16 желтоқсан, сәрсенбі (Тәуелсіздік күні). Мерзім" in page


def test_where_the_law_leaves_doubt_the_page_says_so_with_the_other_day(ask):
    page = ask(term="custody", date="2026-10-14").text
    assert "2026 ж. 13 желтоқсан" in page
    assert "Заңда айқын жауап жоқ" in page
    assert "2026 ж. 14 желтоқсан" in page
    assert "Заңда айқын жауап жоқ" not in ask(term="appeal", date="2026-10-14").text


def test_the_address_of_a_count_gives_it_again(ask, browser):
    page = ask(term="detention", date="2026-10-16", time="16:25", amount="7", unit="days").text
    address = "/calculator?term=detention&amp;date=2026-10-16&amp;time=16%3A25"
    assert f'href="{address}"' in page
    again = browser.get(address.replace("&amp;", "&")).text
    assert "2026 ж. 18 қазан, жексенбі" in again


def test_a_named_term_without_an_event_opens_the_form_with_it(ask):
    page = ask(term="custody")
    assert page.status_code == 200
    assert '<option value="custody" selected>' in page.text
    assert TERMS["custody"].starts in page.text


FREE = {"date": "2026-10-02", "amount": "15", "unit": "days", "counting": "ordinary"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({**FREE, "date": "2026-13-45"}, "Күнді таңдаңыз"),
        ({**FREE, "date": "ертең"}, "Күнді таңдаңыз"),
        ({**FREE, "date": ""}, "Күнді таңдаңыз"),
        ({**FREE, "date": "1999-01-01"}, "1999 жылдың күнтізбесі жоқ"),
        ({**FREE, "date": "9999-12-31"}, "9999 жылдың күнтізбесі жоқ"),
        ({**FREE, "date": "2027-12-30"}, "2028 жылдың күнтізбесі жоқ"),
        ({**FREE, "amount": "0"}, "ең азы 1, ең көбі"),
        ({**FREE, "amount": "1001"}, "ең азы 1, ең көбі"),
        ({**FREE, "amount": "99999999999999999999"}, "бүтін санмен"),
        ({**FREE, "amount": "-3"}, "бүтін санмен"),
        ({**FREE, "amount": "٣"}, "бүтін санмен"),
        ({**FREE, "amount": ""}, "бүтін санмен"),
        ({**FREE, "amount": "1000", "unit": "years"}, "жылдың күнтізбесі жоқ"),
        ({**FREE, "unit": "weeks"}, "Берілген нұсқалардың бірін"),
        ({**FREE, "counting": "lunar"}, "Берілген нұсқалардың бірін"),
        ({**FREE, "unit": "hours"}, "уақыты керек"),
        ({**FREE, "time": "25:00"}, "Уақытты"),
        ({"term": "nope", "date": "2026-10-02"}, "Тізімде мұндай мерзім жоқ"),
        ({"term": "detention", "date": "2026-10-02"}, "уақыты керек"),
    ],
)
def test_what_cannot_be_counted_is_said_with_everything_typed_still_there(ask, given, said):
    page = ask(**given)
    assert page.status_code == 422
    assert said in page.text
    assert 'class="found"' not in page.text
    for name in ("date", "amount", "time"):
        if given.get(name):
            assert f'value="{given[name][:40]}"' in page.text


def test_all_faults_are_told_at_once(ask):
    page = ask(amount="0", unit="hours", counting="ordinary", date="")
    for said in ("ең азы 1, ең көбі", "Күнді таңдаңыз", "уақыты керек"):
        assert said in page.text


def test_markup_typed_is_shown_as_text(ask):
    page = ask(**{**FREE, "amount": '"><script>'})
    assert page.status_code == 422
    assert '<script>"' not in page.text
    assert "&#34;&gt;&lt;script&gt;" in page.text


@pytest.mark.parametrize("language", ["ru", "en"])
def test_it_speaks_the_readers_language(browser, language):
    browser.submit("/settings", {"lang": language, "back": "/calculator"})
    page = browser.get("/calculator?term=appeal&date=2026-10-02").text
    browser.cookies.clear()
    assert {"ru": "19 октября 2026 г., понедельник", "en": "19 October 2026, Monday"}[
        language
    ] in page


def test_every_term_of_the_catalogue_can_be_counted_and_practised(ask):
    for term in TERMS.values():
        page = ask(term=term.id, date="2026-09-07", time="09:30")
        assert page.status_code == 200, term.id
        assert term.group in GROUPS
        practise = f"/practice/new?generator={term.generator}"
        assert not term.generator or term.generator in GENERATORS
        assert (practise in page.text) == bool(term.generator), term.id


def test_a_course_without_a_calendar_says_so(sample, sqlite_template, tmp_path):
    shutil.copy(sqlite_template, tmp_path / "course.db")
    database = Database(f"sqlite:///{tmp_path}/course.db")
    bare = create_app(settings_for(database, tmp_path), sample, database)
    with Browser(bare) as client:
        assert "жүктелмеген" in client.get("/calculator").text
        page = client.get("/calculator?term=appeal&date=2026-10-02")
        assert page.status_code == 422
        assert "жұмыс күндерінің күнтізбесі әлі енгізілмеген" in page.text
        hours = client.get("/calculator?term=detention&date=2026-10-02&time=10:00")
        assert hours.status_code == 200
    database.close()
