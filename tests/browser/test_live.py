"""The live page of an assignment brings itself up to date and keeps its reader's place."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Running
from tests.browser.test_sitting import THREE, give, sign_in
from tests.webapp.exams import School, make_school

MANY = 12
LATER = 15_000  # ms: more than between two updates


@pytest.fixture
def school(server: Running) -> School:
    made = make_school(server.database)
    for number in range(MANY):
        made.person(f"s{number:02}")
    give(made, THREE)
    return made


def begins(page: Page, server: Running, school: School, name: str) -> None:
    """A student starts on a device of their own."""
    assert page.context.browser is not None
    other = page.context.browser.new_context(base_url=server.address)
    sign_in(other, server, school, name)
    device = other.new_page()
    device.goto(f"/assignments/{school.assignment}")
    device.locator('form[action$="/start"] button').last.click()
    device.wait_for_url("**/sittings/*/1")
    other.close()


def row(page: Page, name: str):
    return page.locator(".live-table tr", has_text=name)


def opened(page: Page, server: Running, school: School) -> list[str]:
    """The instructor's page with a clock that the test turns; the updates it asks for."""
    asked: list[str] = []
    page.on(
        "request",
        lambda request: asked.append(request.url) if "x-fragment" in request.headers else None,
    )
    sign_in(page.context, server, school, "ustaz")
    page.clock.install(time=datetime.now(UTC) + timedelta(seconds=1))
    page.goto(f"/teach/assignments/{school.assignment}/live")
    return asked


def test_it_follows_and_keeps_focus_place_and_what_is_open(page: Page, server, school):
    begins(page, server, school, "s11")
    opened(page, server, school)
    page.locator(".folded summary").click()
    link = row(page, "S11").get_by_role("link", name="S11", exact=True)
    link.focus()
    before = page.evaluate("[scrollY, document.activeElement.href]")
    assert before[0] > 0
    expect(row(page, "S00")).to_contain_text("бастамаған")

    begins(page, server, school, "s00")
    page.clock.run_for(LATER)
    expect(row(page, "S00")).to_contain_text("орындап отыр")
    expect(page.locator("#live-finding")).to_contain_text("бастағаны\N{NO-BREAK SPACE}— 2")
    assert page.evaluate("document.activeElement.href") == before[1]
    assert link.is_visible()
    expect(page.locator(".folded")).to_have_attribute("open", "")
    spoken = page.locator("main [aria-live]")
    assert spoken.count() == 1  # a screen reader hears the sentence, not the table
    expect(spoken).to_have_id("live-finding")


def test_it_rests_while_nobody_sees_it_or_its_reader_says_so(page: Page, server, school):
    asked = opened(page, server, school)

    def turn(state: str) -> None:
        page.evaluate(
            """state => {
              const told = { value: state, configurable: true };
              Object.defineProperty(document, "visibilityState", told);
              document.dispatchEvent(new Event("visibilitychange"));
            }""",
            state,
        )

    turn("hidden")
    page.clock.run_for(4 * LATER)
    assert asked == []
    begins(page, server, school, "s03")
    turn("visible")  # at once, without waiting
    expect(row(page, "S03")).to_contain_text("орындап отыр")

    page.get_by_role("button", name="Жаңартуды тоқтату").click()
    expect(page.locator(".live-at")).to_contain_text("тоқтап тұр")
    n = len(asked)
    page.clock.run_for(4 * LATER)
    assert len(asked) == n
    begins(page, server, school, "s04")
    page.get_by_role("button", name="Жаңартуды жалғастыру").click()
    expect(row(page, "S04")).to_contain_text("орындап отыр")


def test_without_a_line_it_says_how_old_it_is_and_goes_on_by_itself(page: Page, server, school):
    opened(page, server, school)
    page.context.set_offline(True)
    page.clock.run_for(LATER)
    expect(page.locator(".live-at")).to_contain_text("Серверге жете алмай тұрмыз")
    begins(page, server, school, "s05")
    page.context.set_offline(False)
    page.clock.run_for(LATER)
    expect(row(page, "S05")).to_contain_text("орындап отыр")
    expect(page.locator(".live-at")).not_to_contain_text("Серверге")


def test_a_page_that_only_lies_open_is_heard_from(page: Page, server, school):
    """The exam's own script says that the page is there."""
    sign_in(page.context, server, school, "s07")
    page.clock.install()
    page.goto(f"/assignments/{school.assignment}")
    page.locator('form[action$="/start"] button').last.click()
    page.wait_for_url("**/sittings/*/1")
    with page.expect_request("**/state"):
        page.clock.run_for(30_000)
