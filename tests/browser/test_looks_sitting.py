"""Accessibility rules and layout of a student's pages around a sitting, on a phone and a laptop.

The items of a running exam are looked at in test_sitting.
"""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Running
from tests.browser.test_looks import faults, overflow
from tests.browser.test_sitting import ESSAY, fill, give, saved, school, sign_in, start
from tests.webapp.exams import ALL_TYPES, RIGHT, every_type, exam_rules, fixed
from webapp.queries import notices

__all__ = ["school"]

DOOR = {
    "sections": [
        fixed("1.1-single-choice", "1.1-date", way_back=False, title="Бірінші бөлім"),
        fixed(ESSAY, title="Жазба жауап"),
    ]
}
CERTAIN = exam_rules(certainty=True, pass_share="3/4")


class Look:
    """Pages of one student, at one width and in one theme, with what is wrong with each."""

    def __init__(self, chrome: Browser, server: Running, school, width: int, theme: str) -> None:
        self.context = chrome.new_context(
            base_url=server.address,
            viewport={"width": width, "height": 800},
            color_scheme=theme,
            reduced_motion="reduce",
        )
        sign_in(self.context, server, school)
        self.page = self.context.new_page()
        self.trouble: dict[str, list[str]] = {}

    def at(self, name: str, address: str = "") -> None:
        if address:
            self.page.goto(address)
        wide = overflow(self.page)
        found = faults(self.page) + ([f"{wide} px"] if wide > 0 else [])
        if found:
            self.trouble[name] = found


SCREENS = [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")]


def named(screen: tuple[int, str]) -> str:
    return f"{screen[1]}-{screen[0]}"


@pytest.fixture(params=SCREENS, ids=named)
def look(request, chrome: Browser, server: Running, school):
    made = Look(chrome, server, school, *request.param)
    yield made
    made.context.close()


def test_an_exam_with_a_door_and_certainty(look: Look, server, school):
    give(school, DOOR, rules=CERTAIN, due=datetime.now(UTC) + timedelta(hours=2))
    page = look.page
    look.at("home", "/")
    assert page.locator(".home-task").count() == 1
    look.at("list", "/assignments")
    address = start(page, server, school)
    page.locator(".certainty summary").click()
    look.at("certainty")
    fill(page, {"choice": "a"})
    saved(page)
    look.at("door", f"{address}/door")
    page.locator('form[action$="/door"] button').click()
    page.wait_for_url("**/3")
    look.at("left", f"{address}/1")
    page.goto(f"{address}/3")
    fill(page, RIGHT[ESSAY])
    saved(page)
    page.goto(f"{address}/finish")
    page.locator("[data-hand-in] button").click()
    page.wait_for_url("**/receipt")
    look.at("result", f"{address}/result")
    look.at("after", f"/assignments/{school.assignment}")
    look.at("list after", "/assignments")
    page.goto(f"{address}/result")
    page.locator('a[href$="/review"]').first.click()
    look.at("review")
    page.locator("main form button").click()
    look.at("review empty")
    page.goto(f"{address}/result")
    page.locator('a[href*="/report?"]').first.click()
    look.at("report")
    page.locator("main form button").click()
    look.at("report empty")
    assert look.trouble == {}


@pytest.mark.parametrize("look", SCREENS[::3], ids=named, indirect=True)  # the longest test
def test_practice_judged_at_once_for_every_type(look: Look, server, school):
    give(school, every_type(), rules={"mode": "practice"}, closes=None, limit_s=None)
    page = look.page
    address = start(page, server, school)
    for number, name in enumerate(ALL_TYPES, start=1):
        page.goto(f"{address}/{number}")
        if number == 1:
            page.locator("[data-check]").click()
            page.wait_for_selector("[role=alert]")
            look.at("nothing chosen")
        fill(page, RIGHT[f"1.1-{name}"])
        page.locator("[data-check]").click()
        page.wait_for_selector(".judged, .notice .icon")
        look.at(name)
    page.goto(f"{address}/finish")
    page.locator("[data-hand-in] button").click()
    page.wait_for_url("**/receipt")
    look.at("result", f"{address}/result")
    assert look.trouble == {}


def test_what_stands_around_it(look: Look, server, school):
    look.at("no assignments", "/assignments")
    look.at("no notices", "/notices")
    now = datetime.now(UTC)
    give(school, opens=now + timedelta(days=2), closes=now + timedelta(days=3))
    look.at("early", f"/assignments/{school.assignment}")
    give(school, password_hash="x")
    look.at("password", f"/assignments/{school.assignment}")
    give(school, opens=now - timedelta(days=2), closes=now - timedelta(days=1))
    look.at("closed", f"/assignments/{school.assignment}")
    school.database.write(
        lambda connection: notices.tell(
            connection,
            [school.people["aliya"]],
            "assignment_new",
            f"/assignments/{school.assignment}",
            now,
            title="Аралық бақылау",
        )
    )
    look.at("notices", "/notices")
    look.page.goto("/assignments")
    look.page.locator('button[name="make"]').click()
    look.at("calendar")
    look.at("account", "/account")
    look.page.locator("summary").first.click()
    look.at("leaving")
    look.at("join", "/join/kod")
    look.at("my reports", "/reports")
    assert look.trouble == {}
