import re

import pytest

from tests.webapp.staff_room import StaffRoom

ITEM = "1.1-single-choice"


@pytest.fixture
def room(browser, database):
    return StaffRoom.open(browser, database)


def listed(html):
    return re.findall(r'class="bank-stem" href="[^"]*/bank/([^"]+)"', html)


def test_the_bank_lists_every_item_of_the_course(room, sample):
    page = room.become("assistant").get(f"{room.cohort}/bank").text
    assert listed(page) == list(sample.items)
    assert f"Табылғаны: {len(sample.items)}" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("type=essay", ["1.1-essay"]),
        ("difficulty=2", None),
        ("difficulty=7", []),
        ("section=1.2", []),
        ("theme=appellate", []),
        ("norm=ҚПК 192&type=date", ["1.1-date"]),
        ("norm=ҚПК 19", []),
        ("words=5-сұрақ", ["1.1-cloze"]),
        ("words=АНЫҚТАУДЫҢ&type=number", ["1.1-number"]),
        ("words=жоқсөз", []),
        ("objective=1.1.a&type=matching", ["1.1-matching"]),
        ("status=own", []),
        ("status=shared", []),
        ("status=excluded", []),
    ],
)
def test_a_filter_finds_what_it_names(room, sample, query, found):
    if found is None:
        found = [item.id for item in sample.items.values() if item.difficulty == 2]
    page = room.become("lead").get(f"{room.cohort}/bank?{query}").text
    assert listed(page) == found


def test_a_page_holds_25_items_and_leads_to_the_next(room, monkeypatch):
    monkeypatch.setattr("webapp.routes.bank.A_PAGE", 4)
    browser = room.become("lead")
    first = browser.get(f"{room.cohort}/bank?theme=deadlines").text
    second = browser.get(f"{room.cohort}/bank?theme=deadlines&page=2").text
    assert len(listed(first)) == 4
    assert "theme=deadlines&amp;page=2" in first
    assert not set(listed(first)) & set(listed(second))
    assert listed(browser.get(f"{room.cohort}/bank?page=999").text)


def test_an_item_is_shown_to_staff_with_its_key_and_as_a_student_sees_it(room, sample):
    browser = room.become("assistant")
    item = sample.items[ITEM]
    why = sample.html(item.interaction.options[0].why)
    whole = browser.get(f"{room.cohort}/bank/{ITEM}").text
    assert why in whole
    assert sample.html(item.explanation) in whole
    assert "Өзге мерзімнің ұзақтығы" in whole
    asked = browser.get(f"{room.cohort}/bank/{ITEM}?as=student").text
    assert why not in asked
    assert sample.html(item.stem) in asked


@pytest.mark.parametrize("type_", ["essay", "cloze", "ordering", "matching", "citation", "number"])
def test_every_type_has_a_page_in_both_views(room, type_):
    browser = room.become("lead")
    assert browser.get(f"{room.cohort}/bank/1.1-{type_}").status_code == 200
    assert browser.get(f"{room.cohort}/bank/1.1-{type_}?as=student").status_code == 200


def test_an_unknown_item_is_not_found(room):
    assert room.become("lead").get(f"{room.cohort}/bank/1.1-joq").status_code == 404


def test_an_item_is_left_out_with_a_reason_and_taken_back(room):
    browser = room.become("lead")
    at = f"{room.cohort}/bank/{ITEM}"
    assert browser.submit(f"{at}/exclude", {"reason": " Ескі  норма "}).status_code == 303
    page = browser.get(at).text
    assert "Ескі норма" in page
    assert listed(browser.get(f"{room.cohort}/bank?status=excluded").text) == [ITEM]
    assert ITEM not in listed(browser.get(f"{room.cohort}/bank?status=unused").text)
    assert browser.submit(f"{at}/include").status_code == 303
    assert listed(browser.get(f"{room.cohort}/bank?status=excluded").text) == []


@pytest.mark.parametrize("reason", ["", "  ", "а" * 501])
def test_leaving_out_wants_a_reason_that_can_be_kept(room, reason):
    browser = room.become("lead")
    answer = browser.submit(f"{room.cohort}/bank/{ITEM}/exclude", {"reason": reason})
    assert answer.status_code == 422
    assert reason.strip() in answer.text
    assert listed(browser.get(f"{room.cohort}/bank?status=excluded").text) == []


def test_another_cohort_goes_on_using_what_one_leaves_out(room):
    room.become("lead").submit(f"{room.cohort}/bank/{ITEM}/exclude", {"reason": "Ескі"})
    page = room.become("neighbour").get(f"{room.other}/bank?status=excluded").text
    assert listed(page) == []
