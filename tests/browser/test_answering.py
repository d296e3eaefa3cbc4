"""Reading and answering as a student does, on a phone, with scripts and without."""

import json
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from webapp.tables import attempts, drafts, set_aside, users

LESSON = "/lessons/1.1.1-merzim"


def item(page: Page, name: str):
    return page.locator(f'[data-item-id="1.1-{name}"]')


def answered_item(page: Page):
    page.goto(LESSON)
    question = item(page, "single-choice")
    question.locator('input[value="a"]').check()
    question.get_by_role("button", name="Жауап беру").click()
    expect(question).to_have_attribute("data-state", "answered")
    return question


def rows(server, table):
    return server.database.read(lambda connection: connection.execute(table.select()).all())


def test_an_answer_is_explained_in_its_place_and_is_there_after_a_reload(page: Page, server):
    page.goto(LESSON)
    question = item(page, "single-choice")
    question.locator('input[value="a"]').check()
    question.get_by_role("button", name="Жауап беру").click()
    expect(question.locator("[data-result]")).to_be_focused()
    expect(question).to_contain_text("Иә, бір ай")
    assert page.url.endswith(LESSON)
    page.reload()
    expect(question).to_have_attribute("data-state", "answered")
    assert len(rows(server, attempts)) == 1


def test_trying_again_keeps_the_page_and_stores_a_second_attempt(page: Page, server):
    page.goto(LESSON)
    question = item(page, "single-choice")
    for choice in ("b", "a"):
        question.locator(f'input[value="{choice}"]').check()
        question.get_by_role("button", name="Жауап беру").click()
        expect(question).to_have_attribute("data-state", "answered")
        if choice == "b":
            question.locator("[data-again]").click()
            expect(question).to_have_attribute("data-state", "again")
    assert [row.number for row in rows(server, attempts)] == [1, 2]


def test_drafts_of_a_second_try_begin_anew(page: Page, server):
    page.goto(LESSON)
    question = item(page, "single-choice")
    for attempt in (1, 2):
        for choice in ("b", "a"):
            question.locator(f'input[value="{choice}"]').check()
            form = f'{{"choice": ["{choice}"]}}'
            until(page, lambda _, form=form: form in [row.form for row in rows(server, drafts)])
        if attempt == 1:
            question.get_by_role("button", name="Жауап беру").click()
            expect(question).to_have_attribute("data-state", "answered")
            question.locator("[data-again]").click()
            expect(question).to_have_attribute("data-state", "again")
    assert rows(server, set_aside) == []


def test_a_double_tap_stores_one_attempt(page: Page, server):
    page.goto(LESSON)
    question = item(page, "single-choice")
    question.locator('input[value="a"]').check()
    question.get_by_role("button", name="Жауап беру").dblclick()
    expect(question).to_have_attribute("data-state", "answered")
    assert len(rows(server, attempts)) == 1
    assert len(rows(server, users)) == 1


def test_typed_text_saves_itself_and_comes_back(page: Page, server):
    page.goto(LESSON)
    essay = item(page, "essay")
    essay.locator("textarea").press_sequentially("Анықтау бір айдан аспайды")
    expect(essay.locator("[data-save]")).to_contain_text("Сақталды")
    page.reload()
    expect(essay.locator("textarea")).to_have_value("Анықтау бір айдан аспайды")
    assert rows(server, attempts) == []


def test_text_typed_without_a_network_is_kept_and_sent_when_it_returns(page: Page, server):
    page.goto(LESSON)
    essay = item(page, "essay")
    page.context.set_offline(True)
    essay.locator("textarea").press_sequentially("Желісіз жазылған ой")
    expect(essay.locator("[data-save]")).not_to_contain_text("Сақталды 1")
    page.wait_for_timeout(2500)
    assert rows(server, drafts) == []
    page.context.set_offline(False)
    expect(essay.locator("[data-save]")).to_contain_text("Сақталды")
    assert "Желісіз жазылған ой" in rows(server, drafts)[0].form


def test_an_answer_pressed_without_a_network_is_sent_once_when_it_returns(page: Page, server):
    page.goto(LESSON)
    question = item(page, "single-choice")
    question.locator('input[value="a"]').check()
    page.context.set_offline(True)
    question.get_by_role("button", name="Жауап беру").click()
    page.wait_for_timeout(500)
    assert rows(server, attempts) == []
    page.context.set_offline(False)
    expect(question).to_have_attribute("data-state", "answered")
    assert len(rows(server, attempts)) == 1


def test_everything_works_without_scripts(chrome, server):
    context = chrome.new_context(
        base_url=server.address, viewport={"width": 360, "height": 740}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/")
    page.get_by_role("link", name="Оқуды бастау").click()
    question = item(page, "matching")
    selects = question.locator("select")
    selects.nth(0).select_option("bir")
    selects.nth(1).select_option("eki")
    question.get_by_role("button", name="Жауап беру").click()
    assert page.url.endswith(f"{LESSON}#item-1.1-matching")
    expect(question).to_have_attribute("data-state", "answered")
    order = item(page, "ordering")
    boxes = order.locator("select")
    for at in range(boxes.count()):
        boxes.nth(at).select_option(str(at + 1))
    order.get_by_role("button", name="Жауап беру").click()
    expect(order).to_have_attribute("data-state", "answered")
    blank = item(page, "number")
    blank.get_by_role("button", name="Жауап беру").click()
    expect(blank.get_by_role("alert")).to_be_visible()
    assert len(rows(server, attempts)) == 2
    context.close()


def test_an_item_is_answered_by_keyboard_alone(page: Page):
    page.goto(LESSON)
    question = item(page, "single-choice")
    question.locator("input[type=radio]").first.focus()
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(question).to_have_attribute("data-state", "answered")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_term_opens_beside_the_text_and_focus_returns(page: Page):
    page.goto(LESSON)
    term = page.locator("a.term").first
    term.click()
    card = page.locator("#card")
    expect(card).to_be_visible()
    expect(card).to_contain_text("дознание")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(term).to_be_focused()
    assert page.url.endswith(LESSON)


def test_the_way_from_a_guest_to_an_account_keeps_everything(page: Page):
    question = answered_item(page)
    page.goto("/sign-up")
    page.fill('[name="login"]', "aliya")
    page.fill('[name="name"]', "Әлия Серікова")
    page.fill('[name="password"]', "құпия-сөз-1")
    page.locator('main form button[type="submit"], main form button:not([type])').first.click()
    page.wait_for_url("**/")
    page.goto(LESSON)
    expect(question).to_have_attribute("data-state", "answered")


def stored(page: Page) -> dict:
    """What the queue in the device holds."""
    return json.loads(page.evaluate("localStorage.getItem('queue')") or "{}")


def entry(page: Page, kind: str, name: str, form: dict, *, reader: str | None = None, at: int = 1):
    """Put an entry into the queue in the device, as an earlier page would have left it."""
    who = page.locator("body").get_attribute("data-reader") if reader is None else reader
    draft = kind == "draft"
    action = f"{LESSON}/items/1.1-{name}"
    made = {
        "action": f"{action}/draft" if draft else action,
        "method": "PUT" if draft else "POST",
        "fragment": "draft" if draft else "item",
        "body": urlencode(form, doseq=True),
        "at": at,
        "reader": who,
    }
    page.evaluate(
        """([key, made]) => {
            const all = JSON.parse(localStorage.getItem("queue")) || {};
            localStorage.setItem("queue", JSON.stringify({...all, [key]: made}));
        }""",
        [f"{kind}:{who}{action}", made],
    )


def until(page: Page, check) -> None:
    """Wait for the queue; the page's policy forbids wait_for_function."""
    for _ in range(60):
        if check(stored(page)):
            return
        page.wait_for_timeout(100)
    raise AssertionError(stored(page))


def save_draft(page: Page, text: str) -> None:
    page.goto(LESSON)
    essay = item(page, "essay")
    essay.locator("textarea").fill(text)
    expect(essay.locator("[data-save]")).to_contain_text("Сақталды")


def test_text_kept_on_the_device_wins_over_an_older_text_of_the_server(page: Page, server):
    save_draft(page, "Ескі мәтін")
    page.goto("/help")
    kept = {"attempt": "1", "base": "1", "text": "Ескі мәтін, желісіз жалғасы"}
    entry(page, "draft", "essay", kept)
    page.goto(LESSON)
    essay = item(page, "essay")
    expect(essay.locator("textarea")).to_have_value("Ескі мәтін, желісіз жалғасы")
    expect(essay.locator("[data-save]")).to_contain_text("Сақталды")
    until(page, lambda queue: queue == {})
    assert "желісіз жалғасы" in rows(server, drafts)[0].form
    assert rows(server, set_aside) == []


def test_text_of_another_device_is_kept_aside_when_kept_text_is_sent(page: Page, server):
    save_draft(page, "Бірінші")
    essay = item(page, "essay")
    with page.expect_response("**/draft"):
        essay.locator("textarea").fill("Басқа құрылғыдағы мәтін")
    page.goto("/help")
    entry(page, "draft", "essay", {"attempt": "1", "base": "1", "text": "Осы құрылғыдағы мәтін"})
    page.goto(LESSON)
    expect(essay.locator("textarea")).to_have_value("Осы құрылғыдағы мәтін")
    expect(essay.locator("[data-save]")).to_contain_text("Басқа терезеде")
    assert "Басқа құрылғыдағы мәтін" in rows(server, set_aside)[0].form


def test_a_kept_choice_comes_back(page: Page):
    save_draft(page, "Танысу")
    page.goto("/help")
    entry(page, "draft", "single-choice", {"attempt": "1", "base": "0", "choice": "b"})
    entry(page, "draft", "multiple-choice", {"attempt": "1", "base": "0", "choice": ["a", "c"]})
    entry(page, "draft", "cloze", {"attempt": "1", "base": "0", "gap.birinshi": "a"})
    order = {"attempt": "1", "base": "0", "step.sot": "1", "step.ariz": "2", "step.tergeu": "3"}
    entry(page, "draft", "ordering", order)
    page.goto(LESSON)
    expect(item(page, "single-choice").locator('input[value="b"]')).to_be_checked()
    several = item(page, "multiple-choice")
    for choice, on in (("a", True), ("b", False), ("c", True)):
        expect(several.locator(f'input[value="{choice}"]')).to_be_checked(checked=on)
    expect(item(page, "cloze").locator('[name="gap.birinshi"]')).to_have_value("a")
    expect(item(page, "ordering").locator("select").first).to_have_attribute("name", "step.sot")


def test_the_queue_of_another_reader_is_neither_shown_nor_sent_nor_changed(page: Page, server):
    save_draft(page, "Менің мәтінім")
    page.goto("/help")
    entry(page, "draft", "essay", {"attempt": "1", "base": "1", "text": "Бөтен"}, reader="other")
    entry(page, "answer", "single-choice", {"attempt": "1", "choice": "a"}, reader="other")
    entry(page, "draft", "date", {"attempt": "1", "base": "0", "date": "1.2.2026"}, reader="")
    before = {key: one for key, one in stored(page).items() if one["reader"] == "other"}
    page.goto(LESSON)
    expect(item(page, "date").locator("input[name=date]")).to_have_value("1.2.2026")
    expect(item(page, "date").locator("[data-save]")).to_contain_text("Сақталды")
    essay = item(page, "essay")
    expect(essay.locator("textarea")).to_have_value("Менің мәтінім")
    with page.expect_response("**/1.1-essay/draft"):
        essay.locator("textarea").fill("Менің жаңа мәтінім")
    until(page, lambda queue: queue == before)
    assert rows(server, attempts) == []
    assert not any("Бөтен" in row.form for row in rows(server, drafts))


def test_an_answer_that_waits_leaves_no_draft_behind(page: Page, server):
    save_draft(page, "Дайын")
    page.reload()
    question = item(page, "single-choice")
    page.context.set_offline(True)
    question.locator('input[value="a"]').check()
    question.get_by_role("button", name="Жауап беру").click()
    expect(question.locator("[data-save]")).to_contain_text("Желі жоқ")
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    kept = stored(page)
    reader = page.locator("body").get_attribute("data-reader")
    assert reader
    assert [(one["fragment"], one["reader"]) for one in kept.values()] == [("item", reader)]
    page.context.set_offline(False)
    until(page, lambda queue: queue == {})
    page.reload()
    expect(question).to_have_attribute("data-state", "answered")
    assert [row.item_id for row in rows(server, drafts)] == ["1.1-essay"]


def test_without_a_network_links_and_trying_again_stay_on_the_page(page: Page):
    question = answered_item(page)
    page.context.set_offline(True)
    for link in (page.locator("a.term").first, question.locator("[data-again]")):
        link.click()
        expect(page.locator("#net")).to_have_text("Желі жоқ")
        expect(page.locator("#live")).to_have_text("Желі жоқ")
        page.evaluate("document.getElementById('net').hidden = true")
    page.locator("a.norm").first.click()
    expect(page.locator("#net")).to_be_visible()
    assert page.url.endswith(LESSON)
    expect(question).to_have_attribute("data-state", "answered")


def test_an_order_nobody_touched_is_no_answer(page: Page, server):
    page.goto(LESSON)
    order = item(page, "ordering")
    press = order.get_by_role("button", name="Жауап беру")
    press.click()
    expect(order.get_by_role("alert")).to_be_visible()
    assert [box.input_value() for box in order.locator("select").all()] == ["", "", ""]
    assert rows(server, attempts) == []
    order.locator(".mover[data-by='1']").first.click()
    assert [box.input_value() for box in order.locator("select").all()] == ["1", "2", "3"]
    press.click()
    expect(order).to_have_attribute("data-state", "answered")
    assert len(rows(server, attempts)) == 1


def test_an_answer_refused_while_its_item_is_elsewhere_stays_as_a_draft(page: Page, server):
    save_draft(page, "Танысу")
    page.goto("/help")
    entry(page, "answer", "number", {"attempt": "1", "value": "он шақты", "do": "answer"})
    entry(page, "answer", "date", {"attempt": "7", "date": "01.02.2026", "do": "answer"})
    page.goto("/lessons/1.1.2-jalgasy")
    until(page, lambda queue: [one["fragment"] for one in queue.values()] == ["draft"] * 2)
    page.goto(LESSON)
    expect(item(page, "number").locator("input[name=value]")).to_have_value("он шақты")
    expect(item(page, "date").locator("input[name=date]")).to_have_value("01.02.2026")
    until(page, lambda queue: queue == {})
    assert rows(server, attempts) == []


@pytest.mark.parametrize("status", [403, 404, 429, 503])
def test_a_server_that_refuses_is_not_called_a_missing_network(page: Page, status):
    page.goto(LESSON)
    calls = []

    def refuse(route):
        calls.append(route.request.method)
        route.fulfill(status=status, content_type="application/json", body="{}")

    page.route("**/items/**", refuse)
    essay = item(page, "essay")
    essay.locator("textarea").fill("Сақталмай қалған ой")
    expect(essay.locator("[data-save]")).to_contain_text("Әзірге сақталмады")
    if status in (429, 503):
        expect(page.locator("#net")).to_contain_text("Әзірге сақталмады")
    else:
        expect(page.locator("#net")).to_be_hidden()
    question = item(page, "single-choice")
    question.locator('input[value="a"]').check()
    question.get_by_role("button", name="Жауап беру").click()
    expect(question.locator("[data-save]")).to_contain_text("Әзірге сақталмады")
    kept = stored(page).values()
    assert any("text=" in one["body"] for one in kept)
    assert any("choice=a" in one["body"] for one in kept)
    if status in (403, 404):
        made = len(calls)
        page.evaluate("dispatchEvent(new Event('online'))")
        page.wait_for_timeout(1500)
        assert len(calls) == made
    page.unroute("**/items/**")
    page.reload()
    expect(essay.locator("[data-save]")).to_contain_text("Сақталды")
    expect(essay.locator("textarea")).to_have_value("Сақталмай қалған ой")


def sign_up(page: Page, login: str, name: str) -> None:
    page.goto("/sign-up")
    page.fill('[name="login"]', login)
    page.fill('[name="name"]', name)
    page.fill('[name="password"]', "құпия-сөз-1")
    page.locator('main form button[type="submit"], main form button:not([type])').first.click()
    page.wait_for_url("**/")


def test_text_of_a_page_whose_reader_has_gone_is_not_sent_under_the_next_ones_name(
    page: Page, server
):
    sign_up(page, "aliya", "Әлия Серікова")
    page.goto(LESSON)
    other = page.context.new_page()
    other.goto("/account")
    other.locator('form[action="/sign-out"] button').first.click()
    other.wait_for_url("**/")
    sign_up(other, "bolat", "Болат Ахметов")
    essay = item(page, "essay")
    essay.locator("textarea").fill("Әлияның ойы")
    expect(essay.locator("[data-save]")).to_contain_text("басқа адам кірген")
    expect(page.locator("#net")).to_contain_text("басқа адам кірген")
    question = item(page, "single-choice")
    question.locator('input[value="a"]').check()
    question.get_by_role("button", name="Жауап беру").click()
    expect(question.locator("[data-save]")).to_contain_text("басқа адам кірген")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_timeout(500)
    assert rows(server, drafts) == rows(server, attempts) == []
    assert len(stored(page)) == 2
    other.goto(LESSON)
    expect(item(other, "essay").locator("textarea")).to_have_value("")
    other.goto("/account")
    other.locator('form[action="/sign-out"] button').first.click()
    other.wait_for_url("**/")
    other.goto("/sign-in")
    other.fill('[name="login"]', "aliya")
    other.fill('[name="password"]', "құпия-сөз-1")
    other.locator("main form button").last.click()
    other.wait_for_url("**/")
    other.goto(LESSON)
    expect(item(other, "single-choice")).to_have_attribute("data-state", "answered")
    until(other, lambda queue: queue == {})
    assert "Әлияның ойы" in rows(server, drafts)[0].form
    assert len(rows(server, attempts)) == 1
