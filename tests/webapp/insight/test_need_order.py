from datetime import timedelta
from zoneinfo import ZoneInfo

from quizzes.needs_help import RULES, Alert
from quizzes.timing import Allowance, Window
from tests.conftest import START
from webapp.insight.need_order import GRAVITY, Ends, sorted_by_need

ZONE = ZoneInfo("Asia/Almaty")
OPEN, OVERDUE, CLOSED = 1, 2, 3
DAY = timedelta(days=1)
ENDS = {
    OPEN: Ends(Window(START - DAY, due=START + 3 * DAY), {}),
    OVERDUE: Ends(Window(START - 9 * DAY, due=START - DAY), {}),
    CLOSED: Ends(Window(START - 9 * DAY, closes=START - DAY), {}),
}


def alert(*reasons, tasks=()):
    return Alert(START, START, reasons, tuple(f"assignment:{one}" for one in tasks))


def order(alerts, ends=ENDS, names=None):
    named = dict.fromkeys(alerts, "Әлия") if names is None else names
    return sorted_by_need(alerts, named, ends, START, ZONE)


def test_every_rule_has_its_gravity():
    assert set(RULES) <= set(GRAVITY)


def test_more_reasons_come_first_and_of_as_many_the_graver():
    alerts = {
        1: alert("behind", tasks=[OVERDUE]),
        2: alert("misconception"),
        3: alert("wrong-tries"),
        4: alert("falling"),
        5: alert("silent"),
        6: alert("misconception", "behind", tasks=[OVERDUE]),
        7: alert("behind", tasks=[CLOSED]),
        8: alert("falling", "behind", tasks=[OPEN]),
    }
    assert order(alerts) == [8, 6, 5, 4, 3, 2, 7, 1]


def test_who_only_lags_in_what_has_days_left_comes_last():
    alerts = {
        1: alert("behind", tasks=[OPEN]),
        2: alert("behind", tasks=[OPEN, OVERDUE]),
        3: alert("behind", tasks=[OVERDUE]),
        4: alert("silent"),
    }
    assert order(alerts) == [4, 2, 3, 1]


def test_the_day_of_the_due_date_does_not_wait():
    alerts = {1: alert("behind", tasks=[OPEN]), 2: alert("behind", tasks=[OVERDUE])}
    today = {OPEN: Ends(Window(START - DAY, due=START), {}), OVERDUE: ENDS[OVERDUE]}
    assert order(alerts, today) == [1, 2]


def test_an_extension_makes_what_is_closed_wait():
    alerts = {1: alert("behind", tasks=[CLOSED]), 2: alert("behind", tasks=[OVERDUE])}
    assert order(alerts) == [1, 2]
    granted = {CLOSED: Ends(ENDS[CLOSED].window, {1: Allowance(later_close=5 * DAY)})}
    assert order(alerts, ENDS | granted) == [2, 1]


def test_of_equals_names_stand_in_the_kazakh_order_and_who_has_no_name_here_is_left_out():
    alerts = {one: alert("silent") for one in (1, 2, 3, 4)}
    assert order(alerts, names={1: "Ғани", 2: "Гүлнұр", 3: "Әлия"}) == [3, 2, 1]


def test_weak_and_failed_are_one_trouble():
    alerts = {
        1: alert("weak", "failed"),
        2: alert("falling"),
        3: alert("weak", "failed", "behind", tasks=[OVERDUE]),
        4: alert("weak"),
    }
    assert order(alerts) == [3, 2, 1, 4]
