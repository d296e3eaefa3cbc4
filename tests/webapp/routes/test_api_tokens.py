"""The page of keys for programs, and what a key opens."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tests.conftest import START, Browser
from tests.webapp.staff_room import StaffRoom
from webapp.access import hashed
from webapp.queries import cohorts, groups, members
from webapp.tables import api_tokens, enrolments, events, users
from webapp.token_access import PER_MINUTE

UNTIL = (START + timedelta(days=30)).date().isoformat()


@pytest.fixture
def room(browser, database):
    return StaffRoom.open(browser, database)


@pytest.fixture
def program(app, room):
    """A client without cookies."""
    return Browser(app)


def make(room, who="lead", label="Деканат журналы", until=UNTIL):
    """The answer to making a key, and the key (None: none was made)."""
    answer = room.become(who).submit(f"{room.cohort}/api", {"label": label, "until": until})
    shown = re.search(r'value="(pq_[\w-]{43})"', answer.text)
    return answer, shown and shown[1]


def ask(program, key, path="/api/v1/teaching/token"):
    return program.get(path, headers={"authorization": f"Bearer {key}"})


def rows(database, table):
    return database.read(lambda connection: connection.execute(table.select()).all())


def code(answer):
    return answer.json()["error"]["code"]


def test_a_key_is_shown_once_and_only_its_hash_is_kept(room, database):
    answer, key = make(room)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["cache-control"]
    (row,) = rows(database, api_tokens)
    assert row.token_hash == hashed(key)
    page = room.become("lead").get(f"{room.cohort}/api").text
    assert "Деканат журналы" in page
    assert key not in page
    kinds = [(row.kind, json.loads(row.data)) for row in rows(database, events)]
    (data,) = [data for kind, data in kinds if kind == "api-token-made"]
    assert data["label"] == "Деканат журналы"
    assert key not in json.dumps(data)


@pytest.mark.parametrize(
    ("label", "until"),
    [
        ("", UNTIL),
        ("а" * 101, UNTIL),
        ("Журнал", ""),
        ("Журнал", "2026-11-25"),  # today
        ("Журнал", "2027-11-26"),  # a year and a day
        ("Журнал", "31.12.2026"),
    ],
)
def test_what_cannot_be_a_key_is_refused_with_what_was_typed(room, database, label, until):
    answer, key = make(room, label=label, until=until)
    assert answer.status_code == 422
    assert key is None
    if until:
        assert f'value="{until}"' in answer.text
    assert rows(database, api_tokens) == []


def test_the_last_day_counts_whole(room, program, clock):
    _, key = make(room, until="2026-11-26")
    clock.time = START.replace(day=26, hour=18, minute=59)  # 23:59 in the course's zone
    assert ask(program, key).status_code == 200
    clock.pass_(minutes=1)
    answer = ask(program, key)
    assert (answer.status_code, code(answer)) == (401, "api_old_token")
    assert 'error="invalid_token"' in answer.headers["www-authenticate"]


def test_at_most_ten_keys_a_person_and_cohort(room, database):
    for _ in range(10):
        assert make(room)[1]
    answer, key = make(room)
    assert (answer.status_code, key) == (422, None)
    assert len(rows(database, api_tokens)) == 10
    assert make(room, "second")[1]  # another person has their own ten
    room.become("lead").submit(f"{room.cohort}/api/{rows(database, api_tokens)[0].id}/revoke")
    assert make(room)[1]


def test_a_revoked_key_opens_nothing_and_stays_in_the_list(room, database, program):
    _, key = make(room)
    (row,) = rows(database, api_tokens)
    room.become("lead")
    for _ in range(2):
        assert room.browser.submit(f"{room.cohort}/api/{row.id}/revoke").status_code == 303
    answer = ask(program, key)
    assert (answer.status_code, code(answer)) == (401, "api_revoked_token")
    assert "Деканат журналы" in room.browser.get(f"{room.cohort}/api").text
    kinds = [row.kind for row in rows(database, events)]
    assert kinds.count("api-token-revoked") == 1


def test_who_sees_and_revokes_which_keys(room, database):
    """The lead those of everybody, an instructor of a group their own."""
    make(room, "lead", "Менікі")
    database.write(
        lambda connection: members.set_post(
            connection,
            room.ids["cohort"],
            room.ids["second"],
            "instructor",
            {room.ids["group"]},
            START,
            room.ids["lead"],
        )
    )
    make(room, "second", "Екіншінікі")
    ids = {row.label: row.id for row in rows(database, api_tokens)}
    theirs = room.become("second").get(f"{room.cohort}/api").text
    assert "Екіншінікі" in theirs
    assert "Менікі" not in theirs
    refused = room.browser.submit(f"{room.cohort}/api/{ids['Менікі']}/revoke")
    assert refused.status_code == 403
    assert room.browser.submit(f"{room.cohort}/api/joq/revoke").status_code == 404
    assert "Екіншінікі" in room.become("lead").get(f"{room.cohort}/api").text
    done = room.browser.submit(f"{room.cohort}/api/{ids['Екіншінікі']}/revoke")
    assert done.status_code == 303
    neighbour = room.become("neighbour")
    assert neighbour.submit(f"{room.other}/api/{ids['Менікі']}/revoke").status_code == 404


class TestWhoIsBehindAKey:
    @pytest.mark.parametrize(
        ("header", "error"),
        [
            (None, "api_no_token"),
            ("Basic YTpi", "api_no_token"),
            ("Bearer", "api_no_token"),
            ("Bearer x", "api_unknown_token"),
            ("Bearer pq_" + "x" * 43, "api_unknown_token"),
            ("Bearer pq_" + "x" * 5_000, "api_unknown_token"),
            (b"Bearer pq_\xff\xfe", "api_unknown_token"),
        ],
    )
    def test_what_is_no_key_is_unauthorised(self, program, header, error):
        headers = {} if header is None else {"authorization": header}
        answer = program.get("/api/v1/teaching/token", headers=headers)
        assert (answer.status_code, code(answer)) == (401, error)
        assert answer.headers["www-authenticate"].startswith("Bearer ")

    def test_it_says_what_it_is_and_sets_no_cookie(self, room, program):
        _, key = make(room)
        answer = ask(program, key)
        assert answer.json()["made_by"] == "lead аты"
        assert answer.json()["cohort"] == room.ids["cohort"]
        assert "set-cookie" not in answer.headers

    def test_a_key_of_another_cohort_is_forbidden_and_an_unknown_one_not_found(self, room, program):
        _, key = make(room)
        base = "/api/v1/teaching/cohorts"
        answer = ask(program, key, f"{base}/{room.ids['other']}")
        assert (answer.status_code, code(answer)) == (403, "api_other_cohort")
        assert ask(program, key, f"{base}/99999").status_code == 404
        assert ask(program, key, f"{base}/joq").status_code == 422
        assert ask(program, key, f"{base}/2147483648").status_code == 422

    def test_it_has_the_rights_its_maker_has_now(self, room, program, database):
        _, key = make(room, "second")
        path = f"/api/v1/teaching/cohorts/{room.ids['cohort']}"
        assert [one["title"] for one in ask(program, key, path).json()["groups"]] == ["ПҚ-1"]
        new = database.write(
            lambda connection: groups.add_to_cohort(
                connection, room.ids["cohort"], "ПҚ-2", "code-2", START
            )
        )
        assert len(ask(program, key, path).json()["groups"]) == 2

        def post(role, group_ids):
            database.write(
                lambda connection: members.set_post(
                    connection,
                    room.ids["cohort"],
                    room.ids["second"],
                    role,
                    group_ids,
                    START,
                    room.ids["lead"],
                )
            )

        post("instructor", {new})
        assert [one["title"] for one in ask(program, key, path).json()["groups"]] == ["ПҚ-2"]
        post("assistant", None)
        answer = ask(program, key, path)
        assert (answer.status_code, code(answer)) == (403, "instructors_only")
        post(None, None)
        answer = ask(program, key, path)
        assert (answer.status_code, code(answer)) == (403, "not_on_staff")

    def test_who_erased_their_account_reads_nothing(self, room, program, database):
        _, key = make(room)
        database.write(
            lambda connection: connection.execute(
                update(users).where(users.c.id == room.ids["lead"]).values(login=None)
            )
        )
        assert ask(program, key).status_code == 401

    def test_an_archived_cohort_is_read_and_gets_no_new_keys(self, room, program, database):
        _, key = make(room)
        database.write(
            lambda connection: cohorts.change(connection, room.ids["cohort"], archived_at=START)
        )
        path = f"/api/v1/teaching/cohorts/{room.ids['cohort']}"
        assert ask(program, key, path).json()["archived"] is True
        assert make(room)[0].status_code == 409
        page = room.become("lead").get(f"{room.cohort}/api")
        assert page.status_code == 200
        (row,) = rows(database, api_tokens)
        assert room.browser.submit(f"{room.cohort}/api/{row.id}/revoke").status_code == 303

    def test_the_last_use_is_kept_to_the_minute(self, room, program, database, clock):
        _, key = make(room)

        def used():
            return database.read(
                lambda connection: connection.execute(select(api_tokens.c.used_at)).scalar()
            )

        assert used() is None
        ask(program, key)
        clock.pass_(seconds=59)
        ask(program, key)
        assert used() == START
        clock.pass_(seconds=1)
        ask(program, key)
        assert used() == START + timedelta(minutes=1)

    def test_too_many_requests_must_wait_and_do_not_hinder_others(self, room, program, clock):
        _, key = make(room)
        _, other = make(room)
        statuses = [ask(program, key).status_code for _ in range(PER_MINUTE + 1)]
        assert statuses == [200] * PER_MINUTE + [429]
        clock.pass_(seconds=45)
        answer = ask(program, key)
        assert (answer.status_code, code(answer)) == (429, "api_pace")
        assert 1 <= int(answer.headers["retry-after"]) <= 15
        assert ask(program, other).status_code == 200
        clock.pass_(seconds=15)
        assert ask(program, key).status_code == 200

    @pytest.mark.parametrize(
        ("header", "words"),
        [
            ("", "API кілті"),
            ("de, ru;q=0.8, en;q=0.5", "Ключ API"),
            ("en-GB", "API key"),
            ("ru;q=0, kk", "API кілті"),
            (";;q=,\x7f", "API кілті"),
        ],
    )
    def test_errors_speak_the_language_asked_for(self, program, header, words):
        headers = {"accept-language": header} if header else {}
        answer = program.get("/api/v1/teaching/token", headers=headers)
        assert words in answer.json()["error"]["message"]


def test_enrolment_that_ended_gives_nothing(room, program, database):
    _, key = make(room, "second")
    database.write(
        lambda connection: connection.execute(
            update(enrolments)
            .where(enrolments.c.user_id == room.ids["second"])
            .values(ended_at=START)
        )
    )
    assert ask(program, key).status_code == 403
