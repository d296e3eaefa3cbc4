"""Accessibility rules and layout of the instructors' pages, in both themes, phone and laptop."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from quizzes.rules import PRACTICE, Rules
from tests.browser.conftest import Running
from tests.browser.test_looks import faults, overflow
from tests.conftest import START
from tests.webapp import factories
from webapp.access import COOKIE, signer
from webapp.tables import item_reports, review_requests, users

LONG = "Әбдірахманқызы-Жұмабекова Гүлбаршын-Айсұлу Нұрмұхамедқызы"
ESSAY = {"text": ["Анықтау бір айдан аспайды, тергеу екі айдан аспайды деп ойлаймын мен"]}
SAMPLES = ("1.1-single-choice", "1.1-number", "1.1-essay")


def _school(connection: Any, items: list[Any]) -> dict[str, int]:
    """A cohort with two groups, an exam handed in by three, and work for its staff."""
    cohort = factories.cohort(connection, "2026 жылғы күз")
    group = factories.group(connection, cohort, "ПҚ-301")
    factories.group(connection, cohort, "ПҚ-302")
    lead = factories.member(connection, "lead", cohort, None, "instructor")
    factories.member(connection, "helper", cohort, group, "assistant")
    rules = Rules(mode="exam", visibility=PRACTICE)
    exam = factories.assignment(connection, cohort, items, rules, lead, title="Аралық бақылау")
    answers = {"1.1-essay": ESSAY, "1.1-single-choice": {"choice": ["b"]}}
    ids = {"cohort": cohort, "group": group, "exam": exam, "assessment": 1}
    for login in ("aliya", "bek", "gani"):
        ids["student"] = factories.member(connection, login, cohort, group)
        ids["sitting"], made = factories.handed_in(connection, ids["student"], exam, answers, items)
    connection.execute(users.update().where(users.c.id == ids["student"]).values(name=LONG))
    asked = {"user_id": ids["student"], "text": "Тағы бір рет қараңызшы.", "created_at": START}
    ids["review"] = factories.added(
        connection, review_requests, attempt_id=made["1.1-single-choice"], **asked
    )
    factories.added(
        connection,
        item_reports,
        item_id=items[0].id,
        item_version=items[0].version,
        cohort_id=cohort,
        kind="key",
        **asked,
    )
    return ids


def _addresses(ids: dict[str, int]) -> list[str]:
    cohort, exam = f"/teach/cohorts/{ids['cohort']}", f"/teach/assignments/{ids['exam']}"
    assessment = f"/teach/assessments/{ids['assessment']}"
    person = f"{cohort}/people/{ids['student']}"
    return [
        "/teach",
        "/teach/cohorts/new",
        cohort,
        *(
            f"{cohort}/{page}"
            for page in (
                "edit people staff roster archive copy calendar gradebook export marking reviews "
                "reports bank bank/1.1-essay items/new items/new?type=single-choice "
                "items/new?type=essay assessments assessments/new assignments/new"
            ).split()
        ),
        f"{cohort}/gradebook?name=жоқ",
        f"{cohort}/reviews/{ids['review']}",
        f"{cohort}/reports/1.1-single-choice",
        f"{cohort}/groups/{ids['group']}",
        f"/groups/{ids['group']}",
        f"/groups/{ids['group']}/sections/1.1",
        f"/groups/{ids['group']}/feed",
        f"{cohort}/help-rules",
        person,
        f"{person}/progress",
        f"{person}/accommodation",
        assessment,
        f"{assessment}/preview",
        f"{assessment}/paper",
        exam,
        *(
            f"{exam}/{page}"
            for page in (
                "edit extensions marking marking/1.1-essay results corrections "
                "corrections/1.1-single-choice?kind=full live analysis analysis/1.1-single-choice"
            ).split()
        ),
        f"{exam}/sittings/{ids['sitting']}",
        f"/teach/sittings/{ids['sitting']}",
    ]


@pytest.fixture
def ids(server: Running, sample) -> dict[str, int]:
    items = [sample.items[name] for name in SAMPLES]
    return server.database.write(lambda connection: _school(connection, items))


def _staff_page(chrome: Browser, server: Running, width: int, theme: str = "light") -> Page:
    context = chrome.new_context(
        base_url=server.address,
        viewport={"width": width, "height": 800},
        color_scheme=theme,
        reduced_motion="reduce",
    )
    value = signer(server.app.state.site.settings.secret_key).sign("lead").decode()
    context.add_cookies([{"name": COOKIE, "value": value, "url": server.address}])
    return context.new_page()


@pytest.mark.parametrize(("width", "theme"), [(360, "light"), (1280, "dark")])
def test_instructors_pages_are_accessible_and_fit(
    chrome: Browser, server: Running, ids, width, theme
):
    page = _staff_page(chrome, server, width, theme)
    trouble = {}
    for address in _addresses(ids):
        page.goto(address)
        trouble[address] = faults(page) + ([f"{overflow(page)} px"] if overflow(page) > 0 else [])
    page.context.close()
    assert {address: found for address, found in trouble.items() if found} == {}


def test_every_page_says_where_it_is_and_leads_only_to_pages(chrome: Browser, server: Running, ids):
    page = _staff_page(chrome, server, 1280)
    cohort = f"/teach/cohorts/{ids['cohort']}"
    links: set[str] = set()
    for address in _addresses(ids)[1:]:
        page.goto(address)
        crumbs = page.locator(".crumbs a").evaluate_all("all => all.map(a => a.pathname)")
        assert crumbs[0] == "/teach", address
        if address not in ("/teach/cohorts/new", cohort):
            assert crumbs[1] == cohort, address
        found = page.locator("main a[href^='/teach/']:not([download])")
        links |= set(found.evaluate_all("all => all.map(a => a.pathname)"))
    files = (".csv", ".xlsx", ".json", ".pdf")
    dead = {
        link: status
        for link in sorted(links)
        if not link.endswith(files) and (status := page.request.get(link).status) != 200
    }
    page.context.close()
    assert dead == {}


def test_the_number_of_students_follows_the_ticks(chrome: Browser, server: Running, ids):
    page = _staff_page(chrome, server, 360)
    page.goto(f"/teach/cohorts/{ids['cohort']}/assignments/new?student={ids['student']}")
    told = page.locator("#chosen-title")
    assert told.inner_text() == "1 студент таңдалды"
    page.locator(".single-students summary").click()
    others = page.locator(".single-students input[name=student]")
    others.nth(0).check()
    others.nth(1).check()
    assert told.inner_text() == "3 студент таңдалды"
    ticked = page.locator("input[name=student]:checked")
    while ticked.count():
        ticked.first.uncheck()
    assert told.is_hidden()
    page.context.close()


def test_heads_of_the_map_stay_in_sight_while_it_is_scrolled(chrome: Browser, server: Running, ids):
    def more(connection: Any) -> None:
        for number in range(30):
            login = f"student{number}"
            factories.member(connection, login, ids["cohort"], ids["group"])

    server.database.write(more)
    page = _staff_page(chrome, server, 360)
    for address in (f"/groups/{ids['group']}", f"/groups/{ids['group']}/sections/1.1"):
        page.goto(address)
        box = page.locator(".heat")
        box.evaluate("one => one.scrollTo(40, 600)")
        around, corner = box.bounding_box(), box.locator("thead .who-col").bounding_box()
        assert around is not None
        assert corner is not None
        assert box.evaluate("one => one.scrollTop") == 600
        assert abs(corner["y"] - around["y"]) < 4
        assert abs(corner["x"] - around["x"]) < 4
        assert overflow(page) == 0
    page.context.close()
