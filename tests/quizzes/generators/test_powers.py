"""The key of every variant on powers follows from the table, worked out anew from its words."""

import pytest

from quizzes.generator import generate
from quizzes.generators import GENERATORS
from quizzes.generators.powers_act_form import one_way
from quizzes.generators.powers_against_verdict import key
from quizzes.generators.powers_posts import told
from quizzes.powers.acts import CASES, FORMS
from quizzes.powers.appointments import APPOINTMENTS, WAYS
from quizzes.powers.bodies import BODIES
from quizzes.powers.decisions import DECISIONS
from quizzes.powers.execution import EXECUTION
from quizzes.powers.minors import MINORS
from quizzes.powers.permissions import GATES, PERMISSIONS
from quizzes.powers.prosecutors import (
    INQUIRY_POWERS,
    POSTS,
    RANK_POWERS,
    SYSTEM_POWERS,
    WITH_STAFF,
)
from quizzes.powers.row import sentence
from quizzes.working_days import WorkingDays

DAYS = WorkingDays(frozenset(), {})
VARIANTS = 60
BODY = {sentence(name): one for one, name in BODIES.items()}
TOP = {"Бас Прокурор", "Бас Прокурордың орынбасары", "Бас әскери прокурор", "Бас көлік прокуроры"}


def variants(name):
    for seed in range(VARIANTS):
        item = generate(GENERATORS[name], f"powers-{seed}", DAYS)
        assert item.theme == "powers"
        assert list(item.faults()) == []
        yield item


def right(item):
    return {option.text for option in item.interaction.options if option.right}


def texts(item):
    return {option.text for option in item.interaction.options}


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        (f"{section}-gen-who-decides", [row for row in DECISIONS if row.section == section])
        for section in ("1.3", "2.1", "2.2", "5.1", "5.2")
    ]
    + [("3.2-gen-who-decides", EXECUTION), ("4.2-gen-who-decides", MINORS)],
)
def test_the_one_who_may_is_right_and_all_others_are_denied_with_their_reasons(name, rows):
    met = set()
    for item in variants(name):
        row = next(row for row in rows if item.stem.endswith(f" {row.asks}"))
        met.add(row.id)
        assert {BODY[text] for text in right(item)} == set(row.may)
        assert {BODY[text] for text in texts(item) - right(item)} == set(row.denied)
        for option in item.interaction.options:
            if not option.right:
                assert option.why == row.denied[BODY[option.text]].why
    assert len(met) >= min(len(rows), 8)


def test_an_act_needs_the_permission_the_table_gives():
    by_act = {row.act: row for row in PERMISSIONS}
    for item in variants("2.2-gen-permission"):
        row = by_act[item.stem.split("**")[1]]
        assert right(item) == {GATES[row.gate]}
        assert texts(item) == set(GATES.values())


def test_of_several_acts_those_for_the_court_are_right():
    court = {sentence(row.act) for row in PERMISSIONS if row.gate == "court"}
    for item in variants("2.2-gen-court-sanction"):
        assert right(item) == texts(item) & court
        assert 2 <= len(right(item)) <= 3


def test_what_part_two_keeps_is_beyond_the_prosecutor_of_the_case():
    norm = {sentence(row.act): row.norm for row in RANK_POWERS}
    for item in variants("2.1-gen-head-only"):
        assert right(item) == {one for one in texts(item) if norm[one].startswith("ҚПК 193.2.")}


def test_ranks_are_matched_by_the_point_of_the_law():
    for item in variants("2.1-gen-ranks"):
        for prompt in item.interaction.prompts:
            row = next(row for row in RANK_POWERS if sentence(row.act) == prompt.text)
            assert prompt.key == row.rank
        assert len({prompt.key for prompt in item.interaction.prompts}) == 3


def test_a_request_goes_to_the_body_its_ground_and_branch_call_for():
    for item in variants("2.1-gen-extension-body"):
        targets = {one.id: one.text for one in item.interaction.targets}
        assert len(targets) == 4
        for prompt in item.interaction.prompts:
            military, rail = "әскери" in prompt.text.lower(), "көлігі" in prompt.text
            if "Айрықша" in prompt.text:
                wanted = "Бас Прокурор"
            elif "үш айға" in prompt.text and "іс күрделі" in prompt.text:
                wanted = "Өңірдің әскери прокуроры" if military else "Өңірлік көлік прокуроры"
                wanted = wanted if military or rail else "Аудан прокуроры"
            else:
                wanted = "Бас әскери прокурор" if military else "Бас көлік прокуроры"
                wanted = wanted if military or rail else "Облыс прокуроры"
            assert targets[prompt.key] == wanted, prompt.text


def test_the_act_form_is_that_of_the_case_and_nothing_arguable_is_offered():
    for item in variants("1.1-gen-act-form"):
        case = next(one for one in CASES if one.norms == item.norms)
        assert right(item) == {FORMS[case.form].name}
        assert not texts(item) & {FORMS[one].name for one in case.never}


def test_acts_can_be_matched_in_one_way_only():
    by_short = {sentence(one.short): one for one in CASES}
    for item in variants("1.1-gen-act-match"):
        cases = [by_short[prompt.text] for prompt in item.interaction.prompts]
        assert [prompt.key for prompt in item.interaction.prompts] == [one.form for one in cases]
        assert one_way(cases, [target.id for target in item.interaction.targets])


@pytest.mark.parametrize(("section", "powers"), [("1.3", SYSTEM_POWERS), ("2.1", INQUIRY_POWERS)])
def test_posts_have_what_the_law_says(section, powers):
    by_act = {one.act: one for one in powers}
    for item in variants(f"{section}-gen-who-has"):
        power = by_act[item.stem.split("**")[1]]
        assert power.objective.startswith(section)
        assert {BODY[text] for text in right(item)} == {
            BODY[text] for text in texts(item)
        } & power.may
        assert right(item)


@pytest.mark.parametrize(
    ("section", "powers", "posts"),
    [("1.3", SYSTEM_POWERS, WITH_STAFF), ("2.1", INQUIRY_POWERS, POSTS)],
)
def test_posts_lack_what_the_law_says(section, powers, posts):
    by_act = {sentence(one.act): one for one in powers}
    for item in variants(f"{section}-gen-post-lacks"):
        post = BODY[sentence(item.stem.split("**")[1])]
        shown = [by_act[text] for text in texts(item)]
        assert right(item) == {sentence(one.act) for one in shown if post not in one.may}
        assert all(told(one, post, posts) for one in shown)


@pytest.mark.parametrize("section", ["1.3", "2.1"])
def test_some_post_is_always_without_the_power(section):
    """Drawn among those that may, all would be right: such a draw is not taken."""
    for seed in range(500):
        item = generate(GENERATORS[f"{section}-gen-who-has"], f"some-{seed}", DAYS)
        assert right(item) < texts(item)


def test_a_higher_post_is_never_said_to_lack_what_a_lower_one_has():
    extend = next(one for one in INQUIRY_POWERS if one.id == "three-months")
    assert not told(extend, "oblast", POSTS)
    assert told(extend, "district", POSTS)
    assert all(told(one, POSTS[-1], POSTS) for one in INQUIRY_POWERS)


def test_appointments_are_matched_as_the_table_says():
    ways = {sentence(one.post): one.way for one in APPOINTMENTS}
    for item in variants("1.3-gen-appoint"):
        assert {target.id for target in item.interaction.targets} == set(WAYS)
        for prompt in item.interaction.prompts:
            assert prompt.key == ways[prompt.text]


def test_decisions_in_prison_are_matched_as_the_table_says():
    may = {sentence(row.act): row.may[0] for row in EXECUTION}
    for item in variants("3.2-gen-match"):
        targets = [target.id for target in item.interaction.targets]
        assert len(targets) == len(set(targets))
        for same in ({"first-court", "sentencing-court"}, {"prosecutor", "general"}):
            assert not same <= set(targets)
        for prompt in item.interaction.prompts:
            assert prompt.key == may[prompt.text]


@pytest.mark.parametrize("post", POSTS)
def test_what_a_post_does_against_a_verdict(post):
    top = BODIES[post] in TOP
    assert key(post, in_force=False) == "appeal"
    assert key(post, in_force=True) == ("cassation" if top else "ask")


def test_the_answer_to_a_verdict_depends_on_its_force_and_the_post():
    for item in variants("5.2-gen-against-verdict"):
        top = item.stem.split("**")[1] in TOP
        (answer,) = right(item)
        if "күшіне енген жоқ" in item.stem:
            assert answer == "Апелляциялық өтінішхат келтіреді"
        elif top:
            assert answer == "Кассациялық наразылық келтіреді"
        else:
            assert answer == "Наразылық келтіруді жоғары тұрған прокурордан өтінеді"
