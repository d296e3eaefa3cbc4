"""Accessibility rules and layout of every page, in both themes, on a phone and a laptop."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Running
from webapp.__main__ import first_instructor_link

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
LESSON = "/lessons/1.1.1-merzim"
PUBLIC = (
    "/",
    LESSON,
    "/lessons/1.1.2-jalgasy",
    "/glossary",
    "/glossary/anyqtau",
    "/norms",
    "/norms/cpc",
    "/norms/cpc/192",
    "/search?q=мерзім",
    "/search?q=жоқсөз",
    "/help",
    "/offline",
    "/offline/lost",
    "/privacy",
    "/settings",
    "/sign-in",
    "/sign-up",
    "/no-such-page",
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults(page: Page) -> list[str]:
    """What axe finds on the page."""
    page.evaluate(AXE)
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES
    )
    return [
        f"{one['id']}: {json.dumps([node['html'][:150] for node in one['nodes'][:2]])}"
        for one in found["violations"]
    ]


def overflow(page: Page) -> int:
    """Pixels that the page is wider than its window."""
    return int(
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )


def answer_all(page: Page, server: Running, course) -> None:
    """Answer every item, right and wrong in turn, and leave one refused."""
    for number, name in enumerate(course.lessons["1.1.1-merzim"].item_ids):
        samples = course.items[name].samples()
        wanted = "right" if number % 2 else "wrong"
        chosen = next((s for s in samples if s.name == wanted), samples[0])
        form = {key: list(values) for key, values in chosen.form.items()}
        pairs = [(key, value) for key, values in form.items() for value in values]
        page.evaluate(
            """async ([address, pairs]) => {
                const body = new URLSearchParams(pairs);
                await fetch(address, {method: "POST", body, headers: {"X-Fragment": "item"}});
            }""",
            [f"{LESSON}/items/{name}", pairs],
        )


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_pages_are_accessible_and_fit(chrome: Browser, server: Running, sample, theme, width):
    context = chrome.new_context(
        base_url=server.address,
        viewport={"width": width, "height": 800},
        color_scheme=theme,
        reduced_motion="reduce",
    )
    page = context.new_page()
    trouble = {}
    for address in PUBLIC:
        page.goto(address)
        trouble[address] = faults(page) + ([f"{overflow(page)} px"] if overflow(page) > 0 else [])
    page.goto(LESSON)
    answer_all(page, server, sample)
    page.goto(LESSON)
    trouble["answered"] = faults(page) + ([f"{overflow(page)} px"] if overflow(page) > 0 else [])
    token = server.database.write(first_instructor_link)
    page.goto(f"/welcome/{token}")
    trouble["welcome"] = faults(page)
    page.fill('[name="login"]', "ustaz")
    page.fill('[name="name"]', "Ұстаз Болатова")
    page.fill('[name="password"]', "құпия-сөз-1")
    page.locator("main form button").last.click()
    page.wait_for_url("**/teach")
    trouble["teach"] = faults(page)
    page.goto("/groups/1")
    trouble["group"] = faults(page)
    page.goto("/account")
    trouble["account"] = faults(page)
    context.close()
    assert {address: found for address, found in trouble.items() if found} == {}


@pytest.mark.parametrize("language", ["ru", "en"])
def test_other_languages_fit_a_phone(chrome: Browser, server: Running, language):
    context = chrome.new_context(base_url=server.address, viewport={"width": 360, "height": 740})
    context.add_cookies([{"name": "prefs", "value": f"{language}.auto.xl", "url": server.address}])
    page = context.new_page()
    trouble = {}
    for address in PUBLIC:
        page.goto(address)
        trouble[address] = faults(page) + ([f"{overflow(page)} px"] if overflow(page) > 0 else [])
        assert page.locator("html").get_attribute("lang") == language
    context.close()
    assert {address: found for address, found in trouble.items() if found} == {}


def test_no_page_shows_a_message_key(chrome: Browser, server: Running):
    context = chrome.new_context(base_url=server.address)
    page = context.new_page()
    for address in PUBLIC:
        page.goto(address)
        text = page.locator("body").inner_text()
        assert re.findall(r"\b[a-z_]+\.[a-z_]+\b(?!\.kz)", text) == [], address
    context.close()
