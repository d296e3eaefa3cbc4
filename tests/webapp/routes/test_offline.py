"""The course without a network: answers sent later, once each; the worker, the manifest."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest

from quizzes.item import item_from_canonical
from tests.conftest import START, Browser
from tests.webapp.exams import become, by_hand, every_type, exam_rules, make_school
from tests.webapp.exams import begin as begin_assignment
from webapp.queries import sittings
from webapp.self_test.beginning import Asked, begin
from webapp.tables import attempts, drafts, sent_answers, set_aside, users

LESSON = "/lessons/1.1.1-merzim"
ONE, TWO = "1.1-single-choice", "1.1-number"
NOW = int(START.timestamp() * 1000)


def rows(database, table):
    return database.read(lambda connection: connection.execute(table.select()).all())


def made(item: str = ONE, form: dict | None = None, **more) -> dict:
    """An answer as a device sends it."""
    typed = form or {"choice": ["a"]}
    return {"id": str(uuid4()), "item": item, "version": "", "at": NOW, "form": typed} | more


@pytest.fixture
def made_now(sample):
    def make(item: str = ONE, form: dict | None = None, **more) -> dict:
        return made(item, form, **({"version": sample.items[item].version} | more))

    return make


def send(browser, *answers, **headers):
    return browser.post(
        "/offline/answers",
        json={"answers": list(answers)},
        headers={"x-fragment": "json", **headers},
    )


def fates(reply) -> list[str]:
    assert reply.status_code == 200, reply.text
    return [one["fate"] for one in reply.json()["answers"]]


def test_an_answer_sent_twice_is_stored_once_and_both_senders_learn_what_came_of_it(
    browser, database, made_now
):
    answers = [made_now(), made_now(TWO, {"value": ["3"], "unit": ["ай"]})]
    first = send(browser, *answers)
    assert fates(first) == ["scored", "scored"]
    again = send(browser, *answers)
    assert fates(again) == ["already", "already"]
    for reply in (first, again):
        assert reply.json()["line"] == "2 жауап жіберілді: 1 дұрыс."
        assert reply.json()["answers"][0]["href"] == f"{LESSON}#item-{ONE}"
    assert len(rows(database, attempts)) == len(rows(database, sent_answers)) == 2


def test_an_answer_sent_at_once_by_several_tabs_is_stored_once(browser, database, made_now):
    browser.submit(f"{LESSON}/items/{TWO}", {"value": "2", "unit": "ай"})  # now there is a guest
    answer = made_now()
    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(lambda _: send(browser, answer), range(4)))
    assert sorted(fate for reply in replies for fate in fates(reply)) == ["already"] * 3 + [
        "scored"
    ]
    assert [row.item_id for row in rows(database, attempts)] == [TWO, ONE]


def test_an_answer_that_had_arrived_the_usual_way_is_not_stored_again(browser, database, made_now):
    browser.submit(f"{LESSON}/items/{ONE}", {"choice": "a", "attempt": "1"})
    assert fates(send(browser, made_now(tried=True))) == ["already"]
    assert len(rows(database, attempts)) == 1
    assert fates(send(browser, made_now(form={"choice": ["b"]}, tried=True))) == ["scored"]
    assert [row.number for row in rows(database, attempts)] == [1, 2]


def test_answers_of_two_devices_to_one_item_both_become_attempts(
    browser, database, made_now, clock
):
    early, late = NOW - 7_200_000, NOW - 3_600_000
    send(browser, made_now(form={"choice": ["b"]}, at=late, attempt=1))
    clock.pass_(minutes=5)
    other = [made_now(form={"choice": ["c"]}, at=late + 1), made_now(at=early)]
    assert fates(send(browser, *other)) == ["scored", "scored"]
    assert [(row.number, row.form) for row in rows(database, attempts)] == [
        (1, '{"choice": ["b"]}'),
        (2, '{"choice": ["a"]}'),  # of one sending, the earlier first
        (3, '{"choice": ["c"]}'),
    ]


def test_an_item_answered_online_meanwhile_gets_the_next_number(browser, database, made_now):
    for number, choice in (("1", "b"), ("2", "c")):
        browser.submit(f"{LESSON}/items/{ONE}", {"choice": choice, "attempt": number})
    assert fates(send(browser, made_now(attempt=1))) == ["scored"]
    assert [row.number for row in rows(database, attempts)] == [1, 2, 3]
    assert not rows(database, set_aside)


@pytest.mark.parametrize(
    ("at", "believed"),
    [
        (NOW - 40 * 86_400_000, START - timedelta(days=40)),  # weeks later
        (NOW + 86_400_000, START),  # a clock that runs ahead
        (10**18, START),
        (0, START - timedelta(days=400)),
        (-(10**18), START - timedelta(days=400)),
    ],
)
def test_the_devices_time_is_kept_within_what_can_be(browser, database, made_now, at, believed):
    assert fates(send(browser, made_now(at=at))) == ["scored"]
    row = rows(database, sent_answers)[0]
    assert (row.answered_at, row.received_at) == (believed, START)


def test_an_item_that_changed_since_is_scored_as_it_was_and_its_author_is_told(
    browser, database, sample
):
    item = sample.items[ONE]
    old = item.canonical().replace("Үш ай", "Төрт ай")
    version = item_from_canonical(old).version
    database.write(
        sittings.archive_item_versions, [(item.id, version, old)], START - timedelta(days=9)
    )
    reply = send(browser, made(version=version, form={"choice": ["c"]}))
    assert fates(reply) == ["scored"]
    assert "өзгерген" in reply.json()["answers"][0]["note"]
    assert rows(database, attempts)[0].item_version == version


def sign_up(browser, login):
    form = {"login": login, "name": "Әлия Серікова", "password": "құпия-сөз-1"}
    assert browser.submit("/sign-up", form).status_code == 303


def mark(browser) -> str:
    return re.search(r'data-reader="(\w*)"', browser.get("/help").text).group(1)


def test_nothing_is_stored_under_another_reader(browser, database, made_now):
    sign_up(browser, "aliya")
    hers = mark(browser)
    browser.submit("/sign-out")
    sign_up(browser, "bolat")
    for answers in ([made_now()], []):
        reply = send(browser, *answers, **{"x-reader": hers})
        assert reply.status_code == 409
        assert reply.json()["error"]["code"] == "other_reader"
    assert rows(database, attempts) == rows(database, sent_answers) == []
    assert send(browser, **{"x-reader": mark(browser)}).headers["x-reader"] == mark(browser)


def test_what_a_guest_answered_is_stored_for_the_account_the_guest_joined(
    app, browser, database, made_now
):
    sign_up(browser, "aliya")
    phone = Browser(app)
    phone.submit(f"{LESSON}/items/{TWO}", {"value": "2", "unit": "ай"})
    guest = mark(phone)
    sent = made_now()
    assert fates(send(phone, sent, **{"x-reader": guest})) == ["scored"]
    phone.submit("/sign-in", {"login": "aliya", "password": "құпия-сөз-1"})
    assert fates(send(phone, made_now(), **{"x-reader": guest})) == ["scored"]
    again = send(phone, sent, **{"x-reader": guest})
    assert fates(again) == ["already"]
    assert again.json()["line"] == "1 жауап жіберілді: 1 дұрыс."
    owners = {row.user_id for row in rows(database, sent_answers)[1:]}
    login = {row.id: row.login for row in rows(database, users)}
    assert [login[one] for one in owners] == ["aliya"]


def test_an_id_taken_by_someone_else_tells_nothing_of_their_answer(
    app, browser, database, made_now
):
    answer = made_now()
    send(browser, answer)
    other = Browser(app)
    reply = send(other, answer)
    assert fates(reply) == ["already"]
    assert reply.json() == {
        "line": "",
        "answers": [reply.json()["answers"][0] | {"title": "", "href": "", "word": ""}],
    }
    assert len(rows(database, attempts)) == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff", 400),
        (b'{"answers": [{"form": "\\ud800"}]}', 400),
        (b"[]", 422),
        (b'{"answers": 1}', 422),
        (b'{"answers": [], "more": 1}', 422),
        ({"id": "1"}, 422),
        ({"at": "soon"}, 422),
        ({"form": {"choice": "a"}}, 422),
        ({"form": {"text": ["\x00"]}}, 422),
        ({"item": ""}, 422),
        ({"attempt": 0}, 422),
        ({"sitting": 2**40}, 422),
    ],
)
def test_a_batch_that_cannot_be_read_stores_nothing(browser, database, made_now, body, status):
    if isinstance(body, dict):
        body = json.dumps({"answers": [made_now(), made_now() | body]}).encode()
    reply = browser.post(
        "/offline/answers",
        content=body,
        headers={"content-type": "application/json", "x-fragment": "json"},
    )
    assert reply.status_code == status
    assert rows(database, attempts) == rows(database, sent_answers) == rows(database, users) == []


def test_too_much_at_once_another_kind_and_another_site_are_refused(browser, database, made_now):
    assert send(browser, *(made_now() for _ in range(51))).status_code == 413
    huge = made_now(form={"text": ["x" * 5_000_000]})
    assert send(browser, huge).status_code == 413
    assert browser.submit("/offline/answers", {"answers": "[]"}).status_code == 415
    assert send(browser, made_now(), **{"sec-fetch-site": "cross-site"}).status_code == 403
    assert rows(database, sent_answers) == []


def test_what_cannot_be_an_answer_is_kept_with_its_reason(browser, database, made_now):
    sign_up(browser, "aliya")
    reply = send(
        browser,
        made("no.such-item", {"text": ["Жоғалмас мәтін"]}, at=NOW - 3),
        made_now(version="0123456789abcdef", at=NOW - 2),
        made_now(TWO, {"value": ["он шақты"]}, at=NOW - 1),
    )
    assert fates(reply) == ["kept"] * 3
    assert reply.json()["line"] == "Есепке алынбағаны: 3, мәтіні сақтаулы."
    assert {row.reason for row in rows(database, sent_answers)} == {"item", "version", "unread"}
    assert rows(database, attempts) == []
    page = browser.get("/offline").text
    assert "Жоғалмас мәтін" in page
    assert "он шақты" in page
    assert 'value="он шақты"' in browser.get(LESSON).text  # in its field again, to be mended
    assert {row.item_id for row in rows(database, drafts)} == {ONE, TWO}


@pytest.mark.parametrize(("saved", "left"), [(-2, 0), (2, 1)], ids=["older", "newer"])
def test_a_draft_newer_than_the_answer_stays_and_an_older_one_is_set_aside(
    browser, database, made_now, clock, saved, left
):
    clock.pass_(hours=5 + saved)
    draft = {"choice": "b", "attempt": "1", "base": "0"}
    browser.put(f"{LESSON}/items/{ONE}/draft", data=draft, headers={"x-fragment": "draft"})
    clock.pass_(hours=10)
    send(browser, made_now(at=NOW + 5 * 3_600_000))
    assert len(rows(database, attempts)) == 1
    assert len(rows(database, drafts)) == left
    assert len(rows(database, set_aside)) == 1 - left


@pytest.fixture
def school(browser, database):
    school = make_school(database)
    by_hand(browser)
    become(browser, school, "aliya")
    return school


def own_set(browser, school, mode="tutor", **more) -> int:
    course = browser.app.state.site.course
    return school.database.write(
        lambda connection: begin(
            connection,
            user_id=school.people["aliya"],
            kind="set",
            title="Өз жинағым",
            mode=mode,
            items=[Asked(course.items[one]) for one in (ONE, TWO)],
            seed="s1",
            now=START,
            **more,
        )
    )


def test_in_a_set_an_item_has_one_answer_and_a_second_text_is_kept(browser, school):
    number = own_set(browser, school)
    answer = made(sitting=number)
    reply = send(browser, answer)
    assert fates(reply) == ["scored"]
    assert reply.json()["answers"][0]["href"] == f"/sittings/{number}/1"
    assert fates(send(browser, answer)) == ["already"]
    assert fates(send(browser, made(sitting=number))) == ["already"]  # another device said the same
    assert fates(send(browser, made(sitting=number, form={"choice": ["b"]}))) == ["kept"]
    assert len(school.rows(attempts)) == 1
    assert [json.loads(row.form) for row in school.rows(set_aside)] == [{"choice": ["b"]}]
    assert {row.reason for row in school.rows(sent_answers)} == {"", "same", "fixed"}
    assert [row.attempt_id for row in school.rows(sent_answers) if row.attempt_id] == [1]


def test_an_answer_to_a_set_that_has_ended_is_kept(browser, school):
    number = own_set(browser, school)
    browser.submit(f"/sittings/{number}/finish")
    reply = send(browser, made(sitting=number))
    assert fates(reply) == ["kept"]
    assert school.rows(sent_answers)[0].reason == "closed"


def test_neither_an_assignment_nor_anothers_set_is_answered_this_way(browser, school):
    school.give(every_type(), exam_rules())
    assigned = begin_assignment(browser, school)
    theirs = own_set(browser, school)
    assert fates(send(browser, made(sitting=assigned))) == ["kept"]
    become(browser, school, "bolat")
    assert fates(send(browser, made(sitting=theirs))) == ["kept"]
    assert school.rows(attempts) == []
    assert [row.reason for row in school.rows(sent_answers)] == ["item", "item"]


def test_only_sets_without_a_clock_are_taken_along(browser, school):
    open_end = own_set(browser, school)
    timed = own_set(browser, school, "exam", limit=timedelta(minutes=10))
    page = browser.get("/offline").text
    assert f'data-set="{open_end}" data-count="2"' in page
    assert f'data-set="{timed}"' not in page


def test_the_page_for_a_lost_network_is_the_same_for_everyone(browser, school):
    page = browser.get("/offline/lost").text
    browser.cookies.clear()
    assert page == browser.get("/offline/lost").text
    assert "Aliya" not in page


def test_the_cards_of_terms_and_norms_come_all_at_once_as_they_come_one_by_one(browser):
    answer = browser.get("/offline/cards")
    cards = answer.json()
    page = browser.get(LESSON).text
    asked = set(re.findall(r'<a class="(?:norm|term)" href="([^"#]+)', page))
    assert {one.split("/")[1] for one in asked} == {"glossary", "norms"}
    for address in asked:
        assert cards[address] == browser.get(address, headers={"x-fragment": "card"}).text
    again = browser.get("/offline/cards", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


def test_the_worker_is_asked_about_each_time_and_every_file_it_keeps_is_there(browser):
    answer = browser.get("/sw.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "no-cache"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    again = browser.get("/sw.js", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304
    lists = re.findall(r"^const [A-Z]+ = (\[.*\]);", answer.text, re.M)
    files = {one for text in lists for one in json.loads(text)}
    assert len(files) > 20
    for one in files:
        assert "immutable" in browser.get(one).headers["cache-control"], one
    asked = re.findall(
        r'(?:href|src)="(/static/[^"]+\.(?:css|js|woff2)[^"]*)"', browser.get(LESSON).text
    )
    assert set(asked) <= files


def test_the_manifest_names_the_app_and_icons_that_are_there(browser):
    answer = browser.get("/manifest.webmanifest")
    assert answer.headers["content-type"] == "application/manifest+json"
    manifest = answer.json()
    assert (manifest["lang"], manifest["display"], manifest["scope"]) == ("kk", "standalone", "/")
    assert {one["sizes"] for one in manifest["icons"]} == {"any", "192x192", "512x512"}
    for icon in manifest["icons"]:
        assert browser.get(icon["src"]).headers["content-type"] == icon["type"]
    assert '<link rel="manifest" href="/manifest.webmanifest">' in browser.get("/").text
