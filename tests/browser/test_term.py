"""A term from end to end in a browser, against a running server, on both databases.

An instructor makes a group and an exam; thirty students sit it, one with a lost line, one with
extra time, one late, one who never hands in; essays are marked; a key is corrected; the marks are
exported and agree with what was answered.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from playwright.sync_api import APIRequestContext, Browser, Page, Playwright, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.browser.conftest import Running
from tests.conftest import ENGINES, fresh_url
from webapp.__main__ import first_instructor_link
from webapp.local_time import show_local
from webapp.queries.people import find_account

ZONE = ZoneInfo("Asia/Almaty")
STUDENTS = 30
OFFLINE, SLOW, LATE, ABSENT = "s01", "s02", "s03", "s30"
TEACHER = {"login": "ustaz", "name": "Ұстаз Болатова", "password": "құпия-сөз-1"}
SECRET = "студент-құпия-1"
BANK = ("1.1-number", "1.1-short-text", "1.1-essay")


class ShiftedClock:
    """The true time, moved forward as the test wishes."""

    def __init__(self) -> None:
        self.shift = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.shift

    def pass_(self, **span: float) -> None:
        self.shift += timedelta(**span)


@dataclass
class Term:
    """What the test knows of the term."""

    server: Running
    clock: ShiftedClock
    playwright: Playwright
    desk: Page  # the instructor's
    answers: dict[str, dict[str, dict[str, list[str]]]] = field(default_factory=dict)

    def request(self) -> APIRequestContext:
        """Somebody's browser that shows nothing."""
        return self.playwright.request.new_context(
            base_url=self.server.address, extra_http_headers={"sec-fetch-site": "same-origin"}
        )


@pytest.fixture(params=ENGINES)
def term(
    request: pytest.FixtureRequest, chrome: Browser, playwright_driver: Playwright, sample, tmp_path
) -> Iterator[Term]:
    clock = ShiftedClock()
    server = Running(sample, tmp_path, fresh_url(request.param, request, tmp_path), clock)
    context = chrome.new_context(
        base_url=server.address,
        viewport={"width": 1280, "height": 900},
        reduced_motion="reduce",
        accept_downloads=True,
    )
    context.set_default_timeout(10_000)
    yield Term(server, clock, playwright_driver, context.new_page())
    context.close()
    server.stop()


def press(page: Page, selector: str) -> None:
    """Press and wait for the page that follows; what stood there instead is told."""
    try:
        with page.expect_navigation():
            page.click(selector)
    except PlaywrightTimeout:
        pytest.fail(f"{selector}: {page.url}\n{page.inner_text('main')[:1500]}")


def make_people(term: Term) -> dict[str, APIRequestContext]:
    """An instructor's account, a cohort with a roster of thirty, and each student's password."""
    desk = term.desk
    desk.goto(f"/welcome/{term.server.database.write(first_instructor_link)}")
    for name, value in TEACHER.items():
        desk.fill(f"[name={name}]", value)
    press(desk, "main form button.button:not([type=button])")
    desk.goto("/teach/cohorts/1/roster")
    rows = [
        f"Студент {letter.upper()}ліұлы;s{n:02};ПҚ-301"
        for n, letter in enumerate("аәбвгғдежзийкқлмнңоөпрстуұүфхһ"[:STUDENTS], start=1)
    ]
    desk.fill("[name=rows]", "\n".join(rows))
    desk.check("[name=make_groups]")
    press(desk, "main form button.button:not([type=button])")
    press(desk, "form[action$='/apply'] button")
    press(desk, "form[action$='/links'] button[value=page]")
    links = dict(
        re.findall(r"\b(s\d\d)\b.*?/reset/([\w-]+)", desk.content(), re.S),
    )
    assert len(links) == STUDENTS
    students = {}
    for login, token in links.items():
        one = students[login] = term.request()
        answer = one.post(f"/reset/{token}", form={"password": SECRET}, max_redirects=0)
        assert answer.status == 303
    return students


def write_item(term: Term) -> str:
    """The instructor's own question, with a wrong key; gives its id."""
    desk = term.desk
    desk.goto("/teach/cohorts/1/items/new?type=single-choice")
    desk.fill("[name=stem]", "Қадағалау актісін кім енгізеді?")
    for place, (text, why) in enumerate(
        (
            ("Прокурор", "Заң бұл құқықты прокурорға береді."),
            ("Адвокат", "Адвокат өтініш береді, акт енгізбейді."),
            ("Сарапшы", "Сарапшы қорытынды береді."),
            ("Аудармашы", "Аудармашы мәтінді аударады."),
        )
    ):
        desk.fill(f"[name='options.{place}.text']", text)
        desk.fill(f"[name='options.{place}.why']", why)
    desk.check("[name='options.right'][value='1']")  # the instructor's mistake
    desk.fill("[name=explanation]", "Бұл құқық прокурорда ([[ҚПК 192]]).")
    desk.fill("[name=norms]", "ҚПК 192")
    desk.locator("details:has([name=objectives]) > summary").first.click()
    desk.locator("[name=objectives]").first.check()
    desk.select_option("[name=theme]", "powers")
    desk.check("[name=basis][value=law]")
    press(desk, ".item-form .buttons button[value=save]")
    found = re.search(r"1\.1-own-\d+", desk.url + desk.content())
    assert found, desk.inner_text("main")
    return found.group()


def give_exam(term: Term, own: str) -> None:
    """An assessment of four items, given as an exam; the slow student has half the time more."""
    desk = term.desk
    desk.goto("/teach/cohorts/1/assessments/new")
    desk.fill("[name=title]", "Аралық емтихан")
    desk.check("[name=start][value=empty]")
    press(desk, "main form button.button:not([type=button])")
    press(desk, "button[value=section]")
    press(desk, "button[value='pick:0']")
    for item in (own, *BANK):
        desk.check(f"[name=item][value='{item}']")
    press(desk, "form[action$='/add'] button.button:not(.quiet)")
    press(desk, ".buttons button[value=save]")
    slow = term.server.database.read(find_account, SLOW)[0]
    desk.goto(f"/teach/cohorts/1/people/{slow}/accommodation")
    desk.fill("[name=factor]", "1,5")
    press(desk, "main form button.button")
    now = term.clock()
    desk.goto("/teach/cohorts/1/assignments/new")
    desk.fill("[name=title]", "Аралық емтихан")
    desk.select_option("[name=assessment]", label="Аралық емтихан")
    desk.check("[name=mode][value=exam]")
    for name, minutes in (("opens", -1), ("due", 30), ("closes", 60)):
        desk.fill(f"[name={name}]", show_local(now + timedelta(minutes=minutes), ZONE))
    desk.fill("[name=limit]", "20")
    desk.click("details:has([name=late]) > summary")
    desk.fill("[name=late]", "80")
    press(desk, "main form .buttons button.button, main form p > button.button")
    assert re.search(r"/teach/assignments/1$", desk.url), desk.inner_text("main")


def answers_of(number: int, own: str) -> dict[str, dict[str, list[str]]]:
    """What a student answers: two thirds see that the prosecutor is right."""
    right = number % 3 != 0
    words = "Прокурор заңдылықты қадағалайды және құқық бұзушылықты жояды. " * 3
    return {
        own: {"choice": ["a" if right else "b"]},
        "1.1-number": {"value": ["2" if number % 2 else "7"], "unit": ["ай"]},
        "1.1-short-text": {"text": ["қаулы" if number % 4 else "үкім"]},
        "1.1-essay": {"text": [f"{number}-жауап. {words}"]},
    }


def start(one: APIRequestContext) -> str:
    """Begin; gives the address of the sitting."""
    answer = one.post("/assignments/1/start", form={"do": "start"}, max_redirects=0)
    assert answer.status == 303, answer.text()
    found = re.match(r"/sittings/\d+", answer.headers["location"])
    assert found
    return found.group()


def save(one: APIRequestContext, sitting: str, answers: dict[str, dict[str, list[str]]]) -> None:
    for item, form in answers.items():
        flat = {name: values[0] for name, values in form.items()}
        answer = one.post(f"{sitting}/items/{item}/draft", form={"base": "0", **flat})
        assert answer.status == 200, answer.text()


def hand_in(one: APIRequestContext, sitting: str) -> None:
    answer = one.post(f"{sitting}/finish", form={"do": "finish"}, max_redirects=0)
    assert answer.status == 303
    assert one.get(f"{sitting}/receipt").status == 200


def sit_with_a_lost_line(
    term: Term, chrome: Browser, answers: dict[str, dict[str, list[str]]]
) -> None:
    """A phone: the line drops in the middle of the essay, and comes back."""
    context = chrome.new_context(
        base_url=term.server.address, viewport={"width": 360, "height": 740}, has_touch=True
    )
    context.set_default_timeout(10_000)
    phone = context.new_page()
    phone.goto("/sign-in?back=/assignments/1")
    phone.fill("[name=login]", OFFLINE)
    phone.fill("[name=password]", SECRET)
    with phone.expect_navigation():
        phone.press("[name=password]", "Enter")
    phone.goto("/assignments/1")
    press(phone, "main button[value=start]")
    for _ in range(len(answers)):
        form = phone.locator("#answer")
        item = form.get_attribute("data-item-id")
        assert item
        lost = item.endswith("essay")
        if lost:
            context.set_offline(True)
        for name, values in answers[item].items():
            control = form.locator(f"[name={name}]")
            if control.first.get_attribute("type") == "radio":
                form.locator(f"[name={name}][value='{values[0]}']").check()
            elif control.first.evaluate("one => one.tagName") == "SELECT":
                control.select_option(values[0])
            else:
                control.fill(values[0])
        if lost:
            expect(phone.locator("#net")).to_be_visible()
            context.set_offline(False)
        expect(form.locator("[data-save]")).to_contain_text("Сақталды", timeout=30_000)
        press(phone, "[data-move=next], [data-move=finish]")
    expect(phone.locator("main")).to_contain_text("Тапсырасыз ба")
    press(phone, "main form[data-hand-in] button[value=finish]")
    phone.goto(phone.url.replace("/result", "/receipt"))
    context.close()


def mark_essays(term: Term) -> int:
    """Full marks for everyone, one after another; gives how many were marked."""
    desk = term.desk
    desk.goto("/teach/assignments/1/marking/1.1-essay")
    marked = 0
    while desk.locator("form[data-marking] [data-save-mark]").count():
        names = desk.eval_on_selector_all(
            "form[data-marking] input[type=radio]", "all => [...new Set(all.map(o => o.name))]"
        )
        if desk.locator("[name=reason]").count():
            break  # an answer that is marked: the queue is done
        assert "ліұлы" not in desk.inner_text("main")  # names are hidden
        for name in names:
            values = desk.eval_on_selector_all(
                f"[name='{name}']", "all => all.map(o => Number(o.value))"
            )
            desk.check(f"[name='{name}'][value='{max(values)}']")
        press(desk, "[data-save-mark]")
        marked += 1
    return marked


def correct_key(term: Term, own: str) -> None:
    """Mend the item, look at what would move, apply."""
    desk = term.desk
    desk.goto(f"/teach/cohorts/1/items/{own}")
    desk.check("[name='options.right'][value='0']")
    press(desk, ".item-form .buttons button[value=save]")
    desk.goto(f"/teach/assignments/1/corrections/{own}?kind=raise")
    assert "20" in desk.inner_text("main")  # who chose the prosecutor and handed in
    desk.fill("[name=reason]", "Кілт қате болған: актіні прокурор енгізеді")
    press(desk, "form:has([name=fingerprint]) button")


def expected(term: Term, login: str, own: str) -> Fraction:
    """The share worked out here, apart from the program: after marking and the correction."""
    answers = term.answers[login]
    earned = Fraction(0)
    earned += answers[own]["choice"] in (["a"], ["b"])  # raised, or kept what the old key gave
    earned += answers["1.1-number"]["value"] == ["2"]
    earned += answers["1.1-short-text"]["text"] == ["қаулы"]
    earned += 1  # every essay got all its points
    share = earned / 4
    return share * Fraction(4, 5) if login == LATE else share


def test_a_term_from_the_group_to_the_exported_marks(term: Term, chrome: Browser, tmp_path: Path):
    students = make_people(term)
    own = write_item(term)
    give_exam(term, own)
    term.answers = {f"s{n:02}": answers_of(n, own) for n in range(1, STUDENTS + 1)}

    sit_with_a_lost_line(term, chrome, term.answers[OFFLINE])
    ordinary = [login for login in students if login not in (OFFLINE, LATE)]
    sitting = {login: start(students[login]) for login in ordinary}
    for login in ordinary:
        if login != SLOW:
            save(students[login], sitting[login], term.answers[login])
            if login != ABSENT:
                hand_in(students[login], sitting[login])
    term.clock.pass_(minutes=25)  # beyond the limit, not beyond the slow student's
    assert students[ABSENT].get(f"{sitting[ABSENT]}/state").json()["open"] is False
    save(students[SLOW], sitting[SLOW], term.answers[SLOW])
    hand_in(students[SLOW], sitting[SLOW])
    term.clock.pass_(minutes=7)  # after due, before close
    late = start(students[LATE])
    save(students[LATE], late, term.answers[LATE])
    hand_in(students[LATE], late)
    assert "ҚПК" not in students[LATE].get(f"{late}/result").text()  # no key before the close
    term.clock.pass_(minutes=60)

    assert mark_essays(term) == STUDENTS
    correct_key(term, own)
    shown = students[LATE].get(f"{late}/result").text()
    assert "Кілт қате болған" in shown  # the student is told
    assert "ҚПК" in shown  # and the keys are open now

    desk = term.desk
    desk.goto("/teach/cohorts/1/gradebook")
    desk.screenshot(path=tmp_path / "gradebook.png")
    text = desk.request.get("/teach/cohorts/1/gradebook.csv").body().decode("utf-8-sig")
    header, *rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    login_at = next(n for n, name in enumerate(header) if "огин" in name)
    assert len(rows) == STUDENTS
    for row in rows:
        numerator, denominator = row[9:11]  # the exact share, beside the rounded one
        assert Fraction(int(numerator), int(denominator)) == expected(term, row[login_at], own), row
        assert (row[11] != "") == (row[login_at] == LATE)
    book = openpyxl.load_workbook(
        io.BytesIO(desk.request.get("/teach/cohorts/1/gradebook.xlsx").body())
    )
    assert book.worksheets[0].max_row == STUDENTS + 1
