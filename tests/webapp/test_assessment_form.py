from dataclasses import replace

import pytest

from quizzes.assessment import (
    Assessment,
    AssessmentSection,
    CaseDraw,
    Draw,
    Filter,
    FixedItem,
)
from quizzes.drawing import Candidate
from webapp.assessment_form import (
    TypedAssessment,
    TypedEntry,
    TypedSection,
    act,
    blueprint,
    read_assessment,
    read_typed,
    typed_from,
    with_items,
)
from webapp.forms import Form

ONE = Candidate("1.1-a", "v", 1, "1.1", "deadlines", ("1.1.a",), "date", 1, ("ҚПК 192.2",), None)


def bank(count, start=0, **changed):
    return [
        replace(ONE, item_id=f"1.1-x{number}", **changed) for number in range(start, start + count)
    ]


def asked(*entries):
    return Assessment(sections=(AssessmentSection(entries=entries),))


def test_the_blueprint_asks_for_a_case_six_on_deadlines_and_four_appellate():
    (section,) = blueprint()
    case, deadlines, appellate = section.entries
    assert (case.kind, case.count) == ("case", 1)
    assert (deadlines.count, deadlines.of.themes, deadlines.of.difficulties) == (
        6,
        ("deadlines",),
        (2,),
    )
    assert (appellate.count, appellate.of.themes) == (4, ("appellate",))


def test_a_form_is_read_as_what_filled_it():
    original = Assessment(
        intro="Кіріспе",
        shuffle_options=False,
        sections=(
            AssessmentSection(
                title="А",
                way_back=False,
                entries=(
                    FixedItem(item="1.1-a", points=2),
                    Draw(count=4, of=Filter(themes=("history",), norms=("ҚПК 192", "ҚПК 48.3"))),
                    CaseDraw(count=2, points=3),
                ),
            ),
            AssessmentSection(shuffle=False, entries=()),
        ),
    )
    typed = typed_from("Атауы", original)
    form = {"title": ["Атауы"], "intro": ["Кіріспе"]}
    for number, section in enumerate(typed.sections):
        form[f"s.{number}.title"] = [section.title]
        for name in ("way_back", "shuffle"):
            if getattr(section, name):
                form[f"s.{number}.{name}"] = ["1"]
        for position, entry in enumerate(section.entries):
            at = f"s.{number}.{position}"
            form[f"{at}.kind"] = [f"item:{entry.item}" if entry.item else entry.kind]
            form[f"{at}.count"] = [entry.count]
            form[f"{at}.points"] = [entry.points]
            form[f"{at}.norms"] = [entry.norms]
            if entry.themes:
                form[f"{at}.themes"] = entry.themes
    assert read_assessment(read_typed(Form(form))) == (original, {})


@pytest.mark.parametrize("count", ["", "0", "-1", "201", "1.5", "көп", "９"])
def test_a_count_that_is_none_is_told_at_its_field(count):
    typed = TypedAssessment("А", sections=[TypedSection(entries=[TypedEntry("draw", count=count)])])
    assert read_assessment(typed) == (None, {"s.0.0.count": "builder.error_count"})


def entries(typed):
    return ["".join(entry.item for entry in section.entries) for section in typed.sections]


@pytest.mark.parametrize(
    ("action", "after"),
    [
        ("up:0:1", ["ba", "c"]),
        ("down:0:0", ["ba", "c"]),
        ("down:0:1", ["a", "bc"]),
        ("up:1:0", ["abc", ""]),
        ("up:0:0", ["ab", "c"]),
        ("down:1:0", ["ab", "c"]),
        ("remove:0:0", ["b", "c"]),
        ("drop:0", ["c"]),
        ("raise:1", ["c", "ab"]),
        ("lower:0", ["c", "ab"]),
        ("section", ["ab", "c", ""]),
        ("up:7:1", ["ab", "c"]),
        ("remove:0:9", ["ab", "c"]),
        ("remove:0", ["ab", "c"]),
        ("up:x:y", ["ab", "c"]),
        ("", ["ab", "c"]),
    ],
)
def test_a_button_does_what_it_says_and_a_stale_one_nothing(action, after):
    typed = TypedAssessment(
        "А",
        sections=[
            TypedSection(entries=[TypedEntry("item", "a"), TypedEntry("item", "b")]),
            TypedSection(entries=[TypedEntry("item", "c")]),
        ],
    )
    act(typed, action)
    assert entries(typed) == after


def test_items_are_added_once_at_the_end_of_a_section():
    made = with_items(asked(FixedItem(item="a")), 0, ["b", "a", "b", "c"])
    assert made.fixed() == ("a", "b", "c")
    assert with_items(Assessment(), 3, ["a"]).fixed() == ("a",)
