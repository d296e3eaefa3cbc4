from zoneinfo import ZoneInfo

import pytest

from webapp.item_views import asked, judged, key_of, order_of
from webapp.pages import Chrome
from webapp.templating import Templates

ITEMS = [
    "1.1-single-choice",
    "1.1-multiple-choice",
    "1.1-matching",
    "1.1-ordering",
    "1.1-cloze",
    "1.1-number",
    "1.1-date",
    "1.1-short-text",
    "1.1-citation",
    "1.1-essay",
]


@pytest.fixture(scope="module")
def render(sample):
    templates = Templates(sample, ZoneInfo("Asia/Almaty"))
    chrome = Chrome("kk", "", "/")

    def rendered(template, view):
        return templates.render("kk", template, view=view, chrome=chrome, page=None)

    return rendered


def answer(item):
    form = item.samples()[0].form
    return form, item.score(item.parse(form))


@pytest.mark.parametrize("item_id", ITEMS)
def test_an_item_asked_shows_nothing_of_its_key(render, sample, item_id):
    item = sample.items[item_id]
    html = render("_asked.html", asked(sample, item, 1, "seed"))
    assert sample.html(item.stem) in html
    assert sample.html(item.explanation) not in html
    for path, text in item.interaction.texts():
        if path[-1] in ("why", "model_answer"):
            assert sample.html(text) not in html, path


@pytest.mark.parametrize("item_id", ITEMS)
def test_an_item_judged_shows_its_explanation_and_norms(render, sample, item_id):
    item = sample.items[item_id]
    form, outcome = answer(item)
    html = render("_judged.html", judged(sample, item, 1, "seed", form, outcome, reasons=True))
    assert sample.html(item.explanation) in html


@pytest.mark.parametrize("item_id", ITEMS)
def test_without_reasons_neither_reasons_nor_the_explanation_are_shown(render, sample, item_id):
    item = sample.items[item_id]
    form, outcome = answer(item)
    html = render("_judged.html", judged(sample, item, 1, "seed", form, outcome, reasons=False))
    assert sample.html(item.explanation) not in html
    for path, text in item.interaction.texts():
        if path[-1] == "why":
            assert sample.html(text) not in html, path


def test_a_typed_answer_is_filled_in_and_can_be_fixed(render, sample):
    item = sample.items["1.1-short-text"]
    html = render("_asked.html", asked(sample, item, 3, "s", {"text": ["тергеу"]}, read_only=True))
    assert 'value="тергеу"' in html
    assert "disabled" in html
    assert "disabled" not in render("_asked.html", asked(sample, item, 3, "s"))


def test_the_weight_in_an_assignment_stands_for_the_items_own(render, sample):
    item = sample.items["1.1-single-choice"]
    assert "7 балл" in render("_asked.html", asked(sample, item, 1, "s", points=7))


def test_options_stand_otherwise_for_another_seed_and_as_written_without_shuffling(sample):
    item = sample.items["1.1-multiple-choice"]
    written = tuple(option.id for option in item.interaction.options)
    assert order_of(item, "a", shuffle=False) == order_of(item, "b", shuffle=False) == written
    assert len({order_of(item, str(seed)) for seed in range(20)}) > 1
    ordering = sample.items["1.1-ordering"]
    assert order_of(ordering, "a", shuffle=False) == order_of(ordering, "b", shuffle=False)


def test_the_key_of_an_item_is_its_right_answer_and_an_essay_has_none(sample):
    for item_id in ITEMS:
        form, outcome = key_of(sample.items[item_id])
        if item_id == "1.1-essay":
            assert form == {}
            assert outcome.status == "awaiting"
        else:
            assert outcome.right
