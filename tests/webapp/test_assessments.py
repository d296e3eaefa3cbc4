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
from quizzes.drawing import Candidate, draw
from webapp.assessments import (
    TypedAssessment,
    TypedEntry,
    TypedSection,
    act,
    blueprint,
    faults_in,
    read_assessment,
    read_typed,
    seconds,
    summary,
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


def keys(assessment, items):
    return [(one.section, one.entry, one.key) for one in faults_in(assessment, items)]


def test_an_assessment_that_can_be_drawn_has_no_faults():
    assert keys(asked(Draw(count=3), FixedItem(item="1.1-x0")), bank(4)) == []


@pytest.mark.parametrize("empty", [Assessment(), asked()])
def test_one_that_asks_for_nothing_cannot_be_given(empty):
    assert keys(empty, bank(3)) == [(None, None, "builder.fault_nothing")]


def test_an_empty_part_is_a_fault():
    two = Assessment(sections=(AssessmentSection(entries=(Draw(count=1),)), AssessmentSection()))
    assert keys(two, bank(3)) == [(1, None, "builder.fault_section")]


def test_an_item_that_is_gone_or_stands_twice_is_a_fault():
    fixed = asked(FixedItem(item="1.1-joq"), FixedItem(item="1.1-x0"), FixedItem(item="1.1-x0"))
    assert keys(fixed, bank(2)) == [
        (0, 0, "builder.fault_gone"),
        (0, 2, "builder.fault_twice"),
    ]


def test_every_draw_that_asks_for_too_much_is_told_with_its_numbers():
    wants = asked(Draw(count=9), Draw(count=2, of=Filter(themes=("history",))))
    found = faults_in(wants, bank(5))
    assert [(one.entry, dict(one.params)) for one in found] == [
        (0, {"found": 5, "wanted": 9}),
        (1, {"found": 0, "wanted": 2}),
    ]


def test_fixed_items_are_not_counted_for_draws():
    assert keys(asked(FixedItem(item="1.1-x0"), Draw(count=3)), bank(3)) == [
        (0, 1, "builder.fault_few")
    ]


def test_a_wide_draw_gives_way_to_a_narrow_one_in_any_order():
    items = bank(6) + bank(3, start=6, theme="history")
    narrow = Draw(count=3, of=Filter(themes=("history",)))
    assert keys(asked(Draw(count=6), narrow), items) == []
    assert keys(asked(narrow, Draw(count=6)), items) == []
    assert keys(asked(narrow, Draw(count=7)), items) == [(0, 1, "builder.fault_few")]


def test_without_faults_every_seed_can_be_drawn():
    items = bank(4) + bank(3, start=4, theme="history") + bank(4, start=7, case="is")
    wanted = asked(CaseDraw(), Draw(count=3, of=Filter(themes=("history",))), Draw(count=2))
    assert keys(wanted, items) == []
    for seed in range(50):
        draw(wanted, items, (), str(seed))


def test_cases_too_few_or_broken_up_before_are_a_fault():
    case = bank(2, case="is")
    assert keys(asked(CaseDraw(count=2)), case) == [(0, 0, "builder.fault_few_cases")]
    assert keys(asked(Draw(count=1), CaseDraw()), case) == [(0, 1, "builder.fault_order")]
    assert keys(asked(CaseDraw()), case) == []


def test_more_items_than_one_can_sit_are_a_fault():
    assert keys(asked(Draw(count=150), Draw(count=100)), bank(300)) == [
        (None, None, "builder.fault_many")
    ]


def test_every_fault_is_a_sentence_in_every_language():
    items = bank(6) + bank(3, start=6, theme="history") + bank(2, start=9, case="is")
    many = asked(
        FixedItem(item="x"),
        FixedItem(item="x"),
        Draw(count=5),
        Draw(count=3, of=Filter(themes=("history",))),
        CaseDraw(count=9),
        Draw(count=200, of=Filter(types=("essay",))),
    )
    for one in (*faults_in(many, items), *faults_in(Assessment(), items)):
        for language in ("kk", "ru", "en"):
            assert "{" not in one.sentence(language)


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


def test_the_summary_counts_items_points_time_and_kinds(sample):
    from webapp.item_bank import candidate

    items = [candidate(sample, one) for one in sample.items.values()]
    wanted = asked(FixedItem(item="1.1-date", points=4), Draw(count=2, points=3))
    found = summary(wanted, items, sample.items)
    assert found.items == (3, 3)
    assert found.points == (10, 10)
    assert [(one.name, one.rounded, one.exact) for one in found.themes] == [("deadlines", 3, True)]
    assert sum(one.items for one in found.difficulties) == 3
    assert found.minutes > 0


def test_an_essay_takes_a_minute_for_twelve_words_and_other_items_by_their_level(sample):
    essay = sample.items["1.1-essay"]
    assert seconds(essay) == 60 * essay.interaction.min_words // 12
    single = sample.items["1.1-single-choice"]
    assert [seconds(single.model_copy(update={"difficulty": level})) for level in (1, 2, 3)] == [
        60,
        80,
        100,
    ]


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
