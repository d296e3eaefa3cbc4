"""Whatever is sent to whatever takes it: never a fault of ours, and no answer, mark or account."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from tests.conftest import Browser
from tests.webapp.access_table import ROWS
from tests.webapp.exams import by_hand
from tests.webapp.test_access_rows import ENTITLED, ITEM, School, _fill
from webapp.tables import attempts, outcomes, users

NAMES = (
    "adapted_from answer as asked assessment assignment attempt back base basis case certainty "
    "choice closes cohort comment counts credit date decision details_of difficulty do due "
    "ends_on explanation extension factor feedback find fingerprint fixed_order group group_id "
    "hints intro item join_until key key.value known lang late later limit login make_groups "
    "max_words min_words minutes mode model_answer name newest no_password norms note objectives "
    "off opens options.0.id options.0.text options.right ordinal own pass points points.dal q "
    "reason remark reply report revision role rows rubric.0.criterion rubric.0.levels.0.points "
    "s.0.0.count s.0.0.kind s.0.0.points s.0.0.difficulties s.0.title s.99.999.kind scope score "
    "section seen shared show size sitting start starts_on state step.ariz student text theme "
    "title to two_markers type unit user_id value version wait way_back yaml attempts kind "
    "gap.birinshi match.a options.99.text"
).split()
#: so that junk in one field is not stopped at another
SOUND = (
    {"do": "save", "mode": "exam", "kind": "raise", "role": "assistant", "scope": "some"}
    | {"decision": "grant", "state": "kept", "start": "blueprint", "type": "single-choice"}
    | {"title": "Атау", "reason": "Себебі бар", "reply": "Жауап", "text": "Мәтін"}
    | {"opens": "2026-11-25T14:00", "s.0.0.kind": "draw", "own": "after", "score": "after"}
    | {"key": "closed", "feedback": "closed", "counts": "best"}
)
JUNK = (
    "",
    "-1",
    "1000000000",
    "9" * 5_000,
    "²",
    "1/0",
    "2026-13-45T99:99",
    "2100-12-31T23:59",
    "item:жоқ",
    "\u202e\ufeff<script>&a: *a",
)
RAW = (
    ("application/x-www-form-urlencoded", b""),
    ("application/x-www-form-urlencoded", b"text=%00&title=%00"),
    ("application/x-www-form-urlencoded", b"text=%ff%fe"),
    ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(600))),
    ("application/json", b"[]"),
    ("application/json", b"{"),
    ("multipart/form-data", b"--x"),
    ("multipart/form-data; boundary=x", b'--x\r\ncontent-disposition: form-data; name="rows"'),
    ("text/plain", b"x"),
)
#: buttons that need no field: after them their route is not open to the same person any more
LAST = ("/archive", "/take-out", "/leave", "/remove", "/sign-out", "/sign-out-everywhere")


def counted(database) -> tuple[int, ...]:
    def read(connection) -> tuple[int, ...]:
        return tuple(
            connection.execute(select(func.count()).select_from(table).where(*where)).scalar_one()
            for table, where in (
                (attempts, ()),
                (outcomes, ()),
                (users, (users.c.login.is_not(None),)),
            )
        )

    return database.read(read)


@pytest.fixture
def school(app, database, sample):
    with Browser(app) as browser:
        by_hand(browser)
        ids = database.write(_fill, sample.items[ITEM])
        elsewhere = dict.fromkeys(("token", "slug", "act", "article", "path"), "joq")
        yield School(browser, ids | elsewhere)


TAKING = sorted(
    (row for row in ROWS if row[0] in ("POST", "PUT")), key=lambda row: row[1].endswith(LAST)
)


def test_junk_is_refused_everywhere_and_leaves_no_trace(school, database):
    school.become("student")
    begun = school.browser.submit(school.path("/assignments/{assignment_id}/start"))
    running = int(begun.headers["location"].rsplit("/", 1)[1])
    over = school.ids["sitting_id"]
    before = counted(database)
    assert wrong_answers(school, [row for row in TAKING if not ends(row)], over, running) == []
    assert counted(database) == before
    # these end a sitting, so that what was saved becomes answers
    assert wrong_answers(school, [row for row in TAKING if ends(row)], over, running) == []


def ends(row) -> bool:
    return row[1].endswith(("/finish", "/close"))


def wrong_answers(school, rows, *sitting_ids) -> list[str]:
    """What is answered with a fault of ours."""
    wrong = []
    for method, template, audience in rows:
        for sitting_id in sitting_ids if "{sitting_id}" in template else sitting_ids[:1]:
            school.ids["sitting_id"] = sitting_id
            path = school.path(template)
            for kind, body in RAW:
                school.become(ENTITLED.get(audience, "guest") if audience != "anyone" else "guest")
                answer = school.browser.request(
                    method, path, content=body, headers={"content-type": kind}
                )
                if answer.status_code >= 500:
                    wrong.append(f"{method} {path} {kind} {body[:40]!r}: {answer.status_code}")
            for place, junk in enumerate(JUNK):
                for sound in ({}, SOUND) if place < 2 else (SOUND,):
                    fields = dict.fromkeys(NAMES, [junk, "1"] if place % 2 else junk) | sound
                    answer = school.browser.request(method, path, data=fields)
                    if answer.status_code >= 500:
                        wrong.append(
                            f"{method} {path} {junk[:30]!r} {bool(sound)}: {answer.status_code}"
                        )
    return wrong


ASKING = [row for row in ROWS if row[0] == "GET"]


def test_junk_in_an_address_is_refused_everywhere(school):
    wrong = []
    for _, template, audience in ASKING:
        school.become(ENTITLED[audience])
        place = school.path(template)
        names = [one.split(":")[0].strip("{}") for one in template.split("/") if "{" in one]
        for junk in ("a%00b", "99999999999999999999", "%C2%B2"):
            paths = [f"{place}?{'&'.join(f'{name}={junk}' for name in NAMES)}"]
            for name in names:
                name = name.removesuffix("}.ics")
                if name in school.ids:
                    kept, school.ids[name] = school.ids[name], junk
                    paths.append(school.path(template))
                    school.ids[name] = kept
            for path in paths:
                answer = school.browser.get(path)
                if answer.status_code >= 500:
                    wrong.append(f"{path[:120]}: {answer.status_code}")
    assert wrong == []
