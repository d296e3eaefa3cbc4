"""Building a set with a script, and the pages of practice by the rules of accessibility."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Running
from tests.browser.test_looks import faults, overflow
from tests.browser.test_sitting import sign_in
from tests.conftest import START
from tests.webapp.exams import make_school
from webapp.self_test.beginning import Asked, begin


def test_the_counts_follow_what_is_ticked_and_the_pages_keep_the_rules(
    page: Page, server: Running
) -> None:
    school = make_school(server.database)
    sign_in(page.context, server, school)
    found: dict[str, object] = {}

    def look(name: str) -> None:
        if faults_here := faults(page):
            found[name] = faults_here
        if wider := overflow(page):
            found[f"{name}, width"] = wider

    page.goto("/practice/new")
    total = page.locator("[data-total]")
    before = int(total.inner_text())
    page.locator("#f-difficulty summary").click()
    page.locator('input[name="difficulty"][value="1"]').check()
    expect(total).not_to_have_text(str(before))
    expect(page.locator('[data-of="type:matching"]')).to_have_text("0")
    expect(page.locator("#f-difficulty [data-state]")).to_contain_text("1")
    expect(page.locator("[data-count-button]")).to_be_hidden()
    few = total.inner_text()
    look("form")
    page.locator('button[value="start"]').click()
    expect(page.locator(".notice-title")).to_contain_text(few)
    look("too few")
    page.locator('button[value="all"]').click()
    page.wait_for_url("**/sittings/*/1")
    sitting = page.url.removesuffix("/1")
    page.goto(f"{sitting}/finish")
    page.locator('form[action$="/finish"] button').click()
    page.wait_for_url("**/result")
    page.goto(sitting.replace("/sittings/", "/practice/") + "/review")
    look("review")
    for path in ("/practice", "/practice/mistakes", "/practice/exams", "/practice/exams/synaq"):
        page.goto(path)
        look(path)
    assert found == {}


def test_a_round_goes_by_keys_and_ends_without_asking(page: Page, server: Running) -> None:
    school = make_school(server.database)
    sign_in(page.context, server, school)
    course = server.app.state.site.course
    asked = [course.items["1.1-single-choice"], course.cards["1.1-card-anyqtau-merzimi"]]
    number = server.database.write(
        lambda connection: begin(
            connection,
            user_id=school.people["aliya"],
            kind="today",
            title="Бүгінгі жаттығу",
            mode="tutor",
            items=[Asked(one) for one in (*asked, course.items["1.1-multiple-choice"])],
            seed="s",
            now=START,
        )
    )
    page.goto(f"/sittings/{number}/1")
    page.keyboard.press("2")
    page.keyboard.press("Enter")  # answers
    expect(page.locator("#judged")).to_be_visible()
    page.keyboard.press("Enter")  # goes on
    expect(page).to_have_url(f"{server.address}/sittings/{number}/2")
    page.keyboard.press("3")  # a card that was not turned over is turned, not graded
    expect(page.locator(".recall-back")).to_be_visible()
    expect(page.locator('[name="grade"]:checked')).to_have_count(0)
    page.keyboard.press("3")
    expect(page).to_have_url(f"{server.address}/sittings/{number}/3")
    page.keyboard.press("1")
    page.keyboard.press("ArrowLeft")  # moves on from an option that a digit chose
    expect(page).to_have_url(f"{server.address}/sittings/{number}/2")
    page.keyboard.press("ArrowRight")
    expect(page.locator('[name="choice"]:checked')).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#judged")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{server.address}/sittings/{number}/result")
