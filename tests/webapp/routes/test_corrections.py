"""The pages of corrections: look first, then apply once."""

from __future__ import annotations

import re
from typing import Any

import pytest

from quizzes.rules import PRACTICE, Rules
from tests.conftest import Browser
from tests.webapp import factories
from tests.webapp.test_correcting import BEFORE, EXPECTED, World, make
from webapp.tables import cohorts, enrolments


class Desk(World):
    """The world with a browser in front of it."""

    browser: Browser
    app: Any

    def address(self, more: str = "") -> str:
        return f"/teach/assignments/{self.assignment_id}/corrections/{self.old.id}{more}"

    def look(self, kind: str = "", who: str = "teacher") -> Any:
        factories.become(self.browser, self.app, who)
        return self.browser.get(self.address(f"?kind={kind}"))

    def send(self, html: str, reason: str = "Кілт қате еді", **changed: str) -> Any:
        fields = {
            name: re.search(rf'name="{name}" value="([^"]*)"', html).group(1)  # type: ignore[union-attr]
            for name in ("fingerprint", "ordinal")
        }
        kind = re.search(r'type="hidden" name="kind" value="([^"]*)"', html)
        assert kind is not None
        return self.browser.submit(
            self.address(), {"kind": kind.group(1), "reason": reason, **fields, **changed}
        )


@pytest.fixture
def desk(app, database, sample):
    with Browser(app) as browser:
        found = make(database, sample, Rules(mode="exam", visibility=PRACTICE))
        found.__class__ = Desk
        found.browser, found.app = browser, app  # type: ignore[attr-defined]
        yield found


def test_the_list_puts_items_with_a_new_version_first(desk):
    factories.become(desk.browser, desk.app, "teacher")
    html = desk.browser.get(f"/teach/assignments/{desk.assignment_id}/corrections").text
    assert html.index(f"corrections/{desk.old.id}") < html.index(f"corrections/{desk.other.id}")
    assert html.count("жаңа нұсқасы бар") == 1


def test_raising_only_is_what_is_offered_first(desk):
    html = desk.look().text
    assert re.search(r'value="raise" checked', html)
    assert "Көтерілетіні: 1, кемитіні: 0, өзгермейтіні: 2." in html


@pytest.mark.parametrize("kind", EXPECTED)
def test_each_kind_is_applied_as_it_was_shown(desk, kind):
    html = desk.look(kind).text
    answer = desk.send(html)
    assert answer.status_code == 303
    assert answer.headers["location"].endswith("/corrections")
    assert desk.shares() == EXPECTED[kind]
    page = desk.browser.get(answer.headers["location"]).text
    assert "Түзету қолданылды" in page
    assert "Кілт қате еді" in page


def test_pressing_twice_applies_once_and_says_it_is_done(desk):
    html = desk.look("raise").text
    assert desk.send(html).status_code == 303
    assert desk.send(html).status_code == 303
    assert len(desk.made()) == 1
    assert len(desk.outcomes("ali")) == 2


def test_a_stale_preview_is_shown_anew_and_keeps_the_reason(desk):
    html = desk.look("full").text
    other = desk.look("raise").text
    assert desk.send(other, "бірінші").status_code == 303
    answer = desk.send(html, "екінші рет «қате»")
    assert answer.status_code == 409
    assert "екінші рет «қате»" in answer.text
    assert len(desk.made()) == 1
    assert desk.send(answer.text, "екінші").status_code == 303
    assert len(desk.made()) == 2


@pytest.mark.parametrize("reason", ["", "   ", "ә" * 501])
def test_without_a_fit_reason_nothing_is_applied(desk, reason):
    answer = desk.send(desk.look("raise").text, reason)
    assert answer.status_code == 422
    assert 'href="#f-reason"' in answer.text
    assert reason.strip() in answer.text
    assert desk.shares() == BEFORE


def test_a_kind_that_does_not_exist_is_refused(desk):
    assert desk.send(desk.look().text, kind="halve").status_code == 422
    assert desk.made() == []


def test_a_kind_that_is_not_open_changes_nothing(desk):
    desk.send(desk.look("full").text)
    shown = desk.look("raise").text  # nothing to raise any more
    assert 'name="kind" value="raise"' not in shown
    assert desk.send(shown, kind="raise").status_code == 409
    assert [one.kind for one in desk.made()] == ["full"]


def test_a_course_question_without_a_new_version_says_what_can_be_done(desk):
    factories.become(desk.browser, desk.app, "teacher")
    address = f"/teach/assignments/{desk.assignment_id}/corrections/{desk.other.id}"
    html = desk.browser.get(address).text
    assert "тек курс авторлары түзетеді" in html
    report = re.search(r'href="(/items/[^"]+/report\?back=[^"]+)"', html)
    assert report is not None
    assert desk.browser.get(report[1]).status_code == 200


def test_the_key_stands_under_the_letters_of_the_item_and_was_chosen_by_nobody(desk):
    html = desk.look().text
    assert "Сіздің таңдауыңыз" not in html
    options = [one.text for one in desk.old.interaction.options]
    places = [html.index(text) for text in options]
    assert places == sorted(places)


def test_an_item_nobody_was_given_is_not_found(desk):
    factories.become(desk.browser, desk.app, "teacher")
    base = f"/teach/assignments/{desk.assignment_id}/corrections"
    assert desk.browser.get(f"{base}/1.1-date").status_code == 404
    assert desk.browser.submit(f"{base}/1.1-date", {"kind": "full"}).status_code == 404


def test_an_archived_cohort_can_be_looked_at_and_not_changed(desk):
    html = desk.look("raise").text
    desk.database.write(
        lambda connection: connection.execute(cohorts.update().values(archived_at=factories.START))
    )
    assert desk.send(html).status_code == 409
    page = desk.look("raise")
    assert page.status_code == 200
    assert 'name="fingerprint"' not in page.text
    assert desk.made() == []


def test_a_groups_instructor_corrects_only_what_no_other_group_sat(desk):
    def staff(connection: Any) -> int:
        other = factories.group(connection, desk.cohort_id, "ПҚ-2")
        first = connection.execute(enrolments.select()).fetchall()
        group = next(row.group_id for row in first if row.user_id == desk.users["ali"])
        factories.member(connection, "own", desk.cohort_id, group, "instructor")
        return other

    other = desk.database.write(staff)
    assert desk.look(who="own").status_code == 200
    desk.database.write(
        lambda connection: connection.execute(
            enrolments.update()
            .where(enrolments.c.user_id == desk.users["gul"])
            .values(group_id=other)
        )
    )
    assert desk.look(who="own").status_code == 403
    assert desk.send(desk.look().text).status_code == 303
