"""The gradebook, an assignment's results, a sitting for staff, and the files."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Any

import openpyxl
import pytest
from sqlalchemy import event

from quizzes.item import Item
from quizzes.rules import PRACTICE, Rules
from tests.conftest import START, Browser
from tests.webapp import exams, factories
from webapp.queries import gradebook as grids
from webapp.queries import people, sittings
from webapp.tables import assignment_targets, enrolments, looks, sitting_items, users
from webapp.tables import assignments as assignments_table
from webapp.tables import attempts as attempts_table
from webapp.tables import sittings as sittings_table

THIN = "\u202f"
ITEMS = ("1.1-single-choice", "1.1-multiple-choice", "1.1-essay")
ESSAY = {"text": ["Анықтау бір айдан аспайды, тергеу екі айдан аспайды деп ойлаймын мен"]}


@dataclass
class School:
    """Two groups; Әлия and Бек in the first, Ғани in the second; an exam and a practice."""

    browser: Browser
    app: Any
    database: Any
    cohort: int
    groups: dict[str, int]
    users: dict[str, int]
    exam: int
    practice: int
    sittings: dict[str, int]
    attempts: dict[str, dict[str, int]]

    def get(self, who: str | None, address: str, status: int = 200) -> Any:
        factories.become(self.browser, self.app, who)
        answer = self.browser.get(address)
        assert answer.status_code == status, (address, answer.status_code)
        return answer

    def book(self, query: str = "", who: str = "lead") -> str:
        return str(self.get(who, f"/teach/cohorts/{self.cohort}/gradebook{query}").text)

    def csv(self, address: str, who: str = "lead") -> list[dict[str, str]]:
        text = self.get(who, address).content.decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def _fill(connection: Any, items: list[Item]) -> dict[str, Any]:
    cohort = factories.cohort(connection, "2026 күз")
    groups = {name: factories.group(connection, cohort, name) for name in ("ПҚ-1", "ПҚ-2")}
    users_made = {
        "lead": factories.member(connection, "lead", cohort, None, "instructor"),
        "first": factories.member(connection, "first", cohort, groups["ПҚ-1"], "instructor"),
        "helper": factories.member(connection, "helper", cohort, groups["ПҚ-2"], "assistant"),
    }
    for login, name, group in (
        ("aliya", "Әлия Серікова", "ПҚ-1"),
        ("bek", "Бек Асқаров", "ПҚ-1"),
        ("gani", "Ғани Оспанов", "ПҚ-2"),
    ):
        users_made[login] = factories.member(connection, login, cohort, groups[group])
        connection.execute(users.update().where(users.c.id == users_made[login]).values(name=name))
    rules = Rules(mode="exam", visibility=PRACTICE, pass_share=Fraction(1, 2))
    exam = factories.assignment(
        connection, cohort, items, rules, users_made["lead"], title="Емтихан"
    )
    practice = factories.assignment(
        connection, cohort, items[:2], Rules(), users_made["lead"], title="Жаттығу"
    )
    made: dict[str, int] = {}
    attempts: dict[str, dict[str, int]] = {}
    made["aliya"], attempts["aliya"] = factories.handed_in(
        connection,
        users_made["aliya"],
        exam,
        {ITEMS[0]: {"choice": ["a"]}, ITEMS[1]: {"choice": ["a"]}, ITEMS[2]: ESSAY},
        items,
    )
    made["bek"], attempts["bek"] = factories.handed_in(
        connection, users_made["bek"], exam, {ITEMS[0]: {"choice": ["b"]}}, items
    )
    made["gani"], attempts["gani"] = factories.handed_in(
        connection, users_made["gani"], exam, {}, items, closed=None
    )
    made["practice"], _ = factories.handed_in(
        connection, users_made["bek"], practice, {ITEMS[1]: {"choice": ["a"]}}, items[:2]
    )
    return {
        "cohort": cohort,
        "groups": groups,
        "users": users_made,
        "exam": exam,
        "practice": practice,
        "sittings": made,
        "attempts": attempts,
    }


@pytest.fixture
def school(app, database, sample):
    with Browser(app) as browser:
        items = [sample.items[name] for name in ITEMS]
        made = database.write(_fill, items)
        yield School(browser, app, database, **made)


def row_of(html: str, name: str) -> str:
    """The line of a student in the gradebook."""
    start = html.index(f'class="who-name">{name}<')
    return html[start : html.index("</tr>", start)]


def test_the_gradebook_says_of_each_student_how_far_each_assignment_is(school):
    html = school.book()
    aliya, bek, gani = (row_of(html, n) for n in ("Әлия Серікова", "Бек Асқаров", "Ғани Оспанов"))
    # 1 + ½ of 3, and an essay to be marked
    assert f">50{THIN}%</a>" in aliya
    assert "1,5 / 3" in aliya
    assert "тапсырылған · өтті" in aliya
    assert "басталмаған" in aliya
    assert f">0{THIN}%</a>" in bek
    assert "бағаланған · өтпеді" in bek
    assert f">25{THIN}%</a>" in bek  # ½ of 2
    assert "орындалып жатыр" in gani
    assert f'href="/teach/sittings/{school.sittings["aliya"]}"' in aliya
    assert f'href="/teach/sittings/{school.sittings["gani"]}"' in gani


def test_while_an_answer_waits_every_page_says_how_much_is_sure_so_far(school):
    aliya = school.users["aliya"]
    pages = (
        row_of(school.book(), "Әлия Серікова"),
        school.get("lead", f"/teach/assignments/{school.exam}?state=handed-in").text,
        school.get("lead", f"/teach/cohorts/{school.cohort}/people/{aliya}/progress").text,
        school.get("lead", f"/teach/assignments/{school.exam}/results").text,
    )
    for html in pages:
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))
        assert re.search(r"әзірге 50 ?%", text)
        assert "өтті" in text or html is pages[3]
    assert "әзірге" not in row_of(school.book(), "Бек Асқаров")


def test_names_stand_in_the_kazakh_order_and_results_from_the_highest(school):
    def order(html: str) -> list[str]:
        return sorted(("Әлия", "Бек", "Ғани"), key=html.index)

    assert order(school.book()) == ["Әлия", "Бек", "Ғани"]
    assert order(school.book("?sort=result")) == ["Әлия", "Бек", "Ғани"]
    school.database.write(
        lambda connection: sittings.add_outcome(
            connection, school.attempts["bek"][ITEMS[0]], "scored", Fraction(1), (), START
        )
    )
    # Бек: ⅓ and ¼; Әлия: ½
    assert order(school.book("?sort=result")) == ["Әлия", "Бек", "Ғани"]
    assert order(school.book(f"?sort=result&assignment={school.practice}"))[0] == "Бек"


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?name=сер", {"Әлия"}),
        ("?state=in-progress", {"Ғани"}),
        ("?state=marked", {"Бек"}),
        ("?state=not-started&assignment=exams", set()),
        ("?group={ПҚ-2}", {"Ғани"}),
        ("?group=999&state=x&sort=y&assignment=zz&name=", set()),
    ],
)
def test_filters_leave_those_who_match(school, query, shown):
    html = school.book(query.format(**school.groups))
    assert {name for name in ("Әлия", "Бек", "Ғани") if name in html} == shown


def test_totals_and_files_follow_the_chosen_group(school):
    group = school.groups["ПҚ-2"]
    html = school.book(f"?group={group}")
    assert "Көрсетілгені: 1, барлығы: 1" in html
    for ending in ("csv", "xlsx"):
        assert f"/gradebook.{ending}?group={group}" in html
    address = f"/teach/cohorts/{school.cohort}/gradebook.csv?group={group}"
    assert [row["Аты-жөні"] for row in school.csv(address)] == ["Ғани Оспанов"]
    assert school.csv(address, "first") == []  # of another group one learns nothing


def test_an_assignment_can_be_looked_at_alone(school):
    html = school.book(f"?assignment={school.practice}")
    assert f'href="/teach/assignments/{school.practice}/results"' in html
    assert f'href="/teach/assignments/{school.exam}/results"' not in html


def test_staff_of_a_group_see_only_its_students(school):
    first, helper = school.book(who="first"), school.book(who="helper")
    assert "Әлия" in first
    assert "Ғани" not in first
    assert "Ғани" in helper
    assert "Әлия" not in helper
    school.get("first", f"/teach/sittings/{school.sittings['aliya']}")
    school.get("first", f"/teach/sittings/{school.sittings['gani']}", 403)
    school.get("helper", f"/teach/sittings/{school.sittings['aliya']}", 403)
    for address in (
        f"/teach/cohorts/{school.cohort}/gradebook.csv",
        f"/teach/cohorts/{school.cohort}/export/answers.csv",
        f"/teach/cohorts/{school.cohort}/export/members.csv",
        f"/teach/assignments/{school.exam}/results.csv",
    ):
        names = " ".join(" ".join(row.values()) for row in school.csv(address, "helper"))
        assert "Әлия" not in names
        assert "Бек" not in names


def test_of_several_tries_the_one_that_counts_is_opened_and_the_others_linked(school, sample):
    items = [sample.items[name] for name in ITEMS[:2]]

    def again(connection: Any) -> int:
        connection.execute(
            sittings_table.update()
            .where(sittings_table.c.id == school.sittings["practice"])
            .values(ordinal=2)
        )
        sitting_id, _ = factories.handed_in(
            connection,
            school.users["bek"],
            school.practice,
            {ITEMS[0]: {"choice": ["a"]}, ITEMS[1]: {"choice": ["a", "b"]}},
            items,
        )
        connection.execute(
            sittings_table.update().where(sittings_table.c.id == sitting_id).values(ordinal=3)
        )
        return sitting_id

    best = school.database.write(again)
    row = row_of(school.book(f"?assignment={school.practice}"), "Бек Асқаров")
    assert f'class="cell-number" href="/teach/sittings/{best}"' in row
    assert f'href="/teach/sittings/{school.sittings["practice"]}"' in row
    assert f">100{THIN}%<" in row


def test_who_left_keeps_a_line_only_if_they_handed_something_in(school):
    def leave(connection: Any) -> None:
        connection.execute(
            enrolments.update()
            .where(enrolments.c.user_id == school.users["bek"])
            .values(ended_at=START)
        )
        dana = factories.member(connection, "dana", school.cohort, school.groups["ПҚ-1"])
        connection.execute(
            enrolments.update().where(enrolments.c.user_id == dana).values(ended_at=START)
        )

    school.database.write(leave)
    html = school.book()
    assert "топтан шыққан" in row_of(html, "Бек Асқаров")
    assert "dana" not in html


def test_an_assignment_given_to_one_group_is_not_given_to_the_other(school):
    def narrow(connection: Any) -> None:
        connection.execute(
            assignment_targets.delete().where(assignment_targets.c.assignment_id == school.practice)
        )
        connection.execute(
            assignment_targets.insert().values(
                assignment_id=school.practice, kind="group", target_id=school.groups["ПҚ-1"]
            )
        )

    school.database.write(narrow)
    html = school.book()
    assert "берілмеген" in row_of(html, "Ғани Оспанов")
    assert "берілмеген" not in row_of(html, "Әлия Серікова")


def statements(database: Any, work: Any) -> int:
    """How many statements a piece of reading sends."""
    seen: list[str] = []

    def count(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(database.reading, "before_cursor_execute", count)
    try:
        work()
    finally:
        event.remove(database.reading, "before_cursor_execute", count)
    return len(seen)


def _crowd(connection: Any, cohort: int, group: int, author: int, items: list[Item]) -> None:
    """120 students, six assignments, each sat by all."""
    people_made = [
        people.add_account(connection, f"s{number}", f"Студент {number}", "-", START)
        for number in range(120)
    ]
    connection.execute(
        enrolments.insert(),
        [
            {
                "user_id": user_id,
                "cohort_id": cohort,
                "group_id": group,
                "role": "student",
                "created_at": START,
            }
            for user_id in people_made
        ],
    )
    for number in range(6):
        given = factories.assignment(
            connection, cohort, items, Rules(), author, title=f"Тапсырма {number}"
        )
        first = (
            (
                connection.execute(
                    sittings_table.select().order_by(sittings_table.c.id.desc())
                ).first()[0]
            )
            + 1
        )
        connection.execute(
            sittings_table.insert(),
            [
                {
                    "id": first + place,
                    "user_id": user_id,
                    "assessment": f"assignment:{given}",
                    "ordinal": 1,
                    "assignment_id": given,
                    "seed": "x",
                    "started_at": START,
                    "closed_at": START,
                    "scored_at": START,
                }
                for place, user_id in enumerate(people_made)
            ],
        )
        connection.execute(
            sitting_items.insert(),
            [
                {
                    "sitting_id": first + place,
                    "position": position,
                    "section": 0,
                    "item_id": item.id,
                    "item_version": item.version,
                    "points": 1,
                    "flagged": False,
                }
                for place in range(120)
                for position, item in enumerate(items, start=1)
            ],
        )


def test_the_gradebook_takes_a_handful_of_statements_however_many_students(school, sample):
    items = [sample.items[name] for name in ITEMS[:2]]

    def load() -> Any:
        return school.database.read(grids.load_grid, school.cohort)

    school.browser.portal.call(school.app.state.keeper.stop)  # it reads beside
    few = statements(school.database, load)
    school.database.write(_crowd, school.cohort, school.groups["ПҚ-1"], school.users["lead"], items)
    assert len(load().members) == 123
    assert statements(school.database, load) == few <= 10
    html = school.book()
    assert html.count('class="who-name"') == 40  # a leaf of them


def test_results_show_every_item_and_how_the_marks_are_spread(school):
    html = school.get("lead", f"/teach/assignments/{school.exam}/results").text
    assert "Нәтижесі бар студент: 2" in html
    assert f"медиана — 25{THIN}%" in html  # of ½ and 0
    assert "Өту шегіне жеткені: 1" in html
    assert f'href="/teach/assignments/{school.exam}/corrections/{ITEMS[0]}"' in html
    assert "Ғани" not in html  # still sitting it
    helper = school.get("helper", f"/teach/assignments/{school.exam}/results").text
    assert "corrections" not in helper


def test_of_many_items_the_worst_are_listed_and_each_paper_stands_in_its_own_order(
    school, monkeypatch
):
    monkeypatch.setattr("webapp.routes.gradebook.MOST_COLUMNS", 2)
    monkeypatch.setattr("webapp.routes.gradebook.WORST", 1)
    address = f"/teach/assignments/{school.exam}/results"
    html = school.get("lead", address).text
    assert html.count('class="item-link"') == 1
    assert f"corrections/{ITEMS[1]}" in html  # nobody had it whole; the essay waits for a mark
    assert f'href="{address}?items=all#items-title"' in html
    assert "студенттің өз жұмысындағы" in html
    whole = school.get("lead", f"{address}?items=all").text
    assert whole.count('class="item-link"') == 3


def test_staff_see_every_answer_of_a_sitting_and_how_it_was_judged(school):
    html = school.get("lead", f"/teach/sittings/{school.sittings['aliya']}").text
    assert "Әлия Серікова" in html
    assert ESSAY["text"][0] in html
    assert "тексеруді күтіп тұр" in html
    assert f'href="/teach/assignments/{school.exam}/marking"' in html
    assert html.count('class="answer-file"') == 3


def test_the_trail_of_a_mark_shows_the_old_mark_who_changed_it_and_why(school):
    school.database.write(
        lambda connection: sittings.add_outcome(
            connection,
            school.attempts["bek"][ITEMS[0]],
            "scored",
            Fraction(1, 3),
            (),
            START,
            marked_by=school.users["lead"],
            reason="Қайта қаралды <b>",
        )
    )
    html = school.get("lead", f"/teach/sittings/{school.sittings['bek']}").text
    trail = html[html.index('class="trail"') :]
    trail = trail[: trail.index("</ol>")]
    assert trail.index("0 / 1") < trail.index("0,33 / 1")
    assert "автоматты түрде" in trail
    assert "lead аты" in trail
    assert "Қайта қаралды &lt;b&gt;" in trail


def test_set_aside_texts_are_shown_with_the_answer(school):
    school.database.write(
        lambda connection: sittings.keep_aside(
            connection,
            school.sittings["aliya"],
            ITEMS[2],
            {"text": ["Бұрынғы мәтін"]},
            "draft-conflict",
            START,
        )
    )
    html = school.get("lead", f"/teach/sittings/{school.sittings['aliya']}").text
    assert "Бұрынғы мәтін" in html


def test_every_look_at_a_sitting_is_logged(school):
    for who in ("lead", "first"):
        school.get(who, f"/teach/sittings/{school.sittings['aliya']}")
    school.get("helper", f"/teach/sittings/{school.sittings['aliya']}", 403)
    rows = school.database.read(lambda connection: list(connection.execute(looks.select())))
    assert [row.viewer_id for row in rows] == [school.users["lead"], school.users["first"]]
    sitting = school.sittings["aliya"]
    assert {(row.user_id, row.page) for row in rows} == {
        (school.users["aliya"], f"sitting:{sitting}")
    }


@pytest.mark.parametrize("text", ["0", "abc", "999999", "99999999999"])
def test_what_does_not_exist_is_not_found(school, text):
    for address in (
        f"/teach/sittings/{text}",
        f"/teach/assignments/{text}/results",
        f"/teach/assignments/{text}/corrections",
        f"/teach/assessments/{text}/paper",
        f"/teach/cohorts/{text}/gradebook",
    ):
        school.get("lead", address, 404)


def test_the_gradebook_file_has_exact_shares(school):
    school.database.write(
        lambda connection: sittings.add_outcome(
            connection, school.attempts["bek"][ITEMS[0]], "scored", Fraction(1), (), START
        )
    )
    rows = {
        row["Аты-жөні"]: row for row in school.csv(f"/teach/cohorts/{school.cohort}/gradebook.csv")
    }
    bek = rows["Бек Асқаров"]
    assert bek["Емтихан: %"] == "33,3333"
    assert (bek["Емтихан: Дәл үлесі: алымы"], bek["Емтихан: Дәл үлесі: бөлімі"]) == ("1", "3")
    assert rows["Ғани Оспанов"]["Емтихан: күйі"] == "орындалып жатыр"
    assert rows["Ғани Оспанов"]["Емтихан: %"] == ""


def test_results_file_has_a_line_a_sitting_and_a_column_an_item(school):
    rows = {
        row["Аты-жөні"]: row for row in school.csv(f"/teach/assignments/{school.exam}/results.csv")
    }
    assert rows["Әлия Серікова"][ITEMS[1]] == "0,5"
    assert rows["Әлия Серікова"][ITEMS[2]] == ""  # waits
    assert rows["Бек Асқаров"][ITEMS[2]] == "0"  # not answered
    assert rows["Бек Асқаров"]["Басталды"] == "2026-11-25 12:00:00"


def test_the_file_of_answers_holds_what_was_typed_and_the_whole_trail(school):
    rows = school.csv(f"/teach/cohorts/{school.cohort}/export/answers.csv")
    essay = next(row for row in rows if row["Сұрақ"] == ITEMS[2])
    assert essay["Терілгені"] == ESSAY["text"][0]
    assert essay["Күйі"] == "тексеруді күтіп тұр"
    choice = next(row for row in rows if row["Аты-жөні"].startswith("Бек"))
    assert choice["Терілгені"] == "choice: b"
    assert choice["Баға тарихы"] == "2026-11-25 14:00:00 · 0 · автоматты түрде"
    assert len(choice["Нұсқасы"]) == 16


def test_formulas_in_names_and_answers_are_harmless_in_every_file(school):
    evil = "=HYPERLINK(1)"

    def spoil(connection: Any) -> None:
        connection.execute(
            users.update().where(users.c.id == school.users["aliya"]).values(name=evil)
        )
        connection.execute(
            attempts_table.update()
            .where(attempts_table.c.id == school.attempts["aliya"][ITEMS[2]])
            .values(form=json.dumps({"text": ["@SUM(A1)"]}))
        )
        connection.execute(assignments_table.update().values(title="+Емтихан"))

    school.database.write(spoil)
    for name in ("gradebook", "export/answers", "export/members"):
        base = f"/teach/cohorts/{school.cohort}/{name}"
        text = school.get("lead", f"{base}.csv").content.decode("utf-8-sig")
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=";"):
            assert not any(cell.startswith(("=", "@", "+", "-")) for cell in row)
        book = openpyxl.load_workbook(io.BytesIO(school.get("lead", f"{base}.xlsx").content))
        for row in book.active.iter_rows():
            assert all(cell.data_type != "f" for cell in row)
            assert all(cell.data_type == "s" for cell in row if cell.value == evil)


def test_one_workbook_holds_everything(school):
    answer = school.get("lead", f"/teach/cohorts/{school.cohort}/export/everything.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert len(book.sheetnames) == 7
    assert answer.headers["content-length"] == str(len(answer.content))
    header = answer.headers["content-disposition"]
    assert header.isascii()
    assert "everything-2026" in header
    assert "filename*=UTF-8''everything-2026%20%D0%BA" in header


def test_a_handful_of_statements_for_a_hundred_sittings_of_answers(school, sample):
    items = [sample.items[name] for name in ITEMS[:2]]
    school.database.write(_crowd, school.cohort, school.groups["ПҚ-1"], school.users["lead"], items)
    address = f"/teach/cohorts/{school.cohort}/export/answers.csv"
    factories.become(school.browser, school.app, "lead")
    school.browser.portal.call(school.app.state.keeper.stop)  # it reads beside
    # 723 sittings in eight pieces of a hundred, two statements each
    assert statements(school.database, lambda: school.browser.get(address)) < 30


def test_the_page_of_files_names_them_all(school):
    html = school.get("helper", f"/teach/cohorts/{school.cohort}/export").text
    for name in ("members", "answers", "accommodations", "extensions", "corrections", "marks"):
        assert f"/export/{name}.csv" in html
        assert f"/export/{name}.xlsx" in html
        school.get("helper", f"/teach/cohorts/{school.cohort}/export/{name}.csv")
    assert f"/teach/assignments/{school.exam}/results.xlsx" in html


def test_late_work_is_marked_so(school):
    school.database.write(
        lambda connection: connection.execute(
            assignments_table.update().values(due_at=START - timedelta(hours=2))
        )
    )
    assert "кешіккен" in row_of(school.book(), "Бек Асқаров")


def test_an_assistant_is_not_led_to_corrections(school):
    address = f"/teach/sittings/{school.sittings['gani']}"
    assert "/corrections/" in school.get("lead", address).text
    assert "/corrections/" not in school.get("helper", address).text


def test_who_has_some_of_the_groups_is_not_led_to_corrections_of_all(school):
    """They would be refused."""
    school.get("first", f"/teach/assignments/{school.exam}/corrections", 403)
    for page in ("", "/results", "/analysis", "/live", "/marking", "/extensions"):
        address = f"/teach/assignments/{school.exam}{page}"
        assert "/corrections" not in school.get("first", address).text
        assert "/corrections" in school.get("lead", address).text


def test_a_long_gradebook_comes_in_leaves_and_keeps_its_filters(browser, database):
    school = exams.make_school(database)
    for number in range(45):
        school.person(f"student{number:02}")
    school.give()
    exams.become(browser, school, "ustaz")
    at = f"/teach/cohorts/{school.cohort}/gradebook"
    first = browser.get(f"{at}?sort=result").text
    assert first.count("who-name") == 40
    assert "?sort=result&amp;leaf=2" in first
    last = browser.get(f"{at}?sort=result&leaf=2").text
    assert last.count("who-name") == 7
    assert browser.get(f"{at}?leaf=99").text.count("who-name") == 7
    assert browser.get(f"{at}?leaf=x").text.count("who-name") == 40
