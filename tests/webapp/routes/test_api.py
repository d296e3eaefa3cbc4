import json

import pytest

from quizzes.item import item_from_canonical
from tests.conftest import START, Browser
from webapp.queries.sittings import archive_item_versions
from webapp.tables import attempts
from webapp.tables import sittings as sittings_table

ITEM = "/api/v1/items/1.1-single-choice/attempts"
TEACHING = "/api/v1/teaching/"  # see test_teaching_api


def rows(database, table):
    return database.read(lambda connection: connection.execute(table.select()).all())


def answer(browser, choice="a", number=1, address=ITEM, **more):
    return browser.post(address, json={"attempt": number, "response": {"choice": [choice]}}, **more)


def test_the_outline_tells_sections_in_preparation(browser):
    outline = browser.get("/api/v1/course").json()
    sections = outline["chapters"][0]["sections"]
    assert [len(section["lessons"]) for section in sections] == [2, 0]


def test_a_lesson_marks_where_its_items_stand(browser):
    lesson = browser.get("/api/v1/lessons/1.1.1-merzim").json()
    assert lesson["items"][0] == "1.1-single-choice"
    assert '<section id="item-1.1-single-choice">' in lesson["html"]


def test_an_answer_is_scored_stored_and_explained(browser, database):
    result = answer(browser)
    assert result.status_code == 200
    body = result.json()
    assert body["score"] == [1, 1]
    assert body["stored"]
    assert "Анықтау бір айдан" in body["explanation"]
    assert len(rows(database, attempts)) == 1


def test_the_same_number_again_stores_nothing_and_tells_what_stands(browser, database):
    answer(browser, "a")
    second = answer(browser, "b").json()
    assert not second["stored"]
    assert second["score"] == [1, 1]
    assert len(rows(database, attempts)) == 1


def test_own_progress_and_attempts_are_given_back(browser):
    answer(browser, "b")
    progress = browser.get("/api/v1/me/progress").json()
    assert progress["items"]["1.1-single-choice"]["score"] == [0, 1]
    (attempt,) = browser.get("/api/v1/me/attempts/1.1.1-merzim").json()
    assert attempt["response"] == {"choice": ["b"]}


def test_nobody_sees_the_attempts_of_another(browser):
    answer(browser)
    browser.cookies.clear()
    assert browser.get("/api/v1/me/attempts/1.1.1-merzim").json() == []


class TestSittings:
    def address(self, number):
        return f"/api/v1/sittings/{number}/items/1.1-single-choice/attempts"

    def test_an_answer_in_ones_own_sitting(self, browser):
        answer(browser)
        number = browser.get("/api/v1/lessons/1.1.1-merzim/sitting").json()["id"]
        assert answer(browser, number=2, address=self.address(number)).status_code == 200

    def test_a_foreign_sitting_is_forbidden_and_unchanged(self, browser, database):
        answer(browser)
        browser.cookies.clear()
        answer(browser)
        refused = answer(browser, number=2, address=self.address(1))
        assert refused.status_code == 403
        assert refused.json()["error"]["code"] == "not_your_sitting"
        assert len(rows(database, attempts)) == 2

    def test_an_unknown_sitting_is_not_found(self, browser):
        answer(browser)
        assert answer(browser, address=self.address(99)).status_code == 404

    def test_a_closed_sitting_takes_nothing(self, browser, database):
        from sqlalchemy import update

        answer(browser)
        database.write(lambda c: c.execute(update(sittings_table).values(closed_at=START)))
        refused = answer(browser, number=2, address=self.address(1))
        assert refused.status_code == 409
        assert len(rows(database, attempts)) == 1

    @pytest.mark.parametrize("number", ["x", "0", "-1", "2147483648", "9" * 30])
    def test_a_malformed_number_is_refused(self, browser, number):
        assert answer(browser, address=self.address(number)).status_code == 422

    def test_the_greatest_number_is_not_found(self, browser):
        answer(browser)
        assert answer(browser, address=self.address(2_147_483_647)).status_code == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 422),
        (b"[]", 422),
        (b'{"response": {"choice": "a"}}', 422),
        (b'{"response": {"choice": ["a"]}, "attempt": 0}', 422),
        (b'{"response": {"choice": ["a"]}, "attempt": "x"}', 422),
        (b'{"response": {}}', 422),
        (b'{"response": {"choice": ["zzz"]}}', 422),
        (b'{"response": {"choice": ["a"]}, "version": "0000000000000000"}', 409),
        (b'{"response": {"choice": ["a"]}, "version": "00000000000000000"}', 422),
        (b'{"response": {"choice": ["a"]}, "version": "xyz"}', 422),
        (b'{"response": {"choice": ["a"]}, "version": "ab\\u0000"}', 422),
        (b'{"response": {"choice": ["a"]}, "version": "ab\\n"}', 422),
        (b'{"response": {"choice": ["a"]}, "version": "\\ud800"}', 422),
        (b'{"response": {"choice": ["a"], "x": ["\\u0000"]}}', 422),
        (b'{"response": {"choice": ["a"], "x": ["\\ud800"]}}', 422),
        (b'{"response": {"choice": ["a"], "x\\u0000": []}}', 422),
        (b'{"response": {"choice": ["a"], "\\udfff": []}}', 422),
        (b'{"response": {"choice": ["\xff"]}}', 400),
        (b'{"response": {"choice": ["a"]}, "pad": "' + b"x" * 10_000_000 + b'"}', 413),
    ],
)
def test_what_cannot_be_read_is_refused_and_changes_nothing(browser, database, body, status):
    result = browser.post(ITEM, content=body, headers={"content-type": "application/json"})
    assert result.status_code == status
    assert result.json()["error"]["message"]
    assert rows(database, attempts) == []


def test_a_large_body_that_does_not_declare_its_size_is_refused_as_too_large(browser, database):
    def pieces():
        yield b'{"response": {"choice": ["a"]}, "pad": "'
        for _ in range(100):
            yield b"x" * 100_000

    result = browser.post(ITEM, content=pieces(), headers={"content-type": "application/json"})
    assert result.status_code == 413
    assert result.json()["error"]["code"] == "too_large"
    assert rows(database, attempts) == []


@pytest.mark.parametrize("kind", ["text/plain", "application/problem+json", "", None])
@pytest.mark.parametrize("body", [b"{}", b"{", b'{"response": {"choice": ["a"]}}'])
def test_another_content_type_is_refused(browser, database, kind, body):
    headers = {} if kind is None else {"content-type": kind}
    result = browser.post(ITEM, content=body, headers=headers)
    assert result.status_code == 415
    assert result.json()["error"]["code"] == "content_type"
    assert rows(database, attempts) == []


def test_a_number_taken_by_another_version_is_explained_in_that_version(browser, app, database):
    item = app.state.site.course.items["1.1-single-choice"]
    body = item.canonical().replace(
        json.dumps(item.explanation, ensure_ascii=False), '"Бұрынғы түсіндірме."'
    )
    older = item_from_canonical(body)
    assert older.version != item.version
    database.write(archive_item_versions, [(older.id, older.version, older.canonical())], START)
    sent = {"attempt": 1, "version": older.version, "response": {"choice": ["b"]}}
    assert "Бұрынғы" in browser.post(ITEM, json=sent).json()["explanation"]
    again = answer(browser, "a").json()
    assert not again["stored"]
    assert again["explanation"] == "Бұрынғы түсіндірме."


def test_unknown_things_are_not_found(browser):
    for address in ("/api/v1/items/joq", "/api/v1/lessons/joq", "/api/v1/joq"):
        result = browser.get(address)
        assert result.status_code == 404
        assert result.json()["error"]["code"]
    assert answer(browser, address="/api/v1/items/joq/attempts").status_code == 404


def test_a_program_needs_the_token_that_fits_its_cookie(app, database):
    with Browser(app) as program:
        del program.headers["sec-fetch-site"]
        assert answer(program).status_code == 403
        token = program.get("/api/v1/me").json()["csrf"]
        assert answer(program, headers={"x-csrf-token": token}).status_code == 200
        assert answer(program, headers={"x-csrf-token": "0" * 40}, number=2).status_code == 403
    assert len(rows(database, attempts)) == 1


def test_another_site_is_refused(browser, database):
    assert answer(browser, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert rows(database, attempts) == []


def test_the_openapi_document_names_every_route_and_answer(browser):
    document = browser.get("/api/v1/openapi.json").json()
    ours = {path for path in document["paths"] if not path.startswith(TEACHING)}
    assert ours == {
        "/api/v1/course",
        "/api/v1/lessons/{lesson_id}",
        "/api/v1/items/{item_id}",
        "/api/v1/items/{item_id}/attempts",
        "/api/v1/sittings/{sitting_id}/items/{item_id}/attempts",
        "/api/v1/lessons/{lesson_id}/sitting",
        "/api/v1/me",
        "/api/v1/me/progress",
        "/api/v1/me/attempts/{lesson_id}",
    }
    answered = document["paths"]["/api/v1/items/{item_id}/attempts"]["post"]["responses"]
    assert {"200", "403", "404", "409", "413", "415", "422", "503"} <= set(answered)


def test_the_openapi_document_says_what_is_needed_and_what_can_go_wrong(browser):
    document = browser.get("/api/v1/openapi.json").json()
    schemes = document["components"]["securitySchemes"]
    reader = schemes["reader"]
    assert (reader["type"], reader["in"], reader["name"]) == ("apiKey", "cookie", "reader")
    assert (schemes["token"]["type"], schemes["token"]["scheme"]) == ("http", "bearer")
    for address, methods in document["paths"].items():
        for method, about in methods.items():
            headers = {one["name"] for one in about.get("parameters", ()) if one["in"] == "header"}
            assert ("X-CSRF-Token" in headers) is (method == "post"), address
            own = "/me" in address or method == "post" or "sitting" in address
            own |= address.startswith(TEACHING)
            assert ("security" in about) is own, address
            failed = {status for status in about["responses"] if status >= "4"}
            assert failed, address
            for status in failed:
                schema = about["responses"][status]["content"]["application/json"]["schema"]
                assert schema["$ref"].endswith("/ErrorAnswer"), (address, status)
    for name, schema in document["components"]["schemas"].items():
        assert schema.get("description"), name
