from quizzes.markers import Marking, decided, stand

FIRST = Marking(1, marker=10, part="first", points={"a": 2, "b": 1})
SAME_TOTAL = Marking(2, marker=11, part="second", points={"a": 1, "b": 2})
OTHER_TOTAL = Marking(2, marker=11, part="second", points={"a": 0, "b": 0})


def open_stand(*made, two=True):
    return stand(made, two=two, final=False)


def test_one_marker_alone_makes_the_mark_final():
    assert open_stand(two=False).turn(10, False) == "first"
    assert decided(open_stand(two=False), "first", 3)


def test_the_second_marker_is_another_person():
    before = open_stand(FIRST)
    assert before.turn(10, False) == "first"
    assert before.turn(11, False) == "second"
    assert not before.waits_for(10, True)
    assert before.waits_for(11, False)


def test_markers_do_not_see_each_others_points_before_both_have_marked():
    before = open_stand(FIRST)
    assert before.seen_by(11, True) == ()
    assert before.seen_by(10, False) == (FIRST,)


def test_equal_totals_are_final_and_unequal_ones_are_not():
    before = open_stand(FIRST)
    assert decided(before, "second", SAME_TOTAL.total)
    assert not decided(before, "second", OTHER_TOTAL.total)
    assert not decided(open_stand(), "first", 3)


def test_a_dispute_waits_for_a_third_person_or_an_instructor_who_sees_both():
    before = open_stand(FIRST, OTHER_TOTAL)
    assert before.disputed
    assert before.turn(10, False) is None
    assert before.turn(12, False) == "resolver"
    assert before.turn(10, True) == "resolver"
    assert before.seen_by(12, False) == (FIRST, OTHER_TOTAL)
    assert before.seen_by(10, False) == (FIRST,)
    assert decided(before, "resolver", 2)


def test_after_two_markers_only_an_instructor_marks_anew():
    after = stand([FIRST, SAME_TOTAL], two=True, final=True)
    assert after.turn(12, False) is None
    assert after.turn(12, True) == "resolver"
    assert not after.waits_for(12, True)


def test_of_each_part_the_newest_marking_holds():
    changed = Marking(3, marker=10, part="first", points={"a": 0, "b": 0})
    assert open_stand(changed, FIRST).first == changed
