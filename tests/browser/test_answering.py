"""Reading and answering as a student does, on a phone, with scripts and without."""

from playwright.sync_api import Page, expect

from webapp.tables import attempts, drafts, users

LESSON = "/lessons/1.1.1-merzim"


def item(page: Page, name: str):
    return page.locator(f'[data-item-id="1.1-{name}"]')


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
    page.goto(LESSON)
    question = item(page, "single-choice")
    question.locator('input[value="a"]').check()
    question.get_by_role("button", name="Жауап беру").click()
    expect(question).to_have_attribute("data-state", "answered")
    page.goto("/sign-up")
    page.fill('[name="login"]', "aliya")
    page.fill('[name="name"]', "Әлия Серікова")
    page.fill('[name="password"]', "құпия-сөз-1")
    page.locator('main form button[type="submit"], main form button:not([type])').first.click()
    page.wait_for_url("**/")
    page.goto(LESSON)
    expect(question).to_have_attribute("data-state", "answered")
