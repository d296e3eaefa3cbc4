from __future__ import annotations

from fractions import Fraction

from quizzes.review import Judged, Step, misconceptions, next_keys, next_step, tallies


def judged(key, share=1, section="2.1", **more):
    values = {
        "theme": "deadlines",
        "objectives": (f"{section}.a",),
        "points": 1,
        "answered": True,
        **more,
    }
    return Judged(key=key, section=section, share=Fraction(share), **values)


def test_a_tally_counts_points_and_wholly_right_items_where_most_is_lost_first():
    items = [
        judged("a", Fraction(1, 2), points=2),
        judged("b"),
        judged("c", 0, "3.1", points=3),
        judged("d", 1, "1.1"),
    ]
    found = tallies(items, lambda one: (one.section,))
    assert [(one.name, one.asked, one.right, one.earned, one.most) for one in found] == [
        ("3.1", 1, 0, 0, 3),
        ("2.1", 2, 1, 2, 3),
        ("1.1", 1, 1, 1, 1),
    ]
    assert [one.missed for one in found] == [("c",), ("a",), ()]
    assert [one.weak for one in found] == [True, True, False]


def test_an_item_of_two_objectives_counts_for_both_and_once_for_each():
    found = tallies([judged("a", 0, objectives=("x", "y", "x"))], lambda one: one.objectives)
    assert [(one.name, one.asked) for one in found] == [("x", 1), ("y", 1)]


def test_misconceptions_the_most_frequent_first_once_an_item():
    items = [
        judged("a", 0, misconceptions=("wrong-start", "wrong-start")),
        judged("b", 0, misconceptions=("counting-rule",)),
        judged("c", 0, misconceptions=("counting-rule", "wrong-start")),
        judged("d", 0, misconceptions=("counting-rule",)),
    ]
    assert misconceptions(items) == [
        ("counting-rule", ("b", "c", "d")),
        ("wrong-start", ("a", "c")),
    ]


def test_the_next_step_is_the_one_thing_that_helps_most():
    right = [judged(f"r{n}", section="1.1") for n in range(6)]
    blank = [judged(f"u{n}", 0, answered=False) for n in range(3)]
    wrong = [judged(f"w{n}", 0, "3.1") for n in range(2)]
    same = [judged(f"m{n}", 0, misconceptions=("old-edition",)) for n in range(3)]
    assert next_step(right).kind == "clean"
    assert next_step(blank) == Step("empty", asked=3)
    assert next_step([*right, *blank]) == Step("time", count=3, asked=9)
    assert next_step([*right, *wrong, judged("x", 0)]) == Step("section", "3.1", 0, 2, ("w0", "w1"))
    assert next_step([*right, *wrong, *same]) == Step(
        "misconception", "old-edition", 3, 11, ("m0", "m1", "m2")
    )


UNSEEN = [
    ("met-elsewhere", ("9.9.z",)),
    ("one", ("2.1.a",)),
    ("two", ("3.1.a",)),
    ("three", ("3.1.a", "2.1.a")),
    ("asked", ("3.1.a",)),
]


def test_the_next_set_is_what_was_missed_and_as_much_new_for_the_same_objectives():
    items = [judged("w1", 0, "3.1"), judged("asked", 0, "3.1"), judged("r", section="2.1")]
    assert next_keys(items, UNSEEN, 50) == (("w1", "asked"), ("two", "three"))
    both = [judged("w1", 0, "3.1"), judged("w2", 0, "3.1"), judged("w3", 0, "2.1")]
    assert next_keys(both, UNSEEN, 50) == (("w1", "w2", "w3"), ("three", "two", "asked"))
    assert next_keys(both, UNSEEN, 2) == (("w1", "w2"), ())
    assert next_keys(both, (), 50) == (("w1", "w2", "w3"), ())


def test_after_a_set_without_a_mistake_its_objectives_are_gone_on_with():
    assert next_keys([judged("r")], UNSEEN, 50) == ((), ("one",))
    assert next_keys([judged("r", section="7.7")], UNSEEN, 50) == ((), ())
