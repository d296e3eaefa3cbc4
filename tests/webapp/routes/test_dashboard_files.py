"""The tables of the dashboards as files: what they hold, in which language, for whom."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from quizzes.item_figures import FIGURES
from quizzes.score_summary import score_figures
from tests.conftest import START, Browser
from tests.webapp import factories
from tests.webapp.insight import term as terms
from webapp import figure_words
from webapp.insight.counting import count_all
from webapp.insight.figures import all_figures
from webapp.messages import translate
from webapp.queries import summaries
from webapp.tables import alert_events, cohorts, groups, help_alerts, item_summaries, looks
from webapp.writer import StorageError

ZONE = ZoneInfo("Asia/Almaty")


@pytest.fixture
def term(app, database, sample):
    made = database.write(terms.fill, sample)
    database.write(count_all, sample, ZONE)  # so that the keeper has nothing to do beside us
    with Browser(app) as browser:
        yield terms.Term(browser, app, database, **made)


def rows_of(answer) -> list[dict[str, str]]:
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def book_of(answer):
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def number(text: str) -> float:
    return float(text.replace(",", "."))


def test_sections_tell_of_each_member_and_section_how_they_stand(term):
    rows = rows_of(term.get("first", f"/groups/{term.group}/export/sections.csv"))
    mine = [one for one in rows if one["Бөлім нөмірі"] == "1.1"]
    assert len(mine) == terms.STUDENTS
    by_login = {one["Логин"]: one for one in mine}
    six = by_login["s6"]
    assert (six["Жауаптар"], six["Жауап берген сұрақтары"], six["Дұрыс"]) == ("6", "6", "6")
    assert by_login["s0"]["Дұрыс"] == "0"
    assert by_login["s0"]["Жауаптар"] == "2"  # the exam's and the lesson's, not one's own set's
    assert six["Жағдайы"] == "оқып жатыр"
    assert "other" not in by_login


def test_objectives_tell_mastery_with_its_n(term):
    rows = rows_of(term.get("lead", f"/groups/{term.group}/export/objectives.csv"))
    known = [one for one in rows if one["Алғашқы жауаптар (n)"] != "0"]
    assert known
    for one in rows:
        assert bool(one["Меңгеру үлесі, %"]) == (one["Меңгеруі"] != "мәлімет аз")


def test_what_to_explain_counts_students_and_first_answers(term):
    rows = rows_of(term.get("lead", f"/groups/{term.group}/export/explain.csv?days=0"))
    objectives = [one for one in rows if one["Барлық жауаптар"]]
    assert objectives
    assert len(objectives) < len(rows)  # a misconception is of nothing
    for one in objectives:
        missed, asked = int(one["Қате жауаптар"]), int(one["Барлық жауаптар"])
        assert 0 < int(one["Қателескен студенттер"]) <= int(one["Сұрақ қойылған студенттер"])
        if asked >= 10:
            assert number(one["Қате үлесі, %"]) == pytest.approx(100 * missed / asked, abs=1e-4)
        else:
            assert one["Қате үлесі, %"] == ""
    cost = [int(one["Қателескен студенттер"]) for one in objectives]
    assert cost == sorted(cost, reverse=True)


def test_what_to_explain_says_how_much_fell_on_questions_in_doubt(term):
    address = f"/groups/{term.group}/export/explain.csv?days=0"
    assert {one["Күмәнді сұрақтар"] for one in rows_of(term.get("lead", address))} == {""}
    item = terms.ASKED[0]
    nothing = [0, None, "too-few", None]
    kept = dict.fromkeys(("facility", "discrimination", "guess", "seconds"), nothing)
    figures = {"n": 20, "blank": 0, "flags": [["key-doubtful", True, None, {}]]} | kept
    doubt = (
        item_summaries.update()
        .where(item_summaries.c.item_id == item)
        .values(worst=0, figures=json.dumps(figures))
    )
    term.database.write(lambda connection: connection.execute(doubt))
    rows = rows_of(term.get("lead", address))
    told = [one for one in rows if one["Күмәнді сұрақтар"]]
    assert {one["Күмәнді сұрақтар"] for one in told} == {item}
    for one in rows:
        fell = int(one["Күмәнді сұраққа тиесілі қате жауаптар"])
        assert (fell > 0) == (one in told)
        assert fell <= int(one["Қате жауаптар"])


def test_help_names_rule_and_evidence_and_the_book_says_what_the_rules_are(term, clock):
    clock.pass_(days=9)
    answer = term.get("lead", f"/groups/{term.group}/export/help.xlsx")
    book = book_of(answer)
    sheet = book.worksheets[0]
    head = [one.value for one in sheet[1]]
    found = [
        dict(zip(head, [cell.value for cell in row], strict=True)) for row in sheet.iter_rows(2)
    ]
    assert {one["Логин"] for one in found} == {f"s{n}" for n in range(terms.STUDENTS)}
    silent = [one for one in found if one["Ереже"] == translate("kk", "glance.short_silent")]
    assert len(silent) == terms.STUDENTS
    assert all("9" in one["Негізі"] for one in silent)
    words = [row[1].value for row in book["Анықтамалар"].iter_rows(2)]
    assert translate("kk", "help_rules.says_silent", n=7) in words


def test_analysis_holds_every_figure_with_its_n_and_the_test_as_a_whole(term, sample):
    book = book_of(term.get("lead", f"/teach/assignments/{term.exam}/analysis.xlsx"))
    assert book.sheetnames == ["Сұрақтар", "Жалпы балл", "Сұрақтардың үлесі", "Анықтамалар"]
    items, totals, parts, words = book.worksheets
    head = [one.value for one in items[1]]
    scope = summaries.of_assignment(term.exam)
    for row in items.iter_rows(2):
        found = dict(zip(head, [cell.value for cell in row], strict=True))
        item = sample.items[found["Сұрақ"]]
        (stored,) = term.database.read(summaries.find_item_figures, scope, item.id)
        figures = all_figures(item, stored.summary)
        assert found["Жауап саны (n)"] == figures.n == terms.STUDENTS + 1
        title = figure_words.words("kk", "discrimination").title
        assert found[title] == pytest.approx(figures.discrimination.value, abs=1e-12)
        assert found[f"{title}: n"] == figures.discrimination.n
        facility = figure_words.words("kk", "facility").title
        assert found[f"{facility}, %"] == pytest.approx(float(figures.mean) * 100)
        assert found[f"{facility}, %: 95 % төменгі шегі"] < found[f"{facility}, %"]
    scores = score_figures(term.database.read(summaries.find_scores, scope))
    told = {row[0].value: row for row in totals.iter_rows(2)}
    alpha = told[figure_words.words("kk", "alpha").title]
    assert alpha[1].value == pytest.approx(scores.alpha.value)
    assert alpha[3].value == pytest.approx(scores.alpha.interval.low)
    assert alpha[5].value == terms.STUDENTS + 1
    assert alpha[6].value == "барлық топ"
    assert parts.max_row == len(terms.ASKED) + 1
    defined = {row[0].value: row[1].value for row in words.iter_rows(2)}
    for name in FIGURES:
        one = figure_words.words("kk", name)
        assert defined[one.title] == one.definition


def test_a_groups_instructor_gets_no_figures_that_would_tell_of_few_others(term):
    """One student of another group has sat it: over everybody, taking one's own away shows them."""
    rows = rows_of(term.get("first", f"/teach/assignments/{term.exam}/analysis.csv"))
    assert {(one["Кім бойынша"], one["Жауап саны (n)"]) for one in rows} == {
        ("өз топтарыңыз", "12")
    }
    choices = rows_of(term.get("first", f"/teach/assignments/{term.exam}/choices.csv"))
    assert {one["Жауап саны (n)"] for one in choices} == {"12"}


def test_few_answers_give_no_figure_but_the_reason(term, database, sample):
    items = [sample.items[one] for one in terms.ASKED]

    def few(connection):
        exam = factories.assignment(
            connection, term.cohort, items, factories.Rules(mode="exam"), term.students[0]
        )
        for user_id in term.students[:3]:
            factories.handed_in(
                connection, user_id, exam, {terms.ASKED[0]: {"choice": ["a"]}}, items
            )
        return exam

    exam = database.write(few)
    rows = rows_of(term.get("lead", f"/teach/assignments/{exam}/analysis.csv"))
    assert len(rows) == len(items)
    facility = figure_words.words("kk", "facility").title
    for one in rows:
        assert one["Жауап саны (n)"] == "3"
        assert one[f"{facility}, %"] == ""
        assert facility in one["Көрсеткіш неге жоқ"]
    assert rows_of(term.get("lead", f"/teach/assignments/{exam}/choices.csv")) == []


def test_choices_stand_with_both_thirds(term):
    rows = rows_of(term.get("lead", f"/teach/assignments/{term.exam}/choices.csv"))
    single = [one for one in rows if one["Сұрақ"] == "1.1-single-choice"]
    assert sum(int(one["Таңдағандар"]) for one in single) == terms.STUDENTS + 1
    key = next(one for one in single if one["Дұрыс жауап"] == "иә")
    assert key["Әрпі"] == "А"
    assert int(key["Үздік үштіктен таңдағаны"]) == int(key["Үздік үштіктегі адам саны"])
    assert int(key["Әлсіз үштіктен таңдағаны"]) < int(key["Әлсіз үштіктегі адам саны"])


def test_the_bank_is_without_names_without_others_own_items_and_from_five_people(term, database):
    term.get("lead", f"/teach/cohorts/{term.cohort}/bank/analysis.csv")

    def more(connection):
        for item_id, n in (("1.1-own-77", 30), ("1.1-single-choice", 4), ("1.1-retired", 11)):
            connection.execute(
                item_summaries.insert().values(
                    scope="bank",
                    item_id=item_id,
                    version="0000",
                    n=n,
                    body="{}",
                    figures=figures(connection, n),
                )
            )

    def figures(connection, n):
        head = summaries.list_item_rows(connection, "bank", limit=1)[0]
        return head.figures

    database.write(more)
    answer = term.get("lead", f"/teach/cohorts/{term.cohort}/bank/analysis.csv")
    rows = rows_of(answer)
    shown = {(one["Сұрақ"], one["Нұсқасы"]) for one in rows}
    assert ("1.1-retired", "0000") in shown
    assert ("1.1-own-77", "0000") not in shown
    assert ("1.1-single-choice", "0000") not in shown
    assert "s1" not in answer.text


def test_a_students_answers_are_those_of_lessons_and_assignments_and_the_look_is_logged(
    term, database
):
    address = f"/teach/cohorts/{term.cohort}/people/{term.students[0]}/answers"
    rows = rows_of(term.get("first", f"{address}.csv"))
    assert rows[1]["Қайда"] == "Аралық бақылау"
    assert len(rows) == 2
    assert rows[0]["Терілгені"].startswith("'=1+1")  # no formula in a spreadsheet
    assert "құпия жауап" not in str(rows)
    log = database.read(
        lambda connection: list(connection.execute(looks.select().order_by(looks.c.id)))
    )
    assert [(one.user_id, one.page) for one in log] == [(term.students[0], "answers")]
    six = rows_of(
        term.get("first", f"/teach/cohorts/{term.cohort}/people/{term.students[6]}/answers.csv")
    )
    assert {one["Балл үлесі, %"] for one in six} == {"100"}
    term.get("first", f"/teach/cohorts/{term.cohort}/people/{term.other}/answers.csv", 403)


def test_who_is_named_in_a_groups_file_can_see_who_took_it_and_which(term, database):
    def log():
        found = database.read(lambda connection: connection.execute(looks.select()).all())
        return sorted((one.user_id, one.page) for one in found)

    term.get("first", f"/groups/{term.group}/export/explain.csv")
    assert log() == [], "it names nobody"
    wanted = []
    for name in ("sections", "objectives", "help"):
        term.get("first", f"/groups/{term.group}/export/{name}.csv")
        term.get("first", f"/groups/{term.group}/export/{name}.xlsx")
        wanted += [(one, f"file:{name}") for one in term.students]
        assert log() == sorted(wanted), "the same table again at once is the same look"
    html = term.get("s3", "/my-data/looks").text
    assert html.count("сіздің деректеріңіз бар топ файлын") == 3
    for name in ("Бөлімдер", "Оқу мақсаттары", "Көмек"):
        assert html.count(f"«{name}»") == 1
    assert "сіздің деректеріңіз бар топ файлын" in term.get("s3", "/progress").text
    assert "топ файлын" not in term.get("other", "/my-data/looks").text


def test_a_file_that_cannot_be_logged_is_not_given(term, monkeypatch):
    def full(*_):
        raise StorageError

    monkeypatch.setattr("webapp.queries.looks.add_all", full)
    term.get("first", f"/groups/{term.group}/export/help.csv", 503)


def test_each_reader_gets_the_file_in_their_language(term):
    heads = {}
    for lang in ("kk", "ru", "en"):
        factories.become(term.browser, term.app, "lead")
        term.browser.submit("/settings", {"lang": lang, "back": "/"})
        answer = term.browser.get(f"/teach/assignments/{term.exam}/analysis.csv")
        heads[lang] = answer.content.decode("utf-8-sig").splitlines()[0]
        for name in ("sections", "objectives", "explain", "help"):
            book = book_of(term.browser.get(f"/groups/{term.group}/export/{name}.xlsx"))
            assert len(book.worksheets) == 2
            for row in book.worksheets[1].iter_rows(2):
                assert all("{" not in (cell.value or "") for cell in row)
    assert len(set(heads.values())) == 3


@pytest.mark.parametrize("table", [cohorts, groups])
def test_in_what_is_archived_nobody_is_judged_anew(term, database, clock, table):
    """Silence goes on growing there for ever."""
    database.write(lambda connection: connection.execute(table.update().values(archived_at=START)))
    clock.pass_(days=40)
    term.get("first", f"/groups/{term.group}/export/help.csv")
    assert database.read(lambda c: c.execute(help_alerts.select()).all()) == []
    assert database.read(lambda c: c.execute(alert_events.select()).all()) == []


@pytest.mark.parametrize("name", ["sections", "objectives", "explain", "help"])
def test_a_group_is_for_its_own_instructors(term, name):
    term.get("first", f"/groups/{term.second}/export/{name}.csv", 403)
    term.get("helper", f"/groups/{term.group}/export/{name}.csv", 403)
    term.get("s1", f"/groups/{term.group}/export/{name}.csv", 403)
    term.get(None, f"/groups/{term.group}/export/{name}.csv", 401)
    term.get("lead", f"/groups/999999/export/{name}.csv", 404)


def test_a_negative_statistic_is_a_number(term):
    """Not a text that a spreadsheet would guard against."""
    from webapp.spreadsheets import Table, write_csv

    file = io.BytesIO()
    write_csv(file, Table("t", ["a"], [[-0.25], [Fraction(-1, 4)], [1e-9], [2.0]]), None)
    assert file.getvalue().decode("utf-8-sig").split() == ["a", "-0,25", "-0,25", "0", "2"]
