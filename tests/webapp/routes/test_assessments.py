import re

import pytest

from quizzes.rules import defaults
from tests.conftest import START
from tests.webapp.routes.test_own_items import filled as _filled
from tests.webapp.staff_room import StaffRoom
from webapp.queries import assessments, own_items
from webapp.queries.sittings import archive_item_versions
from webapp.tables import assignments, attempts, cohorts, sitting_items, sittings

ITEM = "1.1-single-choice"


@pytest.fixture
def room(browser, database):
    made = StaffRoom.open(browser, database)
    made.become("lead")
    return made


def filled(html):
    return _filled(html.replace('class="builder"', 'class="item-form"'))


def create(room, start="empty"):
    answer = room.browser.submit(
        f"{room.cohort}/assessments/new", {"title": "Бақылау", "start": start}
    )
    assert answer.status_code == 303
    return answer.headers["location"]


def stored(room, at):
    return room.database.read(assessments.find, int(at.rpartition("/")[2]))


def press(room, at, action, **changed):
    form = filled(room.browser.get(at).text) | changed | {"do": action}
    return room.browser.submit(at, form)


def sit(room, at):
    """Somebody begins to sit the assessment."""
    key = int(at.rpartition("/")[2])

    def work(connection):
        made = {"created_by": room.ids["lead"], "created_at": START, "updated_at": START}
        assignment_id = connection.execute(
            assignments.insert().values(
                cohort_id=room.ids["cohort"],
                assessment_id=key,
                title="Т",
                opens_at=START,
                rules=defaults("exam").model_dump_json(),
                **made,
            )
        ).inserted_primary_key[0]
        connection.execute(
            sittings.insert().values(
                user_id=room.ids["student"],
                assessment=f"assignment:{assignment_id}",
                ordinal=1,
                started_at=START,
                assignment_id=assignment_id,
                seed="x",
            )
        )

    room.database.write(work)


def test_an_assessment_begins_empty_or_with_the_blueprint(room):
    assert stored(room, create(room)).asked.sections == ()
    (section,) = stored(room, create(room, "blueprint")).asked.sections
    assert [entry.kind for entry in section.entries] == ["case", "draw", "draw"]
    page = room.browser.get(f"{room.cohort}/assessments").text
    assert page.count("Толық емес") == 2


@pytest.mark.parametrize("title", ["", "  ", "а" * 201])
def test_a_title_is_wanted(room, title):
    answer = room.browser.submit(f"{room.cohort}/assessments/new", {"title": title})
    assert answer.status_code == 422


def test_it_is_built_by_pressing_buttons(room):
    at = create(room)
    assert press(room, at, "section").status_code == 303
    assert press(room, at, "draw:0").status_code == 303
    assert press(room, at, "save", **{"s.0.0.count": "2", "s.0.0.types": "date"}).status_code == 303
    page = room.browser.get(at).text
    assert "Қорда шартқа сай 1 сұрақ бар." in page
    assert "Сұрақ жетпейді: 2 керек, шартқа сайы 1." in page
    assert press(room, at, "save", **{"s.0.0.count": "1"}).status_code == 303
    assert "Дайын." in room.browser.get(at).text
    (section,) = stored(room, at).asked.sections
    assert section.entries[0].of.types == ("date",)


def test_items_are_chosen_in_the_bank_and_added(room):
    at = create(room)
    press(room, at, "section")
    answer = press(room, at, "pick:0")
    listing = room.browser.get(answer.headers["location"]).text
    assert f'value="{ITEM}"' in listing
    fields = {"item": [ITEM, "1.1-essay"], "to": "0"}
    assert room.browser.submit(f"{at}/add", fields).status_code == 303
    assert stored(room, at).asked.fixed() == (ITEM, "1.1-essay")
    again = room.browser.get(answer.headers["location"]).text
    assert re.search(rf'value="{ITEM}"[^>]*disabled', again)
    assert room.browser.submit(f"{at}/add", {"item": "1.1-joq"}).status_code == 422


def test_a_mistake_is_told_and_nothing_is_stored_or_lost(room):
    at = create(room, "blueprint")
    before = stored(room, at)
    changed = {"s.0.1.count": "көп", "intro": "Жаңа кіріспе"}
    answer = press(room, at, "section", **changed)
    assert answer.status_code == 422
    assert 'value="көп"' in answer.text
    assert "Жаңа кіріспе" in answer.text
    assert stored(room, at) == before


def test_a_stale_save_is_refused_with_both_changes_shown(room):
    at = create(room, "blueprint")
    mine = filled(room.browser.get(at).text)
    room.become("second")
    press(room, at, "save", **{"s.0.title": "Екінші оқытушының бөлігі"})
    room.become("lead")
    answer = room.browser.submit(at, mine | {"s.0.title": "Менің бөлігім", "do": "save"})
    assert answer.status_code == 409
    assert "Екінші оқытушының бөлігі" in answer.text
    assert "Менің бөлігім" in answer.text
    assert stored(room, at).asked.sections[0].title == "Екінші оқытушының бөлігі"
    kept = room.browser.submit(at, filled(answer.text) | {"do": "save"})
    assert kept.status_code == 303
    assert stored(room, at).asked.sections[0].title == "Менің бөлігім"


def test_a_mistake_in_a_stale_form_does_not_hide_that_it_is_stale(room):
    at = create(room, "blueprint")
    mine = filled(room.browser.get(at).text)
    press(room, at, "section")
    answer = room.browser.submit(at, mine | {"s.0.1.count": "0", "do": "save"})
    assert answer.status_code == 422
    mended = filled(answer.text) | {"s.0.1.count": "3", "do": "save"}
    assert room.browser.submit(at, mended).status_code == 409


def test_once_someone_sits_it_it_is_locked_and_can_be_copied(room):
    at = create(room, "blueprint")
    mine = filled(room.browser.get(at).text)
    sit(room, at)
    page = room.browser.get(at).text
    assert "Көшіріп, өзгерту" in page
    assert 'name="title"' not in page
    answer = room.browser.submit(at, mine | {"intro": "Кеш қалған сөз", "do": "save"})
    assert answer.status_code == 409
    assert "Кеш қалған сөз" in answer.text
    assert stored(room, at).asked.intro == ""
    copied = room.browser.submit(at, mine | {"intro": "Кеш қалған сөз", "do": "copy"})
    assert stored(room, copied.headers["location"]).asked.intro == "Кеш қалған сөз"
    assert room.browser.submit(f"{at}/add", {"item": ITEM}).status_code == 409
    assert not stored(room, room.browser.submit(f"{at}/copy").headers["location"]).locked


def test_it_is_archived_and_brought_back(room):
    at = create(room)
    assert room.browser.submit(f"{at}/archive").status_code == 303
    assert stored(room, at).archived
    assert room.browser.submit(at, {"title": "Басқа", "do": "save"}).status_code == 409
    assert room.browser.submit(f"{at}/restore").status_code == 303
    assert not stored(room, at).archived


def test_an_assistant_looks_and_does_not_change(room):
    at = create(room, "blueprint")
    browser = room.become("assistant")
    page = browser.get(at).text
    assert 'name="title"' not in page
    assert browser.submit(at, {"title": "x"}).status_code == 403


def test_counts_of_what_is_typed_are_told_and_not_stored(room):
    at = create(room, "blueprint")
    before = stored(room, at)
    form = filled(room.browser.get(at).text) | {"s.0.1.difficulties": ["1"], "s.0.1.count": "3"}
    answer = room.browser.submit(f"{at}/counts", form)
    told = answer.json()["entries"]["0-1"]
    assert told["found"].startswith("Қорда шартқа сай 5 ")
    assert "Мерзімдер" in told["words"]
    assert told["faults"] == []
    assert stored(room, at) == before


def test_unknown_assessments_are_not_found(room):
    for key in ("0", "x", "999", "99999999999"):
        assert room.browser.get(f"/teach/assessments/{key}").status_code == 404


class TestPreview:
    def build(self, room):
        at = create(room)
        press(room, at, "section")
        items = [ITEM, "1.1-number", "1.1-essay", "1.1-short-text"]
        room.browser.submit(f"{at}/add", {"item": items, "to": "0"})
        return at

    def test_it_draws_by_a_seed_and_the_same_seed_draws_the_same(self, room):
        at = self.build(room)
        answer = room.browser.get(f"{at}/preview")
        assert answer.status_code == 303
        address = answer.headers["location"]
        room.browser.get(address)  # a line said once is said here
        assert room.browser.get(address).text == room.browser.get(address).text
        orders = {
            tuple(
                re.findall(
                    r'data-item-id="([^"]+)"', room.browser.get(f"{at}/preview?seed={n}").text
                )
            )
            for n in range(8)
        }
        assert len(orders) > 1

    def test_no_key_is_on_the_page_before_an_answer(self, room, sample):
        page = room.browser.get(f"{self.build(room)}/preview?seed=a").text
        for option in sample.items[ITEM].interaction.options:
            assert sample.html(option.why) not in page

    def test_an_answer_is_judged_in_place_and_nothing_is_stored(self, room, sample):
        at = self.build(room)
        fields = {"item": ITEM, "choice": "a", "do": "check"}
        answer = room.browser.submit(f"{at}/preview?seed=a", fields)
        assert answer.status_code == 200
        assert sample.html(sample.items[ITEM].interaction.options[0].why) in answer.text
        assert answer.text.count('data-item-id="') == 4
        for table in (attempts, sittings, sitting_items):
            count = room.database.read(lambda c, t=table: len(c.execute(t.select()).all()))
            assert count == 0

    def test_a_blank_answer_is_sent_back(self, room):
        answer = room.browser.submit(
            f"{self.build(room)}/preview?seed=a", {"item": "1.1-number", "value": "көп"}
        )
        assert answer.status_code == 422
        assert 'value="көп"' in answer.text

    def test_a_script_gets_the_item_alone(self, room):
        answer = room.browser.submit(
            f"{self.build(room)}/preview?seed=a",
            {"item": ITEM, "choice": "b"},
            headers={"x-fragment": "item"},
        )
        assert answer.text.count('data-item-id="') == 1
        assert "<html" not in answer.text

    def test_an_assessment_that_cannot_be_drawn_says_why(self, room):
        at = create(room, "blueprint")
        page = room.browser.get(f"{at}/preview?seed=a").text
        assert "жетпейді" in page

    def test_an_item_that_is_not_drawn_leads_back(self, room):
        answer = room.browser.submit(f"{self.build(room)}/preview?seed=a", {"item": "1.1-date"})
        assert answer.status_code == 303


def private_item(connection, item, room):
    """«1.1-own-9», of the other cohort alone."""
    body = item.model_copy(update={"id": "1.1-own-9"}).canonical()
    archive_item_versions(connection, [("1.1-own-9", item.version, body)], START)
    own_items.add_own(
        connection,
        "1.1-own-9",
        item.version,
        room.ids["other"],
        room.ids["neighbour"],
        START,
        shared=False,
        adapted_from=None,
    )


@pytest.mark.parametrize("do", ["save", "copy"])
def test_another_cohorts_private_item_cannot_be_named(room, sample, do):
    """Who names an item in an assessment would see it, key and all, in the bank."""
    room.database.write(private_item, sample.items[ITEM], room)
    at = create(room)
    press(room, at, "section")
    before = room.browser.get(f"{room.cohort}/assessments").text
    answer = press(room, at, do, **{"s.0.0.kind": "item:1.1-own-9"})
    assert answer.status_code == 422
    assert stored(room, at).asked.fixed() == ()
    assert room.browser.get(f"{room.cohort}/assessments").text == before
    assert room.browser.get(f"{room.cohort}/bank/1.1-own-9").status_code == 404
    room.become("neighbour")
    assert room.browser.get(f"{room.other}/bank/1.1-own-9").status_code == 200


def test_a_copied_cohort_goes_on_with_the_own_items_of_the_one_before(room, sample):
    room.database.write(private_item, sample.items[ITEM], room)
    room.database.write(
        lambda connection: connection.execute(
            cohorts.update()
            .where(cohorts.c.id == room.ids["cohort"])
            .values(copied_from=room.ids["other"])
        )
    )
    at = create(room)
    press(room, at, "section")
    fields = {"item": ["1.1-own-9"], "to": "0"}
    assert room.browser.submit(f"{at}/add", fields).status_code == 303
    assert "Дайын." in room.browser.get(at).text
    shown = room.browser.get(f"{at}/preview?seed=1").text
    assert 'data-item-id="1.1-own-9"' in shown
