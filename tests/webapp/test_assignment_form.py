from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from quizzes.rules import PRACTICE, Rules, defaults
from quizzes.timing import Window
from tests.conftest import START
from webapp.assignment_form import DEFAULTS, details, read, values_of, warnings
from webapp.forms import Form
from webapp.queries.assignments import AssignmentInfo

ZONE = ZoneInfo("Asia/Almaty")


def typed(kind: str = "practice", **changed: str) -> Form:
    fields = {
        "title": "Аралық бақылау",
        "assessment": "1",
        "mode": kind,
        "details_of": kind,
        "cohort": "1",
        "opens": "2026-11-25T14:00",
        **DEFAULTS[kind],
        **({"closes": "2026-11-26T23:59"} if kind == "exam" else {}),
        **changed,
    }
    return Form({name: [value] for name, value in fields.items() if value != "-"})


def drafted(kind: str = "practice", **changed: str):
    return read(typed(kind, **changed), ZONE, None, locked=False)


def test_times_are_read_in_the_courses_zone_and_a_last_minute_is_whole():
    window = drafted("exam").terms.window
    assert window.opens == datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
    assert window.closes == datetime(2026, 11, 26, 18, 59, 59, 999_999, tzinfo=UTC)


@pytest.mark.parametrize("mode", ["practice", "exam"])
def test_the_defaults_of_a_mode_are_its_rules(mode):
    assert drafted(mode).terms.rules == defaults(mode)


def test_shares_are_exact():
    rules = drafted(late="33,3", **{"pass": "12.5"}).terms.rules
    assert rules.late == Fraction(333, 1000)
    assert rules.pass_share == Fraction(1, 8)


@pytest.mark.parametrize(
    ("mode", "changed", "field"),
    [
        ("practice", {"title": " "}, "title"),
        ("practice", {"title": "а" * 201}, "title"),
        ("practice", {"note": "а" * 10_001}, "note"),
        ("practice", {"assessment": "x"}, "assessment"),
        ("practice", {"cohort": "-"}, "targets"),
        ("practice", {"opens": ""}, "opens"),
        ("practice", {"opens": "ертең"}, "opens"),
        ("practice", {"due": "2026-11-25T14:00"}, "due"),
        ("practice", {"closes": "2026-11-25T13:00"}, "closes"),
        ("practice", {"due": "2026-11-27T14:00", "closes": "2026-11-26T14:00"}, "closes"),
        ("practice", {"limit": "0"}, "limit"),
        ("practice", {"limit": "1,5"}, "limit"),
        ("practice", {"attempts": "0"}, "attempts"),
        ("practice", {"attempts": "көп"}, "attempts"),
        ("practice", {"wait": "-1"}, "wait"),
        ("practice", {"late": "101"}, "late"),
        ("practice", {"pass": "жарты"}, "pass"),
        ("practice", {"counts": "worst"}, "counts"),
        ("practice", {"own": "soon"}, "own"),
        ("practice", {"score": "after"}, "key"),
        ("practice", {"key": "closed", "feedback": "closed"}, "closes"),
        ("practice", {"password": "x" * 201}, "password"),
        ("exam", {"closes": ""}, "closes"),
        ("exam", {"own": "during", "score": "during"}, "score"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(mode, changed, field):
    draft = drafted(mode, **changed)
    assert draft.terms is None
    assert field in draft.errors


def test_a_due_date_may_be_the_close():
    assert drafted("exam", due="2026-11-26T23:59").errors == {}


def test_details_left_alone_follow_the_kind_chosen():
    made = drafted("practice", mode="exam", closes="2026-11-26T23:59")
    assert made.terms.rules == defaults("exam")


def test_details_that_were_changed_stay_when_the_kind_changes():
    made = drafted("practice", mode="exam", closes="2026-11-26T23:59", attempts="3")
    assert made.terms.rules.attempts == 3


def stored(rules: Rules | None = None, **window) -> AssignmentInfo:
    return AssignmentInfo(
        1,
        1,
        7,
        "Емтихан",
        "",
        Window(**{"opens": START, **window}),
        rules or Rules(),
        "hash",
        3,
        1,
        False,
    )


def test_the_form_of_a_stored_assignment_gives_it_back():
    info = stored(
        Rules(
            mode="exam",
            attempts=2,
            late=Fraction(4, 5),
            visibility=PRACTICE.model_copy(
                update={"score": "after", "key": "after", "feedback": "never"}
            ),
        ),
        due=START + timedelta(days=1),
        closes=START + timedelta(days=2),
        limit=timedelta(minutes=45),
    )
    fields = {name: [value] for name, value in values_of(info, ZONE).items()} | {"group": ["4"]}
    draft = read(Form(fields), ZONE, info, locked=False)
    assert draft.errors == {}
    assert (draft.terms.window, draft.terms.rules) == (info.window, info.rules)
    assert draft.terms.password_hash == "hash"
    assert draft.targets == {("group", 4)}


def test_what_is_locked_stays_whatever_was_sent():
    info = stored(Rules(counts="last", certainty=True))
    draft = read(typed("exam", counts="best", certainty=""), ZONE, info, locked=True)
    assert draft.terms.assessment_id == 7
    assert draft.terms.rules.mode == "practice"
    assert draft.terms.rules.counts == "last"
    assert draft.terms.rules.certainty


def test_a_password_is_kept_when_none_is_typed_and_taken_away_when_asked():
    assert read(typed(), ZONE, stored(), locked=False).terms.password_hash == "hash"
    draft = read(typed(no_password="1"), ZONE, stored(), locked=False)
    assert draft.terms.password_hash is None


def test_a_limit_longer_than_the_window_is_warned_of():
    short = {"closes": START + timedelta(minutes=30)}
    assert "assignment.warn_limit" in warnings(stored(limit=timedelta(minutes=45), **short))
    assert "assignment.warn_limit" not in warnings(stored(limit=timedelta(minutes=30), **short))


def test_details_know_every_rule():
    assert set(details(Rules())) == {
        "attempts", "counts", "wait", "late", "pass", "own", "score", "key", "feedback",
        "certainty", "two_markers",
    }  # fmt: skip
