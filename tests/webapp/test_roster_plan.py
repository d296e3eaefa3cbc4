import pytest

from webapp.roster import Row
from webapp.roster_plan import MOST_NEW_GROUPS, Now, Options, group_key, plan

NOW = Now(
    groups=((1, "ПҚ-301"), (2, "ПҚ-302")),
    accounts={name: (number, name) for number, name in enumerate(["a1", "b2", "c3", "d4"], 1)},
    studies={1: frozenset({1}), 2: frozenset({2})},
    staff={3: frozenset({1}), 4: None},
    titles={1: "ПҚ-301", 2: "ПҚ-302"},
)


def step(login, group="ПҚ-301", mine=None, leads=True, **options):
    made = plan([Row(1, login, login, group)], NOW, Options(**options), mine, leads=leads)
    return made.steps[0]


@pytest.mark.parametrize(
    ("login", "group", "action"),
    [
        ("new", "ПҚ-301", "new"),
        ("a1", " пқ-301", "there"),
        ("a1", "ПҚ-302", "move"),
        ("c3", "ПҚ-302", "enrol"),  # teaches another group of the cohort
    ],
)
def test_what_a_row_does_follows_from_the_people_as_they_are(login, group, action):
    assert step(login, group).action == action


@pytest.mark.parametrize(
    ("fault", "login", "group", "mine"),
    [
        ("teaches", "c3", "ПҚ-301", None),
        ("teaches", "d4", "ПҚ-302", None),
        ("group_missing", "new", "", None),
        ("group_unknown", "new", "ПҚ-9", None),
        ("group_not_yours", "new", "ПҚ-302", {1}),
        ("other_group", "b2", "ПҚ-301", {1}),
    ],
)
def test_what_cannot_be_is_a_fault(fault, login, group, mine):
    assert step(login, group, mine, leads=mine is None).fault == fault


def test_only_the_lead_makes_groups():
    assert step("new", "ПҚ-9", make_groups=True).action == "new"
    assert step("new", "ПҚ-9", {1}, leads=False, make_groups=True).fault == "group_unknown"


def test_a_default_group_that_is_gone_takes_nobody():
    assert step("new", "", default_group=2).group_id == 2
    assert step("new", "", default_group=77).fault == "group_missing"


def test_groups_made_are_limited_and_counted_once_each():
    rows = [Row(number, "а", f"new{number}", f"Т{number // 2}") for number in range(120)]
    made = plan(rows, NOW, Options(make_groups=True), None, leads=True)
    assert len(made.made_groups) == MOST_NEW_GROUPS
    assert len(made.of("fault")) == 120 - 2 * MOST_NEW_GROUPS


def test_the_digest_tells_whether_something_else_would_be_done():
    rows = [Row(1, "a", "a1", "ПҚ-302"), Row(2, "b", "new", "ПҚ-301")]
    first = plan(rows, NOW, Options(), None, leads=True)
    assert first.digest() == plan(rows, NOW, Options(), None, leads=True).digest()
    moved = Now(NOW.groups, NOW.accounts, {1: frozenset({2})}, NOW.staff, NOW.titles)
    assert first.digest() != plan(rows, moved, Options(), None, leads=True).digest()


def test_titles_are_the_same_but_for_case_and_spaces():
    assert group_key("  ПҚ  301 ") == group_key("пқ 301")
