"""What differs between two versions of an item."""

import pytest

from quizzes.changes import differences
from quizzes.item import item_from_mapping
from tests.quizzes.factories import OTHER_KEY, TYPES, item, raw

every_type = pytest.mark.parametrize("type_", TYPES)


@every_type
def test_another_key_is_told_for_every_type(type_):
    assert differences(item(type_), item(type_, **OTHER_KEY[type_]))[0] == "key"


@every_type
def test_nothing_that_is_learnt_differs_when_only_the_filing_does(type_):
    filed = item(type_, difficulty=3, hints=["Мерзімді ойлаңыз."], points=3, theme="history")
    assert filed.version != item(type_).version
    assert differences(item(type_), filed) == ()


@every_type
@pytest.mark.parametrize(
    ("field", "value", "kind"),
    [
        ("stem", "Басқаша сұралған сұрақ?", "stem"),
        ("norms", ["ҚПК 193.1"], "norms"),
        ("explanation", "Басқа түсініктеме.", "explanation"),
    ],
)
def test_each_field_has_its_word(type_, field, value, kind):
    assert differences(item(type_), item(type_, **{field: value})) == (kind,)


def test_a_wrong_option_reworded_is_no_other_key():
    mapping = raw("single-choice")
    mapping["options"][-1]["text"] = "мүлде басқа нұсқа"
    assert differences(item("single-choice"), item_from_mapping(mapping)) == ("asked",)


def test_a_right_option_reworded_is_another_key_though_its_id_stayed():
    mapping = raw("single-choice")
    right = next(one for one in mapping["options"] if one.get("right"))
    right["text"] = "мүлде басқа жауап"
    assert differences(item("single-choice"), item_from_mapping(mapping)) == ("key", "asked")


def test_options_in_another_order_are_the_same_question():
    mapping = raw("single-choice")
    mapping["options"].reverse()
    assert differences(item("single-choice"), item_from_mapping(mapping)) == ()


def test_a_reason_reworded_is_told_with_the_explanation():
    mapping = raw("single-choice")
    mapping["options"][0]["why"] = "Басқа себеп."
    assert differences(item("single-choice"), item_from_mapping(mapping)) == ("explanation",)
