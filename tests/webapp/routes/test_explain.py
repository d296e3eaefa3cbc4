import json
import re
from datetime import timedelta
from fractions import Fraction
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from sqlalchemy import select

from quizzes.assessment import Assessment
from quizzes.rules import defaults
from tests.conftest import START
from tests.webapp import factories
from tests.webapp.explained import LESSON, WRONG, plain, right, room, suspect, wrong
from webapp.assignment_form import DEFAULTS
from webapp.queries import groups, own_items, people, progress, sittings
from webapp.tables import assessments, attempts, cohorts
from webapp.tables import groups as groups_table

__all__ = ["room"]

OBJECTIVE = "/objective/1.1.a"


def mark_essay(room, who):
    """An essay that a person gave half of its points: no answer that counts here."""
    item = room.course.items["1.1-essay"]
    room.answer(who, item, {"text": ["Жауап " * 30]})

    def work(connection):
        attempt = connection.execute(
            select(attempts.c.id).where(attempts.c.item_id == item.id)
        ).scalar()
        sittings.add_outcome(connection, attempt, "scored", Fraction(1, 2), (), START)

    room.database.write(work)


def test_what_several_students_missed_is_named_first_and_others_are_folded_away(room):
    room.join("ayan", "botagoz")
    wrong(room, "ayan", "1.1-single-choice")
    right(room, "ayan", "1.1-number")
    wrong(room, "botagoz", "1.1-date", "1.1-single-choice")
    right(room, "student", "1.1-number")
    page = room.become("assistant").get(room.page).text
    told = plain(page)
    assert "Сұрақ қойылған 3 студенттің ішінде 2 студент қателесті" in told
    assert "2 / 3" in told  # students
    assert "3 / 5" in told  # answers
    assert "жауап аз" in told  # five answers have no share
    shown, _, folded = page.partition("Бір ғана студент қателескені")
    assert "misconception/wrong-length" in shown
    assert "misconception/counting-rule" in folded
    assert "misconception/counting-rule" not in shown
    assert '/set"' not in page  # an assistant gives nothing
    # whoever missed it a second time is still one student
    wrong(room, "ayan", "1.1-citation")
    assert "2 / 3" in plain(room.become("lead").get(room.page).text)


def test_a_second_try_is_not_counted(room):
    wrong(room, "student", "1.1-single-choice")
    right(room, "student", "1.1-single-choice", number=2)
    page = plain(room.become("lead").get(room.page + OBJECTIVE).text)
    assert "1 жауаптың ішінде 1 жауап қате" in page


def test_a_share_stands_from_ten_answers_on_beside_the_one_before(room):
    names = [f"s{n}" for n in range(5)]
    room.join(*names)
    for name in names:
        wrong(room, name, "1.1-single-choice")
        right(room, name, "1.1-number")
        # three whole weeks are shown on a Wednesday, so this is in the three before
        right(room, name, "1.1-date", "1.1-citation", at=START - timedelta(days=25))
    page = plain(room.become("lead").get(room.page).text)
    assert "5 / 10" in page
    assert "50 %" in page
    assert "бұрын 0 %" in page
    assert "5 / 20" in plain(room.browser.get(room.page + "?days=0").text)


def test_a_week_outside_the_span_is_not_counted(room):
    wrong(room, "student", "1.1-single-choice", at=START - timedelta(days=40))
    page = plain(room.become("lead").get(room.page).text)
    assert "Бұл мерзімде есептелген жауап жоқ" in page
    assert "1 / 1" in plain(room.browser.get(room.page + "?days=0").text)


def test_behind_a_row_stand_items_people_and_the_lesson(room):
    room.join("ayan")
    wrong(room, "ayan", "1.1-single-choice", "1.1-number")
    wrong(room, "student", "1.1-single-choice")
    right(room, "student", "1.1-date")
    mark_essay(room, "ayan")
    page = room.become("lead").get(room.page + OBJECTIVE).text
    assert "2 студенттің ішінде 2 студент қателесті, 4 жауаптың ішінде 3 жауап қате" in plain(page)
    links = re.findall(r"/items/([\w.-]+)\?days=14", page)
    assert links == ["1.1-single-choice", "1.1-number"]  # the most missed first
    people_links = re.findall(r"/people/(\d+)/progress", page)
    assert people_links == [str(room.ids["ayan"]), str(room.ids["student"])]
    assert 'href="/lessons/1.1.1-merzim' in page


def test_the_answers_to_an_item_are_told_with_names_one_tap_away(room):
    room.join("ayan")
    wrong(room, "ayan", "1.1-single-choice")
    right(room, "student", "1.1-single-choice")
    right(room, "student", "1.1-date")
    room.answer("ayan", room.course.items["1.1-date"], {"date": ["2026-03-02"]})
    browser = room.become("lead")
    page = browser.get(f"{room.page}{OBJECTIVE}/items/1.1-single-choice").text
    assert "Барлығы 2 жауап, қатесі — 1" in plain(page)
    lists = re.findall(r'<details class="who">.*?</details>', page, re.S)
    assert [re.findall(r"(\w+) аты", one) for one in lists] in (
        [["ayan"], ["student"]],
        [["student"], ["ayan"]],
    )
    outside = re.sub(r'<details class="who">.*?</details>', "", page, flags=re.S)
    assert "ayan аты" not in outside
    assert "student аты" not in outside
    # one date written in two ways is one answer
    page = browser.get(f"{room.page}{OBJECTIVE}/items/1.1-date").text
    assert page.count('<details class="who">') == 1


def test_a_misconception_opens_the_answers_that_betray_it(room):
    room.join("ayan")
    wrong(room, "ayan", "1.1-single-choice", "1.1-date")
    wrong(room, "student", "1.1-single-choice")
    page = room.become("lead").get(f"{room.page}/misconception/wrong-length").text
    assert "Топтағы 2 студенттің ішінде 2 студент осылай жаңылысты, барлығы 2 жауапта" in plain(
        page
    )
    assert re.findall(r"/items/([\w.-]+)\?days=14", page) == ["1.1-single-choice"]


def made_set(answer):
    """The set that the address of the form carries, and the rest of the address."""
    query = parse_qs(urlsplit(answer.headers["location"]).query)
    return Assessment.model_validate_json(query["set"][0]), query


def stored_sets(room):
    return room.database.read(
        lambda connection: connection.execute(select(assessments.c.title)).scalars().all()
    )


def given(room, page, **changed):
    """The form is sent as it came."""
    parts = urlsplit(page)
    html = room.browser.get(page).text
    form = {
        "title": "Қайталау",
        "set": unescape(re.search(r'name="set" value="([^"]*)"', html)[1]),
        "set_title": unescape(re.search(r'name="set_title" value="([^"]*)"', html)[1]),
        "assessment": "new",
        "mode": "practice",
        "details_of": "practice",
        "opens": re.search(r'name="opens" value="([^"]*)"', html)[1],
        "group": str(room.ids["group"]),
        **DEFAULTS["practice"],
        **changed,
    }
    return room.browser.submit(parts.path, form)


def test_one_press_makes_a_set_and_leads_to_the_form_filled_in(room):
    wrong(room, "student", "1.1-single-choice")
    browser = room.become("lead")
    answer = browser.submit(f"{room.page}{OBJECTIVE}/set", {"do": "group", "days": "14"})
    assert answer.status_code == 303
    made, query = made_set(answer)
    (entry,) = made.sections[0].entries
    assert (entry.kind, entry.count) == ("draw", 10)
    assert entry.of.objectives == ("1.1.a",)
    assert "essay" not in entry.of.types
    form = browser.get(answer.headers["location"]).text
    assert 'value="Қайталау: Мерзімді айтады"' in form
    assert re.search(rf'name="group" value="{room.ids["group"]}" checked', form)
    assert not re.search(r'name="cohort" value="\d+" checked', form)
    assert "Жаңа жинақтағы сұрақ саны: 10" in form
    assert query["mode"] == ["practice"]


def test_a_set_is_stored_with_its_assignment_and_not_before(room):
    wrong(room, "student", "1.1-single-choice")
    browser = room.become("lead")
    form = browser.submit(f"{room.page}{OBJECTIVE}/set", {"do": "group"}).headers["location"]
    browser.get(form)
    assert stored_sets(room) == []
    refused = given(room, form, title="")
    assert refused.status_code == 422
    assert "Жаңа жинақтағы сұрақ саны: 10" in refused.text  # still there
    assert given(room, form, set="{}").status_code == 422  # a set without questions
    assert given(room, form, set="x").status_code == 422
    assert stored_sets(room) == []
    first = given(room, form)
    assert first.status_code == 303, first.text
    assert stored_sets(room) == ["Қайталау: Мерзімді айтады"]
    again = given(room, form)  # a second press
    assert again.headers["location"] == first.headers["location"]
    assert stored_sets(room) == ["Қайталау: Мерзімді айтады"]


def own_item(room, *, shared):
    """An own item of the other cohort."""
    item = room.course.items["1.1-single-choice"].model_copy(update={"id": "1.1-own-9"})

    def work(connection):
        sittings.archive_item_versions(
            connection, [(item.id, item.version, item.canonical())], START
        )
        own_items.add_own(
            connection,
            item.id,
            item.version,
            room.ids["other"],
            room.ids["neighbour"],
            START,
            shared=shared,
            adapted_from=None,
        )

    room.database.write(work)
    return item


def test_the_form_shows_and_gives_no_question_of_others_that_an_address_names(room):
    item = own_item(room, shared=False)
    named = {"sections": [{"entries": [{"kind": "item", "item": item.id}]}]}
    query = urlencode({"set": json.dumps(named), "set_title": "Қайталау"})
    browser = room.become("lead")
    address = f"/teach/cohorts/{room.ids['cohort']}/assignments/new?{query}"
    page = browser.get(address)
    assert page.status_code == 200
    assert "/bank/1.1-own-9" not in page.text
    assert given(room, address).status_code == 422
    assert stored_sets(room) == []


def test_a_question_in_doubt_that_is_others_is_linked_to_its_answers_only(room):
    """Its figures over all cohorts are shown to the cohort whose own it is."""
    item = own_item(room, shared=True)
    room.join("ayan")
    for who in ("ayan", "student"):
        room.answer(who, item, WRONG["1.1-single-choice"])
    suspect(room, item)
    browser = room.become("lead")
    analysis = f"/teach/cohorts/{room.ids['cohort']}/bank/{item.id}/analysis"
    assert browser.get(analysis).status_code == 404
    answers = f"{room.page}{OBJECTIVE}/items/{item.id}"
    for address in (room.page, room.page + OBJECTIVE):
        page = browser.get(address).text
        assert "күмәнді сұраққа тиесілі." in plain(page)
        assert analysis not in page
        assert answers in page
    page = browser.get(answers)
    assert page.status_code == 200
    assert analysis not in page.text


def test_a_set_of_named_questions_shows_them(room):
    wrong(room, "student", "1.1-single-choice")
    browser = room.become("lead")
    answer = browser.submit(f"{room.page}/misconception/wrong-length/set", {"do": "group"})
    named = made_set(answer)[0].fixed()
    form = browser.get(answer.headers["location"]).text
    for item_id in named:
        assert f'/bank/{item_id}"' in form


def test_a_set_on_a_misconception_for_those_only_who_fell_into_it(room):
    room.join("ayan")
    wrong(room, "ayan", "1.1-single-choice")
    right(room, "student", "1.1-single-choice")
    browser = room.become("lead")
    answer = browser.submit(f"{room.page}/misconception/wrong-length/set", {"do": "missed"})
    made, query = made_set(answer)
    carrying = {
        one.id
        for one in room.course.items.values()
        if any(code == "wrong-length" for _, code in one.misconceptions())
    }
    asked = made.fixed()
    assert set(asked) == carrying
    assert asked[0] == "1.1-single-choice"  # by this they showed it
    assert query["student"] == [str(room.ids["ayan"])]
    form = browser.get(answer.headers["location"]).text
    assert re.findall(r'name="student" value="(\d+)" checked', form) == [str(room.ids["ayan"])]
    assert "checked" not in "".join(re.findall(r'<input[^>]*name="group"[^>]*>', form))


def test_a_set_on_a_misconception_asks_what_these_students_missed_by_it_most_often_first(room):
    room.join("ayan", "botagoz", "dana")
    carrying = {
        one.id
        for one in room.course.items.values()
        if any(code == "wrong-length" for _, code in one.misconceptions())
    }
    for who in ("ayan", "botagoz"):
        wrong(room, who, "1.1-single-choice")
    right(room, "student", "1.1-single-choice")
    right(room, "dana", "1.1-single-choice")
    room.answer("ayan", room.course.items["1.1-ekinshi-sabaq"], {"choice": ["a"]})
    browser = room.become("lead")
    address = f"{room.page}/misconception/wrong-length"
    for do in ("group", "missed"):
        asked = made_set(browser.submit(f"{address}/set", {"do": do}))[0].fixed()
        assert asked[:2] == ("1.1-single-choice", "1.1-ekinshi-sabaq")
        assert set(asked) == carrying
        assert "алдымен осы студенттер жаңылысып" in plain(browser.get(room.page).text)
    # who has got it right since has it no more
    right(room, "botagoz", "1.1-single-choice", number=2)
    right(room, "ayan", "1.1-single-choice", number=2)
    asked = made_set(browser.submit(f"{address}/set", {"do": "group"}))[0].fixed()
    assert asked[0] == "1.1-ekinshi-sabaq"
    assert asked[-1] == "1.1-single-choice"  # all have met it: it comes after the fresh ones
    assert "Сұрақтар былай таңдалады: алдымен таңдалған студенттер" in plain(
        browser.get(address).text
    )


def test_whom_it_is_given_to_follows_the_span_that_was_looked_at(room):
    room.join("ayan")
    wrong(room, "ayan", "1.1-single-choice", at=START - timedelta(days=60))
    wrong(room, "student", "1.1-single-choice")
    browser = room.become("lead")
    for days, who in (("14", ["student"]), ("0", ["student", "ayan"])):
        answer = browser.submit(f"{room.page}{OBJECTIVE}/set", {"do": "missed", "days": days})
        assert made_set(answer)[1]["student"] == [str(room.ids[one]) for one in who]


def test_few_questions_are_told_and_none_is_no_set(room):
    browser = room.become("lead")
    answer = browser.submit(f"{room.page}/misconception/act-form/set", {"do": "set"})
    assert answer.headers["location"].startswith("/teach/assessments/")
    assert "аз" in plain(browser.get(room.page).text)
    answer = browser.submit(f"{room.page}/misconception/old-edition/set", {"do": "group"})
    assert answer.status_code == 409
    assert "жинақ жасалмайды" in answer.text


@pytest.mark.parametrize("table", [cohorts, groups_table], ids=["cohort", "group"])
def test_what_is_archived_is_given_nothing(room, table):
    key = room.ids["cohort" if table is cohorts else "group"]
    room.database.write(
        lambda connection: connection.execute(
            table.update().where(table.c.id == key).values(archived_at=START)
        )
    )
    browser = room.become("lead")
    assert browser.get(room.page + OBJECTIVE).status_code == 200
    assert browser.submit(f"{room.page}{OBJECTIVE}/set").status_code == 409


def test_answers_to_another_cohort_s_assignment_are_its_staff_s(room):
    """A student in two cohorts is not the bridge to the other's exams."""
    item = room.course.items["1.1-single-choice"]

    def work(connection):
        groups.enrol(connection, room.ids["student"], None, room.ids["other"], "student", START)
        exam = factories.assignment(
            connection, room.ids["other"], [item], defaults("exam"), room.ids["neighbour"]
        )
        factories.handed_in(
            connection, room.ids["student"], exam, {item.id: WRONG[item.id]}, [item]
        )

    room.database.write(work)
    browser = room.become("lead")
    for subject in (OBJECTIVE, "/misconception/wrong-length"):
        assert "/items/" not in browser.get(room.page + subject).text
        page = browser.get(f"{room.page}{subject}/items/{item.id}").text
        assert "student аты" not in page


def test_only_those_who_teach_the_group_see_it(room):
    def work(connection):
        key = people.add_account(connection, "elsewhere", "elsewhere аты", "", START)
        other = groups_table.insert().values(
            cohort_id=room.ids["cohort"], title="ПҚ-2", join_code="code-2", created_at=START
        )
        group = connection.execute(other).inserted_primary_key[0]
        groups.enrol(
            connection, room.ids["neighbour"], group, room.ids["cohort"], "instructor", START
        )
        return key

    room.database.write(work)
    wrong(room, "student", "1.1-single-choice")
    for who in ("student", "neighbour"):  # the neighbour teaches another group of the cohort
        browser = room.become(who)
        for path in ("", OBJECTIVE, f"{OBJECTIVE}/items/1.1-single-choice"):
            assert browser.get(room.page + path).status_code == 403
        assert browser.submit(f"{room.page}{OBJECTIVE}/set").status_code == 403
    assert room.become("assistant").submit(f"{room.page}{OBJECTIVE}/set").status_code == 403


@pytest.mark.parametrize(
    "path", ["/objective/9.9.z", "/misconception/joq", "/neither/1.1.a", OBJECTIVE + "/items/joq"]
)
def test_what_is_not_there_is_not_found(room, path):
    assert room.become("lead").get(room.page + path).status_code == 404


def test_what_the_rows_say_is_what_the_answers_say(room):
    """Rows, items behind them and people behind them add up to the same."""
    room.join("ayan", "botagoz", "dana")
    wrong(room, "ayan", "1.1-single-choice", "1.1-number", "1.1-date")
    wrong(room, "botagoz", "1.1-single-choice", "1.1-short-text")
    right(room, "botagoz", "1.1-number", "1.1-citation")
    right(room, "dana", "1.1-single-choice")
    wrong(room, "dana", "1.1-number")
    students = [row[0] for row in room.database.read(progress.list_students, room.ids["group"])]
    assert len(students) == 4
    page = room.become("lead").get(room.page + OBJECTIVE).text
    assert "3 студенттің ішінде 3 студент қателесті, 9 жауаптың ішінде 6 жауап қате" in plain(page)
    items, _, persons = page.partition('id="people-title"')
    for part, asked in ((items.partition('id="items-title"')[2], None), (persons, 9)):
        pairs = re.findall(r'aria-hidden="true">(\d+) / (\d+)</span>', part)
        assert sum(int(missed) for missed, _ in pairs) == 6
        if asked is not None:
            assert sum(int(of) for _, of in pairs) == asked


def test_what_fell_on_a_question_in_doubt_is_said_and_is_not_named_first(room):
    room.join("ayan")
    for who in ("ayan", "student"):
        wrong(room, who, "1.1-single-choice")
        right(room, who, "1.1-number")
    browser = room.become("lead")
    assert "Алдымен мына оқу мақсатына" in plain(browser.get(room.page).text)
    suspect(room, "1.1-single-choice", likely=False)  # worth a look is no reason
    assert "күмәнді сұраққа тиесілі." not in plain(browser.get(room.page).text)
    suspect(room, "1.1-single-choice")
    page = browser.get(room.page).text
    assert "Алдымен мына оқу мақсатына" not in plain(page)
    assert "Қате 2 жауаптың 2 жауабы күмәнді сұраққа тиесілі." in plain(page)
    analysis = f"/teach/cohorts/{room.ids['cohort']}/bank/1.1-single-choice/analysis"
    assert analysis in page
    assert browser.get(analysis).status_code == 200
    one = browser.get(room.page + OBJECTIVE).text
    assert analysis in one.partition('id="items-title"')[2]
    # an assistant, who sees no analysis of the bank, is led to the answers
    page = room.become("assistant").get(room.page).text
    assert analysis not in page
    assert f"{OBJECTIVE}/items/1.1-single-choice" in page


def test_less_than_a_third_on_a_question_in_doubt_is_no_reason(room):
    wrong(room, "student", *WRONG)
    suspect(room, "1.1-number")
    assert "күмәнді сұраққа тиесілі." not in plain(room.become("lead").get(room.page).text)


def test_a_set_leaves_out_the_questions_in_doubt(room):
    wrong(room, "student", "1.1-single-choice")
    suspect(room, "1.1-single-choice")
    browser = room.become("lead")
    for subject in (OBJECTIVE, "/misconception/wrong-length"):
        page = browser.get(room.page + subject).text
        assert "Күмәнді сұрақ жинаққа кірмейді: 1." in plain(page)
        answer = browser.submit(f"{room.page}{subject}/set", {"do": "group"})
        asked = made_set(answer)[0].fixed()
        assert asked
        assert "1.1-single-choice" not in asked
        assert "күмәнді сұрақтар оған кірмеді" in plain(browser.get(room.page).text)


def test_a_misconception_that_is_one_students_says_whose(room):
    names = [f"s{n}" for n in range(6)]
    room.join("ayan", *names)
    for n in range(4):
        wrong(room, "ayan", "1.1-single-choice", lesson=f"{LESSON}-{n}")
    for name in names[:-1]:
        wrong(room, name, "1.1-single-choice")
    browser = room.become("lead")
    path = f"{room.page}/misconception/wrong-length"
    assert "бір студенттікі" not in plain(browser.get(path).text)  # nine answers are too few
    wrong(room, names[-1], "1.1-single-choice")
    for page in (browser.get(path).text, browser.get(room.page).text):
        assert "10 жауаптың 4 жауабы бір студенттікі: ayan аты" in plain(page)
    assert "Бір студенттің өз қателігі: ayan аты" in plain(browser.get(room.page).text)
    answer = browser.submit(f"{path}/set", {"do": "one"})
    assert made_set(answer)[1]["student"] == [str(room.ids["ayan"])]


def test_students_see_no_name_of_a_mistake_and_the_chosen_come_first(room):
    room.join("ayan")
    wrong(room, "ayan", "1.1-single-choice")
    browser = room.become("lead")
    answer = browser.submit(f"{room.page}/misconception/wrong-length/set", {"do": "missed"})
    assert "шатаст" not in made_set(answer)[1]["title"][0]
    title = room.course.sections["1.1"].title
    assert made_set(answer)[1]["title"] == [f"Қайталау: {title}"]
    form = browser.get(answer.headers["location"]).text
    assert "1 студент таңдалды" in form
    assert form.index("1 студент таңдалды") < form.index("single-students")
    assert '<details class="single-students">' in form  # the rest is folded
    assert "бермей шықсаңыз, ештеңе қалмайды" in form
