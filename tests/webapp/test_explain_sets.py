from quizzes.drawing import Candidate
from webapp.explain_sets import Known, on_misconception


def question(name, section="2.1", theme="deadlines", objective="2.1.a"):
    return Candidate(name, "v1", 1, section, theme, (objective,), "number", 1, (), None)


def made(there, fallen, met=None, students=1, missed=None):
    known = Known(students, fallen, met or dict.fromkeys(fallen, 1))
    return on_misconception(there, there, fallen.keys() if missed is None else missed, known)


def test_what_was_missed_most_often_comes_first_and_of_equals_what_the_set_has_not_yet():
    there = [
        question("a1", objective="a"),
        question("a2", objective="a"),
        question("a3", objective="a"),
        question("b1", objective="b"),
        question("fresh"),
    ]
    found = made(there, {"a1": 3, "a2": 1, "a3": 2, "b1": 1})
    assert found.asked.fixed() == ("a1", "a3", "b1", "a2", "fresh")
    assert (found.size, found.fallen) == (5, 4)


def test_no_more_than_ten_and_all_of_them_missed_where_there_are_so_many():
    there = [question(f"m{n:02}") for n in range(12)] + [question("fresh")]
    found = made(there, {one.item_id: 1 for one in there[:12]})
    assert (found.size, found.fallen) == (10, 10)
    assert "fresh" not in found.asked.fixed()


def test_the_rest_are_of_the_same_sections_and_themes_spread_over_objectives():
    there = [
        question("missed", objective="a"),
        *(question(f"near-{n}", objective="a") for n in range(4)),
        question("near-b", objective="b"),
        question("years", section="1.4", theme="history"),
        question("years-here", theme="history"),
        question("far", section="3.2"),
    ]
    asked = made(there, {"missed": 1}).asked.fixed()
    assert asked[:2] == ("missed", "near-b")
    assert set(asked[2:]) == {"near-0", "near-1", "near-2", "near-3"}


def test_other_sections_are_asked_only_where_there_would_be_fewer_than_five_and_of_the_theme():
    there = [
        question("missed"),
        *(question(f"far-{n}", section="3.2") for n in range(9)),
        question("years", section="1.4", theme="history"),
    ]
    found = made(there, {"missed": 1})
    assert found.size == 5
    assert "years" not in found.asked.fixed()


def test_what_they_have_met_comes_after_what_they_have_not():
    there = [question("missed"), question("met"), question("met-by-one"), question("new")]
    met = {"missed": 4, "met": 3, "met-by-one": 1}
    found = made(there, {"missed": 1}, met, students=4)
    assert found.asked.fixed() == ("missed", "new", "met-by-one", "met")


def test_where_all_has_been_mended_others_of_the_same_sections_and_themes_are_asked():
    there = [question("mended"), question("new"), question("years", "1.4", "history")]
    found = made(there, {}, {"mended": 1}, missed=["mended"])
    assert found.asked.fixed() == ("new", "mended")
    assert found.fallen == 0


def test_where_nobody_has_shown_it_all_that_can_betray_it_is_asked():
    there = [question("one"), question("years", "1.4", "history")]
    assert set(made(there, {}).asked.fixed()) == {"one", "years"}
    assert made([], {}) is None
