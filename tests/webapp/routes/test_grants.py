"""Accommodations and extensions, also of a sitting that runs."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest

from tests.conftest import START
from tests.webapp.exams import (
    become,
    begin,
    by_hand,
    exam_rules,
    fixed,
    hand_in,
    make_school,
    save,
    swept,
)
from webapp.queries import notices
from webapp.routes.grants import read_factor, show_factor
from webapp.sitting.standing import find as standing_of
from webapp.tables import accommodations, extensions, sittings

ONE = "1.1-single-choice"


@pytest.fixture
def school(browser, database):
    made = make_school(database)
    by_hand(browser)
    made.give({"sections": [fixed(ONE)]})
    become(browser, made, "aliya")
    return made


def extend(browser, school, **fields):
    become(browser, school, "ustaz")
    return browser.submit(
        f"/teach/assignments/{school.assignment}/extensions",
        {"student": str(school.people["aliya"]), "reason": "Ауырып қалды", "newest": "0", **fields},
    )


def accommodate(browser, school, name="aliya", **fields):
    become(browser, school, "ustaz")
    address = f"/teach/cohorts/{school.cohort}/people/{school.people[name]}/accommodation"
    sent = {"factor": "1", "attempts": "0", "later": "0", "note": "", **fields}
    return browser.submit(address, sent)


def ends(school, sitting, now=START):
    return school.database.read(standing_of, sitting, now).ends


def kinds(school, name="aliya"):
    return [one.kind for one in school.database.read(notices.list_notices, school.people[name])]


class TestExtensions:
    def test_extra_minutes_reach_a_sitting_that_runs_at_once(self, browser, school, clock):
        sitting = begin(browser, school)
        assert ends(school, sitting) == START + timedelta(minutes=60)
        clock.pass_(minutes=59)
        assert extend(browser, school, minutes="20").status_code == 303
        assert ends(school, sitting) == START + timedelta(minutes=80)
        clock.pass_(minutes=15)
        swept(browser)
        become(browser, school, "aliya")
        assert save(browser, sitting, ONE, choice="a").status_code == 200
        assert school.rows(sittings)[0].closed_at is None

    def test_taken_back_the_deadline_is_the_old_one_and_the_grant_stays_on_record(
        self, browser, school
    ):
        sitting = begin(browser, school)
        extend(browser, school, minutes="20")
        [grant] = school.rows(extensions)
        address = f"/teach/assignments/{school.assignment}/extensions"
        assert browser.submit(f"{address}/revoke", {"extension": grant.id}).status_code == 303
        assert browser.submit(f"{address}/revoke", {"extension": grant.id}).status_code == 303
        assert ends(school, sitting) == START + timedelta(minutes=60)
        text = browser.get(address).text
        assert "Ауырып қалды" in text
        assert "қайтарып алынды" in text
        assert kinds(school) == ["extension_revoked", "extension_granted"]

    def test_a_close_of_their_own_lets_one_student_begin_later(self, browser, school, clock):
        assert extend(browser, school, closes="2026-11-26T18:00").status_code == 303
        clock.pass_(hours=5)
        become(browser, school, "bolat")
        refused = browser.submit(f"/assignments/{school.assignment}/start")
        assert not refused.headers.get("location", "").startswith("/sittings")
        become(browser, school, "aliya")
        sitting = begin(browser, school)
        assert ends(school, sitting) == START + timedelta(hours=6)

    def test_an_extra_attempt(self, browser, school):
        hand_in(browser, begin(browser, school))
        assert extend(browser, school, attempts="1").status_code == 303
        become(browser, school, "aliya")
        begin(browser, school)
        assert len(school.rows(sittings)) == 2

    def test_pressed_twice_it_is_granted_once(self, browser, school):
        extend(browser, school, minutes="20")
        assert extend(browser, school, minutes="20").status_code == 303
        assert len(school.rows(extensions)) == 1
        assert kinds(school) == ["extension_granted"]
        newest = str(school.rows(extensions)[0].id)
        extend(browser, school, minutes="20", newest=newest)  # meant so: the page showed the first
        assert len(school.rows(extensions)) == 2

    @pytest.mark.parametrize(
        "fields",
        [
            {"minutes": "20", "reason": ""},
            {"minutes": "20", "student": ""},
            {"minutes": "20", "student": "999"},
            {"minutes": "жарты"},
            {"minutes": "1001"},
            {"attempts": "21"},
            {"closes": "кеш"},
            {"closes": "2026-11-25T15:00"},  # before the close for everyone
            {},
        ],
    )
    def test_what_cannot_be_granted_is_refused_and_stays_typed(self, browser, school, fields):
        answer = extend(browser, school, **fields)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
        if fields.get("reason", "x"):
            assert "Ауырып қалды" in answer.text
        assert school.rows(extensions) == []

    def test_minutes_and_attempts_that_would_do_nothing_are_refused(self, browser, school):
        school.give({"sections": [fixed(ONE)]}, exam_rules(attempts=None), limit_s=None)
        assert extend(browser, school, minutes="10").status_code == 422
        assert extend(browser, school, attempts="1").status_code == 422

    def test_the_student_reads_what_was_granted_but_not_the_reason(self, browser, school):
        extend(browser, school, minutes="20", attempts="1", closes="2026-11-26T18:00")
        become(browser, school, "aliya")
        text = browser.get("/notices").text
        for said in ("Қосымша уақыт: 20 минут.", "Қосымша әрекет: 1.", "26 қараша, 18:00"):
            assert said in text
        assert "Ауырып" not in text


class TestAccommodations:
    def test_a_factor_stretches_a_running_sitting_and_moves_the_close(self, browser, school, clock):
        sitting = begin(browser, school)
        assert accommodate(browser, school, factor="1,5").status_code == 303
        assert ends(school, sitting) == START + timedelta(minutes=90)
        window = school.database.read(standing_of, sitting, START).window
        assert window.closes == START + timedelta(hours=3, minutes=30)
        assert kinds(school) == ["accommodation_set"]
        assert kinds(school, "bolat") == []

    def test_it_holds_in_every_assignment_of_the_cohort(self, browser, school):
        accommodate(browser, school, factor="2", later="24", attempts="1")
        school.give({"sections": [fixed(ONE)]}, limit_s=600)
        become(browser, school, "aliya")
        sitting = begin(browser, school)
        standing = school.database.read(standing_of, sitting, START)
        assert standing.ends == START + timedelta(minutes=20)
        assert standing.window.closes == START + timedelta(days=1, hours=3, minutes=10)

    def test_set_again_it_replaces_and_a_note_alone_tells_nobody(self, browser, school):
        accommodate(browser, school, factor="1,25")
        accommodate(browser, school, factor="1,25", note="құжаты бар")
        accommodate(browser, school, factor="4/3", note="құжаты бар")
        [row] = school.rows(accommodations)
        assert (row.time_num, row.time_den) == (4, 3)
        assert kinds(school) == ["accommodation_set", "accommodation_set"]
        address = f"/teach/cohorts/{school.cohort}/people/{school.people['aliya']}/accommodation"
        assert 'value="4/3"' in browser.get(address).text

    @pytest.mark.parametrize(
        "fields",
        [
            {"factor": "0,5"},
            {"factor": "6"},
            {"factor": "1/0"},
            {"factor": "екі"},
            {"attempts": "-1"},
            {"later": "1441"},
            {"note": "а" * 501},
        ],
    )
    def test_what_cannot_be_is_refused(self, browser, school, fields):
        answer = accommodate(browser, school, **fields)
        assert answer.status_code == 422
        assert school.rows(accommodations) == []

    def test_somebody_who_does_not_study_here_is_not_found(self, browser, school):
        assert accommodate(browser, school, "ustaz").status_code == 404


@pytest.mark.parametrize(
    ("text", "factor", "shown"),
    [
        ("1", Fraction(1), "1"),
        ("1,25", Fraction(5, 4), "1,25"),
        ("1.5", Fraction(3, 2), "1,5"),
        ("2", Fraction(2), "2"),
        ("4/3", Fraction(4, 3), "4/3"),
    ],
)
def test_a_factor_is_exact(text, factor, shown):
    assert read_factor(text) == factor
    assert show_factor(factor) == shown
