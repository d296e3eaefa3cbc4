"""What an exam shows, and when: every page of a sitting with every item type, in each phase.

The method is that of test_keys: reasons, explanations, model answers and typed keys are looked for
in whatever the server sends.
"""

import io
import re
import zipfile
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.conftest import START
from tests.webapp.exams import (
    RIGHT,
    answer_all,
    become,
    begin,
    by_hand,
    every_type,
    exam_rules,
    fixed,
    hand_in,
    make_school,
    save,
    swept,
)
from tests.webapp.test_keys import secrets, words
from webapp.pages import LANGUAGES
from webapp.tables import attempts, sitting_items

OWN = "өз жауабым осы: бір ай"
CLOSES = START + timedelta(hours=3)

#: own, score, key, feedback
RULES = [
    ("after", "after", "closed", "closed"),
    ("after", "after", "after", "closed"),
    ("after", "closed", "closed", "never"),
    ("closed", "closed", "closed", "closed"),
    ("never", "never", "never", "never"),
    ("during", "during", "during", "during"),
    ("during", "after", "closed", "never"),
]
PHASES = ("during", "after", "closed", "never")


@pytest.fixture
def school(browser, database):
    made = make_school(database)
    by_hand(browser)
    become(browser, made, "aliya")
    return made


def rules(visibility):
    names = ("own", "score", "key", "feedback")
    return exam_rules(visibility=dict(zip(names, visibility, strict=True)), attempts=2)


@pytest.fixture(scope="module")
def kept(sample):
    """Item id → what only an answer may bring."""
    return {item.id: secrets(sample, item) for item in sample.items.values()}


def told(kept, text: str) -> list[str]:
    """Items whose secrets stand in a text."""
    plain = words(text)
    return [item_id for item_id, held in kept.items() if any(one in plain for one in held)]


def key_shown(text: str) -> bool:
    return any(mark in text for mark in ("is-missed", "is-right", "is-wrong", "item judged"))


def walk(browser, school, sitting) -> str:
    """All that can be asked about a sitting, as one text."""
    names = ["finish", "state", "door", "receipt", "result", *range(1, 11)]
    paths = [f"/assignments/{school.assignment}", *(f"/sittings/{sitting}/{one}" for one in names)]
    answers = [browser.get(path) for path in paths]
    for language in LANGUAGES:
        browser.cookies.set("prefs", f"{language}.auto.m")
        answers += [browser.get(f"/sittings/{sitting}/{one}") for one in ("1", "result")]
    browser.cookies.set("prefs", "kk.auto.m")
    assert {one.status_code for one in answers} <= {200, 303}
    return "\n".join(one.text for one in answers)


@pytest.mark.parametrize("visibility", RULES, ids="-".join)
def test_nothing_is_seen_before_its_phase(browser, school, sample, kept, clock, visibility):
    school.give(every_type(), rules(visibility), closes=CLOSES, limit_s=None)
    sitting = begin(browser, school)
    answers = {
        **RIGHT,
        "1.1-single-choice": {"choice": "b"},
        "1.1-date": {"date": "01.01.2025"},
        "1.1-essay": {"text": OWN},
    }
    answer_all(browser, sitting, answers)
    for item_id, form in answers.items():
        assert told(kept, save(browser, sitting, item_id, base=1, form=form).text) == []
    during = walk(browser, school, sitting)
    assert told(kept, during) == []
    assert not key_shown(during)

    hand_in(browser, sitting)
    for phase in ("after", "closed"):
        if phase == "closed":
            clock.time = CLOSES + timedelta(seconds=31)
        swept(browser)
        shown = {
            name: PHASES.index(at) <= PHASES.index(phase)
            for name, at in zip(("own", "score", "key", "feedback"), visibility, strict=True)
        }
        text = walk(browser, school, sitting)
        assert (OWN in text) == shown["own"], phase
        assert ("ең көбі 10" in text) == shown["score"], phase
        assert key_shown(text) == shown["key"], phase
        if shown["feedback"]:
            assert set(sample.lessons["1.1.1-merzim"].item_ids) <= set(told(kept, text))
        elif not shown["key"]:
            assert told(kept, text) == []
        late = save(browser, sitting, "1.1-essay", text="кейін")
        assert told(kept, late.text) == []


def test_the_exam_has_closed_only_when_it_has_for_everyone(browser, school, kept, clock):
    school.give(every_type(), exam_rules(), closes=CLOSES, limit_s=None)
    school.extend("bolat", START, closes_at=CLOSES + timedelta(days=1))
    sitting = begin(browser, school)
    answer_all(browser, sitting)
    hand_in(browser, sitting)
    clock.time = CLOSES + timedelta(hours=1)
    swept(browser)
    assert told(kept, browser.get(f"/sittings/{sitting}/result").text) == []
    clock.time = CLOSES + timedelta(days=1, seconds=31)
    assert told(kept, browser.get(f"/sittings/{sitting}/result").text) != []


def test_reasons_stay_hidden_where_only_the_key_may_be_seen(browser, school, sample, clock):
    school.give(every_type(), rules(("after", "after", "after", "never")), limit_s=None)
    sitting = begin(browser, school)
    save(browser, sitting, "1.1-single-choice", choice="b")
    hand_in(browser, sitting)
    text = browser.get(f"/sittings/{sitting}/result").text
    assert key_shown(text)
    plain = words(text)
    for item in sample.items.values():
        for why in ("Екі ай — алдын ала тергеуде.", item.explanation):
            assert words(sample.html(why)) not in plain


def test_home_account_lessons_and_the_api_do_not_betray_an_exam(browser, school):
    paths = (
        "/",
        "/account",
        "/lessons/1.1.1-merzim",
        "/api/v1/me",
        "/api/v1/me/progress",
        "/api/v1/me/attempts/1.1.1-merzim",
        "/api/v1/lessons/1.1.1-merzim/sitting",
    )

    def seen():
        """The pages, but for the line of home that names what is to be done."""
        texts = {path: browser.get(path).text for path in paths}
        return {
            path: re.sub(r'<p class="home-task">.*?</p>', "", text).split()
            for path, text in texts.items()
        }

    before = seen()
    school.give(every_type(), exam_rules(), limit_s=None)
    sitting = begin(browser, school)
    answer_all(browser, sitting)
    assert seen() == before
    hand_in(browser, sitting)
    swept(browser)
    assert seen() == before


def test_the_lessons_api_takes_no_answer_for_an_exam(browser, school):
    school.give({"sections": [fixed("1.1-single-choice")]})
    sitting = begin(browser, school)
    answer = browser.post(
        f"/api/v1/sittings/{sitting}/items/1.1-single-choice/attempts",
        json={"form": {"choice": ["a"]}, "attempt": 1},
    )
    assert answer.status_code in (404, 422)
    assert "is_right" not in answer.text
    from webapp.tables import attempts

    assert school.rows(attempts) == []


def test_a_set_of_one_s_own_in_exam_mode_tells_nothing_before_its_end(
    browser, school, sample, kept
):
    """Nor do the doors beside it: answers sent later, one's data, the pages of practice."""
    fields = {"count": "50", "mode": "exam", "do": "all"}
    sitting = int(browser.submit("/practice/new", fields).headers["location"].rpartition("/")[2])
    items = [row.item_id for row in school.rows(sitting_items, sitting_id=sitting)]
    wrong = {"1.1-single-choice": {"choice": "b"}, "1.1-date": {"date": "01.01.2025"}}
    said = []
    for item_id in items:
        form = wrong.get(item_id) or RIGHT.get(item_id) or {"choice": "a"}
        said.append(save(browser, sitting, item_id, form=form).text)
        listed = {name: one if isinstance(one, list) else [one] for name, one in form.items()}
        sent = {
            "id": str(uuid4()),
            "item": item_id,
            "version": sample.items[item_id].version,
            "sitting": sitting,
            "at": 0,
            "form": listed,
        }
        reply = browser.post("/offline/answers", json={"answers": [sent]})
        assert reply.json()["answers"][0]["fate"] == "kept"
        said.append(reply.text)
        said.append(browser.submit(f"/sittings/{sitting}/1", {"do": "check", **form}).text)
    assert not school.rows(attempts)
    paths = [f"/sittings/{sitting}/{one}" for one in ("finish", "state", "result", *range(1, 11))]
    paths += [f"/practice/{sitting}/review", "/practice", "/practice/mistakes", "/today"]
    paths += ["/mastery", "/offline", "/account/kept", "/"]
    pages = [browser.get(path) for path in paths]
    assert {one.status_code for one in pages} <= {200, 303}
    said += [one.text for one in pages]
    with zipfile.ZipFile(io.BytesIO(browser.get("/account/data.zip").content)) as file:
        said += [file.read(name).decode() for name in file.namelist()]
    text = "\n".join(said)
    assert told(kept, text) == []
    assert not key_shown(text)

    hand_in(browser, sitting)
    assert key_shown(browser.get(f"/sittings/{sitting}/result").text)
