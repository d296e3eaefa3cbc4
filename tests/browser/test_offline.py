"""The course kept on a phone, read and answered with the network cut, sent once on return."""

import json
import time
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Running
from tests.browser.test_answering import item, sign_up, stored
from webapp.routes import offline
from webapp.self_test.beginning import Asked, begin
from webapp.service_worker import worker
from webapp.static_files import File
from webapp.tables import attempts, sent_answers, sittings

FIRST, SECOND = "/lessons/1.1.1-merzim", "/lessons/1.1.2-jalgasy"
KEPT = "async () => (await caches.keys()).filter((one) => one.startsWith('pages-'))"


@pytest.fixture
def context(chrome: Browser, server: Running):
    """As in the other browser tests, with more patience: a worker starts beside the page."""
    made = chrome.new_context(
        base_url=server.address, viewport={"width": 360, "height": 740}, has_touch=True
    )
    made.set_default_timeout(30_000)
    yield made
    made.close()


def rows(server, table):
    return server.database.read(lambda connection: connection.execute(table.select()).all())


def until(page: Page, check, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end
        page.wait_for_timeout(100)


def keep_course(page: Page) -> None:
    page.goto("/offline")
    page.locator("[data-keep]").click()
    expect(page.locator("[data-said]")).to_contain_text("Курс сақталды", timeout=60_000)


def cut(context: BrowserContext, server: Running, off: bool) -> None:
    """The browser is told, and nothing comes through: it does not tell each service worker."""
    server.cut = off
    context.set_offline(off)


def fill_queue(page: Page, queue: dict) -> None:
    page.evaluate("text => localStorage.setItem('queue', text)", json.dumps(queue))


def answer(page: Page, choice: str):
    question = item(page, "single-choice")
    question.locator(f'input[value="{choice}"]').check()
    question.get_by_role("button", name="Жауап беру").click()
    return question


def test_a_kept_lesson_is_read_and_answered_without_a_network_and_sent_once(
    page: Page, context, server
):
    keep_course(page)
    expect(page.locator('[data-fact="lessons"]')).to_contain_text("2")
    cut(context, server, True)
    page.goto(FIRST)  # not visited before
    expect(page.locator("#net")).to_have_text("Желі жоқ: жауаптарыңыз құрылғыда сақталып тұр")
    page.locator("a.term").first.click()
    expect(page.locator("#card")).to_contain_text("дознание")
    page.keyboard.press("Escape")
    question = answer(page, "a")
    expect(question.locator("[data-save]")).to_contain_text("осы құрылғыда сақтаулы")
    page.reload()
    expect(question.locator('input[value="a"]')).to_be_checked()
    expect(question.locator("[data-save]")).to_contain_text("осы құрылғыда сақтаулы")
    waiting = stored(page)
    assert rows(server, attempts) == []
    cut(context, server, False)
    expect(question).to_have_attribute("data-state", "answered")
    expect(page.locator(".sent-note")).to_contain_text("1 жауап жіберілді: 1 дұрыс")
    until(page, lambda: stored(page) == {})
    # the same once more, as a device does whose reply was lost
    fill_queue(page, waiting)
    page.goto("/help")
    until(page, lambda: stored(page) == {})
    assert [row.number for row in rows(server, attempts)] == [1]
    assert [row.fate for row in rows(server, sent_answers)] == ["scored"]


def test_what_was_not_kept_says_so_calmly_and_teaching_is_never_kept(page: Page, context, server):
    keep_course(page)
    page.goto("/teach")
    cut(context, server, True)
    for address in ("/teach", "/glossary"):
        page.goto(address)
        expect(page.get_by_role("heading", name="Желі жоқ")).to_be_visible()
    expect(page.locator("[data-found-list] a").first).to_have_attribute("href", FIRST)
    page.locator("[data-found-list] a").first.click()
    expect(page.locator(".lesson")).to_be_visible()
    page.goto("/")
    expect(page.locator("#net")).to_contain_text("сақталған көшірме")


def test_another_reader_finds_nothing_of_the_first(page: Page, context, server):
    sign_up(page, "aliya", "Әлия Серікова")
    keep_course(page)
    assert len(page.evaluate(KEPT)) == 1
    cut(context, server, True)
    page.goto(FIRST)
    answer(page, "a")
    page.goto("/offline")
    expect(page.locator('[data-fact="unsent"]')).to_contain_text("1")
    waiting = stored(page)
    cut(context, server, False)
    page.goto("/account")
    until(page, lambda: stored(page) == {})
    page.locator('form[action="/sign-out"] button').first.click()
    page.wait_for_url("**/")
    until(page, lambda: page.evaluate(KEPT) == [])
    # one more answer of the first, left on the device when another comes
    fill_queue(page, {key: one | {"id": str(uuid4())} for key, one in waiting.items()})
    hers = rows(server, attempts)
    sign_up(page, "bolat", "Болат Ахметов")
    page.goto(FIRST)
    expect(item(page, "single-choice").locator('input[value="a"]')).not_to_be_checked()
    expect(item(page, "single-choice")).to_have_attribute("data-state", "fresh")
    assert rows(server, attempts) == hers
    assert len(stored(page)) == 1  # it waits for its author


def test_what_a_guest_left_on_the_device_is_sent_for_the_account_the_guest_joined(
    page: Page, context, server
):
    sign_up(page, "aliya", "Әлия Серікова")
    page.goto("/account")
    page.locator('form[action="/sign-out"] button').first.click()
    page.wait_for_url("**/")
    page.goto(FIRST)
    expect(answer(page, "b")).to_have_attribute("data-state", "answered")  # a guest from now on
    page.reload()
    item(page, "single-choice").locator("[data-again]").click()
    expect(item(page, "single-choice")).to_have_attribute("data-state", "again")
    cut(context, server, True)
    answer(page, "a")
    until(page, lambda: len(stored(page)) == 1)
    waiting = stored(page)
    cut(context, server, False)
    until(page, lambda: stored(page) == {})
    page.goto("/sign-in")
    page.fill('[name="login"]', "aliya")
    page.fill('[name="password"]', "құпия-сөз-1")
    page.locator("main form button").last.click()
    page.wait_for_url("**/")
    fill_queue(page, {key: one | {"id": str(uuid4())} for key, one in waiting.items()})
    page.goto("/help")
    until(page, lambda: stored(page) == {})
    assert [row.number for row in rows(server, attempts)] == [1, 2, 3]
    assert [row.user_id for row in rows(server, sittings)] == [1]


def test_a_set_of_ones_own_is_answered_without_a_network_and_handed_in_on_return(
    page: Page, context, server, sample
):
    sign_up(page, "aliya", "Әлия Серікова")
    ids = ("1.1-single-choice", "1.1-number")
    now = server.app.state.site.now()
    number = server.database.write(
        lambda connection: begin(
            connection,
            user_id=1,
            kind="set",
            title="Өз жинағым",
            mode="tutor",
            items=[Asked(sample.items[one]) for one in ids],
            seed="s1",
            now=now,
        )
    )
    keep_course(page)
    cut(context, server, True)
    page.goto(f"/sittings/{number}/1")
    page.locator('input[value="a"]').check()
    page.locator("[data-check]").click()
    expect(page.locator("[data-save]")).to_contain_text("осы құрылғыда сақтаулы")
    page.locator("[data-move=next]").click()
    expect(page.locator("input[name=value]")).to_be_visible()
    page.locator("input[name=value]").fill("2")
    page.locator("select[name=unit]").select_option(index=1)
    page.reload()
    expect(page.locator("input[name=value]")).to_have_value("2")
    cut(context, server, False)
    until(page, lambda: stored(page) == {})
    assert [row.fate for row in rows(server, sent_answers)] == ["scored"]
    assert [row.item_id for row in rows(server, attempts)] == [ids[0]]
    page.goto(f"/sittings/{number}/finish")
    page.locator("main form button").last.click()
    page.wait_for_url("**/result*")
    assert {row.item_id for row in rows(server, attempts)} == set(ids)
    own = [row for row in rows(server, sittings) if row.id == number]
    assert own[0].closed_at is not None


def test_a_new_deployment_replaces_the_files_kept_and_not_the_pages(page: Page, monkeypatch):
    keep_course(page)
    names = set(page.evaluate("caches.keys()"))
    newer = File.of(worker().replace(b'BUILD = "', b'BUILD = "new'), "text/javascript")
    monkeypatch.setattr(offline, "_worker", lambda: newer)
    page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
    old = {name for name in names if name.startswith("fixed-")}
    until(page, lambda: not old & set(page.evaluate("caches.keys()")))
    now = set(page.evaluate("caches.keys()"))
    assert now == names - old | {name.replace("fixed-", "fixed-new") for name in old}
    page.context.set_offline(True)
    page.goto(SECOND)
    expect(page.locator(".lesson")).to_be_visible()
    font = page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")
    assert "Literata" in font  # styled, by the files of the new deployment
