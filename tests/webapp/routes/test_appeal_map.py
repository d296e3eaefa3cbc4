"""The outcome map: chosen facts lead to the lawful decision, and a bad address is refused."""

import re

import pytest

from quizzes.appellate_places import PLACES, STAGES
from quizzes.generators import GENERATORS

FILED = "filer=victim&time=on-time&form=complete&taken=kept"


def result_of(html: str) -> str:
    found = re.search(r'<section id="result".*?</section>', html, re.DOTALL)
    assert found
    return found[0]


def taken_in(html: str) -> int:
    return html.count("dg-taken")


def test_anyone_reads_the_map_and_nothing_is_marked(browser):
    page = browser.get("/appeal-map")
    assert page.status_code == 200
    assert taken_in(page.text) == 0
    assert "Фактілерді таңдаған соң" in result_of(page.text)
    assert 'action="/appeal-map' in page.text
    assert 'href="/appeal-map"' in browser.get("/norms").text


def test_facts_give_the_decision_and_mark_its_way(browser):
    page = browser.get(f"/appeal-map?{FILED}&act=conviction&sought=worse&found=too-lenient").text
    result = result_of(page)
    assert "Бұл фактілер бойынша заңды шешім" in result
    assert "Үкімді өзгерту" in result
    assert taken_in(page) > 20
    assert '<option value="victim" selected>' in page
    assert page.count('<li id="at-changed" class="taken">') == 1
    assert '<li id="at-retrial">' in page


def test_the_facts_are_open_until_chosen_and_the_answer_stands_right_under_them(browser):
    fold = re.compile(r'<details class="map-facts-fold"( open)?>(.*?)</details>', re.DOTALL)
    empty = browser.get("/appeal-map").text
    assert fold.search(empty)[1]
    chosen = browser.get(f"/appeal-map?{FILED}&act=conviction&sought=worse&found=too-lenient").text
    found = fold.search(chosen)
    assert not found[1]
    summary = found[2].partition("</summary>")[0]
    assert "Фактілерді өзгерту" in summary
    assert "жәбірленуші; мерзімінде; талапқа сай" in summary
    assert chosen[found.end() :].lstrip().startswith('<section id="result"')


def test_the_long_text_is_folded_by_stage_and_says_where_the_way_passes(browser):
    page = browser.get("/appeal-map?filer=witness").text
    steps = page[page.index('<section id="steps"') : page.index('<section id="rules"')]
    stages = re.findall(r"<details class=\"map-fold\">(.*?)</details>", steps, re.DOTALL)
    assert [one.count("<li id=") for one in stages] == [len(one.places) for one in STAGES]
    passed = ["Таңдалған жол" in one.partition("</summary>")[0] for one in stages]
    assert passed == [True] + [False] * (len(STAGES) - 1)
    assert steps.count("<li id=") == len(PLACES)  # none outside a stage


def test_several_decisions_and_doubt_are_told_as_such(browser):
    several = result_of(browser.get("/appeal-map?act=conviction&sought=defence&found=gap").text)
    assert "бірнеше шешім" in several
    assert several.count("map-outcome") > 4
    doubt = result_of(
        browser.get("/appeal-map?act=jury-conviction&sought=defence&found=no-offence").text
    )
    assert "Заңда айқын жауап жоқ" in doubt


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("filer=victim&time=late", "авторына қайтарады"),
        ("filer=witness", "келтіре алмайды"),
        ("filer=nobody", "Мерзім біткен соң күшіне енеді"),
        ("filer=victim", "Жол әрі қарай мына фактілерге байланысты"),
        (f"{FILED}&act=conviction&sought=defence", "бір-біріне сай емес"),
        ("act=acquittal&sought=defence&found=too-severe", "бірге кездеспейді"),
    ],
)
def test_what_keeps_a_case_from_a_decision_is_told(browser, query, words):
    assert words in result_of(browser.get(f"/appeal-map?{query}").text)


def test_every_place_has_its_text_its_box_and_a_generator_to_practise_it(browser):
    page = browser.get("/appeal-map").text
    ids = set(re.findall(r'<li id="at-([\w-]+)"', page))
    assert ids == set(PLACES)
    assert set(re.findall(r'<a href="#at-([\w-]+)"', page)) == ids
    practised = re.findall(r'href="/practice/new\?generator=([^"]+)"', page)
    assert len(practised) == len(PLACES)
    assert set(practised) <= set(GENERATORS)


def test_a_fact_the_map_does_not_have_is_a_bad_request(browser):
    for query in ("filer=king", "colour=red", "filer=victim&filer=convict", "act=conviction%27"):
        page = browser.get(f"/appeal-map?{query}")
        assert page.status_code == 400
        assert "Картада мұндай факті жоқ" in page.text
        assert 'id="result"' not in page.text
    for language, words in (
        ("ru", "На карте нет такого факта"),
        ("en", "The map has no such fact"),
    ):
        browser.submit("/settings", {"lang": language, "back": "/"})
        assert words in browser.get("/appeal-map?filer=king").text


def test_the_map_is_told_in_three_languages_and_its_law_stays_kazakh(browser):
    browser.submit("/settings", {"lang": "ru", "back": "/"})
    page = browser.get("/appeal-map?filer=witness").text
    assert "Апелляция: карта решений" in page
    assert "Куә үкімге шағым бере алатындардың тізімінде жоқ" in page
    assert "на казахском языке" in page
