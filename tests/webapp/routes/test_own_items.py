import re

import pytest

from tests.webapp.staff_room import StaffRoom
from webapp.queries.own_items import find_own, list_usable
from webapp.queries.sittings import find_item_version

STEM = "Анықтау қанша уақытқа созылады?"
SINGLE = {
    "type": "single-choice",
    "stem": STEM,
    "explanation": "Анықтау бір айдан аспайды ([[ҚПК 192.2]]).",
    "theme": "deadlines",
    "basis": "law",
    "difficulty": "1",
    "points": "2",
    "norms": "ҚПК 192.2",
    "objectives": "1.1.a",
    "options.0.text": "бір ай",
    "options.0.why": "Иә, бір ай.",
    "options.1.text": "екі ай",
    "options.1.why": "Екі ай — тергеуде.",
    "options.1.misconception": "wrong-length",
    "options.2.text": "үш ай",
    "options.2.why": "Үш ай — шегі.",
    "options.2.misconception": "wrong-length",
    "options.right": "0",
    "do": "save",
}
CLOZE = """text: |
  Анықтау {birinshi} ішінде бітеді.
gaps:
  birinshi:
    options:
      - {text: бір ай, right: true, why: Бір айдан аспайды.}
      - {text: он күн, why: Ондай мерзім жоқ., misconception: wrong-length}
"""


@pytest.fixture
def room(browser, database):
    return StaffRoom.open(browser, database)


def create(room, **changed):
    answer = room.browser.submit(f"{room.cohort}/items/new", SINGLE | changed)
    assert answer.status_code == 303, re.findall(r'href="#f-[^>]*>([^<]+)', answer.text)
    return answer.headers["location"].rpartition("/")[2]


def stored(room, item_id):
    return room.database.read(find_own, item_id)


def version_of(page):
    return re.search(r'name="version" value="(\w*)"', page).group(1)


@pytest.mark.parametrize(
    "type_",
    [
        "single-choice",
        "multiple-choice",
        "matching",
        "ordering",
        "cloze",
        "number",
        "date",
        "short-text",
        "citation",
        "essay",
    ],
)
def test_any_item_of_the_course_is_duplicated_unchanged(room, sample, type_):
    browser = room.become("lead")
    page = browser.get(f"{room.cohort}/items/new?from=1.1-{type_}")
    assert page.status_code == 200
    answer = browser.submit(f"{room.cohort}/items/new", filled(page.text) | {"do": "save"})
    assert answer.status_code == 303, re.findall(r'href="#f-[^>]*>([^<]+)', answer.text)
    item_id = answer.headers["location"].rpartition("/")[2]
    row = stored(room, item_id)
    assert row.adapted_from == f"1.1-{type_}"
    body = room.database.read(find_item_version, item_id, row.version)
    assert body == sample.items[f"1.1-{type_}"].canonical().replace(f"1.1-{type_}", item_id)


def filled(html):
    """What a browser would send of the item form."""
    from html import unescape

    form = re.search(r'<form method="post"[^>]*class="item-form".*?</form>', html, re.S).group()
    fields = {}

    def put(name, value):
        fields.setdefault(name, []).append(unescape(value))

    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r'name="([^"]+)"', tag)
        kind = re.search(r'type="(\w+)"', tag)
        if name is None or (kind and kind[1] in ("radio", "checkbox") and " checked" not in tag):
            continue
        put(name[1], (re.search(r'value="([^"]*)"', tag) or [0, ""])[1])
    for name, value in re.findall(
        r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.S
    ):
        put(name, value)
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        put(name, (re.search(r'value="([^"]*)" selected', body) or [0, ""])[1])
    return fields


def test_an_item_is_written_shown_in_the_bank_and_may_be_drawn(room):
    browser = room.become("lead")
    item_id = create(room)
    assert re.fullmatch(r"1\.1-own-\d+", item_id)
    page = browser.get(f"{room.cohort}/bank?status=own").text
    assert STEM in page
    usable = [one[0] for one in room.database.read(list_usable, room.ids["cohort"])]
    assert usable == [item_id]
    assert room.database.read(list_usable, room.ids["other"]) == []


def test_two_items_get_ids_of_their_own(room):
    room.become("lead")
    assert create(room) != create(room)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"stem": ""}, "Сұрақ мәтіні"),
        ({"norms": ""}, "норма"),
        ({"norms": "ҚПК 999"}, "999"),
        ({"norms": "XYZ 1"}, "XYZ"),
        ({"objectives": "9.9.z"}, "9.9.z"),
        ({"options.right": ""}, "дұрыс"),
        ({"options.1.misconception": "joq-qate"}, "joq-qate"),
        ({"stem": "Анықтaу қанша?"}, "латын әрпі"),
        ({"basis": "textbook"}, "оқулық бойынша"),
        ({"options.2.text": "екі ай"}, "нұсқа"),
        ({"explanation": "Қараңыз: [[ҚПК 999]]."}, "999"),
        ({"points": "көп"}, "көп"),
        ({"case": "joq-is"}, "joq-is"),
    ],
)
def test_a_fault_is_told_and_what_was_typed_stays(room, changed, said):
    browser = room.become("lead")
    answer = browser.submit(f"{room.cohort}/items/new", SINGLE | changed)
    assert answer.status_code == 422
    assert said in answer.text
    assert "Үш ай — шегі." in answer.text
    assert room.database.read(list_usable, room.ids["cohort"]) == []


def test_a_fault_stands_at_the_field_it_is_about(room):
    browser = room.become("lead")
    answer = browser.submit(f"{room.cohort}/items/new", SINGLE | {"options.1.why": ""})
    assert 'id="f-options.1.why-error"' in answer.text


def test_a_fault_inside_a_text_of_several_lines_is_told_at_that_text(room):
    browser = room.become("lead")
    stem = "Бірінші жол.\n\nЕкінші жол.\n\nҮшіншісі [[ҚПК 999]]."
    answer = browser.submit(f"{room.cohort}/items/new", SINGLE | {"stem": stem})
    assert 'id="f-stem-error"' in answer.text
    assert 'id="f-explanation-error"' not in answer.text


def test_faults_are_told_in_the_readers_language(room):
    browser = room.become("lead")
    browser.cookies.set("lang", "en")
    answer = browser.submit(f"{room.cohort}/items/new", SINGLE | {"options.right": ""})
    assert answer.status_code == 422


def test_yaml_is_checked_by_line(room):
    browser = room.become("lead")
    base = {name: value for name, value in SINGLE.items() if not name.startswith("options")}
    bad = CLOZE.replace("right: true", "right: true, rigt: true")
    answer = browser.submit(f"{room.cohort}/items/new", base | {"type": "cloze", "yaml": bad})
    assert answer.status_code == 422
    assert "6-жол" in answer.text
    good = browser.submit(f"{room.cohort}/items/new", base | {"type": "cloze", "yaml": CLOZE})
    assert good.status_code == 303


@pytest.mark.parametrize(
    "yaml", ["", "- 1\n- 2", "a: [", "id: 1.1-own-7\n", "{text: x}", "text: *a"]
)
def test_yaml_that_cannot_be_read_is_a_fault_and_no_more(room, yaml):
    browser = room.become("lead")
    base = {name: value for name, value in SINGLE.items() if not name.startswith("options")}
    answer = browser.submit(f"{room.cohort}/items/new", base | {"type": "cloze", "yaml": yaml})
    assert answer.status_code == 422
    assert "notice-error" in answer.text


@pytest.mark.parametrize("type_", ["matching", "ordering", "cloze", "citation"])
@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_a_skeleton_is_an_item_once_the_common_fields_are_filled(sample, type_, lang):
    from webapp.item_checking import check
    from webapp.item_writing import blank

    typed = blank(type_, lang)
    typed.texts |= {"stem": STEM, "explanation": "Түсіндірме.", "theme": "deadlines"}
    typed.texts |= {"norms": "ҚПК 192.2"}
    typed.objectives = ["1.1.a"]
    checked = check(sample, typed, "1.1-own-1", lang)
    assert [fault.text for fault in checked.faults if not fault.warning] == []


def test_more_rows_are_given_without_scripts_and_nothing_is_stored(room):
    browser = room.become("lead")
    answer = browser.submit(f"{room.cohort}/items/new", SINGLE | {"do": "more:options"})
    assert answer.status_code == 200
    assert 'name="options.4.text"' in answer.text
    assert "Екі ай — тергеуде." in answer.text
    assert room.database.read(list_usable, room.ids["cohort"]) == []


def test_a_preview_shows_the_item_as_a_student_sees_it_and_stores_nothing(room):
    browser = room.become("lead")
    answer = browser.submit(f"{room.cohort}/items/new", SINGLE | {"do": "preview"})
    assert answer.status_code == 200
    shown = answer.text.partition('id="preview"')[2]
    assert "бір ай" in shown
    assert "Иә, бір ай." not in shown
    assert room.database.read(list_usable, room.ids["cohort"]) == []


def test_a_change_makes_a_new_version_and_keeps_the_old(room):
    browser = room.become("lead")
    item_id = create(room)
    before = stored(room, item_id).version
    at = f"{room.cohort}/items/{item_id}"
    form = filled(browser.get(at).text) | {"stem": "Тергеу қанша уақытқа созылады?", "do": "save"}
    assert browser.submit(at, form).status_code == 303
    after = stored(room, item_id).version
    assert after != before
    for version in (before, after):
        assert room.database.read(find_item_version, item_id, version)


def test_options_keep_their_ids_when_one_between_them_goes(room):
    browser = room.become("lead")
    item_id = create(room, **{"options.3.text": "төрт ай", "options.3.why": "Ондай мерзім жоқ."})
    at = f"{room.cohort}/items/{item_id}"
    form = filled(browser.get(at).text)
    for name in ("text", "why", "misconception"):
        form[f"options.1.{name}"] = [""]
    assert browser.submit(at, form | {"do": "save"}).status_code == 303
    body = room.database.read(find_item_version, item_id, stored(room, item_id).version)
    assert re.findall(r'"id":"([a-z])"', body) == ["a", "c", "d"]


def test_a_stale_change_is_refused_and_both_texts_are_shown(room):
    browser = room.become("lead")
    item_id = create(room)
    at = f"{room.cohort}/items/{item_id}"
    mine = filled(browser.get(at).text)
    theirs = mine | {"stem": "Басқа оқытушының сұрағы қандай?", "do": "save"}
    assert room.become("second").submit(at, theirs).status_code == 303
    browser = room.become("lead")
    answer = browser.submit(at, mine | {"stem": "Менің сұрағым қандай?", "do": "save"})
    assert answer.status_code == 409
    assert "Басқа оқытушының сұрағы қандай?" in answer.text
    assert "Менің сұрағым қандай?" in answer.text
    again = filled(answer.text) | {"do": "save"}
    assert browser.submit(at, again).status_code == 303
    assert "Менің сұрағым қандай?" in browser.get(f"{room.cohort}/bank/{item_id}").text


def test_a_private_item_is_unknown_to_another_cohort(room):
    room.become("lead")
    item_id = create(room)
    browser = room.become("neighbour")
    assert browser.get(f"{room.other}/bank/{item_id}").status_code == 404
    assert browser.get(f"{room.other}/items/new?from={item_id}").status_code == 404


def test_a_shared_item_is_used_and_duplicated_elsewhere_but_not_changed(room):
    room.become("lead")
    item_id = create(room, shared="1")
    browser = room.become("neighbour")
    assert STEM in browser.get(f"{room.other}/bank?status=shared").text
    assert browser.get(f"{room.other}/bank/{item_id}").status_code == 200
    assert browser.get(f"{room.other}/items/new?from={item_id}").status_code == 200
    assert browser.get(f"{room.other}/items/{item_id}").status_code == 403
    assert browser.submit(f"{room.other}/items/{item_id}", SINGLE).status_code == 403
    assert browser.submit(f"{room.other}/items/{item_id}/retire").status_code == 403


def test_an_item_of_the_course_is_not_changed(room):
    browser = room.become("lead")
    assert browser.get(f"{room.cohort}/items/1.1-essay").status_code == 403


def test_a_retired_item_is_drawn_no_more_stays_readable_and_comes_back(room):
    browser = room.become("lead")
    item_id = create(room)
    assert browser.submit(f"{room.cohort}/items/{item_id}/retire").status_code == 303
    assert room.database.read(list_usable, room.ids["cohort"]) == []
    assert STEM in browser.get(f"{room.cohort}/bank/{item_id}").text
    assert STEM not in browser.get(f"{room.cohort}/bank").text
    assert STEM in browser.get(f"{room.cohort}/bank?status=own").text
    assert browser.submit(f"{room.cohort}/items/{item_id}/restore").status_code == 303
    assert room.database.read(list_usable, room.ids["cohort"])


def test_an_unknown_type_is_refused_or_chosen_first(room):
    browser = room.become("lead")
    assert "item_type" not in browser.get(f"{room.cohort}/items/new").text
    assert browser.submit(f"{room.cohort}/items/new", SINGLE | {"type": "x"}).status_code == 422


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
@pytest.mark.parametrize("type_", ["multiple-choice", "short-text", "number", "date", "essay"])
def test_every_form_is_there_in_every_language(room, type_, lang):
    browser = room.become("lead")
    browser.submit("/settings", {"lang": lang, "back": "/"})
    assert browser.get(f"{room.cohort}/items/new?type={type_}").status_code == 200
    empty = browser.submit(f"{room.cohort}/items/new", {"type": type_, "do": "save"})
    assert empty.status_code == 422
