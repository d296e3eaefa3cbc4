from dataclasses import replace

from quizzes.assessment import (
    Assessment,
    AssessmentSection,
    Draw,
    FixedItem,
)
from quizzes.drawing import Candidate
from webapp.assessment_summary import seconds, summary

ONE = Candidate("1.1-a", "v", 1, "1.1", "deadlines", ("1.1.a",), "date", 1, ("ҚПК 192.2",), None)


def bank(count, start=0, **changed):
    return [
        replace(ONE, item_id=f"1.1-x{number}", **changed) for number in range(start, start + count)
    ]


def asked(*entries):
    return Assessment(sections=(AssessmentSection(entries=entries),))


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
