"""Sitting an assignment from the start page to the result, and its faults."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.conftest import START
from tests.webapp.exams import (
    RIGHT,
    answer_all,
    become,
    begin,
    by_hand,
    exam_rules,
    fixed,
    form_of,
    hand_in,
    make_school,
    save,
    swept,
)
from tests.webapp.test_keys import words
from webapp import passwords
from webapp.messages import translate
from webapp.queries import results
from webapp.queries.assignments import find_assignment
from webapp.tables import (
    attempts,
    drafts,
    enrolments,
    marks,
    outcomes,
    own_items,
    set_aside,
    sitting_items,
    sittings,
)

ONE = "1.1-single-choice"
ESSAY = "1.1-essay"
TWO = {"sections": [fixed(ONE, ESSAY)]}


@pytest.fixture
def school(browser, database):
    made = make_school(database)
    by_hand(browser)
    become(browser, made, "aliya")
    return made


def change(database, table, where, **values):
    database.write(
        lambda connection: connection.execute(table.update().where(where).values(values))
    )


def scores(school):
    def read(connection):
        found = find_assignment(connection, school.assignment)
        return results.load_scores(connection, found)

    return school.database.read(read)


def test_from_the_start_page_to_the_result(browser, school, clock):
    number = school.give()
    page = browser.get(f"/assignments/{number}")
    assert page.status_code == 200
    assert "15:00" in page.text  # 09:00 UTC and an hour, in the course's zone
    sitting = begin(browser, school)
    entered = browser.get(f"/sittings/{sitting}")
    assert entered.headers["location"] == f"/sittings/{sitting}/1"
    item = browser.get(f"/sittings/{sitting}/1")
    assert 'data-remaining="3600"' in item.text
    assert 'data-limit="3600"' in item.text
    moved = browser.submit(f"/sittings/{sitting}/1", {"choice": "a", "base": "0", "do": "next"})
    assert moved.headers["location"] == f"/sittings/{sitting}/2"
    for place, form in enumerate(list(RIGHT.values())[1:], start=2):
        browser.submit(f"/sittings/{sitting}/{place}", {**form, "base": "0", "do": "next"})
    clock.pass_(minutes=20)
    assert hand_in(browser, sitting).headers["location"] == f"/sittings/{sitting}/receipt"
    row = school.rows(sittings)[0]
    assert (row.closed_at, row.closed_by) == (clock.time, "student")
    assert len(school.rows(attempts)) == 10
    assert school.rows(drafts) == []
    swept(browser)
    result = scores(school)[0].result
    assert (result.earned, result.most, result.awaiting) == (9, 10, 1)
    shown = browser.get(f"/sittings/{sitting}/result")
    assert shown.status_code == 200
    receipt = browser.get(f"/sittings/{sitting}/receipt")
    assert "1.1-essay" in receipt.text


def test_pages_tell_unknown_foreign_and_signed_out_apart(browser, school):
    school.give(TWO)
    sitting = begin(browser, school)
    paths = ["", "/1", "/finish", "/state", "/door", "/receipt", "/result"]
    for path in paths:
        assert browser.get(f"/sittings/99{path}").status_code == 404
    for who in ("bolat", "ustaz"):
        become(browser, school, who)
        for path in paths:
            assert browser.get(f"/sittings/{sitting}{path}").status_code == 403
        assert save(browser, sitting, ONE, choice="a").status_code == 403
        assert browser.submit(f"/sittings/{sitting}/1", {"choice": "a"}).status_code == 403
        assert browser.submit(f"/sittings/{sitting}/door", {"section": "1"}).status_code == 403
        assert hand_in(browser, sitting).status_code == 403
    browser.cookies.clear()
    for path in paths:
        assert browser.get(f"/sittings/{sitting}{path}").status_code == 401
    assert school.rows(drafts) == []
    assert school.rows(sittings)[0].closed_at is None


def test_an_assignment_is_for_those_it_is_given_to(browser, school):
    number = school.give(TWO, target=("student", school.people["bolat"]))
    assert browser.get(f"/assignments/{number}").status_code == 403
    assert browser.submit(f"/assignments/{number}/start").status_code == 403
    assert browser.get("/assignments/999").status_code == 404
    browser.cookies.clear()
    assert browser.get(f"/assignments/{number}").status_code == 401


class TestStarting:
    def test_two_starts_at_once_make_one_sitting(self, browser, school):
        number = school.give()
        with ThreadPoolExecutor(4) as pool:
            answers = list(
                pool.map(lambda _: browser.submit(f"/assignments/{number}/start"), range(8))
            )
        assert {one.headers["location"] for one in answers} == {"/sittings/1"}
        assert len(school.rows(sittings)) == 1
        assert len(school.rows(sitting_items)) == 10

    def test_seconds_before_the_close_there_is_only_what_remains(self, browser, school, clock):
        school.give(closes=START + timedelta(hours=1))
        clock.pass_(minutes=59, seconds=50)
        page = browser.get(f"/assignments/{school.assignment}").text
        assert "10 секунд" in page
        sitting = begin(browser, school)
        assert 'data-remaining="10"' in browser.get(f"/sittings/{sitting}/1").text
        save(browser, sitting, ONE, choice="a")
        clock.pass_(minutes=5)
        browser.get(f"/sittings/{sitting}")
        row = school.rows(sittings)[0]
        assert row.closed_at == START + timedelta(hours=1)
        assert len(school.rows(attempts)) == 1

    @pytest.mark.parametrize(("hours", "status"), [(-2, 409), (0, 303), (3, 409), (4, 409)])
    def test_only_while_it_is_open(self, browser, school, clock, hours, status):
        number = school.give()
        clock.pass_(hours=hours)
        assert browser.submit(f"/assignments/{number}/start").status_code == status
        assert len(school.rows(sittings)) == (status == 303)

    def test_no_more_often_than_the_rules_say_and_extra_tries_count(self, browser, school, clock):
        number = school.give(TWO)
        hand_in(browser, begin(browser, school))
        assert browser.submit(f"/assignments/{number}/start").status_code == 409
        school.extend("aliya", clock.time, extra_attempts=1)
        assert begin(browser, school) == 2
        assert [row.ordinal for row in school.rows(sittings)] == [1, 2]

    def test_the_waiting_time_is_kept(self, browser, school, clock):
        number = school.give(TWO, exam_rules(attempts=3, wait_s=600))
        hand_in(browser, begin(browser, school))
        clock.pass_(minutes=9)
        refused = browser.submit(f"/assignments/{number}/start")
        assert refused.status_code == 409
        assert "14:10" in refused.text
        clock.pass_(minutes=1)
        assert begin(browser, school) == 2

    def test_a_password_is_asked_for_and_guessing_is_slowed(self, browser, school):
        number = school.give(TWO, password_hash=passwords.hash_password("аудитория"))
        assert 'name="password"' in browser.get(f"/assignments/{number}").text
        address = f"/assignments/{number}/start"
        assert browser.submit(address, {"password": "басқа"}).status_code == 422
        assert begin(browser, school, password="аудитория") == 1
        become(browser, school, "bolat")
        answers = [browser.submit(address, {"password": "?"}).status_code for _ in range(30)]
        assert answers[0] == 422
        assert answers[-1] == 429
        assert len(school.rows(sittings)) == 1

    def test_items_not_met_before_come_first(self, browser, school):
        draw = {"sections": [{"entries": [{"kind": "draw", "count": 5}]}]}
        school.give(draw, exam_rules(attempts=2))
        hand_in(browser, begin(browser, school))
        begin(browser, school)
        drawn = [row.item_id for row in school.rows(sitting_items)]
        assert len(set(drawn)) == 10

    def test_what_the_bank_does_not_hold_is_said_and_costs_no_try(self, browser, school):
        number = school.give({"sections": [{"entries": [{"kind": "draw", "count": 100}]}]})
        assert browser.submit(f"/assignments/{number}/start").status_code == 409
        assert school.rows(sittings) == []

    def test_a_withdrawn_one_is_gone_but_a_running_sitting_goes_on(
        self, browser, school, database, clock
    ):
        from webapp.tables import assignments

        number = school.give(TWO)
        sitting = begin(browser, school)
        change(database, assignments, assignments.c.id == number, withdrawn_at=clock.time)
        assert save(browser, sitting, ONE, choice="a").status_code == 200
        hand_in(browser, sitting)
        assert browser.get(f"/assignments/{number}").status_code == 200
        become(browser, school, "bolat")
        assert browser.get(f"/assignments/{number}").status_code == 404
        assert browser.submit(f"/assignments/{number}/start").status_code == 404


class TestSaving:
    def test_a_save_tells_revision_clock_and_what_remains(self, browser, school, clock):
        school.give(TWO)
        sitting = begin(browser, school)
        clock.pass_(minutes=10)
        saved = save(browser, sitting, ONE, choice="a").json()
        assert saved == {
            "revision": 1,
            "saved": "14:10:00",
            "conflict": False,
            "remaining": 3000,
        }
        assert save(browser, sitting, ONE, base=1, choice="b").json()["revision"] == 2
        assert form_of(school.rows(drafts)[0]) == {"choice": ["b"]}

    def test_the_same_again_stores_nothing_and_another_page_is_kept_aside(self, browser, school):
        school.give(TWO)
        sitting = begin(browser, school)
        save(browser, sitting, ESSAY, text="бірінші терезе")
        assert save(browser, sitting, ESSAY, text="бірінші терезе").json()["conflict"] is False
        second = save(browser, sitting, ESSAY, base=0, text="екінші терезе").json()
        assert second["conflict"] is True
        assert form_of(school.rows(drafts)[0]) == {"text": ["екінші терезе"]}
        aside = school.rows(set_aside)
        assert [(form_of(row), row.reason) for row in aside] == [
            ({"text": ["бірінші терезе"]}, "draft-conflict")
        ]

    def test_an_item_of_another_sitting_is_not_found(self, browser, school):
        school.give({"sections": [fixed(ONE)]})
        sitting = begin(browser, school)
        assert save(browser, sitting, ESSAY, text="мәтін").status_code == 404
        assert browser.get(f"/sittings/{sitting}/2").status_code == 404
        assert browser.get(f"/sittings/{sitting}/0").status_code == 404
        assert save(browser, sitting, ONE, base="x", choice="a").status_code == 400

    @pytest.mark.parametrize(
        ("pressed", "where"),
        [
            ("next", "2"),
            ("previous", "1"),
            ("stay", "1"),
            ("finish", "finish"),
            ("to:2", "2"),
            ("to:99", "finish"),
        ],
    )
    def test_every_button_saves_first(self, browser, school, pressed, where):
        school.give(TWO)
        sitting = begin(browser, school)
        answer = browser.submit(
            f"/sittings/{sitting}/1", {"choice": "a", "base": "0", "do": pressed}
        )
        assert answer.headers["location"] == f"/sittings/{sitting}/{where}"
        assert len(school.rows(drafts)) == 1

    def test_a_flag_is_set_and_taken_back(self, browser, school):
        school.give(TWO)
        sitting = begin(browser, school)
        browser.submit(f"/sittings/{sitting}/1", {"base": "0", "do": "flag"})
        assert school.rows(sitting_items)[0].flagged
        assert "data-flagged" in browser.get(f"/sittings/{sitting}/2").text
        browser.submit(f"/sittings/{sitting}/1", {"base": "0", "do": "unflag"})
        assert not school.rows(sitting_items)[0].flagged

    def test_a_crash_or_another_device_goes_on_where_one_wrote_last(self, browser, school, clock):
        school.give()
        sitting = begin(browser, school)
        save(browser, sitting, ONE, choice="a")
        clock.pass_(minutes=1)
        save(browser, sitting, "1.1-date", form={"date": "02.03.2026"})
        assert begin(browser, school) == sitting
        entered = browser.get(f"/sittings/{sitting}")
        assert entered.headers["location"] == f"/sittings/{sitting}/7"
        assert "02.03.2026" in browser.get(f"/sittings/{sitting}/7").text

    def test_the_state_counts_answers_and_time(self, browser, school, clock):
        school.give(TWO)
        sitting = begin(browser, school)
        save(browser, sitting, ONE, choice="a")
        clock.pass_(minutes=1)
        state = browser.get(f"/sittings/{sitting}/state").json()
        assert state == {
            "open": True,
            "remaining": 3540,
            "limit": 3600,
            "ends_at": "2026-11-25T10:00:00+00:00",
            "ends_clock": "15:00",
            "answered": 1,
            "unanswered": [2],
            "goto": None,
        }

    def test_options_stand_in_an_order_of_the_students_own(self, browser, school):
        school.give()
        orders = set()
        for name in ("aliya", "bolat"):
            become(browser, school, name)
            page = browser.get(f"/sittings/{begin(browser, school)}/1").text
            orders.add(tuple(re.findall(r'name="choice" value="(\w)"', page)))
        for order in orders:
            assert sorted(order) == ["a", "b", "c"]


class TestTheEnd:
    def test_expiry_by_access_and_by_sweeper_give_the_same_finish(self, browser, school, clock):
        school.give(TWO)
        for name in ("aliya", "bolat"):
            become(browser, school, name)
            save(browser, begin(browser, school), ONE, choice="a")
        clock.pass_(hours=1, seconds=31)
        become(browser, school, "aliya")
        browser.get(f"/assignments/{school.assignment}")
        assert [row.closed_at is None for row in school.rows(sittings)] == [False, True]
        clock.pass_(minutes=7)
        assert swept(browser) == (1, 2)
        finishes = {(row.closed_at, row.closed_by) for row in school.rows(sittings)}
        assert finishes == {(START + timedelta(hours=1), "time")}
        assert swept(browser) == (0, 0)
        assert [one.result.earned for one in scores(school)] == [1, 1]

    def test_a_save_in_the_grace_counts_and_one_after_it_is_kept_aside(
        self, browser, school, clock
    ):
        school.give(TWO)
        sitting = begin(browser, school)
        clock.pass_(hours=1, seconds=29)
        assert save(browser, sitting, ONE, choice="a").status_code == 200
        clock.pass_(seconds=2)
        late = save(browser, sitting, ESSAY, text="кеш келген мәтін")
        assert late.status_code == 409
        assert late.json()["kept"] is True
        assert late.json()["goto"] == f"/sittings/{sitting}/receipt"
        save(browser, sitting, ESSAY, text="кеш келген мәтін")
        assert [(form_of(row), row.reason) for row in school.rows(set_aside)] == [
            ({"text": ["кеш келген мәтін"]}, "late")
        ]
        assert [row.item_id for row in school.rows(attempts)] == [ONE]
        assert school.rows(sittings)[0].closed_at == START + timedelta(hours=1)
        receipt = browser.get(f"/sittings/{sitting}/receipt").text
        assert "бөлек сақталды" in receipt

    def test_a_page_that_hands_in_when_time_is_up_says_so_on_the_receipt(
        self, browser, school, clock
    ):
        school.give(TWO)
        sitting = begin(browser, school)
        save(browser, sitting, ONE, choice="a")
        clock.pass_(hours=1, seconds=3)
        hand_in(browser, sitting)
        row = school.rows(sittings)[0]
        assert (row.closed_at, row.closed_by) == (START + timedelta(hours=1), "time")
        receipt = browser.get(f"/sittings/{sitting}/receipt").text
        assert "Уақыт біткенде сақталып тұрған жауаптарыңыз қабылданды: 1 (барлығы 2)." in receipt
        assert "өзіңіз тапсырдыңыз" not in receipt

    def test_what_was_handed_in_and_comes_again_is_not_kept_twice(self, browser, school):
        school.give(TWO)
        sitting = begin(browser, school)
        save(browser, sitting, ONE, choice="a")
        hand_in(browser, sitting)
        assert save(browser, sitting, ONE, base=1, choice="a").status_code == 409
        assert school.rows(set_aside) == []
        answer = browser.submit(f"/sittings/{sitting}/1", {"choice": "b", "do": "next"})
        assert answer.status_code == 303
        assert form_of(school.rows(set_aside)[0]) == {"choice": ["b"]}
        assert form_of(school.rows(attempts)[0]) == {"choice": ["a"]}

    def test_handing_in_twice_lands_on_the_receipt_and_changes_nothing(
        self, browser, school, clock
    ):
        school.give(TWO)
        sitting = begin(browser, school)
        save(browser, sitting, ONE, choice="a")
        first = hand_in(browser, sitting)
        clock.pass_(minutes=1)
        second = hand_in(browser, sitting)
        assert first.headers["location"] == second.headers["location"]
        assert school.rows(sittings)[0].closed_at == START
        assert len(school.rows(attempts)) == 1
        for path in ("", "/1", "/finish", "/door"):
            there = browser.get(f"/sittings/{sitting}{path}").headers["location"]
            assert there == f"/sittings/{sitting}/receipt"

    def test_handing_in_at_once_from_two_tabs_stores_one_answer(self, browser, school):
        school.give()
        sitting = begin(browser, school)
        answer_all(browser, sitting)
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda _: hand_in(browser, sitting), range(6)))
        assert len(school.rows(attempts)) == 10
        swept(browser)
        swept(browser)
        assert len(school.rows(outcomes)) == 10

    def test_the_unanswered_and_the_flagged_are_listed_before(self, browser, school):
        school.give()
        sitting = begin(browser, school)
        browser.submit(f"/sittings/{sitting}/3", {"base": "0", "do": "flag"})
        save(browser, sitting, ONE, choice="a")
        page = browser.get(f"/sittings/{sitting}/finish").text
        links = set(re.findall(rf'href="/sittings/{sitting}/(\d+)"', page))
        assert {str(n) for n in range(2, 11)} <= links
        assert school.rows(sittings)[0].closed_at is None

    def test_an_extension_moves_the_end_of_a_running_sitting(self, browser, school, clock):
        school.give(TWO)
        sitting = begin(browser, school)
        clock.pass_(minutes=59)
        school.extend("aliya", clock.time, extra_s=1800)
        state = browser.get(f"/sittings/{sitting}/state").json()
        assert state["remaining"] == 60 + 1800
        clock.pass_(minutes=20)
        assert swept(browser) == (0, 0)
        assert save(browser, sitting, ONE, choice="a").status_code == 200
        clock.pass_(minutes=12)
        swept(browser)
        assert school.rows(sittings)[0].closed_at == START + timedelta(minutes=90)

    def test_a_clock_set_back_gives_no_time_and_opens_nothing(self, browser, school, clock):
        school.give(TWO, exam_rules(attempts=2))
        sitting = begin(browser, school)
        clock.pass_(minutes=50)
        save(browser, sitting, ONE, choice="a")
        clock.pass_(minutes=-45)
        assert browser.get(f"/sittings/{sitting}/state").json()["remaining"] == 600
        save(browser, sitting, ONE, base=1, choice="b")
        assert browser.get(f"/sittings/{sitting}/state").json()["remaining"] == 600
        clock.pass_(hours=1)
        swept(browser)
        clock.pass_(hours=-1)
        assert save(browser, sitting, ONE, choice="c").status_code == 409
        assert school.rows(sittings)[0].closed_at == START + timedelta(hours=1)

    def test_after_the_close_a_clock_set_back_starts_no_other_try(self, browser, school, clock):
        number = school.give(TWO, exam_rules(attempts=2), closes=START + timedelta(minutes=30))
        begin(browser, school)
        clock.pass_(minutes=31)
        swept(browser)
        clock.pass_(minutes=-20)
        assert browser.submit(f"/assignments/{number}/start").status_code == 409

    def test_someone_taken_out_is_ended_with_what_was_saved(self, browser, school, database, clock):
        school.give(TWO)
        sitting = begin(browser, school)
        save(browser, sitting, ONE, choice="a")
        clock.pass_(minutes=5)
        left = clock.time
        change(
            database,
            enrolments,
            enrolments.c.id == school.enrolments["aliya"],
            ended_at=left,
        )
        clock.pass_(minutes=5)
        refused = save(browser, sitting, ESSAY, text="кейінгі мәтін")
        assert refused.status_code == 409
        row = school.rows(sittings)[0]
        assert (row.closed_at, row.closed_by) == (left, "instructor")
        assert [one.item_id for one in school.rows(attempts)] == [ONE]
        assert form_of(school.rows(set_aside)[0]) == {"text": ["кейінгі мәтін"]}
        receipt = browser.get(f"/sittings/{sitting}/receipt")
        assert receipt.status_code == 200
        assert "берілмеген" in receipt.text
        assert browser.get(f"/assignments/{school.assignment}").status_code == 403

    def test_the_sweeper_ends_those_taken_out_with_the_same_finish(
        self, browser, school, database, clock
    ):
        school.give(TWO)
        begin(browser, school)
        clock.pass_(minutes=5)
        left = clock.time
        change(database, enrolments, enrolments.c.id == school.enrolments["aliya"], ended_at=left)
        clock.pass_(minutes=1)
        swept(browser)
        row = school.rows(sittings)[0]
        assert (row.closed_at, row.closed_by) == (left, "instructor")

    def test_what_cannot_be_read_when_time_is_up_is_kept_and_earns_nothing(
        self, browser, school, clock
    ):
        school.give({"sections": [fixed("1.1-number", "1.1-date", ESSAY, "1.1-short-text")]})
        sitting = begin(browser, school)
        save(browser, sitting, "1.1-number", form={"value": "көп", "unit": ""})
        save(browser, sitting, "1.1-date", form={"date": "  "})
        save(browser, sitting, ESSAY, text="бір")
        save(browser, sitting, "1.1-short-text", text="қауды")
        clock.pass_(hours=2)
        swept(browser)
        kept = {row.item_id: row for row in school.rows(attempts)}
        assert set(kept) == {"1.1-number", ESSAY, "1.1-short-text"}
        assert kept["1.1-number"].response == "null"
        assert form_of(kept["1.1-number"]) == {"value": ["көп"], "unit": [""]}
        reasons = {
            row.attempt_id: (row.status, row.score_num, row.reason) for row in school.rows(outcomes)
        }
        assert reasons[kept["1.1-number"].id] == ("scored", 0, "unreadable")
        assert reasons[kept[ESSAY].id] == ("awaiting", 0, "")
        assert reasons[kept["1.1-short-text"].id][0] == "scored"
        assert browser.get(f"/sittings/{sitting}/result").status_code == 200
        clock.pass_(hours=3)  # with the keys
        assert browser.get(f"/sittings/{sitting}/result").status_code == 200


class TestItemsInUse:
    def own_item(self, school, sample, browser, stem):
        from quizzes.item import item_from_canonical
        from webapp.queries.sittings import archive_item_versions

        raw = sample.items[ONE].canonical().replace(ONE, "1.1-own-1")
        item = item_from_canonical(raw.replace("1-сұрақ", stem))
        school.database.write(
            archive_item_versions, [(item.id, item.version, item.canonical())], START
        )
        return item

    def test_a_retired_item_stays_in_the_sitting_as_it_was(
        self, browser, school, sample, database, clock
    ):
        old = self.own_item(school, sample, browser, "ескі сұрақ")
        school.add(
            own_items,
            item_id=old.id,
            version=old.version,
            cohort_id=school.cohort,
            author_id=school.people["ustaz"],
            shared=False,
            created_at=START,
            updated_at=START,
        )
        school.give({"sections": [fixed(old.id)]})
        sitting = begin(browser, school)
        new = self.own_item(school, sample, browser, "жаңа сұрақ")
        change(
            database,
            own_items,
            own_items.c.item_id == old.id,
            version=new.version,
            retired_at=clock.time,
        )
        assert "ескі сұрақ" in browser.get(f"/sittings/{sitting}/1").text
        save(browser, sitting, old.id, choice="a")
        hand_in(browser, sitting)
        swept(browser)
        assert school.rows(attempts)[0].item_version == old.version
        assert scores(school)[0].result.earned == 1
        # an item named one by one is given to everyone alike
        become(browser, school, "bolat")
        assert "жаңа сұрақ" in browser.get(f"/sittings/{begin(browser, school)}/1").text


SECTIONS = {
    "sections": [
        fixed(ONE, "1.1-date", way_back=False, title="Бірінші"),
        fixed(ESSAY, title="Екінші"),
    ]
}


class TestSectionsWithoutWayBack:
    def test_the_next_section_opens_by_a_confirmed_door(self, browser, school):
        school.give(SECTIONS)
        sitting = begin(browser, school)
        save(browser, sitting, ONE, choice="a")
        assert browser.get(f"/sittings/{sitting}/3").headers["location"].endswith("/door")
        assert save(browser, sitting, ESSAY, text="ерте").status_code == 409
        door = browser.get(f"/sittings/{sitting}/door")
        assert f'href="/sittings/{sitting}/2"' in door.text  # unanswered
        for _ in range(2):
            passed = browser.submit(f"/sittings/{sitting}/door", {"section": "1"})
            assert passed.headers["location"] == f"/sittings/{sitting}/3"
        assert browser.get(f"/sittings/{sitting}/3").status_code == 200

    def test_a_later_section_cannot_be_checked_before_its_door(self, browser, school):
        school.give(SECTIONS, {}, limit_s=None)
        sitting = begin(browser, school)
        form = {"text": "бір екі үш", "base": "0", "do": "check"}
        browser.submit(f"/sittings/{sitting}/3", form)
        assert school.rows(attempts) == []

    def test_what_lies_behind_is_read_and_not_answered(self, browser, school):
        school.give(SECTIONS)
        sitting = begin(browser, school)
        save(browser, sitting, ONE, choice="a")
        browser.submit(f"/sittings/{sitting}/door", {"section": "1"})
        page = browser.get(f"/sittings/{sitting}/1").text
        assert "disabled" in page
        assert "data-draft" not in page
        refused = save(browser, sitting, ONE, base=1, choice="b")
        assert refused.status_code == 409
        assert refused.json()["open"] is True
        assert form_of(school.rows(drafts)[0]) == {"choice": ["a"]}
        assert form_of(school.rows(set_aside)[0]) == {"choice": ["b"]}
        moved = browser.submit(f"/sittings/{sitting}/1", {"do": "next"})
        assert moved.headers["location"] == f"/sittings/{sitting}/2"
        hand_in(browser, sitting)
        assert [row.item_id for row in school.rows(attempts)] == [ONE]

    def test_a_door_that_is_not_there_yet_is_refused(self, browser, school):
        school.give(SECTIONS)
        sitting = begin(browser, school)
        assert browser.submit(f"/sittings/{sitting}/door", {"section": "2"}).status_code == 409
        assert browser.submit(f"/sittings/{sitting}/door", {"section": "x"}).status_code == 400


class TestPracticeThatShowsAtOnce:
    def test_a_checked_item_is_judged_shown_and_fixed(self, browser, school):
        school.give(TWO, {}, closes=None, limit_s=None)
        sitting = begin(browser, school)
        page = browser.get(f"/sittings/{sitting}/1").text
        assert 'value="check"' in page
        assert "data-time data-sitting" not in page
        checked = browser.submit(
            f"/sittings/{sitting}/1", {"choice": "b", "base": "0", "do": "check"}
        )
        assert checked.headers["location"] == f"/sittings/{sitting}/1#judged"
        page = browser.get(f"/sittings/{sitting}/1").text
        assert "Екі ай — алдын ала тергеуде." in page
        assert [row.score_num for row in school.rows(outcomes)] == [0]
        again = browser.submit(
            f"/sittings/{sitting}/1", {"choice": "a", "base": "0", "do": "check"}
        )
        assert again.status_code == 303
        assert save(browser, sitting, ONE, choice="a").status_code == 409
        hand_in(browser, sitting)
        swept(browser)
        assert form_of(school.rows(attempts)[0]) == {"choice": ["b"]}
        assert len(school.rows(outcomes)) == 1

    def test_what_cannot_be_read_comes_back_with_the_reason_and_is_saved(self, browser, school):
        school.give({"sections": [fixed("1.1-number", "1.1-short-text", ONE)]}, {}, limit_s=None)
        sitting = begin(browser, school)
        refused = browser.submit(
            f"/sittings/{sitting}/1", {"value": "көп", "unit": "ай", "base": "0", "do": "check"}
        )
        assert refused.status_code == 422
        assert 'value="көп"' in refused.text
        assert form_of(school.rows(drafts)[0])["value"] == ["көп"]
        blank = browser.submit(f"/sittings/{sitting}/3", {"base": "0", "do": "check"})
        assert blank.status_code == 422
        assert school.rows(attempts) == []

    def test_an_exam_has_no_such_button(self, browser, school):
        school.give(TWO)
        sitting = begin(browser, school)
        assert 'value="check"' not in browser.get(f"/sittings/{sitting}/1").text
        browser.submit(f"/sittings/{sitting}/1", {"choice": "a", "base": "0", "do": "check"})
        assert school.rows(attempts) == []
        assert len(school.rows(drafts)) == 1


def test_how_sure_one_is_is_saved_and_counted(browser, school):
    school.give({"sections": [fixed(ONE)]}, exam_rules(certainty=True))
    sitting = begin(browser, school)
    assert 'name="certainty"' in browser.get(f"/sittings/{sitting}/1").text
    save(browser, sitting, ONE, choice="a", certainty="3")
    hand_in(browser, sitting)
    swept(browser)
    assert scores(school)[0].lines[0].score.certainty == "3"
    assert scores(school)[0].result.earned == 1


def test_certainty_alone_is_no_answer(browser, school):
    school.give({"sections": [fixed(ONE)]}, exam_rules(certainty=True))
    sitting = begin(browser, school)
    save(browser, sitting, ONE, certainty="3")
    hand_in(browser, sitting)
    assert school.rows(attempts) == []


def test_what_awaits_one_inside_is_told_before_the_start(browser, school):
    sections = [fixed(ONE, "1.1-number", way_back=False), fixed(ESSAY)]
    page = browser.get(f"/assignments/{school.give({'sections': sections})}").text
    assert "Сұрақ саны: 3, бөлім саны: 2." in page
    assert "1-бөлімнен шыққан соң" in page
    page = browser.get(f"/assignments/{school.give({'sections': [fixed(ONE)]})}").text
    assert "Сұрақ саны: 1." in page
    assert "шыққан соң" not in page


def test_the_hint_at_an_essay_names_no_button_that_is_not_there(browser, school):
    school.give({"sections": [fixed(ESSAY)]}, {"mode": "practice"})
    sitting = begin(browser, school)
    assert "Жауапты жіберу" not in browser.get(f"/sittings/{sitting}/1").text


def by_person(school, item_id, sitting, points, comment="Дәлел жеткіліксіз."):
    """A person marks an essay: each criterion gets its points."""
    given = next(one for one in school.rows(attempts, sitting_id=sitting) if one.item_id == item_id)
    school.add(
        marks,
        attempt_id=given.id,
        marker_id=school.people["ustaz"],
        part="first",
        points=json.dumps(points),
        comment=comment,
        created_at=START,
    )
    return given


@pytest.mark.parametrize("key", ["after", "never"])
def test_an_essays_author_sees_the_points_of_each_criterion_and_the_comment(
    browser, school, sample, key
):
    seen = {"own": "after", "score": "after", "key": key, "feedback": "never"}
    school.give({"sections": [fixed(ESSAY)]}, exam_rules(visibility=seen))
    sitting = begin(browser, school)
    save(browser, sitting, ESSAY, text="Өз сөзіммен осылай жаздым.")
    hand_in(browser, sitting)
    swept(browser)
    essay = sample.items[ESSAY].interaction
    points = {one.id: one.most for one in essay.rubric}
    given = by_person(school, ESSAY, sitting, points)
    school.add(
        outcomes,
        attempt_id=given.id,
        status="scored",
        score_num=1,
        score_den=1,
        marked_by=school.people["ustaz"],
        reason="Дәлел жеткіліксіз.",
        created_at=START,
    )
    text = browser.get(f"/sittings/{sitting}/result").text
    assert text.count("Дәлел жеткіліксіз.") == 1
    assert text.count('class="given"') == 1
    model = words(sample.html(essay.model_answer))
    assert (model in words(text)) == (key == "after")


def test_nobody_has_failed_while_an_essay_waits(browser, school, sample):
    school.give(TWO, exam_rules(pass_share="3/4"))
    sitting = begin(browser, school)
    answer_all(browser, sitting, {ONE: RIGHT[ONE], ESSAY: RIGHT[ESSAY]})
    hand_in(browser, sitting)
    swept(browser)
    pages = (f"/sittings/{sitting}/result", f"/assignments/{school.assignment}")
    failed = translate("kk", "sitting.not_passed")
    assert all(failed not in browser.get(one).text for one in pages)
    assert "Есепке кіретін нәтиже әзірге: 50" in browser.get(pages[1]).text
    given = next(one for one in school.rows(attempts) if one.item_id == ESSAY)
    school.add(
        outcomes,
        attempt_id=given.id,
        status="scored",
        score_num=0,
        score_den=1,
        marked_by=school.people["ustaz"],
        created_at=START,
    )
    assert failed in browser.get(pages[0]).text


def test_what_another_readers_page_kept_is_refused(browser, school):
    school.give(TWO)
    sitting = begin(browser, school)
    mine = re.search(r'data-reader="([^"]+)"', browser.get(f"/sittings/{sitting}/1").text).group(1)
    for reader, status in (("basqa", 409), (mine, 200)):
        saved = browser.put(
            f"/sittings/{sitting}/items/{ONE}/draft",
            data={"choice": "a", "base": "0"},
            headers={"x-fragment": "draft", "x-reader": reader},
        )
        assert saved.status_code == status
        moved = browser.submit(
            f"/sittings/{sitting}/2",
            {"text": "мәтін", "base": "0"},
            headers={"x-reader": reader},
        )
        assert moved.status_code == (409 if status == 409 else 303)
        assert len(school.rows(drafts)) == (0 if status == 409 else 2)
