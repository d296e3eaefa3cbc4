import re

LESSON = "/lessons/1.1.1-merzim"
ITEM = f"{LESSON}/items/1.1-single-choice"


def test_a_visitor_reads_without_an_account(browser):
    answer = browser.get(LESSON)
    assert answer.status_code == 200
    assert "Мерзім қашан бітеді?" in answer.text
    assert 'lang="kk"' in answer.text


def test_reading_makes_no_record_of_anyone(browser, database):
    from webapp.tables import users

    browser.get(LESSON)
    browser.get("/")
    assert database.read(lambda c: c.execute(users.select()).all()) == []


def test_a_repeated_visit_is_answered_without_the_page(browser):
    first = browser.get(LESSON)
    again = browser.get(LESSON, headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""


def test_the_page_of_a_reader_changes_its_mark_after_an_answer(browser):
    first = browser.get(LESSON).headers["etag"]
    browser.submit(ITEM, {"choice": "a"})
    again = browser.get(LESSON, headers={"if-none-match": first})
    assert again.status_code == 200
    second = browser.get(LESSON, headers={"if-none-match": again.headers["etag"]})
    assert second.status_code == 304


def test_an_unknown_lesson_is_not_found_in_the_readers_language(browser):
    answer = browser.get("/lessons/9.9.9-joq")
    assert answer.status_code == 404
    assert "Мұндай сабақ жоқ" in answer.text
    browser.cookies.set("prefs", "en.auto.m")
    assert "lesson" in browser.get("/lessons/9.9.9-joq").text


def test_theme_and_size_are_those_chosen(browser):
    browser.submit("/settings", {"lang": "ru", "theme": "dark", "size": "xl", "back": LESSON})
    page = browser.get(LESSON).text
    assert 'data-theme="dark"' in page
    assert 'data-size="xl"' in page
    assert '<html lang="ru"' in page


def test_a_cookie_with_another_signature_makes_a_visitor(browser):
    browser.submit(ITEM, {"choice": "a"})
    forged = browser.cookies["reader"][:-3] + "abc"
    browser.cookies.clear()
    browser.cookies.set("reader", forged)
    assert 'data-state="answered"' not in browser.get(LESSON).text


def test_finishing_a_lesson_leads_on_and_is_remembered(browser):
    answer = browser.submit(f"{LESSON}/finished")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/lessons/1.1.2-jalgasy"
    assert "/lessons/1.1.2-jalgasy" in browser.get("/").text


def test_home_offers_the_lesson_left_off(browser, clock):
    browser.submit(f"{LESSON}/opened")
    clock.pass_(minutes=5)
    browser.submit("/lessons/1.1.2-jalgasy/opened")
    home = browser.get("/").text
    button = re.search(
        r'class="button[^"]*"[^>]*href="([^"]+)"|href="([^"]+)"[^>]*class="button', home
    )
    assert button is not None
    assert "/lessons/1.1.2-jalgasy" in button.groups()


def test_pages_are_compressed_when_the_browser_takes_it(browser):
    packed = browser.get(LESSON, headers={"accept-encoding": "gzip"})
    plain = browser.get(LESSON, headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text
