"""Sitting an exam as a student does: with a poor line, on two devices, without scripts."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Running
from tests.browser.test_looks import faults, overflow
from tests.webapp.exams import ALL_TYPES, RIGHT, School, every_type, fixed, make_school
from webapp.access import COOKIE, signer
from webapp.tables import attempts, drafts, set_aside, sittings

ESSAY = "1.1-essay"
THREE = {"sections": [fixed("1.1-single-choice", ESSAY, "1.1-number")]}


@pytest.fixture
def school(server: Running) -> School:
    return make_school(server.database)


def give(school: School, definition=None, **changed) -> int:
    now = datetime.now(UTC)
    times = {"opens": now - timedelta(hours=1), "closes": now + timedelta(hours=3)}
    return school.give(definition or THREE, **{**times, **changed})


def sign_in(context: BrowserContext, server: Running, school: School, name: str = "aliya") -> None:
    secret = server.app.state.site.settings.secret_key
    value = signer(secret).sign(school.tokens[name]).decode()
    context.add_cookies([{"name": COOKIE, "value": value, "url": server.address}])


def start(page: Page, server: Running, school: School) -> str:
    """Begin the newest assignment; the address of the sitting."""
    sign_in(page.context, server, school)
    page.goto(f"/assignments/{school.assignment}")
    page.locator('form[action$="/start"] button').last.click()
    page.wait_for_url("**/sittings/*/1")
    return page.url.removesuffix("/1")


def saved(page: Page) -> None:
    expect(page.locator("[data-save]")).to_contain_text("Сақталды")


def place(page: Page, number: int):
    return page.locator(f'[data-nav="{number}"]')


def move(page: Page, which: str) -> None:
    page.locator(f'[data-move="{which}"]').first.click()


def at(page: Page, number: int) -> None:
    expect(page.locator("form[data-sitting]")).to_have_attribute("data-position", str(number))


def fill(page: Page, form: dict) -> None:
    """Answer the item in view as a hand does."""
    for name, value in form.items():
        for one in value if isinstance(value, list) else [value]:
            field = page.locator(f'form[data-sitting] [name="{name}"]')
            if field.first.get_attribute("type") in ("radio", "checkbox"):
                page.locator(f'form[data-sitting] [name="{name}"][value="{one}"]').check()
            elif field.first.evaluate("one => one.tagName") == "SELECT":
                field.select_option(one)
            else:
                field.fill(one)


def filled(page: Page, form: dict) -> None:
    for name, value in form.items():
        for one in value if isinstance(value, list) else [value]:
            field = page.locator(f'form[data-sitting] [name="{name}"]')
            if field.first.get_attribute("type") in ("radio", "checkbox"):
                expect(page.locator(f'[name="{name}"][value="{one}"]')).to_be_checked()
            else:
                expect(field).to_have_value(one)


def queue(page: Page) -> dict:
    return json.loads(page.evaluate("localStorage.getItem('queue')") or "{}")


def until(page: Page, check) -> None:
    """Wait for something outside of the page."""
    for _ in range(100):
        if check():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it did not come about")


def texts(school: School) -> str:
    return " ".join(row.form for row in school.rows(drafts))


def listen(page: Page) -> None:
    """Write down all that is said to a screen reader from now on."""
    page.evaluate(
        """() => {
            window.heard = [];
            const live = document.getElementById("live");
            const hear = () => live.textContent && window.heard.push(live.textContent);
            new MutationObserver(hear).observe(live, {childList: true});
        }"""
    )


def test_every_type_saves_itself_and_stands_there_on_another_device(
    page: Page, chrome: Browser, server, school
):
    give(school, every_type())
    address = start(page, server, school)
    for number, name in enumerate(ALL_TYPES, start=1):
        at(page, number)
        fill(page, RIGHT[f"1.1-{name}"])
        if number < len(ALL_TYPES):
            move(page, "next")
    until(page, lambda: len(school.rows(drafts)) == len(ALL_TYPES))
    expect(page.locator("[data-nav][data-state=answered]")).to_have_count(len(ALL_TYPES))
    expect(page.locator("[data-answered]")).to_contain_text("Жауап берілді: 10")
    other = chrome.new_context(base_url=server.address)
    sign_in(other, server, school)
    second = other.new_page()
    second.goto(address)
    second.wait_for_url("**/sittings/*/10")  # where one wrote last
    for number, name in enumerate(ALL_TYPES, start=1):
        second.goto(f"{address}/{number}")
        filled(second, RIGHT[f"1.1-{name}"])
    other.close()
    assert school.rows(set_aside) == []


def test_a_lost_line_loses_nothing(page: Page, server, school):
    give(school)
    address = start(page, server, school)
    move(page, "next")
    at(page, 2)
    page.context.set_offline(True)
    page.locator("textarea").press_sequentially("Желісіз жазылған ой")
    expect(page.locator("#net")).to_contain_text("1 жауап")
    move(page, "previous")  # seen before, so it can be shown
    at(page, 1)
    page.locator('input[value="b"]').check()
    expect(page.locator("#net")).to_contain_text("2 жауап")
    move(page, "next")
    at(page, 2)
    expect(page.locator("textarea")).to_have_value("Желісіз жазылған ой")
    page.locator("textarea").press_sequentially(", жалғасы")
    place(page, 3).click()  # never seen: it stays and says so
    expect(page.locator("#net")).to_contain_text("Желі жоқ")
    at(page, 2)
    assert school.rows(drafts) == []
    page.context.set_offline(False)
    until(page, lambda: len(school.rows(drafts)) == 2 and "жалғасы" in texts(school))
    until(page, lambda: queue(page) == {})
    expect(page.locator("#net")).to_be_hidden()
    expect(place(page, 1)).to_have_attribute("data-state", "answered")
    assert school.rows(set_aside) == []
    page.goto(f"{address}/1")
    expect(page.locator('input[value="b"]')).to_be_checked()


def test_what_is_ticked_while_a_save_is_under_way_follows_it_at_once(page: Page, server, school):
    give(school, {"sections": [fixed("1.1-multiple-choice", ESSAY)]})
    start(page, server, school)
    held = []
    page.route("**/draft", lambda route: held.append(route), times=1)
    page.locator('input[value="a"]').check()
    until(page, lambda: held)
    page.locator('input[value="b"]').check()
    for number in (2, 1, 2):  # away from it and back, before the first save is through
        place(page, number).click()
        at(page, number)
    held[0].continue_()
    until(page, lambda: {"a", "b"} <= set(re.findall(r'"(\w)"', texts(school))))
    until(page, lambda: queue(page) == {})
    assert school.rows(set_aside) == []


def test_text_of_a_crashed_page_is_sent_by_the_next(page: Page, server, school):
    give(school)
    address = start(page, server, school)
    page.goto(f"{address}/2")
    page.context.set_offline(True)
    page.locator("textarea").fill("Құлаған беттің мәтіні")
    until(page, lambda: len(queue(page)) == 1)
    after = page.context.new_page()
    page.close(run_before_unload=False)
    after.context.set_offline(False)
    after.goto(f"{address}/1")
    until(after, lambda: "Құлаған" in texts(school))
    after.goto(f"{address}/2")
    expect(after.locator("textarea")).to_have_value("Құлаған беттің мәтіні")


def run_until(page: Page, came) -> None:
    """Let the page's clock run on in small steps, real time passing too, until something is so."""
    for _ in range(200):
        if came():
            return
        page.clock.run_for(1_000)
        page.wait_for_timeout(30)
    raise AssertionError("it did not come about")


def fetched(page: Page) -> list[str]:
    """The addresses the page has got since now: a list that fills itself."""
    got: list[str] = []
    page.on("requestfinished", lambda request: got.append(request.url))
    return got


def test_pages_are_laid_in_for_when_the_line_is_lost(page: Page, server, school):
    give(school)
    page.clock.install()
    address = start(page, server, school)
    got = fetched(page)
    run_until(page, lambda: {f"{address}/2", f"{address}/3"} <= set(got))
    page.wait_for_timeout(300)
    page.context.set_offline(True)
    place(page, 3).click()
    run_until(page, lambda: page.locator('form[data-position="3"]').count())
    at(page, 3)
    page.locator("[name=value]").fill("2")
    run_until(page, lambda: "1 жауап" in page.locator("#net").inner_text())
    page.context.set_offline(False)
    run_until(page, lambda: '"value": ["2"]' in texts(school))


def test_a_page_that_did_not_come_is_laid_in_later(page: Page, server, school):
    give(school)
    page.clock.install()
    address = start(page, server, school)
    got = fetched(page)
    page.route(f"{address}/2", lambda route: route.abort(), times=1)
    run_until(page, lambda: f"{address}/2" in got)


def test_two_devices_keep_both_texts_and_say_so(page: Page, chrome: Browser, server, school):
    give(school)
    address = start(page, server, school)
    page.goto(f"{address}/2")
    other = chrome.new_context(base_url=server.address)
    sign_in(other, server, school)
    second = other.new_page()
    second.goto(f"{address}/2")
    page.locator("textarea").fill("Телефоннан")
    saved(page)
    second.locator("textarea").fill("Ноутбуктен")
    expect(second.locator("[data-save]")).to_contain_text("Басқа терезеде")
    assert "Ноутбуктен" in texts(school)
    assert "Телефоннан" in school.rows(set_aside)[0].form
    other.close()


def test_text_of_one_reader_is_never_sent_under_anothers_name(page: Page, server, school):
    give(school)
    address = start(page, server, school)
    page.goto(f"{address}/2")
    sign_in(page.context, server, school, "bolat")  # in another tab
    page.locator("textarea").fill("Әлияның жауабы")
    expect(page.locator("[data-save]")).to_contain_text("басқа адам кірген")
    other = page.context.new_page()
    other.goto(f"/assignments/{school.assignment}")
    other.locator('form[action$="/start"] button').last.click()
    other.wait_for_url("**/sittings/2/1")
    other.goto("/sittings/2/2")
    other.wait_for_timeout(1500)
    expect(other.locator("textarea")).to_have_value("")
    assert school.rows(drafts) == []
    sign_in(page.context, server, school, "aliya")
    other.goto(f"{address}/1")
    until(other, lambda: "Әлияның" in texts(school))
    assert [row.sitting_id for row in school.rows(drafts)] == [1]


def test_a_flag_is_set_without_leaving_and_typed_text_stays(page: Page, server, school):
    give(school)
    address = start(page, server, school)
    page.goto(f"{address}/2")
    page.evaluate("window.same = true")
    page.locator("textarea").fill("Ой")
    flag = page.locator("[data-flag]")
    flag.click()
    expect(flag).to_have_attribute("aria-pressed", "true")
    expect(flag).to_contain_text("Белгіні алу")
    expect(place(page, 2)).to_contain_text("белгіленген")
    expect(page.locator("textarea")).to_have_value("Ой")
    page.locator("textarea").fill("Ой мен пікір")
    saved(page)
    assert page.evaluate("window.same")
    assert school.rows(set_aside) == []
    page.reload()
    expect(page.locator("[data-flag]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("textarea")).to_have_value("Ой мен пікір")


def test_keys_choose_move_and_tell_the_time(page: Page, server, school):
    give(school)
    start(page, server, school)
    listen(page)
    page.keyboard.press("2")
    expect(page.locator("[data-option] input").nth(1)).to_be_checked()
    saved(page)
    page.locator("h1").first.focus()
    page.keyboard.press("t")
    expect(page.locator("#live")).to_contain_text("Қалған уақыт: 59 минут")
    page.locator("body").click(position={"x": 2, "y": 200})
    page.keyboard.press("ArrowRight")
    at(page, 2)
    page.keyboard.press("ArrowLeft")
    at(page, 1)
    page.go_back()
    at(page, 2)
    page.locator("textarea").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    at(page, 2)


class Shifted:
    """The server's clock, moved on together with the page's."""

    def __init__(self, page: Page, server: Running) -> None:
        self._page = page
        self._by = timedelta()
        page.clock.install()
        server.app.state.site.now = lambda: datetime.now(UTC) + self._by

    def run(self, seconds: float) -> None:
        self._by += timedelta(seconds=seconds)
        self._page.clock.run_for(int(seconds * 1000))


def test_the_time_is_told_seldom_and_can_be_hidden(page: Page, server, school):
    give(school, limit_s=2000)
    both = Shifted(page, server)
    start(page, server, school)
    listen(page)
    timer = page.locator(".timer")
    expect(timer.locator(".timer-figures")).to_contain_text("33:")
    for _ in range(96):
        both.run(20)
        page.wait_for_timeout(20)
    heard = page.evaluate("window.heard")
    assert [text.partition(":")[0].partition(".")[0] for text in heard] == [
        "Уақыттың жартысы өтті",
        "Уақыттың бестен бірі қалды",
        "Уақыт бітуге жақын",
    ]
    expect(timer).to_contain_text("бітуге жақын")
    both.run(20)
    page.wait_for_timeout(50)
    assert page.evaluate("window.heard").pop() == "Бір минут қалды"
    timer.get_by_role("button", name="Уақытты жасыру").click()
    expect(timer.locator(".timer-figures")).to_be_hidden()
    page.reload()
    expect(timer.locator(".timer-figures")).to_be_hidden()
    timer.get_by_role("button", name="Қалған уақытты айту").click()
    expect(page.locator("#live")).to_contain_text("Қалған уақыт")
    expect(timer.locator(".timer-figures")).to_be_visible()


def test_an_extension_is_seen_while_the_exam_runs(page: Page, server, school):
    give(school, limit_s=80)
    start(page, server, school)
    before = page.locator("[data-time] time").text_content()
    listen(page)
    school.extend("aliya", datetime.now(UTC), extra_s=1200)
    expect(page.locator(".timer-figures")).to_contain_text("21:", timeout=15_000)
    assert any("Уақытыңыз ұзартылды" in text for text in page.evaluate("window.heard"))
    expect(page.locator("[data-time] time")).not_to_have_text(before or "")


def test_at_nought_the_work_is_handed_in_by_itself(page: Page, server, school):
    give(school, limit_s=8)
    address = start(page, server, school)
    page.goto(f"{address}/2")
    page.locator("textarea").press_sequentially("Соңғы сөз")
    expect(page.locator(".sitting-over")).to_contain_text("Уақыт бітті", timeout=15_000)
    expect(page.locator("textarea")).not_to_be_editable()
    page.wait_for_url("**/receipt", timeout=15_000)
    row = school.rows(sittings)[0]
    assert row.closed_at - row.started_at == timedelta(seconds=8)
    assert "Соңғы сөз" in school.rows(attempts)[0].form


def test_what_was_typed_in_the_last_second_without_a_line_is_sent_and_kept(
    page: Page, server, school
):
    give(school, limit_s=6)
    address = start(page, server, school)
    page.goto(f"{address}/2")
    page.context.set_offline(True)
    page.locator("textarea").fill("Желісіз соңғы сөз")
    expect(page.locator(".sitting-over")).to_contain_text("желі жоқ", timeout=20_000)
    expect(page.locator("textarea")).to_have_value("Желісіз соңғы сөз")
    page.context.set_offline(False)
    page.wait_for_url("**/receipt", timeout=20_000)
    assert "Желісіз соңғы сөз" in school.rows(attempts)[0].form  # within the grace


def test_after_handing_in_every_other_tab_is_read_only(page: Page, server, school):
    give(school)
    address = start(page, server, school)
    page.goto(f"{address}/2")
    page.locator("textarea").fill("Екі терезе")
    saved(page)
    other = page.context.new_page()
    other.goto(f"{address}/finish")
    other.locator("[data-hand-in] button").click()
    other.wait_for_url("**/receipt")
    other.close()
    page.locator("textarea").fill("Екі терезе, тағы бірдеңе")
    over = page.locator(".sitting-over")
    expect(over).to_contain_text("тапсырылды")
    expect(page.locator("textarea")).not_to_be_editable()
    expect(page.locator("textarea")).to_have_value("Екі терезе, тағы бірдеңе")
    assert "тағы" in school.rows(set_aside)[0].form
    assert "тағы" not in school.rows(attempts)[0].form
    over.get_by_role("link").click()
    page.wait_for_url("**/receipt")


def test_text_left_on_the_device_is_sent_from_the_receipt_and_kept_aside(
    page: Page, server, school
):
    give(school)
    address = start(page, server, school)
    page.goto(f"{address}/2")
    page.context.set_offline(True)
    page.locator("textarea").fill("Кешіккен мәтін")
    until(page, lambda: len(queue(page)) == 1)
    server.app.state.site.writer.do(
        lambda connection: connection.execute(
            sittings.update().values(closed_at=datetime.now(UTC), closed_by="time")
        )
    )
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(f"{address}/receipt")
    until(page, lambda: queue(page) == {})
    assert "Кешіккен" in school.rows(set_aside)[0].form
    assert school.rows(attempts) == []


def test_unsent_answers_hold_the_hand_in_back(page: Page, server, school):
    give(school)
    address = start(page, server, school)
    page.goto(f"{address}/2")
    page.route("**/draft", lambda route: route.abort())
    page.locator("textarea").fill("Жетпеген жауап")
    expect(page.locator("[data-save]")).to_contain_text("Әзірге сақталмады")
    move(page, "finish")
    page.wait_for_url("**/finish")
    page.locator("[data-hand-in] button").click()
    expect(page.locator("#net")).to_contain_text("Жіберілмеген жауап: 1", timeout=15_000)
    assert school.rows(sittings)[0].closed_at is None
    page.unroute("**/draft")
    page.locator("[data-hand-in] button").click()
    page.wait_for_url("**/receipt")
    assert "Жетпеген" in school.rows(attempts)[0].form


def test_the_whole_exam_can_be_sat_without_scripts(chrome: Browser, server, school):
    give(school, every_type())
    context = chrome.new_context(
        base_url=server.address, viewport={"width": 360, "height": 740}, java_script_enabled=False
    )
    page = context.new_page()
    address = start(page, server, school)
    for number, name in enumerate(ALL_TYPES, start=1):
        at(page, number)
        fill(page, RIGHT[f"1.1-{name}"])
        if number == 2:
            page.locator("[data-flag]").click()
            expect(page.locator("[data-flag]")).to_have_attribute("aria-pressed", "true")
        move(page, "next" if number < len(ALL_TYPES) else "finish")
    page.wait_for_url("**/finish")
    page.locator("[data-hand-in] button").click()
    page.wait_for_url("**/receipt")
    assert len(school.rows(attempts)) == len(ALL_TYPES)
    page.goto(f"{address}/3")
    page.wait_for_url("**/receipt")
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_pages_of_an_exam_are_accessible_and_fit(chrome: Browser, server, school, theme, width):
    give(school, every_type())
    context = chrome.new_context(
        base_url=server.address,
        viewport={"width": width, "height": 800},
        color_scheme=theme,
        reduced_motion="reduce",
    )
    page = context.new_page()
    sign_in(context, server, school)
    trouble = {}

    def look(name: str) -> None:
        wide = overflow(page)
        trouble[name] = faults(page) + ([f"{wide} px"] if wide > 0 else [])

    page.goto(f"/assignments/{school.assignment}")
    look("before")
    address = start(page, server, school)
    look("first")
    for number, name in enumerate(ALL_TYPES, start=1):
        page.goto(f"{address}/{number}")
        if number % 2:
            fill(page, RIGHT[f"1.1-{name}"])
            saved(page)
        if number % 3 == 0:
            page.locator("[data-flag]").click()
            expect(page.locator("[data-flag]")).to_have_attribute("aria-pressed", "true")
        look(name)
    page.goto(f"{address}/finish")
    look("finish")
    other = context.new_page()
    other.goto(f"{address}/1")
    page.locator("[data-hand-in] button").click()
    page.wait_for_url("**/receipt")
    look("receipt")
    page.goto(f"{address}/result")
    look("result")
    other.evaluate("dispatchEvent(new Event('online'))")
    expect(other.locator(".sitting-over")).to_be_visible()
    page = other
    look("over")
    context.close()
    assert {name: found for name, found in trouble.items() if found} == {}
